//! Equality saturation: a loop of our own, without clocks, that stops at the first unsound union.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egg::{ENodeOrVar, Id, Language, Pattern, PatternAst, Searcher, Subst, Symbol, Var};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::analysis::{Graph, Meaning, Unsound};
use super::condition::Condition;
use super::exact::exact_value;
use super::fact_base::FactBase;
use super::facts::Signs;
use super::language::{Term, node_of, to_pattern};
use super::predicate::Predicate;
use super::rule::{Rule, Search};
use wronski_diagnostic::interruption;
use wronski_expr::Expr;
use wronski_expr::pattern::{Substitution, instantiate, metavariable};

/// Why saturation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum StopReason {
    /// No rule could add anything.
    Saturated,
    /// The number of rounds was used up.
    Iterations,
    /// The e-graph grew to the limit.
    Nodes,
}

/// The sides of a rule as egg patterns. They are made once for each library.
#[derive(Clone, Debug)]
pub struct Patterns {
    symbol: Symbol,
    lhs: Pattern<Term>,
    rhs: Pattern<Term>,
    variables: Vec<Arc<str>>,
    /// The metavariables of each side condition, then of each guard.
    asked: Vec<BTreeSet<String>>,
}

impl Patterns {
    /// Compiles the rule's sides.
    pub fn new(rule: &Rule) -> Self {
        let mut variables = Vec::new();
        let lhs = Pattern::new(to_pattern(&rule.lhs, &mut variables));
        let rhs = Pattern::new(to_pattern(&rule.rhs, &mut variables));
        for name in rule.metavariables() {
            if !variables.iter().any(|v| **v == name) {
                variables.push(Arc::from(name));
            }
        }
        let conditions = rule.conditions.iter().chain(&rule.guard);
        Patterns {
            symbol: Symbol::from(&rule.name),
            lhs,
            rhs,
            variables,
            asked: conditions.map(Condition::metavariables).collect(),
        }
    }
}

/// A rule with its patterns.
#[derive(Clone, Copy, Debug)]
pub struct CompiledRule<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Its sides.
    pub patterns: &'a Patterns,
}

/// How often one run asks the domain analysis about conditions that the quick facts do not settle.
const QUESTIONS: usize = 60;
/// The largest number of matches of one pattern in one round: a class with many equal forms can have more than
/// there is time for.
const MAX_MATCHES: usize = 50_000;
/// The largest number of forms of one exact number.
const MAX_FORMS: usize = 200;

/// Concrete terms behind the e-graph's ids, and the facts on them.
pub struct Terms {
    exprs: Vec<Option<Expr>>,
    /// Facts on the terms.
    pub facts: FactBase,
}

impl Terms {
    /// The term that was added under this id.
    pub fn get(&mut self, graph: &Graph, id: Id) -> Option<Expr> {
        let mut stack = vec![id];
        while let Some(&top) = stack.last() {
            interruption::point();
            let at = usize::from(top);
            if self.exprs.len() <= at {
                self.exprs.resize(at + 1, None);
            }
            if self.exprs[at].is_some() {
                stack.pop();
                continue;
            }
            let term = graph.id_to_node(top);
            let before = stack.len();
            for &child in term.children() {
                if self
                    .exprs
                    .get(usize::from(child))
                    .is_none_or(Option::is_none)
                {
                    stack.push(child);
                }
            }
            if stack.len() > before {
                continue;
            }
            let children = term
                .children()
                .iter()
                .map(|&c| self.exprs[usize::from(c)].clone())
                .collect::<Option<Vec<_>>>()?;
            self.exprs[at] = Some(Expr::new(node_of(&term.operator, children)?));
            stack.pop();
        }
        self.exprs.get(usize::from(id)).cloned().flatten()
    }
}

/// One use of a rule: what each metavariable is.
struct Use {
    bindings: Vec<Option<Id>>,
    /// The value of the rule's chosen constant, if it has one.
    chosen: Option<BigRational>,
}

/// A run of equality saturation.
pub struct Saturation<'a> {
    /// The e-graph.
    pub graph: Graph,
    rules: Vec<CompiledRule<'a>>,
    terms: Terms,
    done: BTreeSet<(usize, Vec<Option<Id>>)>,
}

impl<'a> Saturation<'a> {
    /// Starts with an e-graph and the rules to use.
    pub fn new(graph: Graph, rules: impl Iterator<Item = CompiledRule<'a>>) -> Self {
        Saturation {
            graph,
            rules: rules.collect(),
            terms: Terms {
                exprs: Vec::new(),
                facts: FactBase::with_questions(QUESTIONS),
            },
            done: BTreeSet::new(),
        }
    }

    /// Rounds of search and application, until nothing is new or a limit is hit. `wanted` is asked after each round
    /// and ends the run early.
    ///
    /// # Errors
    /// The first union of classes with different values.
    pub fn run(
        &mut self,
        iterations: usize,
        nodes: usize,
        wanted: impl Fn(&Graph) -> bool,
    ) -> Result<(StopReason, usize), Unsound> {
        self.graph.rebuild();
        self.sound()?;
        for round in 0..iterations {
            let before = (self.graph.total_size(), self.graph.number_of_classes());
            // Patterns over two forms of one number each try all pairs.
            let forms = |c: &egg::EClass<Term, _>| c.nodes.len();
            if self
                .graph
                .classes()
                .any(|c| c.data.value.is_some() && forms(c) > MAX_FORMS)
            {
                return Ok((StopReason::Nodes, round));
            }
            let uses = self.search();
            for (index, found) in uses {
                self.graph
                    .analysis
                    .rule
                    .clone_from(&self.rules[index].rule.name);
                for u in found {
                    interruption::point();
                    self.apply(index, u);
                    self.sound()?;
                    if self.graph.total_size() > nodes {
                        self.graph.rebuild();
                        self.sound()?;
                        return Ok((StopReason::Nodes, round + 1));
                    }
                }
            }
            self.graph.analysis.rule = "congruence after this round's rules".to_owned();
            self.graph.rebuild();
            self.sound()?;
            if wanted(&self.graph) {
                return Ok((StopReason::Saturated, round + 1));
            }
            if before == (self.graph.total_size(), self.graph.number_of_classes()) {
                return Ok((StopReason::Saturated, round + 1));
            }
        }
        Ok((StopReason::Iterations, iterations))
    }

    fn sound(&self) -> Result<(), Unsound> {
        self.graph.analysis.unsound.clone().map_or(Ok(()), Err)
    }

    /// All matches of all rules in the present e-graph, in the order of the rules.
    fn search(&self) -> Vec<(usize, Vec<Use>)> {
        let mut all = Vec::with_capacity(self.rules.len());
        for (index, rule) in self.rules.iter().enumerate() {
            let mut uses = Vec::new();
            if rule.rule.choose.is_none() {
                if rule.rule.search != Search::Backward {
                    self.matches(rule, &rule.patterns.lhs, &mut uses);
                }
                if rule.rule.search != Search::Forward {
                    self.matches(rule, &rule.patterns.rhs, &mut uses);
                }
            }
            all.push((index, uses));
        }
        self.generators(&mut all);
        all
    }

    fn matches(&self, rule: &CompiledRule, side: &Pattern<Term>, uses: &mut Vec<Use>) {
        let roots: Vec<Id> = match side.ast.as_ref().last() {
            Some(ENodeOrVar::ENode(e)) => match self.graph.classes_for_op(&e.discriminant()) {
                Some(ids) => ids.collect(),
                None => return,
            },
            _ => self.graph.classes().map(|c| c.id).collect(),
        };
        let mut left = MAX_MATCHES;
        for id in roots {
            interruption::point();
            // A class with an exact value has its literal; nothing better can be found, and the multiples of 0 would
            // never end.
            if self.graph[id].data.value.is_some() {
                continue;
            }
            let Some(found) = side.search_eclass_with_limit(&self.graph, id, left) else {
                continue;
            };
            left = left.saturating_sub(found.substs.len());
            uses.extend(found.substs.iter().map(|s| Use {
                bindings: bindings(rule, s),
                chosen: None,
            }));
            if left == 0 {
                return;
            }
        }
    }

    /// Rules with a chosen constant: `exp(?c*?a) = exp(?g*?a)^?n`. Among the matches that agree in everything but
    /// rational numbers, the generator is the greatest common divisor of the coefficients.
    fn generators(&self, all: &mut [(usize, Vec<Use>)]) {
        type Group = (Expr, Vec<Option<Id>>);
        let mut groups: BTreeMap<Group, Vec<(usize, Use, BigRational)>> = BTreeMap::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let Some(chosen) = &rule.rule.choose else {
                continue;
            };
            let mut uses = Vec::new();
            self.matches(rule, &rule.patterns.lhs, &mut uses);
            for u in uses {
                interruption::point();
                let unit = BigRational::one();
                let Some(coefficient) = self.coefficient(rule, &u, chosen, &unit) else {
                    continue;
                };
                let free: Vec<Option<Id>> = rule
                    .patterns
                    .variables
                    .iter()
                    .zip(&u.bindings)
                    .filter(|(_, id)| id.is_some_and(|id| self.graph[id].data.value.is_none()))
                    .map(|(_, id)| *id)
                    .collect();
                if !free.is_empty() && !coefficient.is_zero() {
                    let key = (rule.rule.rhs.clone(), free);
                    groups.entry(key).or_default().push((index, u, coefficient));
                }
            }
        }
        for members in groups.into_values() {
            let distinct: BTreeSet<&BigRational> = members.iter().map(|(_, _, c)| c).collect();
            if distinct.len() < 2 {
                continue;
            }
            let generator = distinct
                .into_iter()
                .fold(BigRational::zero(), |g, c| gcd(&g, c));
            for (index, mut u, coefficient) in members {
                if coefficient == generator {
                    continue;
                }
                u.chosen = Some(generator.clone());
                all[index].1.push(u);
            }
        }
    }

    /// The value of the rule's defining equation with the chosen constant set to `g`.
    fn coefficient(
        &self,
        rule: &CompiledRule,
        u: &Use,
        chosen: &str,
        g: &BigRational,
    ) -> Option<BigRational> {
        let mut values = Substitution::new();
        for (name, id) in rule.patterns.variables.iter().zip(&u.bindings) {
            if let Some(v) = id.and_then(|id| self.graph[id].data.value.clone()) {
                values.insert(name.to_string(), Expr::num(v));
            }
        }
        values.insert(chosen.to_owned(), Expr::num(g.clone()));
        rule.rule.conditions.iter().find_map(|c| match c {
            Condition::Equal(_, right) => exact_value(&instantiate(right, &values).ok()?),
            Condition::Has(..) => None,
        })
    }

    fn apply(&mut self, index: usize, mut u: Use) {
        if let (Some(q), Some(name)) = (&u.chosen, &self.rules[index].rule.choose) {
            let at = self.rules[index]
                .patterns
                .variables
                .iter()
                .position(|v| **v == **name);
            let number = self.graph.add_uncanonical(Term::num(q.clone()));
            if let Some(slot) = at.and_then(|at| u.bindings.get_mut(at)) {
                *slot = Some(number);
            }
        }
        for id in u.bindings.iter_mut().flatten() {
            *id = self.graph.find(*id);
        }
        if !self.done.insert((index, u.bindings.clone())) {
            return;
        }
        if !self.discharge(index, &mut u) {
            return;
        }
        let rule = self.rules[index].patterns;
        let (lhs, rhs, symbol) = (&rule.lhs.ast, &rule.rhs.ast, rule.symbol);
        let (Some(left), Some(right)) = (
            add(&mut self.graph, lhs, &u.bindings),
            add(&mut self.graph, rhs, &u.bindings),
        ) else {
            return;
        };
        self.graph.union_trusted(left, right, symbol);
    }

    /// Checks the side conditions on concrete terms, the very terms that the step will cite. Where a condition asks
    /// for more than the class's first term shows, another term of the class may serve.
    fn discharge(&mut self, index: usize, u: &mut Use) -> bool {
        let Saturation {
            graph,
            rules,
            terms,
            ..
        } = self;
        let rule = &rules[index];
        let (variables, metavariables) = (&rule.patterns.variables, &rule.patterns.asked);
        let mut known = Substitution::new();
        let conditions: Vec<&Condition> = rule
            .rule
            .conditions
            .iter()
            .chain(&rule.rule.guard)
            .collect();
        for (name, slot) in variables.iter().zip(u.bindings.iter_mut()) {
            let Some(id) = *slot else { continue };
            if !metavariables.iter().any(|m| m.contains(&**name)) {
                continue;
            }
            let data = &graph[id].data;
            let (value, witnesses) = (data.value.clone(), data.witnesses.clone());
            // Cheap refusal by what the class knows, before any term is built.
            for c in &conditions {
                if let Condition::Has(p @ (Predicate::Integer | Predicate::Rational), e) = c
                    && metavariable(e) == Some(&**name)
                {
                    match &value {
                        Some(q) if *p == Predicate::Rational || q.is_integer() => {}
                        _ => return false,
                    }
                }
            }
            // An exact number stands for itself.
            if let Some(q) = value {
                *slot = Some(graph.add_uncanonical(Term::num(q.clone())));
                known.insert(name.to_string(), Expr::num(q));
                continue;
            }
            let mine: Vec<&Condition> = conditions
                .iter()
                .zip(metavariables)
                .filter(|(_, names)| names.len() == 1 && names.contains(&**name))
                .map(|(c, _)| *c)
                .collect();
            let mut chosen = None;
            for candidate in std::iter::once(id).chain(witnesses) {
                let Some(term) = terms.get(graph, candidate) else {
                    continue;
                };
                let mut one = Substitution::new();
                one.insert(name.to_string(), term.clone());
                if mine.iter().all(|c| c.holds(&one, &mut terms.facts)) {
                    chosen = Some((candidate, term));
                    break;
                }
            }
            let Some((candidate, term)) = chosen else {
                return false;
            };
            *slot = Some(candidate);
            known.insert(name.to_string(), term);
        }
        for c in &conditions {
            if let Some((name, value)) = c.defines(&known) {
                let Some(at) = variables.iter().position(|v| **v == name) else {
                    return false;
                };
                u.bindings[at] = Some(graph.add_uncanonical(Term::num(value.clone())));
                known.insert(name, Expr::num(value));
            }
        }
        if !conditions.iter().all(|c| c.holds(&known, &mut terms.facts)) {
            return false;
        }
        // What was proved of a term holds for its class, and the sample points have to respect it.
        for c in conditions {
            if let Condition::Has(Predicate::Positive | Predicate::Nonnegative, e) = c
                && let Some(name) = metavariable(e)
                && let Some(id) = variables
                    .iter()
                    .position(|v| **v == *name)
                    .and_then(|at| u.bindings[at])
            {
                Meaning::know(graph, id, Signs::POSITIVE.or(Signs::ZERO));
            }
        }
        true
    }
}

fn bindings(rule: &CompiledRule, subst: &Subst) -> Vec<Option<Id>> {
    (0..rule.patterns.variables.len())
        .map(|i| subst.get(Var::from_u32(i as u32)).copied())
        .collect()
}

/// Adds a side of a rule with exactly these terms for its metavariables.
fn add(graph: &mut Graph, side: &PatternAst<Term>, bindings: &[Option<Id>]) -> Option<Id> {
    let mut ids: Vec<Id> = Vec::with_capacity(side.len());
    for node in side {
        let id = match node {
            ENodeOrVar::Var(v) => (*bindings.get(v.as_u32()? as usize)?)?,
            ENodeOrVar::ENode(term) => {
                let term = term.clone().map_children(|c| ids[usize::from(c)]);
                graph.add_uncanonical(term)
            }
        };
        ids.push(id);
    }
    ids.pop()
}

/// The positive generator of the group that two rationals generate.
fn gcd(a: &BigRational, b: &BigRational) -> BigRational {
    if a.is_zero() {
        return b.abs();
    }
    let denominator = a.denom().lcm(b.denom());
    let scale = BigRational::from_integer(denominator.clone());
    let n = (a * &scale).to_integer().gcd(&(b * &scale).to_integer());
    BigRational::new(n, denominator)
}

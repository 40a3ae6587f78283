//! Directed rewriting: catalogue names, derivatives and compositions are replaced by what they mean.
//!
//! Rules tagged `unfold` are used from left to right, innermost first, until none applies. Every use is a [`Step`],
//! so that the result is replayed like everything else.

use std::collections::{BTreeMap, BTreeSet};

use super::exact::exact_value;
use super::explain::make_step;
use super::fact_base::FactBase;
use super::language::{Operator, operator_of, subterms};
use super::library::{ARITHMETIC, DEFINITION, RuleLibrary, definition};
use super::replay::Step;
use super::rule::{Direction, Rule};
use wronski_expr::pattern::{instantiate, match_whole};
use wronski_expr::{Expr, Node};

/// What limits unfolding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Number of steps.
    pub steps: usize,
    /// Nesting of the expressions that arise.
    pub depth: u32,
}

/// The unfolded expression with the steps that lead there; `None` when a limit is hit.
pub fn unfold(
    expr: &Expr,
    library: &RuleLibrary,
    facts: &mut FactBase,
    limits: Limits,
) -> Option<(Expr, Vec<Step>)> {
    let mut by_operator: BTreeMap<Operator, Vec<&Rule>> = BTreeMap::new();
    for rule in library.rules().iter().filter(|r| r.has_tag("unfold")) {
        by_operator
            .entry(operator_of(rule.lhs.node()))
            .or_default()
            .push(rule);
    }
    let mut walk = Walk {
        library,
        facts,
        by_operator,
        definitions: BTreeMap::new(),
        done: BTreeMap::new(),
        plain: BTreeMap::new(),
        spent: 0,
        limits,
    };
    let result = walk.visit(expr)?;
    let steps = walk.done.remove(&expr.id()).map(|(_, _, steps)| steps)?;
    Some((result, steps))
}

struct Walk<'a> {
    library: &'a RuleLibrary,
    facts: &'a mut FactBase,
    by_operator: BTreeMap<Operator, Vec<&'a Rule>>,
    definitions: BTreeMap<String, Option<Rule>>,
    /// For each shared node: the node itself (kept alive), its result, and the steps from one to the other.
    done: BTreeMap<usize, (Expr, Expr, Vec<Step>)>,
    plain: BTreeMap<usize, (Expr, bool)>,
    spent: usize,
    limits: Limits,
}

impl Walk<'_> {
    fn visit(&mut self, expr: &Expr) -> Option<Expr> {
        if let Some((_, result, _)) = self.done.get(&expr.id()) {
            return Some(result.clone());
        }
        if expr.depth() > self.limits.depth {
            return None;
        }
        let mut steps = Vec::new();
        let result = if self.is_plain(expr) {
            expr.clone()
        } else {
            self.work(expr, &mut steps)?
        };
        self.done
            .insert(expr.id(), (expr.clone(), result.clone(), steps));
        Some(result)
    }

    /// Is there nothing below that unfolding could change?
    fn is_plain(&mut self, expr: &Expr) -> bool {
        if let Some((_, known)) = self.plain.get(&expr.id()) {
            return *known;
        }
        let here = match expr.node() {
            Node::Named(..) | Node::Diff(_) | Node::Compose(..) => false,
            _ => !self.by_operator.contains_key(&operator_of(expr.node())),
        };
        let children: Vec<Expr> = expr.node().children().into_iter().cloned().collect();
        let plain = here && children.iter().all(|c| self.is_plain(c));
        self.plain.insert(expr.id(), (expr.clone(), plain));
        plain
    }

    fn work(&mut self, expr: &Expr, steps: &mut Vec<Step>) -> Option<Expr> {
        let mut children = Vec::new();
        for (i, child) in expr.node().children().into_iter().enumerate() {
            children.push(self.visit(child)?);
            let (_, _, below) = self.done.get(&child.id())?;
            self.spent += below.len();
            if self.spent > self.limits.steps {
                return None;
            }
            steps.extend(below.iter().cloned().map(|mut s| {
                s.position.insert(0, i);
                s
            }));
        }
        let mut current = expr.clone();
        if !children.is_empty() {
            current = Expr::new(expr.node().with_children(children));
        }
        let Some((next, step)) = self.once(&current) else {
            return Some(current);
        };
        self.spent += 1;
        steps.push(step);
        let result = self.visit(&next)?;
        let (_, _, rest) = self.done.get(&next.id())?;
        self.spent += rest.len();
        if self.spent > self.limits.steps {
            return None;
        }
        steps.extend(rest.iter().cloned());
        Some(result)
    }

    /// One rule at the root.
    fn once(&mut self, expr: &Expr) -> Option<(Expr, Step)> {
        if let Node::Named(name, _) = expr.node() {
            let rule = self
                .definitions
                .entry(name.to_string())
                .or_insert_with(|| definition(name))
                .clone()?;
            debug_assert!(rule.name.starts_with(DEFINITION));
            return self.using(&rule, expr);
        }
        if !expr.node().children().is_empty()
            && expr.node().children().iter().all(|c| c.as_num().is_some())
            && let Some(value) = exact_value(expr)
        {
            let next = Expr::num(value);
            let step = make_step(
                self.library,
                ARITHMETIC,
                Direction::Forward,
                &[],
                expr,
                &next,
                self.facts,
            )?;
            return Some((next, step));
        }
        let rules = self.by_operator.get(&operator_of(expr.node()))?.clone();
        rules.into_iter().find_map(|rule| self.using(rule, expr))
    }

    fn using(&mut self, rule: &Rule, expr: &Expr) -> Option<(Expr, Step)> {
        let mut substitution = match_whole(&rule.lhs, expr)?;
        for c in rule.conditions.iter().chain(&rule.guard) {
            if let Some((name, value)) = c.defines(&substitution) {
                substitution.insert(name, Expr::num(value));
            }
            if !c.holds(&substitution, self.facts) {
                return None;
            }
        }
        let next = instantiate(&rule.rhs, &substitution).ok()?;
        let step = make_step(
            self.library,
            &rule.name,
            Direction::Forward,
            &[],
            expr,
            &next,
            self.facts,
        )?;
        Some((next, step))
    }
}

/// The operators that are left after unfolding although they should be gone.
pub fn left_over(expr: &Expr) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for e in subterms(expr) {
        match e.node() {
            Node::Named(name, _) => {
                found.insert(name.to_string());
            }
            Node::Diff(_) => {
                found.insert("diff".to_owned());
            }
            Node::Compose(..) => {
                found.insert("compose".to_owned());
            }
            _ => {}
        }
    }
    found
}

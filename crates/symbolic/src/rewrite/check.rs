//! Testing a rule library: every rule for itself, before anything rests on it.
//!
//! For each rule: is it well formed; are both sides defined alike under the conditions; do they agree at random
//! points of the finite model, with random functions for the metavariables and with concrete functions whose
//! derivatives and compositions are carried out by `expr::expand` (which shares nothing with the rules); do
//! enclosures at real points overlap; can the identity be proved by the caller's prover. Agreement at points proves
//! nothing; disagreement at one point refutes the rule. A rule without objections is then compared at many points of
//! several finite models (`sampling`), and one with objections is shown at small numbers (`paper`).

use std::collections::{BTreeMap, BTreeSet};

use super::condition::{Condition, Predicate};
use super::facts::{FactBase, Facts, Signs};
use super::fingerprint::{Fingerprint, Places, Samples};
use super::instances::{exact_names, instances, numbers};
use super::language::{Operator, to_recexpr};
use super::library::RuleLibrary;
use super::obligations::differences;
use super::paper::{self, Counterexample};
use super::realpoints;
use super::rule::{Rule, Search, metavariables};
use super::sampling::{self, Points};
use super::unfold::{Limits, unfold};
use egg::Language;
use wronski_expr::pattern::{Substitution, instantiate};
use wronski_expr::{Expr, Node, expand};

/// Decides identities, for instance in a differential field.
pub trait IdentityProver {
    /// `Some(true)` if the two are proved equal, `Some(false)` if proved different, `None` if undecided.
    fn prove(&self, lhs: &Expr, rhs: &Expr) -> Option<bool>;
}

/// What sampling found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sampled {
    /// Both sides had known values that agreed: how many comparisons.
    Agree(usize),
    /// Nothing could be compared (the model has no such function, or no instance meets the conditions).
    NothingToCompare,
    /// The sides differ: where, and both values.
    Differ(String),
}

/// The overall judgement on a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Proved by the identity prover, defined alike, and no sample disagrees.
    Proved,
    /// No objection, and at least one sample compared.
    Sampled,
    /// No objection, but nothing could be compared.
    Untested,
    /// A metavariable is not bound, a name is unknown, or the search direction cannot work.
    Malformed,
    /// The sides are not defined alike.
    DefinedDifferently,
    /// A counterexample was found.
    Broken,
}

impl Status {
    /// May the rule be used?
    pub fn is_acceptable(self) -> bool {
        matches!(self, Status::Proved | Status::Sampled)
    }
}

/// What was found out about a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOutcome {
    /// The rule's name.
    pub rule: String,
    /// The rule's library.
    pub library: String,
    /// The judgement.
    pub status: Status,
    /// What is malformed.
    pub malformed: Vec<String>,
    /// Where the sides are not defined alike.
    pub definedness: Vec<String>,
    /// Random functions in the finite model.
    pub random_functions: Sampled,
    /// Concrete functions in the finite model.
    pub instances: Sampled,
    /// Concrete functions at real points, by enclosures.
    pub enclosures: Sampled,
    /// The identity prover's answer: `Some(true)` if the rule holds for all numbers in the place of its
    /// metavariables, `Some(false)` if an instance does not hold.
    pub proved: Option<bool>,
    /// At how many points both sides had a value that was compared.
    pub points: Points,
    /// For a rule that does not pass: small numbers or functions at which the sides differ, if some were found.
    pub counterexample: Option<Counterexample>,
}

/// Tests every rule of the library.
pub fn check_library(
    library: &RuleLibrary,
    prover: Option<&dyn IdentityProver>,
) -> Vec<RuleOutcome> {
    library
        .rules()
        .iter()
        .map(|r| check_rule(r, prover))
        .collect()
}

/// Tests one rule.
pub fn check_rule(rule: &Rule, prover: Option<&dyn IdentityProver>) -> RuleOutcome {
    let mut outcome = RuleOutcome {
        rule: rule.name.clone(),
        library: rule.library.clone(),
        status: Status::Malformed,
        malformed: malformed(rule),
        definedness: Vec::new(),
        random_functions: Sampled::NothingToCompare,
        instances: Sampled::NothingToCompare,
        enclosures: Sampled::NothingToCompare,
        proved: None,
        points: Points::default(),
        counterexample: None,
    };
    if !outcome.malformed.is_empty() {
        return outcome;
    }
    let (Some(lhs), Some(rhs)) = (define(&rule.lhs), define(&rule.rhs)) else {
        outcome
            .malformed
            .push("a side is too large or names an unknown function".to_owned());
        return outcome;
    };
    outcome.definedness = differences(&lhs, &rhs, &rule.conditions);
    outcome.random_functions = random_functions(rule, &lhs, &rhs);
    let concrete = instances(rule);
    outcome.instances = concrete_functions(&lhs, &rhs, &rule.conditions, &concrete);
    (outcome.enclosures, outcome.points.enclosures) = realpoints::compare(&lhs, &rhs, &concrete);
    if outcome.definedness.is_empty() && !outcome.differs() {
        match sampling::many(rule, &lhs, &rhs, &concrete) {
            Ok(places) => outcome.points.places = places,
            Err(difference) => outcome.random_functions = Sampled::Differ(difference),
        }
    }
    outcome.proved = prover.and_then(|p| prove(p, rule, &lhs, &rhs, &concrete));
    outcome.status = judge(&outcome);
    let passes = outcome.status.is_acceptable();
    let choices = if passes { SMALL_CHOICES } else { MANY_CHOICES };
    outcome.counterexample = paper::counterexample(rule, &lhs, &rhs, choices);
    if passes && let Some(found) = &outcome.counterexample {
        outcome.status = found.status();
    }
    outcome
}

impl RuleOutcome {
    fn differs(&self) -> bool {
        let samples = [&self.random_functions, &self.instances, &self.enclosures];
        samples.iter().any(|s| matches!(s, Sampled::Differ(_)))
    }
}

fn judge(o: &RuleOutcome) -> Status {
    let samples = [&o.random_functions, &o.instances, &o.enclosures];
    if o.proved == Some(false) || o.differs() {
        return Status::Broken;
    }
    if !o.definedness.is_empty() {
        return Status::DefinedDifferently;
    }
    let compared = samples.iter().any(|s| matches!(s, Sampled::Agree(_)));
    match (o.proved, compared) {
        (Some(true), _) => Status::Proved,
        (_, true) => Status::Sampled,
        _ => Status::Untested,
    }
}

fn malformed(rule: &Rule) -> Vec<String> {
    let mut problems = Vec::new();
    let free_after = |side: &Expr| {
        let mut bound: BTreeSet<String> = metavariables(side);
        bound.extend(rule.choose.clone());
        for c in &rule.conditions {
            if let Condition::Equal(left, right) = c
                && let Some(name) = wronski_expr::pattern::metavariable(left)
                && metavariables(right).is_subset(&bound)
            {
                bound.insert(name.to_owned());
            }
        }
        rule.metavariables()
            .into_iter()
            .filter(|n| !bound.contains(n))
            .collect::<Vec<_>>()
    };
    let mut check = |side: &Expr, direction: &str| {
        for name in free_after(side) {
            problems.push(format!(
                "`{name}` is not bound when the rule is used {direction}"
            ));
        }
    };
    if rule.search != Search::Backward {
        check(&rule.lhs, "forward");
    }
    if rule.search != Search::Forward {
        check(&rule.rhs, "backward");
    }
    if rule.lhs == rule.rhs {
        problems.push("both sides are the same".to_owned());
    }
    if let Some(chosen) = &rule.choose
        && metavariables(&rule.lhs).contains(chosen)
    {
        problems.push(format!("`{chosen}` is chosen but occurs on the left side"));
    }
    problems
}

/// The side with catalogue names replaced by their definitions.
fn define(side: &Expr) -> Option<Expr> {
    let limits = Limits {
        steps: 1000,
        depth: 200,
    };
    let (e, _) = unfold(side, &RuleLibrary::new(), &mut FactBase::default(), limits)?;
    Some(e)
}

/// How many choices of small values are tried on a rule without objections: also whether both sides have a value
/// there.
const SMALL_CHOICES: usize = 150;
/// The same for a rule with objections, to show them.
const MANY_CHOICES: usize = 2_000;
const POINTS: usize = 6;
const SEED: u64 = 7;

/// The sides with random functions for the metavariables, exact numbers for exact ones.
fn random_functions(rule: &Rule, lhs: &Expr, rhs: &Expr) -> Sampled {
    let samples = Samples::new(POINTS, super::jet::ORDER, SEED);
    let mut compared = 0;
    for exact in numbers(rule) {
        let (Some(l), Some(r)) = (partly(lhs, &exact), partly(rhs, &exact)) else {
            continue;
        };
        match compare_random(&samples, rule, &l, &r) {
            Ok(common) => compared += common.coefficients,
            Err(difference) => return Sampled::Differ(format!("{}{difference}", shown(&exact))),
        }
    }
    if compared == 0 {
        Sampled::NothingToCompare
    } else {
        Sampled::Agree(compared)
    }
}

/// How much two fingerprints had in common.
#[derive(Clone, Copy, Default)]
pub(super) struct Common {
    /// Coefficients that both know.
    pub coefficients: usize,
    /// Places at which both know the value.
    pub places: usize,
}

/// The sides with random functions for what is left of their metavariables; an error is the first difference.
pub(super) fn compare_random(
    samples: &Samples,
    rule: &Rule,
    l: &Expr,
    r: &Expr,
) -> Result<Common, String> {
    let mut functions: BTreeMap<String, Fingerprint> = BTreeMap::new();
    for name in metavariables(l).union(&metavariables(r)) {
        functions.insert(name.clone(), random_value(rule, name, samples));
    }
    let mut places = samples.places();
    let a = value(l, &functions, samples, &mut places);
    let b = value(r, &functions, samples, &mut places);
    in_common(&a, &b, &places)
}

fn in_common(a: &Fingerprint, b: &Fingerprint, places: &Places) -> Result<Common, String> {
    match a.difference(b, places) {
        Some(difference) => Err(difference),
        None => Ok(Common {
            coefficients: a.common(b, places),
            places: a.common_places(b, places),
        }),
    }
}

/// A random function that meets the rule's conditions on the metavariable alone.
fn random_value(rule: &Rule, name: &str, samples: &Samples) -> Fingerprint {
    let mut constant = false;
    let mut positive = false;
    for c in &rule.conditions {
        if let Condition::Has(p, e) = c
            && wronski_expr::pattern::metavariable(e) == Some(name)
        {
            match p {
                Predicate::Constant => constant = true,
                Predicate::Positive | Predicate::Nonnegative => positive = true,
                _ => {}
            }
        }
    }
    let value = if constant {
        samples.random_constant(name)
    } else {
        samples.random_function(name)
    };
    if positive {
        samples.restrict_positive(&value)
    } else {
        value
    }
}

pub(super) fn shown(exact: &Substitution) -> String {
    exact.iter().map(|(n, v)| format!("{n} = {v}; ")).collect()
}

/// The pattern with some of its metavariables replaced.
pub(super) fn partly(pattern: &Expr, exact: &Substitution) -> Option<Expr> {
    let mut all = exact.clone();
    for name in metavariables(pattern) {
        all.entry(name.clone())
            .or_insert_with(|| Expr::param(&name));
    }
    instantiate(pattern, &all).ok()
}

/// The fingerprint of an expression; metavariables have the given values. Places that do not respect the sign of a
/// subexpression are left out.
fn value(
    e: &Expr,
    functions: &BTreeMap<String, Fingerprint>,
    samples: &Samples,
    places: &mut Places,
) -> Fingerprint {
    let mut facts: Vec<Facts> = Vec::new();
    let terms = to_recexpr(e);
    let mut values: Vec<Fingerprint> = Vec::with_capacity(terms.len());
    for (at, term) in terms.iter().enumerate() {
        let exponent = match (&term.operator, term.children()) {
            (Operator::Pow, [_, n]) => subterm_value(&terms, usize::from(*n)),
            _ => None,
        };
        let children: Vec<&Fingerprint> = term
            .children()
            .iter()
            .filter_map(|c| values.get(usize::from(*c)))
            .collect();
        let given = match &term.operator {
            Operator::Param(name) => functions.get(&**name).cloned(),
            _ => None,
        };
        debug_assert_eq!(at, values.len());
        let known: Vec<Facts> = term
            .children()
            .iter()
            .filter_map(|c| facts.get(usize::from(*c)).copied())
            .collect();
        let fact = Facts::of_operator(&term.operator, &known, exponent.as_ref());
        let value =
            given.unwrap_or_else(|| samples.evaluate(&term.operator, &children, exponent.as_ref()));
        places.respect(&value, fact.signs);
        facts.push(fact);
        values.push(value);
    }
    values.pop().unwrap_or_else(|| samples.unknown())
}

fn subterm_value(
    terms: &egg::RecExpr<super::language::Term>,
    at: usize,
) -> Option<num_rational::BigRational> {
    let part: Vec<_> = terms.iter().take(at + 1).cloned().collect();
    super::exact::exact_value(&super::language::from_recexpr(&egg::RecExpr::from(part))?)
}

/// The sides with concrete functions; derivatives and compositions are carried out by `expr::expand`.
fn concrete_functions(
    lhs: &Expr,
    rhs: &Expr,
    conditions: &[Condition],
    concrete: &[Substitution],
) -> Sampled {
    let samples = Samples::new(POINTS, super::jet::ORDER, SEED);
    let mut compared = 0;
    for substitution in concrete {
        let Some(instance) = Instance::new(lhs, rhs, conditions, substitution) else {
            continue;
        };
        match instance.compare(&samples) {
            Ok(common) => compared += common.coefficients,
            Err(difference) => {
                return Sampled::Differ(format!("{}{difference}", shown(substitution)));
            }
        }
    }
    if compared == 0 {
        Sampled::NothingToCompare
    } else {
        Sampled::Agree(compared)
    }
}

/// A rule with concrete functions in the place of its metavariables.
pub(super) struct Instance {
    sides: [Expr; 2],
    nonnegative: Vec<Expr>,
}

impl Instance {
    /// `None` if a derivative or a composition cannot be carried out.
    pub(super) fn new(
        lhs: &Expr,
        rhs: &Expr,
        conditions: &[Condition],
        substitution: &Substitution,
    ) -> Option<Instance> {
        let sides = [
            carried_out(lhs, substitution)?,
            carried_out(rhs, substitution)?,
        ];
        let nonnegative = conditions.iter().filter_map(|c| match c {
            Condition::Has(Predicate::Positive | Predicate::Nonnegative, e) => {
                carried_out(e, substitution)
            }
            _ => None,
        });
        Some(Instance {
            sides,
            nonnegative: nonnegative.collect(),
        })
    }

    /// The sides at the sample points; an error is the first difference.
    pub(super) fn compare(&self, samples: &Samples) -> Result<Common, String> {
        let none = BTreeMap::new();
        let mut places = samples.places();
        // A place where a condition's term is no square is no model of the condition.
        for e in &self.nonnegative {
            let f = value(e, &none, samples, &mut samples.places());
            places.respect(&f, Signs::POSITIVE.or(Signs::ZERO));
        }
        let a = value(&self.sides[0], &none, samples, &mut places);
        let b = value(&self.sides[1], &none, samples, &mut places);
        in_common(&a, &b, &places)
    }
}

/// The side under the substitution, without catalogue names, derivatives and compositions.
pub(super) fn carried_out(side: &Expr, substitution: &Substitution) -> Option<Expr> {
    let e = instantiate(side, substitution).ok()?;
    let e = expand(&e).ok()?;
    let mut todo = vec![&e];
    let mut seen = BTreeSet::new();
    while let Some(part) = todo.pop() {
        if !seen.insert(part.id()) {
            continue;
        }
        if matches!(
            part.node(),
            Node::Diff(_) | Node::Compose(..) | Node::Named(..)
        ) {
            return None;
        }
        todo.extend(part.node().children());
    }
    Some(e)
}

/// The prover's answer.
///
/// A rule between values, without `diff` and `compose`, holds for all functions if it holds for all
/// numbers: it is *proved* if its sides are equal with one metavariable as x and the others as
/// parameters. A rule with derivatives of first order holds for all functions if it holds for all
/// values of the functions and their derivatives at a point, and these are arbitrary for linear
/// functions: it is proved if its sides are equal with `p + q*x` for each metavariable. Rules about
/// particular numbers, higher derivatives and `compose` are not proved in this way. Concrete instances
/// can only speak against a rule.
fn prove(
    prover: &dyn IdentityProver,
    rule: &Rule,
    lhs: &Expr,
    rhs: &Expr,
    concrete: &[Substitution],
) -> Option<bool> {
    for substitution in concrete.iter().take(4) {
        let sides = carried_out(lhs, substitution).zip(carried_out(rhs, substitution));
        if let Some((l, r)) = sides
            && prover.prove(&l, &r) == Some(false)
        {
            return Some(false);
        }
    }
    if !exact_names(rule).is_empty() {
        return None;
    }
    let names: Vec<String> = rule.metavariables().into_iter().collect();
    if names.is_empty() {
        return prover.prove(lhs, rhs).filter(|equal| *equal);
    }
    let order = differential_order(lhs)?.max(differential_order(rhs)?);
    let parameter = |letter: char, k: usize| Expr::param(&format!("{letter}{k}"));
    // Which metavariable is x decides what the prover can do with the others.
    let choices = if order == 0 { names.len().max(1) } else { 1 };
    let proved = (0..choices).any(|chosen| {
        let substitution: Substitution = names
            .iter()
            .enumerate()
            .map(|(k, name)| {
                let value = match order {
                    0 if k == chosen => Expr::x(),
                    0 => parameter('p', k),
                    _ => parameter('p', k) + parameter('q', k) * Expr::x(),
                };
                (name.clone(), value)
            })
            .collect();
        let sides = instantiate(lhs, &substitution)
            .ok()
            .zip(instantiate(rhs, &substitution).ok());
        sides.is_some_and(|(l, r)| prover.prove(&l, &r) == Some(true))
    });
    proved.then_some(true)
}

/// 0 if the value at a point depends on the values of the metavariables there alone, 1 if on their first
/// derivatives too; `None` for higher derivatives, `compose`, and rules that mention x.
fn differential_order(e: &Expr) -> Option<u32> {
    let children = e.node().children();
    let inner = children
        .into_iter()
        .try_fold(0, |m, c| Some(differential_order(c)?.max(m)))?;
    match e.node() {
        Node::Diff(_) if inner == 0 => Some(1),
        Node::Diff(_) | Node::Compose(..) | Node::Var => None,
        _ => Some(inner),
    }
}

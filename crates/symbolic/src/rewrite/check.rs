//! Testing a rule library: every rule for itself, before anything rests on it.
//!
//! For each rule: is it well formed; are both sides defined alike under the conditions; do they agree at random
//! points of the finite model, with random functions for the metavariables and with concrete functions whose
//! derivatives and compositions are carried out by `expr::expand` (which shares nothing with the rules); do
//! enclosures at real points overlap; can the identity be proved by the caller's prover. Agreement at points proves
//! nothing; disagreement at one point refutes the rule. A rule without objections is then compared at many points of
//! several finite models (`sampling`), and one with objections is shown at small numbers (`paper`).

use std::collections::BTreeSet;

use super::comparison::{carried_out, concrete_functions, random_functions};
use super::condition::Condition;
use super::fact_base::FactBase;
use super::instances::{exact_names, instances};
use super::library::RuleLibrary;
use super::obligations::differences;
use super::paper::{self, Counterexample};
use super::realpoints;
use super::rule::{Rule, Search};
use super::sampling::{self, Points};
use super::status::{Sampled, Status};
use super::unfold::{Limits, unfold};
use wronski_certificate::Decision;
use wronski_expr::metavariables;
use wronski_expr::pattern::{Substitution, instantiate};
use wronski_expr::{Expr, Node};

/// Decides identities, for instance in a differential field.
pub trait IdentityProver {
    /// Are the two equal?
    fn decide(&self, lhs: &Expr, rhs: &Expr) -> Decision;
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
    /// The identity prover's answer: proved if the rule holds for all numbers in the place of its metavariables,
    /// refuted if an instance does not hold.
    pub proof: Decision,
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
        proof: Decision::Undecided,
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
    if let Some(prover) = prover {
        outcome.proof = prove(prover, rule, &lhs, &rhs, &concrete);
    }
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
    if o.proof == Decision::Refuted || o.differs() {
        return Status::Broken;
    }
    if !o.definedness.is_empty() {
        return Status::DefinedDifferently;
    }
    let compared = samples.iter().any(|s| matches!(s, Sampled::Agree(_)));
    match (o.proof, compared) {
        (Decision::Proved, _) => Status::Proved,
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
) -> Decision {
    for substitution in concrete.iter().take(4) {
        let sides = carried_out(lhs, substitution).zip(carried_out(rhs, substitution));
        if let Some((l, r)) = sides
            && prover.decide(&l, &r) == Decision::Refuted
        {
            return Decision::Refuted;
        }
    }
    let proved = exact_names(rule).is_empty() && holds_for_all(prover, rule, lhs, rhs);
    if proved {
        Decision::Proved
    } else {
        Decision::Undecided
    }
}

/// Are the sides equal with x and parameters for the metavariables?
fn holds_for_all(prover: &dyn IdentityProver, rule: &Rule, lhs: &Expr, rhs: &Expr) -> bool {
    let names: Vec<String> = rule.metavariables().into_iter().collect();
    if names.is_empty() {
        return prover.decide(lhs, rhs) == Decision::Proved;
    }
    let (Some(left), Some(right)) = (differential_order(lhs), differential_order(rhs)) else {
        return false;
    };
    let order = left.max(right);
    let parameter = |letter: char, k: usize| Expr::param(&format!("{letter}{k}"));
    // Which metavariable is x decides what the prover can do with the others.
    let choices = if order == 0 { names.len() } else { 1 };
    (0..choices).any(|chosen| {
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
        sides.is_some_and(|(l, r)| prover.decide(&l, &r) == Decision::Proved)
    })
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

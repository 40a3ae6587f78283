//! Comparison of the two sides of a rule in a finite model.

use std::collections::BTreeMap;

use egg::Language;

use super::condition::Condition;
use super::facts::{Facts, Signs};
use super::fingerprint::{Fingerprint, Places};
use super::instances::numbers;
use super::language::{Operator, to_recexpr};
use super::modular_series::ORDER;
use super::predicate::Predicate;
use super::rule::Rule;
use super::samples::Samples;
use super::status::Sampled;
use super::unfold::left_over;
use wronski_expr::metavariables;
use wronski_expr::pattern::{Substitution, instantiate};
use wronski_expr::{Expr, expand};

const POINTS: usize = 6;
const SEED: u64 = 7;

/// The sides with random functions for the metavariables, exact numbers for exact ones.
pub(super) fn random_functions(rule: &Rule, lhs: &Expr, rhs: &Expr) -> Sampled {
    let samples = Samples::new(POINTS, ORDER, SEED);
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

/// The sides with random functions for what is left of their metavariables; an error is the first difference.
///
/// # Errors
/// The first difference.
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

/// The sides with concrete functions; derivatives and compositions are carried out by `expr::expand`.
pub(super) fn concrete_functions(
    lhs: &Expr,
    rhs: &Expr,
    conditions: &[Condition],
    concrete: &[Substitution],
) -> Sampled {
    let samples = Samples::new(POINTS, ORDER, SEED);
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
    ///
    /// # Errors
    /// The first difference.
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
    let e = expand(&instantiate(side, substitution).ok()?).ok()?;
    left_over(&e).is_empty().then_some(e)
}

/// How much two fingerprints had in common.
#[derive(Clone, Copy, Default)]
pub(super) struct Common {
    /// Coefficients that both know.
    pub coefficients: usize,
    /// Places at which both know the value.
    pub places: usize,
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
        all.entry(name.clone()).or_insert_with(|| Expr::meta(&name));
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
            Operator::Symbol(s) => functions.get(s.name()).cloned(),
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

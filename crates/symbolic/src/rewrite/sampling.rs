//! Comparison of the sides of a rule at many points of several finite models.

use super::comparison::{Instance, compare_random, partly, shown};
use super::field::MODELS;
use super::instances::numbers;
use super::language::subterms;
use super::modular_series::ORDER;
use super::rule::Rule;
use super::samples::Samples;
use wronski_expr::pattern::Substitution;
use wronski_expr::{Expr, Node};

/// How many points of the finite models a rule is compared at, if it has that many values there.
pub const POINTS: usize = 10_000;
/// Sample points of one batch (each has a place for every level of the chain).
const BATCH: usize = 100;
/// The most batches of one kind in one model.
const BATCHES: usize = 160;
/// After so many batches without any value a rule has none.
const IN_VAIN: usize = 8;
const SEED: u64 = 0x5EED;

/// How many points were compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// Places of the finite models: two chains of fields with an order, two with sine and cosine.
    pub places: [usize; 4],
    /// Enclosures at real points: with 64 bits, with 192 bits.
    pub enclosures: [usize; 2],
}

impl Points {
    /// All together.
    pub fn total(&self) -> usize {
        self.places.iter().chain(&self.enclosures).sum()
    }
}

/// Compares until each model of a pair has half of [`POINTS`]: the number of places compared in each model, or the
/// first difference. The models with sine and cosine have their turn when those with an order have too few values.
///
/// # Errors
/// The first difference.
pub fn many(
    rule: &Rule,
    lhs: &Expr,
    rhs: &Expr,
    concrete: &[Substitution],
) -> Result<[usize; 4], String> {
    let choices = numbers(rule);
    // Without derivatives the values alone are compared.
    let differentiates = |side| {
        let mut parts = subterms(side).into_iter();
        parts.any(|e| matches!(e.node(), Node::Diff(_)))
    };
    let order = if differentiates(lhs) || differentiates(rhs) {
        ORDER
    } else {
        1
    };
    let instances: Vec<Instance> = concrete
        .iter()
        .filter_map(|s| Instance::new(lhs, rhs, &rule.conditions, s))
        .collect();
    let mut places = [0; 4];
    for which in 0..MODELS.len() {
        let enough = POINTS / 2;
        if which >= 2 && places[..2].iter().sum::<usize>() >= POINTS {
            continue;
        }
        let mut random = |batch: usize, samples: &Samples| {
            let Some(exact) = choices.get(batch % choices.len().max(1)) else {
                return Ok(0);
            };
            let (Some(l), Some(r)) = (partly(lhs, exact), partly(rhs, exact)) else {
                return Ok(0);
            };
            compare_random(samples, rule, &l, &r)
                .map(|c| c.places)
                .map_err(|d| format!("{}{d}", shown(exact)))
        };
        places[which] += batches(which, order, enough, &mut random)?;
        let mut concretely =
            |batch: usize, samples: &Samples| match instances.get(batch % instances.len().max(1)) {
                Some(instance) => instance.compare(samples).map(|c| c.places),
                None => Ok(0),
            };
        let missing = enough.saturating_sub(places[which]);
        places[which] += batches(which, 1, missing, &mut concretely)?;
    }
    Ok(places)
}

fn batches(
    which: usize,
    order: usize,
    enough: usize,
    compare: &mut dyn FnMut(usize, &Samples) -> Result<usize, String>,
) -> Result<usize, String> {
    let mut compared = 0;
    for batch in 0..BATCHES {
        if compared >= enough || (batch >= IN_VAIN && compared == 0) {
            break;
        }
        let samples = Samples::over(which, BATCH, order, SEED + batch as u64);
        compared += compare(batch, &samples)?;
    }
    Ok(compared)
}

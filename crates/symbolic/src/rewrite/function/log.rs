//! The logarithm: one of a square, one level further out.

use super::elementary::{Domain, Elementary, Weight};
use crate::rewrite::facts::{Facts, Signs};
use crate::rewrite::fingerprint::{Levels, Resting};
use crate::rewrite::modular_series::ModularSeries;
use crate::rewrite::predicate::Predicate;
use crate::rewrite::samples::Place;

pub(in crate::rewrite) struct Log;

impl Elementary for Log {
    fn weight(&self) -> Weight {
        Weight::Monomial
    }

    fn facts(&self, argument: &Facts) -> Facts {
        let defined = argument.is_positive();
        Facts {
            defined,
            smooth: defined && argument.smooth,
            signs: Signs::ANY,
        }
    }

    fn domain(&self) -> Domain {
        Domain::Where(Predicate::Positive)
    }

    fn rests(&self, at: &Resting<'_>) -> Levels {
        at.outer().with(at.slope(at.here()))
    }

    fn value(&self, at: &Place<'_>) -> Option<ModularSeries> {
        at.ordered()?;
        log(at, at.here(), at.outer()?)
    }
}

/// The logarithm of a series with this value one level further out.
pub(super) fn log(at: &Place<'_>, here: &ModularSeries, outer: u32) -> Option<ModularSeries> {
    let value = at.chain().log(at.level(), outer)?;
    if here.is_unknown() {
        return Some(ModularSeries::constant(value, 1));
    }
    Some(here.log(value, at.prime()))
}

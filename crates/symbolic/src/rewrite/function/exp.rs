//! The exponential function: a homomorphism from one level of the finite model to the next.

use super::elementary::{Elementary, Weight};
use crate::rewrite::facts::{Facts, Signs};
use crate::rewrite::fingerprint::{Levels, Resting};
use crate::rewrite::modular_series::ModularSeries;
use crate::rewrite::samples::Place;

pub(in crate::rewrite) struct Exp;

impl Elementary for Exp {
    fn weight(&self) -> Weight {
        Weight::Monomial
    }

    fn facts(&self, argument: &Facts) -> Facts {
        argument.with_signs(Signs::POSITIVE)
    }

    fn rests(&self, at: &Resting<'_>) -> Levels {
        rests(at)
    }

    fn value(&self, at: &Place<'_>) -> Option<ModularSeries> {
        exp(at)
    }
}

/// On what the exponential of the argument rests: on the argument one level further in.
pub(super) fn rests(at: &Resting<'_>) -> Levels {
    at.inner().with(at.slope(at.here()))
}

/// The exponential of the argument.
pub(super) fn exp(at: &Place<'_>) -> Option<ModularSeries> {
    let value = at.chain().exp(at.level(), at.inner()?)?;
    if at.here().is_unknown() {
        return Some(ModularSeries::constant(value, 1));
    }
    Some(at.here().exp(value, at.prime()))
}

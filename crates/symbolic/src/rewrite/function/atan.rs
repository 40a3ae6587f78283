//! The inverse tangent: an odd keyed function with its derivative.

use super::elementary::{Elementary, Weight};
use crate::rewrite::facts::Facts;
use crate::rewrite::fingerprint::{Levels, Resting};
use crate::rewrite::modular_series::ModularSeries;
use crate::rewrite::samples::Place;

pub(in crate::rewrite) struct Atan;

impl Elementary for Atan {
    fn weight(&self) -> Weight {
        Weight::Circular
    }

    fn facts(&self, argument: &Facts) -> Facts {
        *argument
    }

    fn rests(&self, at: &Resting<'_>) -> Levels {
        at.here()
    }

    fn value(&self, at: &Place<'_>) -> Option<ModularSeries> {
        at.ordered()?;
        let (p, a) = (at.prime(), at.here());
        let value = at.odd(0x6174)?;
        let one = ModularSeries::constant(1, a.known());
        let slope = a.derivative(p).div(&one.add(&a.mul(a, p), p), p);
        Some(slope.primitive(value, p))
    }
}

//! The inverse hyperbolic sine: a logarithm.

use super::elementary::{Elementary, Weight};
use super::log::log;
use crate::rewrite::facts::Facts;
use crate::rewrite::fingerprint::{Levels, Resting};
use crate::rewrite::modular_series::ModularSeries;
use crate::rewrite::samples::Place;

pub(in crate::rewrite) struct Asinh;

impl Elementary for Asinh {
    fn weight(&self) -> Weight {
        Weight::Expressible
    }

    fn facts(&self, argument: &Facts) -> Facts {
        *argument
    }

    fn rests(&self, at: &Resting<'_>) -> Levels {
        at.outer().with(at.here()).with(at.own())
    }

    /// `asinh(a) = log(a + sqrt(a^2 + 1))`, known where the argument of the logarithm is a square (with the other
    /// root it is one at the other places, but then the derivative has the wrong sign).
    fn value(&self, at: &Place<'_>) -> Option<ModularSeries> {
        at.ordered()?;
        let sum = |at: &Place<'_>| {
            let (p, a) = (at.prime(), at.here());
            let one = ModularSeries::constant(1, a.known());
            a.add(&a.mul(a, p).add(&one, p).sqrt(p), p)
        };
        log(at, &sum(at), sum(&at.further_out()?).value()?)
    }
}

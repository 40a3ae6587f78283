//! The error function and its complement: an odd keyed function with the derivative of erf.

use super::elementary::{Elementary, Weight};
use crate::rewrite::facts::{Facts, Signs};
use crate::rewrite::field;
use crate::rewrite::fingerprint::{Levels, Resting};
use crate::rewrite::modular_series::ModularSeries;
use crate::rewrite::samples::Place;

pub(in crate::rewrite) struct Erf;

impl Elementary for Erf {
    fn weight(&self) -> Weight {
        Weight::Monomial
    }

    fn facts(&self, argument: &Facts) -> Facts {
        *argument
    }

    fn rests(&self, at: &Resting<'_>) -> Levels {
        rests(at)
    }

    fn value(&self, at: &Place<'_>) -> Option<ModularSeries> {
        erf(at)
    }
}

pub(in crate::rewrite) struct Erfc;

impl Elementary for Erfc {
    fn weight(&self) -> Weight {
        Weight::Expressible
    }

    fn facts(&self, argument: &Facts) -> Facts {
        argument.with_signs(Signs::POSITIVE)
    }

    fn rests(&self, at: &Resting<'_>) -> Levels {
        rests(at)
    }

    fn value(&self, at: &Place<'_>) -> Option<ModularSeries> {
        let erf = erf(at)?;
        Some(ModularSeries::constant(1, erf.known()).sub(&erf, at.prime()))
    }
}

fn rests(at: &Resting<'_>) -> Levels {
    at.here().with(at.slope(at.inner()))
}

/// With `erf' = 2/sqrt(pi) exp(-a^2) a'` (DLMF 7.2.1).
fn erf(at: &Place<'_>) -> Option<ModularSeries> {
    at.ordered()?;
    let value = at.odd(0x6572)?;
    if at.here().known() == 1 {
        return Some(ModularSeries::constant(value, 1));
    }
    Some(match slope(at) {
        Some(slope) => slope.primitive(value, at.prime()),
        None => ModularSeries::constant(value, 1),
    })
}

fn slope(at: &Place<'_>) -> Option<ModularSeries> {
    let (p, a) = (at.prime(), at.here());
    let factor = ModularSeries::constant(2, a.known()).div(&at.pi().sqrt(p), p);
    let (inner, q) = (at.inner()?, at.order_of_squares()?);
    let square = field::neg(field::mul(inner, inner, q), q);
    let start = at.chain().exp(at.level(), square)?;
    let gaussian = a.mul(a, p).neg(p).exp(start, p);
    Some(factor.mul(&gaussian, p).mul(&a.derivative(p), p))
}

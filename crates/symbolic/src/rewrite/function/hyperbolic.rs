//! Hyperbolic functions: rational functions of the exponential.

use super::elementary::{Elementary, Weight};
use super::exp;
use crate::rewrite::facts::{Facts, Signs};
use crate::rewrite::field;
use crate::rewrite::fingerprint::{Levels, Resting};
use crate::rewrite::modular_series::ModularSeries;
use crate::rewrite::samples::Place;

pub(in crate::rewrite) enum Hyperbolic {
    Sinh,
    Cosh,
    Tanh,
}

impl Elementary for Hyperbolic {
    fn weight(&self) -> Weight {
        Weight::Expressible
    }

    fn facts(&self, argument: &Facts) -> Facts {
        match self {
            Hyperbolic::Cosh => argument.with_signs(Signs::POSITIVE),
            Hyperbolic::Sinh | Hyperbolic::Tanh => *argument,
        }
    }

    fn rests(&self, at: &Resting<'_>) -> Levels {
        exp::rests(at)
    }

    fn value(&self, at: &Place<'_>) -> Option<ModularSeries> {
        let p = at.prime();
        let e = exp::exp(at)?;
        let inverse = ModularSeries::constant(1, e.known()).div(&e, p);
        let (s, c) = (e.sub(&inverse, p), e.add(&inverse, p));
        let half = field::inverse(2, p)?;
        Some(match self {
            Hyperbolic::Sinh => s.scale(half, p),
            Hyperbolic::Cosh => c.scale(half, p),
            Hyperbolic::Tanh => s.div(&c, p),
        })
    }
}

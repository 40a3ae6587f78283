//! Sine, cosine, tangent: from `exp(i a)` in a chain of fields with a root of -1.

use super::elementary::{Domain, Elementary, Weight};
use super::exp;
use crate::rewrite::facts::{Facts, Signs};
use crate::rewrite::field;
use crate::rewrite::fingerprint::{Levels, Resting};
use crate::rewrite::modular_series::ModularSeries;
use crate::rewrite::samples::Place;
use wronski_expr::Func;

pub(in crate::rewrite) enum Circular {
    Sin,
    Cos,
    Tan,
}

impl Elementary for Circular {
    fn weight(&self) -> Weight {
        match self {
            Circular::Sin | Circular::Cos => Weight::Circular,
            Circular::Tan => Weight::Expressible,
        }
    }

    fn facts(&self, argument: &Facts) -> Facts {
        match self {
            Circular::Sin | Circular::Cos => argument.with_signs(Signs::ANY),
            Circular::Tan => Facts::UNKNOWN,
        }
    }

    fn domain(&self) -> Domain {
        match self {
            Circular::Sin | Circular::Cos => Domain::Line,
            Circular::Tan => Domain::WhereNonzero(Func::Cos),
        }
    }

    fn rests(&self, at: &Resting<'_>) -> Levels {
        exp::rests(at)
    }

    /// In an ordered chain -1 is no square: no model of sine and cosine there.
    fn value(&self, at: &Place<'_>) -> Option<ModularSeries> {
        let p = at.prime();
        let (root, start) = at.chain().circle(at.level(), at.inner()?)?;
        let e = if at.here().is_unknown() {
            ModularSeries::constant(start, 1)
        } else {
            at.here().scale(root, p).exp(start, p)
        };
        let back = ModularSeries::constant(1, e.known()).div(&e, p);
        let cosine = e.add(&back, p).scale(field::inverse(2, p)?, p);
        let sine = e
            .sub(&back, p)
            .scale(field::inverse(field::mul(2, root, p), p)?, p);
        Some(match self {
            Circular::Sin => sine,
            Circular::Cos => cosine,
            Circular::Tan => sine.div(&cosine, p),
        })
    }
}

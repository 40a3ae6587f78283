//! The square root: the one that is a square itself.

use super::elementary::{Domain, Elementary, Weight, Zeros};
use crate::rewrite::facts::{Facts, Signs};
use crate::rewrite::fingerprint::{Levels, Resting};
use crate::rewrite::modular_series::ModularSeries;
use crate::rewrite::predicate::Predicate;
use crate::rewrite::samples::Place;

pub(in crate::rewrite) struct Sqrt;

impl Elementary for Sqrt {
    fn weight(&self) -> Weight {
        Weight::Root
    }

    fn facts(&self, argument: &Facts) -> Facts {
        Facts {
            defined: argument.is_nonnegative(),
            smooth: argument.is_positive() && argument.smooth,
            signs: argument.signs.and(Signs::POSITIVE.or(Signs::ZERO)),
        }
    }

    fn domain(&self) -> Domain {
        Domain::Where(Predicate::Nonnegative)
    }

    fn zeros(&self) -> Zeros {
        Zeros::OfArgument
    }

    fn rests(&self, at: &Resting<'_>) -> Levels {
        at.here().with(at.own())
    }

    fn value(&self, at: &Place<'_>) -> Option<ModularSeries> {
        at.ordered()?;
        Some(at.here().sqrt(at.prime()))
    }
}

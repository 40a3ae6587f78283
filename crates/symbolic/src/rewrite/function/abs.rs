//! The absolute value: the one of a value and its negative that is a square.

use super::elementary::{Elementary, Weight, Zeros};
use crate::rewrite::facts::Facts;
use crate::rewrite::fingerprint::{Levels, Resting};
use crate::rewrite::modular_series::ModularSeries;
use crate::rewrite::samples::Place;

pub(in crate::rewrite) struct Abs;

impl Elementary for Abs {
    fn weight(&self) -> Weight {
        Weight::Expressible
    }

    fn facts(&self, argument: &Facts) -> Facts {
        Facts {
            smooth: argument.smooth && argument.is_nonzero(),
            ..argument.with_signs(argument.signs.absolute())
        }
    }

    fn zeros(&self) -> Zeros {
        Zeros::OfArgument
    }

    fn rests(&self, at: &Resting<'_>) -> Levels {
        at.here().with(at.own())
    }

    fn value(&self, at: &Place<'_>) -> Option<ModularSeries> {
        at.ordered()?;
        Some(at.here().abs(at.prime()))
    }
}

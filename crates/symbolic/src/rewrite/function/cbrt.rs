//! The real cube root, an odd function.

use super::elementary::{Elementary, Weight, Zeros};
use crate::rewrite::facts::Facts;
use crate::rewrite::field;
use crate::rewrite::fingerprint::{Levels, Resting};
use crate::rewrite::modular_series::ModularSeries;
use crate::rewrite::samples::Place;

pub(in crate::rewrite) struct Cbrt;

impl Elementary for Cbrt {
    fn weight(&self) -> Weight {
        Weight::Root
    }

    fn facts(&self, argument: &Facts) -> Facts {
        Facts {
            smooth: argument.smooth && argument.is_nonzero(),
            ..*argument
        }
    }

    fn zeros(&self) -> Zeros {
        Zeros::OfArgument
    }

    fn rests(&self, at: &Resting<'_>) -> Levels {
        at.here()
    }

    fn value(&self, at: &Place<'_>) -> Option<ModularSeries> {
        at.ordered()?;
        let (p, value, order) = (at.prime(), at.here().value()?, at.order_of_squares()?);
        if value == 0 {
            return Some(ModularSeries::constant(0, 1));
        }
        let (third, slope) = (field::inverse(3, order)?, field::inverse(3, p)?);
        let root = if field::is_square(value, p) {
            field::pow(value, third, p)
        } else {
            field::neg(field::pow(field::neg(value, p), third, p), p)
        };
        Some(at.here().power(root, slope, p))
    }
}

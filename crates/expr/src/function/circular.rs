//! Sine and cosine.

use num_rational::BigRational;
use num_traits::One;

use super::{Derivative, Elementary, Formula, Func};
use crate::range::Range;
use crate::series::{Expanded, Series, Side, Waves, waves};
use crate::value::EncloseError;
use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_exact::univariate::End;

pub(super) struct Sin;
pub(super) struct Cos;

/// Sine and cosine of a series.
pub(super) fn pair(u: &Series) -> Result<(Series, Series), EncloseError> {
    waves(u, Enclosure::sin, Enclosure::cos, Waves::Circular)
}

fn image(u: &Range, f: fn(&Enclosure) -> Result<Enclosure, EnclosureError>) -> Range {
    let one = BigRational::one;
    let all = Range::between(End::Closed(-one()), End::Closed(one()));
    match u.through_enclosure(f) {
        Some(r) => all.meet(&r),
        None => all,
    }
}

impl Elementary for Sin {
    fn name(&self) -> &'static str {
        "sin"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 0]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Factor(&Formula::Image(Func::Cos, &Formula::X))
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.sin()
    }

    fn image(&self, u: &Range) -> Range {
        image(u, Enclosure::sin)
    }

    fn series(&self, u: &Series, _: Side) -> Option<Expanded> {
        Some(pair(u).map(|(sin, _)| sin))
    }
}

impl Elementary for Cos {
    fn name(&self) -> &'static str {
        "cos"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 1]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Factor(&Formula::Negative(&Formula::Image(Func::Sin, &Formula::X)))
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.cos()
    }

    fn image(&self, u: &Range) -> Range {
        image(u, Enclosure::cos)
    }

    fn series(&self, u: &Series, _: Side) -> Option<Expanded> {
        Some(pair(u).map(|(_, cos)| cos))
    }
}

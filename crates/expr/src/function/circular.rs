//! Sine and cosine.

use num_rational::BigRational;
use num_traits::One;

use super::elementary::Elementary;
use super::{Derivative, Formula, Func};
use crate::range::Range;
use crate::series::{Series, Waves, waves};
use crate::value::EncloseError;
use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_exact::univariate::End;

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

pub(super) static SIN: Elementary = Elementary {
    series: Some(|u, _| pair(u).map(|(sin, _)| sin)),
    ..Elementary::new(
        "sin",
        [0, 0],
        Derivative::Factor(&Formula::Image(Func::Cos, &Formula::X)),
        Enclosure::sin,
        |u| image(u, Enclosure::sin),
    )
};

pub(super) static COS: Elementary = Elementary {
    series: Some(|u, _| pair(u).map(|(_, cos)| cos)),
    ..Elementary::new(
        "cos",
        [0, 1],
        Derivative::Factor(&Formula::Negative(&Formula::Image(Func::Sin, &Formula::X))),
        Enclosure::cos,
        |u| image(u, Enclosure::cos),
    )
};

//! Inverse hyperbolic sine.

use super::elementary::Elementary;
use super::{Derivative, Formula, Func, Preimages};
use crate::asymptotic::Behaviour;
use wronski_exact::enclosure::Enclosure;
use wronski_exact::univariate::End;

pub(super) static ASINH: Elementary = Elementary {
    preimages: Preimages::One(&Formula::Image(Func::Sinh, &Formula::X)),
    at_infinity: Behaviour::Large,
    ..Elementary::new(
        "asinh",
        [0, 0],
        Derivative::Divisor(&Formula::Root(&Formula::Sum(
            &Formula::Number(1),
            &Formula::Power(&Formula::X, 2),
        ))),
        Enclosure::asinh,
        |u| u.same_zero(u.increasing(Enclosure::asinh, End::Infinite, End::Infinite)),
    )
};

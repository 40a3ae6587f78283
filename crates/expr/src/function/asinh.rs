//! Inverse hyperbolic sine.

use num_bigint::Sign;

use super::{Derivative, Elementary, Formula, Func, Preimages};
use crate::asymptotic::Behaviour;
use crate::range::Range;
use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_exact::univariate::End;

pub(super) struct Asinh;

impl Elementary for Asinh {
    fn name(&self) -> &'static str {
        "asinh"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 0]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Divisor(&Formula::Root(&Formula::Sum(
            &Formula::Number(1),
            &Formula::Power(&Formula::X, 2),
        )))
    }

    fn preimages(&self) -> Preimages {
        Preimages::One(&Formula::Image(Func::Sinh, &Formula::X))
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.asinh()
    }

    fn image(&self, u: &Range) -> Range {
        u.same_zero(u.increasing(Enclosure::asinh, End::Infinite, End::Infinite))
    }

    fn at_infinity(&self, sign: Sign) -> Behaviour {
        Behaviour::Large(sign)
    }
}

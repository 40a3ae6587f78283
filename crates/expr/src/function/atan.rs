//! Inverse tangent.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;

use super::{Derivative, Elementary, Formula, Preimages};
use crate::asymptotic::{Behaviour, Term};
use crate::range::Range;
use crate::{Expr, Node};
use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_exact::univariate::End;

pub(super) struct Atan;

impl Elementary for Atan {
    fn name(&self) -> &'static str {
        "atan"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 0]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Divisor(&Formula::Sum(
            &Formula::Number(1),
            &Formula::Power(&Formula::X, 2),
        ))
    }

    fn preimages(&self) -> Preimages {
        Preimages::OfSpecialValue
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.atan()
    }

    fn image(&self, u: &Range) -> Range {
        // pi/2 < 1571/1000
        let bound = BigRational::new(BigInt::from(1571), BigInt::from(1000));
        u.same_zero(u.increasing(Enclosure::atan, End::Open(-bound.clone()), End::Open(bound)))
    }

    fn at_infinity(&self, sign: Sign) -> Behaviour {
        let half = Expr::ratio(if sign == Sign::Minus { -1 } else { 1 }, 2);
        Behaviour::Term(Term::constant(Expr::new(Node::Pi) * half, sign))
    }
}

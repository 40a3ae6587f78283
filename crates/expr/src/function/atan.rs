//! Inverse tangent.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;

use super::elementary::Elementary;
use super::{Derivative, Formula, Preimages};
use crate::asymptotic::{Behaviour, Term};
use crate::{Expr, Node};
use wronski_exact::enclosure::Enclosure;
use wronski_exact::univariate::End;

pub(super) static ATAN: Elementary = Elementary {
    preimages: Preimages::OfSpecialValue,
    at_infinity: |sign| {
        let half = Expr::ratio(if sign == Sign::Minus { -1 } else { 1 }, 2);
        Behaviour::Term(Term::constant(Expr::new(Node::Pi) * half, sign))
    },
    ..Elementary::new(
        "atan",
        [0, 0],
        Derivative::Divisor(&Formula::Sum(
            &Formula::Number(1),
            &Formula::Power(&Formula::X, 2),
        )),
        Enclosure::atan,
        |u| {
            // pi/2 < 1571/1000
            let bound = BigRational::new(BigInt::from(1571), BigInt::from(1000));
            u.same_zero(u.increasing(Enclosure::atan, End::Open(-bound.clone()), End::Open(bound)))
        },
    )
};

//! The error function and its complement.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, Zero};

use super::elementary::Elementary;
use super::{Derivative, Formula, Func, Preimages};
use crate::Expr;
use crate::asymptotic::{Behaviour, Term};
use crate::range::Range;
use wronski_exact::enclosure::Enclosure;
use wronski_exact::univariate::End;

/// `exp(-x^2)`
const BELL: Formula = Formula::Image(
    Func::Exp,
    &Formula::Negative(&Formula::Power(&Formula::X, 2)),
);
const ROOT_OF_PI: Formula = Formula::Root(&Formula::Pi);

pub(super) static ERF: Elementary = Elementary {
    preimages: Preimages::OfSpecialValue,
    at_infinity: |sign| Behaviour::Term(Term::unit(sign)),
    ..Elementary::new(
        "erf",
        [0, 0],
        Derivative::Factor(&Formula::Product(
            &Formula::Quotient(&Formula::Number(2), &ROOT_OF_PI),
            &BELL,
        )),
        Enclosure::erf,
        |u| {
            let one = BigRational::one;
            u.same_zero(u.increasing(Enclosure::erf, End::Open(-one()), End::Open(one())))
        },
    )
};

pub(super) static ERFC: Elementary = Elementary {
    expanded: Some(&Formula::Difference(
        &Formula::Number(1),
        &Formula::Image(Func::Erf, &Formula::X),
    )),
    preimages: Preimages::OfSpecialValue,
    at_infinity: |sign| match sign {
        Sign::Plus => Behaviour::Small,
        _ => Behaviour::Term(Term::constant(Expr::int(2), Sign::Plus)),
    },
    ..Elementary::new(
        "erfc",
        [0, 1],
        Derivative::Factor(&Formula::Product(
            &Formula::Quotient(&Formula::Number(-2), &ROOT_OF_PI),
            &BELL,
        )),
        Enclosure::erfc,
        // Decreasing: the complement at -x is increasing in x.
        |u| {
            let zero = End::Open(BigRational::zero());
            let two = End::Open(BigRational::from_integer(BigInt::from(2)));
            u.neg()
                .increasing(|e| e.neg().erfc(), zero.clone(), two.clone())
                .meet(&Range::between(zero, two))
        },
    )
};

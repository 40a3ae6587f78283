//! Hyperbolic sine, cosine and tangent.

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::One;

use super::elementary::Elementary;
use super::{Derivative, Formula, Func, Preimages};
use crate::asymptotic::{Behaviour, Term};
use crate::range::Range;
use crate::series::{Series, Waves, divide, waves};
use crate::value::EncloseError;
use wronski_exact::enclosure::Enclosure;
use wronski_exact::univariate::End;

/// `exp(x)`, `exp(-x)` and `exp(2x)`
const UP: Formula = Formula::Image(Func::Exp, &Formula::X);
const DOWN: Formula = Formula::Image(Func::Exp, &Formula::Negative(&Formula::X));
const TWICE: Formula = Formula::Image(
    Func::Exp,
    &Formula::Product(&Formula::Number(2), &Formula::X),
);
const ONE: Formula = Formula::Number(1);

fn pair(u: &Series) -> Result<(Series, Series), EncloseError> {
    waves(u, Enclosure::sinh, Enclosure::cosh, Waves::Hyperbolic)
}

pub(super) static SINH: Elementary = Elementary {
    expanded: Some(&Formula::Half(&Formula::Difference(&UP, &DOWN))),
    preimages: Preimages::One(&Formula::Image(Func::Asinh, &Formula::X)),
    series: Some(|u, _| pair(u).map(|(sinh, _)| sinh)),
    at_infinity: Behaviour::Large,
    ..Elementary::new(
        "sinh",
        [0, 0],
        Derivative::Factor(&Formula::Image(Func::Cosh, &Formula::X)),
        Enclosure::sinh,
        |u| u.same_zero(u.increasing(Enclosure::sinh, End::Infinite, End::Infinite)),
    )
};

pub(super) static COSH: Elementary = Elementary {
    expanded: Some(&Formula::Half(&Formula::Sum(&UP, &DOWN))),
    preimages: Preimages::OfSpecialValue,
    series: Some(|u, _| pair(u).map(|(_, cosh)| cosh)),
    at_infinity: |_| Behaviour::Large(Sign::Plus),
    ..Elementary::new(
        "cosh",
        [0, 1],
        Derivative::Factor(&Formula::Image(Func::Sinh, &Formula::X)),
        Enclosure::cosh,
        |u| {
            let one = End::Closed(BigRational::one());
            u.abs()
                .increasing(Enclosure::cosh, one.clone(), End::Infinite)
                .meet(&Range::between(one, End::Infinite))
        },
    )
};

pub(super) static TANH: Elementary = Elementary {
    expanded: Some(&Formula::Quotient(
        &Formula::Difference(&TWICE, &ONE),
        &Formula::Sum(&TWICE, &ONE),
    )),
    // The inverse hyperbolic tangent.
    preimages: Preimages::OneIfPositive(
        &Formula::Half(&Formula::Image(
            Func::Log,
            &Formula::Quotient(
                &Formula::Sum(&ONE, &Formula::X),
                &Formula::Difference(&ONE, &Formula::X),
            ),
        )),
        &Formula::Difference(&ONE, &Formula::Power(&Formula::X, 2)),
    ),
    series: Some(|u, _| pair(u).and_then(|(sinh, cosh)| divide(&sinh, &cosh))),
    at_infinity: |sign| Behaviour::Term(Term::unit(sign)),
    ..Elementary::new(
        "tanh",
        [0, 0],
        Derivative::Factor(&Formula::Difference(
            &ONE,
            &Formula::Power(&Formula::Value, 2),
        )),
        Enclosure::tanh,
        |u| {
            let one = BigRational::one;
            u.same_zero(u.increasing(Enclosure::tanh, End::Open(-one()), End::Open(one())))
        },
    )
};

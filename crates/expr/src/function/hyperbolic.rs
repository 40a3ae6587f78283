//! Hyperbolic sine, cosine and tangent.

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::One;

use super::{Derivative, Elementary, Formula, Func, Preimages};
use crate::asymptotic::{Behaviour, Term};
use crate::range::Range;
use crate::series::{Expanded, Series, Side, Waves, divide, waves};
use crate::value::EncloseError;
use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_exact::univariate::End;

pub(super) struct Sinh;
pub(super) struct Cosh;
pub(super) struct Tanh;

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

impl Elementary for Sinh {
    fn name(&self) -> &'static str {
        "sinh"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 0]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Factor(&Formula::Image(Func::Cosh, &Formula::X))
    }

    fn expanded(&self) -> Option<&'static Formula> {
        Some(&Formula::Half(&Formula::Difference(&UP, &DOWN)))
    }

    fn preimages(&self) -> Preimages {
        Preimages::One(&Formula::Image(Func::Asinh, &Formula::X))
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.sinh()
    }

    fn image(&self, u: &Range) -> Range {
        u.same_zero(u.increasing(Enclosure::sinh, End::Infinite, End::Infinite))
    }

    fn series(&self, u: &Series, _: Side) -> Option<Expanded> {
        Some(pair(u).map(|(sinh, _)| sinh))
    }

    fn at_infinity(&self, sign: Sign) -> Behaviour {
        Behaviour::Large(sign)
    }
}

impl Elementary for Cosh {
    fn name(&self) -> &'static str {
        "cosh"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 1]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Factor(&Formula::Image(Func::Sinh, &Formula::X))
    }

    fn expanded(&self) -> Option<&'static Formula> {
        Some(&Formula::Half(&Formula::Sum(&UP, &DOWN)))
    }

    fn preimages(&self) -> Preimages {
        Preimages::OfSpecialValue
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.cosh()
    }

    fn image(&self, u: &Range) -> Range {
        let one = End::Closed(BigRational::one());
        u.abs()
            .increasing(Enclosure::cosh, one.clone(), End::Infinite)
            .meet(&Range::between(one, End::Infinite))
    }

    fn series(&self, u: &Series, _: Side) -> Option<Expanded> {
        Some(pair(u).map(|(_, cosh)| cosh))
    }

    fn at_infinity(&self, _: Sign) -> Behaviour {
        Behaviour::Large(Sign::Plus)
    }
}

impl Elementary for Tanh {
    fn name(&self) -> &'static str {
        "tanh"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 0]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Factor(&Formula::Difference(
            &ONE,
            &Formula::Power(&Formula::Value, 2),
        ))
    }

    fn expanded(&self) -> Option<&'static Formula> {
        Some(&Formula::Quotient(
            &Formula::Difference(&TWICE, &ONE),
            &Formula::Sum(&TWICE, &ONE),
        ))
    }

    /// The inverse hyperbolic tangent.
    fn preimages(&self) -> Preimages {
        Preimages::OneIfPositive(
            &Formula::Half(&Formula::Image(
                Func::Log,
                &Formula::Quotient(
                    &Formula::Sum(&ONE, &Formula::X),
                    &Formula::Difference(&ONE, &Formula::X),
                ),
            )),
            &Formula::Difference(&ONE, &Formula::Power(&Formula::X, 2)),
        )
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.tanh()
    }

    fn image(&self, u: &Range) -> Range {
        let one = BigRational::one;
        u.same_zero(u.increasing(Enclosure::tanh, End::Open(-one()), End::Open(one())))
    }

    fn series(&self, u: &Series, _: Side) -> Option<Expanded> {
        Some(pair(u).and_then(|(sinh, cosh)| divide(&sinh, &cosh)))
    }

    fn at_infinity(&self, sign: Sign) -> Behaviour {
        Behaviour::Term(Term::unit(sign))
    }
}

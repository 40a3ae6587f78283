//! The error function and its complement.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, Zero};

use super::{Derivative, Elementary, Formula, Func, Preimages};
use crate::Expr;
use crate::asymptotic::{Behaviour, Term};
use crate::range::Range;
use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_exact::univariate::End;

pub(super) struct Erf;
pub(super) struct Erfc;

/// `exp(-x^2)`
const BELL: Formula = Formula::Image(
    Func::Exp,
    &Formula::Negative(&Formula::Power(&Formula::X, 2)),
);
const ROOT_OF_PI: Formula = Formula::Root(&Formula::Pi);

impl Elementary for Erf {
    fn name(&self) -> &'static str {
        "erf"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 0]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Factor(&Formula::Product(
            &Formula::Quotient(&Formula::Number(2), &ROOT_OF_PI),
            &BELL,
        ))
    }

    fn preimages(&self) -> Preimages {
        Preimages::OfSpecialValue
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.erf()
    }

    fn image(&self, u: &Range) -> Range {
        let one = BigRational::one;
        u.same_zero(u.increasing(Enclosure::erf, End::Open(-one()), End::Open(one())))
    }

    fn at_infinity(&self, sign: Sign) -> Behaviour {
        Behaviour::Term(Term::unit(sign))
    }
}

impl Elementary for Erfc {
    fn name(&self) -> &'static str {
        "erfc"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 1]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Factor(&Formula::Product(
            &Formula::Quotient(&Formula::Number(-2), &ROOT_OF_PI),
            &BELL,
        ))
    }

    fn expanded(&self) -> Option<&'static Formula> {
        Some(&Formula::Difference(
            &Formula::Number(1),
            &Formula::Image(Func::Erf, &Formula::X),
        ))
    }

    fn preimages(&self) -> Preimages {
        Preimages::OfSpecialValue
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.erfc()
    }

    /// Decreasing: the complement at -x is increasing in x.
    fn image(&self, u: &Range) -> Range {
        let zero = End::Open(BigRational::zero());
        let two = End::Open(BigRational::from_integer(BigInt::from(2)));
        u.neg()
            .increasing(|e| e.neg().erfc(), zero.clone(), two.clone())
            .meet(&Range::between(zero, two))
    }

    fn at_infinity(&self, sign: Sign) -> Behaviour {
        match sign {
            Sign::Plus => Behaviour::Small,
            _ => Behaviour::Term(Term::constant(Expr::int(2), Sign::Plus)),
        }
    }
}

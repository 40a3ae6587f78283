//! The exponential function.

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::Zero;

use super::{Derivative, Elementary, Formula, Func, Preimages};
use crate::asymptotic::Behaviour;
use crate::fraction::{Fraction, exponential};
use crate::range::Range;
use crate::series::{Expanded, Series, Side, convolve, derivative, first, number};
use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_exact::univariate::End;

pub(super) struct Exp;

impl Elementary for Exp {
    fn name(&self) -> &'static str {
        "exp"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 1]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Factor(&Formula::Value)
    }

    fn preimages(&self) -> Preimages {
        Preimages::OneIfPositive(&Formula::Image(Func::Log, &Formula::X), &Formula::X)
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.exp()
    }

    fn image(&self, u: &Range) -> Range {
        let zero = End::Open(BigRational::zero());
        Range::positive().meet(&u.increasing(Enclosure::exp, zero, End::Infinite))
    }

    /// `e' = u' e`
    fn series(&self, u: &Series, _: Side) -> Option<Expanded> {
        let expanded = || {
            let slope = derivative(u)?;
            let mut e = vec![first(u)?.map(Enclosure::exp)?];
            for n in 1..u.len() {
                let next = convolve(&slope, &e, n - 1)?.mul(&number(1, n as i64)?)?;
                e.push(next);
            }
            Ok(e)
        };
        Some(expanded())
    }

    fn fraction(&self, u: &Fraction) -> Option<Fraction> {
        exponential(u)
    }

    fn at_infinity(&self, sign: Sign) -> Behaviour {
        match sign {
            Sign::Plus => Behaviour::Large(Sign::Plus),
            _ => Behaviour::Small,
        }
    }
}

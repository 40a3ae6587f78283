//! Formulas in fractions.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;

use super::{Arithmetic, Func};
use crate::fraction::{Atom, Fraction, Sum, exponential};

/// What is no fraction is not found.
pub(super) struct Fractions;

/// Not found as a fraction.
pub(super) struct NoFraction;

impl Arithmetic for Fractions {
    type Item = Fraction;
    type Error = NoFraction;

    fn number(&mut self, n: i64) -> Result<Fraction, NoFraction> {
        Ok(Fraction::number(&BigRational::from_integer(BigInt::from(
            n,
        ))))
    }

    fn pi(&mut self) -> Result<Fraction, NoFraction> {
        Ok(Fraction::whole(Sum::atom(Atom::Pi)))
    }

    fn negative(&mut self, a: &Fraction) -> Result<Fraction, NoFraction> {
        Ok(a.neg())
    }

    fn sum(&mut self, a: &Fraction, b: &Fraction) -> Result<Fraction, NoFraction> {
        a.plus(b).ok_or(NoFraction)
    }

    fn difference(&mut self, a: &Fraction, b: &Fraction) -> Result<Fraction, NoFraction> {
        a.minus(b).ok_or(NoFraction)
    }

    fn product(&mut self, a: &Fraction, b: &Fraction) -> Result<Fraction, NoFraction> {
        a.times(b).ok_or(NoFraction)
    }

    fn quotient(&mut self, a: &Fraction, b: &Fraction) -> Result<Fraction, NoFraction> {
        b.reciprocal().and_then(|b| a.times(&b)).ok_or(NoFraction)
    }

    fn half(&mut self, a: &Fraction) -> Result<Fraction, NoFraction> {
        let half = BigRational::new(BigInt::one(), BigInt::from(2));
        a.times(&Fraction::number(&half)).ok_or(NoFraction)
    }

    fn power(&mut self, a: &Fraction, n: i64) -> Result<Fraction, NoFraction> {
        a.power(n).ok_or(NoFraction)
    }

    fn root(&mut self, _: &Fraction) -> Result<Fraction, NoFraction> {
        Err(NoFraction)
    }

    fn image(&mut self, f: Func, a: &Fraction) -> Result<Fraction, NoFraction> {
        match f {
            Func::Exp => exponential(a).ok_or(NoFraction),
            _ => Err(NoFraction),
        }
    }
}

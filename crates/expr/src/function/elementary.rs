//! What is known of an elementary function of one variable.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::One;

use super::{Arithmetic, Formula, Func};
use crate::asymptotic::{Behaviour, Term};
use crate::fraction::{Atom, Fraction, Sum, exponential};
use crate::range::Range;
use crate::series::{Expanded, Series, Side};
use crate::value::{Enclosed, Value};
use wronski_certificate::Requirement;
use wronski_certificate::reason::Role;
use wronski_exact::enclosure::{Enclosure, EnclosureError};

/// The derivative of `f(u)`, by a formula in `u` and `f(u)`.
pub(crate) enum Derivative {
    /// The formula times `u'`.
    Factor(&'static Formula),
    /// `u'` divided by the formula.
    Divisor(&'static Formula),
    /// The sign of `u`; there is none where `u` is 0.
    Jumps,
}

/// All `u` with `f(u) = r`.
pub(crate) enum Preimages {
    /// One: this formula in r.
    One(&'static Formula),
    /// One where another formula in r is not negative, none elsewhere.
    OneIfNonNegative(&'static Formula, &'static Formula),
    /// One where another formula in r is positive, none elsewhere.
    OneIfPositive(&'static Formula, &'static Formula),
    /// The special value is taken at its point only; nothing is said of other values.
    OfSpecialValue,
    /// Nothing is said.
    Unknown,
}

/// What an argument has to satisfy, and why.
pub(crate) type Requires = (Requirement, Role);

/// An elementary function of one variable.
pub(crate) trait Elementary: Sync {
    /// The name in the grammar.
    fn name(&self) -> &'static str;

    /// Other spellings that the grammar reads.
    fn other_spellings(&self) -> &'static [&'static str] {
        &[]
    }

    /// An integer at which the value is an integer, and that value.
    fn special_value(&self) -> [i64; 2];

    /// The value at a rational number, if it is known to be rational.
    fn rational_value(&self, q: &BigRational) -> Option<BigRational> {
        let [at, value] = self.special_value().map(whole);
        (*q == at).then_some(value)
    }

    /// Where the function is defined, unless everywhere.
    fn defined(&self) -> Option<Requires> {
        None
    }

    /// Where the function is analytic, unless everywhere.
    fn analytic(&self) -> Option<Requires> {
        self.defined()
    }

    /// The derivative.
    fn derivative(&self) -> Derivative;

    /// The function by `exp`, `erf` and powers, if it is not one of those that these stand for.
    fn expanded(&self) -> Option<&'static Formula> {
        None
    }

    /// The n of an n-th root.
    fn root_degree(&self) -> Option<u32> {
        None
    }

    /// Where a value is taken.
    fn preimages(&self) -> Preimages {
        Preimages::Unknown
    }

    /// The image of an enclosure.
    ///
    /// # Errors
    /// An argument that is possibly outside of the domain, and budgets of the arithmetic.
    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError>;

    /// The value at a value.
    ///
    /// # Errors
    /// As [`Elementary::enclosure`].
    fn value(&self, u: &Value) -> Enclosed {
        u.map(|e| self.enclosure(e))
    }

    /// The image of a range.
    fn image(&self, u: &Range) -> Range;

    /// The function of a series, if there is a better way than by integrating the derivative.
    fn series(&self, _u: &Series, _side: Side) -> Option<Expanded> {
        None
    }

    /// The function of a fraction as a fraction: by exponentials or as a known value.
    fn fraction(&self, u: &Fraction) -> Option<Fraction> {
        if let Some(formula) = self.expanded()
            && let Some(f) = formula.evaluate(&mut Fractions, u, u).ok()
        {
            return Some(f);
        }
        let [at, value] = self.special_value().map(whole);
        (u.as_constant()? == at).then(|| Fraction::number(&value))
    }

    /// The leading term of the function of something with this leading term, if it follows from that alone.
    fn leading_term(&self, _u: &Term) -> Option<Behaviour> {
        None
    }

    /// The behaviour when the argument tends to plus or minus infinity.
    fn at_infinity(&self, _sign: Sign) -> Behaviour {
        Behaviour::Unknown
    }
}

fn whole(n: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(n))
}

/// Formulas in fractions; what is none is not found.
struct Fractions;

/// Not found as a fraction.
struct NoFraction;

impl Arithmetic for Fractions {
    type Item = Fraction;
    type Error = NoFraction;

    fn number(&mut self, n: i64) -> Result<Fraction, NoFraction> {
        Ok(Fraction::number(&whole(n)))
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

//! What is known of an elementary function of one variable.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;

use super::Formula;
use super::fractions::Fractions;
use crate::asymptotic::{Behaviour, Term};
use crate::fraction::Fraction;
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
pub(crate) struct Elementary {
    /// The name in the grammar.
    pub name: &'static str,
    /// Other spellings that the grammar reads.
    pub other_spellings: &'static [&'static str],
    /// An integer at which the value is an integer, and that value.
    pub special_value: [i64; 2],
    /// The value at a rational number, where it is rational, if more is known than the special value.
    pub rational_value: Option<fn(&BigRational) -> Option<BigRational>>,
    /// Where the function is defined, unless everywhere.
    pub defined: Option<Requires>,
    /// Where it is analytic, unless where it is defined.
    pub analytic: Option<Requires>,
    /// The derivative.
    pub derivative: Derivative,
    /// The function by `exp`, `erf` and powers, if it is not one of those that these stand for.
    pub expanded: Option<&'static Formula>,
    /// The n of an n-th root.
    pub root_degree: Option<u32>,
    /// Where a value is taken.
    pub preimages: Preimages,
    /// The image of an enclosure.
    pub enclosure: fn(&Enclosure) -> Result<Enclosure, EnclosureError>,
    /// The value at a value, if more is known than its enclosure.
    pub value: Option<fn(&Value) -> Enclosed>,
    /// The image of a range.
    pub image: fn(&Range) -> Range,
    /// The function of a series, if not by integrating the derivative.
    pub series: Option<fn(&Series, Side) -> Expanded>,
    /// The function of a fraction as a fraction, if not by exponentials or as the special value.
    pub fraction: Option<fn(&Fraction) -> Option<Fraction>>,
    /// The behaviour of the function of something with a leading term, if it follows from that alone.
    pub leading_term: Option<fn(&Term) -> Behaviour>,
    /// The behaviour when the argument tends to plus or minus infinity.
    pub at_infinity: fn(Sign) -> Behaviour,
}

impl Elementary {
    /// A function of which no more is known than this.
    pub(super) const fn new(
        name: &'static str,
        special_value: [i64; 2],
        derivative: Derivative,
        enclosure: fn(&Enclosure) -> Result<Enclosure, EnclosureError>,
        image: fn(&Range) -> Range,
    ) -> Self {
        Elementary {
            name,
            other_spellings: &[],
            special_value,
            rational_value: None,
            defined: None,
            analytic: None,
            derivative,
            expanded: None,
            root_degree: None,
            preimages: Preimages::Unknown,
            enclosure,
            value: None,
            image,
            series: None,
            fraction: None,
            leading_term: None,
            at_infinity: |_| Behaviour::Unknown,
        }
    }

    /// The value at a rational number, if it is known to be rational.
    pub(crate) fn rational_value(&self, q: &BigRational) -> Option<BigRational> {
        if let Some(own) = self.rational_value {
            return own(q);
        }
        let [at, value] = self.special_value.map(whole);
        (*q == at).then_some(value)
    }

    /// The value at a value.
    ///
    /// # Errors
    /// An argument that is possibly outside of the domain, and budgets of the arithmetic.
    pub(crate) fn value(&self, u: &Value) -> Enclosed {
        match self.value {
            Some(own) => own(u),
            None => u.map(self.enclosure),
        }
    }

    /// The function of a fraction as a fraction, if it is found to be one.
    pub(crate) fn fraction(&self, u: &Fraction) -> Option<Fraction> {
        if let Some(own) = self.fraction {
            return own(u);
        }
        if let Some(formula) = self.expanded
            && let Some(f) = formula.evaluate(&mut Fractions, u, u).ok()
        {
            return Some(f);
        }
        let [at, value] = self.special_value.map(whole);
        (u.as_constant()? == at).then(|| Fraction::number(&value))
    }
}

fn whole(n: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(n))
}

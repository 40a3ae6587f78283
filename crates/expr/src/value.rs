//! Real numbers as they are computed with: enclosed, and exact as long as they are short rational numbers.
//!
//! An operation fails where it is possibly undefined, or a budget of the arithmetic is hit.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use wronski_certificate::TruthValue;
use wronski_diagnostic::Diagnostic;
use wronski_exact::enclosure::{Enclosure, EnclosureError};

use crate::Relation;

/// Exact values longer than this are given up.
const MAX_EXACT_BITS: u64 = 4096;

/// Why a value was not enclosed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncloseError {
    /// The expression contains a parameter without a value.
    Parameter(String),
    /// An operation was possibly undefined, or a budget of the arithmetic was hit.
    Arithmetic(EnclosureError),
    /// A comparison could not be decided at this precision.
    Undecided,
    /// The expression could not be expanded.
    Expansion(Box<Diagnostic>),
}

impl fmt::Display for EncloseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EncloseError::Parameter(p) => write!(f, "the parameter `{p}` has no value"),
            EncloseError::Arithmetic(e) => write!(f, "{e}"),
            EncloseError::Undecided => write!(f, "a comparison is not decided at this precision"),
            EncloseError::Expansion(d) => write!(f, "{d}"),
        }
    }
}

impl std::error::Error for EncloseError {}

impl From<EnclosureError> for EncloseError {
    fn from(e: EnclosureError) -> Self {
        EncloseError::Arithmetic(e)
    }
}

/// An enclosure, and the exact value if it is a short rational number.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub exact: Option<BigRational>,
    pub enclosure: Enclosure,
}

/// A value, or why there is none.
pub(crate) type Enclosed = Result<Value, EncloseError>;

impl Value {
    /// A rational number.
    pub(crate) fn exact(q: BigRational, bits: u32) -> Enclosed {
        let enclosure = Enclosure::rational(&q, bits)?;
        let short = q.numer().bits().max(q.denom().bits()) <= MAX_EXACT_BITS;
        Ok(Value {
            exact: short.then_some(q),
            enclosure,
        })
    }

    /// What an enclosure says.
    pub(crate) fn approximate(enclosure: Enclosure) -> Self {
        let single = enclosure.lower() == enclosure.upper();
        let short = enclosure
            .lower()
            .magnitude()
            .is_none_or(|k| k.unsigned_abs() < MAX_EXACT_BITS);
        let exact = (single && short).then(|| enclosure.lower_rational());
        Value { exact, enclosure }
    }

    /// Is it certain that the value is 0?
    pub(crate) fn is_exactly_zero(&self) -> bool {
        self.exact.as_ref().is_some_and(Zero::is_zero) || self.enclosure.certainly_zero()
    }

    fn both(
        &self,
        other: &Self,
        exact: impl Fn(&BigRational, &BigRational) -> BigRational,
        approximate: impl Fn(&Enclosure, &Enclosure) -> Result<Enclosure, EnclosureError>,
    ) -> Enclosed {
        match (&self.exact, &other.exact) {
            (Some(p), Some(q)) => Value::exact(exact(p, q), self.enclosure.bits()),
            _ => Ok(Value::approximate(approximate(
                &self.enclosure,
                &other.enclosure,
            )?)),
        }
    }

    /// `self + other`
    pub(crate) fn add(&self, other: &Self) -> Enclosed {
        self.both(other, |p, q| p + q, Enclosure::add)
    }

    /// `self - other`
    pub(crate) fn sub(&self, other: &Self) -> Enclosed {
        self.both(other, |p, q| p - q, Enclosure::sub)
    }

    /// `self*other`
    pub(crate) fn mul(&self, other: &Self) -> Enclosed {
        if self.is_exactly_zero() || other.is_exactly_zero() {
            return Value::exact(BigRational::zero(), self.enclosure.bits());
        }
        self.both(other, |p, q| p * q, Enclosure::mul)
    }

    /// `self/other`
    pub(crate) fn div(&self, other: &Self) -> Enclosed {
        if other.is_exactly_zero() || (other.exact.is_none() && other.enclosure.possibly_zero()) {
            return Err(EnclosureError::DivisionByZero.into());
        }
        self.both(other, |p, q| p / q, Enclosure::div)
    }

    /// `-self`
    pub(crate) fn neg(&self) -> Self {
        Value {
            exact: self.exact.as_ref().map(|q| -q),
            enclosure: self.enclosure.neg(),
        }
    }

    /// The image under a function on enclosures.
    pub(crate) fn map(
        &self,
        f: impl Fn(&Enclosure) -> Result<Enclosure, EnclosureError>,
    ) -> Enclosed {
        Ok(Value::approximate(f(&self.enclosure)?))
    }

    /// The absolute value.
    pub(crate) fn abs(&self) -> Self {
        Value {
            exact: self.exact.as_ref().map(Signed::abs),
            enclosure: self.enclosure.abs(),
        }
    }

    /// Integer power.
    pub(crate) fn power(&self, n: i64) -> Enclosed {
        if let Some(q) = &self.exact {
            let bits = q.numer().bits().max(q.denom().bits());
            if bits.saturating_mul(n.unsigned_abs()) <= MAX_EXACT_BITS {
                if n < 0 && q.is_zero() {
                    return Err(EnclosureError::DivisionByZero.into());
                }
                let power = usize::try_from(n.unsigned_abs()).map_or(0, |n| n);
                let value = num_traits::pow(q.clone(), power);
                return Value::exact(
                    if n < 0 { value.recip() } else { value },
                    self.enclosure.bits(),
                );
            }
        }
        Ok(Value::approximate(self.enclosure.power(n)?))
    }

    /// `self^q` by a square root if the denominator of q is 2, else by `exp(q log self)`.
    pub(crate) fn real_power(&self, q: &BigRational) -> Enclosed {
        if *q.denom() == BigInt::from(2) {
            let n = q.numer().to_i64().ok_or(EnclosureError::OverflowBudget)?;
            return self.map(Enclosure::sqrt)?.power(n);
        }
        Value::exact(q.clone(), self.enclosure.bits())?
            .mul(&self.map(Enclosure::log)?)?
            .map(Enclosure::exp)
    }

    /// Is `self REL other`, when certain?
    pub(crate) fn compare(&self, relation: Relation, other: &Self) -> Option<TruthValue> {
        if let (Some(p), Some(q)) = (&self.exact, &other.exact) {
            return Some(relation.holds(p.cmp(q)));
        }
        compare(relation, &self.enclosure, &other.enclosure)
    }
}

/// Is `a REL b` for all values, or for none?
pub(crate) fn compare(relation: Relation, a: &Enclosure, b: &Enclosure) -> Option<TruthValue> {
    let less = |a: &Enclosure, b: &Enclosure| {
        if a.certainly_less(b) {
            Some(TruthValue::True)
        } else if b.certainly_at_most(a) {
            Some(TruthValue::False)
        } else {
            None
        }
    };
    match relation {
        Relation::Less => less(a, b),
        Relation::Greater => less(b, a),
        Relation::LessEqual => less(b, a).map(|t| !t),
        Relation::GreaterEqual => less(a, b).map(|t| !t),
    }
}

//! Enclosures of the value of an expression at a rational point.
//!
//! Exact rational values are carried along as long as they are short, so that `x - 1/3` at `1/3` is
//! exactly 0 and a comparison of equal numbers is decided. A condition that the enclosures do not
//! decide gives [`EncloseError::Undecided`], never a guess.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::dag::{Dag, Kind};
use super::{Expr, Func, Relation};
use wronski_diagnostic::Diagnostic;
use wronski_exact::enclosure::{Enclosure, EnclosureError};

/// Exact values longer than this are given up.
const MAX_EXACT_BITS: u64 = 4096;

/// Why a value was not enclosed.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Encloses the value of `expr` at `x`, computing with `bits` bits.
///
/// # Errors
/// [`EncloseError`]: a parameter without a value, an operation that is possibly undefined there, a
/// comparison that is not decided, a budget.
pub fn enclose(expr: &Expr, x: &BigRational, bits: u32) -> Result<Enclosure, EncloseError> {
    let dag = Dag::new(expr).map_err(|d| EncloseError::Expansion(Box::new(d)))?;
    let mut values = values(&dag, x, bits);
    for required in &dag.required {
        if let Err(e) = &values[*required] {
            return Err(e.clone());
        }
    }
    values.swap_remove(dag.root).map(|v| v.enclosure)
}

/// An enclosure, and the exact value if it is a short rational number.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub exact: Option<BigRational>,
    pub enclosure: Enclosure,
}

type Outcome = Result<Value, EncloseError>;

impl Value {
    pub(crate) fn exact(q: BigRational, bits: u32) -> Outcome {
        let enclosure = Enclosure::rational(&q, bits)?;
        let short = q.numer().bits().max(q.denom().bits()) <= MAX_EXACT_BITS;
        Ok(Value {
            exact: short.then_some(q),
            enclosure,
        })
    }

    fn approximate(enclosure: Enclosure) -> Self {
        let single = enclosure.lower() == enclosure.upper();
        let short = enclosure
            .lower()
            .magnitude()
            .is_none_or(|k| k.unsigned_abs() < MAX_EXACT_BITS);
        let exact = (single && short).then(|| enclosure.lower_rational());
        Value { exact, enclosure }
    }

    pub(crate) fn is_exactly_zero(&self) -> bool {
        self.exact.as_ref().is_some_and(Zero::is_zero) || self.enclosure.certainly_zero()
    }

    fn both(
        &self,
        other: &Self,
        exact: impl Fn(&BigRational, &BigRational) -> BigRational,
        approximate: impl Fn(&Enclosure, &Enclosure) -> Result<Enclosure, EnclosureError>,
    ) -> Outcome {
        match (&self.exact, &other.exact) {
            (Some(p), Some(q)) => Value::exact(exact(p, q), self.enclosure.bits()),
            _ => Ok(Value::approximate(approximate(
                &self.enclosure,
                &other.enclosure,
            )?)),
        }
    }

    pub(crate) fn add(&self, other: &Self) -> Outcome {
        self.both(other, |p, q| p + q, Enclosure::add)
    }

    pub(crate) fn sub(&self, other: &Self) -> Outcome {
        self.both(other, |p, q| p - q, Enclosure::sub)
    }

    pub(crate) fn mul(&self, other: &Self) -> Outcome {
        if self.is_exactly_zero() || other.is_exactly_zero() {
            return Value::exact(BigRational::zero(), self.enclosure.bits());
        }
        self.both(other, |p, q| p * q, Enclosure::mul)
    }

    pub(crate) fn div(&self, other: &Self) -> Outcome {
        if other.is_exactly_zero() || (other.exact.is_none() && other.enclosure.possibly_zero()) {
            return Err(EnclosureError::DivisionByZero.into());
        }
        self.both(other, |p, q| p / q, Enclosure::div)
    }

    pub(crate) fn neg(&self) -> Self {
        Value {
            exact: self.exact.as_ref().map(|q| -q),
            enclosure: self.enclosure.neg(),
        }
    }

    pub(crate) fn function(&self, f: Func) -> Outcome {
        if f == Func::Abs {
            let exact = self.exact.as_ref().map(Signed::abs);
            return Ok(Value {
                exact,
                enclosure: self.enclosure.abs(),
            });
        }
        Ok(Value::approximate(apply(f, &self.enclosure)?))
    }

    /// Integer power.
    pub(crate) fn power(&self, n: i64) -> Outcome {
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

    /// Is `self REL other`, when certain?
    fn compare(&self, relation: Relation, other: &Self) -> Option<bool> {
        if let (Some(p), Some(q)) = (&self.exact, &other.exact) {
            return Some(match relation {
                Relation::Less => p < q,
                Relation::LessEqual => p <= q,
                Relation::Greater => p > q,
                Relation::GreaterEqual => p >= q,
            });
        }
        let (a, b) = (&self.enclosure, &other.enclosure);
        let less = if a.certainly_less(b) {
            Some(true)
        } else if b.certainly_at_most(a) {
            Some(false)
        } else {
            None
        };
        let at_most = if a.certainly_at_most(b) {
            Some(true)
        } else if b.certainly_less(a) {
            Some(false)
        } else {
            None
        };
        match relation {
            Relation::Less => less,
            Relation::GreaterEqual => less.map(|t| !t),
            Relation::LessEqual => at_most,
            Relation::Greater => at_most.map(|t| !t),
        }
    }
}

/// The function on enclosures.
pub(crate) fn apply(f: Func, e: &Enclosure) -> Result<Enclosure, EnclosureError> {
    match f {
        Func::Exp => e.exp(),
        Func::Log => e.log(),
        Func::Sqrt => e.sqrt(),
        Func::Cbrt => e.cbrt(),
        Func::Erf => e.erf(),
        Func::Erfc => e.erfc(),
        Func::Sinh => e.sinh(),
        Func::Cosh => e.cosh(),
        Func::Tanh => e.tanh(),
        Func::Sin => e.sin(),
        Func::Cos => e.cos(),
        Func::Tan => e.tan(),
        Func::Asinh => e.asinh(),
        Func::Atan => e.atan(),
        Func::Abs => Ok(e.abs()),
    }
}

/// The values of all nodes at a point.
pub(crate) fn values(dag: &Dag, x: &BigRational, bits: u32) -> Vec<Outcome> {
    let mut all: Vec<Outcome> = Vec::with_capacity(dag.items.len());
    for item in &dag.items {
        let value = one(&item.kind, &all, x, bits);
        all.push(value);
    }
    all
}

fn one(kind: &Kind, all: &[Outcome], x: &BigRational, bits: u32) -> Outcome {
    let get = |i: usize| match all.get(i) {
        Some(Ok(v)) => Ok(v),
        Some(Err(e)) => Err(e.clone()),
        None => Err(EncloseError::Undecided),
    };
    match kind {
        Kind::Num(q) => Value::exact(q.clone(), bits),
        Kind::Pi => Ok(Value::approximate(Enclosure::pi(bits)?)),
        Kind::E => Ok(Value::approximate(Enclosure::e(bits)?)),
        Kind::Var => Value::exact(x.clone(), bits),
        Kind::Param(p) => Err(EncloseError::Parameter(p.clone())),
        Kind::Neg(a) => Ok(get(*a)?.neg()),
        Kind::Add(a, b) => get(*a)?.add(get(*b)?),
        Kind::Sub(a, b) => get(*a)?.sub(get(*b)?),
        Kind::Mul(a, b) if a == b => get(*a)?.power(2),
        Kind::Mul(a, b) => get(*a)?.mul(get(*b)?),
        Kind::Div(a, b) => get(*a)?.div(get(*b)?),
        Kind::Pow(a, b) => power(get(*a)?, get(*b)?),
        Kind::Func(f, a) => get(*a)?.function(*f),
        Kind::Max(a, b) | Kind::Min(a, b) => {
            let (u, v) = (get(*a)?, get(*b)?);
            let larger = matches!(kind, Kind::Max(..));
            match (u.compare(Relation::LessEqual, v), larger) {
                (Some(true), true) | (Some(false), false) => Ok(v.clone()),
                (Some(false), true) | (Some(true), false) => Ok(u.clone()),
                (None, true) => Ok(Value::approximate(u.enclosure.max(&v.enclosure))),
                (None, false) => Ok(Value::approximate(u.enclosure.min(&v.enclosure))),
            }
        }
        Kind::Where(relation, [a, b, then, otherwise]) => {
            match get(*a)?.compare(*relation, get(*b)?) {
                Some(true) => get(*then).cloned(),
                Some(false) => get(*otherwise).cloned(),
                None => Err(EncloseError::Undecided),
            }
        }
    }
}

/// `u^v`: an integer power; `0^q = 0` for `q > 0`; otherwise `exp(v log u)` for `u > 0`.
fn power(u: &Value, v: &Value) -> Outcome {
    let bits = u.enclosure.bits();
    if let Some(q) = &v.exact {
        if q.is_integer() {
            let n = q
                .to_integer()
                .to_i64()
                .ok_or(EnclosureError::OverflowBudget)?;
            return u.power(n);
        }
        if u.is_exactly_zero() && q.is_positive() {
            return Value::exact(BigRational::zero(), bits);
        }
        if *q.denom() == BigInt::from(2) {
            let n = q.numer().to_i64().ok_or(EnclosureError::OverflowBudget)?;
            return u.function(Func::Sqrt)?.power(n);
        }
    }
    v.mul(&u.function(Func::Log)?)?.function(Func::Exp)
}

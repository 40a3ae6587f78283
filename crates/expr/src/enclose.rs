//! Enclosures of the value of an expression at a rational point.
//!
//! Exact rational values are carried along as long as they are short, so that `x - 1/3` at `1/3` is
//! exactly 0 and a comparison of equal numbers is decided. A condition that the enclosures do not
//! decide gives [`EncloseError::Undecided`], never a guess.

use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::dag::{Dag, Kind};
use super::value::{Enclosed, Value};
use super::{Expr, Relation};
use wronski_certificate::TruthValue;
use wronski_diagnostic::interruption;
use wronski_exact::enclosure::{Enclosure, EnclosureError};

pub use super::value::EncloseError;

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

/// The values of all nodes at a point.
pub(crate) fn values(dag: &Dag, x: &BigRational, bits: u32) -> Vec<Enclosed> {
    let mut all: Vec<Enclosed> = Vec::with_capacity(dag.items.len());
    for item in &dag.items {
        interruption::point();
        let value = one(&item.kind, &all, x, bits);
        all.push(value);
    }
    all
}

fn one(kind: &Kind, all: &[Enclosed], x: &BigRational, bits: u32) -> Enclosed {
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
        Kind::Symbol(s) => Err(EncloseError::Parameter(s.to_string())),
        Kind::Neg(a) => Ok(get(*a)?.neg()),
        Kind::Add(a, b) => get(*a)?.add(get(*b)?),
        Kind::Sub(a, b) => get(*a)?.sub(get(*b)?),
        Kind::Mul(a, b) if a == b => get(*a)?.power(2),
        Kind::Mul(a, b) => get(*a)?.mul(get(*b)?),
        Kind::Div(a, b) => get(*a)?.div(get(*b)?),
        Kind::Pow(a, b) => power(get(*a)?, get(*b)?),
        Kind::Func(f, a) => f.properties().value(get(*a)?),
        Kind::Max(a, b) | Kind::Min(a, b) => {
            let (u, v) = (get(*a)?, get(*b)?);
            let larger = matches!(kind, Kind::Max(..));
            match (u.compare(Relation::LessEqual, v), larger) {
                (Some(TruthValue::True), true) | (Some(TruthValue::False), false) => Ok(v.clone()),
                (Some(TruthValue::False), true) | (Some(TruthValue::True), false) => Ok(u.clone()),
                (None, true) => Ok(Value::approximate(u.enclosure.max(&v.enclosure))),
                (None, false) => Ok(Value::approximate(u.enclosure.min(&v.enclosure))),
            }
        }
        Kind::Where(relation, [a, b, then, otherwise]) => {
            match get(*a)?.compare(*relation, get(*b)?) {
                Some(TruthValue::True) => get(*then).cloned(),
                Some(TruthValue::False) => get(*otherwise).cloned(),
                None => Err(EncloseError::Undecided),
            }
        }
    }
}

/// `u^v`: an integer power; `0^q = 0` for `q > 0`; otherwise `exp(v log u)` for `u > 0`.
fn power(u: &Value, v: &Value) -> Enclosed {
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
        return u.real_power(q);
    }
    v.mul(&u.map(Enclosure::log)?)?.map(Enclosure::exp)
}

//! Nodes that are written as rational numbers.

use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use crate::dag::{Dag, Kind};

/// Longest number in bits.
const MAX_BITS: u64 = 8192;

/// The number that each node is written as: a literal, or `+`, `-`, `*`, `/` of such, or an integer power of one.
pub(super) fn literals(dag: &Dag) -> Vec<Option<BigRational>> {
    let mut all: Vec<Option<BigRational>> = Vec::with_capacity(dag.items.len());
    for item in &dag.items {
        let value = one(&item.kind, &all);
        all.push(value.filter(|q| q.numer().bits().max(q.denom().bits()) <= MAX_BITS));
    }
    all
}

fn one(kind: &Kind, all: &[Option<BigRational>]) -> Option<BigRational> {
    let get = |i: &usize| all.get(*i)?.as_ref();
    match kind {
        Kind::Num(q) => Some(q.clone()),
        Kind::Neg(a) => Some(-get(a)?.clone()),
        Kind::Add(a, b) => Some(get(a)? + get(b)?),
        Kind::Sub(a, b) => Some(get(a)? - get(b)?),
        Kind::Mul(a, b) => Some(get(a)? * get(b)?),
        Kind::Div(a, b) => {
            let divisor = get(b)?;
            (!divisor.is_zero()).then(|| Some(get(a)? / divisor))?
        }
        Kind::Pow(a, b) => power(get(a)?, get(b)?),
        _ => None,
    }
}

fn power(base: &BigRational, exponent: &BigRational) -> Option<BigRational> {
    let n = exponent
        .is_integer()
        .then(|| exponent.to_integer())?
        .to_i64()?;
    if n < 0 && base.is_zero() {
        return None;
    }
    let bits = base.numer().bits().max(base.denom().bits());
    if bits.saturating_mul(n.unsigned_abs()) > MAX_BITS {
        return None;
    }
    let value = num_traits::pow(base.clone(), n.unsigned_abs().to_usize()?);
    Some(if n < 0 {
        BigRational::one() / value
    } else {
        value
    })
}

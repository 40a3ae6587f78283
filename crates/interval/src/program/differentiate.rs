//! The derivative of a register with respect to a variable, as further operations.

use std::collections::BTreeMap;

use num_rational::BigRational;

use super::code::{Code, Op};
use crate::fault::Fault;
use crate::function::elementary;
use wronski_expr::Relation;

/// A register with the derivative of `root` with respect to the register `variable`.
///
/// Where `root` has no value, the derivative may have one; the caller requires both.
pub(super) fn derivative(code: &mut Code, root: usize, variable: usize) -> Result<usize, Fault> {
    // Operands come before what uses them, and nothing before the variable depends on it.
    let mut needed = vec![false; root + 1];
    needed[root] = true;
    for i in (0..=root).rev() {
        if needed[i] && i > variable {
            for a in code.op(i).operands() {
                needed[a] = true;
            }
        }
    }
    let mut known: BTreeMap<usize, usize> = BTreeMap::new();
    if variable <= root && needed[variable] {
        known.insert(variable, code.int(1)?);
    }
    for (i, needed) in needed.iter().enumerate().skip(variable.saturating_add(1)) {
        if *needed && let Some(d) = rule(code, i, &known)? {
            known.insert(i, d);
        }
    }
    match known.get(&root) {
        Some(&d) => Ok(d),
        None => code.int(0),
    }
}

fn times(code: &mut Code, a: usize, b: usize) -> Result<usize, Fault> {
    if code.is_one(a) {
        Ok(b)
    } else if code.is_one(b) {
        Ok(a)
    } else if a == b {
        code.emit(Op::Square(a))
    } else {
        code.emit(Op::Mul(a, b))
    }
}

/// The derivative of register `i` from those of its operands; `None` for 0.
fn rule(code: &mut Code, i: usize, known: &BTreeMap<usize, usize>) -> Result<Option<usize>, Fault> {
    let d = |a: usize| known.get(&a).copied();
    let op = code.op(i).clone();
    Ok(match op {
        Op::Num(_) | Op::Pi | Op::Var | Op::Sign(_) => None,
        Op::Copy(a, _) | Op::Require(a, _) => d(a),
        Op::Neg(a) => match d(a) {
            Some(da) => Some(code.emit(Op::Neg(da))?),
            None => None,
        },
        Op::Add(a, b) => match (d(a), d(b)) {
            (Some(da), Some(db)) => Some(code.emit(Op::Add(da, db))?),
            (one, other) => one.or(other),
        },
        Op::Sub(a, b) => match (d(a), d(b)) {
            (Some(da), Some(db)) => Some(code.emit(Op::Sub(da, db))?),
            (None, Some(db)) => Some(code.emit(Op::Neg(db))?),
            (da, None) => da,
        },
        Op::Mul(a, b) => {
            let left = match d(a) {
                Some(da) => Some(times(code, da, b)?),
                None => None,
            };
            let right = match d(b) {
                Some(db) => Some(times(code, a, db)?),
                None => None,
            };
            match (left, right) {
                (Some(left), Some(right)) => Some(code.emit(Op::Add(left, right))?),
                (one, other) => one.or(other),
            }
        }
        Op::Square(a) => match d(a) {
            Some(da) => {
                let two = code.int(2)?;
                let doubled = code.emit(Op::Mul(two, a))?;
                Some(times(code, doubled, da)?)
            }
            None => None,
        },
        Op::Div(a, b) => {
            // (a/b)' = (a' - (a/b) b')/b
            let upper = match (d(a), d(b)) {
                (None, None) => return Ok(None),
                (Some(da), None) => da,
                (da, Some(db)) => {
                    let moved = times(code, i, db)?;
                    match da {
                        Some(da) => code.emit(Op::Sub(da, moved))?,
                        None => code.emit(Op::Neg(moved))?,
                    }
                }
            };
            Some(code.emit(Op::Div(upper, b))?)
        }
        Op::Int(a, n) => {
            let Some(da) = d(a).filter(|_| n != 0) else {
                return Ok(None);
            };
            let n = i64::from(n);
            let exponent = code.int(n - 1)?;
            let lower = code.power(a, exponent)?;
            let factor = code.int(n)?;
            let slope = code.emit(Op::Mul(factor, lower))?;
            Some(times(code, slope, da)?)
        }
        Op::Power(a, r) => {
            let Some(da) = d(a) else { return Ok(None) };
            let one = BigRational::from_integer(1.into());
            let lower = code.emit(Op::Power(a, &r - one))?;
            let factor = code.emit(Op::Num(r))?;
            let slope = code.emit(Op::Mul(factor, lower))?;
            Some(times(code, slope, da)?)
        }
        Op::Func(f, a) => {
            let Some(da) = d(a) else { return Ok(None) };
            let slope = (elementary(f).slope)(code, a, i)?;
            Some(times(code, slope, da)?)
        }
        Op::Max(a, b) => choice(code, Relation::Greater, [a, b], d(a), d(b))?,
        Op::Min(a, b) => choice(code, Relation::Less, [a, b], d(a), d(b))?,
        Op::Where(relation, [l, r, then, otherwise]) => {
            choice(code, relation, [l, r], d(then), d(otherwise))?
        }
    })
}

fn choice(
    code: &mut Code,
    relation: Relation,
    [left, right]: [usize; 2],
    then: Option<usize>,
    otherwise: Option<usize>,
) -> Result<Option<usize>, Fault> {
    if then.is_none() && otherwise.is_none() {
        return Ok(None);
    }
    let zero = code.int(0)?;
    let parts = [left, right, then.unwrap_or(zero), otherwise.unwrap_or(zero)];
    Ok(Some(code.emit(Op::Where(relation, parts))?))
}

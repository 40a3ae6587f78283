//! How a function behaves as x tends to plus infinity, on the scale `x^p exp(q(x))`, q a polynomial without constant
//! term: scales are ordered by the sign of the leading coefficient of q, then by p (Hardy, *Orders of Infinity*,
//! chapter 1). Of functions that are `c` times a scale with a constant c that is enclosed away from zero, products
//! and powers are such functions, and of a sum the larger stays.

use std::cmp::Ordering;

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::sign::sign;
use wronski_expr::enclose::enclose;
use wronski_expr::{Expr, Func, Node};

/// Bits of the enclosures of constants.
const BITS: u32 = 320;
/// A polynomial without a constant term: the coefficient of `x^(k+1)` at position k, without trailing zeros.
pub(crate) type ScaleExponent = Vec<BigRational>;

pub(crate) fn trimmed(mut q: ScaleExponent) -> ScaleExponent {
    while q.last().is_some_and(Zero::is_zero) {
        q.pop();
    }
    q
}

pub(crate) fn added(a: &ScaleExponent, b: &ScaleExponent, factor: &BigRational) -> ScaleExponent {
    let zero = BigRational::zero();
    let at = |q: &ScaleExponent, k: usize| q.get(k).unwrap_or(&zero).clone();
    trimmed(
        (0..a.len().max(b.len()))
            .map(|k| at(a, k) + at(b, k) * factor)
            .collect(),
    )
}

/// A constant times a scale, up to a factor that tends to 1.
#[derive(Clone, Debug)]
pub(crate) struct Scaled {
    pub constant: Expr,
    pub sign: Sign,
    pub power: BigRational,
    pub exponent: ScaleExponent,
}

/// How a function behaves as x tends to plus infinity.
#[derive(Clone, Debug)]
pub(crate) enum Tail {
    Zero,
    Scaled(Scaled),
    Vanishing,
    /// To infinity of that sign.
    Unbounded(Sign),
}

impl Scaled {
    pub fn number(constant: Expr, sign: Sign) -> Scaled {
        Scaled {
            constant,
            sign,
            power: BigRational::zero(),
            exponent: vec![],
        }
    }

    /// Does it grow, stay or vanish?
    pub fn order(&self) -> Ordering {
        match self.exponent.last() {
            Some(leading) => leading.cmp(&BigRational::zero()),
            None => self.power.cmp(&BigRational::zero()),
        }
    }

    pub fn coarse(&self) -> Tail {
        match self.order() {
            Ordering::Less => Tail::Vanishing,
            Ordering::Equal => Tail::Scaled(self.clone()),
            Ordering::Greater => Tail::Unbounded(self.sign),
        }
    }
}

/// A constant as a tail, if it is known whether it is zero.
pub(crate) fn constant(e: &Expr) -> Option<Tail> {
    if let Some(q) = written(e) {
        return Some(if q.is_zero() {
            Tail::Zero
        } else {
            let sign = q.numer().sign();
            Tail::Scaled(Scaled::number(Expr::num(q), sign))
        });
    }
    let value = enclose(e, &BigRational::zero(), BITS).ok()?;
    Some(Tail::Scaled(Scaled::number(e.clone(), sign(&value)?)))
}

/// The rational number that arithmetic of numbers gives.
fn written(e: &Expr) -> Option<BigRational> {
    let short = |q: BigRational| (q.numer().bits().max(q.denom().bits()) <= 8192).then_some(q);
    short(match e.node() {
        Node::Num(q) => q.clone(),
        Node::Neg(a) => -written(a)?,
        Node::Add(a, b) => written(a)? + written(b)?,
        Node::Sub(a, b) => written(a)? - written(b)?,
        Node::Mul(a, b) => written(a)? * written(b)?,
        Node::Div(a, b) => {
            let divisor = written(b).filter(|b| !b.is_zero())?;
            written(a)? / divisor
        }
        Node::Pow(a, n) => {
            let (a, n) = (written(a)?, written(n)?);
            let n = i32::try_from(n.to_integer())
                .ok()
                .filter(|k| n.is_integer() && k.abs() <= 64)?;
            if a.is_zero() && n < 0 {
                return None;
            }
            a.pow(n)
        }
        _ => return None,
    })
}

pub(crate) fn of_polynomial(p: &[BigRational]) -> Tail {
    let Some(leading) = p.last() else {
        return Tail::Zero;
    };
    Tail::Scaled(Scaled {
        power: BigRational::from_integer((p.len() - 1).into()),
        ..Scaled::number(Expr::num(leading.clone()), leading.numer().sign())
    })
}

pub(crate) fn opposite(t: Tail) -> Tail {
    match t {
        Tail::Scaled(s) => Tail::Scaled(Scaled {
            constant: short(-s.constant),
            sign: -s.sign,
            ..s
        }),
        Tail::Unbounded(sign) => Tail::Unbounded(-sign),
        other => other,
    }
}

/// Numbers are worked out.
fn short(e: Expr) -> Expr {
    written(&e).map_or(e, Expr::num)
}

pub(crate) fn sum(a: Tail, b: Tail) -> Option<Tail> {
    Some(match (a, b) {
        (Tail::Zero, t) | (t, Tail::Zero) => t,
        (Tail::Scaled(a), Tail::Scaled(b)) => {
            let minus = BigRational::from_integer((-1).into());
            let by_exponent = added(&a.exponent, &b.exponent, &minus);
            let by_exponent = by_exponent.last().map(|c| c.cmp(&BigRational::zero()));
            match by_exponent.unwrap_or_else(|| a.power.cmp(&b.power)) {
                Ordering::Greater => Tail::Scaled(a),
                Ordering::Less => Tail::Scaled(b),
                Ordering::Equal => {
                    let order = a.order();
                    match constant(&short(a.constant.clone() + b.constant)) {
                        Some(Tail::Scaled(c)) => Tail::Scaled(Scaled {
                            constant: c.constant,
                            sign: c.sign,
                            ..a
                        }),
                        Some(Tail::Zero) if order != Ordering::Greater => Tail::Vanishing,
                        _ if order == Ordering::Less => Tail::Vanishing,
                        _ => return None,
                    }
                }
            }
        }
        (Tail::Vanishing, Tail::Scaled(s)) | (Tail::Scaled(s), Tail::Vanishing) => s.coarse(),
        (Tail::Vanishing, t) | (t, Tail::Vanishing) => t,
        (Tail::Unbounded(sign), Tail::Unbounded(other)) => {
            return (sign == other).then_some(Tail::Unbounded(sign));
        }
        (Tail::Unbounded(sign), Tail::Scaled(s)) | (Tail::Scaled(s), Tail::Unbounded(sign)) => {
            if s.order() == Ordering::Greater && s.sign != sign {
                return None;
            }
            Tail::Unbounded(sign)
        }
    })
}

pub(crate) fn product(a: Tail, b: Tail) -> Option<Tail> {
    Some(match (a, b) {
        (Tail::Zero, _) | (_, Tail::Zero) => Tail::Zero,
        (Tail::Scaled(a), Tail::Scaled(b)) => Tail::Scaled(Scaled {
            constant: match (written(&a.constant), written(&b.constant)) {
                (Some(p), Some(q)) => Expr::num(p * q),
                _ if a.constant.is_one_literal() => b.constant,
                _ if b.constant.is_one_literal() => a.constant,
                _ => a.constant * b.constant,
            },
            sign: a.sign * b.sign,
            power: a.power + b.power,
            exponent: added(
                &a.exponent,
                &b.exponent,
                &BigRational::from_integer(1.into()),
            ),
        }),
        (Tail::Vanishing, Tail::Vanishing) => Tail::Vanishing,
        (Tail::Unbounded(p), Tail::Unbounded(q)) => Tail::Unbounded(p * q),
        (Tail::Vanishing, Tail::Scaled(s)) | (Tail::Scaled(s), Tail::Vanishing) => {
            return (s.order() != Ordering::Greater).then_some(Tail::Vanishing);
        }
        (Tail::Unbounded(sign), Tail::Scaled(s)) | (Tail::Scaled(s), Tail::Unbounded(sign)) => {
            return (s.order() != Ordering::Less).then_some(Tail::Unbounded(sign * s.sign));
        }
        _ => return None,
    })
}

/// `t^n` for a rational number n.
pub(crate) fn power(t: Tail, n: &BigRational) -> Option<Tail> {
    let odd = n.is_integer() && !(n.numer() % 2u8).is_zero();
    Some(match t {
        _ if n.is_zero() => Tail::Scaled(Scaled::number(Expr::int(1), Sign::Plus)),
        Tail::Scaled(s) => {
            if s.sign == Sign::Minus && !n.is_integer() {
                return None;
            }
            Tail::Scaled(Scaled {
                constant: raised(&s.constant, n),
                sign: if odd { s.sign } else { Sign::Plus },
                power: s.power * n,
                exponent: added(&vec![], &s.exponent, n),
            })
        }
        Tail::Vanishing if n.is_positive() => Tail::Vanishing,
        Tail::Zero if n.is_positive() => Tail::Zero,
        Tail::Unbounded(_) if n.is_negative() => Tail::Vanishing,
        Tail::Unbounded(sign) if odd => Tail::Unbounded(sign),
        Tail::Unbounded(sign) if sign == Sign::Plus || n.is_integer() => {
            Tail::Unbounded(Sign::Plus)
        }
        _ => return None,
    })
}

fn raised(c: &Expr, n: &BigRational) -> Expr {
    if let Some(q) = written(c) {
        let two = BigRational::from_integer(2.into());
        if n * &two == BigRational::from_integer(1.into()) && q.is_positive() {
            let root = BigRational::new(q.numer().sqrt(), q.denom().sqrt());
            if &root * &root == q {
                return Expr::num(root);
            }
        }
        if q == BigRational::from_integer(1.into()) {
            return Expr::num(q);
        }
    }
    let power = Expr::new(Node::Pow(c.clone(), Expr::num(n.clone())));
    short(power)
}

pub(crate) fn exponential(mut p: Vec<BigRational>) -> Option<Tail> {
    if p.is_empty() {
        return Some(Tail::Scaled(Scaled::number(Expr::int(1), Sign::Plus)));
    }
    let c = p.remove(0);
    let constant = if c.is_zero() {
        Expr::int(1)
    } else {
        Expr::apply(Func::Exp, Expr::num(c))
    };
    Some(Tail::Scaled(Scaled {
        exponent: trimmed(p),
        ..Scaled::number(constant, Sign::Plus)
    }))
}

//! What is known of a function as x tends to plus infinity: a leading term, or less.
//!
//! The rules of asymptotic calculus (Hardy, *Orders of Infinity*): products and powers of leading terms are leading
//! terms.

use std::cmp::Ordering;

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::{Expr, Node};
use wronski_exact::univariate::UnivariatePolynomial;

use Behaviour::{Large, Small, Unknown};

/// Longer powers of rational numbers stay as they are written.
const MAX_BITS: u64 = 4096;

/// A leading term `c x^p exp(q(x))`.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// An exact constant.
    pub c: Expr,
    /// Not zero.
    pub sign: Sign,
    pub p: BigRational,
    /// A polynomial without a constant term.
    pub q: UnivariatePolynomial,
}

/// What is known of a node as x tends to plus infinity.
#[derive(Clone, Debug)]
pub(crate) enum Behaviour {
    /// Zero for all large x.
    Zero,
    /// The quotient by this term tends to 1.
    Term(Term),
    /// It tends to zero.
    Small,
    /// It tends to plus or minus infinity.
    Large(Sign),
    /// Nothing.
    Unknown,
}

impl Term {
    /// A constant of this sign, which is not zero.
    pub(crate) fn constant(c: Expr, sign: Sign) -> Term {
        Term {
            c,
            sign,
            p: BigRational::zero(),
            q: UnivariatePolynomial::constant(&BigRational::zero()),
        }
    }

    /// 1 or -1.
    pub(crate) fn unit(sign: Sign) -> Term {
        let one = if sign == Sign::Minus { -1 } else { 1 };
        Term::constant(Expr::int(one), sign)
    }

    /// Greater if it tends to infinity in absolute value, equal if to its constant, less if to zero.
    pub(crate) fn order(&self) -> Ordering {
        growth(&self.q).then(self.p.cmp(&BigRational::zero()))
    }

    /// The product.
    pub(crate) fn times(&self, other: &Term) -> Term {
        Term {
            c: product(&self.c, &other.c),
            sign: self.sign * other.sign,
            p: &self.p + &other.p,
            q: self.q.plus(&other.q),
        }
    }

    /// `1/self`
    pub(crate) fn reciprocal(&self) -> Term {
        Term {
            c: folded(Expr::int(1) / self.c.clone()),
            sign: self.sign,
            p: -self.p.clone(),
            q: self.q.negated(),
        }
    }
}

/// The sign of a polynomial without a constant term at infinity.
pub(crate) fn growth(q: &UnivariatePolynomial) -> Ordering {
    let leading = q.coefficients().into_iter().rev().find(|c| !c.is_zero());
    leading.map_or(Ordering::Equal, |c| c.cmp(&BigRational::zero()))
}

/// A constant with its rational value, if it is written as numbers.
pub(crate) fn folded(e: Expr) -> Expr {
    rational(&e).map_or(e, Expr::num)
}

/// The rational number that a constant is written as.
pub(crate) fn rational(e: &Expr) -> Option<BigRational> {
    let short = |q: BigRational| (q.numer().bits().max(q.denom().bits()) <= MAX_BITS).then_some(q);
    short(match e.node() {
        Node::Num(q) => q.clone(),
        Node::Neg(a) => -rational(a)?,
        Node::Add(a, b) => rational(a)? + rational(b)?,
        Node::Sub(a, b) => rational(a)? - rational(b)?,
        Node::Mul(a, b) => rational(a)? * rational(b)?,
        Node::Div(a, b) => {
            let b = rational(b).filter(|b| !b.is_zero())?;
            rational(a)? / b
        }
        Node::Pow(a, n) => {
            let (a, n) = (rational(a)?, rational(n)?);
            let exponent = i32::try_from(n.to_integer()).ok();
            let exponent = exponent.filter(|k| n.is_integer() && k.abs() <= 64)?;
            if a.is_zero() && exponent < 0 {
                return None;
            }
            a.pow(exponent)
        }
        _ => return None,
    })
}

fn product(a: &Expr, b: &Expr) -> Expr {
    match (rational(a), rational(b)) {
        (Some(a), Some(b)) => Expr::num(a * b),
        (Some(one), None) if one.is_one() => b.clone(),
        (None, Some(one)) if one.is_one() => a.clone(),
        _ => a.clone() * b.clone(),
    }
}

/// `-a`
pub(crate) fn negated(a: Behaviour) -> Behaviour {
    match a {
        Behaviour::Term(t) => Behaviour::Term(Term {
            c: folded(-t.c),
            sign: -t.sign,
            ..t
        }),
        Large(s) => Large(-s),
        other => other,
    }
}

/// `1/a`
pub(crate) fn reciprocal(a: Behaviour) -> Behaviour {
    match a {
        Behaviour::Term(t) => Behaviour::Term(t.reciprocal()),
        Large(_) => Small,
        Behaviour::Zero | Small | Unknown => Unknown,
    }
}

/// What a leading term says at least.
pub(crate) fn tends(t: &Term) -> Behaviour {
    match t.order() {
        Ordering::Less => Small,
        Ordering::Equal => Behaviour::Term(t.clone()),
        Ordering::Greater => Large(t.sign),
    }
}

/// `a*b`
pub(crate) fn times(a: Behaviour, b: Behaviour) -> Behaviour {
    match (a, b) {
        (Unknown, _) | (_, Unknown) => Unknown,
        (Behaviour::Zero, _) | (_, Behaviour::Zero) => Behaviour::Zero,
        (Behaviour::Term(a), Behaviour::Term(b)) => Behaviour::Term(a.times(&b)),
        (Small, Small) => Small,
        (Large(s), Large(r)) => Large(s * r),
        (Small, Large(_)) | (Large(_), Small) => Unknown,
        (Small, Behaviour::Term(t)) | (Behaviour::Term(t), Small) => match t.order() {
            Ordering::Greater => Unknown,
            _ => Small,
        },
        (Large(s), Behaviour::Term(t)) | (Behaviour::Term(t), Large(s)) => match t.order() {
            Ordering::Less => Unknown,
            _ => Large(s * t.sign),
        },
    }
}

/// `a^n` for a rational number n.
pub(crate) fn to_power(a: Behaviour, n: &BigRational) -> Behaviour {
    let odd = n.is_integer() && !(n.numer() % 2u8).is_zero();
    match a {
        _ if n.is_zero() => Behaviour::Term(Term::constant(Expr::int(1), Sign::Plus)),
        Behaviour::Term(t) if t.sign == Sign::Plus || n.is_integer() => {
            let Ok(scaled) = t.q.times(&UnivariatePolynomial::constant(n)) else {
                return Unknown;
            };
            Behaviour::Term(Term {
                c: power_of_constant(&t.c, n),
                sign: if odd { t.sign } else { Sign::Plus },
                p: t.p * n,
                q: scaled,
            })
        }
        Small if n.is_positive() => Small,
        Large(Sign::Plus) if n.is_positive() => Large(Sign::Plus),
        Large(_) if n.is_negative() => Small,
        Large(s) if n.is_integer() => Large(if odd { s } else { Sign::Plus }),
        Behaviour::Zero if n.is_positive() => Behaviour::Zero,
        _ => Unknown,
    }
}

/// `c^n`, folded where it is a rational number.
fn power_of_constant(c: &Expr, n: &BigRational) -> Expr {
    let half = BigRational::new(1.into(), 2.into());
    match rational(c) {
        Some(q) if q.is_one() => return Expr::num(q),
        Some(q) if *n == half && q.is_positive() => {
            let root = BigRational::new(q.numer().sqrt(), q.denom().sqrt());
            if &root * &root == q {
                return Expr::num(root);
            }
        }
        _ => {}
    }
    folded(Expr::new(Node::Pow(c.clone(), Expr::num(n.clone()))))
}

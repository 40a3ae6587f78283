//! What a node folds to as it is made.

use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

use super::Work;
use crate::{Expr, Node};
use wronski_diagnostic::Result;

/// Numbers are folded up to this many bits; beyond, the operation stays written out.
const MAX_FOLDED_BITS: u64 = 16_384;

impl Work<'_> {
    /// What the node folds to, if anything.
    pub(super) fn simplify(&mut self, node: &Node) -> Result<Option<Expr>> {
        let small = |q: &BigRational| q.numer().bits().max(q.denom().bits()) <= MAX_FOLDED_BITS;
        let both = |a: &Expr, b: &Expr| match (a.as_num(), b.as_num()) {
            (Some(p), Some(q)) if small(p) && small(q) => Some((p.clone(), q.clone())),
            _ => None,
        };
        let folded = match node {
            Node::Neg(a) => match a.node() {
                Node::Num(q) => Some(self.num(-q.clone())?),
                Node::Neg(inner) => Some(inner.clone()),
                _ => None,
            },
            Node::Add(a, b) if a.is_zero_literal() => Some(b.clone()),
            Node::Add(a, b) | Node::Sub(a, b) if b.is_zero_literal() => Some(a.clone()),
            Node::Sub(a, b) if a.is_zero_literal() => Some(self.make(Node::Neg(b.clone()))?),
            Node::Add(a, b) => match both(a, b) {
                Some((p, q)) => Some(self.num(p + q)?),
                None => None,
            },
            Node::Sub(a, b) => match both(a, b) {
                Some((p, q)) => Some(self.num(p - q)?),
                None => None,
            },
            Node::Mul(a, b) if a.is_one_literal() => Some(b.clone()),
            Node::Mul(a, b) if b.is_one_literal() => Some(a.clone()),
            Node::Mul(a, b) if a.is_zero_literal() && self.arena.is_total(b) => Some(a.clone()),
            Node::Mul(a, b) if b.is_zero_literal() && self.arena.is_total(a) => Some(b.clone()),
            Node::Mul(a, b) => match both(a, b) {
                Some((p, q)) => Some(self.num(p * q)?),
                None => None,
            },
            Node::Div(a, b) if b.is_one_literal() => Some(a.clone()),
            Node::Div(a, b) if !b.is_zero_literal() => match both(a, b) {
                Some((p, q)) => Some(self.num(p / q)?),
                None => None,
            },
            Node::Pow(a, b) if b.is_one_literal() => Some(a.clone()),
            Node::Pow(a, b) if b.is_zero_literal() && self.arena.is_total(a) => {
                // x^0 is the polynomial 1, also at x = 0.
                Some(self.int(1)?)
            }
            Node::Pow(a, b) => match both(a, b).and_then(|(p, q)| integer_power(&p, &q)) {
                Some(value) => Some(self.num(value)?),
                None => None,
            },
            Node::Func(f, a) if self.how.exponential_forms => match f.properties().expanded {
                Some(formula) => Some(self.formula(formula, a, a)?),
                None => None,
            },
            _ => None,
        };
        Ok(folded)
    }
}

/// `p^q` for an integer q, if the result stays small and is defined.
fn integer_power(p: &BigRational, q: &BigRational) -> Option<BigRational> {
    if !q.is_integer() {
        return None;
    }
    let exponent = q.to_integer().to_i32()?;
    if p.is_zero() && exponent <= 0 {
        return None;
    }
    let bits = p.numer().bits().max(p.denom().bits());
    let size = u64::from(exponent.unsigned_abs()).saturating_mul(bits);
    if p.abs().is_one() || size <= MAX_FOLDED_BITS / 4 {
        Some(Pow::pow(p, exponent))
    } else {
        None
    }
}

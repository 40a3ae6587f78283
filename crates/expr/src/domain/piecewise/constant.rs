//! Constant expressions (without x, perhaps with parameters): folding, exact zero tests, signs.

use std::collections::BTreeMap;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use crate::dag::{Dag, Kind};
use crate::domain::fractions::fractions;
use crate::domain::{range, witness};
use crate::enclose;
use crate::fraction::{Fraction, Known};
use crate::measure::postorder;
use crate::{Expr, Func, Node, is_constant, substitute, symbols, tree_size};
use wronski_exact::enclosure::Enclosure;

/// Numbers longer than this are not folded further.
const MAX_BITS: u64 = 4096;

/// What is known of the zeros of a constant expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Zeros {
    /// It is 0 for all parameters.
    Zero,
    /// It is different from 0 for all parameters.
    Nonzero,
    /// It is different from 0 where this expression in the parameters is; that is so generically.
    Generic(Expr),
}

/// The expression as a fraction of polynomials, squares of square roots of numbers and exponentials of
/// logarithms of numbers carried out.
pub(super) fn fraction(e: &Expr) -> Option<Fraction> {
    let dag = Dag::new(e).ok()?;
    let f = fractions(&dag).swap_remove(dag.root)?;
    let number = |i: usize| match dag.item(i).kind {
        Kind::Num(ref q) => Some(q.clone()),
        _ => None,
    };
    let known = |i: usize| match dag.item(i).kind {
        Kind::Func(Func::Sqrt, a) => Known::SquareRoot(number(a)?).into(),
        Kind::Func(Func::Log, a) => Known::Logarithm(number(a)?).into(),
        _ => None,
    };
    f.reduced(&known)
}

/// Are two expressions the same function, wherever both are defined? `false` is no statement.
pub(super) fn same(a: &Expr, b: &Expr) -> bool {
    a == b || fraction(&(a.clone() - b.clone())).is_some_and(|f| f.numerator.is_zero())
}

/// An expression without x with arithmetic on numbers carried out.
///
/// Only for expressions that are known to be defined: `0*a` becomes 0.
pub(super) fn folded(e: &Expr) -> Expr {
    let mut memo: BTreeMap<usize, Expr> = BTreeMap::new();
    for node in postorder(e) {
        let of = |c: &Expr| memo.get(&c.id()).cloned().unwrap_or_else(|| c.clone());
        let children: Vec<Expr> = node.node().children().into_iter().map(of).collect();
        let new = fold(node.node(), children);
        memo.insert(node.id(), new);
    }
    let result = memo.remove(&e.id()).unwrap_or_else(|| e.clone());
    if result.as_num().is_some() || !is_constant(&result) {
        return result;
    }
    // What the folding does not see: `a/a`, `sqrt(2)^2 - 2`.
    let Some(f) = fraction(&result) else {
        return result;
    };
    match (f.as_ratio(), f.in_parameters()) {
        (Some(q), _) if q.numer().bits().max(q.denom().bits()) <= MAX_BITS => Expr::num(q),
        (None, Some((up, down))) if tree_size(&up) + tree_size(&down) <= tree_size(&result) => {
            if down.is_one_literal() {
                up
            } else {
                up / down
            }
        }
        _ => result,
    }
}

fn fold(node: &Node, c: Vec<Expr>) -> Expr {
    let number = |i: usize| {
        c.get(i)
            .and_then(Expr::as_num)
            .filter(|q| q.numer().bits().max(q.denom().bits()) <= MAX_BITS)
    };
    let zero = |i: usize| c.get(i).is_some_and(Expr::is_zero_literal);
    let one = |i: usize| c.get(i).is_some_and(Expr::is_one_literal);
    let new = match node {
        Node::Neg(_) => match (number(0), c[0].node()) {
            (Some(q), _) => Some(Expr::num(-q)),
            (None, Node::Neg(inner)) => Some(inner.clone()),
            _ => None,
        },
        Node::Add(..) if zero(0) => Some(c[1].clone()),
        Node::Add(..) | Node::Sub(..) if zero(1) => Some(c[0].clone()),
        Node::Sub(..) if zero(0) => Some(fold(&Node::Neg(c[1].clone()), vec![c[1].clone()])),
        Node::Add(..) => match c[1].node() {
            Node::Neg(b) => Some(c[0].clone() - b.clone()),
            _ => both(number(0), number(1), |p, q| p + q),
        },
        Node::Sub(..) if c[0] == c[1] => Some(Expr::int(0)),
        Node::Sub(..) => match c[1].node() {
            Node::Neg(b) => Some(c[0].clone() + b.clone()),
            _ => both(number(0), number(1), |p, q| p - q),
        },
        Node::Mul(..) if zero(0) || zero(1) => Some(Expr::int(0)),
        Node::Mul(..) if one(0) => Some(c[1].clone()),
        Node::Mul(..) if one(1) => Some(c[0].clone()),
        Node::Mul(..) => both(number(0), number(1), |p, q| p * q),
        Node::Div(..) if one(1) => Some(c[0].clone()),
        Node::Div(..) if zero(0) && !zero(1) => Some(Expr::int(0)),
        Node::Div(..) if !zero(1) => both(number(0), number(1), |p, q| p / q),
        Node::Pow(..) if one(1) => Some(c[0].clone()),
        Node::Pow(..) => match (number(0), number(1)) {
            (Some(p), Some(q)) => power(p, q),
            _ => None,
        },
        Node::Func(f, _) => special(*f, &c[0]),
        _ => None,
    };
    new.unwrap_or_else(|| Expr::new(node.with_children(c)))
}

fn both(
    p: Option<&BigRational>,
    q: Option<&BigRational>,
    f: impl Fn(&BigRational, &BigRational) -> BigRational,
) -> Option<Expr> {
    Some(Expr::num(f(p?, q?)))
}

fn power(p: &BigRational, q: &BigRational) -> Option<Expr> {
    if *q == BigRational::new(BigInt::one(), BigInt::from(2)) {
        return Func::Sqrt.properties().rational_value(p).map(Expr::num);
    }
    if !q.is_integer() {
        return None;
    }
    let n = q.to_integer().to_i64()?;
    let bits = p.numer().bits().max(p.denom().bits());
    if bits.saturating_mul(n.unsigned_abs()) > MAX_BITS || (p.is_zero() && n < 0) {
        return None;
    }
    let value = num_traits::pow(p.clone(), n.unsigned_abs().to_usize()?);
    Some(Expr::num(if n < 0 { value.recip() } else { value }))
}

/// Values of elementary functions that are rational, and functions that undo each other.
fn special(f: Func, u: &Expr) -> Option<Expr> {
    if let Some(value) = u.as_num().and_then(|q| f.properties().rational_value(q)) {
        return Some(Expr::num(value));
    }
    // exp(log(u)) for a constant u that is known to be in the domain; log(exp(u)) for any u.
    match (f, u.node()) {
        (Func::Exp, Node::Func(Func::Log, v)) | (Func::Log, Node::Func(Func::Exp, v)) => {
            Some(v.clone())
        }
        (Func::Exp, Node::Neg(v)) => match v.node() {
            Node::Func(Func::Log, w) => Some(fold(
                &Node::Div(Expr::int(1), w.clone()),
                vec![Expr::int(1), w.clone()],
            )),
            _ => None,
        },
        _ => None,
    }
}

/// The value of an expression in x at a constant point, folded.
pub(super) fn at(e: &Expr, point: &Expr) -> Expr {
    folded(&substitute(e, point))
}

/// Is the constant 0? `None` if that is not decided.
pub(super) fn zeros(e: &Expr) -> Option<Zeros> {
    if let Some(q) = e.as_num() {
        return Some(if q.is_zero() {
            Zeros::Zero
        } else {
            Zeros::Nonzero
        });
    }
    if symbols(e).is_empty() {
        return match sign(e)? {
            Sign::NoSign => Some(Zeros::Zero),
            _ => Some(Zeros::Nonzero),
        };
    }
    let f = fraction(e)?;
    if f.numerator.is_zero() {
        return Some(Zeros::Zero);
    }
    if range(e).ok()?.is_nonzero() {
        return Some(Zeros::Nonzero);
    }
    // Denominators are different from 0: that is a condition of its own.
    let condition = match f.in_parameters() {
        Some((up, _)) => match up.node() {
            Node::Neg(c) => c.clone(),
            _ => up,
        },
        None => e.clone(),
    };
    if condition.as_num().is_some() {
        return Some(Zeros::Nonzero);
    }
    f.numerator
        .is_nonzero_in_parameters()
        .then_some(Zeros::Generic(condition))
}

/// The sign of a constant for all values of its parameters; `None` if not decided.
pub(super) fn sign(e: &Expr) -> Option<Sign> {
    if let Some(q) = e.as_num() {
        return Some(q.numer().sign());
    }
    let dag = Dag::new(e).ok()?;
    if fraction(e).is_some_and(|f| f.numerator.is_zero()) {
        return Some(Sign::NoSign);
    }
    if symbols(e).is_empty() {
        return witness::sign_of_constant(&dag, dag.root);
    }
    let range = range(e).ok()?;
    if range.is_positive() {
        Some(Sign::Plus)
    } else if range.is_negative() {
        Some(Sign::Minus)
    } else {
        None
    }
}

/// Rational bounds of a constant without parameters.
pub(super) fn bounds(e: &Expr) -> Option<Enclosure> {
    enclose::enclose(e, &BigRational::zero(), 64).ok()
}

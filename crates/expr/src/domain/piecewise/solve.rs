//! The real zeros of an expression in x without `abs`, `max`, `min`, `where`: a finite list that contains
//! all of them, each as an exact constant.
//!
//! Polynomials by their rational and quadratic roots; other expressions by undoing one invertible
//! function after the other (`alpha*(exp(x/alpha) - 1) = 0` is `x/alpha = log(1)`).

use std::convert::Infallible;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::constant::{self, Zeros, folded, fraction};
use crate::domain::range;
use crate::function::{Formula, Nodes, Preimages};
use crate::{Expr, Func, Node, is_constant, tree_size};
use wronski_certificate::{Limit, Reason};
use wronski_exact::univariate::UnivariatePolynomial;

/// Deepest chain of functions that is undone.
const MAX_DEPTH: u32 = 64;
/// The longest slope and intercept, in symbols.
const MAX_LENGTH: u64 = 2000;
/// Most zeros.
const MAX_ZEROS: usize = 32;

/// The zeros, or why they are not known.
pub(super) type Found = Result<Vec<Expr>, Reason>;

/// The zeros of `d`, a superset in points where `d` is not defined. Expressions in parameters that must not
/// be 0 are added to `conditions`.
pub(super) fn zeros(d: &Expr, conditions: &mut Vec<Expr>) -> Found {
    let mut found = solve(d, &Expr::int(0), conditions, 0)?;
    let mut distinct: Vec<Expr> = Vec::new();
    for z in found.drain(..) {
        if !distinct.iter().any(|known| constant::same(known, &z)) {
            distinct.push(z);
        }
    }
    if distinct.len() > MAX_ZEROS {
        return Err(Reason::limit(Limit::SignChanges, MAX_ZEROS));
    }
    Ok(distinct)
}

/// `g = r` with a constant `r`.
fn solve(g: &Expr, r: &Expr, conditions: &mut Vec<Expr>, depth: u32) -> Found {
    let unknown = || {
        Err(Reason::Solutions {
            subject: g.into(),
            value: r.into(),
        })
    };
    if depth > MAX_DEPTH {
        return Err(Reason::limit(Limit::Inversions, MAX_DEPTH).about(g.into()));
    }
    let difference = if r.is_zero_literal() {
        g.clone()
    } else {
        g.clone() - r.clone()
    };
    if range(&difference).is_ok_and(|s| s.is_nonzero()) {
        return Ok(vec![]);
    }
    if let Some(p) = fraction(&difference).and_then(|f| f.numerator.in_x()) {
        if let Some(roots) = polynomial_roots(&p) {
            return Ok(roots);
        }
        return unknown();
    }
    if let Some((slope, intercept)) = linear(&difference) {
        return match constant::zeros(&slope) {
            Some(Zeros::Nonzero) => Ok(vec![folded(&(-intercept / slope))]),
            Some(Zeros::Generic(c)) => {
                note(conditions, c);
                Ok(vec![folded(&(-intercept / slope))])
            }
            _ => unknown(),
        };
    }
    let mut next = |h: &Expr, value: Expr| solve(h, &folded(&value), conditions, depth + 1);
    match g.node() {
        Node::Var => Ok(vec![r.clone()]),
        Node::Neg(h) => next(h, -r.clone()),
        Node::Add(h, k) if is_constant(k) => next(h, r.clone() - k.clone()),
        Node::Add(h, k) if is_constant(h) => next(k, r.clone() - h.clone()),
        Node::Sub(h, k) if is_constant(k) => next(h, r.clone() + k.clone()),
        Node::Sub(h, k) if is_constant(h) => next(k, h.clone() - r.clone()),
        Node::Mul(h, k) | Node::Mul(k, h) if is_constant(k) => {
            match constant::zeros(&folded(k)) {
                Some(Zeros::Nonzero) => {}
                Some(Zeros::Generic(c)) => note(conditions, c),
                _ => return unknown(),
            }
            solve(h, &folded(&(r.clone() / k.clone())), conditions, depth + 1)
        }
        Node::Mul(h, k) if r.is_zero_literal() => {
            let mut found = next(h, Expr::int(0))?;
            found.extend(next(k, Expr::int(0))?);
            Ok(found)
        }
        Node::Div(h, k) if is_constant(k) => next(h, r.clone() * k.clone()),
        Node::Div(h, _) if r.is_zero_literal() && !is_constant(h) => next(h, Expr::int(0)),
        Node::Div(h, k)
            if is_constant(h) && constant::sign(r).is_some_and(|s| s != Sign::NoSign) =>
        {
            next(k, h.clone() / r.clone())
        }
        Node::Pow(h, n) => power(h, n, r, conditions, depth).unwrap_or_else(unknown),
        Node::Func(f, h) => match inverse(*f, r) {
            Some(values) => {
                let mut found = Vec::new();
                for value in values {
                    found.extend(next(h, value)?);
                }
                Ok(found)
            }
            None => unknown(),
        },
        _ => unknown(),
    }
}

fn note(conditions: &mut Vec<Expr>, c: Expr) {
    if !conditions.contains(&c) {
        conditions.push(c);
    }
}

/// `h^n = r` for a positive integer `n`.
fn power(h: &Expr, n: &Expr, r: &Expr, conditions: &mut Vec<Expr>, depth: u32) -> Option<Found> {
    let n = n.as_num().filter(|n| n.is_positive())?;
    if r.is_zero_literal() {
        return Some(solve(h, r, conditions, depth + 1));
    }
    if *n != BigRational::from_integer(BigInt::from(2)) {
        return None;
    }
    match constant::sign(r)? {
        Sign::Plus => {
            let root = folded(&Expr::apply(Func::Sqrt, r.clone()));
            let both = solve(h, &root, conditions, depth + 1).and_then(|mut found| {
                found.extend(solve(h, &folded(&-root), conditions, depth + 1)?);
                Ok(found)
            });
            Some(both)
        }
        _ => Some(Ok(vec![])),
    }
}

/// All `u` with `f(u) = r`, if there are finitely many and they are known.
fn inverse(f: Func, r: &Expr) -> Option<Vec<Expr>> {
    let at_r = |formula: &Formula| {
        let mut trees = Nodes(|node| Ok::<_, Infallible>(Expr::new(node)));
        let Ok(value) = formula.evaluate(&mut trees, r, r);
        value
    };
    let one_if = |value: &Formula, condition: &Formula, none_for: &[Sign]| {
        let sign = constant::sign(&folded(&at_r(condition)))?;
        Some(if none_for.contains(&sign) {
            vec![]
        } else {
            vec![at_r(value)]
        })
    };
    match f.properties().preimages {
        Preimages::One(value) => Some(vec![at_r(value)]),
        Preimages::OneIfPositive(value, condition) => {
            one_if(value, condition, &[Sign::Minus, Sign::NoSign])
        }
        Preimages::OneIfNonNegative(value, condition) => one_if(value, condition, &[Sign::Minus]),
        Preimages::OfSpecialValue => {
            let [at, value] = f.properties().special_value;
            let difference = folded(&(r.clone() - Expr::int(value)));
            (constant::sign(&difference)? == Sign::NoSign).then(|| vec![Expr::int(at)])
        }
        Preimages::Unknown => None,
    }
}

/// The roots, if they are rational or come from one quadratic factor.
fn polynomial_roots(p: &UnivariatePolynomial) -> Option<Vec<Expr>> {
    if p.is_zero() {
        return None;
    }
    let p = p.squarefree_part().ok()?;
    let roots = p.real_roots().ok()?;
    let mut found: Vec<Expr> = Vec::new();
    let mut rest = p.coefficients();
    for q in roots.iter().filter_map(|r| r.exact()) {
        found.push(Expr::num(q.clone()));
        rest = deflated(&rest, q);
    }
    if found.len() == roots.len() {
        return Some(found);
    }
    let [c, b, a] = rest.as_slice() else {
        return None;
    };
    let number = |n: i64| BigRational::from_integer(BigInt::from(n));
    // (-b -+ sqrt(b^2 - 4 a c))/(2 a), as m -+ sqrt(D).
    let middle = -b / (number(2) * a);
    let square = &middle * &middle - c / a;
    if square.is_negative() {
        return None;
    }
    let root = surd(&square);
    if middle.is_zero() {
        found.push(-root.clone());
        found.push(root);
    } else {
        found.push(Expr::num(middle.clone()) - root.clone());
        found.push(Expr::num(middle) + root);
    }
    Some(found)
}

/// The square root of a positive number as `r*sqrt(n)` with a whole `n` without small square factors.
fn surd(q: &BigRational) -> Expr {
    let mut n = q.numer() * q.denom();
    let mut factor = BigInt::from(1);
    for p in 2..=100_u32 {
        let square = BigInt::from(p * p);
        while (&n % &square).is_zero() {
            n /= &square;
            factor *= p;
        }
    }
    let r = BigRational::new(factor, q.denom().clone());
    folded(&(Expr::num(r) * Expr::apply(Func::Sqrt, Expr::num(BigRational::from_integer(n)))))
}

/// Division by `x - q` (coefficients from the constant term up).
fn deflated(p: &[BigRational], q: &BigRational) -> Vec<BigRational> {
    let mut quotient = Vec::new();
    let mut carry = BigRational::zero();
    for c in p.iter().skip(1).rev() {
        carry = carry * q + c;
        quotient.push(carry.clone());
    }
    quotient.reverse();
    quotient
}

/// A linear function as a line, where that is shorter.
pub(super) fn shortened(e: &Expr) -> Expr {
    if tree_size(e) <= 4 {
        return e.clone();
    }
    let short = linear(e).map(|(slope, intercept)| written(&slope, &intercept));
    match short {
        Some(line) if tree_size(&line) < tree_size(e) => line,
        _ => e.clone(),
    }
}

/// The line with this slope and intercept.
pub(super) fn written(slope: &Expr, intercept: &Expr) -> Expr {
    let product = if *slope == Expr::int(-1) {
        -Expr::x()
    } else {
        slope.clone() * Expr::x()
    };
    let line = match intercept.as_num() {
        Some(q) if q.is_negative() => product - Expr::num(-q),
        _ => product + intercept.clone(),
    };
    folded(&line)
}

/// Slope and intercept, if the expression is certainly a linear function of x.
pub(super) fn linear(e: &Expr) -> Option<(Expr, Expr)> {
    if let Some(p) = fraction(e).and_then(|f| f.polynomial_in_x()) {
        return match p.coefficients().as_slice() {
            [] => Some((Expr::int(0), Expr::int(0))),
            [b] => Some((Expr::int(0), Expr::num(b.clone()))),
            [b, a] => Some((Expr::num(a.clone()), Expr::num(b.clone()))),
            _ => None,
        };
    }
    // Two values determine it, an identity confirms it.
    let intercept = constant::at(e, &Expr::int(0));
    let slope = folded(&(constant::at(e, &Expr::int(1)) - intercept.clone()));
    let line = slope.clone() * Expr::x() + intercept.clone();
    let short = tree_size(&line) <= MAX_LENGTH;
    (short && constant::same(e, &line)).then_some((slope, intercept))
}

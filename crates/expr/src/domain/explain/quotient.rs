//! Sums and fractions as data: what shows their signs.

use num_rational::BigRational;
use num_traits::{One, Signed};

use super::fact::{Form, Quotient};
use crate::dag::Dag;
use crate::domain::squares::{self, Polynomial, Squares};
use crate::fraction::{Atom, Exponent, Fraction, Powers, Sum};
use crate::{Expr, Node};

/// A fraction whose signs are known.
pub(super) fn quotient(f: &Fraction, dag: &Dag) -> Option<Quotient> {
    let one = f.denominator.as_constant().is_some_and(|q| q.is_one());
    Some(Quotient {
        numerator: form(&f.numerator, dag)?,
        denominator: if one {
            None
        } else {
            Some(form(&f.denominator, dag)?)
        },
    })
}

/// By which of its forms the signs of a sum are found: in the order in which they are tried.
fn form(sum: &Sum, dag: &Dag) -> Option<Form> {
    let plain = |coefficients| Form::Polynomial {
        coefficients,
        exponential: None,
        times: None,
    };
    if sum.is_zero() {
        return Some(plain(Vec::new()));
    }
    if let Some(p) = sum.in_x() {
        return Some(plain(p.coefficients()));
    }
    if let Some(w) = squares::positive(sum) {
        let written = |list: &Squares| -> Vec<(BigRational, Expr)> {
            list.iter()
                .map(|(w, p)| (w.clone(), polynomial(p)))
                .collect()
        };
        let all = squares::polynomial(sum)?;
        return Some(Form::Squares {
            polynomial: polynomial(&all),
            constant: w.constant.clone(),
            multiplier: written(&w.multiplier),
            squares: written(&w.squares),
        });
    }
    if let Some(p) = sum.in_one_exponential() {
        return Some(Form::Polynomial {
            coefficients: p.polynomial.coefficients(),
            exponential: exponent(&p.base, dag),
            times: exponent(&p.times, dag),
        });
    }
    let (times, p) = sum.times_one_exponential()?;
    Some(Form::Polynomial {
        coefficients: p.coefficients(),
        exponential: None,
        times: exponent(&times, dag),
    })
}

fn atom(a: &Atom, dag: &Dag) -> Expr {
    match a {
        Atom::Var => Expr::x(),
        Atom::Symbol(s) => Expr::new(Node::Symbol(s.clone())),
        Atom::Pi => Expr::new(Node::Pi),
        Atom::Node(i) => dag.item(*i).expr.clone(),
    }
}

/// A sum of products of powers.
fn sum(terms: impl Iterator<Item = (Vec<(Expr, u32)>, BigRational)>) -> Option<Expr> {
    let mut total: Option<Expr> = None;
    for (powers, c) in terms {
        let mut product: Option<Expr> = None;
        for (base, n) in powers {
            let power = if n == 1 { base } else { base.pow(i64::from(n)) };
            product = Some(match product {
                None => power,
                Some(p) => p * power,
            });
        }
        let absolute = match product {
            None => Expr::num(c.abs()),
            Some(p) if c.abs().is_one() => p,
            Some(p) => Expr::num(c.abs()) * p,
        };
        total = Some(match (total, c.is_negative()) {
            (None, false) => absolute,
            (None, true) => -absolute,
            (Some(s), false) => s + absolute,
            (Some(s), true) => s - absolute,
        });
    }
    total
}

/// An exponent that is not 0.
fn exponent(e: &Exponent, dag: &Dag) -> Option<Expr> {
    let written = |p: &Powers| p.iter().map(|(a, n)| (atom(a, dag), *n)).collect();
    sum(e.iter().map(|(p, c)| (written(p), c.clone())))
}

/// A polynomial in x, parameters and pi.
fn polynomial(p: &Polynomial) -> Expr {
    let base = |a: &Atom| match a {
        Atom::Symbol(s) => Expr::new(Node::Symbol(s.clone())),
        Atom::Pi => Expr::new(Node::Pi),
        _ => Expr::x(),
    };
    let written = |p: &squares::Powers| p.iter().map(|(a, n)| (base(a), *n)).collect();
    sum(p.iter().rev().map(|(p, c)| (written(p), c.clone()))).unwrap_or_else(|| Expr::int(0))
}

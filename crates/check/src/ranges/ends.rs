//! Limits at the ends of the line, by growth. At minus infinity, x is replaced by `-x`.

use std::cmp::Ordering;

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::nodes::{NodeKind, Nodes, unfolded};
use super::tail::{
    Tail, added, constant, exponential, of_polynomial, opposite, power, product, sum, trimmed,
};
use crate::elementary::of as function;
use crate::failure::{Checked, unshown};
use wronski_certificate::EndOfLine;
use wronski_diagnostic::interruption;
use wronski_expr::{Expr, Func, substitute};

/// The largest degree of an exponent.
const DEGREE: usize = 60;

/// The limit of a function at an end of the line: an exact constant, or `None` if it is
/// infinite.
///
/// # Errors
/// Not shown, if it is not found.
pub(crate) fn limit(expr: &Expr, end: EndOfLine) -> Checked<Option<Expr>> {
    let mut nodes = Nodes::default();
    let whole = unfolded(expr)?.root;
    let whole = match end {
        EndOfLine::Right => whole,
        EndOfLine::Left => substitute(&whole, &-Expr::x()),
    };
    let root = nodes.insert(&whole)?;
    let mut tails: Vec<Option<Tail>> = vec![];
    let mut polynomials: Vec<Option<Vec<BigRational>>> = vec![];
    for i in 0..=root {
        interruption::point();
        polynomials.push(polynomial(&nodes, i, &polynomials));
        let tail = match &polynomials[i] {
            Some(p) => Some(of_polynomial(p)),
            None if !nodes.depends(i).x => constant(nodes.expr(i)),
            None => tail(&nodes, i, &tails, &polynomials),
        };
        tails.push(tail);
    }
    let open = || unshown("the limit at an end of the line is not found");
    Ok(match tails.pop().flatten().ok_or_else(open)? {
        Tail::Zero | Tail::Vanishing => Some(Expr::int(0)),
        Tail::Unbounded(_) => None,
        Tail::Scaled(s) => match s.order() {
            Ordering::Less => Some(Expr::int(0)),
            Ordering::Equal => Some(s.constant),
            Ordering::Greater => None,
        },
    })
}

/// The coefficients of a node that is a polynomial over the rational numbers, constant term first.
fn polynomial(
    nodes: &Nodes,
    i: usize,
    known: &[Option<Vec<BigRational>>],
) -> Option<Vec<BigRational>> {
    let of = |k: &usize| known.get(*k)?.as_ref();
    let one = || BigRational::from_integer(1.into());
    let found = match nodes.kind(i) {
        NodeKind::Number(q) => vec![q.clone()],
        NodeKind::X => vec![BigRational::zero(), one()],
        NodeKind::Neg(a) => added(&vec![], of(a)?, &-one()),
        NodeKind::Add(a, b) => added(of(a)?, of(b)?, &one()),
        NodeKind::Sub(a, b) => added(of(a)?, of(b)?, &-one()),
        NodeKind::Mul(a, b) => multiplied(of(a)?, of(b)?)?,
        NodeKind::Div(a, b) => match of(b)?.as_slice() {
            [c] if !c.is_zero() => added(&vec![], of(a)?, &c.recip()),
            _ => return None,
        },
        NodeKind::Pow(a, n) => {
            let n = nodes
                .written(*n)
                .filter(|n| n.is_integer() && !n.is_negative())?;
            let n = u8::try_from(n.to_integer())
                .ok()
                .filter(|n| usize::from(*n) <= DEGREE)?;
            let mut out = vec![one()];
            for _ in 0..n {
                out = multiplied(&out, of(a)?)?;
            }
            out
        }
        _ => return None,
    };
    Some(trimmed(found))
}

fn multiplied(a: &[BigRational], b: &[BigRational]) -> Option<Vec<BigRational>> {
    if a.len() + b.len() > DEGREE + 2 {
        return None;
    }
    let mut out = vec![BigRational::zero(); (a.len() + b.len()).saturating_sub(1)];
    for (i, p) in a.iter().enumerate() {
        for (j, q) in b.iter().enumerate() {
            out[i + j] += p * q;
        }
    }
    Some(out)
}

fn tail(
    nodes: &Nodes,
    i: usize,
    tails: &[Option<Tail>],
    polynomials: &[Option<Vec<BigRational>>],
) -> Option<Tail> {
    let of = |k: &usize| tails.get(*k).cloned().flatten();
    match nodes.kind(i) {
        NodeKind::Neg(a) => Some(opposite(of(a)?)),
        NodeKind::Add(a, b) => sum(of(a)?, of(b)?),
        NodeKind::Sub(a, b) => sum(of(a)?, opposite(of(b)?)),
        NodeKind::Mul(a, b) => product(of(a)?, of(b)?),
        NodeKind::Div(a, b) => product(
            of(a)?,
            power(of(b)?, &BigRational::from_integer((-1).into()))?,
        ),
        NodeKind::Pow(a, n) => power(of(a)?, nodes.written(*n)?),
        NodeKind::Function(Func::Exp, a) => match polynomials.get(*a).cloned().flatten() {
            Some(p) => exponential(p),
            None => function(Func::Exp).tail(of(a)?),
        },
        NodeKind::Function(f, a) => function(*f).tail(of(a)?),
        _ => None,
    }
}

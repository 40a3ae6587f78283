//! One-sided Taylor expansions at a rational point.
//!
//! Close to the point, on one side of it, an `abs`, `max`, `min` or `where` is the piece that the first
//! coefficient decides which is not 0; the expansion is that of an analytic function. `f(u)` follows from `f`
//! at the constant coefficient and the derivative: `exp(u)' = u' exp(u)`, `log(u)' = u'/u`, and so on.

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::comparison::{Truth, of_numbers};
use super::nodes::{NodeKind, Nodes};
use super::series::{
    BITS, Coefficient, Series, add, constant, div, mul, neg, power, side_sign, sub,
};
use super::side::Side;
use crate::elementary::of;
use wronski_diagnostic::interruption;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Func, Relation};

/// The expansion of a node at the point, on the right or on the left; `None` if it does not follow.
pub(super) fn one_sided(
    nodes: &Nodes,
    root: usize,
    at: &BigRational,
    side: Side,
    length: usize,
) -> Option<Series> {
    let mut all: std::collections::BTreeMap<usize, Series> = Default::default();
    let below = nodes.below(&[root]);
    for i in below {
        interruption::point();
        if let Some(series) = one(nodes, i, &all, (at, side, length)) {
            all.insert(i, series);
        }
    }
    all.remove(&root)
}

fn one(
    nodes: &Nodes,
    i: usize,
    all: &std::collections::BTreeMap<usize, Series>,
    (at, side, length): (&BigRational, Side, usize),
) -> Option<Series> {
    let get = |j: &usize| all.get(j);
    if let Some(q) = nodes.written(i) {
        return constant(Coefficient::exact(q.clone())?, length);
    }
    match nodes.kind(i) {
        NodeKind::Number(q) => constant(Coefficient::exact(q.clone())?, length),
        NodeKind::Pi => constant(Coefficient::enclosed(Enclosure::pi(BITS).ok()?), length),
        NodeKind::E => constant(Coefficient::enclosed(Enclosure::e(BITS).ok()?), length),
        NodeKind::X => {
            let mut x = constant(Coefficient::exact(at.clone())?, length)?;
            if let Some(slope) = x.get_mut(1) {
                *slope = Coefficient::integer(1)?;
            }
            Some(x)
        }
        NodeKind::Parameter(_) => None,
        NodeKind::Neg(a) => neg(get(a)?),
        NodeKind::Add(a, b) => add(get(a)?, get(b)?),
        NodeKind::Sub(a, b) if a == b => constant(Coefficient::integer(0)?, length),
        NodeKind::Sub(a, b) => sub(get(a)?, get(b)?),
        NodeKind::Mul(a, b) => mul(get(a)?, get(b)?),
        NodeKind::Div(a, b) => div(get(a)?, get(b)?),
        NodeKind::Pow(a, b) => match nodes.written(*b) {
            Some(q) if q.is_integer() => power(get(a)?, q.to_integer().to_i64()?),
            _ => {
                let log = of(Func::Log).series(get(a)?, side)?;
                of(Func::Exp).series(&mul(get(b)?, &log)?, side)
            }
        },
        NodeKind::Function(f, a) => of(*f).series(get(a)?, side),
        NodeKind::Max(a, b) | NodeKind::Min(a, b) => {
            let (u, v) = (get(a)?, get(b)?);
            let larger = side_sign(&sub(u, v)?, side)? != Sign::Minus;
            let first = larger == matches!(nodes.kind(i), NodeKind::Max(..));
            Some(if first { u.clone() } else { v.clone() })
        }
        NodeKind::Where(relation, [a, b, then, otherwise]) => {
            let s = side_sign(&sub(get(a)?, get(b)?)?, side)?;
            let holds = match relation {
                Relation::Less | Relation::LessEqual => s == Sign::Minus,
                Relation::Greater | Relation::GreaterEqual => s == Sign::Plus,
            };
            get(if holds { then } else { otherwise }).cloned()
        }
    }
}

/// The value of a node at the point, enclosed.
pub(super) fn value(nodes: &Nodes, root: usize, at: &BigRational) -> Option<Coefficient> {
    let mut all: std::collections::BTreeMap<usize, Coefficient> = Default::default();
    for i in nodes.below(&[root]) {
        let get = |j: &usize| all.get(j);
        let single = |j: &usize| Some(vec![get(j)?.clone()]);
        let found = match nodes.kind(i) {
            NodeKind::Where(relation, [a, b, then, otherwise]) => {
                let taken = || {
                    let s = get(a)?.minus(get(b)?)?.sign()?;
                    match of_numbers(*relation, &s, &Sign::NoSign) {
                        Truth::Always => get(then).cloned(),
                        Truth::Never => get(otherwise).cloned(),
                    }
                };
                taken()
            }
            NodeKind::Function(Func::Abs, a) => get(a).and_then(|v| {
                Some(if v.sign()? == Sign::Minus {
                    v.neg()
                } else {
                    v.clone()
                })
            }),
            NodeKind::Max(a, b) | NodeKind::Min(a, b) => {
                let larger = || {
                    let s = get(a)?.minus(get(b)?)?.sign()?;
                    let first = (s != Sign::Minus) == matches!(nodes.kind(i), NodeKind::Max(..));
                    get(if first { a } else { b }).cloned()
                };
                larger()
            }
            kind => {
                let operands: Option<std::collections::BTreeMap<usize, Series>> = kind
                    .operands()
                    .iter()
                    .map(|j| Some((*j, single(j)?)))
                    .collect();
                operands
                    .and_then(|all| one(nodes, i, &all, (at, Side::Right, 1)))
                    .and_then(|mut s| s.pop())
            }
        };
        if let Some(v) = found {
            all.insert(i, v);
        }
    }
    all.remove(&root)
}

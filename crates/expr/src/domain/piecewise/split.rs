//! Cutting the real line where `abs`, `max`, `min` and `where` change, and choosing their branches.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;

use super::constant::{self, bounds};
use super::solve;
use crate::dag::Dag;
use crate::domain::facts::Facts;
use crate::domain::region::Region;
use crate::measure::postorder;
use crate::{Expansion, Expr, Func, Node, dag_size, enclose, is_constant, parameters};
use wronski_certificate::{Limit, Reason, Step, TruthValue};
use wronski_exact::univariate::End;

/// Most intervals.
const MAX_PIECES: usize = 64;
/// Most choices of a branch.
const MAX_STEPS: usize = 300;
/// Most nodes that are visited in all steps together.
const MAX_WORK: usize = 20_000;
/// Most derivatives that are tried for the sign next to a point.
const MAX_ORDER: usize = 6;

/// An interval with the expression that holds on it.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub low: Option<Expr>,
    pub high: Option<Expr>,
    pub expr: Expr,
}

/// The parts from left to right; neighbours share an end.
pub(super) struct Split {
    pub parts: Vec<Part>,
    /// Must be different from 0.
    pub conditions: Vec<Expr>,
    steps: usize,
    work: usize,
}

type Decided<T> = Result<T, Reason>;

/// Splits an expression without names, compositions and derivatives that is defined everywhere.
pub(super) fn split(expr: &Expr) -> Decided<Split> {
    let mut split = Split {
        parts: Vec::new(),
        conditions: Vec::new(),
        steps: 0,
        work: 0,
    };
    // Parts are resolved from left to right with a stack.
    let mut work = vec![Part {
        low: None,
        high: None,
        expr: expr.clone(),
    }];
    while let Some(part) = work.pop() {
        let Some(node) = switch(&part.expr) else {
            split.parts.push(part);
            continue;
        };
        split.steps += 1;
        split.work += dag_size(&part.expr);
        if split.parts.len() + work.len() > MAX_PIECES {
            return Err(Reason::limit(Limit::Pieces, MAX_PIECES));
        }
        if split.steps > MAX_STEPS {
            return Err(Reason::limit(Limit::Cuts, MAX_STEPS));
        }
        if split.work > MAX_WORK {
            return Err(Reason::limit(Limit::CutNodes, MAX_WORK));
        }
        let mut pieces = split.cut(&part, &node)?;
        pieces.reverse();
        work.extend(pieces);
    }
    Ok(split)
}

/// Is there nothing in the expression that chooses among pieces?
pub(in crate::domain) fn is_one_piece(e: &Expr) -> bool {
    switch(e).is_none()
}

/// A node that chooses among pieces by expressions without such nodes.
fn switch(e: &Expr) -> Option<Expr> {
    let mut switches: BTreeMap<usize, bool> = BTreeMap::new();
    for node in postorder(e) {
        let has = |c: &Expr| switches.get(&c.id()).copied() == Some(true);
        let chooses = match node.node() {
            Node::Where(_, [a, b, _, _]) | Node::Max(a, b) | Node::Min(a, b) => {
                Some(!has(a) && !has(b))
            }
            Node::Func(Func::Abs, a) => Some(!has(a)),
            _ => None,
        };
        if chooses == Some(true) {
            return Some(node);
        }
        let any = chooses.is_some() || node.node().children().into_iter().any(has);
        switches.insert(node.id(), any);
    }
    None
}

/// What changes sign where the node changes its branch.
fn difference(node: &Expr) -> Expr {
    match node.node() {
        Node::Where(_, [a, b, _, _]) | Node::Max(a, b) | Node::Min(a, b) => {
            if b.is_zero_literal() {
                a.clone()
            } else {
                a.clone() - b.clone()
            }
        }
        Node::Func(_, a) => a.clone(),
        _ => node.clone(),
    }
}

/// The branch for a sign of the difference.
fn branch(node: &Expr, sign: Sign) -> Expr {
    match node.node() {
        Node::Max(a, b) => match sign {
            Sign::Minus => b.clone(),
            _ => a.clone(),
        },
        Node::Min(a, b) => match sign {
            Sign::Plus => b.clone(),
            _ => a.clone(),
        },
        Node::Func(_, a) if sign != Sign::Minus => a.clone(),
        Node::Func(_, a) => match a.node() {
            Node::Num(q) => Expr::num(-q),
            Node::Neg(inner) => inner.clone(),
            _ => -a.clone(),
        },
        Node::Where(relation, [_, _, then, otherwise]) => {
            match relation.holds(sign.cmp(&Sign::NoSign)) {
                TruthValue::True => then.clone(),
                TruthValue::False => otherwise.clone(),
            }
        }
        _ => node.clone(),
    }
}

/// The expression with every occurrence of a node replaced.
fn replaced(e: &Expr, node: &Expr, by: &Expr) -> Expr {
    let mut memo: BTreeMap<usize, Expr> = BTreeMap::new();
    for n in postorder(e) {
        let new = if n == *node {
            by.clone()
        } else {
            let of = |c: &Expr| memo.get(&c.id()).cloned().unwrap_or_else(|| c.clone());
            let old = n.node().children();
            let children: Vec<Expr> = old.iter().map(|c| of(c)).collect();
            if old.iter().zip(&children).all(|(o, c)| o.id() == c.id()) {
                n.clone()
            } else {
                Expr::new(n.node().with_children(children))
            }
        };
        memo.insert(n.id(), new);
    }
    memo.remove(&e.id()).unwrap_or_else(|| e.clone())
}

/// The value at a point, with every branch chosen by the exact sign there.
pub(super) fn value(expr: &Expr, point: &Expr) -> Decided<Expr> {
    let mut e = expr.clone();
    for _ in 0..MAX_STEPS {
        let Some(node) = switch(&e) else {
            return Ok(constant::at(&e, point));
        };
        let d = constant::at(&difference(&node), point);
        let sign = constant::sign(&d).ok_or_else(|| sign_open(&d))?;
        e = replaced(&e, &node, &branch(&node, sign));
    }
    Err(Reason::limit(Limit::Choices, MAX_STEPS))
}

fn sign_open(d: &Expr) -> Reason {
    Reason::step(Step::Sign).about(d.into())
}

/// How two constants compare, for all parameters.
pub(super) fn compare(a: &Expr, b: &Expr) -> Decided<Ordering> {
    let d = constant::folded(&(a.clone() - b.clone()));
    match constant::sign(&d) {
        Some(s) => Ok(s.cmp(&Sign::NoSign)),
        None => Err(Reason::Comparison {
            left: a.into(),
            right: b.into(),
        }),
    }
}

impl Split {
    /// The parts of a part on which the node keeps its branch.
    fn cut(&mut self, part: &Part, node: &Expr) -> Decided<Vec<Part>> {
        let d = solve::shortened(&difference(node));
        let choose =
            |sign: Sign| replaced(&part.expr, node, &solve::shortened(&branch(node, sign)));
        let identically_zero = constant::fraction(&d).is_some_and(|f| f.numerator.is_zero());
        if identically_zero || is_constant(&d) {
            let sign = if identically_zero {
                Sign::NoSign
            } else {
                constant::sign(&d).ok_or_else(|| sign_open(&d))?
            };
            return Ok(vec![Part {
                expr: choose(sign),
                ..part.clone()
            }]);
        }
        // A sign on the whole interval needs no zeros.
        if let Some(sign) = sign_by_range(&d, part) {
            return Ok(vec![Part {
                expr: choose(sign),
                ..part.clone()
            }]);
        }
        let mut inside: Vec<Expr> = Vec::new();
        for z in solve::zeros(&d, &mut self.conditions)? {
            let right = match &part.low {
                Some(l) => compare(&z, l)? == Ordering::Greater,
                None => true,
            };
            let left = match &part.high {
                Some(h) => compare(&z, h)? == Ordering::Less,
                None => true,
            };
            if right && left {
                let mut at = inside.len();
                while at > 0 && compare(&z, &inside[at - 1])? == Ordering::Less {
                    at -= 1;
                }
                inside.insert(at, z);
            }
        }
        let mut ends: Vec<Option<Expr>> = vec![part.low.clone()];
        ends.extend(inside.into_iter().map(Some));
        ends.push(part.high.clone());
        let mut parts = Vec::new();
        for pair in ends.windows(2) {
            let interval = Part {
                low: pair[0].clone(),
                high: pair[1].clone(),
                expr: part.expr.clone(),
            };
            let sign = sign_inside(&d, &interval)?;
            parts.push(Part {
                expr: choose(sign),
                ..interval
            });
        }
        Ok(parts)
    }
}

/// A closed interval with rational ends that contains the part.
pub(super) fn region(part: &Part) -> Region {
    let end = |p: &Option<Expr>, low: bool| match p {
        None => End::Infinite,
        Some(e) => match (e.as_num(), bounds(e)) {
            (Some(q), _) => End::Closed(q.clone()),
            (None, Some(b)) if low => End::Closed(b.lower_rational()),
            (None, Some(b)) => End::Closed(b.upper_rational()),
            (None, None) => End::Infinite,
        },
    };
    Region {
        low: end(&part.low, true),
        high: end(&part.high, false),
        exact: false,
    }
}

/// The sign of `d` on a part, where its range there is of one sign.
fn sign_by_range(d: &Expr, part: &Part) -> Option<Sign> {
    let dag = Dag::new(d).ok()?;
    let range = Facts::new(&dag).range(dag.root, &region(part));
    if range.is_positive() {
        Some(Sign::Plus)
    } else if range.is_negative() {
        Some(Sign::Minus)
    } else {
        None
    }
}

/// The sign of a continuous `d` without zeros inside the part.
fn sign_inside(d: &Expr, part: &Part) -> Decided<Sign> {
    if parameters(d).is_empty()
        && let Some(point) = point_inside(part)
    {
        for bits in [64, 256, 1024] {
            match enclose::enclose(d, &point, bits).map(|v| v.sign()) {
                Ok(Some(sign @ (Sign::Plus | Sign::Minus))) => return Ok(sign),
                Ok(_) => {}
                Err(_) => break,
            }
        }
    }
    // Next to an end: the sign of the first derivative that is not 0 there.
    for (end, right) in [(&part.low, true), (&part.high, false)] {
        let Some(end) = end else { continue };
        if let Some(sign) = sign_beside(d, end, right) {
            return Ok(sign);
        }
    }
    Err(sign_open(d))
}

fn sign_beside(d: &Expr, end: &Expr, right: bool) -> Option<Sign> {
    let mut derivative = d.clone();
    for k in 0..=MAX_ORDER {
        let value = constant::at(&derivative, end);
        match constant::sign(&value)? {
            Sign::NoSign => derivative = derived(&derivative)?,
            s if right || k % 2 == 0 => return Some(s),
            s => return Some(-s),
        }
    }
    None
}

/// Nodes of a derivative that is written out.
pub(super) const MAX_DERIVED: usize = 2000;

/// The derivative of an expression without pieces.
pub(super) fn derived(e: &Expr) -> Option<Expr> {
    let how = Expansion {
        max_nodes: MAX_DERIVED,
        exponential_forms: false,
    };
    how.run(&e.diff()).ok()
}

/// A rational point inside, if the ends have no parameters.
fn point_inside(part: &Part) -> Option<BigRational> {
    let one = BigRational::from_integer(BigInt::from(1));
    let two = BigRational::from_integer(BigInt::from(2));
    let below = |e: &Expr| match e.as_num() {
        Some(q) => Some(q.clone()),
        None => Some(bounds(e)?.lower_rational()),
    };
    let above = |e: &Expr| match e.as_num() {
        Some(q) => Some(q.clone()),
        None => Some(bounds(e)?.upper_rational()),
    };
    match (&part.low, &part.high) {
        (None, None) => Some(one),
        (Some(l), None) => Some(above(l)? + one),
        (None, Some(h)) => Some(below(h)? - one),
        (Some(l), Some(h)) => {
            let (l, h) = (above(l)?, below(h)?);
            (l < h).then(|| (l + h) / two)
        }
    }
}

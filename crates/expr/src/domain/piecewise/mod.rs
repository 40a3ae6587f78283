//! Definitions by pieces: the analytic pieces, the points where they meet, and how smoothly.
//!
//! The line is cut where an `abs`, `max`, `min` or `where` changes its branch; on each interval one
//! expression is left, shown to be analytic on the closed interval (so on a neighbourhood of it). At a
//! cut, both neighbours are then given by their Taylor series, and derivative after derivative is
//! compared exactly: two pieces that are one function are joined, and otherwise the first derivative
//! that differs is the order of the jump. All of it is derived from the formula.
//!
//! With symbolic parameters a statement is for generic values: what must not vanish is listed.

mod constant;
mod solve;
mod split;

use super::definedness::{Question, Walk};
use super::{Definedness, definedness, open};
use crate::dag::Dag;
use crate::{Expr, tree_size};
use wronski_certificate::{Limit, Reason};
use wronski_diagnostic::Result;

use constant::Zeros;
use split::{MAX_DERIVED, Part, derived};

pub(super) use split::is_one_piece;

/// Highest derivative that is compared.
const MAX_ORDER: u32 = 8;

/// The longest constant, in symbols.
const LONGEST: u64 = 2000;

/// A maximal interval on which the function is one analytic expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The left end; `None` for minus infinity.
    pub low: Option<Expr>,
    /// The right end; `None` for infinity.
    pub high: Option<Expr>,
    /// The expression, analytic on a neighbourhood of the closed interval.
    pub expr: Expr,
    /// Slope and intercept, when the piece is a linear function of x.
    pub linear: Option<Linear>,
}

/// `slope*x + intercept` with constants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linear {
    /// The slope.
    pub slope: Expr,
    /// The value of the line at 0.
    pub intercept: Expr,
}

impl Linear {
    /// Is the slope certainly (or, with parameters, generically) different from 0?
    pub fn has_slope(&self) -> bool {
        matches!(
            constant::zeros(&self.slope),
            Some(Zeros::Nonzero | Zeros::Generic(_))
        )
    }
}

impl Piece {
    /// The ends as text: `-inf` and `inf` where there is none.
    pub fn interval(&self) -> [String; 2] {
        let end = |e: &Option<Expr>, none: &str| match e {
            Some(e) => e.to_string(),
            None => none.to_owned(),
        };
        [end(&self.low, "-inf"), end(&self.high, "inf")]
    }
}

/// A point where two pieces meet that are not one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakpoint {
    /// The point.
    pub at: Expr,
    /// The order of the first derivative that jumps (0: the function itself): the function is C^(k-1) but not C^k.
    pub order: u32,
    /// That derivative of the piece on the left, at the point.
    pub left: Expr,
    /// That derivative of the piece on the right, at the point.
    pub right: Expr,
    /// The value of the function at the point, when `order` is 0.
    pub value: Option<Expr>,
}

/// A function as its analytic pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piecewise {
    /// From left to right; they cover the line.
    pub pieces: Vec<Piece>,
    /// From left to right, one between each two pieces.
    pub breakpoints: Vec<Breakpoint>,
    /// Expressions in the parameters that must not be 0; none is identically 0.
    pub parameter_conditions: Vec<Expr>,
}

impl Piecewise {
    /// The breakpoint with the least order; among equals the one nearest to 0, then the left one.
    pub fn roughest(&self) -> Option<&Breakpoint> {
        let magnitude = |b: &Breakpoint| constant::bounds(&b.at).map(|e| e.abs().lower_rational());
        self.breakpoints
            .iter()
            .min_by_key(|b| (b.order, magnitude(b)))
    }

    /// The order of the first derivative that jumps somewhere; `None` if the function is analytic.
    pub fn first_jump(&self) -> Option<u32> {
        self.breakpoints.iter().map(|b| b.order).min()
    }

    /// The linear pieces with nonzero slope.
    pub fn linear_pieces(&self) -> impl Iterator<Item = (&Piece, &Linear)> {
        self.pieces
            .iter()
            .filter_map(|p| Some((p, p.linear.as_ref()?)))
            .filter(|(_, l)| l.has_slope())
    }
}

/// What is known of the pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pieces {
    /// All pieces and breakpoints.
    Known(Piecewise),
    /// Not decided, and why.
    Unknown {
        /// What could not be decided.
        reason: Reason,
    },
}

/// Finds the analytic pieces of a function and the order of smoothness at each point where they meet.
///
/// The cuts are exact: roots of polynomials that are rational or quadratic, and points that come from
/// undoing invertible functions. A piece that is not analytic up to its ends (`where(x >= 0, sqrt(x), x)`),
/// a cut that is not found, or a comparison of constants that is not decided gives [`Pieces::Unknown`].
///
/// # Errors
/// The input error if the expression is not defined everywhere; budgets as [`definedness()`].
pub fn piecewise(expr: &Expr) -> Result<Pieces> {
    match definedness(expr)? {
        Definedness::NotDefined(diagnostic) => return Err(diagnostic),
        Definedness::Unknown { reason } => {
            return Ok(Pieces::Unknown {
                reason: open::definedness(reason),
            });
        }
        Definedness::DefinedEverywhere { .. } => {}
    }
    let dag = Dag::new(expr)?;
    let lowered = dag.item(dag.root).expr.clone();
    Ok(match known(&lowered) {
        Ok(p) => Pieces::Known(p),
        Err(reason) => Pieces::Unknown { reason },
    })
}

/// The pieces with nonzero slope of a function that is made of linear and other pieces, as far as the pieces
/// are known; a function without `abs`, `max`, `min`, `where` is one piece.
///
/// # Errors
/// As [`piecewise()`].
pub fn linear_pieces(expr: &Expr) -> Result<Vec<Piece>> {
    let dag = Dag::new(expr)?;
    let lowered = dag.item(dag.root).expr.clone();
    if split::is_one_piece(&lowered) {
        let line = solve::linear(&lowered).map(|(slope, intercept)| Linear { slope, intercept });
        return Ok(match line {
            Some(line) if line.has_slope() => vec![Piece {
                low: None,
                high: None,
                expr: written(&lowered, Some(&line)),
                linear: Some(line),
            }],
            _ => vec![],
        });
    }
    Ok(match piecewise(expr)? {
        Pieces::Known(p) => p.linear_pieces().map(|(piece, _)| piece.clone()).collect(),
        Pieces::Unknown { .. } => vec![],
    })
}

/// The pieces of an expression without names that is defined everywhere.
pub(super) fn known(expr: &Expr) -> std::result::Result<Piecewise, Reason> {
    let split = split::split(expr)?;
    let mut conditions = split.conditions;
    let mut parts: Vec<Part> = Vec::new();
    let mut breakpoints: Vec<Breakpoint> = Vec::new();
    for part in split.parts {
        note(&mut conditions, analytic_on(&part)?);
        let (Some(last), Some(at)) = (parts.last_mut(), part.low.clone()) else {
            parts.push(part);
            continue;
        };
        match meet(expr, last, &part, &at)? {
            None => {
                last.high.clone_from(&part.high);
                joined(last, part.expr)?;
            }
            Some((breakpoint, condition)) => {
                note(&mut conditions, condition.into_iter().collect());
                breakpoints.push(breakpoint);
                parts.push(part);
            }
        }
    }
    let pieces = parts
        .into_iter()
        .map(|p| {
            let linear =
                solve::linear(&p.expr).map(|(slope, intercept)| Linear { slope, intercept });
            Piece {
                expr: written(&p.expr, linear.as_ref()),
                linear,
                low: p.low,
                high: p.high,
            }
        })
        .collect();
    Ok(Piecewise {
        pieces,
        breakpoints,
        parameter_conditions: conditions,
    })
}

fn note(conditions: &mut Vec<Expr>, more: Vec<Expr>) {
    for c in more {
        if !conditions.contains(&c) {
            conditions.push(c);
        }
    }
}

/// A piece for reading: a line as such, everything else with its numbers folded.
fn written(e: &Expr, linear: Option<&Linear>) -> Expr {
    match linear {
        Some(l) => solve::written(&l.slope, &l.intercept),
        None => constant::folded(e),
    }
}

/// Shows that the expression of the part is analytic on the closed interval; returns the parameter
/// conditions.
fn analytic_on(part: &Part) -> std::result::Result<Vec<Expr>, Reason> {
    let dag = Dag::new(&part.expr).map_err(|d| crate::domain::open::stopped(&d))?;
    let mut walk =
        Walk::new(&dag, Question::Analytic).map_err(|d| crate::domain::open::stopped(&d))?;
    walk.on(&split::region(part));
    match walk.unknown.first() {
        None => Ok(walk.conditions),
        Some(open) => Err(Reason::Piece {
            because: Box::new(open.clone()),
        }),
    }
}

/// One of two expressions of the same function has to serve for both intervals.
fn joined(part: &mut Part, other: Expr) -> std::result::Result<(), Reason> {
    if analytic_on(part).is_ok() {
        return Ok(());
    }
    part.expr = other;
    analytic_on(part).map(|_| ())
}

type Meeting = Option<(Breakpoint, Option<Expr>)>;

/// How two neighbouring pieces meet at a point: not at all (they are one function), or by a jump of some
/// derivative, perhaps under a condition on the parameters.
fn meet(
    whole: &Expr,
    left: &Part,
    right: &Part,
    at: &Expr,
) -> std::result::Result<Meeting, Reason> {
    let same = constant::same(&left.expr, &right.expr);
    let (mut l, mut r) = (left.expr.clone(), right.expr.clone());
    let value = split::value(whole, at)?;
    for order in 0..=MAX_ORDER {
        let (a, b) = (constant::at(&l, at), constant::at(&r, at));
        let mut jump = difference(&a, &b, order, at)?;
        if order == 0 && jump == Zeros::Zero {
            jump = difference(&a, &value, 0, at)?;
        }
        let condition = match jump {
            Zeros::Zero if same => return Ok(None),
            Zeros::Zero => {
                let next = |e: &Expr| {
                    derived(e).ok_or_else(|| {
                        Reason::limit(Limit::DerivativeNodes, MAX_DERIVED).found(order + 1)
                    })
                };
                (l, r) = (next(&l)?, next(&r)?);
                continue;
            }
            Zeros::Nonzero => None,
            Zeros::Generic(c) => Some(c),
        };
        if [at, &a, &b, &value].iter().any(|e| tree_size(e) > LONGEST) {
            return Err(Reason::limit(Limit::ConstantSymbols, LONGEST));
        }
        let breakpoint = Breakpoint {
            at: at.clone(),
            order,
            left: a,
            right: b,
            value: (order == 0).then_some(value),
        };
        return Ok(Some((breakpoint, condition)));
    }
    Err(Reason::limit(Limit::DerivativeOrder, MAX_ORDER).about(at.into()))
}

/// Is `a - b` zero?
fn difference(a: &Expr, b: &Expr, order: u32, at: &Expr) -> std::result::Result<Zeros, Reason> {
    if a == b {
        return Ok(Zeros::Zero);
    }
    let d = constant::folded(&(a.clone() - b.clone()));
    constant::zeros(&d).ok_or_else(|| Reason::Jump {
        order,
        at: at.into(),
        left: a.into(),
        right: b.into(),
    })
}

#[cfg(test)]
mod tests;

//! Is an expression analytic at every real x?

use num_rational::BigRational;
use num_traits::Signed;

use super::dag::{Dag, Kind};
use super::definedness::Walk;
use super::facts::Facts;
use super::fraction::Fraction;
use super::jet::{self, Side};
use super::witness;
use super::{Analyticity, Definedness, definedness};
use crate::error::Result;
use crate::expr::Expr;

/// Most candidates for a breakpoint that are tried.
const MAX_CANDIDATES: usize = 24;

/// Decides whether the expression is analytic at every real x.
///
/// *Proved* by composition: all functions of the grammar are analytic on an open set (`exp`, `erf`,
/// `erfc`, `sin`, `cos`, `sinh`, `cosh`, `tanh`, `atan`, `asinh` on R; `log`, `sqrt` and real powers on
/// positive numbers; `cbrt` and the quotient off 0; `tan` off its poles), compositions of analytic
/// functions are analytic, and a piecewise definition with one active piece is that piece.
///
/// *Refuted* by two one-sided Taylor expansions that differ at a rational point: an analytic function
/// has one Taylor series, and on either side it would be that of the active pieces.
///
/// # Errors
/// The input error if the expression is not defined everywhere; budgets as [`definedness()`].
pub fn analyticity(expr: &Expr) -> Result<Analyticity> {
    match definedness(expr)? {
        Definedness::NotDefined(diagnostic) => return Err(diagnostic),
        Definedness::Unknown { obligation } => {
            let reason = format!("whether it is defined everywhere is not decided: {obligation}");
            return Ok(Analyticity::Unknown { reason });
        }
        Definedness::DefinedEverywhere { .. } => {}
    }
    let dag = Dag::new(expr)?;
    let mut walk = Walk::new(&dag, true)?;
    walk.everything();
    let Some(open) = walk.unknown.first().cloned() else {
        return Ok(Analyticity::Analytic {
            obligations: walk.obligations,
            parameter_conditions: walk.conditions,
        });
    };
    let mut candidates: Vec<BigRational> = Vec::new();
    for i in std::mem::take(&mut walk.suspects) {
        candidates.extend(breakpoints(&mut walk, i));
    }
    candidates.sort_by(|a, b| a.abs().cmp(&b.abs()).then_with(|| a.cmp(b)));
    candidates.dedup();
    for c in candidates.into_iter().take(MAX_CANDIDATES) {
        if let Some(reason) = jump(&walk.facts, &c) {
            return Ok(Analyticity::NotAnalytic {
                breakpoint: c,
                reason,
            });
        }
    }
    Ok(Analyticity::Unknown {
        reason: format!("not shown: {open}"),
    })
}

/// Rational points at which the pieces of a node may change.
fn breakpoints(walk: &mut Walk<'_>, i: usize) -> Vec<BigRational> {
    match walk.facts.dag.item(i).kind {
        Kind::Max(a, b) | Kind::Min(a, b) | Kind::Where(_, [a, b, _, _]) => {
            let mut found = coincidences(&walk.facts, a, b);
            for j in [a, b] {
                // A comparison with 0, or with a function that is 0 at the same point.
                found.extend(witness::candidates(&mut walk.facts, &mut walk.samples, j));
            }
            found
        }
        _ => witness::candidates(&mut walk.facts, &mut walk.samples, i),
    }
}

/// The rational zeros of the difference of two nodes, if it is a polynomial in x.
fn coincidences(facts: &Facts<'_>, a: usize, b: usize) -> Vec<BigRational> {
    let difference = facts.fraction_of_difference(a, b);
    match difference.as_ref().and_then(Fraction::polynomial_in_x) {
        Some(p) => p.rational_roots().map_or(Vec::new(), |r| r),
        None => Vec::new(),
    }
}

/// Which derivative jumps at the point, if two one-sided expansions certainly differ.
fn jump(facts: &Facts<'_>, c: &BigRational) -> Option<String> {
    let left = jet::one_sided(facts, c, Side::Left).ok()?;
    let right = jet::one_sided(facts, c, Side::Right).ok()?;
    let mut exactly = true;
    for (k, (a, b)) in left.iter().zip(&right).enumerate() {
        let difference = b.sub(a).ok()?;
        if difference.is_exactly_zero() {
            continue;
        }
        if difference.enclosure.certainly_nonzero() {
            let bound = if exactly { "" } else { "at most " };
            return Some(format!(
                "the one-sided Taylor coefficients at x = {c} differ: the derivative of order {bound}{k} jumps"
            ));
        }
        // Equal or not: not decided for this coefficient; a later one may still differ.
        exactly = false;
    }
    None
}

//! Is an expression analytic at every real x?

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed};

use super::definedness::{Question, Walk};
use super::facts::Facts;
use super::piecewise::{self, Piecewise};
use super::taylor;
use super::witness;
use super::{Analyticity, Definedness, Jump, Order, definedness, open};
use crate::dag::{Dag, Kind};
use crate::enclose;
use crate::fraction::Fraction;
use crate::series::Side;
use crate::value::Value;
use crate::{Expr, tree_size};
use wronski_certificate::Reason;
use wronski_diagnostic::Result;

/// The longest piece that stands for a whole function, in symbols: it is written out in reports.
const LONGEST: u64 = 200_000;

/// Most candidates for a breakpoint that are tried.
const MAX_CANDIDATES: usize = 24;

/// Decides whether the expression is analytic at every real x.
///
/// *Proved* by composition: all functions of the grammar are analytic on an open set (`exp`, `erf`,
/// `erfc`, `sin`, `cos`, `sinh`, `cosh`, `tanh`, `atan`, `asinh` on R; `log`, `sqrt` and real powers on
/// positive numbers; `cbrt` and the quotient off 0; `tan` off its poles), compositions of analytic
/// functions are analytic, and a piecewise definition with one active piece is that piece.
///
/// *Refuted* by two one-sided Taylor expansions that differ at a point: an analytic function has one Taylor
/// series, and on either side it would be that of the active pieces. If all pieces are found
/// ([`piecewise()`](super::piecewise())), the point with the least order is named; pieces that are one
/// function after all are joined and prove analyticity. Otherwise one rational breakpoint is looked for.
///
/// # Errors
/// The input error if the expression is not defined everywhere; budgets as [`definedness()`].
pub fn analyticity(expr: &Expr) -> Result<Analyticity> {
    match definedness(expr)? {
        Definedness::NotDefined(diagnostic) => return Err(diagnostic),
        Definedness::Unknown { reason } => {
            return Ok(Analyticity::Unknown {
                reason: open::definedness(reason),
            });
        }
        Definedness::DefinedEverywhere { .. } => {}
    }
    let dag = Dag::new(expr)?;
    let mut walk = Walk::new(&dag, Question::Analytic)?;
    walk.everything();
    let Some(unshown) = walk.unknown.first().cloned() else {
        return Ok(Analyticity::Analytic {
            obligations: walk.obligations,
            parameter_conditions: walk.conditions,
            single_piece: None,
        });
    };
    let lowered = dag.item(dag.root).expr.clone();
    match piecewise::known(&lowered) {
        Ok(pieces) => {
            if let Some(answer) = from_pieces(&pieces)? {
                return Ok(answer);
            }
        }
        // The cuts are out of reach; one rational breakpoint is enough for a refutation.
        Err(reason) => {
            if let Some(jump) = rational_breakpoint(&mut walk) {
                return Ok(Analyticity::NotAnalytic {
                    jump,
                    parameter_conditions: walk.conditions,
                });
            }
            if !piecewise::is_one_piece(&lowered) {
                return Ok(Analyticity::Unknown {
                    reason: Reason::Pieces {
                        because: Box::new(reason),
                    },
                });
            }
        }
    }
    Ok(Analyticity::Unknown {
        reason: Reason::Analyticity {
            because: Box::new(unshown),
        },
    })
}

/// What all pieces and breakpoints say.
fn from_pieces(pieces: &Piecewise) -> Result<Option<Analyticity>> {
    if let Some(b) = pieces.roughest() {
        return Ok(Some(Analyticity::NotAnalytic {
            jump: Jump {
                at: b.at.clone(),
                order: Order::Exactly(b.order),
                sides: Some([b.left.clone(), b.right.clone()]),
                value: b.value.clone(),
            },
            parameter_conditions: pieces.parameter_conditions.clone(),
        }));
    }
    // Pieces of one and the same function, which is analytic on all of R.
    let [piece] = pieces.pieces.as_slice() else {
        return Ok(None);
    };
    if tree_size(&piece.expr) > LONGEST {
        return Ok(None);
    }
    let dag = Dag::new(&piece.expr)?;
    let mut walk = Walk::new(&dag, Question::Analytic)?;
    walk.everything();
    if !walk.unknown.is_empty() {
        return Ok(None);
    }
    let mut parameter_conditions = pieces.parameter_conditions.clone();
    for c in walk.conditions {
        if !parameter_conditions.contains(&c) {
            parameter_conditions.push(c);
        }
    }
    Ok(Some(Analyticity::Analytic {
        obligations: walk.obligations,
        parameter_conditions,
        single_piece: Some(piece.expr.clone()),
    }))
}

/// A rational point where one-sided expansions differ.
fn rational_breakpoint(walk: &mut Walk<'_>) -> Option<Jump> {
    let mut candidates: Vec<BigRational> = Vec::new();
    for i in std::mem::take(&mut walk.suspects) {
        candidates.extend(breakpoints(walk, i));
    }
    candidates.sort_by(|a, b| a.abs().cmp(&b.abs()).then_with(|| a.cmp(b)));
    candidates.dedup();
    candidates
        .into_iter()
        .take(MAX_CANDIDATES)
        .find_map(|c| jump(&walk.facts, &c))
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
fn jump(facts: &Facts<'_>, c: &BigRational) -> Option<Jump> {
    let left = taylor::one_sided(facts, c, Side::Left).ok()?;
    let right = taylor::one_sided(facts, c, Side::Right).ok()?;
    // Without a condition the function is continuous; with one, its value at the point is its own matter.
    let root = facts.dag.root;
    let value = || enclose::values(facts.dag, c, 128).swap_remove(root).ok();
    let at_point = || value().and_then(|v| v.exact);
    let limit = left.first().and_then(|v| v.exact.clone());
    let mut exactly = !facts.dag.item(root).has_where || (limit.is_some() && at_point() == limit);
    let mut factorial = BigRational::one();
    for (k, (a, b)) in left.iter().zip(&right).enumerate() {
        let order = u32::try_from(k).ok()?;
        if k > 0 {
            factorial *= BigRational::from_integer(BigInt::from(k));
        }
        let difference = b.sub(a).ok()?;
        if difference.is_exactly_zero() {
            continue;
        }
        if difference.enclosure.certainly_nonzero() {
            let derivative = |v: &Value| Some(Expr::num(v.exact.clone()? * &factorial));
            let sides = derivative(a).zip(derivative(b)).filter(|_| exactly);
            return Some(Jump {
                at: Expr::num(c.clone()),
                order: if exactly {
                    Order::Exactly(order)
                } else {
                    Order::AtMost(order)
                },
                sides: sides.map(|(a, b)| [a, b]),
                value: None,
            });
        }
        // Equal or not: not decided for this coefficient; a later one may still differ.
        exactly = false;
    }
    None
}

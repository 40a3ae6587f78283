//! The second route in one call: B2, B3 and the gradient family of an activation, from jets alone.

use num_rational::BigRational;

use super::evaluate::Evaluator;
use super::families::{alternant, b2_row, b3_row, gradient_row};
use super::fault::Fault;
use super::rank::{RankWitness, certified_rank_at_least, sample_points};
use super::real::Interval;
use super::relation::candidate_relations;
use crate::expr::Expr;

/// Points beyond the size of a family: so many chance coincidences would be needed for a false relation.
const SPARE_POINTS: usize = 4;

/// What the second route knows of the rank of one family.
#[derive(Clone, Debug)]
pub struct RankEstimate {
    /// The number of functions.
    pub size: usize,
    /// A minor enclosed away from zero: a *proof* that the rank is at least `at_least.rank`.
    pub at_least: RankWitness,
    /// What elimination at the highest precision suggests. A diagnostic, no proof of anything.
    pub suggested: usize,
}

/// The second route's ranks for one activation.
#[derive(Clone, Debug)]
pub struct CrossCheck {
    /// The family B2 (7 functions).
    pub b2: RankEstimate,
    /// The family B3 (34 functions).
    pub b3: RankEstimate,
    /// The gradient family of the chain of three layers at w = 1, b = 0 (6 functions).
    pub gradient: RankEstimate,
}

/// Bounds the ranks of B2, B3 and the gradient family of `sigma` from below, with up to `budget` bits, using
/// neither the rewriting system nor the tower.
///
/// `evaluator` supplies the values of parameters. `sigma` has to be analytic on all of R: its jets are
/// taken at rational points of `[-3, 3)` and at the values of `sigma` there.
///
/// # Errors
/// As [`Evaluator::derivatives`] and [`certified_rank_at_least`].
///
/// ```
/// use wronski::expr::{parse, Parameters};
/// use wronski::interval::{cross_check, Evaluator};
/// let sigma = parse("softplus(x)", &Parameters::new())?.expr;
/// let ranks = cross_check(&sigma, &Evaluator::new(256), 1024)?;
/// assert_eq!((ranks.b2.at_least.rank, ranks.gradient.at_least.rank), (7, 5));
/// # Ok::<(), wronski::error::Diagnostic>(())
/// ```
pub fn cross_check(sigma: &Expr, evaluator: &Evaluator, budget: u32) -> Result<CrossCheck, Fault> {
    Ok(CrossCheck {
        b2: estimate(7, evaluator, budget, |x, e| b2_row(sigma, x, e))?,
        b3: estimate(34, evaluator, budget, |x, e| b3_row(sigma, x, e))?,
        gradient: estimate(6, evaluator, budget, |x, e| gradient_row(sigma, x, e))?,
    })
}

fn estimate(
    size: usize,
    evaluator: &Evaluator,
    budget: u32,
    row: impl Fn(&BigRational, &Evaluator) -> Result<Vec<Interval>, Fault>,
) -> Result<RankEstimate, Fault> {
    let points = sample_points(size + SPARE_POINTS);
    let matrix = |bits| alternant(&points, &evaluator.at_precision(bits), &row);
    let at_least = certified_rank_at_least(matrix, budget)?;
    let suggested = if at_least.rank == size {
        size
    } else {
        size - candidate_relations(&matrix(budget)?)?.len()
    };
    Ok(RankEstimate {
        size,
        at_least,
        suggested,
    })
}

//! The second route in one call: B2, B3 and the gradient family of an activation, from jets alone.

use num_rational::BigRational;

use super::evaluate::Evaluator;
use super::families::{b2_row, b3_row, gradient_row};
use super::fault::Fault;
use super::matrix::IntervalMatrix;
use super::rank::{RankWitness, certified_rank_at_least, sample_points};
use super::real::Interval;
use super::relation::candidate_relations;
use wronski_expr::Expr;

/// Points beyond the size of a family: so many chance coincidences would be needed for a false relation.
const SPARE_POINTS: usize = 4;

/// What the second route knows of the rank of one family; a fault where no value of it could be enclosed.
pub type Estimated = Result<RankEstimate, Fault>;

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
    pub b2: Estimated,
    /// The family B3 (34 functions).
    pub b3: Estimated,
    /// The gradient family of the chain of three layers at w = 1, b = 0 (6 functions).
    pub gradient: Estimated,
}

/// Bounds the ranks of B2, B3 and the gradient family of `sigma` from below, with up to `budget` bits, using
/// neither the rewriting system nor the tower.
///
/// `evaluator` supplies the values of parameters. `sigma` has to be analytic on all of R: its jets are taken at
/// rational points of `[-3, 3)` and at the values of `sigma` there. Points at which a value leaves the range of the
/// arithmetic (`exp(exp(x))` under itself) are left out, which only lowers what is shown.
///
/// # Errors
/// [`Fault::Parameter`] and [`Fault::Name`] for an expression that has no values.
///
/// ```
/// use wronski_expr::{parse, Parameters};
/// use wronski_interval::{cross_check, Evaluator};
/// let sigma = parse("softplus(x)", &Parameters::new())?.expr;
/// let ranks = cross_check(&sigma, &Evaluator::new(256), 1024)?;
/// assert_eq!((ranks.b2?.at_least.rank, ranks.gradient?.at_least.rank), (7, 5));
/// # Ok::<(), wronski_diagnostic::Diagnostic>(())
/// ```
pub fn cross_check(sigma: &Expr, evaluator: &Evaluator, budget: u32) -> Result<CrossCheck, Fault> {
    let [b2, b3, gradient] = [
        estimate(7, evaluator, budget, |x, e| b2_row(sigma, x, e)),
        estimate(34, evaluator, budget, |x, e| b3_row(sigma, x, e)),
        estimate(6, evaluator, budget, |x, e| gradient_row(sigma, x, e)),
    ];
    // What has no values at all is no matter of enclosures.
    for estimated in [&b2, &b3, &gradient] {
        if let Err(fault @ (Fault::Parameter(_) | Fault::Name(_))) = estimated {
            return Err(fault.clone());
        }
    }
    Ok(CrossCheck { b2, b3, gradient })
}

/// The rows of the points at which every value is within the range of the arithmetic.
fn enclosed_rows(
    points: &[BigRational],
    evaluator: &Evaluator,
    row: impl Fn(&BigRational, &Evaluator) -> Result<Vec<Interval>, Fault>,
) -> Result<IntervalMatrix, Fault> {
    let mut rows = vec![];
    for x in points {
        match row(x, evaluator) {
            Ok(values) if values.iter().all(Interval::is_bounded) => rows.push(values),
            Ok(_) | Err(Fault::Overflow) => {}
            Err(why) => return Err(why),
        }
    }
    if rows.is_empty() {
        return Err(Fault::Overflow);
    }
    IntervalMatrix::from_rows(rows)
}

fn estimate(
    size: usize,
    evaluator: &Evaluator,
    budget: u32,
    row: impl Fn(&BigRational, &Evaluator) -> Result<Vec<Interval>, Fault>,
) -> Estimated {
    let points = sample_points(size + SPARE_POINTS);
    let matrix = |bits| enclosed_rows(&points, &evaluator.at_precision(bits), &row);
    let at_least = certified_rank_at_least(matrix, budget)?;
    let suggested = if at_least.rank == size {
        size
    } else {
        size.saturating_sub(candidate_relations(&matrix(budget)?)?.len())
    };
    Ok(RankEstimate {
        size,
        at_least,
        suggested,
    })
}

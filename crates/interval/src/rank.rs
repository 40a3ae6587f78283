//! Certified lower bounds of ranks: a minor enclosed away from zero.
//!
//! If functions f1..fm have, at r points, an r x r minor of `(f_j(x_i))` that is not zero, then those r functions are
//! linearly independent over the real constants, since a relation between them would be a relation between the
//! columns. No smoothness is needed. (The converse - an upper bound - is never concluded here.)

use num_rational::BigRational;

use super::fault::Fault;
use super::matrix::IntervalMatrix;
use super::real::Interval;

/// The lowest precision that is tried, in bits.
const FIRST_PRECISION: u32 = 256;

/// A minor that is certainly nonzero.
#[derive(Clone, Debug)]
pub struct RankWitness {
    /// The rank is at least this: the size of the minor.
    pub rank: usize,
    /// The rows (points) of the minor.
    pub rows: Vec<usize>,
    /// The columns (functions) of the minor.
    pub columns: Vec<usize>,
    /// An enclosure of the minor, zero excluded.
    pub determinant: Interval,
    /// The precision at which it was found, in bits.
    pub precision: u32,
}

/// The outcome of [`determinant_excludes_zero`].
#[derive(Clone, Debug)]
pub enum Exclusion {
    /// The determinant lies in this interval, which excludes zero.
    Excluded {
        /// The enclosure.
        determinant: Interval,
        /// The precision that sufficed, in bits.
        precision: u32,
    },
    /// Up to this precision zero was not excluded. Nothing follows from it.
    Open {
        /// The highest precision tried, in bits.
        precision: u32,
    },
}

/// The precisions to try: doubled from 256 bits (or from the budget, if lower) up to the budget.
fn precisions(budget: u32) -> impl Iterator<Item = u32> {
    let first = FIRST_PRECISION.min(budget.max(2));
    let mut next = Some(first);
    std::iter::from_fn(move || {
        let now = next?;
        let doubled = now.saturating_mul(2);
        next = (doubled <= budget).then_some(doubled);
        Some(now)
    })
}

/// Encloses the determinant at rising precision until zero is excluded, or until `budget` bits.
///
/// `matrix` is asked for the matrix at each precision in turn.
///
/// # Errors
/// The fault of `matrix` at the last precision tried, and [`Fault::Shape`].
pub fn determinant_excludes_zero(
    matrix: impl Fn(u32) -> Result<IntervalMatrix, Fault>,
    budget: u32,
) -> Result<Exclusion, Fault> {
    let mut last = Ok(Exclusion::Open { precision: 0 });
    for precision in precisions(budget) {
        last = match matrix(precision) {
            Err(fault) => Err(fault),
            Ok(matrix) => match matrix.determinant() {
                Ok(determinant) if determinant.certainly_nonzero() => {
                    return Ok(Exclusion::Excluded {
                        determinant,
                        precision,
                    });
                }
                Err(fault @ Fault::Shape(_)) => return Err(fault),
                // An elimination that ran dry may succeed with more bits.
                Ok(_) | Err(_) => Ok(Exclusion::Open { precision }),
            },
        };
    }
    last
}

/// The largest minor that can be shown nonzero, at rising precision up to `budget` bits.
///
/// The precision is doubled until the minor is as large as the matrix, or a doubling beyond 1024 bits has not
/// enlarged it. The witness is a *lower* bound of the rank and nothing else.
///
/// # Errors
/// The fault of `matrix` (or of the determinant) at the last precision tried, if no precision gave a minor;
/// [`Fault::Budget`] if not even one entry could be shown nonzero.
pub fn certified_rank_at_least(
    matrix: impl Fn(u32) -> Result<IntervalMatrix, Fault>,
    budget: u32,
) -> Result<RankWitness, Fault> {
    let mut best: Option<RankWitness> = None;
    let mut fault = Fault::Budget(format!("no entry shown nonzero with {budget} bits"));
    for precision in precisions(budget) {
        let found = matrix(precision).and_then(|m| Ok((witness(&m)?, m)));
        let (found, matrix) = match found {
            Ok((Some(found), matrix)) => (found, matrix),
            Ok((None, _)) => continue,
            Err(why) => {
                fault = why;
                continue;
            }
        };
        let grown = best.as_ref().is_none_or(|b| found.rank > b.rank);
        let full = found.rank == matrix.row_count().min(matrix.column_count());
        if grown {
            best = Some(found);
        }
        if full || (!grown && precision > 1024) {
            break;
        }
    }
    best.ok_or(fault)
}

/// The minor that elimination finds, enclosed a second time by itself; `None` if there is none.
fn witness(matrix: &IntervalMatrix) -> Result<Option<RankWitness>, Fault> {
    let pivots = matrix.eliminate();
    if pivots.rows.is_empty() {
        return Ok(None);
    }
    let determinant = matrix
        .select(&pivots.rows, &pivots.columns)?
        .determinant()?;
    Ok(determinant.certainly_nonzero().then(|| RankWitness {
        rank: pivots.rows.len(),
        rows: pivots.rows,
        columns: pivots.columns,
        determinant,
        precision: matrix.precision(),
    }))
}

/// Rational points of `[-3, 3)` with denominator 1009, spread evenly and in no order; the same on every call.
///
/// The first 6054 are distinct (1447 is prime to 6 * 1009); they repeat after that.
pub fn sample_points(count: usize) -> Vec<BigRational> {
    let q: i64 = 1009;
    (0..count)
        .filter_map(|k| i64::try_from(k).ok())
        .map(|k| BigRational::new(((k * 1447 + 511) % (6 * q) - 3 * q).into(), q.into()))
        .collect()
}

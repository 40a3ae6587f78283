//! Matrices of intervals: determinants and elimination.

use nalgebra::{DMatrix, DVector};
use rug::Float;
use wronski_diagnostic::interruption;

use super::fault::Fault;
use super::real::Interval;

/// A rectangular matrix of intervals.
#[derive(Clone, Debug)]
pub struct IntervalMatrix {
    columns: usize,
    rows: Vec<Vec<Interval>>,
}

/// The outcome of elimination with complete pivoting: a minor that is certainly nonzero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pivots {
    /// The rows of the minor, in pivoting order.
    pub rows: Vec<usize>,
    /// The columns of the minor, in pivoting order.
    pub columns: Vec<usize>,
}

impl IntervalMatrix {
    /// A matrix from its rows.
    ///
    /// # Errors
    /// [`Fault::Shape`] if the rows differ in length.
    pub fn from_rows(rows: Vec<Vec<Interval>>) -> Result<IntervalMatrix, Fault> {
        let columns = rows.first().map_or(0, Vec::len);
        if rows.iter().any(|r| r.len() != columns) {
            return Err(Fault::Shape("rows of different lengths".to_string()));
        }
        Ok(IntervalMatrix { columns, rows })
    }

    /// A matrix from rows known to have that many entries.
    pub(super) fn of(columns: usize, rows: Vec<Vec<Interval>>) -> IntervalMatrix {
        IntervalMatrix { columns, rows }
    }

    /// The number of rows.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// The number of columns.
    pub fn column_count(&self) -> usize {
        self.columns
    }

    /// The rows.
    pub fn rows(&self) -> &[Vec<Interval>] {
        &self.rows
    }

    /// The largest precision of an entry, in bits.
    pub fn precision(&self) -> u32 {
        self.rows
            .iter()
            .flatten()
            .map(Interval::precision)
            .max()
            .map_or(53, |p| p)
    }

    /// The matrix of the given rows and columns, in the given order.
    ///
    /// # Errors
    /// [`Fault::Shape`] if an index is out of range.
    pub fn select(&self, rows: &[usize], columns: &[usize]) -> Result<IntervalMatrix, Fault> {
        let entry = |i: usize, j: usize| -> Option<Interval> { self.rows.get(i)?.get(j).cloned() };
        let chosen: Option<Vec<Vec<Interval>>> = rows
            .iter()
            .map(|&i| columns.iter().map(|&j| entry(i, j)).collect())
            .collect();
        let rows = chosen.ok_or_else(|| Fault::Shape("an index out of range".to_string()))?;
        Ok(IntervalMatrix {
            columns: columns.len(),
            rows,
        })
    }

    /// Gaussian elimination in interval arithmetic with complete pivoting, as far as a pivot exists that is
    /// certainly nonzero.
    ///
    /// The product of the pivots is, up to sign, the minor of the rows and columns returned, for *every*
    /// matrix enclosed; so that minor is certainly nonzero, and the rank at least their number.
    pub(super) fn eliminate(&self) -> Pivots {
        let mut work = self.rows.clone();
        let mut free_rows: Vec<usize> = (0..work.len()).collect();
        let mut free_columns: Vec<usize> = (0..self.columns).collect();
        let mut pivots = Pivots {
            rows: Vec::new(),
            columns: Vec::new(),
        };
        while let Some((r, c)) = best_pivot(&work, &free_rows, &free_columns) {
            free_rows.retain(|&i| i != r);
            free_columns.retain(|&j| j != c);
            let pivot_row = work[r].clone();
            for &i in &free_rows {
                interruption::point();
                // The pivot was chosen certainly nonzero.
                let Ok(factor) = work[i][c].divide(&pivot_row[c]) else {
                    return pivots;
                };
                for &j in &free_columns {
                    work[i][j].sub_product(&factor, &pivot_row[j]);
                }
            }
            pivots.rows.push(r);
            pivots.columns.push(c);
        }
        pivots
    }

    /// An enclosure of the determinant.
    ///
    /// The matrix is first multiplied by approximate inverses of its triangular factors (exact float
    /// matrices, whose determinants are the products of their diagonals), which brings it near the
    /// identity; there elimination loses next to nothing (E. Hansen and R. Smith, *Interval arithmetic
    /// in matrix computations, part II*, SIAM J. Numer. Anal. 4, 1967).
    ///
    /// # Errors
    /// [`Fault::Shape`] if the matrix is not square; [`Fault::Division`] if elimination meets a column
    /// in which nothing is certainly nonzero (then nothing is known of the determinant).
    pub fn determinant(&self) -> Result<Interval, Fault> {
        if self.rows.len() != self.columns {
            return Err(Fault::Shape(
                "the determinant of a matrix that is not square".to_string(),
            ));
        }
        // Machine floats precondition most matrices well enough; whether they did shows in the enclosure.
        if let Some(coarse) = Preconditioner::coarse(self)
            && let Ok(det) = coarse.determinant(self)
            && det.certainly_nonzero()
        {
            return Ok(det);
        }
        // Midpoints that are singular leave nothing for interval elimination to exclude.
        Preconditioner::new(self)
            .ok_or(Fault::Division)?
            .determinant(self)
    }

    /// The middles of the entries: approximations only.
    pub fn midpoints(&self) -> Vec<Vec<Float>> {
        self.rows
            .iter()
            .map(|r| r.iter().map(Interval::midpoint).collect())
            .collect()
    }
}

/// The free entry with the largest least absolute value, if one is certainly nonzero.
fn best_pivot(work: &[Vec<Interval>], rows: &[usize], columns: &[usize]) -> Option<(usize, usize)> {
    let mut best: Option<(Float, (usize, usize))> = None;
    for &i in rows {
        interruption::point();
        for &j in columns {
            let entry = &work[i][j];
            if !entry.certainly_nonzero() || !entry.is_bounded() {
                continue;
            }
            let size = entry.mignitude();
            if best.as_ref().is_none_or(|(largest, _)| size > *largest) {
                best = Some((size, (i, j)));
            }
        }
    }
    best.map(|(_, place)| place)
}

/// The determinant by elimination with row pivoting.
fn plain_determinant(rows: &[Vec<Interval>], precision: u32) -> Result<Interval, Fault> {
    let mut work = rows.to_vec();
    let n = work.len();
    let mut det = Interval::one(precision);
    for c in 0..n {
        let candidates: Vec<usize> = (c..n).collect();
        let (r, _) = best_pivot(&work, &candidates, &[c]).ok_or(Fault::Division)?;
        if r != c {
            work.swap(r, c);
            det = -&det;
        }
        let pivot_row = work[c].clone();
        det = &det * &pivot_row[c];
        for row in work.iter_mut().skip(c + 1) {
            interruption::point();
            let factor = row[c].divide(&pivot_row[c])?;
            for (entry, above) in row.iter_mut().zip(&pivot_row).skip(c + 1) {
                entry.sub_product(&factor, above);
            }
        }
    }
    Ok(det)
}

/// Approximate inverses `left` (unit lower triangular) and `right` (upper triangular) of the factors of the
/// row-permuted matrix of midpoints, as exact float matrices.
struct Preconditioner {
    order: Vec<usize>,
    odd: bool,
    left: Vec<Vec<Interval>>,
    right: Vec<Vec<Interval>>,
}

impl Preconditioner {
    fn new(matrix: &IntervalMatrix) -> Option<Preconditioner> {
        let n = matrix.columns;
        let precision = matrix.precision();
        let mut lu = matrix.midpoints();
        if lu.iter().flatten().any(|a| !a.is_finite()) {
            return None;
        }
        let mut order: Vec<usize> = (0..n).collect();
        let mut odd = false;
        for c in 0..n {
            let r = (c..n).reduce(|a, b| {
                if lu[b][c].cmp_abs(&lu[a][c]).is_some_and(|o| o.is_gt()) {
                    b
                } else {
                    a
                }
            })?;
            if lu[r][c].is_zero() {
                return None;
            }
            if r != c {
                lu.swap(r, c);
                order.swap(r, c);
                odd = !odd;
            }
            let pivot_row = lu[c].clone();
            for row in lu.iter_mut().skip(c + 1) {
                interruption::point();
                let factor = Float::with_val(precision, &row[c] / &pivot_row[c]);
                for j in c + 1..n {
                    row[j] -= Float::with_val(precision, &factor * &pivot_row[j]);
                }
                row[c] = factor;
            }
        }
        Self::from_factors(&lu, order, odd, precision)
    }

    /// From an LU factorisation in machine floats; `None` if it does not exist there.
    fn coarse(matrix: &IntervalMatrix) -> Option<Preconditioner> {
        let n = matrix.columns;
        let middles = matrix.midpoints();
        let approximate = DMatrix::from_fn(n, n, |i, j| middles[i][j].to_f64());
        if approximate.iter().any(|a| !a.is_finite()) {
            return None;
        }
        let factors = approximate.lu();
        let (l, u) = (factors.l(), factors.u());
        let usable = (0..n).all(|i| u[(i, i)].is_normal())
            && l.iter().chain(u.iter()).all(|a| a.is_finite());
        if !usable {
            return None;
        }
        let mut rows = DVector::from_fn(n, |i, _| i);
        factors.p().permute_rows(&mut rows);
        let precision = matrix.precision();
        let lu: Vec<Vec<Float>> = (0..n)
            .map(|i| {
                (0..n)
                    .map(|j| Float::with_val(precision, if j < i { l[(i, j)] } else { u[(i, j)] }))
                    .collect()
            })
            .collect();
        let odd = factors.p().determinant::<f64>() < 0.0;
        Self::from_factors(&lu, rows.iter().copied().collect(), odd, precision)
    }

    fn from_factors(
        lu: &[Vec<Float>],
        order: Vec<usize>,
        odd: bool,
        precision: u32,
    ) -> Option<Preconditioner> {
        let left = inverse_unit_lower(lu, precision);
        let right = inverse_upper(lu, precision);
        Some(Preconditioner {
            order,
            odd,
            left: points(left)?,
            right: points(right)?,
        })
    }

    /// `det A = (-1)^odd det(left P A right) / (det left det right)`.
    fn determinant(&self, matrix: &IntervalMatrix) -> Result<Interval, Fault> {
        let precision = matrix.precision();
        let permuted: Vec<Vec<Interval>> =
            self.order.iter().map(|&i| matrix.rows[i].clone()).collect();
        let near_identity = times(
            &times(&self.left, &permuted, precision),
            &self.right,
            precision,
        );
        let mut det = plain_determinant(&near_identity, precision)?;
        for (i, row) in self.right.iter().enumerate() {
            det = det.divide(&row[i])?;
        }
        Ok(if self.odd { -&det } else { det })
    }
}

fn points(rows: Vec<Vec<Float>>) -> Option<Vec<Vec<Interval>>> {
    rows.into_iter()
        .map(|row| row.into_iter().map(|a| Interval::point(a).ok()).collect())
        .collect()
}

/// An approximate inverse of the unit lower triangle of `lu`, row by row; its own diagonal is exactly 1.
fn inverse_unit_lower(lu: &[Vec<Float>], precision: u32) -> Vec<Vec<Float>> {
    let n = lu.len();
    let mut out: Vec<Vec<Float>> = Vec::with_capacity(n);
    for (i, factors) in lu.iter().enumerate() {
        // e_i minus the combination of the rows above.
        let mut row = unit_row(n, i, precision);
        for (k, above) in out.iter().enumerate() {
            interruption::point();
            subtract(&mut row, &factors[k], above, precision);
        }
        out.push(row);
    }
    out
}

/// An approximate inverse of the upper triangle of `lu`, from its last row up.
fn inverse_upper(lu: &[Vec<Float>], precision: u32) -> Vec<Vec<Float>> {
    let n = lu.len();
    // The rows below row i, the last one first.
    let mut below: Vec<Vec<Float>> = Vec::with_capacity(n);
    for (i, factors) in lu.iter().enumerate().rev() {
        let mut row = unit_row(n, i, precision);
        for (k, done) in below.iter().enumerate() {
            interruption::point();
            subtract(&mut row, &factors[n - 1 - k], done, precision);
        }
        for entry in &mut row {
            *entry /= &factors[i];
        }
        below.push(row);
    }
    below.reverse();
    below
}

/// Row `i` of the identity.
fn unit_row(n: usize, i: usize, precision: u32) -> Vec<Float> {
    (0..n)
        .map(|j| Float::with_val(precision, u8::from(i == j)))
        .collect()
}

/// `row -= factor * other`, approximately.
fn subtract(row: &mut [Float], factor: &Float, other: &[Float], precision: u32) {
    for (entry, o) in row.iter_mut().zip(other) {
        *entry -= Float::with_val(precision, factor * o);
    }
}

/// The product of two square matrices, zero factors skipped.
fn times(a: &[Vec<Interval>], b: &[Vec<Interval>], precision: u32) -> Vec<Vec<Interval>> {
    let n = a.len();
    let mut out = vec![vec![Interval::zero(precision); n]; n];
    for (i, row) in a.iter().enumerate() {
        for (k, factor) in row.iter().enumerate() {
            interruption::point();
            if factor.lo.is_zero() && factor.hi.is_zero() {
                continue;
            }
            for (entry, other) in out[i].iter_mut().zip(&b[k]) {
                entry.add_product(factor, other);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_rational::BigRational;

    /// The row exchanges of the elimination itself, which preconditioning makes rare.
    #[test]
    fn both_preconditioners_enclose_the_same_determinant() {
        // Expansion by the first row: 3*(2*5 - 0*13) + 7*(2*11 - 1*13) = 93; the zero forces an exchange.
        let entries = [[0, -3, 7], [2, 1, 0], [13, 11, 5]];
        let rows = entries
            .iter()
            .map(|r| r.iter().map(|&a| Interval::from_int(a, 128)).collect())
            .collect();
        let m = IntervalMatrix::from_rows(rows).expect("square");
        let exact = BigRational::from_integer(93.into());
        for p in [Preconditioner::coarse(&m), Preconditioner::new(&m)] {
            let det = p.expect("regular").determinant(&m).expect("enclosed");
            assert!(det.contains(&exact) && det.certainly_nonzero());
        }
    }

    #[test]
    fn exchanged_rows_change_the_sign() {
        let permutation = |order: &[i64]| -> Vec<Vec<Interval>> {
            let row = |&k: &i64| {
                (0..3)
                    .map(|j| Interval::from_int(i64::from(j == k), 53))
                    .collect()
            };
            order.iter().map(row).collect()
        };
        for (order, sign) in [
            ([0, 1, 2], 1),
            ([1, 0, 2], -1),
            ([1, 2, 0], 1),
            ([2, 1, 0], -1),
        ] {
            let det = plain_determinant(&permutation(&order), 53).expect("regular");
            assert_eq!(
                (det.lo().to_f64(), det.hi().to_f64()),
                (f64::from(sign), f64::from(sign))
            );
        }
    }
}

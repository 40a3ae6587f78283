//! Products, systems and inverses of interval matrices.

use rug::Float;
use rug::float::Round;
use rug::ops::{AddAssignRound, DivAssignRound, MulAssignRound, SubAssignRound};
use wronski_diagnostic::interruption;

use super::approximate::{self, Rows};
use super::fault::Fault;
use super::matrix::IntervalMatrix;
use super::real::Interval;

/// Further intersections after the first enclosure of a solution.
const REFINEMENTS: usize = 3;

/// A finite float as an interval of one point.
fn point(value: &Float) -> Result<Interval, Fault> {
    Interval::point(value.clone())
}

fn misfit(what: &str) -> Fault {
    Fault::Shape(what.to_string())
}

impl IntervalMatrix {
    /// The matrix of one-point intervals.
    ///
    /// # Errors
    /// [`Fault::Shape`] for rows of different lengths, [`Fault::Overflow`] for an entry that is not finite.
    pub fn from_floats(rows: &[Vec<Float>]) -> Result<IntervalMatrix, Fault> {
        let rows: Result<Vec<Vec<Interval>>, Fault> = rows
            .iter()
            .map(|row| row.iter().map(point).collect())
            .collect();
        IntervalMatrix::from_rows(rows?)
    }

    /// The identity matrix.
    pub fn identity(n: usize, precision: u32) -> IntervalMatrix {
        let entry = |i: usize, j: usize| Interval::from_int(i64::from(i == j), precision);
        let rows = (0..n)
            .map(|i| (0..n).map(|j| entry(i, j)).collect())
            .collect();
        IntervalMatrix::of(n, rows)
    }

    /// The transposed matrix.
    #[must_use]
    pub fn transpose(&self) -> IntervalMatrix {
        let rows = (0..self.column_count())
            .map(|j| self.rows().iter().map(|row| row[j].clone()).collect())
            .collect();
        IntervalMatrix::of(self.row_count(), rows)
    }

    /// The product.
    ///
    /// # Errors
    /// [`Fault::Shape`] if the factors do not fit.
    pub fn product(&self, other: &IntervalMatrix) -> Result<IntervalMatrix, Fault> {
        if self.column_count() != other.row_count() {
            return Err(misfit("a product of matrices"));
        }
        let precision = self.precision().max(other.precision());
        let mut rows =
            vec![vec![Interval::zero(precision); other.column_count()]; self.row_count()];
        for (row, to) in self.rows().iter().zip(&mut rows) {
            for (factor, other) in row.iter().zip(other.rows()) {
                interruption::point();
                if factor.lo.is_zero() && factor.hi.is_zero() {
                    continue;
                }
                for (o, x) in to.iter_mut().zip(other) {
                    o.add_product(factor, x);
                }
            }
        }
        Ok(IntervalMatrix::of(other.column_count(), rows))
    }

    /// The matrix times a vector.
    ///
    /// # Errors
    /// [`Fault::Shape`] if they do not fit.
    pub fn apply(&self, vector: &[Interval]) -> Result<Vec<Interval>, Fault> {
        if self.column_count() != vector.len() {
            return Err(misfit("a matrix times a vector"));
        }
        let precision = self.precision();
        Ok(self
            .rows()
            .iter()
            .map(|row| {
                interruption::point();
                let mut sum = Interval::zero(precision);
                for (a, x) in row.iter().zip(vector) {
                    sum.add_product(a, x);
                }
                sum
            })
            .collect())
    }

    /// `T' A T`, where `vectors` holds the columns of `T` as rows: for every symmetric matrix enclosed, the
    /// matrix of its quadratic form on those vectors. Of this matrix the upper triangle is read.
    ///
    /// # Errors
    /// [`Fault::Shape`] if the matrix is not square or a vector has another length; [`Fault::Overflow`] for
    /// a vector that is not finite.
    pub fn congruence(&self, vectors: &[Vec<Float>]) -> Result<IntervalMatrix, Fault> {
        let n = self.row_count();
        if n != self.column_count() || vectors.iter().any(|v| v.len() != n) {
            return Err(misfit("a congruence"));
        }
        let precision = self.precision();
        let vectors: Vec<Vec<Interval>> = vectors
            .iter()
            .map(|v| v.iter().map(point).collect::<Result<_, _>>())
            .collect::<Result<_, Fault>>()?;
        // A t_j, column by column.
        let images: Vec<Vec<Interval>> = vectors
            .iter()
            .map(|t| {
                (0..n)
                    .map(|i| {
                        interruption::point();
                        let mut sum = Interval::zero(precision);
                        for (k, x) in t.iter().enumerate() {
                            sum.add_product(self.upper(i, k), x);
                        }
                        sum
                    })
                    .collect()
            })
            .collect();
        let m = vectors.len();
        let mut rows = vec![vec![Interval::zero(precision); m]; m];
        for i in 0..m {
            for j in i..m {
                interruption::point();
                let mut sum = Interval::zero(precision);
                for (x, y) in vectors[i].iter().zip(&images[j]) {
                    sum.add_product(x, y);
                }
                rows[j][i] = sum.clone();
                rows[i][j] = sum;
            }
        }
        Ok(IntervalMatrix::of(m, rows))
    }

    /// The entry of the upper triangle at `(i, j)` or `(j, i)`.
    pub(super) fn upper(&self, i: usize, j: usize) -> &Interval {
        &self.rows()[i.min(j)][i.max(j)]
    }

    /// For every matrix `A` and right-hand side `b` enclosed, the solution of `A x = b` (all those matrices are
    /// regular then).
    ///
    /// With `Y` near the inverse, `x0 = Y b` and `E = I - Y A` the error `e = x - x0` satisfies
    /// `e = Y (b - A x0) + E e`; if the row sums of `|E|` are at most `beta < 1`, then `A` is regular and
    /// `|e| <= |Y (b - A x0)|/(1 - beta)` in the maximum norm (A. Neumaier, *Interval Methods for Systems of
    /// Equations*, 1990, chapter 4).
    ///
    /// # Errors
    /// [`Fault::Shape`] if the system is not square; [`Fault::Division`] if regularity was not shown.
    pub fn solve(&self, rhs: &[Interval]) -> Result<Vec<Interval>, Fault> {
        if self.row_count() != self.column_count() || rhs.len() != self.row_count() {
            return Err(misfit("a system of linear equations"));
        }
        Regular::new(self)?.solve(self, rhs)
    }

    /// Encloses the inverses of all matrices enclosed.
    ///
    /// With `Y` and `E` as in [`IntervalMatrix::solve`], `B = A^-1` satisfies `B = Y + E B`; so a column of
    /// `B - Y` is at most `beta/(1 - beta)` times that of `Y` in the maximum norm, and `Y + E B` is a
    /// second enclosure.
    ///
    /// # Errors
    /// As [`IntervalMatrix::solve`].
    pub fn inverse(&self) -> Result<IntervalMatrix, Fault> {
        let n = self.row_count();
        if n != self.column_count() {
            return Err(misfit("the inverse of a matrix that is not square"));
        }
        Regular::new(self)?.inverse()
    }

    /// Is every matrix enclosed certainly regular?
    pub fn certainly_regular(&self) -> bool {
        self.row_count() == self.column_count() && Regular::new(self).is_ok()
    }
}

/// A proof that every matrix enclosed is regular.
struct Regular {
    approximate: Rows,
    /// `Y`, as intervals.
    preconditioner: IntervalMatrix,
    /// `I - Y A`
    rest: IntervalMatrix,
    /// `1 - beta`, from below; positive.
    margin: Float,
}

impl Regular {
    fn new(a: &IntervalMatrix) -> Result<Regular, Fault> {
        let precision = a.precision();
        let approximate = approximate::inverse(&a.midpoints(), precision).ok_or(Fault::Division)?;
        let preconditioner = IntervalMatrix::from_floats(&approximate)?;
        let rest = preconditioner.defect(a)?;
        let mut margin = Float::with_val(precision, 1u32);
        margin.sub_assign_round(row_sum_norm(&rest), Round::Down);
        if margin > 0 {
            Ok(Regular {
                approximate,
                preconditioner,
                rest,
                margin,
            })
        } else {
            Err(Fault::Division)
        }
    }

    fn inverse(&self) -> Result<IntervalMatrix, Fault> {
        let precision = self.preconditioner.precision();
        let n = self.approximate.len();
        let mut ratio = row_sum_norm(&self.rest);
        ratio.div_assign_round(&self.margin, Round::Up);
        if !ratio.is_finite() {
            return Err(Fault::Division);
        }
        let errors: Vec<Interval> = (0..n)
            .map(|j| {
                let mut most = Float::new(precision);
                for row in &self.approximate {
                    if row[j].cmp_abs(&most).is_some_and(|o| o.is_gt()) {
                        most = row[j].clone().abs();
                    }
                }
                most.mul_assign_round(&ratio, Round::Up);
                Interval::new(-most.clone(), most)
            })
            .collect::<Result<_, _>>()?;
        let sum =
            |y: &IntervalMatrix, e: &dyn Fn(usize, usize) -> Interval| -> Vec<Vec<Interval>> {
                let row = |(i, row): (usize, &Vec<Interval>)| {
                    row.iter().enumerate().map(|(j, y)| y + &e(i, j)).collect()
                };
                y.rows().iter().enumerate().map(row).collect()
            };
        let first = sum(&self.preconditioner, &|_, j| errors[j].clone());
        let first = IntervalMatrix::of(n, first);
        let moved = self.rest.product(&first)?;
        let second = sum(&self.preconditioner, &|i, j| moved.rows()[i][j].clone());
        let both = |(a, b): (&Interval, &Interval)| match a.intersection(b) {
            Some(both) => both,
            // Both hold the inverse, so they meet; whichever is taken is an enclosure.
            None => a.clone(),
        };
        let rows = first
            .rows()
            .iter()
            .zip(&second)
            .map(|(a, b)| a.iter().zip(b).map(both).collect())
            .collect();
        Ok(IntervalMatrix::of(n, rows))
    }

    fn solve(&self, a: &IntervalMatrix, rhs: &[Interval]) -> Result<Vec<Interval>, Fault> {
        let precision = a.precision();
        let middles: Vec<Float> = rhs.iter().map(Interval::midpoint).collect();
        let start = approximate::apply(&self.approximate, &middles, precision);
        let start: Vec<Interval> = start.iter().map(point).collect::<Result<_, _>>()?;
        let image = a.apply(&start)?;
        let residual: Vec<Interval> = rhs.iter().zip(&image).map(|(b, y)| b - y).collect();
        let residual = self.preconditioner.apply(&residual)?;
        let mut bound = Float::new(precision);
        for r in &residual {
            let size = r.magnitude();
            if size > bound {
                bound = size;
            }
        }
        bound.div_assign_round(&self.margin, Round::Up);
        if !bound.is_finite() {
            return Err(Fault::Division);
        }
        let ball = Interval::new(-bound.clone(), bound)?;
        let mut error = vec![ball; residual.len()];
        for _ in 0..REFINEMENTS {
            let moved = self.rest.apply(&error)?;
            for ((e, m), r) in error.iter_mut().zip(&moved).zip(&residual) {
                let better = r + m;
                // Both hold the error, so they meet.
                if let Some(both) = e.intersection(&better) {
                    *e = both;
                }
            }
        }
        Ok(start.iter().zip(&error).map(|(x, e)| x + e).collect())
    }
}

impl IntervalMatrix {
    /// `I - self * a`
    pub(super) fn defect(&self, a: &IntervalMatrix) -> Result<IntervalMatrix, Fault> {
        let product = self.product(a)?;
        if product.row_count() != product.column_count() {
            return Err(misfit("the distance of a product from the identity"));
        }
        let precision = product.precision();
        let rows = product
            .rows()
            .iter()
            .enumerate()
            .map(|(i, row)| {
                row.iter()
                    .enumerate()
                    .map(|(j, x)| &Interval::from_int(i64::from(i == j), precision) - x)
                    .collect()
            })
            .collect();
        Ok(IntervalMatrix::of(product.column_count(), rows))
    }
}

/// An upper bound of the largest row sum of absolute values.
pub(super) fn row_sum_norm(a: &IntervalMatrix) -> Float {
    let precision = a.precision();
    let mut most = Float::new(precision);
    for row in a.rows() {
        let mut sum = Float::new(precision);
        for x in row {
            sum.add_assign_round(x.magnitude(), Round::Up);
        }
        if sum > most {
            most = sum;
        }
    }
    most
}

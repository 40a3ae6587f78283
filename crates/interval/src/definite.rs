//! Certain definiteness and inertia of symmetric interval matrices.
//!
//! A matrix stands for the symmetric matrices it encloses; its upper triangle is read.

use rug::Float;
use rug::float::Round;
use rug::ops::AddAssignRound;
use wronski_diagnostic::interruption;

use super::approximate::{self, Eigen};
use super::machine;
use super::matrix::IntervalMatrix;
use super::real::Interval;

impl IntervalMatrix {
    /// Is every symmetric matrix enclosed certainly positive definite? (`false` means: not shown.)
    ///
    /// Cholesky's elimination in interval arithmetic has positive pivots, for the matrix itself or for
    /// `T' A T` with `T'` an approximate inverse of a Cholesky factor of the middle. If `T' A T` is
    /// positive definite then `T` is injective and `A` is positive definite (Sylvester's law of
    /// inertia); near the identity elimination loses next to nothing.
    pub fn positive_definite(&self) -> bool {
        if !self.is_bounded_square() {
            return false;
        }
        if self.has_positive_pivots() {
            return true;
        }
        let precision = self.precision();
        // The lower triangle of the middles is read, which is the transposed upper one.
        let middles = approximate::transpose(&self.midpoints());
        let Some(factor) = approximate::cholesky(&middles, precision) else {
            return false;
        };
        let vectors = approximate::inverse_lower(&factor, precision);
        match self.congruence(&vectors) {
            Ok(near_identity) => {
                near_identity.has_positive_pivots() || near_identity.dominant_diagonal()
            }
            Err(_) => false,
        }
    }

    /// Is every symmetric matrix enclosed certainly negative definite?
    pub fn negative_definite(&self) -> bool {
        self.negated().positive_definite()
    }

    /// The matrix of the negatives.
    #[must_use]
    pub fn negated(&self) -> IntervalMatrix {
        let rows = self
            .rows()
            .iter()
            .map(|row| row.iter().map(|a| -a).collect())
            .collect();
        IntervalMatrix::of(self.column_count(), rows)
    }

    /// The numbers of positive and negative eigenvalues, if none is possibly zero.
    ///
    /// It is the case in which [`IntervalMatrix::signature_at_least`] accounts for every eigenvalue.
    pub fn inertia(&self) -> Option<(usize, usize)> {
        // Elimination is the quicker answer, except for large matrices.
        if self.row_count() <= approximate::MAX_EIGEN && self.positive_definite() {
            return Some((self.row_count(), 0));
        }
        let (positive, negative) = self.signature_at_least();
        (positive + negative == self.row_count()).then_some((positive, negative))
    }

    /// Lower bounds of the numbers of positive and of negative eigenvalues, for every symmetric matrix
    /// enclosed.
    ///
    /// On the span of approximate eigenvectors the quadratic form is shown to be definite, in interval
    /// arithmetic; a form that is positive definite on a space of dimension `p` has at least `p`
    /// positive eigenvalues (Courant and Fischer), whatever the vectors are.
    ///
    /// Beyond 64 rows the form is enclosed in machine floats, which do not see eigenvalues below about
    /// `1e-9` of the largest; (0, 0) beyond 2000 rows.
    pub fn signature_at_least(&self) -> (usize, usize) {
        if !self.is_bounded_square() {
            return (0, 0);
        }
        let Some(form) = self.near_diagonal() else {
            return (0, 0);
        };
        (
            form.definite_part().len(),
            form.negated().definite_part().len(),
        )
    }

    /// The quadratic forms on approximate eigenvectors: in machine floats for large matrices.
    fn near_diagonal(&self) -> Option<IntervalMatrix> {
        if self.row_count() > approximate::MAX_EIGEN {
            return machine::eigen_congruence(self);
        }
        let Eigen { vectors, .. } =
            approximate::eigen(&self.symmetric_midpoints(), self.precision())?;
        self.congruence(&vectors).ok()
    }

    /// Indices on which the matrix is certainly positive definite: as many as a scaled Gershgorin test
    /// keeps, the worst one being dropped until all pass.
    fn definite_part(&self) -> Vec<usize> {
        let precision = self.precision();
        let mut kept: Vec<usize> = (0..self.row_count())
            .filter(|&i| self.upper(i, i).certainly_positive())
            .collect();
        // Any positive weights will do; these make the diagonal about 1.
        let weights: Vec<Float> = (0..self.row_count())
            .map(|i| {
                let middle = self.upper(i, i).midpoint();
                if middle > 0 {
                    Float::with_val(precision, middle.recip_sqrt_ref())
                } else {
                    Float::with_val(precision, 1u32)
                }
            })
            .collect();
        loop {
            let mut worst: Option<(Float, usize)> = None;
            for &i in &kept {
                interruption::point();
                let mut rest = Float::new(precision);
                for &j in kept.iter().filter(|&&j| j != i) {
                    let mut term = self.upper(i, j).magnitude();
                    rug::ops::MulAssignRound::mul_assign_round(&mut term, &weights[j], Round::Up);
                    rest.add_assign_round(term, Round::Up);
                }
                let diagonal = Float::with_val_round(
                    precision,
                    &self.upper(i, i).lo * &weights[i],
                    Round::Down,
                )
                .0;
                if rest >= diagonal {
                    let ratio = rest / diagonal;
                    if worst.as_ref().is_none_or(|(most, _)| ratio > *most) {
                        worst = Some((ratio, i));
                    }
                }
            }
            match worst {
                Some((_, i)) => kept.retain(|&k| k != i),
                None => return kept,
            }
        }
    }

    pub(super) fn is_bounded_square(&self) -> bool {
        self.row_count() == self.column_count()
            && self.rows().iter().flatten().all(Interval::is_bounded)
    }

    /// The middles, the upper triangle mirrored.
    pub(super) fn symmetric_midpoints(&self) -> Vec<Vec<Float>> {
        let n = self.row_count();
        (0..n)
            .map(|i| (0..n).map(|j| self.upper(i, j).midpoint()).collect())
            .collect()
    }

    /// Elimination without exchanges: are all pivots certainly positive?
    ///
    /// The pivots are the squares of the diagonal of Cholesky's factor; they are positive exactly for
    /// positive definite matrices.
    fn has_positive_pivots(&self) -> bool {
        let n = self.row_count();
        let mut work: Vec<Vec<Interval>> = (0..n).map(|i| self.rows()[i][i..].to_vec()).collect();
        for k in 0..n {
            let (above, below) = work.split_at_mut(k + 1);
            let pivot_row = &above[k];
            if !pivot_row[0].certainly_positive() {
                return false;
            }
            for (i, row) in below.iter_mut().enumerate() {
                interruption::point();
                // Row k + 1 + i, from its diagonal on; the entry left of it mirrors pivot_row[i + 1].
                let Ok(factor) = pivot_row[i + 1].divide(&pivot_row[0]) else {
                    return false;
                };
                if let Some(diagonal) = row.first_mut() {
                    // a - b^2/p: the square is not negative.
                    let Ok(square) = pivot_row[i + 1].square().divide(&pivot_row[0]) else {
                        return false;
                    };
                    diagonal.decrease(&square);
                }
                for (entry, above) in row.iter_mut().zip(&pivot_row[i + 1..]).skip(1) {
                    entry.sub_product(&factor, above);
                }
            }
        }
        true
    }

    /// Is each diagonal entry certainly larger than the sum of the other absolute values of its row?
    fn dominant_diagonal(&self) -> bool {
        let precision = self.precision();
        (0..self.row_count()).all(|i| {
            let mut rest = Float::new(precision);
            for j in (0..self.row_count()).filter(|&j| j != i) {
                rest.add_assign_round(self.upper(i, j).magnitude(), Round::Up);
            }
            self.upper(i, i).lo > rest
        })
    }
}

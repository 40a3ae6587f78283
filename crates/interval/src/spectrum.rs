//! Verified eigenvalues of symmetric interval matrices.

use rug::Float;
use rug::float::Round;
use rug::ops::{AddAssignRound, SubAssignRound};
use wronski_diagnostic::interruption;

use super::approximate;
use super::linear::row_sum_norm;
use super::matrix::IntervalMatrix;
use super::real::Interval;

impl IntervalMatrix {
    /// The eigenvalues in increasing order: the k-th interval contains the k-th eigenvalue of every
    /// symmetric matrix enclosed. `None` if the matrix is not square or not bounded, or has more than 64
    /// rows.
    ///
    /// Let `Q` be a float matrix of approximate eigenvectors, `C = Q' A Q` and `G = Q' Q`. By Ostrowski's theorem
    /// (R. Horn and C. Johnson, *Matrix Analysis*, theorem 4.5.9) the k-th eigenvalue of `A` is that of `C`
    /// divided by a number between the least and the greatest eigenvalue of `G`, which lie within
    /// the row sums of `|G - I|` around 1. And `C - diag(c_ii - r_i)`, `r_i` the sum of the other absolute
    /// values of row i, has a dominant diagonal, so is positive semidefinite: the k-th eigenvalue
    /// of `C` is at least the k-th smallest `c_ii - r_i` (Weyl), and likewise at most the k-th smallest
    /// `c_ii + r_i`.
    pub fn eigenvalues(&self) -> Option<Vec<Interval>> {
        if !self.is_bounded_square() {
            return None;
        }
        let n = self.row_count();
        let precision = self.precision();
        let found = approximate::eigen(&self.symmetric_midpoints(), precision)?;
        let form = self.congruence(&found.vectors).ok()?;
        let vectors = IntervalMatrix::from_floats(&found.vectors).ok()?;
        let defect = vectors.defect(&vectors.transpose()).ok()?;
        let off = row_sum_norm(&defect);
        if off >= 1 {
            return None;
        }
        let around_one = {
            let one = Interval::one(precision);
            let off = Interval::new(-off.clone(), off).ok()?;
            &one + &off
        };
        let (mut lows, mut highs) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for i in 0..n {
            interruption::point();
            let mut rest = Float::new(precision);
            for j in (0..n).filter(|&j| j != i) {
                rest.add_assign_round(form.upper(i, j).magnitude(), Round::Up);
            }
            let diagonal = form.upper(i, i);
            let mut low = diagonal.lo.clone();
            low.sub_assign_round(&rest, Round::Down);
            let mut high = diagonal.hi.clone();
            high.add_assign_round(&rest, Round::Up);
            lows.push(low);
            highs.push(high);
        }
        lows.sort_by(Float::total_cmp);
        highs.sort_by(Float::total_cmp);
        lows.into_iter()
            .zip(highs)
            .map(|(low, high)| Interval::new(low, high).ok()?.divide(&around_one).ok())
            .collect()
    }

    /// A lower bound of the least eigenvalue of every symmetric matrix enclosed; `None` where
    /// [`IntervalMatrix::eigenvalues`] has none, or the matrix is empty.
    ///
    /// On a matrix of thin intervals it is as close as the precision allows.
    pub fn least_eigenvalue(&self) -> Option<Float> {
        let least = self.eigenvalues()?.into_iter().next()?;
        Some(least.lo)
    }
}

//! Enclosures in machine floats for large matrices, by bounds of the rounding errors made.
//!
//! Each product of matrices is computed once, rounded to nearest, together with a bound of its error
//! (S. M. Rump, *Fast and parallel interval arithmetic*, BIT 39, 1999; N. J. Higham, *Accuracy and
//! Stability of Numerical Algorithms*, 2nd ed., section 3.5): a dot product of length `n`, in any order of
//! summation, is off by at most `gamma_n sum |a_i b_i|` with `gamma_n = n u/(1 - n u)`, `u = 2^-53`, and by
//! what underflow adds, far less than `n 2^-1022`.

use nalgebra::{DMatrix, SymmetricEigen};
use rug::Float;
use rug::float::Round;
use wronski_diagnostic::interruption;

use super::matrix::IntervalMatrix;
use super::real::Interval;

/// Largest matrix.
const MAX_ROWS: usize = 2_000;

/// A matrix by its rows, one after the other.
struct Grid {
    columns: usize,
    entries: Vec<f64>,
}

impl Grid {
    fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.entries.chunks_exact(self.columns.max(1))
    }

    fn map(&self, f: impl Fn(f64) -> f64) -> Grid {
        Grid {
            columns: self.columns,
            entries: self.entries.iter().map(|&x| f(x)).collect(),
        }
    }

    fn zip(&self, other: &Grid, f: impl Fn(f64, f64) -> f64) -> Grid {
        let pairs = self.entries.iter().zip(&other.entries);
        Grid {
            columns: self.columns,
            entries: pairs.map(|(&x, &y)| f(x, y)).collect(),
        }
    }

    /// The product, rounded to nearest operation by operation.
    fn product(&self, other: &Grid) -> Grid {
        let mut entries = Vec::with_capacity(self.entries.len());
        for row in self.rows() {
            interruption::point();
            let mut to = vec![0.0; other.columns];
            for (factor, other) in row.iter().zip(other.rows()) {
                if *factor != 0.0 {
                    for (t, x) in to.iter_mut().zip(other) {
                        *t += factor * x;
                    }
                }
            }
            entries.extend(to);
        }
        Grid {
            columns: other.columns,
            entries,
        }
    }
}

/// Approximate eigenvectors `T` of the middle (columns), and an enclosure of `T' A T` for every symmetric matrix
/// `A` enclosed. `None` for a matrix that is too large, or whose entries do not fit into machine floats.
pub(super) fn eigen_congruence(a: &IntervalMatrix) -> Option<IntervalMatrix> {
    let n = a.row_count();
    if n == 0 || n > MAX_ROWS {
        return None;
    }
    let (middle, radius) = middle_and_radius(a)?;
    let found = SymmetricEigen::try_new(
        DMatrix::from_row_slice(n, n, &middle.entries),
        f64::EPSILON,
        1000 * n,
    )?;
    // The bounds of underflow suppose entries of a moderate size.
    let moderate = |x: &f64| x.abs() <= 2.0;
    if !found.eigenvectors.iter().all(moderate) {
        return None;
    }
    let vectors = Grid {
        columns: n,
        // By rows: the transposed matrix of columns.
        entries: found.eigenvectors.transpose().iter().copied().collect(),
    };
    let transposed = Grid {
        columns: n,
        entries: found.eigenvectors.iter().copied().collect(),
    };
    congruence(&middle, &radius, &vectors, &transposed)
}

/// An enclosure of `T' A T` for `|A - middle| <= radius`.
fn congruence(
    middle: &Grid,
    radius: &Grid,
    vectors: &Grid,
    transposed: &Grid,
) -> Option<IntervalMatrix> {
    let n = middle.columns;
    let size = f64::from(u32::try_from(n).ok()?);
    // gamma of a few more operations than there are, and room for the rounding of the bounds themselves:
    // each is a sum of nonnegative terms with at most 2n + 10 roundings.
    let gamma = (size + 10.0) * f64::EPSILON;
    let inflation = 1.0 + 4.0 * gamma;
    let underflow = f64::MIN_POSITIVE * size * 4.0;
    let image = middle.product(vectors);
    let form = transposed.product(&image);
    // |A T - image| <= (radius + gamma |middle|) |T|
    let entry_error = radius.zip(middle, |r, m| r + gamma * m.abs());
    let image_error = entry_error.product(&vectors.map(f64::abs));
    // |T' A T - form| <= |T'| (image error + gamma |image|)
    let step = image_error.zip(&image, |e, b| (e + gamma * b.abs()) * inflation + underflow);
    let error = transposed
        .map(f64::abs)
        .product(&step)
        .map(|e| e * inflation + underflow);
    let finite = |g: &Grid| g.entries.iter().all(|x| x.is_finite());
    if !finite(&form) || !finite(&error) {
        return None;
    }
    let rows = form
        .rows()
        .zip(error.rows())
        .map(|(row, error)| {
            row.iter()
                .zip(error)
                .map(|(&c, &e)| {
                    let (c, e) = (Float::with_val(53, c), Float::with_val(53, e));
                    let lo = Float::with_val_round(64, &c - &e, Round::Down).0;
                    let hi = Float::with_val_round(64, &c + &e, Round::Up).0;
                    Interval::new(lo, hi).ok()
                })
                .collect::<Option<Vec<Interval>>>()
        })
        .collect::<Option<Vec<_>>>()?;
    Some(IntervalMatrix::of(n, rows))
}

/// Machine floats near the middles of the upper triangle, mirrored, and bounds of how far the entries are.
fn middle_and_radius(a: &IntervalMatrix) -> Option<(Grid, Grid)> {
    let n = a.row_count();
    let (mut middle, mut radius) = (Vec::with_capacity(n * n), Vec::with_capacity(n * n));
    for i in 0..n {
        for j in 0..n {
            let x = a.upper(i, j);
            let m = x.midpoint().to_f64();
            // The distance from the farther end, rounded up.
            let centre = Float::with_val(53, m);
            let below = Float::with_val_round(53, &centre - &x.lo, Round::Up).0;
            let above = Float::with_val_round(53, &x.hi - &centre, Round::Up).0;
            let far = if below > above { below } else { above };
            let r = far.to_f64_round(Round::Up).max(0.0);
            if !m.is_finite() || !r.is_finite() {
                return None;
            }
            middle.push(m);
            radius.push(r);
        }
    }
    let grid = |entries| Grid {
        columns: n,
        entries,
    };
    Some((grid(middle), grid(radius)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_rational::BigRational;

    /// Against exact rational arithmetic, on matrices with much cancellation.
    #[test]
    fn congruences_contain_the_exact_products() {
        let n = 7usize;
        let mut state = 12345u64;
        let mut next = || {
            state = state * 48271 % 0x7fff_ffff;
            let shift = 1 << (state % 31);
            (f64::from(u32::try_from(state % 2001).expect("small")) - 1000.0) / f64::from(shift)
        };
        let q = |x: f64| BigRational::from_float(x).expect("finite");
        for width in [0.0, 1e-9, 0.5] {
            // A symmetric matrix: its lower triangle, mirrored.
            let lower: Vec<Vec<f64>> = (1..=n)
                .map(|length| (0..length).map(|_| next()).collect())
                .collect();
            let rows: Vec<Vec<f64>> = (0..n)
                .map(|i| (0..n).map(|j| lower[i.max(j)][i.min(j)]).collect())
                .collect();
            let flat = |rows: &[Vec<f64>]| Grid {
                columns: n,
                entries: rows.iter().flatten().copied().collect(),
            };
            let t: Vec<Vec<f64>> = (0..n)
                .map(|_| (0..n).map(|_| next() / 1e3).collect())
                .collect();
            let back: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| t[j][i]).collect()).collect();
            let radius = flat(&vec![vec![width; n]; n]);
            let found = congruence(&flat(&rows), &radius, &flat(&t), &flat(&back)).expect("finite");
            // The matrices of the middle plus and minus the radius.
            for sign in [0.0, 1.0, -1.0] {
                for (i, row) in found.rows().iter().enumerate() {
                    for (j, enclosure) in row.iter().enumerate() {
                        let mut sum = q(0.0);
                        for k in 0..n {
                            for l in 0..n {
                                let entry = q(rows[k][l]) + q(width * sign);
                                sum += q(t[k][i]) * entry * q(t[l][j]);
                            }
                        }
                        assert!(enclosure.contains(&sum), "{enclosure} without {sum}");
                        assert!(width > 0.0 || enclosure.width() < 1e-6);
                    }
                }
            }
        }
    }
}

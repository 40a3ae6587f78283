//! Linear algebra in floats of any precision, rounded to nearest: approximations, and nothing more.
//!
//! What is found here are preconditioners, starting points, residuals to be verified. No claim may rest on
//! it. A matrix is a slice of rows of equal length; results have the precision asked for.

use nalgebra::{DMatrix, SymmetricEigen};
use rug::{Assign, Float};
use wronski_diagnostic::interruption;

/// A matrix by its rows.
pub type Rows = Vec<Vec<Float>>;

/// Largest matrix of [`eigen`].
pub const MAX_EIGEN: usize = 64;
/// More sweeps of rotations than this do not help.
const MAX_SWEEPS: usize = 60;

/// The matrix of zeros.
pub fn zeros(rows: usize, columns: usize, precision: u32) -> Rows {
    vec![vec![Float::new(precision); columns]; rows]
}

/// The identity matrix.
pub fn identity(n: usize, precision: u32) -> Rows {
    let mut out = zeros(n, n, precision);
    for (i, row) in out.iter_mut().enumerate() {
        row[i].assign(1u32);
    }
    out
}

/// The transposed matrix.
pub fn transpose(a: &[Vec<Float>]) -> Rows {
    let columns = a.first().map_or(0, Vec::len);
    (0..columns)
        .map(|j| a.iter().map(|row| row[j].clone()).collect())
        .collect()
}

/// `sum of a_i b_i`, over the shorter length.
pub fn dot(a: &[Float], b: &[Float], precision: u32) -> Float {
    interruption::point();
    let mut sum = Float::new(precision);
    for (x, y) in a.iter().zip(b) {
        sum += x * y;
    }
    sum
}

/// The Euclidean length.
pub fn norm(a: &[Float], precision: u32) -> Float {
    dot(a, a, precision).sqrt()
}

/// The matrix times a vector.
pub fn apply(a: &[Vec<Float>], x: &[Float], precision: u32) -> Vec<Float> {
    a.iter().map(|row| dot(row, x, precision)).collect()
}

/// The product of two matrices.
pub fn product(a: &[Vec<Float>], b: &[Vec<Float>], precision: u32) -> Rows {
    let columns = b.first().map_or(0, Vec::len);
    let mut out = zeros(a.len(), columns, precision);
    for (row, to) in a.iter().zip(&mut out) {
        for (factor, other) in row.iter().zip(b) {
            interruption::point();
            if factor.is_zero() {
                continue;
            }
            for (o, x) in to.iter_mut().zip(other) {
                *o += factor * x;
            }
        }
    }
    out
}

/// The largest absolute value of an entry.
fn largest(a: &[Vec<Float>], precision: u32) -> Float {
    let mut most = Float::new(precision);
    for x in a.iter().flatten() {
        if x.cmp_abs(&most).is_some_and(|o| o.is_gt()) {
            most = Float::with_val(precision, x.abs_ref());
        }
    }
    most
}

fn is_square(a: &[Vec<Float>]) -> bool {
    a.iter().all(|row| row.len() == a.len())
}

/// Rows exchanged, unit lower and upper triangle in one matrix.
struct Lu {
    order: Vec<usize>,
    factors: Rows,
}

/// Gaussian elimination with partial pivoting; `None` for a matrix that is singular to the precision.
fn lu(a: &[Vec<Float>], precision: u32) -> Option<Lu> {
    let n = a.len();
    if !is_square(a) || a.iter().flatten().any(|x| !x.is_finite()) {
        return None;
    }
    let mut factors: Rows = a
        .iter()
        .map(|r| r.iter().map(|x| Float::with_val(precision, x)).collect())
        .collect();
    let mut order: Vec<usize> = (0..n).collect();
    for c in 0..n {
        let r = (c..n).reduce(|i, j| {
            let larger = factors[j][c].cmp_abs(&factors[i][c]);
            if larger.is_some_and(|o| o.is_gt()) {
                j
            } else {
                i
            }
        })?;
        if factors[r][c].is_zero() {
            return None;
        }
        factors.swap(r, c);
        order.swap(r, c);
        let (above, below) = factors.split_at_mut(c + 1);
        let pivot = &above[c];
        for row in below {
            interruption::point();
            let factor = Float::with_val(precision, &row[c] / &pivot[c]);
            for (x, p) in row.iter_mut().zip(pivot).skip(c + 1) {
                *x -= &factor * p;
            }
            row[c] = factor;
        }
    }
    Some(Lu { order, factors })
}

impl Lu {
    fn solve(&self, b: &[Float], precision: u32) -> Option<Vec<Float>> {
        let n = self.factors.len();
        let mut x: Vec<Float> = Vec::with_capacity(n);
        for (i, row) in self.factors.iter().enumerate() {
            interruption::point();
            let mut value = Float::with_val(precision, b.get(self.order[i])?);
            for (l, done) in row.iter().zip(&x) {
                value -= l * done;
            }
            x.push(value);
        }
        for i in (0..n).rev() {
            interruption::point();
            let (head, tail) = x.split_at_mut(i + 1);
            let row = &self.factors[i];
            for (u, done) in row[i + 1..].iter().zip(tail.iter()) {
                head[i] -= u * done;
            }
            head[i] /= &row[i];
        }
        x.iter().all(Float::is_finite).then_some(x)
    }
}

/// A solution of the square system `a x = b`; `None` if `a` is singular to the precision.
pub fn solve(a: &[Vec<Float>], b: &[Float], precision: u32) -> Option<Vec<Float>> {
    if b.len() != a.len() {
        return None;
    }
    lu(a, precision)?.solve(b, precision)
}

/// The inverse; `None` if the matrix is singular to the precision, or not square.
pub fn inverse(a: &[Vec<Float>], precision: u32) -> Option<Rows> {
    let factors = lu(a, precision)?;
    let columns: Option<Rows> = identity(a.len(), precision)
        .iter()
        .map(|e| factors.solve(e, precision))
        .collect();
    Some(transpose(&columns?))
}

/// The lower Cholesky factor of a symmetric matrix (its lower triangle is read); `None` if a pivot is
/// not positive.
pub fn cholesky(a: &[Vec<Float>], precision: u32) -> Option<Rows> {
    let n = a.len();
    if !is_square(a) {
        return None;
    }
    let mut l = zeros(n, n, precision);
    for i in 0..n {
        for j in 0..=i {
            interruption::point();
            let mut value = Float::with_val(precision, &a[i][j]);
            for (x, y) in l[i][..j].iter().zip(&l[j][..j]) {
                value -= x * y;
            }
            if i == j {
                if !(value.is_finite() && value > 0) {
                    return None;
                }
                l[i][i] = value.sqrt();
            } else {
                value /= &l[j][j];
                l[i][j] = value;
            }
        }
    }
    Some(l)
}

/// The inverse of a lower triangular matrix with a diagonal without zeros.
pub fn inverse_lower(l: &[Vec<Float>], precision: u32) -> Rows {
    let n = l.len();
    let mut out: Rows = Vec::with_capacity(n);
    for (i, row) in l.iter().enumerate() {
        let mut next = vec![Float::new(precision); n];
        next[i].assign(1u32);
        for (factor, above) in row.iter().zip(&out) {
            interruption::point();
            for (x, a) in next.iter_mut().zip(above) {
                *x -= factor * a;
            }
        }
        for x in &mut next {
            *x /= &row[i];
        }
        out.push(next);
    }
    out
}

/// An orthonormal basis of the column space of a matrix.
#[derive(Clone, Debug)]
pub struct ColumnSpace {
    /// The vectors of the basis, each as long as a column.
    pub basis: Rows,
    /// The columns of the matrix that span, in the order in which they were chosen.
    pub columns: Vec<usize>,
    /// The absolute values of the diagonal of R: those kept, then the first one dropped, if any.
    pub pivots: Vec<Float>,
}

impl ColumnSpace {
    /// The numerical rank.
    pub fn rank(&self) -> usize {
        self.basis.len()
    }

    /// The part of a vector that is orthogonal to the column space.
    ///
    /// The projection is made twice, which leaves nothing in the space but rounding errors (W. Kahan's
    /// "twice is enough"; B. N. Parlett, *The Symmetric Eigenvalue Problem*, 1980, section 6-9).
    pub fn complement(&self, vector: &[Float], precision: u32) -> Vec<Float> {
        let mut out: Vec<Float> = vector
            .iter()
            .map(|x| Float::with_val(precision, x))
            .collect();
        for _ in 0..2 {
            for q in &self.basis {
                interruption::point();
                let along = dot(q, &out, precision);
                for (x, y) in out.iter_mut().zip(q) {
                    *x -= &along * y;
                }
            }
        }
        out
    }
}

/// Householder's QR factorisation with column pivoting (P. Businger and G. Golub, 1965), as far as the
/// remaining columns are longer than `tolerance` times the longest column.
pub fn column_space(a: &[Vec<Float>], tolerance: &Float, precision: u32) -> ColumnSpace {
    let rows = a.len();
    // Work on columns.
    let mut work: Rows = transpose(a)
        .into_iter()
        .map(|c| {
            c.into_iter()
                .map(|x| Float::with_val(precision, x))
                .collect()
        })
        .collect();
    let mut order: Vec<usize> = (0..work.len()).collect();
    let mut reflections: Rows = Vec::new();
    let mut pivots: Vec<Float> = Vec::new();
    let steps = rows.min(work.len());
    for k in 0..steps {
        // Lengths are computed anew: updating them loses what rank decisions need.
        let lengths: Vec<Float> = work[k..].iter().map(|c| norm(&c[k..], precision)).collect();
        let Some(best) =
            (0..lengths.len()).reduce(|i, j| if lengths[j] > lengths[i] { j } else { i })
        else {
            break;
        };
        let length = lengths[best].clone();
        pivots.push(length.clone());
        let bound = Float::with_val(precision, &pivots[0] * tolerance);
        if length.is_zero() || !length.is_finite() || length <= bound {
            break;
        }
        work.swap(k, k + best);
        order.swap(k, k + best);
        // v = x + sign(x_1) |x| e_1
        let mut v: Vec<Float> = work[k][k..].to_vec();
        if v[0].is_sign_negative() {
            v[0] -= &length;
        } else {
            v[0] += &length;
        }
        let size = norm(&v, precision);
        for x in &mut v {
            *x /= &size;
        }
        for column in &mut work[k..] {
            reflect(&v, &mut column[k..], precision);
        }
        reflections.push(v);
    }
    let rank = reflections.len();
    let basis = (0..rank)
        .map(|i| {
            let mut e = vec![Float::new(precision); rows];
            e[i].assign(1u32);
            for (k, v) in reflections.iter().enumerate().rev() {
                reflect(v, &mut e[k..], precision);
            }
            e
        })
        .collect();
    order.truncate(rank);
    ColumnSpace {
        basis,
        columns: order,
        pivots,
    }
}

/// `x -= 2 v (v x)` for a unit vector `v`.
fn reflect(v: &[Float], x: &mut [Float], precision: u32) {
    interruption::point();
    let twice = dot(v, x, precision) * 2u32;
    for (x, v) in x.iter_mut().zip(v) {
        *x -= &twice * v;
    }
}

/// Eigenvalues in increasing order, and the eigenvectors in the same order.
#[derive(Clone, Debug)]
pub struct Eigen {
    /// The eigenvalues.
    pub values: Vec<Float>,
    /// The eigenvectors, one a row.
    pub vectors: Rows,
}

/// The eigenvalues and eigenvectors of a symmetric matrix, at most 64 rows: Jacobi's rotations, started
/// from eigenvectors in machine floats. `None` for a larger or ragged matrix, or one that is not finite.
pub fn eigen(a: &[Vec<Float>], precision: u32) -> Option<Eigen> {
    let n = a.len();
    if n > MAX_EIGEN || !is_square(a) || a.iter().flatten().any(|x| !x.is_finite()) {
        return None;
    }
    // A few more bits, so that rounding does not add up to what is asked for.
    let bits = precision.saturating_add(16);
    let mut vectors = match machine_eigenvectors(a) {
        Some(q) => orthonormal(&q, bits),
        None => identity(n, bits),
    };
    let mut b = product(&product(&vectors, a, bits), &transpose(&vectors), bits);
    rotate(&mut b, &mut vectors, bits);
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| b[i][i].total_cmp(&b[j][j]));
    let at_precision = |x: &Float| Float::with_val(precision, x);
    Some(Eigen {
        values: order.iter().map(|&i| at_precision(&b[i][i])).collect(),
        vectors: order
            .iter()
            .map(|&i| vectors[i].iter().map(at_precision).collect())
            .collect(),
    })
}

/// Eigenvectors as rows, in machine floats; `None` if entries do not fit.
fn machine_eigenvectors(a: &[Vec<Float>]) -> Option<DMatrix<f64>> {
    let n = a.len();
    if n == 0 {
        return None;
    }
    // Scaled, so that neither huge nor tiny entries are lost.
    let size = largest(a, 53);
    let exponent = size.get_exp()?;
    let scaled = DMatrix::from_fn(n, n, |i, j| {
        (Float::with_val(53, &a[i][j]) >> exponent).to_f64()
    });
    // A thousand iterations a row are far more than it ever needs.
    let found = SymmetricEigen::try_new(scaled, f64::EPSILON, 1000 * n)?;
    let vectors = found.eigenvectors.transpose();
    vectors.iter().all(|x| x.is_finite()).then_some(vectors)
}

/// The nearest orthonormal rows, by Newton's iteration `Q <- (3 I - Q Q') Q/2`.
fn orthonormal(q: &DMatrix<f64>, precision: u32) -> Rows {
    let n = q.nrows();
    let mut rows: Rows = (0..n)
        .map(|i| {
            (0..n)
                .map(|j| Float::with_val(precision, q[(i, j)]))
                .collect()
        })
        .collect();
    let mut correct_bits = 40;
    while correct_bits < precision {
        let mut factor = product(&rows, &transpose(&rows), precision);
        for (i, row) in factor.iter_mut().enumerate() {
            for (j, x) in row.iter_mut().enumerate() {
                *x = Float::with_val(precision, if i == j { 3 - &*x } else { 0 - &*x }) / 2u32;
            }
        }
        rows = product(&factor, &rows, precision);
        correct_bits *= 2;
    }
    rows
}

/// Cyclic Jacobi rotations until the matrix is diagonal to the precision; `vectors` are rotated along.
fn rotate(b: &mut Rows, vectors: &mut Rows, precision: u32) {
    let n = b.len();
    let shift = i32::try_from(precision).map_or(i32::MAX, |p| p);
    let bound = largest(b, precision) >> shift;
    for _ in 0..MAX_SWEEPS {
        let mut rotated = false;
        for p in 0..n {
            for q in p + 1..n {
                interruption::point();
                let off = Float::with_val(precision, b[p][q].abs_ref());
                if off <= bound {
                    continue;
                }
                rotated = true;
                // tan of the angle: the smaller root of t^2 + 2 theta t - 1.
                let theta = Float::with_val(precision, &b[q][q] - &b[p][p])
                    / Float::with_val(precision, &b[p][q] * 2u32);
                let mut root = Float::with_val(precision, theta.square_ref());
                root += 1u32;
                let root = root.sqrt();
                let magnitude = Float::with_val(precision, theta.abs_ref()) + root;
                let mut t = magnitude.recip();
                if theta.is_sign_negative() {
                    t = -t;
                }
                let mut c = Float::with_val(precision, t.square_ref());
                c += 1u32;
                let c = c.recip_sqrt();
                let s = Float::with_val(precision, &t * &c);
                for row in b.iter_mut() {
                    let (x, y) = turned(&c, &s, &row[p], &row[q], precision);
                    row[p] = x;
                    row[q] = y;
                }
                turn_rows(b, p, q, &c, &s, precision);
                turn_rows(vectors, p, q, &c, &s, precision);
            }
        }
        if !rotated {
            return;
        }
    }
}

/// `(c x - s y, s x + c y)`
fn turned(c: &Float, s: &Float, x: &Float, y: &Float, precision: u32) -> (Float, Float) {
    (
        Float::with_val(precision, c * x - s * y),
        Float::with_val(precision, s * x + c * y),
    )
}

fn turn_rows(rows: &mut Rows, p: usize, q: usize, c: &Float, s: &Float, precision: u32) {
    let (head, tail) = rows.split_at_mut(q);
    for (x, y) in head[p].iter_mut().zip(&mut tail[0]) {
        let (u, v) = turned(c, s, x, y, precision);
        *x = u;
        *y = v;
    }
}

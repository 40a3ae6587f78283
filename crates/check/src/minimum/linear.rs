//! Linear algebra on small interval matrices: inertia by congruence, approximate inverses, Krawczyk's test.
//!
//! Approximations are floats without directed rounding; what rests on them is decided by intervals.

use rug::Float;

use wronski_diagnostic::interruption;
use wronski_interval::Interval;

/// A square matrix of intervals, row by row; symmetric where the name says so.
pub(super) type Square = Vec<Vec<Interval>>;

fn point(x: &Float) -> Option<Interval> {
    Interval::new(x.clone(), x.clone()).ok()
}

fn midpoints(a: &[Vec<Interval>], precision: u32) -> Option<Vec<Vec<Float>>> {
    let entry = |x: &Interval| {
        x.is_bounded()
            .then(|| Float::with_val(precision, x.midpoint()))
    };
    a.iter()
        .map(|r| r.iter().map(entry).collect::<Option<Vec<_>>>())
        .collect()
}

/// An approximate inverse, by Gauss-Jordan elimination with row pivots.
pub(super) fn approximate_inverse(a: &[Vec<Interval>], precision: u32) -> Option<Vec<Vec<Float>>> {
    let n = a.len();
    let mut m = midpoints(a, precision)?;
    for (i, row) in m.iter_mut().enumerate() {
        row.extend((0..n).map(|j| Float::with_val(precision, u32::from(i == j))));
    }
    for c in 0..n {
        let p = (c..n).max_by(|&i, &j| {
            m[i][c]
                .cmp_abs(&m[j][c])
                .map_or(std::cmp::Ordering::Equal, |o| o)
        })?;
        if m[p][c].is_zero() || !m[p][c].is_finite() {
            return None;
        }
        m.swap(c, p);
        let pivot = m[c][c].clone();
        for x in &mut m[c] {
            *x /= &pivot;
        }
        let row = m[c].clone();
        for (i, other) in m.iter_mut().enumerate() {
            interruption::point();
            if i != c && !other[c].is_zero() {
                let factor = other[c].clone();
                for (x, y) in other.iter_mut().zip(&row) {
                    *x -= Float::with_val(precision, &factor * y);
                }
            }
        }
    }
    Some(m.into_iter().map(|r| r[n..].to_vec()).collect())
}

/// The numbers of positive and of negative eigenvalues of every symmetric matrix enclosed; `None` unless all of
/// them are certainly regular with the same numbers.
///
/// The middle is brought to a diagonal of signs by Lagrange's reduction, `T M T' = diag(+-1)` nearly. If the
/// enclosure of `C = T A T'` is strictly diagonally dominant then it stays so while its off-diagonal part is scaled
/// down to 0: nothing on the way is singular, and the signs of the diagonal are the inertia of C. T is regular
/// because C is, so that A has the same inertia (Sylvester).
pub(super) fn signature(a: &Square, precision: u32) -> Option<[usize; 2]> {
    let n = a.len();
    let t = reduction(midpoints(a, precision)?, precision)?;
    let t: Vec<Vec<Interval>> = t
        .iter()
        .map(|r| r.iter().map(point).collect::<Option<Vec<_>>>())
        .collect::<Option<_>>()?;
    let dot = |x: &[Interval], y: &[Interval]| {
        let mut sum = Interval::zero(precision);
        for (p, q) in x.iter().zip(y) {
            if !is_zero(p) {
                sum = &sum + &(p * q);
            }
        }
        sum
    };
    // Rows of T A; A is symmetric, so its rows are its columns.
    let ta: Vec<Vec<Interval>> = t
        .iter()
        .map(|r| a.iter().map(|c| dot(r, c)).collect())
        .collect();
    let mut c = vec![vec![Interval::zero(precision); n]; n];
    for i in 0..n {
        for j in 0..=i {
            interruption::point();
            let x = dot(&t[j], &ta[i]);
            c[i][j] = x.clone();
            c[j][i] = x;
        }
    }
    let (mut positive, mut negative) = (0, 0);
    for (i, row) in c.iter().enumerate() {
        let others = row
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .fold(Interval::zero(precision), |sum, (_, x)| &sum + &x.abs());
        if !others.certainly_less(&row[i].abs()) || !others.is_bounded() {
            return None;
        }
        if row[i].certainly_positive() {
            positive += 1;
        } else {
            negative += 1;
        }
    }
    Some([positive, negative])
}

fn is_zero(x: &Interval) -> bool {
    x.lo().is_zero() && x.hi().is_zero()
}

/// T with `T M T'` nearly a diagonal of signs, M symmetric (Lagrange).
fn reduction(mut m: Vec<Vec<Float>>, precision: u32) -> Option<Vec<Vec<Float>>> {
    let n = m.len();
    let mut t: Vec<Vec<Float>> = (0..n)
        .map(|i| {
            (0..n)
                .map(|j| Float::with_val(precision, u32::from(i == j)))
                .collect()
        })
        .collect();
    for k in 0..n {
        let (mut diagonal, mut off) = (k, (k, k));
        for i in k..n {
            interruption::point();
            if m[i][i].cmp_abs(&m[diagonal][diagonal])?.is_gt() {
                diagonal = i;
            }
            for j in k..i {
                if off.0 == off.1 || m[i][j].cmp_abs(&m[off.0][off.1])?.is_gt() {
                    off = (i, j);
                }
            }
        }
        // A diagonal that is small beside the rest: the sum or difference of two rows has a large one.
        let large = Float::with_val(precision, &m[off.0][off.1] / 4u32);
        if off.0 != off.1 && m[diagonal][diagonal].cmp_abs(&large)?.is_lt() {
            let (i, j) = off;
            let cross = m[i][j].clone();
            let both = Float::with_val(precision, &m[i][i] + &m[j][j]);
            let minus = both.is_sign_negative() != cross.is_sign_negative();
            combine(
                &mut m,
                &mut t,
                i,
                j,
                &Float::with_val(precision, if minus { -1 } else { 1 }),
            );
            diagonal = i;
        }
        m.swap(k, diagonal);
        for row in &mut m {
            interruption::point();
            row.swap(k, diagonal);
        }
        t.swap(k, diagonal);
        let pivot = m[k][k].clone();
        if pivot.is_zero() || !pivot.is_finite() {
            return None;
        }
        for i in k + 1..n {
            interruption::point();
            if m[i][k].is_zero() {
                continue;
            }
            let factor = -Float::with_val(precision, &m[i][k] / &pivot);
            combine(&mut m, &mut t, i, k, &factor);
        }
    }
    for (i, row) in t.iter_mut().enumerate() {
        let scale = m[i][i].clone().abs().sqrt();
        if scale.is_zero() || !scale.is_finite() {
            return None;
        }
        for x in row {
            *x /= &scale;
        }
    }
    Some(t)
}

/// Adds `factor` times row and column j to row and column i of M, and row j of T to row i.
fn combine(m: &mut [Vec<Float>], t: &mut [Vec<Float>], i: usize, j: usize, factor: &Float) {
    let precision = factor.prec();
    let add = |rows: &mut [Vec<Float>]| {
        let source = rows[j].clone();
        for (x, y) in rows[i].iter_mut().zip(&source) {
            *x += Float::with_val(precision, factor * y);
        }
    };
    add(m);
    add(t);
    for row in m.iter_mut() {
        let y = Float::with_val(precision, factor * &row[j]);
        row[i] += y;
    }
}

/// Krawczyk's operator for `g = 0` on `c + box`, as deviations from c: `-R g(c) + (I - R H) box`.
///
/// `gradient` encloses g at c, `hessian` the derivative of g on the whole box, R is any matrix. If the result lies in
/// the interior of the box then g has exactly one zero in `c + box`, and it lies in c plus the result (R. Krawczyk,
/// Computing 4, 1969; R. E. Moore, SIAM J. Numer. Anal. 14, 1977). `None` if R could not be found.
pub(super) fn krawczyk(
    gradient: &[Interval],
    hessian: &Square,
    deviation: &[Interval],
    precision: u32,
) -> Option<Vec<Interval>> {
    let n = gradient.len();
    let r: Vec<Vec<Interval>> = approximate_inverse(hessian, precision)?
        .iter()
        .map(|row| row.iter().map(point).collect::<Option<Vec<_>>>())
        .collect::<Option<_>>()?;
    let mut out = Vec::with_capacity(n);
    for (i, row) in r.iter().enumerate() {
        let mut sum = Interval::zero(precision);
        for (x, g) in row.iter().zip(gradient) {
            sum = &sum - &(x * g);
        }
        for (j, d) in deviation.iter().enumerate() {
            let mut entry = if i == j {
                Interval::one(precision)
            } else {
                Interval::zero(precision)
            };
            for (x, h) in row.iter().zip(hessian) {
                entry = &entry - &(x * &h[j]);
            }
            sum = &sum + &(&entry * d);
        }
        out.push(sum);
    }
    Some(out)
}

/// Does every enclosure lie in the interior of the other?
pub(super) fn strictly_inside(inner: &[Interval], outer: &[Interval]) -> bool {
    inner
        .iter()
        .zip(outer)
        .all(|(i, o)| o.lo() < i.lo() && i.hi() < o.hi())
}

/// `A - t I`.
pub(super) fn shifted(a: &Square, t: &Interval) -> Square {
    let mut out = a.clone();
    for (i, row) in out.iter_mut().enumerate() {
        row[i] = &row[i] - t;
    }
    out
}

//! Second derivatives of the loss and their eigenvalues in floating point, for pictures.

use nalgebra::DMatrix;
use nalgebra::linalg::SymmetricTridiagonal;

use super::network::{Drawn, Weights};
use wronski_network::{Data, Order};

/// The Hessian of the loss; `None` if the shapes do not fit, or if a number is not finite.
pub(crate) fn hessian(drawn: &Drawn, weights: &Weights, data: &Data<f64>) -> Option<DMatrix<f64>> {
    let found = drawn.at(weights).derivatives(data, Order::Hessian).ok()?;
    let n = weights.values().len();
    let out = DMatrix::from_fn(n, n, |i, j| *found.second(i, j));
    out.iter().all(|v| v.is_finite()).then_some(out)
}

/// The eigenvalues of a symmetric matrix of finite numbers in increasing order, by bisection of its tridiagonal
/// form: the work is bounded for every matrix,
/// and equal eigenvalues cost no more than one. `None` if the matrix is empty.
pub(crate) fn eigenvalues(matrix: DMatrix<f64>) -> Option<Vec<f64>> {
    let n = matrix.nrows();
    let greatest = matrix.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
    if n == 0 || !greatest.is_finite() {
        return None;
    }
    if greatest == 0.0 {
        return Some(vec![0.0; n]);
    }
    let (diagonal, beside) = SymmetricTridiagonal::new(matrix / greatest).unpack_tridiagonal();
    let squares: Vec<f64> = beside.iter().map(|b| b * b).collect();
    // Eigenvalues below v: negative pivots of the factorisation of T - v (Sturm).
    let below = |v: f64| {
        let mut pivot = 1.0;
        let mut count = 0;
        for i in 0..n {
            let s = if i == 0 { 0.0 } else { squares[i - 1] / pivot };
            pivot = diagonal[i] - v - s;
            if pivot.abs() < f64::MIN_POSITIVE {
                pivot = -f64::MIN_POSITIVE;
            }
            count += usize::from(pivot < 0.0);
        }
        count
    };
    // Scaled, no entry is above 1.
    let radius = n as f64 + 1.0;
    let mut out = vec![];
    let mut todo = vec![(-radius, radius, 0, n)];
    while let Some((low, high, from, to)) = todo.pop() {
        let middle = 0.5 * (low + high);
        if high - low <= f64::EPSILON * middle.abs().max(1.0 / 64.0)
            || middle <= low
            || middle >= high
        {
            out.extend((from..to).map(|_| greatest * middle));
            continue;
        }
        let count = below(middle).clamp(from, to);
        // The lower half is taken first.
        if count < to {
            todo.push((middle, high, count, to));
        }
        if from < count {
            todo.push((low, middle, from, count));
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: &[f64], expected: &[f64]) -> bool {
        let greatest = expected.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        got.len() == expected.len()
            && got
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() <= 1e-13 * greatest)
    }

    #[test]
    fn eigenvalues_of_matrices_that_are_known() {
        // 2 on the diagonal and -1 beside it: 2 - 2 cos(k pi/(n + 1)).
        let n = 40;
        let chain = DMatrix::from_fn(n, n, |i, j| match i.abs_diff(j) {
            0 => 2.0,
            1 => -1.0,
            _ => 0.0,
        });
        let expected: Vec<f64> = (1..=n)
            .map(|k| 2.0 - 2.0 * (k as f64 * std::f64::consts::PI / (n as f64 + 1.0)).cos())
            .collect();
        assert!(close(&eigenvalues(chain).expect("finite"), &expected));
        // All ones: n, and n - 1 times zero.
        let mut expected = vec![0.0; n];
        expected[n - 1] = n as f64;
        let ones = DMatrix::from_element(n, n, 1.0);
        assert!(close(&eigenvalues(ones).expect("finite"), &expected));
        let swap = DMatrix::from_row_slice(2, 2, &[0.0, 3e200, 3e200, 0.0]);
        assert!(close(&eigenvalues(swap).expect("finite"), &[-3e200, 3e200]));
        assert_eq!(
            eigenvalues(DMatrix::from_element(1, 1, -7.0)),
            Some(vec![-7.0])
        );
        assert_eq!(eigenvalues(DMatrix::zeros(3, 3)), Some(vec![0.0; 3]));
        assert_eq!(eigenvalues(DMatrix::zeros(0, 0)), None);
        assert_eq!(
            eigenvalues(DMatrix::from_element(2, 2, f64::INFINITY)),
            None
        );
    }
}

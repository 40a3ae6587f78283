//! Exact affine least squares.

use num_rational::BigRational;
use num_traits::Zero;

use wronski_diagnostic::interruption;
use wronski_diagnostic::{Diagnostic, Result};
use wronski_exact::Rationals;
use wronski_exact::matrix::{Rows, echelon};

/// An affine function that fits targets best, and what it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AffineFit {
    /// The linear part: one row an output.
    pub slopes: Rows<BigRational>,
    /// The constant part: one entry an output.
    pub constants: Vec<BigRational>,
    /// Fit minus target: one row a sample.
    pub residuals: Rows<BigRational>,
    /// The sum of the squares of the residuals.
    pub loss: BigRational,
}

/// The coefficients of the columns of `features` (one row a sample) with the least sum of squares: one row an output.
/// Where several are best, columns that are combinations of earlier ones get coefficient 0.
///
/// The normal equations `F'F c = F'y` have a solution, and each is a minimum, since the loss is a convex quadratic
/// function of c.
///
/// # Errors
/// An internal diagnostic if the normal equations contradict each other, which they cannot.
pub(super) fn least_squares(
    features: &[Vec<BigRational>],
    targets: &[Vec<BigRational>],
) -> Result<Rows<BigRational>> {
    let columns = features.first().map_or(0, Vec::len);
    let outputs = targets.first().map_or(0, Vec::len);
    let mut equations = vec![vec![BigRational::zero(); columns + outputs]; columns];
    for (f, y) in features.iter().zip(targets) {
        for (row, factor) in equations.iter_mut().zip(f) {
            interruption::point();
            if factor.is_zero() {
                continue;
            }
            for (entry, v) in row.iter_mut().zip(f.iter().chain(y)) {
                *entry += factor * v;
            }
        }
    }
    let reduced = echelon(&Rationals, &equations);
    let mut out = vec![vec![BigRational::zero(); columns]; outputs];
    for (row, &pivot) in reduced.rows.iter().zip(&reduced.pivots) {
        if pivot >= columns {
            return Err(Diagnostic::internal(
                "normal equations without a solution".to_string(),
            ));
        }
        for (coefficients, value) in out.iter_mut().zip(&row[columns..]) {
            coefficients[pivot] = value.clone();
        }
    }
    Ok(out)
}

/// The affine function of the inputs that fits the targets best.
///
/// # Errors
/// As `least_squares`.
pub fn affine_fit(inputs: &[Vec<BigRational>], targets: &[Vec<BigRational>]) -> Result<AffineFit> {
    let one = BigRational::from_integer(1.into());
    // The constant comes first, so that a combination of constant inputs is not preferred to it.
    let features: Rows<BigRational> = inputs
        .iter()
        .map(|x| {
            std::iter::once(one.clone())
                .chain(x.iter().cloned())
                .collect()
        })
        .collect();
    let coefficients = least_squares(&features, targets)?;
    let residuals: Rows<BigRational> = features
        .iter()
        .zip(targets)
        .map(|(f, y)| {
            coefficients
                .iter()
                .zip(y)
                .map(|(c, y)| dot(c, f) - y)
                .collect()
        })
        .collect();
    let square = |r: &BigRational| {
        interruption::point();
        r * r
    };
    let loss = residuals.iter().flatten().map(square).sum();
    Ok(AffineFit {
        slopes: coefficients.iter().map(|c| c[1..].to_vec()).collect(),
        constants: coefficients.iter().map(|c| c[0].clone()).collect(),
        residuals,
        loss,
    })
}

/// The sum of products.
pub(super) fn dot(a: &[BigRational], b: &[BigRational]) -> BigRational {
    interruption::point();
    a.iter()
        .zip(b)
        .filter(|(a, b)| !a.is_zero() && !b.is_zero())
        .map(|(a, b)| a * b)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[&[i64]]) -> Rows<BigRational> {
        text.iter()
            .map(|r| {
                r.iter()
                    .map(|n| BigRational::from_integer((*n).into()))
                    .collect()
            })
            .collect()
    }

    fn q(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    #[test]
    fn the_line_through_four_points_by_hand() {
        // Points (0,0), (1,1), (2,1), (3,3): slope 9/10, intercept -1/10, sum of squares 7/10.
        let fit = affine_fit(
            &rows(&[&[0], &[1], &[2], &[3]]),
            &rows(&[&[0], &[1], &[1], &[3]]),
        )
        .expect("a fit");
        assert_eq!(fit.slopes, [[q(9, 10)]]);
        assert_eq!(fit.constants, [q(-1, 10)]);
        assert_eq!(fit.loss, q(7, 10));
    }

    #[test]
    fn dependent_inputs_have_a_best_fit_too() {
        // The second input is twice the first, the third is constant.
        let x = rows(&[&[0, 0, 5], &[1, 2, 5], &[2, 4, 5], &[3, 6, 5]]);
        let fit = affine_fit(&x, &rows(&[&[0], &[1], &[1], &[3]])).expect("a fit");
        assert_eq!(fit.slopes, [[q(9, 10), q(0, 1), q(0, 1)]]);
        assert_eq!(fit.loss, q(7, 10));
    }
}

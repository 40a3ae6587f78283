//! The sum over the outputs of `(output - target)^2`.

use wronski_certificate::LossName;

use super::{Convexity, Curvature, Least, Loss, LossOver};
use crate::arithmetic::Arithmetic;

/// The sum of the squares of the residuals (output minus target).
///
/// A value of this type is also what statements ask for that hold for least squares only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SumOfSquares;

impl Loss for SumOfSquares {
    fn name(&self) -> LossName {
        LossName::SumOfSquares
    }

    fn convexity(&self) -> Convexity {
        Convexity::Convex
    }

    fn least(&self) -> Least {
        Least::ZeroAtTheTarget
    }

    fn sum_of_squares(&self) -> Option<SumOfSquares> {
        Some(*self)
    }
}

impl<A: Arithmetic> LossOver<A> for SumOfSquares {
    fn add_value(
        &self,
        arithmetic: &A,
        outputs: &[A::Number],
        target: &[A::Number],
        sum: &mut A::Number,
    ) {
        for (f, y) in outputs.iter().zip(target) {
            *sum = arithmetic.add(sum, &arithmetic.square(&arithmetic.sub(f, y)));
        }
    }

    fn slopes(
        &self,
        arithmetic: &A,
        outputs: &[A::Number],
        target: &[A::Number],
    ) -> Vec<A::Number> {
        outputs
            .iter()
            .zip(target)
            .map(|(f, y)| arithmetic.double(&arithmetic.sub(f, y)))
            .collect()
    }

    fn curvature(
        &self,
        arithmetic: &A,
        outputs: &[A::Number],
        _: &[A::Number],
    ) -> Curvature<A::Number> {
        Curvature::Diagonal(vec![arithmetic.integer(2); outputs.len()])
    }
}

//! The loss: how far the outputs for a sample are from its target. The loss of a network is the sum over the samples.
//!
//! A loss is one file here, one in the checker (`check/minimum/loss`), one entry of [`LossName`] and one in the
//! reports.

mod sum_of_squares;

use std::fmt::Debug;

use wronski_certificate::LossName;

use super::arithmetic::Arithmetic;

pub use sum_of_squares::SumOfSquares;

/// What is known of a loss as a function of the outputs of one sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convexity {
    /// Convex, for every target.
    Convex,
    /// Nothing is known.
    Unknown,
}

/// The least value of a loss at one sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Least {
    /// Zero, exactly where the outputs are the target. So a network with loss zero is at a global minimum.
    ZeroAtTheTarget,
    /// Nothing is known: a minimum may have any loss, and is bad if another one has a smaller.
    Unknown,
}

/// The second derivatives of a loss by the outputs of one sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Curvature<N> {
    /// Those by one output twice; the others are 0, because the loss is a sum over the outputs.
    Diagonal(Vec<N>),
    /// The lower triangle, row by row.
    Full(Vec<Vec<N>>),
}

/// What a loss is, whatever the numbers are.
pub trait Loss: Debug + Send + Sync {
    /// Its name in files.
    fn name(&self) -> LossName;

    /// Is it convex in the outputs? Then the loss is a convex function on each segment on which only weights of the
    /// output
    /// layer move.
    fn convexity(&self) -> Convexity;

    /// Its least value.
    fn least(&self) -> Least;

    /// The sum of squares, where it is this: what is shown by least squares (design of residuals by orthogonality,
    /// exact
    /// affine fits, the best step of the output layer) holds for no other loss, and asks for this value.
    fn sum_of_squares(&self) -> Option<SumOfSquares>;
}

/// A loss with its derivatives by the outputs of one sample, in the numbers of `A`.
pub trait LossOver<A: Arithmetic>: Loss {
    /// Adds the loss of a sample to a sum.
    fn add_value(
        &self,
        arithmetic: &A,
        outputs: &[A::Number],
        target: &[A::Number],
        sum: &mut A::Number,
    );

    /// Its derivatives by the outputs.
    fn slopes(&self, arithmetic: &A, outputs: &[A::Number], target: &[A::Number])
    -> Vec<A::Number>;

    /// Its second derivatives by the outputs.
    fn curvature(
        &self,
        arithmetic: &A,
        outputs: &[A::Number],
        target: &[A::Number],
    ) -> Curvature<A::Number>;
}

/// The loss of a name, in the numbers of `A`.
pub fn named<A: Arithmetic>(name: LossName) -> &'static dyn LossOver<A> {
    match name {
        LossName::SumOfSquares => &SumOfSquares,
    }
}

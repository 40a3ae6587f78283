//! The numbers that a network is evaluated in.

use std::fmt::{self, Debug};

use num_rational::BigRational;
use num_traits::{One, Zero};

/// Numbers with what is needed to evaluate a network, given by a value that knows how to compute with them (a
/// precision, say).
pub trait Arithmetic: Copy + Debug + Send + Sync {
    /// The numbers.
    type Number: Clone + Debug + Send + Sync;
    /// Why something has no value.
    type Fault: Clone + Debug + Send;
    /// An integer.
    fn integer(&self, n: i64) -> Self::Number;
    /// Sum.
    fn add(&self, a: &Self::Number, b: &Self::Number) -> Self::Number;
    /// Difference.
    fn sub(&self, a: &Self::Number, b: &Self::Number) -> Self::Number;
    /// Product.
    fn mul(&self, a: &Self::Number, b: &Self::Number) -> Self::Number;
    /// The product with itself.
    fn square(&self, a: &Self::Number) -> Self::Number;
    /// `2 a`.
    fn double(&self, a: &Self::Number) -> Self::Number;
    /// `a / 2`.
    fn half(&self, a: &Self::Number) -> Self::Number;
    /// Adds `a b` to a sum.
    fn add_product(&self, sum: &mut Self::Number, a: &Self::Number, b: &Self::Number);
    /// What went wrong apart from the numbers, as a fault.
    fn misfit(&self, what: Misfit) -> Self::Fault;

    /// Are these known to be one number, so that a function need not be evaluated twice? `false` says nothing.
    fn same(&self, _: &Self::Number, _: &Self::Number) -> bool {
        false
    }

    /// Zero.
    fn zero(&self) -> Self::Number {
        self.integer(0)
    }
}

/// What may be wrong apart from the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// A direction of another length than the weights.
    Direction,
    /// A sample of another length than the input or the output.
    Sample,
    /// A thread that did not come back.
    Thread,
}

/// Exact rational numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exact;

/// Machine floats: for searches and pictures, and no claim.
#[derive(Clone, Copy, Debug, Default)]
pub struct Doubles;

/// A function has no value at a point, in the numbers that are used; or what is evaluated does not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoValue;

impl fmt::Display for NoValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no value in these numbers")
    }
}

impl std::error::Error for NoValue {}

impl Arithmetic for Exact {
    type Number = BigRational;
    type Fault = NoValue;

    fn integer(&self, n: i64) -> BigRational {
        BigRational::from_integer(n.into())
    }
    fn add(&self, a: &BigRational, b: &BigRational) -> BigRational {
        a + b
    }
    fn sub(&self, a: &BigRational, b: &BigRational) -> BigRational {
        a - b
    }
    fn mul(&self, a: &BigRational, b: &BigRational) -> BigRational {
        a * b
    }
    fn square(&self, a: &BigRational) -> BigRational {
        a * a
    }
    fn double(&self, a: &BigRational) -> BigRational {
        a + a
    }
    fn half(&self, a: &BigRational) -> BigRational {
        a / (BigRational::one() + BigRational::one())
    }
    fn add_product(&self, sum: &mut BigRational, a: &BigRational, b: &BigRational) {
        *sum += a * b;
    }
    fn misfit(&self, _: Misfit) -> NoValue {
        NoValue
    }
    fn same(&self, a: &BigRational, b: &BigRational) -> bool {
        a == b
    }
    fn zero(&self) -> BigRational {
        BigRational::zero()
    }
}

impl Arithmetic for Doubles {
    type Number = f64;
    type Fault = NoValue;

    #[inline]
    fn integer(&self, n: i64) -> f64 {
        n as f64
    }
    #[inline]
    fn add(&self, a: &f64, b: &f64) -> f64 {
        a + b
    }
    #[inline]
    fn sub(&self, a: &f64, b: &f64) -> f64 {
        a - b
    }
    #[inline]
    fn mul(&self, a: &f64, b: &f64) -> f64 {
        a * b
    }
    #[inline]
    fn square(&self, a: &f64) -> f64 {
        a * a
    }
    #[inline]
    fn double(&self, a: &f64) -> f64 {
        2.0 * a
    }
    #[inline]
    fn half(&self, a: &f64) -> f64 {
        0.5 * a
    }
    #[inline]
    fn add_product(&self, sum: &mut f64, a: &f64, b: &f64) {
        *sum += a * b;
    }
    #[inline]
    fn misfit(&self, _: Misfit) -> NoValue {
        NoValue
    }
    #[inline]
    fn same(&self, a: &f64, b: &f64) -> bool {
        a == b
    }
}

//! Orthonormal bases in multi-precision floats: approximations, on which nothing rests.

use rug::Float;

use wronski_diagnostic::interruption;
use wronski_interval::approximate::{dot, norm};

/// A vector of floats of one precision.
pub type Vector = Vec<Float>;

/// Orthonormal vectors that span, approximately, what was added.
#[derive(Clone, Debug)]
pub struct Span {
    precision: u32,
    basis: Vec<Vector>,
}

impl Span {
    /// The span of nothing.
    pub fn new(precision: u32) -> Span {
        Span {
            precision,
            basis: vec![],
        }
    }

    /// The basis.
    pub fn basis(&self) -> &[Vector] {
        &self.basis
    }

    /// Removes from a vector its part in the span (modified Gram-Schmidt, twice).
    pub fn reject(&self, v: &mut Vector) {
        for _ in 0..2 {
            for b in &self.basis {
                interruption::point();
                let c = dot(v, b, self.precision);
                for (x, y) in v.iter_mut().zip(b) {
                    *x -= Float::with_val(self.precision, &c * y);
                }
            }
        }
    }

    /// Adds a vector to the basis unless, to half of the precision, it is in the span. Says whether it was added.
    pub fn add(&mut self, mut v: Vector) -> bool {
        let before = norm(&v, self.precision);
        self.reject(&mut v);
        let after = norm(&v, self.precision);
        if after <= before.clone() >> (self.precision / 2) || after.is_zero() {
            return false;
        }
        for x in &mut v {
            *x /= &after;
        }
        self.basis.push(v);
        true
    }
}

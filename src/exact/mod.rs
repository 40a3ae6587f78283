//! Exact arithmetic: fields, matrices over them, and sparse polynomials over Q.
//!
//! The ground floor: nothing here knows what a function, a tower or an activation is.

pub mod field;
pub mod gcd;
pub mod matrix;
pub mod poly;

pub use field::{Field, PrimeField, Rationals};
pub use poly::Poly;

//! Exact arithmetic: rationals, a prime field, polynomials, matrices.

pub mod enclosure;
pub mod univariate;

//! Exact arithmetic: fields, matrices over them, polynomials over Q (sparse in many variables, dense in
//! one with real root counting), outward-rounded enclosures of real numbers, and numbers as text.
//!
//! The ground floor: nothing here knows what a function, a tower or an activation is.

pub mod decimal;
mod divide;
pub mod enclosure;
pub mod factor;
pub mod field;
pub mod gcd;
pub mod integer;
pub mod matrix;
pub mod minors;
pub mod modular;
pub mod poly;
pub mod print;
pub mod radical;
pub mod random;
pub mod univariate;
mod univariate_gcd;

pub use field::{Field, PrimeField, Rationals};
pub use poly::Poly;

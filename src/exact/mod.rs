//! Exact arithmetic: rationals, a prime field, polynomials, matrices.

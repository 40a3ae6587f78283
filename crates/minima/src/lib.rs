//! Networks on boxes of weights, and the construction of certified local minima, saddles and paths.
//!
//! [`network`] evaluates loss, gradient, Hessian and moment matrices; [`construct`] searches with approximations and
//! states only what it derives afterwards, from exact data, in outward-rounded arithmetic.

pub mod construct;
pub mod network;

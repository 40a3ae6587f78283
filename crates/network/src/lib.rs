//! Fully connected networks over any numbers: shapes, weights, data, the loss, and its derivatives in the weights.
//!
//! The numbers are those of an [`Arithmetic`]: exact rationals ([`Exact`]), machine floats ([`Doubles`]), or what
//! another
//! crate brings along (enclosures, in `wronski-minima`). There is one evaluation for all of them, so that what a
//! picture
//! shows is computed as the search computes it. The checker does not use this crate.

mod arithmetic;
mod data;
mod evaluate;
mod line;
mod loss;
mod moments;
mod shape;
mod weights;

pub use arithmetic::{Arithmetic, Doubles, Exact, Misfit, NoValue};
pub use data::Data;
pub use evaluate::{Derivatives, Model, Network, Order, Sigma, Trace};
pub use line::{Line, along};
pub use loss::{Convexity, Curvature, Least, Loss, LossOver, SumOfSquares, named};
pub use moments::{Moments, Rows};
pub use shape::{MOST_WEIGHTS, Shape};
pub use weights::{Layer, Weights};

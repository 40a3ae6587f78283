//! Fully connected networks on boxes of weights and data: loss, gradient, Hessian and moment matrices in outward-rounded
//! arithmetic; widening, merging, and paths, exactly in the rationals.

mod activation;
mod data;
mod evaluate;
mod line;
mod merge;
mod shape;
mod weights;
mod widen;

pub use activation::Activation;
pub use data::{Data, Samples};
pub use evaluate::{Derivatives, Network, Order, Trace};
pub use line::{Line, along};
pub use merge::merged;
pub use shape::{MOST_WEIGHTS, Shape};
pub use weights::{Weights, widen as enlarged};
pub use widen::{Fractions, Lemma, Widening, suitable_fractions};

//! Fully connected networks on boxes of weights and data: loss, gradient, Hessian and moment matrices in
//! outward-rounded arithmetic; widening, merging, and paths, exactly in the rationals.

mod activation;
mod enclosures;
mod merge;
mod model;
mod widen;

pub use wronski_network as any;
pub use wronski_network::{
    Arithmetic, Convexity, Curvature, Data, Derivatives, Doubles, Exact, Layer, Least, Line, Loss,
    LossOver, MOST_WEIGHTS, NoValue, Order, Shape, Sigma, SumOfSquares, Trace, Weights, along,
    named,
};

pub use activation::Activation;
pub use enclosures::{EnclosedData, EnclosedWeights, Enclosures, Samples, enlarged};
pub use merge::merged;
pub use model::{Approximation, Model, Network, hessian, moment_matrices};
pub use widen::{Definite, Fractions, Lemma, Widening, suitable_fractions};

//! From a certified activation to a certified bad local minimum: residual design, the small minimum, widening, the
//! way out, and the neighbourhood of data sets.
//!
//! Everything in here that searches works with approximations; everything that is stated is derived afterwards, from
//! the exact data, in outward-rounded arithmetic (`network`, `interval`).

mod chain;
mod design;
mod escape;
mod exclusion;
mod inertia;
mod inputs;
pub mod linear;
mod neighbourhood;
mod parallel;
mod path;
mod polish;
pub mod record;
mod rounding;
mod saddle;
mod seen;
mod small;
mod span;
mod widened;

pub use chain::{Built, Task, bases, least_generic, overdetermined};
pub use design::{Design, design};
pub use escape::{EscapePath, escape};
pub use exclusion::{Exclusion, excluded};
pub use inertia::{FullInertia, MOST_WEIGHTS as MOST_WEIGHTS_OF_FULL_HESSIAN, full_inertia};
pub use inputs::points;
pub use neighbourhood::{Claim, Neighbourhood};
pub use path::{Segment, Setting};
pub use polish::{Polished, polish};
pub use saddle::{Saddle, saddle};
pub use seen::{Seen, Spectrum, seen};
pub use small::{Moment, NoBox, Small, enclose};
pub use widened::{BadMinimum, Wide, WidenedPoint, WideningOptions, widened};

use crate::network::Activation;
use wronski_interval::Fault;
use wronski_symbolic::theorem::CertifiedActivation;

/// The activation of the construction, compiled: only from a certified one, so that nothing else reaches the numeric
/// backend.
///
/// # Errors
/// A [`Fault`] for an expression that cannot be compiled.
pub fn compile(activation: &CertifiedActivation) -> Result<Activation, Fault> {
    Activation::new(activation.expression())
}

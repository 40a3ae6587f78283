//! From a certified activation to a certified bad local minimum: residual design, the small minimum, widening, the way out, and the
//! neighbourhood of data sets.
//!
//! Everything in here that searches works with approximations; everything that is stated is derived afterwards, from the exact
//! data, in outward-rounded arithmetic (`network`, `interval`).

mod design;
mod exit;
mod inertia;
mod inputs;
mod machine;
mod neighbourhood;
mod path;
mod saddle;
mod small;
mod span;

pub use design::{Design, NoDesign, design};
pub use exit::{Exit, exit};
pub use inertia::{FullInertia, MOST_WEIGHTS as MOST_WEIGHTS_OF_FULL_HESSIAN, full_inertia};
pub use inputs::points;
pub use neighbourhood::{Claim, Neighbourhood, as_weights};
pub use path::{Segment, Setting};
pub use saddle::{Saddle, saddle};
pub use small::{Moment, NoBox, Small, enclose};

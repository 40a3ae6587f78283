//! Results as JSON, one file a verb: what the program prints with `--json`, and what other languages read.
//!
//! The formats are in `docs/schema`.

mod catalogue;
mod chain;
mod check;
mod claim;
#[cfg(feature = "numeric")]
mod cross_check;
mod diagnostic;
mod equal;
mod independent;
#[cfg(feature = "numeric")]
mod minimum;
#[cfg(feature = "numeric")]
mod polished;
mod verify;
mod wronskian;

pub use catalogue::{catalogue_json, smoothness_class};
pub use chain::chain_json;
pub use check::check_json;
pub use claim::{exceptional_json, reason_json};
#[cfg(feature = "numeric")]
pub use cross_check::with_cross_check;
pub use diagnostic::diagnostic_json;
pub use equal::equal_json;
pub use independent::independent_json;
#[cfg(feature = "numeric")]
pub use minimum::minimum_json;
#[cfg(feature = "numeric")]
pub use polished::polished_json;
pub use verify::verify_json;
pub use wronskian::wronskian_json;

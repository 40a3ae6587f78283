//! Rewriting with an e-graph: the e-graph searches, replay vouches.

mod field;
mod fingerprint;
mod jet;
mod language;

pub use fingerprint::{Fingerprint, Samples};
pub use jet::Jet;
pub use language::{Operator, Term, from_recexpr, to_recexpr};

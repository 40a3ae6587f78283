//! Rewriting with an e-graph: the e-graph searches, replay vouches.
//!
//! [`normalise()`] turns an expression into one with few transcendental kernels and returns the steps; [`replay()`]
//! carries steps out without the e-graph, and nothing is returned that was not replayed. Rules are data
//! ([`RuleLibrary`], `rules/*.toml`) and are tested by [`check_library`].

mod analysis;
mod check;
mod condition;
mod exact;
mod explain;
mod extract;
mod facts;
mod field;
mod fingerprint;
mod instances;
mod jet;
mod kernels;
mod language;
mod library;
mod normalise;
mod obligations;
mod paper;
mod realpoints;
mod replay;
mod rule;
mod sampling;
mod saturate;
mod unfold;

pub use check::{IdentityProver, RuleOutcome, Sampled, Status, check_library, check_rule};
pub use condition::{Condition, Predicate};
pub use facts::{FactBase, Facts, Signs};
pub use fingerprint::{Fingerprint, Samples};
pub use jet::Jet;
pub use kernels::kernels;
pub use language::{Operator, Term, from_recexpr, to_recexpr};
pub use library::{
    ARITHMETIC, DEFINITION, REJECTED, RejectedRule, RuleLibrary, SHIPPED, definition, rejected,
    shipped,
};
pub use normalise::{Budget, Normal, Stats, normalise, normalise_or_unfold, search_equal};
pub use paper::{Counterexample, Side};
pub use replay::{Discharged, ReplayError, Step, replay};
pub use rule::{Direction, Rule, Search};
pub use sampling::Points;
pub use saturate::StopReason;

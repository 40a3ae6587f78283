//! Rewriting with an e-graph: the e-graph searches, replay vouches.
//!
//! [`normalise()`] turns an expression into one with few transcendental kernels and returns the steps; [`replay()`]
//! carries steps out without the e-graph, and nothing is returned that was not replayed. Rules are data
//! ([`RuleLibrary`], `rules/*.toml`) and are tested by [`check_library`].

mod analysis;
mod check;
mod comparison;
mod condition;
mod evaluate;
mod exact;
mod explain;
mod extract;
mod fact_base;
mod facts;
mod field;
mod fingerprint;
mod function;
mod instances;
mod kernels;
mod language;
mod library;
mod modular_series;
mod normalise;
mod obligations;
mod paper;
mod predicate;
mod realpoints;
mod replay;
mod rule;
mod samples;
mod sampling;
mod saturate;
mod status;
mod unfold;

pub use check::{IdentityProver, RuleOutcome, check_library, check_rule};
pub use condition::Condition;
pub use library::{
    ARITHMETIC, DEFINITION, REJECTED, RejectedRule, RuleLibrary, SHIPPED, definition, rejected,
    shipped,
};
pub use normalise::{Budget, Normal, Stats, normalise, normalise_or_unfold, search_equal};
pub use paper::{Counterexample, Side};
pub use predicate::Predicate;
pub use replay::{Discharged, ReplayError, Step, replay};
pub use rule::{Direction, Rule, Search};
pub use sampling::Points;
pub use saturate::StopReason;
pub use status::{Sampled, Status};

//! From text to verdicts: the rooms in the order of the data.
//!
//! `verify` for one activation, `independent` for a family and their like return typed results, from which the
//! command line, the JSON output and certificates are made. The door of the crate stands in front of them.

mod asked_for;
mod batch;
mod catalogue;
mod certificate;
#[cfg(feature = "numeric")]
mod certify;
mod chain;
mod chain_base;
mod chain_text;
#[cfg(feature = "numeric")]
mod confirmed;
#[cfg(feature = "numeric")]
mod construct;
#[cfg(feature = "numeric")]
mod construct_options;
#[cfg(feature = "numeric")]
mod crosscheck;
mod data_table;
mod declared;
mod defined;
mod equal;
#[cfg(feature = "numeric")]
mod forbidden;
mod function;
mod ground;
mod independent;
mod isolated;
mod json;
#[cfg(feature = "numeric")]
mod linear_piece;
mod network_file;
#[cfg(feature = "numeric")]
mod numeric_activation;
#[cfg(feature = "report")]
mod pages;
#[cfg(feature = "numeric")]
mod polish;
mod prover;
mod selection;
mod verify;
mod wronskian;

pub use asked_for::AskedFor;
pub use batch::{Line, Lines, WINDOW, in_order};
pub use catalogue::catalogue_entries;
pub use certificate::{confirmed_text, not_confirmed};
#[cfg(feature = "numeric")]
pub use certify::{CertifyOptions, certify};
pub use chain::{
    CHAIN_LAYERS, ChainReport, MomentAnswer, chain, chain_family, chain_of, check_layers,
};
pub use chain_base::{parse_base, read_base};
pub use chain_text::{equation_text, relation_text};
#[cfg(feature = "numeric")]
pub use construct::{Minimum, check_widths, construct, construct_for, minimum_exit_code};
#[cfg(feature = "numeric")]
pub use construct_options::{ConstructOptions, SampleCount};
#[cfg(feature = "numeric")]
pub use crosscheck::{CrossChecked, cross_check};
pub use data_table::{Samples, read_table};
pub use declared::{declared, declared_for, unused};
pub use defined::{Defined, OnR};
pub use equal::{DifferentBy, EqualBy, Equality, Separation, StepSearch, equal, equal_with};
pub use function::Function;
pub use ground::Ground;
pub use independent::{Failure, Independence, WronskianValue, independent};
pub use json::LONGEST_NUMBER;
pub use network_file::{
    DataFile, LARGEST_NETWORK_FILE, MOST_LAYERS, MOST_PARAMETERS, MOST_SAMPLES, NetworkFile,
    WIDEST_LAYER, read_data, read_network, read_number, read_weights,
};
#[cfg(feature = "numeric")]
pub use numeric_activation::numeric_activation;
#[cfg(feature = "report")]
pub use pages::{Examined, PageFormat, pages};
#[cfg(feature = "numeric")]
pub use polish::polish;
pub use prover::TowerProver;
pub use selection::{Assumptions, Selection, activation_claim};
pub use verify::{Verification, verify, verify_function};
pub use wronskian::{FactoredWronskian, factored_wronskian};

pub use wronski_network::{Layer, Weights};
use wronski_symbolic::rewrite;
use wronski_symbolic::tower;

/// The limits of a whole run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Of the e-graph.
    pub rewrite: rewrite::Budget,
    /// Of the arithmetic in the tower.
    pub tower: tower::Budget,
}

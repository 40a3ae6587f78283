//! Certificates: plain data that the prover fills and the checker reads.
//!
//! Nothing here knows how anything was found. Exact numbers and functions are strings in the grammar
//! of expressions; counts and indices are integers. Unknown fields are refused on reading. The JSON
//! schema is `docs/schema/certificate.schema.json`, the meaning of every field `docs/certificate.md`.

mod because;
mod evidence;
pub mod limits;
pub mod minimum;
mod tower;
mod verdict;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Diagnostic, Result};

pub use because::{because, witness_because};
pub use evidence::{
    AlternantEvidence, Evidence, JacobianEvidence, LinearPiece, NotAnalyticEvidence, Obligation,
    RankEvidence, SubfieldAlternantEvidence,
};
pub use tower::{ResidueRecord, TowerRecord, VariableKind, VariableRecord, Witness};
pub use verdict::Verdict;

/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 1;

/// The name of the format.
pub const SCHEMA: &str = "wronski/certificate";

/// The ids of the claims about an activation, in their order.
pub const ACTIVATION_CLAIMS: [&str; 7] = [
    "analytic",
    "assumption-1",
    "assumption-2/claim-1",
    "assumption-2/claim-2/field",
    "assumption-2/claim-2/differential",
    "lemma-3",
    "gradient-3",
];

/// What a certificate is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The claims of Assumptions 1 and 2 for one activation: `functions` has one entry, sigma.
    Verify,
    /// The linear independence of a family: `functions` are its members.
    Independent,
}

/// A function with its way into the tower.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionRecord {
    /// What the user typed.
    pub input: String,
    /// The same, parsed and printed: parses with the symbolic parameters of the certificate alone.
    pub expression: String,
    /// The rewrite steps from `expression`, in order; empty if nothing was rewritten.
    pub steps: Vec<StepRecord>,
    /// The function as an element of the tower: text in the symbols of the tower.
    pub element: String,
}

/// One application of a rewrite rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRecord {
    /// The name of the rule.
    pub rule: String,
    /// Where the rule is stated; a note for readers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Its left side, with metavariables `?a`.
    pub lhs: String,
    /// Its right side.
    pub rhs: String,
    /// Is it used from left to right?
    pub forward: bool,
    /// Child indices from the root to the place of the rewrite.
    pub position: Vec<usize>,
    /// What the metavariables stand for.
    pub substitution: BTreeMap<String, String>,
    /// The side conditions of the rule, instantiated, each with the fact that discharges it.
    pub conditions: Vec<String>,
    /// The whole expression after the step.
    pub after: String,
}

/// A claim with its verdict and evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimRecord {
    /// The id of the claim, such as `assumption-1`.
    pub id: String,
    /// `proved`, `refuted` or `undecided`.
    pub verdict: String,
    /// The reason in a sentence.
    pub because: String,
    /// What a checker re-derives the verdict from; absent for undecided claims.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub evidence: Option<Evidence>,
    /// With symbolic parameters: the excluded values.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub exceptional: Vec<String>,
}

/// A whole certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`SCHEMA`].
    pub schema: String,
    /// [`VERSION`].
    pub version: u32,
    /// The program that wrote it, such as `wronski 0.1.0`; not checked.
    pub generator: String,
    /// What it is about.
    pub subject: Subject,
    /// The declared parameters: `symbolic`, or the value that was substituted.
    pub parameters: BTreeMap<String, String>,
    /// The functions.
    pub functions: Vec<FunctionRecord>,
    /// The differential field in which everything takes place.
    pub tower: TowerRecord,
    /// The claims.
    pub claims: Vec<ClaimRecord>,
}

impl Certificate {
    /// As JSON text, with a final line feed.
    ///
    /// # Errors
    /// None in practice; an internal diagnostic if serialisation fails.
    pub fn to_json(&self) -> Result<String> {
        let mut text = serde_json::to_string_pretty(self).map_err(|e| {
            Diagnostic::internal(format!("a certificate could not be written: {e}"))
        })?;
        text.push('\n');
        Ok(text)
    }

    /// Reads JSON text.
    ///
    /// # Errors
    /// `W0501` if it is no certificate of this version: not JSON, a missing or unknown field, another
    /// schema.
    pub fn from_json(text: &str) -> Result<Self> {
        let c: Certificate = serde_json::from_str(text).map_err(|e| {
            Diagnostic::input("W0501", format!("this is no certificate of version {VERSION}: {e}"))
                .help("certificates are written by `wronski verify ... --certificate FILE`; do not edit them")
        })?;
        if c.schema != SCHEMA || c.version != VERSION {
            return Err(Diagnostic::input(
                "W0501",
                format!(
                    "schema {} version {} is not {SCHEMA} version {VERSION}",
                    c.schema, c.version
                ),
            )
            .help("use the version of wronski that wrote the file"));
        }
        Ok(c)
    }
}

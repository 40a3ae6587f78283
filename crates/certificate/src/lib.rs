//! Certificates: plain data that the prover fills and the checker reads.
//!
//! Nothing here knows how anything was found. Exact numbers and functions are strings in the grammar
//! of expressions; counts and indices are integers. Unknown fields are refused on reading. The JSON
//! schema is `docs/schema/certificate.schema.json`, the meaning of every field `docs/certificate.md`.

use wronski_diagnostic::ErrorCode;
mod because;
pub mod claim;
mod evidence;
mod exclusion;
mod fact;
mod interval;
pub mod letters;
pub mod limits;
mod loss;
pub mod minimum;
pub mod reason;
mod requirement;
mod strict;
mod tower;
mod verdict;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use wronski_diagnostic::{Diagnostic, Result};

pub use because::{obligation_because, witness_because};
pub use claim::{ACTIVATION_CLAIMS, ClaimId};
pub use evidence::{
    AlternantEvidence, EndOfLine, Evidence, Ground, JacobianEvidence, LinearPiece,
    NotAnalyticEvidence, RankEvidence, SubfieldAlternantEvidence,
};
pub use exclusion::Exclusion;
pub use fact::{Beyond, Fact, Form, How, Obligation, Quotient, Share, Square, TruthValue, Wave};
pub use interval::{Bound, Interval, Rational};
pub use loss::LossName;
pub use reason::{Limit, NumericReason, Quoted, Reason, Step};
pub use requirement::Requirement;
pub use tower::{ResidueRecord, TowerRecord, VariableKind, VariableRecord, Witness};
pub use verdict::{Decision, Verdict};

/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 2;

/// The name of the format.
pub const SCHEMA: &str = "wronski/certificate";

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
    /// The function as it was read, printed: parses with the parameters of the certificate alone.
    pub expression: String,
    /// The rewrite steps from `expression`, in order; empty if nothing was rewritten, or if there is no tower.
    pub steps: Vec<StepRecord>,
    /// The function as an element of the tower: text in the symbols of the tower.
    pub element: String,
}

/// One application of a shipped rule. What the rule says, under which conditions, and where it is stated, is looked
/// up by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRecord {
    /// The name of the rule; `arithmetic` replaces a term `?a` of exact numbers by a term `?b` of the same value.
    pub rule: String,
    /// Is it used from left to right?
    pub forward: bool,
    /// Child indices from the root to the place of the rewrite.
    pub position: Vec<usize>,
    /// What the metavariables of the rule's sides stand for.
    pub substitution: BTreeMap<String, String>,
    /// The whole expression after the step.
    pub after: String,
}

/// A claim with its verdict and evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimRecord {
    /// Which claim it is: in the file its id, such as `assumption-1`.
    pub id: ClaimId,
    /// `proved`, `refuted` or `undecided`.
    pub verdict: Decision,
    /// What a checker re-derives the verdict from; absent for undecided claims, of which nothing is said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub evidence: Option<Evidence>,
    /// For undecided claims, and only for those: why the prover stopped. It says so of itself; nothing is
    /// re-derived.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Reason>,
    /// With symbolic parameters: the excluded values.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub exceptional: Vec<Exclusion>,
}

impl ClaimRecord {
    /// The reason of the verdict in a sentence, rendered from the evidence; `None` for an undecided claim.
    pub fn because(&self) -> Option<String> {
        let proved = match self.verdict {
            Decision::Proved => true,
            Decision::Refuted => false,
            Decision::Undecided => return None,
        };
        let because = self.id.statement().because;
        self.evidence.as_ref().map(|e| because(proved, e))
    }
}

/// A whole certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`SCHEMA`].
    pub schema: String,
    /// [`VERSION`].
    pub version: u32,
    /// What it is about.
    pub subject: Subject,
    /// The symbolic parameters, sorted: constants of which nothing is known. (Parameters with a value stand as this
    /// value in the functions.)
    pub parameters: Vec<String>,
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
    /// `W0501` if it is no certificate of this version: not JSON, a key twice in an object, a missing or unknown
    /// field, another schema or version.
    pub fn from_json(text: &str) -> Result<Self> {
        read(
            text,
            (SCHEMA, VERSION),
            "wronski verify ... --certificate FILE",
            |text| {
                let c: Certificate = serde_json::from_str(text).map_err(|e| e.to_string())?;
                let given = serde_json::from_str(text).map_err(|e| e.to_string())?;
                c.same_as(&given)?;
                Ok(c)
            },
        )
    }

    /// Says `given` nothing else than this certificate? serde ignores unknown fields in flattened and in empty
    /// variants.
    fn same_as(&self, given: &serde_json::Value) -> std::result::Result<(), String> {
        let read = serde_json::to_value(self).map_err(|e| e.to_string())?;
        match strict::first_difference(given, &read) {
            None => Ok(()),
            Some(place) => Err(format!(
                "the format has no field at {place}, or leaves it out where it is empty"
            )),
        }
    }
}

/// The schema and the version that a JSON object names.
fn named(text: &str) -> Option<(String, u64)> {
    #[derive(Deserialize)]
    struct Named {
        schema: String,
        version: u64,
    }
    let named: Named = serde_json::from_str(text).ok()?;
    Some((named.schema, named.version))
}

/// Reads a certificate of the given schema and version, which nothing but `inner` takes apart.
fn read<T>(
    text: &str,
    (schema, version): (&str, u32),
    writer: &str,
    inner: impl FnOnce(&str) -> std::result::Result<T, String>,
) -> Result<T> {
    let wrong =
        |why: String, help: String| Err(Diagnostic::input(ErrorCode::W0501, why).help(help));
    if let Err(why) = strict::distinct_keys(text) {
        return wrong(
            format!("this is no certificate: {why}"),
            format!("certificates are written by `{writer}`; do not edit them"),
        );
    }
    if let Some((s, v)) = named(text)
        && (s != schema || v != u64::from(version))
    {
        return wrong(
            format!(
                "schema {} version {v} is not {schema} version {version}",
                s.chars().take(60).collect::<String>()
            ),
            format!(
                "this program reads version {version} only: make the certificate again with `{writer}`, or check it \
                 with the \
                 version of wronski that wrote it"
            ),
        );
    }
    inner(text).or_else(|why| {
        wrong(
            format!("this is no {schema} of version {version}: {why}"),
            format!("certificates are written by `{writer}`; do not edit them"),
        )
    })
}

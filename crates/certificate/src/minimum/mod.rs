//! The certificate of `construct` and `certify`: data, weights, enclosures, and what was shown of them.
//!
//! [`Shown`] is what it says, each kind with its own sections (`sections`); `file` holds the format.

mod file;
mod sections;
mod shown;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Certificate, NumericReason, limits};
use wronski_diagnostic::Result;

pub use file::{MINIMUM_SCHEMA, MINIMUM_VERSION, MinimumFile};
pub use sections::{
    DataRecord, Enclosure, ExclusionRecord, LayerWeights, LinearRecord, MomentRecord,
    NeighbourhoodRecord, ObstructionRecord, PointRecord, SaddleRecord, SeenRecord, SegmentKind,
    SegmentRecord, SmallRecord, SpectrumRecord, Weights, WideRecord,
};
pub use shown::{Kind, LocalMinimum, Path, Shown, Undecided};

/// The activation, and whether its hypotheses were decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivationRecord {
    /// What the user typed, for the terminal; not in the file.
    #[serde(skip)]
    pub input: String,
    /// The function as it was read, printed, parameters replaced by their values.
    pub expression: String,
    /// Do `claims` prove the hypotheses of the construction for it? Re-derived. `false` where the user asked to go on
    /// without, and for a minimum in a linear piece, which rests on none.
    pub verified: bool,
    /// The certificate of these hypotheses (of `wronski verify`), about `expression`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub claims: Option<Box<Certificate>>,
}

/// The network that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkRecord {
    /// Units of each layer, input and output included.
    pub widths: Vec<usize>,
    /// Has every unit a bias?
    pub biases: bool,
    /// `sum_of_squares`: the sum over samples and outputs of (output - target)^2.
    pub loss: String,
}

/// Why a certificate shows what it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Because {
    /// It is read from a file, which does not say.
    #[default]
    Unsaid,
    /// What is shown, in a sentence.
    Shown(String),
    /// Why nothing is shown.
    Open(NumericReason),
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Because::Unsaid => Ok(()),
            Because::Shown(sentence) => f.write_str(sentence),
            Because::Open(reason) => reason.fmt(f),
        }
    }
}

/// Everything that a run of `construct` or `certify` shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumCertificate {
    /// The activation.
    pub activation: ActivationRecord,
    /// The network asked for.
    pub network: NetworkRecord,
    /// What was shown.
    pub shown: Shown,
    /// Why, for the terminal; not in the file.
    pub because: Because,
    /// How things were found, for the terminal: sentences and numbers on which nothing rests; not in the file.
    pub notes: BTreeMap<String, String>,
}

impl MinimumCertificate {
    /// A certificate that claims nothing yet: undecided, without a reason.
    pub fn empty(activation: ActivationRecord, network: NetworkRecord) -> Self {
        MinimumCertificate {
            activation,
            network,
            shown: Shown::Undecided(Undecided::Nothing),
            because: Because::Unsaid,
            notes: BTreeMap::new(),
        }
    }

    /// Says what was shown, in data and in a sentence.
    pub fn show(&mut self, shown: Shown, because: impl Into<String>) {
        self.shown = shown;
        self.because = Because::Shown(because.into());
    }

    /// Says that nothing is shown, what stands beside this, and why.
    pub fn leave_open(&mut self, beside: Undecided, why: impl Into<NumericReason>) {
        self.shown = Shown::Undecided(beside);
        self.because = Because::Open(why.into());
    }

    /// The kind of what was shown.
    pub fn kind(&self) -> Kind {
        self.shown.kind()
    }

    /// As JSON text, with a final line feed.
    ///
    /// # Errors
    /// None in practice; an internal diagnostic if serialisation fails.
    pub fn to_json(&self) -> Result<String> {
        MinimumFile::from(self.clone()).to_json()
    }

    /// The limit of a file that the text of this certificate is beyond, in words.
    pub fn beyond_limits(&self) -> Option<String> {
        // What cannot be written is told where it is written.
        let text = self.to_json().ok()?;
        let beyond = |what: &str, n: usize, limit: usize| {
            (n > limit)
                .then(|| format!("the certificate has {n} {what}, more than the limit of {limit}"))
        };
        beyond("bytes", text.len(), limits::TEXT)
            .or_else(|| beyond("strings and lists", limits::items(&text), limits::ITEMS))
    }

    /// Reads JSON text. What is not in a file (`because`, `notes`, the input, sentences) is empty.
    ///
    /// # Errors
    /// `W0501` if it is no certificate of this version: not JSON, a key twice in an object, a missing or unknown
    /// field, another schema or version. `W0506` if its sections are not those of its kind.
    pub fn from_json(text: &str) -> Result<Self> {
        MinimumFile::from_json(text)?.certificate()
    }
}

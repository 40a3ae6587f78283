//! The three-valued verdict.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Reason;

/// A verdict in a word, as it stands in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// The claim holds.
    Proved,
    /// The claim does not hold.
    Refuted,
    /// Neither is known.
    Undecided,
}

impl Decision {
    /// `proved`, `refuted` or `undecided`.
    pub fn as_str(self) -> &'static str {
        match self {
            Decision::Proved => "proved",
            Decision::Refuted => "refuted",
            Decision::Undecided => "undecided",
        }
    }
}

/// With the word.
impl PartialEq<&str> for Decision {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A mathematical claim is proved or refuted, each with evidence, or undecided for a stated reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<P, R = P> {
    /// The claim holds.
    Proved(P),
    /// The claim does not hold.
    Refuted(R),
    /// Neither is known; the reason names the limit that was hit or the theorem that is missing.
    Undecided(Reason),
}

impl<P, R> Verdict<P, R> {
    /// Without the evidence.
    pub fn decision(&self) -> Decision {
        match self {
            Verdict::Proved(_) => Decision::Proved,
            Verdict::Refuted(_) => Decision::Refuted,
            Verdict::Undecided(_) => Decision::Undecided,
        }
    }

    /// `proved`, `refuted` or `undecided`.
    pub fn word(&self) -> &'static str {
        self.decision().as_str()
    }
}

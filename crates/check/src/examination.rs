//! What the checker answers.

use std::fmt;

use super::about::About;
use super::failure::Failure;
use wronski_certificate::Reason;
use wronski_certificate::minimum::Kind;
use wronski_diagnostic::{Diagnostic, ErrorCode};

/// A claim that was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// The claim, or the part of a minimum.
    pub id: String,
    /// `proved`, `refuted`, `undecided`, or what is said of a part of a minimum.
    pub verdict: String,
    /// Of an undecided claim: why the prover stopped. It makes sense; whether it is so is not derived.
    pub said: Option<Reason>,
    /// The values of parameters of which the claim does not speak: equations, and variables that are not new there.
    pub excluded: Vec<String>,
}

/// What a certificate shows: its claims in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The claims.
    pub claims: Vec<Confirmed>,
    /// What the file shows, for a certificate of `construct` or `certify`.
    pub kind: Option<Kind>,
}

/// Why a certificate in which nothing is wrong shows less than one may think.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hole {
    /// Every claim is undecided.
    NothingDecided,
}

impl fmt::Display for Hole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hole::NothingDecided => f.write_str("nothing is decided"),
        }
    }
}

impl Report {
    /// How many claims are decided.
    pub fn decided(&self) -> usize {
        self.claims
            .iter()
            .filter(|c| matches!(c.verdict.as_str(), "proved" | "refuted"))
            .count()
    }

    /// What is missing.
    pub fn holes(&self) -> Vec<Hole> {
        if self.decided() == 0 {
            vec![Hole::NothingDecided]
        } else {
            vec![]
        }
    }
}

/// The answer of the checker in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// Every decided claim was re-derived from the file alone, and there is one.
    Valid,
    /// Nothing is wrong, and something is missing.
    Holey,
    /// The mathematics or the file contradicts itself.
    Invalid,
    /// A limit of the checker is reached, or it has no method: nothing is said of the file.
    Unable,
}

impl Answer {
    /// `valid`, `holey`, `invalid` or `unable`.
    pub fn word(self) -> &'static str {
        match self {
            Answer::Valid => "valid",
            Answer::Holey => "holey",
            Answer::Invalid => "invalid",
            Answer::Unable => "unable",
        }
    }

    /// The exit status of `wronski check`.
    pub fn exit_code(self) -> u8 {
        match self {
            Answer::Valid => 0,
            Answer::Invalid => 1,
            Answer::Holey | Answer::Unable => 3,
        }
    }
}

/// What the checker has to say of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// What the file is about, as far as it could be read.
    pub about: Option<About>,
    /// What it shows, or the first thing that is not confirmed.
    pub outcome: Result<Report, Rejection>,
}

impl Examination {
    /// The answer in a word.
    pub fn answer(&self) -> Answer {
        match &self.outcome {
            Ok(report) if report.holes().is_empty() => Answer::Valid,
            Ok(_) => Answer::Holey,
            Err(r) if r.failure.is_invalid() => Answer::Invalid,
            Err(_) => Answer::Unable,
        }
    }
}

/// Why a certificate is not accepted: the first thing that could not be confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// `W0502` for the frame of the file and its parameters, `W0503` for the tower, `W0504` for a
    /// function, `W0505` for a claim; `W0506` to `W0512` as `minimum::check` says; `W0513` if this build cannot
    /// check the file.
    pub code: ErrorCode,
    /// The item, such as ``the claim `lemma-3` ``.
    pub item: String,
    /// What is wrong with it, or why the checker cannot tell.
    pub failure: Failure,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} is not confirmed: {}",
            self.code, self.item, self.failure
        )
    }
}

impl std::error::Error for Rejection {}

impl From<Rejection> for Diagnostic {
    fn from(r: Rejection) -> Self {
        Diagnostic::input(
            r.code,
            format!("{} is not confirmed: {}", r.item, r.failure),
        )
    }
}

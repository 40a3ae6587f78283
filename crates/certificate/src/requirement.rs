//! What has to hold of a subexpression, for the whole to be defined or analytic.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a subexpression has to satisfy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requirement {
    /// Different from 0 (a denominator).
    #[serde(rename = "nonzero")]
    NonZero,
    /// Greater than 0 (a logarithm, a real power).
    Positive,
    /// At least 0 (a square root).
    #[serde(rename = "nonnegative")]
    NonNegative,
    /// Its cosine is different from 0 (a tangent).
    #[serde(rename = "cosine-nonzero")]
    CosineNonZero,
    /// Does not change sign (the argument of `abs`; the difference of the arguments of `max`, `min`).
    OneSigned,
    /// The condition of `where` is the same for every x.
    Decided,
}

impl fmt::Display for Requirement {
    /// In words, after "is".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Requirement::NonZero => "nonzero",
            Requirement::Positive => "positive",
            Requirement::NonNegative => "nonnegative",
            Requirement::CosineNonZero => "cosine nonzero",
            Requirement::OneSigned => "of one sign",
            Requirement::Decided => "condition of one truth value",
        })
    }
}

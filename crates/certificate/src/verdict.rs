//! The three-valued verdict.

use super::Reason;

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
    /// `proved`, `refuted` or `undecided`.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Proved(_) => "proved",
            Verdict::Refuted(_) => "refuted",
            Verdict::Undecided(_) => "undecided",
        }
    }
}

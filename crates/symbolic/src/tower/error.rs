//! Why a computation in a tower ends without a result.

use wronski_certificate::reason::Outside;
use wronski_certificate::{Limit, Quoted, Reason as Open, Step};
use wronski_diagnostic::Diagnostic;

/// Why a computation in a tower ended without a result.
#[derive(Clone, Debug, PartialEq)]
pub enum TowerError {
    /// A limit was hit, or a theorem or a method is missing.
    Undecided(Open),
    /// The input has no meaning (division by zero and the like).
    Undefined(Diagnostic),
    /// The exponential or tangent with this ordinal is needed with a finer argument: build the tower
    /// again with its argument divided by `divisor`.
    Refine {
        /// Which one, counted from 0 in the order of adjunction of exponentials and tangents.
        ordinal: usize,
        /// By what its argument has to be divided.
        divisor: u32,
    },
}

impl TowerError {
    /// A limit that was hit, with its value.
    pub fn limit(limit: Limit, value: impl TryInto<u64>) -> Self {
        TowerError::Undecided(Open::limit(limit, value))
    }

    /// A limit that was hit, with its value and what is beyond it.
    pub fn above(limit: Limit, value: impl TryInto<u64>, found: impl std::fmt::Display) -> Self {
        TowerError::Undecided(Open::limit(limit, value).found(found))
    }

    /// A step for which there is no method, or whose result did not pass its test.
    pub fn step(step: Step) -> Self {
        TowerError::Undecided(Open::step(step))
    }

    /// A function that is an element of no field that is built here.
    pub(super) fn outside(subject: Quoted, why: Outside) -> Self {
        TowerError::Undecided(Open::Outside { subject, why })
    }

    /// Why a question is undecided that is put to a finished tower: there, nothing is missing but what the
    /// computation says.
    pub fn into_reason(self) -> Open {
        match self {
            TowerError::Undecided(why) => why,
            TowerError::Undefined(d) => wronski_expr::domain::stopped(&d),
            TowerError::Refine { .. } => Open::step(Step::FinerExponent),
        }
    }
}

/// The result of a computation in a tower.
pub type Result<T> = std::result::Result<T, TowerError>;

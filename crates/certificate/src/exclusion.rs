//! Values of parameters that a claim does not speak of.

use serde::{Deserialize, Serialize};

/// A set of values of the parameters at which the evidence of a claim shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exclusion {
    /// The real zeros of this polynomial in the constants: text in the symbols of the tower.
    Zero(String),
    /// The values at which the variable with this symbol is not new: a monomial that becomes algebraic over the
    /// variables before it, a root that loses its degree.
    NotNew(String),
}

impl Exclusion {
    /// The text of an excluded value: an equation, or the variable that is not new.
    pub fn text(&self) -> String {
        match self {
            Exclusion::Zero(p) => format!("{p} = 0"),
            Exclusion::NotNew(v) => format!("values at which {v} is not new"),
        }
    }
}

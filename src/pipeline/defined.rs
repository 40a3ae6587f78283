//! Where one function is defined, as far as known.

use wronski_certificate::Reason;
use wronski_diagnostic::Result;
use wronski_expr::Expr;
use wronski_expr::domain::{self, Definedness};

/// What is known of where a function is defined. A function that is not defined everywhere is an input error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defined {
    /// At every real x.
    OnR(OnR),
    /// Neither shown nor refuted: the condition that is open.
    Unknown(Reason),
}

/// The fact that an expression is defined at every real x. Only the decision of [`Defined`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnR {
    conditions: Vec<Expr>,
}

impl OnR {
    /// Expressions in the parameters alone: it holds for all values at which none of them is zero.
    pub fn parameter_conditions(&self) -> &[Expr] {
        &self.conditions
    }
}

impl Defined {
    /// Asks the domain analysis.
    ///
    /// # Errors
    /// The input error that names a point at which the expression is not defined; budgets.
    pub(super) fn decide(expr: &Expr) -> Result<Defined> {
        match domain::definedness(expr)? {
            Definedness::DefinedEverywhere {
                parameter_conditions,
                ..
            } => Ok(Defined::OnR(OnR {
                conditions: parameter_conditions,
            })),
            Definedness::NotDefined(diagnostic) => Err(diagnostic),
            Definedness::Unknown { reason } => Ok(Defined::Unknown(reason)),
        }
    }
}

//! One function on its way into a tower.

use crate::error::Result;
use crate::expr::domain::{Definedness, definedness};
use crate::expr::{Expr, Parameters, parse};
use crate::rewrite::{Normal, RuleLibrary, normalise};
use crate::tower::interpret::Interpreter;
use crate::tower::{self, Element, Tower};

use super::Limits;

/// A parsed function with its normal form.
#[derive(Clone, Debug)]
pub struct Function {
    /// What was typed.
    pub input: String,
    /// The expression that it denotes.
    pub expr: Expr,
    /// The normal form with its replayed steps.
    pub normal: Normal,
    /// What the user should know about how the text was read.
    pub notes: Vec<String>,
    /// Where the function is defined.
    pub definedness: Definedness,
}

impl Function {
    /// Parses, checks where the function is defined, and brings it to normal form.
    ///
    /// # Errors
    /// Input errors with their place; a function that is not defined on all of R is one.
    pub fn new(
        text: &str,
        parameters: &Parameters,
        library: &RuleLibrary,
        limits: &Limits,
    ) -> Result<Self> {
        let parsed = parse(text, parameters)?;
        let definedness = definedness(&parsed.expr)?;
        if let Definedness::NotDefined(diagnostic) = definedness {
            return Err(diagnostic);
        }
        let normal = normalise(&parsed.expr, library, &limits.rewrite)?;
        Ok(Function {
            input: text.to_string(),
            expr: parsed.expr,
            normal,
            notes: parsed.notes,
            definedness,
        })
    }

    /// The function as an element of the tower.
    ///
    /// # Errors
    /// As [`Interpreter::read`].
    pub fn element(&self, tower: &mut Tower) -> tower::Result<Element> {
        Interpreter::new().read(tower, &self.normal.expr)
    }

    /// The same function without its normal form, for when the tower gets further with the expression as
    /// typed.
    #[must_use]
    pub fn as_typed(&self) -> Function {
        let mut typed = self.clone();
        typed.normal.expr = self.expr.clone();
        typed.normal.steps.clear();
        typed.normal.stats.fallback = Some(
            "the expression as typed is used: its normal form is beyond a limit of the tower"
                .into(),
        );
        typed
    }
}

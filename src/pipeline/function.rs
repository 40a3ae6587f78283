//! One function on its way into a tower.

use wronski_diagnostic::ErrorCode;
use wronski_diagnostic::{Diagnostic, Result};
use wronski_expr::{Expr, Parameters, parameters, parse, tree_size};
use wronski_symbolic::rewrite::{Normal, RuleLibrary, normalise_or_unfold};
use wronski_symbolic::tower::interpret::Interpreter;
use wronski_symbolic::tower::{self, Constant, Element, Tower, TowerError};

use super::Limits;
use super::defined::Defined;

/// The longest normal form, in symbols: shared subexpressions are written out in reports.
const LONGEST: u64 = 200_000;

/// A parsed function with its normal form.
#[derive(Clone, Debug)]
pub struct Function {
    /// What was typed.
    pub input: String,
    /// The expression that it denotes.
    pub expr: Expr,
    /// Where it is defined, as far as known.
    pub defined: Defined,
    /// The normal form with its replayed steps.
    pub normal: Normal,
    /// What the user should know about how the text was read.
    pub notes: Vec<String>,
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
        Self::of(parsed.expr, text.to_string(), parsed.notes, library, limits)
    }

    /// As [`Function::new`], for an expression that was read or built before.
    ///
    /// # Errors
    /// As [`Function::new`].
    pub(super) fn of(
        expr: Expr,
        input: String,
        mut notes: Vec<String>,
        library: &RuleLibrary,
        limits: &Limits,
    ) -> Result<Self> {
        let defined = Defined::decide(&expr)?;
        let (normal, failed) = normalise_or_unfold(&expr, library, &limits.rewrite)?;
        if tree_size(&normal.expr) > LONGEST {
            return Err(Diagnostic::budget(
                ErrorCode::W0123,
                format!("the normal form, written out, exceeds the limit of {LONGEST} symbols"),
            )
            .help("shorten the expression or nest fewer functions"));
        }
        notes.extend(failed.as_ref().map(search_failed));
        let function = Function {
            input,
            expr,
            defined,
            normal,
            notes,
        };
        function.refuse_identities(limits)?;
        Ok(function)
    }

    /// Where definedness is open, a tower may still show that a denominator is zero for every x, or that a constant
    /// has no value.
    fn refuse_identities(&self, limits: &Limits) -> Result<()> {
        if matches!(self.defined, Defined::OnR(_)) {
            return Ok(());
        }
        match Tower::build(limits.tower, |t| Interpreter::new().read(t, &self.expr)) {
            Err(TowerError::Undefined(diagnostic)) => Err(diagnostic),
            _ => Ok(()),
        }
    }

    /// The function as an element of the tower.
    ///
    /// # Errors
    /// As [`Interpreter::read`].
    pub fn element(&self, tower: &mut Tower) -> tower::Result<Element> {
        let element = Interpreter::new().read(tower, &self.normal.expr)?;
        // A parameter that cancels is in the expression that a checker reads.
        for name in parameters(&self.expr) {
            tower.constant(Constant::Parameter(name))?;
        }
        Ok(element)
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

/// What a user is told of a search that failed: no verdict rests on it.
pub(super) fn search_failed(failure: &Diagnostic) -> String {
    format!(
        "a search for rewrite steps failed, and was done without; the verdict does not rest on it, but please report this: {failure}"
    )
}

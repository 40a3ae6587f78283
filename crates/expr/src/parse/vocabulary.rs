//! What a text is read with, and what comes of it.

use super::signature::{Parameter, Signatures};
use crate::{Expr, Parameters};
use wronski_diagnostic::Result;

/// A text that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// Its meaning; every node carries the span of its text.
    pub expr: Expr,
    /// What was chosen for the reader where the text left a choice (default parameters, names that
    /// frameworks use differently), for standard error.
    pub notes: Vec<String>,
}

/// What the names of a text can mean.
#[derive(Clone, Copy)]
pub(crate) struct Vocabulary<'a> {
    /// The declared parameters.
    pub parameters: &'a Parameters,
    /// The functions of the catalogue.
    pub signatures: &'a Signatures,
    /// Refuses a value of a parameter of a function that is called like this.
    pub judge: fn(&Parameter, &str, &Expr) -> Result<()>,
}

/// Which variant of the grammar is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// What a user writes.
    Plain,
    /// What [`Exact`](crate::Exact) writes: a literal in parentheses is not folded into the operator before it.
    Exact,
    /// With metavariables `?a`.
    Pattern,
}

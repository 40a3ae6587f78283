//! Diagnostics for people: what was wrong, where, and what to do about it.
//!
//! Every failure that a user can cause is a [`Diagnostic`]. It carries a stable code (`W0103`), the
//! byte span in the user's own text where one exists, and a remedy. A diagnostic never stands for a
//! verdict: a claim that could not be decided is `Verdict::Undecided`, not an error.

mod code;
pub mod interruption;

use std::fmt;

pub use code::ErrorCode;

/// A half-open range of byte offsets into the text that the user gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset one past the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// The smallest span that covers both.
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// What sort of failure a [`Diagnostic`] reports; it fixes the exit code of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The input is wrong (exit code 2).
    Input,
    /// A named budget was hit before an answer was found (exit code 3).
    Budget,
    /// A bug in wronski itself (exit code 70).
    Internal,
    /// The system refused what was needed: memory, or a place for the output (exit code 74).
    System,
}

/// A failure, told to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code such as `W0103`; see `docs/errors.md`.
    pub code: ErrorCode,
    /// Whose fault it is.
    pub kind: Kind,
    /// What was wrong, in one sentence.
    pub message: String,
    /// Where, as bytes of the user's text.
    pub span: Option<Span>,
    /// A short label shown at the span.
    pub label: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An input error.
    pub fn input(code: ErrorCode, message: impl Into<String>) -> Self {
        Self::new(code, Kind::Input, message)
    }

    /// A budget that was hit; the message names the budget.
    pub fn budget(code: ErrorCode, message: impl Into<String>) -> Self {
        Self::new(code, Kind::Budget, message)
    }

    /// Something that the system refused.
    pub fn system(code: ErrorCode, message: impl Into<String>) -> Self {
        Self::new(code, Kind::System, message)
    }

    /// A bug in wronski.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::W9999, Kind::Internal, message)
    }

    fn new(code: ErrorCode, kind: Kind, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            kind,
            message: message.into(),
            span: None,
            label: None,
            help: None,
        }
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, span: Option<Span>) -> Self {
        self.span = span;
        self
    }

    /// Adds the short label shown at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds the remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The exit code of the program for this failure.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Input => 2,
            Kind::Budget => 3,
            Kind::Internal => 70,
            Kind::System => 74,
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)?;
        if let Some(help) = &self.help {
            write!(f, " ({help})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// The result of everything that can fail because of its input.
pub type Result<T> = std::result::Result<T, Diagnostic>;

//! Diagnostics as exceptions.

use pyo3::prelude::*;
use wronski::{Diagnostic, Failure};
use wronski_diagnostic::{Kind, Span};

/// What was refused, with the text that its place is in.
#[derive(Debug)]
pub struct Refused {
    pub diagnostic: Box<Diagnostic>,
    pub source: String,
}

pub type Result<T> = std::result::Result<T, Refused>;

impl Refused {
    pub fn of(diagnostic: Diagnostic, source: &str) -> Refused {
        Refused {
            diagnostic: Box::new(diagnostic),
            source: source.to_owned(),
        }
    }

    /// A failure that concerns one of several texts.
    pub fn among(failure: Failure, texts: &[String]) -> Refused {
        let source = texts.get(failure.function).map_or("", String::as_str);
        Refused::of(failure.diagnostic, source)
    }

    /// The exception; `wronski.WronskiError` or one of its children, by whose fault it is.
    pub fn raise(&self, py: Python<'_>) -> PyErr {
        let d = &self.diagnostic;
        let class = match d.kind {
            Kind::Input => "WronskiError",
            Kind::Budget => "LimitError",
            Kind::Internal => "InternalError",
            Kind::System => "ResourceError",
        };
        let span = d.span.map(|s| characters(&self.source, s));
        let made = py
            .import("wronski._errors")
            .and_then(|m| m.getattr(class))
            .and_then(|class| {
                class.call1((
                    d.message.as_str(),
                    d.code.as_str(),
                    span,
                    d.help.as_deref(),
                    d.label.as_deref(),
                    self.source.as_str(),
                ))
            });
        match made {
            Ok(exception) => PyErr::from_value(exception),
            Err(e) => e,
        }
    }
}

impl From<Diagnostic> for Refused {
    fn from(d: Diagnostic) -> Refused {
        Refused::of(d, "")
    }
}

/// A place in bytes as a place in characters, which Python counts.
fn characters(source: &str, span: Span) -> (usize, usize) {
    let at = |byte: usize| source.char_indices().take_while(|(i, _)| *i < byte).count();
    (at(span.start), at(span.end))
}

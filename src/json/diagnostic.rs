//! Failures.

use serde_json::{Value, json};
use wronski_diagnostic::Diagnostic;

/// The failure for a program.
pub fn diagnostic_json(d: &Diagnostic) -> Value {
    json!({
        "schema": "wronski/error",
        "version": 1,
        "code": d.code,
        "message": d.message,
        "span": d.span.map(|s| [s.start, s.end]),
        "help": d.help,
    })
}

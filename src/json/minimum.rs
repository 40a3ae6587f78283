//! `construct` and `certify`.

use serde_json::{Value, json};
use wronski_certificate::minimum::MinimumCertificate;
use wronski_diagnostic::{Diagnostic, Result};

/// The JSON object that `wronski construct --json` prints: the certificate, and what the program says about it in
/// words (the reason, and how things were found).
///
/// # Errors
/// An internal one if the certificate cannot be written.
pub fn minimum_json(c: &MinimumCertificate) -> Result<Value> {
    let mut shown: Value = serde_json::from_str(&c.to_json()?)
        .map_err(|e| Diagnostic::internal(format!("a certificate that was written: {e}")))?;
    shown["because"] = c.because.to_string().into();
    if !c.notes.is_empty() {
        shown["notes"] = json!(c.notes);
    }
    Ok(shown)
}

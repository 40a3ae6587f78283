//! The option `--certificate`: what the checker confirms is written, and what it does not is said.

use std::path::Path;

use wronski_certificate::Certificate;
use wronski_check::Rejection;
use wronski_diagnostic::Result;

use super::terminal::Terminal;
use super::write::write_file;

/// Writes the certificate if a file for it was named and the checker confirms it; otherwise says why it was not
/// written.
pub(super) fn write_certificate(
    path: Option<&Path>,
    certificate: impl FnOnce() -> Certificate,
) -> Result<Option<Rejection>> {
    let Some(path) = path else {
        return Ok(None);
    };
    match crate::pipeline::confirmed_text(&certificate())? {
        Ok(text) => write_file(path, text.as_bytes()).map(|()| None),
        Err(rejection) => Ok(Some(rejection)),
    }
}

/// Tells that a certificate was not written, and returns the exit code: a limit of the checker, or a contradiction
/// between the prover and the checker.
pub(super) fn not_written(r: &Rejection, t: &mut Terminal) -> u8 {
    t.failure(&crate::pipeline::not_confirmed(r), "", false)
}

/// What stands below a verdict that the checker does not confirm.
pub(super) fn unconfirmed(r: &Rejection) -> String {
    format!("not confirmed by the checker: {}: {}", r.item, r.failure)
}

/// What the certificate of a claim excludes beyond what stands below its verdict.
pub(super) fn print_certified_only(c: &wronski_symbolic::theorem::Claim, t: &mut Terminal) {
    for d in &c.exceptional.certified_only {
        t.line(format!("the certificate excludes more, for {}: {d}", c.id));
    }
}

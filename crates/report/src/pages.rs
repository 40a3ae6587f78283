//! A page and the files beside it.

use super::document::Report;

/// A page, and the files that it needs beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The page.
    pub text: String,
    /// Names and contents of pictures (SVG) and attachments.
    pub files: Vec<(String, String)>,
}

/// What a page without files beside it says in their place.
pub(super) const UNATTACHED: &str = "Data, weights and enclosures are shown in short form here; the certificates \
    have the full values.";

/// Does a page without files beside it lack numbers? The certificate alone is no loss: who makes a report has it.
pub(super) fn lacks_numbers(report: &Report) -> bool {
    report
        .attachments()
        .iter()
        .any(|a| !a.name.ends_with("certificate.json"))
}

/// The name of the file beside a page `STEM.md` or `STEM.tex` that holds the attachment of this name.
pub(super) fn beside(stem: &str, name: &str) -> String {
    format!("{stem}-{name}")
}

/// All attachments as files beside a page; none without a stem.
pub(super) fn attached(report: &Report, stem: Option<&str>) -> Vec<(String, String)> {
    let Some(stem) = stem else { return vec![] };
    let files = report.attachments().into_iter();
    files
        .map(|a| (beside(stem, &a.name), a.content.clone()))
        .collect()
}

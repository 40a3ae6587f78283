//! Certificates as pages, with what the checker says of them.

use wronski_check::{Answer, examine};
use wronski_diagnostic::{Diagnostic, ErrorCode, Result};
use wronski_report::{AnyCertificate, Checked, Entry, Pages, build, html, latex, markdown};

/// The formats that need no typesetter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageFormat {
    /// Markdown with the mathematics of GitHub; pictures are files beside it.
    Markdown,
    /// One self-contained page.
    Html,
    /// LaTeX.
    Latex,
}

/// A certificate as text, with what the checker says of it, and the code of what it does not confirm.
#[derive(Debug)]
pub struct Examined {
    /// What the checker says.
    pub checked: Checked,
    /// The code of the item that is not confirmed.
    pub code: Option<ErrorCode>,
    /// The certificate, if the text is one at all.
    pub certificate: Result<AnyCertificate>,
}

impl Examined {
    /// Asks the checker.
    pub fn new(text: &str) -> Examined {
        let found = examine(text);
        let code = found.outcome.as_ref().err().map(|r| r.code);
        let checked = match (found.answer(), found.outcome) {
            (Answer::Valid, _) => Checked::Confirmed,
            (_, Ok(report)) => {
                let holes: Vec<String> = report.holes().iter().map(ToString::to_string).collect();
                Checked::Holey(holes.join("; "))
            }
            (Answer::Unable, Err(r)) => Checked::Unable(format!("{}: {}", r.item, r.failure)),
            (_, Err(r)) => Checked::Rejected(format!("{} is not confirmed: {}", r.item, r.failure)),
        };
        Examined {
            checked,
            code,
            certificate: AnyCertificate::from_json(text),
        }
    }

    /// What a report is made of; `unchecked` makes one of what the checker does not confirm, with a stamp.
    ///
    /// # Errors
    /// The code of the item that is not confirmed; `W1202` where the checker is unable to tell; whatever is wrong
    /// with a text that is no certificate.
    pub fn entry(self, name: &str, unchecked: bool) -> Result<Entry> {
        match (&self.checked, unchecked) {
            (Checked::Rejected(why), false) => Err(Diagnostic::input(
                self.code.unwrap_or(ErrorCode::W0501),
                format!("{name} is no valid certificate: {why}"),
            )
            .help("no report was made; `--unchecked` makes one that says so on every page")),
            (Checked::Unable(why), false) => Err(Diagnostic::budget(
                ErrorCode::W1202,
                format!("{name} cannot be checked: {why}"),
            )
            .help("`--unchecked` writes a report that says so on every page")),
            // A text that is no certificate at all has nothing to report, checked or not.
            _ => Ok(Entry {
                certificate: self.certificate?,
                checked: self.checked,
            }),
        }
    }
}

/// The page about certificates (name and text of each), and what stands beside it, as names and texts; the page comes
/// first, and its name is the stem with the ending of its format.
///
/// # Errors
/// As [`Examined::entry`].
pub fn pages(
    certificates: &[(String, String)],
    to: PageFormat,
    unchecked: bool,
    stem: Option<&str>,
) -> Result<Vec<(String, String)>> {
    let entries: Result<Vec<Entry>> = certificates
        .iter()
        .map(|(name, text)| Examined::new(text).entry(name, unchecked))
        .collect();
    let report = build(&entries?);
    let (pages, ending) = match to {
        PageFormat::Markdown => (markdown(&report, stem), "md"),
        PageFormat::Latex => (latex(&report, stem), "tex"),
        PageFormat::Html => (
            Pages {
                text: html(&report),
                files: vec![],
            },
            "html",
        ),
    };
    let page = format!("{}.{ending}", stem.unwrap_or("report"));
    Ok(std::iter::once((page, pages.text))
        .chain(pages.files)
        .collect())
}

//! Reports: pages that explain what a certificate shows, complete enough to be checked by hand.
//!
//! [`build`] turns certificates into a [`Report`], typed data without a format; [`markdown`], [`html`] and [`latex`]
//! write it. Nothing is decided here, and nothing is added to what the certificates say. The same certificates give
//! the same bytes.
//!
//! ```
//! use wronski_certificate::Certificate;
//! use wronski_report::{AnyCertificate, Block, Checked, Entry, build, html};
//!
//! # fn main() -> wronski_diagnostic::Result<()> {
//! // A file of `wronski verify 'exp(x)' --claim analytic --certificate FILE`, shortened.
//! let certificate = Certificate::from_json(
//!     r#"{ "schema": "wronski/certificate", "version": 2, "subject": "verify", "parameters": [],
//!          "functions": [{ "expression": "exp(x)", "steps": [], "element": "" }],
//!          "tower": { "variables": [] },
//!          "claims": [{ "id": "analytic", "verdict": "proved",
//!                       "evidence": { "type": "analytic", "obligations": [] } }] }"#,
//! )?;
//! let report = build(&[Entry {
//!     certificate: AnyCertificate::Claims(certificate),
//!     checked: Checked::NotRun,
//! }]);
//! assert!(report.sections.iter().flat_map(|s| &s.blocks).any(|b| matches!(b, Block::Formula(_))));
//! assert!(html(&report).starts_with("<!doctype html>"));
//! # Ok(())
//! # }
//! ```

mod any_certificate;
mod attachments;
mod claims;
mod columns;
mod comparison;
mod document;
mod escape;
mod evidence;
mod formulas;
mod functions;
mod html;
mod latex;
mod loss;
mod markdown;
mod math;
mod mathml;
mod meaning;
mod minimum;
mod numbers;
mod pages;
#[cfg(feature = "pdf")]
mod pdf;
mod pictures;
mod plot;
mod problem;
mod references;
mod spectrum;

mod tex_math;
mod text;
mod tower;
mod weights;

pub use any_certificate::AnyCertificate;
pub use document::{
    Attachment, Block, Decision, Figure, Formula, Inline, Reference, Report, Section, Table,
};
pub use html::html;
pub use latex::latex;
pub use markdown::markdown;
pub use math::Math;
pub use pages::Pages;
#[cfg(feature = "pdf")]
pub use pdf::{Pdf, pdf};
pub use plot::{Plot, Scale, Series, Style};

use document::{code, t};
use text::clipped;

/// What the checker says of a certificate. Reports state it and do not find out by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    /// Every claim was re-derived from the file alone.
    Confirmed,
    /// Nothing is wrong, and something is missing: this.
    Holey(String),
    /// Something was not confirmed, for this reason.
    Rejected(String),
    /// The checker could not tell, for this reason.
    Unable(String),
    /// The checker was not asked.
    NotRun,
}

/// A certificate with what the checker says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The certificate.
    pub certificate: AnyCertificate,
    /// What the checker says.
    pub checked: Checked,
}

/// The report on these certificates, in their order. Unless the checker confirmed every one, it carries a stamp.
pub fn build(entries: &[Entry]) -> Report {
    let all: Vec<&AnyCertificate> = entries.iter().map(|e| &e.certificate).collect();
    let mut sections = vec![];
    let mut left = attachments::MOST_BYTES;
    sections.extend(comparison::section(&all));
    for (i, e) in entries.iter().enumerate() {
        let id = format!("c{}", i + 1);
        let mut own = match &e.certificate {
            AnyCertificate::Claims(c) => {
                let names: Vec<&str> = c.functions.iter().map(|f| f.expression.as_str()).collect();
                claims::sections(c, &id, 2, vec![code(clipped(&names.join(", ")))])
            }
            AnyCertificate::Minimum(c) => minimum::sections(c, &id),
        };
        if let Some(first) = own.first_mut() {
            first.blocks.insert(0, verdict_of_the_checker(&e.checked));
            let text = match &e.certificate {
                AnyCertificate::Claims(c) => c.to_json(),
                AnyCertificate::Minimum(c) => c.to_json(),
            };
            if let Ok(text) = text {
                first.blocks.insert(1, attachments::certificate(text));
            }
        }
        let prefix = if entries.len() == 1 {
            String::new()
        } else {
            format!("{id}-")
        };
        attachments::settle(&mut own, &prefix, &mut left);
        sections.extend(own);
    }
    let confirmed = entries
        .iter()
        .all(|e| matches!(e.checked, Checked::Confirmed | Checked::Holey(_)));
    Report {
        title: title(&all),
        stamp: (!confirmed).then(|| {
            if entries
                .iter()
                .any(|e| matches!(e.checked, Checked::Rejected(_)))
            {
                "NOT CONFIRMED: the checker rejects a certificate of this report".to_string()
            } else {
                "UNCHECKED: the certificates of this report were not all confirmed by the checker"
                    .to_string()
            }
        }),
        references: references::cited(&sections),
        sections,
    }
}

fn title(all: &[&AnyCertificate]) -> Vec<Inline> {
    match all {
        [AnyCertificate::Claims(c)] => {
            let names: Vec<&str> = c.functions.iter().map(|f| f.expression.as_str()).collect();
            vec![t("Report on "), code(clipped(&names.join(", ")))]
        }
        [AnyCertificate::Minimum(c)] => vec![
            t("Report on a network with the activation "),
            code(clipped(&c.activation.expression)),
        ],
        _ => vec![t(format!("Report on {} certificates", all.len()))],
    }
}

fn verdict_of_the_checker(checked: &Checked) -> Block {
    let check = || code("wronski check");
    Block::Paragraph(match checked {
        Checked::Confirmed => vec![
            t("Checked: "),
            check(),
            t(" re-derived every decided claim of this certificate from the file alone."),
        ],
        Checked::Holey(why) => vec![
            Inline::Strong("Nothing is shown:".into()),
            t(" "),
            check(),
            t(format!(
                " finds nothing wrong with this certificate, and {}.",
                clipped(why)
            )),
        ],
        Checked::Rejected(why) => vec![
            Inline::Strong("Not confirmed:".into()),
            t(" "),
            check(),
            t(" rejects this certificate, because "),
            t(clipped(why)),
            t(". What follows is what the file says, not what is true."),
        ],
        Checked::Unable(why) => vec![
            Inline::Strong("Not checked:".into()),
            t(format!(" {}", clipped(why))),
            t(". What follows is what the file says."),
        ],
        Checked::NotRun => vec![
            Inline::Strong("Not checked.".into()),
            t(" What follows is what the file says; "),
            check(),
            t(" re-derives it."),
        ],
    })
}

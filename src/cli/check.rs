//! `wronski check`.

use crate::json::check_json;
use crate::pipeline::AskedFor;
use wronski_certificate::Subject;
use wronski_certificate::minimum::Kind;
use wronski_check::{Examination, MAX_TEXT, Report, examine};
use wronski_diagnostic::Diagnostic;

use super::args::CheckArgs;
use super::read::read_file;
use super::terminal::Terminal;

/// A certificate of B3 has some tens of kilobytes, one of a network with 10,000 units some megabytes.
const LARGEST: u64 = MAX_TEXT as u64;

/// Bytes of a file with data.
const LARGEST_DATA: u64 = 1 << 27;

pub fn run(a: &CheckArgs, t: &mut Terminal) -> u8 {
    let text = match read_file(&a.file, LARGEST) {
        Ok(text) => text,
        Err(d) => return t.failure(&d, "", a.json),
    };
    let compared = data(a).and_then(|data| {
        let asked = AskedFor {
            functions: &a.functions,
            parameters: &a.parameters,
            widths: &a.widths,
            data: data.as_deref(),
        };
        asked.compare(examine(&text))
    });
    let found = match compared {
        Ok(found) => found,
        Err((d, source)) => return t.failure(&d, &source, a.json),
    };
    if a.json {
        t.line(check_json(&found).to_string());
    } else {
        print(&found, t);
    }
    found.answer().exit_code()
}

/// The text of the data set that is asked for.
fn data(a: &CheckArgs) -> Result<Option<String>, (Diagnostic, String)> {
    let read = |path| read_file(path, LARGEST_DATA).map_err(|d| (d, String::new()));
    a.data.as_deref().map(read).transpose()
}

fn widths(widths: &[usize]) -> String {
    let words: Vec<String> = widths.iter().map(usize::to_string).collect();
    words.join(",")
}

/// The verdict in a line.
fn headline(report: &Report) -> String {
    let decided = report.decided();
    let what = match report.kind {
        None => {
            let claims = if decided == 1 { "claim" } else { "claims" };
            let rest = match report.claims.len() - decided {
                0 => String::new(),
                n => format!("; {n} undecided, with the reasons that the prover gives"),
            };
            return format!("valid: {decided} {claims} re-derived from the file alone{rest}");
        }
        Some(Kind::Undecided) => {
            return "valid: a local minimum, re-derived from the file alone; whether it is bad is undecided".into();
        }
        Some(Kind::BadLocalMinimum) => "a bad local minimum",
        Some(Kind::StrictLocalMinimum) => "a strict local minimum",
        Some(Kind::LocalMinimumUpToSymmetry) => "a local minimum that is not isolated",
        Some(Kind::Saddle) => "a saddle",
        Some(Kind::NotCritical) => "no critical point near the weights",
        Some(Kind::NoWidening) => "a relation that forbids definite moment matrices",
        Some(Kind::Impossible) => "a linear activation, so every local minimum is global",
    };
    let note = if report.claims.iter().any(|c| c.verdict == "unverified") {
        " (for an activation that is not verified)"
    } else {
        ""
    };
    format!("valid: {what}, re-derived from the file alone{note}")
}

fn print(found: &Examination, t: &mut Terminal) {
    match &found.outcome {
        Ok(report) => {
            let holes: Vec<String> = report.holes().iter().map(ToString::to_string).collect();
            if holes.is_empty() {
                t.line(headline(report));
            } else {
                t.line(format!("holey: {}", holes.join("; ")));
            }
            print_about(found, t);
            let widest = if report.kind.is_some() { 10 } else { 9 };
            for c in &report.claims {
                t.line(format!("  {:<widest$} {}", c.verdict, c.id));
                if let Some(said) = &c.said {
                    t.line(format!("  {:<widest$} the prover says: {said}", ""));
                }
                if !c.excluded.is_empty() {
                    t.line(format!(
                        "  {:<widest$} excluded: {}",
                        "",
                        c.excluded.join("; ")
                    ));
                }
            }
        }
        Err(r) => {
            t.line(format!("{} ({})", found.answer().word(), r.code));
            let word = if r.failure.is_invalid() {
                "is not confirmed"
            } else {
                "could not be confirmed"
            };
            t.line(format!("  {} {word}: {}", r.item, r.failure));
            print_about(found, t);
        }
    }
}

/// What the file is about. Of a file that is refused, it is what the file says.
fn print_about(found: &Examination, t: &mut Terminal) {
    let Some(about) = &found.about else {
        return;
    };
    let what = match (&about.network, about.subject) {
        (Some(_), _) => "activation",
        (None, Subject::Verify) => "sigma(x) =",
        (None, Subject::Independent) => "function",
    };
    for f in &about.functions {
        t.line(format!("  {what} {f}"));
    }
    if !about.parameters.is_empty() {
        t.line(format!("  parameters {}", about.parameters.join(", ")));
    }
    if let Some(n) = &about.network {
        let biases = if n.biases {
            "with biases"
        } else {
            "without biases"
        };
        t.line(format!(
            "  network {}, {biases}, loss {}",
            widths(&n.widths),
            n.loss
        ));
        if let Some(d) = &n.data {
            t.line(format!("  data {} samples, sha256 {}", d.samples, d.sha256));
        }
    }
}

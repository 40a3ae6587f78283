//! `wronski check`.

use num_rational::BigRational;
use wronski_diagnostic::ErrorCode;

use crate::json::check_json;
use crate::pipeline::read_table;
use wronski_certificate::Subject;
use wronski_certificate::minimum::Kind;
use wronski_check::{
    About, Comparison, Examination, Failure, MAX_TEXT, Rejection, Report, compare, data_hash,
    examine,
};
use wronski_diagnostic::Diagnostic;
use wronski_expr::{Parameters, parse};

use super::args::CheckArgs;
use super::parameters::parameters;
use super::read::read_file;
use super::terminal::Terminal;

/// A certificate of B3 has some tens of kilobytes, one of a network with 10,000 units some megabytes.
const LARGEST: u64 = MAX_TEXT as u64;

/// Bytes of a file with data.
const LARGEST_DATA: u64 = 1 << 27;

/// The code of a certificate that is about something else.
const ABOUT_ANOTHER: ErrorCode = ErrorCode::W0514;

pub fn run(a: &CheckArgs, t: &mut Terminal) -> u8 {
    let text = match read_file(&a.file, LARGEST) {
        Ok(text) => text,
        Err(d) => return t.failure(&d, "", a.json),
    };
    let mut found = examine(&text);
    // What is refused already is not compared with anything.
    if found.outcome.is_ok() {
        match asked_for(a, found.about.as_ref()) {
            Ok(None) => {}
            Ok(Some(failure)) => {
                found.outcome = Err(Rejection {
                    code: ABOUT_ANOTHER,
                    item: "what it is about".into(),
                    failure,
                });
            }
            Err((d, source)) => return t.failure(&d, &source, a.json),
        }
    }
    if a.json {
        t.line(check_json(&found).to_string());
    } else {
        print(&found, t);
    }
    found.answer().exit_code()
}

/// How the certificate differs from what is asked for; `None` if it does not.
fn asked_for(
    a: &CheckArgs,
    about: Option<&About>,
) -> std::result::Result<Option<Failure>, (Diagnostic, String)> {
    let plain = |d: Diagnostic| (d, String::new());
    if a.functions.is_empty() && a.widths.is_empty() && a.data.is_none() {
        return Ok(None);
    }
    let Some(about) = about else {
        return Ok(Some(Failure::Unshown(
            "what the file is about could not be rendered".into(),
        )));
    };
    if !a.functions.is_empty()
        && let Some(failure) = functions(a, about)?
    {
        return Ok(Some(failure));
    }
    if a.widths.is_empty() && a.data.is_none() {
        return Ok(None);
    }
    let Some(network) = &about.network else {
        return Ok(Some("the certificate is about no network".into()));
    };
    if !a.widths.is_empty() && a.widths != network.widths {
        return Ok(Some(
            format!(
                "its widths are {}, not {}",
                widths(&network.widths),
                widths(&a.widths)
            )
            .into(),
        ));
    }
    let Some(path) = &a.data else {
        return Ok(None);
    };
    let Some(data) = &network.data else {
        return Ok(Some("the certificate has no data set".into()));
    };
    let (inputs, targets) = read_file(path, LARGEST_DATA)
        .and_then(|text| read_table(&text, &network.widths))
        .map_err(plain)?;
    Ok(different_data(data, &inputs, &targets))
}

fn different_data(
    data: &wronski_check::DataAbout,
    inputs: &[Vec<BigRational>],
    targets: &[Vec<BigRational>],
) -> Option<Failure> {
    if inputs.len() != data.samples {
        return Some(format!("it has {} samples, not {}", data.samples, inputs.len()).into());
    }
    let hash = data_hash(inputs, targets);
    (hash != data.sha256).then(|| {
        format!(
            "its data set has the hash {}, not {hash} (the order of the samples counts)",
            data.sha256
        )
        .into()
    })
}

fn functions(
    a: &CheckArgs,
    about: &About,
) -> std::result::Result<Option<Failure>, (Diagnostic, String)> {
    let mut declared = parameters(&a.parameters)?;
    let given: Vec<String> = about
        .parameters
        .iter()
        .filter(|name| declared.get(name).is_none())
        .cloned()
        .collect();
    for name in &given {
        declared.declare(name).map_err(|d| (d, name.clone()))?;
    }
    if a.functions.len() != about.functions.len() {
        return Ok(Some(
            format!(
                "it is about {} function{}, not {}",
                about.functions.len(),
                if about.functions.len() == 1 { "" } else { "s" },
                a.functions.len()
            )
            .into(),
        ));
    }
    let mut own = Parameters::new();
    for name in &about.parameters {
        own.declare(name).map_err(|d| (d, name.clone()))?;
    }
    for (asked, stated) in a.functions.iter().zip(&about.functions) {
        let wanted = parse(asked, &declared)
            .map_err(|d| (d, asked.clone()))?
            .expr;
        let has = parse(stated, &own).map_err(|d| (d, stated.clone()))?.expr;
        match compare(&has, &wanted) {
            Comparison::Same => {}
            Comparison::Different { x } => {
                return Ok(Some(
                    format!(
                        "it is about {stated}, not about {asked}: at x = {x} their values differ"
                    )
                    .into(),
                ));
            }
            Comparison::AnotherExpression => {
                return Ok(Some(Failure::Unshown(format!(
                    "it is about {stated}, which is another expression than {asked}; whether they are the same function is not \
                     decided here (`wronski equal` may decide it)"
                ))));
            }
        }
    }
    Ok(None)
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

//! `wronski check`.

use serde_json::{Value, json};

use crate::certificate::minimum::Kind;
use crate::check::{CANNOT_CHECK, MAX_TEXT, Report, check_text};

use super::Terminal;
use super::args::CheckArgs;

/// A certificate of B3 has some tens of kilobytes, one of a network with 10,000 units some megabytes.
const LARGEST: u64 = MAX_TEXT as u64;

pub fn run(a: &CheckArgs, t: &mut Terminal) -> u8 {
    let text = match super::read_file(&a.file, LARGEST) {
        Ok(text) => text,
        Err(d) => return t.failure(&d, "", a.json),
    };
    match check_text(&text) {
        Ok(report) => {
            if a.json {
                let claims: Vec<Value> = report
                    .claims
                    .iter()
                    .map(|c| json!({ "id": c.id, "verdict": c.verdict }))
                    .collect();
                let mut shown =
                    json!({ "schema": "wronski/check", "version": 1, "verdict": "valid" });
                if let Some(kind) = report.kind {
                    shown["kind"] = json!(kind);
                }
                shown["claims"] = json!(claims);
                t.line(shown.to_string());
            } else {
                t.line(headline(&report));
                let widest = if report.kind.is_some() { 10 } else { 9 };
                for c in &report.claims {
                    t.line(format!("  {:<widest$} {}", c.verdict, c.id));
                }
            }
            0
        }
        Err(rejection) if rejection.code == CANNOT_CHECK => unable(&rejection.reason, a.json, t),
        Err(rejection) => {
            let reason = format!("{} is not confirmed: {}", rejection.item, rejection.reason);
            invalid(&reason, rejection.code, a.json, t)
        }
    }
}

/// The verdict in a line.
fn headline(report: &Report) -> String {
    let what = match report.kind {
        None => {
            let n = report.claims.len();
            let claims = if n == 1 { "claim" } else { "claims" };
            return format!("valid: {n} {claims} re-derived from the file alone");
        }
        Some(Kind::Undecided) => return "valid: undecided, nothing is claimed".into(),
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

/// This build cannot check the file: nothing is said of it.
fn unable(reason: &str, json: bool, t: &mut Terminal) -> u8 {
    if json {
        t.line(
            json!({ "schema": "wronski/check", "version": 1, "verdict": "undecided", "code": CANNOT_CHECK, "reason": reason })
                .to_string(),
        );
    } else {
        t.line(format!("undecided ({CANNOT_CHECK})"));
        t.line(format!("  {reason}"));
    }
    3
}

fn invalid(reason: &str, code: &str, json: bool, t: &mut Terminal) -> u8 {
    if json {
        t.line(
            json!({ "schema": "wronski/check", "version": 1, "verdict": "invalid", "code": code, "reason": reason })
                .to_string(),
        );
    } else {
        t.line(format!("invalid ({code})"));
        t.line(format!("  {reason}"));
    }
    1
}

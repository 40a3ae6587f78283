//! `wronski check`.

use serde_json::{Value, json};

use crate::certificate::Certificate;
use crate::check::check;

use super::Terminal;
use super::args::CheckArgs;

/// A certificate of B3 has some tens of kilobytes.
const LARGEST: u64 = 16 << 20;

pub fn run(a: &CheckArgs, t: &mut Terminal) -> u8 {
    let read = super::read_file(&a.file, LARGEST).and_then(|text| Certificate::from_json(&text));
    let certificate = match read {
        Ok(c) => c,
        // A file that is no certificate is an invalid one; one that cannot be read is an input error.
        Err(d) if d.code == "W0501" => return invalid(&d.message, d.code, a.json, t),
        Err(d) => return t.failure(&d, "", a.json),
    };
    match check(&certificate) {
        Ok(report) => {
            if a.json {
                let claims: Vec<Value> = report
                    .claims
                    .iter()
                    .map(|c| json!({ "id": c.id, "verdict": c.verdict }))
                    .collect();
                t.line(
                    json!({ "schema": "wronski/check", "version": 1, "verdict": "valid", "claims": claims }).to_string(),
                );
            } else {
                let n = report.claims.len();
                let claims = if n == 1 {
                    "1 claim".to_string()
                } else {
                    format!("{n} claims")
                };
                t.line(format!("valid: {claims} re-derived from the file alone"));
                for c in &report.claims {
                    t.line(format!("  {:<9} {}", c.verdict, c.id));
                }
            }
            0
        }
        Err(rejection) => {
            let reason = format!("{} is not confirmed: {}", rejection.item, rejection.reason);
            invalid(&reason, rejection.code, a.json, t)
        }
    }
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

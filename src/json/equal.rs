//! `equal`.

use num_rational::BigRational;
use serde_json::{Value, json};
use wronski_certificate::Verdict;

use super::claim::{exceptional_json, reason_json};
use crate::pipeline::{DifferentBy, EqualBy, Equality};

fn interval(bounds: &(BigRational, BigRational)) -> Value {
    json!([bounds.0.to_string(), bounds.1.to_string()])
}

/// The JSON object that `wronski equal --json` prints.
pub fn equal_json(e: &Equality) -> Value {
    let (word, evidence) = match &e.verdict {
        Verdict::Proved(EqualBy::Steps(steps)) => {
            let rules: Vec<&str> = steps.iter().map(|s| s.rule.as_str()).collect();
            ("equal", json!({ "kind": "steps", "rules": rules }))
        }
        Verdict::Proved(EqualBy::Tower) => ("equal", json!({ "kind": "tower-identity" })),
        Verdict::Refuted(DifferentBy::Point(p)) => (
            "different",
            json!({ "kind": "point", "x": p.x.to_string(), "left": interval(&p.left), "right": interval(&p.right) }),
        ),
        Verdict::Refuted(DifferentBy::Tower(text)) => {
            ("different", json!({ "kind": "tower", "difference": text }))
        }
        Verdict::Undecided(why) => ("undecided", json!({ "reason": why.to_string() })),
    };
    let mut value = json!({
        "schema": "wronski/equal",
        "version": 1,
        "verdict": word,
        "evidence": evidence,
    });
    if let Verdict::Undecided(why) = &e.verdict {
        value["reason"] = reason_json(why);
    }
    if !e.exceptional.is_empty() {
        value["exceptional"] = exceptional_json(&e.exceptional);
    }
    value
}

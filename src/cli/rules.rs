//! `wronski rules`.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::pipeline::TowerProver;
use wronski_certificate::Decision;
use wronski_diagnostic::Result;
use wronski_symbolic::rewrite::{
    RuleLibrary, RuleOutcome, Sampled, Status, check_library, shipped,
};

use super::args::{RulesAction, RulesArgs};
use super::terminal::Terminal;

pub fn run(a: &RulesArgs, t: &mut Terminal) -> u8 {
    let (directory, json) = match &a.action {
        RulesAction::List { directory, json } | RulesAction::Check { directory, json } => {
            (directory, *json)
        }
    };
    let library = match load(directory.as_ref()) {
        Ok(l) => l,
        Err(d) => return t.failure(&d, "", json),
    };
    match &a.action {
        RulesAction::List { .. } => list(&library, json, t),
        RulesAction::Check { .. } => check(&library, json, t),
    }
}

fn load(directory: Option<&PathBuf>) -> Result<RuleLibrary> {
    let Some(directory) = directory else {
        return Ok(shipped().clone());
    };
    let mut library = RuleLibrary::new();
    library.read_directory(directory)?;
    Ok(library)
}

fn list(library: &RuleLibrary, json: bool, t: &mut Terminal) -> u8 {
    if json {
        let rules: Vec<Value> = library
            .rules()
            .iter()
            .map(|r| {
                json!({
                    "library": r.library,
                    "name": r.name,
                    "lhs": r.lhs.to_string(),
                    "rhs": r.rhs.to_string(),
                    "conditions": r.conditions.iter().map(ToString::to_string).collect::<Vec<_>>(),
                    "valid": r.valid,
                    "source": r.source,
                })
            })
            .collect();
        t.line(json!({ "schema": "wronski/rules", "version": 1, "rules": rules }).to_string());
        return 0;
    }
    t.line(format!("{} rules", library.rules().len()));
    for r in library.rules() {
        let conditions: Vec<String> = r.conditions.iter().map(ToString::to_string).collect();
        let shown = if conditions.is_empty() {
            String::new()
        } else {
            format!("   if {}", conditions.join(", "))
        };
        t.line(format!(
            "{:<12} {:<32} {} = {}{shown}",
            r.library, r.name, r.lhs, r.rhs
        ));
    }
    0
}

fn word(status: &Status) -> &'static str {
    match status {
        Status::Proved => "proved",
        Status::Sampled => "sampled",
        Status::Broken => "broken",
        Status::DefinedDifferently => "defined-differently",
        Status::Malformed => "malformed",
        Status::Untested => "untested",
    }
}

/// What speaks against a rule, in sentences. What was found in a finite field is shown only where nothing was found
/// that a person can verify.
fn objections(o: &RuleOutcome) -> Vec<String> {
    let mut out: Vec<String> = o.counterexample.iter().map(ToString::to_string).collect();
    out.extend(o.malformed.iter().chain(&o.definedness).cloned());
    if o.counterexample.is_some() {
        return out;
    }
    for sampled in [&o.enclosures, &o.instances, &o.random_functions] {
        if let Sampled::Differ(difference) = sampled {
            out.push(if std::ptr::eq(sampled, &o.enclosures) {
                difference.clone()
            } else {
                format!("in a finite model (no small values show it): {difference}")
            });
        }
    }
    if o.proof == Decision::Refuted {
        out.push("the two sides are different elements of a tower".into());
    }
    out
}

fn check(library: &RuleLibrary, json: bool, t: &mut Terminal) -> u8 {
    let outcomes = check_library(library, Some(&TowerProver));
    let bad = outcomes
        .iter()
        .filter(|o| !o.status.is_acceptable())
        .count();
    let untested = outcomes
        .iter()
        .filter(|o| matches!(o.status, Status::Untested))
        .count();
    let code = match (bad - untested, untested) {
        (0, 0) => 0,
        (0, _) => 3,
        _ => 1,
    };
    if json {
        let rules: Vec<Value> = outcomes
            .iter()
            .map(|o| {
                json!({
                    "library": o.library,
                    "rule": o.rule,
                    "outcome": word(&o.status),
                    "proved": match o.proof {
                        Decision::Proved => Some(true),
                        Decision::Refuted => Some(false),
                        Decision::Undecided => None,
                    },
                    "points": {
                        "fields": o.points.places,
                        "enclosures": o.points.enclosures,
                    },
                    "objections": objections(o),
                })
            })
            .collect();
        t.line(
            json!({ "schema": "wronski/rules-check", "version": 1, "rules": rules }).to_string(),
        );
        return code;
    }
    let proved = outcomes
        .iter()
        .filter(|o| matches!(o.status, Status::Proved))
        .count();
    t.line(match bad {
        0 => format!(
            "{} rules pass: {proved} proved in a tower, {} sampled",
            outcomes.len(),
            outcomes.len() - proved
        ),
        _ => format!("{bad} of {} rules do not pass", outcomes.len()),
    });
    let name_width = outcomes
        .iter()
        .map(|o| o.library.len() + o.rule.len() + 1)
        .max()
        .map_or(0, |w| w.min(50));
    for o in &outcomes {
        let name = format!("{}/{}", o.library, o.rule);
        let points = match o.points.total() {
            0 => String::new(),
            n => format!("  {n} points"),
        };
        t.line(format!("{:<20} {name:<name_width$}{points}", word(&o.status)).trim_end());
        for objection in objections(o) {
            t.line(format!("                     {objection}"));
        }
    }
    code
}

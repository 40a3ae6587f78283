//! Results as certificates.

use std::collections::BTreeMap;

use crate::certificate::{
    Certificate, ClaimRecord, FunctionRecord, SCHEMA, StepRecord, Subject, TowerRecord, VERSION,
    Verdict,
};
use crate::expr::pattern::replace;
use crate::expr::{Binding, Expr, Parameters, fold_literals};
use crate::rewrite::{Direction, shipped};
use crate::theorem::{Claim, tower_record};
use crate::tower::{Element, Tower};

use super::{Function, Independence, Verification};

/// The parameters as text: `symbolic` or the value.
pub(super) fn parameter_record(parameters: &Parameters) -> BTreeMap<String, String> {
    parameters
        .iter()
        .map(|(name, binding)| {
            let text = match binding {
                Binding::Symbolic => "symbolic".to_string(),
                Binding::Value(v) => v.to_string(),
            };
            (name.to_string(), text)
        })
        .collect()
}

/// The text that is read back as the same tree.
fn text(e: &Expr) -> String {
    fold_literals(e).to_string()
}

fn step_records(function: &Function) -> Vec<StepRecord> {
    let mut current: Expr = function.expr.clone();
    function
        .normal
        .steps
        .iter()
        .map(|s| {
            if let Some(next) = replace(&current, &s.position, s.after.clone()) {
                current = next;
            }
            // Steps without a rule (arithmetic, definitions) are their own instance.
            let (source, lhs, rhs, forward) = match shipped().find(&s.rule) {
                Some(rule) => (
                    rule.source.clone(),
                    rule.lhs.clone(),
                    rule.rhs.clone(),
                    s.direction == Direction::Forward,
                ),
                None => (String::new(), s.before.clone(), s.after.clone(), true),
            };
            StepRecord {
                rule: s.rule.clone(),
                source,
                lhs: text(&lhs),
                rhs: text(&rhs),
                forward,
                position: s.position.clone(),
                substitution: s
                    .substitution
                    .iter()
                    .map(|(k, v)| (k.clone(), text(v)))
                    .collect(),
                conditions: s
                    .conditions
                    .iter()
                    .map(|c| format!("{}: {}", c.condition, c.reason))
                    .collect(),
                after: text(&current),
            }
        })
        .collect()
}

fn function_record(function: &Function, tower: &Tower, element: &Element) -> FunctionRecord {
    FunctionRecord {
        input: function.input.clone(),
        expression: function.expr.to_string(),
        steps: step_records(function),
        element: tower.print(element),
    }
}

fn claim_record(claim: &Claim) -> ClaimRecord {
    ClaimRecord {
        id: claim.id.to_string(),
        verdict: claim.verdict.word().to_string(),
        because: claim.because(),
        evidence: match &claim.verdict {
            Verdict::Proved(e) | Verdict::Refuted(e) => Some(e.clone()),
            Verdict::Undecided(_) => None,
        },
        exceptional: claim.exceptional.certified.clone(),
    }
}

fn certificate(
    subject: Subject,
    parameters: &Parameters,
    functions: Vec<FunctionRecord>,
    tower: Option<&Tower>,
    claims: Vec<ClaimRecord>,
) -> Certificate {
    Certificate {
        schema: SCHEMA.to_string(),
        version: VERSION,
        generator: concat!("wronski ", env!("CARGO_PKG_VERSION")).to_string(),
        subject,
        parameters: parameter_record(parameters),
        functions,
        tower: tower.map_or(TowerRecord { variables: vec![] }, tower_record),
        claims,
    }
}

pub(super) fn of_verification(v: &Verification) -> Certificate {
    let functions = match &v.tower {
        Some((tower, sigma)) => vec![function_record(&v.function, tower, sigma)],
        None => vec![bare_record(&v.function)],
    };
    let claims = v.claims.iter().map(claim_record).collect();
    certificate(
        Subject::Verify,
        &v.parameters,
        functions,
        v.tower.as_ref().map(|t| &t.0),
        claims,
    )
}

pub(super) fn of_independence(v: &Independence) -> Certificate {
    let functions = match &v.tower {
        Some((tower, elements)) => v
            .functions
            .iter()
            .zip(elements)
            .map(|(f, e)| function_record(f, tower, e))
            .collect(),
        None => v.functions.iter().map(bare_record).collect(),
    };
    certificate(
        Subject::Independent,
        &v.parameters,
        functions,
        v.tower.as_ref().map(|t| &t.0),
        vec![claim_record(&v.claim)],
    )
}

/// A function that is no element of a tower: there is nothing to check but its text.
fn bare_record(function: &Function) -> FunctionRecord {
    FunctionRecord {
        input: function.input.clone(),
        expression: function.expr.to_string(),
        steps: step_records(function),
        element: String::new(),
    }
}

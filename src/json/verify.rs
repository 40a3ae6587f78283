//! `verify`.

use serde_json::{Value, json};

use super::claim::{claim_json, parameter_record, tower_json};
use crate::pipeline::Verification;

/// The JSON object that `wronski verify --json` prints.
pub fn verify_json(v: &Verification) -> Value {
    let tower = v.tower.as_ref().map(|t| &t.0);
    json!({
        "schema": "wronski/verify",
        "version": 1,
        "activation": {
            "input": v.function.input,
            "expression": v.function.normal.expr.to_string(),
            "parameters": parameter_record(&v.parameters),
            "tower": tower.map_or_else(|| Value::Array(vec![]), tower_json),
        },
        "claims": v.claims.iter().map(|c| claim_json(tower, c)).collect::<Vec<_>>(),
    })
}

//! `wronskian`.

use serde_json::{Value, json};

use super::claim::{exceptional_json, reason_json};
use crate::pipeline::FactoredWronskian;

/// The JSON object that `wronski wronskian --json` prints, for functions as they were typed.
pub fn wronskian_json(w: &FactoredWronskian, texts: &[&str]) -> Value {
    let mut value = json!({
        "schema": "wronski/wronskian",
        "version": 1,
        "functions": texts,
        "verdict": w.word(),
        "wronskian": w.factored,
        "tower": w.definitions.iter().map(|(s, d)| json!({ "symbol": s, "definition": d })).collect::<Vec<_>>(),
        "because": w.undecided.as_ref().map(ToString::to_string),
    });
    if let Some(why) = &w.undecided {
        value["reason"] = reason_json(why);
    }
    if !w.exceptional.is_empty() {
        value["exceptional"] = exceptional_json(&w.exceptional);
    }
    value
}

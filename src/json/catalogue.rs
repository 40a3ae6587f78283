//! `catalog`.

use serde_json::{Map, Value, json};
use wronski_expr::catalogue::Entry;
use wronski_expr::domain::{Breakpoint, Piece, Pieces, piecewise};

/// The JSON object that `wronski catalog --json` prints.
pub fn catalogue_json(entries: &[&Entry]) -> Value {
    let entries: Vec<Value> = entries.iter().map(|e| record(e)).collect();
    json!({ "schema": "wronski/catalog", "version": 1, "entries": entries })
}

/// `C^1`, and the like, from the order of the first derivative that jumps.
pub fn smoothness_class(first_jump: Option<u32>) -> String {
    match first_jump {
        None => "analytic".into(),
        Some(0) => "not continuous".into(),
        Some(n) => format!("C^{}, not C^{n}", n - 1),
    }
}

fn record(e: &Entry) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        out.insert(key.into(), value);
    };
    put("name", e.name.clone().into());
    put("aliases", e.aliases.clone().into());
    put("frameworks", e.frameworks.clone().into());
    put(
        "parameters",
        e.parameters
            .iter()
            .map(|p| (p.name.clone(), Value::from(p.default.to_string())))
            .collect::<Map<_, _>>()
            .into(),
    );
    put("formula", e.definition.to_string().into());
    put("smoothness", e.smoothness.describe().into());
    put("source", e.source.clone().into());
    put("note", e.note.clone().into());
    match piecewise(&e.call(None)) {
        Ok(Pieces::Known(p)) => {
            put(
                "derived_smoothness",
                smoothness_class(p.first_jump()).into(),
            );
            put("pieces", p.pieces.iter().map(piece_record).collect());
            put(
                "breakpoints",
                p.breakpoints.iter().map(breakpoint_record).collect(),
            );
        }
        Ok(Pieces::Unknown { reason }) => put("undecided", reason.to_string().into()),
        Err(d) => put("undecided", d.message.into()),
    }
    out.into()
}

fn piece_record(p: &Piece) -> Value {
    let mut out = Map::new();
    out.insert("interval".into(), p.interval().to_vec().into());
    out.insert("expression".into(), p.expr.to_string().into());
    if let Some(l) = &p.linear {
        out.insert("slope".into(), l.slope.to_string().into());
        out.insert("intercept".into(), l.intercept.to_string().into());
    }
    out.into()
}

fn breakpoint_record(b: &Breakpoint) -> Value {
    let mut out = Map::new();
    out.insert("at".into(), b.at.to_string().into());
    out.insert("order".into(), b.order.into());
    out.insert("left".into(), b.left.to_string().into());
    out.insert("right".into(), b.right.to_string().into());
    if let Some(v) = &b.value {
        out.insert("value".into(), v.to_string().into());
    }
    out.into()
}

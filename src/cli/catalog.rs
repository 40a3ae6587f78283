//! `wronski catalog`.

use serde_json::{Map, Value, json};
use wronski_diagnostic::ErrorCode;

use wronski_diagnostic::Diagnostic;
use wronski_expr::catalogue::{self, Entry};
use wronski_expr::domain::{Breakpoint, Piece, Pieces, piecewise};

use super::activations;
use super::args::CatalogArgs;
use super::catalogue_text::{breakpoint, class, line, parameters};
use super::terminal::Terminal;

pub fn run(a: &CatalogArgs, t: &mut Terminal) -> u8 {
    let entries = match chosen(&a.names) {
        Ok(entries) => entries,
        Err((d, name)) => return t.failure(&d, &name, a.json),
    };
    if a.markdown {
        return match activations::page(&entries) {
            Ok(page) => {
                t.line(page);
                0
            }
            Err(d) => t.failure(&d, "", false),
        };
    }
    if a.json {
        let entries: Vec<Value> = entries.iter().map(|e| record(e)).collect();
        t.line(
            json!({ "schema": "wronski/catalog", "version": 1, "entries": entries }).to_string(),
        );
        return 0;
    }
    t.line(format!("{} activations known by name", entries.len()));
    for e in entries {
        let parameters = parameters(e);
        let shown = if parameters.is_empty() {
            String::new()
        } else {
            format!("   ({parameters})")
        };
        t.line(format!("{:<22} {}{shown}", e.name, e.definition));
        let spellings: Vec<&str> = e.spellings().collect();
        if !spellings.is_empty() {
            t.line(format!("{:<22} also {}", "", spellings.join(", ")));
        }
        for line in facts(e) {
            t.line(format!("{:<22} {line}", ""));
        }
    }
    0
}

/// The entries of these names, in this order; all of them if there are no names.
fn chosen(names: &[String]) -> Result<Vec<&'static Entry>, (Diagnostic, String)> {
    if names.is_empty() {
        return Ok(catalogue::all().iter().collect());
    }
    names
        .iter()
        .map(|name| {
            catalogue::find(name).ok_or_else(|| {
                let d = Diagnostic::input(
                    ErrorCode::W0103,
                    format!("`{name}` is not in the catalogue"),
                )
                .help("`wronski catalog` without names lists all activations");
                (d, name.clone())
            })
        })
        .collect()
}

/// What follows from the formula with the default values, for people.
fn facts(e: &Entry) -> Vec<String> {
    match piecewise(&e.call(None)) {
        Ok(Pieces::Known(p)) => {
            let mut out = vec![class(p.first_jump())];
            out.extend(p.breakpoints.iter().map(breakpoint));
            let lines = p.linear_pieces().filter_map(|(piece, _)| line(piece));
            out.extend(lines.map(|l| format!("linear {l}")));
            out
        }
        Ok(Pieces::Unknown { reason }) => vec![format!("pieces undecided: {reason}")],
        Err(d) => vec![format!("pieces undecided: {}", d.message)],
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
            put("derived_smoothness", class(p.first_jump()).into());
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

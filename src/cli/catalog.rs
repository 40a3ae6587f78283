//! `wronski catalog`.

use serde_json::{Value, json};

use crate::expr::catalogue;

use super::Terminal;
use super::args::CatalogArgs;

pub fn run(a: &CatalogArgs, t: &mut Terminal) -> u8 {
    if a.json {
        let entries: Vec<Value> = catalogue::all()
            .iter()
            .map(|e| {
                json!({
                    "name": e.name,
                    "aliases": e.aliases,
                    "frameworks": e.frameworks,
                    "parameters": e.parameters.iter().map(|p| (p.name.clone(), Value::from(p.default.to_string())))
                        .collect::<serde_json::Map<_, _>>(),
                    "formula": e.definition.to_string(),
                    "smoothness": e.smoothness.describe(),
                    "source": e.source,
                    "note": e.note,
                })
            })
            .collect();
        t.line(
            json!({ "schema": "wronski/catalog", "version": 1, "entries": entries }).to_string(),
        );
        return 0;
    }
    t.line(format!(
        "{} activations known by name",
        catalogue::all().len()
    ));
    for e in catalogue::all() {
        let parameters: Vec<String> = e
            .parameters
            .iter()
            .map(|p| format!("{} = {}", p.name, p.default))
            .collect();
        let shown = if parameters.is_empty() {
            String::new()
        } else {
            format!("   ({})", parameters.join(", "))
        };
        t.line(format!("{:<22} {}{shown}", e.name, e.definition));
    }
    0
}

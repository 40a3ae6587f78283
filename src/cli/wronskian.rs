//! `wronski wronskian`.

use serde_json::json;

use crate::pipeline::{Limits, exceptional_json, factored_wronskian, reason_json};
use wronski_symbolic::rewrite::shipped;

use super::args::WronskianArgs;
use super::parameters::parameters_of;
use super::terminal::Terminal;

pub fn run(a: &WronskianArgs, t: &mut Terminal) -> u8 {
    let texts: Vec<&str> = a.functions.iter().map(String::as_str).collect();
    let parameters = match parameters_of(&a.common.parameters, &texts) {
        Ok(p) => p,
        Err((d, source)) => return t.failure(&d, &source, a.common.json),
    };
    let texts: Vec<&str> = a.functions.iter().map(String::as_str).collect();
    let w = match factored_wronskian(&texts, &parameters, shipped(), &Limits::default()) {
        Ok(w) => w,
        Err(failure) => {
            return t.failure(&failure.diagnostic, texts[failure.function], a.common.json);
        }
    };
    t.notes(&w.notes);
    if a.common.json {
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
        t.line(value.to_string());
    } else {
        match (&w.factored, &w.undecided) {
            (Some(text), _) => {
                t.line(format!("W = {text}"));
                for (symbol, definition) in &w.definitions {
                    t.line(format!("  {symbol} = {definition}"));
                }
                t.line(format!(
                    "  {}: the functions are linearly {}",
                    if w.zero {
                        "identically zero"
                    } else {
                        "not zero"
                    },
                    if w.zero { "dependent" } else { "independent" }
                ));
                if !w.exceptional.is_empty() {
                    t.line(format!(
                        "  for generic parameters; excluded: {}",
                        w.exceptional.text()
                    ));
                }
            }
            (None, reason) => {
                t.line("undecided");
                if let Some(why) = reason {
                    t.line(format!("  {why}"));
                }
            }
        }
    }
    w.exit_code()
}

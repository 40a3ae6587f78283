//! `wronski wronskian`.

use crate::json::wronskian_json;
use crate::pipeline::{Limits, factored_wronskian};
use wronski_symbolic::rewrite::shipped;

use super::args::WronskianArgs;
use super::terminal::Terminal;
use crate::pipeline::declared_for;

pub fn run(a: &WronskianArgs, t: &mut Terminal) -> u8 {
    let texts: Vec<&str> = a.functions.iter().map(String::as_str).collect();
    let parameters = match declared_for(&a.common.parameters, &texts) {
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
        t.line(wronskian_json(&w, &texts).to_string());
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

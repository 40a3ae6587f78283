//! `wronski catalog`.

use crate::pipeline::catalogue_entries;
use wronski_expr::catalogue::Entry;
use wronski_expr::domain::{Pieces, piecewise};

use super::activations;
use crate::json::catalogue_json;

use super::args::CatalogArgs;
use super::catalogue_text::{breakpoint, line, parameters};
use super::terminal::Terminal;
use crate::json::smoothness_class as class;

pub fn run(a: &CatalogArgs, t: &mut Terminal) -> u8 {
    let entries = match catalogue_entries(&a.names) {
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
        t.line(catalogue_json(&entries).to_string());
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

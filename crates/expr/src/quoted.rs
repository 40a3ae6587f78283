//! Expressions in the reasons of undecided claims.

use super::{Expr, Parameters, parse, symbols, tree_size};
use wronski_certificate::Quoted;
use wronski_certificate::limits::SUBJECT;
use wronski_certificate::reason::Size;

/// The most nodes of an expression that is written out.
const LONGEST: u64 = 400;

/// Can the text be read with the symbols of the expression as parameters, and is it printed like that again?
fn is_read(e: &Expr, text: &str) -> bool {
    let mut names = Parameters::new();
    symbols(e).iter().all(|s| names.declare(s.name()).is_ok())
        && parse(text, &names).is_ok_and(|read| read.expr.to_string() == text)
}

impl From<&Expr> for Quoted {
    fn from(e: &Expr) -> Self {
        // A shared tree can be exponentially longer as text than in memory.
        let nodes = tree_size(e);
        if nodes <= LONGEST {
            let text = e.to_string();
            if text.len() <= SUBJECT && is_read(e, &text) {
                return Quoted::Text(text);
            }
        }
        Quoted::Large(Size { nodes })
    }
}

//! The tower of a certificate, variable by variable: symbols, arguments, and why each monomial is new.
//!
//! The theorems (Ax 1971, Rosenlicht 1976, Kolchin-Ostrowski) turn "algebraically independent of what is
//! below" into linear algebra, and the witness is one nonzero determinant; roots have residue characters.

use super::failure::{Checked, limit};
use super::kind;
use super::kind::reading::Reading;
use super::space::Space;
use super::text::short;
use wronski_certificate::{TowerRecord, VariableKind};
use wronski_exact::poly::MAX_VARS;
use wronski_expr::Expr;

/// Reads the tower and re-derives every witness. It may be empty: then the functions are no elements,
/// and only claims about their expressions can be decided.
///
/// `inner` are the texts of the functions of the certificate: a radicand may be seen to be positive as a composition
/// with one of them.
///
/// `known` are expressions that are positive on the real line: radicands that the functions of the certificate name.
pub(super) fn tower(
    record: &TowerRecord,
    symbolic: &[&str],
    inner: &[&str],
    known: &[Expr],
) -> Checked<Space> {
    if record.variables.len() > MAX_VARS {
        return Err(limit("the number of variables", MAX_VARS as u64));
    }
    let mut space = Space::default();
    let names: Vec<&str> = record
        .variables
        .iter()
        .filter(|w| matches!(w.kind, VariableKind::Parameter))
        .map(|w| w.symbol.as_str())
        .collect();
    for (v, w) in record.variables.iter().enumerate() {
        let reading = Reading {
            space: &mut space,
            record: w,
            parameters: &names,
            symbolic,
            inner,
            positive: known,
        };
        variable(reading)
            .map_err(|why| why.within(format!("variable {v} (`{}`)", short(&w.symbol))))?;
        if space.variables.len() != v + 1 {
            return Err(format!(
                "variable {v} (`{}`) needs {}, which is not among the variables before it",
                short(&w.symbol),
                space.variables[v].symbol
            )
            .into());
        }
    }
    Ok(space)
}

fn variable(mut r: Reading<'_>) -> Checked<()> {
    let v = r.position();
    r.space.listed = v;
    r.space.arithmetic.listed = v;
    let w = r.record;
    if r.space.find(&w.symbol).is_some() {
        return Err("the symbol is used twice".into());
    }
    if (v == 0) != matches!(w.kind, VariableKind::X) {
        return Err("x is the first variable, and only there".into());
    }
    let (kind, derivative) = kind::read(&mut r)?;
    // Anything auxiliary that came up was not among the variables before.
    if let Some(auxiliary) = r.space.variables.get(v) {
        let symbol = &auxiliary.symbol;
        return Err(format!("{symbol} is not among the variables before it").into());
    }
    r.space.push(w.symbol.clone(), kind, derivative)?;
    r.space.listed = v + 1;
    r.space.arithmetic.listed = v + 1;
    Ok(())
}

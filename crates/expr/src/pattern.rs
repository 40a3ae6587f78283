//! Rules as data: patterns with metavariables, matching, instantiation, positions.
//!
//! A pattern is an [`Expr`] in which a [`Symbol::Meta`] is a metavariable
//! (see [`parse_pattern`](super::parse_pattern)). Matching is syntactic: no commutativity, no
//! arithmetic. A position is the list of child indices from the root, in the order of
//! [`Node::children`].

use std::collections::BTreeMap;
use wronski_diagnostic::ErrorCode;

use super::{Expr, Node, Symbol, substitute_parameters};
use wronski_diagnostic::{Diagnostic, Result};

/// What the metavariables (with their `?`) stand for.
pub type Substitution = BTreeMap<String, Expr>;

/// The name of the metavariable that this is, if it is one.
pub fn metavariable(expr: &Expr) -> Option<&str> {
    match expr.node() {
        Node::Symbol(Symbol::Meta(name)) => Some(name),
        _ => None,
    }
}

/// Matches the pattern against the whole expression: the substitution that makes them equal.
/// A metavariable that occurs twice must match equal expressions.
pub fn match_whole(pattern: &Expr, expr: &Expr) -> Option<Substitution> {
    let mut found = Substitution::new();
    let mut todo = vec![(pattern, expr)];
    while let Some((p, e)) = todo.pop() {
        if let Some(name) = metavariable(p) {
            match found.get(name) {
                Some(before) if before != e => return None,
                Some(_) => {}
                None => {
                    found.insert(name.to_owned(), e.clone());
                }
            }
            continue;
        }
        if !p.node().same_head(e.node()) {
            return None;
        }
        todo.extend(p.node().children().into_iter().zip(e.node().children()));
    }
    Some(found)
}

/// Matches the pattern at a position of the expression.
pub fn match_at(pattern: &Expr, expr: &Expr, position: &[usize]) -> Option<Substitution> {
    match_whole(pattern, subterm(expr, position)?)
}

/// The pattern with its metavariables replaced.
///
/// # Errors
/// `W0124` if a metavariable is not in the substitution.
pub fn instantiate(pattern: &Expr, substitution: &Substitution) -> Result<Expr> {
    if let Some(name) = super::metavariables(pattern)
        .into_iter()
        .find(|n| !substitution.contains_key(n))
    {
        return Err(Diagnostic::input(
            ErrorCode::W0124,
            format!("the metavariable `{name}` has no value"),
        )
        .help("every metavariable of a right-hand side must occur on the left-hand side"));
    }
    Ok(substitute_parameters(pattern, substitution))
}

/// The subexpression at a position, if there is one.
pub fn subterm<'a>(expr: &'a Expr, position: &[usize]) -> Option<&'a Expr> {
    position
        .iter()
        .try_fold(expr, |e, i| e.node().children().get(*i).copied())
}

/// The expression with the subexpression at a position replaced, if there is one there.
pub fn replace(expr: &Expr, position: &[usize], new: Expr) -> Option<Expr> {
    let mut spine = Vec::with_capacity(position.len());
    let mut here = expr;
    for i in position {
        spine.push((here, *i));
        here = here.node().children().get(*i).copied()?;
    }
    let mut built = new;
    for (parent, i) in spine.into_iter().rev() {
        let children = parent
            .node()
            .children()
            .into_iter()
            .enumerate()
            .map(|(j, c)| if i == j { built.clone() } else { c.clone() })
            .collect();
        built = Expr::new(parent.node().with_children(children));
    }
    Some(built)
}

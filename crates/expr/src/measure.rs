//! Walks over shared trees: sizes, free variable, parameters. Each shared node is visited once.

use std::collections::{BTreeMap, BTreeSet};
use wronski_diagnostic::interruption;

use super::{Expr, Node, Symbol};

/// Every distinct shared node, children before parents. Keeps its own stack.
pub(super) fn postorder(expr: &Expr) -> Vec<Expr> {
    interruption::point();
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    let mut todo = vec![(expr.clone(), false)];
    while let Some((e, ready)) = todo.pop() {
        if ready {
            out.push(e);
            continue;
        }
        if !seen.insert(e.id()) {
            continue;
        }
        let children: Vec<Expr> = e.node().children().into_iter().cloned().collect();
        todo.push((e, true));
        todo.extend(children.into_iter().rev().map(|c| (c, false)));
    }
    out
}

/// Is the expression free of `x`? (A metavariable may stand for `x`, but counts as a constant here,
/// because a pattern's metavariables are no text of a user; [`expand`](super::expand()) refuses them
/// under a derivative.)
pub fn is_constant(expr: &Expr) -> bool {
    // Compose(f, g) with a constant g is a constant, and diff of a constant is one too; only the
    // first argument of `compose` is out of the reach of the outer x.
    let mut free = BTreeMap::new();
    for e in postorder(expr) {
        let constant = match e.node() {
            Node::Var => false,
            Node::Compose(f, g) => {
                free.get(&f.id()).copied() == Some(true) || free.get(&g.id()).copied() == Some(true)
            }
            node => node
                .children()
                .iter()
                .all(|c| free.get(&c.id()).copied() == Some(true)),
        };
        free.insert(e.id(), constant);
    }
    free.get(&expr.id()).copied() == Some(true)
}

/// The symbols that occur.
pub fn symbols(expr: &Expr) -> BTreeSet<Symbol> {
    postorder(expr)
        .iter()
        .filter_map(|e| match e.node() {
            Node::Symbol(s) => Some(s.clone()),
            _ => None,
        })
        .collect()
}

/// The names of the declared parameters that occur, sorted.
pub fn parameters(expr: &Expr) -> BTreeSet<String> {
    let names = symbols(expr).into_iter().filter_map(|s| match s {
        Symbol::Parameter(name) => Some(name.to_string()),
        Symbol::Meta(_) | Symbol::Generator(_) => None,
    });
    names.collect()
}

/// The names of the metavariables that occur, with their question mark, sorted.
pub fn metavariables(expr: &Expr) -> BTreeSet<String> {
    let names = symbols(expr).into_iter().filter_map(|s| match s {
        Symbol::Meta(name) => Some(name.to_string()),
        Symbol::Parameter(_) | Symbol::Generator(_) => None,
    });
    names.collect()
}

/// The number of distinct shared nodes.
pub fn dag_size(expr: &Expr) -> usize {
    postorder(expr).len()
}

/// The number of nodes of the tree that the sharing stands for (what a printer would write),
/// saturating at `u64::MAX`.
pub fn tree_size(expr: &Expr) -> u64 {
    let mut sizes: BTreeMap<usize, u64> = BTreeMap::new();
    let mut last = 0;
    for e in postorder(expr) {
        last = e
            .node()
            .children()
            .iter()
            .filter_map(|c| sizes.get(&c.id()))
            .fold(1u64, |sum, s| sum.saturating_add(*s));
        sizes.insert(e.id(), last);
    }
    last
}

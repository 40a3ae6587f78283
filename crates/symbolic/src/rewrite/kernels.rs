//! The transcendental and algebraic kernels of an expression.

use std::collections::BTreeSet;

use wronski_expr::{Expr, Node, is_constant};

/// The distinct subexpressions with `x` that are no rational operation, sorted.
pub fn kernels(expr: &Expr) -> Vec<Expr> {
    let mut seen = BTreeSet::new();
    let mut found = BTreeSet::new();
    let mut todo = vec![expr];
    while let Some(e) = todo.pop() {
        if !seen.insert(e.id()) {
            continue;
        }
        let kernel = match e.node() {
            Node::Func(..)
            | Node::Named(..)
            | Node::Diff(_)
            | Node::Compose(..)
            | Node::Max(..)
            | Node::Min(..)
            | Node::Where(..) => true,
            Node::Pow(_, n) => !super::exact::exact_value(n).is_some_and(|q| q.is_integer()),
            _ => false,
        };
        if kernel && !is_constant(e) {
            found.insert(e.clone());
        }
        todo.extend(e.node().children());
    }
    found.into_iter().collect()
}

//! The transcendental and algebraic kernels of an expression.

use std::collections::BTreeSet;

use super::language::subterms;
use wronski_expr::{Expr, Node, is_constant};

/// The distinct subexpressions with `x` that are no rational operation, sorted.
pub fn kernels(expr: &Expr) -> Vec<Expr> {
    let mut found = BTreeSet::new();
    for e in subterms(expr) {
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
    }
    found.into_iter().collect()
}

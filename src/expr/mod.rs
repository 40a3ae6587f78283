//! Expressions: tree, parser with spans, printers, catalogue of named activations.

mod ast;

pub use ast::{Expr, Func, Node, Relation};

//! Expressions: tree, parser with spans, printers, catalogue of named activations.
//!
//! Text becomes an [`Expr`] by [`parse()`]; `Display` writes text that parses back to the identical
//! tree. [`catalogue`] holds the named activations as data;
//! [`expand`](expand()) replaces them, compositions and derivatives by what they mean. [`pattern`]
//! matches rules against expressions.

mod allowed;
mod ast;
mod asymptotic;
pub mod catalogue;
pub mod dag;
pub mod domain;
pub mod enclose;
pub mod evaluate;
pub mod expand;
mod fraction;
mod function;
pub mod limit;
mod literal;
mod measure;
mod parameters;
pub mod parse;
pub mod pattern;
mod precedence;
mod print;
mod quoted;
mod range;
mod relation;
pub mod rules;
mod series;
mod substitute;
mod symbol;
mod text;
mod value;

pub use ast::{Expr, Node};
pub use expand::{Expansion, differentiate, expand};
pub use function::Func;
pub use literal::fold_literals;
pub use measure::{dag_size, is_constant, metavariables, parameters, symbols, tree_size};
pub use parameters::{Binding, Parameters, mentions};
pub use parse::Parsed;
pub use precedence::Precedence;
pub use print::Exact;
pub use relation::Relation;
pub use substitute::{substitute, substitute_parameters};
pub use symbol::Symbol;
pub use text::{parse, parse_exact, parse_pattern};

//! How tightly operators bind: the one table for printers.

use num_traits::Signed;

use super::Node;

/// How tightly the text of a node binds, or how tight a place wants it; greater is tighter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precedence {
    /// A place that takes everything.
    Any,
    /// Sums and differences.
    Sum,
    /// Products and quotients.
    Product,
    /// Negatives.
    Unary,
    /// Powers.
    Power,
    /// What needs no parentheses.
    Atom,
    /// A place that wants parentheses around whatever stands there.
    Closed,
}

impl Precedence {
    /// That of the text of a node in the grammar: a fraction is written as a quotient, a negative integer with a
    /// unary minus.
    pub fn of(node: &Node) -> Precedence {
        match node {
            Node::Num(q) if !q.is_integer() => Precedence::Product,
            Node::Num(q) if q.is_negative() => Precedence::Unary,
            Node::Add(..) | Node::Sub(..) => Precedence::Sum,
            Node::Mul(..) | Node::Div(..) => Precedence::Product,
            Node::Neg(_) => Precedence::Unary,
            Node::Pow(..) => Precedence::Power,
            Node::Num(_)
            | Node::Pi
            | Node::E
            | Node::Var
            | Node::Symbol(_)
            | Node::Func(..)
            | Node::Named(..)
            | Node::Max(..)
            | Node::Min(..)
            | Node::Where(..)
            | Node::Diff(_)
            | Node::Compose(..) => Precedence::Atom,
        }
    }
}

//! Shared nodes by structure, with what is asked of them often.

use std::collections::HashMap;
use std::mem::Discriminant;
use std::sync::Arc;

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::{Expr, Func, Node, Relation, Symbol};

/// A node without its children.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Head {
    Num(BigRational),
    Symbol(Symbol),
    Func(Func),
    Named(Arc<str>),
    Where(Relation),
    Plain(Discriminant<Node>),
}

/// Shared nodes by structure. (The hash map is only ever looked into, never iterated.)
#[derive(Default)]
pub(super) struct Arena {
    nodes: HashMap<(Head, Vec<usize>), Expr>,
    /// Is the node certainly defined for every real x and all real parameters?
    total: HashMap<usize, bool>,
    /// Is the node free of `x` (bound or not)?
    constant: HashMap<usize, bool>,
}

impl Arena {
    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The shared node for this structure; its children are nodes of this arena.
    pub fn intern(&mut self, node: Node) -> Expr {
        let head = match &node {
            Node::Num(q) => Head::Num(q.clone()),
            Node::Symbol(s) => Head::Symbol(s.clone()),
            Node::Func(f, _) => Head::Func(*f),
            Node::Named(n, _) => Head::Named(n.clone()),
            Node::Where(r, _) => Head::Where(*r),
            other => Head::Plain(std::mem::discriminant(other)),
        };
        let children: Vec<usize> = node.children().iter().map(|c| c.id()).collect();
        let total = self.is_total_node(&node);
        let constant =
            !matches!(node, Node::Var) && node.children().iter().all(|c| self.is_constant(c));
        let expr = self
            .nodes
            .entry((head, children))
            .or_insert_with(|| Expr::new(node))
            .clone();
        self.total.insert(expr.id(), total);
        self.constant.insert(expr.id(), constant);
        expr
    }

    /// Is this node free of `x`?
    pub fn is_constant(&self, e: &Expr) -> bool {
        self.constant.get(&e.id()).copied() == Some(true)
    }

    /// Is this node certainly defined for every real x and all real parameters?
    pub fn is_total(&self, e: &Expr) -> bool {
        self.total.get(&e.id()).copied() == Some(true)
    }

    fn is_total_node(&self, node: &Node) -> bool {
        let children = node.children().iter().all(|c| self.is_total(c));
        children
            && match node {
                Node::Func(f, _) => f.properties().defined.is_none(),
                Node::Div(_, b) => b.as_num().is_some_and(|q| !q.is_zero()),
                Node::Pow(_, n) => n
                    .as_num()
                    .is_some_and(|q| q.is_integer() && q.is_positive()),
                // Metavariables stand for anything.
                Node::Symbol(s) => !matches!(s, Symbol::Meta(_)),
                Node::Named(..) | Node::Diff(_) | Node::Compose(..) => false,
                _ => true,
            }
    }
}

//! The e-graph's language: one e-node for each node of an expression.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egg::{ENodeOrVar, Id, Language, PatternAst, RecExpr, Var};
use num_rational::BigRational;

use wronski_expr::{Expr, Func, Node, Relation, Symbol};

/// What an e-node does with its children.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// An exact rational number.
    Num(BigRational),
    /// The number pi.
    Pi,
    /// Euler's number.
    E,
    /// The variable.
    Var,
    /// A parameter.
    Symbol(Symbol),
    /// Negation.
    Neg,
    /// Sum of two.
    Add,
    /// Difference.
    Sub,
    /// Product of two.
    Mul,
    /// Quotient.
    Div,
    /// Power.
    Pow,
    /// An elementary function.
    Func(Func),
    /// A catalogue entry.
    Named(Arc<str>),
    /// Derivative with respect to `x`.
    Diff,
    /// Composition.
    Compose,
    /// The larger of two.
    Max,
    /// The smaller of two.
    Min,
    /// A case distinction.
    Where(Relation),
}

/// An e-node: an operator and its children.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term {
    /// The operator.
    pub operator: Operator,
    children: Children,
}

/// Children are stored inline up to two; longer lists (catalogue entries, case distinctions) are boxed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Children {
    None,
    One([Id; 1]),
    Two([Id; 2]),
    Many(Box<[Id]>),
}

impl Term {
    /// An e-node with these children; their number must be that of the operator.
    pub fn new(operator: Operator, children: &[Id]) -> Term {
        let children = match *children {
            [] => Children::None,
            [a] => Children::One([a]),
            [a, b] => Children::Two([a, b]),
            _ => Children::Many(children.into()),
        };
        Term { operator, children }
    }

    /// The e-node of an exact number.
    pub fn num(q: BigRational) -> Term {
        Term::new(Operator::Num(q), &[])
    }
}

impl Language for Term {
    type Discriminant = (Operator, usize);

    fn discriminant(&self) -> Self::Discriminant {
        (self.operator.clone(), self.children().len())
    }

    fn matches(&self, other: &Self) -> bool {
        self.operator == other.operator && self.children().len() == other.children().len()
    }

    fn children(&self) -> &[Id] {
        match &self.children {
            Children::None => &[],
            Children::One(c) => c,
            Children::Two(c) => c,
            Children::Many(c) => c,
        }
    }

    fn children_mut(&mut self) -> &mut [Id] {
        match &mut self.children {
            Children::None => &mut [],
            Children::One(c) => c,
            Children::Two(c) => c,
            Children::Many(c) => c,
        }
    }
}

/// The operator of a node of an expression.
pub fn operator_of(node: &Node) -> Operator {
    match node {
        Node::Num(q) => Operator::Num(q.clone()),
        Node::Pi => Operator::Pi,
        Node::E => Operator::E,
        Node::Var => Operator::Var,
        Node::Symbol(s) => Operator::Symbol(s.clone()),
        Node::Neg(_) => Operator::Neg,
        Node::Add(..) => Operator::Add,
        Node::Sub(..) => Operator::Sub,
        Node::Mul(..) => Operator::Mul,
        Node::Div(..) => Operator::Div,
        Node::Pow(..) => Operator::Pow,
        Node::Func(f, _) => Operator::Func(*f),
        Node::Named(name, _) => Operator::Named(name.clone()),
        Node::Diff(_) => Operator::Diff,
        Node::Compose(..) => Operator::Compose,
        Node::Max(..) => Operator::Max,
        Node::Min(..) => Operator::Min,
        Node::Where(rel, _) => Operator::Where(*rel),
    }
}

/// The node with this operator and these children; `None` when their number is wrong.
pub fn node_of(operator: &Operator, children: Vec<Expr>) -> Option<Node> {
    let mut it = children.into_iter();
    let mut next = || it.next();
    let node = match operator {
        Operator::Num(q) => Node::Num(q.clone()),
        Operator::Pi => Node::Pi,
        Operator::E => Node::E,
        Operator::Var => Node::Var,
        Operator::Symbol(s) => Node::Symbol(s.clone()),
        Operator::Neg => Node::Neg(next()?),
        Operator::Add => Node::Add(next()?, next()?),
        Operator::Sub => Node::Sub(next()?, next()?),
        Operator::Mul => Node::Mul(next()?, next()?),
        Operator::Div => Node::Div(next()?, next()?),
        Operator::Pow => Node::Pow(next()?, next()?),
        Operator::Func(f) => Node::Func(*f, next()?),
        Operator::Named(name) => {
            return Some(Node::Named(name.clone(), it.collect()));
        }
        Operator::Diff => Node::Diff(next()?),
        Operator::Compose => Node::Compose(next()?, next()?),
        Operator::Max => Node::Max(next()?, next()?),
        Operator::Min => Node::Min(next()?, next()?),
        Operator::Where(rel) => Node::Where(*rel, [next()?, next()?, next()?, next()?]),
    };
    next().is_none().then_some(node)
}

/// The distinct subexpressions, the whole one first.
pub fn subterms(expr: &Expr) -> Vec<&Expr> {
    let (mut all, mut todo) = (vec![], vec![expr]);
    let mut seen = BTreeSet::new();
    while let Some(e) = todo.pop() {
        if seen.insert(e.id()) {
            all.push(e);
            todo.extend(e.node().children());
        }
    }
    all
}

/// The expression as a list of e-nodes, every distinct subexpression once.
pub fn to_recexpr(expr: &Expr) -> RecExpr<Term> {
    let mut nodes = Vec::new();
    let mut builder = Builder {
        by_pointer: BTreeMap::new(),
        by_term: BTreeMap::new(),
    };
    builder.visit(expr, &mut nodes, &mut |node, children| {
        Term::new(operator_of(node), children)
    });
    RecExpr::from(nodes)
}

/// A rule's side as an egg pattern: parameters named `?a` become pattern variables.
///
/// `variables` numbers the metavariables; names that are missing are added.
pub fn to_pattern(expr: &Expr, variables: &mut Vec<Arc<str>>) -> PatternAst<Term> {
    let mut nodes = Vec::new();
    let mut builder = Builder {
        by_pointer: BTreeMap::new(),
        by_term: BTreeMap::new(),
    };
    builder.visit(expr, &mut nodes, &mut |node, children| match node {
        Node::Symbol(Symbol::Meta(name)) => {
            let index = variables.iter().position(|v| v == name).unwrap_or_else(|| {
                variables.push(name.clone());
                variables.len() - 1
            });
            // More than 2^32 metavariables cannot come from a text that fits in memory.
            ENodeOrVar::Var(Var::from_u32(index as u32))
        }
        _ => ENodeOrVar::ENode(Term::new(operator_of(node), children)),
    });
    RecExpr::from(nodes)
}

struct Builder<T> {
    by_pointer: BTreeMap<usize, Id>,
    by_term: BTreeMap<T, Id>,
}

impl<T: Clone + Ord> Builder<T> {
    /// Depth first with a stack of its own, so that deep input cannot overflow the program's.
    fn visit(&mut self, root: &Expr, nodes: &mut Vec<T>, make: &mut impl FnMut(&Node, &[Id]) -> T) {
        let mut stack = vec![root];
        while let Some(&expr) = stack.last() {
            if self.by_pointer.contains_key(&expr.id()) {
                stack.pop();
                continue;
            }
            let children = expr.node().children();
            let before = stack.len();
            stack.extend(
                children
                    .iter()
                    .filter(|c| !self.by_pointer.contains_key(&c.id())),
            );
            if stack.len() > before {
                continue;
            }
            let ids: Vec<Id> = children.iter().map(|c| self.by_pointer[&c.id()]).collect();
            let term = make(expr.node(), &ids);
            let id = *self.by_term.entry(term.clone()).or_insert_with(|| {
                nodes.push(term);
                Id::from(nodes.len() - 1)
            });
            self.by_pointer.insert(expr.id(), id);
            stack.pop();
        }
    }
}

/// The expression of a list of e-nodes (its last one); shared e-nodes become shared subexpressions.
///
/// `None` for an empty list or a wrong number of children, neither of which egg produces.
pub fn from_recexpr(terms: &RecExpr<Term>) -> Option<Expr> {
    let mut exprs: Vec<Expr> = Vec::with_capacity(terms.len());
    for term in terms {
        let children = term
            .children()
            .iter()
            .map(|&id| exprs.get(usize::from(id)).cloned())
            .collect::<Option<Vec<Expr>>>()?;
        exprs.push(Expr::new(node_of(&term.operator, children)?));
    }
    exprs.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversion_there_and_back_is_the_identity_and_keeps_sharing() {
        let x = Expr::x();
        let s = Expr::apply(Func::Exp, x.clone() / Expr::int(2));
        let e = Expr::new(Node::Where(
            Relation::Less,
            [
                s.clone(),
                Expr::int(0),
                s.clone() * s.clone(),
                (s.clone() + x).diff(),
            ],
        ));
        let terms = to_recexpr(&e);
        assert_eq!(from_recexpr(&terms), Some(e));
        // x, 2, x/2, exp, 0, s*s, s+x, diff, where
        assert_eq!(terms.len(), 9);
    }

    #[test]
    fn a_deep_expression_does_not_overflow_the_stack() {
        let mut e = Expr::x();
        for _ in 0..2_000 {
            e = -e;
        }
        assert_eq!(to_recexpr(&e).len(), 2_001);
    }

    #[test]
    fn wrong_arity_is_refused() {
        assert_eq!(node_of(&Operator::Add, vec![Expr::x()]), None);
        assert_eq!(node_of(&Operator::Pi, vec![Expr::x()]), None);
    }
}

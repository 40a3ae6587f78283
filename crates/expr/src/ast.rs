//! The expression tree: immutable, shared, exact.
//!
//! An [`Expr`] is a reference-counted node, so that `f` in `f*f` is stored once. Structural equality
//! ignores spans. Numbers are exact rationals; nothing is ever a float.

use std::collections::BTreeSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};

use wronski_diagnostic::Span;
use wronski_diagnostic::interruption;

use crate::{Func, Relation, Symbol};

/// One node of an expression.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// An exact rational number (of either sign).
    Num(BigRational),
    /// The number pi.
    Pi,
    /// Euler's number.
    E,
    /// The variable `x`.
    Var,
    /// A declared parameter, a metavariable of a rule, a generator.
    Symbol(Symbol),
    /// `-a`
    Neg(Expr),
    /// `a + b`
    Add(Expr, Expr),
    /// `a - b`
    Sub(Expr, Expr),
    /// `a * b`
    Mul(Expr, Expr),
    /// `a / b`
    Div(Expr, Expr),
    /// `a ^ b`
    Pow(Expr, Expr),
    /// An elementary function.
    Func(Func, Expr),
    /// A catalogue entry by its qualified name, its argument first, then the values of all its
    /// parameters in the order of the catalogue.
    Named(Arc<str>, Vec<Expr>),
    /// The derivative with respect to `x`.
    Diff(Expr),
    /// `compose(f, g)`: `f` with `x` replaced by `g`.
    Compose(Expr, Expr),
    /// The larger of two.
    Max(Expr, Expr),
    /// The smaller of two.
    Min(Expr, Expr),
    /// `where(a REL b, then, otherwise)`.
    Where(Relation, [Expr; 4]),
}

struct Inner {
    node: Node,
    span: Option<Span>,
    depth: u32,
    /// A hash of the structure, so that hashing a shared tree costs one step.
    hash: u64,
}

/// A shared, immutable expression. `Debug` shows its text.
#[derive(Clone)]
pub struct Expr(Arc<Inner>);

impl fmt::Debug for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expr({self})")
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        if Arc::ptr_eq(&self.0, &other.0) {
            return true;
        }
        if self.0.hash != other.0.hash || self.0.depth != other.0.depth {
            return false;
        }
        // A shallow tree is small. A deep one may share so much that a walk without a memory would
        // never end, and may be too deep to recurse into.
        if self.0.depth <= 8 {
            self.0.node == other.0.node
        } else {
            equal_shared(self, other)
        }
    }
}
impl Eq for Expr {}
impl PartialOrd for Expr {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Expr {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // Asking for equality first leaves one path of differing nodes to walk down.
        if self == other {
            return std::cmp::Ordering::Equal;
        }
        self.0.node.cmp(&other.0.node)
    }
}
impl Hash for Expr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
    }
}

/// Structural equality that compares each pair of shared nodes once.
fn equal_shared(a: &Expr, b: &Expr) -> bool {
    let mut seen = BTreeSet::new();
    let mut todo = vec![(a, b)];
    while let Some((a, b)) = todo.pop() {
        if a.id() == b.id() || !seen.insert((a.id(), b.id())) {
            continue;
        }
        if a.0.hash != b.0.hash || !a.node().same_head(b.node()) {
            return false;
        }
        todo.extend(a.node().children().into_iter().zip(b.node().children()));
    }
    true
}

impl Expr {
    /// Wraps a node without a place in any text.
    pub fn new(node: Node) -> Self {
        Self::build(node, None)
    }

    /// Wraps a node that came from the given place of the user's text.
    pub fn with_span(node: Node, span: Span) -> Self {
        Self::build(node, Some(span))
    }

    fn build(node: Node, span: Option<Span>) -> Self {
        interruption::point();
        let depth = 1 + node
            .children()
            .iter()
            .map(|c| c.depth())
            .max()
            .map_or(0, |d| d);
        // A hasher with fixed keys: the same structure has the same hash in every run.
        let mut hasher = DefaultHasher::new();
        node.hash(&mut hasher);
        let hash = hasher.finish();
        Expr(Arc::new(Inner {
            node,
            span,
            depth,
            hash,
        }))
    }

    /// The node.
    pub fn node(&self) -> &Node {
        &self.0.node
    }

    /// Where in the user's text this stands, if it came from there.
    pub fn span(&self) -> Option<Span> {
        self.0.span
    }

    /// Number of nodes on the longest path to a leaf.
    pub fn depth(&self) -> u32 {
        self.0.depth
    }

    /// An identity of the shared node, stable while the expression lives (for memo tables).
    pub fn id(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    /// The exact number `n`.
    pub fn int(n: i64) -> Self {
        Expr::num(BigRational::from_integer(BigInt::from(n)))
    }

    /// The exact number `n/d` (`d` nonzero).
    pub fn ratio(n: i64, d: i64) -> Self {
        Expr::num(BigRational::new(BigInt::from(n), BigInt::from(d)))
    }

    /// An exact number.
    pub fn num(q: BigRational) -> Self {
        Expr::new(Node::Num(q))
    }

    /// The variable `x`.
    pub fn x() -> Self {
        Expr::new(Node::Var)
    }

    /// A parameter.
    pub fn param(name: &str) -> Self {
        Expr::new(Node::Symbol(Symbol::Parameter(Arc::from(name))))
    }

    /// A metavariable of a rule; its name starts with a question mark.
    pub fn meta(name: &str) -> Self {
        Expr::new(Node::Symbol(Symbol::Meta(Arc::from(name))))
    }

    /// A letter of an analysis, which no parameter is.
    pub fn generator(name: &str) -> Self {
        Expr::new(Node::Symbol(Symbol::Generator(Arc::from(name))))
    }

    /// An elementary function of this expression.
    pub fn apply(func: Func, arg: Expr) -> Self {
        Expr::new(Node::Func(func, arg))
    }

    /// `self ^ n`.
    pub fn pow(&self, n: i64) -> Self {
        Expr::new(Node::Pow(self.clone(), Expr::int(n)))
    }

    /// The derivative with respect to `x`, unevaluated.
    pub fn diff(&self) -> Self {
        Expr::new(Node::Diff(self.clone()))
    }

    /// `self` with `x` replaced by `inner`, unevaluated.
    pub fn compose(&self, inner: &Expr) -> Self {
        Expr::new(Node::Compose(self.clone(), inner.clone()))
    }

    /// The exact number that this node is, if it is a literal.
    pub fn as_num(&self) -> Option<&BigRational> {
        match self.node() {
            Node::Num(q) => Some(q),
            _ => None,
        }
    }

    /// Is this the literal 0?
    pub fn is_zero_literal(&self) -> bool {
        self.as_num().is_some_and(Zero::is_zero)
    }

    /// Is this the literal 1?
    pub fn is_one_literal(&self) -> bool {
        self.as_num().is_some_and(One::is_one)
    }
}

impl Node {
    /// The direct subexpressions, left to right.
    pub fn children(&self) -> Vec<&Expr> {
        match self {
            Node::Num(_) | Node::Pi | Node::E | Node::Var | Node::Symbol(_) => vec![],
            Node::Neg(a) | Node::Func(_, a) | Node::Diff(a) => vec![a],
            Node::Add(a, b)
            | Node::Sub(a, b)
            | Node::Mul(a, b)
            | Node::Div(a, b)
            | Node::Pow(a, b)
            | Node::Compose(a, b)
            | Node::Max(a, b)
            | Node::Min(a, b) => vec![a, b],
            Node::Named(_, args) => args.iter().collect(),
            Node::Where(_, parts) => parts.iter().collect(),
        }
    }

    /// Do the two nodes agree in everything but their children (whose number agrees too)?
    pub fn same_head(&self, other: &Node) -> bool {
        match (self, other) {
            (Node::Func(f, _), Node::Func(g, _)) => f == g,
            (Node::Named(m, p), Node::Named(n, q)) => m == n && p.len() == q.len(),
            (Node::Where(r, _), Node::Where(s, _)) => r == s,
            (Node::Num(_) | Node::Symbol(_), _) => self == other,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// The same node with its direct subexpressions replaced, in the order of [`Node::children`].
    ///
    /// # Panics
    /// If `new` does not hold exactly as many expressions as the node has children.
    #[must_use]
    pub fn with_children(&self, new: Vec<Expr>) -> Node {
        assert_eq!(new.len(), self.children().len(), "one child for each child");
        let mut it = new.into_iter();
        let mut next = || it.next().expect("counted above");
        match self {
            Node::Num(_) | Node::Pi | Node::E | Node::Var | Node::Symbol(_) => self.clone(),
            Node::Neg(_) => Node::Neg(next()),
            Node::Func(f, _) => Node::Func(*f, next()),
            Node::Diff(_) => Node::Diff(next()),
            Node::Add(..) => Node::Add(next(), next()),
            Node::Sub(..) => Node::Sub(next(), next()),
            Node::Mul(..) => Node::Mul(next(), next()),
            Node::Div(..) => Node::Div(next(), next()),
            Node::Pow(..) => Node::Pow(next(), next()),
            Node::Compose(..) => Node::Compose(next(), next()),
            Node::Max(..) => Node::Max(next(), next()),
            Node::Min(..) => Node::Min(next(), next()),
            Node::Named(name, args) => {
                let n = args.len();
                Node::Named(name.clone(), (0..n).map(|_| next()).collect())
            }
            Node::Where(rel, _) => Node::Where(*rel, [next(), next(), next(), next()]),
        }
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $variant:ident) => {
        impl std::ops::$trait for Expr {
            type Output = Expr;
            fn $method(self, rhs: Expr) -> Expr {
                Expr::new(Node::$variant(self, rhs))
            }
        }
    };
}
operator!(Add, add, Add);
operator!(Sub, sub, Sub);
operator!(Mul, mul, Mul);
operator!(Div, div, Div);

impl std::ops::Neg for Expr {
    type Output = Expr;
    fn neg(self) -> Expr {
        Expr::new(Node::Neg(self))
    }
}

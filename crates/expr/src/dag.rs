//! The expression as a flat list of shared nodes, children before parents, with catalogue names,
//! compositions and derivatives carried out. Every analysis walks this list; nothing recurses.

use std::collections::BTreeMap;
use wronski_diagnostic::ErrorCode;

use num_rational::BigRational;

use crate::{Expansion, Expr, Func, Node, Relation, Symbol, catalogue, substitute};
use wronski_diagnostic::interruption;
use wronski_diagnostic::{Diagnostic, Result, Span};

/// Most nodes of the list.
pub const MAX_NODES: usize = 20_000;

/// Deepest expression, after names and compositions are carried out.
pub const MAX_DEPTH: u32 = 4000;

/// A node; the numbers of its operands are their positions in the list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A rational number.
    Num(BigRational),
    /// The number pi.
    Pi,
    /// The number e.
    E,
    /// The variable x.
    Var,
    /// A parameter, by name.
    Symbol(Symbol),
    /// `-a`.
    Neg(usize),
    /// `a + b`.
    Add(usize, usize),
    /// `a - b`.
    Sub(usize, usize),
    /// `a*b`.
    Mul(usize, usize),
    /// `a/b`.
    Div(usize, usize),
    /// `a^b`.
    Pow(usize, usize),
    /// An elementary function.
    Func(Func, usize),
    /// `max(a, b)`.
    Max(usize, usize),
    /// `min(a, b)`.
    Min(usize, usize),
    /// `where(a REL b, c, d)`.
    Where(Relation, [usize; 4]),
}

impl Kind {
    /// Is it a definition by pieces?
    pub fn is_piecewise(&self) -> bool {
        matches!(
            self,
            Kind::Func(Func::Abs, _) | Kind::Max(..) | Kind::Min(..) | Kind::Where(..)
        )
    }

    /// The operands, in order.
    pub fn children(&self) -> Vec<usize> {
        match *self {
            Kind::Num(_) | Kind::Pi | Kind::E | Kind::Var | Kind::Symbol(_) => vec![],
            Kind::Neg(a) | Kind::Func(_, a) => vec![a],
            Kind::Add(a, b)
            | Kind::Sub(a, b)
            | Kind::Mul(a, b)
            | Kind::Div(a, b)
            | Kind::Pow(a, b)
            | Kind::Max(a, b)
            | Kind::Min(a, b) => vec![a, b],
            Kind::Where(_, parts) => parts.to_vec(),
        }
    }
}

/// A node with what every analysis asks of it.
#[derive(Clone, Debug)]
pub struct Item {
    /// The node.
    pub kind: Kind,
    /// The node as an expression, for messages.
    pub expr: Expr,
    /// The place in the user's text: the node's own, or that of the call it came from.
    pub span: Option<Span>,
    /// Does x occur in it?
    pub depends_on_x: bool,
    /// Does a parameter occur in it?
    pub depends_on_parameter: bool,
    /// Does a definition by conditions occur in it?
    pub has_where: bool,
}

/// The list.
#[derive(Clone, Debug)]
pub struct Dag {
    /// All nodes, operands before what is made of them.
    pub items: Vec<Item>,
    /// The expression itself.
    pub root: usize,
    /// Further nodes that must be defined although the value does not mention them: functions under
    /// a derivative, inner functions and arguments that were dropped.
    pub required: Vec<usize>,
}

impl Dag {
    /// The list of an expression.
    ///
    /// # Errors
    /// `W0207` when a budget is hit, and what unfolding and differentiating report.
    pub fn new(expr: &Expr) -> Result<Self> {
        let mut required = Vec::new();
        let mut lowering = Lowering {
            memo: BTreeMap::new(),
            keep: Vec::new(),
            required: &mut required,
        };
        let lowered = lowering.lower(expr, 0)?;
        let keep = std::mem::take(&mut lowering.keep);
        let mut dag = Dag {
            items: Vec::new(),
            root: 0,
            required: Vec::new(),
        };
        let mut index = BTreeMap::new();
        let mut by_id = BTreeMap::new();
        dag.root = dag.insert(&lowered, expr.span(), &mut index, &mut by_id)?;
        for (e, span) in &required {
            let position = dag.insert(e, *span, &mut index, &mut by_id)?;
            dag.required.push(position);
        }
        drop(keep);
        Ok(dag)
    }

    fn insert(
        &mut self,
        root: &Expr,
        outer: Option<Span>,
        index: &mut BTreeMap<Kind, usize>,
        by_id: &mut BTreeMap<usize, usize>,
    ) -> Result<usize> {
        // Places from the outside in: a node without a place of its own has its parent's.
        let order = postorder(root)?;
        let mut spans: BTreeMap<usize, Option<Span>> = BTreeMap::new();
        spans.insert(root.id(), root.span().or(outer));
        for e in order.iter().rev() {
            let own = spans.get(&e.id()).copied().flatten();
            for child in e.node().children() {
                spans.entry(child.id()).or_insert(child.span().or(own));
            }
        }
        for e in &order {
            interruption::point();
            if by_id.contains_key(&e.id()) {
                continue;
            }
            let at: Vec<usize> = e
                .node()
                .children()
                .iter()
                .filter_map(|c| by_id.get(&c.id()).copied())
                .collect();
            let kind = kind_of(e, &at)?;
            let position = match index.get(&kind) {
                Some(known) => *known,
                None => {
                    let any = |test: fn(&Item) -> bool| at.iter().any(|&i| test(&self.items[i]));
                    let item = Item {
                        depends_on_x: matches!(kind, Kind::Var) || any(|i| i.depends_on_x),
                        depends_on_parameter: matches!(kind, Kind::Symbol(_))
                            || any(|i| i.depends_on_parameter),
                        has_where: matches!(kind, Kind::Where(..)) || any(|i| i.has_where),
                        expr: e.clone(),
                        span: spans.get(&e.id()).copied().flatten(),
                        kind: kind.clone(),
                    };
                    if self.items.len() >= MAX_NODES {
                        return Err(too_large(e));
                    }
                    self.items.push(item);
                    index.insert(kind, self.items.len() - 1);
                    self.items.len() - 1
                }
            };
            by_id.insert(e.id(), position);
        }
        by_id
            .get(&root.id())
            .copied()
            .ok_or_else(|| Diagnostic::internal("the root has no position"))
    }

    /// The node at a position.
    pub fn item(&self, i: usize) -> &Item {
        &self.items[i]
    }
}

fn too_large(e: &Expr) -> Diagnostic {
    Diagnostic::budget(
        ErrorCode::W0207,
        format!("domain analysis: more than {MAX_NODES} nodes or deeper than {MAX_DEPTH} after expansion"),
    )
    .at(e.span())
    .help("shorten the expression")
}

fn kind_of(e: &Expr, at: &[usize]) -> Result<Kind> {
    Ok(match (e.node(), at) {
        (Node::Num(q), []) => Kind::Num(q.clone()),
        (Node::Pi, []) => Kind::Pi,
        (Node::E, []) => Kind::E,
        (Node::Var, []) => Kind::Var,
        (Node::Symbol(s), []) => Kind::Symbol(s.clone()),
        (Node::Neg(_), &[a]) => Kind::Neg(a),
        (Node::Add(..), &[a, b]) => Kind::Add(a, b),
        (Node::Sub(..), &[a, b]) => Kind::Sub(a, b),
        (Node::Mul(..), &[a, b]) => Kind::Mul(a, b),
        (Node::Div(..), &[a, b]) => Kind::Div(a, b),
        (Node::Pow(..), &[a, b]) => Kind::Pow(a, b),
        (Node::Func(f, _), &[a]) => Kind::Func(*f, a),
        (Node::Max(..), &[a, b]) => Kind::Max(a, b),
        (Node::Min(..), &[a, b]) => Kind::Min(a, b),
        (Node::Where(rel, _), &[a, b, c, d]) => Kind::Where(*rel, [a, b, c, d]),
        _ => {
            return Err(Diagnostic::internal(
                "a name was left in a lowered expression",
            ));
        }
    })
}

/// The distinct nodes, children before parents.
fn postorder(root: &Expr) -> Result<Vec<Expr>> {
    let mut order = Vec::new();
    let mut seen = BTreeMap::new();
    let mut stack = vec![(root.clone(), false)];
    while let Some((e, done)) = stack.pop() {
        if done {
            order.push(e);
            continue;
        }
        if seen.insert(e.id(), ()).is_some() {
            continue;
        }
        if seen.len() > MAX_NODES || e.depth() > MAX_DEPTH {
            return Err(too_large(root));
        }
        stack.push((e.clone(), true));
        for child in e.node().children().into_iter().rev() {
            stack.push((child.clone(), false));
        }
    }
    // With a set of seen nodes a shared child may be scheduled twice but is visited once, and always
    // before the parent that scheduled it first; a later parent finds it already placed or below it.
    Ok(order)
}

struct Lowering<'a> {
    memo: BTreeMap<usize, Expr>,
    /// Holds every node whose address is a key.
    keep: Vec<Expr>,
    required: &'a mut Vec<(Expr, Option<Span>)>,
}

impl Lowering<'_> {
    /// `level` counts definitions inside definitions.
    fn lower(&mut self, expr: &Expr, level: u32) -> Result<Expr> {
        if level > 32 {
            return Err(too_large(expr));
        }
        self.keep.push(expr.clone());
        let order = postorder(expr)?;
        let mut spans: BTreeMap<usize, Option<Span>> = BTreeMap::new();
        spans.insert(expr.id(), expr.span());
        for e in order.iter().rev() {
            let own = spans.get(&e.id()).copied().flatten();
            for child in e.node().children() {
                spans.entry(child.id()).or_insert(child.span().or(own));
            }
        }
        for e in order {
            interruption::point();
            if self.memo.contains_key(&e.id()) {
                continue;
            }
            if self.memo.len() > MAX_NODES {
                return Err(too_large(&e));
            }
            let span = spans.get(&e.id()).copied().flatten();
            let children = e.node().children();
            let lowered: Vec<Expr> = children
                .iter()
                .filter_map(|c| self.memo.get(&c.id()).cloned())
                .collect();
            if lowered.len() != children.len() {
                return Err(Diagnostic::internal(
                    "a child was not lowered before its parent",
                ));
            }
            let rebuilt = || match span {
                Some(s) => Expr::with_span(e.node().with_children(lowered.clone()), s),
                None => Expr::new(e.node().with_children(lowered.clone())),
            };
            let new = match e.node() {
                Node::Named(name, _) => {
                    for argument in &lowered {
                        self.require(argument, span);
                    }
                    let entry = catalogue::find(name).ok_or_else(|| {
                        Diagnostic::internal(format!("`{name}` is not in the catalogue"))
                    })?;
                    for argument in &lowered {
                        self.settle(argument)?;
                    }
                    let body = entry.instantiate(&lowered)?;
                    let body = self.lower(&body, level + 1)?;
                    placed(&body, span)
                }
                Node::Compose(..) => {
                    let (outer, inner) = (&lowered[0], &lowered[1]);
                    self.require(inner, span);
                    placed(&substitute(outer, inner), span)
                }
                Node::Diff(_) => {
                    self.require(&lowered[0], span);
                    let how = Expansion {
                        max_nodes: MAX_NODES,
                        exponential_forms: false,
                    };
                    let derivative = how.run(&lowered[0].diff()).map_err(|d| {
                        let span = d.span.or(span);
                        d.at(span)
                    })?;
                    placed(&derivative, span)
                }
                _ if children.iter().zip(&lowered).all(|(c, l)| c.id() == l.id()) => e.clone(),
                _ => rebuilt(),
            };
            if new.depth() > MAX_DEPTH {
                return Err(too_large(&e));
            }
            self.keep.push(new.clone());
            self.keep.push(e.clone());
            self.memo.insert(e.id(), new);
        }
        self.memo
            .get(&expr.id())
            .cloned()
            .ok_or_else(|| Diagnostic::internal("the root was not lowered"))
    }

    fn require(&mut self, e: &Expr, span: Option<Span>) {
        if !matches!(e.node(), Node::Var | Node::Num(_) | Node::Symbol(_)) {
            self.required.push((e.clone(), span));
        }
    }

    /// Marks an already lowered tree as such.
    fn settle(&mut self, e: &Expr) -> Result<()> {
        for node in postorder(e)? {
            self.keep.push(node.clone());
            self.memo.entry(node.id()).or_insert(node);
        }
        Ok(())
    }
}

/// The same node standing at a place of the user's text.
fn placed(e: &Expr, span: Option<Span>) -> Expr {
    match span {
        Some(s) => Expr::with_span(e.node().clone(), s),
        None => e.clone(),
    }
}

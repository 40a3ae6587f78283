//! An expression as a list of distinct nodes, operands before operators, with names, compositions and
//! derivatives carried out.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use crate::failure::{Checked, limit};
use wronski_diagnostic::interruption;
use wronski_expr::{Expansion, Expr, Func, Node, Relation, catalogue, substitute};

/// Most nodes.
const MAX_NODES: usize = 40_000;

/// Deepest expression.
const MAX_DEPTH: u32 = 8_000;

/// Definitions inside definitions.
const MAX_LEVEL: u32 = 64;

/// The longest number that a node is worked out as, in bits.
const MAX_BITS: u64 = 16_384;

/// A node; numbers are positions in the list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NodeKind {
    Number(BigRational),
    Pi,
    E,
    X,
    Parameter(String),
    Neg(usize),
    Add(usize, usize),
    Sub(usize, usize),
    Mul(usize, usize),
    Div(usize, usize),
    Pow(usize, usize),
    Function(Func, usize),
    Max(usize, usize),
    Min(usize, usize),
    Where(Relation, [usize; 4]),
}

impl NodeKind {
    pub fn operands(&self) -> Vec<usize> {
        match *self {
            NodeKind::Number(_)
            | NodeKind::Pi
            | NodeKind::E
            | NodeKind::X
            | NodeKind::Parameter(_) => vec![],
            NodeKind::Neg(a) | NodeKind::Function(_, a) => vec![a],
            NodeKind::Add(a, b)
            | NodeKind::Sub(a, b)
            | NodeKind::Mul(a, b)
            | NodeKind::Div(a, b)
            | NodeKind::Pow(a, b)
            | NodeKind::Max(a, b)
            | NodeKind::Min(a, b) => vec![a, b],
            NodeKind::Where(_, all) => all.to_vec(),
        }
    }
}

/// What of the outside world a node depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Depends {
    pub x: bool,
    pub parameter: bool,
}

/// The list.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    kinds: Vec<NodeKind>,
    depends: Vec<Depends>,
    /// The number that a node is written as: a literal, or arithmetic of such.
    written: Vec<Option<BigRational>>,
    exprs: Vec<Expr>,
    index: BTreeMap<NodeKind, usize>,
}

impl Nodes {
    pub fn kind(&self, i: usize) -> &NodeKind {
        &self.kinds[i]
    }

    pub fn depends(&self, i: usize) -> Depends {
        self.depends[i]
    }

    pub fn written(&self, i: usize) -> Option<&BigRational> {
        self.written[i].as_ref()
    }

    pub fn expr(&self, i: usize) -> &Expr {
        &self.exprs[i]
    }

    /// The position of a node that is known.
    pub fn find(&self, kind: &NodeKind) -> Option<usize> {
        self.index.get(kind).copied()
    }

    /// The position of a node with these operands.
    pub fn node(&mut self, kind: NodeKind, expr: &Expr) -> Checked<usize> {
        if let Some(known) = self.index.get(&kind) {
            return Ok(*known);
        }
        if self.kinds.len() >= MAX_NODES {
            return Err(limit("the nodes of an expression", MAX_NODES as u64));
        }
        let mut depends = Depends {
            x: kind == NodeKind::X,
            parameter: matches!(kind, NodeKind::Parameter(_)),
        };
        for i in kind.operands() {
            depends.x |= self.depends[i].x;
            depends.parameter |= self.depends[i].parameter;
        }
        let short = |q: &BigRational| q.numer().bits().max(q.denom().bits()) <= MAX_BITS;
        let written = self.worked_out(&kind).filter(short);
        self.kinds.push(kind.clone());
        self.depends.push(depends);
        self.written.push(written);
        self.exprs.push(expr.clone());
        let at = self.kinds.len() - 1;
        self.index.insert(kind, at);
        Ok(at)
    }

    fn worked_out(&self, kind: &NodeKind) -> Option<BigRational> {
        let number = |i: &usize| self.written[*i].as_ref();
        Some(match kind {
            NodeKind::Number(q) => q.clone(),
            NodeKind::Neg(a) => -(number(a)?.clone()),
            NodeKind::Add(a, b) => number(a)? + number(b)?,
            NodeKind::Sub(a, b) => number(a)? - number(b)?,
            NodeKind::Mul(a, b) => number(a)? * number(b)?,
            NodeKind::Div(a, b) => {
                let b = number(b)?;
                if b.is_zero() {
                    return None;
                }
                number(a)? / b
            }
            NodeKind::Pow(a, b) => {
                let (a, b) = (number(a)?, number(b)?);
                if !b.is_integer() {
                    return None;
                }
                let n = b.to_integer().to_i64()?;
                let length = a.numer().bits().max(a.denom().bits());
                if (n < 0 && a.is_zero()) || length.checked_mul(n.unsigned_abs())? > MAX_BITS {
                    return None;
                }
                let power = num_traits::pow(a.clone(), n.unsigned_abs().to_usize()?);
                if n < 0 {
                    BigRational::one() / power
                } else {
                    power
                }
            }
            _ => return None,
        })
    }

    /// The positions of an expression without names, compositions and derivatives, and of all its parts.
    pub fn insert(&mut self, root: &Expr) -> Checked<usize> {
        let mut known: BTreeMap<usize, usize> = BTreeMap::new();
        let order = operands_first(root)?;
        for e in &order {
            interruption::point();
            let at: Vec<usize> = e
                .node()
                .children()
                .iter()
                .filter_map(|c| known.get(&c.id()).copied())
                .collect();
            let kind = match (e.node(), at.as_slice()) {
                (Node::Num(q), []) => NodeKind::Number(q.clone()),
                (Node::Pi, []) => NodeKind::Pi,
                (Node::E, []) => NodeKind::E,
                (Node::Var, []) => NodeKind::X,
                (Node::Symbol(s), []) => NodeKind::Parameter(s.to_string()),
                (Node::Neg(_), &[a]) => NodeKind::Neg(a),
                (Node::Add(..), &[a, b]) => NodeKind::Add(a, b),
                (Node::Sub(..), &[a, b]) => NodeKind::Sub(a, b),
                (Node::Mul(..), &[a, b]) => NodeKind::Mul(a, b),
                (Node::Div(..), &[a, b]) => NodeKind::Div(a, b),
                (Node::Pow(..), &[a, b]) => NodeKind::Pow(a, b),
                (Node::Func(f, _), &[a]) => NodeKind::Function(*f, a),
                (Node::Max(..), &[a, b]) => NodeKind::Max(a, b),
                (Node::Min(..), &[a, b]) => NodeKind::Min(a, b),
                (Node::Where(r, _), &[a, b, c, d]) => NodeKind::Where(*r, [a, b, c, d]),
                _ => return Err("an expression with names, compositions or derivatives".into()),
            };
            let position = self.node(kind, e)?;
            known.insert(e.id(), position);
        }
        known
            .get(&root.id())
            .copied()
            .ok_or_else(|| "an expression without a root".into())
    }

    /// What the nodes are made of, operands first: the positions below and at the given ones.
    pub fn below(&self, roots: &[usize]) -> Vec<usize> {
        let mut inside = std::collections::BTreeSet::new();
        let mut work = roots.to_vec();
        while let Some(i) = work.pop() {
            if inside.insert(i) {
                work.extend(self.kinds[i].operands());
            }
        }
        inside.into_iter().collect()
    }
}

/// The distinct shared parts of an expression, operands first.
fn operands_first(root: &Expr) -> Checked<Vec<Expr>> {
    if root.depth() > MAX_DEPTH {
        return Err(limit("the depth of an expression", u64::from(MAX_DEPTH)));
    }
    let mut order = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut stack = vec![(root.clone(), false)];
    while let Some((e, complete)) = stack.pop() {
        if complete {
            order.push(e);
        } else if seen.insert(e.id()) {
            if seen.len() > MAX_NODES {
                return Err(limit("the nodes of an expression", MAX_NODES as u64));
            }
            stack.push((e.clone(), true));
            for child in e.node().children().into_iter().rev() {
                stack.push((child.clone(), false));
            }
        }
    }
    Ok(order)
}

/// An expression with its names, compositions and derivatives carried out, and what has to be defined
/// although it may not occur in the result: arguments of names, inner functions, and functions under a
/// derivative.
pub(super) struct Unfolded {
    pub root: Expr,
    pub required: Vec<Expr>,
}

/// Carries out names, compositions and derivatives.
pub(super) fn unfolded(expr: &Expr) -> Checked<Unfolded> {
    let mut work = Unfolding {
        done: BTreeMap::new(),
        kept: Vec::new(),
        required: Vec::new(),
    };
    let root = work.unfold(expr, 0)?;
    Ok(Unfolded {
        root,
        required: work.required,
    })
}

struct Unfolding {
    done: BTreeMap<usize, Expr>,
    /// Keeps alive what is named by its address.
    kept: Vec<Expr>,
    required: Vec<Expr>,
}

impl Unfolding {
    fn require(&mut self, e: &Expr) {
        if !matches!(e.node(), Node::Var | Node::Num(_) | Node::Symbol(_)) {
            self.required.push(e.clone());
        }
    }

    fn unfold(&mut self, expr: &Expr, level: u32) -> Checked<Expr> {
        if level > MAX_LEVEL {
            return Err(limit(
                "definitions inside definitions",
                u64::from(MAX_LEVEL),
            ));
        }
        for e in operands_first(expr)? {
            if self.done.contains_key(&e.id()) {
                continue;
            }
            if self.done.len() > 2 * MAX_NODES {
                return Err(limit("the nodes of an expression", 2 * MAX_NODES as u64));
            }
            let parts: Vec<Expr> = e
                .node()
                .children()
                .iter()
                .filter_map(|c| self.done.get(&c.id()).cloned())
                .collect();
            let new = match (e.node(), parts.as_slice()) {
                (Node::Named(name, _), parts) => {
                    for part in parts {
                        self.require(part);
                        // Nothing is left to carry out in it.
                        for inner in operands_first(part)? {
                            self.kept.push(inner.clone());
                            self.done.entry(inner.id()).or_insert(inner);
                        }
                    }
                    let entry =
                        catalogue::find(name).ok_or("a name that is not in the catalogue")?;
                    let body = entry.instantiate(parts).map_err(|e| e.message)?;
                    self.kept.push(body.clone());
                    self.unfold(&body, level + 1)?
                }
                (Node::Compose(..), [outer, inner]) => {
                    self.require(inner);
                    substitute(outer, inner)
                }
                (Node::Diff(_), [f]) => {
                    self.require(f);
                    let how = Expansion {
                        max_nodes: MAX_NODES / 2,
                        exponential_forms: false,
                    };
                    how.run(&f.diff()).map_err(|e| e.message)?
                }
                (node, parts) if node.children().len() == parts.len() => {
                    if node
                        .children()
                        .iter()
                        .zip(parts)
                        .all(|(c, p)| c.id() == p.id())
                    {
                        e.clone()
                    } else {
                        Expr::new(node.with_children(parts.to_vec()))
                    }
                }
                _ => return Err("an operand was not carried out before its operator".into()),
            };
            self.kept.push(new.clone());
            self.kept.push(e.clone());
            self.done.insert(e.id(), new);
        }
        self.done
            .get(&expr.id())
            .cloned()
            .ok_or_else(|| "an expression without a root".into())
    }
}

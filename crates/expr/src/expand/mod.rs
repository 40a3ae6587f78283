//! Carrying out what an expression only names: catalogue functions, compositions, derivatives.
//!
//! The result has neither [`Node::Named`] nor [`Node::Compose`] nor [`Node::Diff`] (nor, unless asked
//! otherwise, `erfc`, `sinh`, `cosh`, `tanh`, `sqrt`, which become `erf`, `exp` and powers). Equal
//! subexpressions of the result are one shared node, and the number of nodes is budgeted, so that
//! `diff(diff(...))` cannot eat the memory. Nothing here recurses.
//!
//! # What is folded, and definedness
//!
//! Literal arithmetic, `a + 0`, `1*a`, `a/1`, `a^1`, `-(-a)` are folded; `0*a`, `0/a` and `a^0` only
//! where `a` is certainly defined on all of R (and, for `0/a`, a nonzero literal): `0*log(x)` stays. A
//! derivative can be defined where its function is not (`log(x)` has `1/x`), so the domain of an
//! activation must be decided on the expression as the user wrote it, before it is expanded.

use wronski_diagnostic::ErrorCode;
mod arena;
mod calculus;
mod fold;

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::function::{Formula, Nodes};
use super::measure::postorder;
use super::parse::MAX_DEPTH;
use super::{Expr, Node, Symbol, catalogue};
use wronski_diagnostic::{Diagnostic, Result};

use arena::Arena;

/// How to expand.
#[derive(Clone, Debug)]
pub struct Expansion {
    /// The most distinct nodes that may be made.
    pub max_nodes: usize,
    /// Write `erfc`, `sinh`, `cosh`, `tanh`, `sqrt` by `erf`, `exp` and powers.
    pub exponential_forms: bool,
}

impl Default for Expansion {
    fn default() -> Self {
        Expansion {
            max_nodes: 50_000,
            exponential_forms: true,
        }
    }
}

impl Expansion {
    /// Expands an expression; see the [module documentation](self).
    ///
    /// # Errors
    /// `W0122` for the derivative of `abs`, `max`, `min` or `where`, `W0123` if a budget is hit,
    /// `W0124` for a metavariable under a derivative.
    pub fn run(&self, expr: &Expr) -> Result<Expr> {
        let mut work = Work::new(self);
        work.expand(expr)
    }
}

/// Expands with the default budget; see [`Expansion::run`].
///
/// # Errors
/// As [`Expansion::run`].
///
/// ```
/// use wronski_expr::{expand, parse, Parameters};
/// let e = parse("diff(x^3) + compose(x + 1, 2*x)", &Parameters::new())?.expr;
/// assert_eq!(expand(&e)?.to_string(), "3*x^2 + (2*x + 1)");
/// # Ok::<(), wronski_diagnostic::Diagnostic>(())
/// ```
pub fn expand(expr: &Expr) -> Result<Expr> {
    Expansion::default().run(expr)
}

/// The derivative with respect to `x`, carried out (by [`expand`](expand())).
///
/// # Errors
/// As [`Expansion::run`].
pub fn differentiate(expr: &Expr) -> Result<Expr> {
    expand(&expr.diff())
}

/// An expansion under way. Every expression in it is a node of its arena.
struct Work<'a> {
    how: &'a Expansion,
    arena: Arena,
    definitions: BTreeMap<String, Expr>,
    derivatives: BTreeMap<usize, Expr>,
}

impl<'a> Work<'a> {
    fn new(how: &'a Expansion) -> Self {
        Work {
            how,
            arena: Arena::default(),
            definitions: BTreeMap::new(),
            derivatives: BTreeMap::new(),
        }
    }

    fn expand(&mut self, expr: &Expr) -> Result<Expr> {
        let mut memo: BTreeMap<usize, Expr> = BTreeMap::new();
        for e in postorder(expr) {
            let mut done = Vec::new();
            for c in e.node().children() {
                match memo.get(&c.id()) {
                    Some(d) => done.push(d.clone()),
                    None => return Err(Diagnostic::internal("a child comes after its parent")),
                }
            }
            let new = self.node(&e, done).map_err(|d| {
                let place = d.span.or(e.span());
                d.at(place)
            })?;
            memo.insert(e.id(), new);
        }
        match memo.remove(&expr.id()) {
            Some(e) => Ok(e),
            None => Err(Diagnostic::internal("the root was not expanded")),
        }
    }

    /// One node, its children being expanded already.
    fn node(&mut self, e: &Expr, mut children: Vec<Expr>) -> Result<Expr> {
        match e.node() {
            Node::Named(name, _) => {
                let definition = self.definition(name)?;
                let entry = find(name)?;
                if children.len() != entry.parameters.len() + 1 {
                    return Err(Diagnostic::internal(format!(
                        "`{name}` with {} arguments",
                        children.len()
                    )));
                }
                let argument = children.remove(0);
                let values = entry
                    .parameters
                    .iter()
                    .map(|p| p.name.as_str())
                    .zip(children)
                    .collect();
                self.replace(&definition, Some(&argument), &values)
            }
            Node::Compose(..) => {
                let (f, g) = two(children)?;
                self.replace(&f, Some(&g), &BTreeMap::new())
            }
            Node::Diff(_) => {
                let f = one(children)?;
                self.derivative(&f)
            }
            node => {
                let node = node.with_children(children);
                self.make(node)
            }
        }
    }

    /// The expanded definition of a catalogue entry, in `x` and its parameters.
    fn definition(&mut self, name: &str) -> Result<Expr> {
        if let Some(done) = self.definitions.get(name) {
            return Ok(done.clone());
        }
        // The catalogue's entries refer to each other without cycles (a test sees to it), and a
        // chain of references is a few entries long.
        let done = self.expand(&find(name)?.definition)?;
        self.definitions.insert(name.to_owned(), done.clone());
        Ok(done)
    }

    /// Replaces `x` and parameters in an expanded expression.
    fn replace(
        &mut self,
        expr: &Expr,
        x: Option<&Expr>,
        values: &BTreeMap<&str, Expr>,
    ) -> Result<Expr> {
        let mut memo: BTreeMap<usize, Expr> = BTreeMap::new();
        for e in postorder(expr) {
            let new = match (e.node(), x) {
                (Node::Var, Some(x)) => x.clone(),
                (Node::Symbol(Symbol::Parameter(name)), _) if values.contains_key(&**name) => {
                    values[&**name].clone()
                }
                (node, _) => {
                    let children = node
                        .children()
                        .iter()
                        .map(|c| memo.get(&c.id()).cloned().unwrap_or_else(|| (*c).clone()))
                        .collect();
                    self.make(node.with_children(children))?
                }
            };
            memo.insert(e.id(), new);
        }
        memo.remove(&expr.id())
            .ok_or_else(|| Diagnostic::internal("the root was not replaced"))
    }

    /// Makes a node, folding what may be folded, within the budgets.
    fn make(&mut self, node: Node) -> Result<Expr> {
        if let Some(rewritten) = self.simplify(&node)? {
            return Ok(rewritten);
        }
        let depth = 1 + node
            .children()
            .iter()
            .map(|c| c.depth())
            .max()
            .map_or(0, |d| d);
        if depth > MAX_DEPTH {
            return Err(Diagnostic::budget(
                ErrorCode::W0123,
                format!("the expanded expression is deeper than the limit {MAX_DEPTH}"),
            )
            .help("shorten the expression or take fewer derivatives"));
        }
        if self.arena.len() >= self.how.max_nodes {
            return Err(Diagnostic::budget(
                ErrorCode::W0123,
                format!(
                    "expanding needs more than the limit of {} nodes",
                    self.how.max_nodes
                ),
            )
            .help("shorten the expression or take fewer derivatives"));
        }
        Ok(self.arena.intern(node))
    }

    fn int(&mut self, n: i64) -> Result<Expr> {
        self.make(Node::Num(BigRational::from_integer(BigInt::from(n))))
    }

    fn num(&mut self, q: BigRational) -> Result<Expr> {
        self.make(Node::Num(q))
    }

    fn add(&mut self, a: &Expr, b: &Expr) -> Result<Expr> {
        self.make(Node::Add(a.clone(), b.clone()))
    }

    fn sub(&mut self, a: &Expr, b: &Expr) -> Result<Expr> {
        self.make(Node::Sub(a.clone(), b.clone()))
    }

    fn mul(&mut self, a: &Expr, b: &Expr) -> Result<Expr> {
        self.make(Node::Mul(a.clone(), b.clone()))
    }

    fn div(&mut self, a: &Expr, b: &Expr) -> Result<Expr> {
        self.make(Node::Div(a.clone(), b.clone()))
    }

    fn pow(&mut self, a: &Expr, b: &Expr) -> Result<Expr> {
        self.make(Node::Pow(a.clone(), b.clone()))
    }

    /// A formula of an elementary function, where x and the value of the function are these.
    fn formula(&mut self, formula: &Formula, x: &Expr, value: &Expr) -> Result<Expr> {
        formula.evaluate(&mut Nodes(|node| self.make(node)), x, value)
    }
}

fn find(name: &str) -> Result<&'static catalogue::Entry> {
    catalogue::find(name)
        .ok_or_else(|| Diagnostic::internal(format!("`{name}` is not in the catalogue")))
}

fn one(children: Vec<Expr>) -> Result<Expr> {
    children
        .into_iter()
        .next()
        .ok_or_else(|| Diagnostic::internal("a node without its child"))
}

fn two(children: Vec<Expr>) -> Result<(Expr, Expr)> {
    <[Expr; 2]>::try_from(children)
        .map(|[a, b]| (a, b))
        .map_err(|_| Diagnostic::internal("a node without its two children"))
}

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

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

use super::measure::postorder;
use super::parse::MAX_DEPTH;
use super::{Expr, Func, Node, Relation, catalogue};
use crate::error::{Diagnostic, Result};

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
/// use wronski::expr::{expand, parse, Parameters};
/// let e = parse("diff(x^3) + compose(x + 1, 2*x)", &Parameters::new())?.expr;
/// assert_eq!(expand(&e)?.to_string(), "3*x^2 + (2*x + 1)");
/// # Ok::<(), wronski::error::Diagnostic>(())
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

/// The expression with `x` replaced. Under a derivative and in the first argument of `compose` the
/// variable is bound: `diff(f)` becomes `compose(diff(f), g)`.
pub fn substitute(expr: &Expr, x: &Expr) -> Expr {
    let mut memo: BTreeMap<usize, Expr> = BTreeMap::new();
    let order = postorder(expr);
    for e in &order {
        let of = |c: &Expr| memo.get(&c.id()).cloned().unwrap_or_else(|| c.clone());
        let new = match e.node() {
            Node::Var => x.clone(),
            Node::Diff(_) => e.compose(x),
            Node::Compose(f, g) => Expr::new(Node::Compose(f.clone(), of(g))),
            node => rebuilt(e, node, &of),
        };
        memo.insert(e.id(), new);
    }
    memo.remove(&expr.id()).unwrap_or_else(|| expr.clone())
}

/// The expression with parameters (or metavariables) replaced by name.
pub fn substitute_parameters(expr: &Expr, values: &BTreeMap<String, Expr>) -> Expr {
    let mut memo: BTreeMap<usize, Expr> = BTreeMap::new();
    let order = postorder(expr);
    for e in &order {
        let of = |c: &Expr| memo.get(&c.id()).cloned().unwrap_or_else(|| c.clone());
        let new = match e.node() {
            Node::Param(name) => values.get(&**name).cloned().unwrap_or_else(|| e.clone()),
            node => rebuilt(e, node, &of),
        };
        memo.insert(e.id(), new);
    }
    memo.remove(&expr.id()).unwrap_or_else(|| expr.clone())
}

/// The node with its children mapped; the same shared node if nothing changed.
fn rebuilt(e: &Expr, node: &Node, of: &dyn Fn(&Expr) -> Expr) -> Expr {
    let old = node.children();
    let new: Vec<Expr> = old.iter().map(|c| of(c)).collect();
    if old.iter().zip(&new).all(|(o, n)| o.id() == n.id()) {
        e.clone()
    } else {
        Expr::new(node.with_children(new))
    }
}

/// The same tree without spans, equal subtrees shared.
pub(super) fn rebuild(expr: &Expr) -> Expr {
    let mut arena = Arena::default();
    let mut memo: BTreeMap<usize, Expr> = BTreeMap::new();
    for e in postorder(expr) {
        let children = e
            .node()
            .children()
            .iter()
            .map(|c| memo.get(&c.id()).cloned().unwrap_or_else(|| (*c).clone()))
            .collect();
        let new = arena.intern(e.node().with_children(children));
        memo.insert(e.id(), new);
    }
    memo.remove(&expr.id()).unwrap_or_else(|| expr.clone())
}

/// A node without its children.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Head {
    Num(BigRational),
    Param(Arc<str>),
    Func(Func),
    Named(Arc<str>),
    Where(Relation),
    Plain(std::mem::Discriminant<Node>),
}

/// Shared nodes by structure. (The hash map is only ever looked into, never iterated.)
#[derive(Default)]
struct Arena {
    nodes: HashMap<(Head, Vec<usize>), Expr>,
    /// Is the node certainly defined for every real x and all real parameters?
    total: HashMap<usize, bool>,
}

impl Arena {
    fn intern(&mut self, node: Node) -> Expr {
        let head = match &node {
            Node::Num(q) => Head::Num(q.clone()),
            Node::Param(p) => Head::Param(p.clone()),
            Node::Func(f, _) => Head::Func(*f),
            Node::Named(n, _) => Head::Named(n.clone()),
            Node::Where(r, _) => Head::Where(*r),
            other => Head::Plain(std::mem::discriminant(other)),
        };
        let children: Vec<usize> = node.children().iter().map(|c| c.id()).collect();
        let total = self.is_total_node(&node);
        let expr = self
            .nodes
            .entry((head, children))
            .or_insert_with(|| Expr::new(node))
            .clone();
        self.total.insert(expr.id(), total);
        expr
    }

    fn is_total(&self, e: &Expr) -> bool {
        self.total.get(&e.id()).copied() == Some(true)
    }

    fn is_total_node(&self, node: &Node) -> bool {
        let children = node.children().iter().all(|c| self.is_total(c));
        children
            && match node {
                Node::Func(f, _) => !matches!(f, Func::Log | Func::Sqrt | Func::Tan),
                Node::Div(_, b) => b.as_num().is_some_and(|q| !q.is_zero()),
                Node::Pow(_, n) => n
                    .as_num()
                    .is_some_and(|q| q.is_integer() && q.is_positive()),
                // Metavariables stand for anything.
                Node::Param(name) => !name.starts_with('?'),
                Node::Named(..) | Node::Diff(_) | Node::Compose(..) => false,
                _ => true,
            }
    }
}

/// Numbers are folded up to this many bits; beyond, the operation stays written out.
const MAX_FOLDED_BITS: u64 = 16_384;

struct Work<'a> {
    how: &'a Expansion,
    arena: Arena,
    definitions: BTreeMap<String, Expr>,
    derivatives: BTreeMap<usize, Expr>,
    constant: BTreeMap<usize, bool>,
}

impl<'a> Work<'a> {
    fn new(how: &'a Expansion) -> Self {
        Work {
            how,
            arena: Arena::default(),
            definitions: BTreeMap::new(),
            derivatives: BTreeMap::new(),
            constant: BTreeMap::new(),
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
                (Node::Param(name), _) if values.contains_key(&**name) => values[&**name].clone(),
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
                "W0123",
                format!("the expanded expression is deeper than the limit {MAX_DEPTH}"),
            )
            .help("shorten the expression or take fewer derivatives"));
        }
        if self.arena.nodes.len() >= self.how.max_nodes {
            return Err(Diagnostic::budget(
                "W0123",
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

    fn func(&mut self, f: Func, a: &Expr) -> Result<Expr> {
        self.make(Node::Func(f, a.clone()))
    }

    /// `a^q`
    fn power(&mut self, a: &Expr, n: i64, d: i64) -> Result<Expr> {
        let q = self.num(BigRational::new(BigInt::from(n), BigInt::from(d)))?;
        self.pow(a, &q)
    }

    /// What the node folds to, if anything.
    fn simplify(&mut self, node: &Node) -> Result<Option<Expr>> {
        let small = |q: &BigRational| q.numer().bits().max(q.denom().bits()) <= MAX_FOLDED_BITS;
        let both = |a: &Expr, b: &Expr| match (a.as_num(), b.as_num()) {
            (Some(p), Some(q)) if small(p) && small(q) => Some((p.clone(), q.clone())),
            _ => None,
        };
        let folded = match node {
            Node::Neg(a) => match a.node() {
                Node::Num(q) => Some(self.num(-q.clone())?),
                Node::Neg(inner) => Some(inner.clone()),
                _ => None,
            },
            Node::Add(a, b) if a.is_zero_literal() => Some(b.clone()),
            Node::Add(a, b) | Node::Sub(a, b) if b.is_zero_literal() => Some(a.clone()),
            Node::Sub(a, b) if a.is_zero_literal() => Some(self.make(Node::Neg(b.clone()))?),
            Node::Add(a, b) => match both(a, b) {
                Some((p, q)) => Some(self.num(p + q)?),
                None => None,
            },
            Node::Sub(a, b) => match both(a, b) {
                Some((p, q)) => Some(self.num(p - q)?),
                None => None,
            },
            Node::Mul(a, b) if a.is_one_literal() => Some(b.clone()),
            Node::Mul(a, b) if b.is_one_literal() => Some(a.clone()),
            Node::Mul(a, b) if a.is_zero_literal() && self.arena.is_total(b) => Some(a.clone()),
            Node::Mul(a, b) if b.is_zero_literal() && self.arena.is_total(a) => Some(b.clone()),
            Node::Mul(a, b) => match both(a, b) {
                Some((p, q)) => Some(self.num(p * q)?),
                None => None,
            },
            Node::Div(a, b) if b.is_one_literal() => Some(a.clone()),
            Node::Div(a, b) if !b.is_zero_literal() => match both(a, b) {
                Some((p, q)) => Some(self.num(p / q)?),
                None => None,
            },
            Node::Pow(a, b) if b.is_one_literal() => Some(a.clone()),
            Node::Pow(a, b) if b.is_zero_literal() && self.arena.is_total(a) => {
                // x^0 is the polynomial 1, also at x = 0.
                Some(self.int(1)?)
            }
            Node::Pow(a, b) => match both(a, b).and_then(|(p, q)| integer_power(&p, &q)) {
                Some(value) => Some(self.num(value)?),
                None => None,
            },
            Node::Func(f, a) if self.how.exponential_forms => self.exponential_form(*f, a)?,
            _ => None,
        };
        Ok(folded)
    }

    /// `erfc`, `sinh`, `cosh`, `tanh` and `sqrt` by `erf`, `exp` and powers.
    fn exponential_form(&mut self, f: Func, u: &Expr) -> Result<Option<Expr>> {
        let form = match f {
            Func::Erfc => {
                let one = self.int(1)?;
                let erf = self.func(Func::Erf, u)?;
                self.sub(&one, &erf)?
            }
            Func::Sqrt => self.power(u, 1, 2)?,
            Func::Sinh | Func::Cosh => {
                let minus = self.make(Node::Neg(u.clone()))?;
                let (up, down) = (self.func(Func::Exp, u)?, self.func(Func::Exp, &minus)?);
                let sum = if f == Func::Sinh {
                    self.sub(&up, &down)?
                } else {
                    self.add(&up, &down)?
                };
                let two = self.int(2)?;
                self.div(&sum, &two)?
            }
            Func::Tanh => {
                // tanh(u) = (e^(2u) - 1)/(e^(2u) + 1)
                let (one, two) = (self.int(1)?, self.int(2)?);
                let double = self.mul(&two, u)?;
                let exp = self.func(Func::Exp, &double)?;
                let (top, bottom) = (self.sub(&exp, &one)?, self.add(&exp, &one)?);
                self.div(&top, &bottom)?
            }
            _ => return Ok(None),
        };
        Ok(Some(form))
    }

    fn is_constant(&mut self, e: &Expr) -> bool {
        if let Some(known) = self.constant.get(&e.id()) {
            return *known;
        }
        // Children first, each once: expanded expressions have no bound variables.
        for node in postorder(e) {
            if self.constant.contains_key(&node.id()) {
                continue;
            }
            let children = node.node().children();
            let free = !matches!(node.node(), Node::Var)
                && children
                    .iter()
                    .all(|c| self.constant.get(&c.id()).copied() == Some(true));
            self.constant.insert(node.id(), free);
        }
        self.constant.get(&e.id()).copied() == Some(true)
    }

    /// The derivative of an expanded expression.
    fn derivative(&mut self, f: &Expr) -> Result<Expr> {
        for e in postorder(f) {
            if self.derivatives.contains_key(&e.id()) {
                continue;
            }
            let d = self.rule(&e)?;
            self.derivatives.insert(e.id(), d);
        }
        self.known(f)
    }

    fn known(&self, e: &Expr) -> Result<Expr> {
        self.derivatives
            .get(&e.id())
            .cloned()
            .ok_or_else(|| Diagnostic::internal("a derivative is missing"))
    }

    /// One rule of the calculus; the derivatives of the children are known.
    fn rule(&mut self, e: &Expr) -> Result<Expr> {
        if let Node::Param(name) = e.node()
            && name.starts_with('?')
        {
            return Err(Diagnostic::input(
                "W0124",
                format!("the metavariable `{name}` cannot be differentiated"),
            ));
        }
        // A constant subexpression, whatever it is made of.
        if self.is_constant(e) {
            return self.int(0);
        }
        match e.node() {
            Node::Var => self.int(1),
            Node::Neg(a) => {
                let da = self.known(a)?;
                self.make(Node::Neg(da))
            }
            Node::Add(a, b) => {
                let (da, db) = (self.known(a)?, self.known(b)?);
                self.add(&da, &db)
            }
            Node::Sub(a, b) => {
                let (da, db) = (self.known(a)?, self.known(b)?);
                self.sub(&da, &db)
            }
            Node::Mul(a, b) => self.product_rule(a, b),
            Node::Div(a, b) => self.quotient_rule(a, b),
            Node::Pow(a, b) => self.power_rule(e, a, b),
            Node::Func(f, u) => self.chain_rule(e, *f, u),
            Node::Max(..) | Node::Min(..) | Node::Where(..) => Err(piecewise(match e.node() {
                Node::Max(..) => "max",
                Node::Min(..) => "min",
                _ => "where",
            })),
            _ => Err(Diagnostic::internal(
                "a node that expansion should have removed is differentiated",
            )),
        }
    }

    fn product_rule(&mut self, a: &Expr, b: &Expr) -> Result<Expr> {
        let (da, db) = (self.known(a)?, self.known(b)?);
        if self.is_constant(a) {
            return self.mul(a, &db);
        }
        if self.is_constant(b) {
            return self.mul(&da, b);
        }
        let (left, right) = (self.mul(&da, b)?, self.mul(a, &db)?);
        self.add(&left, &right)
    }

    fn quotient_rule(&mut self, a: &Expr, b: &Expr) -> Result<Expr> {
        let (da, db) = (self.known(a)?, self.known(b)?);
        if self.is_constant(b) {
            return self.div(&da, b);
        }
        let two = self.int(2)?;
        let square = self.pow(b, &two)?;
        let lost = self.mul(a, &db)?;
        if self.is_constant(a) {
            let minus = self.make(Node::Neg(lost))?;
            return self.div(&minus, &square);
        }
        let gained = self.mul(&da, b)?;
        let top = self.sub(&gained, &lost)?;
        self.div(&top, &square)
    }

    fn power_rule(&mut self, e: &Expr, a: &Expr, b: &Expr) -> Result<Expr> {
        let (da, db) = (self.known(a)?, self.known(b)?);
        if self.is_constant(b) {
            // (a^c)' = c a^(c-1) a'
            let one = self.int(1)?;
            let less = self.sub(b, &one)?;
            let power = self.pow(a, &less)?;
            let outer = self.mul(b, &power)?;
            return self.mul(&outer, &da);
        }
        if matches!(a.node(), Node::E) {
            return self.mul(e, &db);
        }
        let log = self.func(Func::Log, a)?;
        let mut inner = self.mul(&db, &log)?;
        if !self.is_constant(a) {
            // (a^b)' = a^b (b' log a + b a'/a)
            let top = self.mul(b, &da)?;
            let ratio = self.div(&top, a)?;
            inner = self.add(&inner, &ratio)?;
        }
        self.mul(e, &inner)
    }

    fn chain_rule(&mut self, e: &Expr, f: Func, u: &Expr) -> Result<Expr> {
        let du = self.known(u)?;
        let one = self.int(1)?;
        let square = self.power(u, 2, 1)?;
        let outer = match f {
            Func::Exp => e.clone(),
            Func::Log => return self.div(&du, u),
            Func::Sqrt => {
                let two = self.int(2)?;
                let double = self.mul(&two, e)?;
                return self.div(&du, &double);
            }
            Func::Cbrt => {
                let three = self.int(3)?;
                let own = self.power(e, 2, 1)?;
                let triple = self.mul(&three, &own)?;
                return self.div(&du, &triple);
            }
            Func::Erf | Func::Erfc => {
                let two = self.int(if f == Func::Erf { 2 } else { -2 })?;
                let pi = self.make(Node::Pi)?;
                let root = self.power(&pi, 1, 2)?;
                let scale = self.div(&two, &root)?;
                let minus = self.make(Node::Neg(square))?;
                let bell = self.func(Func::Exp, &minus)?;
                self.mul(&scale, &bell)?
            }
            Func::Sinh => self.func(Func::Cosh, u)?,
            Func::Cosh => self.func(Func::Sinh, u)?,
            Func::Tanh => {
                let own = self.power(e, 2, 1)?;
                self.sub(&one, &own)?
            }
            Func::Sin => self.func(Func::Cos, u)?,
            Func::Cos => {
                let sin = self.func(Func::Sin, u)?;
                self.make(Node::Neg(sin))?
            }
            Func::Tan => {
                let own = self.power(e, 2, 1)?;
                self.add(&one, &own)?
            }
            Func::Asinh => {
                let sum = self.add(&one, &square)?;
                let root = self.power(&sum, 1, 2)?;
                return self.div(&du, &root);
            }
            Func::Atan => {
                let sum = self.add(&one, &square)?;
                return self.div(&du, &sum);
            }
            Func::Abs => return Err(piecewise("abs")),
        };
        self.mul(&outer, &du)
    }
}

/// `p^q` for an integer q, if the result stays small and is defined.
fn integer_power(p: &BigRational, q: &BigRational) -> Option<BigRational> {
    if !q.is_integer() {
        return None;
    }
    let exponent = q.to_integer().to_i32()?;
    if p.is_zero() && exponent <= 0 {
        return None;
    }
    let bits = p.numer().bits().max(p.denom().bits());
    let size = u64::from(exponent.unsigned_abs()).saturating_mul(bits);
    if p.abs().is_one() || size <= MAX_FOLDED_BITS / 4 {
        Some(Pow::pow(p, exponent))
    } else {
        None
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

fn piecewise(name: &str) -> Diagnostic {
    Diagnostic::budget(
        "W0122",
        format!(
            "the derivative of `{name}` is not carried out: it does not exist at the breakpoints"
        ),
    )
    .label("not differentiable everywhere")
    .help("differentiate the pieces by hand, or use an analytic activation")
}

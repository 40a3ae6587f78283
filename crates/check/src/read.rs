//! Expressions as elements: texts in the symbols of the tower, and functions of x.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

use super::element::Elem;
use super::elementary::of;
use super::failure::{Checked, limit, unshown};
use super::ranges::values_of;
use super::space::{Kind, Space};
use super::text::{canonical, short};
use wronski_exact::poly::{Poly, mono};
use wronski_expr::domain::{Definedness, definedness};
use wronski_expr::{Expr, Func, Node, catalogue};

/// How deep a text in the symbols of the tower may be nested (sums are left-deep).
const STEPS: usize = 200_000;

/// The value of a node from those of its children.
type Build<'a> = dyn Fn(&mut Space, &Node, &[Elem]) -> Checked<Elem> + 'a;

/// Evaluates an expression bottom-up with a stack of its own.
///
/// `leaf` is asked first at every node on the way down: an element ends the descent, another
/// expression takes the place of the node.
fn evaluate(
    space: &mut Space,
    expr: &Expr,
    leaf: &mut dyn FnMut(&mut Space, &Expr) -> Checked<Leaf>,
    node: &Build<'_>,
) -> Checked<Elem> {
    enum Task {
        Visit(Expr),
        Build(Expr),
        Alias(Expr, Expr),
    }
    // The expressions are kept, so that their addresses stay their own.
    let mut known: BTreeMap<usize, (Expr, Elem)> = BTreeMap::new();
    let mut tasks = vec![Task::Visit(expr.clone())];
    let mut steps = 0;
    while let Some(task) = tasks.pop() {
        steps += 1;
        if steps > STEPS {
            return Err(limit("the size of an expression", STEPS as u64));
        }
        match task {
            Task::Visit(e) => {
                if known.contains_key(&e.id()) {
                    continue;
                }
                match leaf(space, &e)? {
                    Leaf::Value(value) => {
                        known.insert(e.id(), (e, value));
                    }
                    Leaf::Instead(other) => {
                        tasks.push(Task::Alias(e, other.clone()));
                        tasks.push(Task::Visit(other));
                    }
                    Leaf::Descend => {
                        let children: Vec<Expr> =
                            e.node().children().into_iter().cloned().collect();
                        tasks.push(Task::Build(e));
                        tasks.extend(children.into_iter().rev().map(Task::Visit));
                    }
                }
            }
            Task::Build(e) => {
                let values: Option<Vec<Elem>> = e
                    .node()
                    .children()
                    .iter()
                    .map(|c| known.get(&c.id()).map(|k| k.1.clone()))
                    .collect();
                let values = values.ok_or("an expression could not be read")?;
                let value = node(space, e.node(), &values)?;
                known.insert(e.id(), (e, value));
            }
            Task::Alias(e, other) => {
                let value = known
                    .get(&other.id())
                    .ok_or("an expression could not be read")?
                    .1
                    .clone();
                // `other` is kept as well: another node could take its address.
                known.insert(e.id(), (e, value));
            }
        }
    }
    known
        .remove(&expr.id())
        .map(|k| k.1)
        .ok_or_else(|| "an expression could not be read".into())
}

enum Leaf {
    Value(Elem),
    Instead(Expr),
    Descend,
}

fn integer_power(space: &Space, a: &Elem, n: i64) -> Checked<Elem> {
    if n >= 0 {
        return space.arithmetic.pow(a, n);
    }
    let inverse = space.divide(&Elem::one(), a)?;
    space.arithmetic.pow(
        &inverse,
        n.checked_neg()
            .ok_or_else(|| limit("an exponent", i64::MAX as u64))?,
    )
}

/// The rational operations; `None` for other nodes.
fn rational_node(space: &Space, node: &Node, values: &[Elem]) -> Option<Checked<Elem>> {
    let k = &space.arithmetic;
    Some(match (node, values) {
        (Node::Num(q), _) => Ok(Elem::number(q)),
        (Node::Neg(_), [a]) => Ok(a.neg()),
        (Node::Add(..), [a, b]) => k.add(a, b),
        (Node::Sub(..), [a, b]) => k.sub(a, b),
        (Node::Mul(..), [a, b]) => k.mul(a, b),
        (Node::Div(..), [a, b]) => space.divide(a, b),
        (Node::Pow(..), [a, b]) => {
            let n = b.as_rational().filter(BigRational::is_integer)?;
            match n.to_integer().to_i64() {
                Some(n) => integer_power(space, a, n),
                None => Err(limit("an exponent", i64::MAX as u64)),
            }
        }
        _ => return None,
    })
}

/// Zero, as it is written, times what is defined on the real line: nothing has to be known of that.
fn nothing_times(a: &Expr, b: &Expr) -> bool {
    visibly_zero(a)
        && matches!(definedness(b), Ok(Definedness::DefinedEverywhere { parameter_conditions, .. })
            if parameter_conditions.is_empty())
}

/// The number 0, or a difference, product or negative of such.
fn visibly_zero(e: &Expr) -> bool {
    match e.node() {
        Node::Num(q) => q.is_zero(),
        Node::Neg(a) => visibly_zero(a),
        Node::Sub(a, b) => a == b || (visibly_zero(a) && visibly_zero(b)),
        _ => false,
    }
}

/// Which names a text may use.
pub(super) struct Symbols<'a> {
    /// The variables before this one.
    pub upto: usize,
    /// The monomials and roots among them, too?
    pub monomials: bool,
    /// Further names, by the text of an expression.
    pub extra: &'a BTreeMap<String, Elem>,
}

impl Space {
    /// An element from its canonical text in the symbols of the first `upto` variables.
    pub fn element(&mut self, text: &str, upto: usize) -> Checked<Elem> {
        self.element_with(
            text,
            &Symbols {
                upto,
                monomials: true,
                extra: &BTreeMap::new(),
            },
        )
    }

    /// A constant from its canonical text.
    pub fn constant_text(&mut self, text: &str) -> Checked<Elem> {
        let value = self.element(text, self.listed)?;
        match (0..self.variables.len())
            .find(|&v| value.involves(v) && !self.variables[v].is_constant())
        {
            Some(_) => Err(format!("`{}` is no constant", short(text)).into()),
            None => Ok(value),
        }
    }

    /// Text in symbols, where `extra` names further elements (by the text of an expression).
    pub fn element_with(&mut self, text: &str, symbols: &Symbols) -> Checked<Elem> {
        let mut names: Vec<String> = self
            .variables
            .iter()
            .take(symbols.upto)
            .filter(|w| (symbols.monomials && w.is_generator()) || w.is_parameter())
            .map(|w| w.symbol.clone())
            .collect();
        names.extend(symbols.extra.keys().filter(|n| !n.contains('(')).cloned());
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let expr = canonical(text, &names)?;
        let allowed: BTreeMap<String, usize> = self
            .variables
            .iter()
            .enumerate()
            .take(symbols.upto)
            .filter(|(_, w)| symbols.monomials || !w.is_generator())
            .map(|(v, w)| (w.symbol.clone(), v))
            .collect();
        let what = short(text);
        let mut leaf = |_: &mut Space, e: &Expr| -> Checked<Leaf> {
            // Even powers of sqrt(pi) are written as powers of pi.
            if matches!(e.node(), Node::Pi)
                && let Some(v) = allowed.get("sqrt(pi)")
            {
                let square = Poly::term(mono(*v, 2), &BigRational::from_integer(1.into()));
                return Ok(Leaf::Value(Elem::poly(square)));
            }
            // `2^(1/3)` is the symbol of a constant.
            let root = matches!(e.node(), Node::Pow(base, exponent)
                if base.as_num().is_some() && !matches!(exponent.as_num(), Some(q) if q.is_integer()));
            if root
                || matches!(
                    e.node(),
                    Node::Var | Node::Symbol(_) | Node::Func(..) | Node::Diff(_)
                )
            {
                let symbol = e.to_string();
                if let Some(value) = symbols.extra.get(&symbol) {
                    return Ok(Leaf::Value(value.clone()));
                }
                return match allowed.get(&symbol) {
                    Some(v) => Ok(Leaf::Value(Elem::var(*v))),
                    None => Err(format!(
                        "`{}` in `{what}` is no variable that may stand here",
                        short(&symbol)
                    )
                    .into()),
                };
            }
            Ok(Leaf::Descend)
        };
        evaluate(self, &expr, &mut leaf, &|space, node, values| {
            rational_node(space, node, values).unwrap_or_else(|| {
                Err(
                    format!("`{what}` is no rational expression in the symbols of the tower")
                        .into(),
                )
            })
        })
    }

    /// The function of x that an expression denotes; `diff` and `compose` are carried out on elements.
    pub fn interpret(&mut self, expr: &Expr) -> Checked<Elem> {
        let mut leaf = |space: &mut Space, e: &Expr| -> Checked<Leaf> {
            Ok(match e.node() {
                Node::Var => Leaf::Value(Elem::var(0)),
                Node::Symbol(s) => match space.find(s.name()) {
                    Some(v) if space.variables[v].is_parameter() => Leaf::Value(Elem::var(v)),
                    _ => {
                        return Err(format!(
                            "the parameter {s} is not among the variables of the tower"
                        )
                        .into());
                    }
                },
                Node::Pi => Leaf::Value(space.pi()?),
                Node::E => Leaf::Value(space.exp_constant(&Elem::one())?),
                Node::Named(name, args) => {
                    let entry = catalogue::find(name)
                        .ok_or_else(|| format!("{} is not in the catalogue", short(name)))?;
                    Leaf::Instead(entry.instantiate(args).map_err(|e| e.message)?)
                }
                Node::Mul(a, b) if nothing_times(a, b) || nothing_times(b, a) => {
                    Leaf::Value(Elem::zero())
                }
                Node::Max(..) | Node::Min(..) | Node::Where(..) | Node::Func(Func::Abs, _) => {
                    match wronski_expr::domain::single_piece(e) {
                        Some(piece) => Leaf::Instead(piece),
                        None => Leaf::Descend,
                    }
                }
                _ => Leaf::Descend,
            })
        };
        evaluate(self, expr, &mut leaf, &|space, node, values| {
            if let Some(value) = rational_node(space, node, values) {
                return value.or_else(|why| space.quotient(node, values).unwrap_or(Err(why)));
            }
            match (node, values) {
                (Node::Pow(base, _), [a, b]) => match b.as_rational() {
                    Some(q) => space.power_of(a, &q, base),
                    None => {
                        let log = space.log(a)?;
                        let product = space.arithmetic.mul(b, &log)?;
                        space.exp(&product)
                    }
                },
                // (a + b + |a - b|)/2
                (Node::Max(..) | Node::Min(..), [a, b]) => {
                    let k = &space.arithmetic;
                    let (sum, difference) = (k.add(a, b)?, k.sub(a, b)?);
                    let size = space.absolute(&difference)?;
                    let size = match node {
                        Node::Max(..) => size,
                        _ => size.neg(),
                    };
                    let half = BigRational::new(1.into(), 2.into());
                    Ok(space.arithmetic.add(&sum, &size)?.scale(&half))
                }
                (Node::Where(..), [_, _, a, b]) if space.arithmetic.equal(a, b)? => Ok(a.clone()),
                (Node::Diff(_), [a]) => space.derive(a),
                (Node::Compose(..), [f, g]) => space.compose(f, g),
                (Node::Func(f, text), [a]) => of(*f).element(space, a, text),
                _ => Err(unshown(
                    "a function defined by pieces is not shown to be an element of a field of analytic functions",
                )),
            }
        })
    }

    /// A quotient, or a negative power, whose denominator has a sign as an expression: the function is not zero,
    /// whatever is known of the auxiliary variables in it.
    fn quotient(&self, node: &Node, values: &[Elem]) -> Option<Checked<Elem>> {
        let nonzero = |e: &Expr| values_of(e).is_ok_and(|v| v.is_nonzero());
        let k = &self.arithmetic;
        match (node, values) {
            (Node::Div(_, below), [a, b]) if !b.is_zero() && nonzero(below) => Some(k.div(a, b)),
            (Node::Pow(base, _), [a, n]) if !a.is_zero() && nonzero(base) => {
                let n = n.as_rational().filter(BigRational::is_integer)?;
                Some(k.pow(a, n.to_integer().to_i64()?))
            }
            _ => None,
        }
    }

    /// `f(g(x))`: x goes to g, and every monomial and root in f to the same function of the image of its
    /// argument.
    pub fn compose(&mut self, f: &Elem, g: &Elem) -> Checked<Elem> {
        let mut images = BTreeMap::from([(0, g.clone())]);
        // Arguments lie in the variables before, so one pass in order finds all images.
        for v in 1..self.variables.len() {
            if !self.needed(f, v) {
                continue;
            }
            let Kind::Function(g) = self.variables[v].kind.clone() else {
                continue;
            };
            let argument = self.substitute(g.argument(), &images)?;
            let image = g.of(self, &argument)?;
            images.insert(v, image);
        }
        self.substitute(f, &images)
    }
}

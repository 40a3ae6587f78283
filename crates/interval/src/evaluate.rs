//! Jets of expressions: the value and the first derivatives at a rational point, enclosed.

use std::cell::Cell;
use std::collections::BTreeMap;

use num_rational::BigRational;

use super::fault::Fault;
use super::function::elementary;
use super::real::Interval;
use super::series::Series;
use wronski_diagnostic::interruption;
use wronski_expr::{Expr, Node, Relation, catalogue};

/// Deepest recursion, catalogue formulas and compositions included.
const MAX_DEPTH: u32 = 1_000;
/// Highest derivative.
const MAX_ORDER: usize = 256;
/// Most nodes visited in one evaluation.
const MAX_STEPS: u64 = 200_000;

/// Evaluates expressions at a fixed precision, with values for parameters.
#[derive(Clone, Debug)]
pub struct Evaluator {
    precision: u32,
    parameters: BTreeMap<String, BigRational>,
}

/// What has been computed at one point: series by node identity and order.
///
/// The expression is kept so that its identity is not given to another node meanwhile.
type Memo = BTreeMap<(usize, usize), (Expr, Series)>;

/// The point of evaluation and the work done so far.
struct Frame<'a> {
    at: &'a Interval,
    memo: Memo,
    effort: &'a Effort,
}

/// What one evaluation has cost so far.
#[derive(Default)]
struct Effort {
    steps: Cell<u64>,
    depth: Cell<u32>,
}

/// The value and the first `order` derivatives of `f` at `x`: enclosures of `f(x), f'(x), ..., f^(order)(x)`.
///
/// # Errors
/// A [`Fault`] where an enclosure could not be found: see [`Evaluator::derivatives`].
pub fn jet(
    f: &Expr,
    x: &BigRational,
    order: usize,
    precision: u32,
) -> Result<Vec<Interval>, Fault> {
    Evaluator::new(precision).derivatives(f, &Interval::from_rational(x, precision), order)
}

impl Evaluator {
    /// An evaluator of the given precision in bits (at least 2).
    pub fn new(precision: u32) -> Evaluator {
        Evaluator {
            precision: precision.max(2),
            parameters: BTreeMap::new(),
        }
    }

    /// Gives a parameter its value.
    #[must_use]
    pub fn with_parameter(mut self, name: &str, value: BigRational) -> Evaluator {
        self.parameters.insert(name.to_string(), value);
        self
    }

    /// The same values of parameters at another precision.
    #[must_use]
    pub fn at_precision(&self, precision: u32) -> Evaluator {
        Evaluator {
            precision: precision.max(2),
            parameters: self.parameters.clone(),
        }
    }

    /// The precision in bits.
    pub fn precision(&self) -> u32 {
        self.precision
    }

    /// The value and the first `order` derivatives of `f`, enclosed for every point of `at`.
    ///
    /// # Errors
    /// [`Fault::Division`], [`Fault::Logarithm`], [`Fault::Root`], [`Fault::Pole`], [`Fault::Breakpoint`] where
    /// the enclosures do not exclude a point at which `f` is undefined or not smooth; [`Fault::Parameter`],
    /// [`Fault::Name`] for an expression that has no value; [`Fault::Budget`] for one that is too deep, for
    /// too high an order, or for too much work.
    pub fn derivatives(
        &self,
        f: &Expr,
        at: &Interval,
        order: usize,
    ) -> Result<Vec<Interval>, Fault> {
        Ok(self.series(f, at, order)?.derivatives())
    }

    /// The Taylor series of `f` at every point of `at`, cut off after `order`.
    ///
    /// # Errors
    /// As [`Evaluator::derivatives`].
    pub fn series(&self, f: &Expr, at: &Interval, order: usize) -> Result<Series, Fault> {
        let at = at.with_precision(self.precision);
        let effort = Effort::default();
        self.visit(
            f,
            order,
            &mut Frame {
                at: &at,
                memo: Memo::new(),
                effort: &effort,
            },
        )
    }

    fn visit(&self, f: &Expr, order: usize, frame: &mut Frame<'_>) -> Result<Series, Fault> {
        interruption::point();
        let key = (f.id(), order);
        if let Some((_, known)) = frame.memo.get(&key) {
            return Ok(known.clone());
        }
        let Effort { steps, depth } = frame.effort;
        if steps.get() >= MAX_STEPS {
            return Err(Fault::Budget(format!("{MAX_STEPS} steps of evaluation")));
        }
        if depth.get() >= MAX_DEPTH {
            return Err(Fault::Budget(format!(
                "expressions deeper than {MAX_DEPTH}"
            )));
        }
        if order > MAX_ORDER {
            return Err(Fault::Budget(format!(
                "derivatives beyond the {MAX_ORDER}th"
            )));
        }
        steps.set(steps.get() + 1);
        depth.set(depth.get() + 1);
        let series = self.node(f, order, frame);
        depth.set(depth.get() - 1);
        let series = series?;
        frame.memo.insert(key, (f.clone(), series.clone()));
        Ok(series)
    }

    fn node(&self, f: &Expr, order: usize, frame: &mut Frame<'_>) -> Result<Series, Fault> {
        let constant = |value: Interval| Ok(Series::constant(value, order));
        match f.node() {
            Node::Num(q) => constant(Interval::from_rational(q, self.precision)),
            Node::Pi => constant(Interval::pi(self.precision)),
            Node::E => constant(Interval::one(self.precision).exp()),
            Node::Var => Ok(Series::variable(frame.at.clone(), order)),
            Node::Symbol(s) => match self.parameters.get(s.name()) {
                Some(value) => constant(Interval::from_rational(value, self.precision)),
                None => Err(Fault::Parameter(s.to_string())),
            },
            Node::Neg(a) => Ok(self.visit(a, order, frame)?.neg()),
            Node::Add(a, b) => Ok(self
                .visit(a, order, frame)?
                .add(&self.visit(b, order, frame)?)),
            Node::Sub(a, b) => Ok(self
                .visit(a, order, frame)?
                .sub(&self.visit(b, order, frame)?)),
            Node::Mul(a, b) if a.id() == b.id() => Ok(self.visit(a, order, frame)?.square()),
            Node::Mul(a, b) => Ok(self
                .visit(a, order, frame)?
                .mul(&self.visit(b, order, frame)?)),
            Node::Div(a, b) => self
                .visit(a, order, frame)?
                .div(&self.visit(b, order, frame)?),
            Node::Pow(a, b) => self.power(a, b, order, frame),
            Node::Func(func, a) => (elementary(*func).series)(&self.visit(a, order, frame)?),
            Node::Diff(a) => Ok(self.visit(a, order + 1, frame)?.derivative()),
            Node::Compose(outer, inner) => {
                let inner = self.visit(inner, order, frame)?;
                let at = inner.value().clone();
                let mut there = Frame {
                    at: &at,
                    memo: Memo::new(),
                    effort: frame.effort,
                };
                Ok(self.visit(outer, order, &mut there)?.compose(&inner))
            }
            Node::Max(a, b) => {
                let (a, b) = (self.visit(a, order, frame)?, self.visit(b, order, frame)?);
                choose(&a, &b, a.value(), b.value())
            }
            Node::Min(a, b) => {
                let (a, b) = (self.visit(a, order, frame)?, self.visit(b, order, frame)?);
                choose(&a, &b, b.value(), a.value())
            }
            Node::Named(name, _) => {
                let formula = catalogue::unfold(f).map_err(|why| Fault::Name(why.message))?;
                let formula = formula.ok_or_else(|| {
                    Fault::Name(format!("`{name}` has no formula in the catalogue"))
                })?;
                self.visit(&formula, order, frame)
            }
            Node::Where(relation, [left, right, then, otherwise]) => {
                let (l, r) = (self.visit(left, 0, frame)?, self.visit(right, 0, frame)?);
                let below = l.value().certainly_less(r.value());
                let above = r.value().certainly_less(l.value());
                // A strict inequality between values holds near the point too, so one branch is the function.
                let holds = match relation {
                    Relation::Less | Relation::LessEqual if below || above => below,
                    Relation::Greater | Relation::GreaterEqual if below || above => above,
                    _ => return Err(Fault::Breakpoint),
                };
                self.visit(if holds { then } else { otherwise }, order, frame)
            }
        }
    }

    fn power(
        &self,
        a: &Expr,
        b: &Expr,
        order: usize,
        frame: &mut Frame<'_>,
    ) -> Result<Series, Fault> {
        let base = self.visit(a, order, frame)?;
        if let Some(r) = literal(b) {
            return base.pow(&r);
        }
        let exponent = self.visit(b, order, frame)?;
        Ok(exponent.mul(&base.ln()?).exp())
    }
}

/// `a` where its rank `u` is certainly above the rank `v` of `b`, and `b` where it is certainly below.
fn choose(a: &Series, b: &Series, u: &Interval, v: &Interval) -> Result<Series, Fault> {
    if v.certainly_less(u) {
        Ok(a.clone())
    } else if u.certainly_less(v) {
        Ok(b.clone())
    } else {
        Err(Fault::Breakpoint)
    }
}

/// The rational number that an exponent is by its form: a literal, its negative, a quotient of such.
fn literal(e: &Expr) -> Option<BigRational> {
    match e.node() {
        Node::Num(q) => Some(q.clone()),
        Node::Neg(a) => Some(-literal(a)?),
        Node::Div(a, b) => {
            let divisor = literal(b)?;
            let zero = BigRational::from_integer(0.into());
            (divisor != zero).then_some(())?;
            Some(literal(a)? / divisor)
        }
        _ => None,
    }
}

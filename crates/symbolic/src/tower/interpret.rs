//! Expressions as elements of a tower.

use std::collections::BTreeMap;
use wronski_diagnostic::ErrorCode;

use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::compose::Composition;
use super::kind::MAX_DEGREE;
use super::{Constant, Element, Result, Tower, TowerError};
use wronski_certificate::reason::Outside;
use wronski_certificate::{Limit, Quoted};
use wronski_diagnostic::Diagnostic;
use wronski_expr::domain::{Sign, sign, single_piece};
use wronski_expr::{Expr, Func, Node, Symbol, catalogue};

/// Reads expressions into a tower, each shared subexpression once.
#[derive(Debug, Default)]
pub struct Interpreter {
    memo: BTreeMap<usize, (Expr, Element)>,
}

impl Interpreter {
    /// A fresh interpreter. Use one for each tower.
    pub fn new() -> Self {
        Self::default()
    }

    /// The function that the expression denotes, as an element of the tower; monomials are adjoined
    /// as needed.
    ///
    /// # Errors
    /// [`TowerError::Undefined`] for expressions without a meaning, with the place in the user's text;
    /// [`TowerError::Undecided`] for functions that are no elements of a tower, or beyond the budget;
    /// [`TowerError::Refine`] inside [`Tower::build`].
    pub fn read(&mut self, t: &mut Tower, e: &Expr) -> Result<Element> {
        if let Some((_, value)) = self.memo.get(&e.id()) {
            return Ok(value.clone());
        }
        let value = self.node(t, e).map_err(|stop| match stop {
            TowerError::Undefined(d) if d.span.is_none() => TowerError::Undefined(d.at(e.span())),
            other => other,
        })?;
        // The expression is kept so that its address stays its own.
        self.memo.insert(e.id(), (e.clone(), value.clone()));
        Ok(value)
    }

    fn node(&mut self, t: &mut Tower, e: &Expr) -> Result<Element> {
        match e.node() {
            Node::Num(q) => Ok(Element::rational(q)),
            Node::Pi => t.pi(),
            Node::E => t.exp_constant(&Element::one()),
            Node::Var => Ok(Element::var(0)),
            Node::Symbol(s) => {
                let name = s.to_string();
                let v = t.constant(match s {
                    Symbol::Parameter(_) | Symbol::Meta(_) => Constant::Parameter(name),
                    Symbol::Generator(_) => Constant::Symbol(name),
                })?;
                Ok(Element::var(v))
            }
            Node::Neg(a) => {
                let a = self.read(t, a)?;
                Ok(t.neg(&a))
            }
            Node::Add(a, b) => {
                let (a, b) = (self.read(t, a)?, self.read(t, b)?);
                t.add(&a, &b)
            }
            Node::Sub(a, b) => {
                let (a, b) = (self.read(t, a)?, self.read(t, b)?);
                t.sub(&a, &b)
            }
            Node::Mul(a, b) => {
                let (a, b) = (self.read(t, a)?, self.read(t, b)?);
                t.mul(&a, &b)
            }
            Node::Div(a, b) => {
                let (n, d) = (self.read(t, a)?, self.read(t, b)?);
                if d.is_zero() {
                    return Err(TowerError::Undefined(
                        Diagnostic::input(
                            ErrorCode::W0210,
                            format!("division by {b}, which is identically zero"),
                        )
                        .at(b.span())
                        .label("identically zero")
                        .help("the quotient has no meaning: remove the division"),
                    ));
                }
                // A power stays a power: its expansion would hide the denominator that it is made of.
                if let Node::Pow(base, exponent) = b.node()
                    && let Some(k) = exponent.as_num().filter(|q| q.is_integer())
                    && let Some(k) = k.to_integer().to_i64().and_then(i64::checked_neg)
                {
                    let base = self.read(t, base)?;
                    let power = t.pow(&base, k)?;
                    return t.mul(&n, &power);
                }
                t.div(&n, &d)
            }
            Node::Pow(a, b) => self.power(t, a, b),
            Node::Func(f, a) => self.function(t, *f, a),
            Node::Named(name, args) => {
                let entry = catalogue::find(name).ok_or_else(|| {
                    TowerError::outside(Quoted::Text(name.to_string()), Outside::Name)
                })?;
                let definition = entry.instantiate(args).map_err(TowerError::Undefined)?;
                self.read(t, &definition)
            }
            Node::Diff(a) => {
                let a = self.read(t, a)?;
                t.derive(&a)
            }
            Node::Compose(f, g) => {
                let (f, g) = (self.read(t, f)?, self.read(t, g)?);
                Composition::new(&g).apply(t, &f)
            }
            Node::Max(..) | Node::Min(..) | Node::Where(..) => match single_piece(e) {
                Some(piece) => self.read(t, &piece),
                None => Err(TowerError::outside(e.into(), Outside::Pieces)),
            },
        }
    }

    fn power(&mut self, t: &mut Tower, a: &Expr, b: &Expr) -> Result<Element> {
        let base = self.read(t, a)?;
        let exponent = self.read(t, b)?;
        if let Some(q) = exponent.as_rational() {
            return self.rational_power(t, a, &base, &q);
        }
        // a^b = exp(b log a)
        let log = t.log(&base)?;
        let product = t.mul(&exponent, &log)?;
        t.exp(&product)
    }

    fn rational_power(
        &mut self,
        t: &mut Tower,
        a: &Expr,
        base: &Element,
        q: &BigRational,
    ) -> Result<Element> {
        let too_large = || TowerError::above(Limit::Power, i64::MAX, q);
        if q.is_integer() {
            let n = q.to_integer().to_i64().ok_or_else(too_large)?;
            return t.pow(base, n);
        }
        let n = q.numer().to_i64().ok_or_else(too_large)?;
        if q.denom().to_u32() == Some(2)
            && let Some(root) = t.sqrt_constant(base)?
        {
            return t.pow(&root, n);
        }
        if base.is_zero() {
            return Ok(Element::zero());
        }
        let degree = q
            .denom()
            .to_u32()
            .filter(|n| *n <= MAX_DEGREE)
            .ok_or_else(|| TowerError::above(Limit::RootDegree, MAX_DEGREE, q.denom()))?;
        // The signs of an expression are easier to see than those of an element.
        let root = if matches!(sign(a), Ok(Sign::Positive)) {
            t.root_of_positive(base, degree)?
        } else {
            t.root(base, degree)?
        };
        t.pow(&root, n)
    }

    fn function(&mut self, t: &mut Tower, f: Func, a: &Expr) -> Result<Element> {
        let arg = self.read(t, a)?;
        let two = BigRational::from_integer(2.into());
        let half = BigRational::new(1.into(), 2.into());
        match f {
            Func::Exp => t.exp(&arg),
            Func::Log => t.log(&arg),
            Func::Sqrt => self.rational_power(t, a, &arg, &half),
            Func::Erf => t.erf(&arg),
            Func::Erfc => {
                let e = t.erf(&arg)?;
                t.sub(&Element::one(), &e)
            }
            Func::Sinh | Func::Cosh => {
                let (p, n) = (t.exp(&arg)?, t.exp(&t.neg(&arg))?);
                let sum = if f == Func::Cosh {
                    t.add(&p, &n)?
                } else {
                    t.sub(&p, &n)?
                };
                Ok(t.scale(&sum, &half))
            }
            Func::Tanh => {
                // tanh(a) = (w - 1)/(w + 1), w = exp(2a)
                let w = t.exp(&t.scale(&arg, &two))?;
                let (n, d) = (t.sub(&w, &Element::one())?, t.add(&w, &Element::one())?);
                t.div(&n, &d)
            }
            Func::Asinh => {
                // log(a + sqrt(a^2 + 1))
                let square = t.mul(&arg, &arg)?;
                let sum = t.add(&square, &Element::one())?;
                let root = t.root_of_positive(&sum, 2)?;
                let inner = t.add(&arg, &root)?;
                t.log(&inner)
            }
            Func::Abs => match single_piece(&Expr::apply(Func::Abs, a.clone())) {
                Some(piece) => self.read(t, &piece),
                None => Err(TowerError::outside(a.into(), Outside::AbsoluteValue)),
            },
            Func::Cbrt => t.cbrt(&arg),
            Func::Sin => Ok(t.circle(&arg)?.1),
            Func::Cos => Ok(t.circle(&arg)?.0),
            Func::Tan => t.tan(&arg),
            Func::Atan => t.atan(&arg),
        }
    }
}

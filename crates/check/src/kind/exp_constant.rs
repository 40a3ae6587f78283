//! Exponentials of rational numbers and of multiples of parameters, and of all constants by these.

use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use super::reading::Reading;
use crate::combination::small;
use crate::element::Elem;
use crate::failure::Checked;
use crate::space::{Constant, Kind, Space, Status};
use crate::text::exact;
use wronski_exact::poly::Poly;
use wronski_expr::{Expr, Func};

/// `exp(q)` for a rational number.
#[derive(Debug, PartialEq)]
pub(crate) struct ExpConstant(pub BigRational);

/// `exp(factor*parameter)`
#[derive(Debug)]
struct ExpParameter {
    factor: BigRational,
    /// The variable of the parameter.
    parameter: usize,
    /// The same as an element.
    argument: Elem,
}

impl PartialEq for ExpParameter {
    fn eq(&self, other: &Self) -> bool {
        self.factor == other.factor && self.parameter == other.parameter
    }
}

impl ExpParameter {
    fn new(factor: BigRational, parameter: usize) -> Self {
        let argument = Elem::var(parameter);
        ExpParameter {
            factor,
            parameter,
            argument,
        }
    }
}

pub(super) fn read(r: &Reading<'_>, exponent: &str) -> Checked<Kind> {
    r.named(format!("exp({exponent})"))?;
    let q = exact(exponent)?;
    if q.is_zero() {
        return Err("exp(0) is 1".into());
    }
    Ok(Kind::constant(ExpConstant(q)))
}

pub(super) fn read_parameter(r: &Reading<'_>, factor: &str, parameter: &str) -> Checked<Kind> {
    let q = exact(factor)?;
    r.named(if q.is_one() {
        format!("exp({parameter})")
    } else {
        format!("exp({factor}*{parameter})")
    })?;
    let p = r.space.find(parameter);
    let p = p.filter(|&p| r.space.variables[p].is_parameter());
    let p = p.ok_or("its parameter is not among the variables before it")?;
    let mut others = r.space.constants::<ExpParameter>();
    if q.is_zero() || others.any(|(_, o)| o.parameter == p) {
        return Err("exponentials of one parameter are algebraically dependent".into());
    }
    Ok(Kind::constant(ExpParameter::new(q, p)))
}

impl Constant for ExpConstant {
    fn name(&self) -> String {
        format!("exp({})", self.0)
    }

    fn status(&self) -> Status {
        Status::Transcendental
    }

    fn written(&self, _: &dyn Fn(&Elem) -> Expr) -> Expr {
        Expr::apply(Func::Exp, Expr::num(self.0.clone()))
    }

    fn logarithm(&self, _: &mut Space, _: usize) -> Checked<Elem> {
        Ok(Elem::number(&self.0))
    }

    fn has_roots(&self) -> bool {
        true
    }
}

impl Constant for ExpParameter {
    fn name(&self) -> String {
        "a constant".into()
    }

    fn status(&self) -> Status {
        Status::Parametric
    }

    fn argument(&self) -> Option<&Elem> {
        Some(&self.argument)
    }

    fn written(&self, of: &dyn Fn(&Elem) -> Expr) -> Expr {
        let factor = Expr::num(self.factor.clone());
        Expr::apply(Func::Exp, factor * of(&self.argument))
    }

    fn logarithm(&self, _: &mut Space, _: usize) -> Checked<Elem> {
        Ok(self.argument.scale(&self.factor))
    }

    fn has_roots(&self) -> bool {
        true
    }
}

impl Space {
    /// `exp(c)` of a constant: rational numbers, multiples of parameters and of logarithms; other summands have
    /// values of which nothing is claimed.
    pub fn exp_constant(&mut self, c: &Elem) -> Checked<Elem> {
        if !c.den.is_empty() {
            return self.exp_value(c);
        }
        let mut product = Elem::one();
        for (m, q) in c.num.terms().collect::<Vec<_>>() {
            let support: Vec<usize> = (0..m.len()).filter(|&v| m[v] != 0).collect();
            let known = match *support.as_slice() {
                [] => Some(self.exp_number(&q)?),
                [v] if m[v] == 1 => self.exp_multiple(v, &q)?,
                _ => None,
            };
            let factor = match known {
                Some(factor) => factor,
                None => self.exp_value(&Elem::poly(Poly::term(m, &q)))?,
            };
            product = self.arithmetic.mul(&product, &factor)?;
        }
        Ok(product)
    }

    /// `exp(q)`, as an integer power of one that is there, or a new one.
    fn exp_number(&mut self, q: &BigRational) -> Checked<Elem> {
        let there = self
            .constants()
            .find_map(|(v, ExpConstant(base))| Some((v, small(&(q / base))?)));
        match there {
            Some((v, n)) => self.arithmetic.pow(&Elem::var(v), n),
            None => self.constant(ExpConstant(q.clone())).map(Elem::var),
        }
    }

    /// `exp(q v)` for a variable, if that is known.
    fn exp_multiple(&mut self, v: usize, q: &BigRational) -> Checked<Option<Elem>> {
        match self.variables[v].kind.clone() {
            Kind::Parameter => {
                let there = self
                    .constants::<ExpParameter>()
                    .filter(|(_, e)| e.parameter == v)
                    .find_map(|(w, e)| Some((w, small(&(q / &e.factor))?)));
                let power = match there {
                    Some((w, n)) => self.arithmetic.pow(&Elem::var(w), n),
                    None => self
                        .constant(ExpParameter::new(q.clone(), v))
                        .map(Elem::var),
                };
                power.map(Some)
            }
            Kind::Constant(c) => {
                let numerator = small(&BigRational::from_integer(q.numer().clone()));
                match numerator.zip(q.denom().to_i64().filter(|d| *d <= 60)) {
                    Some((n, degree)) => c.exponential(self, [n, degree]),
                    None => Ok(None),
                }
            }
            Kind::X | Kind::Function(_) => Ok(None),
        }
    }
}

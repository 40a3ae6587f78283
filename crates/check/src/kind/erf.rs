//! Error functions, of functions and of rational numbers.

use num_rational::BigRational;
use num_traits::Signed;

use super::pi::SqrtPi;
use super::reading::Reading;
use crate::element::Elem;
use crate::failure::Checked;
use crate::space::{Constant, Generator, Group, Kind, Space, Status, Zeros};
use crate::text::exact;
use wronski_certificate::Witness;
use wronski_expr::{Expr, Func};

/// `erf(a)`
#[derive(Clone, Debug)]
struct Erf(Elem);

/// `erf(q)` for a positive rational number.
#[derive(Debug, PartialEq)]
struct ErfConstant(BigRational);

pub(super) fn read_constant(r: &Reading<'_>, argument: &str) -> Checked<Kind> {
    r.named(format!("erf({argument})"))?;
    let q = exact(argument)?;
    if !q.is_positive() {
        return Err("the argument is not positive".into());
    }
    Ok(Kind::constant(ErfConstant(q)))
}

pub(super) fn read(
    r: &mut Reading<'_>,
    argument: &str,
    gaussian: &str,
    witness: &Witness,
) -> Checked<(Kind, Elem)> {
    r.named_monomial()?;
    let v = r.position();
    let a = r.space.element(argument, v)?;
    let g = r.space.element(gaussian, v)?;
    is_new(r.space, &a, &g, witness)?;
    let slope = r.space.erf_slope(&a, &g)?;
    Ok((Kind::function(Erf(a)), slope))
}

/// erf(a) is new: a is no constant, exp(-a^2) lies below, and a is up to sign no earlier argument.
fn is_new(space: &mut Space, a: &Elem, gaussian: &Elem, witness: &Witness) -> Checked<()> {
    if *witness != Witness::ErrorFunctions {
        return Err("the witness of an error function compares arguments".into());
    }
    if space.as_constant(a)?.is_some() {
        return Err("the argument is a constant".into());
    }
    let square = space.arithmetic.mul(a, a)?;
    let v = space.variables.len();
    for w in &space.variables[..v] {
        if let Some(Erf(b)) = w.function()
            && space
                .arithmetic
                .equal(&space.arithmetic.mul(b, b)?, &square)?
        {
            return Err(format!("the argument is up to sign that of {}", w.symbol).into());
        }
    }
    let expected = space.exp(&square.neg())?;
    if space.variables.len() != v || !space.arithmetic.equal(&expected, gaussian)? {
        return Err("the gaussian is not exp(-argument^2)".into());
    }
    Ok(())
}

impl Generator for Erf {
    fn argument(&self) -> &Elem {
        &self.0
    }

    fn group(&self) -> Group<'_> {
        Group::ErrorFunctions
    }

    fn zeros(&self) -> Zeros {
        Zeros::Unknown
    }

    fn written(&self, argument: Expr) -> Expr {
        Expr::apply(Func::Erf, argument)
    }

    fn of(&self, space: &mut Space, argument: &Elem) -> Checked<Elem> {
        space.erf(argument)
    }
}

impl Constant for ErfConstant {
    fn name(&self) -> String {
        format!("erf({})", self.0)
    }

    fn status(&self) -> Status {
        Status::Open
    }

    fn written(&self, _: &dyn Fn(&Elem) -> Expr) -> Expr {
        Expr::apply(Func::Erf, Expr::num(self.0.clone()))
    }
}

impl Space {
    /// `erf(a)`.
    pub fn erf(&mut self, a: &Elem) -> Checked<Elem> {
        if a.is_zero() {
            return Ok(Elem::zero());
        }
        if let Some(c) = self.as_constant(a)? {
            let Some(q) = c.as_rational() else {
                return self.odd_value(Func::Erf, &c);
            };
            let v = self.constant(ErfConstant(q.abs()))?;
            return Ok(if q.is_negative() {
                Elem::var(v).neg()
            } else {
                Elem::var(v)
            });
        }
        let known = self.of_kind().map(|(v, Erf(b))| (v, b));
        if let Some(found) = self.odd_function(a, known)? {
            return Ok(found);
        }
        let square = self.arithmetic.mul(a, a)?;
        let gaussian = self.exp(&square.neg())?;
        let slope = self.erf_slope(a, &gaussian)?;
        let v = self.push(
            "an error function".into(),
            Kind::function(Erf(a.clone())),
            slope,
        )?;
        Ok(Elem::var(v))
    }

    /// `2/sqrt(pi) * gaussian * a'`.
    fn erf_slope(&mut self, a: &Elem, gaussian: &Elem) -> Checked<Elem> {
        let root = self.constant(SqrtPi)?;
        let k = &self.arithmetic;
        let two = BigRational::from_integer(2.into());
        let slope = k.mul(gaussian, &self.derive(a)?)?.scale(&two);
        k.div(&slope, &Elem::var(root))
    }
}

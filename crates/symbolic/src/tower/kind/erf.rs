//! Error functions.
//!
//! erf(a), a not constant and exp(-a^2) in K, is transcendental over K unless a = a_e or a = -a_e for one of the error
//! functions already there: the Risch equation b' - 2 a a' b = a' (corrected by constant multiples of earlier error
//! functions) has no solution.

use std::collections::BTreeSet;

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::constant::Constant;
use super::generator::{Criterion, Generator, KnownSeries, Own, StaysNew};
use crate::tower::power_series::Series;
use crate::tower::{Element, Reason, Result, Tower};
use wronski_certificate::reason::ConstantFunction;
use wronski_certificate::{VariableKind, Witness};
use wronski_expr::{Expr, Func};

/// `erf(argument)`, with the derivative `2/sqrt(pi) * exp(-argument^2) * argument'`.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorFunction {
    /// The argument.
    pub argument: Element,
    /// `exp(-argument^2)` as an element of the tower below.
    pub gaussian: Element,
}

impl Generator for ErrorFunction {
    fn argument(&self) -> &Element {
        &self.argument
    }

    fn with_argument(&self, t: &mut Tower, argument: &Element) -> Result<Element> {
        t.erf(argument)
    }

    fn expression(&self, argument: Expr) -> Expr {
        Expr::apply(Func::Erf, argument)
    }

    fn series(&self, value: u64, known: &KnownSeries<'_>) -> Option<Series> {
        let slope = (known.of)(known.derivative)?;
        known.arithmetic.antiderivative(&slope, value)
    }

    fn criterion(&self) -> Criterion<'_> {
        Criterion::Own(self)
    }

    fn record(&self, t: &Tower, witness: Witness) -> VariableKind {
        VariableKind::Erf {
            argument: t.print(&self.argument),
            gaussian: t.print(&self.gaussian),
            witness,
        }
    }
}

impl Own for ErrorFunction {
    /// Where the argument is not constant and no argument before it up to sign.
    fn stays_new(&self, t: &Tower, variable: usize, support: &BTreeSet<usize>) -> Result<StaysNew> {
        let mut nonzero = vec![t.derive(&self.argument)?.num];
        for (v, before) in t.generators_of::<ErrorFunction>() {
            if v < variable && support.contains(&v) {
                for other in [before.argument.clone(), t.neg(&before.argument)] {
                    nonzero.push(t.sub(&self.argument, &other)?.num);
                }
            }
        }
        Ok(StaysNew::NonZero(nonzero))
    }
}

impl Tower {
    /// `erf(a)` as an element of the tower, adjoined with its Gaussian if it is new.
    ///
    /// # Errors
    /// As [`Tower::exp`] for the Gaussian; [`TowerError::Undecided`](crate::tower::TowerError::Undecided) for
    /// constants that are not rational.
    pub fn erf(&mut self, a: &Element) -> Result<Element> {
        if a.is_zero() {
            return Ok(Element::zero());
        }
        if let Some(c) = self.as_constant(a)? {
            return self.erf_constant(&c);
        }
        for (v, known) in self.generators_of::<ErrorFunction>() {
            if self.equal(&known.argument, a)? {
                return Ok(Element::var(v));
            }
            if self.equal(&known.argument, &self.neg(a))? {
                return Ok(self.neg(&Element::var(v)));
            }
        }
        let square = self.mul(a, a)?;
        let gaussian = self.exp(&self.neg(&square))?;
        let sqrt_pi = self.constant(Constant::SqrtPi)?;
        let da = self.derive(a)?;
        let derivative = self.mul(
            &self.mul(&gaussian, &da)?,
            &self.scale(
                &self.unit_power(sqrt_pi, -1),
                &BigRational::from_integer(2.into()),
            ),
        )?;
        let v = self.push_monomial(
            ErrorFunction {
                argument: a.clone(),
                gaussian,
            },
            Reason::ErrorFunctions,
        )?;
        self.variables[v].derivative = derivative;
        Ok(Element::var(v))
    }

    /// `erf(c)` of a constant.
    ///
    /// # Errors
    /// [`TowerError::Undecided`](crate::tower::TowerError::Undecided) unless the constant is rational.
    pub fn erf_constant(&mut self, c: &Element) -> Result<Element> {
        let q = c
            .as_rational()
            .ok_or_else(|| self.no_constant(ConstantFunction::Erf, c))?;
        if q.is_zero() {
            return Ok(Element::zero());
        }
        let v = self.constant(Constant::Erf(q.abs()))?;
        let value = Element::var(v);
        Ok(if q.is_negative() {
            self.neg(&value)
        } else {
            value
        })
    }
}

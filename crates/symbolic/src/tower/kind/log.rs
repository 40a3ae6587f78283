//! Logarithms.
//!
//! log(f) is transcendental over K unless some power f^m, m > 0, is a constant times a product of powers of the
//! exp(A_i) and of the arguments f_j of the logarithms that are there: unless f'/f is a rational linear combination of
//! the A_i' and f_j'/f_j ([`adjoin`](crate::tower::adjoin)).

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::constant::Constant;
use super::generator::{Criterion, Exponent, Generator, Group, KnownSeries, Side};
use crate::tower::number::{
    LARGEST_INTEGER, common_denominator, factor, not_factored, small_integer,
};
use crate::tower::power_series::Series;
use crate::tower::relation::RationalRelation;
use crate::tower::{Element, Result, Tower, TowerError};
use wronski_certificate::reason::ConstantFunction;
use wronski_certificate::{Limit, Step, VariableKind, Witness};
use wronski_diagnostic::{Diagnostic, ErrorCode};
use wronski_expr::{Expr, Func};

/// `log(argument)`, with the derivative `argument'/argument`.
#[derive(Clone, Debug, PartialEq)]
pub struct Logarithm {
    /// The argument, positive on the real line.
    pub argument: Element,
}

/// The largest common denominator of the exponents in a multiplicative relation.
const EXPONENTS: i64 = 1000;

impl Generator for Logarithm {
    fn argument(&self) -> &Element {
        &self.argument
    }

    fn with_argument(&self, t: &mut Tower, argument: &Element) -> Result<Element> {
        t.log(argument)
    }

    fn expression(&self, argument: Expr) -> Expr {
        Expr::apply(Func::Log, argument)
    }

    fn series(&self, value: u64, known: &KnownSeries<'_>) -> Option<Series> {
        let ring = known.arithmetic;
        let f = (known.of)(&self.argument)?;
        ring.antiderivative(
            &ring.multiply(&ring.derivative(&f), &ring.reciprocal(&f)?),
            value,
        )
    }

    fn criterion(&self) -> Criterion<'_> {
        Criterion::Exponents(Side::Logarithm, self)
    }

    fn record(&self, t: &Tower, witness: Witness) -> VariableKind {
        VariableKind::Log {
            argument: t.print(&self.argument),
            witness,
        }
    }
}

impl Exponent for Logarithm {
    fn exponent(&self, variable: usize) -> Element {
        Element::var(variable)
    }

    fn exponential(&self, t: &mut Tower, _: usize, multiple: &BigRational) -> Result<Element> {
        t.rational_power(&self.argument, multiple)
    }
}

impl Tower {
    /// `log(f)` as an element of the tower, adjoined if it is new.
    ///
    /// # Errors
    /// [`TowerError::Undefined`] for the logarithm of a constant that is not positive;
    /// [`TowerError::Undecided`] if its constant is not worked out, or beyond the budget.
    pub fn log(&mut self, f: &Element) -> Result<Element> {
        if let Some(c) = self.as_constant(f)? {
            return self.log_constant(&c);
        }
        let known = self.compared(Group::Exponents);
        let slope = self.derive(f)?;
        let derivative = self.div(&slope, f)?;
        match self.compare(&known, &derivative)?.1 {
            RationalRelation::Independent(alternant) => {
                let argument = f.clone();
                self.push_primitive(Logarithm { argument }, alternant, derivative)
            }
            RationalRelation::Dependent(q) => self.log_of_product(f, &known, &q),
        }
    }

    /// `log(f)` where `f'/f = sum q_i f_i'` for exponents and logarithms `f_i`.
    fn log_of_product(
        &mut self,
        f: &Element,
        known: &[(usize, Element)],
        q: &[BigRational],
    ) -> Result<Element> {
        // f^m = constant * product of the exp(f_i)^(m q_i), with m the common denominator.
        let m = common_denominator(q)
            .to_i64()
            .filter(|m| *m <= EXPONENTS)
            .ok_or_else(|| {
                TowerError::above(Limit::RelationDenominator, EXPONENTS, common_denominator(q))
            })?;
        let mut sum = Element::zero();
        let mut quotient = self.pow(f, m)?;
        for ((v, g), q) in known.iter().zip(q) {
            if q.is_zero() {
                continue;
            }
            sum = self.add(&sum, &self.scale(g, q))?;
            let n = q * BigRational::from_integer(m.into());
            if small_integer(&n).is_none() {
                return Err(TowerError::above(
                    Limit::RelationExponent,
                    LARGEST_INTEGER,
                    n,
                ));
            }
            let power = self.exponential_of_multiple(*v, &-n)?;
            quotient = self.mul(&quotient, &power)?;
        }
        let Some(c) = self.as_constant(&quotient)? else {
            return Err(TowerError::step(Step::LogarithmFactor));
        };
        let constant = self.log_constant(&c)?;
        let constant = self.scale(&constant, &BigRational::new(1.into(), m.into()));
        self.add(&sum, &constant)
    }

    /// `log(c)` of a constant.
    ///
    /// # Errors
    /// [`TowerError::Undefined`] for numbers that are not positive; [`TowerError::Undecided`] if the constant is
    /// neither a rational that can be factored nor a power of e.
    pub fn log_constant(&mut self, c: &Element) -> Result<Element> {
        let refuse = |t: &Tower| t.no_constant(ConstantFunction::Log, c);
        if !c.den.is_empty() || c.num.len() > 1 {
            return Err(refuse(self));
        }
        let Some((m, q)) = c.num.leading() else {
            return Err(TowerError::Undefined(Diagnostic::input(
                ErrorCode::W0212,
                "log(0) is not defined",
            )));
        };
        if q.is_negative() && m.iter().all(|e| *e == 0) {
            return Err(TowerError::Undefined(Diagnostic::input(
                ErrorCode::W0212,
                format!("log({q}) is not defined on the reals"),
            )));
        }
        if q.is_negative() {
            return Err(refuse(self));
        }
        let mut sum = Element::zero();
        for (v, &power) in m.iter().enumerate() {
            if power == 0 {
                continue;
            }
            let exponent = BigRational::from_integer(power.into());
            let part = match self.variables[v].kind.as_constant().cloned() {
                Some(Constant::Exp(base)) => Element::rational(&(base * exponent)),
                Some(Constant::ExpParameter(base, name)) => {
                    let p = self.constant(Constant::Parameter(name))?;
                    self.scale(&Element::var(p), &(base * exponent))
                }
                Some(Constant::Sqrt(n)) => self.log_of_root(n, 2, &exponent)?,
                Some(Constant::Root(degree, p)) => self.log_of_root(p, degree, &exponent)?,
                _ => return Err(refuse(self)),
            };
            sum = self.add(&sum, &part)?;
        }
        for (n, sign) in [(q.numer(), 1), (q.denom(), -1)] {
            let factors =
                factor(n).ok_or_else(|| not_factored(&Expr::apply(Func::Log, self.to_expr(c))))?;
            for (p, e) in factors {
                let v = self.constant(Constant::LogPrime(p))?;
                let e = BigRational::from_integer((i64::from(e) * sign).into());
                sum = self.add(&sum, &self.scale(&Element::var(v), &e))?;
            }
        }
        Ok(sum)
    }

    /// The logarithm of a power of `n^(1/degree)`.
    fn log_of_root(&mut self, n: BigInt, degree: u32, exponent: &BigRational) -> Result<Element> {
        let log = self.log_constant(&Element::rational(&BigRational::from_integer(n)))?;
        let share = exponent / BigRational::from_integer(degree.into());
        Ok(self.scale(&log, &share))
    }
}

//! Exponentials.
//!
//! exp(A) is transcendental over K unless A is a rational linear combination of the exponents A_i and the logarithms
//! log(f_j) that are there plus a constant ([`adjoin`](crate::tower::adjoin)); then it is a product of powers.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use super::constant::Constant;
use super::generator::{Criterion, Exponent, Generator, Group, KnownSeries, Side};
use super::root::MAX_DEGREE;
use crate::tower::number::{small_integer, small_multiple};
use crate::tower::power_series::Series;
use crate::tower::relation::RationalRelation;
use crate::tower::{Element, Reason, Result, Tower, TowerError};
use wronski_certificate::reason::ConstantFunction;
use wronski_certificate::{Limit, Step, VariableKind, Witness};
use wronski_expr::{Expr, Func};

/// `exp(argument)`, with the derivative `argument' * exp(argument)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Exponential {
    /// The exponent.
    pub argument: Element,
}

/// The largest power of a number that is written out.
const LARGEST_POWER: i64 = 10_000;

impl Generator for Exponential {
    fn argument(&self) -> &Element {
        &self.argument
    }

    fn with_argument(&self, t: &mut Tower, argument: &Element) -> Result<Element> {
        t.exp(argument)
    }

    fn expression(&self, argument: Expr) -> Expr {
        Expr::apply(Func::Exp, argument)
    }

    fn series(&self, value: u64, known: &KnownSeries<'_>) -> Option<Series> {
        let ring = known.arithmetic;
        ring.exponential(&ring.derivative(&(known.of)(&self.argument)?), value)
    }

    fn criterion(&self) -> Criterion<'_> {
        Criterion::Exponents(Side::Exponential, self)
    }

    fn record(&self, t: &Tower, witness: Witness) -> VariableKind {
        VariableKind::Exp {
            argument: t.print(&self.argument),
            witness,
        }
    }
}

impl Exponent for Exponential {
    fn exponent(&self, _: usize) -> Element {
        self.argument.clone()
    }

    fn exponential(
        &self,
        t: &mut Tower,
        variable: usize,
        multiple: &BigRational,
    ) -> Result<Element> {
        match small_integer(multiple) {
            Some(n) => Ok(t.unit_power(variable, n)),
            None => Err(t.refine(variable, multiple)),
        }
    }
}

impl Tower {
    /// `exp(a)` as an element of the tower, adjoined if it is new.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] if it is a fractional power of what is there (a root), if its constant
    /// factor is not worked out, or beyond the budget; [`TowerError::Refine`] if an exponential is needed
    /// with a finer exponent.
    pub fn exp(&mut self, a: &Element) -> Result<Element> {
        if a.is_zero() {
            return Ok(Element::one());
        }
        if let Some(c) = self.as_constant(a)? {
            return self.exp_constant(&c);
        }
        let known = self.compared(Group::Exponents);
        let derivative = self.derive(a)?;
        let (derivatives, relation) = self.compare(&known, &derivative)?;
        match relation {
            RationalRelation::Dependent(q) => self.exp_of_combination(a, &known, &q),
            RationalRelation::Independent(alternant) => {
                let divisor = self.next_divisor();
                let share = BigRational::new(1.into(), divisor.into());
                let argument = self.scale(a, &share);
                let d = self.scale(&derivative, &share);
                // The witness is about the exponent that is adjoined.
                let alternant = if divisor == 1 {
                    alternant
                } else {
                    match self.rational_relation(&d, &derivatives)? {
                        RationalRelation::Independent(scaled) => scaled,
                        RationalRelation::Dependent(_) => alternant,
                    }
                };
                let v =
                    self.push_monomial(Exponential { argument }, Reason::Derivatives(alternant))?;
                self.variables[v].derivative = self.mul(&d, &Element::var(v))?;
                Ok(self.unit_power(v, divisor as i32))
            }
        }
    }

    /// `exp(a)` for `a = sum q_i f_i + constant`, the `f_i` being exponents and logarithms.
    fn exp_of_combination(
        &mut self,
        a: &Element,
        known: &[(usize, Element)],
        q: &[BigRational],
    ) -> Result<Element> {
        let mut rest = a.clone();
        let mut product = Element::one();
        for ((v, f), q) in known.iter().zip(q) {
            if q.is_zero() {
                continue;
            }
            rest = self.sub(&rest, &self.scale(f, q))?;
            let power = self.exponential_of_multiple(*v, q)?;
            product = self.mul(&product, &power)?;
        }
        let Some(c) = self.as_constant(&rest)? else {
            return Err(TowerError::step(Step::ExponentConstant));
        };
        let factor = self.exp_constant(&c)?;
        self.mul(&product, &factor)
    }

    /// `exp(c)` of a constant.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] if the constant is neither rational, nor a rational multiple of a
    /// parameter, nor a logarithm with integer coefficients, nor a sum of such.
    pub fn exp_constant(&mut self, c: &Element) -> Result<Element> {
        let refuse = |t: &Tower| t.no_constant(ConstantFunction::Exp, c);
        if !c.den.is_empty() {
            return Err(refuse(self));
        }
        let mut product = Element::one();
        for (m, q) in c.num.terms().collect::<Vec<_>>() {
            let support: Vec<usize> = (0..m.len()).filter(|&v| m[v] != 0).collect();
            let factor = match support.as_slice() {
                [] => {
                    // Integers share the generator e; other numbers start one of their own.
                    let existing = self.constants().find_map(|(v, c)| match c {
                        Constant::Exp(base) => Some((v, base.clone())),
                        _ => None,
                    });
                    let base = match &existing {
                        Some((_, base)) => base.clone(),
                        None => BigRational::new(BigInt::one(), q.denom().clone()),
                    };
                    let n = small_multiple(&(&q / &base), || refuse(self))?;
                    let v = match existing {
                        Some((v, _)) => v,
                        None => self.constant(Constant::Exp(base))?,
                    };
                    self.unit_power(v, n)
                }
                [v] if m[*v] == 1 => match self.variables[*v].kind.as_constant().cloned() {
                    Some(Constant::LogPrime(p)) => {
                        let degree = q.denom().to_u32().filter(|n| *n <= MAX_DEGREE);
                        let degree = degree.ok_or_else(|| {
                            TowerError::above(Limit::RootDegree, MAX_DEGREE, q.denom())
                        })?;
                        let n = q.numer().to_i64().filter(|n| n.abs() <= LARGEST_POWER);
                        let n = n.ok_or_else(|| {
                            TowerError::above(Limit::NumberPower, LARGEST_POWER, q.numer())
                        })?;
                        let root = self.root_rational(&BigRational::from_integer(p), degree)?;
                        self.pow(&root, n)?
                    }
                    Some(Constant::Parameter(name)) => {
                        let base = BigRational::new(BigInt::one(), q.denom().clone());
                        let n = small_multiple(&(&q / &base), || refuse(self))?;
                        let e = self.constant(Constant::ExpParameter(base, name))?;
                        self.unit_power(e, n)
                    }
                    _ => return Err(refuse(self)),
                },
                _ => return Err(refuse(self)),
            };
            product = self.mul(&product, &factor)?;
        }
        Ok(product)
    }
}

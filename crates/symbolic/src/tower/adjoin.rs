//! Adjoining exponentials, logarithms and error functions: is the monomial new?
//!
//! Let K be a tower: an algebraic extension of C(x, t_1, ..., t_n) by roots, with exponentials exp(A_i),
//! logarithms log(f_j), error functions erf(a_e) whose Gaussians exp(-a_e^2) lie in K, tangents and
//! arctangents. Proofs are in `docs/theory.md`; they extend the argument of Ax (Ann. of Math. 93, 1971)
//! and Rosenlicht (Pacific J. Math. 65, 1976) by the error function.
//!
//! * **Exponentials.** exp(A) is transcendental over K unless A is a rational linear combination of
//!   the A_i and log(f_j) plus a constant.
//! * **Logarithms.** log(f) is transcendental over K unless some power f^m, m > 0, is a constant
//!   times a product of powers of the exp(A_i) and the f_j: unless f'/f is a rational linear
//!   combination of the A_i' and f_j'/f_j.
//! * **Error functions.** erf(a), a not constant and exp(-a^2) in K, is transcendental over K unless
//!   a = a_e or a = -a_e for one of the error functions already there: the Risch equation
//!   b' - 2 a a' b = a' (corrected by constant multiples of earlier error functions) has no solution.
//!
//! So the first two are one question about derivatives. In each of the exceptional cases the function is
//! expressed by the variables that are there.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::constants::{Constant, LARGEST_INTEGER, small_integer};
use super::radical::Residues;
use super::relation::{Alternant, RationalRelation};
use super::{Element, Kind, Result, Stop, Tower, Variable};
use wronski_certificate::{Limit, Step};

/// The largest common denominator of the exponents in a multiplicative relation.
const EXPONENTS: i64 = 1000;

/// Why a variable is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// For exponentials and logarithms: the derivatives of all exponents and logarithms, the new one
    /// last, are linearly independent over Q. For tangents and arctangents: the same of all angles.
    Derivatives(Alternant),
    /// For error functions: the squares of the arguments of all error functions differ from that of the
    /// new one.
    ErrorFunctions,
    /// For roots: the radicand has different power residue characters at two points.
    Residues(Vec<Residues>),
}

/// The least common denominator.
pub(super) fn common_denominator(q: &[BigRational]) -> BigInt {
    q.iter().fold(BigInt::from(1), |m, q| {
        num_integer::lcm(m, q.denom().clone())
    })
}

impl Tower {
    /// The exponents A_i and logarithms L_j that exponentials are compared with: variable, function.
    fn exponents_and_logarithms(&self) -> Vec<(usize, Element)> {
        self.variables
            .iter()
            .enumerate()
            .filter_map(|(v, w)| match &w.kind {
                Kind::Exp { argument } => Some((v, argument.clone())),
                Kind::Log { .. } => Some((v, Element::var(v))),
                _ => None,
            })
            .collect()
    }

    /// `exp(a)` as an element of the tower, adjoined if it is new.
    ///
    /// # Errors
    /// [`Stop::Undecided`] if it is a fractional power of what is there (a root), if its constant
    /// factor is not worked out, or beyond the budget; [`Stop::Refine`] if an exponential is needed
    /// with a finer exponent.
    pub fn exp(&mut self, a: &Element) -> Result<Element> {
        if a.is_zero() {
            return Ok(Element::one());
        }
        if let Some(c) = self.as_constant(a)? {
            return self.exp_constant(&c);
        }
        let known = self.exponents_and_logarithms();
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
                    self.push_monomial(Kind::Exp { argument }, Reason::Derivatives(alternant))?;
                self.variables[v].derivative = self.mul(&d, &Element::var(v))?;
                Ok(self.unit_power(v, divisor as i32))
            }
        }
    }

    /// The derivatives of the functions that are there, and how that of a new one depends on them: the question
    /// that decides exponentials, logarithms, tangents and arctangents alike.
    pub(super) fn compare(
        &self,
        known: &[(usize, Element)],
        derivative: &Element,
    ) -> Result<(Vec<Element>, RationalRelation)> {
        let derivatives: Vec<Element> = known
            .iter()
            .map(|(_, f)| self.derive(f))
            .collect::<Result<_>>()?;
        let relation = self.rational_relation(derivative, &derivatives)?;
        Ok((derivatives, relation))
    }

    /// A new monomial with this derivative, which lies below it.
    pub(super) fn push_primitive(
        &mut self,
        kind: Kind,
        alternant: Alternant,
        derivative: Element,
    ) -> Result<Element> {
        let v = self.push_monomial(kind, Reason::Derivatives(alternant))?;
        self.variables[v].derivative = derivative;
        Ok(Element::var(v))
    }

    /// By what the argument of the next exponential or tangent is divided.
    pub(super) fn next_divisor(&self) -> u32 {
        let ordinal = self.refinable(self.variables.len());
        self.refinements.get(ordinal).copied().unwrap_or(1)
    }

    /// How many of the first variables are exponentials or tangents: the ordinal of the next one.
    fn refinable(&self, upto: usize) -> usize {
        self.variables[..upto]
            .iter()
            .filter(|w| matches!(w.kind, Kind::Exp { .. } | Kind::Tan { .. }))
            .count()
    }

    pub(super) fn push_monomial(&mut self, kind: Kind, reason: Reason) -> Result<usize> {
        let symbol = format!("t{}", self.monomials().len() + 1);
        self.push(Variable {
            symbol,
            kind,
            derivative: Element::zero(),
            reason: Some(reason),
        })
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
            match self.variables[*v].kind.clone() {
                Kind::Log { argument } => {
                    let power = self.rational_power(&argument, q)?;
                    product = self.mul(&product, &power)?;
                }
                _ => {
                    let Some(n) = small_integer(q) else {
                        return Err(self.refine(*v, q));
                    };
                    product = self.mul(&product, &self.unit_power(*v, n))?;
                }
            }
        }
        let Some(c) = self.as_constant(&rest)? else {
            return Err(Stop::step(Step::ExponentConstant));
        };
        let factor = self.exp_constant(&c)?;
        self.mul(&product, &factor)
    }

    /// `log(f)` as an element of the tower, adjoined if it is new.
    ///
    /// # Errors
    /// [`Stop::Undefined`] for the logarithm of a constant that is not positive;
    /// [`Stop::Undecided`] if its constant is not worked out, or beyond the budget.
    pub fn log(&mut self, f: &Element) -> Result<Element> {
        if let Some(c) = self.as_constant(f)? {
            return self.log_constant(&c);
        }
        let known = self.exponents_and_logarithms();
        let slope = self.derive(f)?;
        let derivative = self.div(&slope, f)?;
        match self.compare(&known, &derivative)?.1 {
            RationalRelation::Independent(alternant) => {
                let argument = f.clone();
                self.push_primitive(Kind::Log { argument }, alternant, derivative)
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
        let m = num_traits::ToPrimitive::to_i64(&common_denominator(q))
            .filter(|m| *m <= EXPONENTS)
            .ok_or_else(|| {
                Stop::above(Limit::RelationDenominator, EXPONENTS, common_denominator(q))
            })?;
        let mut sum = Element::zero();
        let mut quotient = self.pow(f, m)?;
        for ((v, g), q) in known.iter().zip(q) {
            if q.is_zero() {
                continue;
            }
            sum = self.add(&sum, &self.scale(g, q))?;
            let n = q * BigRational::from_integer(m.into());
            let n = small_integer(&n)
                .ok_or_else(|| Stop::above(Limit::RelationExponent, LARGEST_INTEGER, n))?;
            let power = match self.variables[*v].kind.clone() {
                Kind::Log { argument } => self.pow(&argument, -i64::from(n))?,
                _ => self.unit_power(*v, -n),
            };
            quotient = self.mul(&quotient, &power)?;
        }
        let Some(c) = self.as_constant(&quotient)? else {
            return Err(Stop::step(Step::LogarithmFactor));
        };
        let constant = self.log_constant(&c)?;
        let constant = self.scale(&constant, &BigRational::new(1.into(), m.into()));
        self.add(&sum, &constant)
    }

    /// The request for a finer exponential or tangent `v`, of which the multiple `q` is needed.
    pub(super) fn refine(&self, v: usize, q: &BigRational) -> Stop {
        match num_traits::ToPrimitive::to_u32(q.denom()) {
            Some(divisor) => Stop::Refine {
                ordinal: self.refinable(v),
                divisor,
            },
            None => Stop::above(Limit::CommonDivisor, super::COMMON_DIVISOR, q.denom()),
        }
    }

    /// `erf(a)` as an element of the tower, adjoined with its Gaussian if it is new.
    ///
    /// # Errors
    /// As [`Tower::exp`] for the Gaussian; [`Stop::Undecided`] for constants that are not rational.
    pub fn erf(&mut self, a: &Element) -> Result<Element> {
        if a.is_zero() {
            return Ok(Element::zero());
        }
        if let Some(c) = self.as_constant(a)? {
            return self.erf_constant(&c);
        }
        for (v, w) in self.variables.iter().enumerate() {
            if let Kind::Erf { argument, .. } = &w.kind {
                if self.equal(argument, a)? {
                    return Ok(Element::var(v));
                }
                if self.equal(argument, &self.neg(a))? {
                    return Ok(self.neg(&Element::var(v)));
                }
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
            Kind::Erf {
                argument: a.clone(),
                gaussian,
            },
            Reason::ErrorFunctions,
        )?;
        self.variables[v].derivative = derivative;
        Ok(Element::var(v))
    }
}

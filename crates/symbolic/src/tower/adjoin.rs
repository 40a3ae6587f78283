//! Adjoining functions: is the monomial new?
//!
//! Let K be a tower: an algebraic extension of C(x, t_1, ..., t_n) by roots, with exponentials exp(A_i),
//! logarithms log(f_j), error functions erf(a_e) whose Gaussians exp(-a_e^2) lie in K, tangents tan(a_k) and
//! arctangents atan(f_j); call 2 a_k and atan(f_j) its *angles*. Proofs are in `docs/theory.md`; they extend the
//! argument of Ax (Ann. of Math. 93, 1971) and Rosenlicht (Pacific J. Math. 65, 1976) by the error function. What they
//! say of each kind stands in the file of the kind ([`kind`](super::kind)).
//!
//! Exponentials and logarithms are one question about the derivatives of exponents and logarithms. Over the complex
//! numbers exp(2 i a_k) = (1 + i tan a_k)/(1 - i tan a_k) is an exponential, and 2 i atan(f_j) the logarithm of
//! (1 + i f_j)/(1 - i f_j); complex conjugation separates real exponents and logarithms from angles, so that tangents
//! and arctangents are the same question about the derivatives of angles. In each of the exceptional cases the
//! function is expressed by the variables that are there.

use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::circle::Circle;
use super::kind::{Criterion, Generator, Group, Side};
use super::relation::{Alternant, RationalRelation};
use super::{COMMON_DIVISOR, Element, Kind, Reason, Result, Tower, TowerError, Variable};
use wronski_certificate::{Limit, Step};

impl Tower {
    /// The exponents and logarithms, or the angles, of the tower: variable, function.
    pub(super) fn compared(&self, group: Group) -> Vec<(usize, Element)> {
        (0..self.variables.len())
            .filter_map(|v| self.compared_function(v))
            .filter(|(g, _, _)| *g == group)
            .map(|(_, v, f)| (v, f))
            .collect()
    }

    /// The function of a variable that is compared with others.
    pub(super) fn compared_function(&self, v: usize) -> Option<(Group, usize, Element)> {
        match self.variables[v].kind.generator()?.criterion() {
            Criterion::Exponents(_, e) => Some((Group::Exponents, v, e.exponent(v))),
            Criterion::Angles(_, a) => Some((Group::Angles, v, a.angle(self, v))),
            Criterion::Own(_) => None,
        }
    }

    /// The exponential of a multiple of the exponent or logarithm of a variable.
    ///
    /// # Errors
    /// [`TowerError::Refine`] for fractions of an exponent; otherwise as [`Tower::rational_power`].
    pub(super) fn exponential_of_multiple(&mut self, v: usize, q: &BigRational) -> Result<Element> {
        let kind = self.variables[v].kind.clone();
        match kind.generator().map(Generator::criterion) {
            Some(Criterion::Exponents(_, e)) => e.exponential(self, v, q),
            _ => Err(TowerError::step(Step::ExponentConstant)),
        }
    }

    /// Cosine and sine of a multiple of the angle of a variable.
    ///
    /// # Errors
    /// [`TowerError::Refine`] for fractions of the angle of a tangent; [`TowerError::Undecided`] for those of an
    /// arctangent other than halves.
    pub(super) fn circle_of_angle(&mut self, v: usize, q: &BigRational) -> Result<Circle> {
        let kind = self.variables[v].kind.clone();
        match kind.generator().map(Generator::criterion) {
            Some(Criterion::Angles(_, a)) => a.circle(self, v, q),
            _ => Err(TowerError::step(Step::AngleConstant)),
        }
    }

    /// The derivatives of the functions that are there, and how that of a new one depends on them.
    ///
    /// # Errors
    /// As [`Tower::rational_relation`].
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
    ///
    /// # Errors
    /// If the tower has no room.
    pub(super) fn push_primitive(
        &mut self,
        kind: impl Into<Kind>,
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
            .filter(|w| matches!(w.kind.pair(), Some((_, Side::Exponential))))
            .count()
    }

    /// A new monomial whose derivative is still to be set.
    ///
    /// # Errors
    /// If the tower has no room.
    pub(super) fn push_monomial(&mut self, kind: impl Into<Kind>, reason: Reason) -> Result<usize> {
        let symbol = format!("t{}", self.monomials().len() + 1);
        self.push(Variable {
            symbol,
            kind: kind.into(),
            derivative: Element::zero(),
            reason: Some(reason),
        })
    }

    /// The request for a finer exponential or tangent `v`, of which the multiple `q` is needed.
    pub(super) fn refine(&self, v: usize, q: &BigRational) -> TowerError {
        match q.denom().to_u32() {
            Some(divisor) => TowerError::Refine {
                ordinal: self.refinable(v),
                divisor,
            },
            None => TowerError::above(Limit::CommonDivisor, COMMON_DIVISOR, q.denom()),
        }
    }
}

//! Tangents: sine, cosine and tangent are rational functions of the tangent of half the angle.
//!
//! tan(a) is transcendental over K unless a is a rational linear combination of the angles that are there plus a
//! constant ([`adjoin`](crate::tower::adjoin)); then it is worked out by the addition theorem.

use num_rational::BigRational;
use num_traits::Zero;

use super::generator::{Angle, Criterion, Generator, Group, KnownSeries, Side};
use crate::tower::circle::Circle;
use crate::tower::number::small_integer;
use crate::tower::power_series::Series;
use crate::tower::relation::RationalRelation;
use crate::tower::{COMMON_DIVISOR, Element, Reason, Result, Tower, TowerError};
use wronski_certificate::{Limit, Step, VariableKind, Witness};
use wronski_diagnostic::{Diagnostic, ErrorCode};
use wronski_expr::{Expr, Func};

/// `tan(argument)`, whose derivative is `argument' * (1 + tan(argument)^2)`: sine and cosine of
/// twice the argument are rational functions of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tangent {
    /// The argument: half the angle.
    pub argument: Element,
}

impl Generator for Tangent {
    fn argument(&self) -> &Element {
        &self.argument
    }

    fn with_argument(&self, t: &mut Tower, argument: &Element) -> Result<Element> {
        t.tan(argument)
    }

    fn expression(&self, argument: Expr) -> Expr {
        Expr::apply(Func::Tan, argument)
    }

    fn series(&self, value: u64, known: &KnownSeries<'_>) -> Option<Series> {
        let ring = known.arithmetic;
        ring.tangent(&ring.derivative(&(known.of)(&self.argument)?), value)
    }

    fn criterion(&self) -> Criterion<'_> {
        Criterion::Angles(Side::Exponential, self)
    }

    fn record(&self, t: &Tower, witness: Witness) -> VariableKind {
        VariableKind::Tan {
            argument: t.print(&self.argument),
            witness,
        }
    }
}

impl Angle for Tangent {
    fn angle(&self, t: &Tower, _: usize) -> Element {
        t.scale(&self.argument, &two())
    }

    fn circle(&self, t: &mut Tower, variable: usize, multiple: &BigRational) -> Result<Circle> {
        let Some(n) = small_integer(multiple) else {
            return Err(t.refine(variable, multiple));
        };
        let base = t.circle_of_double(&Element::var(variable))?;
        t.circle_multiple(&base, n)
    }
}

impl Tower {
    /// Cosine and sine of `a` as elements of the tower; the tangent of half the angle is adjoined if it is new.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] for constant angles that are not worked out, for fractions of an arctangent other
    /// than halves, or beyond the budget; [`TowerError::Refine`] if a tangent is needed with a finer argument.
    pub fn circle(&mut self, a: &Element) -> Result<Circle> {
        if let Some(c) = self.as_constant(a)? {
            return self.circle_constant(&c);
        }
        let known = self.compared(Group::Angles);
        let derivative = self.derive(a)?;
        let (derivatives, relation) = self.compare(&known, &derivative)?;
        match relation {
            RationalRelation::Dependent(q) => self.circle_of_combination(a, &known, &q),
            RationalRelation::Independent(_) => {
                let divisor = self.next_divisor();
                let half = BigRational::new(1.into(), (2 * i64::from(divisor)).into());
                let argument = self.scale(a, &half);
                let slope = self.scale(&derivative, &half);
                // The witness is about the angle of the monomial.
                let angle = self.scale(&slope, &two());
                let RationalRelation::Independent(alternant) =
                    self.rational_relation(&angle, &derivatives)?
                else {
                    return Err(TowerError::step(Step::AnglePart));
                };
                let v = self.push_monomial(Tangent { argument }, Reason::Derivatives(alternant))?;
                let t = Element::var(v);
                let square = self.add(&Element::one(), &self.mul(&t, &t)?)?;
                self.variables[v].derivative = self.mul(&slope, &square)?;
                let circle = self.circle_of_double(&t)?;
                let divisor = i32::try_from(divisor).map_err(|_| {
                    TowerError::above(Limit::CommonDivisor, COMMON_DIVISOR, divisor)
                })?;
                self.circle_multiple(&circle, divisor)
            }
        }
    }

    /// The circle of `a = sum q_i f_i + constant`, the `f_i` being the angles of the tower.
    fn circle_of_combination(
        &mut self,
        a: &Element,
        known: &[(usize, Element)],
        q: &[BigRational],
    ) -> Result<Circle> {
        let mut rest = a.clone();
        let mut circle = (Element::one(), Element::zero());
        for ((v, f), q) in known.iter().zip(q) {
            if q.is_zero() {
                continue;
            }
            rest = self.sub(&rest, &self.scale(f, q))?;
            let part = self.circle_of_angle(*v, q)?;
            circle = self.circle_sum(&circle, &part)?;
        }
        let Some(c) = self.as_constant(&rest)? else {
            return Err(TowerError::step(Step::AngleConstant));
        };
        let constant = self.circle_constant(&c)?;
        self.circle_sum(&circle, &constant)
    }

    /// `tan(a)` as an element of the tower.
    ///
    /// # Errors
    /// [`TowerError::Undefined`] for odd multiples of pi/2; otherwise as [`Tower::circle`].
    pub fn tan(&mut self, a: &Element) -> Result<Element> {
        // With the angle 2 a, the monomial for a itself is found again.
        let (cosine, sine) = self.circle(&self.scale(a, &two()))?;
        let below = self.add(&Element::one(), &cosine)?;
        if below.is_zero() {
            return Err(TowerError::Undefined(Diagnostic::input(
                ErrorCode::W0213,
                "the tangent of an odd multiple of pi/2 is not defined",
            )));
        }
        self.div(&sine, &below)
    }
}

fn two() -> BigRational {
    BigRational::from_integer(2.into())
}

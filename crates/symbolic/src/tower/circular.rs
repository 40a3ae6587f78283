//! Circular functions: sine, cosine and tangent as rational functions of tangents, and arctangents.
//!
//! Let a tower have tangents tan(a_k) and arctangents atan(f_j); call 2 a_k and atan(f_j) its *angles*. Over the
//! complex numbers exp(2 i a_k) = (1 + i tan a_k)/(1 - i tan a_k) is an exponential, and 2 i atan(f_j) the logarithm
//! of (1 + i f_j)/(1 - i f_j), so that the theorems of `docs/theory.md` apply. Complex conjugation separates real
//! exponents and logarithms from angles:
//!
//! * tan(a) is transcendental over K unless a is a rational linear combination of the angles plus a constant;
//! * atan(f) is transcendental over K unless f'/(1 + f^2) is a rational linear combination of the
//!   derivatives of the angles.
//!
//! In the exceptional cases the function is worked out by the addition theorem, in pairs (cosine, sine).

use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};
use wronski_diagnostic::ErrorCode;

use super::adjoin::{Reason, common_denominator};
use super::constants::{LARGEST_INTEGER, small_integer};
use super::relation::RationalRelation;
use super::{Element, Kind, Result, Stop, Tower};
use wronski_certificate::{Limit, Reason as Open, Step};
use wronski_diagnostic::Diagnostic;
use wronski_expr::Expr;

/// The largest integer multiple of an angle.
const MULTIPLE: u32 = 200;

/// The largest common denominator in a relation of angles.
const DENOMINATOR: i32 = 60;

/// Cosine and sine of an angle.
pub type Circle = (Element, Element);

impl Tower {
    /// The angles of the tower, twice the argument of a tangent or an arctangent: variable, function.
    pub(super) fn angles(&self) -> Vec<(usize, Element)> {
        let two = BigRational::from_integer(2.into());
        self.variables
            .iter()
            .enumerate()
            .filter_map(|(v, w)| match &w.kind {
                Kind::Tan { argument } => Some((v, self.scale(argument, &two))),
                Kind::Atan { .. } => Some((v, Element::var(v))),
                _ => None,
            })
            .collect()
    }

    /// Cosine and sine of the sum of two angles.
    pub(super) fn circle_sum(&self, a: &Circle, b: &Circle) -> Result<Circle> {
        let cosine = self.sub(&self.mul(&a.0, &b.0)?, &self.mul(&a.1, &b.1)?)?;
        let sine = self.add(&self.mul(&a.1, &b.0)?, &self.mul(&a.0, &b.1)?)?;
        Ok((cosine, sine))
    }

    /// Cosine and sine of an integer multiple of an angle.
    pub(super) fn circle_multiple(&self, a: &Circle, n: i32) -> Result<Circle> {
        if n.unsigned_abs() > MULTIPLE {
            return Err(Stop::above(Limit::AngleMultiple, MULTIPLE, n));
        }
        let mut base = if n < 0 {
            (a.0.clone(), self.neg(&a.1))
        } else {
            a.clone()
        };
        let mut acc = (Element::one(), Element::zero());
        let mut k = n.unsigned_abs();
        while k > 0 {
            if k & 1 == 1 {
                acc = self.circle_sum(&acc, &base)?;
            }
            k >>= 1;
            if k > 0 {
                base = self.circle_sum(&base, &base.clone())?;
            }
        }
        Ok(acc)
    }

    /// Cosine and sine of twice the angle whose tangent is given.
    pub(super) fn circle_of_double(&mut self, tangent: &Element) -> Result<Circle> {
        let square = self.mul(tangent, tangent)?;
        let below = self.add(&Element::one(), &square)?;
        let inverse = self.inverse(&below)?;
        let above = self.sub(&Element::one(), &square)?;
        let cosine = self.mul(&above, &inverse)?;
        let sine = self.mul(&self.scale(tangent, &integer(2)), &inverse)?;
        Ok((cosine, sine))
    }

    /// Cosine and sine of `a` as elements of the tower; the tangent of half the angle is adjoined if it is new.
    ///
    /// # Errors
    /// [`Stop::Undecided`] for constant angles that are not worked out, for fractions of an arctangent other
    /// than halves, or beyond the budget; [`Stop::Refine`] if a tangent is needed with a finer argument.
    pub fn circle(&mut self, a: &Element) -> Result<Circle> {
        if let Some(c) = self.as_constant(a)? {
            return self.circle_constant(&c);
        }
        let known = self.angles();
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
                let angle = self.scale(&slope, &integer(2));
                let RationalRelation::Independent(alternant) =
                    self.rational_relation(&angle, &derivatives)?
                else {
                    return Err(Stop::step(Step::AnglePart));
                };
                let v =
                    self.push_monomial(Kind::Tan { argument }, Reason::Derivatives(alternant))?;
                let t = Element::var(v);
                let square = self.add(&Element::one(), &self.mul(&t, &t)?)?;
                self.variables[v].derivative = self.mul(&slope, &square)?;
                let circle = self.circle_of_double(&t)?;
                let divisor = i32::try_from(divisor).map_err(|_| {
                    Stop::above(Limit::CommonDivisor, super::COMMON_DIVISOR, divisor)
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
            let part = match self.variables[*v].kind.clone() {
                Kind::Tan { .. } => {
                    let Some(n) = small_integer(q) else {
                        return Err(self.refine(*v, q));
                    };
                    let base = self.circle_of_double(&Element::var(*v))?;
                    self.circle_multiple(&base, n)?
                }
                Kind::Atan { argument } => self.circle_of_arctangent(&argument, q)?,
                _ => continue,
            };
            circle = self.circle_sum(&circle, &part)?;
        }
        let Some(c) = self.as_constant(&rest)? else {
            return Err(Stop::step(Step::AngleConstant));
        };
        let constant = self.circle_constant(&c)?;
        self.circle_sum(&circle, &constant)
    }

    /// Cosine and sine of `q atan(f)`.
    fn circle_of_arctangent(&mut self, f: &Element, q: &BigRational) -> Result<Circle> {
        let n = q
            .numer()
            .to_i32()
            .ok_or_else(|| Stop::above(Limit::AngleMultiple, MULTIPLE, q.numer()))?;
        let even = q.denom().is_one() && n % 2 == 0;
        if even {
            let double = self.circle_of_double(f)?;
            return self.circle_multiple(&double, n / 2);
        }
        // cos(atan f) = 1/sqrt(1 + f^2) and sin(atan f) = f/sqrt(1 + f^2).
        let square = self.add(&Element::one(), &self.mul(f, f)?)?;
        let root = self.root_of_positive(&square, 2)?;
        let inverse = self.inverse(&root)?;
        let mut circle = (inverse.clone(), self.mul(f, &inverse)?);
        match q.denom().to_u32() {
            Some(1) => {}
            Some(2) => {
                // The half angle is between -pi/4 and pi/4, where the cosine is positive.
                let half = BigRational::new(1.into(), 2.into());
                let sum = self.add(&Element::one(), &circle.0)?;
                let cosine = self.root_of_positive(&self.scale(&sum, &half), 2)?;
                let twice = self.scale(&cosine, &integer(2));
                let sine = self.div(&circle.1, &twice)?;
                circle = (cosine, sine);
            }
            _ => {
                let why = Open::step(Step::ArctangentPart);
                return Err(Stop::Undecided(why.about((&Expr::num(q.clone())).into())));
            }
        }
        self.circle_multiple(&circle, n)
    }

    /// `tan(a)` as an element of the tower.
    ///
    /// # Errors
    /// [`Stop::Undefined`] for odd multiples of pi/2; otherwise as [`Tower::circle`].
    pub fn tan(&mut self, a: &Element) -> Result<Element> {
        // With the angle 2 a, the monomial for a itself is found again.
        let (cosine, sine) = self.circle(&self.scale(a, &integer(2)))?;
        let below = self.add(&Element::one(), &cosine)?;
        if below.is_zero() {
            return Err(Stop::Undefined(Diagnostic::input(
                ErrorCode::W0213,
                "the tangent of an odd multiple of pi/2 is not defined",
            )));
        }
        self.div(&sine, &below)
    }

    /// `atan(f)` as an element of the tower, adjoined if it is new.
    ///
    /// # Errors
    /// [`Stop::Undecided`] if its constant is not worked out, or beyond the budget.
    pub fn atan(&mut self, f: &Element) -> Result<Element> {
        if let Some(c) = self.as_constant(f)? {
            return self.atan_constant(&c);
        }
        let known = self.angles();
        let square = self.add(&Element::one(), &self.mul(f, f)?)?;
        let slope = self.derive(f)?;
        let derivative = self.div(&slope, &square)?;
        match self.compare(&known, &derivative)?.1 {
            RationalRelation::Independent(alternant) => {
                let argument = f.clone();
                self.push_primitive(Kind::Atan { argument }, alternant, derivative)
            }
            RationalRelation::Dependent(q) => self.arctangent_of_combination(f, &known, &q),
        }
    }

    /// `atan(f) = sum q_i f_i + constant` for angles `f_i`, with the constant worked out: by the addition
    /// theorem up to multiples of pi/m, then by an enclosure at one point.
    fn arctangent_of_combination(
        &mut self,
        f: &Element,
        known: &[(usize, Element)],
        q: &[BigRational],
    ) -> Result<Element> {
        let m = common_denominator(q)
            .to_i32()
            .filter(|m| *m <= DENOMINATOR)
            .ok_or_else(|| {
                Stop::above(Limit::AngleDenominator, DENOMINATOR, common_denominator(q))
            })?;
        let double = self.circle_of_double(f)?;
        let mut circle = self.circle_multiple(&double, m)?;
        let mut sum = Element::zero();
        for ((v, g), q) in known.iter().zip(q) {
            if q.is_zero() {
                continue;
            }
            sum = self.add(&sum, &self.scale(g, q))?;
            let n = q * integer(i64::from(m));
            let n = small_integer(&n)
                .ok_or_else(|| Stop::above(Limit::AngleCoefficient, LARGEST_INTEGER, n))?;
            let (tangent, doubled) = match self.variables[*v].kind.clone() {
                Kind::Atan { argument } => (argument, 1),
                _ => (Element::var(*v), 2),
            };
            let base = self.circle_of_double(&tangent)?;
            let part = self.circle_multiple(&base, -n * doubled)?;
            circle = self.circle_sum(&circle, &part)?;
        }
        let (Some(cosine), Some(sine)) =
            (self.as_constant(&circle.0)?, self.as_constant(&circle.1)?)
        else {
            return Err(Stop::step(Step::AngleRelationConstant));
        };
        // 2 m (atan f - sum) = angle + 2 pi j
        let angle = self.angle_of_constant(&cosine, &sine)?;
        let arctangent = wronski_expr::Expr::apply(wronski_expr::Func::Atan, self.to_expr(f));
        let difference = arctangent - self.to_expr(&sum);
        let j = self.turns(&difference, &angle, 2 * i64::from(m))?;
        let turns = self.pi_if(&(j * 8))?;
        let constant = self.scale(
            &self.add(&angle, &turns)?,
            &BigRational::new(1.into(), (2 * i64::from(m)).into()),
        );
        self.add(&sum, &constant)
    }
}

fn integer(n: i64) -> BigRational {
    BigRational::from_integer(n.into())
}

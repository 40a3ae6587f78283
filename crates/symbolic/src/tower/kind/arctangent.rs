//! Arctangents.
//!
//! atan(f) is transcendental over K unless f'/(1 + f^2) is a rational linear combination of the derivatives of the
//! angles that are there ([`adjoin`](crate::tower::adjoin)); then it is a sum of them and a constant.

use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use super::generator::{Angle, Criterion, Generator, Group, KnownSeries, Side};
use crate::tower::circle::{Circle, MULTIPLE};
use crate::tower::number::{LARGEST_INTEGER, common_denominator, small_integer};
use crate::tower::power_series::Series;
use crate::tower::relation::RationalRelation;
use crate::tower::{Element, Result, Tower, TowerError};
use wronski_certificate::{Limit, Reason as Open, Step, VariableKind, Witness};
use wronski_expr::{Expr, Func};

/// `atan(argument)`, with the derivative `argument'/(1 + argument^2)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Arctangent {
    /// The argument.
    pub argument: Element,
}

/// The largest common denominator in a relation of angles.
const DENOMINATOR: i32 = 60;

impl Generator for Arctangent {
    fn argument(&self) -> &Element {
        &self.argument
    }

    fn with_argument(&self, t: &mut Tower, argument: &Element) -> Result<Element> {
        t.atan(argument)
    }

    fn expression(&self, argument: Expr) -> Expr {
        Expr::apply(Func::Atan, argument)
    }

    fn series(&self, value: u64, known: &KnownSeries<'_>) -> Option<Series> {
        let slope = (known.of)(known.derivative)?;
        known.arithmetic.antiderivative(&slope, value)
    }

    fn criterion(&self) -> Criterion<'_> {
        Criterion::Angles(Side::Logarithm, self)
    }

    fn record(&self, t: &Tower, witness: Witness) -> VariableKind {
        VariableKind::Atan {
            argument: t.print(&self.argument),
            witness,
        }
    }
}

impl Angle for Arctangent {
    fn angle(&self, _: &Tower, variable: usize) -> Element {
        Element::var(variable)
    }

    fn circle(&self, t: &mut Tower, _: usize, multiple: &BigRational) -> Result<Circle> {
        t.circle_of_arctangent(&self.argument, multiple)
    }
}

impl Tower {
    /// `atan(f)` as an element of the tower, adjoined if it is new.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] if its constant is not worked out, or beyond the budget.
    pub fn atan(&mut self, f: &Element) -> Result<Element> {
        if let Some(c) = self.as_constant(f)? {
            return self.atan_constant(&c);
        }
        let known = self.compared(Group::Angles);
        let square = self.add(&Element::one(), &self.mul(f, f)?)?;
        let slope = self.derive(f)?;
        let derivative = self.div(&slope, &square)?;
        match self.compare(&known, &derivative)?.1 {
            RationalRelation::Independent(alternant) => {
                let argument = f.clone();
                self.push_primitive(Arctangent { argument }, alternant, derivative)
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
                TowerError::above(Limit::AngleDenominator, DENOMINATOR, common_denominator(q))
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
            if small_integer(&n).is_none() {
                return Err(TowerError::above(
                    Limit::AngleCoefficient,
                    LARGEST_INTEGER,
                    n,
                ));
            }
            let part = self.circle_of_angle(*v, &(n * integer(-2)))?;
            circle = self.circle_sum(&circle, &part)?;
        }
        let (Some(cosine), Some(sine)) =
            (self.as_constant(&circle.0)?, self.as_constant(&circle.1)?)
        else {
            return Err(TowerError::step(Step::AngleRelationConstant));
        };
        // 2 m (atan f - sum) = angle + 2 pi j
        let angle = self.angle_of_constant(&cosine, &sine)?;
        let arctangent = Expr::apply(Func::Atan, self.to_expr(f));
        let difference = arctangent - self.to_expr(&sum);
        let j = self.turns(&difference, &angle, 2 * i64::from(m))?;
        let turns = self.pi_if(&(j * 8))?;
        let constant = self.scale(
            &self.add(&angle, &turns)?,
            &BigRational::new(1.into(), (2 * i64::from(m)).into()),
        );
        self.add(&sum, &constant)
    }

    /// Cosine and sine of `q atan(f)`.
    fn circle_of_arctangent(&mut self, f: &Element, q: &BigRational) -> Result<Circle> {
        let n = q
            .numer()
            .to_i32()
            .ok_or_else(|| TowerError::above(Limit::AngleMultiple, MULTIPLE, q.numer()))?;
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
                return Err(TowerError::Undecided(
                    why.about((&Expr::num(q.clone())).into()),
                ));
            }
        }
        self.circle_multiple(&circle, n)
    }
}

fn integer(n: i64) -> BigRational {
    BigRational::from_integer(n.into())
}

//! Constant angles: circular functions and arctangents of constants.
//!
//! The arctangent of a rational is a sum of angles of Gaussian primes and a multiple of pi/4, as its logarithm
//! is a sum of logarithms of primes. Branches are fixed by enclosures.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::circle::Circle;
use super::number::{factor, not_factored, small_multiple, two_squares};
use super::{Constant, Element, MOST_BITS, Result, Tower, TowerError};
use wronski_certificate::reason::ConstantFunction;
use wronski_certificate::{Limit, Step};
use wronski_expr::enclose::enclose;
use wronski_expr::{Expr, Func, Node};

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

impl Tower {
    /// Cosine and sine of a constant.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] unless the constant is a sum of a rational, a multiple of pi/12 and integer multiples
    /// of angles of Gaussian primes.
    pub fn circle_constant(&mut self, c: &Element) -> Result<Circle> {
        let refuse = |t: &Tower| t.no_constant(ConstantFunction::Angle, c);
        if !c.den.is_empty() {
            return Err(refuse(self));
        }
        let mut circle = (Element::one(), Element::zero());
        for (m, factor) in c.num.terms().collect::<Vec<_>>() {
            let support: Vec<usize> = (0..m.len()).filter(|&v| m[v] != 0).collect();
            let part = match support.as_slice() {
                [] => self.circle_of_rational(&factor)?,
                [v] => match self.variables[*v].kind.as_constant().cloned() {
                    Some(Constant::SqrtPi) if m[*v] == 2 => {
                        let n = small_multiple(&(&factor * q(12, 1)), || refuse(self))?;
                        self.circle_of_twelfths(n)?
                    }
                    Some(Constant::Atan(p)) if m[*v] == 1 => {
                        let n = small_multiple(&factor, || refuse(self))?;
                        let (a, b) = two_squares(&p).ok_or_else(|| refuse(self))?;
                        let root = self.sqrt_rational(&BigRational::from_integer(p))?;
                        let inverse = self.inverse(&root)?;
                        let base = (
                            self.scale(&inverse, &BigRational::from_integer(a)),
                            self.scale(&inverse, &BigRational::from_integer(b)),
                        );
                        self.circle_multiple(&base, n)?
                    }
                    _ => return Err(refuse(self)),
                },
                _ => return Err(refuse(self)),
            };
            circle = self.circle_sum(&circle, &part)?;
        }
        Ok(circle)
    }

    /// Cosine and sine of `n pi/12`.
    fn circle_of_twelfths(&mut self, n: i32) -> Result<Circle> {
        let n = n.rem_euclid(24);
        let base = match (n % 3, n % 2) {
            (0, _) if n % 6 == 0 => {
                let quarter = (Element::zero(), Element::one());
                return self.circle_multiple(&quarter, n / 6);
            }
            (0, _) => {
                let half = self.sqrt_rational(&q(1, 2))?;
                ((half.clone(), half), n / 3)
            }
            (_, 0) => {
                let half = Element::rational(&q(1, 2));
                ((self.sqrt_rational(&q(3, 4))?, half), n / 2)
            }
            _ => {
                let (six, two) = (self.sqrt_rational(&q(3, 8))?, self.sqrt_rational(&q(1, 8))?);
                ((self.add(&six, &two)?, self.sub(&six, &two)?), n)
            }
        };
        self.circle_multiple(&base.0, base.1)
    }

    /// Cosine and sine of a rational, by the tangent of half of a unit fraction.
    fn circle_of_rational(&mut self, angle: &BigRational) -> Result<Circle> {
        let existing = self.constants().find_map(|(v, c)| match c {
            Constant::Tan(base) => Some((v, base.clone())),
            _ => None,
        });
        let (v, base) = match existing {
            Some(found) => found,
            None => {
                let base = BigRational::new(BigInt::one(), angle.denom() * BigInt::from(2));
                (self.constant(Constant::Tan(base.clone()))?, base)
            }
        };
        let n = small_multiple(&(angle / (base * q(2, 1))), || {
            TowerError::step(Step::AngleDenominators)
        })?;
        let circle = self.circle_of_double(&Element::var(v))?;
        self.circle_multiple(&circle, n)
    }

    /// The arctangent of a constant.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] unless it is rational, or the tangent of a multiple of pi/24.
    pub fn atan_constant(&mut self, c: &Element) -> Result<Element> {
        if c.is_zero() {
            return Ok(Element::zero());
        }
        if let Some(value) = c.as_rational() {
            return self.atan_of_rational(&value);
        }
        // Tangents of multiples of pi/12 and pi/8 are square roots.
        let one = Element::one();
        for (n, root, shift) in [
            (8, q(3, 1), 0),
            (4, q(1, 3), 0),
            (3, q(2, 1), -1),
            (9, q(2, 1), 1),
            (10, q(3, 1), 2),
            (2, q(3, 1), -2),
        ] {
            let root = self.sqrt_rational(&root)?;
            let mut tangent = self.add(&root, &self.scale(&one, &q(shift, 1)))?;
            if n == 2 {
                tangent = self.neg(&tangent);
            }
            for (candidate, sign) in [(tangent.clone(), 1), (self.neg(&tangent), -1)] {
                if self.equal(&candidate, c)? {
                    let pi = self.pi()?;
                    return Ok(self.scale(&pi, &q(n * sign, 24)));
                }
            }
        }
        Err(self.no_constant(ConstantFunction::Atan, c))
    }

    fn atan_of_rational(&mut self, value: &BigRational) -> Result<Element> {
        let refuse = || not_factored(&Expr::apply(Func::Atan, Expr::num(value.clone())));
        // z = d + i n, divided by Gaussian primes until a unit is left.
        let (mut re, mut im) = (value.denom().clone(), value.numer().clone());
        let norm = &re * &re + &im * &im;
        let mut sum = Element::zero();
        let mut eighths = BigInt::zero();
        for (p, e) in factor(&norm).ok_or_else(refuse)? {
            let (a, b, v) = if p == BigInt::from(2) {
                (BigInt::one(), BigInt::one(), None)
            } else {
                let (a, b) = two_squares(&p).ok_or_else(refuse)?;
                (a, b, Some(self.constant(Constant::Atan(p.clone()))?))
            };
            for _ in 0..e {
                // z/(a + b i), or z/(a - b i) if that is the factor.
                let divide = |re: &BigInt, im: &BigInt, b: &BigInt| {
                    let (x, y) = (re * &a + im * b, im * &a - re * b);
                    ((&x % &p).is_zero() && (&y % &p).is_zero()).then(|| (x / &p, y / &p))
                };
                let (next, sign) = match divide(&re, &im, &b) {
                    Some(z) => (z, 1),
                    None => (divide(&re, &im, &-&b).ok_or_else(refuse)?, -1),
                };
                (re, im) = next;
                match v {
                    Some(v) => sum = self.add(&sum, &self.scale(&Element::var(v), &q(sign, 1)))?,
                    None => eighths += sign,
                }
            }
        }
        // The unit: 1, i, -1, -i.
        eighths += if re.is_positive() {
            0
        } else if im.is_positive() {
            2
        } else if re.is_negative() {
            4
        } else {
            6
        };
        let pi = self.pi_if(&eighths)?;
        let sum = self.add(&sum, &pi)?;
        let arctangent = Expr::apply(Func::Atan, Expr::num(value.clone()));
        let j = self.turns(&arctangent, &sum, 1)?;
        let turns = self.pi_if(&(j * 8))?;
        self.add(&sum, &turns)
    }

    /// `n pi/4`, without pi if it is zero.
    ///
    /// # Errors
    /// If the tower has no room.
    pub(super) fn pi_if(&mut self, n: &BigInt) -> Result<Element> {
        if n.is_zero() {
            return Ok(Element::zero());
        }
        let pi = self.pi()?;
        Ok(self.scale(&pi, &BigRational::new(n.clone(), 4.into())))
    }

    /// An angle with the given cosine and sine.
    ///
    /// # Errors
    /// As [`Tower::atan_constant`].
    pub(super) fn angle_of_constant(
        &mut self,
        cosine: &Element,
        sine: &Element,
    ) -> Result<Element> {
        let below = self.add(&Element::one(), cosine)?;
        if below.is_zero() {
            return self.pi();
        }
        let tangent = self.div(sine, &below)?;
        let half = self.atan_constant(&tangent)?;
        Ok(self.scale(&half, &q(2, 1)))
    }

    /// The integer `j` with `times * value = angle + 2 pi j`, from an enclosure of the function `value`, which is
    /// known to be such a constant, at some point.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] if no enclosure is narrow enough, or none contains an integer.
    pub(super) fn turns(&self, value: &Expr, angle: &Element, times: i64) -> Result<BigInt> {
        let angle = self.to_expr(angle);
        let turns =
            (Expr::int(times) * value.clone() - angle) / (Expr::int(2) * Expr::new(Node::Pi));
        for (n, d) in [(0, 1), (1, 3), (-2, 5), (5, 7), (-9, 8), (17, 11)] {
            for bits in [64, 256, MOST_BITS] {
                let Ok(e) = enclose(&turns, &q(n, d), bits) else {
                    break;
                };
                let (low, high) = (e.lower_rational(), e.upper_rational());
                if &high - &low < q(1, 4) {
                    let j = ((&low + &high) / q(2, 1)).round();
                    if low <= j && j <= high {
                        return Ok(j.to_integer());
                    }
                    return Err(TowerError::step(Step::AngleBranch));
                }
            }
        }
        Err(TowerError::limit(Limit::BranchBits, MOST_BITS))
    }
}

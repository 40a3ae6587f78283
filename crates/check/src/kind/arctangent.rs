//! Arctangents, of functions and of rational numbers.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::reading::Reading;
use crate::circle::{UNKNOWN, ratio};
use crate::combination::small;
use crate::element::Elem;
use crate::failure::{Checked, limit, unshown};
use crate::primes::{factor, two_squares};
use crate::space::{Angle, Circle, Constant, Generator, Group, Kind, Space, Status, Zeros};
use crate::text::prime_number;
use crate::witness::derivatives;
use wronski_certificate::Witness;
use wronski_expr::{Expr, Func};

/// `atan(f)`
#[derive(Clone, Debug)]
struct Atan(Elem);

/// `atan(b/a)` for the prime `a^2 + b^2` with `a > b > 0`.
#[derive(Debug, PartialEq)]
struct AtanConstant(BigInt);

pub(super) fn read_constant(r: &Reading<'_>, prime: &str) -> Checked<Kind> {
    let p = prime_number(prime)?;
    let (a, b) = two_squares(&p).ok_or("the prime is no sum of two different squares")?;
    r.named(format!("atan({b}/{a})"))?;
    Ok(Kind::constant(AtanConstant(p)))
}

/// New if its derivative and those of all angles before it are independent over Q.
pub(super) fn read(
    r: &mut Reading<'_>,
    argument: &str,
    witness: &Witness,
) -> Checked<(Kind, Elem)> {
    r.named_monomial()?;
    let v = r.position();
    let f = r.space.element(argument, v)?;
    let slope = derivative(r.space, &f)?;
    derivatives(r.space, &r.space.angles(v), &slope, witness)?;
    Ok((Kind::function(Atan(f)), slope))
}

/// `atan(f)' = f'/(1 + f^2)`
fn derivative(space: &Space, f: &Elem) -> Checked<Elem> {
    let k = &space.arithmetic;
    let below = k.add(&Elem::one(), &k.mul(f, f)?)?;
    k.div(&space.derive(f)?, &below)
}

impl Generator for Atan {
    fn argument(&self) -> &Elem {
        &self.0
    }

    fn group(&self) -> Group<'_> {
        Group::Angles(self)
    }

    fn zeros(&self) -> Zeros {
        Zeros::Unknown
    }

    fn written(&self, argument: Expr) -> Expr {
        Expr::apply(Func::Atan, argument)
    }

    fn of(&self, space: &mut Space, argument: &Elem) -> Checked<Elem> {
        space.atan(argument, None)
    }
}

impl Angle for Atan {
    fn angle(&self, v: usize) -> Elem {
        Elem::var(v)
    }

    fn divides(&self, q: &BigRational) -> bool {
        small(&(q * ratio(2, 1))).is_some()
    }

    fn circle(&self, space: &mut Space, _: usize, q: &BigRational) -> Checked<Circle> {
        space.of_arctangent(&self.0, q)
    }
}

impl Constant for AtanConstant {
    fn name(&self) -> String {
        format!("an arctangent with the prime {}", self.0)
    }

    fn status(&self) -> Status {
        Status::Transcendental
    }

    fn written(&self, _: &dyn Fn(&Elem) -> Expr) -> Expr {
        let (a, b) = two_squares(&self.0).unwrap_or((1, 0));
        let ratio = BigRational::new(b.into(), a.into());
        Expr::apply(Func::Atan, Expr::num(ratio))
    }

    /// Cosine and sine of the angle are `a/sqrt(p)` and `b/sqrt(p)`.
    fn circle(&self, space: &mut Space, q: &BigRational, power: i32) -> Checked<Option<Circle>> {
        if power != 1 {
            return Ok(None);
        }
        let n = small(q).ok_or_else(|| unshown(UNKNOWN))?;
        let (a, b) = two_squares(&self.0).ok_or_else(|| unshown(UNKNOWN))?;
        let prime = BigRational::from_integer(self.0.clone());
        let root = space.root_number(&prime.recip(), 2)?;
        let times = |n: u64| root.scale(&BigRational::from_integer(n.into()));
        space.multiple(&(times(a), times(b)), n).map(Some)
    }
}

impl Space {
    /// Cosine and sine of `q atan(f)`, for `2 q` an integer.
    pub fn of_arctangent(&mut self, f: &Elem, q: &BigRational) -> Checked<Circle> {
        let n = small(&BigRational::from_integer(q.numer().clone()))
            .ok_or_else(|| unshown("a fraction of an arctangent"))?;
        if q.is_integer() && n % 2 == 0 {
            return self.multiple(&self.of_double(f)?, n / 2);
        }
        // The cosine of an arctangent and of half of it are positive.
        let k = &self.arithmetic;
        let square = k.add(&Elem::one(), &k.mul(f, f)?)?;
        let root = self.positive_root(&square, 2)?;
        let inverse = self.arithmetic.inverse(&root)?;
        let mut circle = (inverse.clone(), self.arithmetic.mul(f, &inverse)?);
        if !q.is_integer() {
            let sum = self.arithmetic.add(&Elem::one(), &circle.0)?;
            let cosine = self.positive_root(&sum.scale(&ratio(1, 2)), 2)?;
            let twice = cosine.scale(&ratio(2, 1));
            circle = (cosine, self.arithmetic.div(&circle.1, &twice)?);
        }
        self.multiple(&circle, n)
    }

    /// `atan(f)`; `text` is the expression of `f`, if there is one.
    pub fn atan(&mut self, f: &Elem, text: Option<&Expr>) -> Checked<Elem> {
        if let Some(c) = self.as_constant(f)? {
            return self.atan_of_constant(&c);
        }
        let known = self.of_kind().map(|(v, Atan(g))| (v, g));
        if let Some(found) = self.odd_function(f, known)? {
            return Ok(found);
        }
        let slope = derivative(self, f)?;
        for upto in [self.listed, self.variables.len()] {
            let known = self.angles(upto);
            let slopes = known
                .iter()
                .map(|(_, g)| self.derive(g))
                .collect::<Checked<Vec<_>>>()?;
            if let Some(q) = self.combination(&slopes, &slope, false)? {
                return self.arctangent_of_combination(f, text, &known, &q);
            }
        }
        let v = self.push(
            "an arctangent".into(),
            Kind::function(Atan(f.clone())),
            slope,
        )?;
        Ok(Elem::var(v))
    }

    /// `atan(f) = sum q_i angle_i + constant`: the derivatives agree.
    fn arctangent_of_combination(
        &mut self,
        f: &Elem,
        text: Option<&Expr>,
        known: &[(usize, Elem)],
        q: &[BigRational],
    ) -> Checked<Elem> {
        let far = || limit("the common denominator of a relation of angles", 60);
        let m = q.iter().fold(BigInt::one(), |m, q| m.lcm(q.denom()));
        let m = m.to_i64().filter(|m| *m <= 60).ok_or_else(far)?;
        // Cosine and sine of 2 m (atan f - sum).
        let mut circle = self.multiple(&self.of_double(f)?, m)?;
        let mut sum = Elem::zero();
        for ((v, g), q) in known.iter().zip(q).filter(|(_, q)| !q.is_zero()) {
            sum = self.arithmetic.add(&sum, &g.scale(q))?;
            let n = small(&(q * ratio(m, 1))).ok_or_else(far)?;
            let part = self.circle_of_angle(*v, &ratio(-2 * n, 1))?;
            circle = self.sum_of_circles(&circle, &part)?;
        }
        let (Some(cosine), Some(sine)) =
            (self.as_constant(&circle.0)?, self.as_constant(&circle.1)?)
        else {
            return Err(unshown("a relation of angles that could not be confirmed"));
        };
        let angle = self.angle_of(&cosine, &sine)?;
        let argument = match text {
            Some(e) => e.clone(),
            None => self.written(f)?,
        };
        let difference = Expr::apply(Func::Atan, argument) - self.written(&sum)?;
        let j = self.turns(&difference, &angle, 2 * m)?;
        let turns = self.eighths(&(j * 8))?;
        let constant = self.arithmetic.add(&angle, &turns)?.scale(&ratio(1, 2 * m));
        self.arithmetic.add(&sum, &constant)
    }

    /// An angle with that cosine and sine.
    fn angle_of(&mut self, cosine: &Elem, sine: &Elem) -> Checked<Elem> {
        let below = self.arithmetic.add(&Elem::one(), cosine)?;
        if below.is_zero() {
            return self.eighths(&BigInt::from(4));
        }
        let tangent = self.arithmetic.div(sine, &below)?;
        Ok(self.atan_of_constant(&tangent)?.scale(&ratio(2, 1)))
    }

    /// The arctangent of a rational number or of the tangent of a multiple of pi/24.
    fn atan_of_constant(&mut self, c: &Elem) -> Checked<Elem> {
        if let Some(q) = c.as_rational() {
            return self.atan_of_rational(&q);
        }
        for n in 1..12 {
            // tan(n pi/24) = sin(n pi/12)/(1 + cos(n pi/12))
            let (cosine, sine) = self.circle_of_twelfths(n)?;
            let below = self.arithmetic.add(&Elem::one(), &cosine)?;
            for sign in [1, -1] {
                let product = self.arithmetic.mul(c, &below)?;
                if self
                    .arithmetic
                    .equal(&product, &sine.scale(&ratio(sign, 1)))?
                {
                    return Ok(self.pi()?.scale(&ratio(sign * n, 24)));
                }
            }
        }
        self.odd_value(Func::Atan, c)
    }

    /// By the Gaussian primes of `denominator + i numerator`.
    fn atan_of_rational(&mut self, q: &BigRational) -> Checked<Elem> {
        if q.is_zero() {
            return Ok(Elem::zero());
        }
        let (mut re, mut im) = (q.denom().clone(), q.numer().clone());
        let mut angle = Elem::zero();
        let mut eighths = BigInt::zero();
        for (p, e) in factor(&(&re * &re + &im * &im))? {
            let (a, b) = if p == BigInt::from(2) {
                (1, 1)
            } else {
                two_squares(&p).ok_or_else(|| unshown(UNKNOWN))?
            };
            let (a, b) = (BigInt::from(a), BigInt::from(b));
            for _ in 0..e {
                // Divide by a + b i, or else by a - b i.
                let quotient = |b: &BigInt| {
                    let (x, y) = (&re * &a + &im * b, &im * &a - &re * b);
                    (x.is_multiple_of(&p) && y.is_multiple_of(&p)).then(|| (x / &p, y / &p))
                };
                let (next, sign) = match quotient(&b) {
                    Some(z) => (z, 1),
                    None => (quotient(&-&b).ok_or_else(|| unshown(UNKNOWN))?, -1),
                };
                (re, im) = next;
                if p == BigInt::from(2) {
                    eighths += sign;
                } else {
                    let v = self.constant(AtanConstant(p.clone()))?;
                    let part = Elem::var(v).scale(&ratio(sign, 1));
                    angle = self.arithmetic.add(&angle, &part)?;
                }
            }
        }
        eighths += match (re.is_positive(), im.is_positive(), re.is_negative()) {
            (true, ..) => 0,
            (_, true, _) => 2,
            (.., true) => 4,
            _ => 6,
        };
        let unit = self.eighths(&eighths)?;
        let angle = self.arithmetic.add(&angle, &unit)?;
        let value = Expr::apply(Func::Atan, Expr::num(q.clone()));
        let j = self.turns(&value, &angle, 1)?;
        let turns = self.eighths(&(j * 8))?;
        self.arithmetic.add(&angle, &turns)
    }
}

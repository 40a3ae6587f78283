//! Circular functions and arctangents in terms of the variables of the field.
//!
//! The angles of the field are `2 a` for its tangents `tan(a)`, and its arctangents. Cosine and sine of an integer
//! combination of angles come from the addition theorem. An arctangent is a rational combination of angles if its
//! derivative is one; the addition theorem and an enclosure at one point give the constant.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::constants::{factor, two_squares};
use super::element::Elem;
use super::failure::{Checked, limit, unshown};
use super::roots::Known;
use super::solve::small;
use super::space::{Kind, Space};
use wronski_exact::poly::Poly;
use wronski_expr::{Expr, Func};

/// Cosine and sine.
type Circle = (Elem, Elem);

fn ratio(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

const UNKNOWN: &str = "a constant angle that is not worked out";

impl Space {
    /// The angles among the first `upto` variables.
    pub fn angles(&self, upto: usize) -> Vec<(usize, Elem)> {
        self.variables
            .iter()
            .enumerate()
            .take(upto)
            .filter_map(|(v, w)| match &w.kind {
                Kind::Tan(a) => Some((v, a.scale(&ratio(2, 1)))),
                Kind::Atan(_) => Some((v, Elem::var(v))),
                _ => None,
            })
            .collect()
    }

    /// The derivative of the tangent `v` of an angle with that derivative.
    pub fn tangent_slope(&self, slope: &Elem, v: usize) -> Checked<Elem> {
        let k = &self.arithmetic;
        let square = k.mul(&Elem::var(v), &Elem::var(v))?;
        k.mul(slope, &k.add(&Elem::one(), &square)?)
    }

    /// `f'/(1 + f^2)`.
    pub fn arctangent_slope(&self, f: &Elem) -> Checked<Elem> {
        let k = &self.arithmetic;
        let below = k.add(&Elem::one(), &k.mul(f, f)?)?;
        k.div(&self.derive(f)?, &below)
    }

    fn sum(&self, a: &Circle, b: &Circle) -> Checked<Circle> {
        let k = &self.arithmetic;
        Ok((
            k.sub(&k.mul(&a.0, &b.0)?, &k.mul(&a.1, &b.1)?)?,
            k.add(&k.mul(&a.1, &b.0)?, &k.mul(&a.0, &b.1)?)?,
        ))
    }

    fn multiple(&self, a: &Circle, n: i64) -> Checked<Circle> {
        if n.unsigned_abs() > 200 {
            return Err(limit("the multiples of an angle", 200));
        }
        let mut base = a.clone();
        if n < 0 {
            base.1 = base.1.neg();
        }
        let mut acc = (Elem::one(), Elem::zero());
        let mut left = n.unsigned_abs();
        while left > 0 {
            if left & 1 == 1 {
                acc = self.sum(&acc, &base)?;
            }
            left >>= 1;
            if left > 0 {
                base = self.sum(&base, &base)?;
            }
        }
        Ok(acc)
    }

    /// Cosine and sine of twice the angle with that tangent; `1 + tangent^2` has no zeros on the real line.
    fn of_double(&self, tangent: &Elem) -> Checked<Circle> {
        let k = &self.arithmetic;
        let square = k.mul(tangent, tangent)?;
        let inverse = k.inverse(&k.add(&Elem::one(), &square)?)?;
        let cosine = k.mul(&k.sub(&Elem::one(), &square)?, &inverse)?;
        Ok((cosine, k.mul(&tangent.scale(&ratio(2, 1)), &inverse)?))
    }

    /// Cosine and sine of an element.
    pub fn circle(&mut self, a: &Elem) -> Checked<Circle> {
        if let Some(c) = self.as_constant(a)? {
            return self.circle_of_constant(&c);
        }
        for upto in [self.listed, self.variables.len()] {
            let known = self.angles(upto);
            let functions: Vec<Elem> = known.iter().map(|f| f.1.clone()).collect();
            let Some(q) = self.combination(&functions, a, true)? else {
                continue;
            };
            let fits = |v: usize, q: &BigRational| match self.variables[v].kind {
                Kind::Tan(_) => small(q).is_some(),
                _ => small(&(q * ratio(2, 1))).is_some(),
            };
            if !known.iter().zip(&q).all(|((v, _), q)| fits(*v, q)) {
                continue;
            }
            let mut rest = a.clone();
            for ((_, f), q) in known.iter().zip(&q) {
                rest = self.arithmetic.sub(&rest, &f.scale(q))?;
            }
            let Some(c) = self.as_constant(&rest)? else {
                continue;
            };
            let mut circle = self.circle_of_constant(&c)?;
            for ((v, _), q) in known.iter().zip(&q).filter(|(_, q)| !q.is_zero()) {
                let part = match self.variables[*v].kind.clone() {
                    Kind::Atan(f) => self.of_arctangent(&f, q)?,
                    _ => {
                        let n = small(q).ok_or_else(|| unshown("a fraction of an angle"))?;
                        self.multiple(&self.of_double(&Elem::var(*v))?, n)?
                    }
                };
                circle = self.sum(&circle, &part)?;
            }
            return Ok(circle);
        }
        let half = a.scale(&ratio(1, 2));
        let slope = self.derive(&half)?;
        let v = self.push("a tangent".into(), Kind::Tan(half), Elem::zero())?;
        self.variables[v].derivative = self.tangent_slope(&slope, v)?;
        self.of_double(&Elem::var(v))
    }

    /// Cosine and sine of `q atan(f)`, for `2 q` an integer.
    fn of_arctangent(&mut self, f: &Elem, q: &BigRational) -> Checked<Circle> {
        let n = small(&BigRational::from_integer(q.numer().clone()))
            .ok_or_else(|| unshown("a fraction of an arctangent"))?;
        if q.is_integer() && n % 2 == 0 {
            return self.multiple(&self.of_double(f)?, n / 2);
        }
        // The cosine of an arctangent and of half of it are positive.
        let k = &self.arithmetic;
        let square = k.add(&Elem::one(), &k.mul(f, f)?)?;
        let root = self.root(&square, 2, Known::Positive)?;
        let inverse = self.arithmetic.inverse(&root)?;
        let mut circle = (inverse.clone(), self.arithmetic.mul(f, &inverse)?);
        if !q.is_integer() {
            let sum = self.arithmetic.add(&Elem::one(), &circle.0)?;
            let cosine = self.root(&sum.scale(&ratio(1, 2)), 2, Known::Positive)?;
            let twice = cosine.scale(&ratio(2, 1));
            circle = (cosine, self.arithmetic.div(&circle.1, &twice)?);
        }
        self.multiple(&circle, n)
    }

    /// `tan(a)`.
    pub fn tan(&mut self, a: &Elem) -> Checked<Elem> {
        let (cosine, sine) = self.circle(&a.scale(&ratio(2, 1)))?;
        // 1 + cos(2a) = 2 cos(a)^2 is no zero function, unless it is a constant.
        let below = self.arithmetic.add(&Elem::one(), &cosine)?;
        self.arithmetic.div(&sine, &below)
    }

    /// `atan(f)`; `text` is the expression of `f`, if there is one.
    pub fn atan(&mut self, f: &Elem, text: Option<&Expr>) -> Checked<Elem> {
        if let Some(c) = self.as_constant(f)? {
            return self.atan_of_constant(&c);
        }
        for v in 0..self.variables.len() {
            if let Kind::Atan(g) = &self.variables[v].kind {
                if self.arithmetic.equal(f, g)? {
                    return Ok(Elem::var(v));
                }
                if self.arithmetic.equal(f, &g.neg())? {
                    return Ok(Elem::var(v).neg());
                }
            }
        }
        let slope = self.arctangent_slope(f)?;
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
        let v = self.push("an arctangent".into(), Kind::Atan(f.clone()), slope)?;
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
            let (tangent, times) = match &self.variables[*v].kind {
                Kind::Atan(g) => (g.clone(), 1),
                _ => (Elem::var(*v), 2),
            };
            let part = self.multiple(&self.of_double(&tangent)?, -n * times)?;
            circle = self.sum(&circle, &part)?;
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

    /// `n pi/4`.
    fn eighths(&mut self, n: &BigInt) -> Checked<Elem> {
        if n.is_zero() {
            return Ok(Elem::zero());
        }
        let v = self.constant(&Kind::SqrtPi)?;
        let pi = self.arithmetic.pow(&Elem::var(v), 2)?;
        Ok(pi.scale(&BigRational::new(n.clone(), 4.into())))
    }

    /// Cosine and sine of a sum of a rational number, a multiple of pi/12, and arctangents of constants.
    fn circle_of_constant(&mut self, c: &Elem) -> Checked<Circle> {
        if !c.den.is_empty() {
            return self.circle_of_value(c);
        }
        let mut circle = (Elem::one(), Elem::zero());
        for (m, q) in c.num.terms().collect::<Vec<_>>() {
            let support: Vec<usize> = (0..m.len()).filter(|&v| m[v] != 0).collect();
            let part = match *support.as_slice() {
                [] => self.circle_of_rational(&q)?,
                [v] => match self.variables[v].kind.clone() {
                    Kind::SqrtPi if m[v] == 2 => {
                        let n = small(&(&q * ratio(12, 1))).ok_or_else(|| unshown(UNKNOWN))?;
                        self.circle_of_twelfths(n)?
                    }
                    Kind::AtanConstant(p) if m[v] == 1 => {
                        let n = small(&q).ok_or_else(|| unshown(UNKNOWN))?;
                        let (a, b) = two_squares(&p).ok_or_else(|| unshown(UNKNOWN))?;
                        let root = self.root_number(&BigRational::from_integer(p).recip(), 2)?;
                        let times = |n: u64| root.scale(&BigRational::from_integer(n.into()));
                        self.multiple(&(times(a), times(b)), n)?
                    }
                    Kind::Value(Func::Atan, f)
                        if m[v] == 1 && small(&(&q * ratio(2, 1))).is_some() =>
                    {
                        self.of_arctangent(&f, &q)?
                    }
                    _ => self.circle_of_value(&Elem::poly(Poly::term(m, &q)))?,
                },
                _ => self.circle_of_value(&Elem::poly(Poly::term(m, &q)))?,
            };
            circle = self.sum(&circle, &part)?;
        }
        Ok(circle)
    }

    /// Cosine and sine of a constant of which nothing is claimed.
    fn circle_of_value(&mut self, c: &Elem) -> Checked<Circle> {
        let (v, n) = self.tangent_value(c)?;
        self.multiple(&self.of_double(&Elem::var(v))?, n)
    }

    /// Cosine and sine of `n pi/12`.
    fn circle_of_twelfths(&mut self, n: i64) -> Checked<Circle> {
        let n = n.rem_euclid(24);
        let zero = (Elem::one(), Elem::zero());
        if n == 0 {
            return Ok(zero);
        }
        if n % 6 == 0 {
            return self.multiple(&(Elem::zero(), Elem::one()), n / 6);
        }
        let mut circle = zero;
        // pi/12 = pi/3 - pi/4
        let (sixths, quarters) = match (n % 3, n % 2) {
            (0, _) => (0, n / 3),
            (_, 0) => (n / 2, 0),
            _ => (2 * n, -n),
        };
        if sixths != 0 {
            let cosine = self.root_number(&ratio(3, 4), 2)?;
            let base = (cosine, Elem::number(&ratio(1, 2)));
            circle = self.multiple(&base, sixths)?;
        }
        if quarters != 0 {
            let half = self.root_number(&ratio(1, 2), 2)?;
            let part = self.multiple(&(half.clone(), half), quarters)?;
            circle = self.sum(&circle, &part)?;
        }
        Ok(circle)
    }

    /// Cosine and sine of a rational number, by the tangent of a number that is there.
    fn circle_of_rational(&mut self, q: &BigRational) -> Checked<Circle> {
        if q.is_zero() {
            return Ok((Elem::one(), Elem::zero()));
        }
        let there = self
            .variables
            .iter()
            .enumerate()
            .find_map(|(v, w)| match &w.kind {
                Kind::TanConstant(base) => Some((v, base.clone())),
                _ => None,
            });
        let (v, base) = match there {
            Some(found) => found,
            None => {
                let base = BigRational::new(BigInt::one(), q.denom() * 2);
                (self.constant(&Kind::TanConstant(base.clone()))?, base)
            }
        };
        let n = small(&(q / (base * ratio(2, 1)))).ok_or_else(|| unshown(UNKNOWN))?;
        self.multiple(&self.of_double(&Elem::var(v))?, n)
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
                    let v = self.constant(&Kind::SqrtPi)?;
                    let pi = self.arithmetic.pow(&Elem::var(v), 2)?;
                    return Ok(pi.scale(&ratio(sign * n, 24)));
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
                    let v = self.constant(&Kind::AtanConstant(p.clone()))?;
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

//! Constants of which nothing is claimed: `exp(pi)`, `log(1 + e^2)`, `erf(e)`.
//!
//! No theorem says what they are independent of, and a tower never lists one. But an expression may pass through them
//! on the way to an element without them: `mish(2) = 2 tanh(log(1 + e^2))` is a rational function of e, and `erf(e) -
//! erf(e)` is 0. So they become auxiliary variables, whose arguments are constants: an identity in which they are
//! free holds for the numbers that they stand for.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::constants::factor;
use super::element::Elem;
use super::failure::{Checked, unshown};
use super::solve::small;
use super::space::{Kind, Space};
use wronski_exact::gcd::squarefree_factors;
use wronski_exact::poly::Poly;
use wronski_exact::radical::perfect_power;
use wronski_expr::Func;

/// Fractions of exponents and angles share a generator if their denominators divide this.
const PARTS: i64 = 12;

impl Space {
    /// The variable that stands for `f(c)`.
    fn value(&mut self, f: Func, c: Elem) -> Checked<usize> {
        let name = format!("{}(..)", f.name());
        self.push(name, Kind::Value(f, c), Elem::zero())
    }

    /// The arguments of the auxiliary constants `f(c)`.
    fn values(&self, f: Func) -> Vec<(usize, Elem)> {
        self.variables
            .iter()
            .enumerate()
            .filter_map(|(v, w)| match &w.kind {
                Kind::Value(g, c) if *g == f => Some((v, c.clone())),
                _ => None,
            })
            .collect()
    }

    /// The rational number `a / b`, if it is one.
    fn ratio(&self, a: &Elem, b: &Elem) -> Checked<Option<BigRational>> {
        let (p, q) = (a.num.content().0, b.num.content().0);
        if q.is_zero() {
            return Ok(None);
        }
        let r = p / q;
        Ok(self.arithmetic.equal(a, &b.scale(&r))?.then_some(r))
    }

    /// The multiple of `c` that is there as an argument of `f`, or a new fraction of `c` with its multiple.
    fn multiple_of_value(&mut self, f: Func, c: &Elem, parts: i64) -> Checked<(usize, i64)> {
        for (v, d) in self.values(f) {
            if let Some(n) = self.ratio(c, &d)?.and_then(|q| small(&q)) {
                return Ok((v, n));
            }
        }
        let content = c.num.content().0;
        let below = content.denom().lcm(&BigInt::from(parts));
        let base = c.scale(&(BigRational::from_integer(below) * &content).recip());
        let n = self.ratio(c, &base)?.and_then(|q| small(&q));
        match n {
            Some(n) => Ok((self.value(f, base)?, n)),
            None => Ok((self.value(f, c.clone())?, 1)),
        }
    }

    /// `exp(c)`.
    pub fn exp_value(&mut self, c: &Elem) -> Checked<Elem> {
        let (v, n) = self.multiple_of_value(Func::Exp, c, PARTS)?;
        self.arithmetic.pow(&Elem::var(v), n)
    }

    /// The half `c/2` of a constant angle as the multiple of one with a tangent that is there; the tangent is not at
    /// a pole.
    pub fn tangent_value(&mut self, c: &Elem) -> Checked<(usize, i64)> {
        let half = c.scale(&BigRational::new(1.into(), 2.into()));
        // Halves share a tangent with the whole, whichever comes first; of a number the tangent stays simple.
        let parts = if half.as_rational().is_some() { 1 } else { 2 };
        let (v, n) = self.multiple_of_value(Func::Tan, &half, parts)?;
        let Kind::Value(_, base) = self.variables[v].kind.clone() else {
            return Err(unshown("a constant angle"));
        };
        let cosine = wronski_expr::Expr::apply(Func::Cos, self.written(&base)?);
        if self.sign_of_number(&cosine).is_none() {
            return Err(unshown("a constant angle that may be a multiple of pi"));
        }
        Ok((v, n))
    }

    /// An odd function of a constant.
    pub fn odd_value(&mut self, f: Func, c: &Elem) -> Checked<Elem> {
        for (v, d) in self.values(f) {
            if self.arithmetic.equal(c, &d)? {
                return Ok(Elem::var(v));
            }
            if self.arithmetic.equal(c, &d.neg())? {
                return Ok(Elem::var(v).neg());
            }
        }
        let v = self.value(f, c.clone())?;
        Ok(Elem::var(v))
    }

    /// `log(c)`: prime numbers and powers of generators from the content, and the factors of what is left.
    pub fn log_constant(&mut self, c: &Elem) -> Checked<Elem> {
        match self.sign_of_constant(c)? {
            Some(true) => {}
            Some(false) => return Err("the logarithm of a negative constant".into()),
            None => return Err(unshown("the sign of a constant under a logarithm")),
        }
        let mut sum = self.log_of_factor(&c.num)?;
        for (d, n) in &c.den {
            let part = self.log_of_factor(d)?;
            let part = part.scale(&BigRational::from_integer((*n).into()));
            sum = self.arithmetic.sub(&sum, &part)?;
        }
        Ok(sum)
    }

    /// The logarithm of the absolute value of a polynomial in constants.
    fn log_of_factor(&mut self, p: &Poly) -> Checked<Elem> {
        let mut sum = Elem::zero();
        let (content, _) = p.content();
        for (n, sign) in [(content.numer().abs(), 1), (content.denom().clone(), -1)] {
            for (prime, e) in factor(&n)? {
                let v = self.constant(&Kind::LogConstant(prime))?;
                let part = Elem::var(v).scale(&BigRational::from_integer((e * sign).into()));
                sum = self.arithmetic.add(&sum, &part)?;
            }
        }
        let low = p.monomial_content();
        for (v, e) in low.iter().enumerate().filter(|(_, e)| **e != 0) {
            let part = self.log_of_generator(v)?;
            let part = part.scale(&BigRational::from_integer((*e).into()));
            sum = self.arithmetic.add(&sum, &part)?;
        }
        let rest = p.shift(&low.map(|e| -e)).content().1;
        if rest.as_rational().is_some() {
            return Ok(sum);
        }
        let factors = squarefree_factors(&rest).unwrap_or_else(|| vec![(rest.clone(), 1)]);
        for (f, n) in factors {
            let part = self
                .log_value(Elem::poly(f))?
                .scale(&BigRational::from_integer(n.into()));
            sum = self.arithmetic.add(&sum, &part)?;
        }
        Ok(sum)
    }

    /// The logarithm of the absolute value of a constant, as a value of its own.
    fn log_value(&mut self, c: Elem) -> Checked<Elem> {
        let c = match self.sign_of_constant(&c)? {
            Some(true) => c,
            Some(false) => c.neg(),
            None => return Err(unshown("the sign of a constant under a logarithm")),
        };
        for (v, d) in self.values(Func::Log) {
            if self.arithmetic.equal(&c, &d)? {
                return Ok(Elem::var(v));
            }
        }
        let v = self.value(Func::Log, c)?;
        Ok(Elem::var(v))
    }

    /// The logarithm of the absolute value of a variable that stands for a constant.
    fn log_of_generator(&mut self, v: usize) -> Checked<Elem> {
        let share = |n: u32| BigRational::new(1.into(), n.into());
        Ok(match self.variables[v].kind.clone() {
            Kind::ExpConstant(base) => Elem::number(&base),
            Kind::ExpParameter(base, p) => Elem::var(p).scale(&base),
            Kind::Value(Func::Exp, c) => c,
            Kind::Sqrt(p) => {
                let v = self.constant(&Kind::LogConstant(p))?;
                Elem::var(v).scale(&share(2))
            }
            Kind::RootConstant(degree, p) => {
                let v = self.constant(&Kind::LogConstant(p))?;
                Elem::var(v).scale(&share(degree))
            }
            Kind::ConstantRoot(degree, c) => self.log_constant(&c)?.scale(&share(degree)),
            Kind::Parameter => return Err(unshown("the logarithm of a parameter")),
            _ => self.log_value(Elem::var(v))?,
        })
    }

    /// The root of a constant that is no number: a root that no theorem speaks of.
    pub fn root_value(&mut self, c: &Elem, degree: u32) -> Checked<Elem> {
        let (c, negative) = match self.sign_of_constant(c)? {
            Some(true) => (c.clone(), false),
            Some(false) if degree % 2 == 1 => (c.neg(), true),
            Some(false) => return Err("an even root of a negative constant".into()),
            None => return Err(unshown("the sign of a constant under a root")),
        };
        let (mut p, mut outside) = self.radicand(&c, degree)?;
        if let Some((number, base)) = perfect_power(&p, degree) {
            p = Poly::constant(&number);
            outside = self.arithmetic.mul(&outside, &Elem::poly(base))?;
        }
        let outside = match self.sign_of_constant(&outside)? {
            Some(true) => outside,
            Some(false) if degree.is_multiple_of(2) => outside.neg(),
            // The radicand takes the sign, so that the root stays one of a positive number.
            Some(false) => return self.root_of_sign(&p.neg(), &outside.neg(), degree, negative),
            None => return Err(unshown("the sign of a constant under a root")),
        };
        self.root_of_sign(&p, &outside, degree, negative)
    }

    fn root_of_sign(
        &mut self,
        p: &Poly,
        outside: &Elem,
        degree: u32,
        negative: bool,
    ) -> Checked<Elem> {
        let (content, primitive) = p.content();
        let primitive = if content.is_negative() {
            primitive.neg()
        } else {
            primitive
        };
        let number = self.root_number(&content.abs(), degree)?;
        let there = self
            .variables
            .iter()
            .enumerate()
            .find_map(|(v, w)| match &w.kind {
                Kind::ConstantRoot(n, f) if n % degree == 0 && f.num == primitive => {
                    Some((v, n / degree))
                }
                _ => None,
            });
        let root = if primitive.is_one() {
            Elem::one()
        } else {
            let (v, n) = match there {
                Some(found) => found,
                None => {
                    let kind = Kind::ConstantRoot(degree, Elem::poly(primitive));
                    (self.push("a root".into(), kind, Elem::zero())?, 1)
                }
            };
            self.arithmetic.pow(&Elem::var(v), i64::from(n))?
        };
        let k = &self.arithmetic;
        let root = k.mul(&k.mul(&number, &root)?, outside)?;
        Ok(if negative { root.neg() } else { root })
    }

    /// The sign of a constant without parameters that is not 0, by an enclosure.
    pub fn sign_of_constant(&self, c: &Elem) -> Checked<Option<bool>> {
        if let Some(q) = c.as_rational() {
            return Ok((!q.is_zero()).then(|| q.is_positive()));
        }
        if let Some(found) = self.sign_everywhere(c) {
            return Ok(Some(found));
        }
        if (0..self.variables.len()).any(|v| {
            c.involves(v) && (!self.variables[v].is_constant() || self.variables[v].is_parametric())
        }) {
            return Ok(None);
        }
        Ok(self.sign_of_number(&self.written(c)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wronski_expr::{Parameters, parse};

    fn value(text: &str) -> Elem {
        let mut space = Space::default();
        space
            .push("x".into(), Kind::X, Elem::one())
            .expect("there is room");
        space
            .push(
                "exp(1)".into(),
                Kind::ExpConstant(BigRational::from_integer(1.into())),
                Elem::zero(),
            )
            .expect("there is room");
        space.listed = 2;
        let e = parse(text, &Parameters::new()).expect(text).expr;
        space
            .interpret(&e)
            .unwrap_or_else(|why| panic!("{text}: {why}"))
    }

    /// Identities of constants, each true by hand.
    #[test]
    fn constants_that_cancel_do() {
        for text in [
            "erf(e) - erf(e)",
            "erf(e) + erf(-e)",
            "exp(softplus(1))^2 - (1 + e)^2",
            "exp(pi)^2 - exp(2*pi)",
            "exp(pi/2)*exp(pi/3) - exp(5*pi/6)",
            "exp(pi)*exp(-pi) - 1",
            "log(pi^2) - 2*log(pi)",
            "log((1 + e)/(2 + e)) - log(1 + e) + log(2 + e)",
            "log(e^2 + 2*e + 1) - 2*log(1 + e)",
            "mish(2) - 2*((1 + e^2)^2 - 1)/((1 + e^2)^2 + 1)",
            "sqrt(1 + e)^2 - 1 - e",
            "cbrt(2 - e)^3 - 2 + e",
            "cbrt(1/(2 - e))^3 - 1/(2 - e)",
            "sin(sqrt(2))^2 + cos(sqrt(2))^2 - 1",
            "sin(2*sqrt(2)) - 2*sin(sqrt(2))*cos(sqrt(2))",
            "tan(atan(e)) - e",
            "exp(exp(1)) - e^e",
            "sqrt(tan(2)^2) + tan(2)",
            "log(exp(exp(pi))) - exp(pi)",
        ] {
            assert!(value(text).is_zero(), "{text}");
        }
    }

    /// What is not 0 does not become it.
    #[test]
    fn constants_that_differ_do_not_cancel() {
        for text in [
            "sqrt(tan(2)^2) - tan(2)",
            "exp(pi)^2 - exp(pi)",
            "erf(e) - erf(pi)",
            "cbrt(2 - e) - cbrt(e - 2)",
            "log(1 + e) - log(2 + e)",
            "sqrt((1 - e)^2) - 1 + e",
        ] {
            assert!(!value(text).is_zero(), "{text}");
        }
    }
}

//! Constants of which nothing is claimed: `exp(pi)`, `log(1 + e^2)`, `erf(e)`.
//!
//! No theorem says what they are independent of, and a tower never lists one. But an expression may pass through them
//! on the way to an element without them: `mish(2) = 2 tanh(log(1 + e^2))` is a rational function of e, and `erf(e) -
//! erf(e)` is 0. So they become auxiliary variables, whose arguments are constants: an identity in which they are
//! free holds for the numbers that they stand for.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::Zero;

use crate::circle::ratio;
use crate::combination::small;
use crate::element::Elem;
use crate::failure::{Checked, unshown};
use crate::space::{Circle, Constant, Kind, Space, Status, Zeros};
use wronski_expr::{Expr, Func};

/// Fractions of exponents and angles share a generator if their denominators divide this.
const PARTS: i64 = 12;

/// A function of a constant.
#[derive(Clone, Debug)]
struct Value(Func, Elem);

impl Constant for Value {
    fn name(&self) -> String {
        format!("{}(..)", self.0.name())
    }

    fn status(&self) -> Status {
        Status::Unclaimed
    }

    fn argument(&self) -> Option<&Elem> {
        Some(&self.1)
    }

    fn zeros(&self) -> Zeros {
        match self.0 {
            Func::Exp => Zeros::Nowhere,
            _ => Zeros::Unknown,
        }
    }

    fn written(&self, of: &dyn Fn(&Elem) -> Expr) -> Expr {
        Expr::apply(self.0, of(&self.1))
    }

    fn logarithm(&self, space: &mut Space, v: usize) -> Checked<Elem> {
        match self.0 {
            Func::Exp => Ok(self.1.clone()),
            _ => space.log_value(Elem::var(v)),
        }
    }

    fn has_roots(&self) -> bool {
        self.0 == Func::Exp
    }

    fn exponential(&self, space: &mut Space, [n, degree]: [i64; 2]) -> Checked<Option<Elem>> {
        if self.0 != Func::Log {
            return Ok(None);
        }
        let root = space.root_constant(&self.1, degree as u32)?;
        space.arithmetic.pow(&root, n).map(Some)
    }

    fn circle(&self, space: &mut Space, q: &BigRational, power: i32) -> Checked<Option<Circle>> {
        if self.0 != Func::Atan || power != 1 || small(&(q * ratio(2, 1))).is_none() {
            return Ok(None);
        }
        space.of_arctangent(&self.1, q).map(Some)
    }
}

impl Space {
    /// The variable that stands for `f(c)`.
    pub fn value(&mut self, f: Func, c: Elem) -> Checked<usize> {
        let value = Value(f, c);
        self.push(value.name(), Kind::constant(value), Elem::zero())
    }

    /// The arguments of the auxiliary constants `f(c)`.
    pub fn values(&self, f: Func) -> Vec<(usize, Elem)> {
        self.constants()
            .filter(|(_, Value(g, _))| *g == f)
            .map(|(v, Value(_, c))| (v, c.clone()))
            .collect()
    }

    /// The rational number `a / b`, if it is one.
    fn rational_ratio(&self, a: &Elem, b: &Elem) -> Checked<Option<BigRational>> {
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
            if let Some(n) = self.rational_ratio(c, &d)?.and_then(|q| small(&q)) {
                return Ok((v, n));
            }
        }
        let content = c.num.content().0;
        let below = content.denom().lcm(&BigInt::from(parts));
        let base = c.scale(&(BigRational::from_integer(below) * &content).recip());
        let n = self.rational_ratio(c, &base)?.and_then(|q| small(&q));
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
        let Some(Value(_, base)) = self.variables[v].constant::<Value>().cloned() else {
            return Err(unshown("a constant angle"));
        };
        let cosine = Expr::apply(Func::Cos, self.written(&base)?);
        if self.sign_of_number(&cosine).is_none() {
            return Err(unshown("a constant angle that may be a multiple of pi"));
        }
        Ok((v, n))
    }

    /// An odd function of a constant.
    pub fn odd_value(&mut self, f: Func, c: &Elem) -> Checked<Elem> {
        let known = self.values(f);
        match self.odd_function(c, known.iter().map(|(v, d)| (*v, d)))? {
            Some(found) => Ok(found),
            None => self.value(f, c.clone()).map(Elem::var),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::exp_constant::ExpConstant;
    use wronski_expr::{Parameters, parse};

    fn value(text: &str) -> Elem {
        let mut space = Space::default();
        space
            .push("x".into(), Kind::X, Elem::one())
            .expect("there is room");
        space
            .push(
                "exp(1)".into(),
                Kind::constant(ExpConstant(BigRational::from_integer(1.into()))),
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

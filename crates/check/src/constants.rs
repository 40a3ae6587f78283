//! Constants: roots, exponentials, logarithms and error functions of numbers, in terms of prime numbers.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::element::Elem;
use super::failure::{Checked, limit, unshown};
use super::solve::small;
use super::space::{Kind, Space};
use wronski_exact::field::is_prime;
use wronski_exact::poly::Poly;
use wronski_expr::Func;

/// The most bits of a number that is factored.
const FACTOR_BITS: u64 = 4_096;

/// The prime factors of a positive integer, by trial division to 2^16.
pub(super) fn factor(n: &BigInt) -> Checked<Vec<(BigInt, i64)>> {
    let mut rest = n.clone();
    let mut out = vec![];
    if rest.bits() > FACTOR_BITS {
        return Err(limit("the bits of a number to be factored", FACTOR_BITS));
    }
    for p in 2u32..1 << 16 {
        if rest.is_one() {
            return Ok(out);
        }
        let p = BigInt::from(p);
        let mut e = 0;
        while rest.is_multiple_of(&p) {
            rest /= &p;
            e += 1;
        }
        if e > 0 {
            out.push((p, e));
        }
    }
    if !rest.is_one() {
        if !rest.to_u64().is_some_and(is_prime) {
            return Err(limit(
                "the prime factors of a number that are not the greatest",
                1 << 16,
            ));
        }
        out.push((rest, 1));
    }
    Ok(out)
}

/// The prime `a^2 + b^2` with `a > b > 0`, by search below 2^32.
pub(super) fn two_squares(p: &BigInt) -> Option<(u64, u64)> {
    let p = p.to_u64().filter(|p| *p < 1 << 32)?;
    (1..).take_while(|b| 2 * b * b < p).find_map(|b| {
        let a = (p - b * b).isqrt();
        (a * a + b * b == p).then_some((a, b))
    })
}

impl Space {
    /// The variable of that constant, auxiliary if it is not listed.
    pub fn constant(&mut self, kind: &Kind) -> Checked<usize> {
        let same = |w: &Kind| match (w, kind) {
            (Kind::SqrtPi, Kind::SqrtPi) => true,
            (Kind::Sqrt(a), Kind::Sqrt(b)) | (Kind::LogConstant(a), Kind::LogConstant(b)) => a == b,
            (Kind::ExpConstant(a), Kind::ExpConstant(b))
            | (Kind::ErfConstant(a), Kind::ErfConstant(b))
            | (Kind::TanConstant(a), Kind::TanConstant(b)) => a == b,
            (Kind::AtanConstant(a), Kind::AtanConstant(b)) => a == b,
            (Kind::RootConstant(m, a), Kind::RootConstant(n, b)) => m == n && a == b,
            (Kind::ExpParameter(a, p), Kind::ExpParameter(b, q)) => a == b && p == q,
            _ => false,
        };
        if let Some(v) = self.variables.iter().position(|w| same(&w.kind)) {
            return Ok(v);
        }
        let name = match kind {
            Kind::SqrtPi => "sqrt(pi)".to_string(),
            Kind::Sqrt(n) => format!("sqrt({n})"),
            Kind::LogConstant(n) => format!("log({n})"),
            Kind::ExpConstant(q) => format!("exp({q})"),
            Kind::ErfConstant(q) => format!("erf({q})"),
            Kind::RootConstant(n, p) => format!("{p}^(1/{n})"),
            Kind::TanConstant(q) => format!("tan({q})"),
            Kind::AtanConstant(p) => format!("an arctangent with the prime {p}"),
            _ => "a constant".to_string(),
        };
        self.push(name, kind.clone(), Elem::zero())
    }

    /// The real root of a rational number, nonnegative if the degree is even.
    pub fn root_number(&mut self, q: &BigRational, degree: u32) -> Checked<Elem> {
        if q.is_zero() || degree == 1 {
            return Ok(Elem::number(q));
        }
        if q.is_negative() {
            return if degree % 2 == 1 {
                Ok(self.root_number(&-q, degree)?.neg())
            } else {
                Err("an even root of a negative number".into())
            };
        }
        let (above, below) = (q.numer().nth_root(degree), q.denom().nth_root(degree));
        let exact = |r: &BigInt, n: &BigInt| num_traits::pow::pow(r.clone(), degree as usize) == *n;
        if exact(&above, q.numer()) && exact(&below, q.denom()) {
            return Ok(Elem::number(&BigRational::new(above, below)));
        }
        let mut value = Elem::one();
        for (n, sign) in [(q.numer(), 1), (q.denom(), -1)] {
            for (p, e) in factor(n)? {
                let (whole, part) = (e * sign).div_mod_floor(&i64::from(degree));
                let outside = BigRational::from_integer(p.clone()).pow(whole as i32);
                value = value.scale(&outside);
                if part > 0 {
                    let share = BigRational::new(part.into(), degree.into());
                    let part = self.root_of_prime(&p, &share)?;
                    value = self.arithmetic.mul(&value, &part)?;
                }
            }
        }
        Ok(value)
    }

    /// `p^share` for a prime and a share between 0 and 1, by the root of it that is there.
    fn root_of_prime(&mut self, p: &BigInt, share: &BigRational) -> Checked<Elem> {
        let degree = |k: &Kind| match k {
            Kind::Sqrt(q) if q == p => Some(2),
            Kind::RootConstant(n, q) if q == p => Some(*n),
            _ => None,
        };
        let there = self
            .variables
            .iter()
            .enumerate()
            .find_map(|(v, w)| degree(&w.kind).map(|n| (v, n)));
        let (v, n) = match there {
            Some(found) => found,
            None => {
                let n = share
                    .denom()
                    .to_u32()
                    .ok_or_else(|| limit("the degree of a root", u64::from(u32::MAX)))?;
                let kind = if n == 2 {
                    Kind::Sqrt(p.clone())
                } else {
                    Kind::RootConstant(n, p.clone())
                };
                (self.constant(&kind)?, n)
            }
        };
        let power = share * BigRational::from_integer(n.into());
        match small(&power) {
            Some(k) => self.arithmetic.pow(&Elem::var(v), k),
            None => Err(unshown(format!("two roots of {p} are needed"))),
        }
    }

    /// The square root of a nonnegative rational number.
    pub fn sqrt_number(&mut self, q: &BigRational) -> Checked<Elem> {
        self.root_number(q, 2)
    }

    /// The root of a constant: of a number, of even powers, or through its logarithm.
    pub fn root_constant(&mut self, c: &Elem, degree: u32) -> Checked<Elem> {
        if let Some(q) = c.as_rational() {
            return self.root_number(&q, degree);
        }
        if degree == 2
            && let Some(root) = self.sqrt_constant(c)?
        {
            return Ok(root);
        }
        // exp(q)^(1/n) = exp(q/n); the root of a sum is a value of its own.
        let generators = c.den.is_empty()
            && c.num.leading().is_some_and(|(m, q)| {
                c.num.len() == 1
                    && q.is_positive()
                    && m.iter().zip(&self.variables).all(|(e, w)| {
                        *e == 0
                            || matches!(
                                w.kind,
                                Kind::ExpConstant(_)
                                    | Kind::ExpParameter(..)
                                    | Kind::Sqrt(_)
                                    | Kind::RootConstant(..)
                                    | Kind::Value(Func::Exp, _)
                            )
                    })
            });
        if !generators {
            return self.root_value(c, degree);
        }
        let log = self.log_constant(c)?;
        self.exp_constant(&log.scale(&BigRational::new(1.into(), degree.into())))
    }

    /// The square root of a rational number times even powers of positive constants, if it is that.
    pub fn sqrt_constant(&mut self, a: &Elem) -> Checked<Option<Elem>> {
        let Some((m, q)) = a
            .num
            .leading()
            .filter(|_| a.den.is_empty() && a.num.len() == 1)
        else {
            return Ok(a.is_zero().then(Elem::zero));
        };
        let even = self.variables.iter().enumerate().all(|(v, w)| {
            m[v] == 0 || (m[v] % 2 == 0 && w.is_constant() && !matches!(w.kind, Kind::Parameter))
        });
        if !even {
            return Ok(None);
        }
        let root = self.sqrt_number(&q)?;
        let halved = Elem::poly(Poly::term(m.map(|e| e / 2), &BigRational::one()));
        let Some(positive) = self.sign_of_constant(&halved)? else {
            return Ok(None);
        };
        let halved = if positive { halved } else { halved.neg() };
        Ok(Some(self.arithmetic.mul(&root, &halved)?))
    }

    /// `exp(c)` of a constant: rational numbers, multiples of parameters and of logarithms; other summands have
    /// values of which nothing is claimed.
    pub fn exp_constant(&mut self, c: &Elem) -> Checked<Elem> {
        if !c.den.is_empty() {
            return self.exp_value(c);
        }
        let mut product = Elem::one();
        for (m, q) in c.num.terms().collect::<Vec<_>>() {
            let support: Vec<usize> = (0..m.len()).filter(|&v| m[v] != 0).collect();
            let whole = small(&(&q * BigRational::from_integer(q.denom().clone())))
                .zip(q.denom().to_u32().filter(|d| *d <= 60));
            let known = match (support.as_slice(), whole) {
                ([], _) => Some(self.power_of_generator(
                    &q,
                    |kind| match kind {
                        Kind::ExpConstant(base) => Some(base.clone()),
                        _ => None,
                    },
                    Kind::ExpConstant(q.clone()),
                )?),
                (&[v], whole) if m[v] == 1 => match (self.variables[v].kind.clone(), whole) {
                    (Kind::Parameter, _) => Some(self.power_of_generator(
                        &q,
                        |kind| match kind {
                            Kind::ExpParameter(base, p) if *p == v => Some(base.clone()),
                            _ => None,
                        },
                        Kind::ExpParameter(q.clone(), v),
                    )?),
                    (Kind::LogConstant(p), Some((n, degree))) => {
                        let root = self.root_number(&BigRational::from_integer(p), degree)?;
                        Some(self.arithmetic.pow(&root, n)?)
                    }
                    (Kind::Value(Func::Log, c), Some((n, degree))) => {
                        let root = self.root_constant(&c, degree)?;
                        Some(self.arithmetic.pow(&root, n)?)
                    }
                    _ => None,
                },
                _ => None,
            };
            let factor = match known {
                Some(factor) => factor,
                None => self.exp_value(&Elem::poly(Poly::term(m, &q)))?,
            };
            product = self.arithmetic.mul(&product, &factor)?;
        }
        Ok(product)
    }

    /// `exp(q ...)` as an integer power of a generator `exp(base ...)`, or as a new one.
    fn power_of_generator(
        &mut self,
        q: &BigRational,
        base: impl Fn(&Kind) -> Option<BigRational>,
        new: Kind,
    ) -> Checked<Elem> {
        for (v, w) in self.variables.iter().enumerate() {
            if let Some(n) = base(&w.kind).and_then(|b| small(&(q / b))) {
                return self.arithmetic.pow(&Elem::var(v), n);
            }
        }
        let v = self.constant(&new)?;
        Ok(Elem::var(v))
    }
}

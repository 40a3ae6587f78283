//! Roots of prime numbers, and of all numbers by these.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::reading::Reading;
use super::root::{MAX_DEGREE, root};
use crate::combination::small;
use crate::element::Elem;
use crate::failure::{Checked, limit, unshown};
use crate::primes::factor;
use crate::space::{Constant, Kind, Space, Status};
use crate::text::prime_number;
use wronski_exact::poly::Poly;
use wronski_expr::Expr;

/// The positive root of that degree of a prime.
#[derive(Debug, PartialEq)]
pub(crate) struct PrimeRoot {
    pub degree: u32,
    pub prime: BigInt,
}

pub(super) fn read_square(r: &Reading<'_>, radicand: &str) -> Checked<Kind> {
    r.named(format!("sqrt({radicand})"))?;
    unrooted(r.space, 2, radicand)
}

pub(super) fn read(r: &Reading<'_>, degree: u32, radicand: &str) -> Checked<Kind> {
    r.named(format!("{radicand}^(1/{degree})"))?;
    if degree < 3 {
        return Err("the degree is at least 3".into());
    }
    if degree > MAX_DEGREE {
        return Err(limit("the degree of a root", u64::from(MAX_DEGREE)));
    }
    unrooted(r.space, degree, radicand)
}

/// No root of that prime is there: roots of different primes are linearly disjoint.
fn unrooted(space: &Space, degree: u32, radicand: &str) -> Checked<Kind> {
    let prime = prime_number(radicand)?;
    let mut roots = space.constants::<PrimeRoot>();
    if let Some((v, _)) = roots.find(|(_, r)| r.prime == prime) {
        return Err(format!(
            "there is a root of the same prime already, {}",
            space.variables[v].symbol
        )
        .into());
    }
    Ok(Kind::constant(PrimeRoot { degree, prime }))
}

impl Constant for PrimeRoot {
    fn name(&self) -> String {
        match self.degree {
            2 => format!("sqrt({})", self.prime),
            n => format!("{}^(1/{n})", self.prime),
        }
    }

    fn status(&self) -> Status {
        Status::Algebraic
    }

    fn relation(&self) -> Option<(u32, Elem)> {
        let prime = BigRational::from_integer(self.prime.clone());
        Some((self.degree, Elem::number(&prime)))
    }

    fn written(&self, _: &dyn Fn(&Elem) -> Expr) -> Expr {
        let prime = BigRational::from_integer(self.prime.clone());
        root(Expr::num(prime), self.degree)
    }

    fn logarithm(&self, space: &mut Space, _: usize) -> Checked<Elem> {
        let log = space.log_of_prime(self.prime.clone())?;
        Ok(log.scale(&BigRational::new(1.into(), self.degree.into())))
    }

    fn has_roots(&self) -> bool {
        true
    }
}

impl Space {
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
        let there = self
            .constants::<PrimeRoot>()
            .find(|(_, r)| r.prime == *p)
            .map(|(v, r)| (v, r.degree));
        let (v, n) = match there {
            Some(found) => found,
            None => {
                let n = share
                    .denom()
                    .to_u32()
                    .ok_or_else(|| limit("the degree of a root", u64::from(u32::MAX)))?;
                let prime = p.clone();
                (self.constant(PrimeRoot { degree: n, prime })?, n)
            }
        };
        let power = share * BigRational::from_integer(n.into());
        match small(&power) {
            Some(k) => self.arithmetic.pow(&Elem::var(v), k),
            None => Err(unshown(format!("two roots of {p} are needed"))),
        }
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
                        *e == 0 || matches!(&w.kind, Kind::Constant(c) if c.has_roots())
                    })
            });
        if !generators {
            return self.root_value(c, degree);
        }
        let log = self.log_constant(c)?;
        self.exp_constant(&log.scale(&BigRational::new(1.into(), degree.into())))
    }

    /// The square root of a rational number times even powers of positive constants, if it is that.
    fn sqrt_constant(&mut self, a: &Elem) -> Checked<Option<Elem>> {
        let Some((m, q)) = a
            .num
            .leading()
            .filter(|_| a.den.is_empty() && a.num.len() == 1)
        else {
            return Ok(a.is_zero().then(Elem::zero));
        };
        let even = self
            .variables
            .iter()
            .enumerate()
            .all(|(v, w)| m[v] == 0 || (m[v] % 2 == 0 && w.is_constant() && !w.is_parameter()));
        if !even {
            return Ok(None);
        }
        let root = self.root_number(&q, 2)?;
        let halved = Elem::poly(Poly::term(m.map(|e| e / 2), &BigRational::one()));
        let halved = match self.sign_of_constant(&halved)? {
            Some(Sign::Minus) => halved.neg(),
            Some(_) => halved,
            None => return Ok(None),
        };
        Ok(Some(self.arithmetic.mul(&root, &halved)?))
    }
}

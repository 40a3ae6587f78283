//! Logarithms of prime numbers, and of all constants by these.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::Signed;

use super::reading::Reading;
use crate::element::Elem;
use crate::failure::{Checked, unshown};
use crate::primes::factor;
use crate::space::{Constant, Kind, Space, Status};
use crate::text::prime_number;
use wronski_exact::gcd::squarefree_factors;
use wronski_exact::poly::Poly;
use wronski_expr::{Expr, Func};

/// The logarithm of a prime.
#[derive(Debug, PartialEq)]
struct LogConstant(BigInt);

pub(super) fn read(r: &Reading<'_>, prime: &str) -> Checked<Kind> {
    r.named(format!("log({prime})"))?;
    Ok(Kind::constant(LogConstant(prime_number(prime)?)))
}

impl Constant for LogConstant {
    fn name(&self) -> String {
        format!("log({})", self.0)
    }

    fn status(&self) -> Status {
        Status::Transcendental
    }

    fn written(&self, _: &dyn Fn(&Elem) -> Expr) -> Expr {
        let prime = BigRational::from_integer(self.0.clone());
        Expr::apply(Func::Log, Expr::num(prime))
    }

    fn exponential(&self, space: &mut Space, [n, degree]: [i64; 2]) -> Checked<Option<Elem>> {
        let prime = BigRational::from_integer(self.0.clone());
        let root = space.root_number(&prime, degree as u32)?;
        space.arithmetic.pow(&root, n).map(Some)
    }
}

impl Space {
    /// The logarithm of a prime.
    pub fn log_of_prime(&mut self, prime: BigInt) -> Checked<Elem> {
        self.constant(LogConstant(prime)).map(Elem::var)
    }

    /// `log(c)`: prime numbers and powers of generators from the content, and the factors of what is left.
    pub fn log_constant(&mut self, c: &Elem) -> Checked<Elem> {
        match self.sign_of_constant(c)? {
            Some(Sign::Plus) => {}
            Some(_) => return Err("the logarithm of a negative constant".into()),
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
                let log = self.log_of_prime(prime)?;
                let part = log.scale(&BigRational::from_integer((e * sign).into()));
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
    pub fn log_value(&mut self, c: Elem) -> Checked<Elem> {
        let c = match self.sign_of_constant(&c)? {
            Some(Sign::Plus) => c,
            Some(_) => c.neg(),
            None => return Err(unshown("the sign of a constant under a logarithm")),
        };
        for (v, d) in self.values(Func::Log) {
            if self.arithmetic.equal(&c, &d)? {
                return Ok(Elem::var(v));
            }
        }
        self.value(Func::Log, c).map(Elem::var)
    }

    /// The logarithm of the absolute value of a variable that stands for a constant.
    fn log_of_generator(&mut self, v: usize) -> Checked<Elem> {
        match self.variables[v].kind.clone() {
            Kind::Constant(c) => c.logarithm(self, v),
            Kind::Parameter => Err(unshown("the logarithm of a parameter")),
            Kind::X | Kind::Function(_) => self.log_value(Elem::var(v)),
        }
    }
}

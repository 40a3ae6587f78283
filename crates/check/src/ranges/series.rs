//! Power series about a rational point, with coefficients that are exact or enclosed.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::Zero;

use super::side::Side;
use crate::sign::sign;
use wronski_diagnostic::interruption;
use wronski_exact::enclosure::Enclosure;

/// Precision of the coefficients.
pub(crate) const BITS: u32 = 192;

/// Greatest integer exponent.
const MAX_POWER: i64 = 256;

/// The longest exact coefficient, in bits.
const MAX_LENGTH: u64 = 4096;

/// A number: exactly, where it is known as a rational number, and enclosed.
#[derive(Clone, Debug)]
pub(crate) struct Coefficient {
    pub exact: Option<BigRational>,
    pub enclosure: Enclosure,
}

impl Coefficient {
    pub fn exact(q: BigRational) -> Option<Self> {
        let enclosure = Enclosure::rational(&q, BITS).ok()?;
        let short = q.numer().bits().max(q.denom().bits()) <= MAX_LENGTH;
        Some(Coefficient {
            exact: short.then_some(q),
            enclosure,
        })
    }

    pub fn integer(n: i64) -> Option<Self> {
        Coefficient::exact(BigRational::from_integer(BigInt::from(n)))
    }

    pub fn enclosed(enclosure: Enclosure) -> Self {
        let single = enclosure.lower() == enclosure.upper();
        Coefficient {
            exact: single.then(|| enclosure.lower_rational()),
            enclosure,
        }
    }

    pub fn is_zero(&self) -> bool {
        self.exact.as_ref().is_some_and(Zero::is_zero)
    }

    pub fn add(&self, other: &Self) -> Option<Self> {
        match (&self.exact, &other.exact) {
            (Some(a), Some(b)) => Coefficient::exact(a + b),
            _ => Some(Coefficient::enclosed(
                self.enclosure.add(&other.enclosure).ok()?,
            )),
        }
    }

    pub fn mul(&self, other: &Self) -> Option<Self> {
        if self.is_zero() || other.is_zero() {
            return Coefficient::integer(0);
        }
        match (&self.exact, &other.exact) {
            (Some(a), Some(b)) => Coefficient::exact(a * b),
            _ => Some(Coefficient::enclosed(
                self.enclosure.mul(&other.enclosure).ok()?,
            )),
        }
    }

    pub fn neg(&self) -> Self {
        Coefficient {
            exact: self.exact.as_ref().map(|q| -q),
            enclosure: self.enclosure.neg(),
        }
    }

    pub fn reciprocal(&self) -> Option<Self> {
        match &self.exact {
            Some(q) if q.is_zero() => None,
            Some(q) => Coefficient::exact(q.recip()),
            None => Some(Coefficient::enclosed(self.enclosure.power(-1).ok()?)),
        }
    }

    /// The sign, if this is certain.
    pub(crate) fn sign(&self) -> Option<Sign> {
        match &self.exact {
            Some(q) => Some(q.numer().sign()),
            None => sign(&self.enclosure),
        }
    }

    /// The difference.
    pub(crate) fn minus(&self, other: &Self) -> Option<Self> {
        self.add(&other.neg())
    }
}

/// The coefficients of the powers of `x - c`.
pub(crate) type Series = Vec<Coefficient>;

pub(crate) fn constant(value: Coefficient, length: usize) -> Option<Series> {
    let mut all = vec![Coefficient::integer(0)?; length];
    *all.first_mut()? = value;
    Some(all)
}

fn map(a: &Series, f: impl Fn(&Coefficient) -> Option<Coefficient>) -> Option<Series> {
    a.iter().map(f).collect()
}

pub(crate) fn neg(a: &Series) -> Option<Series> {
    map(a, |v| Some(v.neg()))
}

pub(crate) fn add(a: &Series, b: &Series) -> Option<Series> {
    a.iter().zip(b).map(|(a, b)| a.add(b)).collect()
}

pub(crate) fn sub(a: &Series, b: &Series) -> Option<Series> {
    a.iter().zip(b).map(|(a, b)| a.minus(b)).collect()
}

pub(crate) fn mul(a: &Series, b: &Series) -> Option<Series> {
    let mut all = Vec::new();
    for k in 0..a.len() {
        let mut sum = Coefficient::integer(0)?;
        for i in 0..=k {
            interruption::point();
            sum = sum.add(&a[i].mul(&b[k - i])?)?;
        }
        all.push(sum);
    }
    Some(all)
}

/// `a/b`, where the constant coefficient of `b` is not 0.
pub(crate) fn div(a: &Series, b: &Series) -> Option<Series> {
    let first = b.first()?.reciprocal()?;
    let mut all: Series = Vec::new();
    for k in 0..a.len() {
        let mut rest = a[k].clone();
        for (i, q) in all.iter().enumerate() {
            rest = rest.minus(&q.mul(&b[k - i])?)?;
        }
        all.push(rest.mul(&first)?);
    }
    Some(all)
}

pub(crate) fn power(a: &Series, n: i64) -> Option<Series> {
    if n < 0 {
        let one = constant(Coefficient::integer(1)?, a.len())?;
        return div(&one, &power(a, -n)?);
    }
    if n > MAX_POWER {
        return None;
    }
    let mut result = constant(Coefficient::integer(1)?, a.len())?;
    for _ in 0..n {
        result = mul(&result, a)?;
    }
    Some(result)
}

pub(crate) fn derivative(a: &Series) -> Option<Series> {
    let mut all = Vec::new();
    for (k, v) in a.iter().enumerate().skip(1) {
        all.push(v.mul(&Coefficient::integer(i64::try_from(k).ok()?)?)?);
    }
    all.push(Coefficient::integer(0)?);
    Some(all)
}

/// The series with the derivative and the constant coefficient.
pub(crate) fn integral(first: Coefficient, slope: &Series) -> Option<Series> {
    let mut all = vec![first];
    for (k, v) in slope.iter().enumerate().take(slope.len() - 1) {
        let n = Coefficient::integer(i64::try_from(k + 1).ok()?)?;
        all.push(v.mul(&n.reciprocal()?)?);
    }
    Some(all)
}

/// The solution of `y' = f(y)*slope` with the first coefficient, where every coefficient of `f(y)` depends on
/// those of `y` up to the same power: each pass finds one more coefficient.
pub(crate) fn solution(
    first: Coefficient,
    slope: &Series,
    f: impl Fn(&Series) -> Option<Series>,
) -> Option<Series> {
    let mut y = constant(first.clone(), slope.len())?;
    for _ in 1..slope.len() {
        y = integral(first.clone(), &mul(&f(&y)?, slope)?)?;
    }
    Some(y)
}

/// The sign close to the point on one side; `None` if it is not certain, or if all coefficients are 0.
pub(crate) fn side_sign(u: &Series, side: Side) -> Option<Sign> {
    for (k, v) in u.iter().enumerate() {
        match v.sign()? {
            Sign::NoSign => {}
            sign if side == Side::Left && k % 2 == 1 => return Some(-sign),
            sign => return Some(sign),
        }
    }
    None
}

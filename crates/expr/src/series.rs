//! One-sided Taylor series at a point, with enclosed coefficients.
//!
//! Recurrences: Knuth, *The Art of Computer Programming* 2, section 4.7. An operation fails where an operation on
//! coefficients fails, or where more coefficients than there are would have to be known.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::value::{EncloseError, Enclosed, Value};
use wronski_diagnostic::interruption;
use wronski_exact::enclosure::{Enclosure, EnclosureError};

/// Number of coefficients.
pub const LENGTH: usize = 10;

/// Precision of the coefficients.
pub(crate) const BITS: u32 = 128;

/// Greatest integer exponent of a series without constant term.
const MAX_POWER: i64 = 64;

/// A side of the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Which two functions are each other's derivatives, up to sign.
#[derive(Clone, Copy)]
pub(crate) enum Waves {
    Circular,
    Hyperbolic,
}

/// Coefficients of `(x - c)^k`.
pub(crate) type Series = Vec<Value>;

/// A series, or why there is none.
pub(crate) type Expanded = Result<Series, EncloseError>;

fn zero() -> Enclosed {
    Value::exact(BigRational::zero(), BITS)
}

/// The number `n/d`.
pub(crate) fn number(n: i64, d: i64) -> Enclosed {
    Value::exact(BigRational::new(BigInt::from(n), BigInt::from(d)), BITS)
}

/// A constant function.
pub(crate) fn constant(value: Value) -> Expanded {
    let mut jet = vec![zero()?; LENGTH];
    jet[0] = value;
    Ok(jet)
}

/// The sign near the point: of the first coefficient that is not 0. All known coefficients 0 decides
/// nothing.
pub(crate) fn sign(jet: &Series, side: Side) -> Result<Sign, EncloseError> {
    for (k, c) in jet.iter().enumerate() {
        if c.is_exactly_zero() {
            continue;
        }
        let sign = c.enclosure.sign().ok_or(EncloseError::Undecided)?;
        return Ok(if side == Side::Left && k % 2 == 1 {
            -sign
        } else {
            sign
        });
    }
    Err(EncloseError::Undecided)
}

/// `-a`
pub(crate) fn negate(a: &Series) -> Series {
    a.iter().map(Value::neg).collect()
}

/// `a + b`
pub(crate) fn add(a: &Series, b: &Series) -> Expanded {
    a.iter().zip(b).map(|(p, q)| p.add(q)).collect()
}

/// `a - b`
pub(crate) fn subtract(a: &Series, b: &Series) -> Expanded {
    a.iter().zip(b).map(|(p, q)| p.sub(q)).collect()
}

/// Sum of `a_k b_(n-k)` over a range of `k`.
pub(crate) fn convolve(a: &Series, b: &Series, n: usize) -> Enclosed {
    let mut sum = zero()?;
    for k in 0..=n {
        interruption::point();
        if let (Some(p), Some(q)) = (a.get(k), b.get(n - k)) {
            sum = sum.add(&p.mul(q)?)?;
        }
    }
    Ok(sum)
}

/// `a*b`
pub(crate) fn multiply(a: &Series, b: &Series) -> Expanded {
    (0..a.len().min(b.len()))
        .map(|n| convolve(a, b, n))
        .collect()
}

/// `a/b`. Removable zeros of the divisor are not divided out: it is certainly nonzero at the point.
pub(crate) fn divide(a: &Series, b: &Series) -> Expanded {
    let lead = first(b)?;
    let mut quotient: Series = Vec::new();
    for n in 0..a.len().min(b.len()) {
        interruption::point();
        let mut rest = a[n].clone();
        for k in 1..=n {
            rest = rest.sub(&b[k].mul(&quotient[n - k])?)?;
        }
        quotient.push(rest.div(lead)?);
    }
    Ok(quotient)
}

/// The value at the point.
pub(crate) fn first(jet: &Series) -> Result<&Value, EncloseError> {
    jet.first().ok_or(EncloseError::Undecided)
}

/// The derivative.
pub(crate) fn derivative(a: &Series) -> Expanded {
    a.iter()
        .enumerate()
        .skip(1)
        .map(|(k, c)| number(k as i64, 1)?.mul(c))
        .collect()
}

/// The antiderivative with a given constant term.
pub(crate) fn integral(start: Value, a: &Series) -> Expanded {
    let mut jet = vec![start];
    for (k, c) in a.iter().enumerate() {
        jet.push(c.mul(&number(1, k as i64 + 1)?)?);
    }
    Ok(jet)
}

/// The pair `s' = u' c`, `c' = u' s`, or `c' = -u' s`: (hyperbolic) sine and cosine of a series.
pub(crate) fn waves(
    u: &Series,
    sine: impl Fn(&Enclosure) -> Result<Enclosure, EnclosureError>,
    cosine: impl Fn(&Enclosure) -> Result<Enclosure, EnclosureError>,
    kind: Waves,
) -> Result<(Series, Series), EncloseError> {
    let slope = derivative(u)?;
    let mut s = vec![first(u)?.map(sine)?];
    let mut c = vec![first(u)?.map(cosine)?];
    for n in 1..u.len() {
        let inverse = number(1, n as i64)?;
        let next_s = convolve(&slope, &c, n - 1)?.mul(&inverse)?;
        let next_c = convolve(&slope, &s, n - 1)?.mul(&inverse)?;
        s.push(next_s);
        c.push(match kind {
            Waves::Circular => next_c.neg(),
            Waves::Hyperbolic => next_c,
        });
    }
    Ok((s, c))
}

/// `u^q` where `u` is certainly nonzero at the point (positive unless `q` is an integer or the value at
/// the point is given): `u p' = q u' p`.
fn regular_power(u: &Series, start: Value, q: &BigRational) -> Expanded {
    let lead = first(u)?;
    let q = Value::exact(q.clone(), BITS)?;
    let mut p = vec![start];
    for n in 1..u.len() {
        let mut sum = zero()?;
        for k in 1..=n {
            // (k (q + 1) - n) u_k p_(n-k)
            let k_value = number(k as i64, 1)?;
            let weight = k_value
                .mul(&q.add(&number(1, 1)?)?)?
                .sub(&number(n as i64, 1)?)?;
            sum = sum.add(&weight.mul(&u[k].mul(&p[n - k])?)?)?;
        }
        p.push(sum.mul(&number(1, n as i64)?)?.div(lead)?);
    }
    Ok(p)
}

/// `u^q`
pub(crate) fn power(u: &Series, q: &BigRational, side: Side) -> Expanded {
    if q.is_integer() {
        let n = q.to_integer().to_i64().ok_or(EncloseError::Undecided)?;
        if (0..=MAX_POWER).contains(&n) {
            let mut result = constant(number(1, 1)?)?;
            for _ in 0..n {
                result = multiply(&result, u)?;
            }
            return Ok(result);
        }
        if first(u)?.enclosure.possibly_zero() {
            return Err(EncloseError::Undecided);
        }
        return regular_power(u, first(u)?.power(n)?, q);
    }
    let lead = first(u)?;
    if lead.enclosure.certainly_positive() {
        return regular_power(u, lead.real_power(q)?, q);
    }
    // u = s^v h with h != 0: |s|^(q v) |h|^q, if q v is an integer.
    let (v, h) = shifted(u)?;
    let exponent = q * BigRational::from_integer(BigInt::from(v));
    let positive = sign(u, side)? == Sign::Plus;
    if !positive || !exponent.is_integer() || exponent.is_negative() {
        return Err(EncloseError::Undecided);
    }
    let m = exponent
        .to_integer()
        .to_usize()
        .ok_or(EncloseError::Undecided)?;
    let absolute = if first(&h)?.enclosure.certainly_negative() {
        negate(&h)
    } else {
        h
    };
    let root = power(&absolute, q, side)?;
    let odd_left = side == Side::Left && m % 2 == 1;
    moved(if odd_left { negate(&root) } else { root }, m)
}

/// The number of leading zeros, and what is left when they are divided out.
fn shifted(u: &Series) -> Result<(usize, Series), EncloseError> {
    let v = u.iter().take_while(|c| c.is_exactly_zero()).count();
    if v == u.len() || !u[v].enclosure.certainly_nonzero() {
        return Err(EncloseError::Undecided);
    }
    Ok((v, u[v..].to_vec()))
}

/// Multiplies by `s^m`.
fn moved(jet: Series, m: usize) -> Expanded {
    let mut result = vec![zero()?; m];
    result.extend(jet);
    result.truncate(LENGTH);
    Ok(result)
}

/// The real cube root.
pub(crate) fn cube_root(u: &Series) -> Expanded {
    let third = BigRational::new(BigInt::from(1), BigInt::from(3));
    if first(u)?.enclosure.certainly_nonzero() {
        return regular_power(u, first(u)?.map(Enclosure::cbrt)?, &third);
    }
    let (v, h) = shifted(u)?;
    if v % 3 != 0 {
        return Err(EncloseError::Undecided);
    }
    moved(cube_root(&h)?, v / 3)
}

//! Exact numbers of the file, and comparisons of enclosures with them.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, Zero};
use rug::integer::Order;
use rug::{Integer, Rational};
use wronski_certificate::limits::DIGITS;

use crate::failure::{Checked, limit};
use crate::text::short;
use wronski_certificate::minimum::Enclosure;
use wronski_interval::Interval;

/// The greatest exponent of ten, in absolute value.
const EXPONENT: i64 = 5_000;

/// The most bits of a numerator or denominator in an exact computation.
const BITS: u64 = 1 << 16;

/// The number that a text such as `-3/4`, `0.25` or `2e-3` stands for.
pub(super) fn rational(text: &str) -> Checked<BigRational> {
    let wrong = || format!("`{}` is no exact number", short(text));
    if text.len() > 2 * DIGITS {
        return Err(limit("the digits of a number", DIGITS as u64));
    }
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let digits = |t: &str| -> Option<BigInt> {
        let plain = !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| t.parse().ok()).flatten()
    };
    let magnitude = if let Some((n, d)) = unsigned.split_once('/') {
        let (n, d) = (digits(n).ok_or_else(wrong)?, digits(d).ok_or_else(wrong)?);
        if d.is_zero() {
            return Err(format!("`{}` has a zero denominator", short(text)).into());
        }
        BigRational::new(n, d)
    } else {
        decimal(unsigned).ok_or_else(wrong)?
    };
    Ok(if negative { -magnitude } else { magnitude })
}

/// An unsigned decimal number.
fn decimal(text: &str) -> Option<BigRational> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((m, e)) => {
            let unsigned = e.strip_prefix(['-', '+']).unwrap_or(e);
            let small = !unsigned.is_empty()
                && unsigned.len() <= 6
                && unsigned.bytes().all(|b| b.is_ascii_digit());
            let value: i64 = small.then(|| unsigned.parse().ok()).flatten()?;
            (m, if e.starts_with('-') { -value } else { value })
        }
        None => (text, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((w, f)) if !f.is_empty() => (w, f),
        Some(_) => return None,
        None => (mantissa, ""),
    };
    let plain = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(fraction) {
        return None;
    }
    let n: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let shift = exponent - i64::try_from(fraction.len()).ok()?;
    if exponent.abs() > EXPONENT || shift.abs() > EXPONENT {
        return None;
    }
    let power = BigInt::from(10).pow(u32::try_from(shift.abs()).ok()?);
    Some(if shift < 0 {
        BigRational::new(n, power)
    } else {
        BigRational::from_integer(n * power)
    })
}

/// A number that is not negative.
pub(super) fn nonnegative(text: &str) -> Checked<BigRational> {
    let q = rational(text)?;
    if q < BigRational::zero() {
        return Err(format!("`{}` is negative", short(text)).into());
    }
    Ok(q)
}

/// The two ends of an enclosure, in order.
pub(super) fn ends(e: &Enclosure) -> Checked<[BigRational; 2]> {
    let (lo, hi) = (rational(&e[0])?, rational(&e[1])?);
    if lo > hi {
        return Err(format!(
            "the ends {} and {} are in the wrong order",
            short(&e[0]),
            short(&e[1])
        )
        .into());
    }
    Ok([lo, hi])
}

/// Is the number short enough to go on computing with it?
pub(super) fn bounded(q: BigRational) -> Checked<BigRational> {
    if q.numer().bits() > BITS || q.denom().bits() > BITS {
        return Err(limit("the bits of an exact number", BITS));
    }
    Ok(q)
}

/// A sum, as long as it stays short.
pub(super) fn sum<'a>(terms: impl IntoIterator<Item = &'a BigRational>) -> Checked<BigRational> {
    let mut total = BigRational::zero();
    for t in terms {
        if !t.is_zero() {
            total = bounded(total + t)?;
        }
    }
    Ok(total)
}

/// A product, as long as it stays short.
pub(super) fn product(a: &BigRational, b: &BigRational) -> Checked<BigRational> {
    if a.is_one() {
        return Ok(b.clone());
    }
    bounded(a * b)
}

fn integer(n: &BigInt) -> Integer {
    let (sign, digits) = n.to_u64_digits();
    let value = Integer::from_digits(&digits, Order::Lsf);
    if sign == Sign::Minus { -value } else { value }
}

fn exact(q: &BigRational) -> Rational {
    Rational::from((integer(q.numer()), integer(q.denom())))
}

/// Are all numbers of the enclosure at least `q`?
pub(super) fn at_least(i: &Interval, q: &BigRational) -> bool {
    *i.lo() >= exact(q)
}

/// Are all numbers of the enclosure at most `q`?
pub(super) fn at_most(i: &Interval, q: &BigRational) -> bool {
    *i.hi() <= exact(q)
}

/// Is the computed enclosure inside the claimed one?
pub(super) fn inside(computed: &Interval, claimed: &[BigRational; 2]) -> bool {
    at_least(computed, &claimed[0]) && at_most(computed, &claimed[1])
}

/// Confirms that the computed enclosure lies inside the claimed one.
pub(super) fn confirm(what: &str, computed: &Interval, claimed: &Enclosure) -> Checked<()> {
    let bounds = ends(claimed).map_err(|why| why.within(what))?;
    if inside(computed, &bounds) {
        return Ok(());
    }
    Err(format!(
        "{what} lies in {computed}, which is not inside [{}, {}]",
        short(&claimed[0]),
        short(&claimed[1])
    )
    .into())
}

/// The numbers `[-r, r]`.
pub(super) fn around_zero(r: &BigRational, precision: u32) -> Interval {
    let hi = Interval::from_rational(r, precision);
    hi.hull(&-&hi)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_form() {
        let q = |n: i64, d: i64| BigRational::new(n.into(), d.into());
        for (text, value) in [
            ("-3/4", q(-3, 4)),
            ("6/8", q(3, 4)),
            ("0.25", q(1, 4)),
            ("2e-3", q(1, 500)),
            ("-1.5E+2", q(-150, 1)),
            ("0", q(0, 1)),
            ("007", q(7, 1)),
        ] {
            assert_eq!(rational(text), Ok(value), "{text}");
        }
        for text in [
            "",
            "-",
            "--1",
            "+1",
            "1/",
            "/2",
            "1/0",
            "1/-2",
            "1.",
            ".5",
            "1e",
            "1e999999999",
            "1e-5001",
            "1e99999999999999999999",
            "nan",
            "inf",
            "1 ",
            "0x1",
            "1_0",
            "1e1.5",
            "1/2e3",
            "\u{661}",
        ] {
            assert!(rational(text).is_err(), "{text}");
        }
        assert!(rational(&"1".repeat(20_000)).is_err());
    }

    #[test]
    fn comparisons_are_exact() {
        let third = BigRational::new(1.into(), 3.into());
        let i = Interval::from_rational(&third, 30);
        assert!(!inside(&i, &[third.clone(), third.clone()]));
        let half = BigRational::new(1.into(), 2.into());
        let i = Interval::from_rational(&half, 30);
        assert!(inside(&i, &[half.clone(), half]));
    }
}

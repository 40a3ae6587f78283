//! Decimal text of enclosures, and the bridge between floats and exact rational numbers.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::Zero;
use rug::Float;
use rug::float::Round;
use rug::integer::Order;

use super::fault::Fault;
use super::real::{Interval, rational, rounded};

/// Most digits of a decimal number, written or read.
const MAX_DIGITS: usize = 10_000;
/// Largest size of a decimal exponent that is read: exact arithmetic with such numbers is slow.
const MAX_READ: i64 = 20_000;
/// Largest size of a decimal exponent that is written.
const MAX_WRITTEN: i64 = 10_000;
/// Largest size of a binary exponent that is made exact.
const MAX_BINARY: i64 = 1_000_000;
/// Decimal exponents in this range are written without `e`.
const PLAIN: std::ops::Range<i64> = -6..21;

/// The exact value of a finite float. `None` for an infinity, a NaN, or an exponent beyond a million bits.
pub fn exact_rational(value: &Float) -> Option<BigRational> {
    if value.is_zero() {
        return Some(BigRational::zero());
    }
    let (mantissa, exponent) = value.to_integer_exp()?;
    if i64::from(exponent).abs() > MAX_BINARY {
        return None;
    }
    let sign = if value.is_sign_negative() {
        Sign::Minus
    } else {
        Sign::Plus
    };
    let bytes: Vec<u8> = mantissa.abs().to_digits(Order::Lsf);
    let mantissa = BigInt::from_bytes_le(sign, &bytes);
    let power = BigInt::from(1) << exponent.unsigned_abs();
    Some(if exponent < 0 {
        BigRational::new(mantissa, power)
    } else {
        BigRational::from_integer(mantissa * power)
    })
}

/// The float of that precision nearest to an exact rational number.
pub fn nearest_float(q: &BigRational, precision: u32) -> Float {
    rounded(precision, &rational(q), Round::Nearest)
}

/// A decimal number as an exact rational: `-12`, `0.5`, `1.23e-30`. `None` for any other text, and for
/// more than 10,000 digits or an exponent beyond 20,000.
pub fn parse_decimal(text: &str) -> Option<BigRational> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((m, e)) => (m, e.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (negative, unsigned) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_number = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let has_fraction = unsigned.contains('.');
    if whole.is_empty()
        || (has_fraction && fraction.is_empty())
        || !is_number(whole)
        || !is_number(fraction)
        || whole.len() + fraction.len() > MAX_DIGITS
        || exponent.abs() > MAX_READ
    {
        return None;
    }
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let digits = if negative { -digits } else { digits };
    let exponent = exponent - i64::try_from(fraction.len()).ok()?;
    let power = BigInt::from(10).pow(u32::try_from(exponent.unsigned_abs()).ok()?);
    Some(if exponent < 0 {
        BigRational::new(digits, power)
    } else {
        BigRational::from_integer(digits * power)
    })
}

/// A finite float with that many significant decimal digits, rounded in the given direction.
fn decimal(value: &Float, digits: usize, round: Round) -> String {
    let (negative, text, exponent) = value.to_sign_string_exp_round(10, Some(digits), round);
    let Some(exponent) = exponent else {
        // Zero has no exponent.
        return "0".to_string();
    };
    let digits = text.trim_end_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    let sign = if negative { "-" } else { "" };
    // The value is 0.digits times 10^exponent.
    let point = i64::from(exponent);
    if point < -MAX_WRITTEN {
        // Nearer to 0 than any number that is read: 0 on its inner side, a power of ten on the outer.
        let outwards = negative == matches!(round, Round::Down);
        return if outwards {
            format!("{sign}1e{}", -MAX_WRITTEN)
        } else {
            "0".to_string()
        };
    }
    if !PLAIN.contains(&point) {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        return format!("{sign}{first}{dot}{rest}e{}", point - 1);
    }
    let length = digits.len();
    match usize::try_from(point) {
        Ok(0) | Err(_) => {
            let zeros = "0".repeat(usize::try_from(-point).map_or(0, |z| z));
            format!("{sign}0.{zeros}{digits}")
        }
        Ok(p) if p >= length => format!("{sign}{digits}{}", "0".repeat(p - length)),
        Ok(p) => format!("{sign}{}.{}", &digits[..p], &digits[p..]),
    }
}

impl Interval {
    /// Both ends as decimal numbers of at most that many significant digits (1 at least), rounded outwards:
    /// plain decimals or, far from 1, with an exponent such as `-1.23e-30`. `None` if an end is infinite or
    /// beyond `10^10000`.
    ///
    /// [`parse_decimal`] reads each end exactly, and [`Interval::from_decimal`] both.
    pub fn to_decimal(&self, digits: usize) -> Option<(String, String)> {
        // 2^33219 is about 10^10000.
        const LARGEST: i32 = 33_219;
        let largest = self.magnitude();
        if !self.is_bounded() || largest.get_exp().is_some_and(|e| e > LARGEST) {
            return None;
        }
        let digits = digits.clamp(1, MAX_DIGITS);
        Some((
            decimal(&self.lo, digits, Round::Down),
            decimal(&self.hi, digits, Round::Up),
        ))
    }

    /// The thinnest interval of that precision that contains everything between two decimal numbers.
    ///
    /// # Errors
    /// [`Fault::Endpoints`] if one of them is no decimal number, or they are in the wrong order.
    pub fn from_decimal(lo: &str, hi: &str, precision: u32) -> Result<Interval, Fault> {
        let (Some(lo), Some(hi)) = (parse_decimal(lo), parse_decimal(hi)) else {
            return Err(Fault::Endpoints);
        };
        Interval::between(&lo, &hi, precision)
    }
}

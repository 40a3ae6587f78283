//! Numbers as people and files write them, read exactly.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero, pow::Pow};
use wronski_diagnostic::interruption;

/// The largest exponent of ten in an exact number; doubles end at 308.
const LARGEST_EXPONENT: usize = 400;

/// What a decimal number is as an IEEE double.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NearestDouble {
    /// The exact value of the nearest double (ties to even), 0 below half of the least positive one.
    Value(BigRational),
    /// Beyond the greatest double: a reader of floating-point numbers would see an infinity.
    Overflow,
}

/// Reads `-3/4`, `0.25`, `2e-3` exactly: a quotient of digits, or a decimal with an optional exponent of ten.
/// `None` for everything else, for a zero denominator, for more than `longest` characters, and for an exponent of
/// more than `longest` (400 at most), so that a short text cannot ask for a huge number.
///
/// ```
/// use wronski_exact::decimal::exact_number;
/// assert_eq!(exact_number("2.5e-1", 60), exact_number("1/4", 60));
/// assert_eq!(exact_number("1e999999999", 60), None);
/// ```
pub fn exact_number(text: &str, longest: usize) -> Option<BigRational> {
    interruption::point();
    if text.len() > longest {
        return None;
    }
    let (negative, rest) = match text.strip_prefix('-') {
        Some(r) => (true, r),
        None => (false, text),
    };
    let value = if let Some((n, d)) = rest.split_once('/') {
        let d = digits(d)?;
        if d.is_zero() {
            return None;
        }
        BigRational::new(digits(n)?, d)
    } else {
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((m, e)) => {
                let (sign, e) = match e.strip_prefix('-') {
                    Some(e) => (-1, e),
                    None => (1, e),
                };
                let e: usize = digits(e).and_then(|_| e.parse().ok())?;
                let e = i32::try_from(e)
                    .ok()
                    .filter(|_| e <= longest.min(LARGEST_EXPONENT))?;
                (m, sign * e)
            }
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = digits(&format!("{whole}{fraction}"))?;
        if whole.is_empty() || (mantissa.contains('.') && fraction.is_empty()) {
            return None;
        }
        let shift = exponent - i32::try_from(fraction.len()).ok()?;
        BigRational::from_integer(all) * power_of_ten(shift)
    };
    Some(if negative { -value } else { value })
}

/// The double that is nearest to a number in the grammar of JSON (`-1.5e-3`; a sign of the exponent is allowed).
/// `None` for another text or for more than `longest` characters. The work is bounded whatever the exponent.
///
/// ```
/// use wronski_exact::decimal::{NearestDouble, nearest_double};
/// use num_rational::BigRational;
/// let tenth = BigRational::new(3602879701896397_i64.into(), 36028797018963968_i64.into());
/// assert_eq!(nearest_double("0.1", 60), Some(NearestDouble::Value(tenth)));
/// assert_eq!(nearest_double("1e309", 60), Some(NearestDouble::Overflow));
/// ```
pub fn nearest_double(text: &str, longest: usize) -> Option<NearestDouble> {
    interruption::point();
    if text.len() > longest {
        return None;
    }
    let (negative, rest) = match text.strip_prefix('-') {
        Some(r) => (true, r),
        None => (false, text),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((m, e)) => (m, saturated(e)?),
        None => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty()
        || (whole.len() > 1 && whole.starts_with('0'))
        || (mantissa.contains('.') && fraction.is_empty())
    {
        return None;
    }
    let all = digits(&format!("{whole}{fraction}"))?;
    if all.is_zero() {
        return Some(NearestDouble::Value(BigRational::zero()));
    }
    let scale = exponent - i64::try_from(fraction.len()).ok()?;
    // 10^(places - 1) <= all < 10^places.
    let places = i64::try_from(all.to_string().len()).ok()?;
    if places - 1 + scale > 309 {
        return Some(NearestDouble::Overflow);
    }
    if places + scale < -330 {
        return Some(NearestDouble::Value(BigRational::zero()));
    }
    let q = BigRational::from_integer(all) * power_of_ten(i32::try_from(scale).ok()?);
    let (m, k) = rounded(&q)?;
    if i64::try_from(m.bits()).ok()? + k > 1024 {
        return Some(NearestDouble::Overflow);
    }
    let value = BigRational::from_integer(m) * power_of_two(k)?;
    Some(NearestDouble::Value(if negative { -value } else { value }))
}

/// The multiple m 2^k of a power of two that is nearest to a positive number, ties to even m, with m of 53 bits or k
/// = -1074.
fn rounded(q: &BigRational) -> Option<(BigInt, i64)> {
    // 2^(e-1) < q < 2^(e+1).
    let e = i64::try_from(q.numer().bits()).ok()? - i64::try_from(q.denom().bits()).ok()?;
    let below = q < &power_of_two(e)?;
    let k = (e - 52 - i64::from(below)).max(-1074);
    let scaled = q / power_of_two(k)?;
    let (m, rest) = scaled.numer().div_rem(scaled.denom());
    let twice: BigInt = rest * 2;
    let up = match twice.cmp(scaled.denom()) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => m.is_odd(),
        std::cmp::Ordering::Greater => true,
    };
    debug_assert!(!m.is_negative());
    Some((m + i32::from(up), k))
}

fn power_of_ten(e: i32) -> BigRational {
    Pow::pow(BigRational::from_integer(10.into()), e)
}

fn power_of_two(e: i64) -> Option<BigRational> {
    let power = BigInt::from(1) << usize::try_from(e.unsigned_abs()).ok()?;
    Some(if e < 0 {
        BigRational::new(1.into(), power)
    } else {
        BigRational::from_integer(power)
    })
}

fn digits(text: &str) -> Option<BigInt> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// An exponent with an optional sign; what is too large for any double is cut.
fn saturated(text: &str) -> Option<i64> {
    let (negative, rest) = match (text.strip_prefix('-'), text.strip_prefix('+')) {
        (Some(r), _) => (true, r),
        (_, Some(r)) => (false, r),
        _ => (false, text),
    };
    digits(rest)?;
    let rest = rest.trim_start_matches('0');
    let e = if rest.is_empty() {
        0
    } else if rest.len() > 8 {
        1_000_000_000
    } else {
        rest.parse().ok()?
    };
    Some(if negative { -e } else { e })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    #[test]
    fn exact_numbers() {
        for (text, n, d) in [
            ("1/2", 1, 2),
            ("-3/4", -3, 4),
            ("0.25", 1, 4),
            ("2e-3", 1, 500),
            ("-1.5e2", -150, 1),
            ("0", 0, 1),
        ] {
            assert_eq!(exact_number(text, 60), Some(q(n, d)), "{text}");
        }
        for text in [
            "",
            "-",
            "1/0",
            "1/-2",
            "a",
            "1.",
            ".5",
            "1e",
            "1e61",
            "1e999999999999",
            "--1",
            "1/2/3",
            "1_0",
            "٣",
            "+1",
            "1e+2",
            "0x10",
            "nan",
            "inf",
            "1 2",
        ] {
            assert_eq!(exact_number(text, 60), None, "{text}");
        }
        assert_eq!(exact_number("1e401", 1000), None);
        assert_eq!(exact_number("1234", 3), None);
    }

    #[test]
    fn doubles_at_the_ends_of_their_range() {
        let value = |text: &str| match nearest_double(text, 400) {
            Some(NearestDouble::Value(v)) => Some(v),
            _ => None,
        };
        let least = power_of_two(-1074);
        assert_eq!(value("4.9e-324"), least);
        // Half of the least positive double is the tie between it and 0.
        assert_eq!(value("2.4703282292062327e-324"), Some(q(0, 1)));
        assert_eq!(value("2.4703282292062328e-324"), least);
        assert_eq!(value("1e-400"), Some(q(0, 1)));
        assert_eq!(value("-0.0"), Some(q(0, 1)));
        let greatest = power_of_two(1024).expect("a power")
            - power_of_two(970).expect("a power")
            - power_of_two(970).expect("a power");
        assert_eq!(value("1.7976931348623157e308"), Some(greatest.clone()));
        assert_eq!(value("1.7976931348623158e+308"), Some(greatest));
        for text in [
            "1.7976931348623159e308",
            "1e309",
            "-1e999999999999999999999",
        ] {
            assert_eq!(
                nearest_double(text, 60),
                Some(NearestDouble::Overflow),
                "{text}"
            );
        }
        // Ties go to the even significand: 2^53 + 1 lies between 2^53 and 2^53 + 2.
        assert_eq!(value("9007199254740993"), Some(q(9_007_199_254_740_992, 1)));
        assert_eq!(value("9007199254740995"), Some(q(9_007_199_254_740_996, 1)));
        assert_eq!(value("0e999999999999"), Some(q(0, 1)));
        for text in [
            "", "-", "+1", "01", ".5", "1.", "1e", "1e+", "nan", "1/2", "1 ",
        ] {
            assert_eq!(nearest_double(text, 60), None, "{text}");
        }
    }
}

//! Exact numbers and enclosures in short form. Only text: nothing is computed that anything rests on.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, Signed, ToPrimitive, Zero};

use wronski_exact::decimal::exact_number;

/// Longer numbers are not read.
const LONGEST: usize = 4000;

/// The leading decimal digits of a number, cut and not rounded.
struct Digits {
    negative: bool,
    /// Significant digits, the first one not 0.
    digits: String,
    /// The power of ten of the first digit.
    exponent: i64,
    /// Are these all digits?
    all: bool,
}

/// The first `n` digits of a number that is not 0.
fn leading(text: &str, n: u32) -> Option<Digits> {
    let q = exact_number(text, LONGEST)?;
    if q.is_zero() {
        return None;
    }
    let size = q.abs();
    let ten = BigInt::from(10);
    let bits = size.numer().bits().to_i64()? - size.denom().bits().to_i64()?;
    // Within one of the power of ten of the first digit; 30103/100000 is the logarithm of 2.
    let mut exponent = (bits * 30_103).div_euclid(100_000);
    loop {
        let shift = i64::from(n) - 1 - exponent;
        let power: BigInt = Pow::pow(&ten, u32::try_from(shift.unsigned_abs()).ok()?);
        let scaled = if shift < 0 {
            &size / BigRational::from_integer(power)
        } else {
            &size * BigRational::from_integer(power)
        };
        let digits = scaled.to_integer().to_string();
        match digits.len().cmp(&usize::try_from(n).ok()?) {
            std::cmp::Ordering::Greater => exponent += 1,
            std::cmp::Ordering::Less => exponent -= 1,
            std::cmp::Ordering::Equal => {
                return Some(Digits {
                    negative: q.is_negative(),
                    digits,
                    exponent,
                    all: scaled.is_integer(),
                });
            }
        }
    }
}

/// Digits with their point, in scientific notation for tiny and huge numbers; `...` if more follow.
fn written(d: &Digits, digits: &str, all: bool) -> String {
    let sign = if d.negative { "-" } else { "" };
    let digits = if all {
        digits.trim_end_matches('0')
    } else {
        digits
    };
    let dots = if all { "" } else { "..." };
    let split = |at: usize| -> String {
        let padded = format!("{digits:0<at$}");
        let (whole, rest) = padded.split_at(at);
        if rest.is_empty() && all {
            whole.to_string()
        } else {
            format!("{whole}.{rest}")
        }
    };
    match d.exponent {
        e @ 0..=11 => format!(
            "{sign}{}{dots}",
            split(usize::try_from(e).map_or(0, |e| e) + 1)
        ),
        e @ -5..=-1 => {
            let zeros = "0".repeat(usize::try_from(-e).map_or(1, |e| e) - 1);
            format!("{sign}0.{zeros}{digits}{dots}")
        }
        e => format!("{sign}{}{dots}e{e}", split(1)),
    }
}

/// A number with at most some nine digits; what was cut is marked by `...`.
pub(super) fn short(text: &str) -> String {
    const SHORT: usize = 14;
    let length = text.chars().count();
    if length <= SHORT {
        return text.to_string();
    }
    match leading(text, 9) {
        Some(d) => written(&d, &d.digits, d.all),
        None if length <= 3 * SHORT => text.to_string(),
        None => format!("{}...", text.chars().take(3 * SHORT).collect::<String>()),
    }
}

/// A sentence in which long fractions are written as decimal numbers.
pub(super) fn without_long_fractions(sentence: &str) -> String {
    let inside = |c: char| c.is_ascii_digit() || c == '/';
    let mut out = String::new();
    let mut rest = sentence;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(|c| !inside(c)).map_or(rest.len(), |e| e);
        let token = &rest[..end];
        if token.contains('/') {
            out.push_str(&short(token));
        } else {
            out.push_str(token);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// An enclosure: the digits on which both ends agree, or both ends.
pub(super) fn enclosure(both: &[String; 2]) -> String {
    const READ: u32 = 24;
    const SHOWN: usize = 12;
    let [lo, hi] = both;
    if lo == hi {
        return short(lo);
    }
    if let (Some(a), Some(b)) = (leading(lo, READ), leading(hi, READ))
        && (a.negative, a.exponent) == (b.negative, b.exponent)
    {
        let common = a
            .digits
            .bytes()
            .zip(b.digits.bytes())
            .take_while(|(p, q)| p == q)
            .count();
        // Fewer digits than stand before the point would be no number.
        let whole = if (0..=11).contains(&a.exponent) {
            usize::try_from(a.exponent).map_or(0, |e| e) + 1
        } else {
            0
        };
        if common >= 3 && common > whole {
            return written(&a, &a.digits[..common.min(SHOWN.max(whole + 1))], false);
        }
    }
    format!("[{}, {}]", short(lo), short(hi))
}

/// `1-4-3-1`.
pub(super) fn widths(all: &[usize]) -> String {
    all.iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join("-")
}

/// The first entries, and how many there are.
pub(super) fn list(all: &[String], most: usize) -> String {
    let shown: Vec<String> = all.iter().take(most).map(|x| short(x)).collect();
    if all.len() <= most {
        shown.join(", ")
    } else {
        format!("{}, ... ({} in all)", shown.join(", "), all.len())
    }
}

/// A row of a matrix or vector in brackets.
pub(super) fn vector(all: &[String], most: usize) -> String {
    format!("[{}]", list(all, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enclosure_shows_the_digits_that_are_certain() {
        for (lo, hi, shown) in [
            (
                "0.249999999706223308",
                "0.249999999706223349",
                "0.249999999706...",
            ),
            ("0.000012345678", "0.000012345699", "0.0000123456..."),
            ("1/2", "1/2", "1/2"),
            ("-0.1", "0.1", "[-0.1, 0.1]"),
            ("1.2345e-7", "1.2346e-7", "1.234...e-7"),
            ("1.2345e-7", "1.2345e-8", "[1.2345e-7, 1.2345e-8]"),
            ("12", "13", "[12, 13]"),
            ("12345", "12345.5", "[12345, 12345.5]"),
            ("12345.25", "12345.26", "12345.2..."),
            ("-1/3", "-333/1000", "-0.333..."),
            ("", "é", "[, é]"),
            ("0", "1/7", "[0, 1/7]"),
        ] {
            assert_eq!(enclosure(&[lo.into(), hi.into()]), shown, "{lo} {hi}");
        }
    }

    #[test]
    fn a_long_number_is_cut_and_says_so() {
        for (text, shown) in [
            ("1.0000000005682642352368752", "1.00000000..."),
            ("0.0000000000000000000012345678", "1.2345678e-21"),
            ("0.000000000000000000001", "1e-21"),
            ("-3/4", "-3/4"),
            ("1/1152921504606846976", "8.67361737...e-19"),
            ("123456789012345678901234567890", "1.23456789...e29"),
            ("123456789012.5", "123456789012.5"),
            ("1000000000000000000000", "1e21"),
            (
                "15624999999999999999/1000000000000000000000",
                "0.0156249999...",
            ),
            ("-1180591620717411303424/3", "-3.93530540...e20"),
            ("0.00390625000000000000", "0.00390625"),
            (
                "<script>alert(1)</script> and then some more of it",
                "<script>alert(1)</script> and then some mo...",
            ),
        ] {
            assert_eq!(short(text), shown, "{text}");
        }
    }

    #[test]
    fn long_fractions_in_a_sentence_become_decimal() {
        for (sentence, shown) in [
            (
                "range [-3260954456333195553/2305843009213693952, 1/2], order 2",
                "range [-1.41421356..., 1/2], order 2",
            ),
            ("é 12 3/ /4 5", "é 12 3/ /4 5"),
            ("", ""),
        ] {
            assert_eq!(without_long_fractions(sentence), shown);
        }
    }
}

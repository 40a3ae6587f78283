//! Exact numbers as text.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// Most digits after the point in decimal notation.
const MOST_DIGITS: u32 = 400;

/// A rational number as text: a decimal number if it has a finite one of reasonable length, else a fraction. Either
/// is exact.
pub fn number_text(q: &BigRational) -> String {
    if q.is_integer() {
        return q.numer().to_string();
    }
    let (two, five) = (BigInt::from(2), BigInt::from(5));
    let mut rest = q.denom().clone();
    let (mut twos, mut fives) = (0u32, 0u32);
    while rest.is_even() && twos <= MOST_DIGITS {
        rest /= &two;
        twos += 1;
    }
    while (&rest % &five).is_zero() && fives <= MOST_DIGITS {
        rest /= &five;
        fives += 1;
    }
    let digits = twos.max(fives);
    if !rest.is_one() || digits > MOST_DIGITS {
        return q.to_string();
    }
    let scaled = (q * BigRational::from_integer(BigInt::from(10).pow(digits))).to_integer();
    let text = scaled.abs().to_string();
    let width = digits as usize + 1;
    let padded = format!("{text:0>width$}");
    let (whole, fraction) = padded.split_at(padded.len() - digits as usize);
    let sign = if scaled.is_negative() { "-" } else { "" };
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_where_they_end() {
        for (n, d, text) in [
            (1, 2, "0.5"),
            (-1, 8, "-0.125"),
            (1, 3, "1/3"),
            (-7, 6, "-7/6"),
            (123, 100, "1.23"),
            (12, 1, "12"),
            (0, 5, "0"),
            (-1, 1000, "-0.001"),
            (3, 40, "0.075"),
        ] {
            assert_eq!(number_text(&BigRational::new(n.into(), d.into())), text);
        }
    }
}

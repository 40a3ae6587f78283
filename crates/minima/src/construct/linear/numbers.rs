//! Exact intervals with rational ends, and numbers of few digits.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero, pow::Pow};

use wronski_diagnostic::interruption;
use wronski_exact::print::number_text;

/// A closed interval that holds a real number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub lo: BigRational,
    pub hi: BigRational,
}

/// Ends with a longer denominator are rounded outward.
const LONG: u64 = 256;
/// Characters of an exact number that is shown as it is.
const SHORT: usize = 30;
/// About so many digits of a longer one are shown.
const DIGITS: i32 = 24;
/// Binary places of rounded ends.
const PLACES: usize = 160;

impl Span {
    pub(super) fn point(q: BigRational) -> Self {
        Span {
            lo: q.clone(),
            hi: q,
        }
    }

    pub(super) fn is_point(&self) -> bool {
        self.lo == self.hi
    }

    pub(super) fn middle(&self) -> BigRational {
        if self.is_point() {
            return self.lo.clone();
        }
        (&self.lo + &self.hi) / BigRational::from_integer(2.into())
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        interruption::point();
        Span {
            lo: &self.lo + &other.lo,
            hi: &self.hi + &other.hi,
        }
        .rounded()
    }

    pub(super) fn scaled(&self, q: &BigRational) -> Self {
        interruption::point();
        let (a, b) = (&self.lo * q, &self.hi * q);
        if q.is_negative() {
            Span { lo: b, hi: a }
        } else {
            Span { lo: a, hi: b }
        }
        .rounded()
    }

    pub(super) fn square(&self) -> Self {
        interruption::point();
        let (a, b) = (&self.lo * &self.lo, &self.hi * &self.hi);
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        let crosses = self.lo.is_negative() && self.hi.is_positive();
        Span {
            lo: if crosses { BigRational::zero() } else { low },
            hi: high,
        }
        .rounded()
    }

    pub(super) fn sum<'a>(spans: impl IntoIterator<Item = &'a Span>) -> Self {
        spans
            .into_iter()
            .fold(Span::point(BigRational::zero()), |s, x| s.plus(x))
    }

    /// The ends as text: exact if that is short, else rounded outward to decimal numbers.
    pub(super) fn text(&self) -> [String; 2] {
        let exact = [number_text(&self.lo), number_text(&self.hi)];
        if exact.iter().all(|e| e.len() <= SHORT) {
            return exact;
        }
        // The greatest end decides how many decimal places give so many digits.
        let largest = self.lo.abs().max(self.hi.abs());
        let places = DIGITS - i32::try_from(exponent(&largest) * 3 / 10).unwrap_or(0);
        let unit = BigRational::from_integer(BigInt::from(10)).pow(places.max(0));
        let low = (&self.lo * &unit).floor() / &unit;
        let high = (&self.hi * &unit).ceil() / &unit;
        [number_text(&low), number_text(&high)]
    }

    /// Shorter ends of a proper interval; exact numbers stay.
    fn rounded(self) -> Self {
        if self.is_point() || self.lo.denom().bits().max(self.hi.denom().bits()) <= LONG {
            return self;
        }
        let grid = BigInt::from(1) << PLACES;
        let scale = |q: &BigRational| q * BigRational::from_integer(grid.clone());
        Span {
            lo: BigRational::new(scale(&self.lo).floor().to_integer(), grid.clone()),
            hi: BigRational::new(scale(&self.hi).ceil().to_integer(), grid.clone()),
        }
    }
}

/// The greatest power of two that is at most a positive number.
pub(super) fn power_of_two_below(q: &BigRational) -> BigRational {
    // 2^(e-1) < q < 2^(e+1).
    let e = exponent(q);
    let guess = power_of_two(e);
    if &guess <= q {
        guess
    } else {
        power_of_two(e - 1)
    }
}

/// A number with at most this many significant bits near another one, on the side of 0.
pub(super) fn significant(q: &BigRational, bits: i64) -> BigRational {
    if q.is_zero() {
        return q.clone();
    }
    let unit = power_of_two(exponent(&q.abs()) - bits);
    let scaled = q / &unit;
    let (n, _) = scaled.numer().div_rem(scaled.denom());
    BigRational::from_integer(n) * unit
}

fn exponent(q: &BigRational) -> i64 {
    let length = |n: &BigInt| i64::try_from(n.bits()).unwrap_or(i64::MAX / 4);
    length(q.numer()) - length(q.denom())
}

pub(super) fn power_of_two(e: i64) -> BigRational {
    let power = BigInt::from(1) << e.unsigned_abs();
    if e < 0 {
        BigRational::new(1.into(), power)
    } else {
        BigRational::from_integer(power)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    #[test]
    fn few_digits() {
        assert_eq!(power_of_two_below(&q(1, 1)), q(1, 1));
        assert_eq!(power_of_two_below(&q(7, 2)), q(2, 1));
        assert_eq!(power_of_two_below(&q(1, 3)), q(1, 4));
        assert_eq!(significant(&q(100, 3), 3), q(32, 1));
        assert_eq!(significant(&q(-1, 3), 4), q(-5, 16));
        assert_eq!(significant(&q(5, 16), 8), q(5, 16));
    }

    #[test]
    fn spans_enclose() {
        let s = Span {
            lo: q(-1, 2),
            hi: q(1, 3),
        };
        assert_eq!(
            s.square(),
            Span {
                lo: q(0, 1),
                hi: q(1, 4)
            }
        );
        assert_eq!(
            s.scaled(&q(-2, 1)),
            Span {
                lo: q(-2, 3),
                hi: q(1, 1)
            }
        );
        let long = Span {
            lo: BigRational::new(1.into(), BigInt::from(3).pow(400u32)),
            hi: q(1, 3),
        };
        let [low, high] = long.text().map(|t| t.parse::<f64>().ok());
        assert!(
            low.is_some_and(|l| l <= 1e-30) && high.is_some_and(|h| (0.333..0.334).contains(&h))
        );
        let short = long.clone().rounded();
        assert!(short.lo <= long.lo && short.hi >= long.hi && short.lo.denom().bits() < 200);
    }
}

//! Functions of intervals by their endpoints.
//!
//! MPFR rounds each function correctly in the direction asked for, so a monotone function needs its two
//! endpoints only. Sine, cosine and tangent also need to know which extrema lie inside.

use rug::float::Round;
use rug::ops::Pow;
use rug::{Float, Integer};

use super::fault::Fault;
use super::real::{Interval, rounded};

/// Arguments of sin, cos and tan beyond `2^MAX_TRIG_EXPONENT` are not reduced: MPFR would need that many
/// bits of pi.
const MAX_TRIG_EXPONENT: i32 = 1 << 14;

impl Interval {
    /// The values of a function that is increasing on the whole line.
    pub(crate) fn increasing(&self, value: impl Fn(&Float, u32, Round) -> Float) -> Interval {
        let precision = self.precision();
        Interval {
            lo: value(&self.lo, precision, Round::Down),
            hi: value(&self.hi, precision, Round::Up),
        }
    }

    /// The `n`-th powers, `n` any integer; the 0-th power is 1.
    ///
    /// # Errors
    /// [`Fault::Division`] if `n < 0` and zero is in the set.
    pub fn powi(&self, n: i32) -> Result<Interval, Fault> {
        let precision = self.precision();
        if n == 0 {
            return Ok(Interval::one(precision));
        }
        if n < 0 && self.possibly_zero() {
            return Err(Fault::Division);
        }
        let power = |base: &Float, round| rounded(precision, base.pow(n), round);
        // Even powers depend on the absolute value; odd ones keep the order of a base of one sign.
        let base = if n % 2 == 0 { self.abs() } else { self.clone() };
        Ok(if n > 0 {
            Interval {
                lo: power(&base.lo, Round::Down),
                hi: power(&base.hi, Round::Up),
            }
        } else {
            Interval {
                lo: power(&base.hi, Round::Down),
                hi: power(&base.lo, Round::Up),
            }
        })
    }

    /// Half of each number.
    pub(crate) fn halved(&self) -> Interval {
        Interval {
            lo: rounded(self.precision(), &self.lo >> 1u32, Round::Down),
            hi: rounded(self.precision(), &self.hi >> 1u32, Round::Up),
        }
    }

    /// Bits needed to tell the multiples of pi near the endpoints apart.
    pub(crate) fn reduction_precision(&self) -> u32 {
        let exponent = self.exponent().clamp(0, MAX_TRIG_EXPONENT);
        self.precision() + exponent.unsigned_abs() + 16
    }

    /// The larger binary exponent of the endpoints (very large for an infinite endpoint).
    fn exponent(&self) -> i32 {
        let of = |a: &Float| match a.get_exp() {
            Some(e) => e,
            None if a.is_zero() => i32::MIN,
            None => i32::MAX,
        };
        of(&self.lo).max(of(&self.hi))
    }

    /// A range of integers that contains every `k` with `offset + k pi` in the set; `first > last` when
    /// there is certainly none; `None` for arguments too large to say.
    pub(crate) fn possible_turns(&self, offset: &Interval) -> Option<(Integer, Integer)> {
        if self.exponent() > MAX_TRIG_EXPONENT {
            return None;
        }
        let pi = Interval::pi(self.reduction_precision());
        let turns = (self - offset).divide(&pi).ok()?;
        let first = turns.lo.to_integer_round(Round::Up)?.0;
        let last = turns.hi.to_integer_round(Round::Down)?.0;
        Some((first, last))
    }

    /// Enclosure of a function of period `2 pi` with the extrema `(-1)^k` at `offset + k pi`, k integer.
    pub(crate) fn oscillating(
        &self,
        offset: &Interval,
        value: impl Fn(&Float, Round) -> Float,
    ) -> Interval {
        let precision = self.precision();
        let everything = Interval {
            lo: rounded(precision, -1, Round::Down),
            hi: rounded(precision, 1, Round::Up),
        };
        let Some((first, last)) = self.possible_turns(offset) else {
            return everything;
        };
        if first < last {
            return everything;
        }
        // Between consecutive extrema the function is monotone: the endpoints bound it.
        let at = |a: &Float| Interval {
            lo: value(a, Round::Down),
            hi: value(a, Round::Up),
        };
        let ends = at(&self.lo).hull(&at(&self.hi));
        if first > last {
            return ends;
        }
        let extremum = if first.is_even() { 1 } else { -1 };
        ends.hull(&Interval::from_int(extremum, precision))
    }
}

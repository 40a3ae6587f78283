//! Closed real intervals with outward-rounded MPFR endpoints: construction, field operations, order.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use rug::float::{Constant, Round};
use rug::integer::Order;
use rug::{Float, Integer, Rational};

use super::fault::Fault;

/// A closed, nonempty set `[lo, hi]` of real numbers.
///
/// An infinite endpoint means that the set is unbounded on that side; it comes from overflow only.
/// Endpoints are never NaN, `lo` is never `+inf`, `hi` never `-inf`. Both have the same precision.
#[derive(Clone, Debug)]
pub struct Interval {
    pub(super) lo: Float,
    pub(super) hi: Float,
}

/// One exact or rational source value, rounded in the given direction.
pub(super) fn rounded<S>(precision: u32, source: S, round: Round) -> Float
where
    Float: rug::ops::AssignRound<S, Round = Round, Ordering = Ordering>,
{
    Float::with_val_round(precision, source, round).0
}

/// Converts an exact integer of num-bigint into one of rug.
fn integer(n: &BigInt) -> Integer {
    let (sign, digits) = n.to_u64_digits();
    let value = Integer::from_digits(&digits, Order::Lsf);
    if sign == Sign::Minus { -value } else { value }
}

/// Converts an exact rational number of num-rational into one of rug.
pub(super) fn rational(q: &BigRational) -> Rational {
    Rational::from((integer(q.numer()), integer(q.denom())))
}

fn least(a: Float, b: Float) -> Float {
    if b < a { b } else { a }
}

fn greatest(a: Float, b: Float) -> Float {
    if b > a { b } else { a }
}

impl Interval {
    /// The interval from `lo` to `hi`, at the larger of the two precisions.
    ///
    /// # Errors
    /// [`Fault::Endpoints`] if `lo > hi`; [`Fault::Overflow`] if an endpoint is NaN, `lo = +inf` or `hi = -inf`,
    /// which is what comes of values that are too large.
    pub fn new(lo: Float, hi: Float) -> Result<Interval, Fault> {
        if lo.is_nan() || hi.is_nan() {
            return Err(Fault::Overflow);
        }
        let ordered = matches!(lo.partial_cmp(&hi), Some(Ordering::Less | Ordering::Equal));
        let lo_is_top = lo.is_infinite() && lo.is_sign_positive();
        let hi_is_bottom = hi.is_infinite() && hi.is_sign_negative();
        if !ordered {
            return Err(Fault::Endpoints);
        }
        if lo_is_top || hi_is_bottom {
            return Err(Fault::Overflow);
        }
        let precision = lo.prec().max(hi.prec());
        Ok(Interval {
            lo: rounded(precision, &lo, Round::Down),
            hi: rounded(precision, &hi, Round::Up),
        })
    }

    /// The thinnest interval of that precision around an exact rational number.
    pub fn from_rational(q: &BigRational, precision: u32) -> Interval {
        let q = rational(q);
        Interval {
            lo: rounded(precision, &q, Round::Down),
            hi: rounded(precision, &q, Round::Up),
        }
    }

    /// The thinnest interval of that precision around an integer.
    pub fn from_int(n: i64, precision: u32) -> Interval {
        Interval {
            lo: rounded(precision, n, Round::Down),
            hi: rounded(precision, n, Round::Up),
        }
    }

    /// The interval from one rational number to another, rounded outwards.
    ///
    /// # Errors
    /// [`Fault::Endpoints`] if `lo > hi`.
    pub fn between(lo: &BigRational, hi: &BigRational, precision: u32) -> Result<Interval, Fault> {
        if lo > hi {
            return Err(Fault::Endpoints);
        }
        Ok(Interval {
            lo: rounded(precision, &rational(lo), Round::Down),
            hi: rounded(precision, &rational(hi), Round::Up),
        })
    }

    /// The exact value 0.
    pub fn zero(precision: u32) -> Interval {
        Interval::from_int(0, precision)
    }

    /// The exact value 1.
    pub fn one(precision: u32) -> Interval {
        Interval::from_int(1, precision)
    }

    /// The thinnest enclosure of pi.
    pub fn pi(precision: u32) -> Interval {
        Interval {
            lo: rounded(precision, Constant::Pi, Round::Down),
            hi: rounded(precision, Constant::Pi, Round::Up),
        }
    }

    /// The whole real line: the enclosure of a number of which nothing is known.
    pub fn entire(precision: u32) -> Interval {
        use rug::float::Special;
        Interval {
            lo: Float::with_val(precision, Special::NegInfinity),
            hi: Float::with_val(precision, Special::Infinity),
        }
    }

    /// A finite float as an interval of one point.
    ///
    /// # Errors
    /// [`Fault::Overflow`] for an infinity or a NaN.
    pub fn point(value: Float) -> Result<Interval, Fault> {
        if !value.is_finite() {
            return Err(Fault::Overflow);
        }
        Ok(Interval {
            lo: value.clone(),
            hi: value,
        })
    }

    /// The lower endpoint.
    pub fn lo(&self) -> &Float {
        &self.lo
    }

    /// The upper endpoint.
    pub fn hi(&self) -> &Float {
        &self.hi
    }

    /// The precision of the endpoints, in bits.
    pub fn precision(&self) -> u32 {
        self.lo.prec()
    }

    /// The same set, or a slightly larger one, with endpoints of another precision.
    #[must_use]
    pub fn with_precision(&self, precision: u32) -> Interval {
        Interval {
            lo: rounded(precision, &self.lo, Round::Down),
            hi: rounded(precision, &self.hi, Round::Up),
        }
    }

    /// Are both endpoints finite?
    pub fn is_bounded(&self) -> bool {
        self.lo.is_finite() && self.hi.is_finite()
    }

    /// A float near the middle: an approximation, good for pivoting and preconditioning only.
    pub fn midpoint(&self) -> Float {
        let precision = self.precision() + 1;
        Float::with_val(precision, &self.lo + &self.hi) / 2u32
    }

    /// An upper bound of the width `hi - lo`.
    pub fn width(&self) -> Float {
        rounded(self.precision(), &self.hi - &self.lo, Round::Up)
    }

    /// The largest absolute value in the set.
    pub fn magnitude(&self) -> Float {
        greatest(self.lo.clone().abs(), self.hi.clone().abs())
    }

    /// The least absolute value in the set: positive exactly when zero is excluded.
    pub fn mignitude(&self) -> Float {
        if self.possibly_zero() {
            Float::new(self.precision())
        } else {
            least(self.lo.clone().abs(), self.hi.clone().abs())
        }
    }

    /// Is every number of the set positive?
    pub fn certainly_positive(&self) -> bool {
        self.lo > 0
    }

    /// Is every number of the set negative?
    pub fn certainly_negative(&self) -> bool {
        self.hi < 0
    }

    /// Is every number of the set at least 0?
    pub fn certainly_nonnegative(&self) -> bool {
        self.lo >= 0
    }

    /// Is zero excluded?
    pub fn certainly_nonzero(&self) -> bool {
        self.certainly_positive() || self.certainly_negative()
    }

    /// Is zero in the set? (It says nothing about the number enclosed.)
    pub fn possibly_zero(&self) -> bool {
        !self.certainly_nonzero()
    }

    /// Is every number of `self` less than every number of `other`?
    pub fn certainly_less(&self, other: &Interval) -> bool {
        self.hi < other.lo
    }

    /// Is the rational number in the set? (Decided exactly.)
    pub fn contains(&self, q: &BigRational) -> bool {
        let q = rational(q);
        self.lo <= q && self.hi >= q
    }

    /// Is every number of `other` in `self`?
    pub fn contains_interval(&self, other: &Interval) -> bool {
        self.lo <= other.lo && other.hi <= self.hi
    }

    /// Do the two sets have a number in common?
    pub fn possibly_equal(&self, other: &Interval) -> bool {
        self.lo <= other.hi && other.lo <= self.hi
    }

    /// The smallest interval that contains both.
    #[must_use]
    pub fn hull(&self, other: &Interval) -> Interval {
        let precision = self.precision().max(other.precision());
        Interval {
            lo: rounded(
                precision,
                &least(self.lo.clone(), other.lo.clone()),
                Round::Down,
            ),
            hi: rounded(
                precision,
                &greatest(self.hi.clone(), other.hi.clone()),
                Round::Up,
            ),
        }
    }

    /// The numbers in both sets; `None` if there is none.
    pub fn intersection(&self, other: &Interval) -> Option<Interval> {
        let precision = self.precision().max(other.precision());
        if !self.possibly_equal(other) {
            return None;
        }
        let lo = if self.lo >= other.lo {
            &self.lo
        } else {
            &other.lo
        };
        let hi = if self.hi <= other.hi {
            &self.hi
        } else {
            &other.hi
        };
        Some(Interval {
            lo: rounded(precision, lo, Round::Down),
            hi: rounded(precision, hi, Round::Up),
        })
    }

    /// The absolute values.
    #[must_use]
    pub fn abs(&self) -> Interval {
        Interval {
            lo: self.mignitude(),
            hi: self.magnitude(),
        }
    }

    /// The squares: never negative, which `self * self` would not know.
    #[must_use]
    pub fn square(&self) -> Interval {
        let precision = self.precision();
        let (low, high) = (self.mignitude(), self.magnitude());
        Interval {
            lo: rounded(precision, low.square_ref(), Round::Down),
            hi: rounded(precision, high.square_ref(), Round::Up),
        }
    }

    /// The reciprocals.
    ///
    /// # Errors
    /// [`Fault::Division`] if zero is in the set.
    pub fn recip(&self) -> Result<Interval, Fault> {
        if self.possibly_zero() {
            return Err(Fault::Division);
        }
        let precision = self.precision();
        Ok(Interval {
            lo: rounded(precision, self.hi.recip_ref(), Round::Down),
            hi: rounded(precision, self.lo.recip_ref(), Round::Up),
        })
    }

    /// The quotients.
    ///
    /// # Errors
    /// [`Fault::Division`] if zero is in the divisor.
    pub fn divide(&self, divisor: &Interval) -> Result<Interval, Fault> {
        if divisor.possibly_zero() {
            return Err(Fault::Division);
        }
        let precision = self.precision().max(divisor.precision());
        if !self.is_bounded() || !divisor.is_bounded() {
            // inf/inf has no value; the reciprocal keeps `0 * inf` at 0.
            return Ok(self * &divisor.recip()?);
        }
        let positive = divisor.certainly_positive();
        // The numerator's sign chooses the divisor's endpoint that makes the quotient extreme.
        let (n_lo, n_hi) = if positive {
            (&self.lo, &self.hi)
        } else {
            (&self.hi, &self.lo)
        };
        let (d_near, d_far) = if positive {
            (&divisor.lo, &divisor.hi)
        } else {
            (&divisor.hi, &divisor.lo)
        };
        // quotient n_lo/d is the least; it is nonpositive when n_lo and d disagree in sign.
        let lo_negative = (*n_lo < 0) == positive && !n_lo.is_zero();
        let hi_negative = (*n_hi < 0) == positive && !n_hi.is_zero();
        let lo = n_lo / if lo_negative { d_near } else { d_far };
        let hi = n_hi / if hi_negative { d_far } else { d_near };
        Ok(Interval {
            lo: rounded(precision, lo, Round::Down),
            hi: rounded(precision, hi, Round::Up),
        })
    }

    /// Multiplication by an exact rational number.
    #[must_use]
    pub fn scale(&self, q: &BigRational) -> Interval {
        self * &Interval::from_rational(q, self.precision())
    }

    /// Multiplication by a small integer.
    #[must_use]
    pub fn scale_int(&self, n: i64) -> Interval {
        let precision = self.precision();
        let (a, b) = if n >= 0 {
            (&self.lo, &self.hi)
        } else {
            (&self.hi, &self.lo)
        };
        if n == 0 {
            return Interval::zero(precision);
        }
        Interval {
            lo: rounded(precision, a * n, Round::Down),
            hi: rounded(precision, b * n, Round::Up),
        }
    }

    /// Division by a positive integer.
    #[must_use]
    pub(super) fn over(&self, n: std::num::NonZeroU32) -> Interval {
        let precision = self.precision();
        Interval {
            lo: rounded(precision, &self.lo / n.get(), Round::Down),
            hi: rounded(precision, &self.hi / n.get(), Round::Up),
        }
    }
}

impl Add for &Interval {
    type Output = Interval;
    fn add(self, rhs: &Interval) -> Interval {
        let precision = self.precision().max(rhs.precision());
        Interval {
            lo: rounded(precision, &self.lo + &rhs.lo, Round::Down),
            hi: rounded(precision, &self.hi + &rhs.hi, Round::Up),
        }
    }
}

impl Sub for &Interval {
    type Output = Interval;
    fn sub(self, rhs: &Interval) -> Interval {
        let precision = self.precision().max(rhs.precision());
        Interval {
            lo: rounded(precision, &self.lo - &rhs.hi, Round::Down),
            hi: rounded(precision, &self.hi - &rhs.lo, Round::Up),
        }
    }
}

impl Neg for &Interval {
    type Output = Interval;
    fn neg(self) -> Interval {
        Interval {
            lo: -self.hi.clone(),
            hi: -self.lo.clone(),
        }
    }
}

impl Mul for &Interval {
    type Output = Interval;
    fn mul(self, rhs: &Interval) -> Interval {
        let mut product = Interval::zero(self.precision().max(rhs.precision()));
        product.set_mul(self, rhs);
        product
    }
}

impl fmt::Display for Interval {
    /// A few decimal digits of both endpoints, rounded outwards.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = |a: &Float, round| a.to_string_radix_round(10, Some(12), round);
        write!(
            f,
            "[{}, {}]",
            digits(&self.lo, Round::Down),
            digits(&self.hi, Round::Up)
        )
    }
}

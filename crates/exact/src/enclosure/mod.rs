//! Outward-rounded interval arithmetic on dyadic rationals, in pure Rust.
//!
//! An [`Enclosure`] is a closed interval `[lo, hi]` with dyadic ends that certainly contains the real
//! number (or every value) it stands for. Every operation rounds outward to the stated number of
//! significant bits; every series is cut off with a bound of its remainder that is added to the
//! result (each stated where it is used). An operation that cannot give a true enclosure gives an
//! [`EnclosureError`]; it never gives a wrong interval. No floating-point number occurs.
//!
//! Names are three-valued: `certainly_positive` is true only when it is a fact;
//! `possibly_zero` is false only when it is a fact.

mod asinh;
mod atan;
mod circular;
mod determinant;
mod dyadic;
mod erf;
mod exp;
mod hyperbolic;
mod log;
mod root;
mod series;
mod tan;

use std::fmt;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::Zero;
use wronski_diagnostic::interruption;

pub use determinant::determinant;
pub use dyadic::{Dyadic, Toward};

/// The greatest precision, in bits, that is accepted.
pub const MAX_BITS: u32 = 16_384;

/// Values of magnitude above `2^EXPONENT_LIMIT` are refused, and values below `2^-EXPONENT_LIMIT` are
/// enclosed between 0 and that number.
pub const EXPONENT_LIMIT: i64 = 1 << 17;

/// Why an operation gave no enclosure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EnclosureError {
    /// The divisor is possibly 0.
    DivisionByZero,
    /// The argument is possibly outside the domain of the function.
    OutsideDomain {
        /// The function.
        function: &'static str,
        /// Is the whole argument outside?
        certainly: bool,
    },
    /// Overflow budget: the magnitude exceeds `2^EXPONENT_LIMIT`.
    OverflowBudget,
    /// Precision budget: more than [`MAX_BITS`] bits were asked for.
    PrecisionBudget,
}

impl fmt::Display for EnclosureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EnclosureError::DivisionByZero => write!(f, "the divisor is possibly zero"),
            EnclosureError::OutsideDomain {
                function,
                certainly,
            } => {
                let how = if *certainly { "certainly" } else { "possibly" };
                write!(f, "the argument of {function} is {how} outside its domain")
            }
            EnclosureError::OverflowBudget => {
                write!(f, "overflow budget: a magnitude exceeds 2^{EXPONENT_LIMIT}")
            }
            EnclosureError::PrecisionBudget => {
                write!(f, "precision budget: at most {MAX_BITS} bits are supported")
            }
        }
    }
}

impl std::error::Error for EnclosureError {}

type Result<T> = std::result::Result<T, EnclosureError>;

/// A closed interval with dyadic ends, and the precision to which results are rounded outward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    lo: Dyadic,
    hi: Dyadic,
    bits: u32,
}

impl Enclosure {
    /// Rounds `[lo, hi]` outward.
    fn outward(lo: Dyadic, hi: Dyadic, bits: u32) -> Result<Self> {
        if bits == 0 || bits > 2 * MAX_BITS {
            return Err(EnclosureError::PrecisionBudget);
        }
        let lo = bounded(lo.rounded(bits, Toward::Down), Toward::Down)?;
        let hi = bounded(hi.rounded(bits, Toward::Up), Toward::Up)?;
        debug_assert!(lo <= hi, "an enclosure is not empty");
        Ok(Enclosure { lo, hi, bits })
    }

    /// The interval `[lo, hi]` (the ends are swapped if need be).
    ///
    /// # Errors
    /// [`EnclosureError::PrecisionBudget`] for 0 bits or too many, [`EnclosureError::OverflowBudget`].
    pub fn between(lo: &BigRational, hi: &BigRational, bits: u32) -> Result<Self> {
        check_bits(bits)?;
        let (lo, hi) = if lo <= hi { (lo, hi) } else { (hi, lo) };
        Self::outward(
            Dyadic::from_rational(lo, bits, Toward::Down),
            Dyadic::from_rational(hi, bits, Toward::Up),
            bits,
        )
    }

    /// An enclosure of an exact number.
    ///
    /// # Errors
    /// As [`Enclosure::between`].
    pub fn rational(q: &BigRational, bits: u32) -> Result<Self> {
        Self::between(q, q, bits)
    }

    /// An enclosure of an integer.
    ///
    /// # Errors
    /// As [`Enclosure::between`].
    pub fn integer(n: impl Into<BigInt>, bits: u32) -> Result<Self> {
        Self::rational(&BigRational::from_integer(n.into()), bits)
    }

    fn exact(value: Dyadic, bits: u32) -> Result<Self> {
        Self::outward(value.clone(), value, bits)
    }

    /// The same set, rounded outward to another precision.
    fn with_bits(&self, bits: u32) -> Result<Self> {
        Self::outward(self.lo.clone(), self.hi.clone(), bits)
    }

    /// The lower end.
    pub fn lower(&self) -> &Dyadic {
        &self.lo
    }

    /// The upper end.
    pub fn upper(&self) -> &Dyadic {
        &self.hi
    }

    /// The lower end as a fraction.
    pub fn lower_rational(&self) -> BigRational {
        self.lo.to_rational()
    }

    /// The upper end as a fraction.
    pub fn upper_rational(&self) -> BigRational {
        self.hi.to_rational()
    }

    /// The precision in bits.
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// `hi - lo`.
    pub fn width(&self) -> BigRational {
        self.hi.minus(&self.lo).to_rational()
    }

    /// Is `q` in the interval? Exact.
    pub fn contains(&self, q: &BigRational) -> bool {
        self.lower_rational() <= *q && *q <= self.upper_rational()
    }

    /// Is every value greater than 0?
    pub fn certainly_positive(&self) -> bool {
        self.lo.is_positive()
    }

    /// Is every value less than 0?
    pub fn certainly_negative(&self) -> bool {
        self.hi.is_negative()
    }

    /// Is every value different from 0?
    pub fn certainly_nonzero(&self) -> bool {
        self.certainly_positive() || self.certainly_negative()
    }

    /// Is every value at least 0?
    pub fn certainly_nonnegative(&self) -> bool {
        !self.lo.is_negative()
    }

    /// Is every value at most 0?
    pub fn certainly_nonpositive(&self) -> bool {
        !self.hi.is_positive()
    }

    /// Is the interval the single point 0?
    pub fn certainly_zero(&self) -> bool {
        self.lo.is_zero() && self.hi.is_zero()
    }

    /// The sign of every value, if it is certain that they have one in common.
    pub fn sign(&self) -> Option<Sign> {
        if self.certainly_positive() {
            Some(Sign::Plus)
        } else if self.certainly_negative() {
            Some(Sign::Minus)
        } else {
            self.certainly_zero().then_some(Sign::NoSign)
        }
    }

    /// May a value be 0?
    pub fn possibly_zero(&self) -> bool {
        !self.certainly_nonzero()
    }

    /// Is every value less than every value of `other`?
    pub fn certainly_less(&self, other: &Self) -> bool {
        self.hi < other.lo
    }

    /// Is every value at most every value of `other`?
    pub fn certainly_at_most(&self, other: &Self) -> bool {
        self.hi <= other.lo
    }

    fn precision_with(&self, other: &Self) -> u32 {
        self.bits.max(other.bits)
    }

    /// Sum.
    ///
    /// # Errors
    /// [`EnclosureError::OverflowBudget`].
    pub fn add(&self, other: &Self) -> Result<Self> {
        let bits = self.precision_with(other);
        Self::outward(self.lo.plus(&other.lo), self.hi.plus(&other.hi), bits)
    }

    /// Difference.
    ///
    /// # Errors
    /// [`EnclosureError::OverflowBudget`].
    pub fn sub(&self, other: &Self) -> Result<Self> {
        self.add(&other.neg())
    }

    /// Negation (exact).
    #[must_use]
    pub fn neg(&self) -> Self {
        Enclosure {
            lo: self.hi.negated(),
            hi: self.lo.negated(),
            bits: self.bits,
        }
    }

    /// Product.
    ///
    /// # Errors
    /// [`EnclosureError::OverflowBudget`].
    pub fn mul(&self, other: &Self) -> Result<Self> {
        interruption::point();
        let ends = [
            self.lo.times(&other.lo),
            self.lo.times(&other.hi),
            self.hi.times(&other.lo),
            self.hi.times(&other.hi),
        ];
        let [a, b, c, d] = ends;
        let lo = a.clone().min(b.clone()).min(c.clone()).min(d.clone());
        let hi = a.max(b).max(c).max(d);
        Self::outward(lo, hi, self.precision_with(other))
    }

    /// Quotient.
    ///
    /// # Errors
    /// [`EnclosureError::DivisionByZero`] if the divisor possibly is 0, [`EnclosureError::OverflowBudget`].
    pub fn div(&self, other: &Self) -> Result<Self> {
        interruption::point();
        if other.possibly_zero() {
            return Err(EnclosureError::DivisionByZero);
        }
        let bits = self.precision_with(other);
        let mut lo: Option<Dyadic> = None;
        let mut hi: Option<Dyadic> = None;
        for numerator in [&self.lo, &self.hi] {
            for divisor in [&other.lo, &other.hi] {
                let down = numerator.divided(divisor, bits, Toward::Down);
                let up = numerator.divided(divisor, bits, Toward::Up);
                lo = Some(lo.map_or(down.clone(), |l| l.min(down)));
                hi = Some(hi.map_or(up.clone(), |h| h.max(up)));
            }
        }
        match (lo, hi) {
            (Some(lo), Some(hi)) => Self::outward(lo, hi, bits),
            _ => Err(EnclosureError::DivisionByZero),
        }
    }

    /// `self * 2^k`, exactly.
    fn scaled(&self, k: i64) -> Result<Self> {
        Self::outward(self.lo.shifted(k), self.hi.shifted(k), self.bits)
    }

    /// Integer power; an even power of an interval around 0 starts at 0.
    ///
    /// # Errors
    /// [`EnclosureError::DivisionByZero`] for a negative power of a possible zero,
    /// [`EnclosureError::OverflowBudget`].
    pub fn power(&self, exponent: i64) -> Result<Self> {
        let positive = if exponent % 2 == 0 {
            self.abs()
        } else {
            self.clone()
        };
        // Each end by itself: repeated multiplication of an interval is wider than its power.
        let n = exponent.unsigned_abs();
        let low = power_of_end(&positive.lo, n, self.bits)?;
        let high = power_of_end(&positive.hi, n, self.bits)?;
        let result = Self::outward(low.lo, high.hi, self.bits)?;
        if exponent < 0 {
            Self::exact(Dyadic::one(), self.bits)?.div(&result)
        } else {
            Ok(result)
        }
    }

    /// Absolute value (exact).
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.certainly_nonnegative() {
            self.clone()
        } else if self.certainly_nonpositive() {
            self.neg()
        } else {
            let hi = self.lo.absolute().max(self.hi.clone());
            Enclosure {
                lo: Dyadic::zero(),
                hi,
                bits: self.bits,
            }
        }
    }

    /// The larger of two (exact).
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        Enclosure {
            lo: self.lo.clone().max(other.lo.clone()),
            hi: self.hi.clone().max(other.hi.clone()),
            bits: self.precision_with(other),
        }
    }

    /// The smaller of two (exact).
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        Enclosure {
            lo: self.lo.clone().min(other.lo.clone()),
            hi: self.hi.clone().min(other.hi.clone()),
            bits: self.precision_with(other),
        }
    }

    /// The least interval that contains both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Enclosure {
            lo: self.lo.clone().min(other.lo.clone()),
            hi: self.hi.clone().max(other.hi.clone()),
            bits: self.precision_with(other),
        }
    }

    /// Widens by `radius >= 0` on both sides.
    fn widened(&self, radius: &Dyadic) -> Result<Self> {
        Self::outward(self.lo.minus(radius), self.hi.plus(radius), self.bits)
    }

    /// The greatest absolute value.
    fn greatest_absolute(&self) -> Dyadic {
        self.lo.absolute().max(self.hi.absolute())
    }

    /// The image under a non-decreasing function, from enclosures of its values at both ends.
    fn increasing(&self, at: impl Fn(&Dyadic, u32) -> Result<Enclosure>) -> Result<Self> {
        let low = at(&self.lo, self.bits)?;
        if self.lo == self.hi {
            return low.with_bits(self.bits);
        }
        let high = at(&self.hi, self.bits)?;
        Self::outward(low.lo, high.hi, self.bits)
    }
}

impl fmt::Display for Enclosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}, {}]", self.lower_rational(), self.upper_rational())
    }
}

/// Refuses 0 bits and more than [`MAX_BITS`].
fn check_bits(bits: u32) -> Result<()> {
    if bits == 0 || bits > MAX_BITS {
        Err(EnclosureError::PrecisionBudget)
    } else {
        Ok(())
    }
}

/// Holds an end within the exponent limit: too large is an error, too small becomes 0 or `2^-limit`
/// on the safe side.
fn bounded(end: Dyadic, toward: Toward) -> Result<Dyadic> {
    match end.magnitude() {
        None => Ok(end),
        Some(k) if k > EXPONENT_LIMIT => Err(EnclosureError::OverflowBudget),
        Some(k) if k < -EXPONENT_LIMIT => {
            let away = Dyadic::power_of_two(-EXPONENT_LIMIT);
            Ok(match (toward, end.is_positive()) {
                (Toward::Down, true) | (Toward::Up, false) => Dyadic::zero(),
                (Toward::Down, false) => away.negated(),
                (Toward::Up, true) => away,
            })
        }
        Some(_) => Ok(end),
    }
}

/// `end^n` by repeated squaring; the ends of a point do not straddle 0, so nothing is lost but rounding.
fn power_of_end(end: &Dyadic, n: u64, bits: u32) -> Result<Enclosure> {
    let work = bits
        .saturating_add(16)
        .saturating_add(2 * (64 - n.leading_zeros()));
    let mut base = Enclosure::exact(end.clone(), work)?;
    let mut result = Enclosure::exact(Dyadic::one(), work)?;
    let mut rest = n;
    while !rest.is_zero() {
        if rest & 1 == 1 {
            result = result.mul(&base)?;
        }
        rest >>= 1;
        if rest > 0 {
            base = base.mul(&base)?;
        }
    }
    Ok(result)
}

//! Dyadic rationals `m * 2^e`: the endpoints of enclosures. All rounding is directed.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// The exact number `mantissa * 2^exponent`.
#[derive(Clone, Debug)]
pub struct Dyadic {
    mantissa: BigInt,
    exponent: i64,
}

/// Towards which side a result is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// Towards minus infinity: a lower bound.
    Down,
    /// Towards plus infinity: an upper bound.
    Up,
}

impl Toward {
    /// The other side.
    pub fn flip(self) -> Self {
        match self {
            Toward::Down => Toward::Up,
            Toward::Up => Toward::Down,
        }
    }
}

impl Dyadic {
    /// `mantissa * 2^exponent`.
    pub fn new(mantissa: BigInt, exponent: i64) -> Self {
        let exponent = if mantissa.is_zero() { 0 } else { exponent };
        Dyadic { mantissa, exponent }
    }

    /// Zero.
    pub fn zero() -> Self {
        Dyadic::new(BigInt::zero(), 0)
    }

    /// One.
    pub fn one() -> Self {
        Dyadic::new(BigInt::one(), 0)
    }

    /// An integer.
    pub fn integer(n: impl Into<BigInt>) -> Self {
        Dyadic::new(n.into(), 0)
    }

    /// `2^k`.
    pub fn power_of_two(k: i64) -> Self {
        Dyadic::new(BigInt::one(), k)
    }

    /// A bound of `q` with at most `bits` significant bits, on the given side.
    pub fn from_rational(q: &BigRational, bits: u32, toward: Toward) -> Self {
        if q.denom().is_one() {
            return Dyadic::integer(q.numer().clone()).rounded(bits, toward);
        }
        let numerator = Dyadic::integer(q.numer().clone());
        numerator.divided(&Dyadic::integer(q.denom().clone()), bits, toward)
    }

    /// The exact value as a fraction. Its size is the absolute exponent in bits.
    pub fn to_rational(&self) -> BigRational {
        let shift = usize::try_from(self.exponent.unsigned_abs()).map_or(usize::MAX, |s| s);
        if self.exponent >= 0 {
            BigRational::from_integer(&self.mantissa << shift)
        } else {
            BigRational::new(self.mantissa.clone(), BigInt::one() << shift)
        }
    }

    /// Is it 0?
    pub fn is_zero(&self) -> bool {
        self.mantissa.is_zero()
    }

    /// Is it greater than 0?
    pub fn is_positive(&self) -> bool {
        self.mantissa.is_positive()
    }

    /// Is it less than 0?
    pub fn is_negative(&self) -> bool {
        self.mantissa.is_negative()
    }

    /// The least `k` with `|self| < 2^k`; `None` for 0.
    pub fn magnitude(&self) -> Option<i64> {
        if self.is_zero() {
            return None;
        }
        let length = i64::try_from(self.mantissa.bits()).map_or(i64::MAX / 4, |b| b);
        Some(length.saturating_add(self.exponent))
    }

    /// `self * 2^k`, exactly.
    pub fn shifted(&self, k: i64) -> Self {
        Dyadic::new(self.mantissa.clone(), self.exponent.saturating_add(k))
    }

    /// `-self`.
    pub fn negated(&self) -> Self {
        Dyadic::new(-&self.mantissa, self.exponent)
    }

    /// `|self|`.
    pub fn absolute(&self) -> Self {
        Dyadic::new(self.mantissa.abs(), self.exponent)
    }

    /// `self + other`, exactly.
    pub fn plus(&self, other: &Self) -> Self {
        if self.is_zero() {
            return other.clone();
        }
        if other.is_zero() {
            return self.clone();
        }
        let low = self.exponent.min(other.exponent);
        Dyadic::new(self.aligned(low) + other.aligned(low), low)
    }

    /// `self - other`, exactly.
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    /// `self * other`, exactly.
    pub fn times(&self, other: &Self) -> Self {
        Dyadic::new(
            &self.mantissa * &other.mantissa,
            self.exponent.saturating_add(other.exponent),
        )
    }

    /// The mantissa with respect to a lower exponent.
    fn aligned(&self, low: i64) -> BigInt {
        // The exponents of an enclosure are bounded by its exponent limit, so this shift is too.
        let shift = self.exponent.saturating_sub(low).unsigned_abs();
        &self.mantissa << usize::try_from(shift).map_or(usize::MAX, |s| s)
    }

    /// A bound with at most `bits` significant bits.
    pub fn rounded(&self, bits: u32, toward: Toward) -> Self {
        let excess = self.mantissa.bits().saturating_sub(u64::from(bits));
        if excess == 0 {
            return self.clone();
        }
        let shift = usize::try_from(excess).map_or(usize::MAX, |s| s);
        let up = excess as i64;
        // The shift of a BigInt rounds towards minus infinity.
        let mantissa = match toward {
            Toward::Down => &self.mantissa >> shift,
            Toward::Up => -((-&self.mantissa) >> shift),
        };
        Dyadic::new(mantissa, self.exponent.saturating_add(up))
    }

    /// A bound of `self / other` with at most `bits` significant bits; `other` is not 0.
    pub(super) fn divided(&self, other: &Self, bits: u32, toward: Toward) -> Self {
        let have = self.mantissa.bits();
        let need = other.mantissa.bits() + u64::from(bits) + 2;
        let shift = need.saturating_sub(have);
        let numerator = &self.mantissa << usize::try_from(shift).map_or(usize::MAX, |s| s);
        let quotient = match toward {
            Toward::Down => numerator.div_floor(&other.mantissa),
            Toward::Up => -((-numerator).div_floor(&other.mantissa)),
        };
        let exponent = self
            .exponent
            .saturating_sub(other.exponent)
            .saturating_sub(shift as i64);
        Dyadic::new(quotient, exponent).rounded(bits, toward)
    }

    /// A bound of the real `degree`-th root (2 or 3) with at most `bits` significant bits; for the
    /// square root `self` is not negative.
    pub(super) fn root(&self, degree: u32, bits: u32, toward: Toward) -> Self {
        if self.is_negative() {
            return self.negated().root(degree, bits, toward.flip()).negated();
        }
        let d = i64::from(degree);
        let wanted = i64::from(degree) * (i64::from(bits) + 2);
        let have = i64::try_from(self.mantissa.bits()).map_or(i64::MAX / 4, |b| b);
        let mut shift = (wanted - have).max(0);
        shift += (self.exponent - shift).rem_euclid(d);
        let scaled = &self.mantissa << shift.unsigned_abs() as usize;
        let floor = scaled.nth_root(degree);
        let exact = num_traits::pow(floor.clone(), degree as usize) == scaled;
        let mantissa = match toward {
            Toward::Up if !exact => floor + 1,
            _ => floor,
        };
        Dyadic::new(mantissa, (self.exponent - shift).div_euclid(d)).rounded(bits, toward)
    }

    /// The greatest integer that is not greater.
    pub fn floor(&self) -> BigInt {
        let shift = usize::try_from(self.exponent.unsigned_abs()).map_or(usize::MAX, |s| s);
        if self.exponent >= 0 {
            &self.mantissa << shift
        } else {
            &self.mantissa >> shift
        }
    }
}

impl PartialEq for Dyadic {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Dyadic {}
impl PartialOrd for Dyadic {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Dyadic {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.mantissa.sign(), other.mantissa.sign()) {
            (a, b) if a != b => a.cmp(&b),
            (Sign::NoSign, _) => Ordering::Equal,
            _ => self.minus(other).mantissa.sign().cmp(&Sign::NoSign),
        }
    }
}

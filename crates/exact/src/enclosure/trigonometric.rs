//! Pi, sine, cosine, tangent and inverse tangent.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;

use super::elementary::negligible;
use super::{Dyadic, Enclosure, EnclosureError, Result, check_bits};

/// Beyond `2^4096` the reduction modulo pi is not done; sine and cosine are then enclosed by `[-1, 1]`.
const REDUCTION_LIMIT: i64 = 4096;

impl Enclosure {
    /// The number pi, by Machin's formula `pi = 16 atan(1/5) - 4 atan(1/239)`.
    ///
    /// # Errors
    /// [`EnclosureError::PrecisionBudget`].
    pub fn pi(bits: u32) -> Result<Self> {
        check_bits(bits)?;
        pi_to(bits)
    }

    /// Sine.
    ///
    /// # Errors
    /// [`EnclosureError::PrecisionBudget`].
    pub fn sin(&self) -> Result<Self> {
        // Maxima at pi/2 + 2 pi k, minima at -pi/2 + 2 pi k: shifts of 1 and -1 quarter turns.
        self.wave(1, -1, |x, bits| Ok(sine_and_cosine(x, bits)?.0))
    }

    /// Cosine.
    ///
    /// # Errors
    /// [`EnclosureError::PrecisionBudget`].
    pub fn cos(&self) -> Result<Self> {
        self.wave(0, 2, |x, bits| Ok(sine_and_cosine(x, bits)?.1))
    }

    /// Hull of the values at the ends, with 1 or -1 added when an extremum possibly lies between:
    /// without one inside, the function is monotone there.
    fn wave(
        &self,
        maximum_at: i64,
        minimum_at: i64,
        value: impl Fn(&Dyadic, u32) -> Result<Enclosure>,
    ) -> Result<Self> {
        let bits = self.bits;
        let one = Dyadic::one();
        let everything = Self::outward(one.negated(), one.clone(), bits)?;
        if self
            .greatest_absolute()
            .magnitude()
            .is_some_and(|k| k > REDUCTION_LIMIT)
        {
            return Ok(everything);
        }
        let low = value(&self.lo, bits)?;
        let mut result = low.hull(&value(&self.hi, bits)?);
        if self.lo != self.hi {
            if self.possibly_meets(maximum_at, 4)? {
                result = result.hull(&Self::exact(one.clone(), bits)?);
            }
            if self.possibly_meets(minimum_at, 4)? {
                result = result.hull(&Self::exact(one.negated(), bits)?);
            }
        }
        let (lo, hi) = (result.lo.max(one.negated()), result.hi.min(one));
        Self::outward(lo, hi, bits)
    }

    /// May the interval contain a point `(quarter + period k) pi/2`, `k` an integer?
    fn possibly_meets(&self, quarter: i64, period: i64) -> Result<bool> {
        let magnitude = self.greatest_absolute().magnitude().map_or(0, |k| k.max(0));
        let work = self.bits + magnitude.min(REDUCTION_LIMIT) as u32 + 16;
        let quarter_turn = pi_to(work)?.scaled(-1)?;
        let shift = Enclosure::exact(Dyadic::integer(quarter), work)?;
        let period = Enclosure::exact(Dyadic::integer(period), work)?;
        let turns = self
            .with_bits(work)?
            .div(&quarter_turn)?
            .sub(&shift)?
            .div(&period)?;
        // An integer lies in [lo, hi] exactly when floor(hi) >= lo.
        Ok(Dyadic::integer(turns.hi.floor()) >= turns.lo)
    }

    /// Tangent.
    ///
    /// # Errors
    /// [`EnclosureError::OutsideDomain`] if a pole possibly lies in the interval.
    pub fn tan(&self) -> Result<Self> {
        let pole = EnclosureError::OutsideDomain {
            function: "tan",
            certainly: false,
        };
        let far = self
            .greatest_absolute()
            .magnitude()
            .is_some_and(|k| k > REDUCTION_LIMIT);
        if far || self.possibly_meets(1, 2)? {
            return Err(pole);
        }
        self.increasing(|x, bits| {
            let (sine, cosine) = sine_and_cosine(x, bits + 8)?;
            if cosine.possibly_zero() {
                return Err(pole.clone());
            }
            sine.div(&cosine)
        })
    }

    /// Inverse tangent.
    ///
    /// # Errors
    /// [`EnclosureError::OverflowBudget`].
    pub fn atan(&self) -> Result<Self> {
        self.increasing(atan_of_point)
    }
}

/// `atan z` by its alternating series, for `|z| <= 1/2`; remainder after `z^p/p`: at most `|z|^p`.
fn atan_series(z: &Enclosure, work: u32) -> Result<Enclosure> {
    let Some(scale) = z.greatest_absolute().magnitude() else {
        return Ok(z.clone());
    };
    let square = z.power(2)?.neg();
    let mut power = z.clone();
    let mut sum = z.clone();
    for k in 1_u64.. {
        power = power.mul(&square)?;
        sum = sum.add(&power.div(&Enclosure::exact(Dyadic::integer(2 * k + 1), work)?)?)?;
        if negligible(&power, scale, work) {
            break;
        }
    }
    sum.widened(&power.greatest_absolute())
}

pub(super) fn pi_to(bits: u32) -> Result<Enclosure> {
    let work = bits + 16;
    let one = Enclosure::exact(Dyadic::one(), work)?;
    let inverse_tangent = |n: u32| {
        let z = one.div(&Enclosure::exact(Dyadic::integer(n), work)?)?;
        atan_series(&z, work)
    };
    inverse_tangent(5)?
        .scaled(4)?
        .sub(&inverse_tangent(239)?.scaled(2)?)?
        .with_bits(bits)
}

fn atan_of_point(x: &Dyadic, bits: u32) -> Result<Enclosure> {
    if x.is_zero() {
        return Enclosure::exact(Dyadic::zero(), bits);
    }
    if x.is_negative() {
        return Ok(atan_of_point(&x.negated(), bits)?.neg());
    }
    let work = bits + 24;
    let point = Enclosure::exact(x.clone(), work)?;
    let one = Enclosure::exact(Dyadic::one(), work)?;
    let large = *x > Dyadic::one();
    let mut z = if large { one.div(&point)? } else { point };
    // atan z = 2 atan(z / (1 + sqrt(1 + z^2))), three times: then z < 1/8.
    for _ in 0..3 {
        z = z.div(&one.add(&one.add(&z.power(2)?)?.sqrt()?)?)?;
    }
    let small = atan_series(&z, work)?.scaled(3)?;
    let value = if large {
        pi_to(work)?.scaled(-1)?.sub(&small)?
    } else {
        small
    };
    value.with_bits(bits)
}

/// Sine and cosine of a point with `|x| <= 2^4096`: `x = n pi/2 + r`, `|r| < 1`, and Taylor series in `r`.
fn sine_and_cosine(x: &Dyadic, bits: u32) -> Result<(Enclosure, Enclosure)> {
    let magnitude = x.magnitude().map_or(0, |k| k.max(0));
    let work = bits + magnitude.min(REDUCTION_LIMIT) as u32 + 24;
    let point = Enclosure::exact(x.clone(), work)?;
    let (n, r) = if magnitude == 0 && x.absolute() <= Dyadic::power_of_two(-1) {
        (BigInt::from(0), point)
    } else {
        let quarter_turn = pi_to(work)?.scaled(-1)?;
        let half = Dyadic::power_of_two(-1);
        // Any integer will do as n; the nearest makes r small.
        let n = point.div(&quarter_turn)?.lo.plus(&half).floor();
        let whole = Enclosure::exact(Dyadic::integer(n.clone()), work)?;
        (n, point.sub(&whole.mul(&quarter_turn)?)?)
    };
    if r.greatest_absolute() >= Dyadic::one() {
        let all = Enclosure::outward(Dyadic::one().negated(), Dyadic::one(), bits)?;
        return Ok((all.clone(), all));
    }
    let sine = alternating(&r, r.clone(), 1, work)?.with_bits(bits)?;
    let one = Enclosure::exact(Dyadic::one(), work)?;
    let cosine = alternating(&r, one, 0, work)?.with_bits(bits)?;
    let quadrant = n.mod_floor(&BigInt::from(4)).to_u8();
    Ok(match quadrant {
        Some(0) => (sine, cosine),
        Some(1) => (cosine, sine.neg()),
        Some(2) => (sine.neg(), cosine.neg()),
        _ => (cosine.neg(), sine),
    })
}

/// `first - first r^2/((d+1)(d+2)) + ...`: the Taylor series of sine (`d = 1`) or cosine (`d = 0`).
///
/// Remainder for `|r| < 1`: the terms fall at least by half, so at most the last term in absolute value.
fn alternating(r: &Enclosure, first: Enclosure, degree: u64, work: u32) -> Result<Enclosure> {
    let square = r.power(2)?.neg();
    let scale = first.greatest_absolute().magnitude().map_or(0, |k| k);
    let mut term = first.clone();
    let mut sum = first;
    let mut d = degree;
    loop {
        let divisor = Enclosure::exact(Dyadic::integer((d + 1) * (d + 2)), work)?;
        term = term.mul(&square)?.div(&divisor)?;
        sum = sum.add(&term)?;
        d += 2;
        if negligible(&term, scale, work) {
            break;
        }
    }
    sum.widened(&term.greatest_absolute())
}

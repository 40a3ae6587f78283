//! Sine and cosine; beyond `2^4096` they are enclosed by `[-1, 1]`.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;

use super::atan::pi_to;
use super::series::negligible;
use super::{Dyadic, Enclosure, Result};

/// Beyond `2^4096` the reduction modulo pi is not done.
pub(super) const REDUCTION_LIMIT: i64 = 4096;

impl Enclosure {
    /// Sine.
    ///
    /// # Errors
    /// [`super::EnclosureError::PrecisionBudget`].
    pub fn sin(&self) -> Result<Self> {
        // Maxima at pi/2 + 2 pi k, minima at -pi/2 + 2 pi k: shifts of 1 and -1 quarter turns.
        self.wave(1, -1, |x, bits| Ok(sine_and_cosine(x, bits)?.0))
    }

    /// Cosine.
    ///
    /// # Errors
    /// [`super::EnclosureError::PrecisionBudget`].
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
    pub(super) fn possibly_meets(&self, quarter: i64, period: i64) -> Result<bool> {
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
}

/// Sine and cosine of a point with `|x| <= 2^4096`: `x = n pi/2 + r`, `|r| < 1`, and Taylor series in `r`.
pub(super) fn sine_and_cosine(x: &Dyadic, bits: u32) -> Result<(Enclosure, Enclosure)> {
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

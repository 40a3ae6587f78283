//! The error function and its complement.

use super::atan::pi_to;
use super::exp::exp_of_point;
use super::series::negligible;
use super::{Dyadic, Enclosure, Result};

/// Above this square of the argument, `erfc` is enclosed by `[0, exp(-x^2)]` only.
const COMPLEMENT_LIMIT: u32 = 2048;

impl Enclosure {
    /// The error function.
    ///
    /// # Errors
    /// [`super::EnclosureError::PrecisionBudget`].
    pub fn erf(&self) -> Result<Self> {
        self.increasing(erf_of_point)
    }

    /// The complementary error function `1 - erf`.
    ///
    /// # Errors
    /// [`super::EnclosureError::PrecisionBudget`].
    pub fn erfc(&self) -> Result<Self> {
        // Decreasing: the complement at -x is increasing in x.
        self.neg()
            .increasing(|x, bits| erfc_of_point(&x.negated(), bits))
    }
}

/// `erf x = 2/sqrt(pi) exp(-x^2) sum of t_n`, `t_0 = x`, `t_n = t_(n-1) 2x^2/(2n+1)`, all terms positive
/// (Abramowitz and Stegun 7.1.6).
///
/// Remainder after `t_n` once `4 x^2 <= 2n+3`: the terms fall at least by half, so it lies in `[0, t_n]`.
/// Far out, `0 < 1 - erf x < exp(-x^2) < 2^-bits` when `x^2 >= bits`, `x >= 1`.
fn erf_of_point(x: &Dyadic, bits: u32) -> Result<Enclosure> {
    if x.is_zero() {
        return Enclosure::exact(Dyadic::zero(), bits);
    }
    if x.is_negative() {
        return Ok(erf_of_point(&x.negated(), bits)?.neg());
    }
    let one = Dyadic::one();
    let square = x.times(x);
    if square >= Dyadic::integer(bits.max(1)) {
        let low = one.minus(&Dyadic::power_of_two(-i64::from(bits)));
        return Enclosure::outward(low, one, bits);
    }
    let work = bits + 24;
    let scale = x.magnitude().map_or(0, |k| k);
    let double_square = Enclosure::exact(square.shifted(1), work)?;
    let mut term = Enclosure::exact(x.clone(), work)?;
    let mut sum = term.clone();
    for n in 1_u64.. {
        term = term
            .mul(&double_square)?
            .div(&Enclosure::exact(Dyadic::integer(2 * n + 1), work)?)?;
        sum = sum.add(&term)?;
        let falling = square.shifted(2) <= Dyadic::integer(2 * n + 3);
        if falling && negligible(&term, scale, work) {
            break;
        }
    }
    sum = Enclosure::outward(sum.lo.clone(), sum.hi.plus(&term.hi), work)?;
    let gauss = Enclosure::exact(square, work)?.neg().exp()?;
    let root = pi_to(work)?.sqrt()?;
    let value = sum.mul(&gauss)?.scaled(1)?.div(&root)?.with_bits(bits)?;
    Ok(value.min(&Enclosure::exact(one, bits)?))
}

/// `1 - erf x` at a precision that makes up for the cancellation (`erfc x` is about `exp(-x^2)`).
fn erfc_of_point(x: &Dyadic, bits: u32) -> Result<Enclosure> {
    let one = Enclosure::exact(Dyadic::one(), bits)?;
    if !x.is_positive() {
        return one.add(&erf_of_point(&x.negated(), bits)?);
    }
    let square = x.times(x);
    if square > Dyadic::integer(COMPLEMENT_LIMIT) {
        // 0 < erfc x < exp(-x^2) for x >= 1; the square is rounded down by less than one bit of 64.
        let below = Enclosure::exact(square, 64)?.lo.negated();
        let bound = exp_of_point(&below, 64)?;
        return Enclosure::outward(Dyadic::zero(), bound.hi, bits);
    }
    // 2^-(3/2 x^2) < exp(-x^2), and x^2 <= 2048.
    let extra = square.shifted(1).floor();
    let extra = u32::try_from(extra).map_or(2 * COMPLEMENT_LIMIT, |e| e);
    let work = (bits + 24).saturating_add(extra);
    let one = Enclosure::exact(Dyadic::one(), work)?;
    one.sub(&erf_of_point(x, work)?)?.with_bits(bits)
}

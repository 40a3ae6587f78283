//! Inverse tangent, and pi by it.

use super::series::negligible;
use super::{Dyadic, Enclosure, Result, check_bits};

impl Enclosure {
    /// The number pi, by Machin's formula `pi = 16 atan(1/5) - 4 atan(1/239)`.
    ///
    /// # Errors
    /// [`super::EnclosureError::PrecisionBudget`].
    pub fn pi(bits: u32) -> Result<Self> {
        check_bits(bits)?;
        pi_to(bits)
    }

    /// Inverse tangent.
    ///
    /// # Errors
    /// [`super::EnclosureError::OverflowBudget`].
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

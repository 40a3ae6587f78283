//! Hyperbolic sine, cosine and tangent.

use super::exp::exp_of_point;
use super::series::negligible;
use super::{Dyadic, Enclosure, Result};

impl Enclosure {
    /// Hyperbolic sine.
    ///
    /// # Errors
    /// [`super::EnclosureError::OverflowBudget`].
    pub fn sinh(&self) -> Result<Self> {
        self.increasing(sinh_of_point)
    }

    /// Hyperbolic cosine.
    ///
    /// # Errors
    /// [`super::EnclosureError::OverflowBudget`].
    pub fn cosh(&self) -> Result<Self> {
        // Even, and increasing where the argument is not negative.
        self.abs().increasing(cosh_of_point)
    }

    /// Hyperbolic tangent.
    ///
    /// # Errors
    /// [`super::EnclosureError::PrecisionBudget`].
    pub fn tanh(&self) -> Result<Self> {
        self.increasing(tanh_of_point)
    }
}

/// By the Taylor series for `|x| <= 1` (no cancellation), else from the exponential.
///
/// Remainder after `t = x^n/n!`: ratio at most `x^2/6 <= 1/6`, so at most `|t|`.
fn sinh_of_point(x: &Dyadic, bits: u32) -> Result<Enclosure> {
    let Some(magnitude) = x.magnitude() else {
        return Enclosure::exact(Dyadic::zero(), bits);
    };
    let work = bits + 16;
    if magnitude > 0 {
        let exp = exp_of_point(&x.absolute(), work)?;
        let one = Enclosure::exact(Dyadic::one(), work)?;
        let value = exp.sub(&one.div(&exp)?)?.scaled(-1)?.with_bits(bits)?;
        return Ok(if x.is_negative() { value.neg() } else { value });
    }
    let point = Enclosure::exact(x.clone(), work)?;
    let square = point.power(2)?;
    let mut term = point.clone();
    let mut sum = point;
    for k in 1_u64.. {
        let divisor = Enclosure::exact(Dyadic::integer(2 * k * (2 * k + 1)), work)?;
        term = term.mul(&square)?.div(&divisor)?;
        sum = sum.add(&term)?;
        if negligible(&term, magnitude, work) {
            break;
        }
    }
    sum.widened(&term.greatest_absolute())?.with_bits(bits)
}

fn cosh_of_point(x: &Dyadic, bits: u32) -> Result<Enclosure> {
    if x.is_zero() {
        return Enclosure::exact(Dyadic::one(), bits);
    }
    let work = bits + 16;
    let exp = exp_of_point(&x.absolute(), work)?;
    let one = Enclosure::exact(Dyadic::one(), work)?;
    exp.add(&one.div(&exp)?)?.scaled(-1)?.with_bits(bits)
}

/// `sinh/cosh`; far out, `0 < 1 - tanh x = 2/(exp(2x)+1) < 2 exp(-2x) < 2^-bits` when `x >= bits + 1`.
fn tanh_of_point(x: &Dyadic, bits: u32) -> Result<Enclosure> {
    if x.is_negative() {
        return Ok(tanh_of_point(&x.negated(), bits)?.neg());
    }
    if *x >= Dyadic::integer(u64::from(bits) + 1) {
        let low = Dyadic::one().minus(&Dyadic::power_of_two(-i64::from(bits)));
        return Enclosure::outward(low, Dyadic::one(), bits);
    }
    let work = bits + 16;
    let ratio = sinh_of_point(x, work)?.div(&cosh_of_point(x, work)?)?;
    Ok(ratio
        .with_bits(bits)?
        .min(&Enclosure::exact(Dyadic::one(), bits)?))
}

//! The exponential function and Euler's number.

use super::series::negligible;
use super::{Dyadic, EXPONENT_LIMIT, Enclosure, EnclosureError, Result, Toward, check_bits};

impl Enclosure {
    /// Exponential.
    ///
    /// # Errors
    /// [`EnclosureError::OverflowBudget`] when the result exceeds `2^EXPONENT_LIMIT`.
    pub fn exp(&self) -> Result<Self> {
        self.increasing(exp_of_point)
    }

    /// Euler's number.
    ///
    /// # Errors
    /// [`EnclosureError::PrecisionBudget`].
    pub fn e(bits: u32) -> Result<Self> {
        check_bits(bits)?;
        exp_of_point(&Dyadic::one(), bits)?.with_bits(bits)
    }
}

/// `exp x = (exp(x / 2^k))^(2^k)` with `|x / 2^k| < 2^-8`, by its Taylor series.
///
/// Remainder after the term `r^n/n!`: at most `|r^n/n!| (|r| + |r|^2 + ...) <= |r^n/n!|`, for `|r| <= 1/2`.
pub(super) fn exp_of_point(x: &Dyadic, bits: u32) -> Result<Enclosure> {
    let Some(magnitude) = x.magnitude() else {
        return Enclosure::exact(Dyadic::one(), bits);
    };
    if magnitude > 18 {
        // |x| >= 2^18, and exp(2^18) > 2^(2^18) > 2^EXPONENT_LIMIT.
        if x.is_positive() {
            return Err(EnclosureError::OverflowBudget);
        }
        let tiny = Dyadic::power_of_two(-EXPONENT_LIMIT);
        return Enclosure::outward(Dyadic::zero(), tiny, bits);
    }
    let halvings = (magnitude + 8).max(0);
    let work = bits + halvings as u32 + 16;
    // A very small x needs no more bits than its distance from 1 calls for.
    let r = Enclosure::outward(
        x.shifted(-halvings).rounded(work, Toward::Down),
        x.shifted(-halvings).rounded(work, Toward::Up),
        work,
    )?;
    let mut sum = Enclosure::exact(Dyadic::one(), work)?;
    let mut term = sum.clone();
    for n in 1_u32.. {
        let n = Enclosure::exact(Dyadic::integer(n), work)?;
        term = term.mul(&r)?.div(&n)?;
        sum = sum.add(&term)?;
        if negligible(&term, 0, work) {
            break;
        }
    }
    sum = sum.widened(&term.greatest_absolute())?;
    for _ in 0..halvings {
        sum = sum.mul(&sum)?;
    }
    sum.with_bits(bits)
}

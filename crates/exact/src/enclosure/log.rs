//! The natural logarithm, by the series of the inverse hyperbolic tangent.

use super::series::negligible;
use super::{Dyadic, Enclosure, EnclosureError, Result};

impl Enclosure {
    /// Natural logarithm.
    ///
    /// # Errors
    /// [`EnclosureError::OutsideDomain`] if the argument is possibly not positive.
    pub fn log(&self) -> Result<Self> {
        if !self.certainly_positive() {
            let certainly = self.certainly_nonpositive();
            return Err(EnclosureError::OutsideDomain {
                function: "log",
                certainly,
            });
        }
        self.increasing(log_of_point)
    }
}

/// `atanh z` for an enclosure with `|z| <= 1/2`, by its Taylor series.
///
/// Remainder after the power `z^p`: at most `|z|^p (z^2 + z^4 + ...) <= |z|^p`.
pub(super) fn atanh_series(z: &Enclosure, work: u32) -> Result<Enclosure> {
    let Some(scale) = z.greatest_absolute().magnitude() else {
        return Ok(z.clone());
    };
    let square = z.power(2)?;
    let mut power = z.clone();
    let mut sum = z.clone();
    for k in 1_u32.. {
        power = power.mul(&square)?;
        let odd = Enclosure::exact(Dyadic::integer(2 * u64::from(k) + 1), work)?;
        sum = sum.add(&power.div(&odd)?)?;
        if negligible(&power, scale, work) {
            break;
        }
    }
    sum.widened(&power.greatest_absolute())
}

/// `log x = 2 atanh((y-1)/(y+1)) + k log 2` where `x = 2^k y`, `3/4 <= y < 3/2`; `log 2 = 2 atanh(1/3)`.
fn log_of_point(x: &Dyadic, bits: u32) -> Result<Enclosure> {
    let outside = EnclosureError::OutsideDomain {
        function: "log",
        certainly: true,
    };
    if !x.is_positive() {
        return Err(outside);
    }
    let mut k = x.magnitude().ok_or(outside)?;
    let three_quarters = Dyadic::integer(3).shifted(-2);
    if x.shifted(-k) < three_quarters {
        k -= 1;
    }
    let work = bits + 24;
    let y = x.shifted(-k);
    let up = Enclosure::exact(y.minus(&Dyadic::one()), work)?;
    let down = Enclosure::exact(y.plus(&Dyadic::one()), work)?;
    let mut sum = atanh_series(&up.div(&down)?, work)?.scaled(1)?;
    if k != 0 {
        let third = Enclosure::exact(Dyadic::one(), work)?
            .div(&Enclosure::exact(Dyadic::integer(3), work)?)?;
        let two_fold = Enclosure::exact(Dyadic::integer(2 * k), work)?;
        sum = sum.add(&atanh_series(&third, work)?.mul(&two_fold)?)?;
    }
    sum.with_bits(bits)
}

//! Inverse hyperbolic sine.

use super::log::atanh_series;
use super::{Dyadic, Enclosure, Result};

impl Enclosure {
    /// Inverse hyperbolic sine.
    ///
    /// # Errors
    /// [`super::EnclosureError::OverflowBudget`].
    pub fn asinh(&self) -> Result<Self> {
        self.increasing(asinh_of_point)
    }
}

/// `asinh x = log(1 + u)`, `u = x + x^2/(1 + sqrt(1 + x^2))` for `x >= 0`; `log(1+u) = 2 atanh(u/(2+u))`
/// when `u` is small.
fn asinh_of_point(x: &Dyadic, bits: u32) -> Result<Enclosure> {
    if x.is_zero() {
        return Enclosure::exact(Dyadic::zero(), bits);
    }
    if x.is_negative() {
        return Ok(asinh_of_point(&x.negated(), bits)?.neg());
    }
    let work = bits + 24;
    let point = Enclosure::exact(x.clone(), work)?;
    let one = Enclosure::exact(Dyadic::one(), work)?;
    let square = point.power(2)?;
    let u = point.add(&square.div(&one.add(&square)?.sqrt()?.add(&one)?)?)?;
    let small = u.hi <= Dyadic::one();
    let value = if small {
        atanh_series(&u.div(&u.add(&one.scaled(1)?)?)?, work)?.scaled(1)?
    } else {
        u.add(&one)?.log()?
    };
    value.with_bits(bits)
}

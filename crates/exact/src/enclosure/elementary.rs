//! Roots, exponential, logarithm and the hyperbolic functions.

use super::{Dyadic, EXPONENT_LIMIT, Enclosure, EnclosureError, Result, Toward};

impl Enclosure {
    /// Square root.
    ///
    /// # Errors
    /// [`EnclosureError::OutsideDomain`] if the argument is possibly negative.
    pub fn sqrt(&self) -> Result<Self> {
        if !self.certainly_nonnegative() {
            let certainly = self.certainly_negative();
            return Err(EnclosureError::OutsideDomain {
                function: "sqrt",
                certainly,
            });
        }
        self.rooted(2)
    }

    /// Real cube root.
    ///
    /// # Errors
    /// [`EnclosureError::OverflowBudget`].
    pub fn cbrt(&self) -> Result<Self> {
        self.rooted(3)
    }

    fn rooted(&self, degree: u32) -> Result<Self> {
        let lo = self.lo.root(degree, self.bits, Toward::Down);
        let hi = self.hi.root(degree, self.bits, Toward::Up);
        Self::outward(lo, hi, self.bits)
    }

    /// Exponential.
    ///
    /// # Errors
    /// [`EnclosureError::OverflowBudget`] when the result exceeds `2^EXPONENT_LIMIT`.
    pub fn exp(&self) -> Result<Self> {
        self.increasing(exp_of_point)
    }

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

    /// Hyperbolic sine.
    ///
    /// # Errors
    /// [`EnclosureError::OverflowBudget`].
    pub fn sinh(&self) -> Result<Self> {
        self.increasing(sinh_of_point)
    }

    /// Hyperbolic cosine.
    ///
    /// # Errors
    /// [`EnclosureError::OverflowBudget`].
    pub fn cosh(&self) -> Result<Self> {
        // Even, and increasing where the argument is not negative.
        self.abs().increasing(cosh_of_point)
    }

    /// Hyperbolic tangent.
    ///
    /// # Errors
    /// [`EnclosureError::PrecisionBudget`].
    pub fn tanh(&self) -> Result<Self> {
        self.increasing(tanh_of_point)
    }

    /// Inverse hyperbolic sine.
    ///
    /// # Errors
    /// [`EnclosureError::OverflowBudget`].
    pub fn asinh(&self) -> Result<Self> {
        self.increasing(asinh_of_point)
    }

    /// Euler's number.
    ///
    /// # Errors
    /// [`EnclosureError::PrecisionBudget`].
    pub fn e(bits: u32) -> Result<Self> {
        super::check_bits(bits)?;
        exp_of_point(&Dyadic::one(), bits)?.with_bits(bits)
    }
}

/// Is the last term below `2^-work` times the scale `2^scale` of the sum, or at the exponent limit?
///
/// Stopping at any term is sound: its whole size is added as the remainder.
pub(super) fn negligible(term: &Enclosure, scale: i64, work: u32) -> bool {
    match term.greatest_absolute().magnitude() {
        None => true,
        Some(k) => k < scale - i64::from(work) || k <= 1 - EXPONENT_LIMIT,
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

/// `atanh z` for an enclosure with `|z| <= 1/2`, by its Taylor series.
///
/// Remainder after the power `z^p`: at most `|z|^p (z^2 + z^4 + ...) <= |z|^p`.
fn atanh_series(z: &Enclosure, work: u32) -> Result<Enclosure> {
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
pub(super) fn log_of_point(x: &Dyadic, bits: u32) -> Result<Enclosure> {
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

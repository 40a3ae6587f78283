//! Between exact numbers and machine floats: for searching only.

use num_rational::BigRational;
use num_traits::ToPrimitive;

/// A machine float near a rational number.
pub fn float(q: &BigRational) -> f64 {
    q.to_f64().unwrap_or(f64::NAN)
}

/// A rational number with few digits near a machine float: `digits` significant binary digits.
pub fn short(x: f64, digits: i32) -> BigRational {
    let zero = || BigRational::from_integer(0.into());
    if x == 0.0 || !x.is_finite() {
        return zero();
    }
    // x is near 2^exponent.
    let exponent = x.abs().log2().floor();
    let unit = (exponent - f64::from(digits)).exp2();
    if unit == 0.0 || !unit.is_finite() {
        return BigRational::from_float(x).unwrap_or_else(zero);
    }
    BigRational::from_float((x / unit).round() * unit).unwrap_or_else(zero)
}

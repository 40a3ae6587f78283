//! Truncated power series over one level of the chain of fields.
//!
//! A [`ModularSeries`] holds the first Taylor coefficients (derivative divided by factorial) of a function of `x` at
//! the sample point; how many are known may differ from value to value. Each operation is the usual recurrence from
//! the differential equation of the function (Knuth, The Art of Computer Programming 2, section 4.7).

use super::field::{add, inverse, is_square, mul, neg, pow, sqrt};

/// The largest number of coefficients.
pub const ORDER: usize = 4;

/// A truncated power series modulo a prime; `len` coefficients are known (none: the value is unknown).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ModularSeries {
    len: u8,
    c: [u32; ORDER],
}

impl ModularSeries {
    /// The unknown value.
    pub const UNKNOWN: ModularSeries = ModularSeries {
        len: 0,
        c: [0; ORDER],
    };

    /// A constant, known to `len` coefficients.
    pub fn constant(value: u32, len: usize) -> ModularSeries {
        let mut c = [0; ORDER];
        c[0] = value;
        ModularSeries {
            len: len.min(ORDER) as u8,
            c,
        }
    }

    /// The series with these coefficients.
    pub fn new(coefficients: &[u32]) -> ModularSeries {
        let mut series = ModularSeries::UNKNOWN;
        for &value in coefficients.iter().take(ORDER) {
            series.c[usize::from(series.len)] = value;
            series.len += 1;
        }
        series
    }

    /// The known coefficients.
    pub fn coefficients(&self) -> &[u32] {
        &self.c[..usize::from(self.len)]
    }

    /// The value at the point, if known.
    pub fn value(&self) -> Option<u32> {
        self.coefficients().first().copied()
    }

    fn build(len: usize, mut f: impl FnMut(usize) -> u32) -> ModularSeries {
        let mut c = [0; ORDER];
        for (k, slot) in c.iter_mut().enumerate().take(len) {
            *slot = f(k);
        }
        ModularSeries { len: len as u8, c }
    }

    fn common(&self, other: &ModularSeries) -> usize {
        usize::from(self.len.min(other.len))
    }

    /// The sum.
    pub fn add(&self, other: &ModularSeries, p: u32) -> ModularSeries {
        ModularSeries::build(self.common(other), |k| add(self.c[k], other.c[k], p))
    }

    /// The difference.
    pub fn sub(&self, other: &ModularSeries, p: u32) -> ModularSeries {
        self.add(&other.neg(p), p)
    }

    /// The negative.
    pub fn neg(&self, p: u32) -> ModularSeries {
        ModularSeries::build(usize::from(self.len), |k| neg(self.c[k], p))
    }

    /// The product with a constant.
    pub fn scale(&self, by: u32, p: u32) -> ModularSeries {
        ModularSeries::build(usize::from(self.len), |k| mul(self.c[k], by, p))
    }

    /// The product.
    pub fn mul(&self, other: &ModularSeries, p: u32) -> ModularSeries {
        ModularSeries::build(self.common(other), |k| {
            (0..=k).fold(0, |s, j| add(s, mul(self.c[j], other.c[k - j], p), p))
        })
    }

    /// The quotient; unknown where the denominator vanishes.
    pub fn div(&self, other: &ModularSeries, p: u32) -> ModularSeries {
        let Some(unit) = other.value().and_then(|d| inverse(d, p)) else {
            return ModularSeries::UNKNOWN;
        };
        let mut q = [0; ORDER];
        let len = self.common(other);
        for k in 0..len {
            let s = (0..k).fold(self.c[k], |s, j| {
                add(s, neg(mul(q[j], other.c[k - j], p), p), p)
            });
            q[k] = mul(s, unit, p);
        }
        ModularSeries {
            len: len as u8,
            c: q,
        }
    }

    /// The derivative (one coefficient fewer).
    pub fn derivative(&self, p: u32) -> ModularSeries {
        ModularSeries::build(usize::from(self.len).saturating_sub(1), |k| {
            mul(k as u32 + 1, self.c[k + 1], p)
        })
    }

    /// The primitive of `self` with the given value at the point.
    pub fn primitive(&self, value: u32, p: u32) -> ModularSeries {
        let len = (usize::from(self.len) + 1).min(ORDER);
        ModularSeries::build(len, |k| match k {
            0 => value,
            _ => mul(self.c[k - 1], pow(k as u32, p - 2, p), p),
        })
    }

    /// The solution of `y' = self' y` with the given value: `exp(self)`.
    pub fn exp(&self, value: u32, p: u32) -> ModularSeries {
        let mut y = [0; ORDER];
        y[0] = value;
        for k in 1..usize::from(self.len) {
            let s = (1..=k).fold(0, |s, j| {
                add(s, mul(mul(j as u32, self.c[j], p), y[k - j], p), p)
            });
            y[k] = mul(s, pow(k as u32, p - 2, p), p);
        }
        ModularSeries {
            len: self.len,
            c: y,
        }
    }

    /// The solution of `y' = self'/self` with the given value: `log(self)`.
    pub fn log(&self, value: u32, p: u32) -> ModularSeries {
        if self.len == 1 {
            return ModularSeries::constant(value, 1);
        }
        let slope = self.derivative(p).div(self, p);
        if slope.len == 0 {
            return ModularSeries::constant(value, 1);
        }
        slope.primitive(value, p)
    }

    /// The solution of `self y' = exponent self' y` with the given value: a constant power of `self`, which
    /// must not vanish at the point.
    pub fn power(&self, value: u32, exponent: u32, p: u32) -> ModularSeries {
        let Some(unit) = self.value().and_then(|a| inverse(a, p)) else {
            return ModularSeries::UNKNOWN;
        };
        // k a0 y_k = sum_{j=1..k} ((exponent + 1) j - k) a_j y_{k-j}
        let mut y = [0; ORDER];
        y[0] = value;
        let e1 = add(exponent, 1, p);
        for k in 1..usize::from(self.len) {
            let s = (1..=k).fold(0, |s, j| {
                let factor = add(mul(e1, j as u32, p), neg(k as u32, p), p);
                add(s, mul(mul(factor, self.c[j], p), y[k - j], p), p)
            });
            y[k] = mul(mul(s, unit, p), pow(k as u32, p - 2, p), p);
        }
        ModularSeries {
            len: self.len,
            c: y,
        }
    }

    /// `self ^ n` for an integer given by its residues modulo `p - 1` and modulo `p`, and by its value when
    /// that is small.
    pub fn integer_power(
        &self,
        small: Option<i64>,
        order: u32,
        exponent: u32,
        p: u32,
    ) -> ModularSeries {
        match self.value() {
            None => ModularSeries::UNKNOWN,
            Some(0) => match small {
                Some(n) if (0..ORDER as i64).contains(&n) => {
                    let one = ModularSeries::constant(1, usize::from(self.len));
                    (0..n).fold(one, |acc, _| acc.mul(self, p))
                }
                Some(n) if n > 0 => ModularSeries::constant(0, usize::from(self.len)),
                _ => ModularSeries::UNKNOWN,
            },
            Some(a) => self.power(pow(a, order, p), exponent, p),
        }
    }

    /// The "nonnegative" square root.
    pub fn sqrt(&self, p: u32) -> ModularSeries {
        match self.value() {
            Some(0) => ModularSeries::constant(0, 1),
            Some(a) => match (sqrt(a, p), inverse(2, p)) {
                (Some(root), Some(half)) => self.power(root, half, p),
                _ => ModularSeries::UNKNOWN,
            },
            None => ModularSeries::UNKNOWN,
        }
    }

    /// The one of `self`, `-self` that is "positive".
    pub fn abs(&self, p: u32) -> ModularSeries {
        match self.value() {
            Some(0) => ModularSeries::constant(0, 1),
            Some(a) if is_square(a, p) => *self,
            Some(_) => self.neg(p),
            None => ModularSeries::UNKNOWN,
        }
    }

    /// Do the two contradict each other in a coefficient that both know?
    pub fn contradicts(&self, other: &ModularSeries) -> bool {
        let n = self.common(other);
        self.c[..n] != other.c[..n]
    }

    /// The first `len` coefficients.
    #[must_use]
    pub fn truncated(&self, len: usize) -> ModularSeries {
        ModularSeries::new(&self.coefficients()[..len.min(self.known())])
    }

    /// Number of known coefficients.
    pub fn known(&self) -> usize {
        usize::from(self.len)
    }

    /// Is nothing known?
    pub fn is_unknown(&self) -> bool {
        self.len == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rewrite::field::Mixer;

    const P: u32 = 107_279;

    fn random(seed: u64) -> ModularSeries {
        let mut m = Mixer::new(seed);
        ModularSeries::new(&[
            1 + m.residue(P - 1),
            m.residue(P),
            m.residue(P),
            m.residue(P),
        ])
    }

    #[test]
    fn derivation_obeys_leibniz_and_the_quotient_rule() {
        for seed in 0..50 {
            let (a, b) = (random(seed), random(seed + 1000));
            let leibniz = a
                .derivative(P)
                .mul(&b, P)
                .add(&a.mul(&b.derivative(P), P), P);
            assert_eq!(a.mul(&b, P).derivative(P), leibniz);
            assert_eq!(a.div(&b, P).mul(&b, P), a);
            assert_eq!(a.derivative(P).primitive(a.value().unwrap(), P), a);
        }
    }

    #[test]
    fn powers_agree_with_repeated_products_and_exp_with_its_equation() {
        for seed in 0..50 {
            let a = random(seed);
            let cube = a.mul(&a, P).mul(&a, P);
            assert_eq!(a.integer_power(Some(3), 3, 3, P), cube);
            let minus_two = a.integer_power(Some(-2), P - 1 - 2, P - 2, P);
            assert_eq!(minus_two.mul(&cube, P), a);
            let y = a.exp(17, P);
            assert_eq!(y.derivative(P), a.derivative(P).mul(&y, P));
            let l = y.log(5, P);
            assert_eq!(l.derivative(P), a.derivative(P));
            let r = a.mul(&a, P).sqrt(P);
            assert_eq!(r, a.abs(P), "sqrt(a^2) is |a|");
        }
    }

    #[test]
    fn powers_of_a_function_that_vanishes() {
        let a = ModularSeries::new(&[0, 3, 5, 7]);
        assert_eq!(a.integer_power(Some(2), 2, 2, P), a.mul(&a, P));
        assert!(a.integer_power(Some(-1), P - 2, P - 1, P).is_unknown());
        assert!(ModularSeries::constant(1, 4).div(&a, P).is_unknown());
    }
}

//! Truncated Taylor series with interval coefficients.
//!
//! A [`Series`] of order K encloses `f(p), f'(p), f''(p)/2!, ..., f^(K)(p)/K!` for every point `p` of the
//! interval it was started from. Each elementary function has a recurrence from its own differential
//! equation (R. E. Moore, *Interval Analysis*, 1966, ch. 11), so no formula for a derivative is ever
//! written down: that is what makes this route independent of the symbolic one.

use std::num::NonZeroU32;

use num_rational::BigRational;
use num_traits::{One, ToPrimitive};

use super::fault::Fault;
use super::real::Interval;

/// A Taylor series cut off after the term of degree [`Series::order`].
#[derive(Clone, Debug)]
pub struct Series {
    /// Never empty.
    pub(crate) terms: Vec<Interval>,
}

fn index(k: usize) -> i64 {
    i64::try_from(k).expect("an order is a small number")
}

fn divisor(k: usize) -> NonZeroU32 {
    u32::try_from(k)
        .ok()
        .and_then(NonZeroU32::new)
        .expect("an index of a recurrence is positive and small")
}

impl Series {
    /// The constant function.
    pub fn constant(value: Interval, order: usize) -> Series {
        let zero = Interval::zero(value.precision());
        let mut terms = vec![zero; order + 1];
        terms[0] = value;
        Series { terms }
    }

    /// The identity function at the points of an interval.
    pub fn variable(at: Interval, order: usize) -> Series {
        let one = Interval::one(at.precision());
        let mut series = Series::constant(at, order);
        if order > 0 {
            series.terms[1] = one;
        }
        series
    }

    /// The degree after which the series is cut off.
    pub fn order(&self) -> usize {
        self.terms.len() - 1
    }

    /// The Taylor coefficients `f^(k)/k!`, k = 0, 1, ...
    pub fn coefficients(&self) -> &[Interval] {
        &self.terms
    }

    /// The values of the function and of its derivatives, `f^(k)`, k = 0, 1, ...
    pub fn derivatives(&self) -> Vec<Interval> {
        let mut factorial = BigRational::one();
        let mut out = Vec::with_capacity(self.terms.len());
        for (k, term) in self.terms.iter().enumerate() {
            if k > 0 {
                factorial *= BigRational::from_integer(k.into());
            }
            out.push(term.scale(&factorial));
        }
        out
    }

    /// The series of the derivative, one order lower (of order 0 at least).
    #[must_use]
    pub fn derivative(&self) -> Series {
        let terms: Vec<Interval> = (1..self.terms.len())
            .map(|k| self.terms[k].scale_int(index(k)))
            .collect();
        if terms.is_empty() {
            // No coefficient is known: the whole line is the only true enclosure.
            return Series {
                terms: vec![Interval::entire(self.precision())],
            };
        }
        Series { terms }
    }

    /// The same series cut off earlier.
    #[must_use]
    pub fn truncated(mut self, order: usize) -> Series {
        self.terms.truncate(order + 1);
        self
    }

    pub(crate) fn precision(&self) -> u32 {
        self.terms[0].precision()
    }

    /// The first coefficient: the value of the function.
    pub fn value(&self) -> &Interval {
        &self.terms[0]
    }

    fn termwise(&self, rhs: &Series, op: impl Fn(&Interval, &Interval) -> Interval) -> Series {
        let terms = self
            .terms
            .iter()
            .zip(&rhs.terms)
            .map(|(a, b)| op(a, b))
            .collect();
        Series { terms }
    }

    /// The sum.
    #[must_use]
    pub fn add(&self, rhs: &Series) -> Series {
        self.termwise(rhs, |a, b| a + b)
    }

    /// The difference.
    #[must_use]
    pub fn sub(&self, rhs: &Series) -> Series {
        self.termwise(rhs, |a, b| a - b)
    }

    /// The negative.
    #[must_use]
    pub fn neg(&self) -> Series {
        Series {
            terms: self.terms.iter().map(|a| -a).collect(),
        }
    }

    /// `sum over j in range of a_j b_(k-j)`.
    pub(crate) fn convolve(
        &self,
        rhs: &[Interval],
        k: usize,
        range: std::ops::Range<usize>,
    ) -> Interval {
        let mut sum = Interval::zero(self.precision());
        for j in range {
            sum = &sum + &(&self.terms[j] * &rhs[k - j]);
        }
        sum
    }

    /// `sum over j = 1..=k of j a_j b_(k-j)`: the coefficient of degree k-1 of `a' b`.
    pub(crate) fn weighted(&self, rhs: &[Interval], k: usize) -> Interval {
        let mut sum = Interval::zero(self.precision());
        for j in 1..=k {
            sum = &sum + &(&self.terms[j].scale_int(index(j)) * &rhs[k - j]);
        }
        sum
    }

    /// The product.
    #[must_use]
    pub fn mul(&self, rhs: &Series) -> Series {
        let n = self.terms.len().min(rhs.terms.len());
        Series {
            terms: (0..n)
                .map(|k| self.convolve(&rhs.terms, k, 0..k + 1))
                .collect(),
        }
    }

    /// The square, whose values are known not to be negative.
    #[must_use]
    pub fn square(&self) -> Series {
        let mut out = self.mul(self);
        out.terms[0] = self.terms[0].square();
        out
    }

    /// The quotient.
    ///
    /// # Errors
    /// [`Fault::Division`] if the divisor's value may be zero.
    pub fn div(&self, rhs: &Series) -> Result<Series, Fault> {
        let mut out: Vec<Interval> = Vec::with_capacity(self.terms.len());
        for k in 0..self.terms.len().min(rhs.terms.len()) {
            let mut rest = self.terms[k].clone();
            for j in 1..=k {
                rest = &rest - &(&rhs.terms[j] * &out[k - j]);
            }
            out.push(rest.divide(&rhs.terms[0])?);
        }
        Ok(Series { terms: out })
    }

    /// A series built from its value and, degree by degree, from `k f_k = step(k, f_0..f_(k-1))`.
    pub(crate) fn integrate(
        &self,
        value: Interval,
        step: impl Fn(usize, &[Interval]) -> Interval,
    ) -> Series {
        let mut terms = Vec::with_capacity(self.terms.len());
        terms.push(value);
        for k in 1..self.terms.len() {
            let next = step(k, &terms).over(divisor(k));
            terms.push(next);
        }
        Series { terms }
    }

    /// The function with the given value and `f' = a' w`.
    pub(crate) fn primitive(&self, value: Interval, w: &Series) -> Series {
        self.integrate(value, |k, _| self.weighted(&w.terms, k))
    }

    /// Sine and cosine (`turn = -1`) or their hyperbolic companions (`turn = 1`): `f' = a' g`,
    /// `g' = turn a' f`.
    pub(crate) fn circular(&self, sine: Interval, cosine: Interval, turn: i64) -> (Series, Series) {
        let (mut s, mut c) = (vec![sine], vec![cosine]);
        for k in 1..self.terms.len() {
            let next_s = self.weighted(&c, k).over(divisor(k));
            let next_c = self.weighted(&s, k).scale_int(turn).over(divisor(k));
            s.push(next_s);
            c.push(next_c);
        }
        (Series { terms: s }, Series { terms: c })
    }

    /// A function with `f' = a' (1 + turn f^2)`: tangent (`turn = 1`), hyperbolic tangent (`-1`).
    pub(crate) fn riccati(&self, value: Interval, turn: i64) -> Series {
        let one = Interval::one(self.precision());
        let mut f = Series { terms: vec![value] };
        let mut w: Vec<Interval> = Vec::with_capacity(self.terms.len());
        for k in 1..self.terms.len() {
            let degree = k - 1;
            let square = if degree == 0 {
                f.terms[0].square()
            } else {
                f.convolve(&f.terms, degree, 0..k)
            };
            let turned = square.scale_int(turn);
            w.push(if degree == 0 { &one + &turned } else { turned });
            let next = self.weighted(&w, k).over(divisor(k));
            f.terms.push(next);
        }
        f
    }

    /// `1 + a^2`.
    pub(crate) fn one_plus_square(&self) -> Series {
        let one = Series::constant(Interval::one(self.precision()), self.order());
        self.square().add(&one)
    }

    /// `f = a^r` with the given value: `a f' = r a' f`, that is
    /// `k a_0 f_k = sum over j = 1..=k of (r j - (k - j)) a_j f_(k-j)`.
    pub(crate) fn power_recurrence(
        &self,
        value: Interval,
        r: &BigRational,
    ) -> Result<Series, Fault> {
        let mut f = vec![value];
        for k in 1..self.terms.len() {
            let mut sum = Interval::zero(self.precision());
            for j in 1..=k {
                let weight = r * BigRational::from_integer(j.into())
                    - BigRational::from_integer((k - j).into());
                sum = &sum + &(&self.terms[j].scale(&weight) * &f[k - j]);
            }
            f.push(sum.divide(&self.terms[0])?.over(divisor(k)));
        }
        Ok(Series { terms: f })
    }

    /// An integer power; the 0-th power is 1.
    ///
    /// # Errors
    /// [`Fault::Division`] if `n < 0` and the value may be 0.
    pub fn powi(&self, n: i32) -> Result<Series, Fault> {
        let value = self.terms[0].powi(n)?;
        if self.terms[0].certainly_nonzero() {
            return self.power_recurrence(value, &BigRational::from_integer(n.into()));
        }
        // n >= 0 here: repeated squaring, which divides by nothing.
        let mut result = Series::constant(Interval::one(self.precision()), self.order());
        let mut square = self.clone();
        let mut rest = n;
        while rest > 0 {
            if rest % 2 == 1 {
                result = result.mul(&square);
            }
            rest /= 2;
            if rest > 0 {
                square = square.square();
            }
        }
        result.terms[0] = value;
        Ok(result)
    }

    /// A constant rational power.
    ///
    /// # Errors
    /// [`Fault::Division`] as [`Series::powi`]; [`Fault::Root`] for a fractional exponent unless the value
    /// is certainly positive; [`Fault::Budget`] for an integer exponent of more than 31 bits.
    pub fn pow(&self, r: &BigRational) -> Result<Series, Fault> {
        if r.is_integer() {
            let n = r
                .numer()
                .to_i32()
                .ok_or_else(|| Fault::Budget("an exponent of more than 31 bits".to_string()))?;
            return self.powi(n);
        }
        if !self.terms[0].certainly_positive() {
            return Err(Fault::Root);
        }
        let value = self.terms[0].ln()?.scale(r).exp();
        self.power_recurrence(value, r)
    }

    /// The series of `f(g)` from the series of `f` at the value of `g` (`self`) and that of `g` (`inner`).
    #[must_use]
    pub fn compose(&self, inner: &Series) -> Series {
        let order = self.order().min(inner.order());
        let precision = self.precision();
        let mut step = inner.clone().truncated(order);
        step.terms[0] = Interval::zero(precision);
        let mut result = Series::constant(self.terms[order].clone(), order);
        for k in (0..order).rev() {
            result = result.mul(&step);
            result.terms[0] = &result.terms[0] + &self.terms[k];
        }
        result
    }
}

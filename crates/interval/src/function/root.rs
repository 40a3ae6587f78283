//! The square root and the cube root.

use num_rational::BigRational;
use rug::float::Round;
use rug::ops::AssignRound;

use super::elementary::Elementary;
use super::scratch::{Scratch, THREE, TWO, increasing};
use crate::fault::Fault;
use crate::program::code::{Code, Op};
use crate::real::{Interval, rounded};
use crate::series::Series;

impl Interval {
    /// The nonnegative square root.
    ///
    /// # Errors
    /// [`Fault::Root`] unless every number of the set is at least 0.
    pub fn sqrt(&self) -> Result<Interval, Fault> {
        if !self.certainly_nonnegative() {
            return Err(Fault::Root);
        }
        let precision = self.precision();
        Ok(Interval {
            lo: rounded(precision, self.lo.sqrt_ref(), Round::Down),
            hi: rounded(precision, self.hi.sqrt_ref(), Round::Up),
        })
    }

    /// The real cube root.
    #[must_use]
    pub fn cbrt(&self) -> Interval {
        self.increasing(|a, precision, round| rounded(precision, a.cbrt_ref(), round))
    }
}

impl Series {
    /// The square root.
    ///
    /// # Errors
    /// [`Fault::Root`] if the value may be negative, or if it may be 0 and a derivative is asked for.
    pub fn sqrt(&self) -> Result<Series, Fault> {
        let value = self.terms[0].sqrt()?;
        if self.order() > 0 && !self.terms[0].certainly_positive() {
            return Err(Fault::Root);
        }
        self.power_recurrence(value, &BigRational::new(1.into(), 2.into()))
    }

    /// The real cube root.
    ///
    /// # Errors
    /// [`Fault::Root`] if the value may be 0 and a derivative is asked for.
    pub fn cbrt(&self) -> Result<Series, Fault> {
        if self.order() > 0 && self.terms[0].possibly_zero() {
            return Err(Fault::Root);
        }
        self.power_recurrence(self.terms[0].cbrt(), &BigRational::new(1.into(), 3.into()))
    }
}

pub(super) static SQRT: Elementary = Elementary {
    series: Series::sqrt,
    approximate: sqrt_approximate,
    slope: sqrt_slope,
    coefficients: sqrt_coefficients,
};

fn sqrt_approximate(a: f64) -> [f64; 3] {
    let s = a.sqrt();
    [s, 0.5 / s, -0.25 / (a * s)]
}

fn sqrt_slope(code: &mut Code, _: usize, value: usize) -> Result<usize, Fault> {
    let one = code.int(1)?;
    let two = code.int(2)?;
    let doubled = code.emit(Op::Mul(two, value))?;
    code.emit(Op::Div(one, doubled))
}

fn sqrt_coefficients(a: &Interval, n: usize, scratch: &mut Scratch) -> Result<(), Fault> {
    let Scratch {
        outer: [d0, d1, d2, d3],
        s: [s, _, _],
        ..
    } = scratch;
    if !a.certainly_nonnegative() {
        return Err(Fault::Root);
    }
    increasing(d0, a, |out, x, round| out.assign_round(x.sqrt_ref(), round));
    if n > 1 {
        if !a.certainly_positive() {
            return Err(Fault::Root);
        }
        d1.set_recip(d0)?;
        d1.over_int(TWO);
        // d_(k+1) = d_k (1/2 - k)/(k + 1)/a
        s.set_recip(a)?;
        d2.set_mul(d1, s);
        d2.over_int(TWO);
        d2.over_int(TWO);
        d2.negate();
        d3.set_mul(d2, s);
        d3.over_int(TWO);
        d3.negate();
    }
    Ok(())
}

pub(super) static CBRT: Elementary = Elementary {
    series: Series::cbrt,
    approximate: cbrt_approximate,
    slope: cbrt_slope,
    coefficients: cbrt_coefficients,
};

fn cbrt_approximate(a: f64) -> [f64; 3] {
    let c = a.cbrt();
    let d = (3.0 * c * c).recip();
    [c, d, -2.0 * d / (3.0 * a)]
}

fn cbrt_slope(code: &mut Code, _: usize, value: usize) -> Result<usize, Fault> {
    let one = code.int(1)?;
    let three = code.int(3)?;
    let square = code.emit(Op::Square(value))?;
    let tripled = code.emit(Op::Mul(three, square))?;
    code.emit(Op::Div(one, tripled))
}

fn cbrt_coefficients(a: &Interval, n: usize, scratch: &mut Scratch) -> Result<(), Fault> {
    let Scratch {
        outer: [d0, d1, d2, d3],
        s: [s, t, _],
        ..
    } = scratch;
    increasing(d0, a, |out, x, round| out.assign_round(x.cbrt_ref(), round));
    if n > 1 {
        if a.possibly_zero() {
            return Err(Fault::Root);
        }
        t.set_square(d0);
        d1.set_recip(t)?;
        d1.over_int(THREE);
        // d_(k+1) = d_k (1/3 - k)/(k + 1)/a
        s.set_recip(a)?;
        d2.set_mul(d1, s);
        d2.over_int(THREE);
        d2.negate();
        d3.set_mul(d2, s);
        d3.times_int(-5);
        d3.over_int(THREE);
        d3.over_int(THREE);
    }
    Ok(())
}

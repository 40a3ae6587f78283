//! The error function and its complement.

use rug::Float;
use rug::float::Round;
use rug::ops::AssignRound;
use wronski_expr::Func;

use super::elementary::Elementary;
use super::exp::exp;
use super::scratch::{Scratch, THREE, increasing_by_slope};
use crate::fault::Fault;
use crate::program::code::{Code, Op};
use crate::real::{Interval, rounded};
use crate::series::Series;

impl Interval {
    /// The error function.
    #[must_use]
    pub fn erf(&self) -> Interval {
        self.increasing(|a, precision, round| rounded(precision, a.erf_ref(), round))
    }

    /// The complementary error function `1 - erf`.
    #[must_use]
    pub fn erfc(&self) -> Interval {
        let precision = self.precision();
        Interval {
            lo: rounded(precision, self.hi.erfc_ref(), Round::Down),
            hi: rounded(precision, self.lo.erfc_ref(), Round::Up),
        }
    }
}

impl Series {
    /// The error function: `f' = a' 2/sqrt(pi) exp(-a^2)`.
    ///
    /// # Errors
    /// None in fact; the signature leaves room for the square root of an enclosure of pi.
    pub fn erf(&self) -> Result<Series, Fault> {
        let weight = self.gaussian()?;
        Ok(self.primitive(self.terms[0].erf(), &weight))
    }

    /// The complementary error function.
    ///
    /// # Errors
    /// As [`Series::erf`].
    pub fn erfc(&self) -> Result<Series, Fault> {
        let weight = self.gaussian()?.neg();
        Ok(self.primitive(self.terms[0].erfc(), &weight))
    }

    /// `2/sqrt(pi) exp(-a^2)`.
    fn gaussian(&self) -> Result<Series, Fault> {
        let precision = self.precision();
        let factor = Interval::from_int(2, precision).divide(&Interval::pi(precision).sqrt()?)?;
        let exponential = self.square().neg().exp();
        Ok(Series {
            terms: exponential.terms.iter().map(|t| t * &factor).collect(),
        })
    }
}

pub(super) static ERF: Elementary = Elementary {
    series: Series::erf,
    approximate: |a| approximate(a, false),
    slope: |code, a, _| slope(code, a, false),
    coefficients: |a, n, scratch| coefficients(a, n, scratch, false),
};

pub(super) static ERFC: Elementary = Elementary {
    series: Series::erfc,
    approximate: |a| approximate(a, true),
    slope: |code, a, _| slope(code, a, true),
    coefficients: |a, n, scratch| coefficients(a, n, scratch, true),
};

fn approximate(a: f64, complementary: bool) -> [f64; 3] {
    let value = Float::with_val(53, a);
    let d = std::f64::consts::FRAC_2_SQRT_PI * (-a * a).exp();
    if !complementary {
        [value.erf().to_f64(), d, -2.0 * a * d]
    } else {
        [value.erfc().to_f64(), -d, 2.0 * a * d]
    }
}

fn slope(code: &mut Code, a: usize, complementary: bool) -> Result<usize, Fault> {
    let two = code.int(2)?;
    let square = code.emit(Op::Square(a))?;
    let minus = code.emit(Op::Neg(square))?;
    let bell = code.emit(Op::Func(Func::Exp, minus))?;
    let pi = code.emit(Op::Pi)?;
    let root = code.emit(Op::Func(Func::Sqrt, pi))?;
    let factor = code.emit(Op::Div(two, root))?;
    let slope = code.emit(Op::Mul(factor, bell))?;
    if complementary {
        code.emit(Op::Neg(slope))
    } else {
        Ok(slope)
    }
}

fn coefficients(
    a: &Interval,
    n: usize,
    scratch: &mut Scratch,
    complementary: bool,
) -> Result<(), Fault> {
    let Scratch {
        outer: [d0, d1, d2, d3],
        s: [s, t, _],
        width,
        bound,
        gauss,
        ..
    } = scratch;
    s.set_square(a);
    t.set_neg(s);
    exp(d2, t, width, bound);
    d1.set_mul(gauss, d2);
    increasing_by_slope(d0, a, d1, width, |out, x, round| {
        out.assign_round(x.erf_ref(), round)
    });
    if complementary {
        // Decreasing, and evaluated by itself: 1 - erf would lose the digits of small values.
        d0.lo.assign_round(a.hi.erfc_ref(), Round::Down);
        d0.hi.assign_round(a.lo.erfc_ref(), Round::Up);
        d1.negate();
    }
    if n > 2 {
        d2.set_mul(a, d1);
        d2.negate();
        s.times_int(2);
        s.plus_int(-1);
        d3.set_mul(s, d1);
        d3.over_int(THREE);
    }
    Ok(())
}

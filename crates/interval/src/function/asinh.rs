//! Inverse hyperbolic sine.

use rug::ops::AssignRound;
use wronski_expr::Func;

use super::elementary::Elementary;
use super::scratch::{SIX, Scratch, TWO, increasing_by_slope};
use crate::fault::Fault;
use crate::program::code::{Code, Op};
use crate::real::{Interval, rounded};
use crate::series::Series;

impl Interval {
    /// The inverse hyperbolic sine.
    #[must_use]
    pub fn asinh(&self) -> Interval {
        self.increasing(|a, precision, round| rounded(precision, a.asinh_ref(), round))
    }
}

impl Series {
    /// Inverse hyperbolic sine: `f' = a'/sqrt(1 + a^2)`.
    ///
    /// # Errors
    /// None in fact: `1 + a^2` is at least 1.
    pub fn asinh(&self) -> Result<Series, Fault> {
        let one = Series::constant(Interval::one(self.precision()), self.order());
        let weight = one.div(&self.one_plus_square().sqrt()?)?;
        Ok(self.primitive(self.terms[0].asinh(), &weight))
    }
}

pub(super) static ASINH: Elementary = Elementary {
    series: Series::asinh,
    approximate,
    slope,
    coefficients,
};

fn approximate(a: f64) -> [f64; 3] {
    let q = 1.0 + a * a;
    [a.asinh(), q.sqrt().recip(), -a / (q * q.sqrt())]
}

fn slope(code: &mut Code, a: usize, _: usize) -> Result<usize, Fault> {
    let one = code.int(1)?;
    let square = code.emit(Op::Square(a))?;
    let sum = code.emit(Op::Add(one, square))?;
    let root = code.emit(Op::Func(Func::Sqrt, sum))?;
    code.emit(Op::Div(one, root))
}

fn coefficients(a: &Interval, n: usize, scratch: &mut Scratch) -> Result<(), Fault> {
    let Scratch {
        outer: [d0, d1, d2, d3],
        s: [s, t, _],
        width,
        ..
    } = scratch;
    s.set_square(a);
    t.set(s);
    t.plus_int(1);
    d2.set(&t.sqrt()?);
    d1.set_recip(d2)?;
    increasing_by_slope(d0, a, d1, width, |out, x, round| {
        out.assign_round(x.asinh_ref(), round)
    });
    if n > 2 {
        // f'' = -a q^(-3/2), f''' = (2 a^2 - 1) q^(-5/2) with q = 1 + a^2.
        d3.set_recip(t)?;
        t.set_mul(d1, d3);
        d2.set_mul(a, t);
        d2.over_int(TWO);
        d2.negate();
        s.times_int(2);
        s.plus_int(-1);
        let last = &(&*t * &*d3) * &*s;
        d3.set(&last);
        d3.over_int(SIX);
    }
    Ok(())
}

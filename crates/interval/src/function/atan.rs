//! Inverse tangent.

use rug::ops::AssignRound;

use super::elementary::Elementary;
use super::scratch::{Scratch, THREE, increasing_by_slope};
use crate::fault::Fault;
use crate::program::code::{Code, Op};
use crate::real::{Interval, rounded};
use crate::series::Series;

impl Interval {
    /// The inverse tangent.
    #[must_use]
    pub fn atan(&self) -> Interval {
        self.increasing(|a, precision, round| rounded(precision, a.atan_ref(), round))
    }
}

impl Series {
    /// Inverse tangent: `f' = a'/(1 + a^2)`.
    ///
    /// # Errors
    /// None in fact: `1 + a^2` is at least 1.
    pub fn atan(&self) -> Result<Series, Fault> {
        let one = Series::constant(Interval::one(self.precision()), self.order());
        let weight = one.div(&self.one_plus_square())?;
        Ok(self.primitive(self.terms[0].atan(), &weight))
    }
}

pub(super) static ATAN: Elementary = Elementary {
    series: Series::atan,
    approximate,
    slope,
    coefficients,
};

fn approximate(a: f64) -> [f64; 3] {
    let q = 1.0 + a * a;
    [a.atan(), q.recip(), -2.0 * a / (q * q)]
}

fn slope(code: &mut Code, a: usize, _: usize) -> Result<usize, Fault> {
    let one = code.int(1)?;
    let square = code.emit(Op::Square(a))?;
    let sum = code.emit(Op::Add(one, square))?;
    code.emit(Op::Div(one, sum))
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
    d1.set_recip(t)?;
    increasing_by_slope(d0, a, d1, width, |out, x, round| {
        out.assign_round(x.atan_ref(), round)
    });
    if n > 2 {
        // f'' = -2 a p^2, f''' = p^3 (6 a^2 - 2) with p = 1/(1 + a^2).
        t.set_square(d1);
        d2.set_mul(a, t);
        d2.negate();
        s.times_int(3);
        s.plus_int(-1);
        let last = &(&*t * &*d1) * &*s;
        d3.set(&last);
        d3.over_int(THREE);
    }
    Ok(())
}

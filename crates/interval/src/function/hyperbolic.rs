//! Hyperbolic sine, cosine and tangent.

use rug::Float;
use rug::float::Round;
use rug::ops::{AddAssignRound, AssignRound, MulAssignRound, SubAssignRound};
use wronski_expr::Func;

use super::elementary::Elementary;
use super::scratch::{Rounded, SIX, Scratch, THREE, TWO, at_point, increasing, thin};
use crate::fault::Fault;
use crate::program::code::{Code, Op};
use crate::real::{Interval, rounded};
use crate::series::Series;

impl Interval {
    /// The hyperbolic sine.
    #[must_use]
    pub fn sinh(&self) -> Interval {
        self.increasing(|a, precision, round| rounded(precision, a.sinh_ref(), round))
    }

    /// The hyperbolic cosine.
    #[must_use]
    pub fn cosh(&self) -> Interval {
        let precision = self.precision();
        Interval {
            lo: rounded(precision, self.mignitude().cosh_ref(), Round::Down),
            hi: rounded(precision, self.magnitude().cosh_ref(), Round::Up),
        }
    }

    /// The hyperbolic tangent.
    #[must_use]
    pub fn tanh(&self) -> Interval {
        self.increasing(|a, precision, round| rounded(precision, a.tanh_ref(), round))
    }
}

impl Series {
    /// Hyperbolic sine and cosine.
    #[must_use]
    pub fn sinh_cosh(&self) -> (Series, Series) {
        self.circular(self.terms[0].sinh(), self.terms[0].cosh(), 1)
    }

    /// Hyperbolic tangent.
    #[must_use]
    pub fn tanh(&self) -> Series {
        self.riccati(self.terms[0].tanh(), -1)
    }
}

pub(super) static SINH: Elementary = Elementary {
    series: |a| Ok(a.sinh_cosh().0),
    approximate: |a| [a.sinh(), a.cosh(), a.sinh()],
    slope: |code, a, _| code.emit(Op::Func(Func::Cosh, a)),
    coefficients: |a, _, scratch| {
        repeating(&a.sinh(), &a.cosh(), scratch);
        Ok(())
    },
};

pub(super) static COSH: Elementary = Elementary {
    series: |a| Ok(a.sinh_cosh().1),
    approximate: |a| [a.cosh(), a.sinh(), a.cosh()],
    slope: |code, a, _| code.emit(Op::Func(Func::Sinh, a)),
    coefficients: |a, _, scratch| {
        repeating(&a.cosh(), &a.sinh(), scratch);
        Ok(())
    },
};

pub(super) static TANH: Elementary = Elementary {
    series: |a| Ok(a.tanh()),
    approximate: tanh_approximate,
    slope: tanh_slope,
    coefficients: tanh_coefficients,
};

/// The coefficients of a function whose derivatives are `slope, value, slope`.
fn repeating(value: &Interval, slope: &Interval, scratch: &mut Scratch) {
    let [d0, d1, d2, d3] = &mut scratch.outer;
    d0.set(value);
    d1.set(slope);
    d2.set(value);
    d2.over_int(TWO);
    d3.set(slope);
    d3.over_int(SIX);
}

fn tanh_approximate(a: f64) -> [f64; 3] {
    let t = a.tanh();
    let w = a.cosh().powi(-2);
    [t, w, -2.0 * t * w]
}

fn tanh_slope(code: &mut Code, _: usize, value: usize) -> Result<usize, Fault> {
    let one = code.int(1)?;
    let square = code.emit(Op::Square(value))?;
    code.emit(Op::Sub(one, square))
}

fn tanh_coefficients(a: &Interval, n: usize, scratch: &mut Scratch) -> Result<(), Fault> {
    let Scratch {
        outer: [d0, d1, d2, d3],
        s: [s, t, _],
        width,
        bound,
        ..
    } = scratch;
    tanh(d0, a, width, bound);
    if n > 1 {
        s.set_square(d0);
        t.set_neg(s);
        t.plus_int(1);
        d1.set(t);
        d2.set_mul(d0, d1);
        d2.negate();
        s.times_int(3);
        s.plus_int(-1);
        d3.set_mul(s, d1);
        d3.over_int(THREE);
    }
    Ok(())
}

/// `out = tanh(a)`. The slope `1 - tanh^2` is greatest at the end nearest to 0, which is the one evaluated.
fn tanh(out: &mut Interval, a: &Interval, width: &mut Float, bound: &mut Float) {
    let f: Rounded = |out, x, round| out.assign_round(x.tanh_ref(), round);
    let one_sided = a.lo > 0 || a.hi < 0;
    if a.lo == a.hi || !one_sided || !thin(width, a) {
        increasing(out, a, f);
        return;
    }
    let positive = a.lo > 0;
    at_point(out, if positive { &a.lo } else { &a.hi }, f);
    // The bound of the slope: 1 - t^2 with t the endpoint nearest to 0.
    let near = if positive { &out.lo } else { &out.hi };
    bound.assign_round(near.square_ref(), Round::Down);
    width.mul_assign_round(
        &{
            // 1 - bound, rounded up.
            let mut slope = Float::with_val(bound.prec(), 1u32);
            slope.sub_assign_round(&*bound, Round::Up);
            slope
        },
        Round::Up,
    );
    if positive {
        out.hi.add_assign_round(&*width, Round::Up);
    } else {
        out.lo.sub_assign_round(&*width, Round::Down);
    }
}

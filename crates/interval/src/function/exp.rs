//! The exponential function.

use rug::Float;
use rug::float::Round;
use rug::ops::{AddAssignRound, AssignRound, MulAssignRound};

use super::elementary::Elementary;
use super::scratch::{Rounded, SIX, Scratch, TWO, at_point, increasing, thin};
use crate::fault::Fault;
use crate::real::{Interval, rounded};
use crate::series::Series;

impl Interval {
    /// The exponential function.
    #[must_use]
    pub fn exp(&self) -> Interval {
        self.increasing(|a, precision, round| rounded(precision, a.exp_ref(), round))
    }
}

impl Series {
    /// The exponential function: `f' = a' f`.
    #[must_use]
    pub fn exp(&self) -> Series {
        self.integrate(self.terms[0].exp(), |k, f| self.weighted(f, k))
    }
}

pub(super) static EXP: Elementary = Elementary {
    series: |a| Ok(a.exp()),
    approximate: |a| [a.exp(); 3],
    slope: |_, _, value| Ok(value),
    coefficients,
};

fn coefficients(a: &Interval, n: usize, scratch: &mut Scratch) -> Result<(), Fault> {
    let Scratch {
        outer: [d0, d1, d2, d3],
        width,
        bound,
        ..
    } = scratch;
    exp(d0, a, width, bound);
    if n > 1 {
        d1.set(d0);
    }
    if n > 2 {
        d2.set(d0);
        d2.over_int(TWO);
    }
    if n > 3 {
        d3.set(d0);
        d3.over_int(SIX);
    }
    Ok(())
}

/// `out = exp(a)`; `exp(lo + w) <= exp(lo) (1 + w + w^2)` for `0 <= w <= 1`.
pub(super) fn exp(out: &mut Interval, a: &Interval, width: &mut Float, bound: &mut Float) {
    let f: Rounded = |out, x, round| out.assign_round(x.exp_ref(), round);
    if a.lo != a.hi && thin(width, a) {
        at_point(out, &a.lo, f);
        bound.assign_round(&*width * &*width, Round::Up);
        bound.add_assign_round(&*width, Round::Up);
        bound.mul_assign_round(&out.hi, Round::Up);
        out.hi.add_assign_round(&*bound, Round::Up);
    } else {
        increasing(out, a, f);
    }
}

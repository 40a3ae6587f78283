//! What the Taylor coefficients of elementary functions are computed in and by, in place.

use std::cmp::Ordering;
use std::num::NonZeroU32;

use rug::Float;
use rug::float::Round;
use rug::ops::{AddAssignRound, AssignRound, MulAssignRound};

use crate::fault::Fault;
use crate::program::code::MAX_ORDER;
use crate::real::Interval;

/// Intervals to compute in.
#[derive(Clone, Debug)]
pub(crate) struct Scratch {
    /// The coefficients `g^(k)(a)/k!` of an outer function.
    pub outer: [Interval; MAX_ORDER + 1],
    pub s: [Interval; 3],
    pub width: Float,
    pub bound: Float,
    /// `2/sqrt(pi)`
    pub gauss: Interval,
}

pub(super) const TWO: NonZeroU32 = NonZeroU32::new(2).expect("positive");
pub(super) const THREE: NonZeroU32 = NonZeroU32::new(3).expect("positive");
pub(super) const SIX: NonZeroU32 = NonZeroU32::new(6).expect("positive");

/// Sets of width below `2^THIN` are evaluated at one end only; the slope bounds the other.
const THIN: i32 = -16;

/// A function of one float, correctly rounded.
pub(super) type Rounded = fn(&mut Float, &Float, Round) -> Ordering;

impl Scratch {
    pub(crate) fn new(precision: u32) -> Result<Scratch, Fault> {
        let zero = || Interval::zero(precision);
        Ok(Scratch {
            outer: [zero(), zero(), zero(), zero()],
            s: [zero(), zero(), zero()],
            width: Float::new(precision),
            bound: Float::new(precision),
            gauss: Interval::from_int(2, precision).divide(&Interval::pi(precision).sqrt()?)?,
        })
    }
}

/// Writes an upper bound of the width of `a`; is it small enough for a bound by the slope to be sharp?
pub(super) fn thin(width: &mut Float, a: &Interval) -> bool {
    width.assign_round(&a.hi - &a.lo, Round::Up);
    !a.lo.is_zero() && !a.hi.is_zero() && width.get_exp().is_some_and(|e| e < THIN)
}

/// `out.lo <= f(x)` and, at the same point, `f(x) <= out.hi`, from one evaluation.
pub(super) fn at_point(out: &mut Interval, x: &Float, f: Rounded) {
    let rounding = f(&mut out.lo, x, Round::Down);
    out.hi.assign_round(&out.lo, Round::Up);
    if rounding != Ordering::Equal {
        out.hi.next_up();
    }
}

/// `out = f(a)` for an increasing function.
pub(super) fn increasing(out: &mut Interval, a: &Interval, f: Rounded) {
    if a.lo == a.hi {
        at_point(out, &a.lo, f);
    } else {
        f(&mut out.lo, &a.lo, Round::Down);
        f(&mut out.hi, &a.hi, Round::Up);
    }
}

/// `out = f(a)` for an increasing function whose slope on `a` is at most `slope.hi`: by the mean value
/// theorem `f(hi) <= f(lo) + slope (hi - lo)`.
pub(super) fn increasing_by_slope(
    out: &mut Interval,
    a: &Interval,
    slope: &Interval,
    width: &mut Float,
    f: Rounded,
) {
    if a.lo != a.hi && thin(width, a) {
        at_point(out, &a.lo, f);
        width.mul_assign_round(&slope.hi, Round::Up);
        out.hi.add_assign_round(&*width, Round::Up);
    } else {
        increasing(out, a, f);
    }
}

//! The Taylor coefficients of the elementary functions in closed form, written in place.

use std::cmp::Ordering;
use std::num::NonZeroU32;

use rug::Float;
use rug::float::Round;
use rug::ops::{AddAssignRound, AssignRound, MulAssignRound, SubAssignRound};

use super::code::MAX_ORDER;
use crate::fault::Fault;
use crate::real::Interval;
use wronski_expr::Func;

/// Intervals to compute in.
#[derive(Clone, Debug)]
pub(super) struct Scratch {
    /// The coefficients `g^(k)(a)/k!` of an outer function.
    pub outer: [Interval; MAX_ORDER + 1],
    pub s: [Interval; 3],
    width: Float,
    bound: Float,
    /// `2/sqrt(pi)`
    gauss: Interval,
}

const TWO: NonZeroU32 = NonZeroU32::new(2).expect("positive");
const THREE: NonZeroU32 = NonZeroU32::new(3).expect("positive");
const SIX: NonZeroU32 = NonZeroU32::new(6).expect("positive");

/// Sets of width below `2^THIN` are evaluated at one end only; the slope bounds the other.
const THIN: i32 = -16;

/// A function of one float, correctly rounded.
type Rounded = fn(&mut Float, &Float, Round) -> Ordering;

impl Scratch {
    pub(super) fn new(precision: u32) -> Result<Scratch, Fault> {
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
fn thin(width: &mut Float, a: &Interval) -> bool {
    width.assign_round(&a.hi - &a.lo, Round::Up);
    !a.lo.is_zero() && !a.hi.is_zero() && width.get_exp().is_some_and(|e| e < THIN)
}

/// `out.lo <= f(x)` and, at the same point, `f(x) <= out.hi`, from one evaluation.
fn at_point(out: &mut Interval, x: &Float, f: Rounded) {
    let rounding = f(&mut out.lo, x, Round::Down);
    out.hi.assign_round(&out.lo, Round::Up);
    if rounding != Ordering::Equal {
        out.hi.next_up();
    }
}

/// `out = f(a)` for an increasing function.
fn increasing(out: &mut Interval, a: &Interval, f: Rounded) {
    if a.lo == a.hi {
        at_point(out, &a.lo, f);
    } else {
        f(&mut out.lo, &a.lo, Round::Down);
        f(&mut out.hi, &a.hi, Round::Up);
    }
}

/// `out = f(a)` for an increasing function whose slope on `a` is at most `slope.hi`: by the mean value
/// theorem `f(hi) <= f(lo) + slope (hi - lo)`.
fn increasing_by_slope(
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

/// `out = exp(a)`; `exp(lo + w) <= exp(lo) (1 + w + w^2)` for `0 <= w <= 1`.
fn exp(out: &mut Interval, a: &Interval, width: &mut Float, bound: &mut Float) {
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

/// Writes the first `n` coefficients of `f` at every point of `a`.
///
/// # Errors
/// As the functions of [`Interval`]; [`Fault::Root`] for a root of 0 if `n > 1`.
pub(super) fn coefficients(
    f: Func,
    a: &Interval,
    n: usize,
    scratch: &mut Scratch,
) -> Result<(), Fault> {
    let Scratch {
        outer: [d0, d1, d2, d3],
        s: [s, t, _],
        width,
        bound,
        gauss,
    } = scratch;
    match f {
        Func::Exp => {
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
        }
        Func::Log => {
            if !a.certainly_positive() {
                return Err(Fault::Logarithm);
            }
            d1.set_recip(a)?;
            increasing_by_slope(d0, a, d1, width, |out, x, round| {
                out.assign_round(x.ln_ref(), round)
            });
            if n > 2 {
                s.set_square(d1);
                d2.set_neg(s);
                d2.over_int(TWO);
                d3.set_mul(s, d1);
                d3.over_int(THREE);
            }
        }
        Func::Sqrt => {
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
        }
        Func::Cbrt => {
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
        }
        Func::Erf | Func::Erfc => {
            s.set_square(a);
            t.set_neg(s);
            exp(d2, t, width, bound);
            d1.set_mul(gauss, d2);
            increasing_by_slope(d0, a, d1, width, |out, x, round| {
                out.assign_round(x.erf_ref(), round)
            });
            if f == Func::Erfc {
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
        }
        Func::Tanh => {
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
        }
        Func::Tan => {
            d0.set(&a.tan()?);
            if n > 1 {
                s.set_square(d0);
                d1.set(s);
                d1.plus_int(1);
                d2.set_mul(d0, d1);
                s.times_int(3);
                s.plus_int(1);
                d3.set_mul(s, d1);
                d3.over_int(THREE);
            }
        }
        Func::Sin | Func::Cos => {
            let (sine, cosine) = (a.sin(), a.cos());
            let (value, slope) = if f == Func::Sin {
                (sine, cosine)
            } else {
                (cosine, -&sine)
            };
            d0.set(&value);
            d1.set(&slope);
            d2.set_neg(&value);
            d2.over_int(TWO);
            d3.set_neg(&slope);
            d3.over_int(SIX);
        }
        Func::Sinh | Func::Cosh => {
            let (sine, cosine) = (a.sinh(), a.cosh());
            let (value, slope) = if f == Func::Sinh {
                (sine, cosine)
            } else {
                (cosine, sine)
            };
            d0.set(&value);
            d1.set(&slope);
            d2.set(&value);
            d2.over_int(TWO);
            d3.set(&slope);
            d3.over_int(SIX);
        }
        Func::Asinh => {
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
        }
        Func::Atan => {
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
        }
        // Piecewise: the caller chooses the branch.
        Func::Abs => return Err(Fault::Breakpoint),
    }
    Ok(())
}

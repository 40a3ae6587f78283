//! Sine and cosine.

use wronski_expr::Func;

use super::elementary::Elementary;
use super::scratch::{SIX, Scratch, TWO};
use crate::program::code::Op;
use crate::real::{Interval, rounded};
use crate::series::Series;

impl Interval {
    /// Sine.
    #[must_use]
    pub fn sin(&self) -> Interval {
        self.oscillating(
            &Interval::pi(self.reduction_precision()).halved(),
            |a, round| rounded(a.prec(), a.sin_ref(), round),
        )
    }

    /// Cosine.
    #[must_use]
    pub fn cos(&self) -> Interval {
        self.oscillating(&Interval::zero(self.reduction_precision()), |a, round| {
            rounded(a.prec(), a.cos_ref(), round)
        })
    }
}

impl Series {
    /// Sine and cosine.
    #[must_use]
    pub fn sin_cos(&self) -> (Series, Series) {
        self.circular(self.terms[0].sin(), self.terms[0].cos(), -1)
    }
}

pub(super) static SIN: Elementary = Elementary {
    series: |a| Ok(a.sin_cos().0),
    approximate: |a| [a.sin(), a.cos(), -a.sin()],
    slope: |code, a, _| code.emit(Op::Func(Func::Cos, a)),
    coefficients: |a, _, scratch| {
        turning(&a.sin(), &a.cos(), scratch);
        Ok(())
    },
};

pub(super) static COS: Elementary = Elementary {
    series: |a| Ok(a.sin_cos().1),
    approximate: |a| [a.cos(), -a.sin(), -a.cos()],
    slope: |code, a, _| {
        let sine = code.emit(Op::Func(Func::Sin, a))?;
        code.emit(Op::Neg(sine))
    },
    coefficients: |a, _, scratch| {
        turning(&a.cos(), &-&a.sin(), scratch);
        Ok(())
    },
};

/// The coefficients of a function whose derivatives are `slope, -value, -slope`.
fn turning(value: &Interval, slope: &Interval, scratch: &mut Scratch) {
    let [d0, d1, d2, d3] = &mut scratch.outer;
    d0.set(value);
    d1.set(slope);
    d2.set_neg(value);
    d2.over_int(TWO);
    d3.set_neg(slope);
    d3.over_int(SIX);
}

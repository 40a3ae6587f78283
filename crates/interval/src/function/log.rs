//! The natural logarithm.

use rug::float::Round;
use rug::ops::AssignRound;

use super::elementary::Elementary;
use super::scratch::{Scratch, THREE, TWO, increasing_by_slope};
use crate::fault::Fault;
use crate::program::code::Op;
use crate::real::{Interval, rounded};
use crate::series::Series;

impl Interval {
    /// The natural logarithm.
    ///
    /// # Errors
    /// [`Fault::Logarithm`] unless every number of the set is positive.
    pub fn ln(&self) -> Result<Interval, Fault> {
        if !self.certainly_positive() {
            return Err(Fault::Logarithm);
        }
        let precision = self.precision();
        Ok(Interval {
            lo: rounded(precision, self.lo.ln_ref(), Round::Down),
            hi: rounded(precision, self.hi.ln_ref(), Round::Up),
        })
    }
}

impl Series {
    /// The natural logarithm: `f' = a'/a`.
    ///
    /// # Errors
    /// [`Fault::Logarithm`] unless the value is certainly positive.
    pub fn ln(&self) -> Result<Series, Fault> {
        let value = self.terms[0].ln()?;
        Ok(self.primitive(
            value,
            &Series::constant(Interval::one(self.precision()), self.order()).div(self)?,
        ))
    }
}

pub(super) static LOG: Elementary = Elementary {
    series: Series::ln,
    approximate,
    slope: |code, a, _| {
        let one = code.int(1)?;
        code.emit(Op::Div(one, a))
    },
    coefficients,
};

fn approximate(a: f64) -> [f64; 3] {
    if a > 0.0 {
        [a.ln(), a.recip(), -(a * a).recip()]
    } else {
        [f64::NAN; 3]
    }
}

fn coefficients(a: &Interval, n: usize, scratch: &mut Scratch) -> Result<(), Fault> {
    let Scratch {
        outer: [d0, d1, d2, d3],
        s: [s, _, _],
        width,
        ..
    } = scratch;
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
    Ok(())
}

//! Tangent.

use rug::float::Round;

use super::elementary::Elementary;
use super::scratch::{Scratch, THREE};
use crate::fault::Fault;
use crate::program::code::{Code, Op};
use crate::real::{Interval, rounded};
use crate::series::Series;

impl Interval {
    /// Tangent.
    ///
    /// # Errors
    /// [`Fault::Pole`] unless the set certainly contains no pole.
    pub fn tan(&self) -> Result<Interval, Fault> {
        let half_pi = Interval::pi(self.reduction_precision()).halved();
        match self.possible_turns(&half_pi) {
            Some((first, last)) if first > last => {
                let precision = self.precision();
                Ok(Interval {
                    lo: rounded(precision, self.lo.tan_ref(), Round::Down),
                    hi: rounded(precision, self.hi.tan_ref(), Round::Up),
                })
            }
            _ => Err(Fault::Pole),
        }
    }
}

impl Series {
    /// Tangent.
    ///
    /// # Errors
    /// [`Fault::Pole`] unless the value's argument certainly avoids the poles.
    pub fn tan(&self) -> Result<Series, Fault> {
        Ok(self.riccati(self.terms[0].tan()?, 1))
    }
}

pub(super) static TAN: Elementary = Elementary {
    series: Series::tan,
    approximate,
    slope,
    coefficients,
};

fn approximate(a: f64) -> [f64; 3] {
    let t = a.tan();
    [t, 1.0 + t * t, 2.0 * t * (1.0 + t * t)]
}

fn slope(code: &mut Code, _: usize, value: usize) -> Result<usize, Fault> {
    let one = code.int(1)?;
    let square = code.emit(Op::Square(value))?;
    code.emit(Op::Add(one, square))
}

fn coefficients(a: &Interval, n: usize, scratch: &mut Scratch) -> Result<(), Fault> {
    let Scratch {
        outer: [d0, d1, d2, d3],
        s: [s, _, _],
        ..
    } = scratch;
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
    Ok(())
}

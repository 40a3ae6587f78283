//! Absolute value.

use super::elementary::Elementary;
use crate::fault::Fault;
use crate::program::code::Op;
use crate::series::Series;

impl Series {
    /// Absolute value.
    ///
    /// # Errors
    /// [`Fault::Breakpoint`] if the value may be zero and a derivative is asked for.
    pub fn abs(&self) -> Result<Series, Fault> {
        if self.terms[0].certainly_positive() {
            Ok(self.clone())
        } else if self.terms[0].certainly_negative() {
            Ok(self.neg())
        } else if self.order() == 0 {
            Ok(Series {
                terms: vec![self.terms[0].abs()],
            })
        } else {
            Err(Fault::Breakpoint)
        }
    }
}

pub(super) static ABS: Elementary = Elementary {
    series: Series::abs,
    approximate: |a| [a.abs(), a.signum(), 0.0],
    slope: |code, a, _| code.emit(Op::Sign(a)),
    // Piecewise: the caller chooses the branch.
    coefficients: |_, _, _| Err(Fault::Breakpoint),
};

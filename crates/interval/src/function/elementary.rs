//! What each elementary function has to say of itself.

use super::scratch::Scratch;
use crate::fault::Fault;
use crate::program::code::Code;
use crate::real::Interval;
use crate::series::Series;

/// What is known of an elementary function.
pub(crate) struct Elementary {
    /// The series of its values, by a recurrence from its differential equation.
    pub series: fn(&Series) -> Result<Series, Fault>,
    /// Value, first and second derivative in machine floats, for searching only.
    pub approximate: fn(f64) -> [f64; 3],
    /// Operations for the derivative at a register, the value being in the second one.
    pub slope: fn(&mut Code, usize, usize) -> Result<usize, Fault>,
    /// Writes the first so many Taylor coefficients, in closed form, at every point of the interval.
    pub coefficients: fn(&Interval, usize, &mut Scratch) -> Result<(), Fault>,
}

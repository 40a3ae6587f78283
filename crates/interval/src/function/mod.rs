//! The elementary functions on intervals, as series and in programs: one file for what is known of each, found through
//! one table.

mod abs;
mod asinh;
mod atan;
mod circular;
mod erf;
mod exp;
mod hyperbolic;
mod log;
mod root;
mod scratch;
mod tan;

pub(crate) use scratch::Scratch;

use crate::fault::Fault;
use crate::program::code::Code;
use crate::real::Interval;
use crate::series::Series;
use wronski_expr::Func;

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

/// What is known of this one.
pub(crate) fn elementary(f: Func) -> &'static Elementary {
    match f {
        Func::Exp => &exp::EXP,
        Func::Log => &log::LOG,
        Func::Sqrt => &root::SQRT,
        Func::Cbrt => &root::CBRT,
        Func::Erf => &erf::ERF,
        Func::Erfc => &erf::ERFC,
        Func::Sinh => &hyperbolic::SINH,
        Func::Cosh => &hyperbolic::COSH,
        Func::Tanh => &hyperbolic::TANH,
        Func::Sin => &circular::SIN,
        Func::Cos => &circular::COS,
        Func::Tan => &tan::TAN,
        Func::Asinh => &asinh::ASINH,
        Func::Atan => &atan::ATAN,
        Func::Abs => &abs::ABS,
    }
}

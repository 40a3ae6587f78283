//! The elementary functions on intervals, as series and in programs: one file for what is known of each, found through
//! one table.

mod abs;
mod asinh;
mod atan;
mod circular;
mod elementary;
mod erf;
mod exp;
mod hyperbolic;
mod log;
mod root;
mod scratch;
mod tan;

pub(crate) use scratch::Scratch;

use elementary::Elementary;
use wronski_expr::Func;

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

//! The elementary functions: one file each, or one for a few that are made alike, found through [`elementary()`].

mod abs;
mod asinh;
mod atan;
mod cbrt;
mod circular;
mod elementary;
mod erf;
mod exp;
mod hyperbolic;
mod log;
mod sqrt;

use wronski_expr::Func;

pub(super) use elementary::{Domain, Elementary, Weight, Zeros};

/// What the function answers for itself.
pub(super) fn elementary(f: Func) -> &'static dyn Elementary {
    match f {
        Func::Exp => &exp::Exp,
        Func::Log => &log::Log,
        Func::Sqrt => &sqrt::Sqrt,
        Func::Cbrt => &cbrt::Cbrt,
        Func::Erf => &erf::Erf,
        Func::Erfc => &erf::Erfc,
        Func::Sinh => &hyperbolic::Hyperbolic::Sinh,
        Func::Cosh => &hyperbolic::Hyperbolic::Cosh,
        Func::Tanh => &hyperbolic::Hyperbolic::Tanh,
        Func::Sin => &circular::Circular::Sin,
        Func::Cos => &circular::Circular::Cos,
        Func::Tan => &circular::Circular::Tan,
        Func::Asinh => &asinh::Asinh,
        Func::Atan => &atan::Atan,
        Func::Abs => &abs::Abs,
    }
}

//! The elementary functions: what the checker knows of one stands in one file, and is found through one table.
//!
//! Values, derivatives and images are those of calculus; what holds only of combinations of functions stands where
//! the combination is looked at (`ranges`).

mod abs;
mod asinh;
mod atan;
mod circular;
mod erf;
mod exp;
mod function;
mod hyperbolic;
mod log;
mod root;

pub(crate) use function::Function;

use wronski_expr::Func;

/// The table.
pub(crate) fn of(f: Func) -> &'static dyn Function {
    match f {
        Func::Exp => &exp::Exp,
        Func::Log => &log::Log,
        Func::Sqrt => &root::Sqrt,
        Func::Cbrt => &root::Cbrt,
        Func::Erf => &erf::Erf,
        Func::Erfc => &erf::Erfc,
        Func::Sinh => &hyperbolic::Sinh,
        Func::Cosh => &hyperbolic::Cosh,
        Func::Tanh => &hyperbolic::Tanh,
        Func::Sin => &circular::Sin,
        Func::Cos => &circular::Cos,
        Func::Tan => &circular::Tan,
        Func::Asinh => &asinh::Asinh,
        Func::Atan => &atan::Atan,
        Func::Abs => &abs::Abs,
    }
}

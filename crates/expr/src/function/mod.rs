//! The elementary functions of the grammar: one file for what is known of each (or of few that share their
//! mathematics), found through one table.
//!
//! [`Func`] is the name alone, which trees hold. What the analyses ask stands in a value `Elementary`; `table` leads
//! from the one to the other. Rules about several functions together (an exponential of a logarithm, waves of one
//! argument) stand where the combination is.

mod abs;
mod asinh;
mod atan;
mod circular;
mod elementary;
mod erf;
mod exp;
mod formula;
mod fractions;
mod hyperbolic;
mod log;
mod nodes;
mod root;
mod table;
mod tan;

pub(crate) use elementary::{Derivative, Preimages};
pub(crate) use formula::{Arithmetic, Formula};
pub(crate) use nodes::Nodes;

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// An elementary function of one variable that the grammar knows by itself.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Func {
            $($(#[$doc])* $name,)*
        }

        impl Func {
            /// Every function, in the order of declaration.
            pub const ALL: [Func; [$(Func::$name),*].len()] = [$(Func::$name),*];
        }
    };
}

functions! {
    /// The exponential function.
    Exp,
    /// The natural logarithm (also written `ln`).
    Log,
    /// The nonnegative square root.
    Sqrt,
    /// The real cube root.
    Cbrt,
    /// The error function `2/sqrt(pi) * integral of exp(-t^2) from 0 to x`.
    Erf,
    /// The complementary error function `1 - erf(x)`.
    Erfc,
    /// Hyperbolic sine.
    Sinh,
    /// Hyperbolic cosine.
    Cosh,
    /// Hyperbolic tangent.
    Tanh,
    /// Sine.
    Sin,
    /// Cosine.
    Cos,
    /// Tangent.
    Tan,
    /// Inverse hyperbolic sine.
    Asinh,
    /// Inverse tangent.
    Atan,
    /// Absolute value.
    Abs,
}

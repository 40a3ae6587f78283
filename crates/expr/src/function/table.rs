//! From the name of a function to what is known of it.

use super::elementary::Elementary;
use super::{
    Func, abs::Abs, asinh::Asinh, atan::Atan, circular::Cos, circular::Sin, erf::Erf, erf::Erfc,
    exp::Exp, hyperbolic::Cosh, hyperbolic::Sinh, hyperbolic::Tanh, log::Log, root::Cbrt,
    root::Sqrt, tan::Tan,
};

impl Func {
    /// What is known of the function.
    pub(crate) fn properties(self) -> &'static dyn Elementary {
        match self {
            Func::Exp => &Exp,
            Func::Log => &Log,
            Func::Sqrt => &Sqrt,
            Func::Cbrt => &Cbrt,
            Func::Erf => &Erf,
            Func::Erfc => &Erfc,
            Func::Sinh => &Sinh,
            Func::Cosh => &Cosh,
            Func::Tanh => &Tanh,
            Func::Sin => &Sin,
            Func::Cos => &Cos,
            Func::Tan => &Tan,
            Func::Asinh => &Asinh,
            Func::Atan => &Atan,
            Func::Abs => &Abs,
        }
    }

    /// The name in the grammar.
    pub fn name(self) -> &'static str {
        self.properties().name()
    }

    /// The name and the other spellings that the grammar reads.
    pub(crate) fn spellings(self) -> impl Iterator<Item = &'static str> {
        let others = self.properties().other_spellings().iter().copied();
        std::iter::once(self.name()).chain(others)
    }

    /// The function of that name or spelling (`ln` is `log`), if there is one.
    pub fn from_name(name: &str) -> Option<Func> {
        Func::ALL
            .into_iter()
            .find(|f| f.spellings().any(|s| s == name))
    }
}

//! From the name of a function to what is known of it.

use super::elementary::Elementary;
use super::{
    Func, abs::ABS, asinh::ASINH, atan::ATAN, circular::COS, circular::SIN, erf::ERF, erf::ERFC,
    exp::EXP, hyperbolic::COSH, hyperbolic::SINH, hyperbolic::TANH, log::LOG, root::CBRT,
    root::SQRT, tan::TAN,
};

impl Func {
    /// What is known of the function.
    pub(crate) fn properties(self) -> &'static Elementary {
        match self {
            Func::Exp => &EXP,
            Func::Log => &LOG,
            Func::Sqrt => &SQRT,
            Func::Cbrt => &CBRT,
            Func::Erf => &ERF,
            Func::Erfc => &ERFC,
            Func::Sinh => &SINH,
            Func::Cosh => &COSH,
            Func::Tanh => &TANH,
            Func::Sin => &SIN,
            Func::Cos => &COS,
            Func::Tan => &TAN,
            Func::Asinh => &ASINH,
            Func::Atan => &ATAN,
            Func::Abs => &ABS,
        }
    }

    /// The name in the grammar.
    pub fn name(self) -> &'static str {
        self.properties().name
    }

    /// The name and the other spellings that the grammar reads.
    pub(crate) fn spellings(self) -> impl Iterator<Item = &'static str> {
        let others = self.properties().other_spellings.iter().copied();
        std::iter::once(self.name()).chain(others)
    }

    /// The function of that name or spelling (`ln` is `log`), if there is one.
    pub fn from_name(name: &str) -> Option<Func> {
        Func::ALL
            .into_iter()
            .find(|f| f.spellings().any(|s| s == name))
    }
}

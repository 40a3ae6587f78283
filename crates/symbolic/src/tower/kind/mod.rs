//! The kinds of variables: what a variable of the tower stands for.
//!
//! A kind of monomial or root is one file that answers the questions of `Generator`, and one line of the table here;
//! everything else of the tower asks through [`Kind`].

mod arctangent;
mod constant;
mod erf;
mod exp;
mod generator;
mod log;
mod root;
mod tangent;

use super::Element;
use super::conditions::Dependence;

pub use arctangent::Arctangent;
pub use constant::Constant;
pub use erf::ErrorFunction;
pub use exp::Exponential;
pub(super) use generator::{Criterion, Generator, Group, KnownSeries, Side, StaysNew};
pub use log::Logarithm;
pub use root::{MAX_DEGREE, Radical};
pub use tangent::Tangent;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident($generator:ident),)*) => {
        /// What a variable of the tower stands for.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Kind {
            /// The variable `x`, with derivative 1.
            X,
            /// A generator of the field of constants.
            Constant(Constant),
            $($(#[$doc])* $kind($generator),)*
        }

        impl Kind {
            /// The monomial or root.
            pub(super) fn generator(&self) -> Option<&dyn Generator> {
                match self {
                    Kind::X | Kind::Constant(_) => None,
                    $(Kind::$kind(generator) => Some(generator),)*
                }
            }
        }

        $(impl From<$generator> for Kind {
            fn from(generator: $generator) -> Self {
                Kind::$kind(generator)
            }
        })*
    };
}

kinds! {
    /// `exp(argument)`.
    Exp(Exponential),
    /// `log(argument)`.
    Log(Logarithm),
    /// `erf(argument)`.
    Erf(ErrorFunction),
    /// `tan(argument)`.
    Tan(Tangent),
    /// `atan(argument)`.
    Atan(Arctangent),
    /// The positive root of an element: algebraic, no monomial.
    Root(Radical),
}

impl Kind {
    /// The generator of the constants that it is.
    pub fn as_constant(&self) -> Option<&Constant> {
        match self {
            Kind::Constant(c) => Some(c),
            _ => None,
        }
    }

    /// The generator, if it is of this kind.
    pub(super) fn downcast<T: Generator>(&self) -> Option<&T> {
        (self.generator()? as &dyn std::any::Any).downcast_ref()
    }

    /// The root of a function that it is.
    pub fn as_root(&self) -> Option<&Radical> {
        match self {
            Kind::Root(root) => Some(root),
            _ => None,
        }
    }

    /// With which functions it is compared, and which one of a function and its exponential it is.
    pub(super) fn pair(&self) -> Option<(Group, Side)> {
        match self.generator()?.criterion() {
            Criterion::Exponents(side, _) => Some((Group::Exponents, side)),
            Criterion::Angles(side, _) => Some((Group::Angles, side)),
            Criterion::Own(_) => None,
        }
    }

    /// In which way a variable of this kind may become dependent on those that it is compared with.
    pub(super) fn dependence(&self) -> Dependence {
        match self.pair() {
            Some((Group::Exponents, Side::Logarithm)) => Dependence::Multiplicative,
            _ => Dependence::Linear,
        }
    }

    /// The function of which a dependence of this variable speaks, if it is not the variable itself.
    pub fn dependent(&self, dependence: Dependence) -> Option<&Element> {
        let speaks_of_argument = match self.pair() {
            Some((_, Side::Exponential)) => true,
            Some((Group::Exponents, Side::Logarithm)) => dependence == Dependence::Multiplicative,
            Some((Group::Angles, Side::Logarithm)) => false,
            None => self.as_root().is_some(),
        };
        let argument = self.generator()?.argument();
        speaks_of_argument.then_some(argument)
    }
}

//! What each elementary function has to say of itself, and what it says if it says nothing.

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::One;

use crate::element::Elem;
use crate::failure::Checked;
use crate::ranges::fraction::{Fraction, Sum};
use crate::ranges::series::{Coefficient, Series};
use crate::ranges::set::Set;
use crate::ranges::side::Side;
use crate::ranges::tail::{Scaled, Tail, constant};
use crate::space::Space;
use wronski_certificate::Requirement;
use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_expr::{Expr, Func};

/// A real number that is enclosed.
pub(super) type Enclosed = Result<Enclosure, EnclosureError>;

/// A derivative that is enclosed; `None` where there is none.
pub(super) type Slope = Result<Option<Enclosure>, EnclosureError>;

/// The fraction of `exp(u)`, if it is not too large.
pub(super) type Exponential<'a> = &'a dyn Fn() -> Option<Fraction>;

/// An elementary function.
pub(crate) trait Function {
    /// Its name in expressions.
    fn name(&self) -> Func;

    /// An enclosure of its values on `u`.
    fn enclosed(&self, u: &Enclosure) -> Enclosed;

    /// Its derivative on `u`, where its values are `value`; `None` if it is not differentiable somewhere there.
    fn slope(&self, u: &Enclosure, value: &Enclosure) -> Slope;

    /// Its values where the argument is in the set and in the domain.
    fn image(&self, u: &Set, bits: u32) -> Set;

    /// What its argument must be for it to be analytic there.
    fn requirement(&self) -> Option<Requirement> {
        None
    }

    /// Its value at 0, which is an integer where it is defined.
    fn at_zero(&self) -> Option<i64>;

    /// How it behaves where its argument tends to infinity of that sign.
    fn at_infinity(&self, _: Sign) -> Option<Tail> {
        None
    }

    /// How it behaves where its argument behaves so.
    fn tail(&self, u: Tail) -> Option<Tail> {
        by_limits(self, u)
    }

    /// Its expansion on one side of a point, from that of its argument.
    fn series(&self, u: &Series, side: Side) -> Option<Series>;

    /// Its value at a number at which it can be expanded.
    fn value_at(&self, u: &Coefficient) -> Option<Coefficient> {
        if !u.is_zero() {
            return Some(Coefficient::enclosed(self.enclosed(&u.enclosure).ok()?));
        }
        match self.requirement() {
            Some(Requirement::Positive | Requirement::NonZero) => None,
            _ => Coefficient::integer(self.at_zero()?),
        }
    }

    /// It as a fraction, if it is known to be one at this argument.
    fn fraction(&self, u: &Fraction, _: Exponential<'_>) -> Option<Fraction> {
        at_zero_only(self, u)
    }

    /// The degree of the root that it is.
    fn root_degree(&self) -> Option<u32> {
        None
    }

    /// What stands under the root that it is written by.
    fn radicand(&self, _: &Expr) -> Option<Expr> {
        None
    }

    /// It of an element, which is written so, as an element.
    fn element(&self, space: &mut Space, a: &Elem, text: &Expr) -> Checked<Elem>;
}

/// By its limits at 0 and infinity, and by continuity where the argument has another limit.
pub(super) fn by_limits<F: Function + ?Sized>(f: &F, u: Tail) -> Option<Tail> {
    let u = match u {
        Tail::Scaled(s) => s.coarse(),
        u => u,
    };
    match u {
        Tail::Zero => None,
        Tail::Vanishing => Some(match f.at_zero()? {
            0 => Tail::Vanishing,
            n => number(n),
        }),
        Tail::Unbounded(sign) => f.at_infinity(sign),
        Tail::Scaled(s) => constant(&Expr::apply(f.name(), s.constant)),
    }
}

/// A positive or negative integer as a limit.
pub(super) fn number(n: i64) -> Tail {
    let sign = if n > 0 { Sign::Plus } else { Sign::Minus };
    Tail::Scaled(Scaled::number(Expr::int(n), sign))
}

/// The value at 0, if the argument is 0.
pub(super) fn at_zero_only<F: Function + ?Sized>(f: &F, u: &Fraction) -> Option<Fraction> {
    if u.up.is_zero() {
        Some(integer(f.at_zero()?))
    } else {
        None
    }
}

pub(super) fn integer(n: i64) -> Fraction {
    match n {
        0 => Fraction::whole(Sum::default()),
        n => Fraction::number(&BigRational::from_integer(n.into())),
    }
}

/// 1 as a fraction.
pub(super) fn one() -> Fraction {
    Fraction::number(&BigRational::one())
}

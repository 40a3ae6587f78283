//! The absolute value.

use num_bigint::Sign;
use num_traits::Signed;

use super::function::{Enclosed, Exponential, Function, Slope, at_zero_only, by_limits};
use crate::element::Elem;
use crate::failure::Checked;
use crate::ranges::fraction::Fraction;
use crate::ranges::series::{Series, neg, side_sign};
use crate::ranges::set::Set;
use crate::ranges::side::Side;
use crate::ranges::tail::{Tail, opposite};
use crate::space::Space;
use wronski_certificate::Requirement;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Expr, Func};

pub(super) struct Abs;

impl Function for Abs {
    fn name(&self) -> Func {
        Func::Abs
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        Ok(u.abs())
    }

    fn slope(&self, u: &Enclosure, _: &Enclosure) -> Slope {
        let sign = match (u.certainly_positive(), u.certainly_negative()) {
            (true, _) => 1,
            (_, true) => -1,
            _ => return Ok(None),
        };
        Enclosure::integer(sign, u.bits()).map(Some)
    }

    fn image(&self, u: &Set, _: u32) -> Set {
        u.abs()
    }

    fn requirement(&self) -> Option<Requirement> {
        Some(Requirement::OneSigned)
    }

    fn at_zero(&self) -> Option<i64> {
        Some(0)
    }

    fn at_infinity(&self, _: Sign) -> Option<Tail> {
        Some(Tail::Unbounded(Sign::Plus))
    }

    fn tail(&self, u: Tail) -> Option<Tail> {
        match &u {
            Tail::Scaled(s) if s.sign == Sign::Minus => Some(opposite(u)),
            Tail::Scaled(_) => Some(u),
            _ => by_limits(self, u),
        }
    }

    fn series(&self, u: &Series, side: Side) -> Option<Series> {
        if side_sign(u, side)? != Sign::Minus {
            Some(u.clone())
        } else {
            neg(u)
        }
    }

    fn fraction(&self, u: &Fraction, _: Exponential<'_>) -> Option<Fraction> {
        at_zero_only(self, u).or_else(|| Some(Fraction::number(&u.as_number()?.abs())))
    }

    fn element(&self, space: &mut Space, a: &Elem, text: &Expr) -> Checked<Elem> {
        space.absolute_of(a, text)
    }
}

//! The natural logarithm.

use num_bigint::Sign;
use num_traits::One;

use super::function::{Enclosed, Exponential, Function, Slope, by_limits, integer};
use crate::element::Elem;
use crate::failure::Checked;
use crate::ranges::fraction::Fraction;
use crate::ranges::monotone::increasing;
use crate::ranges::series::{Series, derivative, div, integral};
use crate::ranges::set::Set;
use crate::ranges::side::Side;
use crate::ranges::tail::Tail;
use crate::space::Space;
use wronski_certificate::{Bound, Requirement};
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Expr, Func};

pub(super) struct Log;

impl Function for Log {
    fn name(&self) -> Func {
        Func::Log
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.log()
    }

    fn slope(&self, u: &Enclosure, _: &Enclosure) -> Slope {
        u.power(-1).map(Some)
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        if u.is_nonpositive() {
            return Set::everything();
        }
        let limits = [Bound::Infinite, Bound::Infinite];
        increasing(&u.meet(&Set::positive()), Enclosure::log, limits, bits)
    }

    fn requirement(&self) -> Option<Requirement> {
        Some(Requirement::Positive)
    }

    fn at_zero(&self) -> Option<i64> {
        None
    }

    fn at_infinity(&self, sign: Sign) -> Option<Tail> {
        (sign == Sign::Plus).then_some(Tail::Unbounded(sign))
    }

    fn tail(&self, u: Tail) -> Option<Tail> {
        match &u {
            Tail::Scaled(s)
                if matches!(s.coarse(), Tail::Scaled(_)) && s.constant.is_one_literal() =>
            {
                Some(Tail::Vanishing)
            }
            _ => by_limits(self, u),
        }
    }

    fn series(&self, u: &Series, _: Side) -> Option<Series> {
        let first = self.value_at(u.first()?)?;
        integral(first, &div(&derivative(u)?, u)?)
    }

    fn fraction(&self, u: &Fraction, _: Exponential<'_>) -> Option<Fraction> {
        u.as_number().filter(One::is_one).map(|_| integer(0))
    }

    fn element(&self, space: &mut Space, a: &Elem, _: &Expr) -> Checked<Elem> {
        space.log(a)
    }
}

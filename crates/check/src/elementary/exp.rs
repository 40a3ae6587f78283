//! The exponential function.

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::Zero;

use super::function::{Enclosed, Exponential, Function, Slope};
use crate::element::Elem;
use crate::failure::Checked;
use crate::ranges::fraction::Fraction;
use crate::ranges::monotone::increasing;
use crate::ranges::series::derivative;
use crate::ranges::series::{Series, solution};
use crate::ranges::set::Set;
use crate::ranges::side::Side;
use crate::ranges::tail::Tail;
use crate::space::Space;
use wronski_certificate::Bound;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Expr, Func};

pub(super) struct Exp;

impl Function for Exp {
    fn name(&self) -> Func {
        Func::Exp
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.exp()
    }

    fn slope(&self, _: &Enclosure, value: &Enclosure) -> Slope {
        Ok(Some(value.clone()))
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        let limits = [Bound::Open(BigRational::zero()), Bound::Infinite];
        increasing(u, Enclosure::exp, limits, bits).meet(&Set::positive())
    }

    fn at_zero(&self) -> Option<i64> {
        Some(1)
    }

    fn at_infinity(&self, sign: Sign) -> Option<Tail> {
        Some(match sign {
            Sign::Plus => Tail::Unbounded(sign),
            _ => Tail::Vanishing,
        })
    }

    fn series(&self, u: &Series, _: Side) -> Option<Series> {
        let first = self.value_at(u.first()?)?;
        solution(first, &derivative(u)?, |y| Some(y.clone()))
    }

    fn fraction(&self, _: &Fraction, exponential: Exponential<'_>) -> Option<Fraction> {
        exponential()
    }

    fn element(&self, space: &mut Space, a: &Elem, _: &Expr) -> Checked<Elem> {
        space.exp(a)
    }
}

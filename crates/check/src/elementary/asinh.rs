//! The inverse of the hyperbolic sine, `log(u + sqrt(1 + u^2))`.

use num_bigint::Sign;

use super::function::{Enclosed, Function, Slope};
use super::root::Sqrt;
use crate::element::Elem;
use crate::failure::Checked;
use crate::ranges::monotone::odd;
use crate::ranges::series::{Coefficient, Series, add, constant, derivative, div, integral, mul};
use crate::ranges::set::Set;
use crate::ranges::side::Side;
use crate::ranges::tail::Tail;
use crate::space::Space;
use wronski_certificate::Bound;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Expr, Func};

pub(super) struct Asinh;

impl Function for Asinh {
    fn name(&self) -> Func {
        Func::Asinh
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.asinh()
    }

    fn slope(&self, u: &Enclosure, _: &Enclosure) -> Slope {
        Enclosure::integer(1, u.bits())?
            .add(&u.power(2)?)?
            .sqrt()?
            .power(-1)
            .map(Some)
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        odd(
            u,
            Enclosure::asinh,
            [Bound::Infinite, Bound::Infinite],
            bits,
        )
    }

    fn at_zero(&self) -> Option<i64> {
        Some(0)
    }

    fn at_infinity(&self, sign: Sign) -> Option<Tail> {
        Some(Tail::Unbounded(sign))
    }

    fn series(&self, u: &Series, side: Side) -> Option<Series> {
        let first = self.value_at(u.first()?)?;
        let one = constant(Coefficient::integer(1)?, u.len())?;
        let root = Sqrt.series(&add(&one, &mul(u, u)?)?, side)?;
        integral(first, &div(&derivative(u)?, &root)?)
    }

    fn radicand(&self, a: &Expr) -> Option<Expr> {
        Some(Expr::int(1) + a.pow(2))
    }

    fn element(&self, space: &mut Space, a: &Elem, _: &Expr) -> Checked<Elem> {
        let square = space.arithmetic.mul(a, a)?;
        let below = space.arithmetic.add(&square, &Elem::one())?;
        let root = space.positive_root(&below, 2)?;
        let sum = space.arithmetic.add(a, &root)?;
        space.log(&sum)
    }
}

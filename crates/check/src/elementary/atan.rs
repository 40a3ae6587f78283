//! The arctangent.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;

use super::function::{Enclosed, Function, Slope};
use crate::element::Elem;
use crate::failure::Checked;
use crate::ranges::monotone::odd;
use crate::ranges::series::{Coefficient, Series, add, constant, derivative, div, integral, mul};
use crate::ranges::set::Set;
use crate::ranges::side::Side;
use crate::ranges::tail::{Scaled, Tail};
use crate::space::Space;
use wronski_certificate::Bound;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Expr, Func, Node};

pub(super) struct Atan;

impl Function for Atan {
    fn name(&self) -> Func {
        Func::Atan
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.atan()
    }

    fn slope(&self, u: &Enclosure, _: &Enclosure) -> Slope {
        Enclosure::integer(1, u.bits())?
            .add(&u.power(2)?)?
            .power(-1)
            .map(Some)
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        // pi/2 < 1571/1000, which enclosures of pi sharpen.
        let two = BigRational::from_integer(BigInt::from(2));
        let pi = Enclosure::pi(bits).map(|p| p.upper_rational());
        let half = pi.map_or(BigRational::new(1571.into(), 1000.into()), |p| p / two);
        let limits = [Bound::Open(-half.clone()), Bound::Open(half)];
        odd(u, Enclosure::atan, limits, bits)
    }

    fn at_zero(&self) -> Option<i64> {
        Some(0)
    }

    fn at_infinity(&self, sign: Sign) -> Option<Tail> {
        let half = Expr::ratio(if sign == Sign::Plus { 1 } else { -1 }, 2);
        Some(Tail::Scaled(Scaled::number(
            Expr::new(Node::Pi) * half,
            sign,
        )))
    }

    fn series(&self, u: &Series, _: Side) -> Option<Series> {
        let first = self.value_at(u.first()?)?;
        let one = constant(Coefficient::integer(1)?, u.len())?;
        integral(first, &div(&derivative(u)?, &add(&one, &mul(u, u)?)?)?)
    }

    fn element(&self, space: &mut Space, a: &Elem, text: &Expr) -> Checked<Elem> {
        space.atan(a, Some(text))
    }
}

//! Hyperbolic sine, cosine and tangent, through exponentials.

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::One;

use super::exp::Exp;
use super::function::{Enclosed, Exponential, Function, Slope, number, one};
use crate::element::Elem;
use crate::failure::Checked;
use crate::ranges::fraction::Fraction;
use crate::ranges::monotone::{increasing, odd};
use crate::ranges::series::{
    Coefficient, Series, add, constant, derivative, div, mul, neg, solution, sub,
};
use crate::ranges::set::Set;
use crate::ranges::side::Side;
use crate::ranges::tail::Tail;
use crate::space::Space;
use wronski_certificate::Bound;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Expr, Func};

fn half() -> BigRational {
    BigRational::new(1.into(), 2.into())
}

/// Half of what two exponentials give.
fn halved(
    u: &Series,
    side: Side,
    both: impl Fn(&Series, &Series) -> Option<Series>,
) -> Option<Series> {
    let (up, down) = (Exp.series(u, side)?, Exp.series(&neg(u)?, side)?);
    div(
        &both(&up, &down)?,
        &constant(Coefficient::integer(2)?, u.len())?,
    )
}

pub(super) struct Sinh;

impl Function for Sinh {
    fn name(&self) -> Func {
        Func::Sinh
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.sinh()
    }

    fn slope(&self, u: &Enclosure, _: &Enclosure) -> Slope {
        u.cosh().map(Some)
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        odd(u, Enclosure::sinh, [Bound::Infinite, Bound::Infinite], bits)
    }

    fn at_zero(&self) -> Option<i64> {
        Some(0)
    }

    fn at_infinity(&self, sign: Sign) -> Option<Tail> {
        Some(Tail::Unbounded(sign))
    }

    fn series(&self, u: &Series, side: Side) -> Option<Series> {
        self.value_at(u.first()?)?;
        halved(u, side, sub)
    }

    fn fraction(&self, _: &Fraction, exponential: Exponential<'_>) -> Option<Fraction> {
        let up = exponential()?;
        Some(up.minus(&up.reciprocal()?)?.scaled(&half()))
    }

    fn element(&self, space: &mut Space, a: &Elem, _: &Expr) -> Checked<Elem> {
        let (up, down) = (space.exp(a)?, space.exp(&a.neg())?);
        Ok(space.arithmetic.add(&up, &down.neg())?.scale(&half()))
    }
}

pub(super) struct Cosh;

impl Function for Cosh {
    fn name(&self) -> Func {
        Func::Cosh
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.cosh()
    }

    fn slope(&self, u: &Enclosure, _: &Enclosure) -> Slope {
        u.sinh().map(Some)
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        let least = Bound::Closed(BigRational::one());
        let limits = [least.clone(), Bound::Infinite];
        let all = Set::between(least, Bound::Infinite);
        increasing(&u.abs(), Enclosure::cosh, limits, bits).meet(&all)
    }

    fn at_zero(&self) -> Option<i64> {
        Some(1)
    }

    fn at_infinity(&self, _: Sign) -> Option<Tail> {
        Some(Tail::Unbounded(Sign::Plus))
    }

    fn series(&self, u: &Series, side: Side) -> Option<Series> {
        self.value_at(u.first()?)?;
        halved(u, side, add)
    }

    fn fraction(&self, _: &Fraction, exponential: Exponential<'_>) -> Option<Fraction> {
        let up = exponential()?;
        Some(up.plus(&up.reciprocal()?)?.scaled(&half()))
    }

    fn element(&self, space: &mut Space, a: &Elem, _: &Expr) -> Checked<Elem> {
        let (up, down) = (space.exp(a)?, space.exp(&a.neg())?);
        Ok(space.arithmetic.add(&up, &down)?.scale(&half()))
    }
}

pub(super) struct Tanh;

impl Function for Tanh {
    fn name(&self) -> Func {
        Func::Tanh
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.tanh()
    }

    fn slope(&self, u: &Enclosure, value: &Enclosure) -> Slope {
        Enclosure::integer(1, u.bits())?
            .sub(&value.power(2)?)
            .map(Some)
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        let one = BigRational::one();
        let [low, high] = [Bound::Open(-one.clone()), Bound::Open(one)];
        odd(u, Enclosure::tanh, [low.clone(), high.clone()], bits).meet(&Set::between(low, high))
    }

    fn at_zero(&self) -> Option<i64> {
        Some(0)
    }

    fn at_infinity(&self, sign: Sign) -> Option<Tail> {
        Some(number(if sign == Sign::Plus { 1 } else { -1 }))
    }

    /// `tanh(u)' = u' (1 - tanh(u)^2)`
    fn series(&self, u: &Series, _: Side) -> Option<Series> {
        let first = self.value_at(u.first()?)?;
        let one = constant(Coefficient::integer(1)?, u.len())?;
        solution(first, &derivative(u)?, |y| sub(&one, &mul(y, y)?))
    }

    fn fraction(&self, _: &Fraction, exponential: Exponential<'_>) -> Option<Fraction> {
        let up = exponential()?;
        up.reciprocal()?;
        let square = up.times(&up)?;
        let below = square.plus(&one())?.reciprocal()?;
        square.minus(&one())?.times(&below)
    }

    /// `1 - 2/(exp(2a) + 1)`
    fn element(&self, space: &mut Space, a: &Elem, _: &Expr) -> Checked<Elem> {
        let two = BigRational::from_integer(2.into());
        let up = space.exp(&a.scale(&two))?;
        let below = space.arithmetic.add(&up, &Elem::one())?;
        let share = space.arithmetic.inverse(&below)?.scale(&two);
        space.arithmetic.sub(&Elem::one(), &share)
    }
}

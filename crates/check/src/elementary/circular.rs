//! Sine, cosine and tangent.

use num_rational::BigRational;
use num_traits::One;

use super::function::{Enclosed, Function, Slope, by_limits};
use crate::element::Elem;
use crate::failure::Checked;
use crate::ranges::monotone::at_once;
use crate::ranges::series::{
    Coefficient, Series, add, constant, derivative, integral, mul, neg, solution,
};
use crate::ranges::set::Set;
use crate::ranges::side::Side;
use crate::ranges::tail::Tail;
use crate::space::Space;
use wronski_certificate::{Bound, Requirement};
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Expr, Func};

/// The values of a sine or cosine.
fn wave(u: &Set, f: impl Fn(&Enclosure) -> Enclosed, bits: u32) -> Set {
    let one = BigRational::one();
    let all = Set::between(Bound::Closed(-one.clone()), Bound::Closed(one));
    match at_once(u, f, bits) {
        Some(some) => all.meet(&some),
        None => all,
    }
}

/// Cosine and sine, the two solutions of `y'' = -y`.
fn circle(u: &Series) -> Option<[Series; 2]> {
    let first = u.first()?;
    let (s0, c0) = (Sin.value_at(first)?, Cos.value_at(first)?);
    let slope = derivative(u)?;
    let length = u.len();
    let (mut s, mut c) = (constant(s0.clone(), length)?, constant(c0.clone(), length)?);
    for _ in 1..length {
        let next = integral(s0.clone(), &mul(&c, &slope)?)?;
        c = integral(c0.clone(), &neg(&mul(&s, &slope)?)?)?;
        s = next;
    }
    Some([c, s])
}

pub(super) struct Sin;

impl Function for Sin {
    fn name(&self) -> Func {
        Func::Sin
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.sin()
    }

    fn slope(&self, u: &Enclosure, _: &Enclosure) -> Slope {
        u.cos().map(Some)
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        wave(u, Enclosure::sin, bits)
    }

    fn at_zero(&self) -> Option<i64> {
        Some(0)
    }

    fn series(&self, u: &Series, _: Side) -> Option<Series> {
        circle(u).map(|[_, s]| s)
    }

    fn element(&self, space: &mut Space, a: &Elem, _: &Expr) -> Checked<Elem> {
        Ok(space.circle(a)?.1)
    }
}

pub(super) struct Cos;

impl Function for Cos {
    fn name(&self) -> Func {
        Func::Cos
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.cos()
    }

    fn slope(&self, u: &Enclosure, _: &Enclosure) -> Slope {
        Ok(Some(u.sin()?.neg()))
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        wave(u, Enclosure::cos, bits)
    }

    fn at_zero(&self) -> Option<i64> {
        Some(1)
    }

    fn series(&self, u: &Series, _: Side) -> Option<Series> {
        circle(u).map(|[c, _]| c)
    }

    fn element(&self, space: &mut Space, a: &Elem, _: &Expr) -> Checked<Elem> {
        Ok(space.circle(a)?.0)
    }
}

pub(super) struct Tan;

impl Function for Tan {
    fn name(&self) -> Func {
        Func::Tan
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.tan()
    }

    fn slope(&self, u: &Enclosure, value: &Enclosure) -> Slope {
        Enclosure::integer(1, u.bits())?
            .add(&value.power(2)?)
            .map(Some)
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        at_once(u, Enclosure::tan, bits).unwrap_or_else(Set::everything)
    }

    fn requirement(&self) -> Option<Requirement> {
        Some(Requirement::CosineNonZero)
    }

    fn at_zero(&self) -> Option<i64> {
        Some(0)
    }

    /// It is not continuous at its poles.
    fn tail(&self, u: Tail) -> Option<Tail> {
        match &u {
            Tail::Scaled(s) if matches!(s.coarse(), Tail::Scaled(_)) => None,
            _ => by_limits(self, u),
        }
    }

    /// `tan(u)' = u' (1 + tan(u)^2)`
    fn series(&self, u: &Series, _: Side) -> Option<Series> {
        let first = self.value_at(u.first()?)?;
        let one = constant(Coefficient::integer(1)?, u.len())?;
        solution(first, &derivative(u)?, |y| add(&one, &mul(y, y)?))
    }

    fn element(&self, space: &mut Space, a: &Elem, _: &Expr) -> Checked<Elem> {
        space.tan(a)
    }
}

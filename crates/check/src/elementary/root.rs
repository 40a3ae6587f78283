//! Square and cube root.

use num_bigint::Sign;
use num_rational::BigRational;

use super::function::{Enclosed, Function, Slope, by_limits};
use crate::element::Elem;
use crate::failure::Checked;
use crate::ranges::monotone::odd;
use crate::ranges::series::{Coefficient, Series, constant, derivative, div, mul, solution};
use crate::ranges::set::Set;
use crate::ranges::side::Side;
use crate::ranges::tail::{Tail, opposite, power};
use crate::space::Space;
use wronski_certificate::{Bound, Requirement};
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Expr, Func};

const UNBOUNDED: [Bound; 2] = [Bound::Infinite, Bound::Infinite];

/// `1/n`
fn share(n: i64) -> BigRational {
    BigRational::new(1.into(), n.into())
}

/// `1/(n y)`
fn reciprocal(n: i64, y: &Series) -> Option<Series> {
    let number = |n: i64| constant(Coefficient::integer(n)?, y.len());
    div(&number(1)?, &mul(&number(n)?, y)?)
}

pub(super) struct Sqrt;

impl Function for Sqrt {
    fn name(&self) -> Func {
        Func::Sqrt
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.sqrt()
    }

    fn slope(&self, u: &Enclosure, value: &Enclosure) -> Slope {
        Enclosure::integer(2, u.bits())?
            .mul(value)?
            .power(-1)
            .map(Some)
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        if u.is_negative() {
            return Set::nonnegative();
        }
        odd(
            &u.meet(&Set::nonnegative()),
            Enclosure::sqrt,
            UNBOUNDED,
            bits,
        )
    }

    fn requirement(&self) -> Option<Requirement> {
        Some(Requirement::Positive)
    }

    fn at_zero(&self) -> Option<i64> {
        Some(0)
    }

    fn tail(&self, u: Tail) -> Option<Tail> {
        power(u, &share(2))
    }

    /// `sqrt(u)' = u'/(2 sqrt(u))`
    fn series(&self, u: &Series, _: Side) -> Option<Series> {
        let first = self.value_at(u.first()?)?;
        solution(first, &derivative(u)?, |y| reciprocal(2, y))
    }

    fn root_degree(&self) -> Option<u32> {
        Some(2)
    }

    fn radicand(&self, a: &Expr) -> Option<Expr> {
        Some(a.clone())
    }

    fn element(&self, space: &mut Space, a: &Elem, text: &Expr) -> Checked<Elem> {
        space.root_of(a, 2, text)
    }
}

pub(super) struct Cbrt;

impl Function for Cbrt {
    fn name(&self) -> Func {
        Func::Cbrt
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.cbrt()
    }

    fn slope(&self, u: &Enclosure, value: &Enclosure) -> Slope {
        Enclosure::integer(3, u.bits())?
            .mul(&value.power(2)?)?
            .power(-1)
            .map(Some)
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        odd(u, Enclosure::cbrt, UNBOUNDED, bits)
    }

    fn requirement(&self) -> Option<Requirement> {
        Some(Requirement::NonZero)
    }

    fn at_zero(&self) -> Option<i64> {
        Some(0)
    }

    fn at_infinity(&self, sign: Sign) -> Option<Tail> {
        Some(Tail::Unbounded(sign))
    }

    fn tail(&self, u: Tail) -> Option<Tail> {
        match &u {
            Tail::Scaled(s) if s.sign == Sign::Minus => power(opposite(u), &share(3)).map(opposite),
            Tail::Scaled(_) => power(u, &share(3)),
            _ => by_limits(self, u),
        }
    }

    /// `cbrt(u)' = u'/(3 cbrt(u)^2)`
    fn series(&self, u: &Series, _: Side) -> Option<Series> {
        let first = self.value_at(u.first()?)?;
        solution(first, &derivative(u)?, |y| reciprocal(3, &mul(y, y)?))
    }

    fn root_degree(&self) -> Option<u32> {
        Some(3)
    }

    fn radicand(&self, a: &Expr) -> Option<Expr> {
        Some(a.clone())
    }

    fn element(&self, space: &mut Space, a: &Elem, text: &Expr) -> Checked<Elem> {
        space.root_of(a, 3, text)
    }
}

//! The error function, and 1 less it.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, Zero};

use super::exp::Exp;
use super::function::{Enclosed, Function, Slope, number};
use crate::element::Elem;
use crate::failure::Checked;
use crate::ranges::monotone::{increasing, odd};
use crate::ranges::series::{BITS, Coefficient, Series, constant, derivative, integral, mul, neg};
use crate::ranges::set::Set;
use crate::ranges::side::Side;
use crate::ranges::tail::Tail;
use crate::space::Space;
use wronski_certificate::Bound;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Expr, Func};

/// `2 exp(-u^2)/sqrt(pi)`
fn bell(u: &Enclosure) -> Enclosed {
    let bits = u.bits();
    let factor = Enclosure::integer(2, bits)?.div(&Enclosure::pi(bits)?.sqrt()?)?;
    factor.mul(&u.power(2)?.neg().exp()?)
}

/// The series with that first coefficient and the derivative `times u' exp(-u^2)/sqrt(pi)`.
fn series(first: Coefficient, times: i64, u: &Series, side: Side) -> Option<Series> {
    let bell = Exp.series(&neg(&mul(u, u)?)?, side)?;
    let root = Enclosure::pi(BITS).ok()?.sqrt().ok()?.power(-1).ok()?;
    let times = Enclosure::integer(times, BITS).ok()?;
    let factor = constant(Coefficient::enclosed(times.mul(&root).ok()?), u.len())?;
    integral(first, &mul(&factor, &mul(&bell, &derivative(u)?)?)?)
}

pub(super) struct Erf;

impl Function for Erf {
    fn name(&self) -> Func {
        Func::Erf
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.erf()
    }

    fn slope(&self, u: &Enclosure, _: &Enclosure) -> Slope {
        bell(u).map(Some)
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        let one = BigRational::one();
        let [low, high] = [Bound::Open(-one.clone()), Bound::Open(one)];
        odd(u, Enclosure::erf, [low.clone(), high.clone()], bits).meet(&Set::between(low, high))
    }

    fn at_zero(&self) -> Option<i64> {
        Some(0)
    }

    fn at_infinity(&self, sign: Sign) -> Option<Tail> {
        Some(number(if sign == Sign::Plus { 1 } else { -1 }))
    }

    fn series(&self, u: &Series, side: Side) -> Option<Series> {
        series(self.value_at(u.first()?)?, 2, u, side)
    }

    fn element(&self, space: &mut Space, a: &Elem, _: &Expr) -> Checked<Elem> {
        space.erf(a)
    }
}

pub(super) struct Erfc;

impl Function for Erfc {
    fn name(&self) -> Func {
        Func::Erfc
    }

    fn enclosed(&self, u: &Enclosure) -> Enclosed {
        u.erfc()
    }

    fn slope(&self, u: &Enclosure, _: &Enclosure) -> Slope {
        Ok(Some(bell(u)?.neg()))
    }

    fn image(&self, u: &Set, bits: u32) -> Set {
        let two = BigRational::from_integer(BigInt::from(2));
        let [low, high] = [Bound::Open(BigRational::zero()), Bound::Open(two)];
        let limits = [low.clone(), high.clone()];
        increasing(&u.neg(), |e| e.neg().erfc(), limits, bits).meet(&Set::between(low, high))
    }

    fn at_zero(&self) -> Option<i64> {
        Some(1)
    }

    fn at_infinity(&self, sign: Sign) -> Option<Tail> {
        Some(match sign {
            Sign::Plus => Tail::Vanishing,
            _ => number(2),
        })
    }

    fn series(&self, u: &Series, side: Side) -> Option<Series> {
        series(self.value_at(u.first()?)?, -2, u, side)
    }

    fn element(&self, space: &mut Space, a: &Elem, _: &Expr) -> Checked<Elem> {
        let e = space.erf(a)?;
        space.arithmetic.sub(&Elem::one(), &e)
    }
}

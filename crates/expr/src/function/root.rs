//! Square and cube root.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, Signed};

use super::{Derivative, Elementary, Formula, Preimages, Requires};
use crate::asymptotic::{Behaviour, Term, negated, to_power};
use crate::range::Range;
use crate::series::{Expanded, Series, Side, cube_root, power};
use wronski_certificate::Requirement;
use wronski_certificate::reason::Role;
use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_exact::univariate::End;

/// The nonnegative square root.
pub(super) struct Sqrt;

/// The real cube root.
pub(super) struct Cbrt;

/// The exact root of a rational number, if it is rational.
fn rational_root(q: &BigRational, n: u32) -> Option<BigRational> {
    if q.is_negative() && n.is_multiple_of(2) {
        return None;
    }
    let (up, down) = (q.numer().nth_root(n), q.denom().nth_root(n));
    let exact = num_traits::pow(up.clone(), n as usize) == *q.numer()
        && num_traits::pow(down.clone(), n as usize) == *q.denom();
    exact.then(|| BigRational::new(up, down))
}

fn one_over(n: i64) -> BigRational {
    BigRational::new(BigInt::one(), BigInt::from(n))
}

impl Elementary for Sqrt {
    fn name(&self) -> &'static str {
        "sqrt"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 0]
    }

    fn rational_value(&self, q: &BigRational) -> Option<BigRational> {
        rational_root(q, 2)
    }

    fn defined(&self) -> Option<Requires> {
        Some((Requirement::NonNegative, Role::SquareRoot))
    }

    fn analytic(&self) -> Option<Requires> {
        Some((Requirement::Positive, Role::AnalyticSquareRoot))
    }

    fn derivative(&self) -> Derivative {
        Derivative::Divisor(&Formula::Product(&Formula::Number(2), &Formula::Value))
    }

    fn expanded(&self) -> Option<&'static Formula> {
        Some(&Formula::Root(&Formula::X))
    }

    fn root_degree(&self) -> Option<u32> {
        Some(2)
    }

    fn preimages(&self) -> Preimages {
        Preimages::OneIfNonNegative(&Formula::Power(&Formula::X, 2), &Formula::X)
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.sqrt()
    }

    fn image(&self, u: &Range) -> Range {
        if u.is_negative() {
            return Range::nonnegative();
        }
        let inside = u.meet(&Range::nonnegative());
        let image = inside.increasing(Enclosure::sqrt, End::Infinite, End::Infinite);
        Range {
            nonzero: inside.nonzero,
            ..image.meet(&Range::nonnegative())
        }
        .open_at_zero()
    }

    fn series(&self, u: &Series, side: Side) -> Option<Expanded> {
        Some(power(u, &one_over(2), side))
    }

    fn leading_term(&self, u: &Term) -> Option<Behaviour> {
        Some(to_power(Behaviour::Term(u.clone()), &one_over(2)))
    }

    fn at_infinity(&self, sign: Sign) -> Behaviour {
        match sign {
            Sign::Plus => Behaviour::Large(Sign::Plus),
            _ => Behaviour::Unknown,
        }
    }
}

impl Elementary for Cbrt {
    fn name(&self) -> &'static str {
        "cbrt"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 0]
    }

    fn rational_value(&self, q: &BigRational) -> Option<BigRational> {
        rational_root(q, 3)
    }

    fn analytic(&self) -> Option<Requires> {
        Some((Requirement::NonZero, Role::AnalyticCubeRoot))
    }

    fn derivative(&self) -> Derivative {
        Derivative::Divisor(&Formula::Product(
            &Formula::Number(3),
            &Formula::Power(&Formula::Value, 2),
        ))
    }

    fn root_degree(&self) -> Option<u32> {
        Some(3)
    }

    fn preimages(&self) -> Preimages {
        Preimages::One(&Formula::Power(&Formula::X, 3))
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.cbrt()
    }

    fn image(&self, u: &Range) -> Range {
        u.same_zero(u.increasing(Enclosure::cbrt, End::Infinite, End::Infinite))
    }

    fn series(&self, u: &Series, _: Side) -> Option<Expanded> {
        Some(cube_root(u))
    }

    fn leading_term(&self, u: &Term) -> Option<Behaviour> {
        let root = |t: Behaviour| to_power(t, &one_over(3));
        let u = Behaviour::Term(u.clone());
        Some(match &u {
            Behaviour::Term(t) if t.sign == Sign::Minus => negated(root(negated(u))),
            _ => root(u),
        })
    }

    fn at_infinity(&self, sign: Sign) -> Behaviour {
        Behaviour::Large(sign)
    }
}

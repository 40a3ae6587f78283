//! Square and cube root.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, Signed};

use super::elementary::Elementary;
use super::{Derivative, Formula, Preimages};
use crate::asymptotic::{Behaviour, negated, to_power};
use crate::range::Range;
use crate::series::{cube_root, power};
use wronski_certificate::Requirement;
use wronski_certificate::reason::Role;
use wronski_exact::enclosure::Enclosure;
use wronski_exact::univariate::End;

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

pub(super) static SQRT: Elementary = Elementary {
    rational_value: Some(|q| rational_root(q, 2)),
    defined: Some((Requirement::NonNegative, Role::SquareRoot)),
    analytic: Some((Requirement::Positive, Role::AnalyticSquareRoot)),
    expanded: Some(&Formula::Root(&Formula::X)),
    root_degree: Some(2),
    preimages: Preimages::OneIfNonNegative(&Formula::Power(&Formula::X, 2), &Formula::X),
    series: Some(|u, side| power(u, &one_over(2), side)),
    leading_term: Some(|u| to_power(Behaviour::Term(u.clone()), &one_over(2))),
    at_infinity: |sign| match sign {
        Sign::Plus => Behaviour::Large(Sign::Plus),
        _ => Behaviour::Unknown,
    },
    ..Elementary::new(
        "sqrt",
        [0, 0],
        Derivative::Divisor(&Formula::Product(&Formula::Number(2), &Formula::Value)),
        Enclosure::sqrt,
        |u| {
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
        },
    )
};

pub(super) static CBRT: Elementary = Elementary {
    rational_value: Some(|q| rational_root(q, 3)),
    analytic: Some((Requirement::NonZero, Role::AnalyticCubeRoot)),
    root_degree: Some(3),
    preimages: Preimages::One(&Formula::Power(&Formula::X, 3)),
    series: Some(|u, _| cube_root(u)),
    leading_term: Some(|u| {
        let root = |t: Behaviour| to_power(t, &one_over(3));
        let u = Behaviour::Term(u.clone());
        match &u {
            Behaviour::Term(t) if t.sign == Sign::Minus => negated(root(negated(u))),
            _ => root(u),
        }
    }),
    at_infinity: Behaviour::Large,
    ..Elementary::new(
        "cbrt",
        [0, 0],
        Derivative::Divisor(&Formula::Product(
            &Formula::Number(3),
            &Formula::Power(&Formula::Value, 2),
        )),
        Enclosure::cbrt,
        |u| u.same_zero(u.increasing(Enclosure::cbrt, End::Infinite, End::Infinite)),
    )
};

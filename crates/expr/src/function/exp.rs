//! The exponential function.

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::Zero;

use super::elementary::Elementary;
use super::{Derivative, Formula, Func, Preimages};
use crate::asymptotic::Behaviour;
use crate::fraction::exponential;
use crate::range::Range;
use crate::series::{convolve, derivative, first, number};
use wronski_exact::enclosure::Enclosure;
use wronski_exact::univariate::End;

pub(super) static EXP: Elementary = Elementary {
    preimages: Preimages::OneIfPositive(&Formula::Image(Func::Log, &Formula::X), &Formula::X),
    // `e' = u' e`
    series: Some(|u, _| {
        let slope = derivative(u)?;
        let mut e = vec![first(u)?.map(Enclosure::exp)?];
        for n in 1..u.len() {
            let next = convolve(&slope, &e, n - 1)?.mul(&number(1, n as i64)?)?;
            e.push(next);
        }
        Ok(e)
    }),
    fraction: Some(exponential),
    at_infinity: |sign| match sign {
        Sign::Plus => Behaviour::Large(Sign::Plus),
        _ => Behaviour::Small,
    },
    ..Elementary::new(
        "exp",
        [0, 1],
        Derivative::Factor(&Formula::Value),
        Enclosure::exp,
        |u| {
            let zero = End::Open(BigRational::zero());
            Range::positive().meet(&u.increasing(Enclosure::exp, zero, End::Infinite))
        },
    )
};

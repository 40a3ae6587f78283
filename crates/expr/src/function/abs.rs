//! Absolute value.

use num_bigint::Sign;
use num_traits::Signed;

use super::Derivative;
use super::elementary::Elementary;
use crate::asymptotic::{Behaviour, negated};
use crate::fraction::Fraction;
use crate::series::{negate, sign};
use wronski_certificate::Requirement;
use wronski_certificate::reason::Role;

pub(super) static ABS: Elementary = Elementary {
    rational_value: Some(|q| Some(q.abs())),
    analytic: Some((Requirement::OneSigned, Role::AnalyticAbsoluteValue)),
    value: Some(|u| Ok(u.abs())),
    series: Some(|u, side| {
        sign(u, side).map(|s| match s {
            Sign::Plus => u.clone(),
            _ => negate(u),
        })
    }),
    fraction: Some(|u| Some(Fraction::number(&u.as_constant()?.abs()))),
    leading_term: Some(|u| {
        let u = Behaviour::Term(u.clone());
        match &u {
            Behaviour::Term(t) if t.sign == Sign::Minus => negated(u),
            _ => u,
        }
    }),
    at_infinity: |_| Behaviour::Large(Sign::Plus),
    ..Elementary::new(
        "abs",
        [0, 0],
        Derivative::Jumps,
        |u| Ok(u.abs()),
        |u| u.abs(),
    )
};

//! The natural logarithm.

use num_bigint::Sign;

use super::elementary::Elementary;
use super::{Derivative, Formula, Func, Preimages};
use crate::asymptotic::Behaviour;
use crate::range::Range;
use wronski_certificate::Requirement;
use wronski_certificate::reason::Role;
use wronski_exact::enclosure::Enclosure;
use wronski_exact::univariate::End;

pub(super) static LOG: Elementary = Elementary {
    other_spellings: &["ln"],
    defined: Some((Requirement::Positive, Role::Logarithm)),
    preimages: Preimages::One(&Formula::Image(Func::Exp, &Formula::X)),
    at_infinity: |sign| match sign {
        Sign::Plus => Behaviour::Large(Sign::Plus),
        _ => Behaviour::Unknown,
    },
    ..Elementary::new(
        "log",
        [1, 0],
        Derivative::Divisor(&Formula::X),
        Enclosure::log,
        |u| {
            if u.is_nonpositive() {
                return Range::everything();
            }
            u.meet(&Range::positive())
                .increasing(Enclosure::log, End::Infinite, End::Infinite)
        },
    )
};

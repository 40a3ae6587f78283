//! Tangent.

use super::circular::pair;
use super::elementary::Elementary;
use super::{Derivative, Formula};
use crate::range::Range;
use crate::series::divide;
use wronski_certificate::Requirement;
use wronski_certificate::reason::Role;
use wronski_exact::enclosure::Enclosure;

pub(super) static TAN: Elementary = Elementary {
    defined: Some((Requirement::CosineNonZero, Role::Tangent)),
    series: Some(|u, _| pair(u).and_then(|(sin, cos)| divide(&sin, &cos))),
    ..Elementary::new(
        "tan",
        [0, 0],
        Derivative::Factor(&Formula::Sum(
            &Formula::Number(1),
            &Formula::Power(&Formula::Value, 2),
        )),
        Enclosure::tan,
        |u| {
            u.through_enclosure(Enclosure::tan)
                .unwrap_or_else(Range::everything)
        },
    )
};

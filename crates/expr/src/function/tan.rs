//! Tangent.

use super::circular::pair;
use super::{Derivative, Elementary, Formula, Requires};
use crate::range::Range;
use crate::series::{Expanded, Series, Side, divide};
use wronski_certificate::Requirement;
use wronski_certificate::reason::Role;
use wronski_exact::enclosure::{Enclosure, EnclosureError};

pub(super) struct Tan;

impl Elementary for Tan {
    fn name(&self) -> &'static str {
        "tan"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 0]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Factor(&Formula::Sum(
            &Formula::Number(1),
            &Formula::Power(&Formula::Value, 2),
        ))
    }

    fn defined(&self) -> Option<Requires> {
        Some((Requirement::CosineNonZero, Role::Tangent))
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.tan()
    }

    fn image(&self, u: &Range) -> Range {
        u.through_enclosure(Enclosure::tan)
            .unwrap_or_else(Range::everything)
    }

    fn series(&self, u: &Series, _: Side) -> Option<Expanded> {
        Some(pair(u).and_then(|(sin, cos)| divide(&sin, &cos)))
    }
}

//! The natural logarithm.

use num_bigint::Sign;

use super::{Derivative, Elementary, Formula, Func, Preimages, Requires};
use crate::asymptotic::Behaviour;
use crate::range::Range;
use wronski_certificate::Requirement;
use wronski_certificate::reason::Role;
use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_exact::univariate::End;

pub(super) struct Log;

impl Elementary for Log {
    fn name(&self) -> &'static str {
        "log"
    }

    fn other_spellings(&self) -> &'static [&'static str] {
        &["ln"]
    }

    fn special_value(&self) -> [i64; 2] {
        [1, 0]
    }

    fn defined(&self) -> Option<Requires> {
        Some((Requirement::Positive, Role::Logarithm))
    }

    fn derivative(&self) -> Derivative {
        Derivative::Divisor(&Formula::X)
    }

    fn preimages(&self) -> Preimages {
        Preimages::One(&Formula::Image(Func::Exp, &Formula::X))
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        u.log()
    }

    fn image(&self, u: &Range) -> Range {
        if u.is_nonpositive() {
            return Range::everything();
        }
        u.meet(&Range::positive())
            .increasing(Enclosure::log, End::Infinite, End::Infinite)
    }

    fn at_infinity(&self, sign: Sign) -> Behaviour {
        match sign {
            Sign::Plus => Behaviour::Large(Sign::Plus),
            _ => Behaviour::Unknown,
        }
    }
}

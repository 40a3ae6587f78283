//! Absolute value.

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::Signed;

use super::{Derivative, Elementary, Requires};
use crate::asymptotic::{Behaviour, Term, negated};
use crate::fraction::Fraction;
use crate::range::Range;
use crate::series::{Expanded, Series, Side, negate, sign};
use crate::value::{Enclosed, Value};
use wronski_certificate::Requirement;
use wronski_certificate::reason::Role;
use wronski_exact::enclosure::{Enclosure, EnclosureError};

pub(super) struct Abs;

impl Elementary for Abs {
    fn name(&self) -> &'static str {
        "abs"
    }

    fn special_value(&self) -> [i64; 2] {
        [0, 0]
    }

    fn derivative(&self) -> Derivative {
        Derivative::Jumps
    }

    fn rational_value(&self, q: &BigRational) -> Option<BigRational> {
        Some(q.abs())
    }

    fn analytic(&self) -> Option<Requires> {
        Some((Requirement::OneSigned, Role::AnalyticAbsoluteValue))
    }

    fn enclosure(&self, u: &Enclosure) -> Result<Enclosure, EnclosureError> {
        Ok(u.abs())
    }

    fn value(&self, u: &Value) -> Enclosed {
        Ok(u.abs())
    }

    fn image(&self, u: &Range) -> Range {
        u.abs()
    }

    fn series(&self, u: &Series, side: Side) -> Option<Expanded> {
        Some(sign(u, side).map(|s| if s.is_gt() { u.clone() } else { negate(u) }))
    }

    fn fraction(&self, u: &Fraction) -> Option<Fraction> {
        Some(Fraction::number(&u.as_constant()?.abs()))
    }

    fn leading_term(&self, u: &Term) -> Option<Behaviour> {
        let u = Behaviour::Term(u.clone());
        Some(match &u {
            Behaviour::Term(t) if t.sign == Sign::Minus => negated(u),
            _ => u,
        })
    }

    fn at_infinity(&self, _: Sign) -> Behaviour {
        Behaviour::Large(Sign::Plus)
    }
}

//! Signs of enclosed numbers.

use num_bigint::Sign;

use wronski_exact::enclosure::Enclosure;

/// The sign of all numbers in the enclosure, if it is away from 0.
pub(super) fn sign(e: &Enclosure) -> Option<Sign> {
    match (e.certainly_positive(), e.certainly_negative()) {
        (true, _) => Some(Sign::Plus),
        (_, true) => Some(Sign::Minus),
        _ => None,
    }
}

//! Where a series is cut off.

use super::{EXPONENT_LIMIT, Enclosure};

/// Is the last term below `2^-work` times the scale `2^scale` of the sum, or at the exponent limit?
///
/// Stopping at any term is sound: its whole size is added as the remainder.
pub(super) fn negligible(term: &Enclosure, scale: i64, work: u32) -> bool {
    match term.greatest_absolute().magnitude() {
        None => true,
        Some(k) => k < scale - i64::from(work) || k <= 1 - EXPONENT_LIMIT,
    }
}

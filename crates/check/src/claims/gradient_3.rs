//! The gradient family of the chain of three layers.

use super::about::{About, foreign, full};
use crate::failure::Checked;
use wronski_certificate::{ClaimRecord, Evidence};

pub(super) fn confirm(
    about: &mut About,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    match evidence {
        Evidence::Rank(e) => full(about, c, "gradient-3", e, proved),
        _ => foreign(c),
    }
}

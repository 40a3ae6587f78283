//! The gradient family of the chain of three layers.

use super::setting::{Setting, foreign, full};
use crate::failure::Checked;
use wronski_certificate::{ClaimRecord, Evidence};

pub(super) fn confirm(
    setting: &mut Setting,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    match evidence {
        Evidence::Rank(e) => full(setting, c, "gradient-3", e, proved),
        _ => foreign(c),
    }
}

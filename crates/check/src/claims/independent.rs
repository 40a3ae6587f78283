//! The independence of the functions of the file, in a tower or by values at real points.

use super::setting::{Setting, foreign, full};
use crate::failure::Checked;
use wronski_certificate::{ClaimRecord, Evidence};

pub(super) fn confirm(
    setting: &mut Setting,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    match (proved, evidence) {
        (
            true,
            Evidence::RealAlternant {
                points,
                bits,
                determinant,
            },
        ) => {
            if c.exceptional.is_empty() {
                crate::real::confirm(&setting.expressions, points, *bits, determinant)
            } else {
                Err("values at real points exclude no parameters".into())
            }
        }
        (_, Evidence::Rank(e)) => full(setting, c, "given", e, proved),
        _ => foreign(c),
    }
}

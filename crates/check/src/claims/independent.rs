//! The independence of the functions of the file, in a tower or by values at real points.

use super::about::{About, foreign, full};
use crate::failure::Checked;
use wronski_certificate::{ClaimRecord, Evidence};

pub(super) fn confirm(
    about: &mut About,
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
                crate::real::confirm(&about.expressions, points, *bits, determinant)
            } else {
                Err("values at real points exclude no parameters".into())
            }
        }
        (_, Evidence::Rank(e)) => full(about, c, "given", e, proved),
        _ => foreign(c),
    }
}

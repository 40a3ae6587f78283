//! Claim 2 of Assumption 2: 1, S, S1, S2 are independent over a field of sigma, or dependent.

use super::setting::{Setting, foreign, functions, generic, identity};
use crate::failure::Checked;
use crate::subfield::{Reading, dependent, independent};
use wronski_certificate::{ClaimRecord, Evidence};

/// Over the field that sigma generates.
pub(super) fn confirm_field(
    setting: &mut Setting,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    confirm(setting, c, proved, evidence, Reading::Field)
}

/// Over the differential field that sigma generates.
pub(super) fn confirm_differential(
    setting: &mut Setting,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    confirm(setting, c, proved, evidence, Reading::Differential)
}

fn confirm(
    setting: &mut Setting,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
    reading: Reading,
) -> Checked<()> {
    let f = functions(setting, true)?;
    match (proved, evidence) {
        (true, Evidence::IndependentOverSubfield(e)) => {
            independent(&setting.space, &f, reading, e)?;
            generic(setting, c, &f)
        }
        (false, Evidence::RelationOverSubfield { relation }) => {
            let coefficients = dependent(&mut setting.space, &f, reading, relation)?;
            identity(setting, c, &f, &coefficients)
        }
        _ => foreign(c),
    }
}

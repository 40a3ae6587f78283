//! Claim 2 of Assumption 2: 1, S, S1, S2 are independent over a field of sigma, or dependent.

use super::about::{About, foreign, functions, generic, identity};
use crate::failure::Checked;
use crate::subfield::{Reading, dependent, independent};
use wronski_certificate::{ClaimRecord, Evidence};

/// Over the field that sigma generates.
pub(super) fn confirm_field(
    about: &mut About,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    confirm(about, c, proved, evidence, Reading::Field)
}

/// Over the differential field that sigma generates.
pub(super) fn confirm_differential(
    about: &mut About,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    confirm(about, c, proved, evidence, Reading::Differential)
}

fn confirm(
    about: &mut About,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
    reading: Reading,
) -> Checked<()> {
    let f = functions(about, true)?;
    match (proved, evidence) {
        (true, Evidence::IndependentOverSubfield(e)) => {
            independent(&about.space, &f, reading, e)?;
            generic(about, c, &f)
        }
        (false, Evidence::RelationOverSubfield { relation }) => {
            let coefficients = dependent(&mut about.space, &f, reading, relation)?;
            identity(about, c, &f, &coefficients)
        }
        _ => foreign(c),
    }
}

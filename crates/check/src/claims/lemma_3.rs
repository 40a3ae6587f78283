//! The conclusion of Lemma 3.

use super::setting::{Setting, foreign, ranked};
use crate::failure::Checked;
use crate::families::SINGLED_OUT;
use wronski_certificate::{ClaimRecord, Evidence};

pub(super) fn confirm(
    setting: &mut Setting,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    let Evidence::Rank(e) = evidence else {
        return foreign(c);
    };
    let confirmed = ranked(setting, c, "B3", e)?;
    // rank(B3) - rank(rest) is 3 minus the rank of these three columns of the relations.
    let outside = |r: &Vec<_>| {
        SINGLED_OUT
            .iter()
            .all(|&j| crate::element::Elem::is_zero(&r[j]))
    };
    if confirmed.relations.iter().all(outside) == proved {
        Ok(())
    } else {
        foreign(c)
    }
}

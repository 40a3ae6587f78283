//! Assumption 1: sigma is analytic and B2 is independent, or one of the two fails.

use super::about::{About, foreign, full};
use super::analytic::by_the_expression;
use crate::exceptional::Exceptional;
use crate::failure::Checked;
use wronski_certificate::{ClaimRecord, Evidence};

pub(super) fn confirm(
    about: &mut About,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    match (proved, evidence) {
        (false, Evidence::Rank(e)) => full(about, c, "B2", e, false),
        (false, Evidence::NotAnalytic(_)) => by_the_expression(about, c, false, evidence).map(drop),
        (true, Evidence::Rank(e)) => {
            // It is analytic only outside the values that this costs.
            let Some(conditions) = about.conditions.clone() else {
                return Err("it is proved only together with the claim `analytic`".into());
            };
            full(about, c, "B2", e, true)?;
            let excluded = Exceptional::read(&mut about.space, &c.exceptional)?;
            for condition in conditions {
                let value = about.space.interpret(&condition);
                about.space.reset();
                if !excluded.nonvanishing(&about.space, &value?.num) {
                    return Err(format!("{condition} = 0 is not excluded").into());
                }
            }
            Ok(())
        }
        _ => foreign(c),
    }
}

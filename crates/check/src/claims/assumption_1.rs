//! Assumption 1: sigma is analytic and B2 is independent, or one of the two fails.

use super::analytic::by_the_expression;
use super::setting::{Setting, foreign, full};
use crate::exceptional::Exceptional;
use crate::failure::Checked;
use wronski_certificate::{ClaimRecord, Evidence};

pub(super) fn confirm(
    setting: &mut Setting,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    match (proved, evidence) {
        (false, Evidence::Rank(e)) => full(setting, c, "B2", e, false),
        (false, Evidence::NotAnalytic(_)) => {
            by_the_expression(setting, c, false, evidence).map(drop)
        }
        (true, Evidence::Rank(e)) => {
            // It is analytic only outside the values that this costs.
            let Some(conditions) = setting.conditions.clone() else {
                return Err("it is proved only together with the claim `analytic`".into());
            };
            full(setting, c, "B2", e, true)?;
            let excluded = Exceptional::read(&mut setting.space, &c.exceptional)?;
            for condition in conditions {
                let value = setting.space.interpret(&condition);
                setting.space.reset();
                if !excluded.nonvanishing(&setting.space, &value?.num) {
                    return Err(format!("{condition} = 0 is not excluded").into());
                }
            }
            Ok(())
        }
        _ => foreign(c),
    }
}

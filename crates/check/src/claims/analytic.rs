//! sigma is analytic, or is not.

use super::setting::{Setting, foreign, zeros_of};
use crate::failure::Checked;
use wronski_certificate::{ClaimRecord, Evidence};
use wronski_expr::Expr;

pub(super) fn confirm(
    setting: &mut Setting,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    if !matches!(
        evidence,
        Evidence::Analytic { .. } | Evidence::NotAnalytic(_)
    ) {
        return foreign(c);
    }
    let conditions = by_the_expression(setting, c, proved, evidence)?;
    setting.conditions = proved.then_some(conditions);
    Ok(())
}

/// The evidence and the excluded values are those of the expression. The expressions in the parameters that must not
/// vanish.
pub(super) fn by_the_expression(
    setting: &Setting,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<Vec<Expr>> {
    let expr = setting.expressions.first().ok_or("there is no function")?;
    let names = &setting.certificate.parameters;
    let conditions = crate::analytic::confirm(expr, names, proved, evidence)?;
    if zeros_of(&conditions) == c.exceptional {
        Ok(conditions)
    } else {
        Err("the excluded values are not those of the expression".into())
    }
}

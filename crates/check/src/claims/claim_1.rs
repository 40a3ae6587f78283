//! Claim 1 of Assumption 2: S is transcendental over C(x, sigma), or is algebraic.

use super::setting::{Setting, foreign, functions, generic, identity};
use crate::element::Elem;
use crate::failure::Checked;
use crate::subfield::{algebraic, transcendental};
use wronski_certificate::{ClaimRecord, Evidence};

pub(super) fn confirm(
    setting: &mut Setting,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    match (proved, evidence) {
        (true, Evidence::Transcendental(e)) => {
            let f = functions(setting, true)?;
            transcendental(&setting.space, &f, e)?;
            generic(setting, c, &f)
        }
        (false, Evidence::Algebraic) => {
            let f = functions(setting, true)?;
            algebraic(&setting.space, &f)?;
            // Where sigma is transcendental at all it has to stay so.
            let slopes: Vec<Elem> = setting
                .space
                .monomials()
                .into_iter()
                .map(|v| setting.space.slope(&f.base[1], v))
                .collect::<Checked<_>>()?;
            if slopes.iter().all(Elem::is_zero) {
                generic(setting, c, &f)
            } else {
                identity(setting, c, &f, &slopes)
            }
        }
        _ => foreign(c),
    }
}

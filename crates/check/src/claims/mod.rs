//! The claims, one after the other; how each is confirmed stands in a file of its own.

mod analytic;
mod assumption_1;
mod claim_1;
mod claim_2;
mod class_a;
mod gradient_3;
mod independent;
mod lemma_3;
pub(crate) mod setting;

use crate::failure::{Checked, unshown};
use crate::space::{Space, Variable};
use setting::Setting;
use wronski_certificate::claim::{
    ANALYTIC, ASSUMPTION_1, CLAIM_1, CLAIM_2_DIFFERENTIAL, CLAIM_2_FIELD, CLASS_A, GRADIENT_3,
    INDEPENDENT, LEMMA_3,
};
use wronski_certificate::{
    ACTIVATION_CLAIMS, Certificate, ClaimId, ClaimRecord, Decision, Evidence, Ground, Subject,
};

/// How each claim is confirmed: proved or refuted, by this evidence.
type Confirm = fn(&mut Setting, &ClaimRecord, bool, &Evidence) -> Checked<()>;

/// All of them.
const CONFIRM: [(ClaimId, Confirm); 9] = [
    (ANALYTIC, analytic::confirm),
    (ASSUMPTION_1, assumption_1::confirm),
    (CLAIM_1, claim_1::confirm),
    (CLAIM_2_FIELD, claim_2::confirm_field),
    (CLAIM_2_DIFFERENTIAL, claim_2::confirm_differential),
    (LEMMA_3, lemma_3::confirm),
    (GRADIENT_3, gradient_3::confirm),
    (CLASS_A, class_a::confirm),
    (INDEPENDENT, independent::confirm),
];

/// Are these claims about the subject, each once, in their order, with those that they need?
pub(super) fn selection(certificate: &Certificate) -> Checked<()> {
    let ids: Vec<ClaimId> = certificate.claims.iter().map(|c| c.id).collect();
    let fits = match certificate.subject {
        Subject::Verify => {
            let mut order = ACTIVATION_CLAIMS.iter();
            let in_order = ids.iter().all(|id| order.any(|known| known == id));
            let needed = |id: &ClaimId| id.statement().needs.iter().all(|n| ids.contains(n));
            !ids.is_empty() && in_order && ids.iter().all(needed)
        }
        Subject::Independent => ids == [INDEPENDENT],
    };
    if fits {
        Ok(())
    } else {
        Err("the claims are not those of the subject, each once and in order, with those that they need".into())
    }
}

/// Confirms one claim.
pub(super) fn claim(setting: &mut Setting, c: &ClaimRecord) -> Checked<()> {
    let proved = match c.verdict {
        Decision::Undecided => {
            if c.evidence.is_some() || !c.exceptional.is_empty() {
                return Err("an undecided claim has no evidence, and excludes nothing".into());
            }
            return match &c.reason {
                Some(reason) => crate::reasons::sensible(setting, c, reason),
                None => Err("an undecided claim says why it is undecided".into()),
            };
        }
        Decision::Proved => true,
        Decision::Refuted => false,
    };
    if c.reason.is_some() {
        return Err("a decided claim has evidence, and no reason of its own".into());
    }
    let evidence = c.evidence.as_ref().ok_or("a decided claim has evidence")?;
    if evidence.ground() == Ground::Tower {
        independent_numbers(&setting.space)?;
    }
    let confirm = CONFIRM.iter().find(|(id, _)| *id == c.id);
    let (_, confirm) = confirm.ok_or("this checker knows no way to confirm the claim")?;
    confirm(setting, c, proved, evidence)
}

/// The numbers of the tower are algebraically independent by a theorem.
fn independent_numbers(space: &Space) -> Checked<()> {
    let listed = &space.variables[..space.listed];
    if listed.is_empty() {
        return Err("there is no tower that this could be derived in".into());
    }
    let numbers: Vec<&str> = listed
        .iter()
        .filter(|w| w.is_transcendental_number())
        .map(|w| w.symbol.as_str())
        .collect();
    match *numbers.as_slice() {
        [] => Ok(()),
        [one] if listed.iter().any(Variable::is_open_number) => {
            Err(format!("that {one} is transcendental is not proved").into())
        }
        [_] => Ok(()),
        _ => Err(unshown(format!(
            "the algebraic independence of {} is no known theorem",
            numbers.join(", ")
        ))),
    }
}

//! The table of decisions: how each claim about an activation is decided.

use wronski_certificate::claim::{
    ANALYTIC, ASSUMPTION_1, CLAIM_1, CLAIM_2_DIFFERENTIAL, CLAIM_2_FIELD, CLASS_A, GRADIENT_3,
    LEMMA_3,
};
use wronski_certificate::{ClaimId, Reason, Verdict};
use wronski_diagnostic::Result;
use wronski_expr::Expr;

use super::{Claim, Detail, Exceptional, Reading};
use crate::family::{Bounds, SelfComposition};
use crate::tower::{Element, Tower};

/// An activation in a tower, with what the decisions share.
pub struct Question<'a> {
    /// The tower.
    pub tower: &'a mut Tower,
    /// sigma and its first two derivatives.
    pub inner: &'a [Element; 3],
    /// The claim that sigma is analytic.
    pub analytic: &'a Claim,
}

/// How a claim is decided.
#[derive(Clone, Copy)]
pub enum Decide {
    /// From the expression as it was read.
    Expression(fn(&Expr) -> Result<Claim>),
    /// From the expression, and the claim that it is analytic.
    Analytic(fn(&Expr, &Claim) -> Result<Claim>),
    /// From sigma and its derivatives in a tower; and what follows from the claim that sigma is analytic alone, where
    /// for this reason there is no tower.
    Sigma(fn(&mut Question) -> Claim, fn(&Claim, &Reason) -> Claim),
    /// From sigma and its composition with itself in a tower.
    Composition(fn(&mut Tower, &SelfComposition) -> Claim),
}

/// All decisions.
const DECISIONS: [(ClaimId, Decide); 8] = [
    (ANALYTIC, Decide::Expression(super::analytic)),
    (
        ASSUMPTION_1,
        Decide::Sigma(
            |q| super::assumption1(q.tower, q.inner, q.analytic),
            super::assumption1::without_tower,
        ),
    ),
    (
        CLAIM_1,
        Decide::Composition(|t, composition| super::claim1(t, composition)),
    ),
    (
        CLAIM_2_FIELD,
        Decide::Composition(|t, composition| super::claim2(t, composition, Reading::Field)),
    ),
    (
        CLAIM_2_DIFFERENTIAL,
        Decide::Composition(|t, composition| super::claim2(t, composition, Reading::Differential)),
    ),
    (LEMMA_3, Decide::Composition(super::lemma3)),
    (GRADIENT_3, Decide::Composition(super::gradient3)),
    (CLASS_A, Decide::Analytic(super::class_a::class_a)),
];

/// How a claim about an activation is decided; `None` for one about other things.
pub fn decision(claim: ClaimId) -> Option<Decide> {
    let mut found = DECISIONS.iter().filter(|(id, _)| *id == claim);
    found.next().map(|(_, how)| *how)
}

impl Claim {
    /// A claim of which nothing is known.
    pub fn open(id: ClaimId, size: Option<usize>, why: &Reason) -> Claim {
        let bounds = |size| Bounds {
            at_least: 0,
            at_most: size,
            reason: why.clone(),
        };
        let detail = match size.or(id.family_size()) {
            None => Detail::Plain,
            Some(size) if id == LEMMA_3 => Detail::Lemma3 {
                size,
                rank: Some(Err(bounds(size))),
                conclusion: None,
            },
            Some(size) => Detail::Rank {
                size,
                rank: Some(Err(bounds(size))),
            },
        };
        Claim {
            id,
            verdict: Verdict::Undecided(why.clone()),
            detail,
            exceptional: Exceptional::none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wronski_certificate::ACTIVATION_CLAIMS;
    use wronski_certificate::claim::About;

    #[test]
    fn every_claim_about_an_activation_has_its_decision() {
        for id in ACTIVATION_CLAIMS {
            let how = decision(id).unwrap_or_else(|| panic!("{id}"));
            let composed = matches!(how, Decide::Composition(_));
            assert_eq!(composed, id.statement().about == About::Composition, "{id}");
            let rests = matches!(how, Decide::Analytic(_) | Decide::Sigma(..));
            assert_eq!(rests, id.statement().needs.contains(&ANALYTIC), "{id}");
        }
        assert_eq!(DECISIONS.len(), ACTIVATION_CLAIMS.len());
    }
}

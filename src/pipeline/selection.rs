//! Which claims about an activation are asked for.

use wronski_certificate::claim::{About, Asked};
use wronski_certificate::{ACTIVATION_CLAIMS, ClaimId};
use wronski_diagnostic::{Diagnostic, ErrorCode, Result};

/// The claim about an activation that has this id.
///
/// # Errors
/// `W0130` with the ids that there are.
pub fn activation_claim(id: &str) -> Result<ClaimId> {
    let found = ACTIVATION_CLAIMS.into_iter().find(|c| c.as_str() == id);
    found.ok_or_else(|| {
        let known = ACTIVATION_CLAIMS.map(ClaimId::as_str).join(", ");
        Diagnostic::input(
            ErrorCode::W0130,
            format!("no claim has this id; the claims are {known}"),
        )
    })
}

/// The usual selections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Assumptions {
    /// `analytic` and `assumption-1`.
    One,
    /// Those, and the claims of Assumption 2.
    Two,
    /// Every claim but those that are decided by name only.
    #[default]
    All,
}

/// Claims about an activation, each once and in their order, with what they need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection(Vec<ClaimId>);

impl Selection {
    /// These claims about an activation, and those that have to stand beside them; others are left out.
    pub fn of(wanted: &[ClaimId]) -> Selection {
        let needed = |c: &ClaimId| {
            wanted.contains(c) || wanted.iter().any(|w| w.statement().needs.contains(c))
        };
        Selection(ACTIVATION_CLAIMS.into_iter().filter(needed).collect())
    }

    /// The claims.
    pub fn claims(&self) -> &[ClaimId] {
        &self.0
    }

    /// Is one of them about the composition of the activation with itself?
    pub(super) fn composes(&self) -> bool {
        let composed = |c: &ClaimId| c.statement().about == About::Composition;
        self.0.iter().any(composed)
    }
}

impl From<Assumptions> for Selection {
    fn from(assumptions: Assumptions) -> Self {
        let last = match assumptions {
            Assumptions::One => Asked::WithAssumption1,
            Assumptions::Two => Asked::WithAssumption2,
            Assumptions::All => Asked::WithAll,
        };
        let asked = |c: &ClaimId| c.statement().asked <= last;
        Selection(ACTIVATION_CLAIMS.into_iter().filter(asked).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wronski_certificate::claim::{ANALYTIC, ASSUMPTION_1, CLAIM_1, INDEPENDENT, LEMMA_3};

    #[test]
    fn selections_hold_what_was_asked_for_and_what_that_needs() {
        assert_eq!(
            Selection::from(Assumptions::One).claims(),
            [ANALYTIC, ASSUMPTION_1]
        );
        assert_eq!(Selection::from(Assumptions::Two).claims().len(), 5);
        assert_eq!(Selection::from(Assumptions::All).claims().len(), 7);
        assert_eq!(
            Selection::of(&[ASSUMPTION_1]).claims(),
            [ANALYTIC, ASSUMPTION_1]
        );
        let two = Selection::of(&[LEMMA_3, CLAIM_1, LEMMA_3]);
        assert_eq!(two.claims(), [CLAIM_1, LEMMA_3]);
        assert!(two.composes() && !Selection::of(&[ASSUMPTION_1]).composes());
        assert!(Selection::of(&[INDEPENDENT]).claims().is_empty());
    }
}

//! The gradient family of the width-1 chain with three layers at w = 1, b = 0.
//!
//! If it is dependent, the Jacobian of the network is rank-deficient for every data set at these
//! weights, and the Hessian at a critical point need not be positive definite.

use crate::certificate::{Evidence, Verdict};
use crate::family::{Jet, decide, gradient3 as family};
use crate::tower::Tower;

use super::record::{conditions_text, rank_evidence};
use super::{Claim, Detail};

/// Decides whether `1, S, S1, S1 s, S1 s1, x S1 s1` are linearly independent.
pub fn gradient3(tower: &mut Tower, jet: &Jet) -> Claim {
    let family = family(jet);
    let size = family.len();
    let (verdict, rank, exceptional) = match decide(tower, &family) {
        Ok(rank) => {
            let evidence = Evidence::Rank(rank_evidence(tower, "gradient-3", &family, &rank));
            let conditions: Vec<_> = tower
                .conditions()
                .iter()
                .chain(&rank.conditions)
                .cloned()
                .collect();
            let verdict = if rank.rank == size {
                Verdict::Proved(evidence)
            } else {
                Verdict::Refuted(evidence)
            };
            (verdict, Ok(rank), conditions_text(tower, &conditions))
        }
        Err(bounds) => (
            Verdict::Undecided(bounds.reason.clone()),
            Err(bounds),
            vec![],
        ),
    };
    Claim {
        id: "gradient-3",
        verdict,
        detail: Detail::Rank {
            size,
            rank: Some(rank),
        },
        exceptional,
    }
}

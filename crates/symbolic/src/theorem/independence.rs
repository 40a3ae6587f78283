//! Linear independence of a family over the constants, as a claim.

use crate::family::{Family, decide};
use crate::tower::Tower;
use wronski_certificate::{ClaimId, Evidence, Verdict};

use super::record::rank_evidence;
use super::{Claim, Detail, Exceptional};

/// Decides whether the members of a family are linearly independent: proved by an alternant, refuted by
/// relations. `name` is what the evidence calls the family.
pub fn independence(tower: &mut Tower, id: ClaimId, name: &str, family: &Family) -> Claim {
    let size = family.len();
    let (verdict, rank, exceptional) = match decide(tower, family) {
        Ok(generic) => {
            let (rank, conditions) = generic.into_parts();
            let evidence = Evidence::Rank(rank_evidence(tower, name, family, &rank));
            let verdict = if rank.rank == size {
                Verdict::Proved(evidence)
            } else {
                Verdict::Refuted(evidence)
            };
            let excluded = Exceptional::new(tower, &conditions);
            (verdict, Ok(rank), excluded)
        }
        Err(bounds) => (
            Verdict::Undecided(bounds.reason.clone()),
            Err(bounds),
            Exceptional::none(),
        ),
    };
    Claim {
        id,
        verdict,
        detail: Detail::Rank {
            size,
            rank: Some(rank),
        },
        exceptional,
    }
}

//! Assumption 1: sigma is analytic on R, and the seven functions of B2 are linearly independent
//! ("Existence of a bad local minimum of neural networks with general smooth activation functions",
//! section 5.1).

use crate::family::{Bounds, Rank, b2, decide};
use crate::tower::{Element, Tower};
use wronski_certificate::claim::ASSUMPTION_1;
use wronski_certificate::{Evidence, Reason, Verdict};

use super::record::rank_evidence;
use super::{Claim, Detail, Exceptional};

/// What was found out about B2.
pub type Assumption1 = std::result::Result<Rank, Bounds>;

/// Without analyticity the assumption fails, whatever the family does; else it is open, for this reason.
pub(super) fn without_tower(analytic: &Claim, why: &Reason) -> Claim {
    let open = Claim::open(ASSUMPTION_1, None, why);
    let Verdict::Refuted(e) = &analytic.verdict else {
        return open;
    };
    Claim {
        verdict: Verdict::Refuted(e.clone()),
        detail: Detail::Rank {
            size: 7,
            rank: None,
        },
        exceptional: analytic.exceptional.clone(),
        ..open
    }
}

/// Decides Assumption 1 for `inner = [s, s1, s2]`, given the claim `analytic`.
///
/// For functions analytic on R, linear independence over R is the nonvanishing of one alternant; the
/// points of the tower at which it is computed stand for the functions by the algebraic independence
/// of the monomials.
pub fn assumption1(tower: &mut Tower, inner: &[Element; 3], analytic: &Claim) -> Claim {
    let family = b2(inner);
    let mut detail = Detail::Rank {
        size: family.len(),
        rank: None,
    };
    let mut exceptional = Exceptional::none();
    let verdict = match (&analytic.verdict, decide(tower, &family)) {
        (Verdict::Refuted(e), _) => {
            exceptional.clone_from(&analytic.exceptional);
            Verdict::Refuted(e.clone())
        }
        (_, Ok(generic)) => {
            let (rank, conditions) = generic.into_parts();
            let evidence = Evidence::Rank(rank_evidence(tower, "B2", &family, &rank));
            let full = rank.rank == family.len();
            // An undecided claim excludes nothing.
            if !full || !matches!(analytic.verdict, Verdict::Undecided(_)) {
                exceptional = Exceptional::new(tower, &conditions);
            }
            if full {
                exceptional = exceptional.and(&analytic.exceptional);
            }
            detail = Detail::Rank {
                size: family.len(),
                rank: Some(Ok(rank)),
            };
            match &analytic.verdict {
                // A relation refutes the assumption, whether sigma is analytic or not.
                _ if !full => Verdict::Refuted(evidence),
                Verdict::Undecided(why) => Verdict::Undecided(Reason::Depends {
                    on: analytic.id,
                    because: Box::new(why.clone()),
                }),
                Verdict::Proved(_) => Verdict::Proved(evidence),
                Verdict::Refuted(e) => Verdict::Refuted(e.clone()),
            }
        }
        (_, Err(bounds)) => {
            let reason = bounds.reason.clone();
            detail = Detail::Rank {
                size: family.len(),
                rank: Some(Err(bounds)),
            };
            Verdict::Undecided(reason)
        }
    };
    Claim {
        id: ASSUMPTION_1,
        verdict,
        detail,
        exceptional,
    }
}

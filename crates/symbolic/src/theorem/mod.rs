//! Published statements as decision procedures: hypotheses in, verdict out; one file a statement.

mod analytic;
mod assumption1;
mod assumption2;
mod certified;
mod class_a;
mod decision;
mod exceptional;
mod gradient3;
mod independence;
mod lemma3;
mod record;
mod subfield;
mod witnesses;

pub use analytic::analytic;
pub use assumption1::{Assumption1, assumption1};
pub use assumption2::{Reading, claim1, claim2};
pub use certified::{CertifiedActivation, Needs};
pub use decision::{Decide, Question, decision};
pub use exceptional::{AtValue, Dependents, Exceptional, Listed};
pub use gradient3::gradient3;
pub use independence::independence;
pub use lemma3::{Lemma3, Membership, lemma3};
pub use record::{rank_evidence, tower_record};

use crate::family::{Bounds, Rank};
use wronski_certificate::{ClaimId, Evidence, Verdict};

/// A claim with its verdict.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Which claim it is.
    pub id: ClaimId,
    /// The verdict with its evidence.
    pub verdict: Verdict<Evidence>,
    /// What is particular to the kind of claim.
    pub detail: Detail,
    /// With symbolic parameters: what the verdict excludes.
    pub exceptional: Exceptional,
}

/// The fields that only some claims have.
#[derive(Clone, Debug)]
pub enum Detail {
    /// None.
    Plain,
    /// The rank of a family of the given size.
    Rank {
        /// Number of members.
        size: usize,
        /// The rank, or what is known of it; absent where the claim fails before it is asked.
        rank: Option<std::result::Result<Rank, Bounds>>,
    },
    /// A family of this size that was found independent without a tower.
    FullRank {
        /// Number of members, and rank.
        size: usize,
    },
    /// As `Rank`, for B3.
    Lemma3 {
        /// Number of members.
        size: usize,
        /// The rank of B3, or what is known of it.
        rank: Option<std::result::Result<Rank, Bounds>>,
        /// What the rank says about the three members singled out.
        conclusion: Option<Lemma3>,
    },
    /// The coefficients of a relation over a subfield, when there is one.
    Relation(Option<Vec<String>>),
}

impl Claim {
    /// The reason in a sentence.
    pub fn because(&self) -> String {
        match &self.verdict {
            Verdict::Proved(e) => (self.id.statement().because)(true, e),
            Verdict::Refuted(e) => (self.id.statement().because)(false, e),
            Verdict::Undecided(reason) => reason.to_string(),
        }
    }
}

//! The claims that are decided: a published statement is one value in one file of this room.
//!
//! A [`Statement`] says what a claim is called, what it asks for, what it says and what follows from it; text, JSON
//! and pages are rendered from it. How it is decided stands in a file of the same name in `theorem` (crate
//! `wronski-symbolic`), how it is confirmed in one of `claims` (crate `wronski-check`).

mod analytic;
mod assumption_1;
mod claim_1;
mod claim_2;
mod class_a;
mod gradient_3;
mod independent;
mod lemma_3;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Evidence;

pub use analytic::ANALYTIC;
pub use assumption_1::ASSUMPTION_1;
pub use claim_1::CLAIM_1;
pub use claim_2::{CLAIM_2_DIFFERENTIAL, CLAIM_2_FIELD};
pub use class_a::CLASS_A;
pub use gradient_3::GRADIENT_3;
pub use independent::INDEPENDENT;
pub use lemma_3::LEMMA_3;

/// The claims about one activation, in the order in which they are listed.
pub static ACTIVATION_CLAIMS: [ClaimId; 8] = [
    ANALYTIC,
    ASSUMPTION_1,
    CLAIM_1,
    CLAIM_2_FIELD,
    CLAIM_2_DIFFERENTIAL,
    LEMMA_3,
    GRADIENT_3,
    CLASS_A,
];

/// When a claim about an activation is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// With Assumption 1 and everything beyond.
    WithAssumption1,
    /// With Assumption 2 and everything beyond.
    WithAssumption2,
    /// When all is asked for.
    WithAll,
    /// Only by its name.
    ByName,
}

/// What a claim speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The activation sigma and its derivatives.
    Sigma,
    /// The composition `S = sigma(sigma(x))` as well.
    Composition,
    /// Functions that are given.
    Functions,
}

/// What may stand beside a verdict in JSON (`docs/schema/verify.schema.json` is written from it).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing.
    Verdict,
    /// The point at which sigma is not analytic, if there is one, with the size of the family, if there is one.
    Jump,
    /// The same, and the intervals on which sigma is a line.
    Pieces,
    /// Four coefficients, of a refuted claim.
    Relation,
    /// The rank of the family and its relations.
    Rank,
    /// Bounds of the rank.
    RankBounds,
    /// The rank of the family and of all but three members, and where these lie.
    RankOutside,
}

/// A finite family whose rank a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyName {
    /// What evidence calls it.
    pub name: &'static str,
    /// What sentences call it.
    pub spoken: &'static str,
    /// The number of its members; `None` for one that is given.
    pub size: Option<usize>,
}

/// A published statement.
#[derive(Debug)]
pub struct Statement {
    /// The id in the command-line contract, such as `assumption-2/claim-1`.
    pub id: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// The head of a narrow column.
    pub column: &'static str,
    /// What `proved` means, in half a sentence.
    pub brief: &'static str,
    /// The shapes of an answer in JSON.
    pub shapes: &'static [Shape],
    /// What it speaks of.
    pub about: About,
    /// When it is decided.
    pub asked: Asked,
    /// The claims that have to stand in the same certificate.
    pub needs: &'static [ClaimId],
    /// The family whose rank it is about.
    pub family: Option<FamilyName>,
    /// The statement as a sentence. Formulas of the notation of families stand in backquotes, keys of references in
    /// brackets.
    pub sentence: &'static str,
    /// What follows where it is proved.
    pub proved: &'static str,
    /// What follows where it is refuted.
    pub refuted: &'static str,
    /// The reason of a verdict (proved or not) from its evidence, in one sentence.
    pub because: fn(bool, &Evidence) -> String,
}

/// What follows from an undecided claim.
pub const NOTHING_FOLLOWS: &str = "Nothing follows: whether the claim holds is open, and no result that assumes it \
    may be cited for this function on the strength of this certificate.";

/// The id of a claim: which statement it is.
#[derive(Clone, Copy)]
pub struct ClaimId(&'static Statement);

impl ClaimId {
    /// Every claim, those about an activation first.
    pub fn all() -> impl Iterator<Item = ClaimId> {
        ACTIVATION_CLAIMS.into_iter().chain([INDEPENDENT])
    }

    /// The claim with that id.
    pub fn find(id: &str) -> Option<ClaimId> {
        ClaimId::all().find(|c| c.as_str() == id)
    }

    /// The id as text.
    pub fn as_str(self) -> &'static str {
        self.0.id
    }

    /// What it states.
    pub fn statement(self) -> &'static Statement {
        self.0
    }

    /// The size of its family, if it is about the rank of one that is not given.
    pub fn family_size(self) -> Option<usize> {
        self.0.family.and_then(|f| f.size)
    }
}

impl PartialEq for ClaimId {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for ClaimId {}

/// With the id as text.
impl PartialEq<&str> for ClaimId {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Debug for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ClaimId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ClaimId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        ClaimId::find(&id).ok_or_else(|| {
            let known: Vec<&str> = ClaimId::all().map(ClaimId::as_str).collect();
            let shown: String = id.chars().take(60).collect();
            serde::de::Error::custom(format!(
                "no claim has the id `{shown}`; the claims are {}",
                known.join(", ")
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_and_stand_once() {
        let ids: Vec<&str> = ClaimId::all().map(ClaimId::as_str).collect();
        for id in &ids {
            assert_eq!(ClaimId::find(id).map(ClaimId::as_str), Some(*id));
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
        }
        assert_eq!(ClaimId::find("assumption-3"), None);
        let read = serde_json::from_str::<ClaimId>("\"lemma-3\"");
        assert_eq!(read.expect("a claim"), LEMMA_3);
        assert!(serde_json::from_str::<ClaimId>("\"lemma-4\"").is_err());
    }

    #[test]
    fn what_a_claim_needs_is_decided_before_it_and_asked_for_with_it() {
        for (i, c) in ACTIVATION_CLAIMS.iter().enumerate() {
            for need in c.statement().needs {
                assert!(ACTIVATION_CLAIMS[..i].contains(need), "{c} needs {need}");
            }
        }
    }
}

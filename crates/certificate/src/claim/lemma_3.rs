//! The conclusion of Lemma 3: three functions of B3 lie outside the span of the others.

use super::{About, Asked, ClaimId, FamilyName, Shape, Statement};
use crate::because::{general, labels, relation_text};
use crate::{Evidence, RankEvidence};

/// `x^2*s2*S1`, `s2*S1` and `S2` lie outside the span of the other 31 functions of B3 and are independent of each
/// other modulo it.
pub const LEMMA_3: ClaimId = ClaimId(&Statement {
    id: "lemma-3",
    title: "Conclusion of Lemma 3",
    column: "lemma-3",
    brief: "the conclusion of Lemma 3 holds for this sigma: rank(B3) = rank(rest) + 3",
    shapes: &[Shape::RankOutside, Shape::RankBounds],
    about: About::Composition,
    asked: Asked::WithAll,
    needs: &[],
    family: Some(FamilyName {
        name: "B3",
        spoken: "B3",
        size: Some(34),
    }),
    sentence: "Of the 34 functions of the family B3, the three `x^2*s2*S1`, `s2*S1`, `S2` lie outside the span of \
        the other 31 and are independent of each other: the rank of B3 is the rank of the others plus 3 [BLM, Lemma \
        3; decided for this function, whatever Assumption 2 says].",
    proved: "What the argument of [BLM] for deeper networks takes from Lemma 3 is true for this activation.",
    refuted: "The argument of [BLM] for deeper networks, which needs the three functions outside the span of the \
        rest, does not apply to this activation as printed. That does not show that there is no bad local minimum.",
    because,
});

fn because(proved: bool, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Rank(r) => conclusion(proved, r),
        _ => general(proved, evidence),
    }
}

fn conclusion(proved: bool, r: &RankEvidence) -> String {
    if proved {
        return format!(
            "b31, b32, b33 are outside span(rest) and independent of each other: rank(B3) = {}, rank(rest) = {}",
            r.rank,
            r.rank - 3
        );
    }
    let inside: Vec<String> = ["x^2*s2*S1", "s2*S1", "S2"]
        .iter()
        .zip(["b31", "b32", "b33"])
        .filter_map(|(label, name)| {
            let j = r.functions.iter().position(|f| f == label)?;
            let relation = r
                .relations
                .iter()
                .find(|c| c.get(j).is_some_and(|c| c == "1") && !r.basis.contains(&j))?;
            Some(format!(
                "{name}: {}",
                relation_text(relation, &labels(r, relation))
            ))
        })
        .collect();
    format!(
        "rank(B3) = {}, and not all of b31, b32, b33 are independent of the rest: {}",
        r.rank,
        inside.join("; ")
    )
}

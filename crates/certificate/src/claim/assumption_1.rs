//! Assumption 1: sigma is analytic, and B2 is linearly independent.

use super::{ANALYTIC, About, Asked, ClaimId, FamilyName, Shape, Statement};
use crate::Evidence;
use crate::because::general;

/// sigma is analytic on R, and the seven functions of B2 are linearly independent.
pub const ASSUMPTION_1: ClaimId = ClaimId(&Statement {
    id: "assumption-1",
    title: "Assumption 1",
    column: "assumption-1",
    brief: "sigma is analytic, and 1, s, s1, x s1, s2, x s2, x^2 s2 are linearly independent",
    shapes: &[Shape::Rank, Shape::RankBounds, Shape::Jump],
    about: About::Sigma,
    asked: Asked::WithAssumption1,
    needs: &[ANALYTIC],
    family: Some(FamilyName {
        name: "B2",
        spoken: "B2",
        size: Some(7),
    }),
    sentence: "`sigma` is analytic on the real line, and the seven functions `1`, `s`, `s1`, `x*s1`, `s2`, `x*s2`, \
        `x^2*s2` (the family B2) are linearly independent over the constants [BLM, section 5.1]. Equivalently: \
        `sigma` solves no linear differential equation of second order with coefficients of degree 2, 1, 0 and a \
        constant right-hand side, other than the trivial one.",
    proved: "The hypothesis of the theorem of [BLM] on networks with one hidden layer holds for this activation.",
    refuted: "The theorem of [BLM] on networks with one hidden layer cannot be applied to this activation: its \
        hypothesis fails. That does not show that there is no bad local minimum. A relation with a semidefinite form \
        in the coefficients of the second derivative even excludes, for networks with biases, the construction by \
        definite moment matrices.",
    because,
});

fn because(proved: bool, evidence: &Evidence) -> String {
    let sentence = general(proved, evidence);
    match evidence {
        Evidence::Rank(r) if r.rank == r.size => format!("sigma is analytic and {sentence}"),
        _ => sentence,
    }
}

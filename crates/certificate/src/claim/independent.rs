//! Functions that are given are linearly independent.

use super::{About, Asked, ClaimId, FamilyName, Shape, Statement};
use crate::because::general;

/// The functions of the certificate are linearly independent over the constants.
pub const INDEPENDENT: ClaimId = ClaimId(&Statement {
    id: "independent",
    title: "Linear independence",
    column: "independent",
    brief: "the functions that are given are linearly independent",
    shapes: &[Shape::Rank, Shape::RankBounds],
    about: About::Functions,
    asked: Asked::ByName,
    needs: &[],
    family: Some(FamilyName {
        name: "given",
        spoken: "the family",
        size: None,
    }),
    sentence: "The functions are linearly independent over the constants.",
    proved: "No combination with constant coefficients, other than the trivial one, vanishes identically.",
    refuted: "The relations below say which members are combinations of the others.",
    because: general,
});

//! The gradient family of the width-1 chain with three layers is linearly independent.

use super::{About, Asked, ClaimId, FamilyName, Shape, Statement};
use crate::because::general;

/// `1, S, S1, s*S1, s1*S1, x*s1*S1` are linearly independent.
pub const GRADIENT_3: ClaimId = ClaimId(&Statement {
    id: "gradient-3",
    title: "The gradient family of a chain of three layers",
    column: "gradient-3",
    brief: "the gradient of the three-layer chain of width 1 has independent components",
    shapes: &[Shape::Rank, Shape::RankBounds],
    about: About::Composition,
    asked: Asked::WithAll,
    needs: &[],
    family: Some(FamilyName {
        name: "gradient-3",
        spoken: "the gradient family",
        size: Some(6),
    }),
    sentence: "The six partial derivatives of a chain of three layers with one unit each, at weights 1 and biases 0, \
        `1`, `S`, `S1`, `s*S1`, `s1*S1`, `x*s1*S1`, are linearly independent over the constants.",
    proved: "At these weights the Jacobian of the chain has full rank for suitable data sets, as a strict minimum by \
        the construction of [BLM] requires.",
    refuted: "At these weights the Jacobian of the chain is rank-deficient for every data set, so a critical point \
        there need not be strict; other weights have to be chosen.",
    because: general,
});

//! sigma is analytic on R.

use super::{About, Asked, ClaimId, Shape, Statement};
use crate::because::general;

/// sigma is real analytic at every point of the real line.
pub const ANALYTIC: ClaimId = ClaimId(&Statement {
    id: "analytic",
    title: "Analyticity",
    column: "analytic",
    brief: "sigma is analytic on all of R",
    shapes: &[Shape::Pieces],
    about: About::Sigma,
    asked: Asked::WithAssumption1,
    needs: &[],
    family: None,
    sentence: "`sigma` is real analytic at every point of the real line.",
    proved: "The determinants of the theory of analytic functions may be used: an identity on an interval is an \
        identity everywhere.",
    refuted: "Assumption 1 fails, and the theorems of [BLM] on smooth activations do not apply. If the function is \
        linear and not constant on an interval, a local minimum is found there by least squares instead (Proposition \
        1 of [BLM]).",
    because: general,
});

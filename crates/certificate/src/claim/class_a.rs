//! Class A: analytic, strictly increasing, bounded, and 0 in the closure of the image.

use super::{ANALYTIC, About, Asked, ClaimId, Shape, Statement};
use crate::because::general;

/// sigma is analytic, strictly increasing and bounded, and 0 lies in the closure of its image.
pub const CLASS_A: ClaimId = ClaimId(&Statement {
    id: "class-a",
    title: "Class A",
    column: "class-a",
    brief: "sigma is analytic, strictly increasing and bounded, and 0 lies in the closure of its image",
    shapes: &[Shape::Jump],
    about: About::Sigma,
    asked: Asked::ByName,
    needs: &[ANALYTIC],
    family: None,
    sentence: "`sigma` is analytic on the real line, strictly increasing and bounded, and 0 lies in the closure of \
        its image (class A of Petzka and Sminchisescu, Non-attracting regions of local minima in deep and wide \
        neural networks).",
    proved: "The activation meets the hypothesis on activations of the theorems of Petzka and Sminchisescu on \
        non-attracting regions of local minima.",
    refuted: "The theorems of Petzka and Sminchisescu that assume class A do not apply to this activation. That does \
        not show that their conclusions fail.",
    because: general,
});

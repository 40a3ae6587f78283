//! What holds near a point: negative curvature, a slope everywhere, what is seen where nothing is decided.

use crate::attachments;
use crate::document::{Block, code, t};
use crate::numbers::{enclosure, short};
use crate::problem::Problem;
use crate::weights::weights_details;
use wronski_certificate::minimum::{ExclusionRecord, SaddleRecord, SeenRecord};

/// Negative curvature at a critical point.
pub(super) fn saddle(s: &SaddleRecord) -> Vec<Block> {
    vec![
        Block::Paragraph(vec![
            t(
                "At the critical point the second derivative of the loss along the direction below is ",
            ),
            code(enclosure(&s.curvature)),
            t(
                ", so it is negative: in this direction the loss decreases on both sides, and the point is no local \
                 minimum.",
            ),
        ]),
        weights_details("The direction", &s.direction),
        attachments::direction("curvature-direction.json", &s.direction),
    ]
}

/// A slope at all weights near the given ones.
pub(super) fn exclusion(about: Problem<'_>, e: &ExclusionRecord) -> Vec<Block> {
    let mut blocks = vec![
        Block::Paragraph(vec![
            t("For all weights within "),
            code(short(&e.radius)),
            t(
                " of the given ones, in the maximum norm, the derivative of the loss along the direction below lies \
                 in ",
            ),
            code(enclosure(&e.slope)),
            t(format!(
                ", computed with {} bits. Zero is excluded, so there is no critical point in this box.",
                e.precision
            )),
        ]),
        weights_details("The given weights", &e.weights),
    ];
    blocks.push(attachments::given(about, e));
    blocks.push(weights_details("The direction", &e.direction));
    blocks.push(attachments::direction("slope-direction.json", &e.direction));
    blocks
}

/// Loss, gradient and eigenvalues at given weights.
pub(super) fn seen(s: &SeenRecord) -> Vec<Block> {
    let mut line = vec![
        t("The loss is "),
        code(enclosure(&s.loss)),
        t(", and the largest absolute value of an entry of the gradient is "),
        code(enclosure(&s.gradient)),
        t(format!(", computed with {} bits.", s.precision)),
    ];
    if let Some(h) = &s.hessian {
        line.extend([
            t(format!(" Of the eigenvalues of the Hessian {} lie above ", h.above)),
            code(short(&h.bound)),
            t(format!(
                ", {} below the negative of this, and {} between. Where some lie between, the Hessian is singular or \
                 nearly so, and critical points near by need not be isolated.",
                h.below, h.between
            )),
        ]);
    }
    vec![
        Block::Paragraph(line),
        weights_details("The given weights", &s.weights),
    ]
}

//! Weights with a smaller loss, the path to them, and data sets near by.

use crate::attachments;
use crate::document::{Block, Table, code, t, words};
use crate::numbers::{enclosure, short};
use crate::pictures;
use crate::problem::Problem;
use crate::weights::weights_details;
use wronski_certificate::minimum::{
    LocalMinimum, NeighbourhoodRecord, Path, PointRecord, SegmentKind,
};

/// The weights with a smaller loss, and the path to them from the minimum.
pub(super) fn better(
    about: Problem<'_>,
    minimum: &LocalMinimum,
    b: &PointRecord,
    path: &Path,
) -> Vec<Block> {
    let mut out = vec![
        Block::Paragraph(vec![
            t("At the weights below the loss is "),
            code(enclosure(&b.loss)),
            t(", which is smaller than at the minimum."),
        ]),
        weights_details("Better weights", &b.weights),
        attachments::better(about, b),
    ];
    let segments = path.segments();
    if segments.is_empty() {
        return out;
    }
    out.push(words(
        "A path of straight segments leads there from the minimum, and the loss never increases on it: on a constant \
         segment the outputs of the network at the samples stay the same, on a descent the derivative of the loss \
         along the segment is enclosed below 0.",
    ));
    if matches!(minimum, LocalMinimum::Widened { .. }) {
        out.push(words(
            "The weights at the ends of the segments are those of the path from the weights widened from the centre \
             of the box. The path from the minimum itself runs beside it, at most the radius of the box times the \
             greatest of 1 and the sums of the sizes of the fractions away; the enclosures hold for both.",
        ));
    }
    out.push(Block::Table(Table {
        caption: vec![t("The path")],
        head: ["segment", "kind", "loss at the start", "loss at the end"]
            .into_iter()
            .map(|h| vec![t(h)])
            .collect(),
        rows: segments
            .iter()
            .enumerate()
            .map(|(i, s)| {
                let kind = match s.kind {
                    SegmentKind::Constant => "constant".to_string(),
                    SegmentKind::Descent => format!("descent, shown in {} parts", s.pieces),
                };
                vec![
                    vec![t((i + 1).to_string())],
                    vec![t(kind)],
                    vec![code(enclosure(&s.loss[0]))],
                    vec![code(enclosure(&s.loss[1]))],
                ]
            })
            .collect(),
    }));
    out.push(attachments::path(segments));
    out.extend(pictures::path(about, segments).map(Block::Figure));
    out.extend(pictures::slice(about, segments).map(Block::Figure));
    out
}

/// Data sets near the given one.
pub(super) fn neighbourhood(n: &NeighbourhoodRecord) -> Vec<Block> {
    let mut out = vec![Block::Paragraph(vec![
        t(
            "Every data set of as many samples whose inputs and targets differ from these by at most ",
        ),
        code(short(&n.radius)),
        t(
            " has such a bad local minimum too. For all of them at once, the critical point stays in a box around \
             the one above, its Hessian and moment matrices stay definite, its loss is at least ",
        ),
        code(short(&n.minimum_at_least)),
        t(", and the loss at the better weights is at most "),
        code(short(&n.better_at_most)),
        t(". So the data sets with such minima have positive measure."),
    ])];
    out.push(attachments::radii(&n.radii));
    out
}

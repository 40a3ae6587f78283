//! The places of local minima that are not isolated: a wide network, a linear piece.

use super::theorem::widened_layers;
use crate::attachments;
use crate::document::{Block, Figure, Inline, code, t, words};
use crate::numbers::{list, short, vector};
use crate::problem::Problem;
use crate::text::clipped;
use crate::weights::weights_details;
use wronski_certificate::minimum::{LinearRecord, WideRecord};

/// The wide network, with the picture of the eigenvalues, if there is one.
pub(super) fn wide(about: Problem<'_>, w: &WideRecord, spectrum: Option<Figure>) -> Vec<Block> {
    let [p, n, z] = w.inertia;
    let mut out = vec![];
    for l in widened_layers(w) {
        let (Some(f), Some(unit)) = (w.fractions.get(l - 1), w.units.get(l - 1)) else {
            continue;
        };
        out.push(Block::Paragraph(vec![
            t(format!(
                "In hidden layer {l}, unit {} becomes {} copies with the fractions ",
                unit + 1,
                f.len()
            )),
            code(list(f, 8)),
            t("."),
        ]));
    }
    out.push(Block::Paragraph(vec![
        t("By the theorem the Hessian at the wide critical point has "),
        Inline::Strong(format!(
            "{p} positive, {n} negative and {z} zero eigenvalues"
        )),
        t("."),
    ]));
    out.extend(spectrum.map(Block::Figure));
    out.push(words(
        "The weights below are widened from the centre of the box. The critical point of the statement is widened in \
         the same way from the critical point inside the box; since the fractions act on one factor of each weight, \
         it differs from these weights by at most the radius of the box times the greatest of 1 and the sizes of the \
         fractions.",
    ));
    out.push(weights_details("Weights of the wide network", &w.weights));
    out.push(attachments::wide(about, w));
    out
}

/// The minimum inside a linear piece.
pub(super) fn linear(about: Problem<'_>, l: &LinearRecord) -> Vec<Block> {
    let mut out = vec![
        Block::Paragraph(vec![
            t("On the interval "),
            code(format!("({}, {})", l.interval[0], l.interval[1])),
            t(" the activation is a line with slope "),
            code(clipped(&l.slope)),
            t(" and value "),
            code(clipped(&l.intercept)),
            t(
                " at 0. At the weights below the preactivations of all hidden units stay inside this interval for \
                 all samples, and so they do for all weights within ",
            ),
            code(short(&l.radius)),
            t(
                " (maximum norm). There the network is an affine function of its input. Its affine function here is \
                 the least squares fit of the targets, and no affine function has a smaller loss: so this is a local \
                 minimum (Proposition 1 of [",
            ),
            Inline::Cite("BLM"),
            t("])."),
        ]),
        Block::Paragraph(vec![
            t("The fit is W = "),
            code(format!(
                "[{}]",
                l.fit
                    .w
                    .iter()
                    .take(4)
                    .map(|r| vector(r, 4))
                    .collect::<Vec<_>>()
                    .join(", ")
            )),
            t(", b = "),
            code(l.fit.b.as_ref().map_or("none".into(), |b| vector(b, 4))),
            t(". Its loss is exactly "),
            code(clipped(&l.loss)),
            t("."),
        ]),
        weights_details("Weights of the minimum", &l.weights),
    ];
    out.push(attachments::linear(about, l));
    out
}

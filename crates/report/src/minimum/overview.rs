//! What was shown, in a few words, and of which network.

use crate::document::{Block, Inline, Table, code, t};
use crate::formulas::{indexed, inline, letter, shown};
use crate::loss;
use crate::math::{Names, digits, name, op, paren, row, sub};
use crate::numbers::{enclosure, widths};
use crate::pictures;
use crate::text::clipped;
use wronski_certificate::minimum::{Kind, LocalMinimum, MinimumCertificate, Shown, Undecided};

/// What was shown, in a few words.
pub(crate) fn kind_text(c: &MinimumCertificate) -> &'static str {
    match c.kind() {
        Kind::BadLocalMinimum => "bad local minimum",
        Kind::StrictLocalMinimum => "strict local minimum",
        Kind::LocalMinimumUpToSymmetry => "local minimum, not isolated",
        Kind::Saddle => "saddle",
        Kind::NotCritical => "no critical point near the weights",
        Kind::NoWidening => "no widening has definite moment matrices",
        Kind::Impossible => "every local minimum is global",
        Kind::Undecided => "undecided",
    }
}

/// The loss at the critical point or minimum that a certificate is about, with its name.
pub(crate) fn loss_there(shown: &Shown) -> Option<(&'static str, String)> {
    match shown {
        Shown::BadLocalMinimum { minimum, .. }
        | Shown::LocalMinimumUpToSymmetry { minimum, .. } => match minimum {
            LocalMinimum::Widened { small, .. } => Some(small),
            LocalMinimum::InAPiece(l) => return Some(("loss at the minimum", clipped(&l.loss))),
        },
        Shown::StrictLocalMinimum { small, .. } | Shown::Saddle { small, .. } => Some(small),
        Shown::NotCritical { .. }
        | Shown::NoWidening(_)
        | Shown::Impossible(_)
        | Shown::Undecided(_) => None,
    }
    .map(|small| ("loss at the critical point", enclosure(&small.loss)))
}

/// What was shown, in a sentence or two.
fn meaning(c: &MinimumCertificate) -> &'static str {
    match c.kind() {
        Kind::BadLocalMinimum if c.shown.in_a_piece() => {
            "Shown: the network has a local minimum at the weights below, and other weights have a smaller loss. So \
             it is a local minimum that is not global."
        }
        Kind::BadLocalMinimum => {
            "Shown: the network has a local minimum, enclosed below, and other weights have a smaller loss. So it is \
             a local minimum that is not global."
        }
        Kind::StrictLocalMinimum => {
            "Shown: the network has a strict local minimum in the box below. Nothing is said about other minima."
        }
        Kind::LocalMinimumUpToSymmetry => {
            "Shown: the network has a local minimum. It is not isolated: networks with other weights and the same \
             outputs at the samples lie near it. Weights with a smaller loss are not shown."
        }
        Kind::Saddle => "Shown: the critical point below is no local minimum.",
        Kind::NotCritical => {
            "Shown: there is no critical point within the distance of the given weights that is stated below."
        }
        Kind::NoWidening => {
            "Shown: no widening of a network with one unit in each hidden layer has definite moment matrices. Bad \
             local minima of other kinds are not excluded."
        }
        Kind::Impossible => {
            "Shown: the activation is linear, and every local minimum of such a network is global, for all data. So \
             it has no bad local minimum."
        }
        Kind::Undecided => {
            "Nothing is claimed. The program that wrote the certificate named the limit that was hit or the \
             hypothesis that failed; a certificate holds no reasons for what is not shown."
        }
    }
}

/// The sentence, the network, and how it is written.
pub(super) fn overview(c: &MinimumCertificate) -> Vec<Block> {
    let names = Names::Parameters(&[]);
    let mut out = vec![Block::Paragraph(vec![Inline::Strong(meaning(c).into())])];
    let claimed = !matches!(
        c.kind(),
        Kind::NoWidening | Kind::Impossible | Kind::Undecided
    );
    if !c.activation.verified && !c.shown.in_a_piece() && claimed {
        out.push(Block::Paragraph(vec![Inline::Strong(
            "The hypotheses about the activation (that it is analytic, and that the family B2 is independent) were \
             not proved, and the certificate was made without them, as the user asked. What is shown does not use \
             them: they promise that a construction succeeds, and the enclosures below are about this network \
             alone.".into(),
        )]));
    }
    let named_loss = match loss::formula(&c.network) {
        Some((tree, text)) => inline(tree, text),
        None => code(clipped(&c.network.loss)),
    };
    let mut rows: Vec<Vec<Vec<Inline>>> = vec![
        vec![
            vec![t("activation")],
            vec![shown(&c.activation.expression, names)],
        ],
        vec![vec![t("widths")], vec![t(widths(&c.network.widths))]],
        vec![
            vec![t("biases")],
            vec![t(if c.network.biases { "yes" } else { "no" })],
        ],
        vec![vec![t("loss")], vec![named_loss]],
    ];
    if let Some(d) = c.shown.data() {
        rows.push(vec![
            vec![t("samples")],
            vec![t(d.inputs.len().to_string())],
        ]);
    }
    if let Some((what, loss)) = loss_there(&c.shown) {
        rows.push(vec![vec![t(what)], vec![code(loss)]]);
    }
    if let Shown::BadLocalMinimum { better, .. } = &c.shown {
        rows.push(vec![
            vec![t("loss at the better weights")],
            vec![code(enclosure(&better.loss))],
        ]);
    }
    out.push(Block::Table(Table {
        caption: vec![t("The network")],
        head: vec![vec![t("what")], vec![t("value")]],
        rows,
    }));
    if !matches!(c.shown, Shown::Undecided(Undecided::Nothing)) {
        out.push(conventions(c));
    }
    out.extend(pictures::outputs(c).map(Block::Figure));
    out
}

/// What the network computes, and how numbers are written.
fn conventions(c: &MinimumCertificate) -> Block {
    let before = || sub(name("a"), row([name("l"), op('−'), digits("1")]));
    let product = || row([indexed("W", "l"), op('\u{2062}'), before()]);
    let (affine, text) = if c.network.biases {
        (
            row([product(), op('+'), indexed("b", "l")]),
            "z_l = W_l a_(l-1) + b_l",
        )
    } else {
        (product(), "z_l = W_l a_(l-1)")
    };
    Block::Paragraph(vec![
        t("Layer "),
        letter("l"),
        t(" of the network computes "),
        inline(row([indexed("z", "l"), op('='), affine]), text),
        t(" from the outputs "),
        inline(before(), "a_(l-1)"),
        t(" of the layer before, at first the input "),
        inline(indexed("x", "i"), "x_i"),
        t(" of a sample. In hidden layers "),
        inline(
            row([
                indexed("a", "l"),
                op('='),
                name("sigma"),
                paren(indexed("z", "l")),
            ]),
            "a_l = sigma(z_l)",
        ),
        t(", entry by entry; the last "),
        letter("z"),
        t(" is the output "),
        letter("f"),
        t(", and "),
        inline(indexed("y", "i"), "y_i"),
        t(" the target. In numbers "),
        code("..."),
        t(
            " marks digits that were cut, not rounded; for an enclosure, the digits that are shown are those on \
             which both ends agree, or both ends stand in brackets.",
        ),
    ])
}

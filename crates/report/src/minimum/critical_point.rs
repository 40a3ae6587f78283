//! The critical point of the small network, and its moment matrices.

use super::theorem::definite;
use crate::attachments;
use crate::document::{Block, Formula, Inline, Table, code, t};
use crate::formulas::letter;
use crate::loss;
use crate::math::{Math, digits, name, op, paren, row};
use crate::numbers::{enclosure, list, short, widths};
use crate::problem::Problem;
use crate::weights::weights_details;
use wronski_certificate::minimum::{MomentRecord, NetworkRecord, SmallRecord, WideRecord};

/// Krawczyk's operator.
fn krawczyk() -> Formula {
    let times = || op('\u{2062}');
    Formula {
        text: "K(X) = c - Y g(c) + (1 - Y H(X)) (X - c)".into(),
        tree: row([
            name("K"),
            paren(name("X")),
            op('='),
            name("c"),
            op('−'),
            name("Y"),
            times(),
            name("g"),
            paren(name("c")),
            op('+'),
            paren(row([
                digits("1"),
                op('−'),
                name("Y"),
                times(),
                name("H"),
                paren(name("X")),
            ])),
            times(),
            paren(row([name("X"), op('−'), name("c")])),
        ]),
    }
}

/// The box that holds the critical point of the small network, which is widened or not.
pub(super) fn small(about: Problem<'_>, s: &SmallRecord, wide: Option<&WideRecord>) -> Vec<Block> {
    let [p, n] = s.hessian_inertia;
    let mut out = vec![
        Block::Paragraph(vec![
            t(format!(
                "The network with widths {} has exactly one critical point within ",
                widths(&s.widths)
            )),
            code(short(&s.radius)),
            t(" of the weights below, in the maximum norm: Krawczyk's operator ["),
            Inline::Cite("K69"),
            t("]"),
        ]),
        Block::Formula(krawczyk()),
        Block::Paragraph(vec![
            t("maps the box "),
            letter("X"),
            t(" of these weights into its interior. Here "),
            letter("c"),
            t(" is the centre of the box, "),
            letter("g"),
            t(" the gradient of the loss, "),
            letter("H"),
            t(" its Hessian, enclosed on the whole box, and "),
            letter("Y"),
            t(format!(
                " an approximate inverse of the Hessian at the centre. All enclosures were computed with {} bits and \
                 hold for the critical point itself, not only for the centre of the box.",
                s.precision
            )),
        ]),
        weights_details("Centre of the box", &s.weights),
    ];
    out.push(attachments::small(about, s));
    let mut rows = vec![
        vec![vec![t("loss")], vec![code(enclosure(&s.loss))]],
        vec![
            vec![t("Hessian on the whole box")],
            vec![t(format!(
                "{p} positive and {n} negative eigenvalues, no zero"
            ))],
        ],
        vec![
            vec![t(if n == 0 {
                "least eigenvalue, at least"
            } else {
                "lower bound of the least eigenvalue"
            })],
            vec![code(short(&s.hessian_least_eigenvalue))],
        ],
    ];
    if wide.is_none() {
        rows.push(vec![
            vec![t("so the point is")],
            vec![t(if n == 0 {
                "a strict local minimum"
            } else {
                "a saddle"
            })],
        ]);
    }
    out.push(Block::Table(Table {
        caption: vec![t("At the critical point")],
        head: vec![vec![t("what")], vec![t("value")]],
        rows,
    }));
    out
}

/// The definition of a moment matrix.
fn moment_matrix() -> Formula {
    let prime2 = Math::Primes(Box::new(name("sigma")), 2);
    Formula {
        text: "B = sum over samples and outputs of r c sigma''(z) a~ a~'".into(),
        tree: row([
            name("B"),
            op('='),
            Math::Sum(Box::new(name("i"))),
            name("r"),
            op('\u{2062}'),
            name("c"),
            op('\u{2062}'),
            prime2,
            paren(name("z")),
            op('\u{2062}'),
            name("v"),
            op('\u{2062}'),
            Math::Power(Box::new(name("v")), Box::new(Math::Upright("T".into()))),
        ]),
    }
}

/// The moment matrices of the hidden units.
pub(super) fn moments(network: &NetworkRecord, all: &[MomentRecord]) -> Vec<Block> {
    let mut out = vec![
        Block::Paragraph(vec![
            t("For a hidden unit of the small network, at sample "),
            letter("i"),
            t(", let "),
            letter("r"),
            t(format!(" be {}, ", loss::half_slope(network))),
            letter("c"),
            t(" the derivative of the output by the activation of the unit, and "),
            letter("z"),
            t(" its preactivation. The moment matrix of the unit is"),
        ]),
        Block::Formula(moment_matrix()),
        Block::Paragraph(vec![
            t("where "),
            letter("v"),
            t(if network.biases {
                " holds the outputs of the layer before, with a leading 1 for the bias. With several outputs the sum \
                 runs over them too. The entries below are enclosures at the critical point."
            } else {
                " holds the outputs of the layer before. With several outputs the sum runs over them too. The \
                 entries below are enclosures at the critical point."
            }),
        ]),
    ];
    let rows: Vec<Vec<Vec<Inline>>> = all
        .iter()
        .map(|m| {
            let values: Vec<String> = m.eigenvalues.iter().map(enclosure).collect();
            vec![
                vec![t(m.layer.to_string())],
                vec![t((m.unit + 1).to_string())],
                vec![t(definite(m))],
                vec![code(list(&values, 6))],
            ]
        })
        .collect();
    out.push(Block::Table(Table {
        caption: vec![t("Moment matrices of the hidden units")],
        head: ["layer", "unit", "the matrix is", "eigenvalues"]
            .into_iter()
            .map(|h| vec![t(h)])
            .collect(),
        rows,
    }));
    for m in all {
        const LARGEST: usize = 8;
        if m.matrix.is_empty() || m.matrix.len() > LARGEST {
            continue;
        }
        let table = entries(m);
        if m.matrix.len() <= 3 {
            out.push(table);
        } else {
            out.push(Block::Details {
                summary: format!("Entries for layer {}, unit {}", m.layer, m.unit + 1),
                blocks: vec![table],
            });
        }
    }
    out.push(attachments::moments(all));
    out
}

/// The enclosures of the entries of a moment matrix.
fn entries(m: &MomentRecord) -> Block {
    let columns = m.matrix.iter().map(Vec::len).max().map_or(0, |n| n);
    let head = (1..=columns)
        .map(|j| vec![t(format!("column {j}"))])
        .collect();
    let cells = m
        .matrix
        .iter()
        .map(|r| {
            (0..columns)
                .map(|j| r.get(j).map_or(vec![], |e| vec![code(enclosure(e))]))
                .collect()
        })
        .collect();
    Block::Table(Table {
        caption: vec![t(format!(
            "Entries of B for layer {}, unit {}",
            m.layer,
            m.unit + 1
        ))],
        head,
        rows: cells,
    })
}

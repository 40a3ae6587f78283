//! Relations of an activation that forbid definite moment matrices, or minima that are not global.

use crate::document::{Block, Formula, code, t, words};
use crate::formulas::{inline, letter};
use crate::loss;
use crate::math::{Math, Names, combination, digits, name, op, paren, row, typeset};
use crate::text::clipped;
use wronski_certificate::minimum::{NetworkRecord, ObstructionRecord};

/// The relation that an activation satisfies.
fn identity(relation: &[String]) -> [Block; 2] {
    let members: Vec<String> = ["1", "s", "s1", "x*s1", "s2", "x*s2", "x^2*s2"]
        .map(str::to_string)
        .to_vec();
    let shown = match combination(relation, &members, Names::Family(&[])) {
        Some(sum) => Block::Formula(Formula {
            tree: row([typeset(&sum, Names::Family(&[])), op('='), digits("0")]),
            text: format!("{sum} = 0"),
        }),
        None => Block::Paragraph(vec![code(clipped(&relation.join(", ")))]),
    };
    [
        words("The activation and its derivatives satisfy, for all x,"),
        shown,
    ]
}

/// Every local minimum is global.
pub(super) fn linear(o: &ObstructionRecord) -> Vec<Block> {
    let mut out = identity(&o.relation).to_vec();
    out.push(words(
        "So the network function is affine in the input, with weights that are products of those of the layers. \
         (Proof that every local minimum is global, for the sum of squares, all widths and all data: docs/minima.md \
         of wronski, section 3.)",
    ));
    out
}

/// `sum r c ... = 0`.
fn vanishing_sum(factors: Vec<Math>) -> Math {
    let mut parts = vec![
        Math::Sum(Box::new(name("i"))),
        name("r"),
        op('\u{2062}'),
        name("c"),
    ];
    parts.extend(factors);
    parts.extend([op('='), digits("0")]);
    row(parts)
}

/// No moment matrix is definite.
pub(super) fn no_definite_moments(network: &NetworkRecord, o: &ObstructionRecord) -> Vec<Block> {
    let mut out = identity(&o.relation).to_vec();
    let sigma = || row([name("sigma"), paren(name("z"))]);
    let prime = || row([Math::Primes(Box::new(name("sigma")), 1), paren(name("z"))]);
    out.push(Block::Paragraph(vec![
        t("In detail: at sample "),
        letter("i"),
        t(" and for one output, let "),
        letter("r"),
        t(format!(" be {}, ", loss::half_slope(network))),
        letter("z"),
        t(" the preactivation of a hidden unit, and "),
        letter("c"),
        t(
            " the derivative of the output by its activation; sums run over the samples and the outputs. At a \
             critical point of a network with biases",
        ),
    ]));
    for (factors, text) in [
        (vec![], "sum r c = 0"),
        (vec![op('\u{2062}'), sigma()], "sum r c sigma(z) = 0"),
        (vec![op('\u{2062}'), prime()], "sum r c sigma'(z) = 0"),
        (
            vec![op('\u{2062}'), name("z"), op('\u{2062}'), prime()],
            "sum r c z sigma'(z) = 0",
        ),
    ] {
        out.push(Block::Formula(Formula {
            tree: vanishing_sum(factors),
            text: text.into(),
        }));
    }
    out.push(Block::Paragraph(vec![
        t(
            "(the first two are combinations of the derivatives of the loss by the rows of the next layer, the last \
             two of those by the row of the unit). Put ",
        ),
        letter("z"),
        t(" for "),
        letter("x"),
        t(" in the relation, multiply by "),
        inline(row([name("r"), op('\u{2062}'), name("c")]), "r c"),
        t(" and add up. What remains is"),
    ]));
    out.extend(form());
    out
}

/// What remains of the sums, and why it forbids definite matrices.
fn form() -> [Block; 2] {
    let second = Math::Primes(Box::new(name("sigma")), 2);
    let squared = Math::Power(Box::new(name("z")), Box::new(digits("2")));
    let form = row([
        name("alpha"),
        op('+'),
        name("beta"),
        op('\u{2062}'),
        name("z"),
        op('+'),
        name("gamma"),
        op('\u{2062}'),
        squared,
    ]);
    let remaining = Block::Formula(Formula {
        tree: vanishing_sum(vec![
            op('\u{2062}'),
            paren(form),
            op('\u{2062}'),
            second,
            paren(name("z")),
        ]),
        text: "sum r c (alpha + beta z + gamma z^2) sigma''(z) = 0".into(),
    });
    let product = row([name("B"), op('\u{2062}'), name("M")]);
    let trace = Block::Paragraph(vec![
        t("with the last three coefficients of the relation. Since "),
        letter("z"),
        t(
            " is the product of the row of the unit, its bias included, with the outputs of the layer before, this \
             sum is the trace of ",
        ),
        inline(product, "B M"),
        t(", where "),
        letter("B"),
        t(" is the moment matrix of the unit, and "),
        letter("M"),
        t(
            " is semidefinite, because the quadratic form in brackets has only one sign. If it is not 0, the trace \
             of its product with a definite matrix is not 0. If it is 0, all weights into the unit are 0, ",
        ),
        letter("z"),
        t(" is its bias, and the first entry of "),
        letter("B"),
        t(" is a multiple of the first sum above, so it is 0. In both cases "),
        letter("B"),
        t(" is not definite."),
    ]);
    [remaining, trace]
}

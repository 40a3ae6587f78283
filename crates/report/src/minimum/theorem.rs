//! The theorem on widened networks, with what it needs.

use crate::document::{Block, Formula, Inline, Table, t};
use crate::formulas::{indexed, inline, letter};
use crate::math::{Math, digits, name, op, paren, row, sub};
use crate::numbers::{short, widths};
use wronski_certificate::minimum::{
    Kind, MinimumCertificate, MomentRecord, SmallRecord, WideRecord,
};

/// Hidden layers that are widened, counted from 1.
pub(super) fn widened_layers(w: &WideRecord) -> Vec<usize> {
    w.fractions
        .iter()
        .enumerate()
        .filter(|(_, f)| f.len() > 1)
        .map(|(l, _)| l + 1)
        .collect()
}

fn numbers(all: &[usize]) -> String {
    all.iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The theorem on widened networks, and what it needs.
pub(super) fn theorem(c: &MinimumCertificate, s: &SmallRecord, w: &WideRecord) -> Vec<Block> {
    let merge = w.lemma == "merge";
    let layers = widened_layers(w);
    let mut out = vec![];
    let mut line = vec![
        t("Let "),
        letter("p"),
        t(" be a critical point of a small network. "),
    ];
    line.push(t(if merge {
        "In one hidden layer, whose successor has one unit, a unit is replaced by copies. "
    } else {
        "In several hidden layers a unit is replaced by copies; from the first to the last of these layers all \
         hidden layers have one unit in the small network, and so has the layer after the last. "
    }));
    line.extend([
        t("Each copy has the incoming weights of the old unit, and the outgoing ones times a fraction "),
        inline(indexed("lambda", "j"), "lambda_j"),
        t(", where no fraction is 0 and their sum is 1. The network function stays the same. For a direction "),
        letter("d"),
        t(" in the space of the wide weights let "),
        inline(indexed("D", "j"), "D_j"),
        t(" be the change of the incoming row of copy "),
        letter("j"),
        t(if c.network.biases {
            " (its bias first, and changes of weights from copies of one unit added up), "
        } else {
            " (changes of weights from copies of one unit added up), "
        }),
        letter("D"),
        t(" the mean of these with the fractions as weights, and "),
        inline(sub(name("d"), digits("0")), "d_0"),
        t(" the direction of the small network with these means. Then the Hessians "),
        letter("H"),
        t(" of the two losses are related by"),
    ]);
    out.push(Block::Paragraph(line));
    out.push(Block::Formula(hessian()));
    let mut line = vec![
        t("with the moment matrices "),
        letter("B"),
        t(
            " of the copied units, which are defined below. So the inertia of the wide Hessian is that of the small \
             one, plus that of the forms in the second sum, plus zeros. ",
        ),
    ];
    // A saddle needs no lemma.
    if c.kind() != Kind::Saddle {
        line.extend([
            t("If the Hessian of the small network and all these forms are positive definite, the wide critical \
                point is a local minimum: it lies in an affine space of critical points whose directions are the \
                kernel of its Hessian, and the Hessian is positive across. This is the "),
            Inline::Strong(if merge { "Merge Lemma" } else { "Critical-Kernel Lemma" }.into()),
            t(". "),
        ]);
    }
    line.extend([
        t("(Proof: docs/minima.md of wronski, section 2; after Fukumizu and Amari ["),
        Inline::Cite("FA00"),
        t("] and Petzka and Sminchisescu ["),
        Inline::Cite("PS21"),
        t("].)"),
    ]);
    out.push(Block::Paragraph(line));
    out.push(Block::Table(hypotheses(c, s, w, &layers)));
    out
}

/// The formula of the theorem.
fn hessian() -> Formula {
    let h = |which: &str| sub(name("H"), Math::Upright(which.into()));
    let pair = |v: Math| Math::Fenced('[', Box::new(row([v.clone(), op(','), v])), ']');
    let d0 = sub(name("d"), digits("0"));
    let difference = || paren(row([indexed("D", "j"), op('−'), name("D")]));
    Formula {
        text: "H_wide[d, d] = H_small[d_0, d_0] + 2 sum over widened layers, sum_j lambda_j (D_j - D)' B (D_j - \
            D)".into(),
        tree: row([
            h("wide"),
            pair(name("d")),
            op('='),
            h("small"),
            pair(d0),
            op('+'),
            digits("2"),
            Math::Sum(Box::new(Math::Words("layers".into()))),
            Math::Sum(Box::new(name("j"))),
            indexed("lambda", "j"),
            Math::Power(Box::new(difference()), Box::new(Math::Upright("T".into()))),
            name("B"),
            op('\u{2062}'),
            difference(),
        ]),
    }
}

fn hypotheses(c: &MinimumCertificate, s: &SmallRecord, w: &WideRecord, layers: &[usize]) -> Table {
    let mut rows: Vec<Vec<Vec<Inline>>> = vec![];
    let mut push = |what: &str, why: String| rows.push(vec![vec![t(what)], vec![t(why)]]);
    push(
        "shape",
        format!(
            "the small network has widths {}, the wide one {}; widened: hidden layer{} {}",
            widths(&s.widths),
            widths(&c.network.widths),
            if layers.len() == 1 { "" } else { "s" },
            numbers(layers)
        ),
    );
    push(
        "critical point of the small network",
        format!(
            "exactly one lies in a box of radius {}: Krawczyk's operator maps the box into its interior",
            short(&s.radius)
        ),
    );
    let [p, n] = s.hessian_inertia;
    push(
        "Hessian of the small network",
        if n == 0 {
            format!(
                "positive definite on the whole box: {p} eigenvalues, each at least {}",
                short(&s.hessian_least_eigenvalue)
            )
        } else {
            format!("{p} positive and {n} negative eigenvalues")
        },
    );
    for l in layers {
        let unit = w.units.get(l - 1).copied();
        let form = s
            .moments
            .iter()
            .find(|m| m.layer == *l && Some(m.unit) == unit);
        let negative = w.fractions.get(l - 1).map_or(0, |f| {
            f.iter().filter(|v| v.trim_start().starts_with('-')).count()
        });
        let count = w.fractions.get(l - 1).map_or(0, Vec::len);
        let sign = form.map_or("", |m| m.definite.as_str());
        let verdict = form_of_layer(sign, count - negative, negative);
        push(
            &format!("form of layer {l}"),
            format!(
                "moment matrix: {}; fractions: {} positive, {negative} negative; so {verdict}",
                form.map_or("not known".into(), definite),
                count - negative
            ),
        );
    }
    Table {
        caption: vec![t("What the theorem needs, and what is the case here")],
        head: vec![vec![t("hypothesis")], vec![t("here")]],
        rows,
    }
}

/// What is known of the form of a widened layer, from the signs of its moment matrix and the numbers of positive and
/// negative fractions.
///
/// The fractions have the sum 1. So the form with the weights `lambda_j` on the deviations from the mean has as many
/// negative squares as there are negative fractions, and one positive square less than there are positive fractions.
/// Each stands before the form of the moment matrix.
fn form_of_layer(moment: &str, positive: usize, negative: usize) -> &'static str {
    match (moment, positive, negative) {
        ("positive", _, 0) | ("negative", 1, _) => "the form is positive definite",
        ("positive", 1, _) | ("negative", _, 0) => "the form is negative definite",
        ("positive" | "negative" | "indefinite", ..) => "the form is indefinite",
        _ => "nothing is claimed about the form",
    }
}

/// In words.
pub(super) fn definite(m: &MomentRecord) -> String {
    match m.definite.as_str() {
        "positive" => "positive definite".into(),
        "negative" => "negative definite".into(),
        "indefinite" => "indefinite".into(),
        _ => "not decided".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::form_of_layer;

    /// The values of the form on a grid have the signs that are claimed. Fractions are given in quarters.
    #[test]
    fn the_form_of_a_layer_has_the_signs_that_are_claimed() {
        for quarters in [
            vec![2i64, 2],
            vec![6, -2],
            vec![1, 1, 2],
            vec![3, 3, -2],
            vec![8, -1, -3],
        ] {
            assert_eq!(quarters.iter().sum::<i64>(), 4);
            let mut signs = std::collections::BTreeSet::new();
            let n = u32::try_from(quarters.len()).expect("small");
            for code in 0..5i64.pow(n) {
                let d: Vec<i64> = (0..n).map(|j| code / 5i64.pow(j) % 5 - 2).collect();
                let mean: i64 = quarters.iter().zip(&d).map(|(l, x)| l * x).sum();
                let value: i64 = quarters
                    .iter()
                    .zip(&d)
                    .map(|(l, x)| l * (4 * x - mean).pow(2))
                    .sum();
                signs.insert(value.signum());
            }
            let words = |negated: bool| match (
                signs.contains(&if negated { -1 } else { 1 }),
                signs.contains(&if negated { 1 } else { -1 }),
            ) {
                (true, true) => "the form is indefinite",
                (true, false) => "the form is positive definite",
                (false, true) => "the form is negative definite",
                (false, false) => panic!("{quarters:?}"),
            };
            let positive = quarters.iter().filter(|l| **l > 0).count();
            let negative = quarters.len() - positive;
            assert_eq!(form_of_layer("positive", positive, negative), words(false));
            assert_eq!(form_of_layer("negative", positive, negative), words(true));
        }
    }
}

//! The parts of a certificate of a minimum: theorem, small network, moment matrices, wide network, path,
//! neighbourhood.

use super::attachments;
use super::claims::clipped;
use super::document::{Block, Figure, Formula, Inline, Table, code, t, words};
use super::loss;
use super::math::{Math, digits, name, op, paren, row, sub};
use super::minimum::{indexed, weights_details};
use super::numbers::{enclosure, list, short, vector, widths};
use super::pictures;
use super::tower::{inline, letter};
use wronski_certificate::minimum::{
    LinearRecord, MinimumCertificate, MomentRecord, NeighbourhoodRecord, SegmentKind, SmallRecord,
    WideRecord,
};

/// Hidden layers that are widened, counted from 1.
fn widened(w: &WideRecord) -> Vec<usize> {
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

pub(super) fn theorem(c: &MinimumCertificate, w: &WideRecord) -> Vec<Block> {
    let merge = w.lemma == "merge";
    let layers = widened(w);
    let mut out = vec![];
    let mut line = vec![
        t("Let "),
        letter("p"),
        t(" be a critical point of a small network. "),
    ];
    line.push(t(if merge {
        "In one hidden layer, whose successor has one unit, a unit is replaced by copies. "
    } else {
        "In several hidden layers a unit is replaced by copies; from the first to the last of these layers all hidden layers have one unit in the small network, and so has the layer after the last. "
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
            " of the copied units, which are defined below. So the inertia of the wide Hessian is that of the small one, plus that of the forms in the second sum, plus zeros. ",
        ),
    ];
    // A saddle needs no lemma.
    if c.saddle.is_none() {
        line.extend([
            t("If the Hessian of the small network and all these forms are positive definite, the wide critical point is a local minimum: it lies in an affine space of critical points whose directions are the kernel of its Hessian, and the Hessian is positive across. This is the "),
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
    out.push(Block::Table(hypotheses(c, w, &layers)));
    out
}

/// The formula of the theorem.
fn hessian() -> Formula {
    let h = |which: &str| sub(name("H"), Math::Upright(which.into()));
    let pair = |v: Math| Math::Fenced('[', Box::new(row([v.clone(), op(','), v])), ']');
    let d0 = sub(name("d"), digits("0"));
    let difference = || paren(row([indexed("D", "j"), op('−'), name("D")]));
    Formula {
        text: "H_wide[d, d] = H_small[d_0, d_0] + 2 sum over widened layers, sum_j lambda_j (D_j - D)' B (D_j - D)".into(),
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

fn hypotheses(c: &MinimumCertificate, w: &WideRecord, layers: &[usize]) -> Table {
    let mut rows: Vec<Vec<Vec<Inline>>> = vec![];
    let mut push = |what: &str, why: String| rows.push(vec![vec![t(what)], vec![t(why)]]);
    if let Some(s) = &c.small {
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

pub(super) fn small(c: &MinimumCertificate, s: &SmallRecord) -> Vec<Block> {
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
                " an approximate inverse of the Hessian at the centre. All enclosures were computed with {} bits and hold for the critical point itself, not only for the centre of the box.",
                s.precision
            )),
        ]),
        weights_details("Centre of the box", &s.weights),
    ];
    out.extend(attachments::small(c));
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
    if c.wide.is_none() {
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

pub(super) fn moments(c: &MinimumCertificate, s: &SmallRecord) -> Vec<Block> {
    let prime2 = Math::Primes(Box::new(name("sigma")), 2);
    let formula = Formula {
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
    };
    let mut out = vec![
        Block::Paragraph(vec![
            t("For a hidden unit of the small network, at sample "),
            letter("i"),
            t(", let "),
            letter("r"),
            t(format!(" be {}, ", loss::half_slope(c))),
            letter("c"),
            t(" the derivative of the output by the activation of the unit, and "),
            letter("z"),
            t(" its preactivation. The moment matrix of the unit is"),
        ]),
        Block::Formula(formula),
        Block::Paragraph(vec![
            t("where "),
            letter("v"),
            t(if c.network.biases {
                " holds the outputs of the layer before, with a leading 1 for the bias. With several outputs the sum runs over them too. The entries below are enclosures at the critical point."
            } else {
                " holds the outputs of the layer before. With several outputs the sum runs over them too. The entries below are enclosures at the critical point."
            }),
        ]),
    ];
    let rows: Vec<Vec<Vec<Inline>>> = s
        .moments
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
    for m in &s.moments {
        const LARGEST: usize = 8;
        if m.matrix.is_empty() || m.matrix.len() > LARGEST {
            continue;
        }
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
        let table = Block::Table(Table {
            caption: vec![t(format!(
                "Entries of B for layer {}, unit {}",
                m.layer,
                m.unit + 1
            ))],
            head,
            rows: cells,
        });
        if m.matrix.len() <= 3 {
            out.push(table);
        } else {
            out.push(Block::Details {
                summary: format!("Entries for layer {}, unit {}", m.layer, m.unit + 1),
                blocks: vec![table],
            });
        }
    }
    out.push(attachments::moments(&s.moments));
    out
}

fn definite(m: &MomentRecord) -> String {
    match m.definite.as_str() {
        "positive" => "positive definite".into(),
        "negative" => "negative definite".into(),
        "indefinite" => "indefinite".into(),
        _ => "not decided".into(),
    }
}

/// With the picture of the eigenvalues, if there is one.
pub(super) fn wide(c: &MinimumCertificate, w: &WideRecord, spectrum: Option<Figure>) -> Vec<Block> {
    let [p, n, z] = w.inertia;
    let mut out = vec![];
    for l in widened(w) {
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
        "The weights below are widened from the centre of the box. The critical point of the statement is widened in the same way from the critical point inside the box; since the fractions act on one factor of each weight, it differs from these weights by at most the radius of the box times the greatest of 1 and the sizes of the fractions.",
    ));
    out.push(weights_details("Weights of the wide network", &w.weights));
    out.extend(attachments::wide(c));
    out
}

pub(super) fn linear(c: &MinimumCertificate, l: &LinearRecord) -> Vec<Block> {
    let mut out = vec![
        Block::Paragraph(vec![
            t("On the interval "),
            code(format!("({}, {})", l.interval[0], l.interval[1])),
            t(" the activation is a line with slope "),
            code(clipped(&l.slope)),
            t(" and value "),
            code(clipped(&l.intercept)),
            t(
                " at 0. At the weights below the preactivations of all hidden units stay inside this interval for all samples, and so they do for all weights within ",
            ),
            code(short(&l.radius)),
            t(
                " (maximum norm). There the network is an affine function of its input. Its affine function here is the least squares fit of the targets, and no affine function has a smaller loss: so this is a local minimum (Proposition 1 of [",
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
    out.extend(attachments::linear(c));
    out
}

pub(super) fn better(c: &MinimumCertificate) -> Vec<Block> {
    let mut out = vec![];
    if let Some(b) = &c.better {
        out.push(Block::Paragraph(vec![
            t("At the weights below the loss is "),
            code(enclosure(&b.loss)),
            t(", which is smaller than at the minimum."),
        ]));
        out.push(weights_details("Better weights", &b.weights));
        out.extend(attachments::better(c));
    }
    if c.path.is_empty() {
        return out;
    }
    out.push(words(
        "A path of straight segments leads there from the minimum, and the loss never increases on it: on a constant segment the outputs of the network at the samples stay the same, on a descent the derivative of the loss along the segment is enclosed below 0.",
    ));
    if c.small.is_some() {
        out.push(words(
            "The weights at the ends of the segments are those of the path from the weights widened from the centre of the box. The path from the minimum itself runs beside it, at most the radius of the box times the greatest of 1 and the sums of the sizes of the fractions away; the enclosures hold for both.",
        ));
    }
    out.push(Block::Table(Table {
        caption: vec![t("The path")],
        head: ["segment", "kind", "loss at the start", "loss at the end"]
            .into_iter()
            .map(|h| vec![t(h)])
            .collect(),
        rows: c
            .path
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
    out.extend(attachments::path(c));
    out.extend(pictures::path(c).map(Block::Figure));
    out.extend(pictures::slice(c).map(Block::Figure));
    out
}

pub(super) fn neighbourhood(n: &NeighbourhoodRecord) -> Vec<Block> {
    let mut out = vec![Block::Paragraph(vec![
        t(
            "Every data set of as many samples whose inputs and targets differ from these by at most ",
        ),
        code(short(&n.radius)),
        t(
            " has such a bad local minimum too. For all of them at once, the critical point stays in a box around the one above, its Hessian and moment matrices stay definite, its loss is at least ",
        ),
        code(short(&n.minimum_at_least)),
        t(", and the loss at the better weights is at most "),
        code(short(&n.better_at_most)),
        t(". So the data sets with such minima have positive measure."),
    ])];
    out.push(attachments::radii(&n.radii));
    out
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

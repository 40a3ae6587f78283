//! Certificates of `construct` and `certify`: what was shown, the theorem that was used, and everything it was used
//! with.

use super::attachments;
use super::claims;
use super::document::{Block, Formula, Inline, Section, Table, code, t, words};
use super::loss;
use super::math::{Math, Names, combination, digits, name, op, paren, row, sub, typeset};
use super::numbers::{enclosure, list, short, vector, widths};
use super::parts;
use super::pictures;
use super::spectrum;
use super::tower::{inline, letter};
use wronski_certificate::minimum::{Kind, LayerWeights, MinimumCertificate, SeenRecord, Weights};

/// What was shown, in a few words.
pub(super) fn kind_text(c: &MinimumCertificate) -> &'static str {
    match c.kind {
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

/// A section under a certificate of a minimum.
pub(super) fn section(id: &str, part: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: format!("{id}-{part}"),
        level: 3,
        title: vec![t(title)],
        blocks,
    }
}

/// All sections of a certificate; `id` begins their names.
pub(super) fn sections(c: &MinimumCertificate, id: &str) -> Vec<Section> {
    let mut out = vec![Section {
        id: id.into(),
        level: 2,
        title: vec![
            code(claims::clipped(&c.activation.expression)),
            t(format!(", {}: {}", widths(&c.network.widths), kind_text(c))),
        ],
        blocks: overview(c),
    }];
    if let Some(o) = &c.obstruction {
        out.push(section(
            id,
            "obstruction",
            if c.kind == Kind::Impossible {
                "Why every local minimum is global"
            } else {
                "Why no moment matrix is definite"
            },
            obstruction(c, &o.relation),
        ));
    }
    if let Some(w) = &c.wide {
        out.push(section(id, "theorem", "The theorem", parts::theorem(c, w)));
    }
    if c.data.is_some() {
        out.push(section(id, "data", "Data set", data(c)));
    }
    // The eigenvalues stand with the wide network, if they can be drawn there.
    let spectrum = spectrum::wide(c);
    if let Some(s) = &c.small {
        let mut blocks = parts::small(c, s);
        if spectrum.is_none() {
            blocks.extend(spectrum::small(c).map(Block::Figure));
        }
        out.push(section(
            id,
            "critical-point",
            "The critical point of the small network",
            blocks,
        ));
        if !s.moments.is_empty() {
            out.push(section(
                id,
                "moments",
                "Moment matrices",
                parts::moments(c, s),
            ));
        }
    }
    if let Some(l) = &c.linear {
        out.push(section(
            id,
            "linear",
            "The minimum inside a linear piece",
            parts::linear(c, l),
        ));
    }
    if let Some(w) = &c.wide {
        let blocks = parts::wide(c, w, spectrum);
        out.push(section(id, "wide", "The wide network", blocks));
    }
    if let Some(s) = &c.saddle {
        let blocks = vec![
            Block::Paragraph(vec![
                t(
                    "At the critical point the second derivative of the loss along the direction below is ",
                ),
                code(enclosure(&s.curvature)),
                t(
                    ", so it is negative: in this direction the loss decreases on both sides, and the point is no local minimum.",
                ),
            ]),
            weights_details("The direction", &s.direction),
            attachments::direction("curvature-direction.json", &s.direction),
        ];
        out.push(section(id, "saddle", "Negative curvature", blocks));
    }
    if let Some(e) = &c.exclusion {
        let mut blocks = vec![
            Block::Paragraph(vec![
                t("For all weights within "),
                code(short(&e.radius)),
                t(
                    " of the given ones, in the maximum norm, the derivative of the loss along the direction below lies in ",
                ),
                code(enclosure(&e.slope)),
                t(format!(
                    ", computed with {} bits. Zero is excluded, so there is no critical point in this box.",
                    e.precision
                )),
            ]),
            weights_details("The given weights", &e.weights),
        ];
        blocks.extend(attachments::given(c));
        blocks.push(weights_details("The direction", &e.direction));
        blocks.push(attachments::direction("slope-direction.json", &e.direction));
        out.push(section(id, "exclusion", "A slope everywhere", blocks));
    }
    if let Some(s) = &c.seen {
        out.push(section(
            id,
            "seen",
            "What is seen at the given weights",
            seen(s),
        ));
    }
    if c.better.is_some() || !c.path.is_empty() {
        out.push(section(
            id,
            "better",
            "Better weights and a path to them",
            parts::better(c),
        ));
    }
    if let Some(n) = &c.neighbourhood {
        out.push(section(
            id,
            "neighbourhood",
            "Data sets near this one",
            parts::neighbourhood(n),
        ));
    }
    if let Some(inner) = &c.activation.claims {
        out.extend(claims::sections(
            inner,
            &format!("{id}-activation"),
            3,
            vec![t("The activation and its hypotheses")],
        ));
    }
    out
}

/// Loss, gradient and eigenvalues at given weights.
fn seen(s: &SeenRecord) -> Vec<Block> {
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
                ", {} below the negative of this, and {} between. Where some lie between, the Hessian is singular or nearly so, and critical points near by need not be isolated.",
                h.below, h.between
            )),
        ]);
    }
    vec![
        Block::Paragraph(line),
        weights_details("The given weights", &s.weights),
    ]
}

fn overview(c: &MinimumCertificate) -> Vec<Block> {
    let names = Names::Parameters(&[]);
    let meaning = match c.kind {
        Kind::BadLocalMinimum if c.linear.is_some() => {
            "Shown: the network has a local minimum at the weights below, and other weights have a smaller loss. So it is a local minimum that is not global."
        }
        Kind::BadLocalMinimum => {
            "Shown: the network has a local minimum, enclosed below, and other weights have a smaller loss. So it is a local minimum that is not global."
        }
        Kind::StrictLocalMinimum => {
            "Shown: the network has a strict local minimum in the box below. Nothing is said about other minima."
        }
        Kind::LocalMinimumUpToSymmetry => {
            "Shown: the network has a local minimum. It is not isolated: networks with other weights and the same outputs at the samples lie near it. Weights with a smaller loss are not shown."
        }
        Kind::Saddle => "Shown: the critical point below is no local minimum.",
        Kind::NotCritical => {
            "Shown: there is no critical point within the distance of the given weights that is stated below."
        }
        Kind::NoWidening => {
            "Shown: no widening of a network with one unit in each hidden layer has definite moment matrices. Bad local minima of other kinds are not excluded."
        }
        Kind::Impossible => {
            "Shown: the activation is linear, and every local minimum of such a network is global, for all data. So it has no bad local minimum."
        }
        Kind::Undecided => {
            "Nothing is claimed. The program that wrote the certificate named the limit that was hit or the hypothesis that failed; a certificate holds no reasons for what is not shown."
        }
    };
    let mut out = vec![Block::Paragraph(vec![Inline::Strong(meaning.into())])];
    let claimed = !matches!(
        c.kind,
        Kind::NoWidening | Kind::Impossible | Kind::Undecided
    );
    if !c.activation.verified && c.linear.is_none() && claimed {
        out.push(Block::Paragraph(vec![Inline::Strong(
            "The hypotheses about the activation (that it is analytic, and that the family B2 is independent) were not proved, and the certificate was made without them, as the user asked. What is shown does not use them: they promise that a construction succeeds, and the enclosures below are about this network alone.".into(),
        )]));
    }
    let named_loss = match loss::formula(c) {
        Some((tree, text)) => inline(tree, text),
        None => code(claims::clipped(&c.network.loss)),
    };
    let mut rows: Vec<Vec<Vec<Inline>>> = vec![
        vec![
            vec![t("activation")],
            vec![claims::shown(&c.activation.expression, names)],
        ],
        vec![vec![t("widths")], vec![t(widths(&c.network.widths))]],
        vec![
            vec![t("biases")],
            vec![t(if c.network.biases { "yes" } else { "no" })],
        ],
        vec![vec![t("loss")], vec![named_loss]],
    ];
    if let Some(d) = &c.data {
        rows.push(vec![
            vec![t("samples")],
            vec![t(d.inputs.len().to_string())],
        ]);
    }
    if let Some(s) = &c.small {
        rows.push(vec![
            vec![t("loss at the critical point")],
            vec![code(enclosure(&s.loss))],
        ]);
    } else if let Some(l) = &c.linear {
        rows.push(vec![
            vec![t("loss at the minimum")],
            vec![code(claims::clipped(&l.loss))],
        ]);
    }
    if let Some(b) = &c.better {
        rows.push(vec![
            vec![t("loss at the better weights")],
            vec![code(enclosure(&b.loss))],
        ]);
    }
    out.push(Block::Table(Table {
        caption: vec![t("The network")],
        head: vec![vec![t("what")], vec![t("value")]],
        rows,
    }));
    if c.data.is_some() || c.obstruction.is_some() {
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
            " marks digits that were cut, not rounded; for an enclosure, the digits that are shown are those on which both ends agree, or both ends stand in brackets.",
        ),
    ])
}

fn obstruction(c: &MinimumCertificate, relation: &[String]) -> Vec<Block> {
    let members: Vec<String> = ["1", "s", "s1", "x*s1", "s2", "x*s2", "x^2*s2"]
        .map(str::to_string)
        .to_vec();
    let mut out = vec![words(
        "The activation and its derivatives satisfy, for all x,",
    )];
    match combination(relation, &members, Names::Family(&[])) {
        Some(sum) => out.push(Block::Formula(Formula {
            tree: row([typeset(&sum, Names::Family(&[])), op('='), digits("0")]),
            text: format!("{sum} = 0"),
        })),
        None => out.push(Block::Paragraph(vec![code(claims::clipped(
            &relation.join(", "),
        ))])),
    }
    if c.kind == Kind::Impossible {
        out.push(words(
            "So the network function is affine in the input, with weights that are products of those of the layers. (Proof that every local minimum is global, for the sum of squares, all widths and all data: docs/minima.md of wronski, section 3.)",
        ));
        return out;
    }
    let sum = |factors: Vec<Math>| {
        let mut parts = vec![
            Math::Sum(Box::new(name("i"))),
            name("r"),
            op('\u{2062}'),
            name("c"),
        ];
        parts.extend(factors);
        parts.extend([op('='), digits("0")]);
        row(parts)
    };
    let sigma = || row([name("sigma"), paren(name("z"))]);
    let prime = || row([Math::Primes(Box::new(name("sigma")), 1), paren(name("z"))]);
    out.push(Block::Paragraph(vec![
        t("In detail: at sample "),
        letter("i"),
        t(" and for one output, let "),
        letter("r"),
        t(format!(" be {}, ", loss::half_slope(c))),
        letter("z"),
        t(" the preactivation of a hidden unit, and "),
        letter("c"),
        t(
            " the derivative of the output by its activation; sums run over the samples and the outputs. At a critical point of a network with biases",
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
            tree: sum(factors),
            text: text.into(),
        }));
    }
    out.push(Block::Paragraph(vec![
        t(
            "(the first two are combinations of the derivatives of the loss by the rows of the next layer, the last two of those by the row of the unit). Put ",
        ),
        letter("z"),
        t(" for "),
        letter("x"),
        t(" in the relation, multiply by "),
        inline(row([name("r"), op('\u{2062}'), name("c")]), "r c"),
        t(" and add up. What remains is"),
    ]));
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
    out.push(Block::Formula(Formula {
        tree: sum(vec![
            op('\u{2062}'),
            paren(form),
            op('\u{2062}'),
            second,
            paren(name("z")),
        ]),
        text: "sum r c (alpha + beta z + gamma z^2) sigma''(z) = 0".into(),
    }));
    let product = row([name("B"), op('\u{2062}'), name("M")]);
    out.push(Block::Paragraph(vec![
        t("with the last three coefficients of the relation. Since "),
        letter("z"),
        t(
            " is the product of the row of the unit, its bias included, with the outputs of the layer before, this sum is the trace of ",
        ),
        inline(product, "B M"),
        t(", where "),
        letter("B"),
        t(" is the moment matrix of the unit, and "),
        letter("M"),
        t(
            " is semidefinite, because the quadratic form in brackets has only one sign. If it is not 0, the trace of its product with a definite matrix is not 0. If it is 0, all weights into the unit are 0, ",
        ),
        letter("z"),
        t(" is its bias, and the first entry of "),
        letter("B"),
        t(" is a multiple of the first sum above, so it is 0. In both cases "),
        letter("B"),
        t(" is not definite."),
    ]));
    out
}

fn data(c: &MinimumCertificate) -> Vec<Block> {
    let Some(d) = &c.data else { return vec![] };
    const SHOWN: usize = 8;
    let table = |from: usize, to: usize, caption: &str| {
        Block::Table(Table {
            caption: vec![t(caption)],
            head: vec![vec![t("sample")], vec![t("input")], vec![t("target")]],
            rows: d
                .inputs
                .iter()
                .zip(&d.targets)
                .enumerate()
                .skip(from)
                .take(to - from)
                .map(|(i, (x, y))| {
                    let cell = |v: &[String]| vec![code(list(v, 12))];
                    vec![vec![t((i + 1).to_string())], cell(x), cell(y)]
                })
                .collect(),
        })
    };
    let n = d.inputs.len();
    let mut out = vec![words(format!(
        "The data set has {n} samples. All numbers are exact: the statements are about this data set{}.",
        if c.neighbourhood.is_some() {
            "; those near it have a section below"
        } else {
            ", not about one near it"
        }
    ))];
    if n <= SHOWN {
        out.push(table(0, n, "Samples"));
    } else {
        out.push(Block::Details {
            summary: if n <= MOST_ROWS {
                format!("All {n} samples")
            } else {
                format!("The first {MOST_ROWS} of {n} samples")
            },
            blocks: vec![table(0, n.min(MOST_ROWS), "Samples")],
        });
    }
    out.extend(attachments::data(c));
    out
}

/// Longer tables are cut; the attached file and the certificate have everything.
pub(super) const MOST_ROWS: usize = 200;

/// Weights in short form, a layer a row.
pub(super) fn weights_table(caption: &str, w: &Weights) -> Table {
    let biases = w.iter().any(|l| l.b.is_some());
    let mut head = vec![vec![t("layer")], vec![t("W (a row for each unit)")]];
    if biases {
        head.push(vec![t("b")]);
    }
    Table {
        caption: vec![t(caption)],
        head,
        rows: w
            .iter()
            .enumerate()
            .map(|(l, layer)| {
                let mut row = vec![vec![t((l + 1).to_string())], vec![code(matrix(layer))]];
                if biases {
                    row.push(
                        layer
                            .b
                            .as_ref()
                            .map_or(vec![t("none")], |b| vec![code(vector(b, 4))]),
                    );
                }
                row
            })
            .collect(),
    }
}

fn matrix(l: &LayerWeights) -> String {
    const MOST: usize = 4;
    let rows: Vec<String> = l.w.iter().take(MOST).map(|r| vector(r, MOST)).collect();
    if l.w.len() <= MOST {
        format!("[{}]", rows.join(", "))
    } else {
        format!("[{}, ...] ({} rows)", rows.join(", "), l.w.len())
    }
}

/// Short weights at once; many numbers folded.
pub(super) fn weights_details(caption: &str, w: &Weights) -> Block {
    let all: Vec<String> = w
        .iter()
        .flat_map(|l| l.w.iter().flatten().chain(l.b.iter().flatten()))
        .take(13)
        .cloned()
        .collect();
    let table = Block::Table(weights_table(caption, w));
    if all.len() <= 12 && list(&all, 12).len() < 200 {
        return table;
    }
    Block::Details {
        summary: format!("{caption} (short form)"),
        blocks: vec![table],
    }
}

/// `base_index` of plain names.
pub(super) fn indexed(base: &str, index: &str) -> Math {
    sub(name(base), name(index))
}

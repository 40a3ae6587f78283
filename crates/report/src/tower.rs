//! The tower of a certificate: each monomial with the theorem and the witness that make it new.

use super::document::{Block, Formula, Inline, Table, code, m, t, words};
use super::formulas::{equation, formula, letter, shown};
use super::math::{Math, Names, digits, name, op, paren, row, sub};
use super::text::clipped;
use wronski_certificate::{Certificate, VariableKind, VariableRecord, Witness, witness_because};

/// The tower in blocks: each monomial with what makes it new.
pub(super) fn blocks(c: &Certificate) -> Vec<Block> {
    let all = &c.tower.variables;
    if all.is_empty() {
        return vec![words(
            "No differential field was built: the functions are no elements of a field of the kind that is decided \
             here, or nothing needed one.",
        )];
    }
    let names = &c.parameters;
    let mut out = vec![];
    let constants: Vec<&VariableRecord> = all
        .iter()
        .filter(|v| v.kind.generator().is_none() && v.kind != VariableKind::X)
        .collect();
    let generators: Vec<&VariableRecord> = all
        .iter()
        .filter(|v| v.kind.generator().is_some())
        .collect();
    let mut first = vec![t(
        "Everything takes place in a field of functions, generated over the rational functions of ",
    )];
    first.push(shown("x", Names::Parameters(&[])));
    if constants.is_empty() {
        first.push(t(" with rational coefficients"));
    } else {
        first.push(t(", with the constants "));
        for (i, v) in constants.iter().enumerate() {
            if i > 0 {
                first.push(t(", "));
            }
            first.push(shown(&v.symbol, Names::Parameters(names)));
        }
        first.push(t(","));
    }
    if generators.is_empty() {
        first.push(t(". No other function is needed."));
        out.push(Block::Paragraph(first));
        return out;
    }
    first.push(t(" by the functions below. Each is new: monomials (t) are algebraically independent of everything \
        before them, and roots (u) have their full degree. So elements can be computed with like rational functions \
        of independent variables, and an element is zero only if it is zero as such a function."));
    out.push(Block::Paragraph(first));
    for v in generators {
        generator(v, names, &mut out);
    }
    out.push(words(
        "To check a determinant of values at points: write the functions in these variables (derivatives by the \
         chain rule and the derivatives above; a composition by putting the inner function for x, whose \
         exponentials, logarithms and so on are among the variables), insert the values of the tables, and compute \
         modulo the prime. A point may give any value to variables that are independent; the values of roots satisfy \
         their equations modulo the prime; and no denominator of the functions is 0 there.",
    ));
    out
}

/// `t_1`
fn symbol(text: &str) -> Math {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    if stem.len() == 1 && stem.len() < text.len() {
        sub(name(stem), digits(&text[1..]))
    } else {
        name(text)
    }
}

fn generator(v: &VariableRecord, names: &[String], out: &mut Vec<Block>) {
    let Some((kind, argument, witness)) = v.kind.generator() else {
        return;
    };
    let text = match &v.kind {
        VariableKind::Root { degree, .. } if *degree > 2 => format!("({argument})^(1/{degree})"),
        _ => format!("{kind}({argument})"),
    };
    match formula(&text, Names::Tower(names)) {
        Some(f) => out.push(Block::Formula(equation(symbol(&v.symbol), &v.symbol, f))),
        None => out.push(Block::Paragraph(vec![
            code(&v.symbol),
            t(" = "),
            code(clipped(&text)),
        ])),
    }
    let mut line = vec![];
    if let Some(derivative) = derivative(v, names) {
        line.extend([
            t("Its derivative, with "),
            letter("a"),
            t(" for the argument, is "),
            m(derivative),
            t(". "),
        ]);
    }
    line.push(t("New because "));
    cited(&clipped(&witness_because(kind, witness)), &mut line);
    line.push(t("."));
    out.push(Block::Paragraph(line));
    out.extend(witness_blocks(&v.symbol, witness));
}

/// The derivative of a generator, in itself, its argument `a` and the variables before it; `None` for a certificate
/// with an unreadable Gaussian, or with symbols that no tower has.
fn derivative(v: &VariableRecord, names: &[String]) -> Option<Formula> {
    const LONGEST: usize = 8;
    if v.symbol.chars().count() > LONGEST {
        return None;
    }
    let a = || name("a");
    let da = || Math::Primes(Box::new(a()), 1);
    let this = || symbol(&v.symbol);
    let square = |of: Math| Math::Power(Box::new(of), Box::new(digits("2")));
    let over = |below: Math| Math::Fraction(Box::new(da()), Box::new(below));
    let times = || op('\u{2062}');
    let s = &v.symbol;
    let (tree, text) = match &v.kind {
        VariableKind::Exp { .. } => (row([da(), times(), this()]), format!("a'*{s}")),
        VariableKind::Log { .. } => (over(a()), "a'/a".to_string()),
        VariableKind::Erf { gaussian, .. } => {
            let read = formula(gaussian, Names::Tower(names))?.tree;
            let read = match read {
                Math::Name(_) | Math::Index(..) => read,
                other => paren(other),
            };
            let root = Math::Root(Box::new(name("pi")), 2);
            let factor = Math::Fraction(Box::new(digits("2")), Box::new(root));
            (
                row([factor, times(), read, times(), da()]),
                format!("2/sqrt(pi)*({gaussian})*a'"),
            )
        }
        VariableKind::Tan { .. } => (
            row([
                paren(row([digits("1"), op('+'), square(this())])),
                times(),
                da(),
            ]),
            format!("(1 + {s}^2)*a'"),
        ),
        VariableKind::Atan { .. } => (
            over(row([digits("1"), op('+'), square(a())])),
            "a'/(1 + a^2)".to_string(),
        ),
        VariableKind::Root { degree, .. } => {
            let power = if *degree == 2 {
                this()
            } else {
                Math::Power(Box::new(this()), Box::new(digits(degree.saturating_sub(1))))
            };
            (
                over(row([digits(degree), times(), power])),
                format!("a'/({degree}*{s}^{})", degree.saturating_sub(1)),
            )
        }
        VariableKind::X
        | VariableKind::Parameter
        | VariableKind::SqrtPi
        | VariableKind::Sqrt { .. }
        | VariableKind::RootConstant { .. }
        | VariableKind::TanConstant { .. }
        | VariableKind::AtanConstant { .. }
        | VariableKind::ExpConstant { .. }
        | VariableKind::ExpParameter { .. }
        | VariableKind::LogConstant { .. }
        | VariableKind::ErfConstant { .. } => return None,
    };
    Some(equation(
        Math::Primes(Box::new(this()), 1),
        &format!("{s}'"),
        Formula { tree, text },
    ))
}

/// The sentence with its authors as references, and the document of the program named as such.
fn cited(sentence: &str, line: &mut Vec<Inline>) {
    let sentence = sentence.replace("docs/theory.md", "docs/theory.md of wronski");
    match sentence.split_once("Ax 1971, Rosenlicht 1976") {
        Some((before, after)) => line.extend([
            t(before),
            t("Ax ["),
            Inline::Cite("A71"),
            t("], Rosenlicht ["),
            Inline::Cite("R76"),
            t("]"),
            t(after),
        ]),
        None => line.push(t(sentence)),
    }
}

fn witness_blocks(symbol: &str, witness: &Witness) -> Vec<Block> {
    let point = |i: usize, p: &[String]| -> Vec<Vec<Inline>> {
        vec![vec![t((i + 1).to_string())], vec![code(p.join(", "))]]
    };
    let head = |first: &str| {
        vec![
            vec![t(first)],
            vec![t("values of the variables before it, in order")],
        ]
    };
    match witness {
        Witness::Derivatives {
            prime,
            points,
            determinant,
        } => vec![Block::Details {
            summary: format!("Witness for {symbol}: a determinant of derivatives modulo {prime}"),
            blocks: vec![
                words(
                    "Here g runs through the exponents and logarithms up to this one (for tangents and arctangents, \
                     through the angles), and P through the points.",
                ),
                Block::Formula(residue(
                    row([
                        Math::Upright("det".into()),
                        Math::Fenced(
                            '[',
                            Box::new(row([
                                Math::Primes(Box::new(sub(name("g"), name("j"))), 1),
                                paren(sub(name("P"), name("i"))),
                            ])),
                            ']',
                        ),
                    ]),
                    "det [g_j'(P_i)]",
                    determinant,
                    prime,
                )),
                Block::Table(Table {
                    caption: vec![t("The points, one for each row of the determinant")],
                    head: head("row"),
                    rows: points
                        .iter()
                        .enumerate()
                        .map(|(i, p)| point(i, p))
                        .collect(),
                }),
            ],
        }],
        Witness::Residues { characters } => characters
            .iter()
            .map(|c| Block::Details {
                summary: format!(
                    "Witness for {symbol}: characters of order {} modulo {}",
                    c.order, c.prime
                ),
                blocks: vec![Block::Table(Table {
                    caption: vec![t(
                        "Two points at which the characters of the radicand differ",
                    )],
                    head: head("point"),
                    rows: c
                        .points
                        .iter()
                        .enumerate()
                        .map(|(i, p)| point(i, p))
                        .collect(),
                })],
            })
            .collect(),
        Witness::ErrorFunctions => vec![],
    }
}

/// `what = value, not 0, modulo prime`.
pub(super) fn residue(what: Math, text: &str, value: &str, prime: &str) -> Formula {
    Formula {
        text: format!("{text} = {value} (mod {prime}), not 0"),
        tree: row([
            what,
            op('≡'),
            digits(value),
            op('≠'),
            digits("0"),
            op('\u{2003}'),
            paren(row([
                Math::Words("mod".into()),
                op('\u{2009}'),
                digits(prime),
            ])),
        ]),
    }
}

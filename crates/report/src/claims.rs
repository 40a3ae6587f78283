//! Certificates of `verify` and `independent`: the functions, their way into the tower, and the claims.

use super::document::{Block, Inline, Section, Table, code, t, words};
use super::formulas::{equation, formula, shown};
use super::math::{Math, Names, digits, name, paren, row, sub};
use super::text::clipped;
use super::{evidence, meaning, pictures, tower};
use wronski_certificate::{Certificate, FunctionRecord, StepRecord, Subject};
use wronski_expr::rules::{ARITHMETIC, StatedRule, stated_rule};

/// All sections of a certificate; `id` begins their names, `level` is that of the first heading.
pub(super) fn sections(c: &Certificate, id: &str, level: u8, title: Vec<Inline>) -> Vec<Section> {
    let mut first = vec![summary(c)];
    parameters(c, &mut first);
    for (i, f) in c.functions.iter().enumerate() {
        function(c, i, f, &mut first);
    }
    if let (Subject::Verify, Some(f)) = (c.subject, c.functions.first()) {
        first.extend(pictures::activation(&f.expression).map(Block::Figure));
    }
    let mut out = vec![Section {
        id: id.into(),
        level,
        title,
        blocks: first,
    }];
    out.push(Section {
        id: format!("{id}-field"),
        level: 3,
        title: vec![t("The differential field")],
        blocks: tower::blocks(c),
    });
    for (i, claim) in c.claims.iter().enumerate() {
        let outcome = claim.verdict;
        let mut blocks = vec![
            Block::Paragraph(
                [Inline::Strong("Statement.".into()), t(" ")]
                    .into_iter()
                    .chain(meaning::statement(claim.id))
                    .collect(),
            ),
            Block::Paragraph(vec![
                Inline::Strong("Verdict.".into()),
                t(" "),
                Inline::Verdict(outcome),
                t(match claim.because() {
                    Some(why) => format!(": {}.", clipped(&why)),
                    None => ".".into(),
                }),
            ]),
        ];
        if !claim.exceptional.is_empty() {
            blocks.push(Block::Paragraph(vec![t(
                "The verdict is for generic values of the parameters; excluded are the values with one of the \
                 following.",
            )]));
            blocks.push(Block::List(
                claim
                    .exceptional
                    .iter()
                    .map(|e| vec![code(clipped(&e.text()))])
                    .collect(),
            ));
        }
        match &claim.evidence {
            Some(e) => evidence::blocks(c, claim.id, outcome, e, &mut blocks),
            None => {
                blocks.push(words(
                    "There is no evidence either way, so nothing is re-derived. The certificate holds the reason \
                     that the program gave which wrote it:",
                ));
                if let Some(reason) = &claim.reason {
                    blocks.push(Block::Paragraph(vec![
                        Inline::Strong("The prover says.".into()),
                        t(" "),
                        code(clipped(&reason.to_string())),
                    ]));
                }
            }
        }
        blocks.push(Block::Paragraph(
            [Inline::Strong("What follows.".into()), t(" ")]
                .into_iter()
                .chain(meaning::consequence(claim.id, outcome))
                .collect(),
        ));
        out.push(Section {
            id: format!("{id}-{}", slug(c, i)),
            level: 3,
            title: vec![
                t(claim.id.statement().title),
                t(": "),
                Inline::Verdict(outcome),
            ],
            blocks,
        });
    }
    out
}

/// A name for the claim with that number, unique in the certificate.
fn slug(c: &Certificate, i: usize) -> String {
    let first = |id| c.claims.iter().position(|k| k.id == id) == Some(i);
    match c.claims.get(i) {
        Some(claim) if first(claim.id) => claim.id.as_str().replace('/', "-"),
        _ => format!("claim-{}", i + 1),
    }
}

/// The claims with their verdicts and ranks.
fn summary(c: &Certificate) -> Block {
    let rows = c
        .claims
        .iter()
        .map(|claim| {
            vec![
                vec![t(claim.id.statement().title)],
                vec![Inline::Verdict(claim.verdict)],
                vec![t(evidence::rank_text(claim))],
            ]
        })
        .collect();
    Block::Table(Table {
        caption: vec![t("What was decided")],
        head: vec![vec![t("claim")], vec![t("verdict")], vec![t("rank")]],
        rows,
    })
}

fn parameters(c: &Certificate, out: &mut Vec<Block>) {
    if c.parameters.is_empty() {
        return;
    }
    let mut line = vec![t("Parameters: ")];
    for (i, name) in c.parameters.iter().enumerate() {
        if i > 0 {
            line.push(t(", "));
        }
        line.push(code(name));
    }
    line.push(t(" (symbolic: constants of which nothing is known)"));
    line.push(t("."));
    out.push(Block::Paragraph(line));
}

fn function(c: &Certificate, i: usize, f: &FunctionRecord, out: &mut Vec<Block>) {
    let names = &c.parameters;
    let (left, left_text) = match c.subject {
        Subject::Verify => (
            row([name("sigma"), paren(name("x"))]),
            "sigma(x)".to_string(),
        ),
        Subject::Independent => (sub(name("f"), digits(i + 1)), format!("f{}", i + 1)),
    };
    out.push(words(match c.subject {
        Subject::Verify => "The activation, as it was read:".to_string(),
        Subject::Independent => format!("Function {}, as it was read:", i + 1),
    }));
    out.push(definition(
        &left,
        &left_text,
        &f.expression,
        Names::Parameters(names),
    ));
    if let Some(last) = f.steps.last() {
        out.push(words(format!(
            "After {} rewrite step{} this is",
            f.steps.len(),
            if f.steps.len() == 1 { "" } else { "s" }
        )));
        out.push(definition(
            &left,
            &left_text,
            &last.after,
            Names::Parameters(names),
        ));
        out.push(words(
            "The checker carries each step out, with the rule that is shipped under its name, and shows that the \
             expression after it is the element below; it does not ask for the conditions of the rules.",
        ));
        let table = Block::Table(steps(f, names));
        if f.steps.len() > 2 {
            out.push(Block::Details {
                summary: format!("The {} rewrite steps", f.steps.len()),
                blocks: vec![table],
            });
        } else {
            out.push(table);
        }
    }
    if f.element.is_empty() {
        out.push(words(
            "It is no element of a differential field of the kind below.",
        ));
    } else {
        out.push(words("As an element of the differential field below it is"));
        out.push(definition(
            &left,
            &left_text,
            &f.element,
            Names::Tower(names),
        ));
    }
}

fn definition(left: &Math, left_text: &str, text: &str, names: Names) -> Block {
    match formula(text, names) {
        Some(f) => Block::Formula(equation(left.clone(), left_text, f)),
        None => Block::Details {
            summary: format!("{left_text} ({} characters)", text.chars().count()),
            blocks: vec![Block::Paragraph(vec![code(clipped(text))])],
        },
    }
}

/// The source of a rule, in which the handbook is a reference.
fn cited(source: &str) -> Vec<Inline> {
    let mut out = vec![];
    for (i, part) in source.split("DLMF").enumerate() {
        if i > 0 {
            out.push(Inline::Cite("DLMF"));
        }
        if !part.is_empty() {
            out.push(t(part));
        }
    }
    out
}

/// What a step replaces by what: the sides of its rule, looked up, with metavariables.
fn sides(s: &StepRecord, rule: Option<&StatedRule>) -> (String, String) {
    let value = |name: &str| s.substitution.get(name).cloned().unwrap_or_default();
    let (left, right) = match rule {
        Some(r) => (r.lhs.to_string(), r.rhs.to_string()),
        None => (value("?a"), value("?b")),
    };
    if s.forward {
        (left, right)
    } else {
        (right, left)
    }
}

/// The rewrite steps, with the rule and its source, the place, and the conditions under which the rule is stated.
fn steps(f: &FunctionRecord, names: &[String]) -> Table {
    let place = |s: &StepRecord| {
        if s.position.is_empty() {
            "the whole".to_string()
        } else {
            let path: Vec<String> = s.position.iter().map(usize::to_string).collect();
            format!("subexpression {}", path.join("."))
        }
    };
    let rows = f
        .steps
        .iter()
        .map(|s| {
            let rule = stated_rule(&s.rule);
            let (from, to) = sides(s, rule.as_ref());
            let conditions: &[String] = rule.as_ref().map_or(&[], |r| &r.conditions);
            let conditions = if conditions.is_empty() {
                vec![t("none")]
            } else {
                vec![code(clipped(&conditions.join("; ")))]
            };
            let mut name = vec![code(clipped(&s.rule))];
            if !s.forward {
                name.push(t(" (from right to left)"));
            }
            match &rule {
                Some(r) if !r.source.is_empty() => {
                    name.push(t("; "));
                    name.extend(cited(&clipped(&r.source)));
                }
                None if s.rule != ARITHMETIC => name.push(t("; no shipped rule")),
                _ => {}
            }
            vec![
                name,
                vec![code(clipped(&from)), t(" becomes "), code(clipped(&to))],
                vec![t(place(s))],
                conditions,
                vec![shown(&s.after, Names::Parameters(names))],
            ]
        })
        .collect();
    Table {
        caption: vec![t("Rewrite steps")],
        head: [
            "rule, source",
            "what it does",
            "where",
            "conditions of the rule",
            "afterwards",
        ]
        .into_iter()
        .map(|h| vec![t(h)])
        .collect(),
        rows,
    }
}

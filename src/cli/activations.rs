//! The page docs/activations.md: every activation of the catalogue with every verdict.

use crate::pipeline::{Assumptions, Limits, Verification, verify};
use wronski_certificate::claim::Asked;
use wronski_certificate::{ACTIVATION_CLAIMS, ClaimId, Verdict};
use wronski_diagnostic::Result;
use wronski_expr::catalogue::{self, Entry};
use wronski_expr::domain::{Pieces, piecewise};
use wronski_expr::{Expr, Parameters};
use wronski_symbolic::rewrite::shipped;
use wronski_symbolic::theorem::{Claim, Detail};

use super::catalogue_text::{breakpoint, line, parameters};
use crate::json::smoothness_class as class;

/// Reasons and formulas are cut at this many characters.
const LONGEST: usize = 300;

/// The columns of the overview: the claims that are decided unasked.
fn columns() -> impl Iterator<Item = ClaimId> {
    let unasked = |c: &ClaimId| c.statement().asked != Asked::ByName;
    ACTIVATION_CLAIMS.into_iter().filter(unasked)
}

/// The whole page for these entries.
///
/// # Errors
/// What [`verify`] reports; none for the shipped catalogue.
pub(super) fn page(entries: &[&Entry]) -> Result<String> {
    let mut rows = Vec::new();
    let mut sections = Vec::new();
    for e in entries {
        let at_defaults = verdicts(&e.call(None), &Parameters::new())?;
        rows.push(row(e, &at_defaults));
        sections.push(section(e, &at_defaults)?);
    }
    let heads: Vec<&str> = columns().map(|c| c.statement().column).collect();
    Ok(format!(
        "# Activations\n\n\
         Written by `wronski catalog --markdown > docs/activations.md`; a test compares. Do not edit.\n\n\
         Parameters have their default values unless a line says otherwise. `6/7` is a rank of 6 of 7 functions; what the\n\
         claims mean is in [theory.md](theory.md). Pieces, breakpoints and smoothness are derived from the formula. {} of {}\n\
         activations of the catalogue.\n\n\
         | activation | smoothness | {} |\n|---|---|{}\n{}\n\n{}",
        entries.len(),
        catalogue::all().len(),
        heads.join(" | "),
        "---|".repeat(heads.len()),
        rows.join("\n"),
        sections.join("\n")
    ))
}

fn verdicts(call: &Expr, parameters: &Parameters) -> Result<Verification> {
    verify(
        &call.to_string(),
        parameters,
        shipped(),
        &Limits::default(),
        Assumptions::All,
    )
}

/// A verdict in a word, with the rank if there is one.
fn word(c: &Claim) -> String {
    let rank = match &c.detail {
        Detail::Rank {
            size,
            rank: Some(Ok(rank)),
        }
        | Detail::Lemma3 {
            size,
            rank: Some(Ok(rank)),
            ..
        } => format!(" {}/{size}", rank.rank),
        Detail::FullRank { size } => format!(" {size}/{size}"),
        _ => String::new(),
    };
    format!("{}{rank}", c.verdict.word())
}

fn claim(v: &Verification, id: ClaimId) -> Option<&Claim> {
    v.claims.iter().find(|c| c.id == id)
}

fn row(e: &Entry, v: &Verification) -> String {
    let words: Vec<String> = columns()
        .map(|id| claim(v, id).map_or_else(String::new, word))
        .collect();
    let smoothness = match piecewise(&e.call(None)) {
        Ok(Pieces::Known(p)) => class(p.first_jump()),
        _ => "undecided".into(),
    };
    format!(
        "| [`{}`](#{}) | {smoothness} | {} |",
        e.name,
        anchor(&e.name),
        words.join(" | ")
    )
}

/// The anchor of a heading that is one code span.
fn anchor(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric() || *c == '_' || *c == '-')
        .flat_map(char::to_lowercase)
        .collect()
}

fn section(e: &Entry, v: &Verification) -> Result<String> {
    let mut out = format!("## `{}`\n\n    {}\n\n", e.name, e.definition);
    let mut item = |text: String| {
        out.push_str("* ");
        out.push_str(&text);
        out.push('\n');
    };
    if !e.parameters.is_empty() {
        item(format!("Parameters: {}", parameters(e)));
    }
    let spellings: Vec<String> = e.spellings().map(|s| format!("`{s}`")).collect();
    if !spellings.is_empty() {
        item(format!("Also: {}", spellings.join(", ")));
    }
    item(format!("Source: {}", e.source));
    for remark in [&e.note, &e.ambiguity].into_iter().flatten() {
        item(format!("Note: {remark}"));
    }
    item(format!(
        "Smoothness, for all parameters allowed: {}",
        e.smoothness.describe()
    ));
    match piecewise(&e.call(None))? {
        Pieces::Known(p) => {
            if p.pieces.len() > 1 {
                for piece in &p.pieces {
                    let [low, high] = piece.interval();
                    item(format!(
                        "On [{low}, {high}]: `{}`",
                        cut(&piece.expr.to_string())
                    ));
                }
            }
            for b in &p.breakpoints {
                item(format!("At {}", cut(&breakpoint(b))));
            }
            for (piece, _) in p.linear_pieces() {
                if let Some(line) = line(piece) {
                    item(format!("Linear {}", cut(&line)));
                }
            }
        }
        Pieces::Unknown { reason } => {
            item(format!("Pieces undecided: {}", cut(&reason.to_string())))
        }
    }
    let mut text = out;
    text.push('\n');
    text.push_str(&table(v));
    if let Some((call, parameters)) = symbolic(e)? {
        text.push_str(&format!(
            "\nWith symbolic parameters, `{call}`, for generic values:\n\n"
        ));
        match verdicts(&call, &parameters) {
            Ok(v) => text.push_str(&table(&v)),
            Err(d) => text.push_str(&format!("not decided: {}\n", d.message)),
        }
    }
    Ok(text)
}

/// The call with every parameter declared as a symbol.
fn symbolic(e: &Entry) -> Result<Option<(Expr, Parameters)>> {
    if e.parameters.is_empty() {
        return Ok(None);
    }
    let mut parameters = Parameters::new();
    let mut values = Vec::new();
    for p in &e.parameters {
        parameters.declare(&p.name)?;
        values.push(Expr::param(&p.name));
    }
    Ok(Some((e.call(Some(&values)), parameters)))
}

/// One line for claims in a row with one verdict and one reason; what is proved needs no reason.
fn table(v: &Verification) -> String {
    let mut lines: Vec<(Vec<&str>, String, String)> = Vec::new();
    for c in &v.claims {
        let mut why = match &c.verdict {
            Verdict::Proved(_) => String::new(),
            Verdict::Refuted(_) | Verdict::Undecided(_) => cut(&c.because()),
        };
        if !c.exceptional.is_empty() {
            let excluded = format!("excluded: {}", cut(&c.exceptional.text()));
            why = if why.is_empty() {
                excluded
            } else {
                format!("{why}; {excluded}")
            };
        }
        let word = word(c);
        match lines.last_mut() {
            Some((ids, w, y)) if *w == word && *y == why => ids.push(c.id.as_str()),
            _ => lines.push((vec![c.id.as_str()], word, why)),
        }
    }
    let mut out = String::from("| claim | verdict | |\n|---|---|---|\n");
    for (ids, word, why) in lines {
        let ids = ids.join(", ");
        out.push_str(&format!(
            "| {ids} | {word} | {} |\n",
            why.replace('|', "\\|")
        ));
    }
    out
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let head: String = text.chars().take(LONGEST).collect();
    format!("{head} ...")
}

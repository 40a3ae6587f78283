//! What each claim says, and what its verdict means for the theorem that uses it.

use wronski_certificate::ClaimId;
use wronski_certificate::claim::NOTHING_FOLLOWS;

use super::document::{Decision, Inline, code, m, t};
use super::formulas::formula;
use super::math::Names;

/// A formula of the notation of families, such as `x^2*s2*S1`.
pub(super) fn f(text: &str) -> Inline {
    match formula(text, Names::Family(&[])) {
        Some(f) => m(f),
        None => code(text),
    }
}

/// Formulas of the notation of families, with commas between them.
pub(super) fn listed<S: AsRef<str>>(members: &[S]) -> Vec<Inline> {
    let mut out = vec![];
    for (i, member) in members.iter().enumerate() {
        if i > 0 {
            out.push(t(", "));
        }
        out.push(f(member.as_ref()));
    }
    out
}

/// Text in which formulas of the notation of families stand in backquotes and references in brackets, alone or before
/// a comma.
fn marked(text: &str) -> Vec<Inline> {
    let mut out = vec![];
    for (i, part) in text.split('`').enumerate() {
        if i % 2 == 1 {
            out.push(f(part));
            continue;
        }
        let mut rest = part;
        while let Some((before, after)) = rest.split_once("[BLM") {
            out.push(t(format!("{before}[")));
            out.push(Inline::Cite("BLM"));
            rest = after;
        }
        if !rest.is_empty() {
            out.push(t(rest));
        }
    }
    out
}

/// The claim as a sentence.
pub(super) fn statement(id: ClaimId) -> Vec<Inline> {
    marked(id.statement().sentence)
}

/// What the verdict means for the theorem that uses the claim.
pub(super) fn consequence(id: ClaimId, outcome: Decision) -> Vec<Inline> {
    let statement = id.statement();
    marked(match outcome {
        Decision::Proved => statement.proved,
        Decision::Refuted => statement.refuted,
        _ => NOTHING_FOLLOWS,
    })
}

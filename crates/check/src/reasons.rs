//! The reasons of undecided claims: what the prover says of itself.
//!
//! Nothing is derived from them, and they cannot be confirmed: that a prover gave up is no mathematics. A
//! reason has to make sense all the same: its names exist and its numbers are numbers
//! (`certificate/reason`), its expressions can be read, it fits the claim, and what it says of this file is
//! so.

use super::claims::setting::Setting;
use super::failure::Checked;
use wronski_certificate::claim::{ANALYTIC, ASSUMPTION_1, About as Spoken};
use wronski_certificate::{ClaimRecord, Quoted, Reason};
use wronski_expr::{Parameters, is_constant, parse};

/// Does the reason make sense for this claim?
pub(super) fn sensible(setting: &Setting, claim: &ClaimRecord, reason: &Reason) -> Checked<()> {
    let at = |why: String| format!("the reason why it is undecided makes no sense: {why}");
    if let Some(flaw) = reason.flaw() {
        return Err(at(flaw).into());
    }
    let mut current = Some(reason);
    while let Some(r) = current {
        readable(setting, r).map_err(at)?;
        current = r.because();
    }
    fits(setting, claim, reason).map_err(|why| at(why).into())
}

/// Its expressions and constants can be read with the parameters of the file.
fn readable(setting: &Setting, reason: &Reason) -> Result<(), String> {
    let mut symbolic = Parameters::new();
    for name in &setting.certificate.parameters {
        symbolic.declare(name).map_err(|d| d.message)?;
    }
    let read = |text: &str| {
        parse(text, &symbolic)
            .map(|parsed| parsed.expr)
            .map_err(|d| {
                format!(
                    "`{}` cannot be read: {}",
                    super::text::short(text),
                    d.message
                )
            })
    };
    for subject in reason.subjects() {
        if let Quoted::Text(text) = subject
            && read(text)?.to_string() != *text
        {
            return Err(format!(
                "`{}` is not spelt canonically",
                super::text::short(text)
            ));
        }
    }
    let constants: &[String] = match reason {
        Reason::UnprovedConstants { constants } => constants,
        Reason::RelatedConstants { constants } => constants,
        _ => &[],
    };
    for c in constants {
        if !is_constant(&read(c)?) {
            return Err(format!("`{}` is no constant", super::text::short(c)));
        }
    }
    Ok(())
}

/// It is a reason for this claim, and what it says of the file is so.
fn fits(setting: &Setting, claim: &ClaimRecord, reason: &Reason) -> Result<(), String> {
    let id = claim.id;
    let composed = id.statement().about == Spoken::Composition;
    match reason {
        Reason::Depends { on, because } => {
            let stated = setting.certificate.claims.iter().find(|c| c.id == *on);
            if id != ASSUMPTION_1 || *on != ANALYTIC {
                return Err(format!("`{id}` does not depend on `{on}`"));
            }
            if stated.and_then(|c| c.reason.as_ref()) != Some(because) {
                return Err(format!(
                    "the claim `{on}` gives another reason, or is decided"
                ));
            }
        }
        Reason::Composition { .. } if !composed => {
            return Err("the claim is not about sigma(sigma(x))".into());
        }
        Reason::Relations { .. } | Reason::NoWitness { .. } => {
            return Err("it is no reason for a claim of a certificate".into());
        }
        // The constants are those of the tower, which is in the file.
        Reason::UnprovedConstants { constants } => {
            let listed = &setting.space.variables[..setting.space.listed];
            let symbols: Vec<&str> = listed
                .iter()
                .filter(|w| w.is_transcendental_number())
                .map(|w| w.symbol.as_str())
                .collect();
            if constants.iter().map(String::as_str).ne(symbols) {
                return Err("the constants are not those of the field in the file".into());
            }
        }
        _ => {}
    }
    if id == ANALYTIC && !of_analyticity(reason) {
        return Err("it is no reason why a function would not be known to be analytic".into());
    }
    Ok(())
}

/// Can it be why a function is not known to be analytic?
fn of_analyticity(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::Definedness { .. }
            | Reason::Analyticity { .. }
            | Reason::Pieces { .. }
            | Reason::Limit { .. }
            | Reason::Size { .. }
    )
}

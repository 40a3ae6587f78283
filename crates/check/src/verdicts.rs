//! The claims of a certificate of `verify` or `independent`, one after the other.

use super::examination::{Confirmed, Rejection, Report};
use super::failure::Failure;
use super::{claims, functions, rank, text, tower};
use wronski_certificate::{Certificate, Exclusion, SCHEMA, Subject, TowerRecord, VERSION};
use wronski_diagnostic::ErrorCode;

/// Re-derives every claim of a certificate.
///
/// # Errors
/// A [`Rejection`] that names the first item which could not be confirmed.
pub fn check(certificate: &Certificate) -> Result<Report, Rejection> {
    let rejection = |code: ErrorCode, item: String| {
        move |failure: Failure| Rejection {
            code,
            item,
            failure,
        }
    };
    let file = || rejection(ErrorCode::W0502, "the file".into());
    if certificate.schema != SCHEMA || certificate.version != VERSION {
        return Err(file()(
            format!("it is not a {SCHEMA} of version {VERSION}").into(),
        ));
    }
    claims::selection(certificate).map_err(file())?;
    let one = certificate.functions.len() == 1;
    let some = !certificate.functions.is_empty() && certificate.functions.len() <= rank::MEMBERS;
    if !(if certificate.subject == Subject::Verify {
        one
    } else {
        some
    }) {
        return Err(file()(
            "the number of functions does not fit the subject".into(),
        ));
    }
    let symbolic = functions::declared(&certificate.parameters)
        .map_err(rejection(ErrorCode::W0502, "the list of parameters".into()))?;
    let inner: Vec<&str> = certificate
        .functions
        .iter()
        .map(|f| f.element.as_str())
        .collect();
    let known = functions::radicands(&certificate.functions, &symbolic);
    let mut space = tower::tower(&certificate.tower, &symbolic, &inner, &known)
        .map_err(rejection(ErrorCode::W0503, "the tower".into()))?;
    let (mut expressions, mut elements) = (vec![], vec![]);
    for (i, f) in certificate.functions.iter().enumerate() {
        let item = format!("function {i} (`{}`)", text::short(&f.expression));
        let (expression, element) = functions::function(&mut space, f, &symbolic)
            .map_err(rejection(ErrorCode::W0504, item))?;
        expressions.push(expression);
        elements.push(element);
    }
    let mut setting = claims::setting::Setting {
        certificate,
        space,
        expressions,
        elements,
        functions: None,
        conditions: None,
    };
    let mut report = Report {
        claims: vec![],
        kind: None,
    };
    for c in &certificate.claims {
        claims::claim(&mut setting, c)
            .map_err(rejection(ErrorCode::W0505, format!("the claim `{}`", c.id)))?;
        report.claims.push(Confirmed {
            id: c.id.to_string(),
            verdict: c.verdict.to_string(),
            said: c.reason.clone(),
            excluded: c
                .exceptional
                .iter()
                .map(|e| excluded(&certificate.tower, e))
                .collect(),
        });
    }
    Ok(report)
}

/// An exclusion for readers.
fn excluded(tower: &TowerRecord, exclusion: &Exclusion) -> String {
    match exclusion {
        Exclusion::Zero(p) => format!("{p} = 0"),
        Exclusion::NotNew(symbol) => {
            let variable = tower.variables.iter().find(|w| w.symbol == *symbol);
            match variable.and_then(|w| w.kind.generator()) {
                Some((function, argument, _)) => {
                    format!("values at which {symbol} = {function}({argument}) is not new")
                }
                None => format!("values at which {symbol} is not new"),
            }
        }
    }
}

//! `wronski verify`.

use crate::json::verify_json;
use crate::pipeline::{Limits, Verification, verify};
use wronski_certificate::claim::ANALYTIC;
use wronski_certificate::{Evidence, LinearPiece, Verdict, witness_because};
use wronski_symbolic::rewrite::shipped;
use wronski_symbolic::theorem::{Claim, tower_record};

use super::args::VerifyArgs;
use super::certificate::{not_written, print_certified_only, unconfirmed, write_certificate};
#[cfg(feature = "numeric")]
use super::cross_check::print_cross_check;
use super::terminal::Terminal;
#[cfg(feature = "numeric")]
use crate::json::with_cross_check;
use crate::pipeline::declared_for;

pub fn run(a: &VerifyArgs, t: &mut Terminal) -> u8 {
    // Without a file there is an activation: the option parser demands one of them.
    let activation = a.activation.as_deref().unwrap_or_default();
    let parameters = match declared_for(&a.common.parameters, &[activation]) {
        Ok(p) => p,
        Err((d, source)) => return t.failure(&d, &source, a.common.json),
    };
    // Hours of work should not end at a directory that does not exist.
    if let Err(d) = super::write::check_writable(a.certificate.as_deref()) {
        return t.failure(&d, "", a.common.json);
    }
    let v = match verify(
        activation,
        &parameters,
        shipped(),
        &Limits::default(),
        a.selection(),
    ) {
        Ok(v) => v,
        Err(d) => return t.failure(&d, activation, a.common.json),
    };
    t.notes(&v.function.notes);
    let written = write_certificate(a.certificate.as_deref(), || v.certificate());
    let refused = match written {
        Ok(refused) => refused,
        Err(d) => return t.failure(&d, "", a.common.json),
    };
    #[cfg(feature = "numeric")]
    let checked = if a.cross_check {
        match crate::pipeline::cross_check(&v) {
            Ok(checked) => Some(checked),
            Err(d) => return t.failure(&d, activation, a.common.json),
        }
    } else {
        None
    };
    if a.common.json {
        #[cfg(feature = "numeric")]
        let mut value = with_cross_check(verify_json(&v), checked.as_deref());
        #[cfg(not(feature = "numeric"))]
        let mut value = verify_json(&v);
        if let Some(r) = &refused {
            value["unconfirmed"] = unconfirmed(r).into();
        }
        t.line(value.to_string());
    } else {
        print(&v, t);
        if a.certificate.is_some() && refused.is_none() {
            for c in &v.claims {
                print_certified_only(c, t);
            }
        }
        #[cfg(feature = "numeric")]
        print_cross_check(checked.as_deref().unwrap_or_default(), t);
    }
    match refused {
        Some(r) => {
            if !a.common.json {
                t.line(unconfirmed(&r));
            }
            not_written(&r, t)
        }
        None => v.exit_code(),
    }
}

/// `all 7 claims proved`, or how many of which and the names of those that are not.
fn headline(claims: &[Claim]) -> String {
    let of = |word: &str| -> Vec<&str> {
        claims
            .iter()
            .filter(|c| c.verdict.word() == word)
            .map(|c| c.id.as_str())
            .collect()
    };
    let proved = of("proved");
    if let ([only], true) = (proved.as_slice(), claims.len() == 1) {
        return format!("{only} proved");
    }
    if proved.len() == claims.len() {
        return format!("all {} claims proved", claims.len());
    }
    let mut parts = vec![format!("{} proved", proved.len())];
    for word in ["refuted", "undecided"] {
        let ids = of(word);
        if !ids.is_empty() {
            parts.push(format!("{} {word} ({})", ids.len(), ids.join(", ")));
        }
    }
    parts.join(", ")
}

/// The linear pieces that the claim `analytic` names.
fn linear_pieces(claim: &Claim) -> &[LinearPiece] {
    match &claim.verdict {
        Verdict::Refuted(Evidence::NotAnalytic(e)) if claim.id == ANALYTIC => &e.linear_pieces,
        Verdict::Proved(Evidence::Analytic { linear_pieces, .. }) => linear_pieces,
        _ => &[],
    }
}

fn print(v: &Verification, t: &mut Terminal) {
    t.line(format!(
        "{}: {}",
        v.function.input.trim(),
        headline(&v.claims)
    ));
    t.line("");
    t.line(format!("sigma(x) = {}", v.function.normal.expr));
    if !v.function.normal.steps.is_empty() {
        let rules: Vec<&str> = v
            .function
            .normal
            .steps
            .iter()
            .map(|s| s.rule.as_str())
            .collect();
        t.line(format!(
            "  from {} by {}",
            v.function.expr,
            rules.join(", ")
        ));
    }
    if let Some((tower, _)) = &v.tower {
        t.line("");
        t.line("differential field C(x, t1, ..., tn), every monomial new:");
        for w in tower_record(tower).variables {
            let Some((function, argument, witness)) = w.kind.generator() else {
                continue;
            };
            t.line(format!("  {} = {function}({argument})", w.symbol));
            t.line(format!("     {}", witness_because(function, witness)));
        }
    }
    t.line("");
    for c in &v.claims {
        t.line(format!("{:<9} {}", c.verdict.word(), c.id));
        t.line(format!("          {}", c.because()));
        for l in linear_pieces(c) {
            t.line(format!(
                "          linear from {} to {}: slope {}, intercept {}",
                l.interval[0], l.interval[1], l.slope, l.intercept
            ));
        }
        if !c.exceptional.is_empty() {
            t.line(format!(
                "          for generic parameters; excluded: {}",
                c.exceptional.text()
            ));
        }
    }
}

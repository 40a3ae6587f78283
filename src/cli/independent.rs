//! `wronski independent`.

use crate::json::independent_json;
use crate::pipeline::{Independence, Limits, independent};
use wronski_certificate::Verdict;
use wronski_symbolic::rewrite::shipped;
use wronski_symbolic::theorem::Detail;

use super::args::FamilyArgs;
use super::certificate::{not_written, print_certified_only, unconfirmed, write_certificate};
use super::terminal::Terminal;
use crate::pipeline::declared_for;

pub fn run(a: &FamilyArgs, t: &mut Terminal) -> u8 {
    let texts: Vec<&str> = a.functions.iter().map(String::as_str).collect();
    let parameters = match declared_for(&a.common.parameters, &texts) {
        Ok(p) => p,
        Err((d, source)) => return t.failure(&d, &source, a.common.json),
    };
    // Hours of work should not end at a directory that does not exist.
    if let Err(d) = super::write::check_writable(a.certificate.as_deref()) {
        return t.failure(&d, "", a.common.json);
    }
    let texts: Vec<&str> = a.functions.iter().map(String::as_str).collect();
    let v = match independent(&texts, &parameters, shipped(), &Limits::default()) {
        Ok(v) => v,
        Err(failure) => {
            return t.failure(&failure.diagnostic, texts[failure.function], a.common.json);
        }
    };
    t.notes(v.functions.iter().flat_map(|f| &f.notes));
    let written = write_certificate(a.certificate.as_deref(), || v.certificate());
    let refused = match written {
        Ok(refused) => refused,
        Err(d) => return t.failure(&d, "", a.common.json),
    };
    if a.common.json {
        let mut value = independent_json(&v);
        if let Some(r) = &refused {
            value["unconfirmed"] = unconfirmed(r).into();
        }
        t.line(value.to_string());
    } else {
        print(&v, &texts, t);
        if a.certificate.is_some() && refused.is_none() {
            print_certified_only(&v.claim, t);
        }
        if let Some(r) = &refused {
            t.line(unconfirmed(r));
        }
    }
    match refused {
        Some(r) => not_written(&r, t),
        None => v.exit_code(),
    }
}

fn print(v: &Independence, texts: &[&str], t: &mut Terminal) {
    let size = texts.len();
    match (&v.claim.verdict, &v.claim.detail) {
        (Verdict::Proved(_), _) => t.line(format!("independent: rank {size} of {size}")),
        (
            Verdict::Refuted(_),
            Detail::Rank {
                rank: Some(Ok(r)), ..
            },
        ) => {
            t.line(format!("dependent: rank {} of {size}", r.rank));
            if let Some((tower, _)) = &v.tower {
                for relation in &r.relations {
                    let terms: Vec<String> = relation
                        .coefficients
                        .iter()
                        .zip(texts)
                        .filter(|(c, _)| !c.is_zero())
                        .map(|(c, f)| format!("({})*({f})", tower.print(c)))
                        .collect();
                    t.line(format!("  {} = 0", terms.join(" + ")));
                }
            }
        }
        _ => t.line("undecided"),
    }
    if !matches!(v.claim.verdict, Verdict::Refuted(_)) {
        t.line(format!("  {}", v.claim.because()));
    }
    if !v.claim.exceptional.is_empty() {
        t.line(format!(
            "  for generic parameters; excluded: {}",
            v.claim.exceptional.text()
        ));
    }
}

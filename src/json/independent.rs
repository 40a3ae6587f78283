//! `independent`.

use serde_json::{Map, Value, json};
use wronski_certificate::{Evidence, Verdict};
use wronski_symbolic::theorem::Detail;
use wronski_symbolic::tower::Tower;

use super::claim::{detail_fields, exceptional_json, reason_field, tower_json};
use crate::pipeline::Independence;

/// The JSON object that `wronski independent --json` prints.
pub fn independent_json(v: &Independence) -> Value {
    let tower = v.tower.as_ref().map(|t| &t.0);
    let mut out = Map::new();
    out.insert("schema".into(), "wronski/independent".into());
    out.insert("version".into(), 1.into());
    let word = match &v.claim.verdict {
        Verdict::Proved(_) => "independent",
        Verdict::Refuted(_) => "dependent",
        Verdict::Undecided(_) => "undecided",
    };
    out.insert("verdict".into(), word.into());
    out.insert(
        "functions".into(),
        v.functions
            .iter()
            .map(|f| Value::from(f.input.clone()))
            .collect(),
    );
    detail_fields(&mut out, tower, &v.claim);
    if let (
        Some(tower),
        Detail::Rank {
            rank: Some(Ok(rank)),
            ..
        },
    ) = (tower, &v.claim.detail)
    {
        let mut witness = Map::new();
        witness.insert("tower".into(), tower_json(tower));
        if let Some(a) = &rank.alternant {
            witness.insert(
                "alternant".into(),
                json!({
                    "functions": a.members,
                    "prime": a.prime.to_string(),
                    "variables": symbols(tower),
                    "points": a.points.iter().map(|p| residues(p)).collect::<Vec<_>>(),
                    "determinant": a.determinant.to_string(),
                }),
            );
        }
        if let Some(w) = &v.wronskian {
            witness.insert(
                "wronskian".into(),
                json!({
                    "prime": w.prime.to_string(),
                    "point": residues(&w.point),
                    "value": w.value.to_string(),
                }),
            );
        }
        out.insert("witness".into(), witness.into());
    }
    if let Verdict::Proved(Evidence::RealAlternant {
        points,
        bits,
        determinant,
    }) = &v.claim.verdict
    {
        out.insert(
            "witness".into(),
            json!({ "real_alternant": { "points": points, "bits": bits, "determinant": determinant } }),
        );
    }
    out.insert("because".into(), v.claim.because().into());
    reason_field(&mut out, &v.claim);
    if !v.claim.exceptional.is_empty() {
        out.insert("exceptional".into(), exceptional_json(&v.claim.exceptional));
    }
    out.into()
}

fn residues(point: &[u64]) -> Vec<String> {
    point.iter().map(ToString::to_string).collect()
}

fn symbols(tower: &Tower) -> Vec<&str> {
    tower
        .variables()
        .iter()
        .map(|w| w.symbol.as_str())
        .collect()
}

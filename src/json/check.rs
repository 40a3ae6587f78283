//! `check`.

use serde_json::{Map, Value, json};
use wronski_check::{Answer, Examination, Failure};

use super::claim::reason_json;

/// The JSON object that `wronski check --json` prints.
pub fn check_json(found: &Examination) -> Value {
    let mut out = Map::new();
    out.insert("schema".into(), json!("wronski/check"));
    out.insert("version".into(), json!(2));
    out.insert("verdict".into(), json!(found.answer().word()));
    match &found.outcome {
        Ok(report) => {
            if let Some(kind) = report.kind {
                out.insert("kind".into(), json!(kind));
            }
            if found.answer() == Answer::Holey {
                let holes: Vec<String> = report.holes().iter().map(ToString::to_string).collect();
                out.insert("holes".into(), json!(holes));
            }
            let claims: Vec<Value> = report
                .claims
                .iter()
                .map(|c| {
                    let mut claim = json!({ "id": c.id, "verdict": c.verdict });
                    if let Some(said) = &c.said {
                        claim["said"] =
                            json!({ "text": said.to_string(), "reason": reason_json(said) });
                    }
                    if !c.excluded.is_empty() {
                        claim["excluded"] = json!(c.excluded);
                    }
                    claim
                })
                .collect();
            out.insert("claims".into(), json!(claims));
        }
        Err(r) => {
            out.insert("code".into(), json!(r.code));
            out.insert("item".into(), json!(r.item));
            out.insert("reason".into(), json!(r.failure.to_string()));
            if let Failure::Limit { name, value, .. } = &r.failure {
                out.insert("limit".into(), json!({ "name": name, "value": value }));
            }
        }
    }
    if let Some(about) = &found.about {
        let mut shown = json!({ "functions": about.functions, "parameters": about.parameters });
        if let Some(n) = &about.network {
            shown["network"] = json!({ "widths": n.widths, "biases": n.biases, "loss": n.loss });
            if let Some(d) = &n.data {
                shown["data"] = json!({ "samples": d.samples, "sha256": d.sha256 });
            }
        }
        out.insert("about".into(), shown);
    }
    out.into()
}

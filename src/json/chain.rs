//! `chain`.

use serde_json::{Map, Value, json};

use wronski_certificate::Verdict;
use wronski_symbolic::family::{Definite, Signs, Triple};
use wronski_symbolic::theorem::Claim;
use wronski_symbolic::tower::Tower;

use super::claim::{
    detail_fields, exceptional_json, parameter_record, reason_field, reason_json, strings,
    tower_json,
};
use crate::pipeline::{ChainReport, MomentAnswer};

/// The JSON object that `wronski chain --json` prints.
pub fn chain_json(r: &ChainReport) -> Value {
    let tower = r.tower.as_ref();
    let split = 2 * r.weights.len();
    let exceptional = r.gradient.exceptional.clone().and(&r.together.exceptional);
    let mut out = json!({
        "schema": "wronski/chain",
        "version": 1,
        "activation": {
            "input": r.function.input,
            "expression": r.function.normal.expr.to_string(),
            "parameters": parameter_record(&r.parameters),
            "tower": tower.map_or_else(|| Value::Array(vec![]), tower_json),
        },
        "layers": r.weights.len(),
        "weights": r.weights.layers().iter().map(|(w, b)| {
            json!({ "W": [[w.to_string()]], "b": [b.to_string()] })
        }).collect::<Vec<_>>(),
        "gradient": family_json(tower, &r.labels[..split], &r.gradient),
        "gradient_and_moments": family_json(tower, &r.labels, &r.together),
        "moments": r.layers.iter().enumerate().map(|(l, a)| {
            let mut o = Map::new();
            o.insert("layer".into(), (l + 1).into());
            answer_fields(&mut o, tower, a);
            Value::from(o)
        }).collect::<Vec<_>>(),
        "all_layers": {
            "definite": r.all_layers_word(),
            "signs": r.all_layers.iter().map(|(s, a)| signs_json(tower, s, a)).collect::<Vec<_>>(),
        },
    });
    if !exceptional.is_empty() {
        out["exceptional"] = exceptional_json(&exceptional);
    }
    out
}

fn family_json(tower: Option<&Tower>, labels: &[String], claim: &Claim) -> Value {
    let mut out = Map::new();
    let word = match &claim.verdict {
        Verdict::Proved(_) => "independent",
        Verdict::Refuted(_) => "dependent",
        Verdict::Undecided(_) => "undecided",
    };
    out.insert("verdict".into(), word.into());
    out.insert("functions".into(), labels.into());
    detail_fields(&mut out, tower, claim);
    out.insert("because".into(), claim.because().into());
    reason_field(&mut out, claim);
    out.into()
}

fn signs_json(tower: Option<&Tower>, signs: &Signs, answer: &MomentAnswer) -> Value {
    let mut out = Map::new();
    let words: Vec<&str> = signs
        .iter()
        .map(|s| if *s { "positive" } else { "negative" })
        .collect();
    out.insert("signs".into(), words.into());
    answer_fields(&mut out, tower, answer);
    out.into()
}

fn answer_fields(out: &mut Map<String, Value>, tower: Option<&Tower>, answer: &MomentAnswer) {
    out.insert("definite".into(), answer.word().into());
    match &answer.definite {
        Definite::Possible(target) => {
            out.insert("target".into(), target.iter().map(matrix).collect());
        }
        Definite::Impossible(equation) => {
            let rows: Vec<Vec<String>> = equation
                .iter()
                .map(|t| t.iter().map(ToString::to_string).collect())
                .collect();
            out.insert("equation".into(), json!(rows));
            if let (Some(relation), Some(tower)) = (&answer.relation, tower) {
                out.insert("relation".into(), strings(tower, relation));
            }
        }
        Definite::Undecided(why) => {
            out.insert("because".into(), why.to_string().into());
            out.insert("reason".into(), reason_json(why));
        }
    }
}

/// `[[m0, m1], [m1, m2]]` as exact strings.
fn matrix(m: &Triple) -> Value {
    let [a, b, c] = m.each_ref().map(ToString::to_string);
    json!([[a, b], [b, c]])
}

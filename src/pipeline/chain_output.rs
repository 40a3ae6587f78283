//! The JSON of `chain`.

use serde_json::{Map, Value, json};

use wronski_certificate::Verdict;
use wronski_symbolic::family::{Definite, Signs, Triple};
use wronski_symbolic::theorem::Claim;
#[cfg(feature = "numeric")]
use wronski_symbolic::theorem::Detail;
use wronski_symbolic::tower::Tower;

use super::certificate::parameter_record;
use super::output::{
    detail_fields, exceptional_json, reason_field, reason_json, strings, tower_json,
};
use super::{ChainReport, MomentAnswer};

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

/// `sum c_j f_j = 0`, zero terms left out.
pub fn relation_text(
    tower: &Tower,
    coefficients: &[wronski_symbolic::tower::Element],
    labels: &[String],
) -> String {
    let terms: Vec<String> = coefficients
        .iter()
        .zip(labels)
        .filter(|(c, _)| !c.is_zero())
        .map(|(c, l)| match tower.print(c).as_str() {
            "1" => l.clone(),
            c => format!("({c})*{l}"),
        })
        .collect();
    format!("{} = 0", terms.join(" + "))
}

/// The equation between moments that rules definite matrices out.
pub fn equation_text(equation: &[Triple]) -> String {
    let mut terms = vec![];
    for (l, triple) in equation.iter().enumerate() {
        for (c, entry) in triple.iter().zip(["00", "01", "11"]) {
            let name = format!("B({})_{entry}", l + 1);
            match c.to_string().as_str() {
                "0" => {}
                "1" => terms.push(name),
                c => terms.push(format!("({c})*{name}")),
            }
        }
    }
    format!("{} = 0", terms.join(" + "))
}

/// What the relations of the chain forbid, a sentence each: relations of the gradient family, and equations between
/// moments that keep a moment matrix from being definite.
#[cfg(feature = "numeric")]
pub(super) fn relation_sentences(r: &ChainReport) -> Vec<String> {
    let mut out = vec![];
    let Some(tower) = &r.tower else {
        return out;
    };
    if let Detail::Rank {
        rank: Some(Ok(rank)),
        ..
    } = &r.gradient.detail
    {
        for relation in &rank.relations {
            out.push(format!(
                "the gradient family is dependent at the base weights, {}",
                relation_text(tower, &relation.coefficients, &r.labels)
            ));
        }
    }
    for (l, a) in r.layers.iter().enumerate() {
        if let (Definite::Impossible(equation), Some(relation)) = (&a.definite, &a.relation) {
            out.push(format!(
                "the moment matrix of layer {} is not definite at the base weights, {} because {}",
                l + 1,
                equation_text(equation),
                relation_text(tower, relation, &r.labels)
            ));
        }
    }
    out
}

//! What verdicts have in common: claims, ranks, relations, exclusions, reasons, towers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use wronski_certificate::claim::ANALYTIC;
use wronski_certificate::{Evidence, Reason, Verdict, witness_because};
use wronski_expr::{Binding, Parameters};
use wronski_symbolic::family::Rank;
use wronski_symbolic::theorem::{
    AtValue, Claim, Detail, Exceptional, Listed, Membership, tower_record,
};
use wronski_symbolic::tower::{Dependence, Element, Tower};

/// Coefficients as text.
pub(super) fn strings(tower: &Tower, coefficients: &[Element]) -> Value {
    coefficients
        .iter()
        .map(|c| {
            Value::from(if c.is_zero() {
                "0".to_string()
            } else {
                tower.print(c)
            })
        })
        .collect()
}

/// The functions that were adjoined, with the reasons that they are new.
pub(super) fn tower_json(tower: &Tower) -> Value {
    tower_record(tower)
        .variables
        .iter()
        .filter_map(|w| {
            let (kind, argument, witness) = w.kind.generator()?;
            Some(json!({
                "symbol": w.symbol,
                "kind": kind,
                "argument": argument,
                "verdict": "proved",
                "because": witness_because(kind, witness),
            }))
        })
        .collect()
}

/// A claim with its verdict.
pub(super) fn claim_json(tower: Option<&Tower>, claim: &Claim) -> Value {
    let mut out = Map::new();
    out.insert("id".into(), claim.id.as_str().into());
    out.insert("verdict".into(), claim.verdict.word().into());
    out.insert("because".into(), claim.because().into());
    reason_field(&mut out, claim);
    piece_fields(&mut out, claim);
    detail_fields(&mut out, tower, claim);
    if !claim.exceptional.is_empty() {
        out.insert("exceptional".into(), exceptional_json(&claim.exceptional));
    }
    out.into()
}

/// The reason of an undecided verdict as data: its kind with its fields, and the code of the diagnostic, if it has
/// one.
pub fn reason_json(reason: &Reason) -> Value {
    let mut out = json!(reason);
    if let Some(code) = reason.code() {
        out["code"] = code.as_str().into();
    }
    out
}

/// The same as the field `reason` of a claim, if it is undecided.
pub(super) fn reason_field(out: &mut Map<String, Value>, claim: &Claim) {
    if let Verdict::Undecided(why) = &claim.verdict {
        out.insert("reason".into(), reason_json(why));
    }
}

/// What a verdict excludes: a list of values, equations and relations, each with its text.
pub fn exceptional_json(e: &Exceptional) -> Value {
    let one = |l: &Listed| {
        let text = l.to_string();
        match l {
            Listed::Value {
                parameter,
                value,
                at,
            } => {
                let mut out = json!({
                    "text": text, "equation": format!("{parameter} = {value}"),
                    "parameter": parameter, "value": value.to_string(),
                });
                match at {
                    AtValue::Open => {}
                    AtValue::NotDefined => out["verdict"] = "not-defined".into(),
                    AtValue::Decided {
                        verdict,
                        rank,
                        order,
                    } => {
                        out["verdict"] = verdict.clone().into();
                        if let Some(n) = order {
                            out["order"] = (*n).into();
                        }
                        if let Some(r) = rank {
                            out["rank"] = (*r).into();
                        }
                    }
                }
                out
            }
            Listed::Equation(p) => json!({ "text": text, "equation": format!("{p} = 0") }),
            Listed::Relation(r) => json!({
                "text": text, "relation": relation_word(r.dependence),
                "functions": r.functions, "field": r.field,
            }),
        }
    };
    e.listed.iter().map(one).collect()
}

fn relation_word(d: Dependence) -> &'static str {
    match d {
        Dependence::Linear => "linear-over-rationals",
        Dependence::Multiplicative => "multiplicative",
        Dependence::Power => "power",
    }
}

/// The breakpoint of a function that is not analytic; for `analytic`, the linear pieces.
fn piece_fields(out: &mut Map<String, Value>, claim: &Claim) {
    let lines = match &claim.verdict {
        Verdict::Refuted(Evidence::NotAnalytic(e)) => {
            out.insert("breakpoint".into(), e.breakpoint.clone().into());
            let mut optional = |key: &str, value: Option<Value>| {
                if let Some(value) = value {
                    out.insert(key.into(), value);
                }
            };
            optional("order", e.order.map(Value::from));
            optional("order_at_most", e.order_at_most.map(Value::from));
            optional("left", e.left.clone().map(Value::from));
            optional("right", e.right.clone().map(Value::from));
            optional("value", e.value.clone().map(Value::from));
            &e.linear_pieces
        }
        Verdict::Proved(Evidence::Analytic { linear_pieces, .. }) => linear_pieces,
        _ => return,
    };
    if claim.id == ANALYTIC && !lines.is_empty() {
        out.insert("linear_pieces".into(), json!(lines));
    }
}

fn rank_fields(
    out: &mut Map<String, Value>,
    size: usize,
    rank: &std::result::Result<Rank, wronski_symbolic::family::Bounds>,
) {
    out.insert("size".into(), size.into());
    match rank {
        Ok(r) => {
            out.insert("rank".into(), r.rank.into());
        }
        Err(b) => {
            out.insert("rank_at_least".into(), b.at_least.into());
            out.insert("rank_at_most".into(), b.at_most.into());
        }
    }
}

/// What stands beside the verdict.
pub(super) fn detail_fields(out: &mut Map<String, Value>, tower: Option<&Tower>, claim: &Claim) {
    let relations = |r: &Rank| -> Value {
        tower.map_or(Value::Array(vec![]), |t| {
            r.relations
                .iter()
                .map(|r| strings(t, &r.coefficients))
                .collect()
        })
    };
    match &claim.detail {
        Detail::Plain => {}
        Detail::Relation(relation) => {
            if let Some(relation) = relation {
                out.insert("relation".into(), relation.clone().into());
            }
        }
        Detail::FullRank { size } => {
            out.insert("size".into(), (*size).into());
            out.insert("rank".into(), (*size).into());
            out.insert("relations".into(), Value::Array(vec![]));
        }
        Detail::Rank { size, rank: None } => {
            out.insert("size".into(), (*size).into());
        }
        Detail::Rank {
            size,
            rank: Some(rank),
        } => {
            rank_fields(out, *size, rank);
            if let Ok(r) = rank {
                out.insert("relations".into(), relations(r));
            }
        }
        Detail::Lemma3 {
            size,
            rank,
            conclusion,
        } => {
            match rank {
                Some(rank) => rank_fields(out, *size, rank),
                None => {
                    out.insert("size".into(), (*size).into());
                }
            }
            if let (Some(c), Some(t)) = (conclusion, tower) {
                out.insert("rank_rest".into(), c.rank_rest.into());
                let mut inside = vec![];
                for (name, m) in ["b31", "b32", "b33"].into_iter().zip(&c.members) {
                    let word = match m {
                        Membership::Outside => "outside",
                        Membership::Inside(relation) => {
                            inside.push(strings(t, relation));
                            "inside"
                        }
                    };
                    out.insert(name.into(), word.into());
                }
                out.insert("relations".into(), inside.into());
            }
            if let Some(Ok(r)) = rank {
                out.insert("all_relations".into(), relations(r));
            }
        }
    }
}

/// The parameters as text: `symbolic` or the value.
pub(super) fn parameter_record(parameters: &Parameters) -> BTreeMap<String, String> {
    parameters
        .iter()
        .map(|(name, binding)| {
            let text = match binding {
                Binding::Symbolic => "symbolic".to_string(),
                Binding::Value(v) => v.to_string(),
            };
            (name.to_string(), text)
        })
        .collect()
}

//! `wronski chain`.

use std::path::Path;

use crate::json::chain_json;
use crate::pipeline::{
    ChainReport, Limits, MomentAnswer, chain, check_layers, equation_text, parse_base, read_base,
    relation_text,
};
use wronski_diagnostic::Diagnostic;
use wronski_symbolic::family::{ChainWeights, Definite, Signs, Triple};
use wronski_symbolic::rewrite::shipped;
use wronski_symbolic::theorem::{Claim, Detail};

use super::args::ChainArgs;
use super::read::read_file;
use super::terminal::Terminal;
use crate::pipeline::declared_for;

/// Bytes of a file of base weights.
const LARGEST_BASE: u64 = 1 << 20;

/// The base weights, from the option or from the file that it names; an error with the text it concerns.
fn base(a: &ChainArgs) -> Result<ChainWeights, (Diagnostic, String)> {
    let Some(text) = &a.base else {
        return Ok(ChainWeights::unit(a.layers));
    };
    if text.contains('=') {
        return parse_base(text, a.layers).map_err(|d| (d, text.clone()));
    }
    if !text.ends_with(".json") && !Path::new(text).exists() {
        // Neither weights nor a file: say what weights look like.
        return parse_base(text, a.layers).map_err(|d| (d, text.clone()));
    }
    read_file(Path::new(text), LARGEST_BASE)
        .and_then(|json| read_base(&json, a.layers))
        .map_err(|d| (d, String::new()))
}

pub fn run(a: &ChainArgs, t: &mut Terminal) -> u8 {
    let parameters = match declared_for(&a.common.parameters, &[&a.activation]) {
        Ok(p) => p,
        Err((d, source)) => return t.failure(&d, &source, a.common.json),
    };
    if let Err(d) = check_layers(a.layers) {
        return t.failure(&d, "", a.common.json);
    }
    let weights = match base(a) {
        Ok(w) => w,
        Err((d, source)) => return t.failure(&d, &source, a.common.json),
    };
    let r = match chain(
        &a.activation,
        &parameters,
        shipped(),
        &Limits::default(),
        &weights,
    ) {
        Ok(r) => r,
        Err(d) => return t.failure(&d, &a.activation, a.common.json),
    };
    t.notes(&r.function.notes);
    if a.common.json {
        t.line(chain_json(&r).to_string());
    } else {
        print(&r, t);
    }
    r.exit_code()
}

fn rank_text(claim: &Claim) -> String {
    match &claim.detail {
        Detail::Rank {
            size,
            rank: Some(Ok(r)),
        } => format!("rank {} of {size}", r.rank),
        Detail::Rank {
            size,
            rank: Some(Err(b)),
        } => format!("rank between {} and {} of {size}", b.at_least, b.at_most),
        Detail::FullRank { size } => format!("rank {size} of {size}"),
        _ => "rank unknown".into(),
    }
}

fn relations(r: &ChainReport, claim: &Claim, t: &mut Terminal) {
    if let (
        Some(tower),
        Detail::Rank {
            rank: Some(Ok(rank)),
            ..
        },
    ) = (&r.tower, &claim.detail)
    {
        for relation in &rank.relations {
            let text = relation_text(tower, &relation.coefficients, &r.labels);
            t.line(format!("          {text}"));
        }
    }
}

fn matrices(target: &[Triple]) -> String {
    let all: Vec<String> = target
        .iter()
        .map(|[a, b, c]| format!("[[{a}, {b}], [{b}, {c}]]"))
        .collect();
    all.join(", ")
}

fn answer(r: &ChainReport, who: &str, a: &MomentAnswer, t: &mut Terminal) {
    t.line(format!("{:<10} {who}", a.word()));
    match &a.definite {
        Definite::Possible(target) => t.line(format!("          target: {}", matrices(target))),
        Definite::Impossible(equation) => {
            t.line(format!(
                "          {} for every admissible residual",
                equation_text(equation)
            ));
            if let (Some(relation), Some(tower)) = (&a.relation, &r.tower) {
                let text = relation_text(tower, relation, &r.labels);
                t.line(format!("          because {text}"));
            }
        }
        Definite::Undecided(why) => t.line(format!("          {why}")),
    }
}

fn signs_text(signs: &Signs) -> String {
    signs
        .iter()
        .map(|s| if *s { "+" } else { "-" })
        .collect::<Vec<_>>()
        .join(" ")
}

fn print(r: &ChainReport, t: &mut Terminal) {
    let gradient = match r.gradient.verdict.word() {
        "proved" => "the gradient family is independent",
        "refuted" => "the gradient family is dependent",
        _ => "the gradient family is undecided",
    };
    let all = match r.all_layers_word() {
        "possible" => "all moment matrices can be definite at once",
        "impossible" => "the moment matrices cannot all be definite",
        _ => "definite moment matrices are undecided",
    };
    t.line(format!(
        "{}, {} layers: {gradient}; {all}",
        r.function.input.trim(),
        r.weights.len()
    ));
    t.line("");
    t.line(format!("sigma(x) = {}", r.function.normal.expr));
    let weights: Vec<String> = r
        .weights
        .layers()
        .iter()
        .enumerate()
        .map(|(l, (w, b))| format!("w{0} = {w}, b{0} = {b}", l + 1))
        .collect();
    t.line(format!("at {}", weights.join(", ")));
    for (name, claim) in [
        ("gradient family", &r.gradient),
        ("gradient and moment functions", &r.together),
    ] {
        t.line("");
        t.line(format!("{name}: {}", rank_text(claim)));
        relations(r, claim, t);
        if !matches!(
            claim.detail,
            Detail::Rank {
                rank: Some(Ok(_)),
                ..
            }
        ) {
            t.line(format!("          {}", claim.because()));
        }
        if !claim.exceptional.is_empty() {
            t.line(format!(
                "          for generic parameters; excluded: {}",
                claim.exceptional.text()
            ));
        }
    }
    t.line("");
    t.line("definite moment matrices:");
    for (l, a) in r.layers.iter().enumerate() {
        answer(r, &format!("layer {}", l + 1), a, t);
    }
    if r.layers.len() > 1 {
        // One impossible layer rules out every choice of signs, in the same way.
        let first = r.all_layers.first().map(|(_, a)| a);
        let alike =
            first.is_some_and(|f| r.all_layers.iter().all(|(_, a)| a.definite == f.definite));
        if let (Some(a), true) = (first, alike) {
            answer(r, "all layers at once, whatever the signs", a, t);
            return;
        }
        for (signs, a) in &r.all_layers {
            let who = format!(
                "all layers at once, signs {} or the opposite ones",
                signs_text(signs)
            );
            answer(r, &who, a, t);
        }
    }
}

//! Reasons of undecided claims: each is a value that names the limit with its number, or the theorem that
//! is missing; a certificate holds it as data, and the checker shows it as what the prover says, and
//! refuses nonsense.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use wronski::internals::certificate::{Certificate, Limit, Quoted, Reason, Step, Verdict};
use wronski::internals::check::{Answer, examine};
use wronski::internals::expr::Parameters;
use wronski::internals::family::ChainWeights;
use wronski::internals::json::{chain_json, independent_json, verify_json};
use wronski::internals::pipeline::{
    Assumptions, Limits, chain, equal, factored_wronskian, independent, verify,
};
use wronski::internals::rewrite::shipped;

/// A quotient whose denominator is not shown to be nonzero: `tests/suite/ground.rs`.
const OPEN: &str = "(exp(x) - 2*(x + 1 - log(2)))/(exp(x) - 2*(x + 1 - log(2)))";

fn declared(names: &[&str]) -> Parameters {
    let mut p = Parameters::new();
    for n in names {
        p.declare(n).expect("a parameter");
    }
    p
}

fn verified(text: &str, parameters: &[&str], assumptions: Assumptions) -> (Value, Certificate) {
    let v = verify(
        text,
        &declared(parameters),
        shipped(),
        &Limits::default(),
        assumptions,
    )
    .unwrap_or_else(|e| panic!("{text}: {e}"));
    (verify_json(&v), v.certificate())
}

/// The reason of a claim as data, and its sentence.
fn reason(text: &str, id: &str) -> (Value, String) {
    let (json, _) = verified(text, &[], Assumptions::One);
    let claims = json["claims"].as_array().expect("claims");
    let claim = claims.iter().find(|c| c["id"] == id).expect("the claim");
    assert_eq!(claim["verdict"], "undecided", "{text}: {claim}");
    let sentence = claim["because"].as_str().expect("a sentence").to_owned();
    (claim["reason"].clone(), sentence)
}

/// The names that serde takes for a type: it lists them when it is given another.
fn names<T: serde::de::DeserializeOwned>(wrong: Value) -> Vec<String> {
    let Err(e) = serde_json::from_value::<T>(wrong) else {
        panic!("a wrong name was taken")
    };
    let said = e.to_string();
    let quoted: Vec<String> = said
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    assert!(quoted.len() > 10, "{said}");
    quoted[1..].to_vec()
}

#[test]
fn limits_are_values_with_their_numbers() {
    // The numbers are those of the questions: the degree, 10^4 + 7 by the common divisor of 1 and 1/10007,
    // and so on.
    for (text, want, words) in [
        (
            "(1+x^2)^(1/18)",
            json!({ "kind": "limit", "limit": "root-degree", "value": 12, "found": "18" }),
            "a root of degree 18, above the limit of 12",
        ),
        (
            "x*exp(log(2)/13)",
            json!({ "kind": "limit", "limit": "root-degree", "value": 12, "found": "13" }),
            "a root of degree 13, above the limit of 12",
        ),
        (
            "sin(x/10007)+sin(x)",
            json!({ "kind": "limit", "limit": "angle-multiple", "value": 200, "found": "10007" }),
            "the multiple 10007 of an angle, above the limit of 200",
        ),
        (
            "x*exp(3000000)+x*exp(1)",
            json!({ "kind": "limit", "limit": "constant-multiple", "value": 1000000, "found": "3000000" }),
            "the multiple 3000000 of a constant, above the limit of 1000000",
        ),
        (
            "x^20000",
            json!({ "kind": "limit", "limit": "exponent", "value": 10000 }),
            "an exponent beyond the limit of 10000",
        ),
        (
            // Not a prime below 2^64: it has 200 bits, and trial division finds nothing.
            "x*log(1000000000000000000000000000000000000000000000000000000000007)",
            json!({
                "kind": "factoring",
                "subject": "log(1000000000000000000000000000000000000000000000000000000000007)",
                "divisor_bits": 16, "prime_bits": 64, "bits": 4096,
            }),
            "factors below 2^16 and one prime below 2^64",
        ),
    ] {
        let (found, sentence) = reason(text, "assumption-1");
        assert_eq!(found, want, "{text}");
        assert!(sentence.contains(words), "{text}: {sentence}");
    }
}

#[test]
fn what_is_missing_is_named() {
    for (text, id, want) in [
        (
            "log(2)*x+log(3)*exp(x)",
            "assumption-1",
            json!({ "kind": "unproved-constants", "constants": ["log(2)", "log(3)"] }),
        ),
        (
            "(1+x^2)^erf(1)",
            "assumption-1",
            json!({ "kind": "unproved-constants", "constants": ["erf(1)"] }),
        ),
        (
            "x+exp(exp(1))*x^2",
            "assumption-1",
            json!({ "kind": "constant-kind", "function": "exp", "argument": "exp(1)" }),
        ),
        (
            "cbrt(x)",
            "assumption-1",
            json!({ "kind": "outside", "subject": "x", "why": "cube-root" }),
        ),
        (
            "cbrt(x)",
            "analytic",
            json!({ "kind": "analyticity", "because": {
                "kind": "condition", "subject": "x", "requirement": "nonzero", "role": "analytic-cube-root",
                "range": "(-inf, inf)", "without_zero": false,
            } }),
        ),
        (
            "abs(sin(x)*x+exp(x)-2)",
            "analytic",
            json!({ "kind": "pieces", "because": {
                "kind": "solutions", "subject": "sin(x)*x + exp(x)", "value": "2",
            } }),
        ),
        (
            "where(x>0, x^x, 1)",
            "analytic",
            json!({ "kind": "pieces", "because": { "kind": "piece", "because": {
                "kind": "condition", "subject": "x", "requirement": "positive", "role": "real-power",
                "range": "[0, inf)", "without_zero": false,
                "region": "[0, inf)",
            } } }),
        ),
    ] {
        assert_eq!(reason(text, id).0, want, "{text}");
    }
}

#[test]
fn every_verb_gives_the_reason_as_data() {
    let limits = Limits::default();
    let none = Parameters::new();
    // The denominator is positive, and its least value is below 10^-40.
    let open = equal(OPEN, "1", &none, shipped(), &limits).expect("two functions");
    let Verdict::Undecided(why) = &open.verdict else {
        panic!("{:?}", open.verdict)
    };
    let Reason::Definedness { function, because } = why else {
        panic!("{why}")
    };
    assert!(function.is_some(), "{why}");
    assert!(matches!(**because, Reason::Condition(_)), "{why}");

    // log(2)/log(3) is a constant, so they are dependent; the proof would need the constants to be
    // independent.
    let found = independent(&["log(2)*x", "log(3)*x"], &none, shipped(), &limits);
    let json = independent_json(&found.expect("two functions"));
    assert_eq!(json["verdict"], "undecided", "{json}");
    let constants = json!({ "kind": "unproved-constants", "constants": ["log(2)", "log(3)"] });
    assert_eq!(json["reason"], constants, "{json}");

    let w = factored_wronskian(&["cbrt(x)", "x"], &none, shipped(), &limits).expect("functions");
    assert!(matches!(w.undecided, Some(Reason::Outside { .. })), "{w:?}");

    let weights = ChainWeights::unit(2);
    let r = chain("relu", &none, shipped(), &limits, &weights).expect("a chain");
    let json = chain_json(&r);
    for part in ["gradient", "gradient_and_moments"] {
        assert_eq!(json[part]["verdict"], "undecided", "{json}");
        assert_eq!(json[part]["reason"]["kind"], "outside", "{json}");
    }
    assert_eq!(json["moments"][0]["reason"]["kind"], "outside", "{json}");
}

#[test]
fn every_limit_is_rendered_with_its_value() {
    let all = names::<Limit>(json!("no such limit"));
    assert!(all.len() > 35, "{all:?}");
    let mut seen = BTreeSet::new();
    for name in &all {
        let limit: Limit = serde_json::from_value(json!(name)).expect("a limit");
        for reason in [
            Reason::limit(limit, 7919),
            Reason::limit(limit, 7919).found(104_729),
            Reason::limit(limit, 7919).about(Quoted::Text("x + 1".into())),
        ] {
            let sentence = reason.to_string();
            assert!(sentence.contains("7919"), "{name}: {sentence}");
            assert_eq!(reason.flaw(), None, "{name}");
            let data = serde_json::to_value(&reason).expect("JSON");
            assert_eq!(serde_json::from_value::<Reason>(data).expect(name), reason);
        }
        assert!(
            seen.insert(Reason::limit(limit, 7919).to_string()),
            "{name}"
        );
    }
    let steps = names::<Step>(json!("no such step"));
    for name in &steps {
        let step: Step = serde_json::from_value(json!(name)).expect("a step");
        assert!(seen.insert(Reason::step(step).to_string()), "{name}");
    }
}

#[test]
fn the_schemas_list_the_same_names() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    let kinds = names::<Reason>(json!({ "kind": "no such kind" }));
    for name in ["certificate", "verify", "independent", "chain", "check"] {
        let text = fs::read_to_string(root.join(format!("{name}.schema.json"))).expect(name);
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        let alternatives = schema["$defs"]["reason"]["oneOf"].as_array().expect(name);
        let of = |kind: &str, field: &str| {
            let one = alternatives
                .iter()
                .find(|a| a["properties"]["kind"]["const"] == kind)
                .expect(kind);
            one["properties"][field]["enum"].clone()
        };
        let listed: Vec<&str> = alternatives
            .iter()
            .filter_map(|a| a["properties"]["kind"]["const"].as_str())
            .collect();
        assert_eq!(listed, kinds, "{name}");
        assert_eq!(
            of("limit", "limit"),
            json!(names::<Limit>(json!("?"))),
            "{name}"
        );
        assert_eq!(
            of("step", "step"),
            json!(names::<Step>(json!("?"))),
            "{name}"
        );
    }
}

fn answer(c: &Value) -> (Answer, String) {
    let found = examine(&c.to_string());
    let why = found.outcome.as_ref().err().map(ToString::to_string);
    (found.answer(), why.unwrap_or_default())
}

#[test]
fn the_checker_shows_reasons_as_said() {
    let (_, c) = verified("relu", &[], Assumptions::All);
    let c = serde_json::to_value(&c).expect("JSON");
    let found = examine(&c.to_string());
    assert_eq!(found.answer(), Answer::Valid);
    let report = found.outcome.expect("a report");
    assert_eq!(report.decided(), 2);
    for claim in &report.claims {
        assert_eq!(
            claim.said.is_some(),
            claim.verdict == "undecided",
            "{claim:?}"
        );
    }
    // Nothing decided stays holey, whatever is said.
    let (_, c) = verified("cbrt(x)", &[], Assumptions::One);
    let found = answer(&serde_json::to_value(&c).expect("JSON"));
    assert_eq!(found.0, Answer::Holey, "{}", found.1);
}

#[test]
fn reasons_that_make_no_sense_are_refused() {
    let limit = json!({ "kind": "limit", "limit": "root-degree", "value": 12 });
    let with = |key: &str, value: Value| {
        let mut out = limit.clone();
        out[key] = value;
        out
    };
    let condition = |key: &str, value: Value| {
        let mut inner = json!({
            "kind": "condition", "subject": "x", "requirement": "nonzero", "role": "denominator",
            "range": "(-inf, inf)", "without_zero": false,
        });
        inner[key] = value;
        json!({ "kind": "definedness", "function": "1/x", "because": inner })
    };
    let (_, good) = verified("relu", &[], Assumptions::All);
    let good = serde_json::to_value(&good).expect("JSON");
    let put = |claim: usize, reason: Value| {
        let mut c = good.clone();
        c["claims"][claim]["reason"] = reason;
        c
    };
    // What is replaced is accepted first: another reason that makes sense.
    for fine in [
        limit.clone(),
        with("found", json!("18")),
        with("subject", json!("x^2 + 1")),
        condition("subject", json!({ "nodes": 500 })),
        condition("region", json!("(0, 1/2]")),
        json!({ "kind": "composition", "because": limit }),
    ] {
        let (said, why) = answer(&put(2, fine.clone()));
        assert_eq!(said, Answer::Valid, "{fine}: {why}");
    }
    let deep = (0..9).fold(limit.clone(), |inner, i| {
        let kind = if i % 2 == 0 { "pieces" } else { "piece" };
        json!({ "kind": kind, "because": inner })
    });
    for wrong in [
        Value::Null,
        json!("max(x, 0) is defined by pieces"),
        json!({ "kind": "because I say so" }),
        json!({ "kind": "outside", "subject": "max(x, 0)" }),
        json!({ "kind": "outside", "subject": "max(x, 0)", "why": "magic" }),
        json!({ "kind": "outside", "subject": "max(x, ", "why": "pieces" }),
        json!({ "kind": "outside", "subject": "max(x, theta)", "why": "pieces" }),
        json!({ "kind": "outside", "subject": "", "why": "pieces" }),
        json!({ "kind": "outside", "subject": { "nodes": 0 }, "why": "pieces" }),
        json!({ "kind": "outside", "subject": { "nodes": 5, "text": "x" }, "why": "pieces" }),
        json!({ "kind": "outside", "subject": "max(x, 0)", "why": "pieces", "text": "proved" }),
        with("limit", json!("patience")),
        with("value", json!(0)),
        with("value", json!(-12)),
        with("value", json!("12")),
        with("found", json!("eighteen")),
        with("found", json!("36/2")),
        with("found", json!("1".repeat(61))),
        with("subject", json!("the proof is in my desk")),
        with("subject", json!("x^2 + 1 ")),
        with("subject", json!("(x)^2 + 1")),
        with("code", json!("W0207")),
        json!({ "kind": "size", "analysis": "domain", "nodes": 0, "levels": 1 }),
        json!({ "kind": "gcd", "terms": 10, "bits": 0 }),
        json!({
            "kind": "factoring", "subject": "log(6)", "divisor_bits": 64, "prime_bits": 16, "bits": 4096,
        }),
        json!({ "kind": "unproved-constants", "constants": [] }),
        // There are no such numbers in the field of the file.
        json!({ "kind": "unproved-constants", "constants": ["log(2)", "log(3)"] }),
        json!({ "kind": "related-constants", "constants": ["x", "2"] }),
        json!({ "kind": "related-constants", "constants": ["sqrt(2)"] }),
        json!({ "kind": "no-value", "code": "E0308" }),
        json!({ "kind": "step", "step": "leap-of-faith" }),
        condition("subject", json!("1/")),
        condition("requirement", json!("nice")),
        condition("role", json!("ornament")),
        condition("range", json!("[1, 0)")),
        condition("range", json!("[one, inf)")),
        condition("region", json!("(-inf, inf)")),
        condition("without_zero", json!("no")),
        deep,
        json!({ "kind": "composition", "because": { "kind": "composition", "because": limit } }),
        // `analytic` is decided in this file, and lemma-3 does not depend on it.
        json!({ "kind": "depends", "on": "analytic", "because": limit }),
        json!({ "kind": "depends", "on": "the weather", "because": limit }),
        json!({ "kind": "relations", "because": limit }),
        json!({ "kind": "no-witness", "because": limit }),
    ] {
        let (said, why) = answer(&put(2, wrong.clone()));
        assert_eq!(said, Answer::Invalid, "{wrong} passed: {why}");
    }
    // A decided claim has no reason, an undecided one has a reason and no evidence, and it excludes nothing.
    for (claim, field, value) in [
        (0, "reason", limit.clone()),
        (2, "evidence", json!({ "type": "algebraic" })),
        (2, "exceptional", json!([{ "zero": "2" }])),
    ] {
        let mut c = good.clone();
        c["claims"][claim][field] = value;
        assert_eq!(answer(&c).0, Answer::Invalid, "{field} of claim {claim}");
    }
    let mut c = good.clone();
    c["claims"][2]
        .as_object_mut()
        .expect("a claim")
        .remove("reason");
    assert_eq!(answer(&c).0, Answer::Invalid, "no reason at all");
}

#[test]
fn a_reason_fits_its_claim() {
    let (_, c) = verified("cbrt(x)", &[], Assumptions::One);
    let good = serde_json::to_value(&c).expect("JSON");
    let analytic = good["claims"][0]["reason"].clone();
    let limit = json!({ "kind": "limit", "limit": "root-degree", "value": 12 });
    let put = |claim: usize, reason: Value| {
        let mut c = good.clone();
        c["claims"][claim]["reason"] = reason;
        answer(&c)
    };
    let depends =
        |because: &Value| json!({ "kind": "depends", "on": "analytic", "because": because });
    // Assumption 1 may hang on `analytic` alone: then for the reason that stands there.
    assert_eq!(put(1, depends(&analytic)).0, Answer::Holey);
    for (claim, wrong) in [
        (1, depends(&limit)),
        (0, depends(&analytic)),
        (
            1,
            json!({ "kind": "depends", "on": "lemma-3", "because": limit }),
        ),
        (1, json!({ "kind": "composition", "because": limit })),
        (0, json!({ "kind": "composition", "because": limit })),
        (0, json!({ "kind": "step", "step": "subfield-relation" })),
    ] {
        assert_eq!(
            put(claim, wrong.clone()).0,
            Answer::Invalid,
            "{wrong} passed for {claim}"
        );
    }
}

#[test]
fn certificates_of_undecided_questions_are_read() {
    for (text, parameters) in [
        ("(1+x^2)^(1/18)", &[][..]),
        ("cbrt(x)", &[]),
        ("cbrt(b*x)", &["b"]),
        ("abs(x*b+sin(x)*exp(x)+cos(b*x))", &["b"]),
        ("log(2)*x+log(3)*exp(x)", &[]),
        ("(1+x^2)^erf(1)", &[]),
        ("where(x>0, x^x, 1)", &[]),
        ("x*sqrt(10^80+1)", &[]),
        ("sin(atan(x)/3)", &[]),
        ("sin(x) + sin(x + sqrt(2))", &[]),
        ("max(x, sin(x))", &[]),
        ("x*exp(b*log(2))", &["b"]),
    ] {
        let (_, c) = verified(text, parameters, Assumptions::All);
        let open: Vec<&Reason> = c.claims.iter().filter_map(|c| c.reason.as_ref()).collect();
        for why in &open {
            assert_eq!(why.flaw(), None, "{text}: {why}");
        }
        let (said, why) = answer(&serde_json::to_value(&c).expect("JSON"));
        assert!(
            matches!(said, Answer::Valid | Answer::Holey),
            "{text}: {why}"
        );
    }
}

//! Certificates of minima that must be rejected: one thing changed by hand in a valid one, and the place that has to notice.

use std::path::PathBuf;

use serde_json::{Value, json};
use wronski::internals::check::check_text;
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Assumptions, Limits, verify};
use wronski::internals::rewrite::shipped;

fn fixture(name: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/minima/{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).expect("JSON")
}

fn claims(activation: &str, assumptions: Assumptions) -> Value {
    let v = verify(
        activation,
        &Parameters::new(),
        shipped(),
        &Limits::default(),
        assumptions,
    );
    serde_json::to_value(v.expect("an activation").certificate()).expect("JSON")
}

/// Why it is rejected; `valid` if it is not.
fn outcome(c: &Value) -> String {
    match check_text(&c.to_string()) {
        Ok(_) => "valid".into(),
        Err(r) => format!("{}: {}: {}", r.code, r.item, r.failure),
    }
}

/// Sets the value at a JSON pointer; `null` removes it.
fn set(c: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = c
        .pointer_mut(parent)
        .unwrap_or_else(|| panic!("{pointer} is not there"));
    match parent {
        Value::Object(o) if value.is_null() => drop(o.remove(key).expect("there")),
        Value::Object(o) => drop(o.insert(key.into(), value)),
        Value::Array(a) => {
            let i: usize = key.parse().expect("an index");
            if value.is_null() {
                a.remove(i);
            } else {
                a[i] = value;
            }
        }
        _ => panic!("{pointer} is no place"),
    }
}

/// The certificate, the changes, what the rejection has to begin with or contain.
type Case<'a> = (&'a str, &'a [(&'a str, Value)], &'a str);

fn rejected(cases: &[Case<'_>]) {
    let mut wrong = vec![];
    for (name, changes, expected) in cases {
        let mut c = fixture(name);
        for (pointer, value) in *changes {
            set(&mut c, pointer, value.clone());
        }
        let found = outcome(&c);
        let (code, words) = expected.split_once(' ').unwrap_or((expected, ""));
        if !found.starts_with(code) || !found.contains(words) {
            wrong.push(format!(
                "{name} {changes:?}\n  expected {expected}\n  found {found}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_frame() {
    rejected(&[
        ("bad", &[("/schema", json!("wronski/certificate"))], "W0501"),
        ("bad", &[("/version", json!(1))], "W0501 version 1"),
        (
            "bad",
            &[("/kind", json!("strict-local-minimum"))],
            "W0506 sections",
        ),
        ("bad", &[("/kind", json!("saddle"))], "W0506 sections"),
        ("bad", &[("/kind", json!("undecided"))], "W0506 sections"),
        ("bad", &[("/kind", json!("good"))], "W0501"),
        ("bad", &[("/path", Value::Null)], "W0506 sections"),
        ("bad", &[("/better", Value::Null)], "W0506 sections"),
        ("bad", &[("/data", Value::Null)], "W0506 sections"),
        ("bad", &[("/small", Value::Null)], "W0506 sections"),
        ("bad", &[("/wide", Value::Null)], "W0506 sections"),
        (
            "strict",
            &[("/kind", json!("bad-local-minimum"))],
            "W0506 sections",
        ),
        ("saddle", &[("/saddle", Value::Null)], "W0506 sections"),
        ("bad", &[("/extra", json!(1))], "W0501"),
        ("bad", &[("/small/extra", json!(1))], "W0501"),
        (
            "bad",
            &[("/network/loss", json!("mean_of_squares"))],
            "W0506 loss",
        ),
        (
            "bad",
            &[("/network/widths", json!([1, 0, 1]))],
            "W0506 without units",
        ),
        ("bad", &[("/network/widths", json!([1, 1]))], "W0506 hidden"),
        (
            "bad",
            &[("/network/widths", json!([1, 3, 1]))],
            "W0509 widths",
        ),
        (
            "bad",
            &[("/network/widths", json!([1, 1_000_000_000_u64, 1]))],
            "W0506",
        ),
        (
            "bad",
            &[("/network/widths", json!([99_999, 99_999, 1]))],
            "W0506 weights",
        ),
        (
            "bad",
            &[("/network/biases", json!(true))],
            "W0508 no biases",
        ),
        (
            "biased",
            &[("/network/biases", json!(false))],
            "W0508 biases in a network without",
        ),
        ("bad", &[("/data/inputs/0/0", json!("2"))], "W0506 equal"),
        (
            "bad",
            &[("/data/inputs/0/0", json!("1e999999999"))],
            "W0506 exact number",
        ),
        (
            "bad",
            &[("/data/inputs/0/0", json!("1/0"))],
            "W0506 zero denominator",
        ),
        (
            "bad",
            &[("/data/inputs/0/0", json!("nan"))],
            "W0506 exact number",
        ),
        (
            "bad",
            &[("/data/inputs/0/0", json!("9".repeat(10_001)))],
            "W0506 digits",
        ),
        ("bad", &[("/data/inputs/0/0", Value::Null)], "W0506 input 0"),
        (
            "bad",
            &[("/data/targets/2", Value::Null)],
            "W0506 as many targets",
        ),
        (
            "excluded",
            &[("/exclusion/precision", json!(4097))],
            "W0508 precision",
        ),
        ("bad", &[("/small/precision", json!(8))], "W0508 precision"),
        (
            "bad",
            &[("/small/precision", json!(1_000_000))],
            "W0508 precision",
        ),
    ]);
    // A list that is too long, and no JSON at all.
    assert!(outcome(&json!("x")).starts_with("W0501"));
    let long = format!(
        "{{\"schema\":\"wronski/minimum\",\"x\":[{}]}}",
        "[],".repeat(3_100_000) + "0"
    );
    match check_text(&long) {
        Err(r) => assert_eq!(r.code, "W0506"),
        Ok(_) => panic!("accepted"),
    }
}

#[test]
fn the_critical_point() {
    let near = "6864597183463434168892683891/9903520314283042199192993792";
    assert_eq!(fixture("strict")["small"]["weights"][0]["W"][0][0], near);
    // The centre moved by a little more than the radius 2^-60, in u or in v.
    let moved = "6864597191853434168892683891/9903520314283042199192993792";
    rejected(&[
        (
            "strict",
            &[("/small/weights/0/W/0/0", json!(moved))],
            "W0508 Krawczyk",
        ),
        (
            "strict",
            &[(
                "/small/weights/1/W/0/0",
                json!("1152921504606846978/1152921504606846976"),
            )],
            "W0508 Krawczyk",
        ),
        ("strict", &[("/small/radius", json!("0"))], "W0508 radius"),
        (
            "strict",
            &[("/small/radius", json!("-1/1000"))],
            "W0508 negative",
        ),
        (
            "strict",
            &[("/small/radius", json!("1e-40"))],
            "W0508 Krawczyk",
        ),
        ("strict", &[("/small/radius", json!("1"))], "W0508 Krawczyk"),
        (
            "strict",
            &[("/small/loss/1", json!("1.5624"))],
            "W0508 loss",
        ),
        (
            "strict",
            &[("/small/loss", json!(["1.5626", "1.5627"]))],
            "W0508 loss",
        ),
        (
            "strict",
            &[("/small/loss", json!(["1.6", "1.5"]))],
            "W0508 wrong order",
        ),
        (
            "strict",
            &[("/small/loss", json!(["0", "2"]))],
            "W0508 away from 0",
        ),
        (
            "strict",
            &[("/small/hessian_inertia", json!([1, 1]))],
            "W0508 eigenvalues",
        ),
        (
            "strict",
            &[("/small/hessian_inertia", json!([2, 1]))],
            "W0508 eigenvalues",
        ),
        (
            "strict",
            &[("/small/hessian_least_eigenvalue", json!("0.77"))],
            "W0508 least eigenvalue",
        ),
        (
            "strict",
            &[("/small/hessian_least_eigenvalue", json!("0"))],
            "W0508 least eigenvalue",
        ),
        (
            "strict",
            &[("/small/hessian_least_eigenvalue", json!("-1"))],
            "W0508 least eigenvalue",
        ),
        ("strict", &[("/small/moments", json!([]))], "W0508 moment"),
        (
            "strict",
            &[("/small/moments/0/layer", json!(2))],
            "W0508 moment",
        ),
        (
            "strict",
            &[("/small/moments/0/unit", json!(1))],
            "W0508 moment",
        ),
        (
            "strict",
            &[("/small/moments/0/definite", json!("negative"))],
            "W0508 positive",
        ),
        (
            "strict",
            &[("/small/moments/0/definite", json!("indefinite"))],
            "W0508 positive",
        ),
        (
            "strict",
            &[("/small/moments/0/matrix/0/0", json!(["0.444", "0.4444"]))],
            "W0508 entry",
        ),
        (
            "strict",
            &[("/small/moments/0/eigenvalues/0", json!(["0.4445", "0.45"]))],
            "W0508 eigenvalue 0",
        ),
        (
            "biased",
            &[("/small/moments/0/eigenvalues/1", Value::Null)],
            "W0508 2 eigenvalues",
        ),
        (
            "biased",
            &[(
                "/small/moments/0/eigenvalues/0",
                json!(["0.0050000000001", "0.005000000001"]),
            )],
            "W0508 eigenvalue 0",
        ),
        (
            "biased",
            &[("/small/moments/0/matrix/0/1", json!(["0", "0"]))],
            "W0508 entry 0, 1",
        ),
        // Another network or data set has another critical point.
        (
            "strict",
            &[("/data/targets/0/0", json!("-333332/1000000"))],
            "W0508 Krawczyk",
        ),
        (
            "strict",
            &[("/data/inputs/2/0", json!("3.000001"))],
            "W0508 Krawczyk",
        ),
        (
            "strict",
            &[("/activation/expression", json!("tanh(x)"))],
            "W0508 Krawczyk",
        ),
        (
            "strict",
            &[("/network/widths", json!([1, 2, 1]))],
            "W0508 not the network",
        ),
        ("strict", &[("/small/widths", json!([1, 2, 1]))], "W0508"),
        (
            "strict",
            &[("/small/widths", json!([2, 1, 1]))],
            "W0508 inputs or outputs",
        ),
    ]);
}

#[test]
fn the_activation() {
    let erf = claims("erf", Assumptions::One);
    let sigmoid = claims("sigmoid", Assumptions::One);
    let mut forged = sigmoid.clone();
    set(&mut forged, "/claims/1/verdict", json!("refuted"));
    let mut extra = sigmoid.clone();
    set(&mut extra, "/functions/0/x", json!(1));
    rejected(&[
        (
            "bad",
            &[("/activation/verified", json!(true))],
            "W0507 missing",
        ),
        (
            "bad",
            &[("/activation/expression", json!("tanh(x)"))],
            "W0508",
        ),
        (
            "bad",
            &[("/activation/input", json!("tanh"))],
            "W0501 input",
        ),
        (
            "bad",
            &[("/activation/expression", json!("sigmoid(x"))],
            "W0507",
        ),
        (
            "bad",
            &[("/activation/expression", json!("beta*x"))],
            "W0507",
        ),
        (
            "bad",
            &[("/activation/claims", sigmoid.clone())],
            "W0507 not verified",
        ),
        (
            "bad",
            &[
                ("/activation/verified", json!(true)),
                ("/activation/claims", erf),
            ],
            "W0507 another function",
        ),
        (
            "bad",
            &[
                ("/activation/verified", json!(true)),
                ("/activation/claims", forged),
            ],
            "W0507 its certificate",
        ),
        (
            "bad",
            &[
                ("/activation/verified", json!(true)),
                ("/activation/claims", extra),
            ],
            "W0501",
        ),
        (
            "strict",
            &[
                ("/activation/verified", json!(true)),
                ("/activation/expression", json!("relu(x)")),
                ("/activation/claims", claims("relu", Assumptions::One)),
            ],
            "W0507 analytic",
        ),
    ]);
    let mut verified = fixture("bad");
    set(&mut verified, "/activation/verified", json!(true));
    set(&mut verified, "/activation/claims", sigmoid);
    assert_eq!(outcome(&verified), "valid");
}

#[test]
fn the_widening() {
    rejected(&[
        (
            "bad",
            &[("/wide/fractions/0", json!(["1/2", "1/3"]))],
            "W0509 sum to 1",
        ),
        (
            "bad",
            &[("/wide/fractions/0", json!(["1/3", "2/3"]))],
            "W0509 widened small network",
        ),
        (
            "bad",
            &[("/wide/fractions/0", json!(["1", "0"]))],
            "W0509 fraction is 0",
        ),
        (
            "bad",
            &[("/wide/fractions/0", json!(["1"]))],
            "W0509 widths",
        ),
        ("bad", &[("/wide/fractions", json!([]))], "W0509 fractions"),
        ("bad", &[("/wide/units/0", json!(1))], "W0509 no unit"),
        (
            "bad",
            &[("/wide/inertia", json!([4, 0, 0]))],
            "W0509 inertia",
        ),
        (
            "bad",
            &[("/wide/inertia", json!([2, 1, 1]))],
            "W0509 inertia",
        ),
        (
            "bad",
            &[("/wide/inertia", json!([3, 0, 2]))],
            "W0509 inertia",
        ),
        (
            "bad",
            &[("/wide/lemma", json!("critical-kernel"))],
            "W0509 lemma",
        ),
        ("deep", &[("/wide/lemma", json!("merge"))], "W0509 lemma"),
        (
            "bad",
            &[("/wide/weights/0/W/1/0", json!("0.69"))],
            "W0509 widened",
        ),
        (
            "bad",
            &[("/wide/weights/1/W/0", json!(["1/3", "2/3"]))],
            "W0509 widened",
        ),
        (
            "biased",
            &[("/wide/weights/1/b/0", json!("0"))],
            "W0509 bias",
        ),
        (
            "deep",
            &[("/wide/inertia", json!([16, 0, 1]))],
            "W0509 inertia",
        ),
        (
            "deep",
            &[("/wide/fractions/1", json!(["1/3", "1/3", "1/3"]))],
            "W0509",
        ),
        // Fractions of the wrong signs for a positive matrix: a saddle, whatever the file calls it.
        (
            "bad",
            &[
                ("/wide", fixture("saddle")["wide"].clone()),
                ("/path/0/from", fixture("saddle")["wide"]["weights"].clone()),
            ],
            "W0509 not positive definite",
        ),
        (
            "saddle",
            &[("/wide/inertia", json!([3, 0, 1]))],
            "W0509 inertia",
        ),
        (
            "saddle",
            &[("/saddle/curvature", json!(["-3", "0"]))],
            "W0509 negative",
        ),
        (
            "saddle",
            &[("/saddle/curvature", json!(["-1", "-1/2"]))],
            "W0509 second derivative",
        ),
        (
            "saddle",
            &[("/saddle/curvature", json!(["-1e-30", "-1e-31"]))],
            "W0509 second derivative",
        ),
        (
            "saddle",
            &[("/saddle/direction/0/W", json!([["0"], ["0"]]))],
            "W0509 direction is 0",
        ),
        (
            "saddle",
            &[("/saddle/direction/0/W", json!([["1"], ["1"]]))],
            "W0509 second derivative",
        ),
        // A strict minimum called a saddle.
        (
            "saddle",
            &[
                ("/network/widths", json!([1, 1, 1])),
                ("/wide", Value::Null),
                (
                    "/saddle/direction",
                    json!([{ "W": [["1"]] }, { "W": [["0"]] }]),
                ),
            ],
            "W0509 second derivative",
        ),
    ]);
}

#[test]
fn the_smaller_loss_and_the_path() {
    let bad = fixture("bad");
    let points = [
        bad["path"][0]["from"].clone(),
        bad["path"][1]["from"].clone(),
        bad["path"][2]["from"].clone(),
        bad["path"][2]["to"].clone(),
    ];
    rejected(&[
        (
            "bad",
            &[("/better/loss", json!(["0.75", "0.754"]))],
            "W0510 loss",
        ),
        (
            "bad",
            &[("/better/loss", json!(["0.7", "1.6"]))],
            "W0510 not shown to be less",
        ),
        // A point that is no better.
        (
            "bad",
            &[("/better/weights", points[0].clone())],
            "W0510 loss",
        ),
        (
            "bad",
            &[
                ("/better/weights", points[0].clone()),
                ("/better/loss", json!(["1.562499", "1.562501"])),
            ],
            "W0510 not shown to be less",
        ),
        (
            "bad",
            &[("/better/weights/1/W/0/1", json!("-3.9"))],
            "W0510",
        ),
        ("bad", &[("/path/0/from", points[1].clone())], "W0510 start"),
        ("bad", &[("/path/1", Value::Null)], "W0510 start"),
        ("bad", &[("/path/2", Value::Null)], "W0510 does not end"),
        ("bad", &[("/path/2/to", points[1].clone())], "W0510"),
        ("bad", &[("/path/0/kind", json!("descent"))], "W0510 pieces"),
        (
            "bad",
            &[
                ("/path/0/kind", json!("descent")),
                ("/path/0/pieces", json!(8)),
            ],
            "W0510 segment 1",
        ),
        ("bad", &[("/path/0/pieces", json!(1))], "W0510 no pieces"),
        (
            "bad",
            &[("/path/2/kind", json!("constant"))],
            "W0510 no pieces",
        ),
        (
            "bad",
            &[
                ("/path/2/kind", json!("constant")),
                ("/path/2/pieces", json!(0)),
            ],
            "W0510 change in sum",
        ),
        ("bad", &[("/path/2/pieces", json!(0))], "W0510 pieces"),
        ("bad", &[("/path/2/pieces", json!(4097))], "W0510 pieces"),
        (
            "bad",
            &[("/path/0/loss/0", json!(["1.5", "1.56"]))],
            "W0510 start",
        ),
        (
            "bad",
            &[("/path/1/loss/1", json!(["1.5", "1.56"]))],
            "W0510 end",
        ),
        (
            "bad",
            &[("/path/2/loss/1", json!(["0.75", "0.754"]))],
            "W0510 end",
        ),
        // The free unit keeps a little outgoing weight; then moving it changes the loss.
        (
            "bad",
            &[
                ("/path/0/to/1/W/0", json!(["999/1000", "1/1000"])),
                ("/path/1/from/1/W/0", json!(["999/1000", "1/1000"])),
                ("/path/1/to/1/W/0", json!(["999/1000", "1/1000"])),
                ("/path/2/from/1/W/0", json!(["999/1000", "1/1000"])),
            ],
            "W0510 segment 1",
        ),
        // Fractions that change in sum.
        (
            "bad",
            &[
                ("/path/0/to/1/W/0", json!(["1.01", "0"])),
                ("/path/1/from/1/W/0", json!(["1.01", "0"])),
                ("/path/1/to/1/W/0", json!(["1.01", "0"])),
                ("/path/2/from/1/W/0", json!(["1.01", "0"])),
                ("/path/2/to/1/W/0", json!(["1.01", "-4"])),
                ("/better/weights/1/W/0", json!(["1.01", "-4"])),
                ("/better/loss", json!(["0", "1"])),
            ],
            "W0510 change in sum",
        ),
        // Beyond the best outgoing weight -4.31 the loss increases again.
        (
            "bad",
            &[
                ("/path/2/to/1/W/0/1", json!("-5")),
                ("/better/weights/1/W/0/1", json!("-5")),
                ("/better/loss", json!(["0.5", "1"])),
                ("/path/2/loss/1", json!(["0.5", "1"])),
                ("/path/2/pieces", json!(64)),
            ],
            "W0510 decrease",
        ),
        // Upwards first: the other sign of the outgoing weight.
        (
            "bad",
            &[
                ("/path/2/to/1/W/0/1", json!("1/1000")),
                ("/better/weights/1/W/0/1", json!("1/1000")),
            ],
            "W0510",
        ),
        ("deep", &[("/path/1/to/1/W/2/1", json!("1"))], "W0510"),
        (
            "deep",
            &[
                ("/path/1/kind", json!("descent")),
                ("/path/1/pieces", json!(4)),
            ],
            "W0510 decrease",
        ),
        (
            "biased",
            &[("/path/2/from/0/b/2", json!("0"))],
            "W0510 start",
        ),
    ]);
}

#[test]
fn the_neighbourhood() {
    rejected(&[
        (
            "bad",
            &[("/neighbourhood/radius", json!("0"))],
            "W0511 radius",
        ),
        // Ten times as far the box does not catch the critical points any more; nor does a box a tenth as large.
        (
            "bad",
            &[("/neighbourhood/radius", json!("1/10000"))],
            "W0511 Krawczyk",
        ),
        (
            "bad",
            &[(
                "/neighbourhood/radii",
                json!([{ "W": [["1/50000"]] }, { "W": [["1/50000"]] }]),
            )],
            "W0511 Krawczyk",
        ),
        (
            "bad",
            &[(
                "/neighbourhood/radii",
                json!([{ "W": [["1e-30"]] }, { "W": [["1e-30"]] }]),
            )],
            "W0511 does not contain",
        ),
        (
            "bad",
            &[(
                "/neighbourhood/radii",
                json!([{ "W": [["1/5000"]] }, { "W": [["-1/5000"]] }]),
            )],
            "W0511 negative",
        ),
        (
            "bad",
            &[("/neighbourhood/radii", json!([]))],
            "W0511 layers",
        ),
        (
            "bad",
            &[("/neighbourhood/minimum_at_least", json!("1.5626"))],
            "W0511 lower bound",
        ),
        (
            "bad",
            &[("/neighbourhood/better_at_most", json!("0.754"))],
            "W0511 not below",
        ),
        (
            "bad",
            &[("/neighbourhood/better_at_most", json!("1.563"))],
            "W0511 bad",
        ),
        (
            "bad",
            &[("/neighbourhood/minimum_at_least", json!("0.755"))],
            "W0511 bad",
        ),
        (
            "bad",
            &[("/neighbourhood/pieces", json!([]))],
            "W0511 descents",
        ),
        (
            "bad",
            &[("/neighbourhood/pieces", json!([16, 16]))],
            "W0511 descents",
        ),
        (
            "bad",
            &[("/neighbourhood/pieces", json!([0]))],
            "W0511 pieces",
        ),
        (
            "bad",
            &[("/neighbourhood/pieces", json!([5000]))],
            "W0511 pieces",
        ),
    ]);
}

#[test]
fn no_critical_point() {
    rejected(&[
        (
            "excluded",
            &[("/exclusion/slope", json!(["-1", "1"]))],
            "W0508 not excluded",
        ),
        (
            "excluded",
            &[("/exclusion/slope", json!(["-0.2", "-0.1"]))],
            "W0508 slope",
        ),
        (
            "excluded",
            &[("/exclusion/slope", json!(["0.1", "0.3"]))],
            "W0508 slope",
        ),
        (
            "excluded",
            &[("/exclusion/radius", json!("1/10"))],
            "W0508 slope",
        ),
        (
            "excluded",
            &[("/exclusion/radius", json!("0"))],
            "W0508 radius",
        ),
        (
            "excluded",
            &[(
                "/exclusion/direction",
                json!([{ "W": [["0"]] }, { "W": [["-1"]] }]),
            )],
            "W0508 slope",
        ),
        (
            "excluded",
            &[(
                "/exclusion/direction",
                json!([{ "W": [["0"]] }, { "W": [["0"]] }]),
            )],
            "W0508 direction is 0",
        ),
        (
            "excluded",
            &[(
                "/exclusion/weights",
                fixture("strict")["small"]["weights"].clone(),
            )],
            "W0508 slope",
        ),
    ]);
}

#[test]
fn the_linear_piece() {
    assert_eq!(outcome(&fixture("linear")), "valid");
    rejected(&[
        (
            "linear",
            &[("/linear/interval/0", json!("-1"))],
            "W0512 line",
        ),
        (
            "linear",
            &[("/linear/interval/0", json!("-inf"))],
            "W0512 line",
        ),
        (
            "linear",
            &[("/linear/interval", json!(["2", "1"]))],
            "W0512 empty",
        ),
        ("linear", &[("/linear/slope", json!("2"))], "W0512 line"),
        (
            "linear",
            &[("/linear/slope", json!("0"))],
            "W0512 slope is 0",
        ),
        ("linear", &[("/linear/intercept", json!("1"))], "W0512 line"),
        ("linear", &[("/linear/radius", json!("2"))], "W0512 leave"),
        ("linear", &[("/linear/radius", json!("0"))], "W0512 radius"),
        ("linear", &[("/linear/loss", json!("1/2"))], "W0512 loss"),
        (
            "linear",
            &[("/linear/fit/b/0", json!("1/2"))],
            "W0512 output",
        ),
        (
            "linear",
            &[("/linear/fit/W/0/0", json!("1/9"))],
            "W0512 output",
        ),
        (
            "linear",
            &[("/linear/weights/1/b/0", json!("1/2"))],
            "W0512 output",
        ),
        // Another affine function, consistently: not the best one.
        (
            "linear",
            &[
                ("/linear/weights/1/b/0", json!("1/2")),
                ("/linear/fit/b/0", json!("1/2")),
                ("/linear/loss", json!("3/4")),
            ],
            "W0512 normal equations",
        ),
        (
            "linear",
            &[("/linear/weights/0/b/0", json!("-1"))],
            "W0512 leave",
        ),
        (
            "linear",
            &[("/data/targets/1/0", json!("0"))],
            "W0512 normal equations",
        ),
        (
            "linear",
            &[("/activation/expression", json!("elu(x)"))],
            "W0510",
        ),
        (
            "linear",
            &[("/activation/expression", json!("tanh(x)"))],
            "W0512 line",
        ),
        (
            "linear",
            &[("/better/loss", json!(["1/97", "1/97"]))],
            "W0510 another one",
        ),
        (
            "linear",
            &[("/better/loss", json!(["0", "2/3"]))],
            "W0510 less",
        ),
        (
            "linear",
            &[("/path/0/loss/0", json!(["0.66", "0.6666"]))],
            "W0510 start",
        ),
        (
            "linear",
            &[("/path/1/loss/1", json!(["0.01", "0.0104"]))],
            "W0510 end",
        ),
        (
            "linear",
            &[("/path/0/to/0/W/1/0", json!("2"))],
            "W0510 start",
        ),
        // The whole way to the interpolant: the slope is 0 at its end.
        (
            "linear",
            &[
                ("/path/1/to/1", json!({ "W": [["1", "-2"]], "b": ["-1"] })),
                (
                    "/better/weights/1",
                    json!({ "W": [["1", "-2"]], "b": ["-1"] }),
                ),
                ("/better/loss", json!(["0", "0"])),
                ("/path/1/loss/1", json!(["0", "0"])),
                ("/path/1/pieces", json!(64)),
            ],
            "W0510 decrease",
        ),
    ]);
}

/// erf: sigma'' + 2 x sigma' = 0.
fn no_widening() -> Value {
    let relation = ["0", "0", "0", "2", "1", "0", "0"];
    json!({
        "schema": "wronski/minimum", "version": 2, "kind": "no-widening",
        "activation": { "expression": "erf(x)", "verified": false, "claims": claims("erf", Assumptions::One) },
        "network": { "widths": [1, 4, 1], "biases": true, "loss": "sum_of_squares" },
        "obstruction": { "relation": relation }
    })
}

#[test]
fn the_obstruction() {
    let good = no_widening();
    assert_eq!(outcome(&good), "valid");
    let cases: [(&str, Value, &str); 9] = [
        ("/obstruction/relation/3", json!("1"), "W0507"),
        ("/obstruction/relation/0", json!("1"), "W0507"),
        ("/obstruction/relation/6", json!("1"), "W0507"),
        (
            "/obstruction/relation",
            json!(["0", "0", "0", "0", "0", "0", "0"]),
            "W0507",
        ),
        ("/obstruction/relation/6", Value::Null, "W0507"),
        ("/activation/claims", Value::Null, "W0507"),
        ("/activation/verified", json!(true), "W0507"),
        ("/activation/expression", json!("tanh(x)"), "W0507"),
        ("/network/biases", json!(false), "W0507"),
    ];
    for (pointer, value, code) in cases {
        let mut c = good.clone();
        set(&mut c, pointer, value);
        let found = outcome(&c);
        assert!(found.starts_with(code), "{pointer}: {found}");
    }
    // A relation that is true and says nothing: x sin'' for sin has b = 1, a = c = 0.
    let mut c = good.clone();
    set(&mut c, "/activation/expression", json!("sin(x)"));
    set(
        &mut c,
        "/activation/claims",
        claims("sin", Assumptions::One),
    );
    set(
        &mut c,
        "/obstruction/relation",
        json!(["0", "1", "0", "0", "1", "0", "0"]),
    );
    assert_eq!(outcome(&c), "valid");
    set(&mut c, "/activation/expression", json!("exp(x)"));
    set(
        &mut c,
        "/activation/claims",
        claims("exp", Assumptions::One),
    );
    set(
        &mut c,
        "/obstruction/relation",
        json!(["0", "0", "0", "-1", "0", "1", "0"]),
    );
    assert!(outcome(&c).contains("semidefinite"), "{}", outcome(&c));
    set(
        &mut c,
        "/obstruction/relation",
        json!(["0", "1", "-1", "0", "0", "0", "0"]),
    );
    assert!(outcome(&c).contains("form is 0"), "{}", outcome(&c));
}

/// An activation is linear by one of three relations, and by no other.
#[test]
fn linear_activations() {
    let certificate = |activation: &str, biases: bool, relation: [i32; 7]| {
        json!({
            "schema": "wronski/minimum", "version": 2, "kind": "impossible",
            "activation": { "expression": activation, "verified": false, "claims": claims(activation, Assumptions::One) },
            "network": { "widths": [1, 4, 1], "biases": biases, "loss": "sum_of_squares" },
            "obstruction": { "relation": relation.map(|n| n.to_string()) }
        })
    };
    let second = [0, 0, 0, 0, 3, 0, 0];
    let multiple = [0, 2, 0, -2, 0, 0, 0];
    let constant = [0, 0, 5, 0, 0, 0, 0];
    for (activation, biases, relation, expected) in [
        ("2*x + 1", true, second, "valid"),
        ("x", true, second, "valid"),
        ("x", false, multiple, "valid"),
        ("7", true, constant, "valid"),
        ("7", false, constant, "valid"),
        // 2 x + 1 without biases is no linear network, and is no multiple of x.
        ("2*x + 1", false, second, "W0507"),
        ("2*x + 1", false, multiple, "W0507"),
        // True relations that make nothing linear: x^2 s'' = 0, s - x s' = 0 with biases, erf.
        ("x", true, [0, 0, 0, 0, 0, 0, 1], "W0507"),
        ("x", true, multiple, "W0507"),
        ("erf(x)", true, [0, 0, 0, 2, 1, 0, 0], "W0507"),
        // False ones.
        ("x", true, constant, "W0507"),
        ("x^2", true, second, "W0507"),
        ("x^2", false, multiple, "W0507"),
        ("x", true, [0; 7], "W0507"),
    ] {
        let found = outcome(&certificate(activation, biases, relation));
        assert!(
            found.starts_with(expected),
            "{activation} {biases} {relation:?}: {found}"
        );
    }
    // A relation of erf is no proof that it is linear, nor the other way round.
    let mut c = no_widening();
    set(&mut c, "/kind", json!("impossible"));
    assert!(outcome(&c).starts_with("W0507"));
}

/// A minimum without better weights, better weights without a path: less is claimed, and it is confirmed; with what belongs to more it is refused.
#[test]
fn less_than_everything() {
    let strip = |sections: &[&str], kind: &str| {
        let mut c = fixture("biased");
        for s in sections {
            if c.get(*s).is_some() {
                set(&mut c, &format!("/{s}"), Value::Null);
            }
        }
        set(&mut c, "/kind", json!(kind));
        outcome(&c)
    };
    let all = ["better", "path", "neighbourhood"];
    assert_eq!(strip(&[], "bad-local-minimum"), "valid");
    assert_eq!(strip(&all[1..], "bad-local-minimum"), "valid");
    assert_eq!(strip(&all, "local-minimum-up-to-symmetry"), "valid");
    for (sections, kind) in [
        (&all[..], "bad-local-minimum"),
        (&all[..], "strict-local-minimum"),
        (&all[1..], "local-minimum-up-to-symmetry"),
        (&["path"][..], "bad-local-minimum"),
    ] {
        let found = strip(sections, kind);
        let neighbourhood = fixture("biased").get("neighbourhood").is_some();
        if sections == ["path"] && !neighbourhood {
            assert_eq!(found, "valid");
        } else {
            assert!(found.starts_with("W0506"), "{sections:?} {kind}: {found}");
        }
    }
    // It stays a minimum only with the fractions that make it one.
    let mut c = fixture("saddle");
    if c.get("wide").is_some() {
        set(&mut c, "/saddle", Value::Null);
        set(&mut c, "/kind", json!("local-minimum-up-to-symmetry"));
        assert!(outcome(&c).starts_with("W050"), "{}", outcome(&c));
    }
}

/// Enclosures at weights near which nothing is decided: sin at the origin of a network without biases has gradient 0 and Hessian 0 but for one entry pair.
/// With f = v sin(w x), x = 1, y = 3: loss 9, d2 loss/dw dv = -6, eigenvalues 6 and -6.
#[test]
fn what_is_seen() {
    let good = json!({
        "schema": "wronski/minimum", "version": 2, "kind": "undecided",
        "activation": { "expression": "sin(x)", "verified": false },
        "network": { "widths": [1, 1, 1], "biases": false, "loss": "sum_of_squares" },
        "data": { "inputs": [["1"]], "targets": [["3"]] },
        "seen": {
            "weights": [{ "W": [["0"]] }, { "W": [["0"]] }],
            "loss": ["9", "9"], "gradient": ["0", "0"],
            "hessian": { "bound": "5", "above": 1, "below": 1, "between": 0 },
            "precision": 128
        }
    });
    assert_eq!(outcome(&good), "valid");
    let changed = |pointer: &str, value: Value| {
        let mut c = good.clone();
        set(&mut c, pointer, value);
        outcome(&c)
    };
    let seven = json!({ "bound": "7", "above": 0, "below": 0, "between": 2 });
    assert_eq!(changed("/seen/hessian", seven), "valid");
    assert_eq!(changed("/seen/hessian", Value::Null), "valid");
    assert_eq!(changed("/seen/loss", json!(["8", "10"])), "valid");
    for (pointer, value) in [
        ("/seen/loss", json!(["8", "17/2"])),
        ("/seen/gradient", json!(["1/10", "1"])),
        ("/seen/hessian/bound", json!("7")),
        ("/seen/hessian/bound", json!("-5")),
        ("/seen/hessian/above", json!(2)),
        ("/seen/hessian/between", json!(1)),
        ("/seen/weights/0/W/0/0", json!("1")),
        ("/seen/precision", json!(5000)),
    ] {
        let found = changed(pointer, value);
        assert!(found.starts_with("W0508"), "{pointer}: {found}");
    }
    assert!(changed("/data", Value::Null).starts_with("W0506"));
    assert!(changed("/kind", json!("saddle")).starts_with("W0506"));
}

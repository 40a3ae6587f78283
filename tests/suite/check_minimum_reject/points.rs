//! Files whose frame, critical point or activation is changed.

use super::*;

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

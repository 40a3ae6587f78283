//! The claim `class-a`: analytic, strictly increasing, bounded, and 0 in the closure of the image.
//!
//! The expected verdicts are from the definition, by hand; the limits were computed with mpmath (120 digits) at `|x|
//! = 10^40` and `10^41`, where all of these differ from their limits by less than `10^-30`.

use std::process::Command;

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Value, json};
use wronski::Prover;
use wronski::internals::certificate::claim::CLASS_A;
use wronski::internals::check::check_text;
use wronski::internals::expr::enclose::enclose;
use wronski::internals::expr::limit::{End, Limit, limit};

use crate::support::expr;

/// The certificate of the claim, and the record of the claim in it.
fn certificate(text: &str) -> (Value, Value) {
    let activation = Prover::new().activation(text).expect(text);
    let v = activation.verify_claims(&[CLASS_A]).expect(text);
    let json = v.certificate().to_json().expect("a text");
    let certificate: Value = serde_json::from_str(&json).expect("JSON");
    let claims = certificate["claims"].as_array().expect("claims");
    let claim = claims.iter().find(|c| c["id"] == "class-a");
    let claim = claim.expect("the claim").clone();
    (certificate, claim)
}

/// The verdict, and the type of the evidence if there is one; a decided claim is confirmed by the checker.
fn decided(text: &str) -> (String, String) {
    let (certificate, claim) = certificate(text);
    let of = |v: &Value| v.as_str().unwrap_or_default().to_string();
    let report = check_text(&certificate.to_string()).unwrap_or_else(|r| panic!("{text}: {r}"));
    let checked = report.claims.iter().find(|c| c.id == "class-a");
    assert_eq!(
        checked.map(|c| c.verdict.as_str()),
        claim["verdict"].as_str(),
        "{text}"
    );
    (of(&claim["verdict"]), of(&claim["evidence"]["type"]))
}

/// Each has a positive derivative, finite limits, and 0 between them or as one of them.
#[test]
fn activations_in_class_a() {
    for text in [
        "sigmoid",
        "tanh",
        "atan",
        "erf",
        "x/sqrt(1+x^2)",
        // The Gudermannian function: its derivative is 1/cosh.
        "atan(sinh(x))",
        // The limit 0 at one end is in the closure, not in the image.
        "exp(-exp(-x))",
        "sigmoid(2*x+1)",
        "tanh(x)+atan(x)",
        "sigmoid(x)+erf(x)",
        "tanh(x)+1/2",
        "tanh(x)-1",
        "1/(1+exp(-x^3-x))",
        "-erfc(x)",
        "3*x/sqrt(4+x^2)",
        "x/sqrt(1+x^2)+tanh(x)",
        "exp(tanh(x))-1",
        // Limits that the two engines write differently.
        "sigmoid(tanh(x))-1/2",
        "sigmoid(atan(x))-1/2",
        "log(sigmoid(tanh(x)))+2/3",
    ] {
        assert_eq!(
            decided(text),
            ("proved".into(), "increasing".into()),
            "{text}"
        );
    }
}

#[test]
fn activations_outside_class_a() {
    for (text, why) in [
        // Negative derivative: of gelu at -1 it is Phi(-1) - phi(-1) = 0.1587 - 0.2420.
        ("gelu", "descends"),
        ("silu", "descends"),
        ("mish", "descends"),
        ("sin", "descends"),
        ("erfc", "descends"),
        ("-tanh(x)", "descends"),
        ("exp(-x^2)", "descends"),
        // Increasing without a bound.
        ("softplus", "unbounded"),
        ("x", "unbounded"),
        ("x^3+x", "unbounded"),
        ("asinh", "unbounded"),
        ("exp", "unbounded"),
        // The image is (1, 2), (-3, -1), (1/e, e): 0 is not in the closure.
        ("sigmoid(x)+1", "increasing"),
        ("tanh(x)-2", "increasing"),
        ("exp(tanh(x))", "increasing"),
        ("x/sqrt(1+x^2)+2", "increasing"),
        // Constant.
        ("3", "constant"),
        ("x-x", "constant"),
        ("exp(x)*exp(-x)", "constant"),
        ("sigmoid(x)+sigmoid(-x)", "constant"),
        // Not analytic.
        ("relu", "not-analytic"),
        ("max(-1,min(1,x))", "not-analytic"),
    ] {
        assert_eq!(decided(text), ("refuted".into(), why.into()), "{text}");
    }
}

/// The derivative of tanh^3 is 0 at 0, so its logarithm is no function on R; the limit of the other one is not found
/// by orders of growth.
#[test]
fn what_is_left_open_is_said_to_be() {
    for text in ["tanh(x)^3", "tanh(x)+sin(x)*exp(-x^2)/10"] {
        let (verdict, evidence) = decided(text);
        assert_eq!(
            (verdict.as_str(), evidence.as_str()),
            ("undecided", ""),
            "{text}"
        );
        let (_, claim) = certificate(text);
        assert!(claim["reason"].is_object(), "{text}: {claim}");
    }
}

/// Changes one claim of a certificate, which must not be confirmed then.
fn refused(text: &str, what: &str, change: impl FnOnce(&mut Value)) {
    let (mut certificate, _) = certificate(text);
    assert!(check_text(&certificate.to_string()).is_ok(), "{text}");
    let before = certificate.clone();
    let claims = certificate["claims"].as_array_mut().expect("claims");
    let claim = claims.iter_mut().find(|c| c["id"] == "class-a");
    change(claim.expect("the claim"));
    assert_ne!(before, certificate, "{text}: {what} changes nothing");
    assert!(
        check_text(&certificate.to_string()).is_err(),
        "{text}: confirmed with {what}"
    );
}

#[test]
fn forged_evidence_is_refused() {
    refused("sigmoid", "another limit", |c| {
        c["evidence"]["limits"] = json!(["0", "2"]);
    });
    refused("sigmoid", "the limits exchanged", |c| {
        c["evidence"]["limits"] = json!(["1", "0"]);
    });
    // No constant, another number beyond the precision of enclosures, no number, no expression.
    for other in ["x-x+1", "1+exp(-1000)", "1/(1-1)", "1+", "b", ""] {
        refused("sigmoid", other, |c| {
            c["evidence"]["limits"] = json!(["0", other]);
        });
    }
    refused("sigmoid", "the opposite verdict", |c| {
        c["verdict"] = json!("refuted");
    });
    refused("sigmoid(x)+1", "the opposite verdict", |c| {
        c["verdict"] = json!("proved");
    });
    refused("sigmoid(x)+1", "the limits of sigmoid", |c| {
        c["verdict"] = json!("proved");
        c["evidence"]["limits"] = json!(["0", "1"]);
    });
    refused("x/sqrt(1+x^2)", "the facts left out", |c| {
        c["evidence"]["facts"] = json!([]);
    });
    refused("x/sqrt(1+x^2)", "the obligations left out", |c| {
        c["evidence"]["obligations"] = json!([]);
    });
    refused("x/sqrt(1+x^2)", "the last fact left out", |c| {
        let facts = c["evidence"]["facts"].as_array_mut().expect("facts");
        facts.pop();
    });
    refused("gelu", "a point where it increases", |c| {
        c["evidence"]["at"] = json!("1");
    });
    refused("gelu", "a point that is no number", |c| {
        c["evidence"]["at"] = json!("1/0");
    });
    refused("gelu", "more bits than are computed", |c| {
        c["evidence"]["bits"] = json!(4097);
    });
    refused("gelu", "no bits", |c| c["evidence"]["bits"] = json!(0));
    refused("gelu", "evidence for a proof", |c| {
        c["verdict"] = json!("proved");
    });
    refused("softplus", "the other end", |c| {
        c["evidence"]["end"] = json!("left");
    });
    refused("softplus", "constancy", |c| {
        c["evidence"] = json!({"type": "constant"});
    });
    refused("tanh", "constancy", |c| {
        c["verdict"] = json!("refuted");
        c["evidence"] = json!({"type": "constant"});
    });
    refused("tanh", "a descent", |c| {
        c["verdict"] = json!("refuted");
        c["evidence"] = json!({"type": "descends", "at": "0", "bits": 256});
    });
    refused("tanh", "an infinite limit", |c| {
        c["verdict"] = json!("refuted");
        c["evidence"] = json!({"type": "unbounded", "end": "right"});
    });
    refused("3", "the evidence of an increase", |c| {
        c["verdict"] = json!("proved");
        c["evidence"] = json!({
            "type": "increasing", "limits": ["3", "3"], "facts": [], "obligations": [],
        });
    });
}

/// The evidence for one function says nothing about another.
#[test]
fn evidence_of_another_function_is_refused() {
    for (of, other) in [
        ("x/sqrt(1+x^2)", "x/sqrt(2+x^2)"),
        ("tanh", "tanh(x)^3"),
        ("sigmoid", "sigmoid(x)+1"),
        ("sigmoid", "exp(-x^2)"),
    ] {
        let (_, good) = certificate(of);
        let (mut forged, _) = certificate(other);
        let claims = forged["claims"].as_array_mut().expect("claims");
        for c in claims.iter_mut().filter(|c| c["id"] == "class-a") {
            *c = good.clone();
            c["verdict"] = json!("proved");
        }
        assert!(check_text(&forged.to_string()).is_err(), "{of} for {other}");
    }
}

/// Limits at minus and plus infinity.
const LIMITS: [(&str, &str, &str); 45] = [
    ("sigmoid", "0", "1"),
    ("tanh", "-1", "1"),
    (
        "atan",
        "-1.570796326794896619231321692",
        "1.570796326794896619231321692",
    ),
    ("erf", "-1", "1"),
    ("erfc", "2", "0"),
    ("x/sqrt(1+x^2)", "-1", "1"),
    (
        "atan(sinh(x))",
        "-1.570796326794896619231321692",
        "1.570796326794896619231321692",
    ),
    (
        "2*atan(tanh(x/2))",
        "-1.570796326794896619231321692",
        "1.570796326794896619231321692",
    ),
    ("exp(-exp(-x))", "0", "1"),
    (
        "tanh(x)+atan(x)",
        "-2.570796326794896619231321692",
        "2.570796326794896619231321692",
    ),
    ("tanh(x)+1/2", "-0.5", "1.5"),
    ("sigmoid(x)+1", "1", "2"),
    ("gelu", "0", "inf"),
    ("softplus", "0", "inf"),
    ("silu", "0", "inf"),
    ("mish", "0", "inf"),
    ("x", "-inf", "inf"),
    ("-x^3+x", "inf", "-inf"),
    ("x^2", "inf", "inf"),
    ("log(1+x^2)", "inf", "inf"),
    ("asinh(x)", "-inf", "inf"),
    ("exp(-x^2)", "0", "0"),
    ("(3*x^2+1)/(2*x^2+x+5)", "1.5", "1.5"),
    ("x/(1+x^2)", "0", "0"),
    ("sqrt(x^2+1)/sqrt(4*x^2+3)", "0.5", "0.5"),
    ("x^3/(1+x^2)^(3/2)", "-1", "1"),
    (
        "(2*exp(x)+1)/(exp(x)+3)",
        "0.3333333333333333333333333333",
        "2",
    ),
    ("exp(x)/(exp(x)+exp(-x))", "0", "1"),
    ("x*exp(-x^2)", "0", "0"),
    ("x^5*exp(x-x^2)", "0", "0"),
    (
        "pi*tanh(x)-e",
        "-5.859874482048838473822930855",
        "0.4233108251307480031023559119",
    ),
    ("tanh(3)*sigmoid(x)", "0", "0.9950547536867304513318801853"),
    ("log(2+tanh(x))", "0", "1.098612288668109691395245237"),
    ("sqrt(2+erf(x))", "1", "1.732050807568877293527446342"),
    (
        "exp(tanh(x))",
        "0.3678794411714423215955237702",
        "2.718281828459045235360287471",
    ),
    ("sin(atan(x))", "-1", "1"),
    (
        "atan(x^2)",
        "1.570796326794896619231321692",
        "1.570796326794896619231321692",
    ),
    ("atan(exp(x))", "0", "1.570796326794896619231321692"),
    ("erf(x)^2", "1", "1"),
    ("sinh(x)/cosh(x)", "-1", "1"),
    ("tanh(x)^3", "-1", "1"),
    ("abs(x)/(1+x^2)*x", "-1", "1"),
    ("1/(1+exp(-x^3))", "0", "1"),
    ("atan(x)/pi+1/2", "0", "1"),
    // The difference tends to 0, which is written as a number.
    ("sqrt(x^2+1)-x/x*sqrt(x^2+1)", "0", "0"),
];

/// A decimal, exactly.
fn decimal(text: &str) -> BigRational {
    let digits = text.split_once('.').map_or(0, |(_, after)| after.len());
    let whole: BigInt = text.replace('.', "").parse().expect("digits");
    BigRational::new(whole, BigInt::from(10).pow(digits as u32))
}

#[test]
fn limits_are_those_that_are_computed_far_out() {
    let near = BigRational::new(1.into(), BigInt::from(10).pow(25));
    let mut open = vec![];
    for (text, low, high) in LIMITS {
        for (end, expected) in [(End::Left, low), (End::Right, high)] {
            match (limit(&expr(text), end).expect(text), expected) {
                (Limit::Infinite(to), "inf" | "-inf") => {
                    assert_eq!(to == End::Right, expected == "inf", "{text} at {end:?}");
                }
                (Limit::Finite(c), _) if !expected.ends_with("inf") => {
                    let v = enclose(&c, &BigRational::from_integer(0.into()), 256).expect(text);
                    let expected = decimal(expected);
                    assert!(
                        &v.lower_rational() - &near <= expected
                            && expected <= v.upper_rational() + &near,
                        "{text} at {end:?}: {c}"
                    );
                }
                (Limit::Unknown, _) => open.push((text, end)),
                (found, _) => panic!("{text} at {end:?}: {found:?}, not {expected}"),
            }
        }
    }
    // Products of what tends to 0 and what grows, quotients of what grows without a leading term, and terms that
    // cancel.
    let known = [
        ("gelu", End::Left),
        ("mish", End::Left),
        ("sinh(x)/cosh(x)", End::Left),
        ("sinh(x)/cosh(x)", End::Right),
        ("atan(x)/pi+1/2", End::Left),
        ("sqrt(x^2+1)-x/x*sqrt(x^2+1)", End::Left),
        ("sqrt(x^2+1)-x/x*sqrt(x^2+1)", End::Right),
    ];
    let new: Vec<_> = open.iter().filter(|o| !known.contains(o)).collect();
    assert!(new.is_empty(), "not found: {new:?}");
}

/// No limit is made up where there is none, or where it is not found.
#[test]
fn functions_without_a_limit_have_none() {
    for text in [
        "sin(x)",
        "x*cos(x)",
        "tanh(x)+sin(x)",
        "sin(x)^2",
        "exp(sin(x))",
    ] {
        for end in [End::Left, End::Right] {
            assert_eq!(
                limit(&expr(text), end).expect(text),
                Limit::Unknown,
                "{text}"
            );
        }
    }
}

#[test]
fn the_program_answers_with_lines_and_json() {
    let run = |arguments: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_wronski"))
            .args(arguments)
            .output()
            .expect("the program");
        let text = String::from_utf8(out.stdout).expect("text");
        (out.status.code(), text)
    };
    let (code, text) = run(&["verify", "x/sqrt(1+x^2)", "--claim", "class-a"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("all 2 claims proved"), "{text}");
    assert!(
        text.contains("limits at the ends of the line are -1 and 1"),
        "{text}"
    );
    let (code, text) = run(&["verify", "x-x", "--claim", "class-a"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("sigma is constant"), "{text}");
    let (code, text) = run(&["verify", "sigmoid(x)+1", "--claim", "class-a", "--json"]);
    assert_eq!(code, Some(1), "{text}");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let claims = json["claims"].as_array().expect("claims");
    let ids: Vec<&str> = claims.iter().filter_map(|c| c["id"].as_str()).collect();
    assert_eq!(ids, ["analytic", "class-a"]);
    assert_eq!(claims[1]["verdict"], "refuted");
    // It is asked by name only.
    let (_, text) = run(&["verify", "sigmoid"]);
    assert!(!text.contains("class-a"), "{text}");
}

//! Same input, same bytes: within a process, and from one process to the next.

use std::process::Command;

use wronski::expr::Parameters;
use wronski::pipeline::{Assumptions, Limits, independent, independent_json, verify, verify_json};
use wronski::rewrite::shipped;

const ACTIVATIONS: [&str; 6] = [
    "sigmoid",
    "softplus",
    "gelu",
    "jax::gelu",
    "mish",
    "x*exp(-x^2)",
];

#[test]
fn verify_in_one_process() {
    for text in ACTIVATIONS {
        let run = || {
            let v = verify(
                text,
                &Parameters::new(),
                shipped(),
                &Limits::default(),
                Assumptions::All,
            )
            .expect(text);
            let certificate = serde_json::to_string(&v.certificate()).expect("JSON");
            (verify_json(&v).to_string(), certificate)
        };
        assert_eq!(run(), run(), "{text}");
    }
}

#[test]
fn independent_in_one_process() {
    let run = || {
        let texts = ["softplus(x)", "softplus(2*x)", "tanh(x)", "1"];
        let v = independent(&texts, &Parameters::new(), shipped(), &Limits::default())
            .expect("functions");
        independent_json(&v).to_string()
    };
    assert_eq!(run(), run());
}

fn output(arguments: &[&str]) -> (Vec<u8>, Vec<u8>, Option<i32>) {
    let out = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    (out.stdout, out.stderr, out.status.code())
}

#[test]
fn from_process_to_process() {
    for arguments in [
        vec!["verify", "softplus", "--json"],
        vec!["verify", "swish", "--param", "beta", "--json"],
        vec!["verify", "gelu"],
        vec!["independent", "cosh(x)", "sinh(x)", "exp(x)", "--json"],
        vec!["wronskian", "sigmoid(x)", "tanh(x)", "1"],
        vec!["verify", "log(x)"],
    ] {
        let first = output(&arguments);
        assert!(!first.0.is_empty() || !first.1.is_empty(), "{arguments:?}");
        assert_eq!(first, output(&arguments), "{arguments:?}");
    }
}

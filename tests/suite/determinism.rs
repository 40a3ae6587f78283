//! Same input, same bytes: within a process, and from one process to the next.

use std::process::Command;

use wronski::internals::expr::Parameters;
use wronski::internals::json::{independent_json, verify_json};
use wronski::internals::pipeline::{
    Assumptions, Limits, TowerProver, equal, factored_wronskian, independent, verify,
};
use wronski::internals::rewrite::{check_library, shipped};

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
        let certificate = serde_json::to_string(&v.certificate()).expect("JSON");
        (independent_json(&v).to_string(), certificate)
    };
    assert_eq!(run(), run());
}

#[test]
fn equal_and_wronskian_in_one_process() {
    let run = || {
        let none = Parameters::new();
        let limits = Limits::default();
        let pairs = [
            ("tanh(x)", "2*sigmoid(2*x) - 1"),
            ("softplus(x)", "x"),
            ("sqrt(x^2)", "abs(x)"),
        ];
        let equalities = pairs.map(|(a, b)| {
            let v = equal(a, b, &none, shipped(), &limits).expect("functions");
            format!("{:?} {:?}", v.verdict, v.exceptional)
        });
        let w = factored_wronskian(&["sigmoid(x)", "tanh(x)", "1"], &none, shipped(), &limits);
        (equalities, format!("{w:?}"))
    };
    assert_eq!(run(), run());
}

/// Points come from fixed seeds.
#[test]
fn tests_of_rules_in_one_process() {
    let mut library = wronski::internals::rewrite::RuleLibrary::new();
    library
        .read("own", include_str!("../../examples/rules/gauss.toml"))
        .expect("a rule file");
    let run = || check_library(&library, Some(&TowerProver));
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

/// Certificates as files, byte by byte.
#[test]
fn certificates_from_process_to_process() {
    let directory = std::env::temp_dir().join(format!("wronski-bytes-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory");
    for (name, arguments) in [
        ("verify", vec!["verify", "softplus"]),
        (
            "independent",
            vec!["independent", "exp(x)", "exp(2*x)", "1"],
        ),
    ] {
        let bytes = [0, 1].map(|k| {
            let file = directory.join(format!("{name}-{k}.json"));
            let path = file.to_str().expect("UTF-8");
            let mut all = arguments.clone();
            all.extend(["--certificate", path]);
            output(&all);
            std::fs::read(&file).expect("the certificate")
        });
        assert!(!bytes[0].is_empty(), "{name}");
        assert_eq!(bytes[0], bytes[1], "{name}");
    }
    std::fs::remove_dir_all(&directory).expect("removed");
}

#[test]
fn from_process_to_process() {
    for arguments in [
        vec!["verify", "softplus", "--json"],
        vec!["verify", "swish(x, beta)", "--param", "beta", "--json"],
        vec!["verify", "gelu"],
        vec!["independent", "cosh(x)", "sinh(x)", "exp(x)", "--json"],
        vec!["wronskian", "sigmoid(x)", "tanh(x)", "1"],
        vec!["independent", "exp(x)", "exp(2*x)"],
        vec!["equal", "tanh(x)", "2*sigmoid(2*x) - 1"],
        vec!["equal", "tanh(x)", "2*sigmoid(2*x) - 1", "--json"],
        vec!["equal", "x", "softplus(x)"],
        vec!["rules", "check", "examples/rules"],
        vec!["verify", "log(x)"],
    ] {
        let first = output(&arguments);
        assert!(!first.0.is_empty() || !first.1.is_empty(), "{arguments:?}");
        assert_eq!(first, output(&arguments), "{arguments:?}");
    }
}

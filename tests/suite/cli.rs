//! The program as its users meet it: first lines, exit codes, JSON, files.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

struct Ended {
    code: i32,
    out: String,
    err: String,
}

fn wronski(arguments: &[&str]) -> Ended {
    wronski_with(arguments, &[("NO_COLOR", "1")])
}

fn wronski_with(arguments: &[&str], environment: &[(&str, &str)]) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(arguments)
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    Ended {
        code: output.status.code().expect("no signal"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// The exit code and the first line of standard output.
fn ends(arguments: &[&str], code: i32, first: &str) {
    let e = wronski(arguments);
    assert_eq!(e.code, code, "{arguments:?}: {}{}", e.out, e.err);
    assert_eq!(e.out.lines().next(), Some(first), "{arguments:?}");
}

/// Standard output is one JSON object on one line, and nothing else.
fn json(arguments: &[&str]) -> (i32, Value) {
    let e = wronski(arguments);
    let lines = e.out.lines().count();
    assert_eq!(lines, 1, "{arguments:?}: {}", e.out);
    let value: Value = serde_json::from_str(&e.out).expect("JSON");
    assert!(value.is_object(), "{arguments:?}");
    (e.code, value)
}

#[test]
fn verify_says_the_verdict_first() {
    ends(&["verify", "sigmoid"], 0, "sigmoid: all 7 claims proved");
    ends(
        &["verify", "softplus"],
        1,
        "softplus: 4 proved, 3 refuted (assumption-2/claim-2/differential, lemma-3, gradient-3)",
    );
    ends(
        &["verify", "tanh"],
        1,
        "tanh: 6 proved, 1 refuted (lemma-3)",
    );
    ends(
        &["verify", "relu", "--assumption", "1"],
        1,
        "relu: 0 proved, 2 refuted (analytic, assumption-1)",
    );
    let e = wronski(&["verify", "sin(x) + sin(x + sqrt(2))"]);
    assert_eq!(e.code, 3);
    assert!(
        e.out
            .starts_with("sin(x) + sin(x + sqrt(2)): 1 proved, 6 undecided ("),
        "{}",
        e.out
    );
}

#[test]
fn verify_decides_what_is_asked_for() {
    let ids = |arguments: &[&str]| -> Vec<String> {
        let (_, v) = json(arguments);
        let claims = v["claims"].as_array().expect("claims");
        claims
            .iter()
            .map(|c| c["id"].as_str().expect("an id").to_string())
            .collect()
    };
    let all = [
        "analytic",
        "assumption-1",
        "assumption-2/claim-1",
        "assumption-2/claim-2/field",
        "assumption-2/claim-2/differential",
        "lemma-3",
        "gradient-3",
    ];
    assert_eq!(
        ids(&["verify", "softplus", "--json", "--assumption", "1"]),
        all[..2]
    );
    assert_eq!(
        ids(&["verify", "softplus", "--json", "--assumption", "2"]),
        all[..5]
    );
    assert_eq!(ids(&["verify", "--json", "softplus"]), all);
    // The exit code speaks of the claims asked for.
    assert_eq!(
        wronski(&["verify", "softplus", "--assumption", "1"]).code,
        0
    );
    assert_eq!(
        wronski(&["verify", "softplus", "--assumption", "2"]).code,
        1
    );
}

#[test]
fn parameters_are_generic_or_have_a_value() {
    let (code, v) = json(&["verify", "x*sigmoid(beta*x)", "--param", "beta", "--json"]);
    assert_eq!(code, 0);
    assert_eq!(v["activation"]["parameters"]["beta"], "symbolic");
    assert_eq!(v["claims"][1]["exceptional"][0]["equation"], "beta = 0");
    let (code, v) = json(&["verify", "x*sigmoid(beta*x)", "--param", "beta=0", "--json"]);
    assert_eq!(code, 1);
    assert_eq!(v["activation"]["parameters"]["beta"], "0");
    assert_eq!(v["claims"][1]["verdict"], "refuted");
}

#[test]
fn notes_go_to_standard_error() {
    let e = wronski(&["verify", "gelu", "--assumption", "1"]);
    assert!(e.err.contains("note: gelu is the exact form"), "{}", e.err);
    assert!(!e.out.contains("note:"));
    assert!(
        wronski(&["verify", "jax::gelu", "--assumption", "1"])
            .err
            .is_empty()
    );
}

#[test]
fn independent_and_wronskian() {
    ends(
        &["independent", "exp(x)", "x", "1"],
        0,
        "independent: rank 3 of 3",
    );
    ends(
        &["independent", "softplus(x)", "softplus(-x)", "x"],
        1,
        "dependent: rank 2 of 3",
    );
    ends(&["independent", "-x", "x"], 1, "dependent: rank 1 of 2");
    ends(&["wronskian", "x", "x^2"], 0, "W = x^2");
    ends(&["wronskian", "x", "2*x"], 1, "W = 0");
    // Options may stand before, between and behind the functions.
    for arguments in [
        ["independent", "--json", "-x", "b*x", "--param", "b"],
        ["independent", "-x", "--json", "--param=b", "b*x", "1"],
        ["independent", "-x", "b*x", "--param", "b", "--json"],
    ] {
        let (code, v) = json(&arguments);
        assert_eq!((code, v["verdict"].as_str()), (1, Some("dependent")));
    }
    let (code, v) = json(&["wronskian", "x", "x^2", "--json"]);
    assert_eq!((code, v["verdict"].as_str()), (0, Some("nonzero")));
}

#[test]
fn a_failure_names_the_function_it_concerns() {
    let e = wronski(&["independent", "x", "log(x)"]);
    assert_eq!(e.code, 2);
    assert!(
        e.err.contains("W0203") && e.err.contains("log(x)"),
        "{}",
        e.err
    );
}

#[test]
fn equal() {
    ends(&["equal", "tanh(x)", "2*sigmoid(2*x) - 1"], 0, "equal");
    ends(&["equal", "x", "sin(x)"], 1, "different");
    let (code, v) = json(&["equal", "exp(x)", "exp(2*x)", "--json"]);
    assert_eq!((code, v["verdict"].as_str()), (1, Some("different")));
}

#[test]
fn rules_and_catalogue() {
    let e = wronski(&["rules", "list"]);
    assert_eq!(e.code, 0);
    assert!(e.out.lines().count() > 100);
    let (code, v) = json(&["rules", "list", "--json"]);
    assert_eq!((code, v["schema"].as_str()), (0, Some("wronski/rules")));
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules");
    let (code, v) = json(&["rules", "check", own.to_str().expect("UTF-8"), "--json"]);
    assert_eq!(
        (code, v["rules"].as_array().map(Vec::len)),
        (0, Some(2)),
        "{v}"
    );
    let e = wronski(&["rules", "check", "/nonexistent"]);
    assert_eq!(e.code, 2);
    assert!(e.err.contains("W0300"));
    let (code, v) = json(&["catalog", "--json"]);
    assert_eq!((code, v["schema"].as_str()), (0, Some("wronski/catalog")));
    assert!(wronski(&["catalog"]).out.contains("silu"));
}

#[test]
fn certificates_are_written_and_the_same_twice() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-gelu.json");
    let file = path.to_str().expect("UTF-8");
    let mut texts = vec![];
    for _ in 0..2 {
        assert_eq!(wronski(&["verify", "gelu", "--certificate", file]).code, 1);
        texts.push(fs::read_to_string(&path).expect("it was written"));
    }
    assert_eq!(texts[0], texts[1]);
    assert!(texts[0].contains("\"wronski/certificate\""));
    let e = wronski(&["verify", "gelu", "--certificate", "/nonexistent/c.json"]);
    assert_eq!(e.code, 2);
    assert!(e.err.contains("W0601"));
}

#[test]
fn certificates_are_checked() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-tanh.json");
    let file = path.to_str().expect("UTF-8");
    wronski(&["verify", "tanh", "--certificate", file]);
    ends(
        &["check", file],
        0,
        "valid: 7 claims re-derived from the file alone",
    );
    let (code, v) = json(&["check", file, "--json"]);
    assert_eq!((code, v["verdict"].as_str()), (0, Some("valid")));
    // The verdict of a refuted claim turned round.
    let text = fs::read_to_string(&path).expect("it was written");
    let forged = text.replace("\"refuted\"", "\"proved\"");
    assert_ne!(text, forged);
    fs::write(&path, forged).expect("writable");
    ends(&["check", file], 1, "invalid (W0505)");
    let (code, v) = json(&["check", file, "--json"]);
    assert_eq!((code, v["verdict"].as_str()), (1, Some("invalid")));
    fs::write(&path, "{}").expect("writable");
    ends(&["check", file], 1, "invalid (W0501)");
    let e = wronski(&["check", "/nonexistent"]);
    assert_eq!(e.code, 2);
    assert!(e.err.contains("W0602"), "{}", e.err);
}

#[test]
fn failures_with_json_are_one_object_as_well() {
    for text in ["", "log(x)", "x^(10^9)"] {
        let (code, v) = json(&["verify", text, "--json"]);
        assert!(code == 2 || code == 3);
        assert_eq!(v["schema"], "wronski/error");
    }
}

#[test]
fn usage() {
    let e = wronski(&["--help"]);
    assert_eq!(e.code, 0);
    for verb in [
        "verify",
        "independent",
        "wronskian",
        "equal",
        "check",
        "rules",
        "catalog",
    ] {
        assert!(e.out.contains(verb), "{verb} is not in the help");
        let e = wronski(&[verb, "--help"]);
        assert_eq!(e.code, 0, "{verb}");
        assert!(e.out.contains("Usage: wronski"), "{verb}: {}", e.out);
    }
    assert_eq!(
        wronski(&["--version"]).out.trim(),
        concat!("wronski ", env!("CARGO_PKG_VERSION"))
    );
    for wrong in [
        &[][..],
        &["verfy"],
        &["verify"],
        &["verify", "x", "--assumption", "3"],
    ] {
        let e = wronski(wrong);
        assert_eq!(e.code, 2, "{wrong:?}");
        assert!(e.out.is_empty() && !e.err.is_empty(), "{wrong:?}");
    }
}

#[test]
fn no_colour_where_none_is_wanted() {
    // Standard output is no terminal here, so there is no colour either way.
    for environment in [
        &[("NO_COLOR", "1")][..],
        &[("NO_COLOR", "")],
        &[("TERM", "xterm-256color")],
    ] {
        for arguments in [&["verify", "sigmod"][..], &["verify", "tanh"], &["--help"]] {
            let e = wronski_with(arguments, environment);
            assert!(
                !e.out.contains('\u{1b}') && !e.err.contains('\u{1b}'),
                "{arguments:?}"
            );
        }
    }
}

#[test]
fn snapshots_of_what_people_read() {
    let snapshots: [(&str, &[&str]); 6] = [
        ("verify_sigmoid", &["verify", "sigmoid"]),
        ("verify_softplus", &["verify", "softplus"]),
        (
            "verify_swish",
            &["verify", "x*sigmoid(beta*x)", "--param", "beta"],
        ),
        ("wronskian_b2_tanh", &["wronskian", "B2(tanh)"]),
        ("unknown_name", &["verify", "sigmod(x)"]),
        ("not_defined", &["verify", "x*log(1 + x)"]),
    ];
    for (name, arguments) in snapshots {
        let e = wronski(arguments);
        let text = format!("exit code {}\n{}{}", e.code, e.out, e.err);
        insta::assert_snapshot!(name, text);
    }
}

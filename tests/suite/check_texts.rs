//! A certificate says nothing that nobody proved: every text in it is re-derived or looked up, or the file is
//! refused; and the checker's answer is one of four words.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use wronski::internals::certificate::Certificate;
use wronski::internals::check::{Answer, Failure, check, examine};
use wronski::internals::expr::Parameters;
use wronski::internals::expr::rules::stated_rule;
use wronski::internals::pipeline::{Assumptions, Limits, independent, verify};
use wronski::internals::rewrite::{RuleLibrary, shipped};

fn certificate(text: &str, parameters: &[&str]) -> Certificate {
    let mut declared = Parameters::new();
    for p in parameters {
        declared.declare(p).expect("a declaration");
    }
    let limits = Limits::default();
    verify(text, &declared, shipped(), &limits, Assumptions::One)
        .expect("an activation")
        .certificate()
}

fn tree(c: &Certificate) -> Value {
    serde_json::to_value(c).expect("JSON")
}

/// The answer, and the reason where there is one.
fn answer(text: &str) -> (Answer, String) {
    let found = examine(text);
    let why = found
        .outcome
        .as_ref()
        .err()
        .map(|r| format!("{}: {}", r.code, r.failure));
    (found.answer(), why.unwrap_or_default())
}

fn refused(c: &Value, words: &str) {
    let (answer, why) = answer(&c.to_string());
    assert_eq!(answer, Answer::Invalid, "{why}");
    assert!(why.contains(words), "{why}\ndoes not say: {words}");
}

#[test]
fn a_text_beside_the_data_is_refused() {
    let good = tree(&certificate("gelu", &[]));
    assert_eq!(answer(&good.to_string()).0, Answer::Valid);
    for (place, key) in [
        ("", "generator"),
        ("", "notes"),
        ("/functions/0", "input"),
        ("/functions/0", "note"),
        ("/tower", "remark"),
        ("/tower/variables/0", "remark"),
        ("/tower/variables/2", "because"),
        ("/claims/0", "because"),
        ("/claims/1", "source"),
        ("/claims/0/evidence", "because"),
        ("/claims/1/evidence", "sentence"),
        ("/claims/1/evidence/alternant", "note"),
    ] {
        let mut c = good.clone();
        c.pointer_mut(place)
            .unwrap_or_else(|| panic!("{place}"))
            .as_object_mut()
            .unwrap_or_else(|| panic!("{place}"))
            .insert(key.into(), json!("tanh (torch.nn.Tanh)"));
        refused(&c, "W0501");
    }
    let found = examine(&good.to_string());
    let about = found.about.expect("it is readable");
    assert_eq!(about.functions, ["gelu(x)"]);
}

#[test]
fn a_step_cites_a_shipped_rule_that_fits() {
    let c = certificate("x*(1 + tanh(x/2))/2", &[]);
    let good = tree(&c);
    let (found, why) = answer(&good.to_string());
    assert_eq!(found, Answer::Valid, "{why}");
    let steps = good["functions"][0]["steps"].as_array().expect("steps");
    assert!(steps.len() > 1, "{steps:?}");
    for (i, step) in steps.iter().enumerate() {
        let rule = step["rule"].as_str().expect("a name");
        assert!(
            rule == "arithmetic" || stated_rule(rule).is_some(),
            "{rule}"
        );
        let at = format!("/functions/0/steps/{i}");
        let change = |pointer: &str, value: Value| {
            let mut c = good.clone();
            *c.pointer_mut(&format!("{at}{pointer}")).expect("there") = value;
            c
        };
        refused(
            &change("/rule", json!("cybenko-1989")),
            "there is no shipped rule",
        );
        refused(
            &change(
                "/forward",
                json!(!step["forward"].as_bool().expect("a flag")),
            ),
            "W0504",
        );
        refused(&change("/substitution", json!({ "?zz": "x" })), "W0504");
        refused(&change("/position", json!([7, 7])), "W0504");
        refused(&change("/after", json!("x")), "W0504");
        for text in ["source", "lhs", "conditions"] {
            let mut c = good.clone();
            c.pointer_mut(&at).expect("there")[text] = json!("Cybenko 1989, Theorem 1");
            refused(&c, "W0501");
        }
    }
    // Arithmetic is that of numbers.
    let mut c = good.clone();
    c["functions"][0]["steps"][0] = json!({ "rule": "arithmetic", "forward": true, "position": [], "substitution":
        { "?a": good["functions"][0]["expression"], "?b": "x" }, "after": "x" });
    refused(&c, "no term of exact numbers");
}

#[test]
fn numbers_that_become_functions_on_the_way() {
    for text in [
        "cosh(x-x)*x",
        "sinh(log(2)-log(2))+x",
        "x*cosh(2*x-2*x)^2/3",
        "diff(tanh(x)^2)",
    ] {
        let (found, why) = answer(&tree(&certificate(text, &[])).to_string());
        assert_eq!(found, Answer::Valid, "{text}: {why}");
    }
}

#[test]
fn a_step_without_a_tower_is_refused() {
    // Nothing could confirm what `max(?x, 0)` becomes.
    let mut c = tree(&certificate("relu", &[]));
    assert_eq!(c["functions"][0]["steps"], json!([]));
    let step = json!({ "rule": "max-is-first", "forward": true, "position": [], "substitution": { "?x": "x" }, "after": "x" });
    c["functions"][0]["steps"] = json!([step]);
    refused(&c, "without a tower");
    let step = json!({ "rule": "definition:relu", "forward": true, "position": [], "substitution": { "?x": "x" }, "after": "max(x, 0)" });
    c["functions"][0]["steps"] = json!([step]);
    refused(&c, "without a tower");
}

#[test]
fn steps_of_rules_of_ones_own_are_left_out() {
    let mut library = RuleLibrary::new();
    library
        .read(
            "own",
            "[[rule]]\nname = \"own-split\"\nlhs = \"exp(?a + ?b)\"\nrhs = \"exp(?a)*exp(?b)\"\ntags = [\"simplify\"]\nvalid = \"everywhere\"\nsource = \"mine\"\n",
        )
        .expect("a rule");
    let v = verify(
        "exp(x + 1)",
        &Parameters::new(),
        &library,
        &Limits::default(),
        Assumptions::One,
    )
    .expect("an activation");
    let c = v.certificate();
    assert!(
        c.functions[0]
            .steps
            .iter()
            .all(|s| stated_rule(&s.rule).is_some() || s.rule == "arithmetic")
    );
    check(&c).expect("nothing rests on the steps");
}

/// A reason of an undecided claim.
fn a_limit() -> Value {
    json!({ "kind": "limit", "limit": "work", "value": 8_000_000 })
}

#[test]
fn nothing_decided_is_holey() {
    // abs(x)^3 has no tower, and that it is not analytic is no claim of `independent`.
    let mut c = tree(&certificate("tanh", &[]));
    for claim in c["claims"].as_array_mut().expect("claims") {
        let claim = claim.as_object_mut().expect("a claim");
        claim.insert("verdict".into(), json!("undecided"));
        claim.remove("evidence");
        claim.insert("reason".into(), a_limit());
    }
    let found = examine(&c.to_string());
    assert_eq!(found.answer(), Answer::Holey);
    assert_eq!(found.answer().exit_code(), 3);
    // One claim that is decided makes a difference, and the others are told as undecided.
    let mut one = tree(&certificate("tanh", &[]));
    let claim = one["claims"][1].as_object_mut().expect("a claim");
    claim.insert("verdict".into(), json!("undecided"));
    claim.remove("evidence");
    claim.insert("reason".into(), a_limit());
    let found = examine(&one.to_string());
    assert_eq!(found.answer(), Answer::Valid);
    assert_eq!(found.outcome.expect("a report").decided(), 1);
    // No sentence is read from a file.
    c["claims"][0]["because"] = json!("a theorem of Cybenko");
    refused(&c, "because");
}

#[test]
fn keys_that_stand_twice_are_refused_with_their_place() {
    let c = certificate("swish", &["beta"]);
    let text = c.to_json().expect("JSON");
    assert_eq!(answer(&text).0, Answer::Valid);
    assert!(
        c.functions[0]
            .steps
            .iter()
            .any(|s| !s.substitution.is_empty())
    );
    let mut tried = 0;
    // Every key of the file once more, in front of itself.
    for (at, _) in text.match_indices("\": ") {
        let start = text[..at].rfind('"').expect("a key");
        let key = &text[start..at + 1];
        let twice = format!("{}{key}: null, {}", &text[..start], &text[start..]);
        let (found, why) = answer(&twice);
        assert_eq!(found, Answer::Invalid);
        let name = key.trim_matches('"');
        assert!(
            why.contains(&format!("the key `{name}` stands twice in the object at")),
            "{why}"
        );
        assert!(why.contains("line"), "{why}");
        tried += 1;
        if tried == 300 {
            break;
        }
    }
    assert!(tried > 50, "{tried}");
}

#[test]
fn version_1_is_refused_by_name() {
    for text in [
        r#"{ "schema": "wronski/certificate", "version": 1, "generator": "wronski 0.1.0" }"#,
        r#"{ "schema": "wronski/minimum", "version": 1, "kind": "saddle" }"#,
    ] {
        let (found, why) = answer(text);
        assert_eq!(found, Answer::Invalid);
        assert!(
            why.contains("version 1 is not") && why.contains("version 2"),
            "{why}"
        );
    }
}

#[test]
fn parameters_are_names() {
    let good = tree(&certificate("swish", &["beta"]));
    for (value, words) in [
        (json!(["beta", "beta"]), "W0502"),
        (json!(["beta", "alpha"]), "W0502"),
        (json!(["beta=2"]), "W0502"),
        (json!(["x"]), "W0502"),
        (json!({ "beta": "symbolic" }), "W0501"),
        (json!([]), "W050"),
    ] {
        let mut c = good.clone();
        c["parameters"] = value;
        refused(&c, words);
    }
    // A value stands in the function.
    let c = certificate("swish", &["beta=3/2"]);
    assert!(c.parameters.is_empty());
    assert_eq!(c.functions[0].expression, "swish(x, 3/2)");
}

#[test]
fn members_are_named_as_they_were_read() {
    let texts = ["silu( x )", "x*sigmoid(x)"];
    let v = independent(&texts, &Parameters::new(), shipped(), &Limits::default());
    let c = tree(&v.expect("a family").certificate());
    assert_eq!(
        c["claims"][0]["evidence"]["functions"],
        json!(["silu(x)", "x*sigmoid(x)"])
    );
    assert_eq!(answer(&c.to_string()).0, Answer::Valid);
}

#[test]
fn a_limit_is_named_and_says_nothing_of_the_file() {
    let mut c = certificate("tanh", &[]);
    let step = c.functions[0].steps[0].clone();
    c.functions[0].steps = vec![step; 5_001];
    let found = check(&c).expect_err("too many steps");
    assert!(
        matches!(
            found.failure,
            Failure::Limit {
                name: "the steps of a function",
                value: 5_000,
                ..
            }
        ),
        "{found}"
    );
    assert_eq!(answer(&c.to_json().expect("JSON")).0, Answer::Unable);
}

/// Runs the program; standard output, standard error, exit status.
fn wronski(arguments: &[&str]) -> (String, String, u8) {
    let (mut out, mut err) = (vec![], vec![]);
    let all: Vec<String> = std::iter::once("wronski")
        .chain(arguments.iter().copied())
        .map(String::from)
        .collect();
    let code = wronski::internals::cli::run(&all, &mut out, &mut err, false);
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(out), text(err), code)
}

fn written(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("writable");
    path
}

#[test]
fn what_a_certificate_is_about_is_compared() {
    let path = written(
        "texts-swish.json",
        &certificate("swish", &["beta"]).to_json().expect("JSON"),
    );
    let file = path.to_str().expect("UTF-8");
    let (out, _, code) = wronski(&["check", file]);
    assert_eq!(code, 0);
    assert!(
        out.starts_with("valid: 2 claims")
            && out.contains("sigma(x) = swish(x, beta)")
            && out.contains("parameters beta"),
        "{out}"
    );
    for (asked, code, words) in [
        ("swish(x, beta)", 0, "valid"),
        ("x*sigmoid(beta*x)", 0, "valid"),
        ("tanh", 1, "invalid (W0514)"),
        ("x*sigmoid(x)", 1, "their values differ"),
        // The same function: not found out here, and told so.
        ("x/(1 + exp(-beta*x))", 3, "unable (W0514)"),
    ] {
        let (out, err, found) = wronski(&["check", file, "--for", asked]);
        assert_eq!(found, code, "{asked}: {out}{err}");
        assert!(out.contains(words), "{asked}: {out}");
    }
    let (_, _, code) = wronski(&["check", file, "--for", "swish", "--param", "beta=2"]);
    assert_eq!(code, 1);
    let (out, _, code) = wronski(&["check", file, "--for", "x", "--for", "swish"]);
    assert!(
        code == 1 && out.contains("about 1 function, not 2"),
        "{out}"
    );
    let (out, _, code) = wronski(&["check", file, "--widths", "1,4,1"]);
    assert!(code == 1 && out.contains("about no network"), "{out}");
    let (_, err, code) = wronski(&["check", file, "--for", "tanh("]);
    assert!(code == 2 && !err.is_empty());
}

#[cfg(feature = "numeric")]
#[test]
fn networks_and_data_are_compared() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/minima/bad.json");
    let good = "1,-1/3\n2,0.8\n3,59/36\n";
    let same = written("texts-data.csv", &format!("x1,y1\n{good}"));
    let exact = written(
        "texts-data.json",
        r#"{"inputs": [["1"], ["2"], ["3"]], "targets": [["-1/3"], ["0.8"], ["59/36"]]}"#,
    );
    let other = written("texts-other.csv", "1,-1/3\n2,0.8\n3,59/37\n");
    let fewer = written("texts-fewer.csv", "1,-1/3\n2,0.8\n");
    let text = |p: &PathBuf| p.to_str().expect("UTF-8").to_string();
    let (out, _, code) = wronski(&["check", file]);
    assert!(
        code == 0
            && out.contains("network 1,2,1, without biases")
            && out.contains("data 3 samples, sha256 "),
        "{out}"
    );
    // `printf '1;-1/3\n2;4/5\n3;59/36\n' | sha256sum`
    assert!(
        out.contains("8f0365866584971b7ac7839f1b35bb504e163b74fe74a820f96cbb53ee908b61"),
        "{out}"
    );
    for (arguments, code, words) in [
        (
            vec![
                "--widths".to_string(),
                "1,2,1".into(),
                "--for".into(),
                "sigmoid".into(),
            ],
            0,
            "valid",
        ),
        (
            vec!["--widths".into(), "1,4,1".into()],
            1,
            "its widths are 1,2,1, not 1,4,1",
        ),
        (vec!["--data".into(), text(&same)], 0, "valid"),
        (vec!["--data".into(), text(&exact)], 0, "valid"),
        (
            vec!["--data".into(), text(&other)],
            1,
            "its data set has the hash",
        ),
        (
            vec!["--data".into(), text(&fewer)],
            1,
            "it has 3 samples, not 2",
        ),
        (vec!["--for".into(), "tanh".into()], 1, "not about tanh"),
    ] {
        let mut all = vec!["check", file];
        all.extend(arguments.iter().map(String::as_str));
        let (out, err, found) = wronski(&all);
        assert_eq!(found, code, "{arguments:?}: {out}{err}");
        assert!(out.contains(words), "{arguments:?}: {out}");
    }
}

#[cfg(feature = "numeric")]
#[test]
fn a_linear_piece_proves_nothing_of_the_activation() {
    let text = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/minima/linear.json"
    ))
    .expect("a file");
    let good: Value = serde_json::from_str(&text).expect("JSON");
    let found = examine(&text);
    assert_eq!(found.answer(), Answer::Valid);
    let claims = found.outcome.expect("a report").claims;
    assert!(claims.iter().all(|c| c.id != "activation"), "{claims:?}");
    // With the claims, of which `analytic` is refuted.
    let mut c = good.clone();
    c["activation"]["claims"] = tree(&certificate("relu", &[]));
    let found = examine(&c.to_string());
    let claims = found.outcome.expect("a report").claims;
    assert!(claims.iter().all(|c| c.id != "activation"), "{claims:?}");
    for mut c in [good, c] {
        c["activation"]["verified"] = json!(true);
        refused(&c, "W0507");
        c["activation"]["verified"] = json!(false);
        c["because"] = json!("every local minimum is global");
        refused(&c, "W0501");
    }
}

//! The JSON that the program writes against docs/schema, by a small validator for the keywords that
//! the schemas use. A keyword that it does not know is a failure of the test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn schema(name: &str) -> Value {
    let path = root().join(format!("docs/schema/{name}.schema.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

const ANNOTATIONS: [&str; 5] = ["$schema", "$id", "$defs", "title", "description"];

/// All violations of `schema` by `value`; `at` is the path to the value.
fn violations(top: &Value, schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    let Some(keywords) = schema.as_object() else {
        assert!(schema.is_boolean(), "{at}: a schema is an object or a bool");
        if schema == &Value::Bool(false) {
            out.push(format!("{at}: nothing is allowed here"));
        }
        return;
    };
    for (keyword, want) in keywords {
        match keyword.as_str() {
            k if ANNOTATIONS.contains(&k) => {}
            "$ref" => {
                let name = want
                    .as_str()
                    .and_then(|r| r.strip_prefix("#/$defs/"))
                    .unwrap_or_else(|| panic!("unknown reference {want}"));
                let target = &top["$defs"][name];
                assert!(!target.is_null(), "no definition {name}");
                violations(top, target, value, at, out);
            }
            "type" => {
                let names: Vec<&str> = match want {
                    Value::Array(a) => a.iter().filter_map(Value::as_str).collect(),
                    one => one.as_str().into_iter().collect(),
                };
                if !names.iter().any(|t| is_type(value, t)) {
                    out.push(format!("{at}: not of type {want}: {value}"));
                }
            }
            "const" => {
                if value != want {
                    out.push(format!("{at}: {value} is not {want}"));
                }
            }
            "enum" => {
                if !want.as_array().expect("a list").contains(value) {
                    out.push(format!("{at}: {value} is none of {want}"));
                }
            }
            "minimum" => {
                if value
                    .as_i64()
                    .is_some_and(|v| v < want.as_i64().expect("an integer"))
                {
                    out.push(format!("{at}: {value} is less than {want}"));
                }
            }
            "maximum" => {
                if value
                    .as_i64()
                    .is_some_and(|v| v > want.as_i64().expect("an integer"))
                {
                    out.push(format!("{at}: {value} is greater than {want}"));
                }
            }
            "minItems" | "maxItems" => {
                let n = want.as_u64().expect("a count") as usize;
                let wrong = value.as_array().is_some_and(|a| {
                    if keyword == "minItems" {
                        a.len() < n
                    } else {
                        a.len() > n
                    }
                });
                if wrong {
                    out.push(format!("{at}: {keyword} is {n}"));
                }
            }
            "pattern" => {
                // The patterns that are in use: decimal digits, rational numbers, intervals.
                let fits: fn(&str) -> bool = match want.as_str().expect("a text") {
                    "^[0-9]+$" => digits,
                    "^-?[0-9]+(/[0-9]+)?$" => rational,
                    "^[\\[(](-inf|-?[0-9]+(/[0-9]+)?), (inf|-?[0-9]+(/[0-9]+)?)[\\])]$" => interval,
                    _ => panic!("unknown pattern {want}"),
                };
                if !value.as_str().is_none_or(fits) {
                    out.push(format!("{at}: {value} does not fit {want}"));
                }
            }
            "items" => {
                for (i, v) in value.as_array().into_iter().flatten().enumerate() {
                    violations(top, want, v, &format!("{at}/{i}"), out);
                }
            }
            "required" => {
                for name in want.as_array().expect("a list") {
                    let name = name.as_str().expect("a name");
                    if value.as_object().is_some_and(|o| !o.contains_key(name)) {
                        out.push(format!("{at}: {name} is missing"));
                    }
                }
            }
            "properties" => {
                for (name, s) in want.as_object().expect("an object") {
                    if let Some(v) = value.get(name) {
                        violations(top, s, v, &format!("{at}/{name}"), out);
                    }
                }
            }
            "additionalProperties" => {
                let known = keywords.get("properties").and_then(Value::as_object);
                for (name, v) in value.as_object().into_iter().flatten() {
                    if !known.is_some_and(|k| k.contains_key(name)) {
                        violations(top, want, v, &format!("{at}/{name}"), out);
                    }
                }
            }
            "oneOf" => {
                let results: Vec<Vec<String>> = want
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|s| {
                        let mut found = vec![];
                        violations(top, s, value, at, &mut found);
                        found
                    })
                    .collect();
                let fitting = results.iter().filter(|r| r.is_empty()).count();
                if fitting != 1 {
                    let reasons: Vec<_> = results.into_iter().filter(|r| !r.is_empty()).collect();
                    out.push(format!("{at}: {fitting} alternatives fit: {reasons:?}"));
                }
            }
            other => panic!("{at}: the validator does not know the keyword {other}"),
        }
    }
}

fn digits(s: &str) -> bool {
    !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit())
}

fn rational(s: &str) -> bool {
    let s = s.strip_prefix('-').unwrap_or(s);
    match s.split_once('/') {
        Some((up, down)) => digits(up) && digits(down),
        None => digits(s),
    }
}

fn interval(s: &str) -> bool {
    let inside = s
        .strip_prefix(['[', '('])
        .and_then(|s| s.strip_suffix([']', ')']));
    let Some((low, high)) = inside.and_then(|s| s.split_once(", ")) else {
        return false;
    };
    (low == "-inf" || rational(low)) && (high == "inf" || rational(high))
}

fn is_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("unknown type {other}"),
    }
}

fn check(name: &str, value: &Value) -> Vec<String> {
    let schema = schema(name);
    let mut out = vec![];
    violations(&schema, &schema, value, "", &mut out);
    out
}

fn assert_valid(name: &str, value: &Value) {
    let found = check(name, value);
    assert!(found.is_empty(), "{name}: {}", found.join("\n"));
}

fn wronski(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(arguments)
        .output()
        .expect("the program runs");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| {
        panic!(
            "{arguments:?}: {e}: {}",
            String::from_utf8_lossy(&output.stdout)
        )
    })
}

/// Runs with `--json` and a certificate; both outputs.
fn with_certificate(arguments: &[&str], file: &str) -> (Value, Value) {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
    let mut all = arguments.to_vec();
    all.extend(["--json", "--certificate", path.to_str().expect("UTF-8")]);
    let json = wronski(&all);
    let text = fs::read_to_string(&path).expect("the certificate was written");
    (json, serde_json::from_str(&text).expect("JSON"))
}

const ACTIVATIONS: [&[&str]; 28] = [
    &["(1+x^2)^(1/18)"],
    &["cbrt(x)"],
    &["x*log(10^60+7)"],
    &["where(x>0, x^x, 1)"],
    &["abs(sin(x)*x+exp(x)-2)"],
    &["log(2)*x+log(3)*exp(x)"],
    &["sigmoid"],
    &["tanh"],
    &["softplus"],
    &["gelu"],
    &["mish"],
    &["jax::gelu"],
    &["x*sigmoid(beta*x)", "--param", "beta"],
    &["swish(x, b)", "--param", "b=3/2"],
    &["relu"],
    &["hard_shrink"],
    &["elu(x, a)", "--param", "a"],
    &["sqrt(x^2)"],
    &["where(x^2 > 2, x, 0)"],
    &["where(x >= 0, where(x <= 0, 5, x), x)", "--assumption", "1"],
    &["identity", "--assumption", "1"],
    &["max(x, 0) + min(x, 0)", "--assumption", "1"],
    &["sin(x)"],
    &["5"],
    &["softplus", "--assumption", "2"],
    &["tanh", "--claim", "class-a"],
    &["relu", "--claim", "class-a"],
    &["softplus(b*x)", "--param", "b", "--claim", "class-a"],
];

#[test]
fn verify_and_its_certificates() {
    for (i, arguments) in ACTIVATIONS.iter().enumerate() {
        let mut all = vec!["verify"];
        all.extend(*arguments);
        let (json, certificate) = with_certificate(&all, &format!("schema-verify-{i}.json"));
        assert_valid("verify", &json);
        assert_valid("certificate", &certificate);
    }
}

#[test]
fn answers_of_the_checker() {
    let (_, certificate) = with_certificate(&["verify", "relu"], "schema-check.json");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schema-checked.json");
    let file = path.to_str().expect("UTF-8");
    let mut holey = certificate.clone();
    for claim in holey["claims"].as_array_mut().expect("claims") {
        claim["verdict"] = "undecided".into();
        claim.as_object_mut().expect("a claim").remove("evidence");
        claim["reason"] =
            serde_json::json!({ "kind": "limit", "limit": "work", "value": 8_000_000 });
    }
    let mut invalid = certificate.clone();
    invalid["claims"][0]["verdict"] = "proved".into();
    let mut unable = certificate.clone();
    let names: Vec<String> = (100..201).map(|i| format!("a{i}")).collect();
    unable["parameters"] = names.into();
    for (verdict, document) in [
        ("valid", certificate),
        ("holey", holey),
        ("invalid", invalid),
        ("unable", unable),
    ] {
        fs::write(&path, document.to_string()).expect("written");
        let answer = wronski(&["check", file, "--json"]);
        assert_eq!(answer["verdict"], verdict, "{answer}");
        assert_valid("check", &answer);
    }
    #[cfg(feature = "numeric")]
    {
        let minimum = root().join("tests/minima/bad.json");
        let answer = wronski(&["check", minimum.to_str().expect("UTF-8"), "--json"]);
        assert_eq!(answer["about"]["data"]["samples"], 3);
        assert_valid("check", &answer);
    }
}

#[test]
fn the_catalogue() {
    assert_valid("catalog", &wronski(&["catalog", "--json"]));
}

#[test]
fn independent_and_its_certificates() {
    let families: [&[&str]; 6] = [
        &["log(2)*x", "log(3)*x"],
        &["softplus(x)", "softplus(-x)", "x"],
        &["exp(x)", "exp(2*x)", "1"],
        &["sin(x)", "cos(x)", "x"],
        &["tan(sin(x))", "x"],
        &["0"],
    ];
    for (i, family) in families.iter().enumerate() {
        let mut all = vec!["independent"];
        all.extend(*family);
        let (json, certificate) = with_certificate(&all, &format!("schema-independent-{i}.json"));
        assert_valid("independent", &json);
        assert_valid("certificate", &certificate);
    }
}

#[test]
fn chains() {
    let cases: [&[&str]; 6] = [
        &["softplus", "--layers", "3"],
        &["erf(x)", "--layers", "3", "--base", "w1=1/2"],
        &["relu", "--layers", "2"],
        &["tan(sin(x))", "--layers", "2"],
        &["x*sigmoid(beta*x)", "--layers", "2", "--param", "beta"],
        &["sigmoid", "--layers", "3", "--base", "w2=0"],
    ];
    for case in cases {
        let mut all = vec!["chain"];
        all.extend(case);
        all.push("--json");
        assert_valid("chain", &wronski(&all));
    }
}

#[test]
fn lines_of_a_file() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schema-batch.txt");
    fs::write(&path, b"sigmoid\nsigmod\n\xFF\nrelu\n").expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(["verify", "--file", path.to_str().expect("UTF-8")])
        .output()
        .expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let names = ["verify", "error", "error", "verify"];
    assert_eq!(text.lines().count(), names.len());
    for (name, line) in names.into_iter().zip(text.lines()) {
        assert_valid(name, &serde_json::from_str(line).expect("JSON"));
    }
}

#[test]
fn errors() {
    for text in ["", "log(x)", "x^(10^9)", "sigmod(x)"] {
        assert_valid("error", &wronski(&["verify", text, "--json"]));
    }
}

/// Every object in a document, as a path of keys and indices.
fn objects(value: &Value, at: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(o) => {
            out.push(at.clone());
            for (k, v) in o {
                at.push(k.clone());
                objects(v, at, out);
                at.pop();
            }
        }
        Value::Array(a) => {
            for (i, v) in a.iter().enumerate() {
                at.push(i.to_string());
                objects(v, at, out);
                at.pop();
            }
        }
        _ => {}
    }
}

fn pointer(path: &[String]) -> String {
    path.iter()
        .map(|p| format!("/{}", p.replace('~', "~0").replace('/', "~1")))
        .collect()
}

#[test]
fn the_schemas_refuse_unknown_and_missing_fields() {
    let (json, certificate) = with_certificate(&["verify", "softplus"], "schema-mutated.json");
    // Maps with free keys hold strings only, so that an unknown number is refused there as well.
    let optional = [
        "exceptional",
        "relation",
        "level_of_sigma",
        "alternant",
        "evidence",
        "facts",
        "of",
    ];
    let chain = wronski(&["chain", "erf(x)", "--layers", "2", "--json"]);
    for (name, document) in [
        ("verify", json),
        ("certificate", certificate),
        ("chain", chain),
    ] {
        let mut paths = vec![];
        objects(&document, &mut vec![], &mut paths);
        assert!(paths.len() > 5);
        for path in paths {
            let mut more = document.clone();
            let object = more.pointer_mut(&pointer(&path)).expect("it is there");
            let keys: Vec<String> = object
                .as_object()
                .expect("an object")
                .keys()
                .cloned()
                .collect();
            object["unknown"] = 7.into();
            assert!(
                !check(name, &more).is_empty(),
                "{name}{}: unknown field",
                pointer(&path)
            );
            let free = path
                .last()
                .is_some_and(|l| l == "substitution" || l == "parameters");
            for key in keys {
                if free || optional.contains(&key.as_str()) {
                    continue;
                }
                let mut less = document.clone();
                let object = less.pointer_mut(&pointer(&path)).expect("it is there");
                object
                    .as_object_mut()
                    .expect("an object")
                    .shift_remove(&key);
                assert!(
                    !check(name, &less).is_empty(),
                    "{name}{}: no {key}",
                    pointer(&path)
                );
            }
        }
    }
}

#[cfg(feature = "numeric")]
#[test]
fn certificates_of_minima_follow_the_schema() {
    let directory = root().join("tests/minima");
    let mut names: Vec<PathBuf> = fs::read_dir(directory)
        .expect("a directory")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|x| x == "json"))
        .collect();
    names.sort();
    assert!(names.len() > 5);
    for path in names {
        let text = fs::read_to_string(&path).expect("a file");
        assert_valid("minimum", &serde_json::from_str(&text).expect("JSON"));
    }
    for (i, arguments) in [
        &["construct", "tanh", "--widths", "1,2,1", "--samples", "8"][..],
        &["construct", "relu", "--widths", "1,2,1"],
        &["construct", "erf", "--widths", "1,2,1"],
    ]
    .iter()
    .enumerate()
    {
        let (_, written) = with_certificate(arguments, &format!("schema-minimum-{i}.json"));
        assert_valid("minimum", &written);
        if let claims @ Value::Object(_) = &written["activation"]["claims"] {
            assert_valid("certificate", claims);
        }
    }
}

#[test]
fn the_schema_of_minima_refuses_what_is_no_certificate() {
    let text = fs::read_to_string(root().join("tests/minima/bad.json")).expect("a file");
    let good: Value = serde_json::from_str(&text).expect("JSON");
    for (pointer, value) in [
        ("/kind", serde_json::json!("good")),
        ("/version", serde_json::json!(1)),
        ("/small/loss", serde_json::json!(["1"])),
        ("/small/radius", serde_json::json!(1)),
        ("/path/0/kind", serde_json::json!("ascent")),
        ("/wide/lemma", serde_json::json!("none")),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("there") = value;
        assert!(!check("minimum", &bad).is_empty(), "{pointer}");
    }
}

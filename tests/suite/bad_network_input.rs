//! Files with networks, data sets and weights that must be refused: the code, the place, and a bounded time.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use wronski::internals::error::Diagnostic;
use wronski::internals::pipeline::{
    MOST_SAMPLES, WIDEST_LAYER, read_data, read_network, read_weights,
};

/// A network of widths 2, 3, 1 with biases and four samples.
fn valid() -> Value {
    json!({
        "activation": "sigmoid",
        "parameters": {},
        "widths": [2, 3, 1],
        "biases": true,
        "loss": "sum_of_squares",
        "inputs": [[0, 0], ["1/2", 1], [0.25, -1], ["-3e-1", 2]],
        "targets": [[1], [0.5], ["1/3"], [2]],
        "weights": [
            { "W": [[1, 2], [3, "4/5"], [-5, 6.5]], "b": [0, 1, "-1/7"] },
            { "W": [[1, -1, 0.125]], "b": [2] }
        ],
        "about": { "anything": [null, { "goes": true }] }
    })
}

/// The valid file with another value at a place, which may be a new key.
fn with(pointer: &str, value: Value) -> String {
    let mut file = valid();
    if let Some(at) = file.pointer_mut(pointer) {
        *at = value;
        return file.to_string();
    }
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = file.pointer_mut(parent).expect("the parent is there");
    match parent {
        Value::Object(o) => drop(o.insert(key.to_string(), value)),
        Value::Array(a) => a.push(value),
        _ => panic!("{pointer} has no parent"),
    }
    file.to_string()
}

fn without(pointer: &str) -> String {
    let mut file = valid();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match file.pointer_mut(parent).expect("the parent is there") {
        Value::Object(o) => drop(o.remove(key)),
        Value::Array(a) => drop(a.remove(key.parse().expect("an index"))),
        _ => panic!("{pointer} has no parent"),
    }
    file.to_string()
}

/// The text of the valid file, something in it replaced.
fn replaced(from: &str, to: &str) -> String {
    let text = valid().to_string();
    assert!(text.contains(from), "{from} is not in {text}");
    text.replacen(from, to, 1)
}

/// Reads in bounded time, and checks what an error must look like.
fn refusal(json: &str) -> Option<Diagnostic> {
    let start = Instant::now();
    let answer = read_network(json);
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{} bytes",
        json.len()
    );
    let d = answer.err()?;
    assert_eq!(d.exit_code(), 2, "{d}");
    assert!(d.message.len() < 600, "{} characters: {d}", d.message.len());
    Some(d)
}

fn must_refuse(json: &str, code: &str, place: &str) {
    let Some(d) = refusal(json) else {
        panic!(
            "accepted, not {code} at {place}: {}",
            &json[..json.len().min(400)]
        );
    };
    let found = d.message.split(": ").next().unwrap_or_default();
    assert_eq!((d.code.as_str(), found), (code, place), "{d}");
    assert!(d.message.contains("column"), "{d}");
}

#[test]
fn the_valid_file_is_read_exactly() {
    let q = |text: &str| text.parse::<num_rational::BigRational>().expect("a number");
    let n = read_network(&valid().to_string()).expect("valid");
    assert_eq!(n.widths, [2, 3, 1]);
    assert_eq!(n.inputs[3], [q("-3/10"), q("2")]);
    assert_eq!(n.targets[2], [q("1/3")]);
    assert_eq!(n.weights.layers()[0].w[1], [q("3"), q("4/5")]);
    assert_eq!(
        n.weights.layers()[0].b,
        Some(vec![q("0"), q("1"), q("-1/7")])
    );
    assert_eq!(n.weights.layers()[1].w, [[q("1"), q("-1"), q("1/8")]]);
    // 0.1 is a double, "0.1" a tenth.
    let n = read_network(&with("/targets/0", json!([0.1]))).expect("valid");
    assert_eq!(n.targets[0], [q("3602879701896397/36028797018963968")]);
    let n = read_network(&with("/targets/0", json!(["0.1"]))).expect("valid");
    assert_eq!(n.targets[0], [q("1/10")]);
    let n = read_network(&with("/parameters/beta", json!("3/2"))).expect("valid");
    assert_eq!(n.parameters, [("beta".to_string(), q("3/2"))]);
    for optional in ["/about", "/parameters"] {
        read_network(&without(optional)).expect("valid");
    }
}

#[test]
fn wrong_keys() {
    for key in [
        "activation",
        "widths",
        "biases",
        "loss",
        "inputs",
        "targets",
        "weights",
    ] {
        must_refuse(&without(&format!("/{key}")), "W1003", "the document");
    }
    for pointer in [
        "/seed",
        "/Weights",
        "/wide",
        "/weights/0/bias",
        "/weights/1/w",
    ] {
        must_refuse(&with(pointer, json!(1)), "W1002", pointer);
    }
    must_refuse(&with("/a~1b", json!(1)), "W1002", "/a~01b");
    must_refuse(&without("/weights/1/W"), "W1003", "/weights/1");
    must_refuse(
        &replaced(r#""biases":true"#, r#""biases":true,"biases":false"#),
        "W1002",
        "/biases",
    );
    must_refuse(
        &replaced(r#""W":[[1,-1"#, r#""W":[[1,2,3]],"W":[[1,-1"#),
        "W1002",
        "/weights/1/W",
    );
    must_refuse(
        &with("/parameters", json!({"x": 1})),
        "W0119",
        "/parameters/x",
    );
    must_refuse(
        &with("/parameters", json!({"no name": 1})),
        "W0119",
        "/parameters/no name",
    );
    must_refuse(
        &replaced(r#""parameters":{}"#, r#""parameters":{"b":1,"b":2}"#),
        "W1002",
        "/parameters/b",
    );
}

#[test]
fn wrong_kinds() {
    for document in ["[]", "1", "null", "\"sigmoid\"", "true"] {
        must_refuse(document, "W1004", "the document");
    }
    for (pointer, value) in [
        ("/activation", json!(1)),
        ("/activation", json!(null)),
        ("/parameters", json!([])),
        ("/widths", json!("2,3,1")),
        ("/widths/1", json!("3")),
        ("/biases", json!("true")),
        ("/biases", json!(1)),
        ("/loss", json!(0)),
        ("/inputs", json!({"0": [1, 2]})),
        ("/inputs/1", json!(0.5)),
        ("/inputs/1/0", json!(null)),
        ("/inputs/1/0", json!(true)),
        ("/inputs/1/0", json!([1])),
        ("/targets/3", json!(2)),
        ("/weights", json!({})),
        ("/weights/0", json!([[1, 2]])),
        ("/weights/0/W", json!(1)),
        ("/weights/0/W/2", json!("1,2")),
        ("/weights/0/W/2/1", json!({"re": 1, "im": 0})),
        ("/weights/1/b", json!(null)),
    ] {
        must_refuse(&with(pointer, value), "W1004", pointer);
    }
}

#[test]
fn wrong_numbers() {
    for text in [
        "nan",
        "NaN",
        "inf",
        "-Infinity",
        "",
        " ",
        "one",
        "1/0",
        "0/0",
        "1//2",
        "1,5",
        "0x10",
        "1e",
        "+1",
        "--1",
        "1 / 2",
        "1e401",
        "1e999999999",
        "1e-999999999",
        "٣",
        "∞",
        "1_000",
        ".5",
        "5.",
        "i",
        "pi",
        "1\u{0}",
    ] {
        must_refuse(&with("/inputs/3/0", json!(text)), "W1005", "/inputs/3/0");
    }
    must_refuse(
        &with("/weights/0/b/2", json!("1".repeat(1001))),
        "W1005",
        "/weights/0/b/2",
    );
    must_refuse(
        &with("/parameters", json!({"beta": "nan"})),
        "W1005",
        "/parameters/beta",
    );
    must_refuse(&with("/activation", json!(" ")), "W1005", "/activation");
    for number in [
        "1e999",
        "-1e999",
        "1e999999999999",
        "1.8e308",
        &"9".repeat(400),
        &"1".repeat(1001),
    ] {
        let text = replaced("0.25,-1", &format!("{number},-1"));
        must_refuse(&text, "W1005", "/inputs/2/0");
    }
    for count in ["1.5", "-1", "1e2", "1000000000000000000000"] {
        must_refuse(
            &replaced("[2,3,1]", &format!("[2,{count},1]")),
            "W1005",
            "/widths/1",
        );
    }
}

#[test]
fn wrong_shapes() {
    for (json, code, place) in [
        (with("/widths", json!([])), "W1008", "/widths"),
        (with("/widths", json!([2])), "W1008", "/widths"),
        (with("/widths", json!([2, 1])), "W1008", "/widths"),
        (with("/widths", json!([2, 0, 1])), "W1008", "/widths/1"),
        (with("/widths", json!([0, 3, 1])), "W1008", "/widths/0"),
        (with("/widths", json!([2, 3, 0])), "W1008", "/widths/2"),
        (with("/widths", json!([3, 3, 1])), "W1006", "/inputs/0"),
        (with("/widths", json!([2, 3, 2])), "W1006", "/targets/0"),
        (with("/widths", json!([2, 4, 1])), "W1006", "/weights/0/W"),
        (with("/widths", json!([2, 3, 3, 1])), "W1006", "/weights"),
        (with("/biases", json!(false)), "W1006", "/weights/0/b"),
        (without("/weights/0/b"), "W1003", "/weights/0"),
        (without("/weights/1"), "W1006", "/weights"),
        (without("/weights/0/W/2"), "W1006", "/weights/0/W"),
        (without("/weights/0/W/1/0"), "W1006", "/weights/0/W/1"),
        (without("/weights/0/b/0"), "W1006", "/weights/0/b"),
        (with("/weights/0/b/3", json!(1)), "W1006", "/weights/0/b"),
        (
            with("/weights/1/W", json!([1, 2, 3])),
            "W1006",
            "/weights/1/W",
        ),
        (with("/weights/1/W", json!([])), "W1006", "/weights/1/W"),
        (without("/inputs/2"), "W1006", "/targets"),
        (without("/targets/2"), "W1006", "/targets"),
        (with("/inputs", json!([])), "W1007", "/inputs"),
        (with("/targets", json!([])), "W1007", "/targets"),
        (with("/inputs/1", json!([])), "W1006", "/inputs/1"),
        (with("/inputs/1", json!([1, 2, 3])), "W1006", "/inputs/1"),
        (with("/targets/1", json!([1, 2])), "W1006", "/targets/1"),
        (with("/inputs/3", json!([0, 0])), "W1007", "/inputs/3"),
        (
            with("/inputs/3", json!(["0.5", "2/2"])),
            "W1007",
            "/inputs/3",
        ),
        (with("/inputs/0", json!([0.25, -1])), "W1007", "/inputs/2"),
        (with("/loss", json!("mean_squared_error")), "W1010", "/loss"),
        (with("/loss", json!("Sum_of_squares")), "W1010", "/loss"),
    ] {
        must_refuse(&json, code, place);
    }
    let d = refusal(&with("/inputs/3", json!(["0.5", "2/2"]))).expect("refused");
    assert!(d.message.contains("/inputs/1"), "{d}");
}

#[test]
fn absurd_sizes() {
    let huge = WIDEST_LAYER + 1;
    must_refuse(&with("/widths/1", json!(huge)), "W1009", "/widths/1");
    must_refuse(
        &with("/widths/1", json!(999_999_999_999_999_999_i64)),
        "W1009",
        "/widths/1",
    );
    must_refuse(
        &with("/widths", json!([2, WIDEST_LAYER, WIDEST_LAYER, 1])),
        "W1009",
        "/widths",
    );
    must_refuse(&with("/widths", json!(vec![1; 201])), "W1009", "/widths");
    let rows: Vec<[usize; 2]> = (0..=MOST_SAMPLES).map(|n| [n, 0]).collect();
    must_refuse(&with("/inputs", json!(rows)), "W1009", "/inputs");
    // A list of a million entries where a number stands; nesting of a million levels; a long key.
    must_refuse(
        &with("/inputs/0/0", json!(vec![0; 1_000_000])),
        "W1004",
        "/inputs/0/0",
    );
    let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
    must_refuse(
        &replaced("0.25,-1", &format!("{deep},-1")),
        "W1004",
        "/inputs/2/0",
    );
    must_refuse(&"[".repeat(1_000_000), "W1001", &"/0".repeat(20));
    let long = "k".repeat(1_000_000);
    let shown: String = long.chars().take(40).chain(['…']).collect();
    must_refuse(
        &with(&format!("/{long}"), json!(1)),
        "W1002",
        &format!("/{shown}"),
    );
    // Deep nesting under `about` is free.
    read_network(&replaced("[null,{\"goes\":true}]", &deep)).expect("valid");
}

#[test]
fn what_is_not_json() {
    for (json, place) in [
        (String::new(), "the document"),
        ("{".into(), "the document"),
        ("\u{feff}{}".into(), "the document"),
        ("network".into(), "the document"),
        (replaced("0.25,-1", "NaN,-1"), "/inputs/2/0"),
        (replaced("0.25,-1", "0.25,-Infinity"), "/inputs/2/1"),
        (replaced("0.25,-1", "nan,-1"), "/inputs/2/0"),
        (replaced("0.25,-1", "0.25,-1,"), "/inputs/2/2"),
        (replaced("0.25,-1", "01,-1"), "/inputs/2/0"),
        (replaced("0.25,-1", ".25,-1"), "/inputs/2/0"),
        (replaced("0.25,-1", "0.25 -1"), "/inputs/2/0"),
        (replaced("0.25,-1", "0.25, # a comment\n -1"), "/inputs/2/1"),
        (replaced("\"sigmoid\"", "'sigmoid'"), "/activation"),
        (valid().to_string() + "{}", "the document"),
    ] {
        must_refuse(&json, "W1001", place);
    }
    let d = refusal(&replaced("0.25,-1", "NaN,-1")).expect("refused");
    assert!(d.message.contains("not finite"), "{d}");
    let text = serde_json::to_string_pretty(&valid()).expect("JSON");
    let broken = text.replacen("0.25", "NaN", 1);
    let line = broken
        .lines()
        .position(|l| l.contains("NaN"))
        .expect("there")
        + 1;
    let d = refusal(&broken).expect("refused");
    assert!(d.message.contains(&format!("line {line} ")), "{d}");
}

#[test]
fn errors_name_line_and_column() {
    let text = serde_json::to_string_pretty(
        &with("/inputs/2/0", json!("nan"))
            .parse::<Value>()
            .expect("JSON"),
    )
    .expect("JSON");
    let (at, line) = text
        .lines()
        .enumerate()
        .find(|(_, l)| l.contains("nan"))
        .expect("there");
    let column = line.find('"').expect("there") + 1;
    let d = refusal(&text).expect("refused");
    assert!(
        d.message
            .contains(&format!("(line {}, column {column})", at + 1)),
        "{d}"
    );
}

#[test]
fn every_prefix_is_refused() {
    let text = serde_json::to_string_pretty(&valid()).expect("JSON");
    for end in 0..text.len() {
        let d = refusal(&text[..end]).unwrap_or_else(|| panic!("{end} bytes were accepted"));
        assert_eq!(d.code.as_str(), "W1001", "{end} bytes: {d}");
    }
}

#[test]
fn flipped_bytes_never_cause_a_panic() {
    let text = valid().to_string();
    for at in 0..text.len() {
        for bit in 0..7 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            if let Ok(flipped) = String::from_utf8(bytes) {
                drop(refusal(&flipped));
            }
        }
        let mut shorter = text.clone();
        shorter.remove(at);
        drop(refusal(&shorter));
    }
}

#[test]
fn data_sets_alone() {
    let widths = [1, 2, 1];
    let d = read_data(r#"{"inputs": [[1], ["1/2"]]}"#, &widths).expect("valid");
    assert_eq!((d.inputs.len(), d.targets), (2, None));
    read_data(
        r#"{"inputs": [[1], [2]], "targets": [[0], [1]], "about": 1}"#,
        &widths,
    )
    .expect("valid");
    for (json, code, place) in [
        (r#"{}"#, "W1003", "the document"),
        (r#"[[1], [2]]"#, "W1004", "the document"),
        (r#"{"inputs": [[1], [1]]}"#, "W1007", "/inputs/1"),
        (r#"{"inputs": [[1, 2]]}"#, "W1006", "/inputs/0"),
        (r#"{"inputs": [1, 2]}"#, "W1004", "/inputs/0"),
        (
            r#"{"inputs": [[1]], "targets": [[1], [2]]}"#,
            "W1006",
            "/targets",
        ),
        (r#"{"inputs": [[1]], "targets": null}"#, "W1004", "/targets"),
        (r#"{"inputs": [[1]], "weights": []}"#, "W1002", "/weights"),
        (r#"{"inputs": [[1e400]]}"#, "W1005", "/inputs/0/0"),
    ] {
        let e = read_data(json, &widths).expect_err("refused");
        assert_eq!(e.exit_code(), 2);
        assert!(
            e.code == code && e.message.starts_with(place),
            "{json}: {e}"
        );
    }
}

#[test]
fn weights_alone() {
    let widths = [1, 2, 1];
    let json = r#"[{"W": [[1], [2]], "b": [0, 0]}, {"W": [[1, 1]], "b": [0]}]"#;
    read_weights(json, &widths, true).expect("valid");
    for (json, biases, code, place) in [
        (json, false, "W1006", "/0/b"),
        (r#"{"W": [[1]]}"#, true, "W1004", "the document"),
        (r#"[]"#, true, "W1006", "the document"),
        (
            r#"[{"W": [[1], [2]]}, {"W": [[1, 1]]}]"#,
            true,
            "W1003",
            "/0",
        ),
        (
            r#"[{"W": [[1], [2]]}, {"W": [[1]]}]"#,
            false,
            "W1006",
            "/1/W/0",
        ),
        (
            r#"[{"W": [[1], ["x"]]}, {"W": [[1, 1]]}]"#,
            false,
            "W1005",
            "/0/W/1/0",
        ),
    ] {
        let e = read_weights(json, &widths, biases).expect_err("refused");
        assert_eq!(e.exit_code(), 2);
        assert!(
            e.code == code && e.message.starts_with(place),
            "{json}: {e}"
        );
    }
}

/// The same through the program, with contradictory and absurd options besides.
#[cfg(feature = "numeric")]
mod program {
    use super::*;
    use std::path::{Path, PathBuf};

    struct Answer {
        code: u8,
        out: String,
        err: String,
    }

    /// Runs the program in bounded time.
    fn run(arguments: &[&str]) -> Answer {
        let all: Vec<String> = std::iter::once("wronski")
            .chain(arguments.iter().copied())
            .map(String::from)
            .collect();
        let (mut out, mut err) = (vec![], vec![]);
        let start = Instant::now();
        let code = wronski::internals::cli::run(&all, &mut out, &mut err, false);
        assert!(start.elapsed() < Duration::from_secs(20), "{arguments:?}");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Answer {
            code,
            out: text(out),
            err: text(err),
        }
    }

    /// Exit code 2, nothing on standard output, and these words on standard error.
    fn refused(arguments: &[&str], words: &[&str]) {
        let a = run(arguments);
        assert_eq!(a.code, 2, "{arguments:?}: {}{}", a.out, a.err);
        assert!(a.out.is_empty(), "{arguments:?}: {}", a.out);
        // The report wraps lines.
        let err: String = a.err.split_whitespace().collect::<Vec<_>>().join(" ");
        for word in words {
            assert!(err.contains(word), "{arguments:?}: no {word} in {}", a.err);
        }
    }

    /// A directory with files of these texts.
    fn directory(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let d = std::env::temp_dir().join(format!("wronski-bad-{name}-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&d));
        std::fs::create_dir_all(&d).expect("a directory");
        for (file, text) in files {
            std::fs::write(d.join(file), text).expect("written");
        }
        d
    }

    fn path(d: &Path, name: &str) -> String {
        d.join(name).to_str().expect("UTF-8").to_string()
    }

    #[test]
    fn certify_refuses_bad_files() {
        let nan = with("/inputs/3/0", json!("nan"));
        let truncated = valid().to_string()[..200].to_string();
        let unknown = with("/activation", json!("sigmoidd"));
        let parameter = with("/activation", json!("x*sigmoid(beta*x)"));
        let latin = "caf\u{e9}";
        let d = directory(
            "files",
            &[
                ("nan", &nan),
                ("truncated", &truncated),
                ("unknown", &unknown),
                ("parameter", &parameter),
                ("empty", ""),
            ],
        );
        std::fs::write(
            d.join("latin"),
            latin.chars().map(|c| c as u8).collect::<Vec<u8>>(),
        )
        .expect("written");
        for (file, words) in [
            ("nan", &["W1005", "/inputs/3/0", "line 1"][..]),
            ("truncated", &["W1001", "ends too early"]),
            ("empty", &["W1001"]),
            ("unknown", &["W0103", "sigmoid"]),
            ("parameter", &["W0104", "beta"]),
            ("latin", &["W0602"]),
            ("missing", &["W0602"]),
            (".", &["W0602"]),
        ] {
            refused(&["certify", &path(&d, file)], words);
        }
        // With --json the object of docs/schema/error.schema.json comes first.
        let a = run(&["certify", &path(&d, "nan"), "--json"]);
        let v: Value = serde_json::from_str(&a.out).expect("JSON");
        assert_eq!((a.code, &v["code"]), (2, &json!("W1005")));
        assert!(
            v["message"]
                .as_str()
                .expect("text")
                .starts_with("/inputs/3/0: ")
        );
        std::fs::remove_dir_all(d).expect("removed");
    }

    #[test]
    fn certify_refuses_contradictory_options() {
        let d = directory("options", &[("net", &valid().to_string())]);
        let file = path(&d, "net");
        for (options, word) in [
            (&["--widen", "0"][..], "W1106"),
            (&["--widen", "2"], "W1106"),
            (&["--widen", "3,3"], "W1106"),
            (&["--widen", "4000001"], "W1101"),
            (&["--widen", "99999999999999999999"], "--widen"),
            (&["--widen", "four"], "--widen"),
            (&["--widen", "-4"], "--widen"),
            (&["--widen", "4", "--units", "3"], "W1106"),
            (&["--widen", "4", "--units", "0,0"], "W1106"),
            (&["--units", "0"], "--widen"),
            (&["--last-fraction", "1/2"], "--widen"),
            (&["--widen", "4", "--last-fraction", "0"], "W1106"),
            (&["--widen", "4", "--last-fraction", "1"], "W1106"),
            (&["--widen", "4", "--last-fraction", "nan"], "W1105"),
            (&["--widen", "4", "--last-fraction", "1/0"], "W1105"),
            (&["--within", "0"], "W1105"),
            (&["--within=-1"], "W1105"),
            (&["--within", "inf"], "W1105"),
            (&["--within", "1e999"], "W1105"),
            (&["--precision", "1"], "--precision"),
            (&["--precision", "1000000"], "--precision"),
            (&["--certificate", "/no/such/directory/out.json"], "W0601"),
            (&["--certificate", "."], "W0601"),
            (&["--wide", "4"], "--wide"),
        ] {
            refused(&[&["certify", &file], options].concat(), &[word]);
        }
        std::fs::remove_dir_all(d).expect("removed");
    }

    #[test]
    fn a_negative_fraction_can_be_typed() {
        let d = directory("fraction", &[]);
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/examples/petzka-sminchisescu-5.4.json"
        );
        for option in [&["--last-fraction", "-1/2"][..], &["--last-fraction=-1/2"]] {
            let a = run(&[&["certify", file, "--widen", "2,1"], option].concat());
            assert!(a.out.contains("saddle"), "{}{}", a.out, a.err);
        }
        std::fs::remove_dir_all(d).expect("removed");
    }

    #[test]
    fn construct_refuses_contradictory_options() {
        let d = directory(
            "construct",
            &[
                (
                    "targets",
                    r#"{"inputs": [[0], [1], [2]], "targets": [[0], [1], [0]]}"#,
                ),
                ("data", r#"{"inputs": [[0], [1], [2], [3]]}"#),
                ("equal", r#"{"inputs": [[0], ["0/7"]]}"#),
                ("nan", r#"{"inputs": [[NaN]]}"#),
                ("plane", r#"{"inputs": [[0, 1], [1, 1]]}"#),
                (
                    "base",
                    r#"[{"W": [[1]], "b": [0]}, {"W": [[1]], "b": [0]}]"#,
                ),
                (
                    "zero",
                    r#"[{"W": [["1/0"]], "b": [0]}, {"W": [[1]], "b": [0]}]"#,
                ),
            ],
        );
        let [data, targets, equal, nan, plane, base, zero, missing] = [
            "data", "targets", "equal", "nan", "plane", "base", "zero", "missing",
        ]
        .map(|n| path(&d, n));
        for (options, word) in [
            (&["sigmoid", "--widths", "1"][..], "W1101"),
            (&["sigmoid", "--widths", "1,1"], "W1101"),
            (&["sigmoid", "--widths", "1,0,1"], "W1101"),
            (&["sigmoid", "--widths", "0,4,1"], "W1101"),
            (&["sigmoid", "--widths", "1,4000000,1"], "W1101"),
            (&["sigmoid", "--widths", "1,4,"], "--widths"),
            (&["sigmoid", "--widths", "1;4;1"], "--widths"),
            (&["sigmoid", "--samples", "0"], "W1105"),
            (&["sigmoid", "--samples", "-7"], "W1105"),
            (&["sigmoid", "--samples", "many"], "W1105"),
            (&["sigmoid", "--samples", "1e9"], "W1105"),
            (&["sigmoid", "--samples", "999999999999999999999"], "W1105"),
            (&["sigmoid", "--samples", "9", "--data", &data], "--data"),
            (&["sigmoid", "--data", &missing], "W0602"),
            (&["sigmoid", "--data", &equal], "/inputs/1"),
            (&["sigmoid", "--data", &nan], "/inputs/0/0"),
            (&["sigmoid", "--data", &plane], "/inputs/0"),
            (&["sigmoid", "--base", &missing], "W0602"),
            (&["sigmoid", "--base", &zero], "/0/W/0/0"),
            (
                &["sigmoid", "--base", &base, "--widths", "1,2,2,1"],
                "W1006",
            ),
            (&["sigmoid", "--base", &base, "--no-biases"], "/0/b"),
            (&["sigmoid", "--base", "w9=1"], "W0402"),
            (&["sigmoid", "--base", "w1=nan"], "W0404"),
            (&["sigmoid", "--base", "w1=1", "--widths", "2,4,1"], "W1105"),
            (&["sigmoid", "--seed", "-1"], "--seed"),
            (
                &["sigmoid", "--certificate", "/no/such/directory/out.json"],
                "W0601",
            ),
            (&["sigmoidd"], "W0103"),
            (&["x*sigmoid(beta*x)"], "W0104"),
            (&["x*sigmoid(beta*x)", "--param", "beta"], "W1103"),
            (&["1/x"], "W0201"),
            (&["relu", "--no-biases"], "W1105"),
            (&["relu", "--base", "w1=1"], "W1105"),
            (&["relu", "--samples", "2"], "W1105"),
            (&["sigmoid", "--data", &targets], "W1105"),
            (&["sigmoid", "--widths", "1,4,2"], "W1104"),
        ] {
            refused(&[&["construct"], options].concat(), &[word]);
        }
        std::fs::remove_dir_all(d).expect("removed");
    }

    #[test]
    fn a_certificate_that_cannot_be_written_is_refused_before_the_work() {
        let d = directory("certificate", &[("net", "no JSON at all")]);
        let before = || std::fs::read_dir(&d).expect("a directory").count();
        for verb in [
            &["certify", &path(&d, "net")][..],
            &["construct", "no such("],
        ] {
            let out = path(&d, "missing/out.json");
            refused(&[verb, &["--certificate", &out]].concat(), &["W0601"]);
            refused(
                &[verb, &["--certificate", &path(&d, ".")]].concat(),
                &["W0601"],
            );
            assert_eq!(before(), 1);
        }
        std::fs::remove_dir_all(d).expect("removed");
    }
}

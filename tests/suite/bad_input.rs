//! Bad input through the program: a diagnostic with its code, place and remedy, within a second and a
//! gigabyte of memory, and never a panic.

use std::process::{Command, Stdio};

/// Address space in KiB, and CPU seconds. A test build is several times slower than a release, which
/// takes less than a second for every case here.
const LIMITS: &str = "ulimit -v 1048576; ulimit -t 5; exec \"$@\"";

struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

fn wronski(arguments: &[&str]) -> Ended {
    let output = Command::new("sh")
        .args(["-c", LIMITS, "sh", env!("CARGO_BIN_EXE_wronski")])
        .args(arguments)
        .env("NO_COLOR", "1")
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .output()
        .expect("sh runs");
    Ended {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn no_panic(what: &str, e: &Ended) {
    assert!(
        !e.err.contains("panicked") && !e.err.contains("W9999") && !e.err.contains("overflow"),
        "{what}: {}",
        e.err
    );
    assert!(
        matches!(e.code, Some(0..=3)),
        "{what}: ended with {:?}: {}",
        e.code,
        e.err
    );
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

/// The text is refused with this code; the message holds the fragments; where `shown` is not empty,
/// the span covers exactly that part of the text.
fn refused(text: &str, code: &str, shown: &str, fragments: &[&str]) {
    refused_with(&[text], code, shown, fragments);
}

fn refused_with(arguments: &[&str], code: &str, shown: &str, fragments: &[&str]) {
    let what = short(&arguments.join(" "));
    let mut all = vec!["verify", "--json"];
    all.extend(arguments);
    let e = wronski(&all);
    no_panic(&what, &e);
    let json: serde_json::Value =
        serde_json::from_str(&e.out).unwrap_or_else(|_| panic!("{what}: no JSON in {}", e.out));
    assert_eq!(json["schema"], "wronski/error", "{what}");
    assert_eq!(json["code"], code, "{what}: {json}");
    let budget = [
        "W0102", "W0114", "W0115", "W0116", "W0123", "W0207", "W0208", "W0603",
    ]
    .contains(&code);
    assert_eq!(e.code, Some(if budget { 3 } else { 2 }), "{what}");
    assert!(json["help"].is_string(), "{what}: no remedy: {json}");
    for fragment in fragments {
        let told = format!("{} {}", json["message"], json["help"]);
        assert!(
            told.contains(fragment),
            "{what}: `{fragment}` not in {told}"
        );
    }
    if !shown.is_empty() {
        let end = |i: usize| json["span"][i].as_u64().expect("a span") as usize;
        assert_eq!(&arguments[0][end(0)..end(1)], shown, "{what}: {json}");
        assert!(e.err.contains("input:"), "{what}: the place is not shown");
    }
    assert!(e.err.contains(code), "{what}: the code is not shown");
}

/// Nothing is wrong with the text, but it is beyond a limit, which the output names.
fn undecided(text: &str) {
    let e = wronski(&["verify", text]);
    no_panic(&short(text), &e);
    assert_eq!(e.code, Some(3), "{}: {}", short(text), e.out);
    let names_a_limit = [
        "limit",
        "more than",
        "not among",
        "not worked out",
        "beyond",
    ]
    .iter()
    .any(|w| e.out.contains(w) || e.err.contains(w));
    assert!(names_a_limit, "{}: {}", short(text), e.out);
}

#[test]
fn text_that_does_not_parse() {
    refused("", "W0101", "", &["empty", "sigmoid"]);
    refused(" \t\n", "W0101", "", &["empty"]);
    refused("(x + 1", "W0108", "(", &["never closed"]);
    refused("x + 1)", "W0108", ")", &["no opening"]);
    refused("sigmod(x)", "W0103", "sigmod", &["sigmoid"]);
    refused("Tanh(x)", "W0103", "Tanh", &["tanh"]);
    refused("x*sigmoid(beta*x)", "W0104", "beta", &["--param beta"]);
    refused("x*y", "W0105", "y", &["only `x` is"]);
    refused("2x", "W0109", "", &["2*x"]);
    refused("0,5*x", "W0110", "", &["0.5"]);
    refused("x +", "W0110", "", &[]);
    refused("+x", "W0110", "+", &["unary plus"]);
    refused("x***2", "W0110", "", &[]);
    refused("1.2.3*x", "W0113", "", &[]);
    refused("x!", "W0106", "!", &[]);
    refused("x;x", "W0106", ";", &[]);
    refused("x\u{1}", "W0106", "", &["control"]);
    refused("rrelu(x)", "W0103", "rrelu", &["deterministic"]);
    refused("where(x > 0, x)", "W0111", "", &["3 arguments"]);
    refused("where(x, x, x)", "W0118", "x", &[]);
    refused("where(x == 0, 0, x)", "W0106", "=", &[]);
    refused("max(x)", "W0111", "", &["2 arguments"]);
    refused("max()", "W0112", "", &[]);
    refused("compose(x)", "W0111", "", &[]);
}

#[test]
fn characters_outside_ascii() {
    refused("x \u{2212} 1", "W0107", "\u{2212}", &["MINUS SIGN", "-"]);
    refused("x \u{2013} 1", "W0107", "\u{2013}", &[]);
    refused("x*\u{1F600}", "W0107", "\u{1F600}", &[]);
    refused("\u{3c3}(x)", "W0107", "\u{3c3}", &[]);
    refused("x\u{b2}", "W0107", "\u{b2}", &[]);
    refused("\u{feff}x", "W0107", "\u{feff}", &[]);
}

#[test]
fn functions_that_are_not_defined_on_the_real_line() {
    refused("1/0", "W0117", "", &["zero"]);
    refused("1/(x-x)", "W0202", "", &["zero for every x"]);
    refused("1/(exp(x)*exp(-x) - 1)", "W0202", "", &[]);
    refused("(x-x)^(-1)", "W0202", "", &[]);
    refused("log(-1-x^2)", "W0204", "", &["nowhere defined"]);
    refused("log(x)", "W0203", "x", &["x > 0", "x = 0"]);
    refused("x*log(x)", "W0203", "x", &[]);
    refused("log(0)", "W0204", "0", &[]);
    refused("sqrt(-1)", "W0204", "-1", &[]);
    refused("x^(1/3)", "W0205", "", &["x >= 0"]);
    refused("x^x^x", "W0203", "", &[]);
    refused("0^x", "W0204", "", &[]);
    refused("1/sin(x)", "W0201", "", &["x = 0"]);
    refused("sin(1/x)", "W0201", "", &["x = 0"]);
    refused("tan(x)", "W0206", "", &[]);
}

#[test]
fn sizes_beyond_a_limit() {
    refused("x^(10^9)", "W0208", "", &["1000000"]);
    refused("10^10^10*x", "W0208", "", &[]);
    refused("2^(-10^9)*x", "W0208", "", &[]);
    refused("1e999999*x", "W0114", "1e999999", &["limit 1000"]);
    let parentheses = |n: usize| format!("{}x{}", "(".repeat(n), ")".repeat(n));
    refused(&parentheses(30_000), "W0115", "", &["limit"]);
    // The kernel takes no argument beyond 128 KiB: 100,000 levels go through the library below.
    refused(&parentheses(60_000), "W0102", "", &["65536"]);
    refused(&format!("x{}", "+x".repeat(30_000)), "W0116", "", &[]);
    refused(&"1".repeat(60_000), "W0114", "", &[]);
    let absolute = format!("{}x{}", "abs(".repeat(300), ")".repeat(300));
    refused(&absolute, "W0115", "", &[]);
}

#[test]
fn a_megabyte_and_100000_parentheses_through_the_library() {
    use wronski::internals::error::Kind;
    use wronski::internals::expr::{Parameters, parse};
    let texts = [
        format!("{}x{}", "(".repeat(100_000), ")".repeat(100_000)),
        "(".repeat(1 << 20),
        "x+".repeat(1 << 19),
        "\u{2212}".repeat(1 << 19),
        "\0".repeat(1 << 20),
    ];
    for text in texts {
        let start = std::time::Instant::now();
        let d = parse(&text, &Parameters::new()).expect_err("too long");
        assert_eq!((d.code.as_str(), d.kind), ("W0102", Kind::Budget));
        assert!(start.elapsed().as_secs() < 1);
    }
    let d = parse("x\0", &Parameters::new()).expect_err("a NUL byte");
    assert_eq!(d.code.as_str(), "W0106");
}

#[test]
fn parameters_that_make_no_sense() {
    refused_with(
        &["x*b", "--param", "b", "--param", "b"],
        "W0119",
        "",
        &["twice"],
    );
    refused_with(&["x", "--param", "x"], "W0119", "", &["variable"]);
    refused_with(&["x", "--param", "b=1/0"], "W0117", "", &[]);
    refused_with(&["x", "--param", "=3"], "W0119", "", &[]);
    refused_with(&["x", "--param", "b=x"], "W0120", "", &[]);
    refused_with(&["x*b", "--param", "b=10^10^10"], "W0208", "", &[]);
}

#[test]
fn growth_is_stopped_by_a_named_limit() {
    let tower = |f: &str, n: usize| format!("{}x{}", format!("{f}(").repeat(n), ")".repeat(n));
    for text in [
        "(1+exp(x))^1000000".to_string(),
        "(1+exp(x))^1000".into(),
        tower("exp", 60),
        tower("sigmoid", 60),
        tower("diff", 30).replace('x', "gelu(x)"),
        format!("{}x+x*x{}", "compose(".repeat(12), ",x*x+x)".repeat(12)),
        format!("{}x{}", "compose(sigmoid(x),".repeat(40), ")".repeat(40)),
        (2..40)
            .map(|n| format!("exp(x/{n})"))
            .collect::<Vec<_>>()
            .join("+"),
        (1..40)
            .map(|n| format!("log({n}+x^2)"))
            .collect::<Vec<_>>()
            .join("+"),
        "exp(1000000*log(2))*x".into(),
        format!("sqrt(1{}7)*x", "0".repeat(59)),
    ] {
        undecided(&text);
    }
    // Long integers are none of these any more.
    let long = format!("sigmoid({}*x)", "9".repeat(3000));
    let e = wronski(&["verify", &long]);
    no_panic("3000 digits", &e);
    assert_eq!(e.code, Some(0), "{}", e.out);
}

#[test]
fn a_tower_of_mish() {
    let text = format!("{}x{}", "mish(".repeat(30), ")".repeat(30));
    refused(&text, "W0123", "", &["limit"]);
}

#[test]
fn odd_but_meaningful_input_gets_an_answer() {
    let nested = |f: &str, rest: &str| format!("{}0{}", f.repeat(200), rest.repeat(200));
    for text in [
        "5",
        "0",
        "0^0",
        "\tx\n+\r1",
        "x^9999",
        "1/(1+x^2)^500",
        "e^e^e^e^x",
        "pi^pi*x",
        "where(x>0,1/x,0)",
        "exp(x/1000000000000000009)+exp(x/1000000000000000007)",
        &nested("max(x,", ")"),
        &nested("where(x>0,", ",1)"),
    ] {
        let e = wronski(&["verify", text]);
        no_panic(&short(text), &e);
        assert!(e.out.contains(": "), "{}: {}", short(text), e.err);
        assert!(e.code != Some(2), "{}: {}", short(text), e.err);
    }
}

#[test]
fn division_by_a_parameter_excludes_its_zero() {
    let e = wronski(&["verify", "1/(1+exp(-x/beta))", "--param", "beta"]);
    no_panic("division", &e);
    assert_eq!(e.code, Some(0), "{}{}", e.out, e.err);
    assert!(e.out.contains("beta = 0"), "{}", e.out);
}

#[test]
fn arguments_that_are_not_utf8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let output = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .arg("verify")
        .arg(OsStr::from_bytes(b"x\xff"))
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("W0101"));
}

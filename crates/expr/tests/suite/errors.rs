//! Bad input: the code, the place and the remedy of every diagnostic of the parser.

use std::time::{Duration, Instant};

use wronski_diagnostic::{Diagnostic, Kind};
use wronski_expr::{Parameters, parse, parse_pattern};

/// What the parser says about a text that it must refuse.
fn refuse(text: &str) -> Diagnostic {
    refuse_with(text, &[])
}

fn refuse_with(text: &str, declared: &[&str]) -> Diagnostic {
    let mut params = Parameters::new();
    for p in declared {
        params.declare(p).unwrap();
    }
    match parse(text, &params) {
        Ok(parsed) => panic!("{text:?} was read as {}", parsed.expr),
        Err(d) => {
            if let Some(span) = d.span {
                assert!(
                    span.start <= span.end && span.end <= text.len(),
                    "{text:?}: {span:?}"
                );
                assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            }
            assert!(d.help.is_some(), "{text:?}: {d} has no remedy");
            d
        }
    }
}

/// Asserts code, underlined text and a part of the remedy.
#[track_caller]
fn check(text: &str, code: &str, underlined: &str, remedy: &str) {
    let d = refuse(text);
    assert_eq!(d.code.as_str(), code, "{text:?}: {d}");
    assert_eq!(d.kind, Kind::Input, "{text:?}");
    assert_eq!(d.exit_code(), 2);
    let span = d.span.expect("a span");
    assert_eq!(&text[span.start..span.end], underlined, "{text:?}: {d}");
    let help = d.help.expect("a remedy");
    assert!(help.contains(remedy), "{text:?}: {help}");
}

#[test]
fn empty() {
    check("", "W0101", "", "sigmoid");
    check("  \t\n", "W0101", "  \t\n", "sigmoid");
}

#[test]
fn parentheses() {
    check("(x + 1", "W0108", "(", "add `)`");
    check("sin(x", "W0108", "(", "add `)`");
    check("2*(", "W0108", "(", "add `)`");
    check("x)", "W0108", ")", "remove it");
    check(")x", "W0108", ")", "remove it");
    check("sin(x))", "W0108", ")", "remove it");
    check("((x)", "W0108", "(", "add `)`");
    check("()", "W0110", "()", "write an expression");
    check("x + ()", "W0110", "()", "write an expression");
}

#[test]
fn unknown_names() {
    check("sigmod(x)", "W0103", "sigmod", "`sigmoid`");
    check("1 + sigmiod", "W0103", "sigmiod", "`sigmoid`");
    check("Sigmoid(x)", "W0103", "Sigmoid", "`sigmoid`");
    check("torch::gelo(x)", "W0103", "torch::gelo", "`torch::gelu`");
    check("tourch::gelu", "W0103", "tourch::gelu", "`torch::gelu`");
    check("frobnicate(x)", "W0103", "frobnicate", "catalog");
    check("sqr(x)", "W0103", "sqr", "`sqrt`");
    check("a(x + 1)", "W0103", "a", "`*`");
    check("tensorflow::zzz(x)", "W0103", "tensorflow::zzz", "catalog");
    check("torch::swish(x)", "W0103", "torch::swish", "`jax::swish`");
    check("GELU", "W0103", "GELU", "lower-case");
    check("softmax", "W0103", "softmax", "catalog");
    check(
        "torch::log_softmax(x)",
        "W0103",
        "torch::log_softmax",
        "catalog",
    );
    let long = "q".repeat(5000);
    let d = refuse(&long);
    assert!(d.message.len() < 200, "names are shortened");
}

#[test]
fn parameters_and_variables() {
    check("x*sigmoid(beta*x)", "W0104", "beta", "--param beta");
    check("tau*x", "W0104", "tau", "--param tau");
    check("a*x", "W0104", "a", "--param a");
    check("x + y", "W0105", "y", "--param y");
    check("sin(t)", "W0105", "t", "--param t");
    check("X^2", "W0105", "X", "function of x alone");
    check("x1 + 1", "W0105", "x1", "--param x1");
    check("swish(x, beta)", "W0104", "beta", "--param beta");
    check("swish(x, x)", "W0120", "x", "constants");
    check("squareplus(x, 0)", "W0121", "0", "default is 4");
    check("squareplus(x, -1)", "W0121", "-1", "default is 4");
    let d = refuse_with("softplus_beta(x)", &["beta=0"]);
    assert_eq!((d.code.as_str(), d.span.unwrap().end), ("W0121", 13));
}

#[test]
fn declarations() {
    let declare = |text: &str| Parameters::new().declare(text).unwrap_err();
    for (text, code, part) in [
        ("x", "W0119", "the variable"),
        ("pi=3", "W0119", "the number pi"),
        ("e", "W0119", "Euler"),
        ("sin", "W0119", "a function"),
        ("where", "W0119", "a function"),
        ("silu=2", "W0119", "catalogue"),
        ("logistic", "W0119", "catalogue"),
        ("2a", "W0119", "cannot name"),
        ("", "W0119", "cannot name"),
        ("a b", "W0119", "cannot name"),
        ("\u{3b2}", "W0119", "cannot name"),
        ("a=x", "W0120", "contains x"),
        ("a=sigmoid", "W0120", "contains x"),
        ("a=", "W0101", "empty"),
        ("a=b", "W0104", "not declared"),
        ("a=1/0", "W0117", "division"),
    ] {
        let d = declare(text);
        assert_eq!(d.code.as_str(), code, "{text}: {d}");
        assert!(d.message.contains(part), "{text}: {d}");
        assert!(d.span.is_none_or(|s| s.end <= text.len()), "{text}");
    }
    // The place is one of the whole declaration, not of the value alone.
    let d = declare("beta = 1/0");
    let span = d.span.unwrap();
    assert_eq!(&"beta = 1/0"[span.start..span.end], "1/0");
    let mut params = Parameters::new();
    params.declare("a = 3/2").unwrap();
    params.declare("b=a^2").unwrap();
    assert_eq!(params.declare("a").unwrap_err().code, "W0119");
    assert_eq!(parse("b*x", &params).unwrap().expr.to_string(), "(3/2)^2*x");
}

#[test]
fn stray_characters() {
    check("x # 2", "W0106", "#", "remove");
    check("[x]", "W0106", "[", "parentheses");
    check("{x}", "W0106", "{", "parentheses");
    check("f = x", "W0106", "=", "one expression");
    check("|x|", "W0106", "|", "abs");
    check("sigmoid'", "W0106", "'", "diff");
    check("\\frac", "W0106", "\\", "LaTeX");
    check("x!", "W0106", "!", "factorial");
    check("?a + x", "W0106", "?", "rewrite rules");
    check("math.exp(x)", "W0106", ".", "torch::silu(x)");
    check("torch:gelu", "W0106", ":", "torch::gelu");
    check("x + \u{7}", "W0106", "\u{7}", "remove");
    check("x \0", "W0106", "\0", "remove");
    check("x + .", "W0106", ".", "digit");
}

#[test]
fn look_alikes() {
    for (c, name, remedy) in [
        ('\u{2212}', "MINUS SIGN", "`-`"),
        ('\u{2013}', "EN DASH", "`-`"),
        ('\u{d7}', "MULTIPLICATION SIGN", "`*`"),
        ('\u{b7}', "MIDDLE DOT", "`*`"),
        ('\u{f7}', "DIVISION SIGN", "`/`"),
        ('\u{b2}', "SUPERSCRIPT", "`^2`"),
        ('\u{2074}', "SUPERSCRIPT", "`^4`"),
        ('\u{3c0}', "PI", "`pi`"),
        ('\u{3b2}', "GREEK", "--param beta"),
        ('\u{221a}', "SQUARE ROOT", "sqrt"),
        ('\u{a0}', "NO-BREAK SPACE", "plain space"),
        ('\u{200b}', "ZERO WIDTH", "remove"),
        ('\u{ff0b}', "FULLWIDTH", "`+`"),
        ('\u{445}', "CYRILLIC", "`x`"),
        ('\u{1f600}', "no character", "ASCII"),
    ] {
        let text = format!("x + {c}2");
        let d = refuse(&text);
        assert_eq!(d.code.as_str(), "W0107", "{d}");
        assert!(d.message.contains(name), "{d}");
        assert!(
            d.message.contains(&format!("U+{:04X}", u32::from(c))),
            "{d}"
        );
        assert!(d.help.as_ref().unwrap().contains(remedy), "{d}");
        assert_eq!(
            &text[d.span.unwrap().start..d.span.unwrap().end],
            c.to_string()
        );
    }
}

#[test]
fn implicit_multiplication() {
    check("2x", "W0109", "2x", "2*x");
    check("x(x+1)", "W0109", "x(", "x*(");
    check("(x+1)(x-1)", "W0109", ")(", "(x+1)*(");
    check("2 exp(x)", "W0109", "2 exp", "2*exp");
    check("x y", "W0109", "x y", "x*y");
    check("2e", "W0109", "2e", "2*e");
    check("sin(2x)", "W0109", "2x", "2*x");
    check("pi(x)", "W0109", "pi(", "pi*(");
    check("x 2", "W0109", "x 2", "x*2");
    let d = refuse_with("beta(x)", &["beta"]);
    assert_eq!(d.code.as_str(), "W0109");
}

#[test]
fn operands() {
    check("x +", "W0110", "+", "operator");
    check("* x", "W0110", "*", "number");
    check("x + * 2", "W0110", "*", "number");
    check("x ^", "W0110", "^", "operator");
    check("-", "W0110", "-", "operator");
    check("+x", "W0110", "+", "unary plus");
    check("x, 1", "W0110", ",", "0.5");
    check("1,5", "W0110", ",", "0.5");
    check("sin(, x)", "W0110", ",", "number");
    check("swish(x, )", "W0110", ")", "number");
}

#[test]
fn arguments() {
    check("sin()", "W0112", "sin()", "sin(x)");
    check("2*sin", "W0112", "sin", "sin(x)");
    check("sin^2(x)", "W0112", "sin", "sin(x)^2");
    check("sigmoid + 1", "W0112", "sigmoid", "sigmoid(x)");
    check("max", "W0112", "max", "max(a, b)");
    check("sin(x, 2)", "W0111", "sin(x, 2)", "sin(x)");
    check("max(x)", "W0111", "max(x)", "max(a, b)");
    check("min(x, 1, 2)", "W0111", "min(x, 1, 2)", "min(a, min(b, c))");
    check("compose(x)", "W0111", "compose(x)", "f(g(x))");
    check("diff(x, x)", "W0111", "diff(x, x)", "diff(x)");
    check("sigmoid(x, 1)", "W0111", "sigmoid(x, 1)", "sigmoid(x)");
    check(
        "swish(x, 1, 2)",
        "W0111",
        "swish(x, 1, 2)",
        "swish(x, beta)",
    );
    check(
        "where(x > 0, 1)",
        "W0111",
        "where(x > 0, 1)",
        "where(x > 0, a, b)",
    );
}

#[test]
fn comparisons() {
    check("where(x, 1, 2)", "W0118", "x", "where(x > 0, a, b)");
    check("x > 0", "W0118", ">", "where(x > 0, a, b)");
    check("where(0 < x < 1, 1, 2)", "W0118", "<", "once");
    check("max(x > 0, 1)", "W0118", ">", "where");
    check("where(x > 0, x > 1, 2)", "W0118", ">", "where");
}

#[test]
fn division_by_zero() {
    check("1/0", "W0117", "1/0", "denominator");
    check("x + x/0.0", "W0117", "x/0.0", "denominator");
    check("x/(-0)", "W0117", "x/(-0)", "denominator");
}

#[test]
fn numbers() {
    check("1.2.3", "W0113", "1.2.", "0.5");
    for text in ["1e1001", "1e-99999999999999999999", &"7".repeat(4001)] {
        let d = refuse(text);
        assert_eq!(
            (d.code.as_str(), d.kind, d.exit_code()),
            ("W0114", Kind::Budget, 3)
        );
        assert!(d.message.contains("limit"), "{d}");
    }
    // Every number that is read prints to one that is read.
    let small = format!("0.{}1e-1000", "0".repeat(3998));
    assert_eq!(refuse(&small).code, "W0114");
    let top = "9".repeat(4000) + "/7";
    let read = parse(&top, &Parameters::new()).unwrap().expr;
    assert_eq!(
        parse(&read.to_string(), &Parameters::new()).unwrap().expr,
        read
    );
    // Folding quotients must not get around the limit.
    let huge = format!("1/{n}/{n}/{n}", n = "9".repeat(2000));
    assert_eq!(refuse(&huge).code, "W0114");
}

#[test]
fn budgets_are_named_and_quick() {
    let n = 100_000;
    let texts = [
        ("(".repeat(n), "W0102"),
        ("x".repeat(1 << 20), "W0102"),
        ("(".repeat(30_000), "W0115"),
        ("(".repeat(30_000) + "x" + &")".repeat(30_000), "W0115"),
        ("-".repeat(60_000) + "x", "W0115"),
        ("x^".repeat(30_000) + "x", "W0115"),
        ("x**-".repeat(10_000) + "x", "W0115"),
        ("sin(".repeat(15_000), "W0115"),
        ("diff(".repeat(12_000) + "sigmoid", "W0115"),
        ("where(x>".repeat(8_000), "W0115"),
        ("max(x,".repeat(8_000), "W0115"),
        ("silu(x+".repeat(8_000), "W0115"),
        ("x+".repeat(30_000) + "x", "W0116"),
        ("x/".repeat(30_000) + "x", "W0116"),
        ("x*-".repeat(20_000) + "x", "W0116"),
        ("7/".repeat(30_000) + "7", "W0114"),
        ("1e-999+".repeat(9_000) + "1", "W0116"),
    ];
    for (text, code) in texts {
        let head: String = text.chars().take(12).collect();
        let start = Instant::now();
        let d = refuse(&text);
        assert!(start.elapsed() < Duration::from_secs(1), "{head}: too slow");
        assert_eq!(d.code.as_str(), code, "{head}: {d}");
        assert_eq!((d.kind, d.exit_code()), (Kind::Budget, 3), "{head}");
        assert!(d.message.contains("limit"), "{head}: {d}");
    }
    // Just inside the limits everything works.
    let none = Parameters::new();
    let deep = "(".repeat(200) + "x" + &")".repeat(200);
    assert_eq!(parse(&deep, &none).unwrap().expr.to_string(), "x");
    let chain = "x+".repeat(1999) + "x";
    let expr = parse(&chain, &none).unwrap().expr;
    assert_eq!(expr.depth(), 2000);
    assert_eq!(parse(&expr.to_string(), &none).unwrap().expr, expr);
}

#[test]
fn patterns_have_the_same_errors() {
    assert_eq!(parse_pattern("?a + ").unwrap_err().code, "W0110");
    assert_eq!(parse_pattern("? + 1").unwrap_err().code, "W0106");
    assert_eq!(parse_pattern("a + 1").unwrap_err().code, "W0104");
    assert_eq!(parse_pattern("2?a").unwrap_err().code, "W0109");
}

/// A cheap fuzzer: every truncation and every one-byte change of a text is read or refused.
#[test]
fn mangled_texts_never_panic() {
    let text =
        "where(x <= -1, compose(torch::gelu, 2*x), swish(x, 3/2)^-2) - diff(tanh)/1e-3 + pi**.5";
    let none = Parameters::new();
    for end in 0..=text.len() {
        let _ = parse(&text[..end], &none);
        let _ = parse(&text[end..], &none);
    }
    for i in 0..text.len() {
        for c in [
            '(', ')', ',', '-', '^', '0', 'x', '<', ':', '.', '?', ' ', 'e', '\u{2212}',
        ] {
            let mut mangled: String = text[..i].to_owned();
            mangled.push(c);
            mangled.push_str(&text[i + 1..]);
            if let Ok(parsed) = parse(&mangled, &none) {
                let again = parse(&parsed.expr.to_string(), &none).unwrap().expr;
                assert_eq!(again, parsed.expr, "{mangled}");
            }
        }
    }
}

//! parse . print = id on the parser's image; exact numbers; spans; notes.

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use wronski_expr::{Binding, Expr, Func, Node, Parameters, Relation, parse, parse_pattern};

fn declared() -> Parameters {
    let mut params = Parameters::new();
    for name in ["a", "beta", "c_1"] {
        params.declare(name).unwrap();
    }
    params
}

fn read(text: &str) -> Expr {
    parse(text, &declared())
        .unwrap_or_else(|d| panic!("{text}: {d}"))
        .expr
}

fn print(text: &str) -> String {
    read(text).to_string()
}

fn number() -> impl Strategy<Value = Expr> {
    (-30i64..30, 1i64..12).prop_map(|(n, d)| Expr::ratio(n, d))
}

/// Negation as the parser does it: literals in place.
fn negate(a: Expr) -> Expr {
    match a.as_num() {
        Some(q) => Expr::num(-q.clone()),
        None => -a,
    }
}

/// Division as the parser does it; a zero divisor is replaced.
fn divide(a: Expr, b: Expr) -> Expr {
    match (a.as_num(), b.as_num()) {
        (_, Some(q)) if *q == BigRational::from_integer(BigInt::from(0)) => a,
        (Some(p), Some(q)) => Expr::num(p / q),
        _ => a / b,
    }
}

/// Trees of the parser's image.
fn tree() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        3 => Just(Expr::x()),
        3 => number(),
        1 => Just(Expr::new(Node::Pi)),
        1 => Just(Expr::new(Node::E)),
        1 => Just(Expr::param("beta")),
    ];
    leaf.prop_recursive(7, 80, 4, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            2 => inner.clone().prop_map(negate),
            3 => two.clone().prop_map(|(a, b)| a + b),
            3 => two.clone().prop_map(|(a, b)| a - b),
            3 => two.clone().prop_map(|(a, b)| a * b),
            3 => two.clone().prop_map(|(a, b)| divide(a, b)),
            3 => two.clone().prop_map(|(a, b)| Expr::new(Node::Pow(a, b))),
            2 => (prop::sample::select(Func::ALL.to_vec()), inner.clone())
                .prop_map(|(f, a)| Expr::apply(f, a)),
            1 => inner.clone().prop_map(|a| a.diff()),
            1 => two.clone().prop_map(|(a, b)| a.compose(&b)),
            1 => two.clone().prop_map(|(a, b)| Expr::new(Node::Max(a, b))),
            1 => two.prop_map(|(a, b)| Expr::new(Node::Min(a, b))),
            1 => inner.clone().prop_map(|a| Expr::new(Node::Named("mish".into(), vec![a]))),
            1 => (inner.clone(), number())
                .prop_map(|(a, p)| Expr::new(Node::Named("swish".into(), vec![a, p]))),
            1 => (prop::sample::select(vec![
                    Relation::Less, Relation::LessEqual, Relation::Greater, Relation::GreaterEqual,
                ]), prop::array::uniform4(inner))
                .prop_map(|(r, parts)| Expr::new(Node::Where(r, parts))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printing_round_trips(e in tree()) {
        let text = e.to_string();
        let again = parse(&text, &declared()).map_err(|d| TestCaseError::fail(format!("{text}: {d}")))?.expr;
        prop_assert_eq!(&again, &e, "{}", text);
        prop_assert_eq!(again.to_string(), text);
    }

    /// No pair of parentheses can be left out: without it the text is wrong or means another tree.
    #[test]
    fn parentheses_are_minimal(e in tree()) {
        let text = e.to_string();
        let bytes = text.as_bytes();
        let mut open = Vec::new();
        for (i, c) in bytes.iter().enumerate() {
            match c {
                b'(' => open.push(i),
                b')' => {
                    let start = open.pop().unwrap();
                    if start > 0 && bytes[start - 1].is_ascii_alphanumeric() {
                        continue; // the parentheses of a call
                    }
                    let without = format!("{}{}{}", &text[..start], &text[start + 1..i], &text[i + 1..]);
                    if let Ok(other) = parse(&without, &declared()) {
                        prop_assert_ne!(&other.expr, &e, "{} and {}", text, without);
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[x0-9a-e+*/^()., <>=:?-]{0,40}") {
        if let Ok(parsed) = parse(&text, &declared()) {
            prop_assert_eq!(read(&parsed.expr.to_string()), parsed.expr);
        }
    }

    #[test]
    fn spans_underline_text_that_means_the_node(e in tree()) {
        let text = e.to_string();
        let mut todo = vec![read(&text)];
        while let Some(node) = todo.pop() {
            let span = node.span().expect("every node has a span");
            let part = &text[span.start..span.end];
            prop_assert_eq!(read(part), node.clone(), "{} of {}", part, text);
            todo.extend(node.node().children().into_iter().cloned());
        }
    }
}

#[test]
fn numbers_are_exact() {
    for (text, value) in [
        ("0.044715", "8943/200000"),
        (".5", "1/2"),
        ("2.", "2"),
        ("1e-3", "1/1000"),
        ("1.5E+2", "150"),
        ("0e-1000", "0"),
        ("00012", "12"),
        ("3/4", "3/4"),
        ("-6/4", "-3/2"),
        ("--2", "2"),
        ("-0", "0"),
        ("3/4/5", "3/20"),
        ("2/(1/3)", "6"),
        ("-(1/2)", "-1/2"),
        ("1/-3", "-1/3"),
    ] {
        let e = read(text);
        assert!(e.as_num().is_some(), "{text}");
        assert_eq!(e.to_string(), value, "{text}");
    }
    let digits = "7".repeat(4000);
    assert_eq!(print(&digits), digits);
}

#[test]
fn precedence() {
    let x = Expr::x;
    let two = || Expr::int(2);
    assert_eq!(read("-x^2"), -(x().pow(2)));
    assert_eq!(read("-x*2"), (-x()) * two());
    assert_eq!(read("2^-x"), Expr::new(Node::Pow(two(), -x())));
    assert_eq!(read("x^2^x"), read("x^(2^x)"));
    assert_eq!(read("x**2"), x().pow(2));
    assert_eq!(read("x-2-x"), (x() - two()) - x());
    assert_eq!(read("x/2/x"), (x() / two()) / x());
    assert_eq!(read("x - -2"), x() - Expr::int(-2));
    assert_eq!(read("x*-2"), x() * Expr::int(-2));
    assert_eq!(read("-2^2"), -(two().pow(2)));
    assert_eq!(read("(-2)^2"), Expr::int(-2).pow(2));
    assert_eq!(read("x*3/4"), (x() * Expr::int(3)) / Expr::int(4));
    assert_eq!(read("x*(3/4)"), x() * Expr::ratio(3, 4));
    assert_eq!(read("ln(x)"), read("log(x)"));
}

#[test]
fn minimal_text() {
    for text in [
        "x + 2*x^2 - (x - 1)",
        "-(x + 1)",
        "(-x)^2",
        "x^-2",
        "x^(1/2)",
        "1/2*x",
        "x*(1/2)",
        "x/(1 + exp(-x))",
        "(x^2)^3",
        "x - (x - 1)",
        "x/(x*2)",
        "where(x <= -1, 0, max(x, 1))",
        "compose(sigmoid(x), x^2)",
        "diff(diff(tanh(x)))",
        "swish(x, 3/2)",
        "keras::leaky_relu(x, 1/5)",
        "beta*c_1 - a",
    ] {
        assert_eq!(print(text), text);
    }
}

#[test]
fn bare_names() {
    assert_eq!(print("sigmoid"), "sigmoid(x)");
    assert_eq!(print("tanh"), "tanh(x)");
    assert_eq!(print("exp"), "exp(x)");
    assert_eq!(print("torch::gelu"), "gelu(x)");
    assert_eq!(print("jax::gelu"), "gelu_tanh(x)");
    assert_eq!(print("diff(sigmoid)"), "diff(sigmoid(x))");
    assert_eq!(
        print("compose(sigmoid, tanh)"),
        "compose(sigmoid(x), tanh(x))"
    );
    assert_eq!(print("compose(x^2, torch::SiLU)"), "compose(x^2, silu(x))");
    assert_eq!(print("beta"), "beta");
}

#[test]
fn parameters_of_the_catalogue() {
    let none = Parameters::new();
    let plain = parse("swish", &none).unwrap();
    assert_eq!(plain.expr.to_string(), "swish(x, 1)");
    assert!(
        plain
            .notes
            .iter()
            .any(|n| n.contains("beta = 1 (the default)")),
        "{:?}",
        plain.notes
    );

    let mut symbolic = Parameters::new();
    symbolic.declare("beta").unwrap();
    assert_eq!(
        parse("swish", &symbolic).unwrap().expr.to_string(),
        "swish(x, beta)"
    );
    assert_eq!(symbolic.get("beta"), Some(&Binding::Symbolic));

    let mut value = Parameters::new();
    value.declare("beta=3/2").unwrap();
    assert_eq!(
        parse("swish(2*x)", &value).unwrap().expr.to_string(),
        "swish(2*x, 3/2)"
    );
    assert_eq!(
        parse("swish(x, 2)", &value).unwrap().expr.to_string(),
        "swish(x, 2)"
    );
    assert_eq!(parse("-beta*x", &value).unwrap().expr.to_string(), "-3/2*x");
    let explicit = parse("swish(x, 2)", &none).unwrap();
    assert!(
        explicit.notes.iter().all(|n| !n.contains("default)")),
        "{:?}",
        explicit.notes
    );
}

#[test]
fn ambiguous_names_are_told() {
    let none = Parameters::new();
    let notes = |text: &str| parse(text, &none).unwrap().notes;
    assert!(notes("gelu")[0].contains("jax::gelu"));
    assert!(notes("torch::gelu").is_empty());
    assert!(notes("jax::gelu").is_empty());
    assert_eq!(notes("gelu(x) + gelu(2*x)").len(), 1);
    assert!(notes("softplus")[0].contains("torch::softplus"));
    assert!(notes("sigmoid").is_empty());
}

#[test]
fn patterns() {
    let p = parse_pattern("exp(?a)*exp(?b)").unwrap();
    assert_eq!(p.to_string(), "exp(?a)*exp(?b)");
    assert_eq!(
        parse_pattern("swish(?a, ?b)").unwrap().to_string(),
        "swish(?a, ?b)"
    );
    assert_eq!(parse_pattern("diff(?f)").unwrap().to_string(), "diff(?f)");
}

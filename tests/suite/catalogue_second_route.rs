//! Every verdict on the analytic functions of the catalogue, and on elementary functions beside it, against the
//! second route: ranks by enclosed determinants, relations by enclosed values.

use std::collections::BTreeMap;

use num_rational::BigRational;
use wronski::internals::certificate::Verdict;
use wronski::internals::expr::catalogue::{Smoothness, all};
use wronski::internals::expr::{Expr, Node, Parameters, parse, substitute_parameters};
use wronski::internals::interval::{Evaluator, Interval};
use wronski::internals::pipeline::{Assumptions, Limits, Verification, cross_check, verify};
use wronski::internals::rewrite::shipped;
use wronski::internals::theorem::Detail;

/// Functions that people ask about and that are no entries of the catalogue.
const OTHERS: [&str; 16] = [
    "exp(x)",
    "sinh(x)",
    "cosh(x)",
    "x/sqrt(1 + x^2)",
    "sqrt(1 + x^2)",
    "exp(-x^2/2)",
    "x*exp(-x^2)",
    "(1 - x^2)*exp(-x^2/2)",
    "1/(1 + x^2)",
    "log(1 + x^2)",
    "x*atan(x)",
    "sin(x^2)",
    "atan(sinh(x))",
    "cbrt(1 + x^2)",
    "exp(sin(x))",
    "exp(x) + exp(sqrt(2)*x)",
];

fn decide(text: &str) -> Verification {
    verify(
        text,
        &Parameters::new(),
        shipped(),
        &Limits::default(),
        Assumptions::All,
    )
    .unwrap_or_else(|d| panic!("{text}: {}", d.message))
}

fn diff(e: Expr) -> Expr {
    Expr::new(Node::Diff(e))
}

/// The enclosed value at `x` of `sum c_j f_j`, for a relation between 1, S, S1, S2 with coefficients in x, sigma,
/// diff(sigma), ...
fn relation_value(v: &Verification, relation: &[String], x: &BigRational) -> Option<Interval> {
    let sigma = v.function.expr.clone();
    let mut parameters = Parameters::new();
    let mut values = BTreeMap::new();
    let (mut name, mut derivative) = ("sigma".to_string(), sigma.clone());
    let mut names = vec![];
    for k in 0..5 {
        let letter = format!("s{k}");
        parameters.declare(&letter).expect("a name");
        names.push((name.clone(), letter.clone()));
        values.insert(letter, derivative.clone());
        name = format!("diff({name})");
        derivative = diff(derivative);
    }
    let compose = |f: Expr| Expr::new(Node::Compose(f, sigma.clone()));
    let functions = [
        Expr::int(1),
        compose(sigma.clone()),
        compose(diff(sigma.clone())),
        compose(diff(diff(sigma.clone()))),
    ];
    let mut sum = Expr::int(0);
    for (c, f) in relation.iter().zip(functions) {
        let text = names
            .iter()
            .rev()
            .fold(c.clone(), |t, (n, l)| t.replace(n, l));
        let c = parse(&text, &parameters).unwrap_or_else(|d| panic!("{c}: {}", d.message));
        sum = sum + substitute_parameters(&c.expr, &values) * f;
    }
    let evaluator = Evaluator::new(512);
    let at = Interval::from_rational(x, 512);
    Some(evaluator.derivatives(&sum, &at, 0).ok()?.first()?.clone())
}

fn against_the_second_route(text: &str) {
    let v = decide(text);
    for found in cross_check(&v).unwrap_or_else(|d| panic!("{text}: {}", d.message)) {
        let rank = found
            .rank
            .unwrap_or_else(|| panic!("{text}: {} is undecided", found.claim));
        assert_eq!(found.at_least, Ok(rank), "{text}: {}", found.claim);
    }
    for c in &v.claims {
        assert!(
            !matches!(c.verdict, Verdict::Undecided(_))
                || c.id.as_str().starts_with("assumption-2/claim-2"),
            "{text}: {}",
            c.id
        );
        let Detail::Relation(Some(relation)) = &c.detail else {
            continue;
        };
        let mut seen = 0;
        for (n, d) in [(3, 7), (-5, 4), (13, 9), (-1, 6)] {
            let x = BigRational::new(n.into(), d.into());
            let Some(value) = relation_value(&v, relation, &x) else {
                continue;
            };
            seen += 1;
            assert!(value.possibly_zero(), "{text}: {} at {x}: {value:?}", c.id);
            assert!(
                value.magnitude() < rug::Float::with_val(64, 1e-60),
                "{text}: {} at {x}: {value:?}",
                c.id
            );
        }
        assert!(seen > 0, "{text}: {} could not be evaluated", c.id);
    }
}

#[test]
fn catalogue() {
    let analytic: Vec<&str> = all()
        .iter()
        .filter(|e| e.smoothness == Smoothness::Analytic)
        .map(|e| e.name.as_str())
        .collect();
    assert!(analytic.len() >= 28, "{analytic:?}");
    in_parallel(&analytic);
}

#[test]
fn elementary_functions() {
    in_parallel(&OTHERS);
}

/// A relation with a wrong coefficient is seen.
#[test]
fn a_wrong_relation_is_seen() {
    let v = decide("asinh(x)");
    let x = BigRational::new(3.into(), 7.into());
    let relation = |c: &str| ["0", "0", c, "1"].map(String::from);
    let right = relation_value(&v, &relation("sigma/(sigma^2 + 1)"), &x).expect("defined");
    assert!(right.possibly_zero());
    let wrong = relation_value(&v, &relation("sigma/(sigma^2 + 2)"), &x).expect("defined");
    assert!(!wrong.possibly_zero());
}

fn in_parallel(texts: &[&str]) {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|s| {
        for w in 0..workers {
            std::thread::Builder::new()
                .stack_size(64 << 20)
                .spawn_scoped(s, move || {
                    texts
                        .iter()
                        .skip(w)
                        .step_by(workers)
                        .for_each(|t| against_the_second_route(t));
                })
                .expect("a thread");
        }
    });
}

//! The shipped catalogue: well-formed, unambiguous, and equal to what its sources state.

use std::collections::BTreeSet;

use wronski::expr::{
    Expr, Func, Node, Parameters, catalogue, expand, parameters, parse, tree_size,
};

fn read(text: &str) -> Expr {
    parse(text, &Parameters::new())
        .unwrap_or_else(|d| panic!("{text}: {d}"))
        .expr
}

#[test]
fn every_entry_is_read_and_prints_back() {
    assert!(catalogue::all().len() >= 50);
    for entry in catalogue::all() {
        let mut params = Parameters::new();
        for p in &entry.parameters {
            params
                .declare(&p.name)
                .unwrap_or_else(|d| panic!("{}: {d}", entry.name));
        }
        let again = parse(&entry.definition.to_string(), &params).unwrap().expr;
        assert_eq!(again, entry.definition, "{}", entry.name);
        let known: BTreeSet<String> = entry.parameters.iter().map(|p| p.name.clone()).collect();
        assert_eq!(parameters(&entry.definition), known, "{}", entry.name);
        assert!(!entry.source.is_empty());
        let expanded = expand(&entry.definition).unwrap();
        assert!(tree_size(&expanded) < 100, "{}", entry.name);
    }
}

#[test]
fn every_spelling_leads_to_its_entry_and_can_be_called() {
    let mut seen = BTreeSet::new();
    for entry in catalogue::all() {
        for name in [&entry.name]
            .into_iter()
            .chain(&entry.aliases)
            .chain(&entry.frameworks)
        {
            assert!(seen.insert(name.clone()), "{name} twice");
            assert_eq!(catalogue::find(name).unwrap().name, entry.name);
            let bare = read(name);
            assert_eq!(bare, read(&format!("{name}(x)")));
            match bare.node() {
                Node::Named(n, args) => {
                    assert_eq!(**n, *entry.name);
                    assert_eq!(args.len(), 1 + entry.parameters.len());
                }
                Node::Func(f, _) => assert_eq!(f.name(), entry.name),
                other => panic!("{name}: {other:?}"),
            }
        }
    }
    assert!(catalogue::find("sigmoidal").is_none());
    assert_eq!(catalogue::find("torch::SiLU").unwrap().name, "silu");
    assert_eq!(
        catalogue::find("TORCH::log_sigmoid").unwrap().name,
        "log_sigmoid"
    );
}

#[test]
fn the_seven_of_the_theorem_are_there() {
    for name in [
        "tanh", "sigmoid", "silu", "softplus", "gelu", "swish", "mish",
    ] {
        let entry = catalogue::find(name).unwrap();
        assert_eq!(entry.smoothness, catalogue::Smoothness::Analytic);
    }
}

/// Definitions of entries that are no functions of the grammar never come back to themselves.
#[test]
fn references_are_acyclic() {
    for entry in catalogue::all() {
        let mut expr = entry.definition.clone();
        for _ in 0..4 {
            let names: Vec<String> = named(&expr);
            if names.is_empty() {
                break;
            }
            assert!(!names.contains(&entry.name), "{}", entry.name);
            expr = names
                .iter()
                .map(|n| catalogue::find(n).unwrap().definition.clone())
                .fold(Expr::int(0), |a, b| a + b);
        }
        assert!(named(&expr).is_empty(), "{}", entry.name);
    }
}

fn named(expr: &Expr) -> Vec<String> {
    let mut out = Vec::new();
    let mut todo = vec![expr.clone()];
    while let Some(e) = todo.pop() {
        if let Node::Named(n, _) = e.node() {
            out.push(n.to_string());
        }
        todo.extend(e.node().children().into_iter().cloned());
    }
    out
}

#[test]
fn instantiate_replaces_argument_and_parameters() {
    let swish = catalogue::find("swish").unwrap();
    let made = swish
        .instantiate(&[read("x^2"), Expr::ratio(3, 2)])
        .unwrap();
    assert_eq!(made.to_string(), "x^2*sigmoid(3/2*x^2)");
    assert!(swish.instantiate(&[Expr::x()]).is_err());
    assert!(swish.instantiate(&[]).is_err());
    // A user's parameter of the same name inside the argument is not captured.
    let mut params = Parameters::new();
    params.declare("beta").unwrap();
    let inner = parse("beta*x", &params).unwrap().expr;
    let made = swish.instantiate(&[inner, Expr::int(2)]).unwrap();
    assert_eq!(made.to_string(), "beta*x*sigmoid(2*(beta*x))");
    assert_eq!(Expr::apply(Func::Exp, Expr::x()).to_string(), "exp(x)");
}

//! Patterns: matching, instantiation, positions.

use proptest::prelude::*;
use wronski_expr::pattern::{
    Substitution, instantiate, match_at, match_whole, metavariable, replace, subterm,
};
use wronski_expr::{Expr, Func, Parameters, parse, parse_pattern};

fn read(text: &str) -> Expr {
    parse(text, &Parameters::new()).unwrap().expr
}

fn pattern(text: &str) -> Expr {
    parse_pattern(text).unwrap()
}

fn shown(s: &Substitution) -> String {
    s.iter()
        .map(|(k, v)| format!("{k}={v}"))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn matches() {
    for (p, e, want) in [
        ("exp(?a)*exp(?b)", "exp(2*x)*exp(-x)", "?a=2*x ?b=-x"),
        ("?a + ?a", "sin(x) + sin(x)", "?a=sin(x)"),
        ("?a", "x^2", "?a=x^2"),
        ("swish(?a, ?b)", "swish(x^2, 3)", "?a=x^2 ?b=3"),
        ("where(?a > 0, ?a, 0)", "where(x > 0, x, 0)", "?a=x"),
        ("pi*e", "pi*e", ""),
        ("?a^2", "(x + 1)^2", "?a=x + 1"),
    ] {
        let found = match_whole(&pattern(p), &read(e));
        assert_eq!(
            found.as_ref().map(shown).as_deref(),
            Some(want),
            "{p} in {e}"
        );
        assert_eq!(instantiate(&pattern(p), &found.unwrap()).unwrap(), read(e));
    }
}

#[test]
fn does_not_match() {
    for (p, e) in [
        ("?a + ?a", "sin(x) + cos(x)"),
        ("exp(?a)", "log(x)"),
        ("?a^2", "x^3"),
        ("?a + ?b", "x - 1"),
        ("silu(?a)", "mish(x)"),
        ("where(?a > 0, ?b, ?c)", "where(x >= 0, x, 0)"),
        ("pi", "e"),
        ("-?a", "-2"),
    ] {
        assert_eq!(match_whole(&pattern(p), &read(e)), None, "{p} in {e}");
    }
}

#[test]
fn positions() {
    let e = read("1 + exp(x*2)");
    assert_eq!(subterm(&e, &[]), Some(&e));
    assert_eq!(subterm(&e, &[1, 0, 1]), Some(&Expr::int(2)));
    assert_eq!(subterm(&e, &[1, 1]), None);
    assert_eq!(subterm(&e, &[0, 0]), None);
    let new = replace(&e, &[1, 0, 1], read("x + 3")).unwrap();
    assert_eq!(new.to_string(), "1 + exp(x*(x + 3))");
    assert_eq!(replace(&e, &[], Expr::x()), Some(Expr::x()));
    assert_eq!(replace(&e, &[2], Expr::x()), None);
    assert_eq!(replace(&e, &[0, 0], Expr::x()), None);
    assert_eq!(
        match_at(&pattern("?a*?b"), &e, &[1, 0])
            .map(|s| shown(&s))
            .as_deref(),
        Some("?a=x ?b=2")
    );
    assert_eq!(match_at(&pattern("?a*?b"), &e, &[5]), None);
}

#[test]
fn unbound_metavariables_are_refused() {
    let d = instantiate(
        &pattern("?a + ?b"),
        &Substitution::from([("?a".into(), Expr::x())]),
    );
    assert_eq!(d.unwrap_err().code, "W0124");
    assert_eq!(metavariable(&pattern("?a")), Some("?a"));
    assert_eq!(metavariable(&Expr::param("a")), None);
}

proptest! {
    /// Replacing a subterm by itself changes nothing, and what was put somewhere is found there.
    #[test]
    fn replace_then_subterm(path in prop::collection::vec(0usize..3, 0..6)) {
        let e = read("where(x > exp(x - 1), x*(x + 2)^3, max(-x, swish(x, 2)) / compose(sin(x), 2*x))");
        let mark = Expr::apply(Func::Atan, Expr::int(7));
        match subterm(&e, &path) {
            None => prop_assert_eq!(replace(&e, &path, mark), None),
            Some(old) => {
                prop_assert_eq!(replace(&e, &path, old.clone()), Some(e.clone()));
                let new = replace(&e, &path, mark.clone()).unwrap();
                prop_assert_eq!(subterm(&new, &path), Some(&mark));
                prop_assert_ne!(new, e.clone());
            }
        }
    }
}

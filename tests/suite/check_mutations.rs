//! The checker refuses every changed certificate.
//!
//! A mutator walks over the JSON tree of valid certificates and changes one thing at a time: every
//! string, number and flag, every item dropped, doubled or exchanged with its neighbour, every key removed,
//! an unknown key added everywhere. Whatever is read back has to be rejected.
//!
//! Exempt are only
//! * claims left out on which no other rests: a certificate of fewer claims;
//! * the end of the list of steps: the expression is confirmed to denote the element in any case;
//! * another pair of points at which a radicand has different residue characters;
//! * the summands of a sum of squares or waves in another order;
//! * coordinates of points in variables on which nothing evaluated there depends: with any other
//!   value the certificate is as true as before; and another point with the same minor of a Jacobian.

use std::collections::BTreeMap;

use serde_json::Value;
use wronski::internals::certificate::{Certificate, Evidence};
use wronski::internals::check::check_text;
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Assumptions, Limits, independent, verify};
use wronski::internals::rewrite::shipped;

fn declared(parameters: &[&str]) -> Parameters {
    let mut declared = Parameters::new();
    for p in parameters {
        declared.declare(p).expect("a declaration");
    }
    declared
}

fn activation(text: &str, parameters: &[&str]) -> Certificate {
    let v = verify(
        text,
        &declared(parameters),
        shipped(),
        &Limits::default(),
        Assumptions::All,
    );
    v.expect("an activation").certificate()
}

fn family(functions: &[&str], parameters: &[&str]) -> Certificate {
    let v = independent(
        functions,
        &declared(parameters),
        shipped(),
        &Limits::default(),
    );
    v.expect("a family").certificate()
}

fn valid(c: &Value) -> bool {
    check_text(&c.to_string()).is_ok()
}

/// The changed values of one node.
fn changes(v: &Value) -> Vec<Value> {
    let mut out = vec![];
    match v {
        Value::Null => {}
        Value::Bool(b) => out.push(Value::Bool(!b)),
        Value::Number(n) => {
            let n = n.as_i64().expect("an integer");
            out.extend([n + 1, n - 1, -n, i64::MAX].map(Value::from));
        }
        Value::String(s) => {
            let mut texts = vec![
                format!("{s}1"),
                format!("{s} "),
                String::new(),
                format!("0{s}"),
            ];
            if let Ok(n) = s.parse::<i128>() {
                texts.extend([(n + 1).to_string(), (-n).to_string()]);
            }
            out.extend(texts.into_iter().map(Value::from));
        }
        Value::Array(items) => {
            for i in 0..items.len() {
                let mut dropped = items.clone();
                dropped.remove(i);
                let mut doubled = items.clone();
                doubled.insert(i, items[i].clone());
                out.extend([dropped, doubled].map(Value::from));
                if i + 1 < items.len() {
                    let mut exchanged = items.clone();
                    exchanged.swap(i, i + 1);
                    out.push(exchanged.into());
                }
            }
        }
        Value::Object(map) => {
            for key in map.keys() {
                let mut fewer = map.clone();
                fewer.remove(key);
                out.push(fewer.into());
            }
            let mut more = map.clone();
            more.insert("unknown".into(), Value::from(0));
            out.push(more.into());
        }
    }
    out.retain(|w| w != v);
    out
}

/// The paths of all nodes.
fn paths(v: &Value, here: String, out: &mut Vec<String>) {
    out.push(here.clone());
    match v {
        Value::Array(items) => {
            for (i, w) in items.iter().enumerate() {
                paths(w, format!("{here}/{i}"), out);
            }
        }
        Value::Object(map) => {
            for (k, w) in map {
                paths(w, format!("{here}/{k}"), out);
            }
        }
        _ => {}
    }
}

/// Long lists of equal things are changed at a few places only.
fn skipped(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(2).any(|w| {
        matches!(w[0], "points" | "relations")
            && w[1]
                .parse::<usize>()
                .is_ok_and(|i| i > 2 && i != 5 && i != 33)
    })
}

fn exempt(c: &Certificate, path: &str, change: &Value) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["", "functions", i, "steps"] => {
            let all =
                serde_json::to_value(&c.functions[i.parse::<usize>().expect("a number")].steps)
                    .expect("steps");
            let (all, left) = (
                all.as_array().expect("a list"),
                change.as_array().expect("a list"),
            );
            all.starts_with(left)
        }
        // What is left says less, and needs nothing that was dropped, or the checker would refuse it.
        ["", "claims"] => {
            let tree = serde_json::to_value(&c.claims).expect("a tree");
            let (all, left) = (
                tree.as_array().expect("a list"),
                change.as_array().expect("a list"),
            );
            left.len() < all.len() && left.iter().all(|w| all.contains(w))
        }
        ["", "claims", _, "evidence", "point"] => {
            // An exchange of coordinates: the minor has the same value at the other point.
            c.claims.iter().any(|c| {
                matches!(&c.evidence, Some(Evidence::Transcendental(e))
                if change.as_array().is_some_and(|p| p.len() == e.point.len()))
            })
        }
        // The summands of a sum in another order.
        [.., "squares" | "multiplier" | "waves" | "rest"] => {
            let tree = serde_json::to_value(c).expect("a tree");
            let sorted = |v: &Value| {
                let texts = v.as_array().map(|l| l.iter().map(Value::to_string));
                let mut texts: Vec<String> = texts.into_iter().flatten().collect();
                texts.sort();
                texts
            };
            let original = tree.pointer(path).expect("a node");
            change.is_array() && sorted(original) == sorted(change)
        }
        [
            "",
            "tower",
            "variables",
            _,
            "witness",
            "characters",
            _,
            "points",
            ..,
        ] => {
            // Any two points with different characters will do; they stay two.
            change
                .as_array()
                .is_none_or(|p| p.len() == 2 || path_ends_in_a_point(&parts))
        }
        _ => false,
    }
}

/// `.../points/0`: one of the two points.
fn path_ends_in_a_point(parts: &[&str]) -> bool {
    parts.len() >= 2 && parts[parts.len() - 2] == "points"
}

/// The list of points that a coordinate belongs to, and the number of its variable.
fn coordinate(path: &str) -> Option<(String, usize)> {
    let parts: Vec<&str> = path.rsplitn(4, '/').collect();
    match parts.as_slice() {
        [v, _, "points", start] => Some((format!("{start}/points"), v.parse().ok()?)),
        [v, "point", ..] => Some((path.rsplit_once('/')?.0.to_string(), v.parse().ok()?)),
        _ => None,
    }
}

/// Does the evidence at these points really not depend on the variable? Its coordinates are all set
/// to several values, the same and different ones; the certificate must stay valid with all of them.
fn irrelevant(c: &Value, points: &str, variable: usize) -> bool {
    (1..4u64).all(|seed| {
        let mut changed = c.clone();
        let set = |p: &mut Value, i: u64| {
            p[variable] = Value::from((1 + seed * 7919 * (i + 1)).to_string())
        };
        match changed.pointer_mut(points) {
            Some(Value::Array(list)) if list.first().is_some_and(Value::is_array) => {
                for (i, p) in list.iter_mut().enumerate() {
                    set(p, i as u64);
                }
            }
            Some(p) => set(p, 0),
            None => return false,
        }
        valid(&changed)
    })
}

/// An exchange of two neighbouring coordinates of one point: their variables.
fn exchanged(path: &str, before: &Value, after: &Value) -> Option<(String, [usize; 2])> {
    let (points, _) = path
        .rsplit_once('/')
        .filter(|(p, _)| p.ends_with("/points"))?;
    let (before, after) = (before.as_array()?, after.as_array()?);
    let i = before.iter().zip(after).position(|(a, b)| a != b)?;
    (before.len() == after.len()).then(|| (points.to_string(), [i, i + 1]))
}

fn every_change_is_refused(c: &Certificate) {
    let tree = serde_json::to_value(c).expect("a tree");
    assert!(valid(&tree), "the certificate itself is valid");
    let mut all = vec![];
    paths(&tree, String::new(), &mut all);
    let mut tried = 0;
    let mut irrelevance: BTreeMap<(String, usize), bool> = BTreeMap::new();
    let mut excused = |points: &str, variables: &[usize]| {
        variables.iter().all(|&v| {
            *irrelevance
                .entry((points.to_string(), v))
                .or_insert_with(|| irrelevant(&tree, points, v))
        })
    };
    let mut accepted = vec![];
    for path in all.iter().filter(|p| !skipped(p)) {
        let original = tree.pointer(path).expect("a node");
        for change in changes(original) {
            tried += 1;
            let mut mutant = tree.clone();
            *mutant.pointer_mut(path).expect("a node") = change.clone();
            if !valid(&mutant) || exempt(c, path, &change) {
                continue;
            }
            if coordinate(path).is_some_and(|(points, v)| excused(&points, &[v]))
                || exchanged(path, original, &change)
                    .is_some_and(|(points, v)| excused(&points, &v))
            {
                continue;
            }
            accepted.push(format!("{path}: {} -> {}", short(original), short(&change)));
        }
    }
    assert!(
        accepted.is_empty(),
        "{} of {tried} changes accepted:\n{}",
        accepted.len(),
        accepted.join("\n")
    );
    assert!(tried > 100, "only {tried} changes tried");
}

fn short(v: &Value) -> String {
    v.to_string().chars().take(160).collect()
}

#[test]
fn sigmoid() {
    every_change_is_refused(&activation("sigmoid", &[]));
}

#[test]
fn softplus() {
    every_change_is_refused(&activation("softplus", &[]));
}

#[test]
fn gelu() {
    every_change_is_refused(&activation("gelu", &[]));
}

#[test]
fn swish_symbolic() {
    every_change_is_refused(&activation("swish", &["beta"]));
}

#[test]
fn quadratic() {
    every_change_is_refused(&activation("x^2 - x", &[]));
}

#[test]
fn relu() {
    every_change_is_refused(&activation("relu", &[]));
}

#[test]
fn sine() {
    every_change_is_refused(&activation("sin(x)", &[]));
}

#[test]
fn root_of_an_exponential_sum() {
    every_change_is_refused(&activation("sqrt(1 + exp(x))", &[]));
}

/// The claim `analytic` alone, without a tower.
fn analytic(text: &str, parameters: &[&str]) -> Certificate {
    let v = verify(
        text,
        &declared(parameters),
        shipped(),
        &Limits::default(),
        Assumptions::One,
    );
    let mut c = v.expect("an activation").certificate();
    c.claims.truncate(1);
    c.functions[0].element = String::new();
    c.functions[0].steps = vec![];
    c.tower.variables = vec![];
    c
}

/// Facts of several kinds.
#[test]
fn facts_of_analyticity() {
    every_change_is_refused(&analytic(
        "log(2 + sin(x) + cos(x))/(tanh(x)^2 - tanh(x) + 1/2)",
        &[],
    ));
    every_change_is_refused(&analytic("x/(x^2 + a*x + a^2 + 1/10)", &["a"]));
    every_change_is_refused(&analytic("1/where(x^2 >= 0, 2 + x^2, x)", &[]));
    every_change_is_refused(&analytic("log(x + sqrt(1 + x^2))", &[]));
}

#[test]
fn families_with_roots_and_angles() {
    every_change_is_refused(&family(
        &[
            "sqrt(1 + x^2)",
            "sin(x)",
            "atan(x)",
            "2^(1/3)*x^2",
            "(1 + x^4)^(1/3)",
        ],
        &[],
    ));
    every_change_is_refused(&family(
        &["sin(1)*x", "sqrt(x^2 + 2)", "x/sqrt(x^2 + 2)"],
        &[],
    ));
}

#[test]
fn families() {
    every_change_is_refused(&family(
        &["exp(x)", "log(1 + exp(x))", "x", "log(1 + exp(-x))", "1"],
        &[],
    ));
    every_change_is_refused(&family(&["x + a", "a*x + 1"], &["a"]));
    every_change_is_refused(&family(
        &["erf(x)", "x*exp(-x^2)", "exp(-x^2)", "1", "erf(-x)"],
        &[],
    ));
}

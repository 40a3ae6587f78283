//! The facts of analyticity: what the prover writes is confirmed, for every kind of fact; and whatever is
//! changed so that it no longer follows is refused.
//!
//! That the functions are analytic on the real line follows by hand for each: positive denominators,
//! radicands and arguments of logarithms, by squares, bounds of sine and error function, or comparison of
//! growth.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Value, json};
use wronski::internals::certificate::Bound;
use wronski::internals::certificate::Interval;
use wronski::internals::check::{Rejection, check_text};
use wronski::internals::expr::{Parameters, catalogue};
use wronski::internals::pipeline::{Assumptions, Limits, verify};
use wronski::internals::rewrite::shipped;

/// Analytic functions with the kinds of facts that they rest on at least.
const ANALYTIC: &[(&str, &[&str], &[&str])] = &[
    ("x/(1 + exp(-x))", &[], &["structure"]),
    ("log(1 + log(1 + exp(x)))", &[], &["structure"]),
    ("(1 + x^2)^(-2/3)*cbrt(2 - tanh(x))", &[], &["structure"]),
    ("(2 + cos(x))^x", &[], &["structure"]),
    ("1/(2 + erf(x) + atan(x)/10)", &[], &["structure"]),
    ("tan(3 + sin(x)/100)", &[], &["structure"]),
    ("sqrt((x^2 - 1)^4)", &[], &[]),
    ("compose(sqrt(1 + x^2), sinh(x))", &[], &["structure"]),
    ("diff(log(1 + exp(x)))", &[], &["structure"]),
    // 4(x^2 + x + 1) = (2x + 1)^2 + 3; x^4 - x^3 + x^2 - x + 1 = (x^5 + 1)/(x + 1).
    ("1/(x^2 + x + 1)", &[], &["signs"]),
    ("1/(x^4 - x^3 + x^2 - x + 1)", &[], &["signs"]),
    // y^2 - y + 1 > 0 for y = exp(x).
    ("1/(exp(2*x) - exp(x) + 1)", &[], &["signs"]),
    ("1/(exp(a*x) + exp(-a*x) - 1)", &["a"], &["signs"]),
    // t^2 - t + 1/2 = (t - 1/2)^2 + 1/4 and |t| < 1.
    (
        "1/(tanh(x)^2 - tanh(x) + 1/2)",
        &[],
        &["structure", "signs", "meet"],
    ),
    // Squares.
    ("1/(1 + (a^2 + 2*a*b + b^2)*x^2)", &["a", "b"], &["signs"]),
    ("1/(x^2 + a*x + a^2 + 1/10)", &["a"], &["signs"]),
    (
        "sqrt(a^2 + b^2 + x^2 - a*b - b*x - a*x + 1)",
        &["a", "b"],
        &["signs"],
    ),
    ("1/((a^2 + b^2)*x^2 + 2*a*x + 2)", &["a", "b"], &["signs"]),
    // sqrt(2) < 2; sqrt(1 + 4) + 1/2 < 3.
    ("log(2 + sin(x) + cos(x))", &[], &["waves"]),
    ("1/(3 + sin(2*x) - 2*cos(2*x) + tanh(x)/2)", &[], &["waves"]),
    // x^2 < x^2 + 1.
    ("log(x + sqrt(1 + x^2))", &[], &["root"]),
    ("1/(sqrt(x^2 + 1) - x)", &[], &["root"]),
    // log((2 + x^2)/(1 + x^2)) > 0.
    ("1/(log(2 + x^2) - log(1 + x^2))", &[], &["logarithms"]),
    ("tan(atan(x))", &[], &["arctangent"]),
    ("tan(-atan(x)/2 + x - x)", &[], &["arctangent"]),
    // pi = 3.14159265358979323846264338327950288419...
    (
        "x/(pi - 314159265358979323846264338327950288/10^35)",
        &[],
        &["enclosure"],
    ),
    // exp(x) >= 1 + x; cosh(x) >= 1 + x^2/2 > x; x^2 - x sin(x) + 1 >= x^2 - |x| + 1.
    ("log(exp(x) - x)", &[], &["boxes"]),
    ("1/(cosh(x) - x)", &[], &["boxes"]),
    ("1/(x^2 - x*sin(x) + 1)", &[], &["boxes"]),
    ("1/(1 + x^2 + sin(x))", &[], &["boxes"]),
    // x^4 - 3x + 5 > 5/2 (least value at x^3 = 3/4), and |x exp(-x^2)| < 1/2.
    ("1/(x^4 - 3*x + exp(-x^2)*x + 5)", &[], &["boxes"]),
    // log(1 + exp(x)) > max(x, 0), and exp(-x) - x + x^2 > 0.
    ("1/(log(1 + exp(x)) + exp(-x) - x + x^2)", &[], &["boxes"]),
    // sqrt(1 + x^2) > x.
    ("1/(sqrt(1 + x^2) + exp(x) - x)", &[], &["boxes"]),
    // |x^3 exp(-x^2)| <= (3/2)^(3/2) exp(-3/2) < 1/2.
    ("1/(exp(-x^2)*x^3 + 2 + erf(x/sqrt(2)))", &[], &["boxes"]),
    // One piece.
    ("abs(exp(x) + x^2)", &[], &["structure"]),
    ("max(exp(x), 0)", &[], &["structure"]),
    ("min(exp(x), 2 + exp(x))", &[], &["signs"]),
    ("max(abs(1 + x^2), -1)", &[], &["structure"]),
    ("abs(max(exp(x), 0))", &[], &["structure"]),
    ("where(x^2 + 1 < 0, 1/x, exp(x))", &[], &["structure"]),
    (
        "where(exp(x) > 0, where(x^2 < -1, x, sin(x)), log(x))",
        &[],
        &["structure"],
    ),
    ("1/where(x^2 >= 0, 2 + x^2, x)", &[], &["branch"]),
    // Pieces that are one function.
    ("max(x, 0) + min(x, 0)", &[], &[]),
    ("1/(1 + abs(x)^2)", &[], &[]),
    // Parameters that must not vanish.
    ("x/a + exp(x)/(a^2 - 2)", &["a"], &[]),
    ("log(1 + exp(a*x))/a", &["a"], &["structure"]),
];

fn certificate(text: &str, parameters: &[&str]) -> Value {
    let mut declared = Parameters::new();
    for p in parameters {
        declared.declare(p).expect("a declaration");
    }
    let v = verify(
        text,
        &declared,
        shipped(),
        &Limits::default(),
        Assumptions::One,
    );
    let certificate = v.unwrap_or_else(|e| panic!("{text}: {e}")).certificate();
    let mut value = serde_json::to_value(certificate).expect("a tree");
    // What the other claim says is of no interest here.
    value["claims"][1]["verdict"] = "undecided".into();
    let claim = value["claims"][1].as_object_mut().expect("a claim");
    claim.remove("evidence");
    claim.remove("exceptional");
    let reason = serde_json::json!({"kind": "limit", "limit": "work", "value": 1});
    claim.insert("reason".into(), reason);
    value
}

fn answer(c: &Value) -> Result<(), Rejection> {
    check_text(&c.to_string()).map(drop)
}

fn facts(c: &Value) -> &Vec<Value> {
    static NONE: Vec<Value> = Vec::new();
    let facts = c["claims"][0]["evidence"].get("facts");
    facts.and_then(Value::as_array).unwrap_or(&NONE)
}

fn fact(c: &mut Value, i: usize) -> &mut Value {
    &mut c["claims"][0]["evidence"]["facts"][i]
}

#[test]
fn every_kind_of_fact_is_written_and_confirmed() {
    let mut seen = BTreeSet::new();
    for (text, parameters, kinds) in ANALYTIC {
        let c = certificate(text, parameters);
        assert_eq!(c["claims"][0]["verdict"], "proved", "{text}");
        assert_eq!(answer(&c), Ok(()), "{text}");
        let own: BTreeSet<String> = facts(&c)
            .iter()
            .map(|f| f["by"].as_str().expect("a kind").to_string())
            .collect();
        for kind in *kinds {
            assert!(own.contains(*kind), "{text}: {kind} is not in {own:?}");
        }
        seen.extend(own);
    }
    let all = [
        "arctangent",
        "boxes",
        "branch",
        "enclosure",
        "logarithms",
        "meet",
        "root",
        "signs",
        "structure",
        "waves",
    ];
    assert_eq!(seen, all.map(String::from).into());
}

#[test]
fn every_analytic_activation_of_the_catalogue_is_confirmed() {
    let mut confirmed = 0;
    for entry in catalogue::all() {
        let text = entry.call(None).to_string();
        let c = certificate(&text, &[]);
        if c["claims"][0]["verdict"] == "proved" {
            assert_eq!(answer(&c), Ok(()), "{text}");
            confirmed += 1;
        }
    }
    assert!(confirmed > 40, "only {confirmed}");
}

/// Ranges that exclude values, or that do not follow: moved inwards by a little.
fn narrower(range: &str) -> Vec<String> {
    let r: Interval = range.parse().expect("an interval");
    let q = |n: i64, d: i64| BigRational::new(BigInt::from(n), BigInt::from(d));
    let (little, tiny, far) = (q(1, 1000), q(1, 1_000_000_000), q(1_000_000_000_000, 1));
    let thin = match (r.low.value(), r.high.value()) {
        (Some(a), Some(b)) => (b - a) < &little + &little + &little,
        _ => false,
    };
    let mut all = Vec::new();
    if thin {
        // There is not much to take away: moved by more than it is wide.
        let (a, b) = (
            r.low.value().expect("an end"),
            r.high.value().expect("an end"),
        );
        let width = b - a + &tiny;
        for sign in [q(1, 1), q(-1, 1)] {
            let (low, high) = (a + &width * &sign, b + &width * &sign);
            all.push(Interval {
                low: Bound::Closed(low),
                high: Bound::Closed(high),
            });
        }
    } else {
        let low = r.low.value().map_or(-&far, |a| a + &little);
        let high = r.high.value().map_or(far, |b| b - &little);
        all.push(Interval {
            low: Bound::Closed(low),
            high: r.high.clone(),
        });
        all.push(Interval {
            low: r.low.clone(),
            high: Bound::Closed(high),
        });
    }
    all.into_iter()
        .filter(|i| !i.is_empty())
        .map(|i| i.to_string())
        .collect()
}

/// Everything of one kind is changed so that it no longer follows; each change is refused, and said to be
/// wrong.
#[test]
fn what_does_not_follow_is_refused() {
    let mut tried = 0;
    for (text, parameters, _) in ANALYTIC {
        let c = certificate(text, parameters);
        let n = facts(&c).len();
        let obligations = c["claims"][0]["evidence"]["obligations"]
            .as_array()
            .expect("a list")
            .len();
        let mut refuse = |changed: Value, what: String| {
            tried += 1;
            match answer(&changed) {
                Ok(()) => panic!("{text}: accepted: {what}"),
                Err(e) => assert!(!e.to_string().is_empty()),
            }
        };
        for i in 0..n {
            let f = &facts(&c)[i];
            let change = |pointer: &str, new: Value| {
                let mut changed = c.clone();
                *fact(&mut changed, i).pointer_mut(pointer).expect("there") = new;
                changed
            };
            // Too narrow by a little.
            for range in narrower(f["range"].as_str().expect("a range")) {
                // An enclosed number has an upper bound, whatever is said of it.
                if f["by"] == "enclosure" && range.ends_with("1000000000000]") {
                    continue;
                }
                refuse(change("/range", json!(range)), format!("fact {i}: {range}"));
            }
            // Of another expression.
            for other in ["x", "exp(x)", "x - 1", "-exp(x)", "7"] {
                if f["expression"] == other {
                    continue;
                }
                refuse(
                    change("/expression", json!(other)),
                    format!("fact {i}: {other}"),
                );
            }
            // On a smaller interval: nothing rests on it any more, or too much.
            let mut smaller = c.clone();
            fact(&mut smaller, i)["on"] = json!("[5, 6]");
            refuse(smaller, format!("fact {i} on a smaller interval"));
            // In another way, without witness.
            for how in ["structure", "meet", "signs"] {
                let keys = ["expression", "on", "range", "nonzero"];
                let mut bare = serde_json::Map::new();
                for k in keys {
                    if let Some(v) = f.get(k) {
                        bare.insert(k.into(), v.clone());
                    }
                }
                bare.insert("by".into(), how.into());
                let same = f["by"] == how && f.get("of").is_none();
                if how == "meet" {
                    bare.insert("of".into(), json!([]));
                }
                if how == "signs" {
                    bare.insert(
                        "numerator".into(),
                        json!({"polynomial": {"coefficients": ["1"]}}),
                    );
                }
                let constant = f["expression"].as_str().is_some_and(|e| !e.contains('x'));
                if same || (how == "structure" && constant) {
                    continue;
                }
                refuse(
                    change("", Value::Object(bare)),
                    format!("fact {i} by {how}"),
                );
            }
            // Without a fact that it needs: references to it end nowhere, or at another one.
            let mut missing = c.clone();
            let list = missing["claims"][0]["evidence"]["facts"]
                .as_array_mut()
                .expect("a list");
            list.remove(i);
            if list.is_empty() {
                continue;
            }
            refuse(missing, format!("without fact {i}"));
            // Twice.
            let mut twice = c.clone();
            let list = twice["claims"][0]["evidence"]["facts"]
                .as_array_mut()
                .expect("a list");
            let copy = list[i].clone();
            list.push(copy);
            refuse(twice, format!("fact {i} twice"));
            // References to itself, to what comes later, and to another one.
            for (pointer, at) in references(f) {
                for other in [i, i + 1, n, n + 7, at.wrapping_sub(1), at + 1] {
                    if other != at {
                        let new = json!(other as u64);
                        refuse(change(&pointer, new), format!("fact {i}{pointer}: {other}"));
                    }
                }
            }
            // Numbers of the witness.
            for pointer in numbers(f) {
                let old = f
                    .pointer(&pointer)
                    .and_then(Value::as_str)
                    .expect("a number");
                for new in [format!("-{old}"), format!("{old}7"), "0".to_string()] {
                    if new != old {
                        let what = format!("fact {i}{pointer}: {new}");
                        refuse(change(&pointer, json!(new)), what);
                    }
                }
            }
        }
        // A fact that nothing rests on.
        let mut more = c.clone();
        let evidence = more["claims"][0]["evidence"]
            .as_object_mut()
            .expect("evidence");
        let list = evidence.entry("facts").or_insert_with(|| json!([]));
        list.as_array_mut().expect("a list").push(json!({
            "expression": "cosh(3*x)", "range": "[1, inf)", "by": "structure"
        }));
        refuse(more, "a fact too many".into());
        for k in 0..obligations {
            let change = |f: &dyn Fn(&mut Vec<Value>)| {
                let mut changed = c.clone();
                let list = changed["claims"][0]["evidence"]["obligations"].as_array_mut();
                f(list.expect("a list"));
                changed
            };
            let drop = |l: &mut Vec<Value>| {
                l.remove(k);
            };
            refuse(change(&drop), format!("without obligation {k}"));
            let double = |l: &mut Vec<Value>| {
                let copy = l[k].clone();
                l.push(copy);
            };
            refuse(change(&double), format!("obligation {k} twice"));
            let own = c["claims"][0]["evidence"]["obligations"][k]["requirement"].clone();
            for other in [
                "nonzero",
                "positive",
                "cosine-nonzero",
                "one-signed",
                "decided",
            ] {
                if own != other {
                    let swap = |l: &mut Vec<Value>| l[k]["requirement"] = other.into();
                    refuse(change(&swap), format!("obligation {k}: {other}"));
                }
            }
            let at = c["claims"][0]["evidence"]["obligations"][k]["fact"]
                .as_u64()
                .expect("a number");
            for other in [at + 1, at.wrapping_sub(1), n as u64] {
                let point = |l: &mut Vec<Value>| l[k]["fact"] = json!(other);
                if !same_subject(&c, at, other) {
                    refuse(change(&point), format!("obligation {k}: fact {other}"));
                }
            }
            for truth in [true, false] {
                let old = c["claims"][0]["evidence"]["obligations"][k].get("always");
                if old != Some(&json!(truth)) {
                    let say = |l: &mut Vec<Value>| l[k]["always"] = json!(truth);
                    refuse(change(&say), format!("obligation {k}: always {truth}"));
                }
            }
            for branch in [-2, 0, 2] {
                let say = |l: &mut Vec<Value>| l[k]["branch"] = json!(branch);
                refuse(change(&say), format!("obligation {k}: branch {branch}"));
            }
        }
    }
    assert!(tried > 3000, "only {tried}");
}

/// Are two facts about one expression on the line? Then either may do.
fn same_subject(c: &Value, a: u64, b: u64) -> bool {
    let get = |i: u64| facts(c).get(usize::try_from(i).ok()?);
    match (get(a), get(b)) {
        (Some(a), Some(b)) => a["expression"] == b["expression"],
        _ => false,
    }
}

/// Places at which a fact cites others.
fn references(f: &Value) -> Vec<(String, usize)> {
    let mut all = Vec::new();
    let mut note = |pointer: String, v: &Value| {
        if let Some(at) = v.as_u64() {
            all.push((pointer, at as usize));
        }
    };
    for list in ["/of", "/left/growth", "/right/growth"] {
        let items = f.pointer(list).and_then(Value::as_array);
        for (k, v) in items.into_iter().flatten().enumerate() {
            note(format!("{list}/{k}"), v);
        }
    }
    for one in ["/condition", "/branch", "/left/fact", "/right/fact"] {
        if let Some(v) = f.pointer(one) {
            note(one.into(), v);
        }
    }
    let rest = f.pointer("/rest").and_then(Value::as_array);
    for (k, v) in rest.into_iter().flatten().enumerate() {
        note(format!("/rest/{k}/fact"), &v["fact"]);
    }
    all
}

/// Places of numbers in a witness. (Another cut between boxes may be as good.)
fn numbers(f: &Value) -> Vec<String> {
    let mut all = Vec::new();
    let mut todo = vec![(String::new(), f)];
    while let Some((at, v)) = todo.pop() {
        match v {
            Value::Object(map) => {
                for (k, v) in map {
                    if !matches!(
                        k.as_str(),
                        "cuts"
                            | "expression"
                            | "range"
                            | "on"
                            | "by"
                            | "root"
                            | "polynomial"
                            | "argument"
                    ) || v.is_object()
                    {
                        todo.push((format!("{at}/{k}"), v));
                    }
                }
            }
            Value::Array(list) => {
                for (k, v) in list.iter().enumerate() {
                    todo.push((format!("{at}/{k}"), v));
                }
            }
            Value::String(s) if s.bytes().all(|b| b.is_ascii_digit() || b"-/".contains(&b)) => {
                all.push(at);
            }
            _ => {}
        }
    }
    all
}

/// Functions that are not analytic, or not defined, with facts that would show the contrary if they were
/// true.
#[test]
fn false_facts_are_refused() {
    let of = |expression: &str, facts: Value, obligations: Value| {
        let mut c = certificate("exp(x)", &[]);
        c["functions"][0]["expression"] = expression.into();
        c["functions"][0]["element"] = "".into();
        c["functions"][0]["steps"] = json!([]);
        c["tower"]["variables"] = json!([]);
        // An empty list is left out.
        c["claims"][0]["evidence"]
            .as_object_mut()
            .expect("evidence")
            .remove("facts");
        if facts != json!([]) {
            c["claims"][0]["evidence"]["facts"] = facts;
        }
        c["claims"][0]["evidence"]["obligations"] = obligations;
        c
    };
    let nonzero = |e: &str| json!([{"expression": e, "requirement": "nonzero", "fact": 0}]);
    let positive = |e: &str| json!([{"expression": e, "requirement": "positive", "fact": 0}]);
    let signs = |e: &str, numerator: Value| json!([{"expression": e, "range": "(0, inf)", "by": "signs", "numerator": numerator}]);
    let polynomial = |c: &[&str]| json!({"polynomial": {"coefficients": c}});
    let boxes = |e: &str, cuts: &[&str], left: Value, right: Value| {
        json!([{"expression": e, "range": "(0, inf)", "by": "boxes", "cuts": cuts, "bits": 96,
                "left": left, "right": right}])
    };
    let growth = json!({"growth": []});
    let squares = |p: &str, c: &str, list: Value| json!({"squares": {"polynomial": p, "constant": c, "squares": list}});
    let cases = [
        // x^2 - 2 and x^3 have zeros; so has (x - 1)^2.
        (
            "1/(x^2 - 2)",
            signs("x^2 - 2", polynomial(&["-2", "0", "1"])),
            nonzero("x^2 - 2"),
        ),
        (
            "1/(x^2 - 2)",
            signs("x^2 - 2", polynomial(&["2", "0", "1"])),
            nonzero("x^2 - 2"),
        ),
        (
            "1/(x^2 - 2*x + 1)",
            signs("x^2 - 2*x + 1", polynomial(&["1", "-2", "1"])),
            nonzero("x^2 - 2*x + 1"),
        ),
        // exp(x) - 1 is 0 at 0.
        (
            "1/(exp(x) - 1)",
            signs(
                "exp(x) - 1",
                json!({"polynomial": {"coefficients": ["-1", "1"], "exponential": "x"}}),
            ),
            nonzero("exp(x) - 1"),
        ),
        // x^2 - 4 x + 3 = (x - 1)(x - 3).
        (
            "log(x^2 - 4*x + 3)",
            signs(
                "x^2 - 4*x + 3",
                squares(
                    "x^2 - 4*x + 3",
                    "1",
                    json!([{"weight": "1", "root": "x - 2"}]),
                ),
            ),
            positive("x^2 - 4*x + 3"),
        ),
        (
            "log(x^2 - 4*x + 3)",
            signs(
                "x^2 - 4*x + 3",
                squares(
                    "x^2 - 4*x + 3",
                    "-1",
                    json!([{"weight": "1", "root": "x - 2"}]),
                ),
            ),
            positive("x^2 - 4*x + 3"),
        ),
        (
            "log(1 - x^2)",
            signs(
                "1 - x^2",
                squares("1 - x^2", "1", json!([{"weight": "-1", "root": "x"}])),
            ),
            positive("1 - x^2"),
        ),
        // exp(x) - 2 x has a zero; exp(x) - 3 x grows, but not at once.
        (
            "1/(exp(x) - 3*x)",
            boxes("exp(x) - 3*x", &["-1", "1"], growth.clone(), growth.clone()),
            nonzero("exp(x) - 3*x"),
        ),
        (
            "1/(exp(x) - 3*x)",
            boxes("exp(x) - 3*x", &["2"], growth.clone(), growth.clone()),
            nonzero("exp(x) - 3*x"),
        ),
        (
            "1/(exp(x) - 3*x)",
            boxes(
                "exp(x) - 3*x",
                &["-1", "0", "1/2", "1", "3"],
                growth.clone(),
                growth.clone(),
            ),
            nonzero("exp(x) - 3*x"),
        ),
        // x^2 - 100 x + 3000 = (x - 50)^2 + 500 is positive, but the leading term outweighs the others only
        // later than at 1.
        (
            "1/(x^2 - 100*x + exp(-x^2))",
            boxes(
                "x^2 - 100*x + exp(-x^2)",
                &["-1", "1"],
                growth.clone(),
                growth.clone(),
            ),
            nonzero("x^2 - 100*x + exp(-x^2)"),
        ),
        // erf(x) - 1/2 has a zero between 0 and 1.
        (
            "1/(erf(x) - 1/2)",
            boxes("erf(x) - 1/2", &["-4", "4"], growth.clone(), growth),
            nonzero("erf(x) - 1/2"),
        ),
        // 1 + sin(x) + cos(x) is 0 at -pi/2.
        (
            "1/(3/2 + 2*sin(x) + cos(x))",
            json!([{"expression": "3/2 + 2*sin(x) + cos(x)", "range": "(0, 4]", "by": "waves", "constant": "3/2",
                    "waves": [{"argument": "x", "sine": "2", "cosine": "1"}]}]),
            nonzero("3/2 + 2*sin(x) + cos(x)"),
        ),
        (
            "1/(1 + sin(x) + cos(x))",
            json!([{"expression": "1 + sin(x) + cos(x)", "range": "(0, 4]", "by": "waves", "constant": "2",
                    "waves": [{"argument": "x", "sine": "1", "cosine": "1"}]}]),
            nonzero("1 + sin(x) + cos(x)"),
        ),
        // x + sqrt(x^2 - 1 + 1) = x + |x| is 0 on half the line.
        (
            "log(x + sqrt(x^2))",
            json!([{"expression": "x + sqrt(x^2)", "range": "(0, inf)", "by": "root", "root": "sqrt(x^2)", "factor": "1",
                    "numerator": {"polynomial": {"coefficients": ["1"]}}}]),
            positive("x + sqrt(x^2)"),
        ),
        // log(1 + x^2) is 0 at 0.
        (
            "1/log(1 + x^2)",
            json!([{"expression": "log(1 + x^2)", "range": "(0, inf)", "by": "logarithms",
                    "numerator": {"polynomial": {"coefficients": ["0", "0", "1"]}}},
                   {"expression": "1 + x^2", "range": "(0, inf)", "by": "signs",
                    "numerator": {"polynomial": {"coefficients": ["1", "0", "1"]}}}]),
            json!([{"expression": "1 + x^2", "requirement": "positive", "fact": 1},
                   {"expression": "log(1 + x^2)", "requirement": "nonzero", "fact": 0}]),
        ),
        // 2 atan(x) passes pi/2 at 1.
        (
            "tan(2*atan(x))",
            json!([{"expression": "2*atan(x)", "range": "(-1571/1000, 1571/1000)", "by": "arctangent", "factor": "2"}]),
            json!([{"expression": "2*atan(x)", "requirement": "cosine-nonzero", "fact": 0}]),
        ),
        // 22/7 > pi.
        (
            "x*log(pi - 22/7)",
            json!([{"expression": "pi - 22/7", "range": "(0, inf)", "by": "enclosure", "bits": 256}]),
            json!([{"expression": "7", "requirement": "nonzero", "fact": 0},
                   {"expression": "pi - 22/7", "requirement": "positive", "fact": 0}]),
        ),
        // abs, max and where with two pieces.
        (
            "abs(x)",
            json!([{"expression": "x", "range": "[0, inf)", "by": "structure"}]),
            json!([{"expression": "x", "requirement": "one-signed", "fact": 0}]),
        ),
        (
            "max(x, 0)",
            json!([{"expression": "x - 0", "range": "(-inf, inf)", "by": "structure"}]),
            json!([{"expression": "max(x, 0)", "requirement": "one-signed", "fact": 0}]),
        ),
        (
            "where(x > 0, x, 2*x)",
            json!([{"expression": "x - 0", "range": "(-inf, inf)", "by": "structure"}]),
            json!([{"expression": "where(x > 0, x, 2*x)", "requirement": "decided", "fact": 0, "always": true}]),
        ),
        // The maximum has one sign; its arguments change places.
        (
            "max(x, x^2)",
            json!([{"expression": "max(x, x^2)", "range": "[0, inf)", "by": "structure", "of": [null, 0]}]),
            json!([{"expression": "max(x, x^2)", "requirement": "one-signed", "fact": 0}]),
        ),
        // Nothing is asked for, although the root has a zero.
        ("sqrt(x^2)", json!([]), json!([])),
        ("cbrt(x)", json!([]), json!([])),
        ("x^(1/3)", json!([]), json!([])),
        ("tan(x)", json!([]), json!([])),
        ("log(x)", json!([]), json!([])),
        ("1/x", json!([]), json!([])),
        ("1/x^2", json!([]), json!([])),
        ("abs(x)", json!([]), json!([])),
        ("compose(exp(x), log(x))", json!([]), json!([])),
        ("diff(abs(x)*0)", json!([]), json!([])),
        ("relu(x)", json!([]), json!([])),
    ];
    for (expression, facts, obligations) in cases {
        let c = of(expression, facts.clone(), obligations);
        let Err(e) = answer(&c) else {
            panic!("accepted: {expression} with {facts}");
        };
        // Not because of something else in the file.
        assert_eq!(e.code, "W0505", "{expression}: {e}");
    }
    // The same frame with true facts is accepted.
    let c = of(
        "1/(x^2 + 2)",
        signs("x^2 + 2", polynomial(&["2", "0", "1"])),
        nonzero("x^2 + 2"),
    );
    assert_eq!(answer(&c), Ok(()));
}

#[test]
fn limits_are_named() {
    let mut c = certificate("1/(1 + x^2 + sin(x))", &[]);
    let n = facts(&c).len();
    let cuts: Vec<String> = (0..7_000).map(|k| k.to_string()).collect();
    fact(&mut c, n - 1)["cuts"] = json!(cuts);
    let e = answer(&c).expect_err("too many boxes");
    assert!(
        !e.failure.is_invalid() && e.to_string().contains("boxes of a fact"),
        "{e}"
    );
    let mut c = certificate("softplus(x)", &[]);
    let list: Vec<Value> = (0..4_001)
        .map(|k| json!({"expression": format!("{k}"), "range": format!("[{k}, {k}]"), "by": "structure"}))
        .collect();
    c["claims"][0]["evidence"]["facts"] = json!(list);
    let e = answer(&c).expect_err("too many facts");
    assert!(
        !e.failure.is_invalid() && e.to_string().contains("the facts of a claim"),
        "{e}"
    );
}

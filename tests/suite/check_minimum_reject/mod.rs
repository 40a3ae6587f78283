//! Certificates of minima that must be rejected: one thing changed by hand in a valid one, and the place that has to
//! notice.

mod points;
mod widened;
mod without;

use std::path::PathBuf;

use serde_json::{Value, json};
use wronski::internals::check::check_text;
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Assumptions, Limits, verify};
use wronski::internals::rewrite::shipped;

fn fixture(name: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/minima/{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).expect("JSON")
}

fn claims(activation: &str, assumptions: Assumptions) -> Value {
    let v = verify(
        activation,
        &Parameters::new(),
        shipped(),
        &Limits::default(),
        assumptions,
    );
    serde_json::to_value(v.expect("an activation").certificate()).expect("JSON")
}

/// Why it is rejected; `valid` if it is not.
fn outcome(c: &Value) -> String {
    match check_text(&c.to_string()) {
        Ok(_) => "valid".into(),
        Err(r) => format!("{}: {}: {}", r.code, r.item, r.failure),
    }
}

/// Sets the value at a JSON pointer; `null` removes it.
fn set(c: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = c
        .pointer_mut(parent)
        .unwrap_or_else(|| panic!("{pointer} is not there"));
    match parent {
        Value::Object(o) if value.is_null() => drop(o.remove(key).expect("there")),
        Value::Object(o) => drop(o.insert(key.into(), value)),
        Value::Array(a) => {
            let i: usize = key.parse().expect("an index");
            if value.is_null() {
                a.remove(i);
            } else {
                a[i] = value;
            }
        }
        _ => panic!("{pointer} is no place"),
    }
}

/// The certificate, the changes, what the rejection has to begin with or contain.
type Case<'a> = (&'a str, &'a [(&'a str, Value)], &'a str);

fn rejected(cases: &[Case<'_>]) {
    let mut wrong = vec![];
    for (name, changes, expected) in cases {
        let mut c = fixture(name);
        for (pointer, value) in *changes {
            set(&mut c, pointer, value.clone());
        }
        let found = outcome(&c);
        let (code, words) = expected.split_once(' ').unwrap_or((expected, ""));
        if !found.starts_with(code) || !found.contains(words) {
            wrong.push(format!(
                "{name} {changes:?}\n  expected {expected}\n  found {found}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

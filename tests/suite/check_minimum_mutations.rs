//! The checker refuses every changed number of a certificate of a minimum, unless the changed claim is as true as
//! before.
//!
//! A mutator walks over the JSON tree of hand-made certificates and of what the prover writes, and changes one number
//! or word at a time. Exempt are, by name, only claims that stay true when they are weakened: enclosures that become
//! wider, bounds that become weaker, radii that become a little other (a box that contains one critical point does so
//! when it is a little smaller or larger, as long as Krawczyk's test holds), numbers of pieces and bits of precision
//! (evidence, not claims). Directions are exempt where they stay directions of the claimed curvature.

use std::path::PathBuf;

use crate::support::minimum::MinimumText;
use serde_json::{Value, json};
use wronski::internals::check::check_text;
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{ConstructOptions, Limits, construct};
use wronski::internals::rewrite::shipped;

fn fixture(name: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/minima/{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).expect("JSON")
}

/// What the prover writes, without the claims about the activation (which other tests change).
fn constructed(activation: &str, widths: &[usize], biases: bool) -> Value {
    let options = ConstructOptions {
        widths: widths.to_vec(),
        biases,
        cross_check: false,
        ..ConstructOptions::default()
    };
    let made = construct(
        activation,
        &Parameters::new(),
        shipped(),
        &Limits::default(),
        &options,
        &|_| {},
    )
    .unwrap_or_else(|d| panic!("{activation}: {d}"));
    let mut c = serde_json::to_value(MinimumText::from(made.certificate.clone())).expect("JSON");
    if c["activation"].get("claims").is_some() {
        let activation = c["activation"].as_object_mut().expect("an object");
        activation.remove("claims");
        activation.insert("verified".into(), json!(false));
    }
    assert_ne!(
        c["kind"], "undecided",
        "{activation}: {}",
        made.certificate.because
    );
    c
}

fn valid(c: &Value) -> bool {
    check_text(&c.to_string()).is_ok()
}

/// How a changed value compares with the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Less,
    More,
    Other,
}

/// Which digit of a number is changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Digit {
    First,
    Middle,
    Last,
}

/// A number with another digit, in the same form; `First` is the first one that is not 0.
fn nudged(text: &str, which: Digit) -> Option<String> {
    let end = text.find('/').unwrap_or(text.len());
    let digits = &text[..end];
    if digits.contains(['e', 'E']) {
        return None;
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let at = match which {
        Digit::First => digits.find(|c: char| ('1'..='9').contains(&c))?,
        Digit::Middle => {
            let half = digits.len() / 2;
            half + digits[half..].find(is_digit)?
        }
        Digit::Last => digits.rfind(is_digit)?,
    };
    let d = digits.as_bytes()[at];
    let new = if d == b'9' { '8' } else { char::from(d + 1) };
    Some(format!(
        "{}{new}{}{}",
        &digits[..at],
        &digits[at + 1..],
        &text[end..]
    ))
}

/// Changed numbers: greater and smaller by one part in a thousand or so, another sign, ten times, no number at all.
fn changes(value: &Value, which: Digit) -> Vec<(Value, Change)> {
    match value {
        Value::Number(n) => {
            let n = n.as_i64().expect("a small number");
            vec![
                (json!(n + 1), Change::More),
                (json!(if n > 0 { n - 1 } else { n + 2 }), Change::Other),
            ]
        }
        Value::String(text) if text.bytes().any(|b| b.is_ascii_digit()) => {
            let (unsigned, negative) = match text.strip_prefix('-') {
                Some(u) => (u.to_string(), true),
                None => (text.clone(), false),
            };
            let is_number = unsigned
                .bytes()
                .all(|b| b.is_ascii_digit() || b".eE/-+".contains(&b));
            if !is_number {
                return vec![(json!(format!("{text} + 1")), Change::Other)];
            }
            let zero = !unsigned.bytes().any(|b| (b'1'..=b'9').contains(&b));
            if zero {
                return vec![
                    (json!("1/1000"), Change::More),
                    (json!("-1/1000"), Change::Less),
                ];
            }
            let mut out = vec![(json!("x"), Change::Other)];
            // A digit more in front.
            if !unsigned.contains(['e', 'E']) {
                let (more, change) = if negative {
                    (format!("-1{unsigned}"), Change::Less)
                } else {
                    (format!("1{unsigned}"), Change::More)
                };
                out.push((json!(more), change));
            }
            let turned = if negative {
                unsigned.clone()
            } else {
                format!("-{unsigned}")
            };
            out.push((
                json!(turned),
                if negative { Change::More } else { Change::Less },
            ));
            out.extend(nudged(text, which).map(|t| {
                let more = t > *text;
                (
                    json!(t),
                    if more != negative {
                        Change::More
                    } else {
                        Change::Less
                    },
                )
            }));
            out
        }
        _ => vec![],
    }
}

/// Is the number an end of an enclosure? (These leave room for coarser arithmetic.)
fn is_end(parts: &[&str]) -> bool {
    let named = ["loss", "matrix", "eigenvalues", "curvature", "slope"];
    parts.iter().any(|p| named.contains(p)) && !["network", "linear"].contains(&parts[0])
}

/// Is the number a bound?
fn is_bound(parts: &[&str]) -> bool {
    let named = [
        "hessian_least_eigenvalue",
        "minimum_at_least",
        "better_at_most",
    ];
    parts.last().is_some_and(|p| named.contains(p))
}

/// May the changed claim be as true as the one before?
fn harmless(parts: &[&str], change: Change) -> bool {
    let last = parts.last().copied().unwrap_or_default();
    let widened =
        (last == "0" && change == Change::Less) || (last == "1" && change == Change::More);
    match parts {
        ["small" | "exclusion", "precision"] => true,
        ["path", _, "pieces"] | ["neighbourhood", "pieces", _] => true,
        // Radii in the neighbourhood of what was shown; tenfold ones and wrong signs are in check_minimum_reject.
        ["small" | "exclusion" | "linear" | "neighbourhood", "radius"] => true,
        ["neighbourhood", "radii", ..] => true,
        ["neighbourhood", "minimum_at_least"] | ["small", "hessian_least_eigenvalue"] => {
            change == Change::Less
        }
        ["neighbourhood", "better_at_most"] => change == Change::More,
        ["linear", "interval", "0"] => change == Change::More,
        ["linear", "interval", "1"] => change == Change::Less,
        _ => is_end(parts) && widened,
    }
}

/// A slope is claimed with room around it: other data and directions may have one as well.
fn excluded(c: &Value, parts: &[&str]) -> bool {
    c["kind"] == "not-critical" && matches!(parts, ["data", ..] | ["exclusion", "direction", ..])
}

/// Every leaf with its pointer.
fn leaves(at: &str, v: &Value, out: &mut Vec<String>) {
    match v {
        Value::Object(o) => {
            for (k, v) in o {
                leaves(&format!("{at}/{k}"), v, out);
            }
        }
        Value::Array(a) => {
            for (i, v) in a.iter().enumerate() {
                leaves(&format!("{at}/{i}"), v, out);
            }
        }
        _ => out.push(at.to_string()),
    }
}

/// Changes leaf after leaf (at most so many, evenly spread), and returns what was accepted though it must not be.
fn survivors(name: &str, c: &Value, most: usize) -> Vec<String> {
    assert!(valid(c), "{name}: {:?}", check_text(&c.to_string()));
    let mut all = vec![];
    leaves("", c, &mut all);
    let step = all.len().div_ceil(most).max(1);
    let (mut found, mut tried) = (vec![], 0);
    for (i, at) in all.iter().enumerate() {
        // All leaves that are no weights or data, and every so many of those.
        let many = [
            "weights",
            "from",
            "to",
            "inputs",
            "targets",
            "matrix",
            "radii",
            "direction",
        ];
        if many.iter().any(|m| at.split('/').any(|p| p == *m)) && i % step != 0 {
            continue;
        }
        let parts: Vec<&str> = at.split('/').skip(1).collect();
        let which = if is_end(&parts) || is_bound(&parts) {
            Digit::First
        } else if parts[0] == "small" {
            // The centre may be any point near the middle of its box.
            Digit::Middle
        } else {
            Digit::Last
        };
        let old = c.pointer(at).expect("a leaf").clone();
        for (new, change) in changes(&old, which) {
            // The bound leaves room up to the minimum itself; a digit more in front does not.
            let roomy = at.ends_with("minimum_at_least")
                && old.as_str().and_then(|t| nudged(t, which)).as_deref() == new.as_str();
            if new == old || roomy || harmless(&parts, change) || excluded(c, &parts) {
                continue;
            }
            let mut changed = c.clone();
            *changed.pointer_mut(at).expect("a leaf") = new.clone();
            tried += 1;
            if valid(&changed) {
                found.push(format!("{name}{at}: {old} -> {new}"));
            }
        }
    }
    assert!(tried > 20, "{name}: only {tried} changes were tried");
    found
}

#[test]
fn no_changed_hand_made_certificate_survives() {
    let mut found = vec![];
    for name in [
        "strict", "bad", "saddle", "excluded", "linear", "biased", "deep",
    ] {
        found.extend(survivors(name, &fixture(name), 400));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_changed_certificate_of_the_prover_survives() {
    let mut found = vec![];
    for (activation, widths, biases) in [
        ("tanh", &[1, 3, 1][..], true),
        ("silu", &[2, 2, 1], true),
        ("sigmoid", &[1, 2, 2, 1], true),
        ("erf", &[1, 2, 1], false),
        ("leaky_relu", &[1, 3, 1], true),
        ("elu", &[2, 3, 1], true),
    ] {
        let c = constructed(activation, widths, biases);
        found.extend(survivors(activation, &c, 60));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

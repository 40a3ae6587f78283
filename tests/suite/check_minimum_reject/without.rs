//! Files about no critical point, linear pieces, obstructions, and what is less.

use super::*;

#[test]
fn no_critical_point() {
    rejected(&[
        (
            "excluded",
            &[("/exclusion/slope", json!(["-1", "1"]))],
            "W0508 not excluded",
        ),
        (
            "excluded",
            &[("/exclusion/slope", json!(["-0.2", "-0.1"]))],
            "W0508 slope",
        ),
        (
            "excluded",
            &[("/exclusion/slope", json!(["0.1", "0.3"]))],
            "W0508 slope",
        ),
        (
            "excluded",
            &[("/exclusion/radius", json!("1/10"))],
            "W0508 slope",
        ),
        (
            "excluded",
            &[("/exclusion/radius", json!("0"))],
            "W0508 radius",
        ),
        (
            "excluded",
            &[(
                "/exclusion/direction",
                json!([{ "W": [["0"]] }, { "W": [["-1"]] }]),
            )],
            "W0508 slope",
        ),
        (
            "excluded",
            &[(
                "/exclusion/direction",
                json!([{ "W": [["0"]] }, { "W": [["0"]] }]),
            )],
            "W0508 direction is 0",
        ),
        (
            "excluded",
            &[(
                "/exclusion/weights",
                fixture("strict")["small"]["weights"].clone(),
            )],
            "W0508 slope",
        ),
    ]);
}

#[test]
fn the_linear_piece() {
    assert_eq!(outcome(&fixture("linear")), "valid");
    rejected(&[
        (
            "linear",
            &[("/linear/interval/0", json!("-1"))],
            "W0512 line",
        ),
        (
            "linear",
            &[("/linear/interval/0", json!("-inf"))],
            "W0512 line",
        ),
        (
            "linear",
            &[("/linear/interval", json!(["2", "1"]))],
            "W0512 empty",
        ),
        ("linear", &[("/linear/slope", json!("2"))], "W0512 line"),
        (
            "linear",
            &[("/linear/slope", json!("0"))],
            "W0512 slope is 0",
        ),
        ("linear", &[("/linear/intercept", json!("1"))], "W0512 line"),
        ("linear", &[("/linear/radius", json!("2"))], "W0512 leave"),
        ("linear", &[("/linear/radius", json!("0"))], "W0512 radius"),
        ("linear", &[("/linear/loss", json!("1/2"))], "W0512 loss"),
        (
            "linear",
            &[("/linear/fit/b/0", json!("1/2"))],
            "W0512 output",
        ),
        (
            "linear",
            &[("/linear/fit/W/0/0", json!("1/9"))],
            "W0512 output",
        ),
        (
            "linear",
            &[("/linear/weights/1/b/0", json!("1/2"))],
            "W0512 output",
        ),
        // Another affine function, consistently: not the best one.
        (
            "linear",
            &[
                ("/linear/weights/1/b/0", json!("1/2")),
                ("/linear/fit/b/0", json!("1/2")),
                ("/linear/loss", json!("3/4")),
            ],
            "W0512 normal equations",
        ),
        (
            "linear",
            &[("/linear/weights/0/b/0", json!("-1"))],
            "W0512 leave",
        ),
        (
            "linear",
            &[("/data/targets/1/0", json!("0"))],
            "W0512 normal equations",
        ),
        (
            "linear",
            &[("/activation/expression", json!("elu(x)"))],
            "W0510",
        ),
        (
            "linear",
            &[("/activation/expression", json!("tanh(x)"))],
            "W0512 line",
        ),
        (
            "linear",
            &[("/better/loss", json!(["1/97", "1/97"]))],
            "W0510 another one",
        ),
        (
            "linear",
            &[("/better/loss", json!(["0", "2/3"]))],
            "W0510 less",
        ),
        (
            "linear",
            &[("/path/0/loss/0", json!(["0.66", "0.6666"]))],
            "W0510 start",
        ),
        (
            "linear",
            &[("/path/1/loss/1", json!(["0.01", "0.0104"]))],
            "W0510 end",
        ),
        (
            "linear",
            &[("/path/0/to/0/W/1/0", json!("2"))],
            "W0510 start",
        ),
        // The whole way to the interpolant: the slope is 0 at its end.
        (
            "linear",
            &[
                ("/path/1/to/1", json!({ "W": [["1", "-2"]], "b": ["-1"] })),
                (
                    "/better/weights/1",
                    json!({ "W": [["1", "-2"]], "b": ["-1"] }),
                ),
                ("/better/loss", json!(["0", "0"])),
                ("/path/1/loss/1", json!(["0", "0"])),
                ("/path/1/pieces", json!(64)),
            ],
            "W0510 decrease",
        ),
    ]);
}

/// erf: sigma'' + 2 x sigma' = 0.
fn no_widening() -> Value {
    let relation = ["0", "0", "0", "2", "1", "0", "0"];
    json!({
        "schema": "wronski/minimum", "version": 2, "kind": "no-widening",
        "activation": { "expression": "erf(x)", "verified": false, "claims": claims("erf", Assumptions::One) },
        "network": { "widths": [1, 4, 1], "biases": true, "loss": "sum_of_squares" },
        "obstruction": { "relation": relation }
    })
}

#[test]
fn the_obstruction() {
    let good = no_widening();
    assert_eq!(outcome(&good), "valid");
    let cases: [(&str, Value, &str); 9] = [
        ("/obstruction/relation/3", json!("1"), "W0507"),
        ("/obstruction/relation/0", json!("1"), "W0507"),
        ("/obstruction/relation/6", json!("1"), "W0507"),
        (
            "/obstruction/relation",
            json!(["0", "0", "0", "0", "0", "0", "0"]),
            "W0507",
        ),
        ("/obstruction/relation/6", Value::Null, "W0507"),
        ("/activation/claims", Value::Null, "W0507"),
        ("/activation/verified", json!(true), "W0507"),
        ("/activation/expression", json!("tanh(x)"), "W0507"),
        ("/network/biases", json!(false), "W0507"),
    ];
    for (pointer, value, code) in cases {
        let mut c = good.clone();
        set(&mut c, pointer, value);
        let found = outcome(&c);
        assert!(found.starts_with(code), "{pointer}: {found}");
    }
    // A relation that is true and says nothing: x sin'' for sin has b = 1, a = c = 0.
    let mut c = good.clone();
    set(&mut c, "/activation/expression", json!("sin(x)"));
    set(
        &mut c,
        "/activation/claims",
        claims("sin", Assumptions::One),
    );
    set(
        &mut c,
        "/obstruction/relation",
        json!(["0", "1", "0", "0", "1", "0", "0"]),
    );
    assert_eq!(outcome(&c), "valid");
    set(&mut c, "/activation/expression", json!("exp(x)"));
    set(
        &mut c,
        "/activation/claims",
        claims("exp", Assumptions::One),
    );
    set(
        &mut c,
        "/obstruction/relation",
        json!(["0", "0", "0", "-1", "0", "1", "0"]),
    );
    assert!(outcome(&c).contains("semidefinite"), "{}", outcome(&c));
    set(
        &mut c,
        "/obstruction/relation",
        json!(["0", "1", "-1", "0", "0", "0", "0"]),
    );
    assert!(outcome(&c).contains("form is 0"), "{}", outcome(&c));
}

/// An activation is linear by one of three relations, and by no other.
#[test]
fn linear_activations() {
    let certificate = |activation: &str, biases: bool, relation: [i32; 7]| {
        json!({
            "schema": "wronski/minimum", "version": 2, "kind": "impossible",
            "activation": { "expression": activation, "verified": false, "claims": claims(activation, Assumptions::One) },
            "network": { "widths": [1, 4, 1], "biases": biases, "loss": "sum_of_squares" },
            "obstruction": { "relation": relation.map(|n| n.to_string()) }
        })
    };
    let second = [0, 0, 0, 0, 3, 0, 0];
    let multiple = [0, 2, 0, -2, 0, 0, 0];
    let constant = [0, 0, 5, 0, 0, 0, 0];
    for (activation, biases, relation, expected) in [
        ("2*x + 1", true, second, "valid"),
        ("x", true, second, "valid"),
        ("x", false, multiple, "valid"),
        ("7", true, constant, "valid"),
        ("7", false, constant, "valid"),
        // 2 x + 1 without biases is no linear network, and is no multiple of x.
        ("2*x + 1", false, second, "W0507"),
        ("2*x + 1", false, multiple, "W0507"),
        // True relations that make nothing linear: x^2 s'' = 0, s - x s' = 0 with biases, erf.
        ("x", true, [0, 0, 0, 0, 0, 0, 1], "W0507"),
        ("x", true, multiple, "W0507"),
        ("erf(x)", true, [0, 0, 0, 2, 1, 0, 0], "W0507"),
        // False ones.
        ("x", true, constant, "W0507"),
        ("x^2", true, second, "W0507"),
        ("x^2", false, multiple, "W0507"),
        ("x", true, [0; 7], "W0507"),
    ] {
        let found = outcome(&certificate(activation, biases, relation));
        assert!(
            found.starts_with(expected),
            "{activation} {biases} {relation:?}: {found}"
        );
    }
    // A relation of erf is no proof that it is linear, nor the other way round.
    let mut c = no_widening();
    set(&mut c, "/kind", json!("impossible"));
    assert!(outcome(&c).starts_with("W0507"));
}

/// A minimum without better weights, better weights without a path: less is claimed, and it is confirmed; with what
/// belongs to more it is refused.
#[test]
fn less_than_everything() {
    let strip = |sections: &[&str], kind: &str| {
        let mut c = fixture("biased");
        for s in sections {
            if c.get(*s).is_some() {
                set(&mut c, &format!("/{s}"), Value::Null);
            }
        }
        set(&mut c, "/kind", json!(kind));
        outcome(&c)
    };
    let all = ["better", "path", "neighbourhood"];
    assert_eq!(strip(&[], "bad-local-minimum"), "valid");
    assert_eq!(strip(&all[1..], "bad-local-minimum"), "valid");
    assert_eq!(strip(&all, "local-minimum-up-to-symmetry"), "valid");
    for (sections, kind) in [
        (&all[..], "bad-local-minimum"),
        (&all[..], "strict-local-minimum"),
        (&all[1..], "local-minimum-up-to-symmetry"),
        (&["path"][..], "bad-local-minimum"),
    ] {
        let found = strip(sections, kind);
        let neighbourhood = fixture("biased").get("neighbourhood").is_some();
        if sections == ["path"] && !neighbourhood {
            assert_eq!(found, "valid");
        } else {
            assert!(found.starts_with("W0506"), "{sections:?} {kind}: {found}");
        }
    }
    // It stays a minimum only with the fractions that make it one.
    let mut c = fixture("saddle");
    if c.get("wide").is_some() {
        set(&mut c, "/saddle", Value::Null);
        set(&mut c, "/kind", json!("local-minimum-up-to-symmetry"));
        assert!(outcome(&c).starts_with("W050"), "{}", outcome(&c));
    }
}

/// Enclosures at weights near which nothing is decided: sin at the origin of a network without biases has gradient 0
/// and Hessian 0 but for one entry pair. With f = v sin(w x), x = 1, y = 3: loss 9, d2 loss/dw dv = -6, eigenvalues 6
/// and -6.
#[test]
fn what_is_seen() {
    let good = json!({
        "schema": "wronski/minimum", "version": 2, "kind": "undecided",
        "activation": { "expression": "sin(x)", "verified": false },
        "network": { "widths": [1, 1, 1], "biases": false, "loss": "sum_of_squares" },
        "data": { "inputs": [["1"]], "targets": [["3"]] },
        "seen": {
            "weights": [{ "W": [["0"]] }, { "W": [["0"]] }],
            "loss": ["9", "9"], "gradient": ["0", "0"],
            "hessian": { "bound": "5", "above": 1, "below": 1, "between": 0 },
            "precision": 128
        }
    });
    assert_eq!(outcome(&good), "valid");
    let changed = |pointer: &str, value: Value| {
        let mut c = good.clone();
        set(&mut c, pointer, value);
        outcome(&c)
    };
    let seven = json!({ "bound": "7", "above": 0, "below": 0, "between": 2 });
    assert_eq!(changed("/seen/hessian", seven), "valid");
    assert_eq!(changed("/seen/hessian", Value::Null), "valid");
    assert_eq!(changed("/seen/loss", json!(["8", "10"])), "valid");
    for (pointer, value) in [
        ("/seen/loss", json!(["8", "17/2"])),
        ("/seen/gradient", json!(["1/10", "1"])),
        ("/seen/hessian/bound", json!("7")),
        ("/seen/hessian/bound", json!("-5")),
        ("/seen/hessian/above", json!(2)),
        ("/seen/hessian/between", json!(1)),
        ("/seen/weights/0/W/0/0", json!("1")),
        ("/seen/precision", json!(5000)),
    ] {
        let found = changed(pointer, value);
        assert!(found.starts_with("W0508"), "{pointer}: {found}");
    }
    assert!(changed("/data", Value::Null).starts_with("W0506"));
    assert!(changed("/kind", json!("saddle")).starts_with("W0506"));
}

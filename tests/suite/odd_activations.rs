//! Many activations, without a table of expected verdicts: other spellings of a function, and its conjugates by
//! x -> c x, must get the same verdicts; and input that is hard must end in words, not in a panic.

use serde_json::Value;
use wronski::internals::expr::Parameters;
use wronski::internals::json::verify_json;
use wronski::internals::pipeline::{Assumptions, Limits, verify};
use wronski::internals::rewrite::shipped;

/// Verdicts, ranks and memberships: what does not depend on the scale of x.
fn invariants(text: &str) -> Vec<String> {
    let v = verify(
        text,
        &Parameters::new(),
        shipped(),
        &Limits::default(),
        Assumptions::All,
    )
    .unwrap_or_else(|d| panic!("{text}: {} {}", d.code, d.message));
    verify_json(&v)["claims"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|c| {
            let field = |k: &str| c.get(k).map_or(String::new(), Value::to_string);
            ["id", "verdict", "rank", "rank_rest", "b31", "b32", "b33"]
                .map(field)
                .join(" ")
        })
        .collect()
}

#[test]
fn other_spellings_get_the_same_verdicts() {
    for spellings in [
        vec![
            "sigmoid(x)",
            "1/(1 + exp(-x))",
            "(1 + tanh(x/2))/2",
            "exp(x)/(exp(x) + 1)",
        ],
        vec![
            "tanh(x)",
            "2*sigmoid(2*x) - 1",
            "sinh(x)/cosh(x)",
            "1 - 2/(exp(2*x) + 1)",
        ],
        vec![
            "silu(x)",
            "x*sigmoid(x)",
            "swish(x, 1)",
            "x - x*sigmoid(-x)",
        ],
        vec![
            "softplus(x)",
            "log(1 + exp(x))",
            "x + log(1 + exp(-x))",
            "-log(sigmoid(-x))",
        ],
        vec![
            "gelu(x)",
            "x*erfc(-x/sqrt(2))/2",
            "x/2*(1 + erf(sqrt(2)*x/2))",
        ],
        vec![
            "mish(x)",
            "x*((1 + exp(x))^2 - 1)/((1 + exp(x))^2 + 1)",
            "x*tanh(log(1 + exp(x)))",
        ],
        vec!["exp(-x^2)", "1/exp(x^2)", "exp(x)^2*exp(-(x + 1)^2)*e"],
        vec![
            "1 + x^2",
            "abs(1 + x^2)",
            "sqrt((1 + x^2)^2)",
            "exp(log(1 + x^2))",
        ],
        vec![
            "x",
            "log(exp(x))",
            "softplus(x) - softplus(-x)",
            "x + tanh(x) - 2*sigmoid(2*x) + 1",
        ],
        vec![
            "1",
            "sigmoid(x) + sigmoid(-x)",
            "cosh(x)^2 - sinh(x)^2",
            "diff(x)",
        ],
    ] {
        let first = invariants(spellings[0]);
        for other in &spellings[1..] {
            assert_eq!(invariants(other), first, "{other} is {}", spellings[0]);
        }
    }
}

/// tau(x) = sigma(c x)/c has tau(tau(x)) = sigma(sigma(c x))/c, so that every family and every field of tau is that
/// of sigma with x -> c x: the spans have the same dimensions, and the claims the same truth.
#[test]
fn conjugates_get_the_same_verdicts() {
    for sigma in [
        "sigmoid", "tanh", "silu", "softplus", "gelu", "mish", "erf", "exp", "sinh",
    ] {
        let first = invariants(sigma);
        for (c, inverse) in [
            ("-1", "-1"),
            ("2", "1/2"),
            ("1/3", "3"),
            ("(-5/7)", "(-7/5)"),
        ] {
            let conjugate = format!("({inverse})*{sigma}({c}*x)");
            assert_eq!(invariants(&conjugate), first, "{conjugate}");
        }
    }
    for sigma in ["tanh", "exp", "sigmoid"] {
        let conjugate = format!("{sigma}(sqrt(2)*x)/sqrt(2)");
        assert_eq!(invariants(&conjugate), invariants(sigma), "{conjugate}");
    }
}

/// Nested, nearly equal, and large: an answer within the limits, whatever it is.
#[test]
fn hard_input_ends_in_words() {
    let shallow = "sigmoid(sigmoid(x)) - sigmoid(sigmoid(x) + x/10^20)";
    for text in [
        shallow,
        "exp(x + x/10^20) - exp(x)",
        "sigmoid(x + 1/10^20) - sigmoid(x)",
        "exp(sqrt(2)*x) + exp(x)",
        "pi*x + e*exp(x)",
        "(x + 1)^50",
        "x^1000",
        "sigmoid(10^10*x)",
        "mish(mish(x))",
        "gelu(gelu(x))",
        "softplus(softplus(softplus(x)))",
        "sqrt(1 + x^2)",
        "x*atan(x)",
        "abs(x)*exp(x)",
        "max(exp(x), 0)",
    ] {
        let v = verify(
            text,
            &Parameters::new(),
            shipped(),
            &Limits::default(),
            Assumptions::All,
        )
        .unwrap_or_else(|d| panic!("{text}: {} {}", d.code, d.message));
        assert_eq!(v.claims.len(), 7, "{text}");
        for c in &v.claims {
            assert!(!c.because().is_empty(), "{text}: {}", c.id);
        }
    }
    // Nearly equal is not equal: neither difference may be taken for zero (the rank of B2 would be 1).
    for text in [
        shallow,
        "sigmoid(x + 1/10^20) - sigmoid(x)",
        "exp(x + x/10^20) - exp(x)",
    ] {
        let b2 = &invariants(text)[1];
        assert!(!b2.ends_with("1    "), "{text}: {b2}");
        assert!(
            !b2.contains("refuted") || text.starts_with("exp"),
            "{text}: {b2}"
        );
    }
}

use super::*;
use crate::{Parameters, parse};

fn show(text: &str) -> String {
    let mut parameters = Parameters::new();
    for name in ["alpha", "slope"] {
        parameters.declare(name).expect("a name");
    }
    let e = parse(text, &parameters).expect("parses").expr;
    match piecewise(&e).expect("defined") {
        Pieces::Known(p) => {
            let mut out = Vec::new();
            for piece in &p.pieces {
                let [low, high] = piece.interval();
                out.push(format!("[{low}, {high}] {}", piece.expr));
            }
            for b in &p.breakpoints {
                out.push(format!(
                    "{}: order {}, {} to {}",
                    b.at, b.order, b.left, b.right
                ));
            }
            for c in &p.parameter_conditions {
                out.push(format!("{c} != 0"));
            }
            out.join("; ")
        }
        Pieces::Unknown { reason } => format!("unknown: {reason}"),
    }
}

/// Expected pieces and one-sided derivatives are worked out by hand.
#[test]
fn pieces_breakpoints_and_derivatives() {
    for (text, expected) in [
        ("relu", "[-inf, 0] 0; [0, inf] x; 0: order 1, 0 to 1"),
        ("abs(x)", "[-inf, 0] -x; [0, inf] x; 0: order 1, -1 to 1"),
        (
            "x/(1 + abs(x))",
            "[-inf, 0] x/(1 - x); [0, inf] x/(1 + x); 0: order 2, 2 to -2",
        ),
        (
            "hard_swish",
            "[-inf, -3] 0; [-3, 3] x*(x + 3)/6; [3, inf] x; -3: order 1, 0 to -1/2; 3: order 1, 3/2 to 1",
        ),
        (
            "sparse_plus",
            "[-inf, -1] 0; [-1, 1] (x + 1)^2/4; [1, inf] x; -1: order 2, 0 to 1/2; 1: order 2, 1/2 to 0",
        ),
        (
            "x*abs(x)^3",
            "[-inf, 0] x*(-x)^3; [0, inf] x*x^3; 0: order 4, -24 to 24",
        ),
        (
            "max(x, x^3)",
            "[-inf, -1] x; [-1, 0] x^3; [0, 1] x; [1, inf] x^3; -1: order 1, 1 to 3; 0: order 1, 0 to 1; 1: order 1, 1 to 3",
        ),
        (
            "where(x > 0, exp(x), 1 + x + x^2/2)",
            "[-inf, 0] 1 + x + x^2/2; [0, inf] exp(x); 0: order 3, 0 to 1",
        ),
        (
            "softplus_threshold",
            "[-inf, 20] log(1 + exp(x)); [20, inf] x; 20: order 0, log(1 + exp(20)) to 20",
        ),
    ] {
        assert_eq!(show(text), expected, "{text}");
    }
}

#[test]
fn breakpoints_that_are_not_rational() {
    for (text, expected) in [
        (
            "where(x^2 > 2, x, 0)",
            "[-inf, -sqrt(2)] x; [-sqrt(2), sqrt(2)] 0; [sqrt(2), inf] x; -sqrt(2): order 0, -sqrt(2) to 0; sqrt(2): order 0, 0 to sqrt(2)",
        ),
        (
            "abs(x^2 - x - 1)*0 + max(x, 1/2 + 1/2*sqrt(5))",
            "[-inf, 1/2 + 1/2*sqrt(5)] 1/2 + 1/2*sqrt(5); [1/2 + 1/2*sqrt(5), inf] x; 1/2 + 1/2*sqrt(5): order 1, 0 to 1",
        ),
        (
            "max(exp(x), 2)",
            "[-inf, log(2)] 2; [log(2), inf] exp(x); log(2): order 1, 0 to 2",
        ),
        // 1 - tanh(x)^2 at artanh(1/2)
        (
            "max(tanh(x), 1/2)",
            "[-inf, log(3)/2] 1/2; [log(3)/2, inf] tanh(x); log(3)/2: order 1, 0 to 3/4",
        ),
    ] {
        assert_eq!(show(text), expected, "{text}");
    }
}

#[test]
fn parameters_and_what_they_exclude() {
    for (text, expected) in [
        (
            "elu(x, alpha)",
            "[-inf, 0] alpha*(exp(x) - 1); [0, inf] x; 0: order 1, alpha to 1; alpha - 1 != 0",
        ),
        // The second derivative of celu jumps from 1/alpha to 0, whatever the sign of alpha.
        (
            "celu(x, alpha)",
            "[-inf, 0] alpha*(exp(x/alpha) - 1); [0, inf] x; 0: order 2, 1/alpha to 0; alpha != 0",
        ),
        (
            "leaky_relu(x, slope)",
            "[-inf, 0] slope*x; [0, inf] x; 0: order 1, slope to 1; slope - 1 != 0",
        ),
        (
            "where(x > alpha, x, 0)",
            "[-inf, alpha] 0; [alpha, inf] x; alpha: order 0, 0 to alpha; alpha != 0",
        ),
        (
            "max(x, alpha*x)",
            "unknown: the sign of `x - alpha*x` is not decided",
        ),
        (
            "soft_shrink(x, alpha)",
            "unknown: the order of alpha and -alpha is not decided",
        ),
    ] {
        assert_eq!(show(text), expected, "{text}");
    }
}

#[test]
fn pieces_of_one_function_are_joined_unless_a_value_stands_out() {
    assert_eq!(show("abs(x)^2"), "[-inf, inf] (-x)^2");
    assert_eq!(show("max(x, 0) + min(x, 0)"), "[-inf, inf] x");
    assert_eq!(show("where(x > 0, where(x < 0, 5, x), x)"), "[-inf, inf] x");
    // 5 at the single point 0.
    assert_eq!(
        show("where(x >= 0, where(x <= 0, 5, x), x)"),
        "[-inf, 0] x; [0, inf] x; 0: order 0, 0 to 0"
    );
}

#[test]
fn out_of_reach_is_unknown() {
    for text in [
        "max(sin(x), 0)",
        "max(x^5 - x - 1, 0)",
        "where(x >= 0, sqrt(x), 0)",
        "where(x > 0, exp(-1/x), 0)",
    ] {
        assert!(show(text).starts_with("unknown"), "{text}: {}", show(text));
    }
}

//! The checker accepts what the prover writes.

use wronski::internals::certificate::{Certificate, Subject};
use wronski::internals::check::check;
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Assumptions, Limits, independent, verify};
use wronski::internals::rewrite::shipped;

fn certificate(text: &str, parameters: &[&str], assumptions: Assumptions) -> Certificate {
    let mut declared = Parameters::new();
    for p in parameters {
        declared.declare(p).expect("a declaration");
    }
    verify(text, &declared, shipped(), &Limits::default(), assumptions)
        .expect("an activation")
        .certificate()
}

/// The certificate goes through its text, as a user's file does.
fn accepted(c: &Certificate) -> Vec<(String, String)> {
    let text = c.to_json().expect("text");
    let read = Certificate::from_json(&text).expect("it reads back");
    let report =
        check(&read).unwrap_or_else(|r| panic!("{} rejected: {r}", c.functions[0].expression));
    report
        .claims
        .into_iter()
        .map(|c| (c.id, c.verdict))
        .collect()
}

macro_rules! activations {
    ($($name:ident: $text:expr, $parameters:expr;)*) => { $(
        #[test]
        fn $name() {
            let c = certificate($text, &$parameters, Assumptions::All);
            let claims = accepted(&c);
            assert_eq!(claims.len(), 7);
            for (claim, (id, verdict)) in c.claims.iter().zip(&claims) {
                assert_eq!(claim.id.as_str(), id);
                assert_eq!(claim.verdict.as_str(), verdict);
            }
            assert_eq!(accepted(&certificate($text, &$parameters, Assumptions::One)).len(), 2);
            assert_eq!(accepted(&certificate($text, &$parameters, Assumptions::Two)).len(), 5);
        }
    )* };
}

activations! {
    sigmoid: "sigmoid", [];
    tanh: "tanh", [];
    silu: "silu", [];
    softplus: "softplus", [];
    gelu: "gelu", [];
    mish: "mish", [];
    swish_symbolic: "swish", ["beta"];
    swish_two: "swish", ["beta=2"];
    gelu_tanh: "jax::gelu", [];
    log_sigmoid: "log_sigmoid", [];
    softplus_beta: "torch::softplus", ["beta"];
    tanhshrink: "tanhshrink", [];
    identity: "x", [];
    // The composition needs the root of a quadratic polynomial in a monomial, positive although its terms are not.
    root_and_log_cosh: "log(cosh(x)) + sqrt(x^2 + 1)", [];
    root_and_erf: "sqrt(x^2 + 1) + erf(x)", [];
    root_times_tanh: "sqrt(x^2 + x + 1)*tanh(x)", [];
    root_and_atan: "atan(x) + sqrt(x^2 + 1)", [];
    // The same with denominators.
    root_and_sigmoid: "sigmoid(x) - sqrt(1 + (x + 1)^2)", [];
    root_and_gelu: "gelu(x/2) + (x/2)/sqrt(1 + (x/2)^2)", [];
    cube_root_and_root: "cbrt(1 + (x/2)^2) + (x + 1)/sqrt(1 + (x + 1)^2)", [];
    asinh_and_sin: "asinh(x) + sin(x/2)", [];
    constant: "3", [];
    quadratic: "x^2 - x", [];
    parametric_quadratic: "a*x^2 + x", ["a"];
    exponential: "exp(x)", [];
    error_function: "erf(x)", [];
    gaussian: "exp(-x^2)", [];
    relu: "relu", [];
    elu: "elu", [];
    sine: "sin(x)", [];
    arctangent: "atan(x)", [];
    inverse_hyperbolic_sine: "asinh(x)", [];
    isru: "x/sqrt(1 + x^2)", [];
    squareplus: "squareplus", [];
    cosine_and_x: "cos(x) + x", [];
    snake: "snake", [];
    frequencies: "cos(3*x) + sin(x)", [];
    irrational_ratio: "exp(sqrt(2)*x) + exp(x)", [];
    root_of_exponential_sum: "sqrt(1 + exp(x))", [];
    root_with_two_functions: "sqrt(1 + exp(x) + x^2)", [];
    arctangent_of_sinh: "atan(sinh(x))", [];
    arctangent_of_tanh: "atan(tanh(x/2))", [];
    cube_root: "cbrt(1 + x^2)*x", [];
    negative_cube_root: "cbrt(-1 - x^2)", [];
    sixth_root: "(1 + x^2)^(1/6)", [];
    root_of_a_number: "2^(1/3)*x + exp(x)", [];
    tangent_of_a_number: "sin(1)*x + exp(x)", [];
    arctangent_of_a_number: "atan(1/2)*exp(x)", [];
    twelfth_of_pi: "sin(pi/12)*exp(x)", [];
    shifted_sine: "sin(x + pi/4)", [];
    root_of_sine: "sqrt(2 + sin(x))", [];
    nested_roots: "sqrt(1 + sqrt(1 + x^2))", [];
    cosine_of_arctangent: "cos(atan(x))", [];
    tangent_of_a_bounded_function: "tan(tanh(x))", [];
    exponential_of_root: "x*exp(-sqrt(1 + x^2))", [];
    sine_of_asinh: "sin(asinh(x))", [];
    error_function_of_arctangent: "erf(atan(x))", [];
    rational_root: "sqrt((1 + x^2)^2)", [];
    parametric_root: "x/sqrt(1 + a^2*x^2)", ["a"];
    parametric_sine: "sin(a*x)", ["a"];
    parametric_frequencies: "sin(a*x) + sin(x)", ["a"];
    parametric_arctangent: "atan(a*x)", ["a"];
}

#[test]
fn families() {
    let cases: &[(&[&str], &[&str])] = &[
        (&["1", "x", "exp(x)"], &[]),
        (&["exp(x)", "exp(2*x)", "sinh(x)", "cosh(x)"], &[]),
        (&["log(1 + exp(x))", "x", "log(1 + exp(-x))"], &[]),
        (&["erf(x)", "x*exp(-x^2)", "exp(-x^2)", "1", "erf(-x)"], &[]),
        (&["a*x", "x^2", "exp(a*x)", "x"], &["a"]),
        (&["x + a", "a*x + 1"], &["a"]),
        (&["sqrt(2)*x", "x", "pi*x^2"], &[]),
        (&["e*x", "exp(x + 1)", "exp(x)"], &[]),
        (&["sin(x)^2", "cos(2*x)", "1"], &[]),
        (&["sin(x)", "sin(x + 1)", "cos(x)"], &[]),
        (&["sin(x)", "sin(2*x)", "sin(x/2)"], &[]),
        (
            &["atan(sinh(x))", "atan(exp(x))", "1", "atan(tanh(x/2))"],
            &[],
        ),
        (&["atan(x)", "atan(x + sqrt(1 + x^2))", "1"], &[]),
        (&["asinh(x)", "log(sqrt(1 + x^2) - x)"], &[]),
        (
            &[
                "sqrt(1 + x^2)",
                "sqrt(4 + 4*x^2)",
                "1/sqrt(1 + x^2)",
                "x^2/sqrt(1 + x^2)",
            ],
            &[],
        ),
        (&["sqrt(1 + exp(2*x))", "exp(x)*sqrt(1 + exp(-2*x))"], &[]),
        (
            &["(1 + x^2)^(1/3)", "(1 + x^2)^(2/3)", "sqrt(1 + x^2)"],
            &[],
        ),
    ];
    accept_families(cases);
}

/// An exponential that is adjoined with a finer exponent: the witness has to be about that exponent.
#[test]
fn families_with_refined_exponents() {
    accept_families(&[(&["exp(x)", "exp(x/2)", "exp(x/3)"], &[])]);
}

fn accept_families(cases: &[(&[&str], &[&str])]) {
    for (functions, parameters) in cases {
        let mut declared = Parameters::new();
        for p in *parameters {
            declared.declare(p).expect("a declaration");
        }
        let v = independent(functions, &declared, shipped(), &Limits::default());
        let c = v.expect("a family").certificate();
        assert_eq!(c.subject, Subject::Independent);
        accepted(&c);
    }
}

//! One regression for every panic, hang or exhaustion of memory that was ever reachable from input.

use wronski::internals::expr::domain::definedness;
use wronski::internals::expr::{Parameters, parse};
use wronski::internals::pipeline::{Assumptions, Limits, independent, verify};
use wronski::internals::rewrite::shipped;

/// Runs the whole pipeline; any ending but a panic is fine.
fn run(text: &str) -> u8 {
    match verify(
        text,
        &Parameters::new(),
        shipped(),
        &Limits::default(),
        Assumptions::All,
    ) {
        Ok(v) => v.exit_code(),
        Err(d) => d.exit_code(),
    }
}

/// Deep trees need a deep stack, as the program has it.
fn on_a_deep_stack(f: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(f)
        .expect("a thread")
        .join()
        .expect("no panic");
}

/// Sums of squares of large polynomials kept the row reductions busy for minutes: there was no limit
/// on all multiplications together.
#[test]
fn a_high_power_of_a_sum() {
    on_a_deep_stack(|| assert_eq!(run("(1+exp(x))^1000"), 3));
}

/// As above, in the substitution of one element into another.
#[test]
fn a_polynomial_composed_with_itself_many_times() {
    let text = format!("{}x+x*x{}", "compose(".repeat(12), ",x*x+x)".repeat(12));
    on_a_deep_stack(move || assert_eq!(run(&text), 3));
}

/// Sturm sequences of degree 60 with long coefficients took minutes.
#[test]
fn many_derivatives() {
    let text = format!("{}gelu(x){}", "diff(".repeat(30), ")".repeat(30));
    on_a_deep_stack(move || assert_eq!(run(&text), 3));
}

/// No family at all is dependent on nothing.
#[test]
fn families_of_odd_sizes() {
    on_a_deep_stack(|| {
        for texts in [&[][..], &["0"], &["x", "x"], &["1", "0", "0"]] {
            let v = independent(texts, &Parameters::new(), shipped(), &Limits::default());
            assert!(v.is_ok(), "{texts:?}");
        }
    });
}

/// Found by fuzzing `parser` (`x-88^690`): the isolation of a root bisected an interval as long as the coefficient,
/// with numbers of that length.
#[test]
fn roots_of_polynomials_with_long_coefficients() {
    on_a_deep_stack(|| assert!([1, 3].contains(&run("x - 88^690"))));
    for text in [
        "1/(x + 10^3999)",
        "log(x - 10^3999)",
        "1/(x^2 - 3*x - 10^3999)",
        "log(x^2 + 10^3999)",
        "sqrt(x^3 - 7*x + 1e999)",
        "abs(x^2 - 88^690)/(x^2 + 1e-900)",
    ] {
        on_a_deep_stack(move || {
            let e = parse(text, &Parameters::new()).expect(text).expr;
            assert!(definedness(&e).is_ok(), "{text}");
        });
    }
}

/// Found by fuzzing `tower`: constants that are quotients of numbers in the steps of a proof.
#[test]
fn families_with_quotients_of_numbers() {
    let texts = [
        "atan(sinh(x))",
        "atan(tanh(x/2))",
        "2*atan(sinh(x)) - atan(tanh(x/2))/3",
    ];
    on_a_deep_stack(move || {
        let v = independent(&texts, &Parameters::new(), shipped(), &Limits::default());
        let v = v.expect("functions");
        assert_ne!(v.claim.verdict.word(), "proved", "a planted relation");
    });
}

//! True identities, composed at random: no search for a normal form or for steps may call one of them false, and none
//! may lose what the tower shows.
//!
//! The identities are true by the laws that stand beside them; the program decides none of the expected answers.

use wronski::internals::certificate::Verdict;
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Limits, StepSearch, equal, equal_with};
use wronski::internals::rewrite::{Budget, RuleLibrary, normalise, search_equal, shipped};

use crate::support::{Random, expr};

/// Both sides with `F` for any function that is analytic on the real line.
const IDENTITIES: [[&str; 2]; 36] = [
    // A positive function is its own absolute value, and the root of its square.
    ["abs(softplus(F))", "softplus(F)"],
    ["exp(abs(softplus(F)))", "1 + exp(F)"],
    ["abs(2*sigmoid(F))", "2*sigmoid(F)"],
    ["exp(abs(2*sigmoid(F)))", "exp(2*sigmoid(F))"],
    ["exp(sqrt((1+(F)^2)^2))", "exp(1+(F)^2)"],
    ["sqrt((1+(F)^2)^2)", "1+(F)^2"],
    ["sqrt(exp(2*(F)))", "exp(F)"],
    [
        "tanh(abs(softplus(F)))",
        "((1+exp(F))^2-1)/((1+exp(F))^2+1)",
    ],
    ["exp(-sqrt(sigmoid(F)^2))", "exp(-sigmoid(F))"],
    // Logarithms of products, quotients and powers of positive functions.
    ["log((1+(F)^2)*exp(F))", "log(1+(F)^2)+(F)"],
    ["log((1+(F)^2)/(1+exp(F)))", "log(1+(F)^2)-softplus(F)"],
    ["log(sigmoid(F))", "-softplus(-(F))"],
    ["log((1+exp(F))^3)", "3*softplus(F)"],
    ["log(sqrt(1+(F)^2))", "log(1+(F)^2)/2"],
    ["exp(2*log(1+(F)^2))", "(1+(F)^2)^2"],
    ["exp(log(1+exp(F))/2)", "sqrt(1+exp(F))"],
    ["log(exp(F))", "(F)"],
    ["softplus(F)-softplus(-(F))", "(F)"],
    // Roots of positive functions.
    ["sqrt((1+(F)^2)*(1+exp(F)))", "sqrt(1+(F)^2)*sqrt(1+exp(F))"],
    ["sqrt(sigmoid(F)*(1-sigmoid(F)))", "exp((F)/2)/(1+exp(F))"],
    // Hyperbolic functions.
    ["sinh(2*(F))", "2*sinh(F)*cosh(F)"],
    ["cosh(F)^2-sinh(F)^2", "1"],
    ["tanh(F)", "2*sigmoid(2*(F))-1"],
    ["sigmoid(F)+sigmoid(-(F))", "1"],
    ["asinh(sinh(F))", "(F)"],
    ["sinh(asinh(F))", "(F)"],
    ["cosh(asinh(F))", "sqrt(1+(F)^2)"],
    // coth(log(1 + 2/u)/2) = u + 1 for u > 0.
    [
        "cosh(log((exp(F)+2)/exp(F))/2)/sinh(log((exp(F)+2)/exp(F))/2)",
        "1+exp(F)",
    ],
    // Circular functions of arctangents, and addition theorems.
    ["sin(atan(F))", "(F)/sqrt(1+(F)^2)"],
    ["cos(atan(F))", "1/sqrt(1+(F)^2)"],
    ["sin(2*atan(F))", "2*(F)/(1+(F)^2)"],
    ["sin(atan(sigmoid(F)/sqrt(1-sigmoid(F)^2)))", "sigmoid(F)"],
    [
        "sin(2*atan(sigmoid(F)/(1+sqrt(1-sigmoid(F)^2))))",
        "sigmoid(F)",
    ],
    ["sin(F)^2", "1/2-cos(2*(F))/2"],
    ["sin(2*(F))", "2*sin(F)*cos(F)"],
    ["erf(-(F))+erf(F)", "0"],
];

/// What `F` may be.
const INNER: [&str; 14] = [
    "x",
    "2*x+1",
    "x/3-2",
    "x^2",
    "x^3-x",
    "exp(x)",
    "sigmoid(x)",
    "tanh(x)",
    "softplus(x)",
    "x/(1+x^2)",
    "sin(x)",
    "x*sigmoid(x)",
    "erf(x)",
    "sqrt(1+x^2)",
];

/// What is done to both sides.
const OUTER: [&str; 8] = [
    "G",
    "(G)^2",
    "1+(G)",
    "x*(G)",
    "tanh(G)",
    "sigmoid(G)",
    "exp(-(G)^2)",
    "atan(G)",
];

/// A true equation: an identity with a function in it, inside of another one.
fn equation(random: &mut Random, k: usize) -> [String; 2] {
    let inner = random.pick(&INNER);
    let outer = random.pick(&OUTER);
    IDENTITIES[k % IDENTITIES.len()].map(|side| outer.replace('G', &side.replace('F', inner)))
}

fn on_a_deep_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(work);
    if let Err(panic) = thread.expect("a thread").join() {
        std::panic::resume_unwind(panic);
    }
}

/// The search itself: it may find nothing, but it may not raise the alarm.
#[test]
fn no_search_calls_a_true_identity_false() {
    on_a_deep_stack(|| {
        let mut random = Random(11);
        let mut shown = 0;
        for k in 0..2 * IDENTITIES.len() {
            let [l, r] = equation(&mut random, k);
            let (a, b) = (expr(&l), expr(&r));
            for side in [&a, &b] {
                normalise(side, shipped(), &Budget::default())
                    .unwrap_or_else(|d| panic!("{side}: {d}"));
            }
            let found = search_equal(&a, &b, shipped(), &Budget::default())
                .unwrap_or_else(|d| panic!("{l} = {r}: {d}"));
            shown += usize::from(found.is_some());
        }
        assert!(
            shown > IDENTITIES.len() / 4,
            "only {shown} were found by search"
        );
    });
}

#[test]
fn a_true_identity_is_never_refuted_and_what_the_tower_shows_stays() {
    on_a_deep_stack(|| {
        let mut random = Random(12);
        let (none, parameters) = (RuleLibrary::new(), Parameters::new());
        let limits = Limits::default();
        let (mut proved, mut all) = (0, 0);
        for k in 0..6 * IDENTITIES.len() {
            let [l, r] = equation(&mut random, k);
            let e = equal(&l, &r, &parameters, shipped(), &limits)
                .unwrap_or_else(|f| panic!("{l} = {r}: {}", f.diagnostic));
            for note in e.functions.iter().flat_map(|f| &f.notes) {
                assert!(!note.contains("search"), "{l} = {r}: {note}");
            }
            all += 1;
            match &e.verdict {
                Verdict::Proved(_) => proved += 1,
                Verdict::Refuted(why) => panic!("{l} = {r}: {why:?}"),
                Verdict::Undecided(why) => {
                    // Without any rule the tower gets no further.
                    let plain = equal(&l, &r, &parameters, &none, &limits);
                    assert!(
                        !plain.is_ok_and(|p| matches!(p.verdict, Verdict::Proved(_))),
                        "{l} = {r}: {why}"
                    );
                }
            }
        }
        assert!(proved * 10 >= all * 9, "only {proved} of {all} are shown");
    });
}

/// A library with a wrong rule: the alarm is raised in the search, and the verdict is there all the same, with a
/// note.
#[test]
fn a_wrong_rule_is_reported_and_changes_no_verdict() {
    on_a_deep_stack(|| {
        let wrong = r#"
            [[rule]]
            name = "first-order"
            lhs = "exp(?a)"
            rhs = "1 + ?a"
            valid = "nowhere"
            source = "planted"
            tags = ["simplify"]
        "#;
        let mut library = RuleLibrary::new();
        library.read("wrong", wrong).expect("a rule file");
        let alarm = normalise(&expr("exp(x)"), &library, &Budget::default());
        assert_eq!(alarm.expect_err("an alarm").code, "W0310");
        let (parameters, limits) = (Parameters::new(), Limits::default());
        for (l, r, word) in [
            ("exp(x)*exp(-x)", "1", "proved"),
            ("exp(x)", "1+x", "refuted"),
            ("diff(silu(x))", "sigmoid(x)*(1+x*(1-sigmoid(x)))", "proved"),
        ] {
            let e = equal_with(l, r, &parameters, &library, &limits, StepSearch::Thorough)
                .unwrap_or_else(|f| panic!("{l} = {r}: {}", f.diagnostic));
            assert_eq!(e.verdict.word(), word, "{l} = {r}");
            let told = e.functions.iter().flat_map(|f| &f.notes);
            assert!(
                told.clone()
                    .any(|n| n.contains("W0310") && n.contains("first-order")),
                "{l} = {r}: {:?}",
                told.collect::<Vec<_>>()
            );
        }
    });
}

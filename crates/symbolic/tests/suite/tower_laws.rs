//! The laws of a differential field, run on the towers of the activations and on awkward ones.

use wronski_symbolic::family::SelfComposition;
use wronski_symbolic::tower::{Element, Tower};
use wronski_testing::laws::{chain_rule, derivation_laws, field_laws, series_against_derivation};
use wronski_testing::tower;

const FUNCTIONS: [&str; 18] = [
    "sigmoid(x)",
    "tanh(x)",
    "silu(x)",
    "softplus(x)",
    "exp(exp(x))",
    "log(1 + exp(x)) - log(2 + exp(x))",
    "erf(x) + x",
    "sqrt(2)*x + exp(x)",
    "pi*x + erf(x)",
    "e*x + exp(2*x + 1) + log(2)",
    "sin(x) + cos(2*x)",
    "atan(x)*exp(x)",
    "x/sqrt(1 + x^2)",
    "asinh(x)",
    "sqrt(1 + exp(x)) + sqrt(2 + exp(x))",
    "cbrt(2 + x^2)/(1 + (1 + x^2)^(1/4))",
    "sqrt(x + sqrt(1 + x^2))",
    "tan(atan(x)/2) + sin(sqrt(2)*x)",
];

/// The functions that the laws are checked on: sigma, its derivative, x, a number, and a quotient.
fn sample(t: &mut Tower, sigma: &Element) -> Vec<Element> {
    let d = t.derive(sigma).expect("within the budget");
    let x = Element::var(0);
    let shifted = t.add(sigma, &Element::int(3)).expect("within the budget");
    let quotient = t.div(&x, &shifted).expect("sigma + 3 is not zero");
    vec![sigma.clone(), d, x, quotient, Element::zero()]
}

fn all_laws(text: &str) {
    let (mut t, e) = tower(&[text]).unwrap_or_else(|s| panic!("{text}: {s:?}"));
    let elements = sample(&mut t, &e[0]);
    field_laws(&mut t, &elements).unwrap_or_else(|law| panic!("{text}: {law}"));
    derivation_laws(&t, &elements).unwrap_or_else(|law| panic!("{text}: {law}"));
    for a in &elements {
        series_against_derivation(&t, a, 5, 7).unwrap_or_else(|law| panic!("{text}: {law}"));
    }
}

#[test]
fn laws_hold_for_elementary_towers() {
    FUNCTIONS.into_iter().for_each(all_laws);
}

#[test]
fn laws_hold_for_error_functions_and_long_activations() {
    ["gelu(x)", "mish(x)", "jax::gelu(x)", "x/(1 + exp(-2*x))"]
        .into_iter()
        .for_each(all_laws);
}

#[test]
fn laws_hold_in_the_composition_with_itself() {
    for text in ["sigmoid(x)", "softplus(x)", "gelu(x)", "x*sigmoid(x)"] {
        let (mut t, e) = tower(&[text]).expect(text);
        let jet = SelfComposition::new(&mut t, &e[0]).expect(text);
        let elements: Vec<Element> = jet.outer[..2].to_vec();
        derivation_laws(&t, &elements).unwrap_or_else(|law| panic!("{text}: {law}"));
        for a in &elements {
            series_against_derivation(&t, a, 4, 3).unwrap_or_else(|law| panic!("{text}: {law}"));
        }
        // S' = S1 s1: the chain rule once more, by hand.
        let left = t.derive(&jet.outer[0]).expect(text);
        let right = t.mul(&jet.outer[1], &jet.inner[1]).expect(text);
        assert!(t.equal(&left, &right).expect(text), "{text}");
    }
}

#[test]
fn chain_rule_holds_for_mixed_pairs() {
    let pairs = [
        ("exp(x)", "x^2"),
        ("log(1 + x^2)", "exp(x)"),
        ("erf(x)", "log(1 + exp(x))"),
        ("sigmoid(x)", "erf(x)"),
        ("tanh(x)", "sigmoid(x)"),
        ("x*exp(-x^2)", "x/(1 + x^2)"),
        ("sin(x)", "atan(x)"),
        ("atan(x)", "sin(x)"),
        ("sqrt(1 + x^2)", "exp(x) - exp(-x)"),
        ("asinh(x)", "x/sqrt(1 + x^2)"),
        ("cbrt(3 + x^2)", "cos(x)"),
    ];
    for (outer, inner) in pairs {
        let (mut t, e) = tower(&[outer, inner]).expect(outer);
        chain_rule(&mut t, &e[0], &e[1]).unwrap_or_else(|law| panic!("{outer}, {inner}: {law}"));
    }
}

#[test]
fn laws_hold_with_a_symbolic_parameter() {
    use wronski_expr::{Parameters, parse};
    use wronski_symbolic::tower::Budget;
    use wronski_symbolic::tower::interpret::Interpreter;
    let mut parameters = Parameters::new();
    parameters.declare("beta").expect("a name");
    let e = parse("x*sigmoid(beta*x) + beta", &parameters)
        .expect("an expression")
        .expr;
    let (mut t, sigma) = Tower::build(Budget::default(), |t| Interpreter::new().read(t, &e))
        .expect("an element of a tower");
    let elements = sample(&mut t, &sigma);
    field_laws(&mut t, &elements).expect("field");
    derivation_laws(&t, &elements).expect("derivation");
    for a in &elements {
        series_against_derivation(&t, a, 5, 1).expect("series");
    }
    // The parameter is a constant.
    let beta = t
        .variables()
        .iter()
        .position(wronski_symbolic::tower::Variable::is_constant)
        .expect("beta");
    assert!(t.derive(&Element::var(beta)).expect("small").is_zero());
}

/// An element of one tower read in another has another derivative: what a wrong derivation looks like.
/// exp(x) and exp(2x) are both variable 1 of their towers.
#[test]
fn a_wrong_derivation_is_caught() {
    let (right, e) = tower(&["exp(x)"]).expect("a tower");
    let (wrong, _) = tower(&["exp(2*x)"]).expect("a tower");
    let d = right.derive(&e[0]).expect("small");
    let other = wrong.derive(&e[0]).expect("small");
    assert!(!right.equal(&d, &other).expect("small"));
    // d/dx exp(x) = exp(x), and 2 exp(x) where the variable stands for exp(2x).
    assert!(right.equal(&d, &e[0]).expect("small"));
    let twice = right.scale(&e[0], &wronski_testing::rational(2, 1));
    assert!(right.equal(&other, &twice).expect("small"));
}

/// A budget that is too small is no silent success.
#[test]
fn laws_do_not_pass_in_silence() {
    let (mut t, e) = tower(&["sigmoid(x)"]).expect("a tower");
    let big = t.pow(&e[0], 3).expect("small");
    t.budget.products = 1;
    assert!(derivation_laws(&t, &[big, e[0].clone()]).is_err());
}

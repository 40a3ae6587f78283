//! Values of parameters at which ranks drop, found by hand: each is listed with the rank there, or covered by a
//! relation.

use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Limits, independent};
use wronski::internals::rewrite::shipped;
use wronski::internals::theorem::{AtValue, Listed};

fn listed(functions: &[&str]) -> (usize, Vec<Listed>) {
    let mut parameters = Parameters::new();
    parameters.declare("b").expect("a name");
    let found = independent(functions, &parameters, shipped(), &Limits::default());
    let claim = found
        .unwrap_or_else(|f| panic!("{functions:?}: {}", f.diagnostic.message))
        .claim;
    let rank = match &claim.detail {
        wronski::internals::theorem::Detail::Rank {
            rank: Some(Ok(r)), ..
        } => r.rank,
        other => panic!("{functions:?}: {other:?}"),
    };
    (rank, claim.exceptional.listed)
}

/// All exclusions as "value: rank".
fn values(functions: &[&str]) -> Vec<String> {
    let (_, listed) = listed(functions);
    let text = |l: &Listed| match l {
        Listed::Value {
            value,
            at: AtValue::Decided { rank: Some(r), .. },
            ..
        } => format!("{value}: {r}"),
        other => other.to_string(),
    };
    listed.iter().map(text).collect()
}

#[test]
fn exactly_these_values() {
    // Each by hand: the functions that coincide or vanish there.
    for (functions, expected) in [
        (&["(b-pi)*x", "1"][..], &["pi: 1"][..]),
        (&["(b-sqrt(2))*x", "1"], &["sqrt(2): 1"]),
        (&["(exp(b)-e)*x", "x^2"], &["1: 1"]),
        (&["x+b", "x+pi"], &["pi: 1"]),
        (&["1", "(b-1)*x+b", "(b-1)*x"], &["1: 1"]),
        (&["exp(b*x)", "exp(x)"], &["1: 1"]),
        (&["exp(b*x)", "exp(x)", "exp(2*x)"], &["1: 2", "2: 2"]),
        (&["exp(b*x)", "exp(b^2*x)"], &["0: 1", "1: 1"]),
        (&["sin(b*x)", "sin(x)"], &["-1: 1", "0: 1", "1: 1"]),
        (&["cos(b*x)", "1"], &["0: 1"]),
        (&["x", "x^2-x*b", "b*x^2"], &[]),
        (&["erf(b*x)", "erf(x)"], &["-1: 1", "0: 1", "1: 1"]),
        (
            &["log(1+b^2*x^2)", "log(1+x^2)"],
            &["-1: 1", "0: 1", "1: 1"],
        ),
        (&["sqrt(1+b^2*x^2)", "sqrt(1+x^2)"], &["-1: 1", "1: 1"]),
        (&["(1+x^2)^b", "1"], &["0: 1"]),
        // Over roots of numbers: each factor of b^2 - 2 by itself.
        (&["(b*sqrt(2)-1)*x", "1"], &["1/2*sqrt(2): 1"]),
        (
            &["(b^2-2)*x", "(b-sqrt(2))*x^2", "1"],
            &["-sqrt(2): 2", "sqrt(2): 1"],
        ),
        // No value at which both coefficients vanish.
        (&["(b-1)*x+(b-5)*x^2", "1"], &[]),
        (&["(b-pi)*x+(b-5)*x^2", "1"], &[]),
        (&["(b-sqrt(2))*x+(b-sqrt(3))*x^2", "1"], &[]),
        (&["(b-sqrt(2))*x+(b^2-2)*x^2", "1"], &["sqrt(2): 1"]),
        (&["(b-1)^40*x", "1"], &["1: 1"]),
        // (b - 2) divides the determinant of the first two coefficients, not all minors.
        (&["(b-2)*x+x^2", "(b-2)*x+2*x^2+x^3"], &[]),
    ] {
        assert_eq!(values(functions), expected, "{functions:?}");
    }
}

/// Where a fragile power stands beside other fragile exponentials or roots, the relation is listed, or the value.
#[test]
fn values_that_must_be_covered() {
    for (functions, value, rank) in [
        (&["(1+exp(b*x))^b", "1", "exp(x)"][..], "1", 2),
        (&["(1+exp(b*x))^(b-1)", "1", "exp(2*x)"], "2", 2),
        (&["(1+exp(x))^b", "(1+exp(x))^(1/2)"], "1/2", 1),
        (&["(1+exp(x))^b", "(1+exp(x))^(3/2)", "1"], "3/2", 2),
        (&["(1+exp(x))^b", "exp(b*x)", "1"], "1", 2),
        (&["1+exp(b*x)", "(1+exp(x))^b"], "1", 1),
        (&["(3+erf(x))^b", "sqrt(3+erf(x))"], "1/2", 1),
        // Roots of the base: the order at one of its zeros is a fraction.
        (&["(x^2+1)^b", "sqrt(x^2+1)", "x"], "1/2", 2),
        (&["(x^2+1)^b", "(x^2+1)^(1/3)", "x"], "1/3", 2),
        (&["(x^2+1)^b", "1/sqrt(x^2+1)", "1"], "-1/2", 2),
        (&["(x^2+1)^b", "sqrt(x^2+1)", "sqrt(x^2+2)"], "1/2", 2),
        (&["(x^4+1)^b", "sqrt(x^4+1)", "x"], "1/2", 2),
        (
            &["(x^2+1)^b", "(x^2+1)^(2*b)", "sqrt(x^2+1)", "1"],
            "1/2",
            3,
        ),
        (
            &["(x^2+1)^b", "(x^2+1)^(2*b)", "sqrt(x^2+1)", "1"],
            "1/4",
            3,
        ),
        (&["exp(b*log(1+x^2))", "cbrt(1+x^2)", "1"], "1/3", 2),
        (
            &["(x^2+1)^b*sqrt(x^2+2)", "sqrt(x^4+3*x^2+2)", "1"],
            "1/2",
            2,
        ),
        (&["(2*x^2+2)^b", "sqrt(x^2+1)", "x"], "1/2", 2),
        (&["(x^2+1)^(b^2)", "sqrt(x^2+1)", "x"], "sqrt(2)/2", 2),
        (&["sqrt(1+exp(b*x))", "sqrt(1+exp(x))"], "1", 1),
        (&["sqrt(sigmoid(b*x))", "sqrt(sigmoid(x))"], "1", 1),
        (&["(1+exp(b*x))^(3*b)", "(1+exp(x))^3"], "1", 1),
        (&["(2+exp(x))^(b+1/2)", "(2+exp(x))^(3*b)"], "1/4", 1),
        (&["exp((b-1)*log(1+exp(b*x)))", "1", "exp(2*x)"], "2", 2),
    ] {
        let (generic, listed) = listed(functions);
        assert!(rank < generic, "{functions:?}");
        let covered = listed.iter().any(|l| match l {
            Listed::Value { value: v, at, .. } => {
                v.to_string() == value
                    && matches!(at, AtValue::Decided { rank: Some(r), .. } if *r == rank)
            }
            Listed::Relation(_) => true,
            Listed::Equation(_) => false,
        });
        let all: Vec<String> = listed.iter().map(ToString::to_string).collect();
        assert!(covered, "{functions:?} at {value}: {all:?}");
    }
}

/// With roots of numbers a common factor of two minors can be hidden in both.
#[test]
fn a_value_behind_a_root_of_a_number() {
    let functions = [
        "x*(b-sqrt(2))/(1+x^2)+2*x/(1+4*x^2)",
        "(b-sqrt(2))*(-2*x)/(1+x^2)^2-16*x/(1+4*x^2)^2",
        "x^2*((b-sqrt(2))*(-2*x)/(1+x^2)^2-16*x/(1+4*x^2)^2)",
    ];
    let (generic, listed) = listed(&functions);
    assert_eq!(generic, 3);
    // At b = sqrt(2) the functions are those of atan(2 x), of rank 2: one of the polynomials vanishes there.
    let vanishes = listed.iter().any(|l| match l {
        Listed::Value { value, .. } => value.to_string() == "sqrt(2)",
        Listed::Equation(p) => {
            let mut at = Parameters::new();
            at.declare("b=sqrt(2)").expect("a value");
            wronski::internals::pipeline::equal(p, "0", &at, shipped(), &Limits::default())
                .is_ok_and(|e| e.exit_code() == 0)
        }
        Listed::Relation(_) => false,
    });
    let all: Vec<String> = listed.iter().map(ToString::to_string).collect();
    assert!(vanishes, "{all:?}");
}

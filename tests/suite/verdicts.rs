//! Every claim for the activations of the paper, against numbers found by other routes.
//!
//! The ranks in [`TABLE`] were found by elimination on enclosed real numbers (`tests/suite/second_route.rs`), which
//! shares nothing with the tower; the relations in the snapshots were checked by hand (see the comments).

use crate::support::{rank, tower};
use num_rational::BigRational;
use serde_json::{Value, json};
use wronski::internals::exact::{Field, PrimeField};
use wronski::internals::expr::Parameters;
use wronski::internals::family::{B3_SINGLED_OUT, Family, SelfComposition, b2, b3, gradient3};
use wronski::internals::json::verify_json;
use wronski::internals::pipeline::{Assumptions, Limits, Verification, verify};
use wronski::internals::rewrite::shipped;
use wronski::internals::theorem::{AtValue, Listed};
use wronski::internals::tower::linear::coefficient_matrix;
use wronski::internals::tower::{Element, Tower};

fn verification(text: &str, parameters: &[&str]) -> Verification {
    let mut declared = Parameters::new();
    for p in parameters {
        declared.declare(p).expect("a parameter");
    }
    verify(
        text,
        &declared,
        shipped(),
        &Limits::default(),
        Assumptions::All,
    )
    .unwrap_or_else(|d| panic!("{text}: {}", d.message))
}

/// The claims without reasons (which name primes and points) and without all relations of B3.
fn claims(v: &Verification) -> Value {
    let mut all = verify_json(v)["claims"].clone();
    for claim in all.as_array_mut().expect("a list") {
        let claim = claim.as_object_mut().expect("an object");
        claim.shift_remove("because");
        claim.shift_remove("all_relations");
        // One relation a line, to be read.
        if let Some(relations) = claim.get_mut("relations").and_then(Value::as_array_mut) {
            for r in relations {
                let coefficients: Vec<&str> = r
                    .as_array()
                    .expect("a list")
                    .iter()
                    .map(|c| c.as_str().expect("text"))
                    .collect();
                *r = coefficients.join(" ").into();
            }
        }
    }
    json!({ "exit": v.exit_code(), "claims": all })
}

fn claim<'a>(all: &'a Value, id: &str) -> &'a Value {
    all["claims"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|c| c["id"] == id)
        .unwrap_or_else(|| panic!("no claim {id}"))
}

struct Expected {
    name: &'static str,
    text: &'static str,
    parameters: &'static [&'static str],
    /// Ranks of B2, of the gradient family, of B3, and of B3 without b31, b32, b33.
    ranks: [u64; 4],
    /// Is b33 inside the span of the rest? (b31 and b32 are inside for softplus only.)
    b33: &'static str,
}

const TABLE: [Expected; 8] = [
    Expected {
        name: "sigmoid",
        text: "sigmoid",
        parameters: &[],
        ranks: [7, 6, 29, 26],
        b33: "outside",
    },
    Expected {
        name: "tanh",
        text: "tanh",
        parameters: &[],
        ranks: [7, 6, 29, 27],
        b33: "inside",
    },
    Expected {
        name: "silu",
        text: "silu",
        parameters: &[],
        ranks: [7, 6, 31, 28],
        b33: "outside",
    },
    Expected {
        name: "softplus",
        text: "softplus",
        parameters: &[],
        ranks: [7, 5, 27, 27],
        b33: "inside",
    },
    Expected {
        name: "gelu",
        text: "gelu",
        parameters: &[],
        ranks: [7, 6, 33, 30],
        b33: "outside",
    },
    // swish_beta(x) = silu(beta x)/beta is conjugate to silu for every beta but 0: the ranks of silu.
    Expected {
        name: "swish_symbolic",
        text: "swish",
        parameters: &["beta"],
        ranks: [7, 6, 31, 28],
        b33: "outside",
    },
    Expected {
        name: "swish_2",
        text: "swish",
        parameters: &["beta=2"],
        ranks: [7, 6, 31, 28],
        b33: "outside",
    },
    Expected {
        name: "mish",
        text: "mish",
        parameters: &[],
        ranks: [7, 6, 34, 31],
        b33: "outside",
    },
];

#[test]
fn ranks_agree_with_the_real_route() {
    for e in &TABLE {
        let all = claims(&verification(e.text, e.parameters));
        let found = [
            &claim(&all, "assumption-1")["rank"],
            &claim(&all, "gradient-3")["rank"],
            &claim(&all, "lemma-3")["rank"],
            &claim(&all, "lemma-3")["rank_rest"],
        ];
        assert_eq!(found.map(Value::as_u64), e.ranks.map(Some), "{}", e.name);
        let lemma = claim(&all, "lemma-3");
        assert_eq!(lemma["b33"], e.b33, "{}", e.name);
        let others = if e.name == "softplus" {
            "inside"
        } else {
            "outside"
        };
        assert_eq!(lemma["b31"], others, "{}", e.name);
        assert_eq!(lemma["b32"], others, "{}", e.name);
        let holds = e.ranks[2] == e.ranks[3] + 3;
        assert_eq!(lemma["verdict"] == "proved", holds, "{}", e.name);
        for c in all["claims"].as_array().expect("a list") {
            assert_ne!(c["verdict"], "undecided", "{}: {}", e.name, c["id"]);
        }
    }
}

/// Reviewed line by line:
/// * Claim 2, differential, softplus: s1 = e^x/(1 + e^x), so 1/(s1 - 2) = -(1 + e^x)/(2 + e^x) = -sigmoid(s) = -S1,
///   because e^s = 1 + e^x. Over C(x, s) alone e^x is transcendental, and 1, log(2 + e^x), (1 + e^x)/(2 + e^x),
///   (1 + e^x)/(2 + e^x)^2 are independent: the field reading holds.
/// * gradient-3, softplus: S1 (1 - 2) + ... : 1 - 2 S1 + S1 s1 = 1 + S1 (s1 - 2) = 0 by the same identity.
/// * Claim 2, gelu: S = s Phi(s), S1 = Phi(s) + s phi(s), S2 = (2 - s^2) phi(s): two functions Phi(s), phi(s) for
///   three members; (-1 + 2/s^2) S + (s - 2/s) S1 + S2 has the coefficients s (-1 + 2/s^2) + (s - 2/s) = 0 of Phi(s)
///   and s (s - 2/s) + 2 - s^2 = 0 of phi(s).
/// * lemma-3, tanh: s1 = 1 - s^2, so S2 = S2 s^2 + S2 s1.
/// * exp: S = S1 = S2; erf: S2 = -2 s S1; exp(-x^2): S1 = -2 s S; constants and x^2 by inspection.
#[test]
fn snapshots_of_all_claims() {
    let more: [(&str, &str, &[&str]); 7] = [
        ("jax_gelu", "jax::gelu", &[]),
        ("exp", "exp(x)", &[]),
        ("square", "x^2", &[]),
        ("erf", "erf(x)", &[]),
        ("gaussian", "exp(-x^2)", &[]),
        ("one", "1", &[]),
        ("swish_0", "swish", &["beta=0"]),
    ];
    let listed = TABLE.iter().map(|e| (e.name, e.text, e.parameters));
    for (name, text, parameters) in listed.chain(more) {
        insta::assert_json_snapshot!(name, claims(&verification(text, parameters)));
    }
}

#[test]
fn only_beta_zero_is_exceptional_for_swish() {
    let v = verification("swish", &["beta"]);
    for c in &v.claims {
        let expected: &[&str] = if c.id == "analytic" {
            &[]
        } else {
            &["beta = 0"]
        };
        let values: Vec<String> = c
            .exceptional
            .listed
            .iter()
            .map(|l| match l {
                Listed::Value {
                    parameter,
                    value,
                    at: AtValue::Decided { verdict, .. },
                } => {
                    assert_eq!(verdict, "refuted", "{}", c.id);
                    format!("{parameter} = {value}")
                }
                other => panic!("{}: {other}", c.id),
            })
            .collect();
        assert_eq!(values, expected, "{}", c.id);
    }
    // And there it is x/2, a linear function: every claim but analyticity fails.
    let all = claims(&verification("swish", &["beta=0"]));
    assert_eq!(all, claims(&verification("x/2", &[])));
    for c in all["claims"].as_array().expect("a list") {
        let expected = if c["id"] == "analytic" {
            "proved"
        } else {
            "refuted"
        };
        assert_eq!(c["verdict"], expected, "{}", c["id"]);
    }
    assert_eq!(claim(&all, "lemma-3")["rank"], 2);
}

/// At particular values of the parameter the verdicts are those of the generic one.
#[test]
fn particular_values_agree_with_the_generic_verdict() {
    let generic = claims(&verification("swish", &["beta"]));
    for value in ["beta=1", "beta=-1", "beta=1/3", "beta=-7/2", "beta=1000"] {
        let particular = claims(&verification("swish", &[value]));
        for c in generic["claims"].as_array().expect("a list") {
            let p = claim(&particular, c["id"].as_str().expect("an id"));
            for field in ["verdict", "rank", "rank_rest", "b31", "b32", "b33"] {
                assert_eq!(c[field], p[field], "{value}: {} {field}", c["id"]);
            }
        }
    }
}

/// The exact rank of a family from the coefficients of its members as polynomials in the monomials, without points
/// and primes: rational elimination of our own where the constants are rational, elimination in the tower elsewhere.
fn exact_rank(t: &mut Tower, family: &Family) -> usize {
    let functions = family.expand(t).expect("within the budget");
    let matrix = coefficient_matrix(t, &functions, &t.function_mask()).expect("within the budget");
    let numbers: Option<Vec<Vec<BigRational>>> = matrix
        .rows
        .iter()
        .map(|r| r.iter().map(Element::as_rational).collect())
        .collect();
    match numbers {
        Some(rows) => rank(rows),
        None => matrix
            .eliminate(t, functions.len())
            .expect("within the budget")
            .pivots
            .len(),
    }
}

#[test]
fn ranks_by_exact_elimination() {
    for (text, [r2, r6, r34, rest31]) in [
        ("sigmoid(x)", [7, 6, 29, 26]),
        ("tanh(x)", [7, 6, 29, 27]),
        ("silu(x)", [7, 6, 31, 28]),
        ("softplus(x)", [7, 5, 27, 27]),
        ("gelu(x)", [7, 6, 33, 30]),
        ("swish(x, 2)", [7, 6, 31, 28]),
    ] {
        let (mut t, sigma) = tower(&[text]).expect(text);
        let jet = SelfComposition::new(&mut t, &sigma[0]).expect(text);
        assert_eq!(exact_rank(&mut t, &b2(&jet.inner)), r2, "{text}: B2");
        assert_eq!(exact_rank(&mut t, &gradient3(&jet)), r6, "{text}: gradient");
        let family = b3(&jet);
        let rest: Vec<usize> = (0..family.len())
            .filter(|i| !B3_SINGLED_OUT.contains(i))
            .collect();
        assert_eq!(exact_rank(&mut t, &family), r34, "{text}: B3");
        assert_eq!(
            exact_rank(&mut t, &family.select(&rest)),
            rest31,
            "{text}: rest"
        );
    }
}

/// The relation of a refuted Claim 2, put together again from its text and evaluated modulo another prime.
#[test]
fn refutations_of_claim_2_hold_modulo_another_prime() {
    let prime = (1u64 << 31) - 1;
    let field = PrimeField::new(prime).expect("a Mersenne prime");
    for sigma in [
        "softplus(x)",
        "gelu(x)",
        "exp(x)",
        "erf(x)",
        "exp(-x^2)",
        "x^2",
        "log(1 + x^2)",
        "erf(x)*exp(x^2)",
        "x^3*exp(x^2)",
    ] {
        let v = verification(sigma, &[]);
        let all = claims(&v);
        let mut refuted = 0;
        for reading in ["field", "differential"] {
            let c = claim(&all, &format!("assumption-2/claim-2/{reading}"));
            let Some(relation) = c["relation"].as_array() else {
                assert_eq!(c["verdict"], "proved", "{sigma}");
                continue;
            };
            refuted += 1;
            let mut texts: Vec<String> = relation
                .iter()
                .map(|a| {
                    let a = a.as_str().expect("text");
                    if reading == "field" {
                        assert!(!a.contains("diff"), "{sigma}: {a} is not in Q(sigma)");
                    }
                    a.replace("sigma", &format!("({sigma})"))
                })
                .collect();
            let (one, two) = (format!("diff({sigma})"), format!("diff(diff({sigma}))"));
            texts.push("1".into());
            texts.extend([sigma, &one, &two].map(|f| format!("compose({f}, {sigma})")));
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let (t, e) = tower(&texts).unwrap_or_else(|s| panic!("{sigma}: {s:?}"));
            let mut random = crate::support::Random(11);
            for _ in 0..5 {
                let mut point: Vec<u64> = (0..t.variables().len())
                    .map(|_| 1 + random.next_bits() % (prime - 1))
                    .collect();
                for (&v, n) in t.roots() {
                    point[v] = field
                        .sqrt(n.radicand.eval(&field, &[]).expect("a number"))
                        .expect("2 is a square modulo 2^31 - 1");
                }
                let at = |i: usize| t.eval(&e[i], &field, &point).expect("defined");
                let sum = (0..4).fold(0, |s, i| field.add(&s, &field.mul(&at(i), &at(4 + i))));
                assert_eq!(sum, 0, "{sigma}, {reading}");
                assert!((0..4).any(|i| at(i) != 0), "the relation is not trivial");
            }
        }
        assert_eq!(
            refuted,
            if sigma == "softplus(x)" { 1 } else { 2 },
            "{sigma}"
        );
    }
}

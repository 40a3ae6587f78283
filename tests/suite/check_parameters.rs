//! Certificates of functions with parameters: each is confirmed, and without one of its excluded values it is not.

use wronski::internals::certificate::{Certificate, Exclusion};
use wronski::internals::check::check;
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Assumptions, Limits, independent, verify};
use wronski::internals::rewrite::shipped;

fn certificate(text: &str, names: &[&str]) -> Certificate {
    let mut parameters = Parameters::new();
    for name in names {
        parameters.declare(name).expect("a name");
    }
    let found = verify(
        text,
        &parameters,
        shipped(),
        &Limits::default(),
        Assumptions::All,
    );
    found
        .unwrap_or_else(|d| panic!("{text}: {}", d.message))
        .certificate()
}

/// Sums of arctangents and of roots, sigmoids of two parameters, long powers, products with zero, and parameters that
/// are named like the symbols of a tower: these were not confirmed.
#[test]
fn certificates_are_confirmed() {
    for (text, names) in [
        ("b*atan(x)+atan(2*x)", &["b"][..]),
        ("(b-1)*atan(x)+atan(2*x)", &["b"]),
        ("sqrt(1+x^2)+sqrt(1+b^2+x^2)", &["b"]),
        ("(b-1)/(1+x^2)+x", &["b"]),
        ("exp((b-1)^40*x)", &["b"]),
        ("atan(x)*(b*sqrt(2)-1)+atan(2*x)", &["b"]),
        ("(b-pi)*tanh(x)+x", &["b"]),
        ("sigmoid(x)+a*sigmoid(b*x)", &["a", "b"]),
        ("sin(x)+a*sin(2*x)+b*x", &["a", "b"]),
        ("a*sigmoid(x)+b*tanh(x)", &["a", "b"]),
        ("sqrt(1+a^2+x^2)+b*x", &["a", "b"]),
        ("0*max(x,b)+tanh(x)", &["b"]),
        ("0*sqrt(x^2)+x", &[]),
        ("(x-x)*abs(x)+tanh(x)", &[]),
        ("u1*sqrt(1+x^2)", &["u1"]),
        ("exp(t1*x)+t1", &["t1"]),
        // A parameter that cancels.
        ("b-b", &["b"]),
        ("b*x-b*x", &["b"]),
        ("a*b*tanh(x)-b*tanh(x)*a+x", &["a", "b"]),
    ] {
        if let Err(r) = check(&certificate(text, names)) {
            panic!("{text}: {r}");
        }
    }
}

/// By hand: where b vanishes, sigma is atan(2 x) or x alone, of lower rank; a value that is left out of the list is a
/// false claim.
#[test]
fn a_value_that_is_left_out_is_refused() {
    let cases: &[(&str, &str, &str)] = &[
        ("b*atan(x)+atan(2*x)", "assumption-1", "b"),
        ("(b-1)/(1+x^2)+x", "assumption-1", "b - 1"),
        ("(b-1)/(1+x^2)+x", "lemma-3", "b - 1"),
        ("(b-1)/(1+x^2)+x", "gradient-3", "b - 1"),
        ("sqrt(1+x^2)+sqrt(1+b^2+x^2)", "lemma-3", "b"),
        ("exp((b-1)^40*x)", "assumption-1", "b - 1"),
        ("x/(1+b^2*x^2)+x", "assumption-1", "b"),
    ];
    for (text, id, zero) in cases {
        let mut c = certificate(text, &["b"]);
        let claim = c
            .claims
            .iter_mut()
            .find(|c| c.id.as_str() == *id)
            .expect("the claim");
        let before = claim.exceptional.len();
        claim
            .exceptional
            .retain(|e| !matches!(e, Exclusion::Zero(p) if p == zero));
        assert_eq!(claim.exceptional.len() + 1, before, "{text}, {id}");
        let refused = check(&c).expect_err(text);
        assert_eq!(refused.item, format!("the claim `{id}`"), "{text}");
    }
}

/// A list that is too long is a limit of the checker, not a contradiction in the file.
#[test]
fn too_many_values_are_a_limit() {
    let of = |count: usize| {
        let mut file = certificate("b*atan(x)+atan(2*x)", &["b"]);
        let claim = file.claims.iter_mut().find(|c| c.id == "assumption-1");
        let mut values: Vec<Exclusion> = (1..count)
            .map(|n| Exclusion::Zero(format!("b + {n}")))
            .chain([Exclusion::Zero("b".into())])
            .collect();
        values.sort();
        claim.expect("the claim").exceptional = values;
        check(&file)
    };
    let most = wronski::internals::certificate::limits::EXCLUSIONS;
    assert!(of(most).is_ok());
    let refused = of(most + 1).expect_err("too many").failure;
    assert!(!refused.is_invalid(), "{refused}");
    assert!(refused.to_string().contains("400"), "{refused}");
}

/// The same in a family: `q - q` is zero, so the family is dependent, and the file says of which parameter it speaks.
#[test]
fn a_family_with_a_parameter_that_cancels_is_confirmed() {
    for texts in [
        &["q-q"][..],
        &["exp(x)", "q*x-q*x"],
        &["q*x", "x", "sin(x)"],
    ] {
        let mut parameters = Parameters::new();
        parameters.declare("q").expect("a name");
        let found = independent(texts, &parameters, shipped(), &Limits::default());
        let found = found.unwrap_or_else(|f| panic!("{texts:?}: {f}"));
        assert_eq!(found.claim.verdict.word(), "refuted", "{texts:?}");
        if let Err(r) = check(&found.certificate()) {
            panic!("{texts:?}: {r}");
        }
    }
}

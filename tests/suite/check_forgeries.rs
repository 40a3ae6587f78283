//! Forgeries made with knowledge of the format: each is consistent in its wording and counts, and wrong
//! in one mathematical point.

use wronski::internals::certificate::{Certificate, Evidence, VariableKind, Witness};
use wronski::internals::check::{Rejection, check, check_text};
use wronski::internals::exact::Field;
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Assumptions, Limits, independent, verify};
use wronski::internals::rewrite::shipped;

fn activation(text: &str, parameters: &[&str]) -> Certificate {
    let mut declared = Parameters::new();
    for p in parameters {
        declared.declare(p).expect("a declaration");
    }
    let v = verify(
        text,
        &declared,
        shipped(),
        &Limits::default(),
        Assumptions::All,
    );
    v.expect("an activation").certificate()
}

fn family(functions: &[&str]) -> Certificate {
    let v = independent(functions, &Parameters::new(), shipped(), &Limits::default());
    v.expect("a family").certificate()
}

/// Expects a rejection that says why.
fn refused(c: Certificate, words: &str) -> Rejection {
    let r = check(&c).expect_err("a forgery");
    let text = r.to_string();
    assert!(text.contains(words), "{text}\ndoes not say: {words}");
    assert!(text.starts_with(r.code.as_str()));
    r
}

fn rank<'a>(
    c: &'a mut Certificate,
    id: &str,
) -> &'a mut wronski::internals::certificate::RankEvidence {
    match &mut c
        .claims
        .iter_mut()
        .find(|c| c.id.as_str() == id)
        .expect("the claim")
        .evidence
    {
        Some(Evidence::Rank(r)) => r,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_relation_that_does_not_hold() {
    let mut c = activation("softplus", &[]);
    let r = rank(&mut c, "lemma-3");
    let j = *r
        .basis
        .iter()
        .find(|&&j| r.relations[0][j] == "0")
        .expect("a zero");
    r.relations[0][j] = "2".into();
    refused(c, "does not hold");
}

#[test]
fn a_relation_with_a_function_as_coefficient() {
    let mut c = family(&["x", "x^2"]);
    let r = rank(&mut c, "independent");
    r.rank = 1;
    r.basis = vec![0];
    let a = r.alternant.as_mut().expect("an alternant");
    a.points.truncate(1);
    a.determinant = a.points[0][0].clone();
    r.relations = vec![vec!["-x".into(), "1".into()]];
    c.claims[0].verdict = wronski::Decision::Refuted;
    refused(c, "is no constant");
}

#[test]
fn a_singular_minor_and_equal_points() {
    let mut c = activation("sigmoid", &[]);
    let r = rank(&mut c, "assumption-1");
    let a = r.alternant.as_mut().expect("an alternant");
    a.points[1] = a.points[0].clone();
    a.determinant = "0".into();
    refused(c, "the determinant is zero");
}

#[test]
fn the_alternant_of_another_family() {
    let mut c = activation("sigmoid", &[]);
    let other = activation("tanh", &[]);
    let mut other = other;
    let taken = rank(&mut other, "assumption-1").alternant.clone();
    rank(&mut c, "assumption-1").alternant = taken;
    refused(c, "the determinant is");
}

#[test]
fn points_that_differ_in_a_constant() {
    let mut c = activation("gelu", &[]);
    let constants: Vec<usize> = (0..c.tower.variables.len())
        .filter(|&v| matches!(c.tower.variables[v].kind, VariableKind::SqrtPi))
        .collect();
    let a = rank(&mut c, "assumption-1")
        .alternant
        .as_mut()
        .expect("an alternant");
    a.points[0][constants[0]] = "77".into();
    refused(c, "do not agree in sqrt(pi)");
}

#[test]
fn a_square_root_with_a_wrong_square() {
    let mut c = activation("gelu", &[]);
    let root = (0..c.tower.variables.len())
        .find(|&v| matches!(c.tower.variables[v].kind, VariableKind::Sqrt { .. }))
        .expect("a root");
    let a = rank(&mut c, "assumption-1")
        .alternant
        .as_mut()
        .expect("an alternant");
    for p in &mut a.points {
        p[root] = "77".into();
    }
    refused(c, "sqrt(2) does not satisfy its equation");
}

#[test]
fn a_logarithm_of_a_square() {
    let mut c = family(&["log(1 + exp(x))", "log(2 + exp(x))"]);
    let prime = wronski::internals::exact::PrimeField::MERSENNE_61;
    let variable = c
        .tower
        .variables
        .iter_mut()
        .rev()
        .find(|w| matches!(w.kind, VariableKind::Log { .. }))
        .expect("a logarithm");
    let VariableKind::Log {
        argument,
        witness:
            Witness::Derivatives {
                prime: modulus,
                determinant,
                ..
            },
    } = &mut variable.kind
    else {
        panic!("a logarithm has a determinant of derivatives");
    };
    assert_eq!(*modulus, prime.modulus().to_string());
    *argument = format!("({argument})^2");
    // The last column is twice what it was.
    let value: u64 = determinant.parse().expect("a residue");
    *determinant = prime.add(&value, &value).to_string();
    // The witness is right for the square; but then the function is half the logarithm.
    let r = refused(c, "is not shown to denote the element");
    assert_eq!(r.code, "W0504");
}

#[test]
fn a_logarithm_that_is_not_new() {
    let mut c = family(&["log(1 + exp(x))", "log(2 + exp(x))"]);
    let copy = c
        .tower
        .variables
        .iter()
        .find_map(|w| match &w.kind {
            VariableKind::Log { argument, .. } => Some(argument.clone()),
            _ => None,
        })
        .expect("a logarithm");
    let last = c.tower.variables.last_mut().expect("variables");
    let VariableKind::Log { argument, .. } = &mut last.kind else {
        panic!("a logarithm");
    };
    *argument = format!("({copy})^2");
    refused(c, "the determinant is 0");
}

#[test]
fn an_exponential_that_is_not_new() {
    let mut c = family(&["exp(x)", "exp(x^2)"]);
    let last = c.tower.variables.last_mut().expect("variables");
    let VariableKind::Exp { argument, .. } = &mut last.kind else {
        panic!("an exponential")
    };
    *argument = "3*x".into();
    refused(c, "the determinant is 0");
}

#[test]
fn an_error_function_with_a_wrong_gaussian() {
    let mut c = activation("gelu", &[]);
    for w in &mut c.tower.variables {
        if let VariableKind::Erf { gaussian, .. } = &mut w.kind {
            *gaussian = format!("2*{gaussian}");
            break;
        }
    }
    refused(c, "the gaussian is not exp(-argument^2)");
}

#[test]
fn exchanged_claims() {
    let mut c = activation("sigmoid", &[]);
    c.claims.swap(5, 6);
    refused(c, "each once and in order");
    let mut c = activation("sigmoid", &[]);
    c.claims[3].id = c.claims[4].id;
    refused(c, "each once and in order");
    // Ids kept in order, evidence exchanged.
    let mut c = activation("sigmoid", &[]);
    let other = c.claims[6].evidence.clone();
    c.claims[5].evidence = other;
    refused(c, "the family is B3");
}

#[test]
fn every_verdict_turned_round() {
    for text in ["sigmoid", "softplus", "gelu", "mish", "x^2 - x", "relu"] {
        let c = activation(text, &[]);
        for i in 0..c.claims.len() {
            let mut forged = c.clone();
            let claim = &mut forged.claims[i];
            claim.verdict = match claim.verdict {
                wronski::Decision::Proved => wronski::Decision::Refuted,
                wronski::Decision::Refuted => wronski::Decision::Proved,
                wronski::Decision::Undecided => continue,
            };
            let small = matches!(&claim.evidence, Some(Evidence::Rank(r)) if r.rank < 3);
            if !small {
                refused(forged, "");
            } else {
                check(&forged).expect_err("a forgery");
            }
        }
    }
}

#[test]
fn an_excluded_value_withheld() {
    let mut c = activation("swish", &["beta"]);
    let mut withheld = 0;
    for i in 0..c.claims.len() {
        for k in 0..c.claims[i].exceptional.len() {
            let mut forged = c.clone();
            forged.claims[i].exceptional.remove(k);
            refused(forged, "W0505");
            withheld += 1;
        }
    }
    assert!(withheld > 0);
    c.claims[1].exceptional.clear();
    refused(c, "not excluded");
}

#[test]
fn two_transcendental_constants() {
    // With pi and e the independence of constants is open, so nothing may be called proved.
    let mut c = family(&["x", "x^2"]);
    let kinds = [
        ("sqrt(pi)", VariableKind::SqrtPi),
        (
            "exp(1)",
            VariableKind::ExpConstant {
                exponent: "1".into(),
            },
        ),
    ];
    for (symbol, kind) in kinds {
        c.tower
            .variables
            .push(wronski::internals::certificate::VariableRecord {
                symbol: symbol.into(),
                kind,
            });
    }
    for p in &mut rank(&mut c, "independent")
        .alternant
        .as_mut()
        .expect("an alternant")
        .points
    {
        p.extend(["5".to_string(), "7".to_string()]);
    }
    refused(
        c.clone(),
        "the algebraic independence of sqrt(pi), exp(1) is no known theorem",
    );
    c.tower.variables.pop();
    for p in &mut rank(&mut c, "independent")
        .alternant
        .as_mut()
        .expect("an alternant")
        .points
    {
        p.pop();
    }
    check(&c).expect("one of them does no harm");
}

#[test]
fn large_numbers_end_quickly() {
    let start = std::time::Instant::now();
    for text in [
        "x^1000000000",
        "((((x + 1)^1000)^1000)^1000)^1000",
        "2^4000^4000",
        "(x + 1)^4000*(x + 2)^4000*(x + 3)^4000",
        "1/(1/(1/(1/(1/x))))^99999999999999999999",
    ] {
        let mut c = family(&["x", "x^2"]);
        c.functions[1].element = text.into();
        check(&c).expect_err("a wrong element");
        let mut c = family(&["x", "x^2"]);
        c.functions[1].expression = text.into();
        check(&c).expect_err("a wrong function");
        assert!(
            start.elapsed().as_secs() < 60,
            "{text}: {:?}",
            start.elapsed()
        );
    }
    for _ in 0..3 {
        let mut c = family(&["x", "x^2"]);
        rank(&mut c, "independent").basis = vec![0, usize::MAX];
        check(&c).expect_err("a wrong basis");
        rank(&mut c, "independent").size = usize::MAX;
        check(&c).expect_err("a wrong size");
    }
    assert!(
        check_text("{").is_err()
            && check_text("").is_err()
            && check_text(&"[".repeat(100_000)).is_err()
    );
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

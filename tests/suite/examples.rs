//! The examples do what they say.

use std::path::{Path, PathBuf};

#[path = "../../examples/custom_report.rs"]
mod custom_report;
#[path = "../../examples/own_family.rs"]
mod own_family;
#[path = "../../examples/own_rules.rs"]
mod own_rules;
#[path = "../../examples/verify_activation.rs"]
mod verify_activation;

fn rules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rules")
}

#[test]
fn the_claims_of_softplus() {
    let lines = verify_activation::claims("softplus").expect("softplus is a function");
    assert_eq!(lines.len(), 7);
    // softplus(softplus(x)) has S1 = (1 + e^x)/(2 + e^x) = 1/(2 - s1) in the differential field.
    let refuted: Vec<_> = lines.iter().filter(|l| l.starts_with("refuted")).collect();
    assert_eq!(refuted.len(), 3, "{lines:#?}");
    assert!(verify_activation::claims("sofplus").is_err());
}

#[test]
fn a_family_with_a_relation_and_one_without() {
    let (word, certificate) =
        own_family::decide(&["softplus(x)", "softplus(-x)", "x"]).expect("functions");
    assert!(word.starts_with("dependent"), "{word}");
    assert!(wronski::internals::certificate::Certificate::from_json(&certificate).is_ok());
    let (word, _) = own_family::decide(&["softplus(x)", "x", "1"]).expect("functions");
    assert_eq!(word, "independent");
    let failure = own_family::decide(&["x", "log(x)"]).expect_err("not defined on all of R");
    assert_eq!(failure.code, "W0203");
}

#[test]
fn own_rules_pass_and_serve() {
    let outcomes = own_rules::test_rules(&rules()).expect("the rules are well formed");
    assert_eq!(outcomes.len(), 2);
    assert!(outcomes.iter().all(|(_, usable)| *usable), "{outcomes:?}");
    let (normal, steps) =
        own_rules::normal_form(&rules(), "sigmoid(x)*(1 - sigmoid(x))").expect("a function");
    assert!(!normal.is_empty() && !steps.is_empty());
}

#[test]
fn a_page_of_ones_own() {
    let page = custom_report::page(&["softplus", "sigmoid"]).expect("activations");
    let lines: Vec<&str> = page.lines().collect();
    assert_eq!(lines.first(), Some(&"softplus"), "{page}");
    // 1 - 2 S1 + s1 S1 = 0 in the gradient family.
    assert!(
        lines.contains(&"  refuted: The gradient family of a chain of three layers"),
        "{page}"
    );
    assert!(lines.contains(&"    1 - 2*S1 + s1*S1 = 0"), "{page}");
    let sigmoid = lines
        .iter()
        .position(|l| *l == "sigmoid")
        .expect("the second");
    assert!(
        lines[sigmoid..].iter().all(|l| !l.contains("refuted")),
        "{page}"
    );
    assert!(custom_report::page(&["sofplus"]).is_err());
}

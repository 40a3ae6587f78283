//! Which shipped rules are proved in a tower, and which are only sampled.

use wronski::internals::certificate::Decision;
use wronski::internals::pipeline::TowerProver;
use wronski::internals::rewrite::{
    IdentityProver, Rule, RuleLibrary, Status, check_library, check_rule, shipped,
};

#[test]
fn outcome_of_every_shipped_rule() {
    let lines: Vec<String> = check_library(shipped(), Some(&TowerProver))
        .iter()
        .map(|o| {
            let word = match o.status {
                Status::Proved => "proved",
                Status::Sampled => "sampled",
                _ => "NOT ACCEPTED",
            };
            format!("{}/{}: {word}", o.library, o.rule)
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

/// A rule that holds for no function but passes where nothing is compared would be caught here.
#[test]
fn wrong_derivative_rules_are_not_proved() {
    let mut wrong = RuleLibrary::new();
    wrong
        .read(
            "wrong",
            r#"
[[rule]]
name = "product-without-leibniz"
lhs = "diff(?a*?b)"
rhs = "diff(?a)*diff(?b)"
valid = "nowhere"
source = "a common mistake"

[[rule]]
name = "tanh-derivative-sign"
lhs = "diff(tanh(?a))"
rhs = "(1 + tanh(?a)^2)*diff(?a)"
valid = "nowhere"
source = "a common mistake"
"#,
        )
        .expect("well-formed");
    let rules: Vec<Rule> = wrong.rules().to_vec();
    assert_eq!(rules.len(), 2);
    for rule in &rules {
        let outcome = check_rule(rule, Some(&TowerProver));
        assert!(matches!(outcome.status, Status::Broken), "{}", rule.name);
        assert_ne!(outcome.proof, Decision::Proved);
    }
}

#[test]
fn the_prover_has_three_answers() {
    let parse = |t: &str| {
        wronski::internals::expr::parse(t, &wronski::internals::expr::Parameters::new())
            .expect("parses")
            .expr
    };
    let p = TowerProver;
    assert_eq!(
        p.decide(&parse("tanh(x)"), &parse("2*sigmoid(2*x)-1")),
        Decision::Proved
    );
    assert_eq!(
        p.decide(&parse("tanh(x)"), &parse("sigmoid(2*x)-1")),
        Decision::Refuted
    );
    assert_eq!(
        p.decide(&parse("sin(2*x)"), &parse("2*sin(x)*cos(x)")),
        Decision::Proved
    );
    // A function defined by pieces is no element of a tower.
    assert_eq!(
        p.decide(&parse("abs(x)"), &parse("abs(x)")),
        Decision::Undecided
    );
}

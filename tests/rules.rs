//! The shipped rules one by one: accepted as they are, refused when changed, and the rejected ones.

use std::fmt::Write;

use wronski::expr::enclose::enclose;
use wronski::expr::pattern::{Substitution, instantiate};
use wronski::expr::{Expr, Node, Parameters, parse, parse_pattern};
use wronski::rewrite::{
    Condition, Rule, RuleLibrary, RuleOutcome, Sampled, Search, Status, check_library, check_rule,
    rejected, shipped,
};

fn sampled(s: &Sampled) -> String {
    match s {
        Sampled::Agree(_) => "agree".to_owned(),
        Sampled::NothingToCompare => "-".to_owned(),
        Sampled::Differ(_) => "DIFFER".to_owned(),
    }
}

fn line(o: &RuleOutcome) -> String {
    let mut text = format!(
        "{}/{}: {:?}; random functions {}, instances {}, enclosures {}",
        o.library,
        o.rule,
        o.status,
        sampled(&o.random_functions),
        sampled(&o.instances),
        sampled(&o.enclosures)
    );
    for problem in o.malformed.iter().chain(&o.definedness) {
        let _ = write!(text, "; {problem}");
    }
    text
}

#[test]
fn every_shipped_rule_is_accepted() {
    let outcomes = check_library(shipped(), None);
    let refused: Vec<String> = outcomes
        .iter()
        .filter(|o| !o.status.is_acceptable())
        .map(line)
        .collect();
    assert_eq!(refused, Vec::<String>::new());
    let text: Vec<String> = outcomes.iter().map(line).collect();
    insta::assert_snapshot!("outcomes", text.join("\n"));
}

/// The expression with its first exact number raised by one, if it has one.
fn raise_first_number(e: &Expr) -> Option<Expr> {
    if let Some(q) = e.as_num() {
        return Some(Expr::num(
            q + num_rational::BigRational::from_integer(1.into()),
        ));
    }
    let children: Vec<Expr> = e.node().children().into_iter().cloned().collect();
    for (i, child) in children.iter().enumerate() {
        if let Some(new) = raise_first_number(child) {
            let mut all = children.clone();
            all[i] = new;
            return Some(Expr::new(e.node().with_children(all)));
        }
    }
    None
}

/// The expression with its first sum turned into a difference or the other way round.
fn swap_first_sum(e: &Expr) -> Option<Expr> {
    match e.node() {
        Node::Add(a, b) => return Some(a.clone() - b.clone()),
        Node::Sub(a, b) => return Some(a.clone() + b.clone()),
        _ => {}
    }
    let children: Vec<Expr> = e.node().children().into_iter().cloned().collect();
    for (i, child) in children.iter().enumerate() {
        if let Some(new) = swap_first_sum(child) {
            let mut all = children.clone();
            all[i] = new;
            return Some(Expr::new(e.node().with_children(all)));
        }
    }
    None
}

/// Wrong neighbours of a rule: another number, another sign, a term more.
fn twins(rule: &Rule) -> Vec<(&'static str, Rule)> {
    let with = |rhs: Expr| Rule {
        rhs,
        ..rule.clone()
    };
    let mut all = vec![("one more", with(rule.rhs.clone() + Expr::int(1)))];
    if !rule.rhs.is_zero_literal() {
        all.push(("sign", with(-rule.rhs.clone())));
    }
    all.extend(raise_first_number(&rule.rhs).map(|r| ("number", with(r))));
    all.extend(swap_first_sum(&rule.rhs).map(|r| ("sum", with(r))));
    all
}

#[test]
fn every_mutated_twin_is_caught() {
    let mut missed = Vec::new();
    let mut tried = 0;
    for rule in shipped().rules() {
        for (what, twin) in twins(rule) {
            tried += 1;
            let o = check_rule(&twin, None);
            if o.status.is_acceptable() {
                missed.push(format!(
                    "{} ({what}): {} = {}",
                    rule.name, twin.lhs, twin.rhs
                ));
            }
        }
    }
    assert!(tried > 300, "{tried}");
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn conditions_that_are_dropped_are_missed() {
    let mut text = String::new();
    for rule in shipped().rules() {
        for k in 0..rule.conditions.len() {
            let mut twin = rule.clone();
            let dropped = twin.conditions.remove(k);
            let o = check_rule(&twin, None);
            let how = if o.status.is_acceptable() {
                "NOT NOTICED".to_owned()
            } else {
                format!("{:?}", o.status)
            };
            let _ = writeln!(text, "{} without {dropped}: {how}", rule.name);
        }
    }
    insta::assert_snapshot!("dropped_conditions", text);
}

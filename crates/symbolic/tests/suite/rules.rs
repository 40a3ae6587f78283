//! The shipped rules one by one: accepted as they are, refused when changed, and the rejected ones.

use std::fmt::Write;

use wronski_expr::enclose::enclose;
use wronski_expr::pattern::{Substitution, instantiate};
use wronski_expr::{Expr, Node, Parameters, parse, parse_pattern};
use wronski_symbolic::rewrite::{
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
    let p = o.points;
    let _ = write!(
        text,
        "; places {:?}, real points {:?}",
        p.places, p.enclosures
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
    let few: Vec<String> = outcomes
        .iter()
        .filter(|o| o.points.total() < 10_000)
        .map(|o| format!("{}: {}", o.rule, o.points.total()))
        .collect();
    assert_eq!(few, Vec::<String>::new(), "at least 10,000 points a rule");
    // In two fields, each with a fair share.
    for o in &outcomes {
        let [a, b, c, d] = o.points.places;
        let shares = a.min(b) + c.min(d);
        assert!(shares >= 4_000, "{}: {:?}", o.rule, o.points);
    }
}

/// What a user sees of a wrong rule, first line first.
fn shown(name: &str, lhs: &str, rhs: &str, conditions: &[&str]) -> String {
    let side = |text: &str| parse_pattern(text).expect("a pattern");
    let mut rule = plain_rule(name, side(lhs), side(rhs));
    for c in conditions {
        rule.conditions
            .push(Condition::parse(c).expect("a condition"));
    }
    let o = check_rule(&rule, None);
    let found = o
        .counterexample
        .as_ref()
        .map_or("none".to_owned(), ToString::to_string);
    format!("{name}: {lhs} = {rhs}: {:?}: {found}", o.status)
}

#[test]
fn wrong_rules_are_shown_at_small_numbers() {
    let lines = [
        shown("exp-of-sum", "exp(?a + ?b)", "exp(?a) + exp(?b)", &[]),
        shown("square-of-sum", "(?a + ?b)^2", "?a^2 + ?b^2", &[]),
        shown("root-of-square", "sqrt(?a^2)", "?a", &[]),
        shown(
            "root-of-sum",
            "sqrt(?a + ?b)",
            "sqrt(?a) + sqrt(?b)",
            &["positive(?a)", "positive(?b)"],
        ),
        shown("cancel", "?a/?a", "1", &[]),
        shown("log-of-product", "log(?a*?b)", "log(?a) + log(?b)", &[]),
        shown("log-of-square", "log(?a^2)", "2*log(?a)", &[]),
        shown(
            "power-of-power",
            "(?a^?m)^?n",
            "?a^(?m*?n)",
            &["rational(?m)", "rational(?n)"],
        ),
        shown("tanh-double", "tanh(2*?a)", "2*tanh(?a)", &[]),
        shown("sine-double", "sin(2*?a)", "2*sin(?a)", &[]),
        shown("sigmoid-odd", "sigmoid(-?a)", "-sigmoid(?a)", &[]),
        shown(
            "product",
            "diff(?a*?b)",
            "diff(?a)*diff(?b)",
            &["smooth(?a)", "smooth(?b)"],
        ),
        shown("chain", "diff(exp(?a))", "exp(?a)", &["smooth(?a)"]),
        shown(
            "compose",
            "compose(?f, ?g)",
            "compose(?g, ?f)",
            &["smooth(?f)", "smooth(?g)"],
        ),
        shown("number", "?n*?a", "?a^?n", &["integer(?n)", "nonzero(?a)"]),
        shown(
            "equation",
            "?a^?h",
            "sqrt(?a)",
            &["?h = 1/3", "positive(?a)"],
        ),
        shown("max", "max(?a, ?b)", "(?a + ?b)/2", &[]),
        shown("erf", "erf(?a + ?b)", "erf(?a) + erf(?b)", &[]),
        shown("atan-tan", "atan(tan(?a))", "?a", &["nonzero(cos(?a))"]),
    ];
    for line in &lines {
        assert!(!line.ends_with("none"), "{line}");
    }
    insta::assert_snapshot!("wrong_rules", lines.join("\n"));
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
    let (mut tried, mut with_numbers) = (0, 0);
    for rule in shipped().rules() {
        for (what, twin) in twins(rule) {
            tried += 1;
            let o = check_rule(&twin, None);
            with_numbers += usize::from(o.counterexample.is_some());
            if o.status.is_acceptable() {
                missed.push(format!(
                    "{} ({what}): {} = {}",
                    rule.name, twin.lhs, twin.rhs
                ));
            }
        }
    }
    assert!(tried > 300, "{tried}");
    println!("{with_numbers} of {tried} are shown at small numbers");
    assert!(20 * with_numbers > 19 * tried, "{with_numbers} of {tried}");
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn every_dropped_condition_is_noticed() {
    let mut text = String::new();
    for rule in shipped().rules() {
        for k in 0..rule.conditions.len() {
            let mut twin = rule.clone();
            let dropped = twin.conditions.remove(k);
            let o = check_rule(&twin, None);
            let how = if o.status.is_acceptable() {
                "not noticed".to_owned()
            } else {
                format!("{:?}", o.status)
            };
            let _ = writeln!(text, "{} without {dropped}: {how}", rule.name);
        }
    }
    assert!(!text.contains("not noticed"), "{text}");
    insta::assert_snapshot!("dropped_conditions", text);
}

#[test]
fn every_rejected_rule_has_a_counterexample() {
    let none = Parameters::new();
    let zero = num_rational::BigRational::from_integer(0.into());
    let all = rejected().expect("the file is well formed");
    assert!(all.len() >= 15);
    for r in all {
        let at: Substitution =
            r.at.iter()
                .map(|(name, text)| (name.clone(), value(text, &none)))
                .collect();
        let value = |side: &Expr| {
            let e = instantiate(side, &at).expect("all metavariables have values");
            enclose(&e, &zero, 64).ok()
        };
        match (value(&r.lhs), value(&r.rhs)) {
            (Some(a), Some(b)) => {
                assert!(
                    a.certainly_less(&b) || b.certainly_less(&a),
                    "{}: the sides agree",
                    r.name
                );
            }
            (None, None) => panic!("{}: neither side is defined", r.name),
            _ => {}
        }
        if let Some(name) = &r.instead {
            assert!(
                shipped().find(name).is_some(),
                "{}: there is no rule {name}",
                r.name
            );
        }
        // The checker refuses it as well.
        let rule = plain_rule(&r.name, r.lhs.clone(), r.rhs.clone());
        let o = check_rule(&rule, None);
        assert!(!o.status.is_acceptable(), "{}", line(&o));
        assert!(o.counterexample.is_some(), "{}", line(&o));
    }
}

/// Values like `1/0` are no literals that the parser refuses.
fn value(text: &str, none: &Parameters) -> Expr {
    match text {
        "1/0" => Expr::int(1) / Expr::int(0),
        _ => parse(text, none).expect("a constant").expr,
    }
}

fn plain_rule(name: &str, lhs: Expr, rhs: Expr) -> Rule {
    Rule {
        name: name.to_owned(),
        lhs,
        rhs,
        conditions: Vec::new(),
        guard: Vec::new(),
        search: Search::Forward,
        tags: ["simplify".to_owned()].into(),
        choose: None,
        valid: String::new(),
        source: String::new(),
        library: "test".to_owned(),
    }
}

fn load(text: &str) -> wronski_diagnostic::Diagnostic {
    let mut library = RuleLibrary::new();
    library.read("mine", text).expect_err("this file is wrong")
}

fn marked<'a>(text: &'a str, d: &wronski_diagnostic::Diagnostic) -> &'a str {
    let span = d.span.expect("a place in the file");
    &text[span.start..span.end]
}

const END: &str = "valid = \"\"\nsource = \"\"\n";

#[test]
fn a_wrong_rule_file_is_refused_with_its_place() {
    let no_toml = "[[rule]\nname = 1";
    assert_eq!(load(no_toml).code, "W0301");
    let unknown_key =
        format!("[[rule]]\nname = \"r\"\nlhs = \"?a\"\nrhs = \"?a\"\ncolour = 1\n{END}");
    let d = load(&unknown_key);
    assert_eq!(
        (d.code.as_str(), marked(&unknown_key, &d)),
        ("W0301", "colour")
    );

    let bad_side = format!("[[rule]]\nname = \"r\"\nlhs = \"exp(?a\"\nrhs = \"?a\"\n{END}");
    let d = load(&bad_side);
    assert_eq!(d.code.as_str(), "W0302");
    assert!(d.message.contains("rule `r`"), "{d}");
    assert!(
        d.span
            .is_some_and(|s| s.start > bad_side.find("exp").unwrap() - 2
                && s.end <= bad_side.find("rhs").unwrap())
    );

    let bad_condition = format!(
        "[[rule]]\nname = \"r\"\nlhs = \"?a\"\nrhs = \"?a + 0\"\nwhen = [\"pretty(?a)\"]\n{END}"
    );
    let d = load(&bad_condition);
    assert_eq!(
        (d.code.as_str(), marked(&bad_condition, &d)),
        ("W0305", "\"pretty(?a)\"")
    );

    let bad_direction =
        format!("[[rule]]\nname = \"r\"\nlhs = \"?a\"\nrhs = \"?a + 0\"\nsearch = \"up\"\n{END}");
    let d = load(&bad_direction);
    assert_eq!(
        (d.code.as_str(), marked(&bad_direction, &d)),
        ("W0303", "\"up\"")
    );

    let one = format!("[[rule]]\nname = \"r\"\nlhs = \"?a\"\nrhs = \"?a + 0\"\n{END}");
    let twice = format!("{one}{one}");
    let d = load(&twice);
    assert_eq!((d.code.as_str(), marked(&twice, &d)), ("W0304", "\"r\""));
    let reserved = one.replace("\"r\"", "\"arithmetic\"");
    assert_eq!(load(&reserved).code, "W0304");
}

#[test]
fn a_directory_of_rules_is_read_in_order_and_an_empty_one_refused() {
    let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut library = RuleLibrary::new();
    library
        .read_directory(&directory)
        .expect("the shipped directory");
    assert_eq!(library.rules().len(), shipped().rules().len());
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(
        RuleLibrary::new()
            .read_directory(&source)
            .expect_err("no rules there")
            .code,
        "W0300"
    );
    let nowhere = directory.join("nowhere");
    assert_eq!(
        RuleLibrary::new()
            .read_directory(&nowhere)
            .expect_err("no directory")
            .code,
        "W0300"
    );
}

#[test]
fn malformed_rules_are_named() {
    let unbound = plain_rule(
        "unbound",
        parse_pattern("exp(?a)").expect("a pattern"),
        parse_pattern("?b").expect("a pattern"),
    );
    assert_eq!(check_rule(&unbound, None).status, Status::Malformed);
    let mut condition = plain_rule(
        "condition",
        parse_pattern("exp(?a)").expect("a pattern"),
        parse_pattern("exp(?a) + 0").expect("a pattern"),
    );
    assert!(check_rule(&condition, None).status.is_acceptable());
    condition
        .conditions
        .push(Condition::parse("positive(?z)").expect("a condition"));
    assert_eq!(check_rule(&condition, None).status, Status::Malformed);
    let same = parse_pattern("exp(?a)").expect("a pattern");
    assert_eq!(
        check_rule(&plain_rule("same", same.clone(), same), None).status,
        Status::Malformed
    );
}

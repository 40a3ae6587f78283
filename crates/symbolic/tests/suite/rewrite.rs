//! Normal forms, equality by search, and the steps that replay has to vouch for.

use wronski_expr::pattern::{instantiate, replace, subterm};
use wronski_expr::{Expr, Parameters, parse, parse_pattern};
use wronski_symbolic::rewrite::{
    Budget, Direction, Normal, Rule, RuleLibrary, Search, Step, StopReason, normalise, replay,
    search_equal, shipped,
};

fn read(text: &str) -> Expr {
    let mut parameters = Parameters::new();
    parameters.declare("beta").expect("a parameter");
    parse(text, &parameters).expect(text).expr
}

fn normal(text: &str) -> Normal {
    normalise(&read(text), shipped(), &Budget::default()).expect(text)
}

fn kernels(text: &str) -> Vec<String> {
    normal(text)
        .kernels
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn the_activations_have_the_kernels_that_their_formulas_show() {
    assert_eq!(kernels("sigmoid(x)"), ["exp(-x)"]);
    assert_eq!(kernels("tanh(x)"), ["exp(2*x)"]);
    assert_eq!(kernels("silu(x)"), ["exp(-x)"]);
    assert_eq!(kernels("softplus(x)"), ["exp(x)", "log(1 + exp(x))"]);
    assert_eq!(kernels("gelu(x)"), ["erf(x/sqrt(2))"]);
    assert_eq!(kernels("swish(x, beta)"), ["exp(-(beta*x))"]);
    // tanh(log(1 + e^x)) = ((1 + e^x)^2 - 1)/((1 + e^x)^2 + 1): rational in e^x.
    assert_eq!(kernels("mish(x)"), ["exp(x)"]);
    assert_eq!(kernels("compose(sigmoid(x), 2*x + 1)"), ["exp(-(2*x + 1))"]);
}

#[test]
fn rational_multiples_share_one_kernel() {
    assert_eq!(kernels("tanh(x) + sigmoid(2*x) + exp(x/2)"), ["exp(x/2)"]);
    assert_eq!(kernels("exp(x/2) + exp(x/3)").len(), 1);
    assert_eq!(kernels("sinh(x)*cosh(3*x) - tanh(x/2)").len(), 1);
    // An irrational multiple is a kernel of its own.
    assert_eq!(kernels("exp(x) + exp(sqrt(2)*x)").len(), 2);
    assert_eq!(kernels("erf(-x/2) + erf(x/2)"), ["erf(x/2)"]);
}

#[test]
fn conditions_hold_a_rule_back() {
    assert_eq!(normal("exp(log(x))").expr, read("exp(log(x))"));
    assert_eq!(normal("x/x").expr, read("x/x"));
    assert_eq!(kernels("sqrt(x^2)").len(), 1, "not x");
    assert_eq!(normal("exp(log(1 + exp(x)))").expr, read("1 + exp(x)"));
    assert_eq!(normal("(1 + x^2)/(1 + x^2)").expr, read("1"));
    // Positive by its discriminant only.
    assert_eq!(normal("exp(log(x^2 + x + 1))").expr, read("x^2 + x + 1"));
    assert_eq!(
        normal("exp(log(x^2 + x - 1))").expr,
        read("exp(log(x^2 + x - 1))")
    );
}

#[test]
fn derivatives_and_compositions_are_carried_out() {
    assert_eq!(normal("diff(x^3)").expr, read("3*x^2"));
    assert_eq!(kernels("diff(sigmoid(x))"), ["exp(-x)"]);
    assert_eq!(kernels("compose(silu(x), tanh(x))").len(), 2);
    // The derivative of |x| does not exist at 0: it stays, and that is said.
    let n = normal("diff(abs(x))");
    assert_eq!(n.expr, read("diff(abs(x))"));
    assert!(n.stats.fallback.is_some_and(|why| why.contains("diff")));
}

/// Expressions whose proofs use definitions, rules with conditions, chosen constants, both directions and arithmetic.
const SAMPLES: [&str; 12] = [
    "mish(x)",
    "diff(gelu(x))",
    "tanh(x) + sigmoid(2*x) + exp(x/2)",
    "compose(sigmoid(x), sigmoid(x))",
    "jax::gelu(x)",
    "exp(3*log(1 + x^2))",
    "0*exp(x) + x*1",
    "swish(x, beta)",
    "diff(diff(mish(x)))",
    "elu(x)",
    "squareplus(x)",
    "serf(x)",
];

#[test]
fn the_steps_lead_to_the_result() {
    for text in SAMPLES {
        let n = normal(text);
        assert_eq!(
            replay(&read(text), &n.steps, shipped()),
            Ok(n.expr.clone()),
            "{text}"
        );
        assert_eq!(n.stats.fallback, None, "{text}");
        // A second route without the replay code: put each `after` at its position.
        let end = n.steps.iter().fold(read(text), |e, s| {
            assert_eq!(subterm(&e, &s.position), Some(&s.before));
            replace(&e, &s.position, s.after.clone()).expect("a position")
        });
        assert_eq!(end, n.expr);
    }
}

#[test]
fn equal_input_gives_equal_steps() {
    for text in SAMPLES {
        assert_eq!(
            format!("{:?}", normal(text)),
            format!("{:?}", normal(text)),
            "{text}"
        );
    }
}

/// All single changes of a step, with a word on each.
fn mutations(step: &Step) -> Vec<(&'static str, Step)> {
    let mut all = Vec::new();
    let mut change = |what: &'static str, f: &dyn Fn(&mut Step)| {
        let mut s = step.clone();
        f(&mut s);
        if s != *step {
            all.push((what, s));
        }
    };
    change("unknown rule", &|s| s.rule = "no-such-rule".to_owned());
    change("another rule", &|s| s.rule = "add-commutes".to_owned());
    change("arithmetic instead", &|s| s.rule = "arithmetic".to_owned());
    change("direction", &|s| {
        s.direction = match s.direction {
            Direction::Forward => Direction::Backward,
            Direction::Backward => Direction::Forward,
        };
    });
    change("position too deep", &|s| s.position.push(0));
    change("position elsewhere", &|s| {
        if let Some(last) = s.position.last_mut() {
            *last += 1;
        }
    });
    change("position at the root", &|s| s.position.clear());
    change("before", &|s| s.before = s.before.clone() + Expr::int(0));
    change("after", &|s| s.after = s.after.clone() + Expr::int(1));
    change("after of the same value", &|s| {
        s.after = s.after.clone() * Expr::int(1)
    });
    change("one binding more", &|s| {
        s.substitution.insert("?zz".to_owned(), Expr::x());
    });
    change("one binding less", &|s| {
        s.substitution.pop_first();
    });
    for name in step.substitution.keys() {
        change("binding", &|s| {
            s.substitution
                .insert(name.clone(), Expr::x() + Expr::int(5));
        });
    }
    change("one condition less", &|s| {
        s.conditions.pop();
    });
    change("one condition twice", &|s| {
        s.conditions.extend(s.conditions.first().cloned());
    });
    change("condition", &|s| {
        if let Some(c) = s.conditions.first_mut() {
            c.condition.push('!');
        }
    });
    change("reason", &|s| {
        if let Some(c) = s.conditions.first_mut() {
            c.reason = "because I say so".to_owned();
        }
    });
    all
}

#[test]
fn every_changed_step_is_refused() {
    let mut tried = 0;
    let mut kinds = std::collections::BTreeSet::new();
    for text in SAMPLES.into_iter().filter(|t| !t.starts_with("diff(diff")) {
        let start = read(text);
        let n = normal(text);
        for (k, step) in n.steps.iter().enumerate() {
            for (what, changed) in mutations(step) {
                let mut steps = n.steps.clone();
                steps[k] = changed;
                let result = replay(&start, &steps, shipped());
                // At the root there is no other place, and a step may be its own mirror image; then nothing was
                // changed.
                let error = result.expect_err(&format!("{text}, step {k} ({}): {what}", step.rule));
                assert!(error.step.is_some_and(|at| at >= k), "{error}");
                tried += 1;
                kinds.insert(what);
            }
        }
    }
    assert!(tried > 500, "{tried}");
    assert_eq!(kinds.len(), 17, "{kinds:?}");
}

#[test]
fn dropped_swapped_and_foreign_steps_are_refused() {
    let start = read("mish(x)");
    let n = normal("mish(x)");
    for k in 0..n.steps.len() {
        let mut fewer = n.steps.clone();
        fewer.remove(k);
        assert_ne!(
            replay(&start, &fewer, shipped()),
            Ok(n.expr.clone()),
            "without step {k}"
        );
    }
    assert!(replay(&read("silu(x)"), &n.steps, shipped()).is_err());
    assert!(
        replay(&start, &n.steps, &RuleLibrary::new()).is_err(),
        "a library without the rules"
    );
    // A rule whose condition does not hold there.
    let a = Expr::x();
    let rule = shipped().find("div-self").expect("shipped").into_owned();
    let at = [("?a".to_owned(), a.clone())].into();
    let step = Step {
        rule: rule.name.clone(),
        direction: Direction::Forward,
        position: vec![],
        before: instantiate(&rule.lhs, &at).expect("bound"),
        after: Expr::int(1),
        substitution: at,
        conditions: vec![],
    };
    let error = replay(&read("x/x"), &[step], shipped()).expect_err("x may be 0");
    assert!(error.to_string().contains("condition"), "{error}");
}

fn wrong_rule(name: &str, lhs: &str, rhs: &str) -> RuleLibrary {
    let mut library = shipped().clone();
    let side = |t: &str| parse_pattern(t).expect("a pattern");
    library
        .add(Rule {
            name: name.to_owned(),
            lhs: side(lhs),
            rhs: side(rhs),
            conditions: vec![],
            guard: vec![],
            search: Search::Forward,
            tags: ["simplify".to_owned()].into(),
            choose: None,
            valid: String::new(),
            source: String::new(),
            library: "test".to_owned(),
        })
        .expect("a new name");
    library
}

#[test]
fn an_unsound_union_stops_the_run_and_names_the_rule() {
    for (name, lhs, rhs, text) in [
        // Caught by the fingerprints.
        (
            "wrong-exp",
            "exp(?a + ?b)",
            "exp(?a)*exp(?b) + 1",
            "exp(x + x^2)",
        ),
        ("wrong-log", "log(?a^2)", "3*log(?a)", "log(exp(x)^2)"),
        ("wrong-erf", "erf(-?a)", "erf(?a)", "erf(-x)"),
        ("wrong-sign", "?a - ?b", "?b - ?a", "x - exp(x)"),
        // Caught by the exact values.
        ("wrong-number", "exp(0)", "2", "exp(0) + x"),
    ] {
        let d = normalise(&read(text), &wrong_rule(name, lhs, rhs), &Budget::default())
            .expect_err("an unsound rule");
        assert_eq!(d.code.as_str(), "W0310", "{d}");
        assert!(d.message.contains(name), "{d}");
    }
}

#[test]
fn small_problems_saturate_and_small_budgets_are_kept() {
    assert_eq!(
        normal("softplus(x)").stats.stop,
        Some(StopReason::Saturated)
    );
    let e = read("tanh(x) + sigmoid(2*x) + exp(x/2)");
    let one_round = Budget {
        iterations: 1,
        ..Budget::default()
    };
    let n = normalise(&e, shipped(), &one_round).expect("no error");
    assert_eq!(n.stats.stop, Some(StopReason::Iterations));
    let few_nodes = Budget {
        nodes: 20,
        ..Budget::default()
    };
    let n = normalise(&e, shipped(), &few_nodes).expect("no error");
    assert_eq!(n.stats.stop, Some(StopReason::Nodes));
    assert!(n.stats.nodes < 60);
    let no_steps = Budget {
        steps: 0,
        ..Budget::default()
    };
    let n = normalise(&e, shipped(), &no_steps).expect("no error");
    assert_eq!(n.expr, e);
    assert!(n.stats.fallback.is_some());
    assert!(n.steps.is_empty());
}

#[test]
fn large_input_falls_back_within_bounds() {
    let mut deep = Expr::x();
    for _ in 0..5_000 {
        deep = -deep;
    }
    let n = normalise(&deep, shipped(), &Budget::default()).expect("no error");
    assert_eq!(n.expr, deep);
    assert!(n.stats.fallback.is_some());
    // 2^200 paths, 200 shared nodes.
    let mut shared = read("sigmoid(x)");
    for _ in 0..200 {
        shared = shared.clone() + shared;
    }
    let n = normalise(&shared, shipped(), &Budget::default()).expect("no error");
    assert!(n.stats.fallback.is_some());
}

fn proved(a: &str, b: &str) -> bool {
    let found = search_equal(&read(a), &read(b), shipped(), &Budget::search()).expect("no error");
    if let Some(steps) = &found {
        assert_eq!(replay(&read(a), steps, shipped()), Ok(read(b)));
    }
    found.is_some()
}

#[test]
fn equalities_are_found_with_steps_and_false_ones_are_not() {
    assert!(proved("silu(x)", "x*sigmoid(x)"));
    assert!(proved("swish(x, 1)", "silu(x)"));
    assert!(proved("x + exp(x)", "exp(x) + x"));
    assert!(proved("log(exp(x)*exp(x^2))", "x + x^2"));
    assert!(proved("tanh(-x)", "-tanh(x)"));
    assert!(!proved("sigmoid(x)", "tanh(x)"));
    assert!(!proved("sqrt(x^2)", "x"));
    assert!(!proved("x/x", "1"));
}

#[test]
fn the_whole_catalogue_is_unfolded_and_no_seed_raises_a_false_alarm() {
    for entry in wronski_expr::catalogue::all() {
        let call = parse(&format!("{}(x)", entry.name), &Parameters::new());
        let e = call.expect(&entry.name).expr;
        for seed in 0..4 {
            let budget = Budget {
                seed,
                ..Budget::default()
            };
            for e in [
                e.clone(),
                e.compose(&read("exp(x) - 1")),
                e.clone() * e.clone() - e.clone(),
            ] {
                let n = normalise(&e, shipped(), &budget).expect(&entry.name);
                assert_eq!(n.stats.fallback, None, "{}", entry.name);
                assert!(!n.expr.to_string().contains("::"), "{}", n.expr);
            }
        }
    }
}

#[test]
fn a_rule_that_is_added_after_a_search_is_used() {
    let rule = |name: &str, lhs: &str, rhs: &str| {
        format!(
            "[[rule]]\nname = \"{name}\"\nlhs = \"{lhs}\"\nrhs = \"{rhs}\"\ntags = [\"simplify\"]\nvalid = \"\"\nsource = \"\"\n"
        )
    };
    let mut library = RuleLibrary::new();
    library
        .read("first", &rule("zero", "?a + 0", "?a"))
        .expect("a rule");
    let e = read("exp(x)^1 + 0");
    let normal = |l: &RuleLibrary| {
        normalise(&e, l, &Budget::default())
            .expect("sound")
            .expr
            .to_string()
    };
    assert_eq!(normal(&library), "exp(x)^1");
    let copy = library.clone();
    library
        .read("second", &rule("one", "?a^1", "?a"))
        .expect("a rule");
    assert_eq!(normal(&library), "exp(x)");
    assert_eq!(normal(&copy), "exp(x)^1");
}

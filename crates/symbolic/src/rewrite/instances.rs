//! Concrete values for the metavariables of a rule, chosen so that its conditions hold.

use std::collections::BTreeSet;

use super::condition::Condition;
use super::fact_base::FactBase;
use super::predicate::Predicate;
use super::rule::Rule;
use wronski_expr::pattern::{Substitution, metavariable};
use wronski_expr::{Expr, Func, Node};

/// At most this many choices of exact numbers are tried for one rule.
const CHOICES: usize = 400;
/// At most this many instances are used.
const INSTANCES: usize = 24;

/// The metavariables that stand for exact numbers: by a condition, or by an equation.
pub(super) fn exact_names(rule: &Rule) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = rule.choose.iter().cloned().collect();
    for c in &rule.conditions {
        match c {
            Condition::Has(Predicate::Rational | Predicate::Integer, e) => {
                names.extend(metavariable(e).map(str::to_owned));
            }
            Condition::Equal(..) => names.extend(c.metavariables()),
            Condition::Has(..) => {}
        }
    }
    names
}

fn rationals() -> Vec<Expr> {
    let ratios = [
        (2, 1),
        (-1, 1),
        (3, 1),
        (1, 2),
        (-3, 2),
        (1, 1),
        (-2, 1),
        (1, 3),
        (4, 1),
        (6, 1),
        (0, 1),
        (-1, 3),
    ];
    ratios.into_iter().map(|(n, d)| Expr::ratio(n, d)).collect()
}

/// Choices of exact numbers for the exact metavariables that meet every condition on them alone. One empty choice if
/// there are no exact metavariables.
pub fn numbers(rule: &Rule) -> Vec<Substitution> {
    let names = exact_names(rule);
    // Those defined by an equation follow from the others.
    let defined: BTreeSet<String> = rule
        .conditions
        .iter()
        .filter_map(|c| match c {
            Condition::Equal(left, right)
                if !matches!(right.node(), Node::Num(_))
                    && super::exact::exact_value(right).is_none() =>
            {
                metavariable(left).map(str::to_owned)
            }
            _ => None,
        })
        .collect();
    let mut free: Vec<&String> = names.iter().filter(|n| !defined.contains(*n)).collect();
    free.sort();
    let pool = rationals();
    let total = pool
        .len()
        .checked_pow(free.len() as u32)
        .unwrap_or(usize::MAX);
    let mut facts = FactBase::default();
    let mut all = Vec::new();
    for k in 0..total.min(20_000) {
        let mut rest = k;
        let mut choice = Substitution::new();
        for name in &free {
            choice.insert((*name).clone(), pool[rest % pool.len()].clone());
            rest /= pool.len();
        }
        for c in &rule.conditions {
            if let Some((name, value)) = c.defines(&choice) {
                choice.insert(name, Expr::num(value));
            }
        }
        let fits = rule.conditions.iter().all(|c| {
            let about: BTreeSet<String> = c.metavariables();
            !about.is_subset(&names) || c.holds(&choice, &mut facts)
        });
        if fits && names.iter().all(|n| choice.contains_key(n)) {
            all.push(choice);
            if all.len() >= CHOICES {
                break;
            }
        }
    }
    all
}

fn functions() -> Vec<Expr> {
    let x = Expr::x;
    let exp = |e| Expr::apply(Func::Exp, e);
    vec![
        x(),
        exp(x()),
        Expr::int(1) + x().pow(2),
        x() - Expr::ratio(1, 2),
        -exp(x()),
        Expr::int(1) / (Expr::int(1) + exp(-x())),
        x().pow(3) - Expr::int(2) * x(),
        Expr::apply(Func::Log, Expr::int(1) + exp(x())),
        Expr::int(-2) - x().pow(2),
        Expr::int(3),
        Expr::apply(Func::Sqrt, Expr::int(2)),
        Expr::ratio(-5, 3),
        Expr::new(Node::Pi),
        Expr::apply(Func::Abs, x()),
    ]
}

/// Substitutions of concrete functions under which all conditions of the rule are known to hold.
pub fn instances(rule: &Rule) -> Vec<Substitution> {
    let pool = functions();
    let exact = numbers(rule);
    let names: Vec<String> = {
        let fixed = exact_names(rule);
        rule.metavariables()
            .into_iter()
            .filter(|n| !fixed.contains(n))
            .collect()
    };
    let mut facts = FactBase::default();
    let mut all = Vec::new();
    // Each function is tried for the first metavariable, with shifted ones for the others.
    let rounds = if names.is_empty() { 1 } else { pool.len() };
    for shift in 0..rounds.min(6) {
        for start in 0..rounds {
            for (turn, numbers) in exact.iter().enumerate() {
                // With many exact choices each function meets only some of them.
                if exact.len() > 8 && (turn + start) % (exact.len() / 8 + 1) != 0 {
                    continue;
                }
                let mut candidate = numbers.clone();
                for (k, name) in names.iter().enumerate() {
                    let at = (start + k * (shift + 1)) % pool.len();
                    candidate.insert(name.clone(), pool[at].clone());
                }
                if rule
                    .conditions
                    .iter()
                    .all(|c| c.holds(&candidate, &mut facts))
                    && !all.contains(&candidate)
                {
                    all.push(candidate);
                }
            }
        }
    }
    // Spread over the list, so that all functions and numbers have their turn.
    let step = all.len().div_ceil(INSTANCES).max(1);
    all.into_iter().step_by(step).collect()
}

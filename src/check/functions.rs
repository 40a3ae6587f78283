//! The functions of a certificate: from what was typed, through the rewrite steps, to the element.

use super::failure::limit;
use std::collections::BTreeMap;

use super::element::{Elem, Outcome};
use super::read::{canonical, short};
use super::space::Space;
use crate::certificate::limits::{DECLARED, POSITION, STEPS};
use crate::certificate::{FunctionRecord, StepRecord};
use crate::expr::pattern::{Substitution, instantiate, replace, subterm};
use crate::expr::{Expr, Parameters, fold_literals, parameters, parse, parse_pattern};

/// The declarations of a certificate: all of them, and the names of the symbolic ones.
pub(super) fn declared(record: &BTreeMap<String, String>) -> Outcome<(Parameters, Vec<&str>)> {
    if record.len() > DECLARED {
        return Err(limit("the number of parameters", DECLARED as u64));
    }
    let symbolic: Vec<&str> = record
        .iter()
        .filter(|(_, v)| *v == "symbolic")
        .map(|(n, _)| n.as_str())
        .collect();
    let mut declared = Parameters::new();
    let mut pending: Vec<(&String, &String)> = record.iter().collect();
    // A value may use parameters that are declared elsewhere in the list.
    while !pending.is_empty() {
        let mut left = vec![];
        let mut problem = String::new();
        for (name, value) in &pending {
            let text = if *value == "symbolic" {
                (*name).clone()
            } else {
                format!("{name}={value}")
            };
            if let Err(e) = declared.declare(&text) {
                problem = format!("the parameter `{}`: {}", short(name), e.message);
                left.push((*name, *value));
            }
        }
        if left.len() == pending.len() {
            return Err(problem.into());
        }
        pending = left;
    }
    Ok((declared, symbolic))
}

/// Confirms one function and returns its element (0 without a tower, where nothing rests on it).
pub(super) fn function(
    space: &mut Space,
    record: &FunctionRecord,
    declared: &Parameters,
    symbolic: &[&str],
) -> Outcome<(Expr, Elem)> {
    let typed = parse(&record.input, declared)
        .map_err(|e| format!("its input: {}", e.message))?
        .expr;
    if typed.to_string() != record.expression {
        return Err(format!(
            "its input means `{}`, not the expression given",
            short(&typed.to_string())
        )
        .into());
    }
    let expression =
        canonical(&record.expression, symbolic).map_err(|why| why.within("its expression"))?;
    let element = if space.listed == 0 {
        if !record.element.is_empty() {
            return Err("there is no tower that its element could be in".into());
        }
        Elem::zero()
    } else {
        let element = space
            .element(&record.element, space.listed)
            .map_err(|why| why.within("its element"))?;
        same(space, &expression, &element).map_err(|why| why.within("its element"))?;
        element
    };
    if record.steps.len() > STEPS {
        return Err(limit("the steps of a function", STEPS as u64));
    }
    let mut current = expression.clone();
    for (n, step) in record.steps.iter().enumerate() {
        current = one(&current, step, symbolic).map_err(|why| why.within(format!("step {n}")))?;
        if space.listed == 0 {
            continue;
        }
        same(space, &current, &element).map_err(|why| why.within(format!("after step {n}")))?;
    }
    Ok((expression, element))
}

/// Does the expression denote the element?
fn same(space: &mut Space, expression: &Expr, element: &Elem) -> Outcome<()> {
    let value = space.interpret(expression);
    let equal = value.and_then(|value| space.arithmetic.equal(&value, element));
    space.reset();
    if equal? {
        Ok(())
    } else {
        Err("the expression is not shown to denote the element".into())
    }
}

/// A side of a rule: a pattern, or an expression without metavariables.
fn side(text: &str, symbolic: &[&str]) -> Outcome<Expr> {
    if !text.contains('?') {
        return canonical(text, symbolic);
    }
    let pattern = parse_pattern(text).map_err(|e| format!("the rule: {}", e.message))?;
    if pattern.to_string() != text {
        return Err(format!(
            "the rule: `{}` is not written in the canonical way",
            short(text)
        )
        .into());
    }
    Ok(pattern)
}

/// Carries one step out.
fn one(current: &Expr, step: &StepRecord, symbolic: &[&str]) -> Outcome<Expr> {
    if step.position.len() > POSITION {
        return Err(limit("the length of a position", POSITION as u64));
    }
    let (lhs, rhs) = (side(&step.lhs, symbolic)?, side(&step.rhs, symbolic)?);
    let mut metavariables = parameters(&lhs);
    metavariables.extend(parameters(&rhs));
    metavariables.retain(|name| name.starts_with('?'));
    if !step.substitution.keys().eq(metavariables.iter()) {
        return Err("the substitution does not bind exactly the metavariables of the rule".into());
    }
    let mut substitution = Substitution::new();
    for (name, text) in &step.substitution {
        substitution.insert(name.clone(), canonical(text, symbolic)?);
    }
    let sides = [&lhs, &rhs].map(|s| instantiate(s, &substitution).map_err(|e| e.message));
    let [left, right] = sides;
    let (from, to) = if step.forward {
        (left?, right?)
    } else {
        (right?, left?)
    };
    // Numbers are compared as they are read from text.
    let (from, to) = (fold_literals(&from), fold_literals(&to));
    let here =
        subterm(current, &step.position).ok_or("there is no subexpression at the position")?;
    if *here != from {
        return Err(format!(
            "`{}` stands at the position, not `{}`",
            short(&here.to_string()),
            short(&from.to_string())
        )
        .into());
    }
    let next =
        replace(current, &step.position, to).ok_or("there is no subexpression at the position")?;
    let text = fold_literals(&next).to_string();
    if text != step.after {
        return Err(format!("it gives `{}`, not the expression stated", short(&text)).into());
    }
    // What is printed is what the next step starts from.
    canonical(&text, symbolic)
}

//! The functions of a certificate: from the expression, through the rewrite steps, to the element.

use std::collections::BTreeSet;

use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::element::Elem;
use super::elementary::of;
use super::failure::{Checked, Failure, limit, unshown};
use super::ranges::values_of;
use super::space::Space;
use super::text::{canonical, exactly, short};
use wronski_certificate::limits::{DECLARED, POSITION, STEPS};
use wronski_certificate::{FunctionRecord, StepRecord};
use wronski_diagnostic::interruption;
use wronski_expr::pattern::{Substitution, instantiate, replace, subterm};
use wronski_expr::rules::{ARITHMETIC, stated_rule};
use wronski_expr::{Exact, Expr, Node, Parameters, catalogue, parameters};

/// The parameters of a certificate: sorted, each once, and names that can be parameters.
pub(super) fn declared(names: &[String]) -> Checked<Vec<&str>> {
    if names.len() > DECLARED {
        return Err(limit("the number of parameters", DECLARED as u64));
    }
    let mut declared = Parameters::new();
    for name in names {
        declared.declare(name).map_err(|e| {
            Failure::from(e.message).within(format!("the parameter `{}`", short(name)))
        })?;
        if declared.get(name).is_none() {
            return Err(format!("`{}` is no name of a parameter", short(name)).into());
        }
    }
    if !names.windows(2).all(|w| w[0] < w[1]) {
        return Err("the parameters are not sorted, each once".into());
    }
    Ok(names.iter().map(String::as_str).collect())
}

/// Confirms one function and returns its element (0 without a tower, where nothing rests on it).
pub(super) fn function(
    space: &mut Space,
    record: &FunctionRecord,
    symbolic: &[&str],
) -> Checked<(Expr, Elem)> {
    let expression =
        canonical(&record.expression, symbolic).map_err(|why| why.within("its expression"))?;
    let element = if space.listed == 0 {
        if !record.element.is_empty() {
            return Err("there is no tower that its element could be in".into());
        }
        if !record.steps.is_empty() {
            return Err(
                "without a tower there is nothing that its steps could be confirmed by".into(),
            );
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
        interruption::point();
        current = one(&current, step, symbolic).map_err(|why| why.within(format!("step {n}")))?;
        same(space, &current, &element).map_err(|why| why.within(format!("after step {n}")))?;
    }
    Ok((expression, element))
}

/// The most radicands that are taken from texts, and the most nodes that are looked at.
const RADICANDS: usize = 32;
const NODES: usize = 20_000;

/// What stands under the roots of the functions, typed and rewritten, and is positive by the ranges of
/// `ranges::find`.
pub(super) fn radicands(records: &[FunctionRecord], symbolic: &[&str]) -> Vec<Expr> {
    let mut found: Vec<Expr> = vec![];
    let mut nodes = 0;
    for record in records {
        let last = record.steps.last().map(|s| s.after.as_str());
        for text in std::iter::once(record.expression.as_str()).chain(last) {
            // A text that cannot be read is refused where it is confirmed.
            let Ok(expr) = exactly(text, symbolic) else {
                continue;
            };
            let mut work = vec![expr];
            let mut seen = BTreeSet::new();
            while let Some(e) = work.pop() {
                nodes += 1;
                if nodes > NODES || found.len() >= RADICANDS {
                    return found;
                }
                if !seen.insert(e.clone()) {
                    continue;
                }
                work.extend(e.node().children().into_iter().cloned());
                let radicand = match e.node() {
                    Node::Func(f, a) => of(*f).radicand(a),
                    Node::Pow(a, q) if !q.as_num().is_some_and(|q| q.is_integer()) => {
                        Some(a.clone())
                    }
                    Node::Named(name, args) => {
                        let entry = catalogue::find(name).map(|e| e.instantiate(args));
                        work.extend(entry.and_then(Result::ok));
                        None
                    }
                    _ => None,
                };
                found.extend(radicand.filter(|a| {
                    parameters(a).iter().all(|p| symbolic.contains(&p.as_str()))
                        && !found.contains(a)
                        && values_of(a).is_ok_and(|v| v.is_positive())
                }));
            }
        }
    }
    found
}

/// Does the expression denote the element?
///
/// The listed variables are independent but for their relations, so that elements of these that differ are different
/// functions. A difference in which an auxiliary variable stands, or two numbers of which no theorem says that they
/// are independent, may vanish all the same.
fn same(space: &mut Space, expression: &Expr, element: &Elem) -> Checked<()> {
    let value = space.interpret(expression);
    let difference = value.and_then(|value| space.arithmetic.sub(&value, element));
    let certain = difference.as_ref().is_ok_and(|d| space.told_apart(d));
    space.reset();
    const WHY: &str = "the expression is not shown to denote the element";
    match (difference?.is_zero(), certain) {
        (true, _) => Ok(()),
        (false, true) => Err(WHY.into()),
        (false, false) => Err(unshown(WHY)),
    }
}

/// Carries one step out: the rule is the shipped one of that name. Its side conditions are not asked: that the
/// expression after the step denotes the same element is.
fn one(current: &Expr, step: &StepRecord, symbolic: &[&str]) -> Checked<Expr> {
    if step.position.len() > POSITION {
        return Err(limit("the length of a position", POSITION as u64));
    }
    let mut substitution = Substitution::new();
    for (name, text) in &step.substitution {
        substitution.insert(name.clone(), exactly(text, symbolic)?);
    }
    let [left, right] = sides(step, &substitution)?;
    let (from, to) = if step.forward {
        (left, right)
    } else {
        (right, left)
    };
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
    let text = Exact(&next).to_string();
    if text != step.after {
        return Err(format!("it gives `{}`, not the expression stated", short(&text)).into());
    }
    Ok(next)
}

/// The two sides of the rule that a step names, with its substitution.
fn sides(step: &StepRecord, substitution: &Substitution) -> Checked<[Expr; 2]> {
    if step.rule == ARITHMETIC {
        let side = |name: &str| substitution.get(name).cloned();
        let (Some(a), Some(b), 2, true) =
            (side("?a"), side("?b"), substitution.len(), step.forward)
        else {
            return Err("arithmetic replaces `?a` by `?b`, forwards".into());
        };
        if exact(&a)? != exact(&b)? {
            return Err(format!(
                "`{}` and `{}` have different values",
                short(&a.to_string()),
                short(&b.to_string())
            )
            .into());
        }
        return Ok([a, b]);
    }
    let rule = stated_rule(&step.rule)
        .ok_or_else(|| format!("there is no shipped rule `{}`", short(&step.rule)))?;
    if !substitution.keys().eq(rule.metavariables().iter()) {
        return Err(format!(
            "the substitution does not bind exactly the metavariables of the rule `{}`",
            short(&step.rule)
        )
        .into());
    }
    let side = |pattern: &Expr| instantiate(pattern, substitution).map_err(|e| e.message);
    Ok([side(&rule.lhs)?, side(&rule.rhs)?])
}

/// Numbers with more bits are not computed in a step.
const ARITHMETIC_BITS: u64 = 10_000;

/// The value of a term of exact numbers.
fn exact(e: &Expr) -> Checked<BigRational> {
    if e.depth() > 64 {
        return Err(limit("the depth of a term of numbers", 64));
    }
    let values: Vec<BigRational> = e
        .node()
        .children()
        .into_iter()
        .map(exact)
        .collect::<Checked<_>>()?;
    let bits = |q: &BigRational| q.numer().bits() + q.denom().bits();
    let long = || limit("the bits of a term of numbers", ARITHMETIC_BITS);
    let value = match (e.node(), values.as_slice()) {
        (Node::Num(q), _) => q.clone(),
        (Node::Neg(_), [a]) => -a,
        (Node::Add(..), [a, b]) => a + b,
        (Node::Sub(..), [a, b]) => a - b,
        (Node::Mul(..), [a, b]) => a * b,
        (Node::Div(..), [a, b]) if !b.is_zero() => a / b,
        (Node::Pow(..), [a, n]) if n.is_integer() && (!a.is_zero() || n.is_positive()) => {
            if a.is_zero() || a.is_one() {
                a.clone()
            } else if (-a).is_one() {
                let odd = n.numer().is_odd();
                if odd { a.clone() } else { -a }
            } else {
                let n = n.numer().to_i32().ok_or_else(long)?;
                if u64::from(n.unsigned_abs()).saturating_mul(bits(a)) > ARITHMETIC_BITS {
                    return Err(long());
                }
                a.pow(n)
            }
        }
        _ => {
            return Err(format!(
                "`{}` is no term of exact numbers with a value",
                short(&e.to_string())
            )
            .into());
        }
    };
    if bits(&value) > ARITHMETIC_BITS {
        return Err(long());
    }
    Ok(value)
}

//! Steps and their replay. This file does not use egg: what the e-graph found is believed only after this code
//! has carried it out, rule by rule, with every side condition checked again.
//!
//! What replay checks of a step: the rule is known; the substitution binds exactly the rule's metavariables; the
//! subexpression at the position is the rule's one side under the substitution; the listed conditions are those of
//! the rule, each holds, and the stated reasons are the ones found again; the expression after the step is the rule's
//! other side, put at that position and nowhere else.

use std::collections::BTreeSet;
use std::fmt;

use super::exact::exact_value;
use super::fact_base::FactBase;
use super::library::{ARITHMETIC, RuleLibrary};
use super::rule::{Direction, Rule};
use wronski_diagnostic::interruption;
use wronski_expr::Expr;
use wronski_expr::pattern::{Substitution, instantiate, replace, subterm};

/// A side condition that was checked, with the fact that makes it hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Discharged {
    /// The condition, as the rule states it.
    pub condition: String,
    /// Why it holds here.
    pub reason: String,
}

/// One use of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the rule.
    pub rule: String,
    /// Which side is replaced by which.
    pub direction: Direction,
    /// Where: child indices from the root.
    pub position: Vec<usize>,
    /// What the metavariables stand for.
    pub substitution: Substitution,
    /// The rule's side conditions, discharged.
    pub conditions: Vec<Discharged>,
    /// The subexpression at the position before the step.
    pub before: Expr,
    /// The subexpression at the position after the step.
    pub after: Expr,
}

impl Step {
    /// The step that undoes this one.
    #[must_use]
    pub fn reversed(self) -> Step {
        let direction = match self.direction {
            Direction::Forward => Direction::Backward,
            Direction::Backward => Direction::Forward,
        };
        Step {
            direction,
            before: self.after,
            after: self.before,
            ..self
        }
    }
}

/// Why a list of steps was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayError {
    /// Which step, counted from 0; `None` for the list as a whole.
    pub step: Option<usize>,
    /// The rule that it cites.
    pub rule: String,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            Some(n) => write!(f, "step {n} (rule `{}`): {}", self.rule, self.problem),
            None => write!(f, "{}", self.problem),
        }
    }
}

impl std::error::Error for ReplayError {}

/// The rule's conditions with their reasons; `None` if one is not known to hold.
pub fn discharged(
    rule: &Rule,
    substitution: &Substitution,
    facts: &mut FactBase,
) -> Option<Vec<Discharged>> {
    rule.conditions
        .iter()
        .map(|c| {
            let reason = c.reason(substitution, facts)?;
            Some(Discharged {
                condition: c.to_string(),
                reason,
            })
        })
        .collect()
}

/// Carries the steps out, one after the other, and returns the expression at the end.
///
/// # Errors
/// The first step that is not a correct use of a known rule.
pub fn replay(start: &Expr, steps: &[Step], library: &RuleLibrary) -> Result<Expr, ReplayError> {
    let mut facts = FactBase::default();
    let mut current = start.clone();
    for (n, step) in steps.iter().enumerate() {
        interruption::point();
        current = one(&current, step, library, &mut facts).map_err(|problem| ReplayError {
            step: Some(n),
            rule: step.rule.clone(),
            problem,
        })?;
    }
    Ok(current)
}

fn one(
    current: &Expr,
    step: &Step,
    library: &RuleLibrary,
    facts: &mut FactBase,
) -> Result<Expr, String> {
    let here =
        subterm(current, &step.position).ok_or("there is no subexpression at the position")?;
    if *here != step.before {
        return Err(format!(
            "the subexpression at the position is {here}, not {}",
            step.before
        ));
    }
    let (from, to) = if step.rule == ARITHMETIC {
        arithmetic(step)?
    } else {
        sides(step, library, facts)?
    };
    if from != step.before {
        return Err(format!("the rule's side is {from}, not {}", step.before));
    }
    if to != step.after {
        return Err(format!("the rule gives {to}, not {}", step.after));
    }
    replace(current, &step.position, to)
        .ok_or_else(|| "there is no subexpression at the position".to_owned())
}

/// The built-in step: a term of exact numbers and its value.
fn arithmetic(step: &Step) -> Result<(Expr, Expr), String> {
    if !step.substitution.is_empty() || !step.conditions.is_empty() {
        return Err("arithmetic has no metavariables and no conditions".to_owned());
    }
    let (from, to) = match step.direction {
        Direction::Forward => (&step.before, &step.after),
        Direction::Backward => (&step.after, &step.before),
    };
    let value = exact_value(from).ok_or("this is no term of exact numbers with a value")?;
    if to.as_num() != Some(&value) {
        return Err(format!("the value of {from} is {value}"));
    }
    Ok((step.before.clone(), step.after.clone()))
}

fn sides(step: &Step, library: &RuleLibrary, facts: &mut FactBase) -> Result<(Expr, Expr), String> {
    let rule = library.find(&step.rule).ok_or("there is no such rule")?;
    let bound: BTreeSet<String> = step.substitution.keys().cloned().collect();
    if bound != rule.metavariables() {
        return Err("the substitution does not bind exactly the rule's metavariables".to_owned());
    }
    let conditions = discharged(&rule, &step.substitution, facts)
        .ok_or("a side condition is not known to hold")?;
    if conditions != step.conditions {
        return Err(
            "the listed conditions are not the rule's, or their reasons are not those found"
                .to_owned(),
        );
    }
    let side = |e: &Expr| instantiate(e, &step.substitution).map_err(|d| d.message);
    let (lhs, rhs) = (side(&rule.lhs)?, side(&rule.rhs)?);
    Ok(match step.direction {
        Direction::Forward => (lhs, rhs),
        Direction::Backward => (rhs, lhs),
    })
}

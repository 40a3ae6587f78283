//! Analyticity on the real line, derived again from the expression by the rules of `expr::domain`.

use super::element::Outcome;
use super::read::short;
use crate::certificate::Evidence;
use crate::expr::Expr;
use crate::expr::domain::{Analyticity, analyticity};

/// Confirms the verdict with its obligations or its breakpoint. Returns the conditions on parameters
/// under which the expression is analytic.
pub(super) fn confirm(expr: &Expr, proved: bool, evidence: &Evidence) -> Outcome<Vec<String>> {
    match (analyticity(expr).map_err(|e| e.message)?, proved, evidence) {
        (
            Analyticity::Analytic {
                obligations,
                parameter_conditions,
            },
            true,
            Evidence::Analytic {
                obligations: stated,
            },
        ) => {
            if obligations.len() != stated.len() {
                return Err(format!(
                    "there are {} side conditions, not {}",
                    obligations.len(),
                    stated.len()
                ));
            }
            for (i, (o, s)) in obligations.iter().zip(stated).enumerate() {
                let own = [
                    o.subject.to_string(),
                    o.requirement.to_string(),
                    o.fact.clone(),
                ];
                if own != [s.expression.as_str(), s.fact.as_str(), s.because.as_str()] {
                    return Err(format!(
                        "side condition {i} is: {} is {} ({})",
                        short(&own[0]),
                        own[1],
                        own[2]
                    ));
                }
            }
            Ok(parameter_conditions
                .iter()
                .map(|e| format!("{e} = 0"))
                .collect())
        }
        (
            Analyticity::NotAnalytic { breakpoint, reason },
            false,
            Evidence::NotAnalytic {
                breakpoint: b,
                reason: r,
            },
        ) => {
            if breakpoint.to_string() == *b && reason == *r {
                Ok(vec![])
            } else {
                Err(format!(
                    "the breakpoint is {breakpoint}: {}",
                    short(&reason)
                ))
            }
        }
        (Analyticity::Unknown { reason }, ..) => {
            Err(format!("analyticity is not decided: {}", short(&reason)))
        }
        _ => Err("the evidence does not fit what the expression shows".into()),
    }
}

/// The expressions in the parameters that must not vanish for an analytic expression to be one.
pub(super) fn conditions(expr: &Expr) -> Outcome<Vec<Expr>> {
    match analyticity(expr).map_err(|e| e.message)? {
        Analyticity::Analytic {
            parameter_conditions,
            ..
        } => Ok(parameter_conditions),
        _ => Err("sigma is not shown to be analytic".into()),
    }
}

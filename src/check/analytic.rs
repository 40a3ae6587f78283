//! Analyticity on the real line, derived again from the expression by the rules of `expr::domain`.

use super::element::Outcome;
use super::failure::unshown;
use super::read::short;
use crate::certificate::{Evidence, LinearPiece, NotAnalyticEvidence, because};
use crate::expr::Expr;
use crate::expr::domain::{Analyticity, Order, analyticity, linear_pieces};

/// Confirms the verdict with its obligations or its breakpoint. Returns the conditions on parameters
/// under which the expression is analytic.
pub(super) fn confirm(expr: &Expr, proved: bool, evidence: &Evidence) -> Outcome<Vec<String>> {
    match (analyticity(expr).map_err(|e| e.message)?, proved, evidence) {
        (
            Analyticity::Analytic {
                obligations,
                parameter_conditions,
                single_piece,
            },
            true,
            Evidence::Analytic {
                obligations: stated,
                single_piece: piece,
                linear_pieces: lines,
            },
        ) => {
            if single_piece.map(|e| e.to_string()) != *piece {
                return Err("the single piece is not that of the expression".into());
            }
            linear(expr, lines)?;
            if obligations.len() != stated.len() {
                return Err(format!(
                    "there are {} side conditions, not {}",
                    obligations.len(),
                    stated.len()
                )
                .into());
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
                    )
                    .into());
                }
            }
            Ok(parameter_conditions
                .iter()
                .map(ToString::to_string)
                .collect())
        }
        (
            Analyticity::NotAnalytic {
                jump,
                parameter_conditions,
            },
            false,
            Evidence::NotAnalytic(stated),
        ) => {
            linear(expr, &stated.linear_pieces)?;
            let text = |e: &Expr| Some(e.to_string());
            let own = NotAnalyticEvidence {
                breakpoint: jump.at.to_string(),
                order: match jump.order {
                    Order::Exactly(n) => Some(n),
                    Order::AtMost(_) => None,
                },
                order_at_most: match jump.order {
                    Order::AtMost(n) => Some(n),
                    Order::Exactly(_) => None,
                },
                left: jump.sides.as_ref().and_then(|s| text(&s[0])),
                right: jump.sides.as_ref().and_then(|s| text(&s[1])),
                value: jump.value.as_ref().and_then(text),
                linear_pieces: stated.linear_pieces.clone(),
            };
            if own != *stated {
                return Err(short(&because("analytic", false, &Evidence::NotAnalytic(own))).into());
            }
            Ok(parameter_conditions
                .iter()
                .map(ToString::to_string)
                .collect())
        }
        (Analyticity::Unknown { reason }, ..) => Err(unshown(format!(
            "analyticity is not decided: {}",
            short(&reason.to_string())
        ))),
        _ => Err("the evidence does not fit what the expression shows".into()),
    }
}

/// Confirms the intervals on which sigma is linear and not constant.
fn linear(expr: &Expr, stated: &[LinearPiece]) -> Outcome<()> {
    let own = linear_pieces(expr).map_err(|e| e.message)?;
    if own.len() != stated.len() {
        return Err(format!(
            "there are {} linear pieces, not {}",
            own.len(),
            stated.len()
        )
        .into());
    }
    for (i, (p, s)) in own.iter().zip(stated).enumerate() {
        let line = p.linear.as_ref().ok_or("a linear piece has a slope")?;
        let same = p.interval() == s.interval
            && line.slope.to_string() == s.slope
            && line.intercept.to_string() == s.intercept;
        if !same {
            return Err(format!("linear piece {i} is {}", short(&p.expr.to_string())).into());
        }
    }
    Ok(())
}

/// The expressions in the parameters that must not vanish for an analytic expression to be one.
pub(super) fn conditions(expr: &Expr) -> Outcome<Vec<Expr>> {
    match analyticity(expr).map_err(|e| e.message)? {
        Analyticity::Analytic {
            parameter_conditions,
            ..
        } => Ok(parameter_conditions),
        _ => Err(unshown("sigma is not shown to be analytic")),
    }
}

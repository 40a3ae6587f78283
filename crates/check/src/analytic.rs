//! Analyticity on the real line, derived again from the expression: by the facts of the certificate
//! (`ranges`), and, for what is not analytic and for pieces that are one function, by the rules of
//! `expr::domain`.

use super::failure::{Checked, unshown};
use super::ranges;
use super::text::short;
use wronski_certificate::{Evidence, LinearPiece, NotAnalyticEvidence, claim::ANALYTIC};
use wronski_expr::Expr;
use wronski_expr::domain::{Analyticity, Order, analyticity, linear_pieces};

/// Confirms the verdict with its facts and obligations, or with its breakpoint. Returns the expressions in
/// the parameters that must not vanish for it.
pub(super) fn confirm(
    expr: &Expr,
    parameters: &[String],
    proved: bool,
    evidence: &Evidence,
) -> Checked<Vec<Expr>> {
    if let (
        true,
        Evidence::Analytic {
            facts,
            obligations,
            single_piece,
            linear_pieces: lines,
        },
    ) = (proved, evidence)
    {
        linear(expr, lines)?;
        return match single_piece {
            None => ranges::confirm(expr, parameters, facts, obligations),
            Some(piece) => {
                let (piece, conditions) = joined(expr, piece)?;
                for own in ranges::confirm(&piece, parameters, facts, obligations)? {
                    if !conditions.contains(&own) {
                        return Err(
                            format!("{} = 0 is not excluded", short(&own.to_string())).into()
                        );
                    }
                }
                Ok(conditions)
            }
        };
    }
    match (analyticity(expr).map_err(|e| e.message)?, proved, evidence) {
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
                return Err(short(&(ANALYTIC.statement().because)(
                    false,
                    &Evidence::NotAnalytic(own),
                ))
                .into());
            }
            // The checker's own expansions, where they reach, must not contradict this.
            ranges::compare_jump(expr, parameters, stated)?;
            Ok(parameter_conditions)
        }
        (Analyticity::Unknown { reason }, ..) => Err(unshown(format!(
            "analyticity is not decided: {}",
            short(&reason.to_string())
        ))),
        _ => Err("the evidence does not fit what the expression shows".into()),
    }
}

/// Confirms the intervals on which sigma is linear and not constant.
fn linear(expr: &Expr, stated: &[LinearPiece]) -> Checked<()> {
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

/// The function that all pieces of an expression are, which has to be the stated one, and what must not
/// vanish for this: by the rules of `expr::domain`.
fn joined(expr: &Expr, stated: &str) -> Checked<(Expr, Vec<Expr>)> {
    match analyticity(expr).map_err(|e| e.message)? {
        Analyticity::Analytic {
            parameter_conditions,
            single_piece: Some(piece),
            ..
        } if piece.to_string() == stated => Ok((piece, parameter_conditions)),
        _ => Err("the single piece is not that of the expression".into()),
    }
}

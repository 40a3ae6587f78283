//! Is sigma analytic on all of R?

use wronski_certificate::claim::ANALYTIC;
use wronski_certificate::{Evidence, LinearPiece, NotAnalyticEvidence, Verdict};
use wronski_expr::Expr;
use wronski_expr::domain::{Analyticity, Order, Piece, analyticity, linear_pieces};

use super::witnesses::recorded;
use super::{Claim, Detail, Exceptional};

/// The intervals on which sigma is linear and not constant (the hypothesis of the results on partially linear
/// activations).
fn linear(expr: &Expr) -> wronski_diagnostic::Result<Vec<LinearPiece>> {
    let pieces = linear_pieces(expr)?;
    let record = |p: &Piece| {
        let line = p.linear.as_ref()?;
        Some(LinearPiece {
            interval: p.interval(),
            slope: line.slope.to_string(),
            intercept: line.intercept.to_string(),
        })
    };
    Ok(pieces.iter().filter_map(record).collect())
}

/// Decides analyticity by structure: a composition of analytic functions is analytic if no
/// denominator vanishes and no logarithm or root leaves the positive numbers; a function defined by
/// pieces is not, if the Taylor coefficients on the two sides of a point differ.
///
/// # Errors
/// Input errors of the domain: sigma must be defined on all of R.
pub fn analytic(expr: &Expr) -> wronski_diagnostic::Result<Claim> {
    let mut exceptional = Exceptional::none();
    let verdict = match analyticity(expr)? {
        Analyticity::Analytic {
            parameter_conditions,
            single_piece,
            ..
        } => match recorded(single_piece.as_ref().unwrap_or(expr))? {
            Err(why) => Verdict::Undecided(why),
            Ok((facts, obligations)) => {
                exceptional = Exceptional::zeros_of(&parameter_conditions);
                Verdict::Proved(Evidence::Analytic {
                    facts,
                    obligations,
                    single_piece: single_piece.map(|e| e.to_string()),
                    linear_pieces: linear(expr)?,
                })
            }
        },
        Analyticity::NotAnalytic {
            jump,
            parameter_conditions,
        } => {
            exceptional = Exceptional::zeros_of(&parameter_conditions);
            let (order, order_at_most) = match jump.order {
                Order::Exactly(n) => (Some(n), None),
                Order::AtMost(n) => (None, Some(n)),
            };
            let [left, right] = match &jump.sides {
                Some(sides) => sides.clone().map(|e| Some(e.to_string())),
                None => [None, None],
            };
            Verdict::Refuted(Evidence::NotAnalytic(NotAnalyticEvidence {
                breakpoint: jump.at.to_string(),
                order,
                order_at_most,
                left,
                right,
                value: jump.value.map(|e| e.to_string()),
                linear_pieces: linear(expr)?,
            }))
        }
        Analyticity::Unknown { reason } => Verdict::Undecided(reason),
    };
    Ok(Claim {
        id: ANALYTIC,
        verdict,
        detail: Detail::Plain,
        exceptional,
    })
}

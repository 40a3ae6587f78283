//! Verdicts against the second route: determinants at real points in outward-rounded arithmetic.

use wronski_certificate::ClaimId;
use wronski_certificate::claim::{ASSUMPTION_1, GRADIENT_3, LEMMA_3};
use wronski_diagnostic::{Diagnostic, Result};
use wronski_expr::Expr;
use wronski_interval::Evaluator;
use wronski_symbolic::theorem::Detail;

use super::Verification;

/// What the second route says of the ranks, family by family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossChecked {
    /// The claim whose rank it concerns.
    pub claim: ClaimId,
    /// The rank in the verdict, if it was decided.
    pub rank: Option<usize>,
    /// A minor of this size was enclosed away from zero: a proof that the rank is at least this. Or why no value
    /// could be enclosed.
    pub at_least: std::result::Result<usize, String>,
}

/// Bits of the first attempt, and of the last.
const PRECISION: (u32, u32) = (256, 2048);

/// Computes lower bounds for the ranks of B2, B3 and the gradient family from enclosures of the
/// activation as typed, without rewriting and without the tower, and compares.
///
/// # Errors
/// An internal error if the second route proves a rank larger than the verdict's: one of the two is
/// wrong. An input error if the activation has symbolic parameters.
pub fn cross_check(v: &Verification) -> Result<Vec<CrossChecked>> {
    let expr: &Expr = &v.function.expr;
    let ranks = wronski_interval::cross_check(expr, &Evaluator::new(PRECISION.0), PRECISION.1)?;
    let found = [
        (ASSUMPTION_1, &ranks.b2),
        (LEMMA_3, &ranks.b3),
        (GRADIENT_3, &ranks.gradient),
    ];
    let mut out = vec![];
    for (id, estimate) in found {
        let Some(claim) = v.claims.iter().find(|c| c.id == id) else {
            continue;
        };
        let rank = match &claim.detail {
            Detail::Rank {
                rank: Some(Ok(r)), ..
            }
            | Detail::Lemma3 {
                rank: Some(Ok(r)), ..
            } => Some(r.rank),
            _ => None,
        };
        let at_least = match estimate {
            Ok(estimate) => Ok(estimate.at_least.rank),
            Err(fault) => Err(fault.to_string()),
        };
        if let (Some(rank), Ok(at_least)) = (rank, &at_least)
            && *at_least > rank
        {
            return Err(Diagnostic::internal(format!(
                "the two routes disagree on {id}: the verdict says rank {rank}, but a minor of size {at_least} is enclosed away from zero"
            )));
        }
        out.push(CrossChecked {
            claim: id,
            rank,
            at_least,
        });
    }
    Ok(out)
}

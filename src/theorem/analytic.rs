//! Is sigma analytic on all of R?

use crate::certificate::{Evidence, Obligation, Verdict};
use crate::expr::domain::{Analyticity, analyticity};
use crate::expr::{Expr, tree_size};

use super::{Claim, Detail};

/// The longest evidence, in symbols: shared subexpressions are written out in it.
const LONGEST: u64 = 200_000;

/// Decides analyticity by structure: a composition of analytic functions is analytic if no
/// denominator vanishes and no logarithm or root leaves the positive numbers; a function defined by
/// pieces is not, if the Taylor coefficients on the two sides of a point differ.
///
/// # Errors
/// Input errors of the domain: sigma must be defined on all of R.
pub fn analytic(expr: &Expr) -> crate::error::Result<Claim> {
    let mut exceptional = vec![];
    let verdict = match analyticity(expr)? {
        Analyticity::Analytic { obligations, .. }
            if obligations
                .iter()
                .fold(0, |sum: u64, o| sum.saturating_add(tree_size(&o.subject)))
                > LONGEST =>
        {
            Verdict::Undecided(format!(
                "the side conditions, written out, exceed the limit of {LONGEST} symbols"
            ))
        }
        Analyticity::Analytic {
            obligations,
            parameter_conditions,
        } => {
            exceptional = parameter_conditions
                .iter()
                .map(|e| format!("{e} = 0"))
                .collect();
            Verdict::Proved(Evidence::Analytic {
                obligations: obligations
                    .iter()
                    .map(|o| Obligation {
                        expression: o.subject.to_string(),
                        fact: o.requirement.to_string(),
                        because: o.fact.clone(),
                    })
                    .collect(),
            })
        }
        Analyticity::NotAnalytic { breakpoint, reason } => {
            Verdict::Refuted(Evidence::NotAnalytic {
                breakpoint: breakpoint.to_string(),
                reason,
            })
        }
        Analyticity::Unknown { reason } => Verdict::Undecided(reason),
    };
    Ok(Claim {
        id: "analytic",
        verdict,
        detail: Detail::Plain,
        exceptional,
    })
}

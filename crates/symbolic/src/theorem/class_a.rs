//! Class A: sigma is analytic, strictly increasing and bounded, and 0 lies in the closure of its image.
//!
//! That the derivative is positive is shown by the facts that make `log(sigma')` a function on R. Then sigma is
//! strictly increasing, its image is the open interval between its limits at the ends of the line, and 0 lies in the
//! closure if and only if the lower limit is at most 0 and the upper one at least 0. A derivative with zeros leaves
//! the claim open.

use num_rational::BigRational;
use num_traits::Zero;

use wronski_certificate::claim::CLASS_A;
use wronski_certificate::{EndOfLine, Evidence, Reason, Step, Verdict};
use wronski_diagnostic::Result;
use wronski_expr::domain::{Analyticity, Definedness, Sign, analyticity, definedness, sign};
use wronski_expr::enclose::enclose;
use wronski_expr::limit::{End, Limit, limit};
use wronski_expr::{Expr, Func};

use super::witnesses::recorded;
use super::{Claim, Detail, Exceptional};

/// Bits of the enclosures that decide signs.
const BITS: u32 = 256;

/// Numerators and denominators of the points at which the derivative may be negative.
const POINTS: [(i64, i64); 13] = [
    (0, 1),
    (1, 1),
    (-1, 1),
    (1, 2),
    (-1, 2),
    (2, 1),
    (-2, 1),
    (3, 1),
    (-3, 1),
    (5, 1),
    (-5, 1),
    (10, 1),
    (-10, 1),
];

/// Decides whether sigma belongs to class A, from the claim that it is analytic.
///
/// # Errors
/// Budgets of the input.
pub fn class_a(expr: &Expr, analytic: &Claim) -> Result<Claim> {
    let mut exceptional = Exceptional::none();
    let verdict = match &analytic.verdict {
        Verdict::Refuted(e) => {
            exceptional = analytic.exceptional.clone();
            Verdict::Refuted(e.clone())
        }
        Verdict::Undecided(why) => Verdict::Undecided(why.clone()),
        Verdict::Proved(_) => increasing(expr)?,
    };
    Ok(Claim {
        id: CLASS_A,
        verdict,
        detail: Detail::Plain,
        exceptional,
    })
}

/// The verdict about an analytic function.
fn increasing(sigma: &Expr) -> Result<Verdict<Evidence>> {
    let open = |step| Ok(Verdict::Undecided(Reason::step(step)));
    let slope = sigma.diff();
    if matches!(sign(&slope), Ok(Sign::Zero)) {
        return Ok(Verdict::Refuted(Evidence::Constant));
    }
    for (n, d) in POINTS {
        let x = BigRational::new(n.into(), d.into());
        if enclose(&slope, &x, BITS).is_ok_and(|v| v.certainly_negative()) {
            return Ok(Verdict::Refuted(Evidence::Descends {
                at: x.to_string(),
                bits: BITS,
            }));
        }
    }
    let mut limits = vec![];
    for (end, side) in [(End::Left, EndOfLine::Left), (End::Right, EndOfLine::Right)] {
        match limit(sigma, end)? {
            Limit::Finite(c) => limits.push(c),
            Limit::Infinite(_) => return Ok(Verdict::Refuted(Evidence::Unbounded { end: side })),
            Limit::Unknown => return open(Step::LimitAtEnd),
        }
    }
    let logarithm = Expr::apply(Func::Log, slope);
    let defined = matches!(
        definedness(&logarithm),
        Ok(Definedness::DefinedEverywhere { parameter_conditions, .. }) if parameter_conditions.is_empty()
    );
    if !defined || !matches!(analyticity(&logarithm), Ok(Analyticity::Analytic { .. })) {
        return open(Step::Monotonicity);
    }
    let (facts, obligations) = match recorded(&logarithm)? {
        Ok(found) => found,
        Err(why) => return Ok(Verdict::Undecided(why)),
    };
    let sign_of = |c: &Expr| -> Option<i32> {
        if c.as_num().is_some_and(Zero::is_zero) {
            return Some(0);
        }
        let v = enclose(c, &BigRational::zero(), BITS).ok()?;
        match (v.certainly_negative(), v.certainly_positive()) {
            (true, _) => Some(-1),
            (_, true) => Some(1),
            _ => None,
        }
    };
    let [low, high] = limits.as_slice() else {
        return open(Step::LimitAtEnd);
    };
    let (Some(l), Some(h)) = (sign_of(low), sign_of(high)) else {
        return open(Step::LimitAtEnd);
    };
    let evidence = Evidence::Increasing {
        limits: [low.to_string(), high.to_string()],
        facts,
        obligations,
    };
    Ok(if l <= 0 && h >= 0 {
        Verdict::Proved(evidence)
    } else {
        Verdict::Refuted(evidence)
    })
}

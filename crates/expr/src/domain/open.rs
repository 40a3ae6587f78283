//! What this analysis leaves open, as reasons of an undecided claim.

use super::MAX_EXPONENT;
use super::region::Region;
use crate::dag::{MAX_DEPTH, MAX_NODES};
use crate::range::Range;
use crate::{Expr, parse};
use wronski_certificate::reason::{Analysis, Condition, Role};
use wronski_certificate::{Bound, Interval, Requirement};
use wronski_certificate::{Limit, Reason};
use wronski_diagnostic::Diagnostic;
use wronski_diagnostic::ErrorCode;
use wronski_exact::univariate::End;

fn bound(end: &End) -> Bound {
    match end {
        End::Infinite => Bound::Infinite,
        End::Closed(q) => Bound::Closed(q.clone()),
        End::Open(q) => Bound::Open(q.clone()),
    }
}

fn interval(low: &End, high: &End) -> Interval {
    Interval {
        low: bound(low),
        high: bound(high),
    }
}

/// A condition that was neither shown nor refuted.
pub(super) fn condition(
    subject: &Expr,
    requirement: Requirement,
    role: Role,
    range: &Range,
    region: &Region,
) -> Reason {
    Reason::Condition(Box::new(Condition {
        subject: subject.into(),
        requirement,
        role,
        range: interval(&range.low, &range.high),
        without_zero: range.nonzero && !range.is_positive() && !range.is_negative(),
        region: (!region.is_line()).then(|| interval(&region.low, &region.high)),
    }))
}

/// Whether an expression is defined everywhere is open.
pub(super) fn definedness(because: Reason) -> Reason {
    Reason::Definedness {
        function: None,
        because: Box::new(because),
    }
}

/// The budget of this room that was hit, or the error of a value that does not exist.
pub fn stopped(d: &Diagnostic) -> Reason {
    let size = |analysis, nodes: usize, levels: u32| Reason::Size {
        analysis,
        nodes: nodes as u64,
        levels: u64::from(levels),
    };
    match d.code {
        ErrorCode::W0207 => size(Analysis::Domain, MAX_NODES, MAX_DEPTH),
        ErrorCode::W0123 => size(Analysis::Expansion, MAX_NODES, parse::MAX_DEPTH),
        ErrorCode::W0208 => Reason::limit(Limit::LiteralExponent, MAX_EXPONENT),
        code => Reason::NoValue { code },
    }
}

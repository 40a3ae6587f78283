//! Numbers and places in messages.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;

use super::region::Region;
use crate::{Expr, tree_size};
use wronski_exact::univariate::{End, RealRoot};

/// The expression as text, cut when long.
pub(super) fn text(e: &Expr) -> String {
    // A shared tree can be exponentially longer as text than in memory.
    let size = tree_size(e);
    if size > 400 {
        return format!("an expression of {size} nodes");
    }
    let full = e.to_string();
    if full.chars().count() <= 80 {
        return full;
    }
    let head: String = full.chars().take(77).collect();
    format!("{head}...")
}

/// A decimal approximation (cut, not rounded) with five digits after the point.
pub(super) fn decimal(q: &BigRational) -> String {
    let scaled = (q.abs() * BigRational::from_integer(BigInt::from(100_000)))
        .floor()
        .to_integer();
    let digits = format!("{scaled:0>6}");
    let (whole, fraction) = digits.split_at(digits.len() - 5);
    let sign = if q.is_negative() { "-" } else { "" };
    format!("{sign}{whole}.{fraction}")
}

/// A root: exact, or between two decimals.
pub(super) fn root(r: &RealRoot) -> String {
    match r.exact() {
        Some(q) => q.to_string(),
        None => {
            let middle = (&r.lower + &r.upper) / BigRational::from_integer(BigInt::from(2));
            format!(
                "{} (a root between {} and {})",
                decimal(&middle),
                r.lower,
                r.upper
            )
        }
    }
}

/// `x = a`, `x = a and x = b`, at most four.
pub(super) fn roots(list: &[RealRoot]) -> String {
    let mut parts: Vec<String> = list
        .iter()
        .take(4)
        .map(|r| format!("x = {}", root(r)))
        .collect();
    if list.len() > 4 {
        parts.push(format!("{} further points", list.len() - 4));
    }
    parts.join(" and ")
}

/// ` for x > 0`, or nothing for the whole line.
pub(super) fn on(region: &Region) -> String {
    if region.is_line() {
        return String::new();
    }
    let low = match &region.low {
        End::Infinite => None,
        End::Closed(a) => Some(format!("x >= {a}")),
        End::Open(a) => Some(format!("x > {a}")),
    };
    let high = match &region.high {
        End::Infinite => None,
        End::Closed(a) => Some(format!("x <= {a}")),
        End::Open(a) => Some(format!("x < {a}")),
    };
    let both: Vec<String> = low.into_iter().chain(high).collect();
    format!(" where {}", both.join(" and "))
}

//! Entries of the catalogue in words.

use wronski_expr::catalogue::Entry;
use wronski_expr::domain::{Breakpoint, Piece};

/// `alpha = 1, beta = 2`
pub(super) fn parameters(e: &Entry) -> String {
    let list: Vec<String> = e
        .parameters
        .iter()
        .map(|p| format!("{} = {}", p.name, p.default))
        .collect();
    list.join(", ")
}

/// `0: the derivative of order 1 jumps from 0 to 1`
pub(super) fn breakpoint(b: &Breakpoint) -> String {
    let what = match b.order {
        0 => "the function itself".to_owned(),
        n => format!("the derivative of order {n}"),
    };
    let value = match &b.value {
        Some(v) if *v != b.left && *v != b.right => format!(", where it is {v}"),
        _ => String::new(),
    };
    format!(
        "x = {}: {what} jumps from {} to {}{value}",
        b.at, b.left, b.right
    )
}

/// `from 0 to inf: slope 1, intercept 0`
pub(super) fn line(p: &Piece) -> Option<String> {
    let l = p.linear.as_ref()?;
    let [low, high] = p.interval();
    Some(format!(
        "from {low} to {high}: slope {}, intercept {}",
        l.slope, l.intercept
    ))
}

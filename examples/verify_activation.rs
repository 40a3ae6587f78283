//! Decides the claims of Assumptions 1 and 2 for an activation and prints them.
//!
//! `cargo run --example verify_activation -- 'x*sigmoid(2*x)'`

use wronski::internals::error::Result;
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Assumptions, Limits, verify};
use wronski::internals::rewrite::shipped;

/// One line a claim: its verdict, its id and the reason.
pub fn claims(activation: &str) -> Result<Vec<String>> {
    let v = verify(
        activation,
        &Parameters::new(),
        shipped(),
        &Limits::default(),
        Assumptions::All,
    )?;
    Ok(v.claims
        .iter()
        .map(|c| format!("{:<9} {}: {}", c.verdict.word(), c.id, c.because()))
        .collect())
}

#[allow(dead_code)]
fn main() -> Result<()> {
    let activation = std::env::args().nth(1);
    for line in claims(activation.as_deref().unwrap_or("softplus"))? {
        println!("{line}");
    }
    Ok(())
}

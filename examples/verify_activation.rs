//! Decides the claims of Assumptions 1 and 2 for an activation and prints them.
//!
//! `cargo run --example verify_activation -- 'x*sigmoid(2*x)'`

use wronski::{Prover, Result};

/// One line a claim: its verdict, its id and the reason.
///
/// # Errors
/// What is wrong with a text.
pub fn claims(activation: &str) -> Result<Vec<String>> {
    let activation = Prover::new().activation(activation)?;
    let claims = &activation.verify()?.claims;
    Ok(claims
        .iter()
        .map(|c| format!("{:<9} {}: {}", c.verdict.word(), c.id.as_str(), c.because()))
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

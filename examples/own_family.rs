//! Decides whether functions of one's own are linearly independent, and prints their relations.
//!
//! `cargo run --example own_family -- 'softplus(x)' 'softplus(-x)' x`

use wronski::{Prover, Result, Verdict};

/// The verdict, and the certificate that `wronski check` accepts.
///
/// # Errors
/// What is wrong with a text.
pub fn decide(functions: &[&str]) -> Result<(String, String)> {
    let found = Prover::new().independent(functions)?;
    let word = match &found.claim.verdict {
        Verdict::Proved(_) => "independent".to_string(),
        Verdict::Refuted(_) => format!("dependent: {}", found.claim.because()),
        Verdict::Undecided(reason) => format!("undecided: {reason}"),
    };
    Ok((word, found.certificate().to_json()?))
}

#[allow(dead_code)]
fn main() -> Result<()> {
    let typed: Vec<String> = std::env::args().skip(1).collect();
    let functions: Vec<&str> = if typed.is_empty() {
        vec!["softplus(x)", "softplus(-x)", "x"]
    } else {
        typed.iter().map(String::as_str).collect()
    };
    println!("{}", decide(&functions)?.0);
    Ok(())
}

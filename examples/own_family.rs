//! Decides whether functions of one's own are linearly independent, and prints their relations.
//!
//! `cargo run --example own_family -- 'softplus(x)' 'softplus(-x)' x`

use wronski::internals::certificate::Verdict;
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Failure, Limits, independent, independent_json};
use wronski::internals::rewrite::shipped;

/// The verdict, and the certificate that `wronski check` accepts.
pub fn decide(functions: &[&str]) -> Result<(String, String), Failure> {
    let parameters = Parameters::new();
    let v = independent(functions, &parameters, shipped(), &Limits::default())?;
    let word = match &v.claim.verdict {
        Verdict::Proved(_) => "independent".to_string(),
        Verdict::Refuted(_) => format!("dependent: {}", v.claim.because()),
        Verdict::Undecided(reason) => format!("undecided: {reason}"),
    };
    let json = independent_json(&v);
    assert_eq!(json["size"], functions.len());
    let certificate = v.certificate().to_json().map_err(|diagnostic| Failure {
        diagnostic,
        function: 0,
    })?;
    Ok((word, certificate))
}

#[allow(dead_code)]
fn main() {
    let typed: Vec<String> = std::env::args().skip(1).collect();
    let functions: Vec<&str> = if typed.is_empty() {
        vec!["softplus(x)", "softplus(-x)", "x"]
    } else {
        typed.iter().map(String::as_str).collect()
    };
    match decide(&functions) {
        Ok((word, _)) => println!("{word}"),
        Err(f) => eprintln!("{}: {}", functions[f.function], f.diagnostic),
    }
}

//! A page of one's own from the typed data of a report: what is refuted, with the relations, and nothing else.
//!
//!     cargo run --example custom_report -- softplus tanh gelu

use wronski::internals::report::{AnyCertificate, Block, Checked, Entry, Inline, build};
use wronski::{Decision, Prover, Result, check};

/// A line for each refuted claim, and below it the relations that refute it.
///
/// # Errors
/// What is wrong with a text.
pub fn page(activations: &[&str]) -> Result<String> {
    let mut out = String::new();
    for activation in activations {
        let certificate = Prover::new().activation(activation)?.certificate()?;
        check(&certificate.to_json()?)?;
        let report = build(&[Entry {
            certificate: AnyCertificate::Claims(certificate),
            checked: Checked::Confirmed,
        }]);
        out.push_str(&format!("{activation}\n"));
        for section in &report.sections {
            let refuted = section.title.contains(&Inline::Verdict(Decision::Refuted));
            let Some(Inline::Text(title)) = section.title.first() else {
                continue;
            };
            if !refuted {
                continue;
            }
            out.push_str(&format!("  refuted: {title}\n"));
            for block in &section.blocks {
                if let Block::Formula(formula) = block
                    && formula.text.ends_with("= 0")
                {
                    out.push_str(&format!("    {}\n", formula.text));
                }
            }
        }
    }
    Ok(out)
}

#[allow(dead_code)]
fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let names: Vec<&str> = arguments.iter().map(String::as_str).collect();
    print!(
        "{}",
        page(if names.is_empty() {
            &["softplus"]
        } else {
            &names
        })?
    );
    Ok(())
}

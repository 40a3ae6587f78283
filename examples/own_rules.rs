//! Tests a rule library of one's own and uses it together with the shipped rules.
//!
//! `cargo run --example own_rules -- examples/rules`

use std::path::Path;

use wronski::internals::error::Result;
use wronski::internals::expr::{Parameters, parse};
use wronski::internals::pipeline::TowerProver;
use wronski::internals::rewrite::{Budget, RuleLibrary, check_library, normalise, shipped};

/// The outcome of every rule of a directory: its name, and whether it may be used.
///
/// # Errors
/// What is wrong with a file of the directory.
pub fn test_rules(directory: &Path) -> Result<Vec<(String, bool)>> {
    let mut library = RuleLibrary::new();
    library.read_directory(directory)?;
    Ok(check_library(&library, Some(&TowerProver))
        .into_iter()
        .map(|o| (o.rule, o.status.is_acceptable()))
        .collect())
}

/// The normal form of a text under the shipped rules and those of the directory, with the names of
/// the rules that its replayed steps cite.
///
/// # Errors
/// What is wrong with a file of the directory, or with the text.
pub fn normal_form(directory: &Path, text: &str) -> Result<(String, Vec<String>)> {
    let mut library = shipped().clone();
    library.read_directory(directory)?;
    let parsed = parse(text, &Parameters::new())?;
    let normal = normalise(&parsed.expr, &library, &Budget::default())?;
    let rules = normal.steps.iter().map(|s| s.rule.clone()).collect();
    Ok((normal.expr.to_string(), rules))
}

#[allow(dead_code)]
fn main() -> Result<()> {
    let argument = std::env::args().nth(1);
    let directory = Path::new(argument.as_deref().unwrap_or("examples/rules"));
    for (rule, usable) in test_rules(directory)? {
        println!(
            "{rule}: {}",
            if usable { "passes" } else { "does not pass" }
        );
    }
    let (normal, rules) = normal_form(directory, "sigmoid(x)*(1 - sigmoid(x))")?;
    println!(
        "sigmoid(x)*(1 - sigmoid(x)) = {normal} by {}",
        rules.join(", ")
    );
    Ok(())
}

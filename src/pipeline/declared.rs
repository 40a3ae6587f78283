//! Parameters that a caller declares beside texts.

use wronski_diagnostic::{Diagnostic, ErrorCode};
use wronski_expr::{Parameters, mentions};

/// Reads declarations, `NAME` or `NAME=VALUE`; an error comes with the declaration that it concerns.
///
/// # Errors
/// `W0119`, `W0120`.
pub fn declared(options: &[String]) -> std::result::Result<Parameters, (Diagnostic, String)> {
    let mut parameters = Parameters::new();
    for o in options {
        parameters.declare(o).map_err(|d| (d, o.clone()))?;
    }
    Ok(parameters)
}

/// The same for options that go with these texts: a parameter that nothing uses is a mistake, since the answer would
/// not be about it.
///
/// # Errors
/// As [`declared`]; `W0125` for a parameter that nothing uses.
pub fn declared_for(
    options: &[String],
    texts: &[&str],
) -> std::result::Result<Parameters, (Diagnostic, String)> {
    let parameters = declared(options)?;
    match unused(options, |name| texts.iter().any(|t| mentions(t, name))).first() {
        None => Ok(parameters),
        Some((option, name)) => Err((
            Diagnostic::input(
                ErrorCode::W0125,
                format!("the parameter `{name}` is declared, but the expression does not use it"),
            )
            .help(format!(
                "write `{name}` into the expression, or leave out `--param {}`",
                option.trim()
            )),
            (*option).to_owned(),
        )),
    }
}

/// Options for parameters that neither the texts nor the values of other parameters mention, with their names.
pub fn unused(options: &[String], in_texts: impl Fn(&str) -> bool) -> Vec<(&str, &str)> {
    fn split(option: &str) -> (&str, &str) {
        option.split_once('=').unwrap_or((option, ""))
    }
    let used = |name: &str| in_texts(name) || options.iter().any(|o| mentions(split(o).1, name));
    options
        .iter()
        .map(|o| (o.as_str(), split(o).0.trim()))
        .filter(|(_, name)| !used(name))
        .collect()
}

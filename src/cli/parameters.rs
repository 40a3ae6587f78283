//! The options `--param`.

use wronski_diagnostic::{Diagnostic, ErrorCode};
use wronski_expr::{Parameters, mentions};

/// Reads `--param` options; an error comes with the option it concerns.
pub(super) fn parameters(
    options: &[String],
) -> std::result::Result<Parameters, (Diagnostic, String)> {
    let mut parameters = Parameters::new();
    for o in options {
        parameters.declare(o).map_err(|d| (d, o.clone()))?;
    }
    Ok(parameters)
}

/// The same for options that go with these texts: a parameter that nothing uses is a mistake, since the answer would
/// not be about it.
pub(super) fn parameters_of(
    options: &[String],
    texts: &[&str],
) -> std::result::Result<Parameters, (Diagnostic, String)> {
    let parameters = parameters(options)?;
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
pub(super) fn unused(options: &[String], in_texts: impl Fn(&str) -> bool) -> Vec<(&str, &str)> {
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

//! An activation that is evaluated, and about which nothing is decided.

use wronski_diagnostic::{Diagnostic, ErrorCode, Result};
use wronski_expr::{Binding, Parameters, parse};
use wronski_minima::network::Activation;

/// Reads an activation whose parameters all have values.
///
/// # Errors
/// Input errors with their place in `text`; `W0802` for a parameter without a value.
pub fn numeric_activation(text: &str, parameters: &Parameters) -> Result<Activation> {
    let mut bindings = parameters.iter();
    if let Some((name, _)) = bindings.find(|(_, b)| matches!(b, Binding::Symbolic)) {
        return Err(Diagnostic::input(
            ErrorCode::W0802,
            format!("the parameter `{name}` has no value"),
        )
        .help(format!("give it one, as in `{name}=1`")));
    }
    Ok(Activation::new(&parse(text, parameters)?.expr)?)
}

//! Proposition 1 from the name of an activation: the local minimum inside a linear piece.

use crate::certificate::minimum::{ActivationRecord, MinimumCertificate};
use crate::construct::linear::{Data, LinearTask, linear_minimum, non_affine_data};
use crate::error::{Diagnostic, Result};
use crate::network::Shape;

use super::construct::{ConstructOptions, SampleCount};
use super::verify::Verification;

/// Constructs the minimum of Proposition 1 for an activation that is not analytic.
///
/// # Errors
/// `W1105` for options that make no sense here; as [`linear_minimum`].
pub(super) fn construct_linear(
    v: &Verification,
    wide: &Shape,
    options: &ConstructOptions,
    progress: &dyn Fn(&str),
) -> Result<MinimumCertificate> {
    let wrong = |what: &str| {
        Err(Diagnostic::input(
            "W1105",
            format!(
                "the activation is not analytic, so the minimum is the one of Proposition 1 (inside a linear piece), {what}"
            ),
        ))
    };
    if !wide.biases() {
        return wrong("which needs biases");
    }
    if options.base.is_some() {
        return wrong("which has no base weights");
    }
    let (inputs, outputs) = (wide.width(0), wide.width(wide.layers()));
    let drawn = |count: usize| non_affine_data(inputs, outputs, count, options.seed);
    let data = match (&options.data, options.samples) {
        (Some(d), _) => Data {
            inputs: d.inputs.clone(),
            targets: match &d.targets {
                Some(t) => t.clone(),
                None => drawn(d.inputs.len()).targets,
            },
        },
        (None, SampleCount::Exactly(n)) => drawn(n),
        // One more than an affine function can fit.
        (None, SampleCount::Least) => drawn(inputs + 2),
        (None, SampleCount::Comfortable) => drawn(4 * inputs + 8),
    };
    progress("the least squares fit inside a linear piece");
    linear_minimum(&LinearTask {
        sigma: &v.function.expr,
        activation: ActivationRecord {
            input: v.function.input.trim().into(),
            expression: v.function.expr.to_string(),
            verified: true,
            claims: None,
        },
        widths: wide.widths(),
        inputs: &data.inputs,
        targets: &data.targets,
        seed: options.seed,
    })
}

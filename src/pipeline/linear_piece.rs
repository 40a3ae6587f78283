//! Proposition 1 from the name of an activation: the local minimum inside a linear piece.

use wronski_certificate::NumericReason;
use wronski_certificate::minimum::{ActivationRecord, Because, MinimumCertificate};
use wronski_diagnostic::ErrorCode;
use wronski_diagnostic::{Diagnostic, Result};
use wronski_minima::construct::linear::{LinearTask, linear_minimum, non_affine_data};
use wronski_minima::network::{Shape, SumOfSquares};

use super::construct_options::{ConstructOptions, SampleCount};
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
            ErrorCode::W1105,
            format!(
                "the activation is not analytic, so the minimum is the one of Proposition 1 (inside a linear piece), \
                 {what}"
            ),
        ))
    };
    if !wide.biases() {
        return wrong("which needs biases");
    }
    if options.base.is_some() {
        return wrong("which has no base weights");
    }
    let (dimension, outputs) = (wide.width(0), wide.width(wide.layers()));
    let drawn = |count: usize| non_affine_data(dimension, outputs, count, options.seed);
    let (inputs, targets) = match (&options.data, options.samples) {
        (Some(d), _) => {
            let (_, drawn) = drawn(d.inputs.len());
            (d.inputs.clone(), d.targets.clone().unwrap_or(drawn))
        }
        (None, SampleCount::Exactly(n)) if n < dimension + 2 => {
            return wrong(
                "and an affine function fits so few samples: at least two more than inputs are needed",
            );
        }
        (None, SampleCount::Exactly(n)) => drawn(n),
        // One more than an affine function can fit.
        (None, SampleCount::Least) => drawn(dimension + 2),
        (None, SampleCount::Overdetermined) => drawn(4 * dimension + 8),
    };
    progress("the least squares fit inside a linear piece");
    let mut found = linear_minimum(&LinearTask {
        sigma: &v.function.expr,
        activation: ActivationRecord {
            input: v.function.input.trim().into(),
            expression: v.function.expr.to_string(),
            // What is shown of a linear piece rests on no hypothesis about the activation.
            verified: false,
            claims: Some(Box::new(v.certificate())),
        },
        loss: SumOfSquares,
        widths: wide.widths(),
        inputs: &inputs,
        targets: &targets,
        seed: options.seed,
    })?;
    let analytic = v
        .claims
        .iter()
        .find(|c| c.id == wronski_certificate::claim::ANALYTIC);
    if let (Because::Open(then), Some(analytic)) = (&found.because, analytic) {
        found.because = Because::Open(NumericReason::NotAnalytic {
            because: analytic.because(),
            then: Box::new(then.clone()),
        });
    }
    Ok(found)
}

//! The weights of a network file, polished before they are certified.

use wronski_diagnostic::Result;
use wronski_expr::Parameters;
use wronski_minima::construct::{Polished, polish as polish_weights};
use wronski_minima::network::{Activation, Data, Model};

use super::network_file::NetworkFile;
use super::numeric_activation::numeric_activation;

/// Newton's method at so many bits from the weights of a network file. This is a search: what it finds is decided by
/// `certify`.
///
/// # Errors
/// Input errors of the activation and its parameters; `W0801` where the activation is not smooth at the weights.
pub fn polish(file: &NetworkFile, precision: u32) -> Result<Polished> {
    let mut parameters = Parameters::new();
    for (name, value) in &file.parameters {
        parameters.declare(&format!("{name}={value}"))?;
    }
    let sigma: Activation = numeric_activation(&file.activation, &parameters)?;
    let data = Data {
        inputs: file.inputs.clone(),
        targets: file.targets.clone(),
    };
    let model = Model::named(&sigma, file.loss);
    Ok(polish_weights(model, &data, &file.weights, precision)?)
}

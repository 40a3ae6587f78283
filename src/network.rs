//! A network that somebody brings.

use wronski_diagnostic::Result;

use crate::Prover;
use crate::pipeline::{CertifyOptions, Minimum, NetworkFile, read_network};

/// A network with its data set and weights, as a file gives them: numbers are exact.
///
/// ```
/// use wronski::{Kind, Network, Prover};
///
/// # fn main() -> wronski::Result<()> {
/// // A unit that is off: nothing near these weights is a critical point.
/// let network = Network::read(
///     r#"{ "activation": "tanh", "widths": [1, 1, 1], "biases": true, "loss": "sum_of_squares",
///          "inputs": [[0], [1]], "targets": [[0], [1]],
///          "weights": [{ "W": [[1]], "b": [0] }, { "W": [[1]], "b": [0] }] }"#,
/// )?;
/// let found = network.certify(&Prover::new())?;
/// assert_eq!(found.certificate.kind(), Kind::NotCritical);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    file: NetworkFile,
}

impl Network {
    /// Reads the JSON of a network file (`docs/minima.md`).
    ///
    /// # Errors
    /// Input errors that name the place as a JSON pointer.
    pub fn read(json: &str) -> Result<Network> {
        Ok(Network {
            file: read_network(json)?,
        })
    }

    /// Decides what the network has near its weights: a strict or bad local minimum, a saddle, no critical point.
    ///
    /// # Errors
    /// As [`certify_with`](Network::certify_with).
    pub fn certify(&self, prover: &Prover) -> Result<Minimum> {
        self.certify_with(prover, &CertifyOptions::default())
    }

    /// The same with options, such as a widening.
    ///
    /// # Errors
    /// Input errors of the activation and its parameters, `W1101` for absurd widths, `W1106` for a widening that does
    /// not fit the network; internal errors.
    pub fn certify_with(&self, prover: &Prover, options: &CertifyOptions) -> Result<Minimum> {
        prover.certify(&self.file, options)
    }
}

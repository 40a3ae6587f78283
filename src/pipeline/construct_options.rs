//! What `construct` is asked for.

use wronski_diagnostic::{Diagnostic, ErrorCode, Result};
use wronski_network::Weights;

use super::network_file::{DataFile, MOST_SAMPLES};

/// How many samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SampleCount {
    /// Several times as many numbers to fit as there are weights.
    Overdetermined,
    /// Exactly so many.
    Exactly(usize),
    /// The least number for which the construction is found to work.
    Least,
}

/// What to construct.
#[derive(Clone, Debug)]
pub struct ConstructOptions {
    /// Units of each layer of the wide network, input and output included.
    pub widths: Vec<usize>,
    /// Has every unit a bias?
    pub biases: bool,
    /// The number of samples; contradicts `data`.
    pub samples: SampleCount,
    /// The seed of everything that is drawn.
    pub seed: u64,
    /// Weights of the small network to start from.
    pub base: Option<Weights>,
    /// Given inputs (and targets, for piecewise linear activations).
    pub data: Option<DataFile>,
    /// Go on although the hypotheses about the activation are not proved.
    pub unverified: bool,
    /// Most bits of precision.
    pub most_bits: u32,
    /// Look for the neighbourhood of data sets.
    pub neighbourhood: bool,
    /// Compute the inertia of the full Hessian as well, up to 600 weights.
    pub cross_check: bool,
}

impl SampleCount {
    /// Reads a number, or `min` for the least; nothing stands for several times as many as there are weights.
    ///
    /// # Errors
    /// `W1105` for anything else.
    pub fn read(text: Option<&str>) -> Result<SampleCount> {
        match text {
            None => Ok(SampleCount::Overdetermined),
            Some("min") => Ok(SampleCount::Least),
            Some(text) => match text.parse::<usize>() {
                Ok(n) if (1..=MOST_SAMPLES).contains(&n) => Ok(SampleCount::Exactly(n)),
                _ => Err(Diagnostic::input(
                    ErrorCode::W1105,
                    format!("--samples wants a number from 1 to {MOST_SAMPLES}, or `min`"),
                )),
            },
        }
    }
}

impl ConstructOptions {
    /// The widths of the small network: one unit in each hidden layer.
    pub fn small_widths(&self) -> Vec<usize> {
        let last = self.widths.len().saturating_sub(1);
        let units = self.widths.iter().enumerate();
        units
            .map(|(l, w)| if l == 0 || l == last { *w } else { 1 })
            .collect()
    }
}

impl Default for ConstructOptions {
    fn default() -> Self {
        ConstructOptions {
            widths: vec![1, 4, 1],
            biases: true,
            samples: SampleCount::Overdetermined,
            seed: 0,
            base: None,
            data: None,
            unverified: false,
            most_bits: 1024,
            neighbourhood: true,
            cross_check: true,
        }
    }
}

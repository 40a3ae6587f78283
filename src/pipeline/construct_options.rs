//! What `construct` is asked for.

use wronski_network::Weights;

use super::network_file::DataFile;

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

//! Data sets: exact ones, and boxes of data sets.

use num_rational::BigRational;
use rug::Float;

use super::weights::widen;
use wronski_interval::Interval;

/// An exact data set: one row a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data {
    /// Inputs.
    pub inputs: Vec<Vec<BigRational>>,
    /// Targets.
    pub targets: Vec<Vec<BigRational>>,
}

/// Enclosures of a data set, or a box of data sets.
#[derive(Clone, Debug)]
pub struct Samples {
    /// Inputs, one row a sample.
    pub inputs: Vec<Vec<Interval>>,
    /// Targets, one row a sample.
    pub targets: Vec<Vec<Interval>>,
}

impl Data {
    /// Enclosures of the data.
    pub fn enclosed(&self, precision: u32) -> Samples {
        self.within(&Float::new(precision), precision)
    }

    /// All data sets within `radius` in the maximum norm over inputs and targets.
    pub fn within(&self, radius: &Float, precision: u32) -> Samples {
        let rows = |all: &[Vec<BigRational>]| {
            all.iter()
                .map(|row| {
                    row.iter()
                        .map(|q| widen(&Interval::from_rational(q, precision), radius))
                        .collect()
                })
                .collect()
        };
        Samples {
            inputs: rows(&self.inputs),
            targets: rows(&self.targets),
        }
    }

    /// The number of samples.
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Are there no samples?
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }
}

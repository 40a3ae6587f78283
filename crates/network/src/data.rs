//! Data sets over any numbers.

use num_rational::BigRational;

use super::shape::Shape;

/// A data set: one row a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data<N = BigRational> {
    /// Inputs.
    pub inputs: Vec<Vec<N>>,
    /// Targets.
    pub targets: Vec<Vec<N>>,
}

impl<N> Data<N> {
    /// The same data set in other numbers.
    pub fn map<M>(&self, f: impl Fn(&N) -> M) -> Data<M> {
        let rows = |all: &[Vec<N>]| all.iter().map(|row| row.iter().map(&f).collect()).collect();
        Data {
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

    /// Do the samples have the lengths of the input and the output of these networks?
    pub fn fits(&self, shape: &Shape) -> bool {
        let all = |rows: &[Vec<N>], length: usize| rows.iter().all(|r| r.len() == length);
        self.inputs.len() == self.targets.len()
            && all(&self.inputs, shape.width(0))
            && all(&self.targets, shape.width(shape.layers()))
    }
}

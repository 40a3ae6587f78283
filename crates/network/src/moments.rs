//! Moment matrices of hidden units.

use wronski_diagnostic::interruption;

use super::arithmetic::{Arithmetic, Misfit};
use super::data::Data;
use super::evaluate::{Network, Order};

/// A matrix, row by row.
pub type Rows<N> = Vec<Vec<N>>;

/// For each hidden layer and each of its units a matrix.
pub type Moments<N> = Vec<Vec<Rows<N>>>;

impl<A: Arithmetic> Network<'_, A> {
    /// The moment matrix of each hidden unit, layer by layer: half of the sum over the samples of
    /// `dLoss/da sigma''(z) a~ a~'`, where `a~` is the vector of the outputs of the layer before, with a leading 1
    /// if there
    /// are biases. (K. Fukumizu and S. Amari, Neural Networks 13, 2000; with the bias among the weights. For the
    /// sum of
    /// squares `dLoss/da` is twice the sum over the outputs of `(f - y) df/da`.)
    ///
    /// # Errors
    /// As [`Network::derivatives`].
    pub fn moment_rows(&self, samples: &Data<A::Number>) -> Result<Moments<A::Number>, A::Fault> {
        let shape = self.shape();
        let arithmetic = self.arithmetic();
        let mut sums: Moments<A::Number> = (1..shape.layers())
            .map(|l| {
                let d = shape.row_length(l);
                vec![vec![vec![arithmetic.zero(); d]; d]; shape.width(l)]
            })
            .collect();
        for (input, target) in samples.inputs.iter().zip(&samples.targets) {
            let trace = self.trace(input, Order::Hessian)?;
            if target.len() != trace.outputs().len() {
                return Err(arithmetic.misfit(Misfit::Sample));
            }
            let slopes = self.model.loss.slopes(arithmetic, trace.outputs(), target);
            let seed = slopes.iter().map(|g| arithmetic.half(g)).collect();
            let (_, alpha) = self.adjoints(&trace, seed);
            for l in 1..shape.layers() {
                let mut below = Vec::with_capacity(shape.row_length(l));
                if shape.biases() {
                    below.push(arithmetic.integer(1));
                }
                below.extend(trace.layers[l - 1].iter().cloned());
                for unit in 0..shape.width(l) {
                    let weight = arithmetic.mul(&alpha[l - 1][unit], &trace.second[l - 1][unit]);
                    for (i, a) in below.iter().enumerate() {
                        interruption::point();
                        for (j, b) in below.iter().enumerate().take(i + 1) {
                            let product = if i == j {
                                arithmetic.square(a)
                            } else {
                                arithmetic.mul(a, b)
                            };
                            arithmetic.add_product(&mut sums[l - 1][unit][i][j], &weight, &product);
                        }
                    }
                }
            }
        }
        let symmetric = |lower: &Rows<A::Number>| -> Rows<A::Number> {
            let entry = |i: usize, j: usize| lower[i.max(j)][i.min(j)].clone();
            let n = lower.len();
            (0..n)
                .map(|i| (0..n).map(|j| entry(i, j)).collect())
                .collect()
        };
        Ok(sums
            .iter()
            .map(|layer| layer.iter().map(symmetric).collect())
            .collect())
    }
}

//! The network in machine floats: for searching only.

use num_rational::BigRational;
use num_traits::ToPrimitive;

use crate::network::{Activation, Data, Shape, Weights};

/// A network in machine floats.
#[derive(Clone, Debug)]
pub struct Machine<'a> {
    shape: Shape,
    sigma: &'a Activation,
    /// The weights, in the order of the shape.
    pub weights: Vec<f64>,
}

/// A machine float near a rational number.
pub fn float(q: &BigRational) -> f64 {
    q.to_f64().unwrap_or(f64::NAN)
}

impl<'a> Machine<'a> {
    /// The network with weights near the given ones.
    pub fn new(weights: &Weights, sigma: &'a Activation) -> Machine<'a> {
        Machine {
            shape: weights.shape().clone(),
            sigma,
            weights: weights.values().iter().map(float).collect(),
        }
    }

    /// The outputs of all layers for one input; `None` where the activation has no value.
    pub fn outputs(&self, input: &[f64]) -> Option<Vec<Vec<f64>>> {
        self.run(input, None)
    }

    /// The same, with something added to the preactivation of the first unit of a layer.
    fn run(&self, input: &[f64], addition: Option<(usize, f64)>) -> Option<Vec<Vec<f64>>> {
        let shape = &self.shape;
        let biases = usize::from(shape.biases());
        let mut all = vec![input.to_vec()];
        for l in 1..=shape.layers() {
            let mut here = Vec::with_capacity(shape.width(l));
            for unit in 0..shape.width(l) {
                let start = shape.row(l, unit);
                let row = &self.weights[start..start + shape.row_length(l)];
                let mut z = if biases == 1 { row[0] } else { 0.0 };
                for (w, a) in row[biases..].iter().zip(&all[l - 1]) {
                    z += w * a;
                }
                if let Some((layer, more)) = addition
                    && layer == l
                    && unit == 0
                {
                    z += more;
                }
                here.push(if l < shape.layers() {
                    self.sigma.approximate(z)?[0]
                } else {
                    z
                });
            }
            all.push(here);
        }
        Some(all)
    }

    /// The loss if `outgoing * feature[a]` is added, for each sample a, to the preactivation of the first unit after `layer`.
    pub fn loss_with(
        &self,
        data: &MachineData,
        layer: usize,
        feature: &[f64],
        outgoing: f64,
    ) -> Option<f64> {
        let mut sum = 0.0;
        for ((x, y), f) in data.inputs.iter().zip(&data.targets).zip(feature) {
            let all = self.run(x, Some((layer + 1, outgoing * f)))?;
            for (f, y) in all[self.shape.layers()].iter().zip(y) {
                sum += (f - y) * (f - y);
            }
        }
        sum.is_finite().then_some(sum)
    }

    /// The loss.
    pub fn loss(&self, data: &MachineData) -> Option<f64> {
        let mut sum = 0.0;
        for (x, y) in data.inputs.iter().zip(&data.targets) {
            let all = self.outputs(x)?;
            for (f, y) in all[self.shape.layers()].iter().zip(y) {
                sum += (f - y) * (f - y);
            }
        }
        sum.is_finite().then_some(sum)
    }
}

/// A data set in machine floats.
#[derive(Clone, Debug)]
pub struct MachineData {
    /// Inputs, one row a sample.
    pub inputs: Vec<Vec<f64>>,
    /// Targets, one row a sample.
    pub targets: Vec<Vec<f64>>,
}

impl From<&Data> for MachineData {
    fn from(data: &Data) -> Self {
        let rows =
            |all: &[Vec<BigRational>]| all.iter().map(|r| r.iter().map(float).collect()).collect();
        MachineData {
            inputs: rows(&data.inputs),
            targets: rows(&data.targets),
        }
    }
}

/// A rational number with few digits near a machine float: `digits` significant binary digits.
pub fn short(x: f64, digits: i32) -> BigRational {
    let zero = || BigRational::from_integer(0.into());
    if x == 0.0 || !x.is_finite() {
        return zero();
    }
    // x is near 2^exponent.
    let exponent = x.abs().log2().floor();
    let unit = (exponent - f64::from(digits)).exp2();
    if unit == 0.0 || !unit.is_finite() {
        return BigRational::from_float(x).unwrap_or_else(zero);
    }
    BigRational::from_float((x / unit).round() * unit).unwrap_or_else(zero)
}

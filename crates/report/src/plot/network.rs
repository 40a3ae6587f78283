//! Networks in floating point, for pictures.

use super::evaluate::Function;
use wronski_certificate::minimum::{LayerWeights, Weights};

/// The value of an exact number; not finite if it is none or too large.
pub(crate) fn real(text: &str) -> f64 {
    let one = |s: &str| s.trim().parse::<f64>().map_or(f64::NAN, |v| v);
    match text.split_once('/') {
        Some((a, b)) => one(a) / one(b),
        None => one(text),
    }
}

pub(super) struct Layer {
    pub(super) w: Vec<Vec<f64>>,
    /// Zeros if there are no biases.
    pub(super) b: Vec<f64>,
    pub(super) biased: bool,
}

/// Weights as floating-point numbers.
pub(crate) struct Network {
    pub(super) layers: Vec<Layer>,
}

impl Network {
    pub(crate) fn new(weights: &Weights) -> Network {
        let layer = |l: &LayerWeights| Layer {
            w: l.w
                .iter()
                .map(|r| r.iter().map(|v| real(v)).collect())
                .collect(),
            b: match &l.b {
                Some(b) => b.iter().map(|v| real(v)).collect(),
                None => vec![0.0; l.w.len()],
            },
            biased: l.b.is_some(),
        };
        Network {
            layers: weights.iter().map(layer).collect(),
        }
    }

    /// What an evaluation at one input costs, in evaluations of the activation; at least 1.
    pub(crate) fn cost(&self) -> usize {
        const PRODUCTS: usize = 16;
        let units: usize = self.layers.iter().map(|l| l.w.len()).sum();
        let weights: usize = self.layers.iter().flat_map(|l| &l.w).map(Vec::len).sum();
        (units + weights / PRODUCTS).max(1)
    }

    /// `(1 - s) self + s other`; `None` if the shapes differ.
    pub(crate) fn between(&self, other: &Network, s: f64) -> Option<Network> {
        combine(&[(1.0 - s, self), (s, other)])
    }

    /// The outputs for an input; `None` if the shapes do not fit.
    pub(crate) fn outputs(&self, sigma: &Function, input: &[f64]) -> Option<Vec<f64>> {
        let mut a = input.to_vec();
        for (l, layer) in self.layers.iter().enumerate() {
            if layer.b.len() != layer.w.len() {
                return None;
            }
            let mut z = vec![];
            for (row, bias) in layer.w.iter().zip(&layer.b) {
                if row.len() != a.len() {
                    return None;
                }
                z.push(bias + row.iter().zip(&a).map(|(w, v)| w * v).sum::<f64>());
            }
            a = if l + 1 < self.layers.len() {
                // Copies of a unit have the same input: one evaluation for all.
                let mut last: Option<(f64, f64)> = None;
                z.into_iter()
                    .map(|v| match last {
                        Some((known, value)) if known == v => value,
                        _ => {
                            let value = sigma.value(v);
                            last = Some((v, value));
                            value
                        }
                    })
                    .collect()
            } else {
                z
            };
        }
        Some(a)
    }

    /// The sum of squares over a data set.
    pub(crate) fn loss(
        &self,
        sigma: &Function,
        inputs: &[Vec<f64>],
        targets: &[Vec<f64>],
    ) -> Option<f64> {
        let mut sum = 0.0;
        for (x, y) in inputs.iter().zip(targets) {
            let f = self.outputs(sigma, x)?;
            if f.len() != y.len() {
                return None;
            }
            sum += f.iter().zip(y).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        }
        Some(sum)
    }
}

/// The sum of multiples, in which equal numbers stay exactly as they are if the factors have the sum 1; `None` if the shapes differ.
pub(crate) fn combine(parts: &[(f64, &Network)]) -> Option<Network> {
    let mix = |lists: Vec<&[f64]>| -> Option<Vec<f64>> {
        let first = *lists.first()?;
        if lists.iter().any(|l| l.len() != first.len()) {
            return None;
        }
        let one = |i: usize, base: f64| {
            let differences = parts.iter().zip(&lists).map(|((s, _), l)| {
                l.get(i)
                    .map_or(f64::NAN, |v| if *v == base { 0.0 } else { s * (v - base) })
            });
            base + differences.sum::<f64>()
        };
        Some(
            first
                .iter()
                .enumerate()
                .map(|(i, base)| one(i, *base))
                .collect(),
        )
    };
    let first = parts.first()?.1;
    let mut layers = vec![];
    for l in 0..first.layers.len() {
        let all: Vec<&Layer> = parts
            .iter()
            .map(|(_, n)| n.layers.get(l))
            .collect::<Option<_>>()?;
        let rows = all.first()?.w.len();
        if all.iter().any(|a| a.w.len() != rows)
            || parts
                .iter()
                .any(|(_, n)| n.layers.len() != first.layers.len())
        {
            return None;
        }
        let w = (0..rows)
            .map(|r| mix(all.iter().map(|a| a.w[r].as_slice()).collect()))
            .collect::<Option<_>>()?;
        let b = mix(all.iter().map(|a| a.b.as_slice()).collect())?;
        layers.push(Layer {
            w,
            b,
            biased: all.iter().all(|a| a.biased),
        });
    }
    Some(Network { layers })
}

//! Networks in floating point, for pictures: read from certificates, evaluated as any network is.

use super::evaluate::Function;
use wronski_certificate::LossName;
use wronski_certificate::minimum::Weights as Record;
use wronski_network::{Data, Doubles, Layer, Model, Network, NoValue, Shape, Sigma, named};

/// Weights as floating-point numbers.
pub(crate) type Weights = wronski_network::Weights<f64>;

/// The value of an exact number; not finite if it is none or too large.
pub(crate) fn real(text: &str) -> f64 {
    let one = |s: &str| s.trim().parse::<f64>().map_or(f64::NAN, |v| v);
    match text.split_once('/') {
        Some((a, b)) => one(a) / one(b),
        None => one(text),
    }
}

/// The weights of a certificate; `None` if they are not those of a network.
pub(crate) fn read(record: &Record) -> Option<Weights> {
    let first = record.first()?;
    let mut widths = vec![first.w.first()?.len()];
    widths.extend(record.iter().map(|l| l.w.len()));
    let shape = Shape::new(&widths, first.b.is_some()).ok()?;
    let row = |r: &Vec<String>| r.iter().map(|v| real(v)).collect();
    let layers: Vec<Layer<f64>> = record
        .iter()
        .map(|l| Layer {
            w: l.w.iter().map(row).collect(),
            b: l.b.as_ref().map(row),
        })
        .collect();
    Weights::from_layers(&shape, &layers)
}

/// Numbers are not finite where something is undefined.
impl Sigma<Doubles> for Function {
    fn value(&self, z: &f64) -> Result<f64, NoValue> {
        Ok(self.jet(*z)[0])
    }

    fn with_slope(&self, z: &f64) -> Result<[f64; 2], NoValue> {
        let [value, slope, _] = self.jet(*z);
        Ok([value, slope])
    }

    fn with_curvature(&self, z: &f64) -> Result<[f64; 3], NoValue> {
        Ok(self.jet(*z))
    }
}

/// What pictures of a certificate are computed with.
pub(crate) struct Drawn {
    /// The activation.
    pub(crate) sigma: Function,
    /// The loss.
    pub(crate) loss: LossName,
}

impl Drawn {
    /// The network with these weights.
    pub(crate) fn at<'a>(&'a self, weights: &'a Weights) -> Network<'a, Doubles> {
        let model = Model {
            arithmetic: Doubles,
            sigma: &self.sigma,
            loss: named(self.loss),
        };
        Network::new(model, weights)
    }

    /// The outputs for an input; `None` if the shapes do not fit.
    pub(crate) fn outputs(&self, weights: &Weights, input: &[f64]) -> Option<Vec<f64>> {
        self.at(weights).outputs(input).ok()
    }

    /// The loss; `None` if the shapes do not fit.
    pub(crate) fn loss(&self, weights: &Weights, data: &Data<f64>) -> Option<f64> {
        self.at(weights).loss(data).ok()
    }
}

/// What an evaluation at one input costs, in evaluations of the activation; at least 1.
pub(crate) fn cost(weights: &Weights) -> usize {
    const PRODUCTS: usize = 16;
    let shape = weights.shape();
    let units: usize = shape.widths()[1..].iter().sum();
    (units + shape.weights() / PRODUCTS).max(1)
}

/// `(1 - s) a + s b`; `None` if the shapes differ.
pub(crate) fn between(a: &Weights, b: &Weights, s: f64) -> Option<Weights> {
    combine(&[(1.0 - s, a), (s, b)])
}

/// The sum of multiples, in which equal numbers stay exactly as they are if the factors have the sum 1; `None` if
/// the shapes differ.
pub(crate) fn combine(parts: &[(f64, &Weights)]) -> Option<Weights> {
    let first = parts.first()?.1;
    if parts.iter().any(|(_, w)| w.shape() != first.shape()) {
        return None;
    }
    let mut out = first.clone();
    for (i, value) in out.values_mut().iter_mut().enumerate() {
        let base = *value;
        let moves = parts.iter().map(|(s, w)| {
            let v = w.values()[i];
            if v == base { 0.0 } else { s * (v - base) }
        });
        *value = base + moves.sum::<f64>();
    }
    Some(out)
}

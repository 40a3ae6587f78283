//! The design of the residual: a vector orthogonal to the gradient family for which all moment matrices in question are
//! definite, as far from singular as possible.
//!
//! At fixed weights and inputs the conditions are linear in the residual `r = F(X) - Y`: stationarity is `J' r = 0`, and the entries of the
//! moment matrices are linear in r. Write `r = U s`, where the columns of U are an orthonormal basis of the moment functions after their parts
//! in the column space of J are removed (other parts of r change neither condition, and would only make it longer). For given signs,
//! `min_l lambda_min(+- B_l(s))` is a concave function of s; its maximum over the unit ball is found by ascent. Every moment matrix is
//! measured in standardised coordinates (outputs of the layer before with mean 0 and deviation 1), and relative to the best that is
//! possible for its layer alone, so that no layer is favoured by its scale.
//!
//! All of this is search. What is found is proved afterwards, from the exact data.

use nalgebra::{DMatrix, DVector, SymmetricEigen};
use num_rational::BigRational;
use rug::Float;

use super::span::{Span, Vector};
use crate::interval::approximate::{dot, norm};
use crate::interval::{Fault, Interval};
use crate::network::{Network, Order, Shape};

/// Rounds of ascent.
const ROUNDS: u32 = 600;

/// What was designed.
#[derive(Clone, Debug)]
pub struct Design {
    /// The residual for each sample and output, of length 1 in the Euclidean norm.
    pub residual: Vec<Vector>,
    /// The network outputs for each sample, approximately.
    pub outputs: Vec<Vector>,
    /// The sign of the moment matrix of each hidden layer in question.
    pub signs: Vec<(usize, bool)>,
    /// The least eigenvalue of the standardised moment matrices, relative to the norms of their functions before the gradient family
    /// was removed: the share of the moments that is free.
    pub margin: f64,
}

/// Why no residual was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoDesign {
    /// The gradient family is dependent on these samples.
    DependentGradient {
        /// Its rank.
        rank: usize,
        /// The number of weights.
        weights: usize,
    },
    /// There is no residual but 0: as many weights as numbers to fit.
    TooFewSamples,
    /// For no choice of signs are all matrices definite.
    NotDefinite,
    /// An enclosure failed.
    Fault(String),
}

impl From<Fault> for NoDesign {
    fn from(f: Fault) -> Self {
        NoDesign::Fault(f.to_string())
    }
}

/// The linear map from coordinates s to one moment matrix.
struct MomentMap {
    layer: usize,
    dimension: usize,
    /// For each pair `i <= j` the coefficients of s.
    entries: Vec<((usize, usize), DVector<f64>)>,
}

impl MomentMap {
    fn matrix(&self, s: &DVector<f64>, sign: f64) -> DMatrix<f64> {
        let mut out = DMatrix::zeros(self.dimension, self.dimension);
        for ((i, j), c) in &self.entries {
            let value = sign * c.dot(s);
            out[(*i, *j)] = value;
            out[(*j, *i)] = value;
        }
        out
    }
}

/// Finds a residual for the moment matrices of the given hidden layers (of one unit each).
///
/// # Errors
/// [`NoDesign`].
pub fn design(
    network: &Network<'_>,
    inputs: &[Vec<BigRational>],
    layers: &[usize],
    precision: u32,
) -> Result<Design, NoDesign> {
    let shape = network.shape;
    let outputs = shape.width(shape.layers());
    let mut gradient: Vec<Vector> = vec![vec![]; shape.weights()];
    let mut values = vec![];
    // For each layer in question: factors `dF/da sigma''` a row, and the outputs of the layer before.
    let mut factors: Vec<Vector> = vec![vec![]; layers.len()];
    let mut below: Vec<Vec<Vector>> = vec![vec![]; layers.len()];
    for input in inputs {
        let x: Vec<Interval> = input
            .iter()
            .map(|q| Interval::from_rational(q, precision))
            .collect();
        let trace = network.trace(&x, Order::Hessian)?;
        values.push(
            trace.outputs[shape.layers()]
                .iter()
                .map(Interval::midpoint)
                .collect::<Vector>(),
        );
        for s in 0..outputs {
            let seed = (0..outputs)
                .map(|k| Interval::from_int(i64::from(k == s), precision))
                .collect();
            let (zeta, alpha) = network.adjoints(&trace, seed);
            for (column, g) in gradient.iter_mut().zip(network.gradient_of(&trace, &zeta)) {
                column.push(g.midpoint());
            }
            for (n, l) in layers.iter().enumerate() {
                factors[n].push((&alpha[l - 1][0] * &trace.second[l - 1][0]).midpoint());
                below[n].push(
                    trace.outputs[l - 1]
                        .iter()
                        .map(Interval::midpoint)
                        .collect(),
                );
            }
        }
    }
    let rows = inputs.len() * outputs;
    let mut span = Span::new(precision);
    for column in gradient {
        span.add(column);
    }
    let rank = span.basis().len();
    if rank == rows {
        return Err(NoDesign::TooFewSamples);
    }
    if rank < shape.weights() {
        return Err(NoDesign::DependentGradient {
            rank,
            weights: shape.weights(),
        });
    }
    let mut all = vec![];
    for (n, _) in layers.iter().enumerate() {
        let coordinates = standardised(&below[n], shape, precision);
        let mut functions = vec![];
        for i in 0..coordinates.len() {
            for j in 0..=i {
                let f: Vector = (0..rows)
                    .map(|a| {
                        let product =
                            Float::with_val(precision, &coordinates[i][a] * &coordinates[j][a]);
                        Float::with_val(precision, &factors[n][a] * product)
                    })
                    .collect();
                functions.push(((j, i), f));
            }
        }
        let size = functions
            .iter()
            .map(|(_, f)| norm(f, precision))
            .fold(Float::new(precision), |a, b| if b > a { b } else { a });
        if size.is_zero() {
            return Err(NoDesign::NotDefinite);
        }
        for (_, f) in &mut functions {
            for x in f.iter_mut() {
                *x /= &size;
            }
            span.reject(f);
        }
        all.push((coordinates.len(), functions));
    }
    let mut free = Span::new(precision);
    for (_, functions) in &all {
        for (_, f) in functions {
            free.add(f.clone());
        }
    }
    if free.basis().is_empty() {
        return Err(NoDesign::NotDefinite);
    }
    let maps: Vec<MomentMap> = all
        .iter()
        .zip(layers)
        .map(|((dimension, functions), layer)| MomentMap {
            layer: *layer,
            dimension: *dimension,
            entries: functions
                .iter()
                .map(|(pair, f)| {
                    let c = free.basis().iter().map(|b| dot(f, b, precision).to_f64());
                    (*pair, DVector::from_iterator(free.basis().len(), c))
                })
                .collect(),
        })
        .collect();
    let (s, signs, margin) = best_signs(&maps).ok_or(NoDesign::NotDefinite)?;
    let mut residual = vec![Float::new(precision); rows];
    for (c, b) in s.iter().zip(free.basis()) {
        for (r, x) in residual.iter_mut().zip(b) {
            *r += Float::with_val(precision, x * *c);
        }
    }
    Ok(Design {
        residual: residual.chunks(outputs).map(<[Float]>::to_vec).collect(),
        outputs: values,
        signs: maps.iter().map(|m| m.layer).zip(signs).collect(),
        margin,
    })
}

/// The coordinates of the rows for one moment matrix: a leading 1 and centred outputs of deviation 1, if there are biases; scaled
/// outputs otherwise.
fn standardised(below: &[Vector], shape: &Shape, precision: u32) -> Vec<Vector> {
    let rows = below.len();
    let width = below.first().map_or(0, Vec::len);
    let count = Float::with_val(precision, rows);
    let mut out = vec![];
    if shape.biases() {
        out.push(vec![Float::with_val(precision, 1); rows]);
    }
    for i in 0..width {
        let mut column: Vector = below.iter().map(|b| b[i].clone()).collect();
        if shape.biases() {
            let mut mean = Float::new(precision);
            for x in &column {
                mean += x;
            }
            mean /= &count;
            for x in &mut column {
                *x -= &mean;
            }
        }
        let deviation =
            Float::with_val(precision, dot(&column, &column, precision) / &count).sqrt();
        if !deviation.is_zero() {
            for x in &mut column {
                *x /= &deviation;
            }
        }
        out.push(column);
    }
    out
}

/// The best s over all signs; all positive, if that is not much worse than the best.
fn best_signs(maps: &[MomentMap]) -> Option<(DVector<f64>, Vec<bool>, f64)> {
    // What is possible for each layer alone, for either sign.
    let one = |m: &MomentMap, sign: f64| -> Option<(f64, DVector<f64>)> {
        let (value, s) = ascend(&[(m, sign, 1.0)], None);
        (value > 0.0).then_some((value, s))
    };
    let alone: Vec<[Option<(f64, DVector<f64>)>; 2]> =
        maps.iter().map(|m| [one(m, -1.0), one(m, 1.0)]).collect();
    let mut best: Option<(f64, DVector<f64>, Vec<bool>)> = None;
    let choices = 1usize << maps.len().min(12);
    // All positive first: the last choice has all bits set.
    for choice in (0..choices).rev() {
        let signs: Vec<bool> = (0..maps.len()).map(|l| choice >> l & 1 == 1).collect();
        let mut task = vec![];
        let mut start: Option<DVector<f64>> = None;
        for ((m, positive), a) in maps.iter().zip(&signs).zip(&alone) {
            let Some((scale, s)) = &a[usize::from(*positive)] else {
                break;
            };
            task.push((m, if *positive { 1.0 } else { -1.0 }, *scale));
            start = Some(start.map_or_else(|| s.clone(), |t| t + s));
        }
        if task.len() < maps.len() {
            continue;
        }
        let (value, s) = ascend(&task, start);
        let advantage = if signs.iter().all(|p| *p) { 3.0 } else { 1.0 };
        if value > 0.0 && best.as_ref().is_none_or(|b| value * advantage > b.0) {
            best = Some((value * advantage, s, signs));
        }
    }
    let (_, s, signs) = best?;
    let margin = maps
        .iter()
        .zip(&signs)
        .map(|(m, p)| {
            let sign = if *p { 1.0 } else { -1.0 };
            SymmetricEigen::new(m.matrix(&s, sign)).eigenvalues.min()
        })
        .fold(f64::INFINITY, f64::min);
    (margin > 0.0).then_some((s, signs, margin))
}

/// Ascent of `min over the matrices of lambda_min(sign B(s)) / scale` over the unit ball, smoothed by weights
/// `exp(-beta lambda)` over all eigenvalues with growing beta.
fn ascend(task: &[(&MomentMap, f64, f64)], start: Option<DVector<f64>>) -> (f64, DVector<f64>) {
    let n = task
        .first()
        .and_then(|(m, _, _)| m.entries.first())
        .map_or(0, |(_, c)| c.len());
    let mut s = start.unwrap_or_else(|| {
        // The gradient of the traces.
        let mut s = DVector::zeros(n);
        for (m, sign, scale) in task {
            for ((i, j), c) in &m.entries {
                if i == j {
                    s += c * (*sign / *scale);
                }
            }
        }
        s
    });
    if s.norm() == 0.0 {
        s = DVector::repeat(n, 1.0);
    }
    s.normalize_mut();
    let mut best = (f64::NEG_INFINITY, s.clone());
    let mut size = task
        .iter()
        .flat_map(|(m, _, scale)| m.entries.iter().map(move |(_, c)| c.norm() / scale))
        .fold(1e-300, f64::max);
    for round in 0..ROUNDS {
        let mut pairs = vec![];
        for (m, sign, scale) in task {
            let eigen = SymmetricEigen::new(m.matrix(&s, sign / scale));
            for (k, value) in eigen.eigenvalues.iter().enumerate() {
                pairs.push((
                    *value,
                    eigen.eigenvectors.column(k).into_owned(),
                    *m,
                    sign / scale,
                ));
            }
        }
        let least = pairs.iter().map(|p| p.0).fold(f64::INFINITY, f64::min);
        if least > best.0 {
            best = (least, s.clone());
        }
        let beta = (5.0 + f64::from(round) / 4.0) / size;
        let mut direction = DVector::zeros(n);
        for (value, v, m, factor) in &pairs {
            let weight = (-beta * (value - least)).exp() * factor;
            for ((i, j), c) in &m.entries {
                let twice = if i == j { 1.0 } else { 2.0 };
                direction += c * (weight * twice * v[*i] * v[*j]);
            }
        }
        // On the sphere only the tangential part matters.
        direction -= &s * direction.dot(&s);
        let length = direction.norm();
        if length == 0.0 || !length.is_finite() {
            break;
        }
        let step = 0.5 / (1.0 + f64::from(round) / 10.0);
        s += direction * (step / length);
        s.normalize_mut();
        size = pairs
            .iter()
            .map(|p| p.0.abs())
            .fold(1e-300, f64::max)
            .min(size);
    }
    best
}

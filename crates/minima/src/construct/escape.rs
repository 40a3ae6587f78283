//! The way out: from the wide minimum to weights with a smaller loss, along a path on which the loss does not
//! increase.
//!
//! 1. The outgoing weight of one copy wanders to another copy (the loss is constant: only fractions change).
//! 2. The copy, whose outgoing weight is 0 now, gets new incoming weights (the loss is constant).
//! 3. Its outgoing weight moves away from 0. If its layer is the last hidden one, and the loss the sum of squares,
//!    the other weights of the output move along, towards the least squares fit: the loss is a convex quadratic on
//!    the segment, which ends before its minimum. Else the segment is a line on which the loss decreases to first
//!    order, as long as it does.
//!
//! After K. Fukumizu and S. Amari (2000), who move the fractions, and H. Petzka and C. Sminchisescu (2021), who leave
//! the region through them; the new incoming weights give a decrease of first order instead of one of second order.

use nalgebra::{DMatrix, DVector};
use num_rational::BigRational;
use num_traits::Zero;

use super::path::{Segment, Setting};
use super::rounding::{float, short};
use crate::network::{Approximation, Data, Order, SumOfSquares, Weights, Widening};
use wronski_diagnostic::interruption;
use wronski_exact::random::SplitMix;
use wronski_interval::{Fault, Interval};

/// Incoming weights that are tried.
const CANDIDATES: usize = 240;
/// Binary digits of the new weights.
const DIGITS: i32 = 12;
/// How much of the way to the minimum of the quadratic is gone, as a fraction.
const STRIDE: (i64, i64) = (7, 8);

/// Weights with a smaller loss, and a path to them.
#[derive(Clone, Debug)]
pub struct EscapePath {
    /// The segments, from the wide minimum on; none, if no path was shown not to increase the loss.
    pub segments: Vec<Segment>,
    /// The weights with the smaller loss, which end the path.
    pub better: Weights,
    /// The loss there.
    pub loss: Interval,
}

/// New incoming weights (in the coordinates of the small network), and by how much the weights of the next layer
/// move.
struct Candidate {
    row: Vec<f64>,
    /// Changes of the row of the next layer's unit in the small network (bias first), and the new outgoing weight.
    change: Vec<f64>,
    outgoing: f64,
    gain: f64,
}

/// Searches a way out of the minimum that `widening` makes of `small`, to weights with a loss certainly below `loss`:
/// the first path among the candidates that is shown to descend, else the first weights with a smaller loss. `None`
/// if there are none.
///
/// # Errors
/// A [`Fault`] of the activation at the minimum.
pub fn escape(
    setting: &Setting<'_>,
    widening: &Widening,
    small: &Weights,
    data: &Data,
    loss: &Interval,
) -> Result<Option<EscapePath>, Fault> {
    let Some(&layer) = widening.widened_layers().last() else {
        return Ok(None);
    };
    let copies = widening.copies(layer);
    let (Some(&keeper), Some(&mover)) = (copies.first(), copies.last()) else {
        return Ok(None);
    };
    let start = widening.apply(small);
    let shape = start.shape().clone();
    let mut merged = start.clone();
    for unit in 0..shape.width(layer + 1) {
        let (a, b) = (
            shape.weight(layer + 1, unit, keeper),
            shape.weight(layer + 1, unit, mover),
        );
        let sum = &merged.values()[a] + &merged.values()[b];
        merged.values_mut()[a] = sum;
        merged.values_mut()[b] = BigRational::zero();
    }
    let mut found = candidates(setting, small, data, layer);
    found.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    let mut without_path = None;
    for c in found.iter().take(8) {
        let mut moved = merged.clone();
        let row = shape.row(layer, mover);
        // In the wide network the new weights come from the units of the small one; further copies get 0.
        for n in 0..shape.row_length(layer) {
            let q = c
                .row
                .get(n)
                .map_or_else(BigRational::zero, |x| short(*x, DIGITS));
            moved.values_mut()[row + n] = q;
        }
        let mut stride = BigRational::new(STRIDE.0.into(), STRIDE.1.into());
        for _ in 0..5 {
            let mut end = moved.clone();
            let next = shape.row(layer + 1, 0);
            for (n, d) in c.change.iter().enumerate() {
                // The units of the small network come first in the wide one.
                let at = next + n;
                let value = &end.values()[at] + short(*d, 2 * DIGITS) * &stride;
                end.values_mut()[at] = value;
            }
            end.values_mut()[shape.weight(layer + 1, 0, mover)] =
                short(c.outgoing, 2 * DIGITS) * &stride;
            // A fault at one candidate says nothing about the others.
            if let Ok(Some(descent)) = setting.descent(&moved, &end)
                && descent.loss[1].certainly_less(&descent.loss[0])
                && descent.loss[1].certainly_less(loss)
            {
                return Ok(Some(EscapePath {
                    loss: descent.loss[1].clone(),
                    better: descent.to.clone(),
                    segments: vec![
                        setting.constant(&start, &merged)?,
                        setting.constant(&merged, &moved)?,
                        descent,
                    ],
                }));
            }
            if without_path.is_none()
                && let Ok(there) = setting.loss(&end)
                && there.certainly_less(loss)
            {
                without_path = Some(EscapePath {
                    segments: vec![],
                    better: end,
                    loss: there,
                });
            }
            stride *= BigRational::new(1.into(), 2.into());
        }
    }
    Ok(without_path)
}

/// Incoming weights for the free copy, with what they gain.
fn candidates(setting: &Setting<'_>, small: &Weights, data: &Data, layer: usize) -> Vec<Candidate> {
    let shape = small.shape();
    let biases = usize::from(shape.biases());
    let weights = small.map(float);
    let network = setting.model.near(&weights);
    let points = data.map(float);
    let Ok(traces) = points
        .inputs
        .iter()
        .map(|x| network.trace(x, Order::Value).map(|t| t.layers))
        .collect::<Result<Vec<_>, _>>()
    else {
        return vec![];
    };
    let below: Vec<&Vec<f64>> = traces.iter().map(|t| &t[layer - 1]).collect();
    let width = shape.width(layer - 1);
    let mean_deviation: Vec<(f64, f64)> = (0..width)
        .map(|i| {
            let n = below.len().max(1) as f64;
            let mean = below.iter().map(|b| b[i]).sum::<f64>() / n;
            let variance = below.iter().map(|b| (b[i] - mean).powi(2)).sum::<f64>() / n;
            (mean, variance.sqrt().max(1e-6))
        })
        .collect();
    let mut random = SplitMix::new(0x0E11_7000);
    let mut uniform = move || random.range(0, 1 << 20) as f64 / f64::from(1 << 20);
    let mut out = vec![];
    for n in 0..CANDIDATES {
        interruption::point();
        // A direction, a steepness, and the place of a sample where the preactivation is near 0.
        let steepness = [0.5, 1.0, 2.0, 4.0, 8.0][n % 5];
        let centre = below[(n * 7919) % below.len()];
        let mut direction: Vec<f64> = (0..width).map(|_| 2.0 * uniform() - 1.0).collect();
        let length = direction
            .iter()
            .map(|d| d * d)
            .sum::<f64>()
            .sqrt()
            .max(1e-9);
        for (d, (_, deviation)) in direction.iter_mut().zip(&mean_deviation) {
            *d *= steepness / (length * deviation);
        }
        let mut row = vec![];
        if biases == 1 {
            row.push(
                -direction
                    .iter()
                    .zip(centre)
                    .map(|(d, c)| d * c)
                    .sum::<f64>(),
            );
        }
        row.extend(&direction);
        // What will be written down.
        let row: Vec<f64> = row.iter().map(|x| float(&short(*x, DIGITS))).collect();
        let feature: Option<Vec<f64>> = below
            .iter()
            .map(|b| {
                let z = if biases == 1 { row[0] } else { 0.0 }
                    + row[biases..]
                        .iter()
                        .zip(*b)
                        .map(|(w, a)| w * a)
                        .sum::<f64>();
                setting.model.sigma.approximate(z).map(|v| v[0])
            })
            .collect();
        let Some(feature) = feature else {
            continue;
        };
        let last = layer + 1 == shape.layers();
        out.extend(match setting.model.sum_of_squares().filter(|_| last) {
            Some(squares) => quadratic(squares, &traces, &points, &feature, layer, biases, row),
            None => line(&network, &points, &feature, layer, row),
        });
    }
    out.retain(|c| c.gain.is_finite() && c.gain > 0.0);
    out
}

/// The last hidden layer, for the sum of squares: the best fit of the residual by the new feature and those that are
/// there.
fn quadratic(
    _: SumOfSquares,
    traces: &[Vec<Vec<f64>>],
    points: &Data<f64>,
    feature: &[f64],
    layer: usize,
    biases: usize,
    row: Vec<f64>,
) -> Option<Candidate> {
    let rows = traces.len();
    let width = traces.first()?[layer].len();
    let old = DMatrix::from_fn(rows, biases + width, |a, n| {
        if n < biases {
            1.0
        } else {
            traces[a][layer][n - biases]
        }
    });
    let residual = DVector::from_fn(rows, |a, _| points.targets[a][0] - traces[a][layer + 1][0]);
    let phi = DVector::from_column_slice(feature);
    let svd = old.clone().svd(true, true);
    let projection = svd.solve(&phi, 1e-10).ok()?;
    let free = &phi - &old * &projection;
    let size = free.norm_squared();
    if size < 1e-8 * phi.norm_squared() {
        return None;
    }
    let outgoing = residual.dot(&free) / size;
    Some(Candidate {
        row,
        change: projection.iter().map(|p| -p * outgoing).collect(),
        outgoing,
        gain: residual.dot(&free).powi(2) / size,
    })
}

/// An earlier layer, or another loss: how far the loss decreases on a line, by trial.
fn line(
    network: &Approximation<'_>,
    points: &Data<f64>,
    feature: &[f64],
    layer: usize,
    row: Vec<f64>,
) -> Option<Candidate> {
    let finite = |loss: f64| loss.is_finite().then_some(loss);
    let start = network.loss(points).ok().and_then(finite)?;
    let mut best: Option<(f64, f64)> = None;
    for sign in [1.0, -1.0] {
        let mut before = start;
        let mut step = 1e-6;
        while step < 1e3 {
            interruption::point();
            let v = sign * step;
            let Some(loss) = loss_with(network, points, layer, feature, v).and_then(finite) else {
                break;
            };
            if loss >= before {
                break;
            }
            before = loss;
            if best.is_none_or(|(b, _)| loss < b) {
                best = Some((loss, v));
            }
            step *= 1.5;
        }
    }
    let (loss, outgoing) = best?;
    Some(Candidate {
        row,
        change: vec![],
        outgoing,
        gain: start - loss,
    })
}

/// The loss if `outgoing * feature[a]` is added, for each sample a, to the preactivation of the first unit after
/// `layer`.
fn loss_with(
    network: &Approximation<'_>,
    points: &Data<f64>,
    layer: usize,
    feature: &[f64],
    outgoing: f64,
) -> Option<f64> {
    let mut sum = 0.0;
    for ((x, y), f) in points.inputs.iter().zip(&points.targets).zip(feature) {
        let addition = Some((layer + 1, &(outgoing * f)));
        let trace = network.trace_with(x, Order::Value, addition).ok()?;
        let model = &network.model;
        model
            .loss
            .add_value(&model.arithmetic, trace.outputs(), y, &mut sum);
    }
    Some(sum)
}

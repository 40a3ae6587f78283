//! Moment matrices of hidden units: half of the sum over the samples of `dLoss/da sigma''(z) a~ a~'`. (For the sum
//! of squares half of
//! `dLoss/da` is the sum over the outputs of `(f - y) df/da`.)

use num_rational::BigRational;

use super::jets::Samples;
use super::shape::Boxed;
use super::sigma::Sigma;
use crate::failure::Checked;
use wronski_diagnostic::interruption;
use wronski_interval::Interval;

/// What is known of one sample: outputs of all layers (the input first), and the jets of the hidden units.
struct Trace {
    outputs: Vec<Vec<Interval>>,
    jets: Vec<Vec<Vec<Interval>>>,
}

fn row(weights: &[Interval], before: &[Interval], start: Interval) -> Interval {
    weights
        .iter()
        .zip(before)
        .fold(start, |sum, (w, a)| &sum + &(w * a))
}

fn trace(net: &Boxed, x: &[Interval], sigma: &Sigma) -> Checked<Trace> {
    let mut t = Trace {
        outputs: vec![x.to_vec()],
        jets: vec![],
    };
    for (l, layer) in net.iter().enumerate() {
        let before = &t.outputs[l];
        let mut after = vec![];
        let mut jets = vec![];
        for (k, weights) in layer.w.iter().enumerate() {
            interruption::point();
            let bias = layer
                .b
                .get(k)
                .map_or_else(|| Interval::zero(sigma.precision()), Interval::clone);
            let z = row(weights, before, bias);
            if l + 1 < net.len() {
                let jet = sigma.jet(&z, 2)?;
                after.push(jet[0].clone());
                jets.push(jet);
            } else {
                after.push(z);
            }
        }
        t.outputs.push(after);
        t.jets.push(jets);
    }
    Ok(t)
}

/// The derivatives of the outputs by the output of one hidden unit (layer counted from 1), carried forward.
fn influence(net: &Boxed, t: &Trace, layer: usize, unit: usize, precision: u32) -> Vec<Interval> {
    let mut moved: Vec<Interval> = t.outputs[layer]
        .iter()
        .enumerate()
        .map(|(j, _)| Interval::from_int(i64::from(j == unit), precision))
        .collect();
    for (l, next) in net.iter().enumerate().skip(layer) {
        moved = next
            .w
            .iter()
            .enumerate()
            .map(|(k, weights)| {
                let z = row(weights, &moved, Interval::zero(precision));
                match t.jets[l].get(k) {
                    Some(jet) => &jet[1] * &z,
                    None => z,
                }
            })
            .collect();
    }
    moved
}

/// The moment matrices of the units asked for, (layer from 1, unit from 0), for all weights and samples enclosed.
pub(super) fn moments(
    net: &Boxed,
    samples: &Samples,
    sigma: &Sigma,
    units: &[(usize, usize)],
) -> Checked<Vec<Vec<Vec<Interval>>>> {
    let precision = sigma.precision();
    let biases = net.iter().any(|l| !l.b.is_empty());
    let mut out: Vec<Vec<Vec<Interval>>> = units
        .iter()
        .map(|&(layer, _)| {
            let n = net[layer - 1].w[0].len() + usize::from(biases);
            vec![vec![Interval::zero(precision); n]; n]
        })
        .collect();
    for (x, y) in samples.inputs.iter().zip(&samples.targets) {
        let t = trace(net, x, sigma)?;
        let Some(f) = t.outputs.last() else { continue };
        let half = BigRational::new(1.into(), 2.into());
        let slopes = samples.loss.slopes(f, y);
        let halves: Vec<Interval> = slopes.iter().map(|g| g.scale(&half)).collect();
        for (&(layer, unit), b) in units.iter().zip(&mut out) {
            sigma.spend(u64::try_from(b.len() * b.len()).unwrap_or(u64::MAX))?;
            let by_unit = influence(net, &t, layer, unit, precision);
            let slope = row(&halves, &by_unit, Interval::zero(precision));
            let weight = &slope * &t.jets[layer - 1][unit][2];
            let mut tilde = t.outputs[layer - 1].clone();
            if biases {
                tilde.insert(0, Interval::one(precision));
            }
            for i in 0..tilde.len() {
                interruption::point();
                for j in 0..=i {
                    let square = if i == j {
                        tilde[i].square()
                    } else {
                        &tilde[i] * &tilde[j]
                    };
                    b[i][j] = &b[i][j] + &(&weight * &square);
                    if i != j {
                        b[j][i] = b[i][j].clone();
                    }
                }
            }
        }
    }
    Ok(out)
}

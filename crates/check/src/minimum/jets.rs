//! The loss with its gradient and Hessian in all weights, by forward differentiation of second order.
//!
//! Every unit carries its value, gradient and Hessian as enclosures. Weights are numbered layer by layer, so a
//! unit depends on a prefix of them only; what lies beyond is zero and not stored.

use super::loss::Loss as Measure;
use super::shape::{Boxed, Shape};
use super::sigma::Sigma;
use crate::failure::Checked;
use wronski_certificate::limits::SAMPLES;
use wronski_certificate::minimum::DataRecord;
use wronski_interval::Interval;

use super::number::{around_zero, rational};
use num_rational::BigRational;
use wronski_diagnostic::interruption;

/// Inputs and targets, one row a sample, as enclosures: exact data, or all data within a distance; and the loss that
/// compares outputs with targets.
pub(super) struct Samples {
    pub inputs: Vec<Vec<Interval>>,
    pub targets: Vec<Vec<Interval>>,
    pub loss: &'static dyn Measure,
}

/// The exact data, and the loss.
pub(super) struct Data {
    pub inputs: Vec<Vec<BigRational>>,
    pub targets: Vec<Vec<BigRational>>,
    pub loss: &'static dyn Measure,
}

impl Data {
    /// Reads the data, of this shape, with inputs that are pairwise distinct.
    pub fn read(record: &DataRecord, shape: &Shape, loss: &'static dyn Measure) -> Checked<Data> {
        let n = record.inputs.len();
        if n == 0 || n > SAMPLES || record.targets.len() != n {
            return Err(format!(
                "there must be as many targets as inputs, and between 1 and {SAMPLES}"
            )
            .into());
        }
        let rows = |table: &[Vec<String>], width: usize, what: &str| {
            table
                .iter()
                .enumerate()
                .map(|(i, row)| {
                    if row.len() != width {
                        return Err(format!("{what} {i} must have {width} numbers").into());
                    }
                    row.iter()
                        .map(|t| rational(t))
                        .collect::<Checked<Vec<_>>>()
                        .map_err(|why| why.within(format!("{what} {i}")))
                })
                .collect::<Checked<Vec<_>>>()
        };
        let inputs = rows(&record.inputs, shape.widths[0], "input")?;
        let targets = rows(
            &record.targets,
            shape.widths[shape.widths.len() - 1],
            "target",
        )?;
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&i, &j| {
            interruption::point();
            inputs[i].cmp(&inputs[j])
        });
        if let Some(w) = order.windows(2).find(|w| inputs[w[0]] == inputs[w[1]]) {
            return Err(
                format!("inputs {} and {} are equal", w[0].min(w[1]), w[0].max(w[1])).into(),
            );
        }
        Ok(Data {
            inputs,
            targets,
            loss,
        })
    }

    /// All data within a distance, or the data themselves.
    pub fn samples(&self, radius: Option<&BigRational>, precision: u32) -> Samples {
        let around = radius.map(|r| around_zero(r, precision));
        let table = |rows: &[Vec<BigRational>]| {
            rows.iter()
                .map(|row| {
                    row.iter()
                        .map(|q| {
                            let x = Interval::from_rational(q, precision);
                            around.as_ref().map_or(x.clone(), |a| &x + a)
                        })
                        .collect()
                })
                .collect()
        };
        Samples {
            inputs: table(&self.inputs),
            targets: table(&self.targets),
            loss: self.loss,
        }
    }
}

/// A function of the weights: value, gradient, and lower triangle of the Hessian, over a prefix of them.
#[derive(Clone)]
struct Jet {
    value: Interval,
    gradient: Vec<Interval>,
    /// Empty if only first derivatives are asked for.
    hessian: Vec<Vec<Interval>>,
}

/// The loss with its derivatives.
pub(super) struct Loss {
    pub value: Interval,
    pub gradient: Vec<Interval>,
    /// Symmetric; empty if it was not asked for.
    pub hessian: Vec<Vec<Interval>>,
}

fn zero(x: &Interval) -> bool {
    x.lo().is_zero() && x.hi().is_zero()
}

/// `y += a x`.
fn add_scaled(y: &mut [Interval], a: &Interval, x: &[Interval]) {
    for (y, x) in y.iter_mut().zip(x) {
        if !zero(x) {
            *y = &*y + &(a * x);
        }
    }
}

fn lower_triangle(n: usize, precision: u32) -> Vec<Vec<Interval>> {
    (0..n)
        .map(|i| vec![Interval::zero(precision); i + 1])
        .collect()
}

/// `y += a (2 g g' + b H)` in the lower triangle, for `a` = `outer` and `inner` = a b.
fn add_curvature(
    y: &mut [Vec<Interval>],
    outer: &Interval,
    gradient: &[Interval],
    inner: &Interval,
    hessian: &[Vec<Interval>],
) {
    for (i, row) in y.iter_mut().enumerate().take(gradient.len()) {
        interruption::point();
        if !zero(&gradient[i]) {
            let factor = outer * &gradient[i];
            add_scaled(row, &factor, &gradient[..=i]);
        }
        if let Some(h) = hessian.get(i) {
            add_scaled(row, inner, h);
        }
    }
}

/// `y += a (g h' + h g')` in the lower triangle.
fn add_both(y: &mut [Vec<Interval>], a: &Interval, g: &[Interval], h: &[Interval]) {
    if zero(a) {
        return;
    }
    for (i, row) in y.iter_mut().enumerate().take(g.len().min(h.len())) {
        interruption::point();
        add_scaled(row, &(a * &g[i]), &h[..=i]);
        add_scaled(row, &(a * &h[i]), &g[..=i]);
    }
}

/// The loss at all weights of the box, with derivatives up to `order` (1 or 2).
pub(super) fn loss(net: &Boxed, samples: &Samples, sigma: &Sigma, order: usize) -> Checked<Loss> {
    let precision = sigma.precision();
    let parameters: usize = net
        .iter()
        .map(|l| l.w.iter().map(Vec::len).sum::<usize>() + l.b.len())
        .sum();
    let mut total = Loss {
        value: Interval::zero(precision),
        gradient: vec![Interval::zero(precision); parameters],
        hessian: if order > 1 {
            lower_triangle(parameters, precision)
        } else {
            vec![]
        },
    };
    for (x, y) in samples.inputs.iter().zip(&samples.targets) {
        let outputs = forward(net, x, sigma, order)?;
        let values: Vec<Interval> = outputs.iter().map(|f| f.value.clone()).collect();
        samples.loss.add_value(&values, y, &mut total.value);
        let slopes = samples.loss.slopes(&values, y);
        for (f, slope) in outputs.iter().zip(&slopes) {
            add_scaled(&mut total.gradient, slope, &f.gradient);
        }
        if order > 1 {
            let curvature = samples.loss.curvature(&values, y);
            for (s, (f, slope)) in outputs.iter().zip(&slopes).enumerate() {
                let row = &curvature[s];
                add_curvature(&mut total.hessian, &row[s], &f.gradient, slope, &f.hessian);
                for (other, c) in outputs[..s].iter().zip(row) {
                    add_both(&mut total.hessian, c, &f.gradient, &other.gradient);
                }
            }
        }
    }
    if order > 1 {
        for i in 0..parameters {
            for j in i + 1..parameters {
                let x = total.hessian[j][i].clone();
                total.hessian[i].push(x);
            }
        }
    }
    Ok(total)
}

/// The outputs for one input.
fn forward(net: &Boxed, x: &[Interval], sigma: &Sigma, order: usize) -> Checked<Vec<Jet>> {
    let precision = sigma.precision();
    let mut before: Vec<Jet> = x
        .iter()
        .map(|x| Jet {
            value: x.clone(),
            gradient: vec![],
            hessian: vec![],
        })
        .collect();
    // Weights of the layers before.
    let mut known = 0;
    for (l, layer) in net.iter().enumerate() {
        let columns = before.len();
        let rows = layer.w.len();
        let size = known + rows * columns + layer.b.len();
        let mut after = Vec::with_capacity(rows);
        for (k, weights) in layer.w.iter().enumerate() {
            let work = if order > 1 {
                known * known / 2 + columns * known
            } else {
                size
            };
            sigma.spend(
                u64::try_from(columns * known + work * columns + size).unwrap_or(u64::MAX),
            )?;
            let mut z = Jet {
                value: layer
                    .b
                    .get(k)
                    .map_or_else(|| Interval::zero(precision), Interval::clone),
                gradient: vec![Interval::zero(precision); size],
                hessian: if order > 1 {
                    lower_triangle(size, precision)
                } else {
                    vec![]
                },
            };
            for (j, (w, a)) in weights.iter().zip(&before).enumerate() {
                interruption::point();
                let at = known + k * columns + j;
                z.value = &z.value + &(w * &a.value);
                add_scaled(&mut z.gradient, w, &a.gradient);
                z.gradient[at] = a.value.clone();
                if order > 1 {
                    for (row, h) in z.hessian.iter_mut().zip(&a.hessian) {
                        add_scaled(row, w, h);
                    }
                    z.hessian[at][..a.gradient.len()].clone_from_slice(&a.gradient);
                }
            }
            if !layer.b.is_empty() {
                z.gradient[known + rows * columns + k] = Interval::one(precision);
            }
            after.push(if l + 1 < net.len() {
                activated(&z, sigma, order)?
            } else {
                z
            });
        }
        before = after;
        known = size;
    }
    Ok(before)
}

/// The activation of a unit.
fn activated(z: &Jet, sigma: &Sigma, order: usize) -> Checked<Jet> {
    let s = sigma.jet(&z.value, order)?;
    let precision = sigma.precision();
    let n = z.gradient.len();
    sigma.spend(u64::try_from(if order > 1 { n * n } else { n }).unwrap_or(u64::MAX))?;
    let mut a = Jet {
        value: s[0].clone(),
        gradient: vec![Interval::zero(precision); n],
        hessian: vec![],
    };
    add_scaled(&mut a.gradient, &s[1], &z.gradient);
    if order > 1 {
        a.hessian = lower_triangle(n, precision);
        add_curvature(&mut a.hessian, &s[2], &z.gradient, &s[1], &z.hessian);
    }
    Ok(a)
}

//! The loss along a straight line of weights, with first and second derivative in the parameter of the line.
//!
//! Units that compute the same function all along the line are merged first: the cost is that of the small network,
//! however wide the other one is.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::Zero;

use super::jets::Samples;
use super::number::sum;
use super::shape::{Boxed, Exact, zip};
use super::sigma::{Sigma, common};
use super::wide::Ties;
use crate::failure::Checked;
use wronski_diagnostic::interruption;
use wronski_interval::Interval;

/// An entry of the merged network: where it starts, how fast it moves.
struct Entry {
    start: Interval,
    speed: Interval,
}

impl Entry {
    fn moves(&self) -> bool {
        !is_zero(&self.speed)
    }
}

fn is_zero(x: &Interval) -> bool {
    x.lo().is_zero() && x.hi().is_zero()
}

/// A layer of the merged network.
struct Rows {
    w: Vec<Vec<Entry>>,
    b: Vec<Entry>,
}

/// A straight line of weights `from + t direction`, each entry known up to its tie to the critical point.
pub(super) struct Line {
    layers: Vec<Rows>,
}

/// Exact numbers of an entry: value at the start, speed, coefficient of the deviation.
type Numbers = [BigRational; 3];

/// What identifies a unit: its origin, its merged row, its bias.
type Key = (usize, Vec<Numbers>, Option<Numbers>);

impl Line {
    /// The line, merged. `deviation` has the shape of the small network (that of the weights where nothing is tied).
    ///
    /// Two units are merged if they are copies of one unit of the small network, with rows and biases that agree all
    /// along the line and depend in the same way on the critical point: then they compute the same function, also at
    /// the critical point itself, and only the sum of their outgoing weights counts.
    pub fn new(
        from: &Exact,
        direction: &Exact,
        ties: &Ties,
        deviation: &Boxed,
        sigma: &Sigma,
    ) -> Checked<Line> {
        let bits = sigma.precision();
        let mut groups: Vec<Vec<usize>> = ties.origin[0].iter().map(|&i| vec![i]).collect();
        let mut layers = vec![];
        for l in 0..from.len() {
            let last = l + 1 == from.len();
            let (value, speed, tie) = (&from[l], &direction[l], &ties.coefficient[l]);
            let units = value.w.len();
            let columns = value.w.first().map_or(0, Vec::len);
            sigma.spend(u64::try_from(units.saturating_mul(columns)).unwrap_or(u64::MAX))?;
            let mut known: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
            for k in 0..units {
                let origin = ties.origin[l + 1][k];
                let row = groups
                    .iter()
                    .map(|g| -> Checked<Numbers> {
                        Ok([
                            sum(g.iter().map(|&j| &value.w[k][j]))?,
                            sum(g.iter().map(|&j| &speed.w[k][j]))?,
                            sum(g.iter().map(|&j| &tie.w[k][j]))?,
                        ])
                    })
                    .collect::<Checked<Vec<_>>>()?;
                let bias = value
                    .b
                    .get(k)
                    .map(|b| [b.clone(), speed.b[k].clone(), tie.b[k].clone()]);
                // The outputs are never merged: their indices keep them apart.
                let key = (if last { k } else { origin }, row, bias);
                known.entry(key).or_default().push(k);
            }
            let mut merged: Vec<(Vec<usize>, Vec<Numbers>, Option<Numbers>)> = known
                .into_iter()
                .map(|((_, row, bias), members)| (members, row, bias))
                .collect();
            merged.sort_by(|a, b| a.0.cmp(&b.0));
            let mut rows = Rows {
                w: vec![],
                b: vec![],
            };
            for (members, row, bias) in &merged {
                let to = ties.origin[l + 1][members[0]];
                let entry = |n: &Numbers, deviation: &Interval| {
                    let start = Interval::from_rational(&n[0], bits);
                    Entry {
                        start: if n[2].is_zero() {
                            start
                        } else {
                            &start + &(&Interval::from_rational(&n[2], bits) * deviation)
                        },
                        speed: Interval::from_rational(&n[1], bits),
                    }
                };
                rows.w.push(
                    groups
                        .iter()
                        .zip(row)
                        .map(|(g, n)| {
                            // Copies have one origin, so they are tied to one weight.
                            let at = ties.origin[l][g[0]];
                            entry(n, &deviation[l].w[to][at])
                        })
                        .collect(),
                );
                if let Some(n) = bias {
                    rows.b.push(entry(n, &deviation[l].b[to]));
                }
            }
            groups = merged.into_iter().map(|(members, ..)| members).collect();
            layers.push(rows);
        }
        Ok(Line { layers })
    }

    /// Units of the merged network after the input.
    fn work(&self) -> usize {
        self.layers
            .iter()
            .map(|l| l.w.iter().map(Vec::len).sum::<usize>() + l.b.len())
            .sum()
    }

    /// The loss and its derivatives by t of the orders 0 to `order` (at most 2), for all t enclosed.
    pub fn loss(
        &self,
        t: &Interval,
        order: usize,
        samples: &Samples,
        sigma: &Sigma,
    ) -> Checked<Vec<Interval>> {
        let bits = sigma.precision();
        sigma.spend(
            u64::try_from(
                self.work()
                    .saturating_mul(samples.inputs.len() * (order + 1)),
            )
            .unwrap_or(u64::MAX),
        )?;
        // The weights at t.
        let at = |e: &Entry| {
            if e.moves() {
                &e.start + &(&e.speed * t)
            } else {
                e.start.clone()
            }
        };
        let places: Vec<Vec<Vec<Interval>>> = self
            .layers
            .iter()
            .map(|l| {
                l.w.iter()
                    .enumerate()
                    .map(|(k, row)| {
                        let mut out: Vec<Interval> = row.iter().map(at).collect();
                        out.extend(l.b.get(k).map(at));
                        out
                    })
                    .collect()
            })
            .collect();
        let mut total = vec![Interval::zero(bits); order + 1];
        for (x, y) in samples.inputs.iter().zip(&samples.targets) {
            let f = self.outputs(&places, x, order, sigma)?;
            let values: Vec<Interval> = f.iter().map(|f| f[0].clone()).collect();
            samples.loss.add_value(&values, y, &mut total[0]);
            if order == 0 {
                continue;
            }
            let slopes = samples.loss.slopes(&values, y);
            for (f, slope) in f.iter().zip(&slopes) {
                total[1] = &total[1] + &(slope * &f[1]);
            }
            if order == 1 {
                continue;
            }
            let curvature = samples.loss.curvature(&values, y);
            for (s, (f_s, slope)) in f.iter().zip(&slopes).enumerate() {
                let own = &curvature[s][s] * &f_s[1].square();
                total[2] = &total[2] + &(&own + &(slope * &f_s[2]));
                for (f_t, c) in f[..s].iter().zip(&curvature[s]) {
                    if !is_zero(c) {
                        let both = c * &(&f_s[1] * &f_t[1]);
                        total[2] = &total[2] + &both.scale_int(2);
                    }
                }
            }
        }
        Ok(total)
    }

    /// The outputs with their derivatives by t.
    fn outputs(
        &self,
        places: &[Vec<Vec<Interval>>],
        x: &[Interval],
        order: usize,
        sigma: &Sigma,
    ) -> Checked<Vec<Vec<Interval>>> {
        let bits = sigma.precision();
        let mut before: Vec<Vec<Interval>> = x
            .iter()
            .map(|x| {
                let mut jet = vec![Interval::zero(bits); order + 1];
                jet[0] = x.clone();
                jet
            })
            .collect();
        for (l, layer) in self.layers.iter().enumerate() {
            let mut after = Vec::with_capacity(layer.w.len());
            for (k, row) in layer.w.iter().enumerate() {
                interruption::point();
                let place = &places[l][k];
                let mut z = vec![Interval::zero(bits); order + 1];
                if let Some(b) = layer.b.get(k) {
                    z[0] = place[row.len()].clone();
                    if order > 0 {
                        z[1] = b.speed.clone();
                    }
                }
                for ((e, w), a) in row.iter().zip(place).zip(&before) {
                    let moves = e.moves();
                    for i in 0..=order {
                        z[i] = &z[i] + &(w * &a[i]);
                        if i > 0 && moves {
                            let factor = i64::try_from(i).unwrap_or(1);
                            z[i] = &z[i] + &(&e.speed * &a[i - 1]).scale_int(factor);
                        }
                    }
                }
                after.push(if l + 1 < self.layers.len() {
                    activated(&z, sigma)?
                } else {
                    z
                });
            }
            before = after;
        }
        Ok(before)
    }

    /// The derivative of the loss by t for all t between two numbers: directly, and by the mean value theorem.
    pub fn slope(&self, t: &Interval, samples: &Samples, sigma: &Sigma) -> Checked<Interval> {
        let direct = self.loss(t, 1, samples, sigma)?[1].clone();
        if direct.certainly_negative() {
            return Ok(direct);
        }
        // Where the activation has a corner there is no second derivative.
        let Ok(wide) = self.loss(t, 2, samples, sigma) else {
            return Ok(direct);
        };
        let middle = t.midpoint();
        let point = Interval::new(middle.clone(), middle).map_err(|f| f.to_string())?;
        let there = self.loss(&point, 1, samples, sigma)?;
        let mean = &there[1] + &(&wide[2] * &(t - &point));
        Ok(common(&direct, &mean))
    }
}

fn activated(z: &[Interval], sigma: &Sigma) -> Checked<Vec<Interval>> {
    let order = z.len() - 1;
    if z[1..].iter().all(is_zero) {
        // A unit that rests: no derivative of the activation is needed, and none may exist.
        let mut a = sigma.jet(&z[0], 0)?;
        a.extend_from_slice(&z[1..]);
        return Ok(a);
    }
    let s = sigma.jet(&z[0], order)?;
    let mut a = vec![s[0].clone()];
    if order > 0 {
        a.push(&s[1] * &z[1]);
    }
    if order > 1 {
        a.push(&(&s[2] * &z[1].square()) + &(&s[1] * &z[2]));
    }
    Ok(a)
}

/// `to - from`.
pub(super) fn difference(from: &Exact, to: &Exact) -> Exact {
    zip(
        from,
        to,
        |a, b| if a == b { BigRational::zero() } else { b - a },
    )
}

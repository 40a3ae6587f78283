//! Weights with a smaller loss, and a way to them on which the loss does not increase.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::fit::{AffineFit, dot, least_squares};
use super::numbers::{Span, power_of_two_below, significant};
use super::place::Placement;
use crate::network::Weights;
use wronski_diagnostic::Result;
use wronski_diagnostic::interruption;
use wronski_exact::matrix::Rows;
use wronski_exact::random::SplitMix;
use wronski_expr::evaluate::PointEvaluator;

/// Values of sigma that a search may ask for.
const EVALUATIONS: usize = 100_000;
/// Directions in the space of the inputs.
const DIRECTIONS: usize = 8;
/// Places of the kink for each direction.
const PLACES: usize = 8;

/// Weights with a smaller loss.
#[derive(Clone, Debug)]
pub(super) struct Better {
    /// The weights.
    pub weights: Weights,
    /// Their loss.
    pub loss: Span,
    /// The weights that are passed on the way there, the minimum first, `weights` last; all steps but the last change
    /// only incoming weights and biases of one unit whose outgoing weights are 0. Empty if there is no unit to spare.
    pub way: Vec<Weights>,
}

/// What a search knows.
pub(super) struct Search<'a> {
    pub sigma: &'a PointEvaluator,
    pub bits: u32,
    pub placement: &'a Placement,
    pub inputs: &'a [Vec<BigRational>],
    pub targets: &'a [Vec<BigRational>],
    pub fit: &'a AffineFit,
    pub seed: u64,
}

/// A unit that leaves the piece: its preactivation is `end + steepness (direction . s - kink)`.
#[derive(Clone)]
struct Ridge {
    direction: Vec<BigRational>,
    kink: BigRational,
    steepness: BigRational,
    end: BigRational,
}

/// Incoming weights of one unit: the columns that are not 0, and the bias.
struct Incoming {
    row: Vec<(usize, BigRational)>,
    bias: BigRational,
}

impl Search<'_> {
    /// Looks for weights with a smaller loss, with a way to them if a unit of the last hidden layer is to spare.
    /// `None` if none were found.
    ///
    /// # Errors
    /// Internal errors of the least squares.
    pub(super) fn run(&self) -> Result<Option<Better>> {
        match self.first_spare() {
            Some(layer) => Ok(self.recycle(layer)),
            None => self.replace(),
        }
    }

    /// The first hidden layer, counted from 1, from which on every one has a unit to spare.
    fn first_spare(&self) -> Option<usize> {
        let active = self.placement.carriers.len();
        let hidden = 1..=self.placement.hidden();
        let spare = |l: &usize| self.placement.shape.width(*l) > active;
        hidden.rev().take_while(spare).last()
    }

    /// What units of a layer can read, one row a sample: the inputs, or the carried numbers.
    fn sources(&self, layer: usize) -> Rows<BigRational> {
        if layer == 1 {
            self.inputs.to_vec()
        } else {
            self.inputs
                .iter()
                .map(|x| self.placement.carried(x))
                .collect()
        }
    }

    /// Ridges to try: the kink between neighbouring samples, both sides, several directions.
    fn ridges(&self, sources: &[Vec<BigRational>]) -> Vec<Ridge> {
        let dimension = sources.first().map_or(0, Vec::len);
        let mut random = SplitMix::new(self.seed);
        let integer = |n: i64| BigRational::from_integer(n.into());
        let mut directions: Vec<Vec<BigRational>> = (0..dimension.min(DIRECTIONS / 2))
            .map(|k| (0..dimension).map(|j| integer(i64::from(j == k))).collect())
            .collect();
        while dimension > 1 && directions.len() < DIRECTIONS {
            let mut small = || integer([-3, -2, -1, 1, 2, 3][(random.draw() % 6) as usize]);
            directions.push((0..dimension).map(|_| small()).collect());
        }
        let mut out = vec![];
        for direction in directions {
            let mut places: Vec<BigRational> = sources.iter().map(|s| dot(&direction, s)).collect();
            places.sort_by(|a, b| {
                interruption::point();
                a.cmp(b)
            });
            places.dedup();
            let (Some(first), Some(last)) = (places.first(), places.last()) else {
                continue;
            };
            if first == last {
                continue;
            }
            let spread = power_of_two_below(&(last - first));
            let gaps = places.len() - 1;
            let chosen: Vec<usize> = if gaps <= PLACES {
                (0..gaps).collect()
            } else {
                (0..PLACES).map(|i| i * (gaps - 1) / (PLACES - 1)).collect()
            };
            for i in chosen {
                let kink = (&places[i] + &places[i + 1]) / integer(2);
                for end in self.placement.piece.ends() {
                    for size in [8, -8] {
                        out.push(Ridge {
                            direction: direction.clone(),
                            kink: kink.clone(),
                            steepness: integer(size) / &spread,
                            end: end.clone(),
                        });
                    }
                }
            }
        }
        let most = (EVALUATIONS / sources.len().max(1)).max(4);
        if out.len() > most {
            let step = out.len().div_ceil(most);
            out = out.into_iter().step_by(step).collect();
        }
        out
    }

    /// The values of sigma on a ridge, one a sample. `None` where they cannot be enclosed, or where a preactivation
    /// meets an end of the piece, where sigma is not smooth.
    fn values(&self, ridge: &Ridge, sources: &[Vec<BigRational>]) -> Option<Vec<Span>> {
        let value = |s: &Vec<BigRational>| {
            let z = &ridge.end + &ridge.steepness * (dot(&ridge.direction, s) - &ridge.kink);
            if self.placement.piece.ends().any(|e| *e == z) {
                return None;
            }
            let v = self.sigma.at(&z, self.bits).ok()?;
            Some(match v.exact {
                Some(q) => Span::point(q),
                None => Span {
                    lo: v.enclosure.lower_rational(),
                    hi: v.enclosure.upper_rational(),
                },
            })
        };
        sources.iter().map(value).collect()
    }

    /// The incoming weights of a unit of this layer that is the ridge.
    fn incoming(&self, ridge: &Ridge, layer: usize) -> Incoming {
        let mut bias = &ridge.end - &ridge.steepness * &ridge.kink;
        let mut row = vec![];
        for (k, d) in ridge.direction.iter().enumerate() {
            let factor = d * &ridge.steepness;
            if layer == 1 {
                row.push((k, factor));
            } else {
                let (weight, offset) = self.placement.reading(&factor);
                row.push((k, weight));
                bias += offset;
            }
        }
        Incoming { row, bias }
    }

    /// A chain of idle units, from `first` to the last hidden layer, is set to a ridge and passes it on inside the
    /// piece; then the outgoing weights of its last unit move towards the best ones. With g the values of that unit,
    /// S = sum r g and Q = sum g^2, the loss is `E + 2 v S + v^2 Q`.
    fn recycle(&self, first: usize) -> Option<Better> {
        let sources = self.sources(first);
        let mut best: Option<(BigRational, Vec<Incoming>, Vec<Span>)> = None;
        for ridge in self.ridges(&sources) {
            let Some(values) = self.values(&ridge, &sources) else {
                continue;
            };
            let mut incoming = vec![self.incoming(&ridge, first)];
            let Some(values) = self.passed_on(first, values, &mut incoming) else {
                continue;
            };
            let (s, q) = self.moments(&values);
            let squared: BigRational = s.iter().map(|s| s.middle() * s.middle()).sum();
            if q.lo.is_zero() || squared.is_zero() {
                continue;
            }
            let gain = significant(&(squared / q.middle()), 64);
            if best.as_ref().is_none_or(|(g, ..)| gain > *g) {
                best = Some((gain, incoming, values));
            }
        }
        let (_, incoming, values) = best?;
        let (s, q) = self.moments(&values);
        // Three quarters of the way to the best weights, so that the loss still decreases at the end.
        let part = BigRational::new(3.into(), 4.into()) / q.middle();
        let outgoing: Vec<BigRational> = s
            .iter()
            .map(|s| significant(&-(s.middle() * &part), 10))
            .collect();
        let two = BigRational::from_integer(2.into());
        let mut change = Span::point(BigRational::zero());
        let mut slope_at_end = change.clone();
        for (v, s) in outgoing.iter().zip(&s) {
            let linear = s.scaled(&(v * &two));
            let quadratic = q.scaled(&(v * v));
            change = change.plus(&linear).plus(&quadratic);
            slope_at_end = slope_at_end.plus(&linear).plus(&quadratic.scaled(&two));
        }
        if !change.hi.is_negative() || !slope_at_end.hi.is_negative() {
            return None;
        }
        let mut at = self.placement.weights();
        let mut way = vec![at.clone()];
        let unit = self.placement.carriers.len();
        for (l, i) in (first..).zip(&incoming) {
            set(&mut at, l, unit, i);
            way.push(at.clone());
        }
        let hidden = self.placement.hidden();
        for (j, v) in outgoing.iter().enumerate() {
            *at.weight_mut(hidden + 1, j, unit) = v.clone();
        }
        way.push(at.clone());
        Some(Better {
            weights: at,
            loss: Span::point(self.fit.loss.clone()).plus(&change),
            way,
        })
    }

    /// Passes values on from a layer to the last hidden one, by units that read only the unit before and stay in the
    /// piece.
    fn passed_on(
        &self,
        first: usize,
        mut values: Vec<Span>,
        incoming: &mut Vec<Incoming>,
    ) -> Option<Vec<Span>> {
        let p = self.placement;
        for _ in first..p.hidden() {
            let low = values.iter().map(|v| &v.lo).min()?.clone();
            let high = values.iter().map(|v| &v.hi).max()?.clone();
            if low == high {
                return None;
            }
            let two = BigRational::from_integer(2.into());
            let middle = significant(&((&low + &high) / &two), 16);
            let half = (&high - &middle).max(&middle - &low);
            let weight = power_of_two_below(&(&p.reach / &half));
            let bias = &p.centre - &weight * &middle;
            for v in &mut values {
                let z = v.scaled(&weight).plus(&Span::point(bias.clone()));
                if !p.piece.contains(&z.lo, &z.hi) {
                    return None;
                }
                *v = z
                    .scaled(&p.piece.slope)
                    .plus(&Span::point(p.piece.intercept.clone()));
            }
            incoming.push(Incoming {
                row: vec![(p.carriers.len(), weight)],
                bias,
            });
        }
        Some(values)
    }

    /// The sums of residual times value, one an output, and of the squares of the values.
    fn moments(&self, values: &[Span]) -> (Vec<Span>, Span) {
        let s = (0..self.targets.first().map_or(0, Vec::len))
            .map(|j| {
                let terms: Vec<Span> = self
                    .fit
                    .residuals
                    .iter()
                    .zip(values)
                    .map(|(r, g)| g.scaled(&r[j]))
                    .collect();
                Span::sum(&terms)
            })
            .collect();
        let squares: Vec<Span> = values.iter().map(Span::square).collect();
        (s, Span::sum(&squares))
    }

    /// No unit to spare: one unit of the last hidden layer becomes a ridge, and the output layer is fitted again.
    fn replace(&self) -> Result<Option<Better>> {
        let p = self.placement;
        let hidden = p.hidden();
        let sources = self.sources(hidden);
        let one = BigRational::from_integer(1.into());
        let kept: Rows<BigRational> = self
            .inputs
            .iter()
            .map(|x| {
                let carried = p.carried(x);
                let value = |s: &BigRational| p.piece.line(&(&p.centre + &p.scale * s));
                carried.iter().map(value).collect()
            })
            .collect();
        let mut best: Option<Better> = None;
        for ridge in self.ridges(&sources) {
            let Some(values) = self.values(&ridge, &sources) else {
                continue;
            };
            for unit in 0..p.carriers.len() {
                let features: Rows<BigRational> = kept
                    .iter()
                    .zip(&values)
                    .map(|(row, g)| {
                        let mut row = row.clone();
                        row[unit] = significant(&g.middle(), 60);
                        row.push(one.clone());
                        row
                    })
                    .collect();
                let output: Rows<BigRational> = least_squares(&features, self.targets)?
                    .iter()
                    .map(|c| c.iter().map(|c| significant(c, 40)).collect())
                    .collect();
                let mut terms = vec![];
                for ((row, g), y) in kept.iter().zip(&values).zip(self.targets) {
                    for (c, y) in output.iter().zip(y) {
                        let mut row = row.clone();
                        row[unit] = BigRational::zero();
                        row.push(one.clone());
                        let rest = Span::point(dot(c, &row) - y);
                        terms.push(g.scaled(&c[unit]).plus(&rest).square());
                    }
                }
                let loss = Span::sum(&terms);
                let bound = best.as_ref().map_or(&self.fit.loss, |b| &b.loss.lo);
                if loss.hi < *bound {
                    let mut weights = p.weights();
                    set(&mut weights, hidden, unit, &self.incoming(&ridge, hidden));
                    for (j, c) in output.iter().enumerate() {
                        let last = c.len() - 1;
                        let row = weights.row_mut(hidden + 1, j);
                        row[0] = c[last].clone();
                        row[1..1 + last].clone_from_slice(&c[..last]);
                    }
                    best = Some(Better {
                        weights,
                        loss,
                        way: vec![],
                    });
                }
            }
        }
        Ok(best)
    }
}

/// Replaces the incoming weights of a unit.
fn set(weights: &mut Weights, layer: usize, unit: usize, incoming: &Incoming) {
    let row = weights.row_mut(layer, unit);
    for w in &mut row[1..] {
        *w = BigRational::zero();
    }
    for (k, w) in &incoming.row {
        row[1 + k] = w.clone();
    }
    row[0] = incoming.bias.clone();
}

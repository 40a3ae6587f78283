//! Widening: the weights of the wide network, the hypotheses of the lemmas, and the inertia.

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::number::{product, rational, sum};
use super::shape::{Boxed, Exact, Layer, Shape, map, zeros};
use super::small::Small;
use crate::failure::Checked;
use wronski_certificate::minimum::WideRecord;
use wronski_interval::Interval;

/// How the weights of a network depend on a critical point that is known in a box only: each entry is its exact value
/// (listed elsewhere) plus `coefficient * deviation`, the deviation being that of a weight of the small network.
#[derive(Clone)]
pub(super) struct Ties {
    /// For each layer, the input first: the unit of the small network that a unit is a copy of.
    pub origin: Vec<Vec<usize>>,
    /// The coefficients, in the shape of the weights.
    pub coefficient: Exact,
}

impl Ties {
    /// Exact weights: nothing depends on anything.
    pub fn none(weights: &Exact, inputs: usize) -> Ties {
        let mut origin = vec![(0..inputs).collect()];
        origin.extend(weights.iter().map(|l| vec![0; l.w.len()]));
        Ties {
            origin,
            coefficient: zeros(weights),
        }
    }

    /// The small network itself.
    pub fn identity(weights: &Exact, inputs: usize) -> Ties {
        let mut origin = vec![(0..inputs).collect()];
        origin.extend(weights.iter().map(|l| (0..l.w.len()).collect::<Vec<_>>()));
        Ties {
            origin,
            coefficient: map(weights, |_| BigRational::one()),
        }
    }

    /// `[-r, r]` where nothing depends on anything: deviations that are never looked at.
    pub fn no_deviation(weights: &Exact, precision: u32) -> Boxed {
        map(weights, |_| Interval::zero(precision))
    }
}

/// The wide network, confirmed.
pub(super) struct Wide {
    pub shape: Shape,
    pub weights: Exact,
    pub ties: Ties,
    /// Layers (from 1) with more than one copy, and the unit copied.
    pub widened: Vec<(usize, usize)>,
    /// Are all the forms of the widened layers positive definite?
    pub definite: bool,
}

/// Fractions of each hidden layer with the unit that they belong to.
struct Copies {
    fractions: Vec<BigRational>,
    unit: usize,
}

fn copies(record: &WideRecord, small: &Shape) -> Checked<Vec<Copies>> {
    let hidden = small.hidden();
    if record.fractions.len() != hidden || record.units.len() != hidden {
        return Err(format!(
            "there must be fractions and a unit for each of {hidden} hidden layers"
        )
        .into());
    }
    record
        .fractions
        .iter()
        .zip(&record.units)
        .enumerate()
        .map(|(i, (texts, &unit))| {
            let layer = i + 1;
            let fractions = texts
                .iter()
                .map(|t| rational(t))
                .collect::<Checked<Vec<_>>>()?;
            if fractions.iter().any(Zero::is_zero) {
                return Err(format!("layer {layer}: a fraction is 0").into());
            }
            if !sum(&fractions)?.is_one() {
                return Err(format!("layer {layer}: the fractions do not sum to 1").into());
            }
            if unit >= small.widths[layer] {
                return Err(format!("layer {layer}: there is no unit {unit}").into());
            }
            Ok(Copies { fractions, unit })
        })
        .collect()
}

/// The unit that each unit of the layer is a copy of, with its fraction.
fn members(width: usize, copies: Option<&Copies>) -> Vec<(usize, BigRational)> {
    let mut out: Vec<(usize, BigRational)> = (0..width).map(|u| (u, BigRational::one())).collect();
    if let Some(c) = copies {
        for (i, f) in c.fractions.iter().enumerate() {
            if i == 0 {
                out[c.unit].1 = f.clone();
            } else {
                out.push((c.unit, f.clone()));
            }
        }
    }
    out
}

/// Confirms the widening, the lemma and the inertia.
pub(super) fn wide(record: &WideRecord, asked: &Shape, small: &Small) -> Checked<Wide> {
    let copies = copies(record, &small.shape)?;
    let depth = small.shape.widths.len();
    if asked.widths.len() != depth {
        return Err("the networks differ in depth".into());
    }
    let layers: Vec<Vec<(usize, BigRational)>> = (0..depth)
        .map(|l| {
            let c = if l == 0 { None } else { copies.get(l - 1) };
            members(small.shape.widths[l], c)
        })
        .collect();
    if layers.iter().zip(&asked.widths).any(|(l, n)| l.len() != *n) {
        return Err("the fractions do not lead to the widths asked for".into());
    }
    let weights = asked.read(&record.weights)?;
    let mut coefficient: Exact = Vec::with_capacity(depth - 1);
    for (l, (given, own)) in weights.iter().zip(&small.centre).enumerate() {
        let (before, after) = (&layers[l], &layers[l + 1]);
        let mut ties = Layer {
            w: vec![],
            b: vec![BigRational::one(); given.b.len()],
        };
        for (k, (origin, _)) in after.iter().enumerate() {
            for (j, (from, fraction)) in before.iter().enumerate() {
                if product(fraction, &own.w[*origin][*from])? != given.w[k][j] {
                    return Err(format!(
                        "the weight from unit {j} to unit {k} of layer {} is not that of the widened small network",
                        l + 1
                    ).into());
                }
            }
            if let (Some(a), Some(b)) = (given.b.get(k), own.b.get(*origin))
                && a != b
            {
                return Err(format!(
                    "the bias of unit {k} of layer {} is not that of the widened small network",
                    l + 1
                )
                .into());
            }
            ties.w.push(before.iter().map(|(_, f)| f.clone()).collect());
        }
        coefficient.push(ties);
    }
    let widened: Vec<(usize, usize)> = copies
        .iter()
        .enumerate()
        .filter(|(_, c)| c.fractions.len() > 1)
        .map(|(i, c)| (i + 1, c.unit))
        .collect();
    hypothesis(record, &small.shape, &widened)?;
    let (inertia, definite) = inertia(small, &copies, &widened)?;
    if inertia.iter().sum::<usize>() != asked.parameters() {
        return Err("the inertia does not add up to the number of parameters".into());
    }
    if inertia != record.inertia {
        return Err(format!("the inertia is {inertia:?}, not {:?}", record.inertia).into());
    }
    Ok(Wide {
        shape: asked.clone(),
        weights,
        ties: Ties {
            origin: layers
                .iter()
                .map(|l| l.iter().map(|(u, _)| *u).collect())
                .collect(),
            coefficient,
        },
        widened,
        definite,
    })
}

/// What the lemmas need of the small network.
fn hypothesis(record: &WideRecord, small: &Shape, widened: &[(usize, usize)]) -> Checked<()> {
    let (Some((first, _)), Some((last, _))) = (widened.first(), widened.last()) else {
        return Err("no layer is widened".into());
    };
    let lemma = if first == last {
        "merge"
    } else {
        "critical-kernel"
    };
    if record.lemma != lemma {
        return Err(format!("the lemma that applies is `{lemma}`").into());
    }
    // One widened layer may have other units; between several there is one chain.
    let chain = if first == last {
        last + 1..=last + 1
    } else {
        *first..=last + 1
    };
    for l in chain {
        if small.widths[l] != 1 {
            return Err(
                format!("the lemma needs layer {l} of the small network to have one unit").into(),
            );
        }
    }
    Ok(())
}

/// The inertia of the Hessian of the wide network at the widened critical point, and whether all the forms are
/// positive definite.
///
/// In the coordinates of the Widening theorem (docs/minima.md) the Hessian is that of the small network, plus for
/// each widened layer the form `sum_j lambda_j Delta_j' B Delta_j` on `sum_j lambda_j Delta_j = 0`, plus zeros. With
/// p positive and n negative fractions the form `sum lambda_j x_j^2` has inertia (p - 1, n) on that hyperplane, which
/// is the orthogonal complement of (1, ..., 1), a vector of value 1.
fn inertia(
    small: &Small,
    copies: &[Copies],
    widened: &[(usize, usize)],
) -> Checked<([usize; 3], bool)> {
    let [mut positive, mut negative] = small.inertia;
    let mut definite = true;
    for &(layer, unit) in widened {
        let fractions = &copies[layer - 1].fractions;
        let n = fractions
            .iter()
            .filter(|f| **f < BigRational::zero())
            .count();
        let p = fractions.len() - n;
        let Some([bp, bn]) = small.moments.get(&(layer, unit)).copied() else {
            return Err(format!(
                "the moment matrix of layer {layer}, unit {unit} is not shown to be regular"
            )
            .into());
        };
        // The sum of the fractions is 1, so one of them is positive.
        let (more, less) = ((p - 1) * bp + n * bn, (p - 1) * bn + n * bp);
        positive += more;
        negative += less;
        definite &= less == 0;
    }
    let (first, last) = match (widened.first(), widened.last()) {
        (Some(a), Some(b)) => (a.0, b.0),
        _ => return Err("no layer is widened".into()),
    };
    let width = |l: usize| copies.get(l - 1).map_or(1, |c| c.fractions.len());
    let zero = (first + 1..=last + 1)
        .map(|l| width(l) * (width(l - 1) - 1))
        .sum();
    Ok(([positive, negative, zero], definite))
}

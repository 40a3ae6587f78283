//! The wide network that computes an affine function inside a linear piece.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::fit::{AffineFit, dot};
use super::numbers::{power_of_two, power_of_two_below};
use super::piece::RationalPiece;
use wronski_certificate::minimum::LayerWeights;
use wronski_exact::Rationals;
use wronski_exact::matrix::{Rows, echelon};

/// Halvings of the radius that are tried.
const HALVINGS: i64 = 400;

/// The weights of one layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layer {
    pub w: Rows<BigRational>,
    pub b: Vec<BigRational>,
}

/// The layer as text.
pub(super) fn as_text(layers: &[Layer]) -> Vec<LayerWeights> {
    let row = |r: &Vec<BigRational>| r.iter().map(ToString::to_string).collect();
    layers
        .iter()
        .map(|l| LayerWeights {
            w: l.w.iter().map(row).collect(),
            b: Some(row(&l.b)),
        })
        .collect()
}

/// Where the units stand. In each hidden layer, unit k < `carriers.len()` has the preactivation
/// `centre + scale * (carriers[k] . x)`, every other unit the preactivation `centre` and outgoing weights 0.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    pub piece: RationalPiece,
    /// Units of each layer, input and output included.
    pub widths: Vec<usize>,
    /// All preactivations are within `reach` of it, all numbers within twice that distance lie in the piece.
    pub centre: BigRational,
    pub reach: BigRational,
    pub scale: BigRational,
    /// What is carried through the layers: linear functions of the input.
    pub carriers: Rows<BigRational>,
    /// The fit in terms of the carriers: one row an output.
    pub outer: Rows<BigRational>,
    pub constants: Vec<BigRational>,
}

impl Placement {
    /// Places a fit.
    ///
    /// # Errors
    /// The hypothesis that fails, in words: a hidden layer narrower than the rank of the linear part, or no end of the piece.
    pub(super) fn new(
        piece: &RationalPiece,
        widths: &[usize],
        inputs: &[Vec<BigRational>],
        fit: &AffineFit,
    ) -> Result<Self, String> {
        let Some((centre, reach)) = piece.room() else {
            return Err(
                "the activation is linear on the whole line, so every local minimum of the loss over affine functions is global"
                    .into(),
            );
        };
        let narrowest = widths[1..widths.len() - 1]
            .iter()
            .copied()
            .min()
            .unwrap_or(0);
        let dimension = widths[0];
        let (carriers, outer) = if narrowest > dimension {
            let unit = |k: usize| {
                let entry = |j: usize| BigRational::from_integer(i32::from(j == k).into());
                (0..dimension).map(entry).collect()
            };
            ((0..dimension).map(unit).collect(), fit.slopes.clone())
        } else {
            // slopes = (its columns at the pivots) * (its reduced echelon form).
            let e = echelon(&Rationals, &fit.slopes);
            let pick = |row: &Vec<BigRational>| e.pivots.iter().map(|&p| row[p].clone()).collect();
            let outer = fit.slopes.iter().map(pick).collect();
            (e.rows, outer)
        };
        if carriers.len() > narrowest {
            return Err(format!(
                "the linear part of the least squares fit has rank {}, and a hidden layer has only {narrowest} units: the construction \
                 needs as many units in every hidden layer as that rank",
                carriers.len()
            ));
        }
        let farthest = inputs
            .iter()
            .flat_map(|x| carriers.iter().map(|v| dot(v, x).abs()))
            .max()
            .filter(|m| !m.is_zero());
        let scale = match farthest {
            Some(m) => power_of_two_below(&(&reach / m)),
            None => BigRational::from_integer(1.into()),
        };
        Ok(Placement {
            piece: piece.clone(),
            widths: widths.to_vec(),
            centre,
            reach,
            scale,
            carriers,
            outer,
            constants: fit.constants.clone(),
        })
    }

    /// The number of hidden layers.
    pub(super) fn hidden(&self) -> usize {
        self.widths.len() - 2
    }

    /// The carried numbers of an input.
    pub(super) fn carried(&self, x: &[BigRational]) -> Vec<BigRational> {
        self.carriers.iter().map(|v| dot(v, x)).collect()
    }

    /// Weight and bias of `z_next = factor * s_k + constant`, where `s_k` is carried by a unit before: its output is
    /// `slope (centre + scale s_k) + intercept`. The constant is what remains to be added to the bias.
    pub(super) fn reading(&self, factor: &BigRational) -> (BigRational, BigRational) {
        let weight = factor / (&self.piece.slope * &self.scale);
        let offset = -(&weight * self.piece.line(&self.centre));
        (weight, offset)
    }

    /// The weights of the wide network.
    pub(super) fn weights(&self) -> Vec<Layer> {
        let active = self.carriers.len();
        let mut layers = vec![];
        for pair in self.widths[..self.widths.len() - 1].windows(2) {
            let (before, units) = (pair[0], pair[1]);
            let mut w = vec![vec![BigRational::zero(); before]; units];
            let mut b = vec![self.centre.clone(); units];
            let first = layers.is_empty();
            for k in 0..active {
                if first {
                    w[k] = self.carriers[k].iter().map(|v| v * &self.scale).collect();
                } else {
                    let (weight, offset) = self.reading(&self.scale);
                    w[k][k] = weight;
                    b[k] += offset;
                }
            }
            layers.push(Layer { w, b });
        }
        let last = self.widths[self.widths.len() - 2];
        let mut output = Layer {
            w: vec![],
            b: vec![],
        };
        for (row, constant) in self.outer.iter().zip(&self.constants) {
            let mut w = vec![BigRational::zero(); last];
            let mut b = constant.clone();
            for (k, factor) in row.iter().enumerate() {
                let (weight, offset) = self.reading(factor);
                w[k] = weight;
                b += offset;
            }
            output.w.push(w);
            output.b.push(b);
        }
        layers.push(output);
        layers
    }

    /// A power of two r so that, for all weights within r of these ones in the maximum norm, all preactivations of all samples lie
    /// inside the piece.
    ///
    /// While that is so, a change of the weights by at most r changes the preactivations of a layer by at most
    /// `D_k + r (sum over the units before of (|a| + |slope| D) + 1)`, where D bounds the changes one layer before; `D_k` belongs to the unit that is read, through the
    /// weight 1/slope, and is 0 for idle units.
    pub(super) fn radius(&self, inputs: &[Vec<BigRational>]) -> Option<BigRational> {
        (1..HALVINGS)
            .map(|k| power_of_two(-k))
            .find(|r| inputs.iter().all(|x| self.stays(x, r)))
    }

    fn stays(&self, x: &[BigRational], r: &BigRational) -> bool {
        let one = BigRational::from_integer(1.into());
        let slope = self.piece.slope.abs();
        let carried: Vec<BigRational> = self
            .carried(x)
            .iter()
            .map(|s| &self.centre + &self.scale * s)
            .collect();
        let inside = |z: &BigRational, d: &BigRational| self.piece.contains(&(z - d), &(z + d));
        let sum: BigRational = x.iter().map(Signed::abs).sum();
        let mut idle = r * (sum + &one);
        let mut active = vec![idle.clone(); carried.len()];
        for l in 1..=self.hidden() {
            let spare = self.widths[l] - carried.len();
            let ok = carried.iter().zip(&active).all(|(z, d)| inside(z, d))
                && (spare == 0 || inside(&self.centre, &idle));
            if !ok {
                return false;
            }
            let size = |z: &BigRational, d: &BigRational| self.piece.line(z).abs() + &slope * d;
            let mut sum: BigRational = carried.iter().zip(&active).map(|(z, d)| size(z, d)).sum();
            sum += size(&self.centre, &idle) * BigRational::from_integer(spare.into());
            let step = r * (sum + &one);
            for d in &mut active {
                *d += &step;
            }
            idle = step;
        }
        true
    }
}

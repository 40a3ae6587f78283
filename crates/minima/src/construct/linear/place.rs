//! The wide network that computes an affine function inside a linear piece.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::fit::{AffineFit, dot};
use super::numbers::{power_of_two, power_of_two_below};
use super::piece::RationalPiece;
use crate::network::{Shape, Weights};
use wronski_certificate::reason::numeric::NotInAPiece;
use wronski_diagnostic::interruption;
use wronski_exact::Rationals;
use wronski_exact::matrix::{Rows, echelon};

/// Halvings of the radius that are tried.
const HALVINGS: i64 = 400;

/// Where the units stand. In each hidden layer, unit k < `carriers.len()` has the preactivation
/// `centre + scale * (carriers[k] . x)`, every other unit the preactivation `centre` and outgoing weights 0.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    pub piece: RationalPiece,
    /// The shape of the network, with biases.
    pub shape: Shape,
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
    /// The hypothesis that fails: a hidden layer narrower than the rank of the linear part, or no end of
    /// the piece.
    pub(super) fn new(
        piece: &RationalPiece,
        shape: &Shape,
        inputs: &[Vec<BigRational>],
        fit: &AffineFit,
    ) -> Result<Self, NotInAPiece> {
        let Some((centre, reach)) = piece.room() else {
            return Err(NotInAPiece::LinearEverywhere);
        };
        let widths = shape.widths();
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
            return Err(NotInAPiece::NarrowLayer {
                rank: carriers.len(),
                units: narrowest,
            });
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
            shape: shape.clone(),
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
        self.shape.layers() - 1
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
    pub(super) fn weights(&self) -> Weights {
        let mut out = Weights::zero(&self.shape);
        let active = self.carriers.len();
        for l in 1..=self.hidden() {
            for unit in 0..self.shape.width(l) {
                out.row_mut(l, unit)[0] = self.centre.clone();
            }
            for k in 0..active {
                let row = out.row_mut(l, k);
                if l == 1 {
                    for (w, v) in row[1..].iter_mut().zip(&self.carriers[k]) {
                        *w = v * &self.scale;
                    }
                } else {
                    let (weight, offset) = self.reading(&self.scale);
                    row[1 + k] = weight;
                    row[0] += offset;
                }
            }
        }
        let last = self.shape.layers();
        for (j, (factors, constant)) in self.outer.iter().zip(&self.constants).enumerate() {
            let row = out.row_mut(last, j);
            row[0] = constant.clone();
            for (k, factor) in factors.iter().enumerate() {
                let (weight, offset) = self.reading(factor);
                row[1 + k] = weight;
                row[0] += offset;
            }
        }
        out
    }

    /// A power of two r so that, for all weights within r of these ones in the maximum norm, all preactivations of
    /// all samples lie inside the piece.
    ///
    /// While that is so, a change of the weights by at most r changes the preactivations of a layer by at most `D_k +
    /// r (sum over the units before of (|a| + |slope| D) + 1)`, where D bounds the changes one layer before; `D_k`
    /// belongs to the unit that is read, through the weight 1/slope, and is 0 for idle units.
    pub(super) fn radius(&self, inputs: &[Vec<BigRational>]) -> Option<BigRational> {
        (1..HALVINGS)
            .map(|k| power_of_two(-k))
            .find(|r| inputs.iter().all(|x| self.stays(x, r)))
    }

    fn stays(&self, x: &[BigRational], r: &BigRational) -> bool {
        interruption::point();
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
            let spare = self.shape.width(l) - carried.len();
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

#[cfg(test)]
mod tests {
    use super::super::fit::affine_fit;
    use super::*;
    use crate::network::{Data, Exact, NoValue, Order, Sigma, SumOfSquares, any};

    fn q(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    /// The line inside the piece, and nothing outside.
    impl Sigma<Exact> for RationalPiece {
        fn value(&self, z: &BigRational) -> Result<BigRational, NoValue> {
            let inside = self.contains(z, z);
            inside.then(|| self.line(z)).ok_or(NoValue)
        }
        fn with_slope(&self, z: &BigRational) -> Result<[BigRational; 2], NoValue> {
            Ok([self.value(z)?, self.slope.clone()])
        }
        fn with_curvature(&self, z: &BigRational) -> Result<[BigRational; 3], NoValue> {
            Ok([self.value(z)?, self.slope.clone(), BigRational::zero()])
        }
    }

    /// The network of the weights is the affine fit at every sample, exactly, with all units inside the piece; its
    /// loss is that of the fit, and its gradient is 0.
    #[test]
    fn the_network_inside_the_piece_is_the_fit() {
        let piece = |low: Option<BigRational>, high: Option<BigRational>| RationalPiece {
            low,
            high,
            slope: q(-3, 2),
            intercept: q(1, 7),
        };
        let data = Data {
            inputs: vec![
                vec![q(0, 1), q(1, 1)],
                vec![q(1, 2), q(-1, 3)],
                vec![q(-2, 1), q(1, 1)],
                vec![q(3, 1), q(2, 5)],
                vec![q(1, 1), q(1, 1)],
            ],
            targets: [[1, 2], [0, -1], [5, 3], [-4, 1], [2, 7]]
                .map(|y| y.map(|n| q(n, 1)).to_vec())
                .to_vec(),
        };
        let fit = affine_fit(&data.inputs, &data.targets).expect("a fit");
        for (low, high) in [
            (Some(q(-1, 3)), Some(q(1, 2))),
            (Some(q(2, 1)), None),
            (None, Some(q(-5, 4))),
        ] {
            let piece = piece(low, high);
            // With units to spare in each layer, and without.
            for widths in [[2, 3, 4, 2], [2, 2, 2, 2]] {
                let shape = Shape::new(&widths, true).expect("a shape");
                let placed = Placement::new(&piece, &shape, &data.inputs, &fit).expect("room");
                let weights = placed.weights();
                let model = any::Model {
                    arithmetic: Exact,
                    sigma: &piece,
                    loss: &SumOfSquares,
                };
                let found = any::Network::new(model, &weights)
                    .derivatives(&data, Order::Gradient)
                    .expect("all units are inside the piece");
                assert_eq!(found.loss, fit.loss, "{widths:?}");
                assert!(found.gradient.iter().all(Zero::is_zero), "{widths:?}");
            }
        }
    }
}

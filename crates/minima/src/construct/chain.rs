//! Data sets for chains: small networks whose hidden layers have one unit each.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use rug::Float;

use super::design::{Design, design};
use super::inputs::points;
use super::parallel::in_parallel;
use super::small::{Moment, NoBox, Small, enclose, floats};
use super::span::Vector;
use crate::network::{
    Activation, Data, EnclosedWeights, Least, Loss, Model, Order, Samples, Shape, SumOfSquares,
    Weights, hessian,
};
use wronski_certificate::reason::numeric::{NoResidual, NotBuilt};
use wronski_interval::approximate::cholesky;
use wronski_interval::{Fault, Interval};

/// Bits of precision of the design.
const PRECISION: u32 = 256;
/// Half widths of the cubes from which inputs are drawn.
const SPREADS: [u32; 5] = [3, 2, 4, 6, 1];
/// Seeds that are tried for few samples.
const SEEDS: u64 = 40;

/// What is to be built.
#[derive(Clone, Debug)]
pub struct Task<'a> {
    /// The activation.
    pub sigma: &'a Activation,
    /// The loss: residuals are designed for this one only.
    pub loss: SumOfSquares,
    /// The small shape.
    pub shape: &'a Shape,
    /// The hidden layers that are to be widened.
    pub layers: &'a [usize],
    /// Base weights to try, in order.
    pub bases: &'a [Weights],
    /// Given inputs; drawn if absent.
    pub inputs: Option<&'a [Vec<BigRational>]>,
    /// The seed of the draw.
    pub seed: u64,
    /// Most bits of precision.
    pub most_bits: u32,
}

/// A data set with a strict local minimum of the small network.
#[derive(Clone, Debug)]
pub struct Built {
    /// The exact data.
    pub data: Data,
    /// The minimum.
    pub small: Small,
    /// The base weights near which it lies.
    pub base: Weights,
    /// How it was made, in sentences by topic.
    pub notes: Vec<(&'static str, String)>,
}

/// A number of samples that leaves the problem well overdetermined: four times as many numbers to fit as there are
/// weights, and some more.
pub fn overdetermined(shape: &Shape) -> usize {
    (4 * shape.weights() + 16).div_ceil(shape.width(shape.layers()))
}

/// The least number of samples with a residual other than 0 orthogonal to a gradient family that is independent on
/// them. Where it is dependent on the samples, fewer can do.
pub fn least_generic(shape: &Shape) -> usize {
    (shape.weights() + 1).div_ceil(shape.width(shape.layers()))
}

/// Why there is no residual at these base weights.
fn no_residual(why: NoResidual, base: &Weights) -> NotBuilt {
    NotBuilt::NoResidual {
        base: base.values().iter().map(ToString::to_string).collect(),
        why,
    }
}

/// How a data set was made, in sentences by topic.
fn notes(d: &Design, how: &str, scale: &Float, digits: i64) -> Vec<(&'static str, String)> {
    let signs: Vec<String> = d
        .signs
        .iter()
        .map(|(l, sign)| format!("layer {l} {}", sign.word()))
        .collect();
    vec![
        ("inputs", how.to_string()),
        (
            "residual",
            format!(
                "orthogonal to the gradient family; of all residuals of the same length the one with the largest \
                 product \
                 of the determinants of the moment matrices ({}); the least eigenvalue of these matrices, standardised, is \
                 {:.3e} times the norm of their functions",
                signs.join(", "),
                d.margin
            ),
        ),
        (
            "scale",
            format!(
                "residual of length {:.3e}: half of the largest power of two at which the Hessian of the small \
                 network is \
                 still positive definite, at most 1",
                scale.to_f64()
            ),
        ),
        (
            "targets",
            format!("rounded to {digits} digits after the point"),
        ),
    ]
}

impl Task<'_> {
    fn model(&self) -> Model<'_> {
        Model::new(self.sigma, &self.loss)
    }

    fn designed(&self, base: &Weights, inputs: &[Vec<BigRational>]) -> Result<Design, NoResidual> {
        let weights = base.enclosed(PRECISION);
        let network = self.model().on(&weights);
        design(&network, self.loss, inputs, self.layers, PRECISION)
    }

    /// Builds a data set with `count` samples.
    ///
    /// # Errors
    /// [`NotBuilt`], with what failed last.
    pub fn build(&self, count: usize, progress: &dyn Fn(&str)) -> Result<Built, NotBuilt> {
        let mut why = NotBuilt::NoBase;
        // Few samples leave little choice: more draws are worth the time. Too few leave none.
        let least = least_generic(self.shape);
        let scarce = count >= least && count < least + 3 * self.layers.len() + 4;
        let seeds = if scarce && self.inputs.is_none() {
            SEEDS
        } else {
            1
        };
        for base in self.bases {
            progress("residual design");
            let mut best: Option<(Design, Vec<Vec<BigRational>>, String)> = None;
            for draw in 0..seeds {
                let spreads: &[u32] = if self.inputs.is_some() {
                    &SPREADS[..1]
                } else {
                    &SPREADS
                };
                let designs = in_parallel(spreads, |spread| {
                    let (inputs, how) = self.drawn(count, draw, *spread);
                    (self.designed(base, &inputs), inputs, how)
                });
                for (design, inputs, how) in designs {
                    match design {
                        Ok(d) => {
                            if best.as_ref().is_none_or(|b| d.score > b.0.score) {
                                best = Some((d, inputs, how));
                            }
                        }
                        Err(e) => why = no_residual(e, base),
                    }
                }
                // A good margin needs no further draws.
                if best.as_ref().is_some_and(|b| b.0.margin > 1e-6) {
                    break;
                }
            }
            if let Some((d, inputs, how)) = best {
                progress("the small minimum");
                match self.realised(base, &inputs, &d, &how) {
                    Ok(built) => return Ok(built),
                    Err(e) => why = e,
                }
            }
        }
        if self.bases.len() > 1 {
            why = NotBuilt::Bases {
                tried: self.bases.len(),
                last: Box::new(why),
            };
        }
        Err(why)
    }

    /// The inputs of a draw, and how they were made.
    fn drawn(&self, count: usize, draw: u64, spread: u32) -> (Vec<Vec<BigRational>>, String) {
        if let Some(given) = self.inputs {
            return (given.to_vec(), "as given".to_string());
        }
        // The first draw is centred; further ones move to and fro in quarters.
        let quarters = BigInt::from(draw.div_ceil(2) % 12);
        let quarters = if draw.is_multiple_of(2) {
            -quarters
        } else {
            quarters
        };
        let centre = BigRational::new(quarters, 4.into());
        let inputs = points(
            self.seed.wrapping_mul(SEEDS).wrapping_add(draw),
            count,
            self.shape.width(0),
            spread,
            &centre,
        );
        let how = format!(
            "{count} points, one in each of {count} equal parts of the interval of half width {spread} around \
             {centre} (seed {}, draw {draw}); of the half widths {SPREADS:?} the one with the largest product of \
             determinants",
            self.seed
        );
        (inputs, how)
    }

    /// Scales and rounds the residual, and encloses the minimum.
    fn realised(
        &self,
        base: &Weights,
        inputs: &[Vec<BigRational>],
        d: &Design,
        how: &str,
    ) -> Result<Built, NotBuilt> {
        let scale = self
            .scale(base, inputs, d)
            .map_err(|f| NotBuilt::Fault(f.to_string()))?;
        let largest = d
            .residual
            .iter()
            .flatten()
            .map(|r| Float::with_val(PRECISION, r * &scale).abs().to_f64())
            .fold(0.0, f64::max);
        let mut failure = NotBuilt::NoSamples;
        for more in [8, 20, 40] {
            // So many digits after the point that the largest residual has `more` significant ones.
            let digits = (more - largest.log10().floor() as i64).clamp(6, 300);
            let data = Data {
                inputs: inputs.to_vec(),
                targets: d.targets(&scale, digits).ok_or(NotBuilt::NotFinite)?,
            };
            let reach = Float::with_val(64, 1) >> 4;
            failure = match enclose(self.model(), &data, base, &reach, self.most_bits) {
                Ok(small) => match self.suits(&small, d) {
                    None => {
                        return Ok(Built {
                            data,
                            small,
                            base: base.clone(),
                            notes: notes(d, how, &scale, digits),
                        });
                    }
                    Some(why) => why,
                },
                Err(NoBox::Diverges) => NotBuilt::LeavesBase,
                Err(NoBox::Precision { bits, what }) => NotBuilt::NotEnclosed { what, bits },
                Err(NoBox::Fault(f)) => NotBuilt::Fault(f),
            };
        }
        Err(failure)
    }

    /// What is wrong with the minimum that came out, if anything.
    fn suits(&self, small: &Small, d: &Design) -> Option<NotBuilt> {
        if !small.is_minimum() {
            return Some(NotBuilt::Saddle);
        }
        // With loss 0 it would be a global minimum.
        let bounded = self.loss.least() == Least::ZeroAtTheTarget;
        if bounded && !small.loss.certainly_positive() {
            return Some(NotBuilt::LossNearZero);
        }
        d.signs
            .iter()
            .find(|(l, sign)| small.moment(*l, 0).and_then(Moment::definite) != Some(*sign))
            .map(|(layer, _)| NotBuilt::NotDefinite { layer: *layer })
    }

    /// Half of the largest power of two by which the residual may be multiplied so that the small Hessian stays,
    /// approximately, positive definite; at most 1.
    fn scale(
        &self,
        base: &Weights,
        inputs: &[Vec<BigRational>],
        d: &Design,
    ) -> Result<Float, Fault> {
        let weights = base.enclosed(PRECISION);
        let network = self.model().on(&weights);
        let at_targets = |targets: Vec<Vec<Interval>>| -> Result<Vec<Vector>, Fault> {
            let samples = Samples {
                inputs: inputs
                    .iter()
                    .map(|r| {
                        r.iter()
                            .map(|q| Interval::from_rational(q, PRECISION))
                            .collect()
                    })
                    .collect(),
                targets,
            };
            let m = hessian(&network.derivatives(&samples, Order::Hessian)?)?;
            Ok(floats(&m, PRECISION))
        };
        let targets = |factor: i32| -> Result<Vec<Vec<Interval>>, Fault> {
            d.outputs
                .iter()
                .zip(&d.residual)
                .map(|(f, r)| {
                    f.iter()
                        .zip(r)
                        .map(|(f, r)| {
                            let y = Float::with_val(
                                PRECISION,
                                f - Float::with_val(PRECISION, r * factor),
                            );
                            Interval::new(y.clone(), y)
                        })
                        .collect()
                })
                .collect()
        };
        let flat = at_targets(targets(0)?)?;
        let full = at_targets(targets(1)?)?;
        let at = |e: i32| -> Vec<Vector> {
            let factor = Float::with_val(PRECISION, Float::i_exp(1, e));
            flat.iter()
                .zip(&full)
                .map(|(a, b)| {
                    a.iter()
                        .zip(b)
                        .map(|(a, b)| {
                            let curve = Float::with_val(PRECISION, b - a);
                            Float::with_val(
                                PRECISION,
                                a + Float::with_val(PRECISION, curve * &factor),
                            )
                        })
                        .collect()
                })
                .collect()
        };
        let mut e = 1;
        while e > -400 && cholesky(&at(e), PRECISION).is_none() {
            e -= 1;
        }
        Ok(Float::with_val(PRECISION, Float::i_exp(1, e - 1)))
    }
}

/// The default base weights: hidden weights 1, biases 0, output weight 1; then small rational ones to try where the
/// default is impossible.
pub fn bases(shape: &Shape) -> Vec<Weights> {
    let q = |n: i64, d: i64| BigRational::new(n.into(), d.into());
    // (weight, bias) of the hidden layers, by turns.
    let patterns: [&[(BigRational, BigRational)]; 9] = [
        &[(q(1, 1), q(0, 1))],
        &[(q(1, 1), q(1, 2)), (q(2, 1), q(-1, 1))],
        &[(q(1, 1), q(0, 1)), (q(2, 1), q(0, 1))],
        &[(q(1, 1), q(0, 1)), (q(3, 1), q(-1, 1))],
        &[(q(2, 1), q(1, 1)), (q(-2, 1), q(1, 1))],
        &[(q(3, 2), q(-1, 2)), (q(4, 1), q(-2, 1))],
        &[(q(1, 2), q(1, 1)), (q(3, 1), q(-2, 1))],
        &[(q(-1, 1), q(1, 3)), (q(5, 2), q(-1, 2))],
        &[(q(2, 1), q(-1, 2)), (q(5, 1), q(-3, 1))],
    ];
    patterns
        .iter()
        .map(|pattern| {
            let mut w = Weights::zero(shape);
            for l in 1..=shape.layers() {
                for unit in 0..shape.width(l) {
                    let (mut weight, bias) = if l == shape.layers() {
                        (BigRational::one(), BigRational::zero())
                    } else {
                        pattern[(l - 1) % pattern.len()].clone()
                    };
                    if shape.biases() {
                        let at = shape.row(l, unit);
                        w.values_mut()[at] = bias;
                    }
                    for source in 0..shape.width(l - 1) {
                        let at = shape.weight(l, unit, source);
                        w.values_mut()[at] = weight.clone();
                        // Different inputs and outputs get different weights: nothing should be symmetric by
                        // accident.
                        weight = &weight * q(-2, 3);
                    }
                    if l == shape.layers() && unit > 0 {
                        let at = shape.weight(l, unit, 0);
                        let n = i64::try_from(unit).unwrap_or(1);
                        w.values_mut()[at] = q(1, n + 1);
                    }
                }
            }
            w
        })
        .collect()
}

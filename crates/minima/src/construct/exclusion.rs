//! No critical point: a box around given weights on which the loss has a slope in one direction everywhere.
//!
//! On the box `c + [-r, r]` the derivative along d lies in `g(c) d + [-r, r] |H d|_1`, with an enclosure H of the
//! Hessians on the box (mean value form), and in what interval arithmetic gives directly. A direction is good if `g
//! d` is large against `|H d|_1`: `(H^2 + mu)^-1 g` turns from the gradient (mu large) to the part of it that lies
//! near the kernel of H (mu small).

use nalgebra::{DMatrix, DVector, SymmetricEigen};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;
use rug::Float;

use super::rounding::{float, short};
use crate::network::{
    Data, Derivatives, EnclosedData, EnclosedWeights, Model, Order, Samples, Weights, along,
    hessian,
};
use wronski_interval::{Fault, Interval, IntervalMatrix};

/// Bits of precision.
const PRECISION: u32 = 128;
/// Binary digits of a direction.
const DIGITS: i32 = 24;
/// The most weights of a network whose Hessian is enclosed on a box (the checker's limit).
const MOST_WEIGHTS: usize = 200;
/// Directions that are tried on each box.
const DIRECTIONS: usize = 5;
/// Steps of the search between a radius that is shown and its double.
const BISECTIONS: u32 = 3;

/// A box without critical points.
#[derive(Clone, Debug)]
pub struct Exclusion {
    /// The radius of the box around the given weights, in the maximum norm.
    pub radius: BigRational,
    /// A direction.
    pub direction: Weights,
    /// The derivative of the loss along it, for all weights of the box; 0 is excluded.
    pub slope: Interval,
    /// Bits of precision.
    pub precision: u32,
}

/// What is common to all boxes.
struct Search<'a> {
    model: Model<'a>,
    start: &'a Weights,
    samples: Samples,
    here: Derivatives<Interval>,
}

/// A direction, and the radius up to which the loss may be expected to have a slope along it.
struct Candidate {
    direction: Weights,
    enclosed: Weights<Interval>,
    estimate: f64,
}

/// A box around the weights, of a radius as large as was found between `least` and `most`, on which the derivative of
/// the loss along one direction is certainly positive. `None` if that is not shown on any.
///
/// # Errors
/// A [`Fault`] of the activation at the given weights.
pub fn excluded(
    model: Model<'_>,
    data: &Data,
    start: &Weights,
    least: &BigRational,
    most: &BigRational,
) -> Result<Option<Exclusion>, Fault> {
    let samples = data.enclosed(PRECISION);
    let here = model
        .on(&start.enclosed(PRECISION))
        .derivatives(&samples, order(start))?;
    let search = Search {
        model,
        start,
        samples,
        here,
    };
    let candidates = search.candidates()?;
    let Some(best) = candidates.first() else {
        return Ok(None);
    };
    // The estimate is of first order: some doublings beyond it are tried as well.
    let two = BigRational::from_integer(2.into());
    let mut radius = least.clone();
    let mut doublings = 0;
    while &radius * &two <= *most && (doublings < 2 || float(&radius) < 8.0 * best.estimate) {
        radius *= &two;
        doublings += 1;
    }
    let mut found = None;
    while radius >= *least {
        found = search.on(&radius, &candidates);
        if found.is_some() {
            break;
        }
        radius /= &two;
    }
    let mut step = &radius / &two;
    for _ in 0..BISECTIONS {
        let Some(shown) = &found else { break };
        let larger = &shown.radius + &step;
        if larger <= *most
            && let Some(e) = search.on(&larger, &candidates)
        {
            found = Some(e);
        }
        step /= &two;
    }
    Ok(found)
}

/// Second derivatives only where they can be afforded.
fn order(weights: &Weights) -> Order {
    if weights.values().len() <= MOST_WEIGHTS {
        Order::Hessian
    } else {
        Order::Gradient
    }
}

impl Search<'_> {
    /// The directions with the largest estimates, best first.
    fn candidates(&self) -> Result<Vec<Candidate>, Fault> {
        let gradient: Vec<f64> = self
            .here
            .gradient
            .iter()
            .map(|g| g.midpoint().to_f64())
            .collect();
        if gradient.iter().all(|g| *g == 0.0) || gradient.iter().any(|g| !g.is_finite()) {
            return Ok(vec![]);
        }
        let n = gradient.len();
        let g = DVector::from_vec(gradient);
        let mut all = vec![];
        if order(self.start) == Order::Gradient {
            all.extend(self.candidate(&g, f64::INFINITY));
            return Ok(all);
        }
        let hessian = hessian(&self.here)?;
        let middles = DMatrix::from_fn(n, n, |i, j| hessian.rows()[i][j].midpoint().to_f64());
        if middles.iter().any(|x| !x.is_finite()) {
            return Ok(vec![]);
        }
        let estimate = |d: &DVector<f64>| {
            let bend: f64 = (&middles * d).iter().map(|x| x.abs()).sum();
            g.dot(d).abs() / bend
        };
        all.extend(self.candidate(&g, estimate(&g)));
        let eigen = SymmetricEigen::new(middles.clone());
        let largest = eigen.eigenvalues.amax();
        let turned = eigen.eigenvectors.transpose() * &g;
        for k in 0..16 {
            let mu = (largest * 0.25f64.powi(k)).powi(2).max(f64::MIN_POSITIVE);
            let d = DVector::from_iterator(
                n,
                turned
                    .iter()
                    .zip(eigen.eigenvalues.iter())
                    .map(|(c, v)| c / (v * v + mu)),
            );
            let d = &eigen.eigenvectors * d;
            all.extend(self.candidate(&d, estimate(&d)));
        }
        all.sort_by(|a, b| b.estimate.total_cmp(&a.estimate));
        all.truncate(DIRECTIONS);
        Ok(all)
    }

    fn candidate(&self, d: &DVector<f64>, estimate: f64) -> Option<Candidate> {
        let largest = d.amax();
        if largest == 0.0 || !largest.is_finite() || estimate.is_nan() {
            return None;
        }
        let values = d.iter().map(|x| short(x / largest, DIGITS)).collect();
        let direction = Weights::new(self.start.shape(), values)?;
        Some(Candidate {
            enclosed: direction.enclosed(PRECISION),
            direction,
            estimate,
        })
    }

    /// The first direction along which the loss certainly has a slope on the whole box.
    fn on(&self, radius: &BigRational, candidates: &[Candidate]) -> Option<Exclusion> {
        let r = Interval::from_rational(radius, PRECISION).hi().clone();
        let cube = self.start.cube(&r, PRECISION);
        let network = self.model.on(&cube);
        // A fault on a large box says nothing about smaller ones.
        let second = match order(self.start) {
            Order::Hessian => {
                let there = network.derivatives(&self.samples, Order::Hessian).ok()?;
                Some(hessian(&there).ok()?)
            }
            _ => None,
        };
        candidates.iter().find_map(|c| {
            let at_centre = product(&self.here.gradient, c.enclosed.values());
            let direct = along(&network, &c.enclosed, &self.samples).ok()?.first;
            let slope = match &second {
                Some(h) => {
                    direct.intersection(&mean_value(&at_centre, h, c.enclosed.values(), &r)?)?
                }
                None => direct,
            };
            // Well away from 0, so that a checker with coarser enclosures arrives at the same.
            let quarter = at_centre.scale(&BigRational::new(BigInt::one(), 4.into()));
            (quarter.certainly_positive() && quarter.lo() <= slope.lo()).then(|| Exclusion {
                radius: radius.clone(),
                direction: c.direction.clone(),
                slope,
                precision: PRECISION,
            })
        })
    }
}

fn product(a: &[Interval], b: &[Interval]) -> Interval {
    a.iter()
        .zip(b)
        .fold(Interval::zero(PRECISION), |sum, (a, b)| &sum + &(a * b))
}

/// `slope + [-r, r] |H d|_1`.
fn mean_value(
    slope: &Interval,
    hessian: &IntervalMatrix,
    direction: &[Interval],
    r: &Float,
) -> Option<Interval> {
    let step = Interval::new(Float::with_val(r.prec(), -r), r.clone()).ok()?;
    let bend = hessian
        .rows()
        .iter()
        .fold(Interval::zero(PRECISION), |sum, row| {
            &sum + &product(row, direction).abs()
        });
    Some(slope + &(&step * &bend))
}

//! No critical point: a box around given weights on which the loss has a slope in one direction everywhere.

use num_rational::BigRational;
use rug::Float;
use rug::float::Round;

use super::machine::short;
use crate::interval::{Fault, Interval, exact_rational};
use crate::network::{Activation, Data, Network, Order, Weights, along};

/// Bits of precision.
const PRECISION: u32 = 128;
/// How often the radius is halved.
const HALVINGS: u32 = 60;

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

/// The largest box found around the weights, of radius at most `within`, on which the derivative of the loss along the gradient at its
/// centre is certainly positive.
///
/// # Errors
/// A [`Fault`] of the activation at the given weights.
pub fn excluded(
    sigma: &Activation,
    data: &Data,
    start: &Weights,
    within: &Float,
) -> Result<Option<Exclusion>, Fault> {
    let samples = data.enclosed(PRECISION);
    let shape = start.shape();
    let centre = start.enclosed(PRECISION);
    let network = Network {
        shape,
        sigma,
        weights: &centre,
    };
    let gradient = network.derivatives(&samples, Order::Gradient)?.gradient;
    let largest = gradient
        .iter()
        .map(|g| g.midpoint().to_f64().abs())
        .fold(0.0, f64::max);
    if largest == 0.0 || !largest.is_finite() {
        return Ok(None);
    }
    let values = gradient
        .iter()
        .map(|g| short(g.midpoint().to_f64() / largest, 10))
        .collect();
    let Some(direction) = Weights::new(shape, values) else {
        return Ok(None);
    };
    let d = direction.enclosed(PRECISION);
    let mut radius = Float::with_val_round(12, within, Round::Down).0;
    for _ in 0..HALVINGS {
        let cube = start.within(&vec![radius.clone(); centre.len()], PRECISION);
        let network = Network {
            shape,
            sigma,
            weights: &cube,
        };
        // A fault on a large box says nothing about smaller ones.
        if let Ok(line) = along(&network, &d, &samples)
            && let Some(exact) = exact_rational(&radius)
            && line.first.certainly_positive()
        {
            return Ok(Some(Exclusion {
                radius: exact,
                direction,
                slope: line.first,
                precision: PRECISION,
            }));
        }
        radius >>= 1;
    }
    Ok(None)
}

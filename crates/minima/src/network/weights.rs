//! Exact weights, and intervals of weights.

use num_rational::BigRational;
use num_traits::Zero;
use rug::Float;

use super::shape::Shape;
use wronski_interval::Interval;

/// A network with exact rational weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    shape: Shape,
    values: Vec<BigRational>,
}

impl Weights {
    /// All weights 0.
    pub fn zero(shape: &Shape) -> Weights {
        Weights {
            values: vec![BigRational::zero(); shape.weights()],
            shape: shape.clone(),
        }
    }

    /// From the list of all weights; `None` if its length does not fit the shape.
    pub fn new(shape: &Shape, values: Vec<BigRational>) -> Option<Weights> {
        (values.len() == shape.weights()).then(|| Weights {
            shape: shape.clone(),
            values,
        })
    }

    /// The shape.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The list of all weights, in the order of [`Shape`].
    pub fn values(&self) -> &[BigRational] {
        &self.values
    }

    /// The list of all weights, to be changed.
    pub fn values_mut(&mut self) -> &mut [BigRational] {
        &mut self.values
    }

    /// The row of a unit: bias, if any, then one weight a unit of the layer before.
    pub fn row(&self, l: usize, unit: usize) -> &[BigRational] {
        let start = self.shape.row(l, unit);
        &self.values[start..start + self.shape.row_length(l)]
    }

    /// The weight from unit `source` of layer `l - 1` to `unit` of layer `l`.
    pub fn weight(&self, l: usize, unit: usize, source: usize) -> &BigRational {
        &self.values[self.shape.weight(l, unit, source)]
    }

    /// As intervals of one point, or nearly.
    pub fn enclosed(&self, precision: u32) -> Vec<Interval> {
        self.values
            .iter()
            .map(|q| Interval::from_rational(q, precision))
            .collect()
    }

    /// The box of the given radii around the weights.
    pub fn within(&self, radii: &[Float], precision: u32) -> Vec<Interval> {
        self.values
            .iter()
            .zip(radii)
            .map(|(q, r)| widen(&Interval::from_rational(q, precision), r))
            .collect()
    }

    /// `self + t (other - self)`.
    #[must_use]
    pub fn towards(&self, other: &Weights, t: &BigRational) -> Weights {
        Weights {
            shape: self.shape.clone(),
            values: self
                .values
                .iter()
                .zip(&other.values)
                .map(|(a, b)| if a == b { a.clone() } else { a + t * (b - a) })
                .collect(),
        }
    }

    /// `other - self`, as a list in the order of the shape.
    #[must_use]
    pub fn difference(&self, other: &Weights) -> Weights {
        Weights {
            shape: self.shape.clone(),
            values: self
                .values
                .iter()
                .zip(&other.values)
                .map(|(a, b)| b - a)
                .collect(),
        }
    }
}

/// All numbers within `radius` of a number of the interval.
pub fn widen(x: &Interval, radius: &Float) -> Interval {
    if radius.is_zero() {
        return x.clone();
    }
    let r = radius.clone().abs();
    match Interval::new(-r.clone(), r) {
        Ok(ball) => (x + &ball).with_precision(x.precision()),
        Err(_) => Interval::entire(x.precision()),
    }
}

//! Directions of negative curvature.

use nalgebra::{DMatrix, SymmetricEigen};
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use rug::Float;

use super::rounding::short;
use super::small::Small;
use crate::network::{
    Data, EnclosedData, EnclosedWeights, Model, Order, Samples, Weights, Widening, along, enlarged,
    hessian, merged,
};
use wronski_diagnostic::interruption;
use wronski_interval::{Fault, Interval, IntervalMatrix};

/// Binary digits of a direction.
const DIGITS: i32 = 20;

/// A direction with the second derivative of the loss along it.
#[derive(Clone, Debug)]
pub struct Saddle {
    /// The direction.
    pub direction: Weights,
    /// The second derivative at the critical point, which is below 0.
    pub curvature: Interval,
}

/// The eigenvectors of the middles, by increasing eigenvalue.
fn eigenvectors(matrix: &IntervalMatrix) -> Vec<(f64, Vec<f64>)> {
    let n = matrix.row_count();
    let middles = DMatrix::from_fn(n, n, |i, j| matrix.rows()[i][j].midpoint().to_f64());
    let eigen = SymmetricEigen::new(middles);
    let mut out: Vec<(f64, Vec<f64>)> = eigen
        .eigenvalues
        .iter()
        .enumerate()
        .map(|(k, v)| (*v, eigen.eigenvectors.column(k).iter().copied().collect()))
        .collect();
    out.sort_by(|a, b| a.0.total_cmp(&b.0));
    out
}

/// The second derivative along a direction at the widened critical point.
fn curvature(
    model: Model<'_>,
    samples: &Samples,
    centre: &Weights,
    tube: &Float,
    direction: &Weights,
    precision: u32,
) -> Result<Interval, Fault> {
    let both = merged(&[centre, direction]);
    let (centre, direction) = (&both[0], &both[1]);
    let weights = centre.enclosed(precision).map(|w| enlarged(w, tube));
    let network = model.on(&weights);
    Ok(along(&network, &direction.enclosed(precision), samples)?.second)
}

/// Searches a direction of certainly negative curvature at the critical point of the wide network: one of the small
/// network, or one in which two copies part. The widening may be trivial.
///
/// # Errors
/// A [`Fault`] of the activation.
pub fn saddle(
    model: Model<'_>,
    data: &Data,
    small: &Small,
    widening: &Widening,
) -> Result<Option<Saddle>, Fault> {
    let samples = &data.enclosed(small.precision);
    let precision = small.precision;
    let centre = widening.apply(&small.centre);
    let tube = small.tube(widening);
    let mut directions = vec![];
    if small.inertia.1 > 0 {
        let cube = small.cube(precision);
        let network = model.on(&cube);
        let matrix = hessian(&network.derivatives(samples, Order::Hessian)?)?;
        for (value, v) in eigenvectors(&matrix) {
            if value < 0.0 {
                let values = v.iter().map(|x| short(*x, DIGITS)).collect();
                directions
                    .extend(Weights::new(small.centre.shape(), values).map(|d| widening.apply(&d)));
            }
        }
    }
    for l in widening.widened_layers() {
        directions.extend(parting(small, widening, l));
    }
    for direction in directions {
        let c = curvature(model, samples, &centre, &tube, &direction, precision)?;
        if c.certainly_negative() {
            return Ok(Some(Saddle {
                direction,
                curvature: c,
            }));
        }
    }
    Ok(None)
}

/// Directions in which two copies of layer `l` part: `lambda_i D_i + lambda_j D_j = 0`, so that the form is
/// `lambda_j (lambda_i + lambda_j) / lambda_i` times `D_j' B D_j`.
fn parting(small: &Small, widening: &Widening, l: usize) -> Vec<Weights> {
    let unit = widening.units()[l - 1];
    let Some(moment) = small.moment(l, unit) else {
        return vec![];
    };
    let vectors = eigenvectors(&moment.matrix);
    let (Some(lowest), Some(highest)) = (vectors.first(), vectors.last()) else {
        return vec![];
    };
    let fractions = &widening.fractions()[l - 1];
    let copies = widening.copies(l);
    let wide = widening.wide();
    // An eigenvector for which `factor` times the form is negative.
    let descending = |factor: &BigRational| {
        let vector = if factor.is_positive() {
            lowest
        } else {
            highest
        };
        (factor.is_positive() != (vector.0 > 0.0)).then_some(&vector.1)
    };
    let mut out = vec![];
    // One copy of each sign is enough: signs are all that matters.
    let representative: Vec<usize> = [true, false]
        .iter()
        .flat_map(|positive| {
            (0..fractions.len())
                .filter(move |i| fractions[*i].is_positive() == *positive)
                .take(2)
        })
        .collect();
    for &i in &representative {
        for &j in &representative {
            interruption::point();
            if i == j {
                continue;
            }
            let factor = &fractions[j] * (&fractions[i] + &fractions[j]) / &fractions[i];
            let Some(vector) = descending(&factor) else {
                continue;
            };
            let mut d = Weights::zero(wide);
            let ratio = -(&fractions[j] / &fractions[i]);
            for (c, x) in vector.iter().enumerate() {
                let z = short(*x, DIGITS);
                let at_i = wide.row(l, copies[i]) + c;
                let at_j = wide.row(l, copies[j]) + c;
                d.values_mut()[at_i] = &z * &ratio;
                d.values_mut()[at_j] = z;
            }
            out.push(d);
        }
    }
    // One copy against all others: `lambda_j / (1 - lambda_j)` times the form.
    for &j in &representative {
        let rest = BigRational::one() - &fractions[j];
        if rest.is_zero() {
            continue;
        }
        let factor = &fractions[j] / &rest;
        let Some(vector) = descending(&factor) else {
            continue;
        };
        let mut d = Weights::zero(wide);
        for (c, x) in vector.iter().enumerate() {
            let z = short(*x, DIGITS);
            for (i, copy) in copies.iter().enumerate() {
                let at = wide.row(l, *copy) + c;
                d.values_mut()[at] = if i == j { z.clone() } else { -(&z * &factor) };
            }
        }
        out.push(d);
    }
    out
}

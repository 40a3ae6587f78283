//! Directions: negative curvature at a critical point, and slopes where there is none.

use num_rational::BigRational;
use num_traits::Zero;
use rug::Float;

use super::jets::{Data, loss};
use super::line::Line;
use super::linear::{shifted, signature};
use super::number::{confirm, nonnegative};
use super::shape::{Exact, Shape, deviations, entries, map, plus, thin};
use super::sigma::{Sigma, common};
use super::small::Small;
use super::wide::{Ties, Wide};
use crate::failure::Checked;
use wronski_certificate::minimum::{ExclusionRecord, SaddleRecord, SeenRecord, Weights};
use wronski_interval::Interval;

/// The most parameters of a network whose gradient is computed as a whole.
const GRADIENT: usize = 2_000;

/// The most parameters of a network whose Hessian is computed.
const SMALL_WEIGHTS: usize = 200;

/// A direction that is not zero.
fn direction(record: &Weights, shape: &Shape) -> Checked<Exact> {
    let direction = shape
        .read(record)
        .map_err(|why| why.within("the direction"))?;
    if entries(&direction).all(Zero::is_zero) {
        return Err("the direction is 0".into());
    }
    Ok(direction)
}

/// Confirms the negative curvature at the critical point.
pub(super) fn saddle(
    record: &SaddleRecord,
    small: &Small,
    wide: Option<&Wide>,
    data: &Data,
    sigma: &Sigma,
) -> Checked<()> {
    let shape = wide.map_or(&small.shape, |w| &w.shape);
    let direction = direction(&record.direction, shape)?;
    let identity = Ties::identity(&small.centre, small.shape.widths[0]);
    let (weights, ties) = wide.map_or((&small.centre, &identity), |w| (&w.weights, &w.ties));
    let line = Line::new(weights, &direction, ties, &small.sharp, sigma)?;
    let samples = data.samples(None, sigma.precision());
    let jet = line.loss(&Interval::zero(sigma.precision()), 2, &samples, sigma)?;
    confirm("the second derivative", &jet[2], &record.curvature)?;
    if super::number::ends(&record.curvature)?[1] >= BigRational::zero() {
        return Err("the second derivative is not shown to be negative".into());
    }
    Ok(())
}

/// Confirms that the loss has a slope on the whole box: there is no critical point in it.
pub(super) fn exclusion(
    record: &ExclusionRecord,
    shape: &Shape,
    data: &Data,
    sigma: &Sigma,
) -> Checked<()> {
    let bits = sigma.precision();
    let weights = shape.read(&record.weights)?;
    let radius = nonnegative(&record.radius)?;
    if radius.is_zero() {
        return Err("the radius is 0".into());
    }
    let direction = direction(&record.direction, shape)?;
    let samples = data.samples(None, bits);
    let deviation = deviations(&map(&weights, |_| radius.clone()), bits);
    let ties = Ties::identity(&weights, shape.widths[0]);
    let line = Line::new(&weights, &direction, &ties, &deviation, sigma)?;
    let mut slope = line.loss(&Interval::zero(bits), 1, &samples, sigma)?[1].clone();
    if shape.parameters() <= GRADIENT {
        let all = plus(&thin(&weights, bits), &deviation);
        let gradient = loss(&all, &samples, sigma, 1)?.gradient;
        let product = gradient
            .iter()
            .zip(entries(&thin(&direction, bits)))
            .fold(Interval::zero(bits), |sum, (g, d)| &sum + &(g * d));
        slope = common(&slope, &product);
    }
    if shape.parameters() <= SMALL_WEIGHTS {
        // Mean value form: the slope at the centre, and the second derivatives on the box.
        let n = u64::try_from(shape.parameters()).unwrap_or(u64::MAX);
        sigma.spend(n.saturating_pow(3))?;
        let middle = thin(&weights, bits);
        let d: Vec<Interval> = entries(&thin(&direction, bits)).cloned().collect();
        let along = |row: &[Interval]| {
            row.iter()
                .zip(&d)
                .fold(Interval::zero(bits), |sum, (a, d)| &sum + &(a * d))
        };
        let at_centre = along(&loss(&middle, &samples, sigma, 1)?.gradient);
        let hessian = loss(&plus(&middle, &deviation), &samples, sigma, 2)?.hessian;
        let mean = hessian
            .iter()
            .zip(entries(&deviation))
            .fold(at_centre, |sum, (row, r)| &sum + &(&along(row) * r));
        slope = common(&slope, &mean);
    }
    confirm("the slope", &slope, &record.slope)?;
    let [lo, hi] = super::number::ends(&record.slope)?;
    if lo <= BigRational::zero() && hi >= BigRational::zero() {
        return Err("a slope of 0 is not excluded".into());
    }
    Ok(())
}

/// Confirms the enclosures at given weights.
pub(super) fn seen(record: &SeenRecord, shape: &Shape, data: &Data, sigma: &Sigma) -> Checked<()> {
    let bits = sigma.precision();
    let n = shape.parameters();
    if n > GRADIENT || (n > SMALL_WEIGHTS && record.hessian.is_some()) {
        return Err(format!("the network has {n} parameters").into());
    }
    let weights = thin(&shape.read(&record.weights)?, bits);
    let samples = data.samples(None, bits);
    let order = if record.hessian.is_some() { 2 } else { 1 };
    let here = loss(&weights, &samples, sigma, order)?;
    confirm("the loss", &here.value, &record.loss)?;
    let largest = |end: fn(&Interval) -> Float| {
        here.gradient
            .iter()
            .map(end)
            .fold(Float::new(bits), |a, b| if b > a { b } else { a })
    };
    let gradient = Interval::new(largest(Interval::mignitude), largest(Interval::magnitude))
        .map_err(|f| f.to_string())?;
    confirm(
        "the largest entry of the gradient",
        &gradient,
        &record.gradient,
    )?;
    let Some(claimed) = &record.hessian else {
        return Ok(());
    };
    let bound = nonnegative(&claimed.bound)?;
    let size = u64::try_from(n).unwrap_or(u64::MAX);
    sigma.spend(2 * size.saturating_pow(3))?;
    let count = |t: &BigRational| {
        let t = Interval::from_rational(t, bits);
        signature(&shifted(&here.hessian, &t), bits)
            .ok_or("the eigenvalues of the Hessian are not separated by the bound")
    };
    let [above, _] = count(&bound)?;
    let [_, below] = count(&-bound)?;
    if [above, below, n - above - below] != [claimed.above, claimed.below, claimed.between] {
        return Err(format!(
            "the Hessian has {above} eigenvalues above the bound and {below} below its negative"
        )
        .into());
    }
    Ok(())
}

//! Data sets near the given one: the same statements with enclosures in place of inputs and targets.

use num_rational::BigRational;
use num_traits::Zero;

use super::jets::Data;
use super::linear::signature;
use super::moments::moments;
use super::number::{nonnegative, rational};
use super::path::{Better, Path, View, at_most_there};
use super::shape::{deviations, entries, plus, thin};
use super::sigma::Sigma;
use super::small::{Small, at_least_on, critical, positive_definite};
use super::wide::Wide;
use crate::failure::Checked;
use wronski_certificate::minimum::NeighbourhoodRecord;

/// Confirms that every data set within the radius has a bad local minimum of the same kind.
pub(super) fn neighbourhood(
    record: &NeighbourhoodRecord,
    radius: &BigRational,
    (small, wide): (&Small, &Wide),
    (better, path): (&Better, &Path),
    data: &Data,
    sigma: &Sigma,
) -> Checked<()> {
    let bits = sigma.precision();
    let distance = nonnegative(&record.radius)?;
    if distance.is_zero() {
        return Err("the radius is 0".into());
    }
    let radii = small
        .shape
        .read_radii(&record.radii)
        .map_err(|why| why.within("the radii"))?;
    if entries(&radii).any(|r| r < radius) {
        return Err("the box does not contain that of the small network".into());
    }
    let samples = data.samples(Some(&distance), bits);
    let deviation = deviations(&radii, bits);
    let found = critical(&small.centre, &deviation, &samples, sigma)?;
    if !positive_definite(&found.hessian, bits) {
        return Err("the Hessian is not shown to be positive definite on the box".into());
    }
    let net = plus(&thin(&small.centre, bits), &deviation);
    let matrices = moments(&net, &samples, sigma, &wide.widened)?;
    for (unit, b) in wide.widened.iter().zip(&matrices) {
        let known = small.moments.get(unit);
        if known.is_none() || signature(b, bits).as_ref() != known {
            return Err(format!(
                "the moment matrix of layer {}, unit {} is not shown to keep its signs",
                unit.0, unit.1
            )
            .into());
        }
    }
    let least = rational(&record.minimum_at_least)?;
    if !at_least_on(&least, &small.centre, &deviation, &samples, sigma)? {
        return Err("the lower bound of the minima is not confirmed".into());
    }
    let most = at_most_there(&record.better_at_most, better, &samples, sigma)?;
    if most >= least {
        return Err("the bounds do not show that the minima are bad".into());
    }
    if record.pieces.len() != path.descents() {
        return Err(format!("there must be pieces for {} descents", path.descents()).into());
    }
    path.confirm(
        &View {
            samples: &samples,
            deviation: &deviation,
            pieces: Some(&record.pieces),
            losses: None,
            start: None,
            end: None,
        },
        sigma,
    )
}

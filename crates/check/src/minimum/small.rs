//! The small network: one critical point in a box, its Hessian, its loss, its moment matrices.

use std::collections::BTreeMap;
use wronski_certificate::limits::{PRECISION, SMALL_WEIGHTS};

use num_rational::BigRational;
use num_traits::Zero;

use super::jets::{Data, Samples, loss};
use super::linear::{Square, krawczyk, shifted, signature, strictly_inside};
use super::moments::moments;
use super::number::{at_least, confirm, ends, nonnegative, rational};
use super::shape::{Boxed, Exact, Shape, deviations, entries, map, plus, shaped, thin};
use super::sigma::{Sigma, common};
use crate::failure::{Checked, limit};
use wronski_certificate::minimum::{MomentRecord, SmallRecord};
use wronski_interval::Interval;

/// What is confirmed of the small network.
pub(super) struct Small {
    pub shape: Shape,
    pub centre: Exact,
    pub radius: BigRational,
    /// `[-r, r]` for every weight.
    pub deviation: Boxed,
    /// The critical point minus the centre, as sharply as the precision allows.
    pub sharp: Boxed,
    /// Positive and negative eigenvalues of the Hessian.
    pub inertia: [usize; 2],
    /// Claimed and confirmed bounds of the loss.
    pub loss: [BigRational; 2],
    /// Positive and negative eigenvalues of the moment matrices, by layer (from 1) and unit, where they are regular.
    pub moments: BTreeMap<(usize, usize), [usize; 2]>,
}

/// A precision that the checker works at.
pub(super) fn precision(bits: u32) -> Checked<u32> {
    if bits < 32 {
        Err("the precision is at least 32 bits".into())
    } else if bits > PRECISION {
        Err(limit("the bits of precision", u64::from(PRECISION)))
    } else {
        Ok(bits)
    }
}

fn flat(net: &Boxed) -> Vec<Interval> {
    entries(net).cloned().collect()
}

/// A box in which every data set enclosed has exactly one critical point.
pub(super) struct Critical {
    /// The Hessian on the whole box.
    pub hessian: Square,
    /// The critical point minus the centre.
    pub deviation: Vec<Interval>,
}

/// Confirms that there is exactly one critical point in the box, for all samples enclosed.
pub(super) fn critical(
    centre: &Exact,
    deviation: &Boxed,
    samples: &Samples,
    sigma: &Sigma,
) -> Checked<Critical> {
    let bits = sigma.precision();
    let middle = thin(centre, bits);
    let gradient = loss(&middle, samples, sigma, 1)?.gradient;
    let hessian = loss(&plus(&middle, deviation), samples, sigma, 2)?.hessian;
    let radii = flat(deviation);
    let n = u64::try_from(radii.len()).unwrap_or(u64::MAX);
    sigma.spend(n.saturating_pow(3))?;
    let image = krawczyk(&gradient, &hessian, &radii, bits)
        .ok_or("the Hessian at the centre has no approximate inverse")?;
    if !strictly_inside(&image, &radii) {
        return Err(
            "Krawczyk's test does not show that the box contains exactly one critical point".into(),
        );
    }
    Ok(Critical {
        hessian,
        deviation: image,
    })
}

/// The critical point minus the centre, enclosed more and more sharply.
fn sharpened(
    centre: &Exact,
    critical: &Critical,
    samples: &Samples,
    sigma: &Sigma,
) -> Checked<Vec<Interval>> {
    let bits = sigma.precision();
    let middle = thin(centre, bits);
    let mut known = critical.deviation.clone();
    for _ in 0..3 {
        // A new centre in the middle of what is known.
        let shift: Vec<Interval> = known
            .iter()
            .map(|k| Interval::new(k.midpoint(), k.midpoint()).map_err(|f| f.to_string().into()))
            .collect::<Checked<_>>()?;
        let box_ = plus(&middle, &shaped(centre, &known));
        let at = plus(&middle, &shaped(centre, &shift));
        let rest: Vec<Interval> = known.iter().zip(&shift).map(|(k, s)| k - s).collect();
        let gradient = loss(&at, samples, sigma, 1)?.gradient;
        let hessian = loss(&box_, samples, sigma, 2)?.hessian;
        let n = u64::try_from(rest.len()).unwrap_or(u64::MAX);
        sigma.spend(n.saturating_pow(3))?;
        let Some(image) = krawczyk(&gradient, &hessian, &rest, bits) else {
            break;
        };
        let next: Vec<Interval> = image
            .iter()
            .zip(&shift)
            .zip(&known)
            .map(|((i, s), k)| common(&(i + s), k))
            .collect();
        let better = next
            .iter()
            .zip(&known)
            .any(|(n, k)| n.width() * 16u32 < k.width());
        known = next;
        if !better {
            break;
        }
    }
    Ok(known)
}

/// Is every matrix enclosed positive definite?
pub(super) fn positive_definite(a: &Square, bits: u32) -> bool {
    signature(a, bits) == Some([a.len(), 0])
}

/// Confirms everything that is claimed of the small network. `minimum`: the kind claims a minimum.
pub(super) fn small(
    record: &SmallRecord,
    biases: bool,
    data: &Data,
    sigma: &Sigma,
    minimum: bool,
) -> Checked<Small> {
    let shape = Shape::new(&record.widths, biases)?;
    let parameters = shape.parameters();
    if parameters > SMALL_WEIGHTS {
        return Err(limit(
            "the weights of the small network",
            SMALL_WEIGHTS as u64,
        ));
    }
    let bits = sigma.precision();
    let centre = shape.read(&record.weights)?;
    let radius = nonnegative(&record.radius)?;
    if radius.is_zero() {
        return Err("the radius is 0".into());
    }
    let deviation = deviations(&map(&centre, |_| radius.clone()), bits);
    let samples = data.samples(None, bits);
    let found = critical(&centre, &deviation, &samples, sigma)?;
    let n = u64::try_from(parameters).unwrap_or(u64::MAX);
    sigma.spend(4 * n.saturating_pow(3))?;
    let inertia = signature(&found.hessian, bits)
        .ok_or("the Hessian is not shown to be regular on the whole box")?;
    if inertia != record.hessian_inertia {
        return Err(format!(
            "the Hessian has {} positive and {} negative eigenvalues",
            inertia[0], inertia[1]
        )
        .into());
    }
    let least = rational(&record.hessian_least_eigenvalue)?;
    let floor = Interval::from_rational(&least, bits);
    if !positive_definite(&shifted(&found.hessian, &floor), bits) {
        return Err(
            "the bound of the least eigenvalue of the Hessian is not confirmed on the whole box"
                .into(),
        );
    }
    if inertia[1] == 0 && least <= BigRational::zero() {
        return Err("a positive definite Hessian has a positive least eigenvalue".into());
    }
    if minimum && inertia[1] > 0 {
        return Err("the Hessian of a strict minimum has no negative eigenvalues".into());
    }
    let sharp = shaped(&centre, &sharpened(&centre, &found, &samples, sigma)?);
    let point = plus(&thin(&centre, bits), &sharp);
    let value = loss(&point, &samples, sigma, 1)?.value;
    confirm("the loss", &value, &record.loss)?;
    let bounds = ends(&record.loss)?;
    if minimum && data.loss.not_negative().is_some() && bounds[0] <= BigRational::zero() {
        return Err("the loss is not bounded away from 0".into());
    }
    let moments = confirm_moments(&record.moments, &shape, &point, &samples, sigma)?;
    Ok(Small {
        shape,
        centre,
        radius,
        deviation,
        sharp,
        inertia,
        loss: bounds,
        moments,
    })
}

fn confirm_moments(
    records: &[MomentRecord],
    shape: &Shape,
    point: &Boxed,
    samples: &Samples,
    sigma: &Sigma,
) -> Checked<BTreeMap<(usize, usize), [usize; 2]>> {
    let units: Vec<(usize, usize)> = records.iter().map(|r| (r.layer, r.unit)).collect();
    let all: Vec<(usize, usize)> = (1..=shape.hidden())
        .flat_map(|l| (0..shape.widths[l]).map(move |u| (l, u)))
        .collect();
    if units != all {
        return Err("there is one moment matrix for each hidden unit, in order".into());
    }
    let computed = moments(point, samples, sigma, &units)?;
    let mut out = BTreeMap::new();
    for (record, b) in records.iter().zip(&computed) {
        let inertia = moment(record, b, sigma).map_err(|why| {
            format!(
                "the moment matrix of layer {}, unit {}: {why}",
                record.layer, record.unit
            )
        })?;
        if let Some(inertia) = inertia {
            out.insert((record.layer, record.unit), inertia);
        }
    }
    Ok(out)
}

/// Confirms one moment matrix; returns the numbers of its positive and negative eigenvalues unless it is undecided.
fn moment(record: &MomentRecord, b: &Square, sigma: &Sigma) -> Checked<Option<[usize; 2]>> {
    let (n, bits) = (b.len(), sigma.precision());
    if record.matrix.len() != n || record.matrix.iter().any(|r| r.len() != n) {
        return Err(format!("it must have {n} rows of {n} entries").into());
    }
    for (i, (row, claimed)) in b.iter().zip(&record.matrix).enumerate() {
        for (j, (x, claimed)) in row.iter().zip(claimed).enumerate() {
            confirm(&format!("entry {i}, {j}"), x, claimed)?;
        }
    }
    let cubed = u64::try_from(n).unwrap_or(u64::MAX).saturating_pow(3);
    sigma.spend(cubed.saturating_mul(8 * u64::try_from(n).unwrap_or(u64::MAX)))?;
    if record.eigenvalues.len() != n {
        return Err(format!("it has {n} eigenvalues").into());
    }
    for (k, claimed) in record.eigenvalues.iter().enumerate() {
        let bounds = ends(claimed)?;
        let inside = if n == 1 {
            super::number::inside(&b[0][0], &bounds)
        } else {
            below(b, &bounds[0], bits).is_some_and(|count| count <= k)
                && below(b, &bounds[1], bits).is_some_and(|count| count > k)
        };
        if !inside {
            return Err(format!("the enclosure of eigenvalue {k} is not confirmed").into());
        }
    }
    if record.definite == "undecided" {
        return Ok(None);
    }
    let inertia = signature(b, bits);
    let word = match inertia {
        Some([_, 0]) => "positive",
        Some([0, _]) => "negative",
        Some(_) => "indefinite",
        None => "undecided",
    };
    if record.definite != word {
        return Err(format!("it is {word}").into());
    }
    Ok(inertia)
}

/// The number of eigenvalues below t, if t is certainly none of them.
fn below(b: &Square, t: &BigRational, bits: u32) -> Option<usize> {
    signature(&shifted(b, &Interval::from_rational(t, bits)), bits).map(|s| s[1])
}

/// A lower bound of the loss at the minimum in `centre + deviation`, for all samples enclosed, where the Hessian is
/// positive definite on the box: by convexity `L(p) >= L(c) + g(c) (p - c)`, and as enclosed directly.
pub(super) fn at_least_on(
    bound: &BigRational,
    centre: &Exact,
    deviation: &Boxed,
    samples: &Samples,
    sigma: &Sigma,
) -> Checked<bool> {
    let middle = thin(centre, sigma.precision());
    let direct = loss(&plus(&middle, deviation), samples, sigma, 1)?.value;
    if at_least(&direct, bound) {
        return Ok(true);
    }
    let there = loss(&middle, samples, sigma, 1)?;
    let tangent = there
        .gradient
        .iter()
        .zip(entries(deviation))
        .fold(there.value, |sum, (g, d)| &sum + &(g * d));
    Ok(at_least(&tangent, bound))
}

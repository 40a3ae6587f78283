//! How far the data may move: a radius within which every data set has a bad local minimum of the same kind.
//!
//! Inputs and targets become intervals of that radius. Krawczyk's operator with interval data maps a box into itself;
//! so each of the data sets has exactly one critical point there. On the whole box, and for all data, the Hessian and
//! the moment matrices are definite, the loss stays above the one of the better weights, and the path descends.

use num_rational::BigRational;
use rug::Float;
use rug::float::Round;

use super::path::{Segment, Setting};
use super::small::{Small, floats};
use crate::network::{
    Data, Definite, EnclosedData, EnclosedWeights, Model, Order, Samples, Widening, hessian,
    moment_matrices,
};
use wronski_interval::{Fault, Inclusion, Interval, approximate, exact_rational, krawczyk};

/// Bits of precision of the search.
const PRECISION: u32 = 128;

/// A radius with its evidence.
#[derive(Clone, Debug)]
pub struct Neighbourhood {
    /// In the maximum norm over all inputs and targets.
    pub radius: BigRational,
    /// Radii of the box around the centre of the small network.
    pub radii: Vec<BigRational>,
    /// A lower bound of the losses of the critical points.
    pub minimum_at_least: Float,
    /// An upper bound of the losses at the better weights.
    pub better_at_most: Float,
    /// Parts of the descents, in the order of the path.
    pub pieces: Vec<u32>,
}

/// What has to stay true.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// Activation and loss.
    pub model: Model<'a>,
    /// The exact data.
    pub data: &'a Data,
    /// The small network.
    pub small: &'a Small,
    /// How it was widened.
    pub widening: &'a Widening,
    /// The path to the better weights.
    pub path: &'a [Segment],
}

impl Claim<'_> {
    fn inverse(&self, precision: u32) -> Result<Option<Vec<Vec<Float>>>, Fault> {
        let centre = self.small.centre.enclosed(precision);
        let samples = self.data.enclosed(precision);
        let network = self.model.on(&centre);
        let matrix = hessian(&network.derivatives(&samples, Order::Hessian)?)?;
        Ok(approximate::inverse(&floats(&matrix, precision), precision))
    }

    /// Is everything true for all data within `radius`?
    fn holds(
        &self,
        radius: &BigRational,
        inverse: &[Vec<Float>],
        precision: u32,
    ) -> Result<Option<Neighbourhood>, Fault> {
        let delta = Interval::from_rational(radius, precision).hi().clone();
        let samples = self.data.within(&delta, precision);
        let centre = self.small.centre.enclosed(precision);
        let at_centre = self.model.on(&centre);
        let here = at_centre.derivatives(&samples, Order::Gradient)?;
        // How far the critical point may move, to first order.
        let least = Interval::from_rational(&self.small.radius, precision)
            .hi()
            .clone();
        let moves: Vec<Float> = inverse
            .iter()
            .map(|row| {
                let mut sum = Interval::zero(precision);
                for (y, g) in row.iter().zip(&here.gradient) {
                    // The centre is not critical: its gradient has a middle, whose parts cancel.
                    sum.add_product(&Interval::new(y.clone(), y.clone())?, g);
                }
                Ok(sum.magnitude())
            })
            .collect::<Result<_, Fault>>()?;
        if moves.iter().any(|m| !m.is_finite()) {
            return Ok(None);
        }
        let centres: Vec<Float> = centre.values().iter().map(Interval::midpoint).collect();
        for factor in [2.0f64, 1.5, 3.0] {
            let radii: Option<Vec<BigRational>> = moves
                .iter()
                .map(|m| {
                    let r = Float::with_val_round(30, m * factor, Round::Up).0;
                    let r = if r < least { least.clone() } else { r };
                    exact_rational(&r)
                })
                .collect();
            let Some(radii) = radii else {
                return Ok(None);
            };
            let radii_float: Vec<Float> = radii
                .iter()
                .map(|r| Interval::from_rational(r, precision).hi().clone())
                .collect();
            let cube = self.small.centre.within(&radii_float, precision);
            let network = self.model.on(&cube);
            let there = network.derivatives(&samples, Order::Hessian)?;
            let second = hessian(&there)?;
            let inclusion = krawczyk(&centres, &radii_float, &here.gradient, &second, inverse)?;
            if !matches!(inclusion, Inclusion::Unique(_)) {
                continue;
            }
            if !second.positive_definite() {
                return Ok(None);
            }
            let matrices = moment_matrices(&network, &samples)?;
            for l in self.widening.widened_layers() {
                let unit = self.widening.units()[l - 1];
                let sign = self.small.moment(l, unit).and_then(|m| m.definite());
                let (Some(sign), Some(inertia)) = (sign, matrices[l - 1][unit].inertia()) else {
                    return Ok(None);
                };
                let definite = match sign {
                    Definite::Positive => inertia.0 > 0 && inertia.1 == 0,
                    Definite::Negative => inertia.0 == 0 && inertia.1 > 0,
                };
                if !definite {
                    return Ok(None);
                }
            }
            return self.path_holds(radius, radii, there.loss, &samples, precision);
        }
        Ok(None)
    }

    fn path_holds(
        &self,
        radius: &BigRational,
        radii: Vec<BigRational>,
        loss: Interval,
        samples: &Samples,
        precision: u32,
    ) -> Result<Option<Neighbourhood>, Fault> {
        let none = Float::new(precision);
        let exact = Setting {
            model: self.model,
            samples,
            tube: &none,
            precision,
        };
        let Some(last) = self.path.last() else {
            return Ok(None);
        };
        let better = exact.loss(&last.to)?;
        if !better.certainly_less(&loss) {
            return Ok(None);
        }
        let widest = radii
            .iter()
            .max()
            .map_or_else(|| BigRational::from_integer(0.into()), Clone::clone);
        let tube = Interval::from_rational(&(widest * self.widening.spread()), precision)
            .hi()
            .clone();
        let setting = Setting {
            tube: &tube,
            ..exact
        };
        let mut pieces = vec![];
        for s in self.path.iter().filter(|s| !s.constant) {
            // Coarser enclosures want finer parts, up to a point.
            let mut n = s.pieces;
            loop {
                if setting.descends(&s.from, &s.to, n)? {
                    pieces.push(n);
                    break;
                }
                n *= 2;
                if setting.ends_suffice(&s.from, &s.to) || n > 2 * s.pieces.max(8) {
                    return Ok(None);
                }
            }
        }
        Ok(Some(Neighbourhood {
            radius: radius.clone(),
            radii,
            minimum_at_least: loss.lo().clone(),
            better_at_most: better.hi().clone(),
            pieces,
        }))
    }

    /// The largest radius found, `None` if there is none: first by powers of 1/16, then refined to within a half.
    ///
    /// # Errors
    /// A [`Fault`] of the activation at the data themselves.
    pub fn largest(&self) -> Result<Option<Neighbourhood>, Fault> {
        let precision = PRECISION.max(self.small.precision);
        let Some(inverse) = self.inverse(precision)? else {
            return Ok(None);
        };
        // A fault on a large box says nothing about smaller ones.
        let attempt = |radius: &BigRational| self.holds(radius, &inverse, precision).ok().flatten();
        let sixteenth = BigRational::new(1.into(), 16.into());
        let mut radius = sixteenth.clone();
        let mut found = None;
        for _ in 0..64 {
            found = attempt(&radius);
            if found.is_some() {
                break;
            }
            radius *= &sixteenth;
        }
        let Some(mut best) = found else {
            return Ok(None);
        };
        for (numerator, denominator) in [(4, 1), (2, 1), (3, 2)] {
            let bigger = &best.radius * BigRational::new(numerator.into(), denominator.into());
            if let Some(b) = attempt(&bigger) {
                best = b;
            }
        }
        // A third of it, with what is needed there: a checker with coarser enclosures shall not fail at the edge.
        let third = &best.radius / BigRational::from_integer(3.into());
        Ok(attempt(&rounded(&third)).or(Some(best)))
    }
}

/// A number of few digits, a little smaller.
fn rounded(q: &BigRational) -> BigRational {
    let hundred = BigRational::from_integer(100.into());
    let mut unit = BigRational::from_integer(1.into());
    while q < &(&unit * &hundred) {
        unit /= BigRational::from_integer(10.into());
    }
    (q / &unit).floor() * unit
}

//! Weights that were found in machine floats, brought close to a critical point: a search, and no claim.

use num_rational::BigRational;
use rug::Float;
use wronski_diagnostic::interruption;
use wronski_interval::{Fault, Interval, approximate, exact_rational};

use super::small::floats;
use crate::network::{
    Data, EnclosedData, EnclosedWeights, Model, Order, Samples, Weights, hessian,
};

/// Steps of the method.
const STEPS: usize = 100;

/// Weights nearer to a critical point than those that were given.
#[derive(Clone, Debug)]
pub struct Polished {
    /// The weights: the given ones, if none better were found.
    pub weights: Weights,
    /// Did the steps become as small as rounding?
    pub settled: bool,
    /// How far the weights were moved, in the maximum norm.
    pub distance: BigRational,
    /// The largest entry of the gradient at the given weights, and at these.
    pub gradient: [f64; 2],
    /// How many steps were made.
    pub steps: usize,
}

/// Loss, gradient and Hessian at a point, as floats.
struct Place {
    at: Vec<Float>,
    loss: Float,
    gradient: Vec<Float>,
    hessian: Vec<Vec<Float>>,
}

fn largest(values: &[Float], precision: u32) -> Float {
    let zero = Float::new(precision);
    values
        .iter()
        .map(|x| x.clone().abs())
        .fold(zero, |a, b| if b > a { b } else { a })
}

impl Place {
    fn new(
        model: Model<'_>,
        samples: &Samples,
        start: &Weights,
        at: Vec<Float>,
    ) -> Result<Place, Fault> {
        let points: Result<Vec<Interval>, Fault> = at
            .iter()
            .map(|x| Interval::new(x.clone(), x.clone()))
            .collect();
        let point = Weights::new(start.shape(), points?)
            .ok_or_else(|| Fault::Shape("weights of another shape".into()))?;
        let d = model.on(&point).derivatives(samples, Order::Hessian)?;
        let precision = at.first().map_or(53, Float::prec);
        Ok(Place {
            loss: d.loss.midpoint(),
            gradient: d.gradient.iter().map(Interval::midpoint).collect(),
            hessian: floats(&hessian(&d)?, precision),
            at,
        })
    }

    fn slope(&self, precision: u32) -> Float {
        largest(&self.gradient, precision)
    }

    /// The step of Newton's method with this much added to the diagonal.
    fn step(&self, damping: &Float, precision: u32) -> Option<Vec<Float>> {
        let mut rows = self.hessian.clone();
        for (i, row) in rows.iter_mut().enumerate() {
            row[i] += damping;
        }
        approximate::solve(&rows, &self.gradient, precision)
    }
}

/// Newton's method at so many bits (106 are those of a double-double) from weights that are near a local minimum:
/// where a step does not bring the gradient down without raising the loss, the diagonal of the Hessian is raised
/// (Levenberg, Quarterly of Applied Mathematics 2, 1944; Marquardt, SIAM Journal 11, 1963). It ends unsettled where it
/// would lead further away than the largest weight, and than 1, in the maximum norm.
///
/// # Errors
/// A [`Fault`] where the activation is not smooth at the given weights.
pub fn polish(
    model: Model<'_>,
    data: &Data,
    start: &Weights,
    precision: u32,
) -> Result<Polished, Fault> {
    let samples = data.enclosed(precision);
    let origin: Vec<Float> = start
        .enclosed(precision)
        .values()
        .iter()
        .map(Interval::midpoint)
        .collect();
    let reach = largest(&origin, precision).max(&Float::with_val(precision, 1));
    let mut place = Place::new(model, &samples, start, origin.clone())?;
    let before = place.slope(precision).to_f64();
    let mut damping = Float::new(precision);
    let mut settled = place.slope(precision).is_zero();
    let mut steps = 0;
    while !settled && steps < STEPS {
        let Some((next, size)) = better(model, &samples, start, &place, &mut damping, precision)
        else {
            break;
        };
        steps += 1;
        // Another place is not what was brought.
        if away(&next.at, &origin, &reach, precision) {
            break;
        }
        let scale = largest(&next.at, precision).max(&Float::with_val(precision, 1));
        settled = size <= Float::with_val(precision, &scale >> (precision - precision / 8));
        place = next;
    }
    finish(start, &place, before, settled, steps, precision)
}

/// Is a place further than this from another, in the maximum norm?
fn away(at: &[Float], origin: &[Float], reach: &Float, precision: u32) -> bool {
    let distances = at.iter().zip(origin);
    let distances: Vec<Float> = distances
        .map(|(x, o)| Float::with_val(precision, x - o))
        .collect();
    largest(&distances, precision) > *reach
}

/// The next place with the size of the step, or none if no damping helps.
fn better(
    model: Model<'_>,
    samples: &Samples,
    start: &Weights,
    place: &Place,
    damping: &mut Float,
    precision: u32,
) -> Option<(Place, Float)> {
    const TRIALS: usize = 24;
    let slope = place.slope(precision);
    let curvature = place
        .hessian
        .iter()
        .map(|row| largest(row, precision))
        .fold(
            Float::with_val(precision, 1e-30),
            |a, b| if b > a { b } else { a },
        );
    // What rounding does to the loss.
    let slack = Float::with_val(precision, &place.loss >> (precision - precision / 8)).abs();
    for _ in 0..TRIALS {
        interruption::point();
        if let Some(step) = place.step(damping, precision) {
            let at = place.at.iter().zip(&step);
            let at = at.map(|(x, s)| Float::with_val(precision, x - s)).collect();
            if let Ok(next) = Place::new(model, samples, start, at) {
                let lower = Float::with_val(precision, &place.loss - &next.loss) >= -slack.clone();
                if lower && next.slope(precision) < slope {
                    *damping /= 16u32;
                    if *damping < Float::with_val(precision, &curvature >> 60u32) {
                        *damping = Float::new(precision);
                    }
                    return Some((next, largest(&step, precision)));
                }
            }
        }
        *damping = if damping.is_zero() {
            Float::with_val(precision, &curvature >> 40u32)
        } else {
            Float::with_val(precision, &*damping * 16u32)
        };
    }
    None
}

fn finish(
    start: &Weights,
    place: &Place,
    before: f64,
    settled: bool,
    steps: usize,
    precision: u32,
) -> Result<Polished, Fault> {
    let wrong = || Fault::Shape("weights of another shape".into());
    let weights = if steps == 0 {
        start.clone()
    } else {
        let values: Option<Vec<BigRational>> = place.at.iter().map(exact_rational).collect();
        Weights::new(start.shape(), values.ok_or_else(wrong)?).ok_or_else(wrong)?
    };
    let moved = weights.values().iter().zip(start.values());
    let distance = moved
        .map(|(a, b)| num_traits::Signed::abs(&(a - b)))
        .max()
        .ok_or_else(wrong)?;
    Ok(Polished {
        weights,
        // A step that no damping improves, where the gradient is rounding, is the end as well.
        settled: settled || place.slope(precision) <= Float::with_val(precision, 1e-25),
        distance,
        gradient: [before, place.slope(precision).to_f64()],
        steps,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use num_traits::Signed;
    use wronski_certificate::LossName;
    use wronski_expr::{Parameters, parse};

    use crate::network::{Activation, Shape};

    fn rational(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    /// Data that a network fits up to a disturbance: a minimum lies near the weights that made them.
    fn disturbed() -> (Activation, Data, Shape) {
        let expr = parse("tanh(x)", &Parameters::new())
            .expect("a function")
            .expr;
        let sigma = Activation::new(&expr).expect("a program");
        let samples: Vec<(BigRational, BigRational)> =
            [(-2, -7), (-1, -6), (0, 1), (1, 5), (2, 8), (3, 7)]
                .map(|(x, y)| (rational(x, 1), rational(y, 8)))
                .into();
        let (inputs, targets) = samples.into_iter().map(|(x, y)| (vec![x], vec![y])).unzip();
        let shape = Shape::new(&[1, 1, 1], true).expect("a shape");
        (sigma, Data { inputs, targets }, shape)
    }

    #[test]
    fn a_start_that_is_off_comes_to_rest_at_a_critical_point() {
        let (sigma, data, shape) = disturbed();
        let model = Model::named(&sigma, LossName::SumOfSquares);
        let start = [
            rational(0, 1),
            rational(1, 1),
            rational(0, 1),
            rational(1, 1),
        ];
        let start = Weights::new(&shape, start.into()).expect("weights");
        let found = polish(model, &data, &start, 106).expect("smooth");
        assert!(found.settled, "{found:?}");
        assert!(
            found.gradient[0] > 1e-3 && found.gradient[1] < 1e-25,
            "{found:?}"
        );
        assert!(found.distance > rational(1, 1000));
        // From there nothing moves any more.
        let again = polish(model, &data, &found.weights, 106).expect("smooth");
        let tiny = BigRational::new(1.into(), BigInt::from(10).pow(25));
        assert!(again.settled && again.distance.abs() < tiny, "{again:?}");
    }

    #[test]
    fn where_there_is_no_minimum_nothing_is_said_to_be_settled() {
        // One sample and one weight too many: the infimum 0 is a valley, and the gradient vanishes on all of it; a
        // start on its side comes to rest on it, or is said not to.
        let (sigma, _, shape) = disturbed();
        let model = Model::named(&sigma, LossName::SumOfSquares);
        let data = Data {
            inputs: vec![vec![rational(0, 1)], vec![rational(1, 1)]],
            // Beyond what a bounded unit with a growing weight reaches: the infimum is not attained.
            targets: vec![vec![rational(0, 1)], vec![rational(1, 1)]],
        };
        let start = [
            rational(30, 1),
            rational(0, 1),
            rational(0, 1),
            rational(0, 1),
        ];
        let start = Weights::new(&shape, start.into()).expect("weights");
        let found = polish(model, &data, &start, 106).expect("smooth");
        assert!(!found.settled || found.gradient[1] < 1e-20, "{found:?}");
    }
}

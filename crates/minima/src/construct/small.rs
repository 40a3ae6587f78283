//! The small network: a box that contains exactly one critical point, and what holds on all of it.

use num_bigint::BigInt;
use num_rational::BigRational;
use rug::Float;
use rug::float::Round;

use crate::network::{
    Data, Definite, EnclosedData, EnclosedWeights, Model, Order, Samples, Weights, Widening,
    hessian, moment_matrices,
};
use wronski_certificate::reason::numeric::NotEnclosed;
use wronski_interval::{
    Fault, Inclusion, Interval, IntervalMatrix, approximate, exact_rational, krawczyk,
};

/// Steps of Newton's method.
const NEWTON_STEPS: usize = 60;

/// The moment matrix of one hidden unit.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The hidden layer, counted from 1.
    pub layer: usize,
    /// The unit, counted from 0.
    pub unit: usize,
    /// The matrix, for every point of the box.
    pub matrix: IntervalMatrix,
    /// Its eigenvalues in increasing order.
    pub eigenvalues: Vec<Interval>,
    /// Positive and negative eigenvalues, if none may be zero.
    pub inertia: Option<(usize, usize)>,
}

impl Moment {
    /// With which sign it is definite, if it certainly is.
    pub fn definite(&self) -> Option<Definite> {
        match self.inertia? {
            (_, 0) => Some(Definite::Positive),
            (0, _) => Some(Definite::Negative),
            _ => None,
        }
    }

    /// The word in certificates.
    pub fn word(&self) -> &'static str {
        match (self.inertia, self.definite()) {
            (None, _) => "undecided",
            (_, Some(sign)) => sign.word(),
            _ => "indefinite",
        }
    }
}

/// A critical point of the small network for an exact data set, enclosed.
#[derive(Clone, Debug)]
pub struct Small {
    /// The centre of the box.
    pub centre: Weights,
    /// Its radius in the maximum norm.
    pub radius: BigRational,
    /// Bits of precision.
    pub precision: u32,
    /// The loss at the critical point.
    pub loss: Interval,
    /// Positive and negative eigenvalues of the Hessian on the whole box; there are no others.
    pub inertia: (usize, usize),
    /// A lower bound of its least eigenvalue on the whole box.
    pub least: Float,
    /// The moment matrices of all hidden units.
    pub moments: Vec<Moment>,
}

impl Small {
    /// Is the critical point a strict local minimum?
    pub fn is_minimum(&self) -> bool {
        self.inertia.1 == 0
    }

    /// The box as intervals of the given precision.
    pub fn cube(&self, precision: u32) -> Weights<Interval> {
        let radius = Interval::from_rational(&self.radius, precision)
            .hi()
            .clone();
        self.centre.cube(&radius, precision)
    }

    /// How far the critical point of a wider network may be from the widened centre, in every weight.
    pub fn tube(&self, widening: &Widening) -> Float {
        Interval::from_rational(&(&self.radius * widening.spread()), self.precision)
            .hi()
            .clone()
    }

    /// The moment matrix of a unit.
    pub fn moment(&self, layer: usize, unit: usize) -> Option<&Moment> {
        self.moments
            .iter()
            .find(|m| m.layer == layer && m.unit == unit)
    }
}

/// Why no box was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoBox {
    /// Newton's method does not settle, or leaves the neighbourhood it was to stay in.
    Diverges,
    /// No box was accepted at any precision up to the limit.
    Precision {
        /// The highest precision tried.
        bits: u32,
        /// What failed there.
        what: NotEnclosed,
    },
    /// An enclosure failed.
    Fault(String),
}

impl From<Fault> for NoBox {
    fn from(f: Fault) -> Self {
        NoBox::Fault(f.to_string())
    }
}

/// An approximate critical point by Newton's method, from `start`, staying within `reach` of it in the maximum norm.
///
/// # Errors
/// [`NoBox::Diverges`] if it does not settle; [`NoBox::Fault`] for an activation that is not smooth where it is
/// needed.
pub fn newton(
    model: Model<'_>,
    samples: &Samples,
    start: &Weights,
    reach: &Float,
    precision: u32,
) -> Result<Vec<Float>, NoBox> {
    let shape = start.shape();
    let origin: Vec<Float> = start
        .enclosed(precision)
        .values()
        .iter()
        .map(Interval::midpoint)
        .collect();
    let mut at: Vec<Float> = origin
        .iter()
        .map(|x| Float::with_val(precision, x))
        .collect();
    let mut last: Option<Float> = None;
    for _ in 0..NEWTON_STEPS {
        let point: Result<Vec<Interval>, Fault> = at
            .iter()
            .map(|x| Interval::new(x.clone(), x.clone()))
            .collect();
        let Some(point) = Weights::new(shape, point?) else {
            return Err(NoBox::Fault("weights of another shape".into()));
        };
        let network = model.on(&point);
        let d = network.derivatives(samples, Order::Hessian)?;
        let second = floats(&hessian(&d)?, precision);
        let gradient: Vec<Float> = d
            .gradient
            .iter()
            .map(|g| Float::with_val(precision, g.midpoint()))
            .collect();
        let step = approximate::solve(&second, &gradient, precision).ok_or(NoBox::Diverges)?;
        let mut size = Float::new(precision);
        for (x, s) in at.iter_mut().zip(&step) {
            *x -= s;
            let s = s.clone().abs();
            if s > size {
                size = s;
            }
        }
        let away = at.iter().zip(&origin).any(|(x, o)| {
            let distance = Float::with_val(precision, x - o).abs();
            !distance.is_finite() || distance > *reach
        });
        if away {
            return Err(NoBox::Diverges);
        }
        let scale =
            at.iter()
                .map(|x| x.clone().abs())
                .fold(
                    Float::with_val(precision, 1),
                    |a, b| if b > a { b } else { a },
                );
        // Settled: no step, or one that only rounding makes.
        if size <= Float::with_val(precision, &scale >> (precision - precision / 8)) {
            return Ok(at);
        }
        if let Some(before) = &last
            && size >= *before
            && size <= Float::with_val(precision, &scale >> (precision / 2))
        {
            return Ok(at);
        }
        last = Some(size);
    }
    Err(NoBox::Diverges)
}

/// The middles of a matrix.
pub(super) fn floats(matrix: &IntervalMatrix, precision: u32) -> Vec<Vec<Float>> {
    matrix
        .rows()
        .iter()
        .map(|r| {
            r.iter()
                .map(|x| Float::with_val(precision, x.midpoint()))
                .collect()
        })
        .collect()
}

/// `10^-digits`.
pub(super) fn negative_power_of_ten(digits: u32) -> BigRational {
    BigRational::new(1.into(), BigInt::from(10).pow(digits))
}

/// A decimal number of the given number of digits after the point, near a float.
fn rounded(x: &Float, digits: u32) -> Option<BigRational> {
    let scale = BigRational::from_integer(BigInt::from(10).pow(digits));
    Some((exact_rational(x)? * &scale).round() / scale)
}

/// Finds a box around a critical point near `start` and decides what holds on it, at precisions from 128 bits on,
/// doubled up to `most_bits`.
///
/// # Errors
/// [`NoBox`].
pub fn enclose(
    model: Model<'_>,
    data: &Data,
    start: &Weights,
    reach: &Float,
    most_bits: u32,
) -> Result<Small, NoBox> {
    let mut precision = 128;
    let mut failure = NotEnclosed::NothingTried;
    let mut from = start.clone();
    while precision <= most_bits {
        let samples = data.enclosed(precision);
        match newton(model, &samples, &from, reach, precision) {
            Ok(point) => match settle(model, &samples, start, &point, precision) {
                Ok(Ok(small)) => return Ok(small),
                Ok(Err(what)) => failure = what,
                Err(NoBox::Fault(what)) => failure = NotEnclosed::Fault(what),
                Err(other) => return Err(other),
            },
            // A higher precision does not bring a divergent iteration back; it helps where the Hessian is nearly
            // singular.
            Err(NoBox::Diverges) if precision >= 512 => return Err(NoBox::Diverges),
            Err(NoBox::Diverges) => failure = NotEnclosed::Unsettled,
            Err(other) => return Err(other),
        }
        from = start.clone();
        precision *= 2;
    }
    Err(NoBox::Precision {
        bits: precision / 2,
        what: failure,
    })
}

/// Tries boxes around an approximate critical point.
fn settle(
    model: Model<'_>,
    samples: &Samples,
    start: &Weights,
    point: &[Float],
    precision: u32,
) -> Result<Result<Small, NotEnclosed>, NoBox> {
    // Decimal digits that the precision carries, with room for cancellation.
    let digits = precision / 5;
    let values: Option<Vec<BigRational>> = point.iter().map(|x| rounded(x, digits)).collect();
    let Some(centre) = values.and_then(|v| Weights::new(start.shape(), v)) else {
        return Ok(Err(NotEnclosed::Shape));
    };
    let mut what = NotEnclosed::NothingTried;
    for exponent in [digits - 4, digits - 9, digits - 14] {
        let radius = negative_power_of_ten(exponent);
        match accept(model, samples, &centre, &radius, precision)? {
            Ok(small) => return Ok(Ok(small)),
            Err(why) => what = why,
        }
    }
    Ok(Err(what))
}

/// Derives everything on the box of this centre and radius, or says what fails.
pub(super) fn accept(
    model: Model<'_>,
    samples: &Samples,
    centre: &Weights,
    radius: &BigRational,
    precision: u32,
) -> Result<Result<Small, NotEnclosed>, NoBox> {
    let middle = centre.enclosed(precision);
    let at_centre = model.on(&middle);
    let here = at_centre.derivatives(samples, Order::Hessian)?;
    let Some(inverse) = approximate::inverse(&floats(&hessian(&here)?, precision), precision)
    else {
        return Ok(Err(NotEnclosed::SingularHessian));
    };
    let r = Interval::from_rational(radius, precision).hi().clone();
    let cube = centre.cube(&r, precision);
    let network = model.on(&cube);
    let there = network.derivatives(samples, Order::Hessian)?;
    let second = hessian(&there)?;
    let centres: Vec<Float> = middle.values().iter().map(Interval::midpoint).collect();
    // The centre is rational and the middle of its enclosure is not: a slightly smaller box around the middle lies in
    // the box.
    let inner = Float::with_val_round(precision, &r * (1.0 - 1e-6), Round::Down).0;
    let off = middle
        .values()
        .iter()
        .map(Interval::width)
        .fold(Float::new(precision), |a, b| if b > a { b } else { a });
    if Float::with_val_round(precision, &r - &inner, Round::Down).0 <= off {
        return Ok(Err(NotEnclosed::Unresolved));
    }
    let inside = vec![inner; centres.len()];
    match krawczyk(&centres, &inside, &here.gradient, &second, &inverse)? {
        Inclusion::Unique(_) => {}
        _ => {
            return Ok(Err(NotEnclosed::Krawczyk));
        }
    }
    let Some(inertia) = second.inertia() else {
        return Ok(Err(NotEnclosed::HessianEigenvalue));
    };
    let least = match second.least_eigenvalue() {
        Some(least) if least > 0 || inertia.1 > 0 => least,
        _ => return Ok(Err(NotEnclosed::LeastEigenvalue)),
    };
    let mut moments = vec![];
    for (l, layer) in moment_matrices(&network, samples)?.into_iter().enumerate() {
        for (unit, matrix) in layer.into_iter().enumerate() {
            let Some(eigenvalues) = matrix.eigenvalues() else {
                return Ok(Err(NotEnclosed::MomentEigenvalues { layer: l + 1 }));
            };
            moments.push(Moment {
                layer: l + 1,
                unit,
                inertia: matrix.inertia(),
                matrix,
                eigenvalues,
            });
        }
    }
    Ok(Ok(Small {
        centre: centre.clone(),
        radius: radius.clone(),
        precision,
        loss: there.loss,
        inertia,
        least,
        moments,
    }))
}

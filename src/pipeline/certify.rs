//! What a given network has near given weights: a strict minimum, a bad minimum after widening, a saddle, or nothing
//! critical.

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use wronski_diagnostic::ErrorCode;

use wronski_certificate::NumericReason;
use wronski_certificate::minimum::{ExclusionRecord, MinimumCertificate, Shown, Undecided};
use wronski_certificate::reason::numeric::{Hypothesis, NoCriticalPoint, OpenPoint};
use wronski_diagnostic::{Diagnostic, Result};
use wronski_exact::print::number_text;
use wronski_expr::Parameters;
use wronski_interval::Interval;
use wronski_minima::construct::{
    Moment, NoBox, Small, WideningOptions, compile, enclose, excluded, record, seen,
};
use wronski_minima::network::{
    Data, Definite, Model, Shape, Weights, Widening, suitable_fractions,
};
use wronski_symbolic::rewrite::RuleLibrary;
use wronski_symbolic::theorem::{CertifiedActivation, Needs};

use super::Assumptions;
use super::Limits;
use super::confirmed::confirmed;
use super::construct::{Minimum, finish, frame, network_record, numeric_parameters};
use super::network_file::NetworkFile;
use super::verify::verify;

/// How to certify.
#[derive(Clone, Debug)]
pub struct CertifyOptions {
    /// Units of the hidden layers of the wide network; none for the network as it is.
    pub widen: Option<Vec<usize>>,
    /// The unit of each hidden layer that is copied; the first with a definite moment matrix, if absent.
    pub units: Option<Vec<usize>>,
    /// The fraction of the last copy in each widened layer; the others share the rest evenly. Fractions that suit the
    /// moment matrices, if absent.
    pub last_fraction: Option<BigRational>,
    /// How far from the given weights, in the maximum norm, a critical point is looked for, and must be excluded
    /// where the answer is that there is none. If absent, it is looked for within 1/100 of the size of the weights
    /// and must be excluded within 1e-6 of it; the size is the largest absolute value of a weight, rounded up to an
    /// integer, and at least 1.
    pub within: Option<BigRational>,
    /// Go on although the activation is not proved analytic.
    pub unverified: bool,
    /// Most bits of precision.
    pub most_bits: u32,
    /// Look for the neighbourhood of data sets.
    pub neighbourhood: bool,
    /// Compute the inertia of the full Hessian as well, up to 600 weights.
    pub cross_check: bool,
}

impl Default for CertifyOptions {
    fn default() -> Self {
        CertifyOptions {
            widen: None,
            units: None,
            last_fraction: None,
            within: None,
            unverified: false,
            most_bits: 1024,
            neighbourhood: true,
            cross_check: true,
        }
    }
}

/// Decides what the network of a file has near its weights.
///
/// # Errors
/// Input errors of the activation and its parameters, `W1101` for absurd widths, `W1105` for a distance that is not
/// positive, `W1106` for a widening that does not fit the network; internal errors.
pub fn certify(
    file: &NetworkFile,
    library: &RuleLibrary,
    limits: &Limits,
    options: &CertifyOptions,
    progress: &dyn Fn(&str),
) -> Result<Minimum> {
    if options.within.as_ref().is_some_and(|w| !w.is_positive()) {
        return Err(Diagnostic::input(
            ErrorCode::W1105,
            "--within wants a positive distance",
        ));
    }
    let mut parameters = Parameters::new();
    for (name, value) in &file.parameters {
        parameters.declare(&format!("{name}={value}"))?;
    }
    let shape = Shape::new(&file.widths, file.biases)?;
    if *file.weights.shape() != shape {
        return Err(Diagnostic::internal(
            "weights that were read do not fit their shape",
        ));
    }
    let wide = wide_shape(&shape, options)?;
    progress("the claims about the activation");
    let verification = verify(
        &file.activation,
        &parameters,
        library,
        limits,
        Assumptions::One,
    )?;
    numeric_parameters(&verification)?;
    let mut frame = frame(&verification, &wide, file.loss);
    let notes = verification.function.notes.clone();
    let expr = &verification.function.expr;
    let certified = match CertifiedActivation::new(expr, &verification.claims, Needs::Analytic) {
        Ok(c) => c,
        Err(_) if options.unverified => CertifiedActivation::unverified(expr),
        Err(claim) => {
            let because = claim.map(wronski_symbolic::theorem::Claim::because);
            frame.leave_open(Undecided::Nothing, Hypothesis::Analytic(because));
            return Ok(Minimum {
                certificate: frame,
                notes,
            });
        }
    };
    frame.activation.verified = certified.is_verified();
    if certified.is_verified() {
        frame.activation.claims = Some(Box::new(verification.certificate()));
    }
    let sigma = compile(&certified)?;
    let model = Model::named(&sigma, file.loss);
    let data = Data {
        inputs: file.inputs.clone(),
        targets: file.targets.clone(),
    };
    let start = file.weights.clone();
    let reach = Reach::new(options.within.as_ref(), &start);
    let distance = Interval::from_rational(&reach.most, 64).hi().clone();
    progress("the critical point");
    match enclose(model, &data, &start, &distance, options.most_bits) {
        Ok(small) => {
            let small = small_notes(&mut frame, small, &start);
            finish_widened(
                &mut frame, model, &data, &small, &shape, &wide, options, progress,
            )?;
        }
        Err(why) => {
            // What is said then is said of the network that was brought, not of the wider one.
            frame.network = network_record(&shape, file.loss);
            exclude(&mut frame, model, &data, &start, &reach, why);
        }
    }
    Ok(Minimum {
        certificate: confirmed(frame, &reach.least, progress),
        notes,
    })
}

/// Distances from the given weights.
struct Reach {
    /// Within it there must be no critical point where the answer is that there is none.
    least: BigRational,
    /// Within it a critical point is looked for.
    most: BigRational,
}

impl Reach {
    fn new(within: Option<&BigRational>, start: &Weights) -> Reach {
        if let Some(within) = within {
            return Reach {
                least: within.clone(),
                most: within.clone(),
            };
        }
        let size = start
            .values()
            .iter()
            .map(|w| w.abs().ceil())
            .fold(BigRational::one(), |a, b| if b > a { b } else { a });
        let part = |n: i64| &size / BigRational::from_integer(n.into());
        Reach {
            least: part(1_000_000),
            most: part(100),
        }
    }
}

fn wide_shape(shape: &Shape, options: &CertifyOptions) -> Result<Shape> {
    let wrong = |why: String| Err(Diagnostic::input(ErrorCode::W1106, why));
    let Some(widen) = &options.widen else {
        if options.last_fraction.is_some() || options.units.is_some() {
            return wrong(
                "fractions and units of copies are given, but no widening (--widen)".into(),
            );
        }
        return Ok(shape.clone());
    };
    let hidden = shape.layers() - 1;
    if widen.len() != hidden {
        return wrong(format!(
            "--widen has {} widths for {hidden} hidden layers",
            widen.len()
        ));
    }
    let mut widths = shape.widths().to_vec();
    for (l, w) in widen.iter().enumerate() {
        if *w < widths[l + 1] {
            return wrong(format!(
                "hidden layer {} has {} units and cannot be widened to {w}",
                l + 1,
                widths[l + 1]
            ));
        }
        widths[l + 1] = *w;
    }
    if let Some(units) = &options.units
        && (units.len() != hidden || units.iter().zip(&shape.widths()[1..]).any(|(u, w)| u >= w))
    {
        return wrong(format!(
            "the units to copy do not fit the network {}: one for each hidden layer, counted from 0",
            shape.text()
        ));
    }
    if let Some(f) = &options.last_fraction
        && (f.is_zero() || f.is_one())
    {
        return wrong("a fraction of 0 or 1 makes no copies".into());
    }
    Shape::new(&widths, shape.biases())
}

fn small_notes(frame: &mut MinimumCertificate, small: Small, start: &Weights) -> Small {
    let distance = small
        .centre
        .values()
        .iter()
        .zip(start.values())
        .map(|(a, b)| (a - b).abs())
        .fold(BigRational::zero(), |a, b| if b > a { b } else { a });
    let [_, shown] = record::decimal(&Interval::from_rational(&distance, 64), 3);
    frame.notes.insert(
        "distance".into(),
        format!("the critical point is {shown} away from the given weights, in the maximum norm"),
    );
    small
}

#[allow(clippy::too_many_arguments)]
fn finish_widened(
    frame: &mut MinimumCertificate,
    model: Model<'_>,
    data: &Data,
    small: &Small,
    shape: &Shape,
    wide: &Shape,
    options: &CertifyOptions,
    progress: &dyn Fn(&str),
) -> Result<()> {
    if shape == wide && small.is_minimum() {
        frame.show(
            Shown::StrictLocalMinimum {
                data: record::data(data),
                small: record::small(small),
            },
            "the box contains exactly one critical point, and the Hessian is positive definite on all of it",
        );
        return Ok(());
    }
    let mut units = vec![];
    let mut fractions = vec![];
    for l in 1..shape.layers() {
        let copies = wide.width(l) - shape.width(l) + 1;
        let unit = options
            .units
            .as_ref()
            .map_or_else(|| definite_unit(small, l, shape.width(l)), |u| u[l - 1]);
        let sign = small
            .moment(l, unit)
            .and_then(Moment::definite)
            .unwrap_or(Definite::Positive);
        fractions.push(match &options.last_fraction {
            Some(last) if copies > 1 => with_last(copies, last),
            _ => suitable_fractions(copies, sign),
        });
        units.push(unit);
    }
    let widening = Widening::new(shape, &units, &fractions)?;
    if widening.widened_layers().is_empty() {
        // A saddle of the network as it is.
        let data_record = record::data(data);
        match wronski_minima::construct::saddle(model, data, small, &widening)? {
            Some(s) => frame.show(
                Shown::Saddle {
                    data: data_record,
                    small: record::small(small),
                    wide: None,
                    saddle: record::saddle(&s),
                },
                "the box contains exactly one critical point, and the Hessian has a negative eigenvalue",
            ),
            None => frame.leave_open(Undecided::Data(data_record), OpenPoint::NoDirectionAsGiven),
        }
        return Ok(());
    }
    let also = WideningOptions {
        neighbourhood: options.neighbourhood,
        cross_check: options.cross_check,
    };
    finish(frame, model, data, small, &widening, also, progress)
}

/// The first unit with a definite moment matrix, preferably positive definite.
fn definite_unit(small: &Small, l: usize, width: usize) -> usize {
    let sign = |u: &usize| small.moment(l, *u).and_then(Moment::definite);
    (0..width)
        .find(|u| sign(u) == Some(Definite::Positive))
        .or_else(|| (0..width).find(|u| sign(u).is_some()))
        .unwrap_or(0)
}

/// Equal fractions but for the last.
fn with_last(copies: usize, last: &BigRational) -> Vec<BigRational> {
    let others = BigRational::from_integer((copies - 1).into());
    let share = (BigRational::one() - last) / others;
    let mut out = vec![share; copies];
    out[copies - 1] = last.clone();
    out
}

/// No box: is there certainly no critical point within the distance? If that is not shown either, what is seen there
/// is said.
fn exclude(
    frame: &mut MinimumCertificate,
    model: Model<'_>,
    data: &Data,
    start: &Weights,
    reach: &Reach,
    why: NoBox,
) {
    let why = match why {
        NoBox::Diverges => NoCriticalPoint::Diverges,
        NoBox::Precision { bits, what } => NoCriticalPoint::NotEnclosed { what, bits },
        NoBox::Fault(f) => NoCriticalPoint::Fault(f),
    };
    // A fault at the given weights leaves the question open.
    if let Ok(Some(e)) = excluded(model, data, start, &reach.least, &reach.most) {
        frame.notes.insert("search".into(), why.to_string());
        frame.show(
            Shown::NotCritical {
                data: record::data(data),
                exclusion: ExclusionRecord {
                    weights: record::weights(start),
                    radius: number_text(&e.radius),
                    direction: record::weights(&e.direction),
                    slope: record::positive(&e.slope),
                    precision: e.precision,
                },
            },
            "the loss has a slope along one direction at all weights within this distance, in the maximum norm",
        );
        return;
    }
    let beside = match seen(model, data, start) {
        Ok(Some(s)) => Undecided::Seen(record::data(data), record::seen(&s, start)),
        _ => Undecided::Nothing,
    };
    let within = number_text(&reach.least);
    frame.leave_open(beside, NumericReason::Near { why, within });
}

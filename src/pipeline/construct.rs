//! From the name of an activation to a certified bad local minimum.

use std::ops::ControlFlow;

use num_rational::BigRational;
use wronski_diagnostic::ErrorCode;

use wronski_certificate::claim::ANALYTIC;
use wronski_certificate::minimum::{
    ActivationRecord, Kind, LocalMinimum, MinimumCertificate, NetworkRecord, Path, Shown, Undecided,
};
use wronski_certificate::reason::numeric::NotBuilt;
use wronski_certificate::{ClaimId, LossName, Verdict};
use wronski_diagnostic::{Diagnostic, Result};
use wronski_expr::{Binding, Parameters};
use wronski_minima::construct::{
    Built, Moment, Task, WidenedPoint, WideningOptions, bases, compile, least_generic,
    overdetermined, record, widened,
};
use wronski_minima::network::{
    Data, Definite, Model, Shape, SumOfSquares, Weights, Widening, suitable_fractions,
};
use wronski_symbolic::family::ChainWeights;
use wronski_symbolic::rewrite::RuleLibrary;
use wronski_symbolic::theorem::{CertifiedActivation, Needs};

use super::Assumptions;
use super::Limits;
use super::chain::chain_of;
use super::confirmed::{confirmed, only_a_minimum};
use super::construct_options::{ConstructOptions, SampleCount};
use super::forbidden::{
    Possible, Refusal, every_minimum_is_global, forbid, refusal, without_biases,
};
use super::verify::{Verification, verify};

/// The exit code that belongs to what was shown.
pub fn minimum_exit_code(kind: Kind) -> u8 {
    match kind {
        Kind::BadLocalMinimum | Kind::StrictLocalMinimum | Kind::LocalMinimumUpToSymmetry => 0,
        Kind::Saddle | Kind::NotCritical | Kind::Impossible => 1,
        Kind::NoWidening | Kind::Undecided => 3,
    }
}

/// What a run of `construct` or `certify` found.
#[derive(Clone, Debug)]
pub struct Minimum {
    /// The certificate, which says it all.
    pub certificate: MinimumCertificate,
    /// What the user should know about how the text was read.
    pub notes: Vec<String>,
}

/// Can a network have these widths?
///
/// # Errors
/// `W1101` if not.
pub fn check_widths(widths: &[usize], biases: bool) -> Result<()> {
    Shape::new(widths, biases).map(drop)
}

/// Constructs a data set, weights, and a proof by computation that the network has a bad local minimum there.
///
/// # Errors
/// Input errors: of the activation, `W1101` for absurd widths, `W1103` for a symbolic parameter, `W1104` where no
/// lemma covers the widths, `W1105` for contradictory options; internal errors.
pub fn construct(
    text: &str,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
    options: &ConstructOptions,
    progress: &dyn Fn(&str),
) -> Result<Minimum> {
    // Absurd widths are told before anything is decided.
    Shape::new(&options.widths, options.biases)?;
    contradictions(options)?;
    progress("the claims about the activation");
    let verification = verify(text, parameters, library, limits, Assumptions::One)?;
    construct_for(&verification, library, limits, options, progress)
}

/// As [`construct`], for an activation whose hypotheses were decided before: `analytic` and `assumption-1`.
///
/// # Errors
/// As [`construct`].
pub fn construct_for(
    verification: &Verification,
    library: &RuleLibrary,
    limits: &Limits,
    options: &ConstructOptions,
    progress: &dyn Fn(&str),
) -> Result<Minimum> {
    let wide = Shape::new(&options.widths, options.biases)?;
    contradictions(options)?;
    numeric_parameters(verification)?;
    let notes = verification.function.notes.clone();
    let done = |certificate| {
        Ok(Minimum {
            // Nothing is excluded here.
            certificate: confirmed(certificate, &BigRational::from_integer(0.into()), progress),
            notes,
        })
    };
    let claim = |id: ClaimId| verification.claims.iter().find(|c| c.id == id);
    let analytic = claim(ANALYTIC);
    if let Some(Verdict::Refuted(_)) = analytic.map(|c| &c.verdict)
        && !options.unverified
    {
        return done(super::linear_piece::construct_linear(
            verification,
            &wide,
            options,
            progress,
        )?);
    }
    free_targets(options)?;
    let (widening, certified, mut frame) =
        match hypotheses(verification, &wide, library, limits, options)? {
            ControlFlow::Continue(met) => met,
            ControlFlow::Break(frame) => return done(*frame),
        };
    let sigma = compile(&certified)?;
    let small = widening.small().clone();
    let mut layers = widening.widened_layers();
    if layers.is_empty() {
        // Nothing is asked of the moment matrices; definite ones make a minimum that can be widened later.
        layers = (1..small.layers()).collect();
    }
    let candidates = base_weights(options, &small)?;
    let inputs = options.data.as_ref().map(|d| d.inputs.as_slice());
    let task = Task {
        sigma: &sigma,
        loss: SumOfSquares,
        shape: &small,
        layers: &layers,
        bases: &candidates,
        inputs,
        seed: options.seed,
        most_bits: options.most_bits,
    };
    let built = match (inputs, options.samples) {
        (Some(given), _) => task.build(given.len(), progress),
        (None, SampleCount::Overdetermined) => task.build(overdetermined(&small), progress),
        (None, SampleCount::Exactly(n)) => task.build(n, progress),
        (None, SampleCount::Least) => least(&task, &small, progress),
    };
    let built = match built {
        Ok(b) => b,
        Err(e) => {
            frame.leave_open(Undecided::Nothing, e);
            if let Some(words) = relations_at(verification, library, limits, &candidates)? {
                frame.notes.insert("relations".into(), words);
            }
            return done(frame);
        }
    };
    for (topic, sentence) in &built.notes {
        frame.notes.insert((*topic).into(), sentence.clone());
    }
    frame.notes.insert(
        "samples".into(),
        sample_note(options.samples, &small, built.data.len()),
    );
    if options.base.is_none() && Some(&built.base) != candidates.first() {
        let words = relations_at(verification, library, limits, &candidates[..1])?;
        frame.notes.insert(
            "base".into(),
            format!(
                "the default base weights were not used: {}",
                words.unwrap_or_else(|| "no residual was found there".into())
            ),
        );
    }
    let fractions = fractions(&wide, &built.small);
    let widening = Widening::new(&small, &vec![0; fractions.len()], &fractions)?;
    finish(
        &mut frame,
        Model::new(&sigma, &SumOfSquares),
        &built.data,
        &built.small,
        &widening,
        WideningOptions {
            neighbourhood: options.neighbourhood,
            cross_check: options.cross_check,
        },
        progress,
    )?;
    done(frame)
}

/// What a construction rests on: the small network with its widening, the activation with what is proved of it,
/// and the frame of the certificate.
type Met = (Widening, CertifiedActivation, MinimumCertificate);

/// Are the hypotheses met? If not, the certificate that says so.
fn hypotheses(
    verification: &Verification,
    wide: &Shape,
    library: &RuleLibrary,
    limits: &Limits,
    options: &ConstructOptions,
) -> Result<ControlFlow<Box<MinimumCertificate>, Met>> {
    let mut frame = frame(verification, wide, LossName::SumOfSquares);
    if let Some(forbidden) =
        every_minimum_is_global(verification, wide, library, limits, SumOfSquares)
    {
        forbid(&mut frame, Shown::Impossible, forbidden, verification);
        return Ok(ControlFlow::Break(Box::new(frame)));
    }
    let structure = structure(wide)?;
    let needs = if options.biases {
        Needs::Assumption1
    } else {
        Needs::Analytic
    };
    let expr = &verification.function.expr;
    let certified = match CertifiedActivation::new(expr, &verification.claims, needs) {
        Ok(c) => c,
        Err(_) if options.unverified => CertifiedActivation::unverified(expr),
        Err(claim) => {
            match refusal(verification, claim, library, limits)? {
                Refusal::Forbidden(relation) => {
                    forbid(&mut frame, Shown::NoWidening, relation, verification);
                }
                Refusal::Open(why) => frame.leave_open(Undecided::Nothing, why),
            }
            return Ok(ControlFlow::Break(Box::new(frame)));
        }
    };
    if !options.biases
        && !options.unverified
        && let Possible::No(relation) = without_biases(verification, library, limits)?
    {
        forbid(&mut frame, Shown::NoWidening, relation, verification);
        return Ok(ControlFlow::Break(Box::new(frame)));
    }
    frame.activation.verified = certified.is_verified();
    if certified.is_verified() {
        frame.activation.claims = Some(Box::new(verification.certificate()));
    }
    Ok(ControlFlow::Continue((structure, certified, frame)))
}

/// The weights that are tried in turn: those that are given, or those of the construction.
fn base_weights(options: &ConstructOptions, small: &Shape) -> Result<Vec<Weights>> {
    let Some(given) = &options.base else {
        return Ok(bases(small));
    };
    if given.shape() != small {
        return Err(Diagnostic::input(
            ErrorCode::W1105,
            format!(
                "the base weights are not those of a network {}",
                small.text()
            ),
        )
        .help("give weights of the network with one unit in each hidden layer"));
    }
    Ok(vec![given.clone()])
}

/// The fractions into which the units of each layer are divided: the signs of the moment matrices choose them.
fn fractions(wide: &Shape, small: &wronski_minima::construct::Small) -> Vec<Vec<BigRational>> {
    (1..wide.layers())
        .map(|l| {
            let sign = small
                .moment(l, 0)
                .and_then(Moment::definite)
                .unwrap_or(Definite::Positive);
            suitable_fractions(wide.width(l), sign)
        })
        .collect()
}

/// Everything after the small minimum: widening, lemma, badness, neighbourhood.
pub(super) fn finish(
    frame: &mut MinimumCertificate,
    model: Model<'_>,
    data: &Data,
    small: &wronski_minima::construct::Small,
    widening: &Widening,
    options: WideningOptions,
    progress: &dyn Fn(&str),
) -> Result<()> {
    let (data_record, small_record) = (record::data(data), record::small(small));
    if widening.widened_layers().is_empty() {
        frame.show(
            Shown::StrictLocalMinimum {
                data: data_record,
                small: small_record,
            },
            "a strict local minimum of the network, which was not widened",
        );
        return Ok(());
    }
    let full_note = |frame: &mut MinimumCertificate, wide: &wronski_minima::construct::Wide| {
        if let Some(f) = &wide.full {
            let bound = wronski_interval::Interval::new(f.bound.clone(), f.bound.clone())
                .map_or_else(|_| "?".into(), |x| record::decimal(&x, 3)[1].clone());
            frame.notes.insert("full Hessian".into(), format!(
                "{} eigenvalues certainly positive, {} certainly negative; in the remaining {} directions all \
                 entries are at most {bound}",
                f.positive, f.negative, f.rest));
        }
    };
    let widened_minimum = |small, wide| LocalMinimum::Widened {
        small,
        wide: record::wide(wide, widening),
    };
    match widened(model, data, small, widening, options, progress)? {
        WidenedPoint::BadMinimum(bad) => {
            full_note(frame, &bad.wide);
            for (topic, why) in &bad.missing {
                frame
                    .notes
                    .insert((*topic).into(), format!("none is claimed: {why}"));
            }
            let segments = bad.escape.segments.iter().map(record::segment).collect();
            let near = bad.neighbourhood.as_ref();
            let near = near.and_then(|n| record::neighbourhood(n, &small.centre));
            frame.show(
                Shown::BadLocalMinimum {
                    data: data_record,
                    minimum: widened_minimum(small_record, &bad.wide),
                    better: record::better(&bad),
                    path: match near {
                        Some(near) => Path::ForAllDataNear(segments, near),
                        None => Path::of(segments),
                    },
                },
                match bad.wide.lemma {
                    wronski_minima::network::Lemma::Merge => {
                        "a local minimum by the Merge Lemma, and weights with a smaller loss"
                    }
                    wronski_minima::network::Lemma::CriticalKernel => {
                        "a local minimum by the Critical-Kernel Lemma, and weights with a smaller loss"
                    }
                },
            );
        }
        WidenedPoint::Saddle(wide, saddle) => {
            full_note(frame, &wide);
            frame.show(
                Shown::Saddle {
                    data: data_record,
                    small: small_record,
                    wide: Some(record::wide(&wide, widening)),
                    saddle: record::saddle(&saddle),
                },
                "a critical point with a direction of negative curvature",
            );
        }
        WidenedPoint::Minimum(wide, why) => {
            full_note(frame, &wide);
            frame.notes.insert("better weights".into(), why.to_string());
            frame.show(
                Shown::LocalMinimumUpToSymmetry {
                    data: data_record,
                    minimum: widened_minimum(small_record, &wide),
                },
                only_a_minimum(wide.lemma.name()),
            );
        }
        WidenedPoint::Undecided(why) => {
            frame.leave_open(Undecided::Data(data_record), why);
        }
    }
    Ok(())
}

fn contradictions(options: &ConstructOptions) -> Result<()> {
    if options.data.is_some() && options.samples != SampleCount::Overdetermined {
        return Err(Diagnostic::input(
            ErrorCode::W1105,
            "--samples and --data contradict each other: the data fix the number of samples",
        ));
    }
    Ok(())
}

/// Are the targets free?
fn free_targets(options: &ConstructOptions) -> Result<()> {
    if options.data.as_ref().is_some_and(|d| d.targets.is_some()) {
        return Err(Diagnostic::input(
            ErrorCode::W1105,
            "the data give targets, but the construction chooses them (`certify` takes a whole data set)",
        ));
    }
    Ok(())
}

/// The small network of a construction: one unit in each hidden layer.
fn small_shape(wide: &Shape) -> Result<Shape> {
    let mut widths = wide.widths().to_vec();
    let last = widths.len() - 1;
    for w in &mut widths[1..last] {
        *w = 1;
    }
    Shape::new(&widths, wide.biases())
}

/// The small network and the widening, with provisional fractions, if a lemma covers it.
fn structure(wide: &Shape) -> Result<Widening> {
    let small = small_shape(wide)?;
    let fractions: Vec<_> = (1..wide.layers())
        .map(|l| suitable_fractions(wide.width(l), Definite::Positive))
        .collect();
    let widening = Widening::new(&small, &vec![0; fractions.len()], &fractions)?;
    if widening.widened_layers().is_empty() {
        return Ok(widening);
    }
    match widening.lemma() {
        Ok(_) => Ok(widening),
        Err(why) => Err(Diagnostic::input(
            ErrorCode::W1104,
            format!("no lemma covers the widths {}: {why}", wide.text()),
        )
        .help("keep one unit in the layer after the last widened one, as in `1,4,1,2` for two outputs")),
    }
}

/// Symbolic parameters have no numeric value.
pub(super) fn numeric_parameters(v: &Verification) -> Result<()> {
    let symbolic: Vec<&str> = v
        .parameters
        .iter()
        .filter(|(_, value)| matches!(value, Binding::Symbolic))
        .map(|(name, _)| name)
        .collect();
    match symbolic.first() {
        None => Ok(()),
        Some(name) => Err(Diagnostic::input(
            ErrorCode::W1103,
            format!("the parameter `{name}` has no value"),
        )
        .help(format!(
            "numeric construction needs one: `--param {name}=3/2`"
        ))),
    }
}

/// A certificate without any claim yet.
pub(super) fn frame(v: &Verification, wide: &Shape, loss: LossName) -> MinimumCertificate {
    MinimumCertificate::empty(
        ActivationRecord {
            input: v.function.input.trim().into(),
            expression: v.function.expr.to_string(),
            verified: false,
            claims: None,
        },
        network_record(wide, loss),
    )
}

/// What a certificate says of its network.
pub(super) fn network_record(shape: &Shape, loss: LossName) -> NetworkRecord {
    NetworkRecord {
        widths: shape.widths().to_vec(),
        biases: shape.biases(),
        loss: loss.text().into(),
    }
}

/// The search for the least number of samples.
fn least(
    task: &Task<'_>,
    small: &Shape,
    progress: &dyn Fn(&str),
) -> std::result::Result<Built, NotBuilt> {
    let from = least_generic(small);
    let mut last = Err(NotBuilt::NoSamples);
    for n in from..=overdetermined(small) {
        progress(&format!("{n} samples"));
        last = task.build(n, progress);
        if last.is_ok() {
            break;
        }
    }
    last
}

fn sample_note(asked: SampleCount, small: &Shape, n: usize) -> String {
    let from = least_generic(small);
    let paper = match small.layers() {
        2 => {
            " (the published argument takes as many samples as the family B2 has members, 7, or more)"
        }
        3 => {
            " (the published argument takes as many samples as the family B3 has members, 34, or more)"
        }
        _ => "",
    };
    match asked {
        SampleCount::Least => format!(
            "{n} is the least number, from {from} on, for which this search succeeded: with fewer a gradient family \
             of {} independent functions leaves no residual, and dependent ones were not tried{paper}",
            small.weights()
        ),
        _ => format!("{n}{paper}"),
    }
}

/// The relations of the chain at base weights of one input and one output, in words.
fn relations_at(
    verification: &Verification,
    library: &RuleLibrary,
    limits: &Limits,
    candidates: &[Weights],
) -> Result<Option<String>> {
    let Some(base) = candidates.first() else {
        return Ok(None);
    };
    let shape = base.shape();
    if !shape.biases()
        || shape.widths().iter().any(|w| *w != 1)
        || !super::CHAIN_LAYERS.contains(&shape.layers())
    {
        return Ok(None);
    }
    let layers = (1..=shape.layers())
        .map(|l| (base.row(l, 0)[1].clone(), base.row(l, 0)[0].clone()))
        .collect();
    let report = chain_of(
        verification.function.clone(),
        &verification.parameters,
        library,
        limits,
        &ChainWeights::new(layers),
    )?;
    let words = super::chain_text::relation_sentences(&report);
    Ok((!words.is_empty()).then(|| words.join("; ")))
}

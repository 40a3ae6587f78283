//! From the name of an activation to a certified bad local minimum.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::certificate::Verdict;
use crate::certificate::minimum::{
    ActivationRecord, Kind, MinimumCertificate, NetworkRecord, ObstructionRecord,
};
use crate::construct::{
    Outcome, Task, Wishes, bases, comfortable, compile, least_conceivable, record, widened,
};
use crate::error::{Diagnostic, Result};
use crate::exact::decimal::exact_number;
use crate::exact::print::number_text;
use crate::expr::{Binding, Parameters};
use crate::family::{ChainWeights, Definite};
use crate::network::{Data, Shape, Weights, Widening, suitable_fractions};
use crate::rewrite::RuleLibrary;
use crate::theorem::{CertifiedActivation, Detail, Needs};
use crate::tower::Element;

use super::Limits;
use super::chain::{ChainReport, chain};
use super::independent::independent;
use super::network_file::{DataFile, LayerValues};
use super::verify::{Assumptions, Verification, verify};

/// How many samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleCount {
    /// A comfortable number.
    Comfortable,
    /// Exactly so many.
    Exactly(usize),
    /// The least number for which the construction is found to work.
    Least,
}

/// What to construct.
#[derive(Clone, Debug)]
pub struct ConstructOptions {
    /// Units of each layer of the wide network, input and output included.
    pub widths: Vec<usize>,
    /// Has every unit a bias?
    pub biases: bool,
    /// The number of samples; contradicts `data`.
    pub samples: SampleCount,
    /// The seed of everything that is drawn.
    pub seed: u64,
    /// Weights of the small network to start from, layer by layer.
    pub base: Option<Vec<LayerValues>>,
    /// Given inputs (and targets, for piecewise linear activations).
    pub data: Option<DataFile>,
    /// Go on although the hypotheses about the activation are not proved.
    pub unverified: bool,
    /// Most bits of precision.
    pub most_bits: u32,
    /// Look for the neighbourhood of data sets.
    pub neighbourhood: bool,
    /// Compute the inertia of the full Hessian as well, up to 600 weights.
    pub cross_check: bool,
}

impl Default for ConstructOptions {
    fn default() -> Self {
        ConstructOptions {
            widths: vec![1, 4, 1],
            biases: true,
            samples: SampleCount::Comfortable,
            seed: 0,
            base: None,
            data: None,
            unverified: false,
            most_bits: 1024,
            neighbourhood: true,
            cross_check: true,
        }
    }
}

/// The exit code that belongs to what was shown.
pub fn minimum_exit_code(kind: Kind) -> u8 {
    match kind {
        Kind::BadLocalMinimum | Kind::StrictLocalMinimum | Kind::LocalMinimumUpToSymmetry => 0,
        Kind::Saddle | Kind::NotCritical | Kind::Impossible => 1,
        Kind::NoWidening | Kind::Undecided => 3,
    }
}

/// Characters of a number in a certificate.
const LONGEST_NUMBER: usize = 10_000;

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
/// Input errors: of the activation, `W1101` for absurd widths, `W1103` for a symbolic parameter, `W1104` where no lemma covers the
/// widths, `W1105` for contradictory options; internal errors.
pub fn construct(
    text: &str,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
    options: &ConstructOptions,
    progress: &dyn Fn(&str),
) -> Result<Minimum> {
    let wide = Shape::new(&options.widths, options.biases)?;
    contradictions(options)?;
    progress("the claims about the activation");
    let verification = verify(text, parameters, library, limits, Assumptions::One)?;
    numeric_parameters(&verification)?;
    let notes = verification.function.notes.clone();
    let done = |certificate| {
        Ok(Minimum {
            certificate: confirmed(certificate, progress),
            notes,
        })
    };
    let claim = |id: &str| verification.claims.iter().find(|c| c.id == id);
    let analytic = claim("analytic");
    if let Some(Verdict::Refuted(_)) = analytic.map(|c| &c.verdict)
        && !options.unverified
    {
        return done(super::linear_piece::construct_linear(
            &verification,
            &wide,
            options,
            progress,
        )?);
    }
    enough_samples(options, &wide)?;
    let widening = structure(&wide)?;
    let needs = if options.biases {
        Needs::Assumption1
    } else {
        Needs::Analytic
    };
    let expr = &verification.function.expr;
    let mut frame = frame(&verification, &wide);
    let certified = match CertifiedActivation::new(expr, &verification.claims, needs) {
        Ok(c) => c,
        Err(_) if options.unverified => CertifiedActivation::unverified(expr),
        Err(claim) => {
            let refusal = refusal(&verification, claim, library, limits)?;
            frame.kind = refusal.0;
            frame.because = refusal.1;
            frame.obstruction = refusal.2;
            if frame.kind == Kind::Impossible {
                frame.activation.claims = Some(Box::new(verification.certificate()));
            }
            return done(frame);
        }
    };
    if !options.biases
        && !options.unverified
        && let Possible::No(relation) = without_biases(&verification, library, limits)?
    {
        frame.kind = Kind::Impossible;
        frame.because = relation.sentence.clone();
        frame.obstruction = Some(relation);
        frame.activation.claims = Some(Box::new(verification.certificate()));
        return done(frame);
    }
    frame.activation.verified = certified.is_verified();
    if certified.is_verified() {
        frame.activation.claims = Some(Box::new(verification.certificate()));
    }
    let sigma = compile(&certified)?;
    let small = widening.small().clone();
    let mut layers = widening.widened_layers();
    if layers.is_empty() {
        // Nothing is asked of the moment matrices; definite ones make a minimum that can be widened later.
        layers = (1..small.layers()).collect();
    }
    let given_base = options
        .base
        .as_ref()
        .map(|b| weights_of(b, &small))
        .transpose()?;
    let candidates = match &given_base {
        Some(b) => vec![b.clone()],
        None => bases(&small),
    };
    let inputs = options.data.as_ref().map(|d| d.inputs.as_slice());
    let task = Task {
        sigma: &sigma,
        shape: &small,
        layers: &layers,
        bases: &candidates,
        inputs,
        seed: options.seed,
        most_bits: options.most_bits,
    };
    let built = match (inputs, options.samples) {
        (Some(given), _) => task.build(given.len(), progress),
        (None, SampleCount::Comfortable) => task.build(comfortable(&small), progress),
        (None, SampleCount::Exactly(n)) => task.build(n, progress),
        (None, SampleCount::Least) => least(&task, &small, progress),
    };
    let built = match built {
        Ok(b) => b,
        Err(e) => {
            frame.kind = Kind::Undecided;
            frame.because = e.why;
            if let Some(words) = relations_at(text, parameters, library, limits, &candidates)? {
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
    if given_base.is_none() && Some(&built.base) != candidates.first() {
        let words = relations_at(text, parameters, library, limits, &candidates[..1])?;
        frame.notes.insert(
            "base".into(),
            format!(
                "the default base weights were not used: {}",
                words.unwrap_or_else(|| "no residual was found there".into())
            ),
        );
    }
    // The signs of the moment matrices choose the fractions.
    let fractions: Vec<Vec<BigRational>> = (1..wide.layers())
        .map(|l| {
            let positive = built
                .small
                .moment(l, 0)
                .and_then(|m| m.definite())
                .unwrap_or(true);
            suitable_fractions(wide.width(l), positive)
        })
        .collect();
    let widening = Widening::new(&small, &vec![0; fractions.len()], &fractions)?;
    finish(
        &mut frame,
        &sigma,
        &built.data,
        &built.small,
        &widening,
        Wishes {
            neighbourhood: options.neighbourhood,
            cross_check: options.cross_check,
        },
        progress,
    )?;
    done(frame)
}

/// Everything after the small minimum: widening, lemma, badness, neighbourhood.
pub(super) fn finish(
    frame: &mut MinimumCertificate,
    sigma: &crate::network::Activation,
    data: &Data,
    small: &crate::construct::Small,
    widening: &Widening,
    wishes: Wishes,
    progress: &dyn Fn(&str),
) -> Result<()> {
    frame.data = Some(record::data(data));
    frame.small = Some(record::small(small));
    if widening.widened_layers().is_empty() {
        frame.kind = Kind::StrictLocalMinimum;
        frame.because = "a strict local minimum of the network, which was not widened".into();
        return Ok(());
    }
    let full_note = |frame: &mut MinimumCertificate, wide: &crate::construct::Wide| {
        if let Some(f) = &wide.full {
            let bound = crate::interval::Interval::new(f.bound.clone(), f.bound.clone())
                .map_or_else(|_| "?".into(), |x| record::decimal(&x, 3)[1].clone());
            frame.notes.insert("full Hessian".into(), format!(
                "{} eigenvalues certainly positive, {} certainly negative; in the remaining {} directions all entries are at most {bound}",
                f.positive, f.negative, f.rest));
        }
    };
    match widened(sigma, data, small, widening, wishes, progress)? {
        Outcome::Bad(bad) => {
            full_note(frame, &bad.wide);
            frame.kind = Kind::BadLocalMinimum;
            frame.because = match bad.wide.lemma {
                crate::network::Lemma::Merge => {
                    "a local minimum by the Merge Lemma, and weights with a smaller loss"
                }
                crate::network::Lemma::CriticalKernel => {
                    "a local minimum by the Critical-Kernel Lemma, and weights with a smaller loss"
                }
            }
            .into();
            frame.wide = Some(record::wide(&bad.wide, widening));
            frame.better = record::better(&bad);
            frame.path = bad.exit.segments.iter().map(record::segment).collect();
            frame.neighbourhood = bad
                .neighbourhood
                .as_ref()
                .and_then(|n| record::neighbourhood(n, &small.centre));
        }
        Outcome::Saddle(wide, saddle) => {
            full_note(frame, &wide);
            frame.kind = Kind::Saddle;
            frame.because = "a critical point with a direction of negative curvature".into();
            frame.wide = Some(record::wide(&wide, widening));
            frame.saddle = Some(record::saddle(&saddle));
        }
        Outcome::Minimum(wide) => {
            full_note(frame, &wide);
            frame.kind = Kind::Undecided;
            frame.because = "a local minimum of the wide network, but no weights with a smaller loss were found: whether it is bad is open".into();
            frame.small = None;
        }
        Outcome::Undecided(why) => {
            frame.kind = Kind::Undecided;
            frame.because = why;
            frame.small = None;
        }
    }
    Ok(())
}

/// How often the neighbourhood is made smaller until the checker confirms it.
const SHRINKINGS: usize = 8;

/// Lets the checker read the certificate before anyone else does. Its enclosures of the neighbourhood may be coarser than ours; then the
/// neighbourhood is made smaller. What the checker does not confirm otherwise is not claimed.
pub(super) fn confirmed(mut c: MinimumCertificate, progress: &dyn Fn(&str)) -> MinimumCertificate {
    progress("the checker");
    let quarter = BigRational::new(1.into(), 4.into());
    for _ in 0..=SHRINKINGS {
        let Err(rejection) = crate::check::minimum::check(&c) else {
            return c;
        };
        let smaller = c
            .neighbourhood
            .as_ref()
            .filter(|_| rejection.code == "W0511")
            .and_then(|n| exact_number(&n.radius, LONGEST_NUMBER))
            .map(|r| number_text(&(r * &quarter)));
        match (smaller, &mut c.neighbourhood) {
            (Some(radius), Some(n)) => n.radius = radius,
            _ => return withdrawn(c, &rejection.to_string()),
        }
    }
    c.neighbourhood = None;
    match crate::check::minimum::check(&c) {
        Ok(_) => c,
        Err(rejection) => withdrawn(c, &rejection.to_string()),
    }
}

/// Nothing is claimed.
fn withdrawn(c: MinimumCertificate, why: &str) -> MinimumCertificate {
    MinimumCertificate {
        because: format!("the checker does not confirm what was found: {why}"),
        notes: c.notes,
        ..MinimumCertificate::empty(c.activation, c.network)
    }
}

fn contradictions(options: &ConstructOptions) -> Result<()> {
    if options.data.is_some() && options.samples != SampleCount::Comfortable {
        return Err(Diagnostic::input(
            "W1105",
            "--samples and --data contradict each other: the data fix the number of samples",
        ));
    }
    Ok(())
}

/// Are there more samples than the gradient family needs to leave a residual, and are their targets free?
fn enough_samples(options: &ConstructOptions, wide: &Shape) -> Result<()> {
    let wrong = |why: String| Err(Diagnostic::input("W1105", why));
    if options.data.as_ref().is_some_and(|d| d.targets.is_some()) {
        return wrong(
            "the data give targets, but the construction chooses them (`certify` takes a whole data set)".into(),
        );
    }
    let exactly = matches!(options.samples, SampleCount::Exactly(_));
    let small = small_shape(wide)?;
    let needed = least_conceivable(&small);
    let given = match (&options.data, options.samples) {
        (Some(d), _) => Some(d.inputs.len()),
        (None, SampleCount::Exactly(n)) => Some(n),
        _ => None,
    };
    if let Some(n) = given
        && n < needed
        && (exactly || options.data.is_some())
    {
        return wrong(format!(
            "{n} samples are too few: the small network {} has {} weights, so that with fewer than {needed} samples only the residual 0 is orthogonal to its gradient family",
            small.text(),
            small.weights()
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
        .map(|l| suitable_fractions(wide.width(l), true))
        .collect();
    let widening = Widening::new(&small, &vec![0; fractions.len()], &fractions)?;
    if widening.widened_layers().is_empty() {
        return Ok(widening);
    }
    match widening.lemma() {
        Ok(_) => Ok(widening),
        Err(why) => Err(Diagnostic::input(
            "W1104",
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
        Some(name) => {
            Err(
                Diagnostic::input("W1103", format!("the parameter `{name}` has no value")).help(
                    format!("numeric construction needs one: `--param {name}=3/2`"),
                ),
            )
        }
    }
}

/// A certificate without any claim yet.
pub(super) fn frame(v: &Verification, wide: &Shape) -> MinimumCertificate {
    MinimumCertificate::empty(
        ActivationRecord {
            input: v.function.input.trim().into(),
            expression: v.function.expr.to_string(),
            verified: false,
            claims: None,
        },
        NetworkRecord {
            widths: wide.widths().to_vec(),
            biases: wide.biases(),
            loss: "sum_of_squares".into(),
        },
    )
}

/// Weights from a file, in the given shape.
pub(super) fn weights_of(layers: &[LayerValues], shape: &Shape) -> Result<Weights> {
    let mut values = vec![];
    for layer in layers {
        for (unit, row) in layer.w.iter().enumerate() {
            if let Some(b) = &layer.b {
                values.extend(b.get(unit).cloned());
            }
            values.extend(row.iter().cloned());
        }
    }
    Weights::new(shape, values)
        .ok_or_else(|| Diagnostic::internal("weights that were read do not fit their shape"))
}

/// The search for the least number of samples.
fn least(
    task: &Task<'_>,
    small: &Shape,
    progress: &dyn Fn(&str),
) -> std::result::Result<crate::construct::Built, crate::construct::NotBuilt> {
    let from = least_conceivable(small);
    let mut last = Err(crate::construct::NotBuilt {
        why: "no number of samples was tried".into(),
    });
    for n in from..=comfortable(small) {
        progress(&format!("{n} samples"));
        last = task.build(n, progress);
        if last.is_ok() {
            break;
        }
    }
    last
}

fn sample_note(asked: SampleCount, small: &Shape, n: usize) -> String {
    let conceivable = least_conceivable(small);
    let paper = match small.layers() {
        2 => {
            " (the size of the family B2, from which the published argument takes as many samples, is 7)"
        }
        3 => {
            " (the size of the family B3, from which the published argument takes as many samples, is 34)"
        }
        _ => "",
    };
    match asked {
        SampleCount::Least => format!(
            "{n} is the least number for which the search succeeded; fewer than {conceivable} leave no residual, the small network having {} weights{paper}",
            small.weights()
        ),
        _ => format!("{n}; at least {conceivable} are needed{paper}"),
    }
}

/// Is a definite moment matrix possible without biases?
enum Possible {
    Yes,
    No(ObstructionRecord),
    Open,
}

/// Without biases the only moment of the first layer is that of `x^2 sigma''`, and a relation between it and `sigma, x sigma'` makes it
/// vanish.
fn without_biases(v: &Verification, library: &RuleLibrary, limits: &Limits) -> Result<Possible> {
    let s = format!("({})", v.function.expr);
    let (first, second) = (format!("x*diff({s})"), format!("x^2*diff(diff({s}))"));
    let functions = [s.as_str(), first.as_str(), second.as_str()];
    let Ok(found) = independent(&functions, &Parameters::new(), library, limits) else {
        return Ok(Possible::Open);
    };
    match rational_relations(&found.claim) {
        None => Ok(Possible::Open),
        Some(relations) => {
            let Some(r) = relations.iter().find(|r| !r[2].is_zero()) else {
                return Ok(Possible::Yes);
            };
            let zero = BigRational::zero;
            let b2 = [
                zero(),
                r[0].clone(),
                zero(),
                r[1].clone(),
                zero(),
                zero(),
                r[2].clone(),
            ];
            Ok(Possible::No(ObstructionRecord {
                relation: b2.iter().map(ToString::to_string).collect(),
                sentence: format!(
                    "{} = 0: so the moment of x^2 sigma'' vanishes at every critical point, and no moment matrix is definite, without biases either",
                    relation_text(&b2)
                ),
            }))
        }
    }
}

/// The relations of a family whose rank is decided, if they are rational.
fn rational_relations(claim: &crate::theorem::Claim) -> Option<Vec<Vec<BigRational>>> {
    match &claim.detail {
        Detail::FullRank { .. } => Some(vec![]),
        Detail::Rank {
            rank: Some(Ok(rank)),
            ..
        } => rank
            .relations
            .iter()
            .map(|r| rational(&r.coefficients))
            .collect(),
        _ => None,
    }
}

/// Constants as rational numbers, if all are.
fn rational(constants: &[Element]) -> Option<Vec<BigRational>> {
    constants
        .iter()
        .map(|c| {
            if c.is_zero() {
                Some(BigRational::zero())
            } else {
                c.as_rational()
            }
        })
        .collect()
}

/// `2*x*s1 + s2` from coefficients in the order of B2.
fn relation_text(b2: &[BigRational]) -> String {
    let names = [
        "1",
        "sigma",
        "sigma'",
        "x*sigma'",
        "sigma''",
        "x*sigma''",
        "x^2*sigma''",
    ];
    let one = BigRational::from_integer(BigInt::from(1));
    let terms: Vec<String> = b2
        .iter()
        .zip(names)
        .filter(|(c, _)| !c.is_zero())
        .map(|(c, n)| {
            if *c == one {
                n.to_string()
            } else {
                format!("({c})*{n}")
            }
        })
        .collect();
    terms.join(" + ")
}

/// Why an activation is not accepted: impossible with the relation, or open.
fn refusal(
    v: &Verification,
    claim: Option<&crate::theorem::Claim>,
    library: &RuleLibrary,
    limits: &Limits,
) -> Result<(Kind, String, Option<ObstructionRecord>)> {
    let Some(claim) = claim else {
        return Err(Diagnostic::internal("a claim was not decided"));
    };
    let open = |why: String| {
        (
            Kind::Undecided,
            format!(
                "{why}; `--unverified` goes on without this hypothesis, and marks the certificate"
            ),
            None,
        )
    };
    if !matches!(claim.verdict, Verdict::Refuted(_)) {
        return Ok(open(format!(
            "the hypothesis `{}` about the activation is undecided: {}",
            claim.id,
            claim.because()
        )));
    }
    let report = chain(
        &v.function.input,
        &v.parameters,
        library,
        limits,
        &ChainWeights::unit(2),
    )?;
    let Some(b2) = obstruction(&report) else {
        return Ok(open(format!(
            "Assumption 1 is refuted: {}; the relations do not exclude definite moment matrices",
            claim.because()
        )));
    };
    let rest = match without_biases(v, library, limits)? {
        Possible::Yes => {
            "Without biases nothing of this kind stands in the way: x^2*sigma'' is independent of sigma and x*sigma' (try --no-biases)."
        }
        Possible::No(_) => {
            "Without biases it is impossible as well: x^2*sigma'' is a combination of sigma and x*sigma'."
        }
        Possible::Open => "Whether it is possible without biases is undecided.",
    };
    let sentence = format!(
        "{} = 0 for all x: at a critical point of a network with biases this is a relation between the entries of every moment matrix (its trace with a semidefinite matrix that is not 0 vanishes), so none is definite, for any data, in any layer. {rest}",
        relation_text(&b2)
    );
    Ok((
        Kind::Impossible,
        sentence.clone(),
        Some(ObstructionRecord {
            relation: b2.iter().map(ToString::to_string).collect(),
            sentence,
        }),
    ))
}

/// The relation that rules out definite moment matrices at L = 2, in the order of B2 (which is the order of the gradient and moment
/// functions of that chain), if there is a rational one whose last three coefficients are semidefinite.
fn obstruction(report: &ChainReport) -> Option<Vec<BigRational>> {
    let answer = report.layers.first()?;
    if !matches!(answer.definite, Definite::Impossible(_)) {
        return None;
    }
    let relation = answer.relation.as_ref()?;
    let r = rational(relation)?;
    // Gradient first: dF/db2 = 1, dF/dw2 = sigma, dF/db1 = sigma', dF/dw1 = x sigma'.
    let [a, b, c] = [r.get(4)?, r.get(5)?, r.get(6)?];
    let four = BigRational::from_integer(4.into());
    let semidefinite = b * b <= four * a * c && (!a.is_zero() || !c.is_zero());
    (semidefinite && !(a * c).is_negative()).then_some(r)
}

/// The relations of the chain at base weights of one input and one output, in words.
fn relations_at(
    text: &str,
    parameters: &Parameters,
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
    let report = chain(
        text,
        parameters,
        library,
        limits,
        &ChainWeights::new(layers),
    )?;
    let words = super::chain_output::relation_sentences(&report);
    Ok((!words.is_empty()).then(|| words.join("; ")))
}

//! Local minima inside a linear piece of the activation (Proposition 1).
//!
//! If sigma is `slope x + intercept` on an open interval, slope not 0, then a network whose units all stay inside
//! that interval for all samples is an affine function of its input, and so is every network with nearby weights.
//! Weights that make it the affine least squares fit are therefore a local minimum: nearby networks are affine, and
//! no affine function has a smaller loss. (Ding, Li and Sun, *Sub-optimal local minima exist for neural networks with
//! almost all non-linear activations*, Theorem 2, place the weights in this way; the general-smooth paper states it
//! as Proposition 1.)
//!
//! Everything is exact over the rationals, apart from values of sigma outside the piece, which are enclosed. The
//! minimum is bad if other weights have a smaller loss: a unit is moved across the end of the piece.

mod data;
mod escape;
mod fit;
mod numbers;
mod piece;
mod place;

use num_rational::BigRational;
use num_traits::{Signed, Zero};

pub use data::{Data, non_affine_data};
pub use fit::{AffineFit, affine_fit};
pub use piece::{RationalPiece, rational_pieces};

use wronski_certificate::minimum::{
    ActivationRecord, DataRecord, LayerWeights, LinearRecord, LocalMinimum, MinimumCertificate,
    NetworkRecord, Path, PointRecord, SegmentKind, SegmentRecord, Shown, Undecided,
};

use wronski_certificate::NumericReason;
use wronski_certificate::reason::numeric::NotInAPiece;
use wronski_diagnostic::{Diagnostic, Result};
use wronski_expr::Expr;
use wronski_expr::evaluate::PointEvaluator;

use super::record::weights_as;
use crate::network::{Loss, Shape, SumOfSquares, Weights};
use escape::Search;
use numbers::Span;
use place::Placement;

/// Bits at which values of sigma are enclosed.
const BITS: u32 = 128;
/// Into how many parts a descent is cut: one suffices, the others leave room for rounding.
const PIECES: u32 = 4;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct LinearTask<'a> {
    /// The activation, parameters replaced by their values.
    pub sigma: &'a Expr,
    /// The activation as the certificate names it.
    pub activation: ActivationRecord,
    /// The loss: exact fits are least squares.
    pub loss: SumOfSquares,
    /// Units of each layer, input and output included: at least three layers, none empty.
    pub widths: &'a [usize],
    /// One row a sample, of `widths[0]` entries.
    pub inputs: &'a [Vec<BigRational>],
    /// One row a sample, one entry for each output.
    pub targets: &'a [Vec<BigRational>],
    /// The seed of the search for a smaller loss.
    pub seed: u64,
}

/// Constructs the local minimum of Proposition 1 in a network with biases, and weights with a smaller loss.
///
/// The kind of the certificate is `bad-local-minimum`; `local-minimum-up-to-symmetry` if no smaller loss was found;
/// or `undecided` with the hypothesis that fails: no linear piece with rational numbers, a hidden layer that is too
/// narrow, targets that are an affine function of the inputs (the minimum is global then).
///
/// # Errors
/// Input errors of the domain of sigma; an internal diagnostic for data of another shape than the widths.
pub fn linear_minimum(task: &LinearTask<'_>) -> Result<MinimumCertificate> {
    check_shape(task)?;
    let shape = Shape::new(task.widths, true)?;
    let pieces = rational_pieces(task.sigma)?;
    if pieces.is_empty() {
        return Ok(undecided(task, NotInAPiece::NoPiece));
    }
    let fit = affine_fit(task.inputs, task.targets)?;
    if fit.loss.is_zero() {
        return Ok(undecided(task, NotInAPiece::AffineTargets));
    }
    let sigma = PointEvaluator::new(task.sigma)?;
    let mut reason = NotInAPiece::NoPiece;
    let mut local: Option<MinimumCertificate> = None;
    for piece in &pieces {
        let placement = match Placement::new(piece, &shape, task.inputs, &fit) {
            Ok(p) => p,
            Err(why) => {
                reason = why;
                continue;
            }
        };
        let Some(radius) = placement.radius(task.inputs) else {
            reason = NotInAPiece::NoRadius;
            continue;
        };
        let search = Search {
            sigma: &sigma,
            bits: BITS,
            placement: &placement,
            inputs: task.inputs,
            targets: task.targets,
            fit: &fit,
            seed: task.seed,
        };
        let minimum = LocalMinimum::InAPiece(LinearRecord {
            interval: piece.interval(),
            slope: piece.slope.to_string(),
            intercept: piece.intercept.to_string(),
            fit: LayerWeights {
                w: text_rows(&fit.slopes),
                b: Some(fit.constants.iter().map(ToString::to_string).collect()),
            },
            weights: as_text(&placement.weights()),
            loss: fit.loss.to_string(),
            radius: radius.to_string(),
        });
        let mut certificate = frame(task);
        let data = data(task);
        let Some(better) = search.run()? else {
            certificate.show(
                Shown::LocalMinimumUpToSymmetry { data, minimum },
                format!(
                    "inside a linear piece the least squares fit of loss {} is a local minimum; it is not isolated, \
                     and no \
                     weights with a smaller loss were found, so whether it is bad is open",
                    shown(&fit.loss)
                ),
            );
            local = local.or(Some(certificate));
            continue;
        };
        if better.way.is_empty() {
            certificate.notes.insert(
                "path".into(),
                "the last hidden layer has no unit to spare, so no path to the smaller loss is given".into(),
            );
        }
        certificate.show(
            Shown::BadLocalMinimum {
                data,
                minimum,
                better: PointRecord {
                    weights: as_text(&better.weights),
                    loss: better.loss.text(),
                },
                path: Path::of(segments(&better.way, &fit, &better.loss)),
            },
            format!(
                "on ({}, {}) the activation is linear; inside, the network is affine, and the least squares fit of \
                 loss {} is a \
                 local minimum; other weights have loss {}",
                piece.interval()[0],
                piece.interval()[1],
                shown(&fit.loss),
                shown(&better.loss.hi)
            ),
        );
        return Ok(certificate);
    }
    Ok(local.unwrap_or_else(|| undecided(task, reason)))
}

/// The path as records: all steps but the last leave the network function as it is at the samples.
fn segments(way: &[Weights], fit: &AffineFit, end: &Span) -> Vec<SegmentRecord> {
    let start = Span::point(fit.loss.clone());
    let last = way.len().saturating_sub(2);
    let texts: Vec<Vec<LayerWeights>> = way.iter().map(as_text).collect();
    texts
        .windows(2)
        .enumerate()
        .map(|(i, pair)| {
            let descent = i == last;
            SegmentRecord {
                kind: if descent {
                    SegmentKind::Descent
                } else {
                    SegmentKind::Constant
                },
                from: pair[0].clone(),
                to: pair[1].clone(),
                loss: [start.text(), if descent { end } else { &start }.text()],
                pieces: if descent { PIECES } else { 0 },
            }
        })
        .collect()
}

fn check_shape(task: &LinearTask<'_>) -> Result<()> {
    let widths = task.widths;
    let rows = |rows: &[Vec<BigRational>], n: usize| rows.iter().all(|r| r.len() == n);
    let fits = widths.len() >= 3
        && !widths.contains(&0)
        && !task.inputs.is_empty()
        && task.inputs.len() == task.targets.len()
        && rows(task.inputs, widths[0])
        && rows(task.targets, widths[widths.len() - 1]);
    if fits {
        return Ok(());
    }
    Err(Diagnostic::internal(format!(
        "data of another shape than the widths {widths:?}"
    )))
}

fn as_text(weights: &Weights) -> Vec<LayerWeights> {
    weights_as(weights, ToString::to_string)
}

fn text_rows(rows: &[Vec<BigRational>]) -> Vec<Vec<String>> {
    let row = |r: &Vec<BigRational>| r.iter().map(ToString::to_string).collect();
    rows.iter().map(row).collect()
}

/// A certificate that claims nothing yet.
fn frame(task: &LinearTask<'_>) -> MinimumCertificate {
    let network = NetworkRecord {
        widths: task.widths.to_vec(),
        biases: true,
        loss: task.loss.name().text().into(),
    };
    MinimumCertificate::empty(task.activation.clone(), network)
}

fn data(task: &LinearTask<'_>) -> DataRecord {
    DataRecord {
        inputs: text_rows(task.inputs),
        targets: text_rows(task.targets),
    }
}

fn undecided(task: &LinearTask<'_>, why: NotInAPiece) -> MinimumCertificate {
    let mut certificate = frame(task);
    certificate.leave_open(Undecided::Data(data(task)), NumericReason::Piece(why));
    // No linear piece is used, and the activation is not analytic: nothing about it is proved.
    certificate.activation.verified = false;
    certificate
}

/// A number in a sentence: itself if it is short, else six decimals, rounded down in absolute value.
fn shown(q: &BigRational) -> String {
    let text = q.to_string();
    if text.len() <= 16 {
        return text;
    }
    let scale = BigRational::from_integer(1_000_000.into());
    let n = (q.abs() * scale).to_integer();
    let digits = format!("{n:0>7}");
    let (whole, fraction) = digits.split_at(digits.len() - 6);
    let sign = if q.is_negative() { "-" } else { "" };
    format!("{sign}{whole}.{fraction}...")
}

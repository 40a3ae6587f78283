//! Why a run of `construct` or `certify` shows nothing, or not more, as data. The one place where it becomes a
//! sentence.

use std::fmt;

use crate::ClaimId;

/// Why no box with exactly one critical point was found at some precision.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotEnclosed {
    /// No precision was tried.
    NothingTried,
    /// The approximate point has another shape than the weights.
    Shape,
    /// Newton's method does not settle.
    Unsettled,
    /// The approximate Hessian has no inverse.
    SingularHessian,
    /// The box is not larger than the rounding errors.
    Unresolved,
    /// Krawczyk's operator does not map the box into itself.
    Krawczyk,
    /// An eigenvalue of the Hessian may be 0.
    HessianEigenvalue,
    /// No lower bound of the least eigenvalue of the Hessian.
    LeastEigenvalue,
    /// The eigenvalues of a moment matrix are not enclosed.
    MomentEigenvalues {
        /// Its layer.
        layer: usize,
    },
    /// An enclosure failed.
    Fault(String),
}

/// Why no lemma covers a widening.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoLemma {
    /// No layer is widened.
    NothingWidened,
    /// The layer after the last widened one has several units.
    UnitsAfter {
        /// The last widened layer.
        last: usize,
        /// Units of the next one.
        units: usize,
    },
    /// A layer between widened ones has several units.
    UnitsBetween {
        /// The first widened layer.
        first: usize,
        /// The last widened layer.
        last: usize,
        /// The layer.
        layer: usize,
        /// Its units.
        units: usize,
    },
}

/// Why no residual was found at given base weights.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoResidual {
    /// The gradient family is dependent on these samples.
    DependentGradient {
        /// Its rank.
        rank: usize,
        /// The number of weights.
        weights: usize,
    },
    /// There is no residual but 0: the rank of the gradient family on the samples is the number of numbers to fit.
    OnlyZero {
        /// That rank.
        rank: usize,
    },
    /// For no choice of signs are all matrices definite.
    NotDefinite,
    /// An enclosure failed.
    Fault(String),
}

/// Why no data set with a strict minimum of the small network was built.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotBuilt {
    /// There are no base weights to try.
    NoBase,
    /// There is no number of samples to try.
    NoSamples,
    /// No residual was found at base weights.
    NoResidual {
        /// The base weights, as text.
        base: Vec<String>,
        /// Why.
        why: NoResidual,
    },
    /// An output or a residual is not finite.
    NotFinite,
    /// The critical point is a saddle.
    Saddle,
    /// The loss of the minimum may be 0.
    LossNearZero,
    /// The moment matrix of a layer is not certainly definite.
    NotDefinite {
        /// The layer.
        layer: usize,
    },
    /// Newton's method leaves the neighbourhood of the base weights.
    LeavesBase,
    /// No box was found.
    NotEnclosed {
        /// What failed last.
        what: NotEnclosed,
        /// The highest precision tried.
        bits: u32,
    },
    /// An enclosure failed.
    Fault(String),
    /// Several base weights were tried.
    Bases {
        /// How many.
        tried: usize,
        /// What failed last.
        last: Box<NotBuilt>,
    },
}

/// Why it is open what a critical point is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenPoint {
    /// No lemma covers the widening.
    NoLemma(NoLemma),
    /// An eigenvalue of the moment matrix of a layer may be 0.
    MomentEigenvalue {
        /// The layer.
        layer: usize,
    },
    /// The Hessian has no negative eigenvalue, and no lemma applies.
    Semidefinite,
    /// A negative eigenvalue of the wide network without a direction.
    NoDirection,
    /// A negative eigenvalue of the given network without a direction.
    NoDirectionAsGiven,
}

/// Why no more than a minimum is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotFound {
    /// No weights with a smaller loss.
    SmallerLoss,
    /// No path on which the loss does not increase.
    Path,
    /// No neighbourhood of data sets.
    Neighbourhood,
    /// An enclosure failed.
    Fault(String),
}

/// Why there is no minimum inside a linear piece.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotInAPiece {
    /// There is no piece with rational slope and intercept.
    NoPiece,
    /// The targets are an affine function of the inputs.
    AffineTargets,
    /// The activation is linear on the whole line.
    LinearEverywhere,
    /// A hidden layer is narrower than the rank of the fit.
    NarrowLayer {
        /// The rank of the linear part of the fit.
        rank: usize,
        /// Units of the narrowest layer.
        units: usize,
    },
    /// No radius within which all units stay in the piece.
    NoRadius,
}

/// Which hypothesis about the activation is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hypothesis {
    /// It has to be analytic; with the sentence of the claim, if it was decided.
    Analytic(Option<String>),
    /// A claim is undecided.
    Undecided {
        /// The claim.
        claim: ClaimId,
        /// Its sentence.
        because: String,
    },
    /// Assumption 1 is refuted, and no relation excludes definite moment matrices; with the sentence of the claim.
    NoObstruction(String),
}

/// Why no critical point was enclosed near given weights.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoCriticalPoint {
    /// Newton's method leads away from them.
    Diverges,
    /// No box was accepted at any precision up to the limit.
    NotEnclosed {
        /// What failed there.
        what: NotEnclosed,
        /// The highest precision tried.
        bits: u32,
    },
    /// An enclosure failed.
    Fault(String),
}

/// Why nothing is shown of minima.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumericReason {
    /// No data set was built.
    NotBuilt(NotBuilt),
    /// It is open what the critical point is.
    Point(OpenPoint),
    /// There is no minimum inside a linear piece.
    Piece(NotInAPiece),
    /// The same, which was tried because the activation is not analytic.
    NotAnalytic {
        /// Why it is not: the sentence of the claim.
        because: String,
        /// Why there is no minimum inside a linear piece.
        then: Box<NumericReason>,
    },
    /// A hypothesis about the activation is not shown.
    Hypothesis(Hypothesis),
    /// No critical point was enclosed near given weights, and none is excluded.
    Near {
        /// Why none was enclosed.
        why: NoCriticalPoint,
        /// The distance within which none is excluded, as text.
        within: String,
    },
    /// The certificate is longer than files may be; the limit in words.
    BeyondLimits(String),
    /// The checker does not confirm the certificate; its rejection in words.
    NotConfirmed(String),
}

impl From<NotBuilt> for NumericReason {
    fn from(why: NotBuilt) -> Self {
        NumericReason::NotBuilt(why)
    }
}

impl From<OpenPoint> for NumericReason {
    fn from(why: OpenPoint) -> Self {
        NumericReason::Point(why)
    }
}

impl From<Hypothesis> for NumericReason {
    fn from(why: Hypothesis) -> Self {
        NumericReason::Hypothesis(why)
    }
}

impl fmt::Display for NotEnclosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotEnclosed::NothingTried => "nothing was tried",
            NotEnclosed::Shape => "weights of another shape",
            NotEnclosed::Unsettled => "Newton's method does not settle",
            NotEnclosed::SingularHessian => "the Hessian cannot be inverted",
            NotEnclosed::Unresolved => "the precision does not resolve the box",
            NotEnclosed::Krawczyk => "Krawczyk's operator does not map the box into itself",
            NotEnclosed::HessianEigenvalue => {
                "an eigenvalue of the Hessian is not separated from 0"
            }
            NotEnclosed::LeastEigenvalue => "the least eigenvalue of the Hessian is not bounded",
            NotEnclosed::MomentEigenvalues { layer } => {
                return write!(
                    f,
                    "the eigenvalues of the moment matrix of layer {layer} are not enclosed"
                );
            }
            NotEnclosed::Fault(why) => why,
        })
    }
}

impl fmt::Display for NoLemma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoLemma::NothingWidened => f.write_str("no layer is widened"),
            NoLemma::UnitsAfter { last, units } => write!(
                f,
                "layer {last} is widened and layer {} has {units} units: the Merge and Critical-Kernel Lemmas need \
                 one \
                 unit after the last widened layer (or else that the cross terms D between the layers vanish, which data \
                 in general position do not allow)",
                last + 1
            ),
            NoLemma::UnitsBetween {
                first,
                last,
                layer,
                units,
            } => write!(
                f,
                "layers {first} to {last} are widened and layer {layer} of the small network has {units} units: the \
                 Critical-Kernel Lemma needs layers of one unit"
            ),
        }
    }
}

impl NoResidual {
    /// In a sentence about base weights.
    fn at(&self, base: &[String], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = base.join(", ");
        match self {
            NoResidual::DependentGradient { rank, weights } => write!(
                f,
                "at the base weights ({base}) the gradient family has rank {rank} of {weights} on the samples, and \
                 only \
                 independent ones are tried"
            ),
            NoResidual::OnlyZero { rank } => write!(
                f,
                "at the base weights ({base}) the gradient family has rank {rank} on the samples, as many as there \
                 are \
                 numbers to fit, so that only the residual 0 is orthogonal to it; weights at which its rank on so few \
                 samples is smaller were not looked for"
            ),
            NoResidual::NotDefinite => write!(
                f,
                "at the base weights ({base}) no residual orthogonal to the gradient family makes all moment matrices \
                 definite on the samples"
            ),
            NoResidual::Fault(why) => f.write_str(why),
        }
    }
}

impl fmt::Display for NotBuilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotBuilt::NoBase => f.write_str("no base weights were given"),
            NotBuilt::NoSamples => f.write_str("no number of samples was tried"),
            NotBuilt::NoResidual { base, why } => why.at(base, f),
            NotBuilt::NotFinite => f.write_str("an output or a residual is not finite"),
            NotBuilt::Saddle => f.write_str("the critical point of the small network is a saddle"),
            NotBuilt::LossNearZero => f.write_str("the loss is not bounded away from 0"),
            NotBuilt::NotDefinite { layer } => write!(
                f,
                "the moment matrix of layer {layer} is not certainly definite"
            ),
            NotBuilt::LeavesBase => {
                f.write_str("Newton's method leaves the neighbourhood of the base weights")
            }
            NotBuilt::NotEnclosed { what, bits } => write!(f, "{what} at {bits} bits of precision"),
            NotBuilt::Fault(why) => f.write_str(why),
            NotBuilt::Bases { tried, last } => write!(f, "{tried} base weights were tried; {last}"),
        }
    }
}

impl fmt::Display for OpenPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            OpenPoint::NoLemma(why) => return why.fmt(f),
            OpenPoint::MomentEigenvalue { layer } => {
                return write!(
                    f,
                    "an eigenvalue of the moment matrix of layer {layer} is not separated from 0"
                );
            }
            OpenPoint::Semidefinite => {
                "the Hessian is semidefinite and the hypotheses of the lemmas fail"
            }
            OpenPoint::NoDirection => "no direction of certainly negative curvature was found",
            OpenPoint::NoDirectionAsGiven => {
                "a critical point whose Hessian has a negative eigenvalue, but no direction was found"
            }
        })
    }
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotFound::SmallerLoss => {
                "no weights with a smaller loss were found among those that were tried"
            }
            NotFound::Path => "no path to the better weights was shown not to increase the loss",
            NotFound::Neighbourhood => {
                "no radius of data sets was found for which all of this holds"
            }
            NotFound::Fault(why) => why,
        })
    }
}

impl fmt::Display for NotInAPiece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotInAPiece::NoPiece => {
                "the activation has no linear piece of nonzero rational slope and intercept: Proposition 1 does not \
                 apply"
            }
            NotInAPiece::AffineTargets => {
                "the targets are an affine function of the inputs: the least squares fit has loss 0, so the minimum \
                 inside \
                 the linear piece is global"
            }
            NotInAPiece::LinearEverywhere => {
                "the activation is linear on the whole line, so every local minimum of the loss over affine \
                 functions is \
                 global"
            }
            NotInAPiece::NarrowLayer { rank, units } => {
                return write!(
                    f,
                    "the linear part of the least squares fit has rank {rank}, and a hidden layer has only {units} \
                     units: \
                     the construction needs as many units in every hidden layer as that rank"
                );
            }
            NotInAPiece::NoRadius => {
                "no radius was found within which all units stay in the linear piece"
            }
        })
    }
}

impl fmt::Display for Hypothesis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WITHOUT: &str =
            "`--unverified` goes on without this hypothesis, and marks the certificate";
        match self {
            Hypothesis::Analytic(because) => write!(
                f,
                "the activation is not shown to be analytic: {}; `--unverified` goes on where it is smooth at all \
                 samples, and marks the certificate",
                because.as_deref().unwrap_or("undecided")
            ),
            Hypothesis::Undecided { claim, because } => write!(
                f,
                "the hypothesis `{claim}` about the activation is undecided: {because}; {WITHOUT}"
            ),
            Hypothesis::NoObstruction(because) => write!(
                f,
                "Assumption 1 is refuted: {because}; the relations do not exclude definite moment matrices; {WITHOUT}"
            ),
        }
    }
}

impl fmt::Display for NoCriticalPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoCriticalPoint::Diverges => {
                f.write_str("Newton's method leads away from the given weights")
            }
            NoCriticalPoint::NotEnclosed { what, bits } => {
                write!(f, "{what}, at up to {bits} bits of precision")
            }
            NoCriticalPoint::Fault(why) => f.write_str(why),
        }
    }
}

impl fmt::Display for NumericReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NumericReason::NotBuilt(why) => why.fmt(f),
            NumericReason::Point(why) => why.fmt(f),
            NumericReason::Piece(why) => why.fmt(f),
            NumericReason::NotAnalytic { because, then } => write!(f, "{because}; {then}"),
            NumericReason::Hypothesis(why) => why.fmt(f),
            NumericReason::Near { why, within } => write!(
                f,
                "no critical point was enclosed ({why}), and none is excluded within {within} of the given weights"
            ),
            NumericReason::BeyondLimits(limit) => f.write_str(limit),
            NumericReason::NotConfirmed(rejection) => write!(
                f,
                "the checker does not confirm what was found: {rejection}"
            ),
        }
    }
}

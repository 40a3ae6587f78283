//! What a certificate of a minimum shows: each kind with the sections that are its own, and no other.

use serde::{Deserialize, Serialize};

use super::{
    DataRecord, ExclusionRecord, LinearRecord, NeighbourhoodRecord, ObstructionRecord, PointRecord,
    SaddleRecord, SeenRecord, SegmentRecord, SmallRecord, WideRecord,
};

/// The name of what was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A local minimum of the network asked for, and weights with a smaller loss.
    BadLocalMinimum,
    /// A strict local minimum of the network that was given; nothing is said of other minima.
    StrictLocalMinimum,
    /// A local minimum that is not isolated: near it the loss is the same exactly at weights of networks with the
    /// same outputs at the samples. Weights with a smaller loss are not shown.
    LocalMinimumUpToSymmetry,
    /// A critical point with a direction of negative curvature.
    Saddle,
    /// No critical point within a stated distance of the given weights.
    NotCritical,
    /// No widening of a network with one unit in each hidden layer has definite moment matrices, with the relation
    /// that forbids it. Other minima are not excluded.
    NoWidening,
    /// A bad local minimum is impossible, with the relation that makes the activation linear: every local minimum is
    /// global.
    Impossible,
    /// Neither; `because` names the limit that was hit or the hypothesis that failed.
    Undecided,
}

/// A kind with its sections.
#[derive(Clone, Debug, PartialEq, Eq)]
// There is one a certificate.
#[allow(clippy::large_enum_variant)]
pub enum Shown {
    /// A local minimum, and weights with a smaller loss.
    BadLocalMinimum {
        /// The data set.
        data: DataRecord,
        /// The minimum.
        minimum: LocalMinimum,
        /// The other weights.
        better: PointRecord,
        /// How they are reached, if that is shown.
        path: Path,
    },
    /// A strict local minimum.
    StrictLocalMinimum {
        /// The data set.
        data: DataRecord,
        /// The network itself.
        small: SmallRecord,
    },
    /// A local minimum that is not isolated.
    LocalMinimumUpToSymmetry {
        /// The data set.
        data: DataRecord,
        /// The minimum.
        minimum: LocalMinimum,
    },
    /// A critical point that is no local minimum: of the wide network, if there is one, else of the small one.
    Saddle {
        /// The data set.
        data: DataRecord,
        /// The small network.
        small: SmallRecord,
        /// The wide one.
        wide: Option<WideRecord>,
        /// The direction.
        saddle: SaddleRecord,
    },
    /// No critical point near given weights.
    NotCritical {
        /// The data set.
        data: DataRecord,
        /// The box without critical points.
        exclusion: ExclusionRecord,
    },
    /// No widening has definite moment matrices.
    NoWidening(ObstructionRecord),
    /// Every local minimum is global.
    Impossible(ObstructionRecord),
    /// Nothing.
    Undecided(Undecided),
}

/// A local minimum that is not isolated.
#[derive(Clone, Debug, PartialEq, Eq)]
// There is one a certificate.
#[allow(clippy::large_enum_variant)]
pub enum LocalMinimum {
    /// A widened strict minimum.
    Widened {
        /// The small network.
        small: SmallRecord,
        /// The wide one.
        wide: WideRecord,
    },
    /// One inside a linear piece of the activation.
    InAPiece(LinearRecord),
}

/// A path to weights with a smaller loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    /// None is shown.
    None,
    /// Segments, at least one.
    Shown(Vec<SegmentRecord>),
    /// Segments from a widened minimum, at least one, that are there for all data sets near the given one.
    ForAllDataNear(Vec<SegmentRecord>, NeighbourhoodRecord),
}

/// What stands beside the statement that nothing is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
// There is one a certificate.
#[allow(clippy::large_enum_variant)]
pub enum Undecided {
    /// No data set was made.
    Nothing,
    /// The data set.
    Data(DataRecord),
    /// The data set, and enclosures at given weights.
    Seen(DataRecord, SeenRecord),
}

impl Shown {
    /// The kind.
    pub fn kind(&self) -> Kind {
        match self {
            Shown::BadLocalMinimum { .. } => Kind::BadLocalMinimum,
            Shown::StrictLocalMinimum { .. } => Kind::StrictLocalMinimum,
            Shown::LocalMinimumUpToSymmetry { .. } => Kind::LocalMinimumUpToSymmetry,
            Shown::Saddle { .. } => Kind::Saddle,
            Shown::NotCritical { .. } => Kind::NotCritical,
            Shown::NoWidening(_) => Kind::NoWidening,
            Shown::Impossible(_) => Kind::Impossible,
            Shown::Undecided(_) => Kind::Undecided,
        }
    }

    /// The data set that it is about, if there is one.
    pub fn data(&self) -> Option<&DataRecord> {
        match self {
            Shown::BadLocalMinimum { data, .. }
            | Shown::StrictLocalMinimum { data, .. }
            | Shown::LocalMinimumUpToSymmetry { data, .. }
            | Shown::Saddle { data, .. }
            | Shown::NotCritical { data, .. }
            | Shown::Undecided(Undecided::Data(data) | Undecided::Seen(data, _)) => Some(data),
            Shown::NoWidening(_) | Shown::Impossible(_) | Shown::Undecided(Undecided::Nothing) => {
                None
            }
        }
    }

    /// The local minimum that is not isolated, if it is about one.
    pub fn minimum(&self) -> Option<&LocalMinimum> {
        match self {
            Shown::BadLocalMinimum { minimum, .. }
            | Shown::LocalMinimumUpToSymmetry { minimum, .. } => Some(minimum),
            _ => None,
        }
    }

    /// Is it about a minimum inside a linear piece of the activation?
    pub fn in_a_piece(&self) -> bool {
        matches!(self.minimum(), Some(LocalMinimum::InAPiece(_)))
    }
}

impl Path {
    /// The path of these segments.
    pub fn of(segments: Vec<SegmentRecord>) -> Path {
        if segments.is_empty() {
            Path::None
        } else {
            Path::Shown(segments)
        }
    }

    /// The segments; none if no path is shown.
    pub fn segments(&self) -> &[SegmentRecord] {
        match self {
            Path::None => &[],
            Path::Shown(segments) | Path::ForAllDataNear(segments, _) => segments,
        }
    }
}

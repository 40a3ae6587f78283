//! What a certificate of a minimum shows: each kind with the sections that are its own.
//!
//! The file has one optional section beside the other; here a kind cannot be without a section that it needs, nor
//! with one that is not its own.

use super::minimum::{
    DataRecord, ExclusionRecord, Kind, LinearRecord, MinimumCertificate, NeighbourhoodRecord,
    ObstructionRecord, PointRecord, SaddleRecord, SeenRecord, SegmentRecord, SmallRecord,
    WideRecord,
};

/// A kind with its sections.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'a> {
    /// A local minimum, and weights with a smaller loss.
    BadLocalMinimum {
        /// The data set.
        data: &'a DataRecord,
        /// The minimum.
        minimum: LocalMinimum<'a>,
        /// The other weights.
        better: &'a PointRecord,
        /// How they are reached, if that is shown.
        path: Path<'a>,
    },
    /// A strict local minimum.
    StrictLocalMinimum {
        /// The data set.
        data: &'a DataRecord,
        /// The network itself.
        small: &'a SmallRecord,
    },
    /// A local minimum that is not isolated.
    LocalMinimumUpToSymmetry {
        /// The data set.
        data: &'a DataRecord,
        /// The minimum.
        minimum: LocalMinimum<'a>,
    },
    /// A critical point that is no local minimum: of the wide network, if there is one, else of the small one.
    Saddle {
        /// The data set.
        data: &'a DataRecord,
        /// The small network.
        small: &'a SmallRecord,
        /// The wide one.
        wide: Option<&'a WideRecord>,
        /// The direction.
        saddle: &'a SaddleRecord,
    },
    /// No critical point near given weights.
    NotCritical {
        /// The data set.
        data: &'a DataRecord,
        /// The box without critical points.
        exclusion: &'a ExclusionRecord,
    },
    /// No widening has definite moment matrices.
    NoWidening(&'a ObstructionRecord),
    /// Every local minimum is global.
    Impossible(&'a ObstructionRecord),
    /// Nothing.
    Undecided(Undecided<'a>),
}

/// A local minimum that is not isolated.
#[derive(Clone, Copy, Debug)]
pub enum LocalMinimum<'a> {
    /// A widened strict minimum.
    Widened {
        /// The small network.
        small: &'a SmallRecord,
        /// The wide one.
        wide: &'a WideRecord,
    },
    /// One inside a linear piece of the activation.
    InAPiece(&'a LinearRecord),
}

/// A path to weights with a smaller loss.
#[derive(Clone, Copy, Debug)]
pub enum Path<'a> {
    /// None is shown.
    None,
    /// Segments, at least one.
    Shown(&'a [SegmentRecord]),
    /// Segments from a widened minimum, at least one, that are there for all data sets near the given one.
    ForAllDataNear(&'a [SegmentRecord], &'a NeighbourhoodRecord),
}

/// What stands beside the statement that nothing is decided.
#[derive(Clone, Copy, Debug)]
pub enum Undecided<'a> {
    /// No data set was made.
    Nothing,
    /// The data set.
    Data(&'a DataRecord),
    /// The data set, and enclosures at given weights.
    Seen(&'a DataRecord, &'a SeenRecord),
}

impl Shown<'_> {
    /// Is it about a minimum inside a linear piece of the activation?
    pub fn in_a_piece(&self) -> bool {
        matches!(
            self,
            Shown::BadLocalMinimum {
                minimum: LocalMinimum::InAPiece(_),
                ..
            } | Shown::LocalMinimumUpToSymmetry {
                minimum: LocalMinimum::InAPiece(_),
                ..
            }
        )
    }
}

impl MinimumCertificate {
    /// The kind with its sections; `None` if the sections are not those of the kind.
    pub fn shown(&self) -> Option<Shown<'_>> {
        // Every section is named here: a new one belongs to a kind.
        let MinimumCertificate {
            schema: _,
            version: _,
            kind,
            because: _,
            activation: _,
            network: _,
            data,
            small,
            linear,
            wide,
            saddle,
            better,
            path,
            neighbourhood,
            exclusion,
            seen,
            obstruction,
            notes: _,
        } = self;
        let place = (
            data.as_ref(),
            small.as_ref(),
            linear.as_ref(),
            wide.as_ref(),
        );
        let way = match (path.as_slice(), neighbourhood.as_ref()) {
            ([], None) => Some(Path::None),
            ([], Some(_)) => None,
            (path, None) => Some(Path::Shown(path)),
            (path, Some(near)) => Some(Path::ForAllDataNear(path, near)),
        };
        let rest = (
            saddle.as_ref(),
            better.as_ref(),
            way?,
            exclusion.as_ref(),
            seen.as_ref(),
            obstruction.as_ref(),
        );
        Some(match (kind, place, rest) {
            (
                Kind::BadLocalMinimum,
                (Some(data), Some(small), None, Some(wide)),
                (None, Some(better), path, None, None, None),
            ) => Shown::BadLocalMinimum {
                data,
                minimum: LocalMinimum::Widened { small, wide },
                better,
                path,
            },
            (
                Kind::BadLocalMinimum,
                (Some(data), None, Some(linear), None),
                (None, Some(better), path @ (Path::None | Path::Shown(_)), None, None, None),
            ) => Shown::BadLocalMinimum {
                data,
                minimum: LocalMinimum::InAPiece(linear),
                better,
                path,
            },
            (
                Kind::StrictLocalMinimum,
                (Some(data), Some(small), None, None),
                (None, None, Path::None, None, None, None),
            ) => Shown::StrictLocalMinimum { data, small },
            (
                Kind::LocalMinimumUpToSymmetry,
                (Some(data), Some(small), None, Some(wide)),
                (None, None, Path::None, None, None, None),
            ) => Shown::LocalMinimumUpToSymmetry {
                data,
                minimum: LocalMinimum::Widened { small, wide },
            },
            (
                Kind::LocalMinimumUpToSymmetry,
                (Some(data), None, Some(linear), None),
                (None, None, Path::None, None, None, None),
            ) => Shown::LocalMinimumUpToSymmetry {
                data,
                minimum: LocalMinimum::InAPiece(linear),
            },
            (
                Kind::Saddle,
                (Some(data), Some(small), None, wide),
                (Some(saddle), None, Path::None, None, None, None),
            ) => Shown::Saddle {
                data,
                small,
                wide,
                saddle,
            },
            (
                Kind::NotCritical,
                (Some(data), None, None, None),
                (None, None, Path::None, Some(exclusion), None, None),
            ) => Shown::NotCritical { data, exclusion },
            (
                Kind::NoWidening,
                (None, None, None, None),
                (None, None, Path::None, None, None, Some(obstruction)),
            ) => Shown::NoWidening(obstruction),
            (
                Kind::Impossible,
                (None, None, None, None),
                (None, None, Path::None, None, None, Some(obstruction)),
            ) => Shown::Impossible(obstruction),
            (
                Kind::Undecided,
                (data, None, None, None),
                (None, None, Path::None, None, seen, None),
            ) => Shown::Undecided(match (data, seen) {
                (None, None) => Undecided::Nothing,
                (Some(data), None) => Undecided::Data(data),
                (Some(data), Some(seen)) => Undecided::Seen(data, seen),
                (None, Some(_)) => return None,
            }),
            _ => return None,
        })
    }
}

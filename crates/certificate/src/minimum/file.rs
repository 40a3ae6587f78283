//! The file of a certificate of a minimum: a kind, and one optional section beside the other.

use serde::{Deserialize, Serialize};

use super::{
    ActivationRecord, DataRecord, ExclusionRecord, Kind, LinearRecord, LocalMinimum,
    MinimumCertificate, NeighbourhoodRecord, NetworkRecord, ObstructionRecord, Path, PointRecord,
    SaddleRecord, SeenRecord, SegmentRecord, Shown, SmallRecord, Undecided, WideRecord,
};
use wronski_diagnostic::{Diagnostic, ErrorCode, Result};

/// The name of the format.
pub const MINIMUM_SCHEMA: &str = "wronski/minimum";

/// The version of the format that this program writes and reads.
pub const MINIMUM_VERSION: u32 = 2;

/// What stands in a file. Its sections need not be those of its kind: what it shows is a [`MinimumCertificate`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinimumFile {
    schema: String,
    version: u32,
    kind: Kind,
    activation: ActivationRecord,
    network: NetworkRecord,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    data: Option<DataRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    small: Option<SmallRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    linear: Option<LinearRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    wide: Option<WideRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    saddle: Option<SaddleRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    better: Option<PointRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    path: Vec<SegmentRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    neighbourhood: Option<NeighbourhoodRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    exclusion: Option<ExclusionRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    seen: Option<SeenRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    obstruction: Option<ObstructionRecord>,
}

impl MinimumFile {
    /// Reads JSON text.
    ///
    /// # Errors
    /// `W0501` if it is no certificate of this version: not JSON, a key twice in an object, a missing or unknown
    /// field, another schema or version.
    pub fn from_json(text: &str) -> Result<Self> {
        let writer = "wronski construct ... --certificate FILE";
        crate::read(text, (MINIMUM_SCHEMA, MINIMUM_VERSION), writer, |text| {
            let file: MinimumFile = serde_json::from_str(text).map_err(|e| e.to_string())?;
            if let Some(claims) = &file.activation.claims {
                let inside: Inside = serde_json::from_str(text).map_err(|e| e.to_string())?;
                claims
                    .same_as(&inside.activation.claims)
                    .map_err(|why| format!("in the claims of the activation: {why}"))?;
            }
            Ok(file)
        })
    }

    /// As JSON text, with a final line feed.
    ///
    /// # Errors
    /// None in practice; an internal diagnostic if serialisation fails.
    pub(super) fn to_json(&self) -> Result<String> {
        let mut text = serde_json::to_string_pretty(self).map_err(|e| {
            Diagnostic::internal(format!("a certificate could not be written: {e}"))
        })?;
        text.push('\n');
        Ok(text)
    }

    /// The activation that the file is about.
    pub fn activation(&self) -> &ActivationRecord {
        &self.activation
    }

    /// The network that the file is about.
    pub fn network(&self) -> &NetworkRecord {
        &self.network
    }

    /// The data set that the file is about.
    pub fn data(&self) -> Option<&DataRecord> {
        self.data.as_ref()
    }

    /// What the file shows.
    ///
    /// # Errors
    /// `W0506` if its sections are not those of its kind.
    pub fn certificate(mut self) -> Result<MinimumCertificate> {
        let shown = self.take_shown().filter(|_| self.has_no_section());
        let shown = shown.ok_or_else(|| {
            Diagnostic::input(ErrorCode::W0506, "its sections are not those of its kind")
        })?;
        Ok(MinimumCertificate {
            shown,
            ..MinimumCertificate::empty(self.activation, self.network)
        })
    }

    /// The kind with the sections that it needs; `None` if one is missing.
    fn take_shown(&mut self) -> Option<Shown> {
        Some(match self.kind {
            Kind::BadLocalMinimum => {
                let minimum = self.take_minimum()?;
                let near = match minimum {
                    LocalMinimum::Widened { .. } => self.neighbourhood.take(),
                    LocalMinimum::InAPiece(_) => None,
                };
                Shown::BadLocalMinimum {
                    data: self.data.take()?,
                    minimum,
                    better: self.better.take()?,
                    path: match (std::mem::take(&mut self.path), near) {
                        (path, None) => Path::of(path),
                        (path, Some(_)) if path.is_empty() => return None,
                        (path, Some(near)) => Path::ForAllDataNear(path, near),
                    },
                }
            }
            Kind::StrictLocalMinimum => Shown::StrictLocalMinimum {
                data: self.data.take()?,
                small: self.small.take()?,
            },
            Kind::LocalMinimumUpToSymmetry => Shown::LocalMinimumUpToSymmetry {
                data: self.data.take()?,
                minimum: self.take_minimum()?,
            },
            Kind::Saddle => Shown::Saddle {
                data: self.data.take()?,
                small: self.small.take()?,
                wide: self.wide.take(),
                saddle: self.saddle.take()?,
            },
            Kind::NotCritical => Shown::NotCritical {
                data: self.data.take()?,
                exclusion: self.exclusion.take()?,
            },
            Kind::NoWidening => Shown::NoWidening(self.obstruction.take()?),
            Kind::Impossible => Shown::Impossible(self.obstruction.take()?),
            Kind::Undecided => Shown::Undecided(match (self.data.take(), self.seen.take()) {
                (None, None) => Undecided::Nothing,
                (Some(data), None) => Undecided::Data(data),
                (Some(data), Some(seen)) => Undecided::Seen(data, seen),
                (None, Some(_)) => return None,
            }),
        })
    }

    fn take_minimum(&mut self) -> Option<LocalMinimum> {
        match (self.small.take(), self.wide.take(), self.linear.take()) {
            (Some(small), Some(wide), None) => Some(LocalMinimum::Widened { small, wide }),
            (None, None, Some(linear)) => Some(LocalMinimum::InAPiece(linear)),
            _ => None,
        }
    }

    /// Is no section left that no kind has taken?
    fn has_no_section(&self) -> bool {
        // Every section is named here: a new one belongs to a kind.
        let MinimumFile {
            schema: _,
            version: _,
            kind: _,
            activation: _,
            network: _,
            data: None,
            small: None,
            linear: None,
            wide: None,
            saddle: None,
            better: None,
            path,
            neighbourhood: None,
            exclusion: None,
            seen: None,
            obstruction: None,
        } = self
        else {
            return false;
        };
        path.is_empty()
    }

    fn put_minimum(&mut self, minimum: LocalMinimum) {
        match minimum {
            LocalMinimum::Widened { small, wide } => {
                (self.small, self.wide) = (Some(small), Some(wide));
            }
            LocalMinimum::InAPiece(linear) => self.linear = Some(linear),
        }
    }
}

impl From<MinimumCertificate> for MinimumFile {
    fn from(c: MinimumCertificate) -> Self {
        let mut file = MinimumFile {
            schema: MINIMUM_SCHEMA.into(),
            version: MINIMUM_VERSION,
            kind: c.kind(),
            activation: c.activation,
            network: c.network,
            data: None,
            small: None,
            linear: None,
            wide: None,
            saddle: None,
            better: None,
            path: vec![],
            neighbourhood: None,
            exclusion: None,
            seen: None,
            obstruction: None,
        };
        match c.shown {
            Shown::BadLocalMinimum {
                data,
                minimum,
                better,
                path,
            } => {
                (file.data, file.better) = (Some(data), Some(better));
                file.put_minimum(minimum);
                match path {
                    Path::None => {}
                    Path::Shown(path) => file.path = path,
                    Path::ForAllDataNear(path, near) => {
                        (file.path, file.neighbourhood) = (path, Some(near));
                    }
                }
            }
            Shown::StrictLocalMinimum { data, small } => {
                (file.data, file.small) = (Some(data), Some(small));
            }
            Shown::LocalMinimumUpToSymmetry { data, minimum } => {
                file.data = Some(data);
                file.put_minimum(minimum);
            }
            Shown::Saddle {
                data,
                small,
                wide,
                saddle,
            } => {
                (file.data, file.small) = (Some(data), Some(small));
                (file.wide, file.saddle) = (wide, Some(saddle));
            }
            Shown::NotCritical { data, exclusion } => {
                (file.data, file.exclusion) = (Some(data), Some(exclusion));
            }
            Shown::NoWidening(obstruction) | Shown::Impossible(obstruction) => {
                file.obstruction = Some(obstruction);
            }
            Shown::Undecided(beside) => match beside {
                Undecided::Nothing => {}
                Undecided::Data(data) => file.data = Some(data),
                Undecided::Seen(data, seen) => (file.data, file.seen) = (Some(data), Some(seen)),
            },
        }
        file
    }
}

/// The certificate inside a certificate, as it stands in the text.
#[derive(Deserialize)]
struct Inside {
    activation: InsideActivation,
}

#[derive(Deserialize)]
struct InsideActivation {
    claims: serde_json::Value,
}

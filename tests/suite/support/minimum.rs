//! Certificates of minima as they stand in files: one optional section beside the other, for tests that read and
//! change them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wronski::internals::certificate::minimum::{
    ActivationRecord, DataRecord, ExclusionRecord, Kind, LinearRecord, MinimumCertificate,
    NeighbourhoodRecord, NetworkRecord, ObstructionRecord, PointRecord, SaddleRecord, SeenRecord,
    SegmentRecord, SmallRecord, WideRecord,
};

/// The file, with what the program says beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinimumText {
    pub schema: String,
    pub version: u32,
    pub kind: Kind,
    #[serde(skip)]
    pub because: String,
    pub activation: ActivationRecord,
    pub network: NetworkRecord,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub data: Option<DataRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub small: Option<SmallRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub linear: Option<LinearRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub wide: Option<WideRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub saddle: Option<SaddleRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub better: Option<PointRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub path: Vec<SegmentRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub neighbourhood: Option<NeighbourhoodRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub exclusion: Option<ExclusionRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seen: Option<SeenRecord>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub obstruction: Option<ObstructionRecord>,
    #[serde(skip)]
    pub notes: BTreeMap<String, String>,
}

impl MinimumText {
    pub fn read(text: &str) -> MinimumText {
        serde_json::from_str(text).expect("a certificate")
    }

    /// As JSON text.
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("JSON")
    }
}

impl From<MinimumCertificate> for MinimumText {
    fn from(c: MinimumCertificate) -> Self {
        MinimumText {
            because: c.because.to_string(),
            notes: c.notes.clone(),
            activation: c.activation.clone(),
            ..MinimumText::read(&c.to_json().expect("JSON"))
        }
    }
}

//! Certificates of either format.

use wronski_certificate::Certificate;
use wronski_certificate::minimum::{MINIMUM_SCHEMA, MinimumCertificate};
use wronski_diagnostic::Result;

/// A certificate of either format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnyCertificate {
    /// Of `verify` or `independent`.
    Claims(Certificate),
    /// Of `construct` or `certify`.
    Minimum(Box<MinimumCertificate>),
}

impl AnyCertificate {
    /// Reads a certificate of either format.
    ///
    /// # Errors
    /// `W0501` if it is neither, `W0506` if the sections of a minimum are not those of its kind.
    pub fn from_json(text: &str) -> Result<Self> {
        #[derive(serde::Deserialize)]
        struct Named {
            schema: String,
        }
        let minimum = serde_json::from_str::<Named>(text).is_ok_and(|n| n.schema == MINIMUM_SCHEMA);
        if minimum {
            return Ok(AnyCertificate::Minimum(Box::new(
                MinimumCertificate::from_json(text)?,
            )));
        }
        Ok(AnyCertificate::Claims(Certificate::from_json(text)?))
    }
}

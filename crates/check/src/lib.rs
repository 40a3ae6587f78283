//! The checker: every claim of a certificate re-derived from the file alone.
//!
//! [`check()`] searches for nothing and knows nothing of the rooms that found the evidence. It imports
//! the expressions (parser, catalogue, domains), the exact arithmetic of polynomials, matrices and prime
//! fields, and the data types of certificates; elements, towers, families and all decisions are its own.
//!
//! Certificates of bad local minima (`wronski/minimum`) are confirmed by `minimum`, which also imports the real
//! arithmetic of `interval`; a build without it cannot check them and says so.
//!
//! What an accepted certificate means: every claim marked `proved` or `refuted` follows from its
//! evidence by the theorems in `docs/theory.md`. A claim marked `undecided` says nothing; its reason is the prover's.

mod about;
mod analytic;
mod circle;
mod claims;
mod combination;
mod determinant;
mod element;
mod elementary;
mod examination;
mod exceptional;
mod failure;
mod families;
mod functions;
mod kind;
#[cfg(feature = "numeric")]
pub mod minimum;
mod minors;
mod primes;
mod ranges;
mod rank;
mod read;
mod real;
mod reasons;
mod roots;
mod sign;
mod space;
mod subfield;
mod substitution;
mod text;
mod tower;
mod verdicts;
mod witness;
mod write;

use wronski_certificate::Certificate;
use wronski_certificate::minimum::MINIMUM_SCHEMA;
use wronski_diagnostic::ErrorCode;

pub use about::{About, Comparison, DataAbout, NetworkAbout, compare, data_hash};
pub use examination::{Answer, Confirmed, Examination, Hole, Rejection, Report};
pub use failure::Failure;
pub use verdicts::check;

/// The longest text of a certificate that is read, in bytes.
pub const MAX_TEXT: usize = wronski_certificate::limits::TEXT;

/// Reads the text of a certificate, re-derives every claim, and says what the file is about.
pub fn examine(text: &str) -> Examination {
    if text.len() > MAX_TEXT {
        return Examination {
            about: None,
            outcome: Err(Rejection {
                code: ErrorCode::W0502,
                item: "the file".into(),
                failure: failure::limit("the bytes of a file", MAX_TEXT as u64),
            }),
        };
    }
    if schema(text).as_deref() == Some(MINIMUM_SCHEMA) {
        return minimum_text(text);
    }
    match Certificate::from_json(text) {
        Ok(certificate) => Examination {
            about: about::of_claims(&certificate),
            outcome: check(&certificate),
        },
        Err(e) => unreadable(e.message),
    }
}

/// A text that is no certificate.
fn unreadable(why: String) -> Examination {
    Examination {
        about: None,
        outcome: Err(Rejection {
            code: ErrorCode::W0501,
            item: "the file".into(),
            failure: why.into(),
        }),
    }
}

/// Reads the text of a certificate and re-derives every claim. Refuses what [`check()`] cannot see:
/// fields that the format does not have, and keys that stand twice.
///
/// # Errors
/// `W0501` if it is no certificate of this version, `W0502` if it is too long, and as [`check()`].
pub fn check_text(text: &str) -> Result<Report, Rejection> {
    examine(text).outcome
}

/// The field `schema` of a JSON object.
fn schema(text: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Named {
        schema: String,
    }
    serde_json::from_str::<Named>(text).ok().map(|n| n.schema)
}

#[cfg(feature = "numeric")]
fn minimum_text(text: &str) -> Examination {
    match minimum::read(text) {
        Ok(file) => Examination {
            about: about::of_minimum(&file),
            outcome: minimum::check_file(file),
        },
        Err(rejection) => Examination {
            about: None,
            outcome: Err(rejection),
        },
    }
}

#[cfg(not(feature = "numeric"))]
fn minimum_text(text: &str) -> Examination {
    match wronski_certificate::minimum::MinimumFile::from_json(text) {
        Ok(file) => Examination {
            about: about::of_minimum(&file),
            outcome: Err(Rejection {
                code: CANNOT_CHECK,
                item: "the file".into(),
                failure: failure::unshown(format!(
                    "this build has no real arithmetic (feature `numeric`), and cannot check a {MINIMUM_SCHEMA}"
                )),
            }),
        },
        Err(e) => unreadable(e.message),
    }
}

/// The code of a rejection that says nothing about the file: this build cannot check it.
pub const CANNOT_CHECK: ErrorCode = ErrorCode::W0513;

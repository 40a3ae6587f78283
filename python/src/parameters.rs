//! Parameters that Python declares.

use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::declared_for;

use super::failure::{Refused, Result};

/// The parameters for these texts: one that no text uses is a mistake, since the answer would not be about it.
pub fn parameters(declared: &[String], texts: &[String]) -> Result<Parameters> {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    declared_for(declared, &texts).map_err(|(d, source)| Refused::of(d, &source))
}

//! What was decided.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use serde_json::Value;
use wronski::internals::pipeline::{Independence, Verification, confirmed_text, not_confirmed};
use wronski::{Certificate, Diagnostic};

use super::failure::{Refused, Result};
use super::work::run;

/// From what a certificate is made.
pub enum Source {
    Verification(Box<Verification>),
    Independence(Box<Independence>),
    /// The text itself.
    Text(String),
    /// There is none for this question.
    Nothing,
}

/// An answer as JSON, with its certificate.
#[pyclass(frozen, module = "wronski._native")]
pub struct Answer {
    /// The JSON object that the program prints.
    #[pyo3(get)]
    json: String,
    /// What the user should know about how the text was read.
    #[pyo3(get)]
    notes: Vec<String>,
    source: Arc<Mutex<Source>>,
}

impl Answer {
    pub fn new(json: &Value, notes: Vec<String>, source: Source) -> Answer {
        Answer {
            json: json.to_string(),
            notes,
            source: Arc::new(Mutex::new(source)),
        }
    }
}

#[pymethods]
impl Answer {
    /// The certificate, after the checker confirmed it.
    fn certificate(&self, py: Python<'_>) -> PyResult<String> {
        let source = Arc::clone(&self.source);
        run(py, None, move |_| {
            let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
            let text = written(&source)?;
            // What it was made of is not needed any more.
            *source = Source::Text(text.clone());
            Ok(text)
        })
    }
}

fn written(source: &Source) -> Result<String> {
    let certificate: Certificate = match source {
        Source::Verification(v) => v.certificate(),
        Source::Independence(v) => v.certificate(),
        Source::Text(text) => return Ok(text.clone()),
        Source::Nothing => {
            let why = Diagnostic::internal("a certificate was asked for where there is none");
            return Err(Refused::from(why));
        }
    };
    confirmed_text(&certificate)?.map_err(|r| Refused::from(not_confirmed(&r)))
}

//! Certificates that were written before, and the catalogue.

use pyo3::prelude::*;
use wronski::Diagnostic;
use wronski::internals::check::examine;
use wronski::internals::error::ErrorCode;
use wronski::internals::json::{catalogue_json, check_json};
use wronski::internals::pipeline::{self, AskedFor, PageFormat, catalogue_entries};

use super::failure::{Refused, Result};
use super::work::run;

/// What the checker says of a certificate, which may be asked to be about something.
#[pyfunction]
#[pyo3(signature = (certificate, functions, parameters, widths, data))]
pub fn check(
    py: Python<'_>,
    certificate: String,
    functions: Vec<String>,
    parameters: Vec<String>,
    widths: Vec<usize>,
    data: Option<String>,
) -> PyResult<String> {
    run(py, None, move |_| {
        let asked = AskedFor {
            functions: &functions,
            parameters: &parameters,
            widths: &widths,
            data: data.as_deref(),
        };
        let found = asked
            .compare(examine(&certificate))
            .map_err(|(d, source)| Refused::of(d, &source))?;
        Ok(check_json(&found).to_string())
    })
}

fn format(to: &str) -> Result<PageFormat> {
    match to {
        "md" => Ok(PageFormat::Markdown),
        "html" => Ok(PageFormat::Html),
        "tex" => Ok(PageFormat::Latex),
        _ => {
            let why = format!("`{to}` is no format; the formats are md, html, tex");
            Err(Diagnostic::input(ErrorCode::W1105, why).into())
        }
    }
}

/// A page about certificates, and what stands beside it.
#[pyfunction]
#[pyo3(signature = (certificates, to, unchecked, stem))]
pub fn report(
    py: Python<'_>,
    certificates: Vec<(String, String)>,
    to: String,
    unchecked: bool,
    stem: Option<String>,
) -> PyResult<Vec<(String, String)>> {
    run(py, None, move |_| {
        let format = format(&to)?;
        let pages = pipeline::pages(&certificates, format, unchecked, stem.as_deref());
        Ok(pages?)
    })
}

/// The activations known by name.
#[pyfunction]
pub fn catalog(py: Python<'_>, names: Vec<String>) -> PyResult<String> {
    run(py, None, move |_| {
        let found: Result<Vec<_>> =
            catalogue_entries(&names).map_err(|(d, name)| Refused::of(d, &name));
        Ok(catalogue_json(&found?).to_string())
    })
}

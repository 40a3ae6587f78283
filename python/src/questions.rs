//! Symbolic questions.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use wronski::internals::json::{
    chain_json, equal_json, independent_json, verify_json, with_cross_check, wronskian_json,
};
use wronski::internals::pipeline::{
    self, Assumptions, Function, Limits, Selection, StepSearch, check_layers, cross_check,
    parse_base, read_base,
};
use wronski::internals::rewrite::shipped;
use wronski::internals::{expr, network::Activation};
use wronski::{ChainWeights, ClaimId, Diagnostic};

use super::answer::{Answer, Source};
use super::failure::{Refused, Result};
use super::numbers::{bytes, floats};
use super::parameters::parameters;
use super::work::run;

fn selection(claims: &[String]) -> Result<Selection> {
    match claims {
        [] => Ok(Selection::from(Assumptions::All)),
        [one] if one == "1" => Ok(Selection::from(Assumptions::One)),
        [two] if two == "2" => Ok(Selection::from(Assumptions::Two)),
        _ => {
            let found: Result<Vec<ClaimId>> = claims.iter().map(|c| claim(c)).collect();
            Ok(Selection::of(&found?))
        }
    }
}

fn claim(id: &str) -> Result<ClaimId> {
    pipeline::activation_claim(id).map_err(|d| Refused::of(d, id))
}

/// The claims about an activation.
#[pyfunction]
pub fn verify(
    py: Python<'_>,
    text: String,
    parameters: Vec<String>,
    claims: Vec<String>,
    cross_check: bool,
) -> PyResult<Answer> {
    run(py, None, move |_| {
        let selection = selection(&claims)?;
        let texts = [text];
        let declared = self::parameters(&parameters, &texts)?;
        let [text] = texts;
        let refused = |d: Diagnostic| Refused::of(d, &text);
        let v = pipeline::verify(&text, &declared, shipped(), &Limits::default(), selection)
            .map_err(refused)?;
        let mut json = verify_json(&v);
        if cross_check {
            let checked = self::cross_check(&v).map_err(refused)?;
            json = with_cross_check(json, Some(&checked));
        }
        let notes = v.function.notes.clone();
        Ok(Answer::new(&json, notes, Source::Verification(Box::new(v))))
    })
}

/// Linear independence of functions.
#[pyfunction]
pub fn independent(
    py: Python<'_>,
    functions: Vec<String>,
    parameters: Vec<String>,
) -> PyResult<Answer> {
    run(py, None, move |_| {
        let declared = self::parameters(&parameters, &functions)?;
        let texts: Vec<&str> = functions.iter().map(String::as_str).collect();
        let v = pipeline::independent(&texts, &declared, shipped(), &Limits::default())
            .map_err(|f| Refused::among(f, &functions))?;
        let notes = v.functions.iter().flat_map(|f| f.notes.clone()).collect();
        let json = independent_json(&v);
        Ok(Answer::new(&json, notes, Source::Independence(Box::new(v))))
    })
}

/// The Wronskian of functions.
#[pyfunction]
pub fn wronskian(
    py: Python<'_>,
    functions: Vec<String>,
    parameters: Vec<String>,
) -> PyResult<Answer> {
    run(py, None, move |_| {
        let declared = self::parameters(&parameters, &functions)?;
        let texts: Vec<&str> = functions.iter().map(String::as_str).collect();
        let w = pipeline::factored_wronskian(&texts, &declared, shipped(), &Limits::default())
            .map_err(|f| Refused::among(f, &functions))?;
        Ok(Answer::new(
            &wronskian_json(&w, &texts),
            w.notes.clone(),
            Source::Nothing,
        ))
    })
}

/// Equality of two functions.
#[pyfunction]
pub fn equal(
    py: Python<'_>,
    left: String,
    right: String,
    parameters: Vec<String>,
    steps: bool,
) -> PyResult<Answer> {
    run(py, None, move |_| {
        let texts = [left, right];
        let declared = self::parameters(&parameters, &texts)?;
        let search = if steps {
            StepSearch::Thorough
        } else {
            StepSearch::Brief
        };
        let limits = Limits::default();
        let e = pipeline::equal_with(&texts[0], &texts[1], &declared, shipped(), &limits, search)
            .map_err(|f| Refused::among(f, &texts))?;
        let notes = e.functions.iter().flat_map(|f| f.notes.clone()).collect();
        Ok(Answer::new(&equal_json(&e), notes, Source::Nothing))
    })
}

/// The chain of layers with one unit each.
#[pyfunction]
#[pyo3(signature = (activation, parameters, layers, base))]
pub fn chain(
    py: Python<'_>,
    activation: String,
    parameters: Vec<String>,
    layers: usize,
    base: Option<String>,
) -> PyResult<Answer> {
    run(py, None, move |_| {
        let texts = [activation];
        let declared = self::parameters(&parameters, &texts)?;
        let [activation] = texts;
        check_layers(layers)?;
        let weights = match &base {
            None => ChainWeights::unit(layers),
            Some(text) if text.contains('=') => {
                parse_base(text, layers).map_err(|d| Refused::of(d, text))?
            }
            Some(json) => read_base(json, layers)?,
        };
        let c = pipeline::chain(
            &activation,
            &declared,
            shipped(),
            &Limits::default(),
            &weights,
        )
        .map_err(|d| Refused::of(d, &activation))?;
        let notes = c.function.notes.clone();
        Ok(Answer::new(&chain_json(&c), notes, Source::Nothing))
    })
}

/// Values of a function in machine floats; NaN where there is none.
#[pyfunction]
pub fn evaluate<'py>(
    py: Python<'py>,
    text: String,
    parameters: Vec<String>,
    points: Vec<u8>,
) -> PyResult<Bound<'py, PyBytes>> {
    let values = run(py, None, move |_| {
        let sigma = activation(text, &parameters)?;
        let points = floats(&points, 1, "points")?;
        let values: Vec<f64> = points.iter().map(|x| value(&sigma, *x)).collect();
        Ok(bytes(&values))
    })?;
    Ok(PyBytes::new(py, &values))
}

fn value(sigma: &Activation, x: f64) -> f64 {
    sigma.approximate(x).map_or(f64::NAN, |[value, ..]| value)
}

/// A function to be evaluated in machine floats.
pub fn activation(text: String, declared: &[String]) -> Result<Activation> {
    let texts = [text];
    let declared = parameters(declared, &texts)?;
    let [text] = texts;
    pipeline::numeric_activation(&text, &declared).map_err(|d| Refused::of(d, &text))
}

/// The normal form that the rewrite rules reach.
#[pyfunction]
pub fn normal_form(py: Python<'_>, text: String, parameters: Vec<String>) -> PyResult<String> {
    run(py, None, move |_| {
        let texts = [text];
        let declared = self::parameters(&parameters, &texts)?;
        let [text] = texts;
        let f = Function::new(&text, &declared, shipped(), &Limits::default())
            .map_err(|d| Refused::of(d, &text))?;
        Ok(expr::Exact(&f.normal.expr).to_string())
    })
}

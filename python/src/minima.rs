//! Minima: constructed, or of networks that people bring.

use num_rational::BigRational;
use pyo3::prelude::*;
use wronski::internals::json::{minimum_json, polished_json};
use wronski::internals::pipeline::{
    self, CertifyOptions, ConstructOptions, Limits, Minimum, SampleCount, check_widths, read_data,
    read_network, read_number, read_weights,
};
use wronski::internals::rewrite::shipped;

use super::answer::{Answer, Source};
use super::failure::{Refused, Result};
use super::parameters::parameters;
use super::work::run;

fn answer(m: &Minimum) -> Result<Answer> {
    let text = m.certificate.to_json()?;
    let json = minimum_json(&m.certificate)?;
    Ok(Answer::new(&json, m.notes.clone(), Source::Text(text)))
}

/// Data, weights and a proof that a network of these widths has a bad local minimum there.
#[pyfunction]
#[pyo3(signature = (activation, parameters, widths, *, biases, samples, seed, base, data, unverified, precision,
                    neighbourhood, cross_check, progress))]
#[allow(clippy::too_many_arguments, clippy::fn_params_excessive_bools)]
pub fn construct(
    py: Python<'_>,
    activation: String,
    parameters: Vec<String>,
    widths: Vec<usize>,
    biases: bool,
    samples: Option<String>,
    seed: u64,
    base: Option<String>,
    data: Option<String>,
    unverified: bool,
    precision: u32,
    neighbourhood: bool,
    cross_check: bool,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Answer> {
    run(py, progress.as_ref(), move |stages| {
        let texts = [activation];
        let declared = self::parameters(&parameters, &texts)?;
        let [activation] = texts;
        // Absurd widths are told before anything is read.
        check_widths(&widths, biases)?;
        let mut options = ConstructOptions {
            widths,
            biases,
            samples: SampleCount::read(samples.as_deref())
                .map_err(|d| Refused::of(d, samples.as_deref().unwrap_or_default()))?,
            seed,
            base: None,
            data: None,
            unverified,
            most_bits: precision,
            neighbourhood,
            cross_check,
        };
        if let Some(json) = &base {
            options.base = Some(read_weights(json, &options.small_widths(), biases)?);
        }
        if let Some(json) = &data {
            options.data = Some(read_data(json, &options.widths)?);
        }
        let found = pipeline::construct(
            &activation,
            &declared,
            shipped(),
            &Limits::default(),
            &options,
            &|stage| stages.enter(stage),
        );
        answer(&found.map_err(|d| Refused::of(d, &activation))?)
    })
}

fn number(name: &str, text: Option<&String>) -> Result<Option<BigRational>> {
    let read = text.map(|t| read_number(name, t).map_err(|d| Refused::of(d, t)));
    read.transpose()
}

/// What a network has near its weights.
#[pyfunction]
#[pyo3(signature = (network, *, widen, units, last_fraction, within, unverified, precision, neighbourhood,
                    cross_check, progress))]
#[allow(clippy::too_many_arguments, clippy::fn_params_excessive_bools)]
pub fn certify(
    py: Python<'_>,
    network: String,
    widen: Option<Vec<usize>>,
    units: Option<Vec<usize>>,
    last_fraction: Option<String>,
    within: Option<String>,
    unverified: bool,
    precision: u32,
    neighbourhood: bool,
    cross_check: bool,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Answer> {
    run(py, progress.as_ref(), move |stages| {
        let options = CertifyOptions {
            widen,
            units,
            last_fraction: number("last_fraction", last_fraction.as_ref())?,
            within: number("within", within.as_ref())?,
            unverified,
            most_bits: precision,
            neighbourhood,
            cross_check,
        };
        let file = read_network(&network)?;
        let found = pipeline::certify(&file, shipped(), &Limits::default(), &options, &|stage| {
            stages.enter(stage)
        });
        answer(&found.map_err(|d| Refused::of(d, &file.activation))?)
    })
}

/// Newton's method from the weights of a network.
#[pyfunction]
pub fn polish(py: Python<'_>, network: String, precision: u32) -> PyResult<String> {
    run(py, None, move |_| {
        let file = read_network(&network)?;
        let found =
            pipeline::polish(&file, precision).map_err(|d| Refused::of(d, &file.activation))?;
        Ok(polished_json(&found).to_string())
    })
}

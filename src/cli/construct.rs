//! `wronski construct`.

use std::path::Path;
use wronski_diagnostic::ErrorCode;

use crate::pipeline::{
    ConstructOptions, Limits, SampleCount, check_widths, construct, parse_base, read_data,
    read_weights,
};
use wronski_diagnostic::Diagnostic;
use wronski_network::{Shape, Weights};
use wronski_symbolic::rewrite::shipped;

use super::args::ConstructArgs;
use super::progress::Stages;
use super::read::read_file;
use super::terminal::Terminal;
use crate::pipeline::declared_for;

/// Bytes of a file with data or weights.
const LARGEST_FILE: u64 = 64 << 20;

/// An error with the text it concerns.
type Failure = (Diagnostic, String);

fn base(a: &ConstructArgs, widths: &[usize]) -> Result<Option<Weights>, Failure> {
    let Some(text) = &a.base else {
        return Ok(None);
    };
    if text.contains('=') {
        if widths.iter().any(|w| *w != 1) || a.no_biases {
            return Err((
                Diagnostic::input(
                    ErrorCode::W1105,
                    "base weights by name are for networks with biases, one input and one output",
                )
                .help(
                    "write a JSON file with one entry `{ \"W\": [[...]], \"b\": [...] }` a layer",
                ),
                String::new(),
            ));
        }
        let layers = widths.len().saturating_sub(1);
        let weights = parse_base(text, layers).map_err(|d| (d, text.clone()))?;
        // A row of each layer: the bias, and the only weight.
        let values = weights.layers().iter();
        let values = values.flat_map(|(w, b)| [b.clone(), w.clone()]).collect();
        return Shape::new(widths, true)
            .map(|shape| Weights::new(&shape, values))
            .map_err(|d| (d, String::new()));
    }
    read_file(Path::new(text), LARGEST_FILE)
        .and_then(|json| read_weights(&json, widths, !a.no_biases))
        .map(Some)
        .map_err(|d| (d, String::new()))
}

fn options(a: &ConstructArgs) -> Result<ConstructOptions, Failure> {
    // Absurd widths are told before files are read.
    check_widths(&a.widths, !a.no_biases).map_err(|d| (d, String::new()))?;
    let data = match &a.data {
        None => None,
        Some(path) => Some(
            read_file(path, LARGEST_FILE)
                .and_then(|json| read_data(&json, &a.widths))
                .map_err(|d| (d, String::new()))?,
        ),
    };
    let samples = a.samples.as_deref();
    let mut options = ConstructOptions {
        widths: a.widths.clone(),
        biases: !a.no_biases,
        samples: SampleCount::read(samples).map_err(|d| (d, samples.unwrap_or_default().into()))?,
        seed: a.seed,
        base: None,
        data,
        unverified: a.numeric.unverified,
        most_bits: a.numeric.precision,
        neighbourhood: !a.numeric.no_neighbourhood,
        cross_check: !a.numeric.no_cross_check,
    };
    options.base = base(a, &options.small_widths())?;
    Ok(options)
}

pub fn run(a: &ConstructArgs, t: &mut Terminal) -> u8 {
    let json = a.common.json;
    let parameters = match declared_for(&a.common.parameters, &[&a.activation]) {
        Ok(p) => p,
        Err((d, source)) => return t.failure(&d, &source, json),
    };
    if let Err(d) = super::write::check_writable(a.numeric.certificate.as_deref()) {
        return t.failure(&d, "", json);
    }
    let options = match options(a) {
        Ok(o) => o,
        Err((d, source)) => return t.failure(&d, &source, json),
    };
    let stages = Stages::new();
    let found = construct(
        &a.activation,
        &parameters,
        shipped(),
        &Limits::default(),
        &options,
        &|stage| stages.enter(stage),
    );
    drop(stages);
    match found {
        Ok(m) => super::minimum::show(&m, a.numeric.certificate.as_deref(), json, t),
        Err(d) => t.failure(&d, &a.activation, json),
    }
}

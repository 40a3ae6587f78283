//! The loss of a network in machine floats: for pictures and searches, and no claim.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use wronski::Diagnostic;
use wronski::internals::certificate::LossName;
use wronski::internals::error::ErrorCode;
use wronski::internals::network::{Activation, Data, Derivatives, Model, Order, Shape, Weights};

use super::failure::{Refused, Result};
use super::numbers::{bytes, floats};
use super::questions::activation;
use super::work::run;

struct Inner {
    sigma: Activation,
    loss: LossName,
    shape: Shape,
    samples: Data<f64>,
}

/// A network with its data set; weights are given to each method.
#[pyclass(frozen, module = "wronski._native")]
pub struct Landscape {
    inner: Arc<Inner>,
    /// How many weights the network has.
    #[pyo3(get)]
    weights: usize,
}

impl Inner {
    fn at(&self, point: &[f64]) -> Result<Weights<f64>> {
        Weights::new(&self.shape, point.to_vec()).ok_or_else(|| {
            let expected = self.shape.weights();
            Diagnostic::input(
                ErrorCode::W1006,
                format!("weights: {} numbers, not {expected}", point.len()),
            )
            .into()
        })
    }

    fn model(&self) -> Model<'_> {
        Model::named(&self.sigma, self.loss)
    }

    /// `None` where there is no value.
    fn derivatives(&self, point: &[f64], order: Order) -> Result<Option<Derivatives<f64>>> {
        let weights = self.at(point)?;
        Ok(self
            .model()
            .near(&weights)
            .derivatives(&self.samples, order)
            .ok())
    }
}

#[pymethods]
impl Landscape {
    #[new]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        activation: String,
        parameters: Vec<String>,
        widths: Vec<usize>,
        biases: bool,
        loss: String,
        inputs: Vec<u8>,
        targets: Vec<u8>,
    ) -> PyResult<Landscape> {
        run(py, None, move |_| {
            let shape = Shape::new(&widths, biases)?;
            let loss = LossName::read(&loss).ok_or_else(|| {
                Refused::from(Diagnostic::input(
                    ErrorCode::W1010,
                    format!("`{loss}` is no loss that is known"),
                ))
            })?;
            let (first, last) = (widths[0], widths[widths.len() - 1]);
            let rows = |bytes: &[u8], row: usize, what: &str| -> Result<Vec<Vec<f64>>> {
                let all = floats(bytes, row, what)?;
                Ok(all.chunks(row).map(<[f64]>::to_vec).collect())
            };
            let samples = Data {
                inputs: rows(&inputs, first, "inputs")?,
                targets: rows(&targets, last, "targets")?,
            };
            if samples.inputs.len() != samples.targets.len() {
                return Err(Diagnostic::input(
                    ErrorCode::W1006,
                    "there are not as many targets as inputs",
                )
                .into());
            }
            let sigma = self::activation(activation, &parameters)?;
            let weights = shape.weights();
            let inner = Arc::new(Inner {
                sigma,
                loss,
                shape,
                samples,
            });
            Ok(Landscape { inner, weights })
        })
    }

    /// The loss at each point.
    fn losses<'py>(&self, py: Python<'py>, points: Vec<u8>) -> PyResult<Bound<'py, PyBytes>> {
        let inner = Arc::clone(&self.inner);
        let found = run(py, None, move |_| {
            let points = floats(&points, inner.shape.weights(), "points")?;
            let mut out = vec![];
            for point in points.chunks(inner.shape.weights()) {
                let weights = inner.at(point)?;
                let loss = inner.model().near(&weights).loss(&inner.samples);
                out.push(loss.unwrap_or(f64::NAN));
            }
            Ok(bytes(&out))
        })?;
        Ok(PyBytes::new(py, &found))
    }

    /// What the network answers to each input.
    fn outputs<'py>(
        &self,
        py: Python<'py>,
        point: Vec<u8>,
        inputs: Vec<u8>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let inner = Arc::clone(&self.inner);
        let found = run(py, None, move |_| {
            let row = inner.shape.width(0);
            let point = floats(&point, inner.shape.weights(), "weights")?;
            let inputs = floats(&inputs, row, "inputs")?;
            let weights = inner.at(&point)?;
            let network = inner.model().near(&weights);
            let outputs = inner.shape.width(inner.shape.layers());
            let mut out = vec![];
            for input in inputs.chunks(row) {
                match network.outputs(input) {
                    Ok(values) => out.extend(values),
                    Err(_) => out.extend(std::iter::repeat_n(f64::NAN, outputs)),
                }
            }
            Ok(bytes(&out))
        })?;
        Ok(PyBytes::new(py, &found))
    }

    /// The gradient of the loss.
    fn gradient<'py>(&self, py: Python<'py>, point: Vec<u8>) -> PyResult<Bound<'py, PyBytes>> {
        let inner = Arc::clone(&self.inner);
        let found = run(py, None, move |_| {
            let n = inner.shape.weights();
            let point = floats(&point, n, "weights")?;
            let found = inner.derivatives(&point, Order::Gradient)?;
            Ok(bytes(
                &found.map_or_else(|| vec![f64::NAN; n], |d| d.gradient),
            ))
        })?;
        Ok(PyBytes::new(py, &found))
    }

    /// The Hessian of the loss, row by row.
    fn hessian<'py>(&self, py: Python<'py>, point: Vec<u8>) -> PyResult<Bound<'py, PyBytes>> {
        let inner = Arc::clone(&self.inner);
        let found = run(py, None, move |_| {
            let n = inner.shape.weights();
            if n > LARGEST_HESSIAN {
                return Err(Diagnostic::budget(
                    ErrorCode::W1101,
                    format!(
                        "a Hessian of {n} weights is larger than the limit of {LARGEST_HESSIAN}"
                    ),
                )
                .into());
            }
            let point = floats(&point, n, "weights")?;
            let found = inner.derivatives(&point, Order::Hessian)?;
            let rows = found.map_or_else(|| vec![f64::NAN; n * n], |d| d.hessian_rows().concat());
            Ok(bytes(&rows))
        })?;
        Ok(PyBytes::new(py, &found))
    }
}

/// Weights whose Hessian is written out: 200 MB.
const LARGEST_HESSIAN: usize = 5_000;

//! The module `wronski._native`: the engine for Python, text in and text out. Results with types stand in front of
//! it, in Python (`python/wronski`).

mod answer;
mod failure;
mod files;
mod landscape;
mod minima;
mod numbers;
mod parameters;
mod program;
mod questions;
mod work;

use pyo3::prelude::*;

/// The functions of `_native.pyi`, which has their types.
#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::answer::Answer;
    #[pymodule_export]
    use super::files::{catalog, check, report};
    #[pymodule_export]
    use super::landscape::Landscape;
    #[pymodule_export]
    use super::minima::{certify, construct, polish};
    #[pymodule_export]
    use super::program::program;
    #[pymodule_export]
    use super::questions::{chain, equal, evaluate, independent, normal_form, verify, wronskian};

    use super::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

//! The program, for `python -m wronski` and the command that the package installs.

use std::io::{BufWriter, IsTerminal};

use pyo3::prelude::*;

use super::work::run;

/// The program with these arguments, on the standard output and error of the process; its exit code.
#[pyfunction]
pub fn program(py: Python<'_>, arguments: Vec<String>) -> PyResult<u8> {
    run(py, None, move |_| {
        let colour = std::io::stderr().is_terminal()
            && std::io::stdout().is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        let all: Vec<String> = std::iter::once("wronski".to_owned())
            .chain(arguments)
            .collect();
        let mut out = BufWriter::new(std::io::stdout().lock());
        let mut err = std::io::stderr();
        Ok(wronski::internals::cli::run(
            &all, &mut out, &mut err, colour,
        ))
    })
}

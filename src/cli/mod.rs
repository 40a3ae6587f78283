//! The command line: one file a verb. No mathematics here.

mod activations;
mod args;
mod batch;
mod catalog;
#[cfg(feature = "numeric")]
mod certify;
mod chain;
mod check;
#[cfg(feature = "numeric")]
mod construct;
mod diagnostic;
mod equal;
mod independent;
#[cfg(feature = "numeric")]
mod minimum;
#[cfg(feature = "numeric")]
mod progress;
mod report;
mod rules;
mod verify;
mod write;
mod wronskian;

use std::io::Write;

use clap::Parser;

use crate::certificate::Certificate;
use crate::check::Rejection;
use crate::error::{Diagnostic, Result};
use crate::expr::Parameters;

use args::{Cli, Verb};

/// Where a verb writes, and how.
pub(crate) struct Terminal<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    colour: bool,
}

impl Terminal<'_> {
    /// Writes a line to standard output; a closed pipe is no error.
    fn line(&mut self, text: impl AsRef<str>) {
        // A reader that has gone away wants nothing more.
        drop(writeln!(self.out, "{}", text.as_ref()));
    }

    /// Writes each note once.
    fn notes<'a>(&mut self, notes: impl IntoIterator<Item = &'a String>) {
        let mut told: Vec<&String> = vec![];
        for note in notes {
            if !told.contains(&note) {
                drop(writeln!(self.err, "note: {note}"));
                told.push(note);
            }
        }
    }

    /// Tells a failure, with the text it concerns; returns the exit code.
    fn failure(&mut self, d: &Diagnostic, source: &str, json: bool) -> u8 {
        if json {
            self.line(diagnostic::json(d).to_string());
        }
        drop(write!(
            self.err,
            "{}",
            diagnostic::render(d, source, self.colour)
        ));
        d.exit_code()
    }
}

/// Runs the program with these arguments (the first is its name) and returns the exit code.
pub fn run(arguments: &[String], out: &mut dyn Write, err: &mut dyn Write, colour: bool) -> u8 {
    let mut terminal = Terminal { out, err, colour };
    let cli = match Cli::try_parse_from(args::shield(arguments)) {
        Ok(cli) => cli,
        Err(e) => {
            let text = e.render();
            let shown = if terminal.colour {
                text.ansi().to_string()
            } else {
                text.to_string()
            };
            if e.use_stderr() {
                drop(write!(terminal.err, "{shown}"));
                return 2;
            }
            drop(write!(terminal.out, "{shown}"));
            return 0;
        }
    };
    match cli.verb {
        Verb::Verify(a) => verify::run(&a, &mut terminal),
        Verb::Independent(a) => independent::run(&a, &mut terminal),
        Verb::Wronskian(a) => wronskian::run(&a, &mut terminal),
        Verb::Equal(a) => equal::run(&a, &mut terminal),
        Verb::Chain(a) => chain::run(&a, &mut terminal),
        #[cfg(feature = "numeric")]
        Verb::Construct(a) => construct::run(&a, &mut terminal),
        #[cfg(feature = "numeric")]
        Verb::Certify(a) => certify::run(&a, &mut terminal),
        Verb::Check(a) => check::run(&a, &mut terminal),
        Verb::Report(a) => report::run(&a, &mut terminal),
        Verb::Rules(a) => rules::run(&a, &mut terminal),
        Verb::Catalog(a) => catalog::run(&a, &mut terminal),
    }
}

/// Reads `--param` options; an error comes with the option it concerns.
fn parameters(options: &[String]) -> std::result::Result<Parameters, (Diagnostic, String)> {
    let mut parameters = Parameters::new();
    for o in options {
        parameters.declare(o).map_err(|d| (d, o.clone()))?;
    }
    Ok(parameters)
}

/// Writes the certificate if a file for it was named and the checker confirms it; otherwise says why it was not written.
fn write_certificate(
    path: Option<&std::path::Path>,
    certificate: impl FnOnce() -> Certificate,
) -> Result<Option<Rejection>> {
    let Some(path) = path else {
        return Ok(None);
    };
    match crate::pipeline::confirmed_text(&certificate())? {
        Ok(text) => write::write_file(path, text.as_bytes()).map(|()| None),
        Err(rejection) => Ok(Some(rejection)),
    }
}

/// Tells that a certificate was not written, and returns the exit code: a limit of the checker, or a contradiction between the
/// prover and the checker.
fn not_written(r: &Rejection, t: &mut Terminal) -> u8 {
    let d = if r.failure.is_invalid() {
        Diagnostic::internal(format!(
            "the checker contradicts the prover: {}: {}; no certificate was written",
            r.item, r.failure
        ))
    } else {
        Diagnostic::budget(
            "W0604",
            format!(
                "no certificate was written: the checker could not confirm {}: {}",
                r.item, r.failure
            ),
        )
        .help("the verdict above is the prover's alone; `--assumption 1` asks for fewer claims")
    };
    t.failure(&d, "", false)
}

/// What stands below a verdict that the checker does not confirm.
fn unconfirmed(r: &Rejection) -> String {
    format!("not confirmed by the checker: {}: {}", r.item, r.failure)
}

/// Reads a text file of bounded size, or says why not.
fn read_file(path: &std::path::Path, limit: u64) -> Result<String> {
    let unreadable = |e: &dyn std::fmt::Display| {
        Diagnostic::input(
            "W0602",
            format!("{} could not be read: {e}", path.display()),
        )
        .help("name a readable UTF-8 text file")
    };
    let size = std::fs::metadata(path).map_err(|e| unreadable(&e))?.len();
    if size > limit {
        return Err(Diagnostic::budget(
            "W0603",
            format!(
                "{} has {size} bytes, more than the limit of {limit}",
                path.display()
            ),
        ));
    }
    std::fs::read_to_string(path).map_err(|e| unreadable(&e))
}

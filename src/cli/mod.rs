//! The command line: one file a verb. No mathematics here.

use wronski_diagnostic::ErrorCode;
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
mod output;
#[cfg(feature = "numeric")]
mod progress;
mod report;
mod rules;
mod verify;
mod write;
mod wronskian;

use std::io::{Read, Write};

use clap::Parser;

use wronski_certificate::Certificate;
use wronski_check::Rejection;
use wronski_diagnostic::{Diagnostic, Result};
use wronski_expr::{Parameters, mentions};

use args::{Cli, Verb};
use output::Output;

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
///
/// 74 outweighs the verdict's code: an answer that could not be written in full is none.
pub fn run(arguments: &[String], out: &mut dyn Write, err: &mut dyn Write, colour: bool) -> u8 {
    let mut out = Output::new(out);
    let mut terminal = Terminal {
        out: &mut out,
        err,
        colour,
    };
    let code = answer(arguments, &mut terminal);
    match out.finish() {
        None => code,
        Some(lost) => {
            drop(write!(err, "{}", diagnostic::render(&lost, "", colour)));
            lost.exit_code()
        }
    }
}

fn answer(arguments: &[String], terminal: &mut Terminal) -> u8 {
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
        Verb::Verify(a) => verify::run(&a, terminal),
        Verb::Independent(a) => independent::run(&a, terminal),
        Verb::Wronskian(a) => wronskian::run(&a, terminal),
        Verb::Equal(a) => equal::run(&a, terminal),
        Verb::Chain(a) => chain::run(&a, terminal),
        #[cfg(feature = "numeric")]
        Verb::Construct(a) => construct::run(&a, terminal),
        #[cfg(feature = "numeric")]
        Verb::Certify(a) => certify::run(&a, terminal),
        Verb::Check(a) => check::run(&a, terminal),
        Verb::Report(a) => report::run(&a, terminal),
        Verb::Rules(a) => rules::run(&a, terminal),
        Verb::Catalog(a) => catalog::run(&a, terminal),
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

/// The same for options that go with these texts: a parameter that nothing uses is a mistake, since the answer would
/// not be about it.
fn parameters_of(
    options: &[String],
    texts: &[&str],
) -> std::result::Result<Parameters, (Diagnostic, String)> {
    let parameters = parameters(options)?;
    match unused(options, |name| texts.iter().any(|t| mentions(t, name))).first() {
        None => Ok(parameters),
        Some((option, name)) => Err((
            Diagnostic::input(
                ErrorCode::W0125,
                format!("the parameter `{name}` is declared, but the expression does not use it"),
            )
            .help(format!(
                "write `{name}` into the expression, or leave out `--param {}`",
                option.trim()
            )),
            (*option).to_owned(),
        )),
    }
}

/// Options for parameters that neither the texts nor the values of other parameters mention, with their names.
fn unused(options: &[String], in_texts: impl Fn(&str) -> bool) -> Vec<(&str, &str)> {
    fn split(option: &str) -> (&str, &str) {
        option.split_once('=').unwrap_or((option, ""))
    }
    let used = |name: &str| in_texts(name) || options.iter().any(|o| mentions(split(o).1, name));
    options
        .iter()
        .map(|o| (o.as_str(), split(o).0.trim()))
        .filter(|(_, name)| !used(name))
        .collect()
}

/// Writes the certificate if a file for it was named and the checker confirms it; otherwise says why it was not
/// written.
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

/// Tells that a certificate was not written, and returns the exit code: a limit of the checker, or a contradiction
/// between the prover and the checker.
fn not_written(r: &Rejection, t: &mut Terminal) -> u8 {
    let d = if r.failure.is_invalid() {
        Diagnostic::internal(format!(
            "the checker contradicts the prover: {}: {}; no certificate was written",
            r.item, r.failure
        ))
    } else {
        Diagnostic::budget(
            ErrorCode::W0606,
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

/// What the certificate of a claim excludes beyond what stands below its verdict.
fn print_certified_only(c: &wronski_symbolic::theorem::Claim, t: &mut Terminal) {
    for d in &c.exceptional.certified_only {
        t.line(format!("the certificate excludes more, for {}: {d}", c.id));
    }
}

/// Reads a text file of bounded size, or says why not. Devices and pipes are read up to the limit as well.
fn read_file(path: &std::path::Path, limit: u64) -> Result<String> {
    let unreadable = |e: &dyn std::fmt::Display| {
        Diagnostic::input(
            ErrorCode::W0602,
            format!("{} could not be read: {e}", path.display()),
        )
        .help("name a readable UTF-8 text file")
    };
    let too_large = |size: String| {
        Diagnostic::budget(
            ErrorCode::W0603,
            format!(
                "{} has {size} bytes, more than the limit of {limit}",
                path.display()
            ),
        )
    };
    let file = std::fs::File::open(path).map_err(|e| unreadable(&e))?;
    let metadata = file.metadata().map_err(|e| unreadable(&e))?;
    if metadata.is_dir() {
        return Err(unreadable(&"it is a directory"));
    }
    if metadata.is_file() && metadata.len() > limit {
        return Err(too_large(metadata.len().to_string()));
    }
    let mut bytes = vec![];
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|e| unreadable(&e))?;
    // The size of a device is not known, and a file may grow.
    if bytes.len() as u64 > limit {
        return Err(too_large(format!("at least {}", bytes.len())));
    }
    String::from_utf8(bytes).map_err(|_| unreadable(&"it is not UTF-8"))
}

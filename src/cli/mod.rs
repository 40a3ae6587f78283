//! The command line: one file a verb. No mathematics here.

mod activations;
mod args;
mod batch;
mod catalog;
mod catalogue_text;
mod certificate;
#[cfg(feature = "numeric")]
mod certify;
mod chain;
mod check;
#[cfg(feature = "numeric")]
mod construct;
#[cfg(feature = "numeric")]
mod cross_check;
mod diagnostic;
mod equal;
mod independent;
#[cfg(feature = "numeric")]
mod minimum;
mod output;
#[cfg(feature = "numeric")]
mod progress;
mod read;
mod report;
mod rules;
mod terminal;
mod verify;
mod write;
mod wronskian;

use std::io::Write;

use clap::Parser;

use args::{Cli, Verb};
use output::Output;
use terminal::Terminal;

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
        Verb::Verify(a) => match &a.file {
            Some(file) => batch::run(&a, file, terminal),
            None => verify::run(&a, terminal),
        },
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

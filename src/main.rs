//! The `wronski` program: arguments in, exit code out.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use wronski_diagnostic::ErrorCode;

/// Expressions nest at most a few thousand levels; this is far more than their recursion needs.
const STACK: usize = 256 << 20;

/// Less than this beside the stack is not enough for any work; an allocation that fails later ends the process.
const HEAP: usize = 64 << 20;

/// Writes a line to standard error; where there is none, nobody reads it.
fn tell(text: &str) {
    drop(writeln!(std::io::stderr(), "{text}"));
}

/// The code for memory that the system refuses.
const MEMORY: ErrorCode = ErrorCode::W0605;

/// Tells that memory is missing; the exit code.
fn short_of_memory(what: &str) -> u8 {
    tell(&format!(
        "{MEMORY}: not enough memory: {what}; raise the limit of memory (`ulimit -v`)"
    ));
    74
}

fn main() -> ExitCode {
    let arguments: Option<Vec<String>> =
        std::env::args_os().map(|a| a.into_string().ok()).collect();
    let Some(arguments) = arguments else {
        tell("W0101: an argument is not valid UTF-8");
        return ExitCode::from(2);
    };
    let colour = std::io::stderr().is_terminal()
        && std::io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    std::panic::set_hook(Box::new(|info| {
        tell(&format!("W9999: a bug in wronski: {info}"));
        tell("Please report it with the command that you ran; no verdict was reached.");
    }));
    let run = move || {
        if Vec::<u8>::new().try_reserve_exact(HEAP).is_err() {
            return short_of_memory(&format!(
                "less than {} MiB beside a stack of {} MiB",
                HEAP >> 20,
                STACK >> 20
            ));
        }
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        // Not locked: a worker that panics tells so on standard error while this thread runs.
        let mut err = std::io::stderr();
        wronski::cli::run(&arguments, &mut out, &mut err, colour)
    };
    match std::thread::Builder::new().stack_size(STACK).spawn(run) {
        Ok(thread) => ExitCode::from(thread.join().unwrap_or(70)),
        Err(e) => ExitCode::from(short_of_memory(&format!(
            "no stack of {} MiB for the work ({e})",
            STACK >> 20
        ))),
    }
}

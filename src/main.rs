//! The `wronski` program: arguments in, exit code out.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Expressions nest at most a few thousand levels; this is far more than their recursion needs.
const STACK: usize = 256 << 20;

/// Writes a line to standard error; where there is none, nobody reads it.
fn tell(text: &str) {
    drop(writeln!(std::io::stderr(), "{text}"));
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
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        // Not locked: a worker that panics tells so on standard error while this thread runs.
        let mut err = std::io::stderr();
        wronski::cli::run(&arguments, &mut out, &mut err, colour)
    };
    match std::thread::Builder::new().stack_size(STACK).spawn(run) {
        Ok(thread) => ExitCode::from(thread.join().unwrap_or(70)),
        Err(e) => {
            tell(&format!(
                "W0605: not enough memory: no stack of {} MiB for the work ({e}); raise the limit of memory (`ulimit -v`)",
                STACK >> 20
            ));
            ExitCode::from(74)
        }
    }
}

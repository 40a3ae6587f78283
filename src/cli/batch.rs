//! `wronski verify --file`: one activation a line.

use std::fs::File;
use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};
use wronski_diagnostic::ErrorCode;

use serde_json::Value;

use crate::json::verify_json;
use crate::pipeline::{Limits, Line, Lines, Selection, in_order, verify};
use wronski_diagnostic::{Diagnostic, Kind};
use wronski_expr::{Parameters, mentions};
use wronski_symbolic::rewrite::shipped;

use super::args::VerifyArgs;
use super::terminal::Terminal;
use crate::json::diagnostic_json;
use crate::pipeline::{declared, unused};

/// What one line came to.
struct Answer {
    json: String,
    /// The exit code that this line alone would have.
    code: u8,
    /// The options for parameters that the line does not use.
    unused: Vec<String>,
}

/// The exit code of the whole: a bug outweighs a wrong line, that a refuted claim, that an undecided one.
fn worse(a: u8, b: u8) -> u8 {
    const ORDER: [u8; 5] = [70, 2, 1, 3, 0];
    ORDER.into_iter().find(|c| *c == a || *c == b).unwrap_or(a)
}

fn input(file: &Path) -> Result<Box<dyn BufRead + Send>, Diagnostic> {
    if file == Path::new("-") {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    let unreadable = |why: &dyn std::fmt::Display| {
        Diagnostic::input(
            ErrorCode::W0602,
            format!("{} could not be read: {why}", file.display()),
        )
        .help("name a readable text file with one activation a line, or - for standard input")
    };
    let opened = File::open(file).map_err(|e| unreadable(&e))?;
    if opened.metadata().is_ok_and(|m| m.is_dir()) {
        return Err(unreadable(&"it is a directory"));
    }
    Ok(Box::new(BufReader::new(opened)))
}

/// Puts the number of the line behind the version.
fn numbered(mut value: Value, line: u64) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.shift_insert(2.min(object.len()), "line".into(), line.into());
    }
    value
}

fn failed(line: &Line, d: &Diagnostic) -> Answer {
    let mut value = numbered(diagnostic_json(d), line.number);
    if let Ok(text) = &line.text {
        value["input"] = text.clone().into();
    }
    Answer {
        json: value.to_string(),
        code: d.exit_code(),
        unused: vec![],
    }
}

fn decided(
    text: &str,
    a: &VerifyArgs,
    parameters: &Parameters,
    selection: &Selection,
) -> Result<(Value, u8), Diagnostic> {
    let v = verify(
        text,
        parameters,
        shipped(),
        &Limits::default(),
        selection.clone(),
    )?;
    let value = verify_json(&v);
    #[cfg(feature = "numeric")]
    let value = if a.cross_check {
        let checked = crate::pipeline::cross_check(&v)?;
        crate::json::with_cross_check(value, Some(&checked))
    } else {
        value
    };
    #[cfg(not(feature = "numeric"))]
    let _ = a;
    Ok((value, v.exit_code()))
}

/// Tells on a terminal how far the work is, if it takes longer than a second.
struct Progress {
    shown: bool,
    start: Instant,
    last: Instant,
    wanted: bool,
}

impl Progress {
    fn new() -> Self {
        let now = Instant::now();
        Progress {
            shown: false,
            start: now,
            last: now,
            wanted: std::io::stderr().is_terminal(),
        }
    }

    fn step(&mut self, done: u64, err: &mut dyn Write) {
        let now = Instant::now();
        let since = now.duration_since(self.start);
        if !self.wanted
            || since < Duration::from_secs(1)
            || now.duration_since(self.last) < Duration::from_millis(200)
        {
            return;
        }
        self.last = now;
        self.shown = true;
        let rate = u128::from(done) * 1000 / since.as_millis().max(1);
        drop(write!(err, "\r{done} activations, {rate} a second \x1b[K"));
        drop(err.flush());
    }

    fn end(&self, err: &mut dyn Write) {
        if self.shown {
            drop(write!(err, "\r\x1b[K"));
        }
    }
}

pub fn run(a: &VerifyArgs, file: &Path, t: &mut Terminal) -> u8 {
    // Each line may use some of the parameters. The output is JSON in any case.
    let parameters = match declared(&a.common.parameters) {
        Ok(p) => p,
        Err((d, source)) => return t.failure(&d, &source, true),
    };
    let selection = a.selection();
    let input = match input(file) {
        Ok(input) => input,
        Err(d) => return t.failure(&d, "", true),
    };
    let threads = a.threads.map_or_else(
        || std::thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    );
    // Read the rules once, before the workers ask for them all at the same time.
    let _ = shipped();
    let (mut code, mut done, mut bad) = (0, 0u64, 0u64);
    // What no line has used so far; a line that fails may have meant any of them.
    let mut idle: Option<Vec<String>> = None;
    let mut progress = Progress::new();
    in_order(
        Lines::new(input),
        threads,
        |line| {
            let text = line.text.as_deref().unwrap_or_default();
            let unused = unused(&a.common.parameters, |name| mentions(text, name));
            let unused: Vec<String> = unused.iter().map(|(_, name)| (*name).to_owned()).collect();
            let outcome = line
                .text
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|text| decided(text, a, &parameters, &selection));
            match outcome {
                Ok((value, code)) => Answer {
                    json: numbered(value, line.number).to_string(),
                    code,
                    unused,
                },
                Err(d) => failed(line, &d),
            }
        },
        |line, d| {
            debug_assert_eq!(d.kind, Kind::Internal);
            failed(line, &d)
        },
        |_, answer, more| {
            code = worse(code, answer.code);
            done += 1;
            match &mut idle {
                Some(idle) => idle.retain(|name| answer.unused.contains(name)),
                None => idle = Some(answer.unused),
            }
            bad += u64::from(answer.code == 2 || answer.code == 70);
            let mut written = writeln!(t.out, "{}", answer.json);
            if !more {
                written = written.and_then(|()| t.out.flush());
            }
            progress.step(done, t.err);
            // A reader that has gone away wants nothing more.
            if written.is_err() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        },
    );
    progress.end(t.err);
    for name in idle.into_iter().flatten() {
        drop(writeln!(
            t.err,
            "note: the parameter `{name}` is declared, but no line uses it"
        ));
    }
    if bad > 0 {
        drop(writeln!(
            t.err,
            "{bad} of {done} lines could not be decided; see the objects with schema wronski/error"
        ));
    }
    code
}

//! Standard output and standard error as the verbs see them.

use std::io::Write;

use wronski_diagnostic::Diagnostic;

use super::diagnostic;
use crate::json::diagnostic_json;

/// Where a verb writes, and how.
pub(super) struct Terminal<'a> {
    pub(super) out: &'a mut dyn Write,
    pub(super) err: &'a mut dyn Write,
    pub(super) colour: bool,
}

impl Terminal<'_> {
    /// Writes a line to standard output; a closed pipe is no error.
    pub(super) fn line(&mut self, text: impl AsRef<str>) {
        // A reader that has gone away wants nothing more.
        drop(writeln!(self.out, "{}", text.as_ref()));
    }

    /// Writes each note once.
    pub(super) fn notes<'a>(&mut self, notes: impl IntoIterator<Item = &'a String>) {
        let mut shown: Vec<&String> = vec![];
        for note in notes {
            if !shown.contains(&note) {
                drop(writeln!(self.err, "note: {note}"));
                shown.push(note);
            }
        }
    }

    /// Tells a failure, with the text it concerns; returns the exit code.
    pub(super) fn failure(&mut self, d: &Diagnostic, source: &str, json: bool) -> u8 {
        if json {
            self.line(diagnostic_json(d).to_string());
        }
        drop(write!(
            self.err,
            "{}",
            diagnostic::render(d, source, self.colour)
        ));
        d.exit_code()
    }
}

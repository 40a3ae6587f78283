//! Standard output that remembers its first failure.

use std::io::{Error, ErrorKind, Result, Write};
use wronski_diagnostic::ErrorCode;

use wronski_diagnostic::Diagnostic;

/// Everything that a verb prints goes through here, so that no verb can lose its answer and end as if all were well.
pub(super) struct Output<'a> {
    inner: &'a mut dyn Write,
    failure: Option<Error>,
}

impl<'a> Output<'a> {
    pub(super) fn new(inner: &'a mut dyn Write) -> Self {
        Output {
            inner,
            failure: None,
        }
    }

    /// Writes what is still waiting. Why the output is not complete, if it is not; a closed pipe is the reader's wish
    /// and no failure.
    pub(super) fn finish(mut self) -> Option<Diagnostic> {
        drop(self.flush());
        let failure = self.failure?;
        (failure.kind() != ErrorKind::BrokenPipe).then(|| {
            Diagnostic::system(
                ErrorCode::W0604,
                format!("the output could not be written: {failure}"),
            )
            .help("make room, or write somewhere else; the answer was not given in full")
        })
    }

    fn noted<T>(&mut self, result: Result<T>) -> Result<T> {
        if let Err(e) = &result
            && e.kind() != ErrorKind::Interrupted
            && self.failure.is_none()
        {
            self.failure = Some(match e.raw_os_error() {
                Some(code) => Error::from_raw_os_error(code),
                None => Error::new(e.kind(), e.to_string()),
            });
        }
        result
    }
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let written = self.inner.write(bytes);
        self.noted(written)
    }

    fn flush(&mut self) -> Result<()> {
        let flushed = self.inner.flush();
        self.noted(flushed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes `room` bytes, then fails.
    struct Narrow {
        room: usize,
        kind: ErrorKind,
    }

    impl Write for Narrow {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            if self.room == 0 {
                return Err(self.kind.into());
            }
            let n = bytes.len().min(self.room);
            self.room -= n;
            Ok(n)
        }

        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    fn written(room: usize, kind: ErrorKind) -> Option<Diagnostic> {
        let mut narrow = Narrow { room, kind };
        let mut out = Output::new(&mut narrow);
        drop(writeln!(out, "a line"));
        drop(writeln!(out, "another"));
        out.finish()
    }

    #[test]
    fn lost_output_is_told_and_a_closed_pipe_is_not() {
        let full = written(3, ErrorKind::StorageFull).expect("lost");
        assert_eq!((full.code, full.exit_code()), (ErrorCode::W0604, 74));
        assert!(written(0, ErrorKind::StorageFull).is_some());
        assert_eq!(written(100, ErrorKind::StorageFull), None);
        assert_eq!(written(3, ErrorKind::BrokenPipe), None);
    }

    #[test]
    fn what_waits_in_a_buffer_is_written_at_the_end() {
        let mut narrow = Narrow {
            room: 3,
            kind: ErrorKind::StorageFull,
        };
        let mut buffered = std::io::BufWriter::new(&mut narrow);
        let mut out = Output::new(&mut buffered);
        writeln!(out, "a line").expect("buffered");
        assert!(out.finish().is_some());
    }
}

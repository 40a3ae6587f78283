//! Many lines on all cores, answered in the order of the input.
//!
//! Workers take lines from the input one by one; finished answers wait in a buffer until all earlier lines are
//! answered. A worker takes no line that is further than [`WINDOW`] ahead of the next answer to be given, so that the
//! buffer stays bounded however long the input is and however slow one line.

use std::collections::BTreeMap;
use std::io::{BufRead, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use wronski_diagnostic::ErrorCode;

use wronski_diagnostic::Diagnostic;
use wronski_diagnostic::interruption::{self, Interrupted};

/// The longest line that is read, in bytes; the limit of the parser is the same.
const LONGEST_LINE: u64 = 65_536;

/// What is passed over of a line that is longer still, in bytes; after that the input is no list of activations.
const LONGEST_SKIPPED: u64 = 64 << 20;

/// How many lines may be at work or waiting at the same time.
pub const WINDOW: u64 = 256;

/// Bytes of stack of a worker: expressions nest deeply.
const STACK: usize = 256 << 20;

/// A line of the input that asks something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the input, counted from 1.
    pub number: u64,
    /// Its text without the line ending, or why it could not be read.
    pub text: Result<String, Diagnostic>,
}

/// The lines of an input without blank lines and comments (lines that start with `#`).
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    number: u64,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads from the start of `input`.
    pub fn new(input: R) -> Self {
        Lines {
            input,
            number: 0,
            ended: false,
        }
    }

    /// The rest of a line that is too long is passed over without being kept. Did it end?
    fn skip_line(&mut self) -> std::io::Result<bool> {
        let mut skipped = 0;
        while skipped <= LONGEST_SKIPPED {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(true);
            }
            match buffer.iter().position(|b| *b == b'\n') {
                Some(at) => {
                    self.input.consume(at + 1);
                    return Ok(true);
                }
                None => {
                    let n = buffer.len();
                    skipped += n as u64;
                    self.input.consume(n);
                }
            }
        }
        Ok(false)
    }

    /// One line with its ending, at most one byte longer than the limit; empty at the end.
    fn raw(&mut self) -> std::io::Result<Vec<u8>> {
        let mut bytes = vec![];
        (&mut self.input)
            .take(LONGEST_LINE + 1)
            .read_until(b'\n', &mut bytes)?;
        if bytes.len() as u64 > LONGEST_LINE && bytes.last() != Some(&b'\n') && !self.skip_line()? {
            self.ended = true;
        }
        Ok(bytes)
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        while !self.ended {
            self.number += 1;
            let number = self.number;
            let line = |text| Some(Line { number, text });
            let mut bytes = match self.raw() {
                Ok(bytes) => bytes,
                Err(e) => {
                    self.ended = true;
                    return line(Err(Diagnostic::input(
                        ErrorCode::W0701,
                        format!("the input could not be read on: {e}"),
                    )
                    .help("the lines before this one are answered")));
                }
            };
            if self.ended {
                return line(Err(Diagnostic::budget(
                    ErrorCode::W0704,
                    format!(
                        "a line that does not end within {LONGEST_SKIPPED} bytes; the input is not read on"
                    ),
                )
                .help("name a text file with one activation a line; the lines before this one are answered")));
            }
            if bytes.is_empty() {
                self.ended = true;
                break;
            }
            if bytes.last() == Some(&b'\n') {
                bytes.pop();
            }
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
            // A byte order mark is no part of the first line.
            if self.number == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
                bytes.drain(..3);
            }
            let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
            if first.is_none() || first == Some(&b'#') {
                continue;
            }
            if bytes.len() as u64 > LONGEST_LINE {
                return line(Err(Diagnostic::budget(
                    ErrorCode::W0702,
                    format!("a line with more than {LONGEST_LINE} bytes"),
                )
                .help("name repeated parts by a catalogue function")));
            }
            return match String::from_utf8(bytes) {
                Ok(text) => line(Ok(text)),
                Err(_) => line(Err(Diagnostic::input(
                    ErrorCode::W0703,
                    "a line that is not UTF-8",
                )
                .help("write activations in ASCII, such as `x*sigmoid(2*x)`"))),
            };
        }
        None
    }
}

/// What the workers share.
struct Shared<I, T> {
    /// The input with the number of lines taken from it; `None` when it has ended.
    input: Mutex<(Option<I>, u64)>,
    state: Mutex<State<T>>,
    /// Something was answered, or a worker has left.
    answered: Condvar,
    /// An answer was given, so that there is room in the window.
    changed: Condvar,
}

struct State<T> {
    done: BTreeMap<u64, (u64, T)>,
    /// The next answer to tell, counted from 0 without the skipped lines.
    next: u64,
    workers: usize,
    stopped: bool,
    /// A worker was interrupted: no line is taken any more.
    interrupted: bool,
}

/// A panic in a worker is caught, so nothing of ours is left half done behind a poisoned lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Nobody waits for room any more when the calling thread leaves, also when it unwinds.
struct Leaving<'a, I, T>(&'a Shared<I, T>);

impl<I, T> Drop for Leaving<'_, I, T> {
    fn drop(&mut self) {
        lock(&self.0.state).stopped = true;
        self.0.changed.notify_all();
    }
}

impl<I: Iterator<Item = Line>, T> Shared<I, T> {
    fn take(&self) -> Option<(u64, Line)> {
        let mut input = lock(&self.input);
        // Wait for room before reading: the lock keeps the others in order behind this one.
        let mut state = lock(&self.state);
        while !state.stopped && input.1 >= state.next + WINDOW {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return None;
        }
        drop(state);
        let line = input.0.as_mut()?.next();
        match line {
            Some(line) => {
                let index = input.1;
                input.1 += 1;
                Some((index, line))
            }
            None => {
                input.0 = None;
                None
            }
        }
    }

    fn work(
        &self,
        answer: &(impl Fn(&Line) -> T + Sync),
        broken: &(impl Fn(&Line, Diagnostic) -> T + Sync),
    ) {
        while let Some((index, line)) = self.take() {
            let result = match catch_unwind(AssertUnwindSafe(|| answer(&line))) {
                Ok(result) => result,
                Err(panic) if panic.is::<Interrupted>() => {
                    let mut state = lock(&self.state);
                    (state.interrupted, state.stopped) = (true, true);
                    self.changed.notify_all();
                    break;
                }
                Err(panic) => broken(&line, internal(&*panic)),
            };
            lock(&self.state).done.insert(index, (line.number, result));
            self.answered.notify_one();
        }
        lock(&self.state).workers -= 1;
        self.answered.notify_one();
    }
}

fn internal(panic: &(dyn std::any::Any + Send)) -> Diagnostic {
    let what = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message");
    Diagnostic::internal(format!("a panic while this line was decided: {what}"))
}

/// Answers every line on `threads` workers, and tells the answers in the order of the lines on the calling thread.
///
/// `answer` gets each line; a panic in it becomes an internal error that `broken` turns into an answer, and its
/// interruption that of the whole. `tell` gets
/// the number of the line, the answer, and whether the next answer is already there (if not, what was written should
/// be flushed); when it returns `Break`, no further line is taken. Workers that cannot be started are done without;
/// the calling thread works alone if none can.
pub fn in_order<T: Send>(
    lines: impl Iterator<Item = Line> + Send,
    threads: usize,
    answer: impl Fn(&Line) -> T + Sync,
    broken: impl Fn(&Line, Diagnostic) -> T + Sync,
    mut tell: impl FnMut(u64, T, bool) -> ControlFlow<()>,
) {
    let shared = Shared {
        input: Mutex::new((Some(lines), 0)),
        state: Mutex::new(State {
            done: BTreeMap::new(),
            next: 0,
            workers: 0,
            stopped: false,
            interrupted: false,
        }),
        answered: Condvar::new(),
        changed: Condvar::new(),
    };
    let flag = interruption::current();
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            lock(&shared.state).workers += 1;
            let started = std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, || {
                    interruption::inherited(flag.clone(), || shared.work(&answer, &broken));
                });
            if started.is_err() {
                lock(&shared.state).workers -= 1;
                break;
            }
        }
        if lock(&shared.state).workers == 0 && lock(&shared.input).1 == 0 {
            alone(&shared, &answer, &broken, &mut tell);
            return;
        }
        let _leaving = Leaving(&shared);
        let mut state = lock(&shared.state);
        loop {
            if state.interrupted {
                drop(state);
                // The workers are waited for.
                resume_unwind(Box::new(Interrupted));
            }
            let next = state.next;
            if let Some((number, result)) = state.done.remove(&next) {
                state.next += 1;
                let more = state.done.contains_key(&(next + 1));
                drop(state);
                shared.changed.notify_all();
                let flow = tell(number, result, more);
                state = lock(&shared.state);
                if flow.is_break() {
                    return;
                }
            } else if state.workers == 0 {
                return;
            } else {
                state = shared
                    .answered
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            }
        }
    });
}

fn alone<I: Iterator<Item = Line>, T>(
    shared: &Shared<I, T>,
    answer: &impl Fn(&Line) -> T,
    broken: &impl Fn(&Line, Diagnostic) -> T,
    tell: &mut impl FnMut(u64, T, bool) -> ControlFlow<()>,
) {
    while let Some((_, line)) = shared.take() {
        let result = catch_unwind(AssertUnwindSafe(|| answer(&line)))
            .map_err(interruption::pass_on)
            .unwrap_or_else(|panic| broken(&line, internal(&*panic)));
        lock(&shared.state).next += 1;
        if tell(line.number, result, false).is_break() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

    fn all(input: &[u8]) -> Vec<(u64, Result<String, ErrorCode>)> {
        Lines::new(input)
            .map(|l| (l.number, l.text.map_err(|d| d.code)))
            .collect()
    }

    #[test]
    fn blank_lines_and_comments_are_skipped_but_counted() {
        let text = b"\xEF\xBB\xBFsigmoid\r\n\n  # tanh\n \t \ngelu # no comment here\nlast";
        assert_eq!(
            all(text),
            [
                (1, Ok("sigmoid".into())),
                (5, Ok("gelu # no comment here".into())),
                (6, Ok("last".into()))
            ]
        );
        assert_eq!(all(b""), []);
        assert_eq!(all(b"\n\n"), []);
    }

    #[test]
    fn bad_lines_do_not_end_the_input() {
        let mut text = vec![b'x'; 65_536];
        text.push(b'\n');
        text.extend(vec![b'y'; 65_537]);
        text.push(b'\n');
        text.extend(vec![b'z'; 300_000]);
        text.extend(b"\nx\xFF\nx\n");
        let found = all(&text);
        let codes: Vec<(u64, Option<ErrorCode>)> = found
            .iter()
            .map(|(n, t)| (*n, t.as_ref().err().copied()))
            .collect();
        assert_eq!(
            codes,
            [
                (1, None),
                (2, Some(ErrorCode::W0702)),
                (3, Some(ErrorCode::W0702)),
                (4, Some(ErrorCode::W0703)),
                (5, None)
            ]
        );
    }

    #[test]
    fn a_line_without_an_end_ends_the_input() {
        let endless = std::io::BufReader::new(b"sigmoid\n".chain(std::io::repeat(0)));
        let codes: Vec<(u64, Option<ErrorCode>)> = Lines::new(endless)
            .map(|l| (l.number, l.text.err().map(|d| d.code)))
            .collect();
        assert_eq!(codes, [(1, None), (2, Some(ErrorCode::W0704))]);
    }

    fn numbered(n: u64) -> impl Iterator<Item = Line> + Send {
        (1..=n).map(|number| Line {
            number,
            text: Ok(number.to_string()),
        })
    }

    #[test]
    fn answers_come_in_order_and_the_buffer_is_bounded() {
        let taken = AtomicU64::new(0);
        let mut received = 0;
        in_order(
            numbered(3000),
            4,
            |line| {
                taken.fetch_max(line.number, Ordering::SeqCst);
                if line.number % 500 == 1 {
                    std::thread::sleep(std::time::Duration::from_millis(30));
                }
                line.number
            },
            |_, d| panic!("{d}"),
            |number, answer, _| {
                received += 1;
                assert_eq!((number, answer), (received, received));
                // At most the window, and the one that is being given.
                assert!(taken.load(Ordering::SeqCst) <= received + WINDOW);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(received, 3000);
    }

    #[test]
    fn a_panic_is_the_answer_of_its_line_only() {
        let mut answers = vec![];
        in_order(
            numbered(20),
            3,
            |line| {
                assert!(line.number != 7, "planted");
                "fine".to_string()
            },
            |_, d| format!("{}: {}", d.code, d.message),
            |_, answer, _| {
                answers.push(answer);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(answers.len(), 20);
        for (i, a) in answers.iter().enumerate() {
            if i == 6 {
                assert!(a.starts_with("W9999") && a.contains("planted"), "{a}");
            } else {
                assert_eq!(a, "fine");
            }
        }
    }

    #[test]
    fn a_break_ends_the_work() {
        let taken = AtomicU64::new(0);
        let mut received = 0;
        in_order(
            numbered(1_000_000),
            2,
            |line| taken.fetch_max(line.number, Ordering::SeqCst),
            |_, d| panic!("{d}"),
            |_, _, _| {
                received += 1;
                if received == 10 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!(received, 10);
        assert!(taken.load(Ordering::SeqCst) <= 10 + WINDOW);
    }

    /// Runs a batch whose answers or whose telling are interrupted, on some threads, and returns what was told.
    fn interrupted(threads: usize, answers: bool) -> u64 {
        let flag = Arc::new(AtomicBool::new(false));
        let mut told = 0;
        let work = || {
            in_order(
                numbered(1_000_000),
                threads,
                |line| {
                    if answers && line.number == 5 {
                        flag.store(true, Ordering::SeqCst);
                    }
                    interruption::point();
                },
                |_, d| panic!("{d}"),
                |number, (), _| {
                    told = number;
                    if number == 20 {
                        flag.store(true, Ordering::SeqCst);
                        interruption::point();
                    }
                    ControlFlow::Continue(())
                },
            );
        };
        let work = || interruption::by(Arc::clone(&flag), work);
        let why = catch_unwind(AssertUnwindSafe(work)).expect_err("interrupted");
        assert!(why.is::<Interrupted>());
        told
    }

    #[test]
    fn an_interruption_is_no_answer_and_ends_all() {
        for threads in [1, 2, 4] {
            // The others may have answered some lines after the one at which the flag was set.
            assert!(interrupted(threads, true) <= 5 + WINDOW);
            assert!(interrupted(threads, false) <= 20);
        }
    }
}

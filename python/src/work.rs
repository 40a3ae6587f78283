//! Work beside the interpreter: on a thread with a deep stack, without the GIL, and with an ear for Ctrl-C.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use pyo3::prelude::*;
use wronski::Diagnostic;
use wronski_diagnostic::{ErrorCode, interruption};

use super::failure::{Refused, Result};

/// Expressions nest at most a few thousand levels; this is far more than their recursion needs.
const STACK: usize = 256 << 20;

/// How long a signal waits.
const EAR: Duration = Duration::from_millis(50);

/// What comes from the work.
enum Told<T> {
    Stage(String),
    Done(T),
}

/// Tells a stage of long work.
pub struct Stages(Sender<Told<()>>);

impl Stages {
    pub fn enter(&self, stage: &str) {
        // Nobody listens any more after an interruption.
        drop(self.0.send(Told::Stage(stage.to_owned())));
    }
}

/// Does the work; what it returns, or what it was refused, or the exception of a signal handler.
///
/// # Errors
/// What the work was refused; `KeyboardInterrupt`; whatever the callback raises.
pub fn run<T: Send + 'static>(
    py: Python<'_>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(&Stages) -> Result<T> + Send + 'static,
) -> PyResult<T> {
    let (stages, told) = channel();
    let (answer, answered) = channel();
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    std::thread::Builder::new()
        .name("wronski".into())
        .stack_size(STACK)
        .spawn(move || {
            let done = catch_unwind(AssertUnwindSafe(|| {
                let stages = Stages(stages.clone());
                interruption::by(flag, || work(&stages))
            }));
            let done = done.unwrap_or_else(|panic| Err(bug(&*panic)));
            drop(answer.send(done));
            drop(stages.send(Told::Done(())));
        })
        .map_err(|e| no_thread(&e).raise(py))?;
    let told = std::sync::Mutex::new(told);
    let listen = || {
        let told = told
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        told.recv_timeout(EAR)
    };
    let interrupted = |e: PyErr| {
        stop.store(true, Ordering::Relaxed);
        e
    };
    loop {
        match py.detach(listen) {
            Ok(Told::Stage(stage)) => {
                if let Some(f) = progress {
                    f.call1((stage,)).map_err(interrupted)?;
                }
            }
            Ok(Told::Done(())) | Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
        py.check_signals().map_err(interrupted)?;
    }
    let lost = || {
        Err(Refused::from(Diagnostic::internal(
            "the work left no answer",
        )))
    };
    let done = answered.recv().unwrap_or_else(|_| lost());
    done.map_err(|refused| refused.raise(py))
}

fn bug(panic: &(dyn std::any::Any + Send)) -> Refused {
    let what = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without a message");
    Diagnostic::internal(format!("a panic: {what}; no verdict was reached"))
        .help("please report it with the call that you made")
        .into()
}

fn no_thread(e: &std::io::Error) -> Refused {
    let stack = STACK >> 20;
    Diagnostic::system(
        ErrorCode::W0605,
        format!("not enough memory: no stack of {stack} MiB for the work ({e})"),
    )
    .help("raise the limit of memory (`ulimit -v`)")
    .into()
}

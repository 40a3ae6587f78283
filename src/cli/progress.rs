//! What is being done, on a terminal, once it takes more than a second.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Shows the current stage of a long computation on standard error, if that is a terminal.
pub struct Stages {
    sender: Option<Sender<String>>,
    worker: Option<JoinHandle<()>>,
}

impl Stages {
    /// Starts the clock.
    pub fn new() -> Stages {
        if !std::io::stderr().is_terminal() {
            return Stages {
                sender: None,
                worker: None,
            };
        }
        let (sender, receiver) = channel::<String>();
        let worker = std::thread::spawn(move || {
            let start = Instant::now();
            let mut stage = String::new();
            let mut shown = false;
            loop {
                match receiver.recv_timeout(Duration::from_millis(200)) {
                    Ok(next) => stage = next,
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                if start.elapsed() > Duration::from_secs(1) {
                    shown = true;
                    let seconds = start.elapsed().as_secs();
                    drop(write!(std::io::stderr(), "\r{seconds} s: {stage}\x1b[K"));
                }
            }
            if shown {
                drop(write!(std::io::stderr(), "\r\x1b[K"));
            }
        });
        Stages {
            sender: Some(sender),
            worker: Some(worker),
        }
    }

    /// Names the stage that begins.
    pub fn enter(&self, stage: &str) {
        if let Some(sender) = &self.sender {
            // A worker that has gone shows nothing more.
            drop(sender.send(stage.to_string()));
        }
    }
}

impl Drop for Stages {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(worker) = self.worker.take() {
            drop(worker.join());
        }
    }
}

//! The certificates on which reports are tested: of `verify` and `independent`, and of every kind of minimum, with
//! every verdict.
// Each test program uses its share.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wronski::internals::report::{AnyCertificate, Checked, Entry, Report, build};

/// Names under `tests`, without the ending.
pub const CERTIFICATES: [&str; 18] = [
    "reports/gelu",
    "reports/softplus",
    "reports/relu",
    "reports/swish",
    "reports/steps",
    "reports/dependent",
    "reports/pieces",
    "reports/gelu-network",
    "reports/erf-network",
    "reports/undecided",
    "minima/bad",
    "minima/biased",
    "minima/deep",
    "minima/linear",
    "minima/strict",
    "minima/saddle",
    "minima/excluded",
    "reports/hostile",
];

/// The one that the checker rejects: text from outside holds markup of every format.
pub const HOSTILE: &str = "reports/hostile";

pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(format!("{name}.json"))
}

/// The certificate as if the checker had been asked.
pub fn entry(name: &str) -> Entry {
    let text = fs::read_to_string(path(name)).expect("a certificate");
    Entry {
        certificate: AnyCertificate::from_json(&text).expect("a certificate"),
        checked: if name == HOSTILE {
            Checked::Rejected("it is <b>not</b> $confirmed$".into())
        } else {
            Checked::Confirmed
        },
    }
}

pub fn report(names: &[&str]) -> Report {
    build(&names.iter().map(|n| entry(n)).collect::<Vec<_>>())
}

/// The name without its directory.
pub fn short(name: &str) -> &str {
    name.rsplit('/').next().expect("a name")
}

/// How the program ended.
pub struct Ended {
    pub code: i32,
    pub out: Vec<u8>,
    pub err: String,
}

impl Ended {
    /// What it wrote to standard output.
    pub fn text(&self) -> &str {
        str::from_utf8(&self.out).expect("UTF-8")
    }
}

/// A new empty directory; the name tells tests apart.
pub fn directory(name: &str) -> PathBuf {
    let d = std::env::temp_dir().join(format!("wronski-report-{name}-{}", std::process::id()));
    drop(fs::remove_dir_all(&d));
    fs::create_dir_all(&d).expect("a directory");
    d
}

/// Runs the program without input and colour.
pub fn wronski(arguments: &[&str]) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    Ended {
        code: output.status.code().expect("no signal"),
        out: output.stdout,
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

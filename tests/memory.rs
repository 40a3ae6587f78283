//! The peak memory of `verify` on every entry of the catalogue, in one process.
#![cfg(target_os = "linux")]

use wronski::internals::expr::{Parameters, catalogue};
use wronski::internals::pipeline::{Assumptions, Limits, verify};
use wronski::internals::rewrite::shipped;

const LIMIT_KIB: u64 = 200 * 1024;

/// The largest resident size of this process so far, in KiB.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("procfs");
    let line = status
        .lines()
        .find(|l| l.starts_with("VmHWM:"))
        .expect("the peak of the resident size");
    let number = line.split_whitespace().nth(1).expect("a number");
    number.parse().expect("a number of KiB")
}

/// Memory that was freed may be used again, but a peak stays: the last value bounds that of every entry.
#[test]
fn verify_on_the_catalogue_stays_under_200_mb() {
    let entries = catalogue::all();
    assert!(entries.len() > 30);
    std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(move || {
            for entry in entries {
                let before = peak_kib();
                let v = verify(
                    &entry.name,
                    &Parameters::new(),
                    shipped(),
                    &Limits::default(),
                    Assumptions::All,
                );
                let v = v.unwrap_or_else(|d| panic!("{}: {d}", entry.name));
                assert!(!v.claims.is_empty());
                let after = peak_kib();
                if after > before {
                    println!("{}: {after} KiB", entry.name);
                }
                assert!(after < LIMIT_KIB, "{}: {after} KiB", entry.name);
            }
        })
        .expect("a thread")
        .join()
        .expect("no panic");
}

//! Median times without a benchmarking library: enough runs to be steady, one line each.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Runs `work` once to warm up, then for about half a second (3 times at least), and prints the median.
pub fn bench<T>(name: &str, mut work: impl FnMut() -> T) {
    black_box(work());
    let mut times: Vec<Duration> = Vec::new();
    let start = Instant::now();
    while times.len() < 3 || start.elapsed() < Duration::from_millis(500) {
        let begin = Instant::now();
        black_box(work());
        times.push(begin.elapsed());
    }
    times.sort();
    let median = times[times.len() / 2];
    println!(
        "{name:<48} {:>12.3} ms  ({} runs)",
        median.as_secs_f64() * 1e3,
        times.len()
    );
}

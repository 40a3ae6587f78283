//! Activations a second, as `wronski verify --file` decides them. `cargo bench --bench batch`
//!
//! All claims of random variations of the usual activations, on one thread and on all cores; then the stages of one
//! line, one by one.

#[path = "support/activations.rs"]
mod activations;
mod support;

use std::ops::ControlFlow;
use std::time::Instant;

use activations::activations;
use support::bench;
use wronski::internals::expr::domain::definedness;
use wronski::internals::expr::{Parameters, parse};
use wronski::internals::family::{SelfComposition, b2, b3, decide, gradient3};
use wronski::internals::json::verify_json;
use wronski::internals::pipeline::{Assumptions, Limits, Lines, in_order, verify};
use wronski::internals::rewrite::{Budget, normalise, shipped};
use wronski::internals::theorem::{Reading, analytic, claim1, claim2};
use wronski::internals::tower::interpret::Interpreter;
use wronski::internals::tower::{self, Tower};

fn throughput(texts: &[String], threads: usize, assumptions: Assumptions) {
    let input = texts.join("\n");
    let (mut bytes, mut lines) = (0, 0);
    let start = Instant::now();
    in_order(
        Lines::new(std::io::Cursor::new(input)),
        threads,
        |line| {
            let text = line.text.as_deref().unwrap_or_default();
            match verify(
                text,
                &Parameters::new(),
                shipped(),
                &Limits::default(),
                assumptions,
            ) {
                Ok(v) => verify_json(&v).to_string(),
                Err(d) => d.to_string(),
            }
        },
        |_, d| d.to_string(),
        |_, json, _| {
            bytes += json.len();
            lines += 1;
            ControlFlow::Continue(())
        },
    );
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{assumptions:?}, {threads} threads: {lines} activations in {seconds:.2} s, {:.0} a second ({bytes} bytes of JSON)",
        f64::from(lines) / seconds
    );
}

fn main() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let _ = shipped();
    let texts = activations(2000, 1);
    for assumptions in [Assumptions::One, Assumptions::Two, Assumptions::All] {
        throughput(&texts[..500], 1, assumptions);
        throughput(&texts, cores, assumptions);
    }
    let parameters = Parameters::new();
    let sample = &texts[..48];
    let parsed: Vec<_> = sample
        .iter()
        .filter_map(|t| parse(t, &parameters).ok())
        .collect();
    let normal: Vec<_> = parsed
        .iter()
        .filter_map(|p| normalise(&p.expr, shipped(), &Budget::default()).ok())
        .collect();
    println!("stages of {} lines together:", sample.len());
    bench("parse", || {
        sample
            .iter()
            .filter_map(|t| parse(t, &parameters).ok())
            .count()
    });
    bench("where defined", || {
        parsed
            .iter()
            .filter(|p| definedness(&p.expr).is_ok())
            .count()
    });
    bench("normal form", || {
        parsed
            .iter()
            .filter(|p| normalise(&p.expr, shipped(), &Budget::default()).is_ok())
            .count()
    });
    bench("analytic", || {
        parsed.iter().filter(|p| analytic(&p.expr).is_ok()).count()
    });
    let build = || {
        normal
            .iter()
            .filter_map(|n| {
                Tower::build(tower::Budget::default(), |t| {
                    let sigma = Interpreter::new().read(t, &n.expr)?;
                    SelfComposition::new(t, &sigma)
                })
                .ok()
            })
            .collect::<Vec<_>>()
    };
    bench("tower and composition", build);
    let mut built = build();
    bench("B2", || {
        built
            .iter_mut()
            .map(|(t, j)| decide(t, &b2(&j.inner)).is_ok())
            .filter(|decided| *decided)
            .count()
    });
    bench("B3", || {
        built
            .iter_mut()
            .map(|(t, j)| decide(t, &b3(j)).is_ok())
            .filter(|decided| *decided)
            .count()
    });
    bench("gradient family", || {
        built
            .iter_mut()
            .map(|(t, j)| decide(t, &gradient3(j)).is_ok())
            .filter(|decided| *decided)
            .count()
    });
    bench("claim 1", || {
        built.iter().map(|(t, j)| claim1(t, j)).collect::<Vec<_>>()
    });
    bench("claim 2, field", || {
        built
            .iter()
            .map(|(t, j)| claim2(t, j, Reading::Field))
            .collect::<Vec<_>>()
    });
    bench("claim 2, differential", || {
        built
            .iter()
            .map(|(t, j)| claim2(t, j, Reading::Differential))
            .collect::<Vec<_>>()
    });
}

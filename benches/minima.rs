//! Constructing and certifying bad local minima: time against depth, width, the number of samples and precision, as
//! Markdown tables. `cargo bench --bench minima`
//!
//! Each time is the median of three runs, in milliseconds; runs over ten seconds are not repeated. A run is
//! everything: the claims about the activation, construction, neighbourhood, cross-check up to 600 weights, and the
//! checker.

use std::hint::black_box;
use std::time::{Duration, Instant};

use num_rational::BigRational;
use wronski::internals::certificate::LossName;
use wronski::internals::certificate::minimum::{
    Kind, LayerWeights, LocalMinimum, MinimumCertificate, Shown,
};
use wronski::internals::check::minimum::check;
use wronski::internals::expr::Parameters;
use wronski::internals::network::{Shape, Weights};
use wronski::internals::pipeline::{
    CertifyOptions, ConstructOptions, Layer, Limits, NetworkFile, SampleCount, certify, construct,
    read_network,
};
use wronski::internals::rewrite::shipped;

/// A run longer than this is not repeated.
const LONG: Duration = Duration::from_secs(10);

fn milliseconds<T>(mut work: impl FnMut() -> T) -> String {
    let mut times = vec![];
    while times.len() < 3 {
        let begin = Instant::now();
        black_box(work());
        times.push(begin.elapsed());
        if times.last().is_some_and(|t| *t > LONG) {
            break;
        }
    }
    times.sort();
    format!("{:.0}", times[times.len() / 2].as_secs_f64() * 1e3)
}

fn constructed(name: &str, options: &ConstructOptions) -> Result<MinimumCertificate, String> {
    let found = construct(
        name,
        &Parameters::new(),
        shipped(),
        &Limits::default(),
        options,
        &|_| (),
    );
    let c = found.map_err(|d| d.message)?.certificate;
    match c.kind() {
        Kind::BadLocalMinimum => Ok(c),
        _ => Err(c.because.to_string()),
    }
}

/// The small network of a certificate, as a file of a user.
fn file(c: &MinimumCertificate) -> Option<NetworkFile> {
    let exact = |s: &String| wronski::internals::exact::decimal::exact_number(s, 10_000);
    let rows = |all: &[Vec<String>]| -> Option<Vec<Vec<BigRational>>> {
        all.iter().map(|r| r.iter().map(exact).collect()).collect()
    };
    let layer = |l: &LayerWeights| {
        let b = match &l.b {
            Some(b) => Some(b.iter().map(exact).collect::<Option<Vec<_>>>()?),
            None => None,
        };
        Some(Layer { w: rows(&l.w)?, b })
    };
    let Shown::BadLocalMinimum {
        data,
        minimum: LocalMinimum::Widened { small, .. },
        ..
    } = &c.shown
    else {
        return None;
    };
    Some(NetworkFile {
        activation: c.activation.input.clone(),
        parameters: vec![],
        widths: small.widths.clone(),
        biases: c.network.biases,
        loss: LossName::SumOfSquares,
        inputs: rows(&data.inputs)?,
        targets: rows(&data.targets)?,
        weights: Weights::from_layers(
            &Shape::new(&small.widths, c.network.biases).ok()?,
            &small
                .weights
                .iter()
                .map(layer)
                .collect::<Option<Vec<_>>>()?,
        )?,
    })
}

fn certified(file: &NetworkFile, options: &CertifyOptions) -> Option<MinimumCertificate> {
    let found = certify(file, shipped(), &Limits::default(), options, &|_| ());
    found.ok().map(|m| m.certificate)
}

/// One row: construct, certify the small network and widen it again, check the certificate.
fn row(name: &str, first: &str, options: &ConstructOptions) {
    let c = match constructed(name, options) {
        Ok(c) => c,
        Err(why) => return println!("| {name} | {first} | {why} | | | |"),
    };
    let construct = milliseconds(|| constructed(name, options));
    let hidden = options.widths[1..options.widths.len() - 1].to_vec();
    let asked = CertifyOptions {
        widen: Some(hidden),
        ..CertifyOptions::default()
    };
    let certify = file(&c).map_or_else(|| "-".into(), |f| milliseconds(|| certified(&f, &asked)));
    let check = milliseconds(|| check(&c));
    let bits = match c.shown.minimum() {
        Some(LocalMinimum::Widened { small, .. }) => small.precision,
        _ => 0,
    };
    println!("| {name} | {first} | {construct} | {certify} | {check} | {bits} |");
}

fn head(title: &str, first: &str) {
    println!(
        "\n{title}\n\n| activation | {first} | construct | certify and widen | check | bits |\n|---|---|---|---|---|---|"
    );
}

fn options(widths: Vec<usize>) -> ConstructOptions {
    ConstructOptions {
        widths,
        ..ConstructOptions::default()
    }
}

fn main() {
    head("Depth, hidden widths 2 (milliseconds)", "L");
    for name in [
        "sigmoid",
        "tanh",
        "silu",
        "softplus",
        "gelu",
        "x*sigmoid(2*x)",
        "mish",
    ] {
        let depths = if matches!(name, "gelu" | "silu" | "tanh") {
            2..=5
        } else {
            2..=3
        };
        for depth in depths {
            let mut widths = vec![2; depth + 1];
            (widths[0], widths[depth]) = (1, 1);
            row(name, &depth.to_string(), &options(widths));
        }
    }
    head("Width d, networks 1-d-1 (milliseconds)", "d");
    for width in [2, 16, 64, 1_000, 10_000] {
        row("gelu", &width.to_string(), &options(vec![1, width, 1]));
    }
    head("Width d, networks 1-d-d-1 (milliseconds)", "d");
    for width in [2, 8, 16, 64, 200] {
        row(
            "gelu",
            &width.to_string(),
            &options(vec![1, width, width, 1]),
        );
    }
    head("Samples N, networks 1-4-1 (milliseconds)", "N");
    for n in [8, 16, 32, 64, 128, 256] {
        let asked = ConstructOptions {
            samples: SampleCount::Exactly(n),
            ..options(vec![1, 4, 1])
        };
        row("gelu", &n.to_string(), &asked);
    }
    println!(
        "\nThe experiment of Petzka and Sminchisescu (milliseconds)\n\n| run | outcome | time |\n|---|---|---|"
    );
    let text = include_str!("../examples/petzka-sminchisescu-5.4.json");
    let Ok(published) = read_network(text) else {
        return println!("| the file cannot be read | | |");
    };
    let wide = || CertifyOptions {
        widen: Some(vec![21, 21]),
        ..CertifyOptions::default()
    };
    let half = BigRational::new((-1).into(), 2.into());
    for (what, asked) in [
        ("2-1-1-1", CertifyOptions::default()),
        ("2-21-21-1", wide()),
        (
            "2-21-21-1, without the full Hessian",
            CertifyOptions {
                cross_check: false,
                ..wide()
            },
        ),
        (
            "2-21-21-1, last fraction -1/2",
            CertifyOptions {
                last_fraction: Some(half),
                ..wide()
            },
        ),
    ] {
        let kind = certified(&published, &asked).map(|c| c.kind());
        println!(
            "| {what} | {kind:?} | {} |",
            milliseconds(|| certified(&published, &asked))
        );
    }
}

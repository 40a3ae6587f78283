//! Whatever is asked ends soon after it was interrupted, and the thread with it: every question here would take far
//! longer than it is given.
//!
//! Where a loop has no point of interruption (`wronski_diagnostic::interruption`), the question that is slow there
//! fails. Points are placed for the release build to end within a second; here the bound leaves room for a machine
//! that is busy.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use wronski::ChainWeights;
use wronski::internals::error::interruption::{self, Interrupted};
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{self, Assumptions, Limits};
#[cfg(feature = "numeric")]
use wronski::internals::pipeline::{ConstructOptions, SampleCount};
use wronski::internals::rewrite::{self, shipped};
use wronski::internals::tower;

/// When the flag is set: early, where most of the work is preparation, and later.
const AFTER: [Duration; 3] = [
    Duration::from_millis(60),
    Duration::from_millis(300),
    Duration::from_millis(1200),
];

/// How soon the thread has to end then.
const WITHIN: Duration = Duration::from_secs(3);

/// Limits that leave room for minutes.
fn generous() -> Limits {
    Limits {
        rewrite: rewrite::Budget {
            iterations: 60,
            nodes: 300_000,
            steps: 500_000,
            size: 150_000,
            ..rewrite::Budget::default()
        },
        tower: tower::Budget {
            terms: 5_000_000,
            exponent: 1_000_000,
            products: 4_000_000_000,
            work: 8_000_000_000_000,
        },
    }
}

fn parameters(names: &[&str]) -> Parameters {
    let mut all = Parameters::new();
    for name in names {
        all.declare(name).expect("a declaration");
    }
    all
}

/// Interrupts a question at several times. It has to be at work still: what ends by itself shows nothing.
#[track_caller]
fn ends(what: &str, question: impl Fn() + Send + Sync + 'static) {
    let question = Arc::new(question);
    for after in AFTER {
        let flag = Arc::new(AtomicBool::new(false));
        let (ended, heard) = channel();
        let (asked, handed) = (Arc::clone(&question), Arc::clone(&flag));
        let worker = std::thread::Builder::new()
            .stack_size(256 << 20)
            .spawn(move || {
                let work = || interruption::by(handed, || asked());
                let result = catch_unwind(AssertUnwindSafe(work));
                drop(ended.send(result));
            })
            .expect("a thread");
        std::thread::sleep(after);
        flag.store(true, Ordering::Relaxed);
        let set = Instant::now();
        let result = heard.recv_timeout(WITHIN).unwrap_or_else(|_| {
            panic!("{what}: at work {WITHIN:?} after an interruption at {after:?}")
        });
        match result {
            Ok(()) => panic!("{what}: an answer within {:?}", after + set.elapsed()),
            Err(why) => assert!(why.is::<Interrupted>(), "{what}: another panic"),
        }
        worker.join().expect("caught");
    }
}

fn verify(text: &'static str, names: &'static [&'static str]) {
    ends(&format!("verify {text}"), move || {
        let (parameters, limits) = (parameters(names), generous());
        drop(pipeline::verify(
            text,
            &parameters,
            shipped(),
            &limits,
            Assumptions::All,
        ));
    });
}

fn chain(text: &'static str, layers: usize, names: &'static [&'static str]) {
    ends(&format!("chain {text} --layers {layers}"), move || {
        let (parameters, limits) = (parameters(names), generous());
        let weights = ChainWeights::unit(layers);
        drop(pipeline::chain(
            text,
            &parameters,
            shipped(),
            &limits,
            &weights,
        ));
    });
}

fn equal(left: &'static str, right: &'static str, names: &'static [&'static str]) {
    ends(&format!("equal {left}"), move || {
        let (parameters, limits) = (parameters(names), generous());
        drop(pipeline::equal(
            left,
            right,
            &parameters,
            shipped(),
            &limits,
        ));
    });
}

fn family(functions: impl IntoIterator<Item = String>, names: &'static [&'static str]) {
    let texts: Vec<String> = functions.into_iter().collect();
    ends(&format!("independent {}, ...", texts[0]), move || {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (parameters, limits) = (parameters(names), generous());
        drop(pipeline::independent(
            &texts,
            &parameters,
            shipped(),
            &limits,
        ));
    });
}

fn wronskian(functions: impl IntoIterator<Item = String>, names: &'static [&'static str]) {
    let texts: Vec<String> = functions.into_iter().collect();
    ends(&format!("wronskian {}, ...", texts[0]), move || {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (parameters, limits) = (parameters(names), generous());
        drop(pipeline::factored_wronskian(
            &texts,
            &parameters,
            shipped(),
            &limits,
        ));
    });
}

/// The question again and again with another number from 1 to `n` in the place of `{i}`.
fn each(text: &str, n: usize) -> Vec<String> {
    (1..=n)
        .map(|i| text.replace("{i}", &i.to_string()))
        .collect()
}

#[test]
fn powers_of_parameters() {
    verify("exp((b-1)^40*x)*tanh(x)", &["b"]);
    verify("tanh((b-1)^20*x)*gelu(c^7*x)", &["b", "c"]);
}

#[test]
fn minors_of_large_matrices() {
    verify("log(1+exp(b*x))*atan(c*x)+erf(d*x)", &["b", "c", "d"]);
    verify("tanh(a*x)+tanh(b*x)+tanh(c*x)", &["a", "b", "c"]);
}

#[test]
fn eliminations() {
    family(each("gelu({i}*x)", 40), &[]);
    verify("(x^2+1)^30*tanh(x)", &[]);
    chain("gelu", 8, &[]);
}

#[test]
fn wronskians() {
    wronskian(each("tanh({i}*x)", 16), &[]);
    wronskian(each("exp({i}*x)*tanh(x)", 20), &[]);
    wronskian(each("tanh({i}*b*x)*sqrt(x^2+{i})", 9), &["b"]);
}

#[test]
fn roots_and_factors() {
    verify("atan(x^7+3*x^5+x+1)*sqrt(x^12+x^2+1)", &[]);
    verify("sqrt(x^30-7*x^9+x+100)*log(x^40+x^3+9)", &[]);
}

#[test]
fn real_roots_and_denominators() {
    verify("1/(x^90-3*x^7+50)*tanh(x)", &[]);
    verify("sin(x^3)*exp(x)/(2+sin(5*x)*cos(7*x))", &[]);
}

#[test]
fn products_of_polynomials() {
    let power = "(1+x+exp(x)+tanh(x))^45*(1+tanh(x)+x+exp(x))^45";
    equal("(1+x+exp(x)+tanh(x))^90", power, &[]);
    equal("(1+x/3)^5000*(1-x)^5000", "(1-x^2)^5000", &[]);
}

#[cfg(feature = "numeric")]
fn construct(text: &'static str, widths: &[usize], samples: SampleCount) {
    let options = ConstructOptions {
        widths: widths.to_vec(),
        samples,
        ..ConstructOptions::default()
    };
    ends(
        &format!("construct {text} --widths {widths:?}"),
        move || {
            let (none, limits) = (Parameters::new(), Limits::default());
            drop(pipeline::construct(
                text,
                &none,
                shipped(),
                &limits,
                &options,
                &|_| (),
            ));
        },
    );
}

#[cfg(feature = "numeric")]
#[test]
fn networks() {
    construct("gelu", &[10, 10, 10, 1], SampleCount::Overdetermined);
    construct("tanh", &[30, 300, 1], SampleCount::Overdetermined);
    construct("relu", &[5, 200, 200, 3], SampleCount::Overdetermined);
    // Derivatives on two threads.
    construct("tanh", &[1, 4, 1], SampleCount::Exactly(30_000));
}

/// A certificate over many samples: each sample of a certificate of a minimum stands there many times, its input moved
/// by very little, so that the loss, its gradient and its Hessian are multiples of what they were.
#[cfg(feature = "numeric")]
fn certificate_of_many_samples() -> String {
    const TIMES: usize = 300;
    let options = ConstructOptions {
        samples: SampleCount::Exactly(100),
        neighbourhood: false,
        ..ConstructOptions::default()
    };
    let (none, limits) = (Parameters::new(), Limits::default());
    let minimum = pipeline::construct("tanh", &none, shipped(), &limits, &options, &|_| ())
        .expect("a minimum");
    let text = minimum.certificate.to_json().expect("a certificate");
    let mut json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let rows = |json: &serde_json::Value, key: &str| -> Vec<serde_json::Value> {
        json["data"][key].as_array().expect("rows").clone()
    };
    let (inputs, targets) = (rows(&json, "inputs"), rows(&json, "targets"));
    let moved = |row: &serde_json::Value, by: usize| {
        let x = row[0].as_str().expect("a number");
        let x = wronski::internals::exact::decimal::exact_number(x, 100).expect("a number");
        let by = num_rational::BigRational::new(by.into(), num_bigint::BigInt::from(10).pow(40));
        serde_json::json!([(x + by).to_string()])
    };
    let many = |by: usize| inputs.iter().map(move |row| moved(row, by));
    json["data"]["inputs"] = (0..TIMES).flat_map(many).collect();
    json["data"]["targets"] = (0..TIMES).flat_map(|_| targets.clone()).collect();
    // What is claimed of the loss is not wrong at once.
    json["small"]["loss"] = serde_json::json!(["1", "1000000"]);
    json.to_string()
}

#[cfg(feature = "numeric")]
#[test]
fn checks_of_certificates() {
    let text = certificate_of_many_samples();
    ends("check", move || drop(wronski::check(&text)));
}

//! Random functions: every certificate that `verify` and `independent` write is accepted by the checker, or the checker
//! names a limit of its own, which happens rarely.
//!
//! `WRONSKI_CHECK_RANDOM` says how many; `make soak` runs 3000 of them, `WRONSKI_CHECK_SEED` where the sequence starts.

mod support;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use support::Random;
use wronski::check::check_text;
use wronski::expr::Parameters;
use wronski::pipeline::{Assumptions, Limits, independent, verify};
use wronski::rewrite::shipped;

/// Functions that are defined and analytic everywhere.
const EVERYWHERE: [&str; 17] = [
    "exp",
    "erf",
    "erfc",
    "tanh",
    "sigmoid",
    "softplus",
    "gelu",
    "mish",
    "silu",
    "sin",
    "cos",
    "atan",
    "asinh",
    "sinh",
    "cosh",
    "log_sigmoid",
    "gaussian",
];
/// Constants, as they are typed.
const CONSTANTS: [&str; 16] = [
    "1",
    "2",
    "3",
    "-1",
    "1/2",
    "1/3",
    "2/3",
    "pi",
    "e",
    "log(2)",
    "sqrt(2)",
    "gelu(1)",
    "mish(2)",
    "1/pi",
    "softplus(1)",
    "tanh(1)",
];
/// Functions that are positive everywhere, with a hole for a function.
const POSITIVE: [&str; 9] = [
    "(1+(@)^2)",
    "(2+sin(@))",
    "sigmoid(@)",
    "exp(@)",
    "(3-erf(@))",
    "((@)^2+(@)+1)",
    "(2+tanh(@))",
    "cosh(@)",
    "((3-erf(@))/(2-erf(@)))",
];

fn constant(r: &mut Random) -> String {
    (*r.pick(&CONSTANTS)).to_string()
}

fn function(r: &mut Random, depth: u32) -> String {
    if depth == 0 {
        return match r.int(0, 9) {
            0..=5 => "x".into(),
            6 => format!("({})*x", constant(r)),
            7 => format!("(x+{})", constant(r)),
            8 => "(x-x)".into(),
            _ => constant(r),
        };
    }
    let inner = |r: &mut Random| function(r, depth - 1);
    match r.int(0, 19) {
        0..=6 => format!("{}({})", r.pick(&EVERYWHERE), inner(r)),
        7..=8 => format!("({}+{})", inner(r), inner(r)),
        9 => format!("({}-{})", inner(r), inner(r)),
        10..=11 => format!("({})*({})", inner(r), inner(r)),
        12 => format!("({})/{}", inner(r), positive(r, depth - 1)),
        13 => format!("({})*({})", constant(r), inner(r)),
        14 => format!("({})^{}", inner(r), r.int(2, 3)),
        15 => format!("sqrt({})", positive(r, depth - 1)),
        16 => format!(
            "{}^({})",
            positive(r, depth - 1),
            r.pick(&["1/3", "-1/2", "3/2", "2/3", "-1/3"])
        ),
        17 => match r.int(0, 2) {
            0 => format!("log({})", positive(r, depth - 1)),
            1 => format!("cbrt({})", positive(r, depth - 1)),
            _ => format!("abs({})", positive(r, depth - 1)),
        },
        18 => match r.int(0, 2) {
            0 => format!("abs({})^2", inner(r)),
            1 => format!("diff({})", inner(r)),
            _ => format!("compose({},{})", inner(r), inner(r)),
        },
        _ => match r.int(0, 2) {
            0 => format!("max({},0)", inner(r)),
            1 => format!("where(x>={},{},{})", r.int(-1, 1), inner(r), inner(r)),
            _ => format!("abs({})", inner(r)),
        },
    }
}

fn positive(r: &mut Random, depth: u32) -> String {
    let shape = *r.pick(&POSITIVE);
    let inner = function(r, depth.min(1));
    shape.replace('@', &inner)
}

/// The answer of the checker for one random question: `None` if the question is none (not defined), else what it
/// refused.
fn question(seed: u64) -> Option<(String, Option<String>)> {
    let mut r = Random(seed);
    let none = Parameters::new();
    let (name, text) = if r.int(0, 3) == 0 {
        let texts: Vec<String> = (0..r.int(1, 3))
            .map(|_| {
                let d = r.int(1, 2) as u32;
                function(&mut r, d)
            })
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let answer = independent(&texts, &none, shipped(), &Limits::default()).ok()?;
        (
            format!("independent {texts:?}"),
            answer.certificate().to_json(),
        )
    } else {
        let d = r.int(1, 3) as u32;
        let text = function(&mut r, d);
        let answer = verify(
            &text,
            &none,
            shipped(),
            &Limits::default(),
            Assumptions::All,
        )
        .ok()?;
        (format!("verify '{text}'"), answer.certificate().to_json())
    };
    let text = text.expect("a certificate is text");
    Some((name, check_text(&text).err().map(|r| r.to_string())))
}

#[test]
fn what_is_written_is_read() {
    let setting = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let count = setting("WRONSKI_CHECK_RANDOM").unwrap_or(150);
    let first = setting("WRONSKI_CHECK_SEED").unwrap_or(0);
    let (next, refused) = (AtomicU64::new(0), Mutex::new(BTreeMap::new()));
    let asked = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let work = || {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        return;
                    }
                    let start = std::time::Instant::now();
                    let Some((name, answer)) = question(0x5eed_0000 + first + n) else {
                        continue;
                    };
                    asked.fetch_add(1, Ordering::Relaxed);
                    if std::env::var("VERBOSE").is_ok() {
                        eprintln!(
                            "{n} {:.1}s {name}: {}",
                            start.elapsed().as_secs_f64(),
                            answer.as_deref().unwrap_or("ok")
                        );
                    }
                    if let Some(why) = answer {
                        refused.lock().expect("no panic").insert(name, why);
                    }
                }
            };
            std::thread::Builder::new()
                .stack_size(256 << 20)
                .spawn_scoped(scope, work)
                .expect("a thread");
        }
    });
    let (asked, refused) = (asked.into_inner(), refused.into_inner().expect("no panic"));
    let list: Vec<String> = refused
        .iter()
        .map(|(name, why)| format!("{name}: {why}"))
        .collect();
    assert!(
        list.is_empty(),
        "{} of {asked} refused:\n{}",
        list.len(),
        list.join("\n")
    );
}

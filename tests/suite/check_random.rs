//! Random functions: every certificate that `verify` and `independent` write is accepted by the checker, or the
//! checker names a limit of its own, which happens rarely.
//!
//! `WRONSKI_CHECK_RANDOM` says how many; `make soak` runs 3000 of them, `WRONSKI_CHECK_SEED` where the sequence
//! starts.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::support::Random;
use wronski::internals::certificate::Certificate;
use wronski::internals::check::check_text;
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Assumptions, Limits, independent, verify};
use wronski::internals::rewrite::shipped;

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

/// A refusal: does the checker say that the file is wrong, and what it says.
struct Refusal {
    invalid: bool,
    why: String,
}

/// The answer of the checker for one random question: `None` if the question is none (not defined).
fn question(seed: u64) -> Option<(String, Option<Refusal>)> {
    let mut r = Random(seed);
    if r.int(0, 3) == 0 {
        let texts: Vec<String> = (0..r.int(1, 3))
            .map(|_| {
                let depth = r.int(1, 2) as u32;
                function(&mut r, depth)
            })
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        Some((format!("independent {texts:?}"), of_family(&texts, &[])?))
    } else {
        let depth = r.int(1, 3) as u32;
        let text = function(&mut r, depth);
        let refusal = of_activation(&text, &[])?;
        Some((format!("verify '{text}'"), refusal))
    }
}

fn declared(names: &[&str]) -> Parameters {
    let mut declared = Parameters::new();
    for name in names {
        declared.declare(name).expect("a declaration");
    }
    declared
}

fn of_activation(text: &str, names: &[&str]) -> Option<Option<Refusal>> {
    let all = Assumptions::All;
    let answer = verify(text, &declared(names), shipped(), &Limits::default(), all).ok()?;
    Some(refusal(&answer.certificate()))
}

fn of_family(texts: &[&str], names: &[&str]) -> Option<Option<Refusal>> {
    let answer = independent(texts, &declared(names), shipped(), &Limits::default()).ok()?;
    Some(refusal(&answer.certificate()))
}

/// The certificate goes through its text, as a user's file does.
fn refusal(certificate: &Certificate) -> Option<Refusal> {
    let text = certificate.to_json().expect("a certificate is text");
    check_text(&text).err().map(|r| Refusal {
        invalid: r.failure.is_invalid(),
        why: r.to_string(),
    })
}

fn on_a_deep_stack(f: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(256 << 20)
            .spawn_scoped(scope, f)
            .expect("a thread");
    });
}

/// Certificates that the checker refused once, or that are of the same kinds.
#[test]
fn functions_that_were_refused() {
    let activations: [(&str, &[&str]); 39] = [
        // Steps inside a number, and conditions that define a metavariable.
        ("cosh(x-x)*x", &[]),
        ("where(x>=0,1+1+pi*x,cosh(x-x))", &[]),
        ("silu(cosh(mish((x-x))))", &[]),
        ("diff(tanh(x)^2)", &[]),
        ("diff(sigmoid(x)^3)", &[]),
        // Constants that no theorem names, and that cancel.
        ("exp(softplus(1))^2", &[]),
        ("mish(2)*x", &[]),
        ("(mish(1)+mish(2))*tanh(x)", &[]),
        ("gelu(e)*(x-x)+x", &[]),
        ("x/(1+softplus(1)*(x-x))", &[]),
        ("diff(erfc(softplus(1/pi)))", &[]),
        ("diff(sqrt((2+sin(gelu(e)))))", &[]),
        // Absolute values that cancel.
        ("1/(1+abs(x)^2)", &[]),
        ("tanh(abs(x/2)^2)", &[]),
        ("compose(abs(x)^2,x+1)", &[]),
        ("log_sigmoid((max(x,0))*((x-x)*(x-x)))", &[]),
        ("abs((sqrt(sigmoid(x))-x/(2+sin(x))))^2", &[]),
        // Radicands.
        ("(1+(x+1/pi)^2)^(1/3)", &[]),
        ("(1+(x+1/e)^2)^(1/5)", &[]),
        ("((3-erf(x))/(2-erf(x)))^(1/3)", &[]),
        ("((3-erf(x))/(2-erf(x))^2)^(1/5)", &[]),
        ("((3-erf(x))/(2-erf(x)))^(-1/2)", &[]),
        ("asinh(gelu(x))", &[]),
        ("asinh(gelu(pi*x))", &[]),
        ("asinh(x*tanh(x))", &[]),
        ("sqrt(1+(x/(2+sin(x)))^2)", &[]),
        ("asinh(x/(3-sin(x)))", &[]),
        (
            "asinh(x/(2+sin(x)))-sqrt(exp(x))/(3-erf(compose(x,x-x)))",
            &[],
        ),
        ("compose((2+tanh(asinh(x)))^(1/3),exp(x))", &[]),
        (
            "compose((2+tanh(asinh(x)))^(2/3),sqrt(1+gaussian(x+1)^2))",
            &[],
        ),
        (
            "compose(((3-erf(tanh(1)*x))/(2-erf(tanh(1)*x)))^(-1/2),cbrt(2+tanh(x)))",
            &[],
        ),
        ("atan(log(2)*x*abs(2+sin(x)))", &[]),
        ("sigmoid(x)+mish(2)+x-abs(2+sin(x^3))", &[]),
        // Parameters with the names of other symbols.
        ("x*(1+erf(sigma*x))/2", &["sigma"]),
        ("exp(sigma*x)", &["sigma"]),
        ("exp(t1*x)", &["t1"]),
        ("tanh(t1*x)", &["t1"]),
        ("t1*exp(x)", &["t1"]),
        ("u1*sqrt(1+x^2)", &["u1"]),
    ];
    on_a_deep_stack(move || {
        for (text, names) in activations {
            let refusal = of_activation(text, names).expect(text);
            assert!(
                refusal.is_none(),
                "{text}: {}",
                refusal.map_or(String::new(), |r| r.why)
            );
        }
        for texts in [
            &["diff(diff(sigmoid(x)))", "x"][..],
            &[
                "sinh(log(2)-log(2))",
                "silu(relu(x))",
                "2*sinh(log(2)-log(2))-silu(relu(x))",
            ],
            &["sigmoid(sigmoid(x))", "1/(1+abs(x)^2)"],
            &["sqrt(cosh(x-x))", "exp(x-x)^(-1/2)-1*2"],
        ] {
            let refusal = of_family(texts, &[]).expect("functions");
            assert!(
                refusal.is_none(),
                "{texts:?}: {}",
                refusal.map_or(String::new(), |r| r.why)
            );
        }
    });
}

/// What is beyond the checker's limits is not called wrong.
#[test]
fn limits_are_no_contradictions() {
    on_a_deep_stack(|| {
        for text in [
            "log((3-erf(mish(x+2/3)))/(2-erf(mish(x+2/3))))/3",
            "asinh(silu(x+2/3))",
            "silu(asinh(x))",
            "sqrt(sigmoid(asinh(x)))",
            "asinh((x+2/3)/(2+tanh(x-1))-x/(2+sin(x)))",
        ] {
            let refusal = of_activation(text, &[]).expect("an activation");
            let why = refusal.filter(|r| r.invalid).map(|r| r.why);
            assert_eq!(why, None, "{text}");
        }
    });
}

/// The printed relation of a parameter called sigma speaks of the function by another name.
#[test]
fn relations_do_not_mix_a_parameter_with_the_function() {
    on_a_deep_stack(|| {
        let none = Limits::default();
        let answer = verify(
            "exp(sigma*x)",
            &declared(&["sigma"]),
            shipped(),
            &none,
            Assumptions::All,
        );
        let text = answer
            .expect("an activation")
            .certificate()
            .to_json()
            .expect("text");
        // By hand: S1 = sigma S and S2 = sigma^2 S for S = exp(sigma exp(sigma x)), with the number sigma.
        assert!(
            text.contains("sigma_") || !text.contains("relation\""),
            "{text}"
        );
    });
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
                            answer.as_ref().map_or("ok", |r| &r.why)
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
        .map(|(name, r): (&String, &Refusal)| format!("{name}: {}", r.why))
        .collect();
    let wrong = refused.values().filter(|r| r.invalid).count();
    println!(
        "{} of {asked} not confirmed, {wrong} called invalid\n{}",
        list.len(),
        list.join("\n")
    );
    assert!(asked * 10 >= count * 9, "{asked} of {count} are questions");
    assert_eq!(wrong, 0, "called invalid:\n{}", list.join("\n"));
    assert!(
        list.len() as u64 <= asked / 200,
        "not confirmed:\n{}",
        list.join("\n")
    );
}

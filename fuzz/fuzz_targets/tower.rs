//! Expressions through the whole pipeline with small limits: no panic, no hang, and no verdict that contradicts
//! another one or that the checker refuses.
//!
//! The first byte says what is done: bit 0 whether the rest is text or decisions of the generator, bits 1 and 2 which
//! verb.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wronski::internals::certificate::Certificate;
use wronski::internals::pipeline::{Assumptions, Limits, equal, independent, verify};
use wronski::internals::rewrite::shipped;
use wronski::internals::{check, rewrite, tower};
use wronski_fuzz::{Choices, declared, expression, on_a_deep_stack};

fn limits() -> Limits {
    Limits {
        rewrite: rewrite::Budget {
            iterations: 3,
            nodes: 400,
            steps: 300,
            depth: 60,
            size: 150,
            ..rewrite::Budget::default()
        },
        tower: tower::Budget {
            terms: 1_000,
            exponent: 200,
            products: 50_000,
            work: 100_000,
        },
    }
}

/// The checker must accept what the prover says, with symbolic parameters as without.
fn confirm(certificate: &Certificate, texts: &[&str]) {
    if let Err(why) = check::check(certificate) {
        panic!("the certificate of {texts:?} is refused: {why}");
    }
}

/// Two functions from the rest of the input.
fn functions(first: u8, rest: &[u8]) -> Option<[String; 2]> {
    if first & 1 == 1 {
        let mut c = Choices::new(rest);
        return Some([expression(&mut c, 4), expression(&mut c, 3)]);
    }
    let text = std::str::from_utf8(rest).ok().filter(|t| t.len() < 300)?;
    let mut lines = text.lines();
    let f = lines.next()?.to_owned();
    Some([f, lines.next().unwrap_or("x").to_owned()])
}

fuzz_target!(|data: &[u8]| {
    let Some((&first, rest)) = data.split_first() else {
        return;
    };
    let Some([f, g]) = functions(first, rest) else {
        return;
    };
    on_a_deep_stack(|| {
        let (library, limits, parameters) = (shipped(), limits(), declared());
        match first >> 1 & 3 {
            0 | 1 => {
                let Ok(v) = verify(&f, &parameters, library, &limits, Assumptions::All) else {
                    return;
                };
                confirm(&v.certificate(), &[&f]);
            }
            2 => {
                // A planted relation: never independent.
                let planted = format!("2*({f}) - ({g})/3");
                let texts = [f.as_str(), &g, &planted];
                if let Ok(v) = independent(&texts, &parameters, library, &limits) {
                    assert_ne!(v.claim.verdict.word(), "proved", "{texts:?}");
                    confirm(&v.certificate(), &texts);
                }
                // f and f + x f + 1 - f - x f - 1 + g are (f, g) again: the verdicts may not contradict.
                let moved = format!("({f}) + x - ({g}) - ({f}) - x");
                let one = independent(&[&f, &g], &parameters, library, &limits);
                let two = independent(&[&f, &moved], &parameters, library, &limits);
                if let (Ok(one), Ok(two)) = (one, two) {
                    let words = [one.claim.verdict.word(), two.claim.verdict.word()];
                    assert!(
                        words != ["proved", "refuted"] && words != ["refuted", "proved"],
                        "{f}; {g}: {words:?}"
                    );
                }
            }
            _ => {
                let raised = format!("({f}) + 1");
                if let Ok(v) = equal(&f, &raised, &parameters, library, &limits) {
                    assert_ne!(v.verdict.word(), "proved", "{f} = {raised}");
                }
                let same = format!("({g}) + ({f}) - ({g})");
                if let Ok(v) = equal(&f, &same, &parameters, library, &limits) {
                    assert_ne!(v.verdict.word(), "refuted", "{f} = {same}");
                }
            }
        }
    });
});

//! Questions on which computer algebra systems are known to err, with their true answers: `tests/traps/*.toml`.
//!
//! An entry has these fields:
//! * `ask`: `equal`, `independent`, or `verify` with the id of a `claim`; `of`: the functions; `parameters`: declared
//!   ones;
//! * `answer`: `equal` or `different`, `independent` or `dependent`, `proved` or `refuted` (of the claim);
//!   `undefined`: some function has no real value somewhere, which has to be refused as wrong input; `neither`: no
//!   verdict holds for generic values of the parameters;
//! * `because`: how the answer is known; `source`: an issue tracker's entry, or that the question was constructed;
//! * `undecided`: if the question is known to be beyond the present program, why;
//! * `hangs`: if the program is known not to come to an end, why; such a question is not asked.
//!
//! A verdict must be the answer. `undecided` (or a refusal with a budget) is accepted only where it is listed, and is
//! listed only where it happens, so that a change is noticed.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;
use wronski::internals::error::{Diagnostic, Kind};
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::{Assumptions, Limits, equal, independent, verify};
use wronski::internals::rewrite::shipped;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    trap: Vec<Trap>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trap {
    name: String,
    ask: String,
    claim: Option<String>,
    of: Vec<String>,
    #[serde(default)]
    parameters: Vec<String>,
    answer: String,
    because: String,
    source: String,
    undecided: Option<String>,
    hangs: Option<String>,
}

fn traps() -> Vec<Trap> {
    let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traps");
    let mut files: Vec<_> = std::fs::read_dir(directory)
        .expect("the directory of traps")
        .map(|f| f.expect("an entry").path())
        .collect();
    files.sort();
    files
        .iter()
        .flat_map(|f| {
            let text = std::fs::read_to_string(f).expect("readable");
            let file: File = toml::from_str(&text).unwrap_or_else(|e| panic!("{f:?}: {e}"));
            file.trap
        })
        .collect()
}

/// What the library says, and its reason if it is undecided.
fn outcome(t: &Trap) -> (String, String) {
    let mut parameters = Parameters::new();
    for p in &t.parameters {
        parameters.declare(p).expect("a parameter");
    }
    let limits = Limits::default();
    let texts: Vec<&str> = t.of.iter().map(String::as_str).collect();
    let refused = |d: Diagnostic| match d.kind {
        Kind::Input => ("undefined".to_owned(), d.to_string()),
        Kind::Budget => ("undecided".to_owned(), d.to_string()),
        Kind::Internal | Kind::System => ("broken".to_owned(), d.to_string()),
    };
    let of = |word: &str, yes: &str, no: &str, why: String| match word {
        "proved" => (yes.to_owned(), why),
        "refuted" => (no.to_owned(), why),
        _ => ("undecided".to_owned(), why),
    };
    match t.ask.as_str() {
        "equal" => match equal(texts[0], texts[1], &parameters, shipped(), &limits) {
            Ok(v) => of(v.verdict.word(), "equal", "different", why(&v.verdict)),
            Err(f) => refused(f.diagnostic),
        },
        "independent" => match independent(&texts, &parameters, shipped(), &limits) {
            Ok(v) => of(
                v.claim.verdict.word(),
                "independent",
                "dependent",
                why(&v.claim.verdict),
            ),
            Err(f) => refused(f.diagnostic),
        },
        "verify" => {
            let id = t.claim.as_deref().expect("a claim");
            match verify(texts[0], &parameters, shipped(), &limits, Assumptions::One) {
                Ok(v) => {
                    let claim = v
                        .claims
                        .iter()
                        .find(|c| c.id.as_str() == id)
                        .expect("the claim");
                    of(
                        claim.verdict.word(),
                        "proved",
                        "refuted",
                        why(&claim.verdict),
                    )
                }
                Err(d) => refused(d),
            }
        }
        other => panic!("{}: `{other}` is no question", t.name),
    }
}

fn why<P: std::fmt::Debug, R: std::fmt::Debug>(
    v: &wronski::internals::certificate::Verdict<P, R>,
) -> String {
    match v {
        wronski::internals::certificate::Verdict::Undecided(why) => why.to_string(),
        wronski::internals::certificate::Verdict::Proved(e) => {
            format!("{e:?}").chars().take(200).collect()
        }
        wronski::internals::certificate::Verdict::Refuted(e) => {
            format!("{e:?}").chars().take(200).collect()
        }
    }
}

fn judge(t: &Trap, said: &str, why: &str) -> Option<String> {
    let head = format!("{} {:?} {:?}", t.name, t.ask, t.of);
    match (said, &t.undecided) {
        ("undecided", Some(_)) => None,
        ("undecided", None) if t.answer == "neither" => None,
        ("undecided", None) => Some(format!("NEWLY UNDECIDED\t{}\t{why}", t.name)),
        _ if said != t.answer => Some(format!(
            "WRONG\t{head}: {said} ({why}), but the answer is {}: {}",
            t.answer, t.because
        )),
        (_, Some(_)) => Some(format!("NEWLY DECIDED\t{}: remove `undecided`", t.name)),
        _ => None,
    }
}

#[test]
fn no_trap_is_walked_into() {
    let all = traps();
    let (next, undecided) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let found = Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let work = || {
                while let Some(t) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(why) = &t.hangs {
                        println!("not asked: {}: {why}", t.name);
                        continue;
                    }
                    let started = std::time::Instant::now();
                    let (said, why) = outcome(t);
                    if started.elapsed().as_secs() >= 20 {
                        println!("slow: {} {:?}", t.name, started.elapsed());
                    }
                    if said == "undecided" {
                        undecided.fetch_add(1, Ordering::Relaxed);
                    }
                    if let Some(problem) = judge(t, &said, &why) {
                        println!("{problem}");
                        found.lock().expect("no panic").insert(problem);
                    }
                }
            };
            std::thread::Builder::new()
                .stack_size(256 << 20)
                .spawn_scoped(scope, work)
                .expect("a thread");
        }
    });
    let (n, u) = (all.len(), undecided.load(Ordering::Relaxed));
    println!("{n} traps, {u} undecided ({}%)", 100 * u / n.max(1));
    let found = found.into_inner().expect("no panic");
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_corpus_is_well_formed() {
    let all = traps();
    assert!(all.len() >= 150, "{}", all.len());
    let names: BTreeSet<&str> = all.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names.len(), all.len(), "names are unique");
    for t in &all {
        assert!(!t.because.is_empty() && !t.source.is_empty(), "{}", t.name);
        let cited = t.source.starts_with("github.com/") && t.source.contains(['"', '“']);
        assert!(
            cited || t.source.starts_with("constructed"),
            "{}: {}",
            t.name,
            t.source
        );
        let answers: &[&str] = match t.ask.as_str() {
            "equal" => &["equal", "different", "undefined", "neither"],
            "independent" => &["independent", "dependent", "undefined"],
            _ => &["proved", "refuted", "undefined"],
        };
        assert!(answers.contains(&t.answer.as_str()), "{}", t.name);
        assert_eq!(t.ask == "verify", t.claim.is_some(), "{}", t.name);
        assert!(t.ask != "equal" || t.of.len() == 2, "{}", t.name);
        assert!(t.undecided.as_ref().is_none_or(|u| !u.is_empty()));
    }
}

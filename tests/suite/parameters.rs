//! Random expressions with parameters in every position: what is said for generic parameters holds at values, or the
//! values are excluded.
//!
//! `WRONSKI_PARAMETERS` says how many comparisons; `make soak` makes 20000 of them. `WRONSKI_PARAMETERS_SEED` draws
//! others.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::Random;
use crate::support::exclusions::{
    Answer, Question, Tally, ask, compare, fraction, listed_values, readable,
};
use wronski::internals::expr::Parameters;
use wronski::internals::pipeline::Assumptions;

/// Values of a parameter at each question.
const VALUES: usize = 30;

/// Constants with a parameter, most of them with a zero or a pole somewhere.
const CONSTANTS: &[&str] = &[
    "{b}",
    "({b}-1)",
    "({b}+2)",
    "({b}-1/2)",
    "(2*{b}-3)",
    "({b}^2-2)",
    "({b}^2-1)",
    "({b}^2+1)",
    "({b}-pi)",
    "({b}*e-1)",
    "({b}+sqrt(2))",
    "({b}-e)",
    "(exp({b})-e)",
    "(exp({b})-1)",
    "exp({b})",
    "exp(-{b})",
    "(1/{b})",
    "(1+1/{b})",
    "(1/({b}-1))",
    "({b}/2)",
    "(3*{b})",
    "({b}/({b}-2))",
    "(sqrt(2)*{b}-2)",
    "({b}^3-2*{b})",
    "(exp(2*{b})-exp({b}))",
    "(pi*{b}+1)",
    "({b}+1/{b}-2)",
    "({b}-log(2))",
    "sin({b})",
    "log(1+{b}^2)",
    "sqrt(1+{b}^2)",
    "(sqrt(1+{b}^2)-1)",
    "(sqrt(2+{b}^2)-{b})",
    "atan({b})",
    "tanh({b})",
    "erf({b})",
    "(cosh({b})-1)",
    "abs({b})",
    "(sigmoid({b})-1/2)",
    "(exp({b}^2)-e)",
];

/// The same with two.
const CONSTANTS_OF_TWO: &[&str] = &[
    "({a}-{b})",
    "({a}*{b}-1)",
    "({a}+{b})",
    "({a}^2-{b}^2)",
    "({a}^2+{b}^2)",
    "({a}*pi-{b})",
    "({a}/{b})",
    "({a}*{b})",
    "({a}/({b}-1))",
    "(exp({a})-exp({b}))",
    "({a}-{b}^2)",
    "({a}^2*{b}-1)",
    "({a}+{b}*sqrt(2))",
];

/// Functions of X.
const FUNCTIONS: &[&str] = &[
    "X",
    "X^2",
    "exp(X)",
    "exp(-X)",
    "exp(-X^2)",
    "tanh(X)",
    "sigmoid(X)",
    "softplus(X)",
    "sin(X)",
    "cos(X)",
    "atan(X)",
    "erf(X)",
    "sqrt(1+X^2)",
    "log(1+X^2)",
    "1/(1+X^2)",
    "asinh(X)",
    "X*exp(X)",
    "X*sigmoid(X)",
    "1",
    "sinh(X)",
    "X^3",
];

/// Functions of x with the constant C in a place of its own; squares under roots and in logarithms keep them defined.
const PLACES: &[&str] = &[
    "C*F",
    "F+C",
    "F+C*G",
    "C*F+G",
    "F/C",
    "F*(C*x+1)",
    "exp(C*x)",
    "exp(C*x)*F",
    "exp(x+C)",
    "F(C*x)",
    "F(x/C)",
    "F(x+C)",
    "F(C*x)+F(x)",
    "F(x)+G(C*x)",
    "sqrt(1+C^2*x^2)",
    "sqrt(1+C^2+exp(x))",
    "sqrt(1+x^2)+sqrt(1+C^2*x^2)",
    "log(1+C^2*x^2)",
    "log(1+C^2+exp(x))",
    "atan(C*x)",
    "atan(x)+atan(C*x)",
    "sin(C*x)",
    "sin(C*x+1)",
    "sin(x)*cos(C*x)",
    "erf(C*x)",
    "erf(C*x)+erf(x)",
    "x^2+C*x",
    "C*x^3+x",
    "C/(1+x^2)+x",
    "C/(C^2+1+x^2)",
    "x/(1+C^2+x^2)",
    "1/(1+exp(C*x))",
    "exp(x)*(sqrt(1+x^2)-sqrt(1+C^2+x^2))",
    "exp(x)+C*exp(C*x)",
    "C*x+C",
    "C*F-C*G",
    "exp(C*x^2)",
    "(1+x^2)^C",
    "(1+exp(x))^C",
    "exp(x)^C",
    "(1+C^2)^x",
    "exp(exp(C*x))",
    "exp(C*exp(x))",
    "log(exp(x)+exp(C*x))",
    "sqrt(C^2+exp(C*x))",
    "atan(x+C)-atan(C*x)",
    "cos(C*x)+cos(x+C)",
    "tanh(C*x)*x",
    "F(C)+F(x)",
    "sqrt(1+x^2)*sqrt(1+C^2*x^2)",
    "x^2/(C^2+1)+C*x*F",
    "exp(C*x)+exp((C-1)*x)",
    "exp(C*x)-exp(x)*exp(C)",
    "exp(sin(C*x))",
];

fn constant(random: &mut Random, two: bool) -> String {
    let c = if two && random.int(0, 2) > 0 {
        random.pick(CONSTANTS_OF_TWO)
    } else {
        random.pick(CONSTANTS)
    };
    if two && random.int(0, 3) == 0 {
        c.replace("{b}", "{a}")
    } else {
        (*c).to_string()
    }
}

/// A function of x with the constant in it.
fn placed(random: &mut Random, c: &str) -> String {
    let mut place = (*random.pick(PLACES)).to_string();
    for letter in ["F", "G"] {
        let f = *random.pick(FUNCTIONS);
        while let Some(start) = place.find(&format!("{letter}(")) {
            let open = start + 1;
            let close = open + place[open..].find(')').expect("closed");
            let inner = format!("({})", &place[open + 1..close]);
            let image = format!("({})", f.replace('X', &inner));
            place.replace_range(start..=close, &image);
        }
        place = place.replace(letter, &format!("({})", f.replace('X', "x")));
    }
    // Names of functions are in small letters.
    place.replace('C', c)
}

/// The parameters replaced by a value at which something may happen.
fn at_a_value(random: &mut Random, text: &str) -> String {
    let value = *random.pick(&["0", "1", "-2", "1/2", "2", "sqrt(2)", "pi", "e"]);
    let name = *random.pick(&["{b}", "{b}", "{a}"]);
    text.replace(name, &format!("({value})"))
}

fn question(random: &mut Random, two: bool) -> Question {
    let c = constant(random, two);
    let f = placed(random, &c);
    let plain = |random: &mut Random| random.pick(FUNCTIONS).replace('X', "x");
    let family = |random: &mut Random, f: String| {
        let second = match random.int(0, 4) {
            0 => at_a_value(random, &f),
            1 => {
                let c = constant(random, two);
                placed(random, &c)
            }
            2 => c.clone(),
            _ => plain(random),
        };
        let mut all = vec![f, second];
        if random.int(0, 1) == 0 {
            all.push(plain(random));
        }
        if random.int(0, 3) == 0 {
            all.push(format!("{c}*x"));
        }
        let n = all.len() as i64;
        all.swap(0, random.int(0, n - 1) as usize);
        all
    };
    match random.int(0, 15) {
        0..=3 => Question::Verify(f, Assumptions::One),
        4 => Question::Verify(f, Assumptions::Two),
        5 => Question::Verify(f, Assumptions::All),
        6..=9 => Question::Independent(family(random, f)),
        10 | 11 => Question::Wronskian(family(random, f)),
        12..=14 => {
            let other = match random.int(0, 5) {
                0 => at_a_value(random, &f),
                1 => format!("({f})*{c}/{c}"),
                2 => format!("({f})+{c}-{c}"),
                3 => format!("{c}*({f})/{}", at_a_value(random, &c)),
                4 => format!("({c}^2*({f})-{c}*x)/{c}/{c}+x/{c}"),
                _ => plain(random),
            };
            Question::Equal(f, other)
        }
        _ => Question::Chain(f),
    }
}

/// The text of a value of a parameter.
fn value(random: &mut Random, k: usize) -> String {
    const SPECIAL: &[&str] = &[
        "0", "1", "-1", "2", "-2", "1/2", "3/2", "sqrt(2)", "-sqrt(2)", "pi", "-pi", "e", "1/e",
        "log(2)", "-1/pi", "3", "1/3", "sqrt(3)",
    ];
    match SPECIAL.get(k) {
        Some(s) => (*s).to_string(),
        None => fraction(random.int(-12, 12), random.int(1, 5)),
    }
}

/// The text of a value of the second parameter, often one that has to do with the first.
fn second_value(random: &mut Random, first: &str) -> String {
    const RELATED: &[&str] = &[
        "(A)",
        "-(A)",
        "1/(A)",
        "(A)^2",
        "1/(A)^2",
        "pi*(A)",
        "sqrt(2)*(A)",
        "-(A)/sqrt(2)",
        "(A)/2",
        "1-(A)",
        "(A)+1",
    ];
    if random.int(0, 2) == 0 {
        let k = random.int(0, 30) as usize;
        return value(random, k);
    }
    let related = if first == "0" {
        "(A)"
    } else {
        *random.pick(RELATED)
    };
    related.replace('A', first)
}

struct Outcome {
    tally: Tally,
    faults: Vec<String>,
}

/// One question: in general, and at up to 30 values.
fn round(seed: u64, comparisons: &AtomicUsize, wanted: usize) -> Outcome {
    let mut random = Random(seed);
    let two = random.int(0, 3) == 0;
    let question = question(&mut random, two);
    let (mut tally, mut faults) = (Tally::default(), vec![]);
    let names: &[&'static str] = if two { &["a", "b"] } else { &["b"] };
    let mut parameters = Parameters::new();
    for n in names {
        parameters.declare(n).expect("a name");
    }
    let symbolic: Vec<(&'static str, String)> = names.iter().map(|n| (*n, n.to_string())).collect();
    let shown = |values: &[(&'static str, String)]| {
        let all: Vec<String> = values.iter().map(|(n, v)| format!("{n}={v}")).collect();
        all.join(", ")
    };
    let guarded = |values: &[(&'static str, String)], parameters: &Parameters| {
        catch_unwind(AssertUnwindSafe(|| ask(&question, values, parameters))).map_err(|why| {
            let why = why.downcast_ref::<String>().cloned();
            format!("{question:?} at {}: panic: {why:?}", shown(values))
        })
    };
    let generic = match guarded(&symbolic, &parameters) {
        Ok(Answer::Statements(s)) => s,
        Ok(_) => return Outcome { tally, faults },
        Err(fault) => {
            faults.push(fault);
            return Outcome { tally, faults };
        }
    };
    if let Err(why) = readable(&generic, names) {
        faults.push(format!("{question:?}: {why}"));
    }
    let mut tried = BTreeSet::new();
    let named: Vec<Vec<String>> = names.iter().map(|n| listed_values(&generic, n)).collect();
    for k in 0..VALUES {
        let mut first = "1".to_string();
        let values: Vec<(&'static str, String)> = names
            .iter()
            .zip(&named)
            .enumerate()
            .map(|(i, (n, named))| {
                // Those that are listed first; of two parameters, every pairing.
                let text = match named.get(k) {
                    Some(v) if k < 8 => v.clone(),
                    _ if two && i == 1 => second_value(&mut random, &first),
                    _ if two => {
                        let k = random.int(0, 30) as usize;
                        first = value(&mut random, k);
                        first.clone()
                    }
                    _ => value(&mut random, k - named.len().min(8) + i),
                };
                (*n, text)
            })
            .collect();
        if !tried.insert(shown(&values)) {
            continue;
        }
        if comparisons.fetch_add(1, Ordering::Relaxed) >= wanted {
            break;
        }
        let there = match guarded(&values, &Parameters::new()) {
            Ok(there) => there,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        if let Err(found) = compare(&generic, &there, &values, &mut tally) {
            let at = shown(&values);
            faults.extend(found.iter().map(|f| format!("{question:?} at {at}: {f}")));
        }
    }
    Outcome { tally, faults }
}

fn from_environment(name: &str, otherwise: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(otherwise)
}

#[test]
fn generic_verdicts_hold_at_values_that_are_not_excluded() {
    let wanted = from_environment("WRONSKI_PARAMETERS", 1_000);
    let seed = from_environment("WRONSKI_PARAMETERS_SEED", 0) as u64;
    let comparisons = AtomicUsize::new(0);
    let rounds = AtomicUsize::new(0);
    let outcomes = Mutex::new(vec![]);
    std::thread::scope(|scope| {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        for _ in 0..workers {
            let work = || {
                while comparisons.load(Ordering::Relaxed) < wanted {
                    let k = rounds.fetch_add(1, Ordering::Relaxed) as u64;
                    let outcome = round(seed << 32 | k, &comparisons, wanted);
                    if std::env::var_os("WRONSKI_PARAMETERS_SHOW").is_some() {
                        outcome.faults.iter().for_each(|f| eprintln!("FAULT {f}"));
                    }
                    outcomes.lock().expect("no panic").push(outcome);
                }
            };
            std::thread::Builder::new()
                .stack_size(64 << 20)
                .spawn_scoped(scope, work)
                .expect("a thread");
        }
    });
    let outcomes = outcomes.into_inner().expect("no panic");
    let sum = |of: fn(&Tally) -> usize| outcomes.iter().map(|o| of(&o.tally)).sum::<usize>();
    let (compared, covered, open) = (
        sum(|t| t.compared),
        sum(|t| t.covered),
        sum(|t| t.undecided),
    );
    println!(
        "{} questions, {wanted} comparisons of {compared} statements: {covered} differ at excluded values, {open} at values \
         that only a relation may exclude",
        outcomes.len()
    );
    let faults: Vec<&String> = outcomes.iter().flat_map(|o| &o.faults).collect();
    assert!(faults.is_empty(), "{} faults:\n{faults:#?}", faults.len());
    // The differences are what the test is about: there have to be some.
    assert!(
        compared > wanted / 2 && covered > wanted / 50,
        "too few comparisons or differences"
    );
    assert!(
        open <= covered / 5,
        "too many differences are left to relations"
    );
}

/// The law itself: it finds what is not excluded.
#[test]
fn a_lost_exclusion_is_found() {
    let mut parameters = Parameters::new();
    parameters.declare("b").expect("a name");
    let question = Question::Independent(vec!["({b}-pi)*x".into(), "1".into()]);
    let Answer::Statements(mut generic) = ask(&question, &[("b", "b".into())], &parameters) else {
        panic!("decided");
    };
    let at = |value: &str| [("b", value.to_string())];
    let there = ask(&question, &at("pi"), &Parameters::new());
    let mut tally = Tally::default();
    compare(&generic, &there, &at("pi"), &mut tally).expect("excluded");
    assert!(tally.covered > 0);
    // Another value does not cover it, and no value at all does not.
    let other = ask(&question, &at("3"), &Parameters::new());
    compare(&generic, &other, &at("3"), &mut tally).expect("the same verdict");
    assert!(compare(&generic, &there, &at("3"), &mut tally).is_err());
    for s in generic.values_mut() {
        s.excludes.listed.clear();
    }
    assert!(compare(&generic, &there, &at("pi"), &mut tally).is_err());
}

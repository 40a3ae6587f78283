//! Verdicts for generic parameters against verdicts at values: every difference is covered by what the generic
//! verdict excludes.
//!
//! The parameters are put into the text, so that nothing but the answers is shared. Whether a value satisfies a
//! listed equation is decided by enclosures of 400 bits.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};
use wronski::internals::error::{Diagnostic, Kind};
use wronski::internals::exact::enclosure::Enclosure;
use wronski::internals::expr::enclose::enclose;
use wronski::internals::expr::{Parameters, parse};
use wronski::internals::family::ChainWeights;
use wronski::internals::pipeline::{
    Assumptions, Limits, chain, equal, factored_wronskian, independent, verify,
};
use wronski::internals::rewrite::{self, shipped};
use wronski::internals::theorem::{AtValue, Claim, Detail, Exceptional, Listed, Membership};
use wronski::internals::tower::{self, Dependence};

/// A question to the program. A parameter stands in the text as `{b}`.
#[derive(Clone, Debug)]
pub enum Question {
    Verify(String, Assumptions),
    Independent(Vec<String>),
    Equal(String, String),
    Wronskian(Vec<String>),
    Chain(String),
}

/// What stands for the parameters: name and text.
pub type Values<'a> = &'a [(&'static str, String)];

fn filled(text: &str, values: Values) -> String {
    values.iter().fold(text.to_string(), |t, (name, value)| {
        t.replace(&format!("{{{name}}}"), &format!("({value})"))
    })
}

/// One statement of an answer, such as the verdict or the rank of a claim, with what it excludes.
#[derive(Clone, Debug)]
pub struct Statement {
    /// `proved`, `rank 5`, `zero`; `None` if undecided.
    pub says: Option<String>,
    pub excludes: Exceptional,
}

/// Statements by name, or why the question has none.
#[derive(Debug)]
pub enum Answer {
    Statements(BTreeMap<String, Statement>),
    /// The input is refused: exit code 2.
    NotDefined(Diagnostic),
    /// A limit.
    Undecided,
}

/// Limits under which a question takes milliseconds.
pub fn limits() -> Limits {
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
            terms: 2_000,
            exponent: 200,
            products: 100_000,
            work: 300_000,
        },
    }
}

fn claim(out: &mut BTreeMap<String, Statement>, name: &str, c: &Claim) {
    let word = c.verdict.word();
    let decided = |text: String| Statement {
        says: (word != "undecided").then_some(text),
        excludes: c.exceptional.clone(),
    };
    out.insert(name.to_string(), decided(word.to_string()));
    let rank = match &c.detail {
        Detail::Rank {
            rank: Some(Ok(r)), ..
        }
        | Detail::Lemma3 {
            rank: Some(Ok(r)), ..
        } => Some(r.rank),
        Detail::FullRank { size } => Some(*size),
        _ => None,
    };
    if let Some(rank) = rank {
        out.insert(format!("{name}, rank"), decided(rank.to_string()));
    }
    if let Detail::Lemma3 {
        conclusion: Some(l),
        ..
    } = &c.detail
    {
        out.insert(format!("{name}, rest"), decided(l.rank_rest.to_string()));
        let outside = l.members.each_ref().map(|m| *m == Membership::Outside);
        let members = format!("{outside:?}");
        out.insert(format!("{name}, members"), decided(members));
    }
}

/// Asks with these texts for the parameters, declared where they are symbolic.
///
/// # Panics
/// On an internal error, which is a fault whatever the parameters are.
pub fn ask(question: &Question, values: Values, parameters: &Parameters) -> Answer {
    let (library, limits) = (shipped(), limits());
    let fill = |text: &String| filled(text, values);
    let mut out = BTreeMap::new();
    let result: Result<(), Diagnostic> = match question {
        Question::Verify(text, which) => verify(&fill(text), parameters, library, &limits, *which)
            .map(|v| {
                for c in &v.claims {
                    claim(&mut out, c.id.as_str(), c);
                }
            }),
        Question::Independent(texts) => {
            let texts: Vec<String> = texts.iter().map(fill).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            independent(&texts, parameters, library, &limits)
                .map(|i| claim(&mut out, "independent", &i.claim))
                .map_err(|f| f.diagnostic)
        }
        Question::Equal(left, right) => {
            equal(&fill(left), &fill(right), parameters, library, &limits)
                .map(|e| {
                    let says = Some(e.word().to_string()).filter(|w| w != "undecided");
                    let excludes = e.exceptional.clone();
                    out.insert("equal".into(), Statement { says, excludes });
                })
                .map_err(|f| f.diagnostic)
        }
        Question::Wronskian(texts) => {
            let texts: Vec<String> = texts.iter().map(fill).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            factored_wronskian(&texts, parameters, library, &limits)
                .map(|w| {
                    let says = Some(w.word().to_string()).filter(|w| w != "undecided");
                    let excludes = w.exceptional.clone();
                    out.insert("wronskian".into(), Statement { says, excludes });
                })
                .map_err(|f| f.diagnostic)
        }
        Question::Chain(text) => {
            let weights = ChainWeights::unit(2);
            chain(&fill(text), parameters, library, &limits, &weights).map(|r| {
                claim(&mut out, "gradient", &r.gradient);
                claim(&mut out, "gradient and moments", &r.together);
                let word = r.all_layers_word();
                let says = Some(word.to_string()).filter(|w| w != "undecided");
                let excludes = r.gradient.exceptional.clone().and(&r.together.exceptional);
                out.insert("moments".into(), Statement { says, excludes });
            })
        }
    };
    match result {
        Ok(()) => Answer::Statements(out),
        Err(d) if d.kind == Kind::Input => Answer::NotDefined(d),
        Err(d) if d.kind == Kind::Budget => Answer::Undecided,
        Err(d) => panic!("{question:?} with {values:?}: {}", d.message),
    }
}

const BITS: u32 = 400;

/// The constant that the text denotes.
fn constant(text: &str) -> Option<Enclosure> {
    let e = parse(text, &Parameters::new()).ok()?.expr;
    enclose(&e, &BigRational::zero(), BITS).ok()
}

/// Is the constant 0, as far as 60 digits tell?
fn vanishes(text: &str) -> Option<bool> {
    let e = constant(text)?;
    let tiny = BigRational::new(1.into(), num_bigint::BigInt::from(10).pow(60));
    (e.possibly_zero() && e.width() < tiny)
        .then_some(true)
        .or(e.certainly_nonzero().then_some(false))
}

/// The names of the parameters, as whole words, replaced by their values.
fn with_values(text: &str, values: Values) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() || c == '_' {
            word.push(c);
            continue;
        }
        match values.iter().find(|(name, _)| *name == word) {
            Some((_, value)) => out.push_str(&format!("({value})")),
            None => out.push_str(&word),
        }
        word.clear();
        out.push(c);
    }
    out
}

/// Does an exclusion speak of these values? `None` where that is not decided here.
pub fn covers(excluded: &Listed, values: Values) -> Option<bool> {
    match excluded {
        Listed::Value {
            parameter, value, ..
        } => {
            let (_, at) = values.iter().find(|(name, _)| name == parameter)?;
            vanishes(&format!("({value}) - ({at})"))
        }
        Listed::Equation(polynomial) => vanishes(&with_values(polynomial, values)),
        Listed::Relation(r) if r.dependence == Dependence::Linear => {
            let functions: Vec<String> =
                r.functions.iter().map(|f| with_values(f, values)).collect();
            linearly_dependent(&functions)
        }
        Listed::Relation(_) => None,
    }
}

/// Is a combination with integers up to 24 (up to 6 for three functions) a constant, as far as 12 digits at seven
/// points tell?
fn linearly_dependent(functions: &[String]) -> Option<bool> {
    let value = |e: &wronski::internals::expr::Expr, k: i64| -> Option<f64> {
        let x = BigRational::new((37 * k - 90).into(), 53.into());
        enclose(e, &x, 100).ok()?.lower_rational().to_f64()
    };
    let mut rows = vec![];
    for f in functions {
        let e = parse(f, &Parameters::new()).ok()?.expr;
        let first = value(&e, 0)?;
        let row: Option<Vec<f64>> = (1..7).map(|k| Some(value(&e, k)? - first)).collect();
        rows.push(row?);
    }
    let bound: i64 = match rows.len() {
        0 | 1 => return Some(rows.iter().any(|r| r.iter().all(|d| d.abs() < 1e-12))),
        2 => 24,
        3 => 6,
        _ => return None,
    };
    let mut c = vec![-bound; rows.len()];
    loop {
        let zero = |k: usize| {
            let terms = rows.iter().zip(&c).map(|(r, c)| *c as f64 * r[k]);
            terms.sum::<f64>().abs() < 1e-11
        };
        if c.iter().any(|c| *c != 0) && (0..6).all(zero) {
            return Some(true);
        }
        let Some(i) = c.iter().position(|c| *c < bound) else {
            return Some(false);
        };
        c[i] += 1;
        c[..i].fill(-bound);
    }
}

/// How a comparison went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Statements that are decided in general and at the value.
    pub compared: usize,
    /// Those that differ, and are covered.
    pub covered: usize,
    /// Those that differ where only an exclusion that is not decided here may cover them.
    pub undecided: usize,
}

/// The law: what is said in general holds at the values, unless it is excluded there; and what an exclusion says of
/// the value is what is said there.
///
/// # Errors
/// The faults, one a statement.
pub fn compare(
    generic: &BTreeMap<String, Statement>,
    there: &Answer,
    values: Values,
    tally: &mut Tally,
) -> Result<(), Vec<String>> {
    let mut faults = vec![];
    for (name, statement) in generic {
        let Some(says) = &statement.says else {
            continue;
        };
        let says_there = match there {
            Answer::Undecided => continue,
            Answer::NotDefined(d) => Some(format!("not defined ({})", d.code)),
            Answer::Statements(s) => s.get(name).and_then(|s| s.says.clone()),
        };
        let Some(says_there) = says_there else {
            continue;
        };
        tally.compared += 1;
        let listed = &statement.excludes.listed;
        if let Some(fault) = listed.iter().find_map(|l| mistaken(l, name, there, values)) {
            faults.push(fault);
        }
        if *says == says_there {
            continue;
        }
        let answers: Vec<Option<bool>> = listed.iter().map(|l| covers(l, values)).collect();
        if answers.contains(&Some(true)) {
            tally.covered += 1;
        } else if answers.contains(&None) {
            tally.undecided += 1;
        } else {
            faults.push(format!(
                "{name}: {says} in general, {says_there} there; excluded: [{}]",
                statement.excludes.text()
            ));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// What a listed value says of the verdict there, if it is something else.
fn mistaken(listed: &Listed, name: &str, there: &Answer, values: Values) -> Option<String> {
    let Listed::Value { at, .. } = listed else {
        return None;
    };
    if values.len() != 1 || covers(listed, values) != Some(true) {
        return None;
    }
    let wrong = match (at, there) {
        (AtValue::NotDefined, Answer::Statements(s)) => s.get(name)?.says.is_some(),
        (AtValue::Decided { verdict, rank, .. }, Answer::Statements(s)) => {
            let said = s.get(name)?.says.as_ref()?;
            if name.contains(',') {
                name.ends_with(", rank") && rank.is_some_and(|r| r.to_string() != *said)
            } else {
                name != "moments" && verdict != "undecided" && verdict != said
            }
        }
        (AtValue::Decided { verdict, .. }, Answer::NotDefined(_)) => verdict != "undecided",
        _ => false,
    };
    wrong.then(|| format!("{name}: `{listed}` is listed, but there: {there:?}"))
}

/// The values that the exclusions themselves name for a parameter, as text.
pub fn listed_values(generic: &BTreeMap<String, Statement>, name: &str) -> Vec<String> {
    let mut out = vec![];
    for l in generic.values().flat_map(|s| &s.excludes.listed) {
        if let Listed::Value {
            parameter, value, ..
        } = l
            && parameter == name
        {
            out.push(value.to_string());
        }
    }
    out.sort();
    out.dedup();
    out
}

/// Are the texts in the list such as a reader can use: no equation with symbols that are no constants, none twice,
/// none with a common factor?
pub fn readable(generic: &BTreeMap<String, Statement>, names: &[&str]) -> Result<(), String> {
    let sample: Vec<(&'static str, String)> = [("a", "17/13"), ("b", "29/31")]
        .map(|(n, v)| (n, v.to_string()))
        .to_vec();
    for s in generic.values() {
        for (i, l) in s.excludes.listed.iter().enumerate() {
            match l {
                Listed::Equation(p) if constant(&with_values(p, &sample)).is_none() => {
                    return Err(format!("the equation `{p} = 0` is none in the parameters"));
                }
                Listed::Value { parameter, .. } if !names.contains(&parameter.as_str()) => {
                    return Err(format!("`{l}` speaks of no parameter"));
                }
                _ => {}
            }
            if s.excludes.listed[..i]
                .iter()
                .any(|k| k.to_string() == l.to_string())
            {
                return Err(format!("`{l}` is listed twice"));
            }
        }
    }
    Ok(())
}

/// A rational number as text.
pub fn fraction(n: i64, d: i64) -> String {
    let q = BigRational::new(n.into(), d.into());
    if q.denom().is_one() {
        q.numer().to_string()
    } else {
        format!("{}/{}", q.numer(), q.denom())
    }
}

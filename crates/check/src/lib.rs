//! The checker: every claim of a certificate re-derived from the file alone.
//!
//! [`check()`] searches for nothing and knows nothing of the rooms that found the evidence. It imports
//! the expressions (parser, catalogue, domains), the exact arithmetic of polynomials, matrices and prime
//! fields, and the data types of certificates; elements, towers, families and all decisions are its own.
//!
//! Certificates of bad local minima (`wronski/minimum`) are confirmed by `minimum`, which also imports the real
//! arithmetic of `interval`; a build without it cannot check them and says so.
//!
//! What an accepted certificate means: every claim marked `proved` or `refuted` follows from its
//! evidence by the theorems in `docs/theory.md`. A claim marked `undecided` says nothing; its reason is the prover's.

use wronski_diagnostic::ErrorCode;
mod about;
mod analytic;
mod circle;
mod claims;
mod combination;
mod determinant;
mod element;
mod elementary;
mod exceptional;
mod failure;
mod families;
mod functions;
mod kind;
#[cfg(feature = "numeric")]
pub mod minimum;
mod minors;
mod primes;
mod ranges;
mod rank;
mod read;
mod real;
mod reasons;
mod roots;
mod sign;
mod space;
mod subfield;
mod substitution;
mod text;
mod tower;
mod witness;
mod write;

use std::fmt;

use wronski_certificate::minimum::{Kind, MINIMUM_SCHEMA};
use wronski_certificate::{Certificate, Exclusion, Reason, SCHEMA, Subject, TowerRecord, VERSION};
use wronski_diagnostic::Diagnostic;

pub use about::{About, Comparison, DataAbout, NetworkAbout, compare, data_hash};
pub use failure::Failure;

/// A claim that was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// The claim, or the part of a minimum.
    pub id: String,
    /// `proved`, `refuted`, `undecided`, or what is said of a part of a minimum.
    pub verdict: String,
    /// Of an undecided claim: why the prover stopped. It makes sense; whether it is so is not derived.
    pub said: Option<Reason>,
    /// The values of parameters of which the claim does not speak: equations, and variables that are not new there.
    pub excluded: Vec<String>,
}

/// What a certificate shows: its claims in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The claims.
    pub claims: Vec<Confirmed>,
    /// What the file shows, for a certificate of `construct` or `certify`.
    pub kind: Option<Kind>,
}

/// Why a certificate in which nothing is wrong shows less than one may think.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hole {
    /// Every claim is undecided.
    NothingDecided,
}

impl fmt::Display for Hole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hole::NothingDecided => f.write_str("nothing is decided"),
        }
    }
}

impl Report {
    /// How many claims are decided.
    pub fn decided(&self) -> usize {
        self.claims
            .iter()
            .filter(|c| matches!(c.verdict.as_str(), "proved" | "refuted"))
            .count()
    }

    /// What is missing.
    pub fn holes(&self) -> Vec<Hole> {
        if self.decided() == 0 {
            vec![Hole::NothingDecided]
        } else {
            vec![]
        }
    }
}

/// The answer of the checker in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Every decided claim was re-derived from the file alone, and there is one.
    Valid,
    /// Nothing is wrong, and something is missing.
    Holey,
    /// The mathematics or the file contradicts itself.
    Invalid,
    /// A limit of the checker is reached, or it has no method: nothing is said of the file.
    Unable,
}

impl Answer {
    /// `valid`, `holey`, `invalid` or `unable`.
    pub fn word(self) -> &'static str {
        match self {
            Answer::Valid => "valid",
            Answer::Holey => "holey",
            Answer::Invalid => "invalid",
            Answer::Unable => "unable",
        }
    }

    /// The exit status of `wronski check`.
    pub fn exit_code(self) -> u8 {
        match self {
            Answer::Valid => 0,
            Answer::Invalid => 1,
            Answer::Holey | Answer::Unable => 3,
        }
    }
}

/// What the checker has to say of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// What the file is about, as far as it could be read.
    pub about: Option<About>,
    /// What it shows, or the first thing that is not confirmed.
    pub outcome: Result<Report, Rejection>,
}

impl Examination {
    /// The answer in a word.
    pub fn answer(&self) -> Answer {
        match &self.outcome {
            Ok(report) if report.holes().is_empty() => Answer::Valid,
            Ok(_) => Answer::Holey,
            Err(r) if r.failure.is_invalid() => Answer::Invalid,
            Err(_) => Answer::Unable,
        }
    }
}

/// Why a certificate is not accepted: the first thing that could not be confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// `W0502` for the frame of the file and its parameters, `W0503` for the tower, `W0504` for a
    /// function, `W0505` for a claim; `W0506` to `W0512` as `minimum::check` says; `W0513` if this build cannot
    /// check the file.
    pub code: ErrorCode,
    /// The item, such as ``the claim `lemma-3` ``.
    pub item: String,
    /// What is wrong with it, or why the checker cannot tell.
    pub failure: Failure,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} is not confirmed: {}",
            self.code, self.item, self.failure
        )
    }
}

impl std::error::Error for Rejection {}

impl From<Rejection> for Diagnostic {
    fn from(r: Rejection) -> Self {
        Diagnostic::input(
            r.code,
            format!("{} is not confirmed: {}", r.item, r.failure),
        )
    }
}

/// The longest text of a certificate that is read, in bytes.
pub const MAX_TEXT: usize = wronski_certificate::limits::TEXT;

/// Reads the text of a certificate, re-derives every claim, and says what the file is about.
pub fn examine(text: &str) -> Examination {
    if text.len() > MAX_TEXT {
        return Examination {
            about: None,
            outcome: Err(Rejection {
                code: ErrorCode::W0502,
                item: "the file".into(),
                failure: failure::limit("the bytes of a file", MAX_TEXT as u64),
            }),
        };
    }
    if schema(text).as_deref() == Some(MINIMUM_SCHEMA) {
        return minimum_text(text);
    }
    match Certificate::from_json(text) {
        Ok(certificate) => Examination {
            about: about::of_claims(&certificate),
            outcome: check(&certificate),
        },
        Err(e) => unreadable(e.message),
    }
}

/// A text that is no certificate.
fn unreadable(why: String) -> Examination {
    Examination {
        about: None,
        outcome: Err(Rejection {
            code: ErrorCode::W0501,
            item: "the file".into(),
            failure: why.into(),
        }),
    }
}

/// Reads the text of a certificate and re-derives every claim. Refuses what [`check()`] cannot see:
/// fields that the format does not have, and keys that stand twice.
///
/// # Errors
/// `W0501` if it is no certificate of this version, `W0502` if it is too long, and as [`check()`].
pub fn check_text(text: &str) -> Result<Report, Rejection> {
    examine(text).outcome
}

/// The field `schema` of a JSON object.
fn schema(text: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Named {
        schema: String,
    }
    serde_json::from_str::<Named>(text).ok().map(|n| n.schema)
}

#[cfg(feature = "numeric")]
fn minimum_text(text: &str) -> Examination {
    match minimum::read(text) {
        Ok(file) => Examination {
            about: about::of_minimum(&file),
            outcome: minimum::check_file(file),
        },
        Err(rejection) => Examination {
            about: None,
            outcome: Err(rejection),
        },
    }
}

#[cfg(not(feature = "numeric"))]
fn minimum_text(text: &str) -> Examination {
    match wronski_certificate::minimum::MinimumFile::from_json(text) {
        Ok(file) => Examination {
            about: about::of_minimum(&file),
            outcome: Err(Rejection {
                code: CANNOT_CHECK,
                item: "the file".into(),
                failure: failure::unshown(format!(
                    "this build has no real arithmetic (feature `numeric`), and cannot check a {MINIMUM_SCHEMA}"
                )),
            }),
        },
        Err(e) => unreadable(e.message),
    }
}

/// The code of a rejection that says nothing about the file: this build cannot check it.
pub const CANNOT_CHECK: ErrorCode = ErrorCode::W0513;

/// Re-derives every claim of a certificate.
///
/// # Errors
/// A [`Rejection`] that names the first item which could not be confirmed.
pub fn check(certificate: &Certificate) -> Result<Report, Rejection> {
    let rejection = |code: ErrorCode, item: String| {
        move |failure: Failure| Rejection {
            code,
            item,
            failure,
        }
    };
    let file = || rejection(ErrorCode::W0502, "the file".into());
    if certificate.schema != SCHEMA || certificate.version != VERSION {
        return Err(file()(
            format!("it is not a {SCHEMA} of version {VERSION}").into(),
        ));
    }
    claims::selection(certificate).map_err(file())?;
    let one = certificate.functions.len() == 1;
    let some = !certificate.functions.is_empty() && certificate.functions.len() <= rank::MEMBERS;
    if !(if certificate.subject == Subject::Verify {
        one
    } else {
        some
    }) {
        return Err(file()(
            "the number of functions does not fit the subject".into(),
        ));
    }
    let symbolic = functions::declared(&certificate.parameters)
        .map_err(rejection(ErrorCode::W0502, "the list of parameters".into()))?;
    let inner: Vec<&str> = certificate
        .functions
        .iter()
        .map(|f| f.element.as_str())
        .collect();
    let known = functions::radicands(&certificate.functions, &symbolic);
    let mut space = tower::tower(&certificate.tower, &symbolic, &inner, &known)
        .map_err(rejection(ErrorCode::W0503, "the tower".into()))?;
    let (mut expressions, mut elements) = (vec![], vec![]);
    for (i, f) in certificate.functions.iter().enumerate() {
        let item = format!("function {i} (`{}`)", text::short(&f.expression));
        let (expression, element) = functions::function(&mut space, f, &symbolic)
            .map_err(rejection(ErrorCode::W0504, item))?;
        expressions.push(expression);
        elements.push(element);
    }
    let mut setting = claims::setting::Setting {
        certificate,
        space,
        expressions,
        elements,
        functions: None,
        conditions: None,
    };
    let mut report = Report {
        claims: vec![],
        kind: None,
    };
    for c in &certificate.claims {
        claims::claim(&mut setting, c)
            .map_err(rejection(ErrorCode::W0505, format!("the claim `{}`", c.id)))?;
        report.claims.push(Confirmed {
            id: c.id.to_string(),
            verdict: c.verdict.to_string(),
            said: c.reason.clone(),
            excluded: c
                .exceptional
                .iter()
                .map(|e| excluded(&certificate.tower, e))
                .collect(),
        });
    }
    Ok(report)
}

/// An exclusion for readers.
fn excluded(tower: &TowerRecord, exclusion: &Exclusion) -> String {
    match exclusion {
        Exclusion::Zero(p) => format!("{p} = 0"),
        Exclusion::NotNew(symbol) => {
            let variable = tower.variables.iter().find(|w| w.symbol == *symbol);
            match variable.and_then(|w| w.kind.generator()) {
                Some((function, argument, _)) => {
                    format!("values at which {symbol} = {function}({argument}) is not new")
                }
                None => format!("values at which {symbol} is not new"),
            }
        }
    }
}

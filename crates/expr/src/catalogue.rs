//! The catalogue of named activation functions: `data/catalogue.toml`, read once.
//!
//! An entry is one mathematical function, perhaps with parameters. The spellings of the frameworks
//! (`torch::SiLU`, `jax::swish`) lead to it; where two frameworks mean different functions by one
//! name there are two entries. Spellings with a framework ignore case and underscores.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::parse::{Signature, Signatures, Syntax, Vocabulary, read};
use super::substitute::without_spans;
use super::{Expr, Func, Node, Parameters, substitute, substitute_parameters};
use wronski_diagnostic::interruption;
use wronski_diagnostic::{Diagnostic, Result};

pub use super::parse::{Condition, Parameter};

const DATA: &str = include_str!("../data/catalogue.toml");

/// How smooth a function of the catalogue is on the real line, for every value of its parameters
/// that their conditions allow (single values may give more: `elu` with alpha = 1 is C^1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Smoothness {
    /// Analytic on all of R.
    Analytic,
    /// Twice continuously differentiable but not analytic.
    C2,
    /// Continuously differentiable but not twice.
    C1,
    /// Continuous but not continuously differentiable.
    C0,
    /// Not continuous.
    Discontinuous,
}

impl Smoothness {
    /// The order of the first derivative that jumps somewhere (0 is the function itself); `None` if
    /// the function is analytic.
    pub fn first_jump(self) -> Option<u32> {
        match self {
            Smoothness::Analytic => None,
            Smoothness::C2 => Some(3),
            Smoothness::C1 => Some(2),
            Smoothness::C0 => Some(1),
            Smoothness::Discontinuous => Some(0),
        }
    }

    /// A word for tables.
    pub fn describe(self) -> &'static str {
        match self {
            Smoothness::Analytic => "analytic",
            Smoothness::C2 => "C^2, not analytic",
            Smoothness::C1 => "C^1 at its breakpoints",
            Smoothness::C0 => "C^0 at its breakpoints",
            Smoothness::Discontinuous => "discontinuous",
        }
    }
}

/// One function of the catalogue.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name that the printer writes.
    pub name: String,
    /// Further bare names.
    pub aliases: Vec<String>,
    /// The spellings with a framework, such as `torch::SiLU`.
    pub frameworks: Vec<String>,
    /// The parameters, in the order in which a call lists them after its argument.
    pub parameters: Vec<Parameter>,
    /// The definition, in `x` and the parameters.
    pub definition: Expr,
    /// The text of the definition.
    pub formula: String,
    /// How smooth the function is.
    pub smoothness: Smoothness,
    /// Where the definition is stated.
    pub source: String,
    /// What a reader should know, if anything.
    pub note: Option<String>,
    /// What a bare name leaves open, if anything; told to the user.
    pub ambiguity: Option<String>,
}

impl Entry {
    /// The call `name(x, ...)` with the given values of the parameters, or their defaults.
    pub fn call(&self, values: Option<&[Expr]>) -> Expr {
        let mut arguments = vec![Expr::x()];
        match values {
            Some(values) => arguments.extend(values.iter().cloned()),
            None => arguments.extend(self.parameters.iter().map(|p| p.default.clone())),
        }
        match Func::from_name(&self.name) {
            // A function of the grammar itself.
            Some(f) if arguments.len() == 1 => Expr::apply(f, Expr::x()),
            _ => Expr::new(Node::Named(self.name.as_str().into(), arguments)),
        }
    }

    /// Every spelling besides the name: the aliases, then those with a framework.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.aliases
            .iter()
            .chain(&self.frameworks)
            .map(String::as_str)
    }

    /// The definition with `x` replaced by the first argument and the parameters by the others.
    ///
    /// # Errors
    /// An internal error if there are not exactly as many values as parameters.
    pub fn instantiate(&self, args: &[Expr]) -> Result<Expr> {
        let (Some((argument, values)), n) = (args.split_first(), self.parameters.len()) else {
            return Err(Diagnostic::internal("a catalogue call without an argument"));
        };
        if values.len() != n {
            return Err(Diagnostic::internal(format!(
                "`{}` has {n} parameters but was given {}",
                self.name,
                values.len()
            )));
        }
        let map: BTreeMap<String, Expr> = self
            .parameters
            .iter()
            .map(|p| p.name.clone())
            .zip(values.iter().cloned())
            .collect();
        // Parameters first: an argument that mentions a parameter of the same name is the user's.
        Ok(substitute(
            &substitute_parameters(&self.definition, &map),
            argument,
        ))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    entry: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    frameworks: Vec<String>,
    #[serde(default)]
    parameters: Vec<RawParameter>,
    formula: String,
    smoothness: Smoothness,
    source: String,
    note: Option<String>,
    ambiguity: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawParameter {
    name: String,
    default: String,
    #[serde(default)]
    condition: Condition,
}

static RAW: LazyLock<RawFile> =
    LazyLock::new(|| toml::from_str(DATA).expect("the shipped catalogue is read by a test"));

/// The names of the entries, known before any definition is read.
pub(crate) fn signatures() -> &'static Signatures {
    static SIGNATURES: LazyLock<Signatures> = LazyLock::new(|| {
        interruption::never(read_signatures).expect("the shipped catalogue is read by a test")
    });
    &SIGNATURES
}

fn read_signatures() -> Result<Signatures> {
    let none = Signatures::default();
    let signature = |entry: &RawEntry| {
        let mut parameters = Vec::new();
        for p in &entry.parameters {
            parameters.push(Parameter {
                name: p.name.clone(),
                default: own(&p.default, &Parameters::new(), &none)?,
                condition: p.condition,
            });
        }
        Ok(Signature {
            name: entry.name.clone(),
            parameters,
            ambiguity: entry.ambiguity.clone(),
        })
    };
    let all = RAW
        .entry
        .iter()
        .map(signature)
        .collect::<Result<Vec<_>>>()?;
    let spellings = |entry: &'static RawEntry| {
        std::iter::once(&entry.name)
            .chain(&entry.aliases)
            .chain(&entry.frameworks)
    };
    Signatures::new(all.into_iter().zip(RAW.entry.iter().map(spellings)))
}

/// Reads a text of the catalogue itself, without places in a text that the user never wrote.
fn own(text: &str, parameters: &Parameters, signatures: &Signatures) -> Result<Expr> {
    let vocabulary = Vocabulary {
        parameters,
        signatures,
        // The values in the data file are checked by tests.
        judge: |_, _, _| Ok(()),
    };
    let parsed = read(text, &vocabulary, Syntax::Plain)?;
    Ok(without_spans(&parsed.expr))
}

fn entries() -> Result<Vec<Entry>> {
    let known = signatures();
    RAW.entry
        .iter()
        .zip(known.iter())
        .map(|(raw, signature)| {
            let names = signature.parameters.iter().map(|p| p.name.as_str());
            let parameters = Parameters::symbolic(names);
            Ok(Entry {
                name: raw.name.clone(),
                aliases: raw.aliases.clone(),
                frameworks: raw.frameworks.clone(),
                parameters: signature.parameters.clone(),
                definition: own(&raw.formula, &parameters, known)?,
                formula: raw.formula.clone(),
                smoothness: raw.smoothness,
                source: raw.source.clone(),
                note: raw.note.clone(),
                ambiguity: raw.ambiguity.clone(),
            })
        })
        .collect()
}

/// Every entry, in the order of the data file.
pub fn all() -> &'static [Entry] {
    static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
        interruption::never(entries).expect("the shipped catalogue is read by a test")
    });
    &ENTRIES
}

/// The entry of that name: bare (`silu`), an alias (`logistic`) or with a framework
/// (`torch::SiLU`).
///
/// ```
/// use wronski_expr::catalogue;
/// let silu = catalogue::find("torch::SiLU").expect("it is in the catalogue");
/// assert_eq!(silu.definition.to_string(), "x*sigmoid(x)");
/// assert_eq!(catalogue::find("logistic").map(|e| &*e.name), Some("sigmoid"));
/// assert!(catalogue::find("nosuch").is_none());
/// ```
pub fn find(name: &str) -> Option<&'static Entry> {
    all().get(signatures().position(name)?)
}

/// The definition of a catalogue call, carried out one level; `None` for other nodes.
///
/// # Errors
/// An internal error for a name that the catalogue does not have.
pub fn unfold(expr: &Expr) -> Result<Option<Expr>> {
    let Node::Named(name, args) = expr.node() else {
        return Ok(None);
    };
    match find(name) {
        Some(entry) => entry.instantiate(args).map(Some),
        None => Err(Diagnostic::internal(format!(
            "`{name}` is not in the catalogue"
        ))),
    }
}

//! The catalogue of named activation functions: `data/catalogue.toml`, read once.
//!
//! An entry is one mathematical function, perhaps with parameters. The spellings of the frameworks
//! (`torch::SiLU`, `jax::swish`) lead to it; where two frameworks mean different functions by one
//! name there are two entries. Spellings with a framework ignore case and underscores.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use wronski_diagnostic::ErrorCode;

use num_rational::BigRational;
use num_traits::Zero;
use serde::Deserialize;

use super::enclose::{EncloseError, enclose};
use super::measure::parameters;
use super::parse::read;
use super::{Expr, Func, Node, Parameters, substitute, substitute_parameters};
use wronski_diagnostic::{Diagnostic, Result};

const DATA: &str = include_str!("../data/catalogue.toml");

/// What a parameter's value has to satisfy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Condition {
    /// Any real constant.
    #[default]
    Any,
    /// Not zero.
    Nonzero,
    /// Greater than zero.
    Positive,
}

impl Condition {
    /// A word for tables.
    pub fn describe(self) -> &'static str {
        match self {
            Condition::Any => "any real constant",
            Condition::Nonzero => "nonzero",
            Condition::Positive => "positive",
        }
    }
}

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

/// A parameter of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in the definition.
    pub name: String,
    /// The value where the text gives none.
    pub default: Expr,
    /// What its value has to satisfy.
    pub condition: Condition,
}

impl Parameter {
    /// Refuses a number that violates the condition: a literal by its sign, another constant by an enclosure.
    /// A value that depends on a symbolic parameter is not judged here.
    ///
    /// # Errors
    /// `W0121`; `W0129` if the sign of a constant cannot be told.
    pub fn check(&self, function: &str, value: &Expr) -> Result<()> {
        let need = match self.condition {
            Condition::Any => return Ok(()),
            Condition::Nonzero => "nonzero",
            Condition::Positive => "positive",
        };
        if !parameters(value).is_empty() {
            return Ok(());
        }
        let sign = match value.as_num() {
            Some(q) => Told::Sign(q.cmp(&BigRational::zero())),
            None => sign_of_constant(value)?,
        };
        let told = |code: ErrorCode, kind: fn(ErrorCode, String) -> Diagnostic, what: String| {
            kind(code, what)
                .label(format!("must be {need}"))
                .help(format!("the default is {}", self.default))
        };
        match (sign, self.condition) {
            (Told::Sign(Ordering::Greater), _)
            | (Told::Sign(Ordering::Less), Condition::Nonzero)
            // Where definedness is asked, this is refused.
            | (Told::Undefined, _) => Ok(()),
            (Told::Sign(_), _) => Err(told(
                ErrorCode::W0121,
                Diagnostic::input,
                format!(
                    "the parameter {} of `{function}` must be {need}, not {value}",
                    self.name
                ),
            )),
            (Told::Nothing, _) => Err(told(
                ErrorCode::W0129,
                Diagnostic::budget,
                format!(
                    "the parameter {} of `{function}` must be {need}, and the sign of {value} cannot be told by enclosures of {} bits",
                    self.name, SIGN_BITS[SIGN_BITS.len() - 1]
                ),
            )),
        }
    }
}

/// The precisions at which the sign of a constant is looked for.
const SIGN_BITS: [u32; 3] = [64, 256, 1024];

/// What enclosures say of a constant.
enum Told {
    /// Its sign.
    Sign(Ordering),
    /// Not even an enclosure: it may be undefined.
    Undefined,
    /// Nothing.
    Nothing,
}

/// The sign of a constant without parameters.
///
/// # Errors
/// What expanding the constant reports.
fn sign_of_constant(value: &Expr) -> Result<Told> {
    let mut told = Told::Undefined;
    for bits in SIGN_BITS {
        match enclose(value, &BigRational::zero(), bits) {
            Ok(e) if e.certainly_positive() => return Ok(Told::Sign(Ordering::Greater)),
            Ok(e) if e.certainly_negative() => return Ok(Told::Sign(Ordering::Less)),
            Ok(e) if e.certainly_zero() => return Ok(Told::Sign(Ordering::Equal)),
            Ok(_) => told = Told::Nothing,
            Err(EncloseError::Expansion(d)) => return Err(*d),
            Err(_) => {}
        }
    }
    // Exactly zero, in disguise: `sqrt(2) - sqrt(2)`.
    if matches!(told, Told::Nothing) && super::domain::sign(value)? == super::domain::Sign::Zero {
        return Ok(Told::Sign(Ordering::Equal));
    }
    Ok(told)
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

/// What the parser has to know of an entry.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub name: String,
    pub parameters: Vec<Parameter>,
    pub ambiguity: Option<String>,
}

/// The names of the catalogue, known before any definition is read.
#[derive(Debug, Default)]
pub(crate) struct Signatures {
    list: Vec<Signature>,
    /// Bare spellings, and normalised qualified ones, to positions in `list`.
    index: BTreeMap<String, usize>,
    /// All spellings as the data has them.
    spellings: Vec<String>,
}

/// A spelling as the index has it: exact when bare, without case and underscores when qualified.
fn key(name: &str) -> String {
    if name.contains("::") {
        name.chars()
            .filter(|c| *c != '_')
            .map(|c| c.to_ascii_lowercase())
            .collect()
    } else {
        name.to_owned()
    }
}

impl Signatures {
    /// Those of the shipped catalogue.
    pub fn shipped() -> &'static Signatures {
        static SIGNATURES: LazyLock<Signatures> = LazyLock::new(|| {
            signatures(&RAW.entry).expect("the shipped catalogue is read by a test")
        });
        &SIGNATURES
    }

    pub fn find(&self, name: &str) -> Option<&Signature> {
        self.list.get(*self.index.get(&key(name))?)
    }

    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.iter().map(String::as_str)
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

fn signatures(raw: &[RawEntry]) -> Result<Signatures> {
    let none = Signatures::default();
    let mut out = Signatures::default();
    for (i, entry) in raw.iter().enumerate() {
        let mut parameters = Vec::new();
        for p in &entry.parameters {
            parameters.push(Parameter {
                name: p.name.clone(),
                default: plain(&read(&p.default, &Parameters::new(), &none, false)?.expr),
                condition: p.condition,
            });
        }
        let spellings = std::iter::once(&entry.name)
            .chain(&entry.aliases)
            .chain(&entry.frameworks);
        for spelling in spellings {
            out.spellings.push(spelling.clone());
            if out.index.insert(key(spelling), i).is_some_and(|j| j != i) {
                return Err(Diagnostic::internal(format!(
                    "two catalogue entries are called `{spelling}`"
                )));
            }
        }
        out.list.push(Signature {
            name: entry.name.clone(),
            parameters,
            ambiguity: entry.ambiguity.clone(),
        });
    }
    Ok(out)
}

/// The same tree without places in a text that the user never wrote.
fn plain(expr: &Expr) -> Expr {
    super::substitute::without_spans(expr)
}

fn entries() -> Result<Vec<Entry>> {
    let known = Signatures::shipped();
    RAW.entry
        .iter()
        .zip(&known.list)
        .map(|(raw, signature)| {
            let names = signature.parameters.iter().map(|p| p.name.as_str());
            let params = Parameters::of_catalogue(names);
            let definition = read(&raw.formula, &params, known, false)?.expr;
            Ok(Entry {
                name: raw.name.clone(),
                aliases: raw.aliases.clone(),
                frameworks: raw.frameworks.clone(),
                parameters: signature.parameters.clone(),
                definition: plain(&definition),
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
    static ENTRIES: LazyLock<Vec<Entry>> =
        LazyLock::new(|| entries().expect("the shipped catalogue is read by a test"));
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
    let position = *Signatures::shipped().index.get(&key(name))?;
    all().get(position)
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

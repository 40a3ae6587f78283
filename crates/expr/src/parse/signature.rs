//! What the parser has to know of the functions of a catalogue: names, parameters with their defaults.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::Expr;
use wronski_diagnostic::{Diagnostic, Result};

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
    /// Those of the entries, with all spellings of each.
    ///
    /// # Errors
    /// An internal error if two entries share a spelling.
    pub fn new<'s, S: IntoIterator<Item = &'s String>>(
        entries: impl IntoIterator<Item = (Signature, S)>,
    ) -> Result<Self> {
        let mut out = Signatures::default();
        for (i, (signature, spellings)) in entries.into_iter().enumerate() {
            for spelling in spellings {
                out.spellings.push(spelling.clone());
                if out.index.insert(key(spelling), i).is_some_and(|j| j != i) {
                    return Err(Diagnostic::internal(format!(
                        "two catalogue entries are called `{spelling}`"
                    )));
                }
            }
            out.list.push(signature);
        }
        Ok(out)
    }

    /// The position of the entry of that name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.index.get(&key(name)).copied()
    }

    /// The entry of that name.
    pub fn find(&self, name: &str) -> Option<&Signature> {
        self.list.get(self.position(name)?)
    }

    /// All entries, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Signature> {
        self.list.iter()
    }

    /// All spellings of all entries.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.iter().map(String::as_str)
    }
}

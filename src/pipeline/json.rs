//! A strict reader of JSON whose errors name the place: a JSON pointer (RFC 6901), line and column.
//!
//! Values stay text until they are asked for, so that numbers are read exactly, keys that are given twice are seen,
//! and deep nesting costs no stack.

use std::fmt;
use wronski_diagnostic::ErrorCode;

use num_rational::BigRational;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use wronski_diagnostic::{Diagnostic, Result};
use wronski_exact::decimal::{NearestDouble, exact_number, nearest_double};

/// Characters of a number; a double needs 25, a quotient of two numbers of 1500 bits fits.
pub const LONGEST_NUMBER: usize = 1000;

/// A step from a value to one inside it.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Document,
    Key(&'a str),
    Index(usize),
}

/// A value with the way to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    document: &'a str,
    text: &'a str,
    step: Step<'a>,
    parent: Option<&'a Place<'a>>,
}

/// The entries of an object in the order of the text, a key given twice still twice.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(
                self,
                mut map: M,
            ) -> std::result::Result<Self::Value, M::Error> {
                let mut out = vec![];
                while let Some(entry) = map.next_entry::<String, &RawValue>()? {
                    out.push(entry);
                }
                Ok(Entries(out))
            }
        }
        d.deserialize_map(Each)
    }
}

/// An object that has been opened.
pub(super) struct Object<'a> {
    entries: Vec<(String, &'a RawValue)>,
}

impl<'a> Object<'a> {
    /// The keys in the order of the text.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(k, _)| k.as_str())
    }

    /// The value of a key, if the object has it. `of` is the place of the object.
    pub(super) fn get<'p>(&self, of: &'p Place<'a>, key: &'p str) -> Option<Place<'p>>
    where
        'a: 'p,
    {
        let (_, v) = self.entries.iter().find(|(k, _)| k == key)?;
        Some(of.inside(v.get(), Step::Key(key)))
    }

    /// The value of a key.
    ///
    /// # Errors
    /// `W1003` if the object has no such key.
    pub(super) fn need<'p>(&self, of: &'p Place<'a>, key: &'p str) -> Result<Place<'p>>
    where
        'a: 'p,
    {
        self.get(of, key)
            .ok_or_else(|| of.wrong(ErrorCode::W1003, format!("the key `{key}` is missing")))
    }
}

impl<'a> Place<'a> {
    /// The whole document.
    ///
    /// # Errors
    /// `W1001` if it is not JSON: what is wrong, line and column, and the place in the document.
    pub(super) fn document(json: &'a str) -> Result<Self> {
        let raw: &RawValue = serde_json::from_str(json).map_err(|e| malformed(json, &e))?;
        Ok(Place {
            document: json,
            text: raw.get(),
            step: Step::Document,
            parent: None,
        })
    }

    fn inside<'p>(&'p self, text: &'p str, step: Step<'p>) -> Place<'p> {
        Place {
            document: self.document,
            text,
            step,
            parent: Some(self),
        }
    }

    /// The JSON pointer; the document itself is the empty one.
    pub(super) fn pointer(&self) -> String {
        let mut steps = vec![];
        let mut at = Some(self);
        while let Some(place) = at {
            match place.step {
                Step::Document => {}
                Step::Key(k) => steps.push(escaped(k)),
                Step::Index(i) => steps.push(i.to_string()),
            }
            at = place.parent;
        }
        steps.iter().rev().map(|s| format!("/{s}")).collect()
    }

    /// An error about this value: the pointer, what is wrong, line and column.
    pub(super) fn wrong(&self, code: ErrorCode, what: impl fmt::Display) -> Diagnostic {
        let mut pointer = self.pointer();
        if pointer.is_empty() {
            pointer = "the document".into();
        }
        // The value is a part of the document, so the difference of the addresses is its place.
        let offset = (self.text.as_ptr() as usize).saturating_sub(self.document.as_ptr() as usize);
        let (line, column) = line_and_column(self.document, offset);
        Diagnostic::input(
            code,
            format!("{pointer}: {what} (line {line}, column {column})"),
        )
    }

    /// What stands here, for messages.
    fn kind(&self) -> &'static str {
        match self.text.as_bytes().first() {
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'"') => "a string",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            _ => "a number",
        }
    }

    fn expected(&self, what: &str) -> Diagnostic {
        self.wrong(
            ErrorCode::W1004,
            format!("{} instead of {what}", self.kind()),
        )
    }

    /// The text of a number or the like, shortened.
    fn shown(&self) -> String {
        shorten(self.text)
    }

    /// Opens an object.
    ///
    /// # Errors
    /// `W1004` if it is none, `W1002` for a key given twice, or one that `known` does not know.
    pub(super) fn object(&self, known: &[&str]) -> Result<Object<'a>> {
        let object = self.any_object()?;
        if let Some(key) = object.keys().find(|k| !known.contains(k)) {
            return Err(self
                .inside(self.text, Step::Key(key))
                .wrong(ErrorCode::W1002, "unknown key")
                .help(format!("the keys are {}", known.join(", "))));
        }
        Ok(object)
    }

    /// Opens an object with whatever keys.
    ///
    /// # Errors
    /// `W1004` if it is none, `W1002` for a key given twice.
    pub(super) fn any_object(&self) -> Result<Object<'a>> {
        if !self.text.starts_with('{') {
            return Err(self.expected("an object"));
        }
        let Entries(entries) = serde_json::from_str(self.text)
            .map_err(|e| self.wrong(ErrorCode::W1001, format!("a key cannot be read: {e}")))?;
        let mut seen = std::collections::BTreeSet::new();
        if let Some((key, _)) = entries.iter().find(|(k, _)| !seen.insert(k.as_str())) {
            return Err(self
                .inside(self.text, Step::Key(key))
                .wrong(ErrorCode::W1002, "the key is given twice")
                .help("remove one of the two"));
        }
        Ok(Object { entries })
    }

    /// The entries of a list.
    ///
    /// # Errors
    /// `W1004` if it is none.
    pub(super) fn list(&self) -> Result<Vec<&'a RawValue>> {
        if !self.text.starts_with('[') {
            return Err(self.expected("a list"));
        }
        serde_json::from_str(self.text)
            .map_err(|e| self.wrong(ErrorCode::W1001, format!("the list cannot be read: {e}")))
    }

    /// An entry of a list.
    pub(super) fn entry<'p>(&'p self, index: usize, raw: &'p RawValue) -> Place<'p> {
        self.inside(raw.get(), Step::Index(index))
    }

    /// A string.
    ///
    /// # Errors
    /// `W1004` if it is none, `W1001` for an escape sequence that stands for no character.
    pub(super) fn string(&self) -> Result<String> {
        if !self.text.starts_with('"') {
            return Err(self.expected("a string"));
        }
        serde_json::from_str(self.text)
            .map_err(|e| self.wrong(ErrorCode::W1001, format!("the string cannot be read: {e}")))
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// `W1004` if it is neither.
    pub(super) fn boolean(&self) -> Result<bool> {
        match self.text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(self.expected("true or false")),
        }
    }

    /// A count from 0 on.
    ///
    /// # Errors
    /// `W1004` if it is no number, `W1005` if it is no count of at most 18 digits.
    pub(super) fn count(&self) -> Result<u64> {
        if self.kind() != "a number" {
            return Err(self.expected("a whole number"));
        }
        let plain = self.text.len() <= 18 && self.text.bytes().all(|b| b.is_ascii_digit());
        plain
            .then(|| self.text.parse().ok())
            .flatten()
            .ok_or_else(|| self.wrong(ErrorCode::W1005, format!("{} is no count", self.shown())))
    }

    /// A number: a JSON number stands for the nearest double, a string for the exact number in it.
    ///
    /// # Errors
    /// `W1004` for another kind of value, `W1005` if the number is malformed, too long or not finite.
    pub(super) fn number(&self) -> Result<BigRational> {
        let help = "write a JSON number, or an exact one as a string such as \"-3/4\" or \"0.1\"";
        let too_long = || {
            self.wrong(
                ErrorCode::W1005,
                format!(
                    "a number of {} characters, more than the limit of {LONGEST_NUMBER}",
                    self.text.len()
                ),
            )
            .help("round it")
        };
        match self.kind() {
            "a number" if self.text.len() > LONGEST_NUMBER => Err(too_long()),
            "a number" => match nearest_double(self.text, LONGEST_NUMBER) {
                Some(NearestDouble::Value(q)) => Ok(q),
                Some(NearestDouble::Overflow) => Err(self
                    .wrong(
                        ErrorCode::W1005,
                        format!("{} is infinite as a double", self.shown()),
                    )
                    .help("numbers must be finite; doubles end at 1.8e308")),
                None => Err(self
                    .wrong(ErrorCode::W1005, format!("{} is no number", self.shown()))
                    .help(help)),
            },
            "a string" if self.text.len() > LONGEST_NUMBER + 2 => Err(too_long()),
            "a string" => {
                let text = self.string()?;
                exact_number(text.trim(), LONGEST_NUMBER).ok_or_else(|| {
                    let what = if is_not_finite(text.trim()) {
                        format!("{} is not finite", self.shown())
                    } else {
                        format!("{} is no rational number of moderate size", self.shown())
                    };
                    self.wrong(ErrorCode::W1005, what).help(help)
                })
            }
            _ => Err(self.expected("a number").help(help)),
        }
    }
}

/// `nan`, `-Infinity` and the like.
fn is_not_finite(text: &str) -> bool {
    let word = text.trim_start_matches(['-', '+']).to_ascii_lowercase();
    ["nan", "inf", "infinity"].contains(&word.as_str())
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_string();
    }
    text.chars().take(40).chain(['…']).collect()
}

/// A key as a part of a JSON pointer, shortened.
fn escaped(key: &str) -> String {
    shorten(key)
        .replace('~', "~0")
        .replace('/', "~1")
        .chars()
        .flat_map(|c| {
            let hidden = c.is_control();
            c.escape_default()
                .filter(move |_| hidden)
                .chain((!hidden).then_some(c))
        })
        .collect()
}

/// Both from 1 on; the column counts bytes.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let start = before
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |at| at + 1);
    (line, before.len() - start + 1)
}

/// The diagnostic for a text that is not JSON.
fn malformed(json: &str, e: &serde_json::Error) -> Diagnostic {
    let bytes = json.as_bytes();
    let line_start = match e.line() {
        0 | 1 => 0,
        n => bytes
            .iter()
            .enumerate()
            .filter(|(_, b)| **b == b'\n')
            .nth(n - 2)
            .map_or(0, |(at, _)| at + 1),
    };
    let mut at = (line_start + e.column().saturating_sub(1)).min(bytes.len());
    let in_word = |b: &u8| b.is_ascii_alphanumeric() || b"+-._".contains(b);
    while at > 0 && in_word(&bytes[at - 1]) && bytes.get(at).is_none_or(in_word) {
        at -= 1;
    }
    let word: String = bytes[at..]
        .iter()
        .take(12)
        .take_while(|b| in_word(b))
        .map(|b| char::from(*b))
        .collect();
    let place = match pointer_at(&bytes[..at]) {
        p if p.is_empty() => "the document".to_string(),
        p => p,
    };
    let what = e.to_string();
    if is_not_finite(&word) {
        return Diagnostic::input(
            ErrorCode::W1001,
            format!("{place}: {word} is no JSON and not finite: {what}"),
        )
        .help("numbers must be finite");
    }
    let truncated = e.classify() == serde_json::error::Category::Eof;
    Diagnostic::input(
        ErrorCode::W1001,
        format!("{place}: this is not JSON: {what}"),
    )
    .help(if truncated {
        "the file ends too early: was it written to the end?"
    } else {
        "the file must be one JSON document (RFC 8259)"
    })
}

/// The JSON pointer of the value at the end of a text that is JSON so far.
fn pointer_at(before: &[u8]) -> String {
    enum Level {
        List(usize),
        Object(Option<String>),
    }
    let mut levels: Vec<Level> = vec![];
    let mut at = 0;
    while at < before.len() {
        match before[at] {
            b'[' => levels.push(Level::List(0)),
            b'{' => levels.push(Level::Object(None)),
            b']' | b'}' => drop(levels.pop()),
            b',' => match levels.last_mut() {
                Some(Level::List(n)) => *n += 1,
                Some(Level::Object(key)) => *key = None,
                None => {}
            },
            b'"' => {
                let start = at + 1;
                at = start;
                while at < before.len() && before[at] != b'"' {
                    at += if before[at] == b'\\' { 2 } else { 1 };
                }
                if let Some(Level::Object(key @ None)) = levels.last_mut() {
                    let end = at.min(before.len());
                    *key = Some(String::from_utf8_lossy(&before[start.min(end)..end]).into_owned());
                }
            }
            _ => {}
        }
        at += 1;
    }
    // What is nested very deeply is no file of ours; its pointer would be long.
    let shown = levels.iter().take(20);
    shown
        .filter_map(|level| match level {
            Level::List(n) => Some(format!("/{n}")),
            Level::Object(key) => key.as_ref().map(|k| format!("/{}", escaped(k))),
        })
        .collect()
}

//! Declared parameters: constants of the user's expression that are not numbers.

use super::parse::{self, is_identifier, reserved};
use super::{Expr, is_constant};
use wronski_diagnostic::ErrorCode;
use wronski_diagnostic::{Diagnostic, Result, Span};

/// What is known of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding {
    /// A constant of which nothing is known.
    Symbolic,
    /// An exact constant; it replaces the name when the expression is read.
    Value(Expr),
}

/// The declared parameters, in the order of declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    entries: Vec<(String, Binding)>,
}

impl Parameters {
    /// No parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Declares a parameter as on the command line: `beta` (symbolic) or `beta=3/2` (its value, a
    /// constant expression that may use parameters declared before).
    ///
    /// # Errors
    /// `W0119` if the name is no identifier, is taken by the grammar or the catalogue, or is
    /// declared already; `W0120` if the value contains `x`; and every error of [`parse()`](super::parse()).
    pub fn declare(&mut self, text: &str) -> Result<()> {
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let trimmed = name.trim();
        let start = name.len() - name.trim_start().len();
        let span = Some(Span::new(start, start + trimmed.len()));
        let shown = parse::shorten(trimmed);
        if !is_identifier(trimmed) {
            return Err(Diagnostic::input(
                ErrorCode::W0119,
                format!("`{shown}` cannot name a parameter"),
            )
            .at(span)
            .label("not an identifier")
            .help("a name is ASCII letters, digits and _, starting with a letter: `--param beta` or `--param beta=3/2`"));
        }
        if let Some(what) = reserved(trimmed) {
            return Err(Diagnostic::input(
                ErrorCode::W0119,
                format!("`{shown}` already means {what}"),
            )
            .at(span)
            .label("taken")
            .help(format!("choose another name, for instance `{shown}_0`")));
        }
        if self.get(trimmed).is_some() {
            return Err(Diagnostic::input(
                ErrorCode::W0119,
                format!("the parameter `{shown}` is declared twice"),
            )
            .at(span)
            .label("declared before")
            .help("declare each parameter once"));
        }
        let binding = match value {
            None => Binding::Symbolic,
            Some(value) => {
                let offset = name.len() + 1;
                let shift = |d: Diagnostic| {
                    let moved = d.span.map(|s| Span::new(s.start + offset, s.end + offset));
                    d.at(moved)
                };
                let parsed = parse::parse(value, self).map_err(shift)?;
                if !is_constant(&parsed.expr) {
                    return Err(Diagnostic::input(
                        ErrorCode::W0120,
                        format!("the value of the parameter `{shown}` contains x"),
                    )
                    .at(Some(Span::new(offset, text.len())))
                    .label("not a constant")
                    .help("a parameter is a constant such as 3/2 or sqrt(2)"));
                }
                Binding::Value(parsed.expr)
            }
        };
        self.entries.push((trimmed.to_owned(), binding));
        Ok(())
    }

    /// The binding of that name, if it is declared.
    pub fn get(&self, name: &str) -> Option<&Binding> {
        self.entries
            .iter()
            .find_map(|(n, b)| (n == name).then_some(b))
    }

    /// The same parameters with a constant in the place of one of them.
    #[must_use]
    pub fn with_value(&self, name: &str, value: &Expr) -> Self {
        let mut out = self.clone();
        for (n, binding) in &mut out.entries {
            if n == name {
                *binding = Binding::Value(value.clone());
            }
        }
        out
    }

    /// Names and bindings, in the order of declaration.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Binding)> {
        self.entries.iter().map(|(n, b)| (n.as_str(), b))
    }

    /// Is nothing declared?
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Declares symbolic names without asking the catalogue, for reading the catalogue itself.
    pub(super) fn of_catalogue<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Parameters {
            entries: names.map(|n| (n.to_owned(), Binding::Symbolic)).collect(),
        }
    }
}

/// Does the name occur in the text as a name of its own?
///
/// ```
/// use wronski_expr::mentions;
/// assert!(mentions("softplus(beta*x)", "beta"));
/// assert!(!mentions("softplus(beta2*x)", "beta"));
/// ```
pub fn mentions(text: &str, name: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .any(|word| word == name)
}

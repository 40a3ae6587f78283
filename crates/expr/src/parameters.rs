//! Declared parameters: constants of the user's expression that are not numbers.

use super::Expr;

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

    /// These names, of which nothing is known.
    pub(crate) fn symbolic<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Parameters {
            entries: names.map(|n| (n.to_owned(), Binding::Symbolic)).collect(),
        }
    }

    /// Adds a name that is not there.
    pub(crate) fn insert(&mut self, name: &str, binding: Binding) {
        self.entries.push((name.to_owned(), binding));
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

//! What stands in an expression without being made of anything else.

use std::fmt;
use std::sync::Arc;

/// A letter of an expression: a name, and what it is the name of. Two symbols of different kinds are different,
/// whatever their names are; who prints a [`Symbol::Generator`] gives it a name that no parameter has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbol {
    /// A constant that the user declared.
    Parameter(Arc<str>),
    /// A metavariable of a rule, with its question mark.
    Meta(Arc<str>),
    /// A function or constant that an analysis stands for by a letter of its own, such as a generator of a
    /// differential field.
    Generator(Arc<str>),
}

impl Symbol {
    /// The name.
    pub fn name(&self) -> &str {
        match self {
            Symbol::Parameter(name) | Symbol::Meta(name) | Symbol::Generator(name) => name,
        }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

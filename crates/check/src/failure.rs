//! Why something in a certificate is not confirmed.

use std::fmt;

/// Why something is not confirmed. "I cannot" is not "it is false".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The file says something that is not so, or contradicts its own format.
    Invalid(String),
    /// A limit of the checker is reached.
    Limit {
        /// Where, from the outside inwards; may be empty.
        at: String,
        /// What is limited, such as `the work of a check`.
        name: &'static str,
        /// The value of the limit.
        value: u64,
    },
    /// The checker has no method that would show it: it may be true.
    Unshown(String),
}

impl Failure {
    /// The same failure, with the place where it happened before it.
    #[must_use]
    pub fn within(self, place: impl fmt::Display) -> Failure {
        match self {
            Failure::Invalid(why) => Failure::Invalid(format!("{place}: {why}")),
            Failure::Unshown(why) => Failure::Unshown(format!("{place}: {why}")),
            Failure::Limit { at, name, value } => Failure::Limit {
                at: if at.is_empty() {
                    place.to_string()
                } else {
                    format!("{place}: {at}")
                },
                name,
                value,
            },
        }
    }

    /// Does the checker say that the file is wrong?
    pub fn is_invalid(&self) -> bool {
        matches!(self, Failure::Invalid(_))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Invalid(why) | Failure::Unshown(why) => f.write_str(why),
            Failure::Limit { at, name, value } => {
                if !at.is_empty() {
                    write!(f, "{at}: ")?;
                }
                write!(f, "the limit of {name} is reached ({value})")
            }
        }
    }
}

impl From<String> for Failure {
    fn from(why: String) -> Failure {
        Failure::Invalid(why)
    }
}

impl From<&str> for Failure {
    fn from(why: &str) -> Failure {
        Failure::Invalid(why.into())
    }
}

/// What a check of the checker gives: confirmed, or why not.
pub(super) type Checked<T> = Result<T, Failure>;

/// A limit that is reached.
pub(super) fn limit(name: &'static str, value: u64) -> Failure {
    Failure::Limit {
        at: String::new(),
        name,
        value,
    }
}

/// What the checker has no method for.
pub(super) fn unshown(why: impl Into<String>) -> Failure {
    Failure::Unshown(why.into())
}

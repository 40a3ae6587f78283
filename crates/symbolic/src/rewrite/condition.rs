//! Side conditions of rules. A condition holds only when it is known to.

use std::collections::BTreeSet;
use std::fmt;
use wronski_diagnostic::ErrorCode;

use num_rational::BigRational;
use num_traits::Signed;

use super::exact::exact_value;
use super::fact_base::FactBase;
use super::facts::Facts;
use super::predicate::Predicate;
use wronski_diagnostic::{Diagnostic, Result};
use wronski_expr::pattern::{Substitution, instantiate};
use wronski_expr::{Expr, is_constant, metavariables, parse_pattern};

/// A side condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A property of an expression in the metavariables.
    Has(Predicate, Expr),
    /// An equation between exact rational numbers; it may define the metavariable on its left.
    Equal(Expr, Expr),
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Condition::Has(p, e) => write!(f, "{}({e})", p.name()),
            Condition::Equal(a, b) => write!(f, "{a} = {b}"),
        }
    }
}

impl Condition {
    /// Reads `positive(?a)`, `integer(?n)`, `?n = ?c/?g`.
    ///
    /// # Errors
    /// `W0305` for an unknown property, and the errors of the expression parser.
    pub fn parse(text: &str) -> Result<Condition> {
        if let Some((left, right)) = text.split_once('=') {
            return Ok(Condition::Equal(
                parse_pattern(left)?,
                parse_pattern(right)?,
            ));
        }
        let text = text.trim();
        let inside = text
            .split_once('(')
            .and_then(|(name, rest)| Some((name, rest.strip_suffix(')')?)));
        let Some((name, argument)) = inside else {
            return Err(bad_condition(text));
        };
        let predicate = Predicate::ALL.iter().find(|(n, _)| *n == name.trim());
        let Some((_, predicate)) = predicate else {
            return Err(bad_condition(text));
        };
        Ok(Condition::Has(*predicate, parse_pattern(argument)?))
    }

    /// The metavariables that occur.
    pub fn metavariables(&self) -> BTreeSet<String> {
        match self {
            Condition::Has(_, e) => metavariables(e),
            Condition::Equal(a, b) => {
                let mut all = metavariables(a);
                all.extend(metavariables(b));
                all
            }
        }
    }

    /// If this is an equation `?n = value` with `?n` free and the rest bound: the name and the value.
    pub fn defines(&self, bound: &Substitution) -> Option<(String, BigRational)> {
        let Condition::Equal(left, right) = self else {
            return None;
        };
        let name = wronski_expr::pattern::metavariable(left)?;
        if bound.contains_key(name) {
            return None;
        }
        let value = exact_value(&instantiate(right, bound).ok()?)?;
        Some((name.to_owned(), value))
    }

    /// Is the condition known to hold under the substitution? An unbound metavariable makes it unknown.
    pub fn holds(&self, substitution: &Substitution, facts: &mut FactBase) -> bool {
        match self {
            Condition::Equal(a, b) => match (value(a, substitution), value(b, substitution)) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            },
            Condition::Has(p, e) => instantiate(e, substitution).is_ok_and(|e| has(*p, &e, facts)),
        }
    }

    /// Why the condition holds, in words, if it is known to.
    pub fn reason(&self, substitution: &Substitution, facts: &mut FactBase) -> Option<String> {
        if !self.holds(substitution, facts) {
            return None;
        }
        match self {
            Condition::Equal(a, b) => {
                let (a, b) = (
                    instantiate(a, substitution).ok()?,
                    instantiate(b, substitution).ok()?,
                );
                Some(format!("{a} = {b} exactly"))
            }
            Condition::Has(p, e) => {
                let e = instantiate(e, substitution).ok()?;
                Some(match p {
                    Predicate::Nonzero => format!("{e} is defined and not 0 for every real x"),
                    Predicate::Positive => format!("{e} > 0 for every real x"),
                    Predicate::Nonnegative => format!("{e} >= 0 for every real x"),
                    Predicate::Defined => format!("{e} is defined for every real x"),
                    Predicate::Smooth => format!("{e} is analytic for every real x"),
                    Predicate::Constant => format!("{e} does not contain x"),
                    Predicate::Rational => format!("{e} is a rational number"),
                    Predicate::Integer => format!("{e} is an integer"),
                })
            }
        }
    }
}

fn value(e: &Expr, substitution: &Substitution) -> Option<BigRational> {
    exact_value(&instantiate(e, substitution).ok()?)
}

fn has(p: Predicate, e: &Expr, facts: &mut FactBase) -> bool {
    // A metavariable that is left over could stand for anything.
    if !metavariables(e).is_empty() {
        return false;
    }
    // A rational number is judged exactly.
    if let Some(q) = exact_value(e) {
        return match p {
            Predicate::Nonzero => q.numer().sign() != num_bigint::Sign::NoSign,
            Predicate::Positive => q.is_positive(),
            Predicate::Nonnegative => !q.is_negative(),
            Predicate::Integer => q.is_integer(),
            Predicate::Defined | Predicate::Smooth | Predicate::Constant | Predicate::Rational => {
                true
            }
        };
    }
    let asked = |f: &Facts| match p {
        Predicate::Nonzero => f.is_nonzero(),
        Predicate::Positive => f.is_positive(),
        Predicate::Nonnegative => f.is_nonnegative(),
        Predicate::Defined => f.defined,
        Predicate::Smooth => f.smooth,
        Predicate::Constant | Predicate::Rational | Predicate::Integer => false,
    };
    match p {
        Predicate::Constant => is_constant(e),
        Predicate::Rational | Predicate::Integer => false,
        // The quick structural facts first.
        _ => asked(&facts.facts(e)) || asked(&facts.sharp(e)),
    }
}

fn bad_condition(text: &str) -> Diagnostic {
    let names: Vec<&str> = Predicate::ALL.iter().map(|(n, _)| *n).collect();
    Diagnostic::input(
        ErrorCode::W0305,
        format!("`{text}` is not a side condition"),
    )
    .help(format!(
        "write `PROPERTY(expression)` with one of {}, or `?n = expression`",
        names.join(", ")
    ))
}

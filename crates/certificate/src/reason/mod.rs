//! Why a claim is undecided, as data.
//!
//! Whoever stops builds a value of [`Reason`]; the sentence is rendered from it in `text.rs`, and nowhere
//! else. A reason names the limit that was hit with its value, the theorem that is missing, or the step for
//! which there is no method. It is what the prover says of itself: a checker can see whether a reason makes
//! sense ([`Reason::flaw`]), not whether it is true.

use wronski_diagnostic::ErrorCode;
mod limit;
pub mod numeric;
mod sense;
mod step;
mod text;

use serde::{Deserialize, Serialize};

use crate::claim::ClaimId;
use crate::{Interval, Requirement};

pub use limit::Limit;
pub use numeric::NumericReason;
pub use step::Step;

/// An expression in a reason: its text, or its size where the text would be long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Quoted {
    /// The text, in the grammar of the command line.
    Text(String),
    /// The number of nodes of the tree.
    Large(Size),
}

/// The size of an expression that is not written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Nodes of the tree.
    pub nodes: u64,
}

/// Where a subexpression stands, so that something is required of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Below a bar.
    Denominator,
    /// In a logarithm.
    Logarithm,
    /// In a square root that has to be defined.
    SquareRoot,
    /// In a square root that has to be analytic.
    AnalyticSquareRoot,
    /// In a cube root that has to be analytic.
    AnalyticCubeRoot,
    /// In a tangent.
    Tangent,
    /// In an absolute value that has to be analytic.
    AnalyticAbsoluteValue,
    /// A maximum or minimum that has to be analytic.
    AnalyticExtremum,
    /// A definition by cases that has to be analytic.
    AnalyticCases,
    /// The base of a power with a negative integer.
    NegativePower,
    /// The base of a power with a fraction.
    FractionalPower,
    /// The base of any other power.
    RealPower,
}

/// A condition on a subexpression that was neither shown nor refuted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The subexpression.
    pub subject: Quoted,
    /// What it has to satisfy.
    pub requirement: Requirement,
    /// Why.
    pub role: Role,
    /// An interval that contains its values.
    pub range: Interval,
    /// Is it known not to take the value 0?
    pub without_zero: bool,
    /// For x in this interval; for every x where it is absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub region: Option<Interval>,
}

/// A function of a constant that is no known constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConstantFunction {
    /// `exp`.
    Exp,
    /// `log`.
    Log,
    /// `erf`.
    Erf,
    /// `atan`.
    Atan,
    /// Sine and cosine.
    Angle,
}

/// Why a function is no element of a field of analytic functions that is built here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outside {
    /// It is defined by pieces.
    Pieces,
    /// An absolute value of something that may change its sign.
    AbsoluteValue,
    /// A root of something that is not shown to be positive.
    Root,
    /// A cube root of something that may be zero.
    CubeRoot,
    /// A name that stands for no function.
    Name,
}

/// Which analysis of an expression ran out of room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Analysis {
    /// That of the domain (`W0207`).
    Domain,
    /// The expansion of definitions, compositions and derivatives (`W0123`).
    Expansion,
}

/// Why a claim is undecided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Reason {
    /// A limit was hit.
    Limit {
        /// Which.
        limit: Limit,
        /// Its value.
        value: u64,
        /// What was beyond it, as an exact number where it is known and short.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        found: Option<String>,
        /// The expression that it was about, where there is one.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        subject: Option<Quoted>,
    },
    /// An expression is larger than what an analysis looks at.
    Size {
        /// Which analysis.
        analysis: Analysis,
        /// Its limit of nodes.
        nodes: u64,
        /// Its limit of levels.
        levels: u64,
    },
    /// A greatest common divisor of polynomials is beyond a limit.
    Gcd {
        /// The limit of terms.
        terms: u64,
        /// The limit of bits of a coefficient.
        bits: u64,
    },
    /// An integer could not be factored: it is too long, or what trial division leaves is too large.
    Factoring {
        /// The constant that needs the factors.
        subject: Quoted,
        /// Factors of up to so many bits are found by division.
        divisor_bits: u64,
        /// One prime of up to so many bits may be left.
        prime_bits: u64,
        /// Longer integers are not tried.
        bits: u64,
    },
    /// No theorem says that these constants are algebraically independent (or that the one is
    /// transcendental).
    UnprovedConstants {
        /// The constants.
        constants: Vec<String>,
    },
    /// Two constants are algebraically dependent in a way that is not worked out.
    RelatedConstants {
        /// The constants.
        constants: [String; 2],
    },
    /// A constant of a kind that is not worked out.
    ConstantKind {
        /// The function.
        function: ConstantFunction,
        /// Its argument.
        argument: Quoted,
    },
    /// A function that is an element of no field that is built here.
    Outside {
        /// The function, or its argument.
        subject: Quoted,
        /// Why.
        why: Outside,
    },
    /// A step for which there is no method, or whose result did not pass its test.
    Step {
        /// The step.
        step: Step,
        /// The expression that it was about, where there is one.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        subject: Option<Quoted>,
    },
    /// A condition that is open.
    Condition(Box<Condition>),
    /// It is open whether a function is defined at every real x.
    Definedness {
        /// The function as it was read; absent if only one is spoken of.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        function: Option<Quoted>,
        /// Why.
        because: Box<Reason>,
    },
    /// It is not shown that a function is analytic.
    Analyticity {
        /// What is open.
        because: Box<Reason>,
    },
    /// The pieces of a function are not found.
    Pieces {
        /// Why.
        because: Box<Reason>,
    },
    /// A piece of a function is not shown to be analytic up to its ends.
    Piece {
        /// What is open.
        because: Box<Reason>,
    },
    /// The order of two constants is open.
    Comparison {
        /// One.
        left: Quoted,
        /// The other.
        right: Quoted,
    },
    /// The points at which an expression has a value are not found.
    Solutions {
        /// The expression.
        subject: Quoted,
        /// The value.
        value: Quoted,
    },
    /// It is open whether a derivative jumps at a point.
    Jump {
        /// The order of the derivative.
        order: u32,
        /// The point.
        at: Quoted,
        /// Its value on the left.
        left: Quoted,
        /// Its value on the right.
        right: Quoted,
    },
    /// A value that does not exist was needed.
    NoValue {
        /// The code of the error.
        code: ErrorCode,
    },
    /// The composition sigma(sigma(x)) is out of reach.
    Composition {
        /// Why.
        because: Box<Reason>,
    },
    /// Everything else is known, and this claim, on which the verdict depends, is undecided.
    Depends {
        /// The claim.
        on: ClaimId,
        /// Its reason.
        because: Box<Reason>,
    },
    /// The relations of a family, from which the answer would follow, are not all known.
    Relations {
        /// Why.
        because: Box<Reason>,
    },
    /// No value of a Wronskian was enclosed away from zero, and the other way is closed as well.
    NoWitness {
        /// Why.
        because: Box<Reason>,
    },
}

impl Reason {
    /// A limit that was hit.
    pub fn limit(limit: Limit, value: impl TryInto<u64>) -> Self {
        Reason::Limit {
            limit,
            value: value.try_into().map_or(u64::MAX, |v| v),
            found: None,
            subject: None,
        }
    }

    /// With what was beyond the limit, unless that is a long number.
    #[must_use]
    pub fn found(mut self, beyond: impl std::fmt::Display) -> Self {
        if let Reason::Limit { found, .. } = &mut self {
            let text = beyond.to_string();
            *found = (text.len() <= crate::limits::REASON_NUMBER).then_some(text);
        }
        self
    }

    /// With the expression that it was about.
    #[must_use]
    pub fn about(mut self, expression: Quoted) -> Self {
        if let Reason::Limit { subject, .. } | Reason::Step { subject, .. } = &mut self {
            *subject = Some(expression);
        }
        self
    }

    /// A step for which there is no method.
    pub fn step(step: Step) -> Self {
        Reason::Step {
            step,
            subject: None,
        }
    }

    /// The code of the diagnostic for the same limit or error, where an input can be refused for it.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Reason::Limit { limit, .. } => limit.code(),
            Reason::Size { analysis, .. } => Some(match analysis {
                Analysis::Domain => ErrorCode::W0207,
                Analysis::Expansion => ErrorCode::W0123,
            }),
            Reason::NoValue { code } => Some(*code),
            _ => None,
        }
    }

    /// The reason that this one gives in turn.
    pub fn because(&self) -> Option<&Reason> {
        match self {
            Reason::Definedness { because, .. }
            | Reason::Analyticity { because }
            | Reason::Pieces { because }
            | Reason::Piece { because }
            | Reason::Composition { because }
            | Reason::Depends { because, .. }
            | Reason::Relations { because }
            | Reason::NoWitness { because } => Some(because),
            Reason::Limit { .. }
            | Reason::Size { .. }
            | Reason::Gcd { .. }
            | Reason::Factoring { .. }
            | Reason::UnprovedConstants { .. }
            | Reason::RelatedConstants { .. }
            | Reason::ConstantKind { .. }
            | Reason::Outside { .. }
            | Reason::Step { .. }
            | Reason::Condition(_)
            | Reason::Comparison { .. }
            | Reason::Solutions { .. }
            | Reason::Jump { .. }
            | Reason::NoValue { .. } => None,
        }
    }

    /// The expressions that it speaks of.
    pub fn subjects(&self) -> Vec<&Quoted> {
        match self {
            Reason::Limit { subject, .. } | Reason::Step { subject, .. } => {
                subject.iter().collect()
            }
            Reason::Factoring { subject, .. } | Reason::Outside { subject, .. } => vec![subject],
            Reason::ConstantKind { argument, .. } => vec![argument],
            Reason::Condition(c) => vec![&c.subject],
            Reason::Definedness { function, .. } => function.iter().collect(),
            Reason::Comparison { left, right } => vec![left, right],
            Reason::Solutions { subject, value } => vec![subject, value],
            Reason::Jump {
                at, left, right, ..
            } => vec![at, left, right],
            _ => vec![],
        }
    }
}

//! The one place where the reason of an undecided claim becomes a sentence.

use std::fmt;

use crate::claim::ANALYTIC;

use super::{Analysis, Condition, ConstantFunction, Outside, Quoted, Reason, Role};

/// The longest expression in a sentence, in characters.
const LONGEST: usize = 160;

impl fmt::Display for Quoted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Quoted::Large(size) => write!(f, "an expression of {} nodes", size.nodes),
            Quoted::Text(text) if text.chars().count() <= LONGEST => f.write_str(text),
            Quoted::Text(text) => {
                let head: String = text.chars().take(LONGEST - 3).collect();
                write!(f, "{head}...")
            }
        }
    }
}

impl Quoted {
    /// In backquotes, if it is text.
    fn quoted(&self) -> String {
        match self {
            Quoted::Text(_) => format!("`{self}`"),
            Quoted::Large(_) => self.to_string(),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::Denominator => "it is a denominator",
            Role::Logarithm => "it is the argument of a logarithm",
            Role::SquareRoot => "it is the argument of a square root",
            Role::AnalyticSquareRoot => "a square root is analytic where its argument is positive",
            Role::AnalyticCubeRoot => "a cube root is analytic where its argument is nonzero",
            Role::Tangent => "it is the argument of a tangent",
            Role::AnalyticAbsoluteValue => {
                "an absolute value is analytic where its argument keeps its sign"
            }
            Role::AnalyticExtremum => "the same argument must be the larger one everywhere",
            Role::AnalyticCases => "the same branch must be taken everywhere",
            Role::NegativePower => "it is the base of a negative power",
            Role::FractionalPower => "it is the base of a fractional power",
            Role::RealPower => "it is the base of a real power",
        })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is {}: unknown; known: range {}{}{} ({})",
            self.subject,
            self.requirement,
            self.range,
            if self.without_zero { " without 0" } else { "" },
            self.region
                .as_ref()
                .map_or(String::new(), crate::Interval::of_x),
            self.role
        )
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Limit {
                limit,
                value,
                found,
                subject,
            } => {
                let subject = subject.as_ref().map(Quoted::to_string);
                f.write_str(&limit.clause(*value, found.as_deref(), subject.as_deref()))
            }
            Reason::Size {
                analysis,
                nodes,
                levels,
            } => match analysis {
                Analysis::Domain => write!(
                    f,
                    "domain analysis: more than {nodes} nodes or deeper than {levels} after expansion"
                ),
                Analysis::Expansion => write!(
                    f,
                    "an expansion with more than {nodes} nodes or deeper than {levels}"
                ),
            },
            Reason::Gcd { terms, bits } => write!(
                f,
                "a greatest common divisor beyond the limit of the polynomial arithmetic ({terms} terms, \
                 {bits} bits)"
            ),
            Reason::Factoring {
                subject,
                divisor_bits,
                prime_bits,
                bits,
            } => write!(
                f,
                "{subject}: a factorisation is beyond the limit of trial division (factors below \
                 2^{divisor_bits} and one \
                 prime below 2^{prime_bits}, of an integer below 2^{bits})"
            ),
            Reason::UnprovedConstants { constants } => match constants.as_slice() {
                [one] => write!(f, "that the number {one} is transcendental is not proved"),
                all => write!(
                    f,
                    "the algebraic independence of the constants {} is not proved",
                    all.join(", ")
                ),
            },
            Reason::RelatedConstants { constants: [a, b] } => write!(
                f,
                "the constants {a} and {b} are algebraically dependent in a way that is not worked out"
            ),
            Reason::ConstantKind { function, argument } => {
                match function {
                    ConstantFunction::Exp => write!(f, "exp({argument})")?,
                    ConstantFunction::Log => write!(f, "log({argument})")?,
                    ConstantFunction::Erf => write!(f, "erf({argument})")?,
                    ConstantFunction::Atan => write!(f, "atan({argument})")?,
                    ConstantFunction::Angle => write!(f, "the angle {argument}")?,
                }
                f.write_str(" is a constant of a kind that is not worked out")
            }
            Reason::Outside { subject, why } => match why {
                Outside::Pieces => write!(
                    f,
                    "{subject} is defined by pieces and is no element of a field of analytic functions"
                ),
                Outside::AbsoluteValue => {
                    write!(f, "abs({subject}): the argument may change its sign")
                }
                Outside::Root => write!(
                    f,
                    "the root of {subject}, which is not shown to be positive on the real line"
                ),
                Outside::CubeRoot => write!(f, "cbrt({subject}): the argument may be zero"),
                Outside::Name => write!(f, "{subject} is not in the catalogue"),
            },
            Reason::Step { step, subject } => {
                let subject = subject.as_ref().map(Quoted::quoted);
                f.write_str(&step.clause(subject.as_deref()))
            }
            Reason::Condition(c) => c.fmt(f),
            Reason::Definedness {
                function: Some(function),
                because,
            } => write!(
                f,
                "whether {} is defined at every real x is not decided: {because}",
                function.quoted()
            ),
            Reason::Definedness {
                function: None,
                because,
            } => write!(
                f,
                "whether it is defined everywhere is not decided: {because}"
            ),
            Reason::Analyticity { because } => write!(f, "not shown: {because}"),
            Reason::Pieces { because } => write!(f, "its pieces are not decided: {because}"),
            Reason::Piece { because } => write!(
                f,
                "a piece is not shown to be analytic up to its ends: {because}"
            ),
            Reason::Comparison { left, right } => {
                write!(f, "the order of {left} and {right} is not decided")
            }
            Reason::Solutions { subject, value } => write!(
                f,
                "the points where {} is {value} are not found",
                subject.quoted()
            ),
            Reason::Jump {
                order,
                at,
                left,
                right,
            } => write!(
                f,
                "whether the derivative of order {order} jumps at x = {at} is not decided: {left} against \
                 {right}"
            ),
            Reason::NoValue { code } => {
                write!(f, "a value is needed that does not exist (error {code})")
            }
            Reason::Composition { because } => write!(f, "sigma(sigma(x)): {because}"),
            Reason::Depends { on, because } if *on == ANALYTIC => write!(
                f,
                "B2 is linearly independent, but it is undecided whether sigma is analytic: {because}"
            ),
            Reason::Depends { on, because } => {
                write!(
                    f,
                    "the claim {on}, on which it depends, is undecided: {because}"
                )
            }
            Reason::Relations { because } => {
                write!(f, "the relations are not all known: {because}")
            }
            Reason::NoWitness { because } => write!(
                f,
                "{because}, and no value of the Wronskian was enclosed away from zero"
            ),
        }
    }
}

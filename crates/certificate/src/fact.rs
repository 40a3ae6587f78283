//! Facts about the values of expressions, each with how it follows from the expression and from facts before
//! it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Requirement;
use super::interval::{Interval, Rational};

/// Where x runs, every value of the expression at which it is defined lies in the range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The expression, without names of the catalogue, compositions and derivatives.
    pub expression: String,
    /// Where x runs; left out for the real line.
    #[serde(skip_serializing_if = "Interval::is_line", default)]
    pub on: Interval,
    /// The values.
    pub range: Interval,
    /// Is 0 no value although it lies between the ends?
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub nonzero: bool,
    /// How it follows.
    #[serde(flatten)]
    pub how: How,
}

/// How a range follows. Numbers in `of`, `fact`, ... are positions of earlier facts, which hold wherever this
/// one is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "kebab-case", deny_unknown_fields)]
pub enum How {
    /// From the operator and its operands, in order; without a fact an operand is known as far as it is a
    /// written number, x or pi.
    Structure {
        /// A fact about each operand, as far as it is needed.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        of: Vec<Option<usize>>,
    },
    /// One branch of a `where` is taken, because of the sign of the difference of the two sides of its
    /// condition.
    Branch {
        /// The fact about the difference.
        condition: usize,
        /// The fact about the branch.
        branch: usize,
    },
    /// Several facts about the same expression that follow in different ways, in the order of these ways.
    Meet {
        /// The facts.
        of: Vec<usize>,
    },
    /// The expression is a quotient with signs that are known.
    Signs(Quotient),
    /// `|a sin(u) + b cos(u)| <= sqrt(a^2 + b^2)` in a linear combination.
    Waves {
        /// What is added to the terms.
        constant: Rational,
        /// The waves, one for each argument.
        waves: Vec<Wave>,
        /// Further terms.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        rest: Vec<Share>,
    },
    /// The expression is `w + factor*root`, and `factor^2*root^2 - w^2` is the quotient: the sign is that of
    /// the factor where this is positive.
    Root {
        /// A square root, in the spelling of the expression.
        root: String,
        /// Its factor.
        factor: Rational,
        /// The quotient.
        #[serde(flatten)]
        difference: Quotient,
    },
    /// The exponential of the expression, with its logarithms carried out, less 1 is the quotient, and has
    /// the same sign.
    Logarithms(Quotient),
    /// The expression is this multiple, of absolute value at most 1, of an arctangent: it lies between
    /// `-pi/2` and `pi/2`.
    Arctangent {
        /// The multiple.
        factor: Rational,
    },
    /// A constant is enclosed.
    Enclosure {
        /// The precision, in bits.
        bits: u32,
    },
    /// Enclosed on boxes, and known beyond them.
    Boxes {
        /// The ends of the boxes, ascending.
        cuts: Vec<Rational>,
        /// The precision, in bits.
        bits: u32,
        /// What is known left of the boxes; left out if the interval ends there.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        left: Option<Beyond>,
        /// What is known right of the boxes; left out if the interval ends there.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        right: Option<Beyond>,
    },
}

/// What is known beyond the boxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Beyond {
    /// A fact about the same expression.
    Fact(usize),
    /// Of the sum in numerator and denominator one term grows fastest and outweighs the others (facts about
    /// what stands in them).
    Growth(Vec<usize>),
}

/// A numerator and a denominator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quotient {
    /// The numerator.
    pub numerator: Form,
    /// The denominator; left out for 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub denominator: Option<Form>,
}

/// A sum whose signs are those of something simpler.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Form {
    /// A polynomial in x or in one exponential, times an exponential.
    Polynomial {
        /// The coefficients, lowest degree first; none for 0.
        coefficients: Vec<Rational>,
        /// The polynomial is one in the exponential of this expression; left out for x.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        exponential: Option<String>,
        /// The polynomial is multiplied by the exponential of this expression; left out for 1.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        times: Option<String>,
    },
    /// A polynomial in x, parameters and pi: `multiplier*(polynomial - constant)` is a sum of squares, the
    /// constant is positive.
    Squares {
        /// The polynomial.
        polynomial: String,
        /// The constant.
        constant: Rational,
        /// A sum of squares that is not the zero polynomial; left out for 1.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        multiplier: Vec<Square>,
        /// The squares.
        squares: Vec<Square>,
    },
}

/// `weight*root^2`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Square {
    /// A positive number.
    pub weight: Rational,
    /// What is squared.
    pub root: String,
}

/// `sine*sin(argument) + cosine*cos(argument)`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wave {
    /// The argument.
    pub argument: String,
    /// The factor of its sine.
    pub sine: Rational,
    /// The factor of its cosine.
    pub cosine: Rational,
}

/// A multiple of an expression of which a fact is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The multiple.
    pub factor: Rational,
    /// The fact.
    pub fact: usize,
}

/// A condition on the real line that an analytic expression has to meet, with the fact that meets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// The subexpression, such as a denominator.
    pub expression: String,
    /// What has to hold of it.
    pub requirement: Requirement,
    /// The fact: about the expression; for `max` and `min` about the difference of their arguments, for
    /// `where` about that of the two sides of its condition.
    pub fact: usize,
    /// For a condition: what it is for every x.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub always: Option<TruthValue>,
    /// For the argument u of a tangent: the n for which `-pi/2 < u - n pi < pi/2`; left out for 0.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub branch: Option<i64>,
}

/// What a condition is; `true` or `false` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "bool", into = "bool")]
pub enum TruthValue {
    /// It holds.
    True,
    /// It does not hold.
    False,
}

impl From<bool> for TruthValue {
    fn from(holds: bool) -> Self {
        if holds {
            TruthValue::True
        } else {
            TruthValue::False
        }
    }
}

impl From<TruthValue> for bool {
    fn from(truth: TruthValue) -> Self {
        truth == TruthValue::True
    }
}

impl std::ops::Not for TruthValue {
    type Output = TruthValue;

    fn not(self) -> TruthValue {
        match self {
            TruthValue::True => TruthValue::False,
            TruthValue::False => TruthValue::True,
        }
    }
}

impl fmt::Display for TruthValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TruthValue::True => "true",
            TruthValue::False => "false",
        })
    }
}

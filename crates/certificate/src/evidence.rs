//! The evidence of a claim.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::fact::{Fact, Obligation};

/// An interval on which sigma is a linear function that is not constant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearPiece {
    /// The ends: exact constants, `-inf`, `inf`.
    pub interval: [String; 2],
    /// The slope, an exact constant.
    pub slope: String,
    /// The value of the line at 0, an exact constant.
    pub intercept: String,
}

/// A point at which two one-sided Taylor expansions differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotAnalyticEvidence {
    /// The point, an exact constant.
    pub breakpoint: String,
    /// The order of the first derivative that jumps there (0: sigma itself).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<u32>,
    /// In place of `order`: a derivative that jumps, when a lower one may do so already.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order_at_most: Option<u32>,
    /// That derivative on the left, if it is an exact constant.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub left: Option<String>,
    /// That derivative on the right, if it is an exact constant.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub right: Option<String>,
    /// The value of sigma at the point, if `order` is 0 and it is an exact constant.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<String>,
    /// The intervals on which sigma is linear and not constant, from left to right.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub linear_pieces: Vec<LinearPiece>,
}

/// A nonzero determinant of values modulo a prime at points of the tower.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlternantEvidence {
    /// The prime.
    pub prime: String,
    /// One point for each function: values of all variables of the tower, in order.
    pub points: Vec<Vec<String>>,
    /// `det [f_j(P_i)]` (row i, column j) modulo the prime, from 1 to prime - 1.
    pub determinant: String,
}

/// A rank, certified from both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankEvidence {
    /// `B2`, `B3`, `gradient-3`, or `given` (the functions of the certificate).
    pub family: String,
    /// The members: labels such as `x^2*s2*S1`, or the functions as typed.
    pub functions: Vec<String>,
    /// Number of members.
    pub size: usize,
    /// The rank over the constants.
    pub rank: usize,
    /// The members that are independent and span, ascending, counted from 0.
    pub basis: Vec<usize>,
    /// Why the basis is independent: columns are its members in order; all points agree in the
    /// constants. Absent for rank 0.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alternant: Option<AlternantEvidence>,
    /// One relation for each member outside the basis, in order: the coefficients of all members,
    /// 1 at that member and 0 at every other member outside the basis.
    pub relations: Vec<Vec<String>>,
}

/// A nonzero minor of a Jacobian modulo a prime.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JacobianEvidence {
    /// Is sigma itself transcendental over C(x) (then the minor has two rows: the partial derivatives
    /// of sigma and of S), or is it a rational function of x (then it has one row, of S)?
    pub sigma_transcendental: bool,
    /// The monomials with respect to which the partial derivatives are taken, by symbol: one for each row.
    pub with_respect_to: Vec<String>,
    /// The prime.
    pub prime: String,
    /// Values of all variables of the tower.
    pub point: Vec<String>,
    /// The minor modulo the prime, from 1 to prime - 1.
    pub determinant: String,
}

/// A nonzero alternant of 1, S, S1, S2 at four points that agree in a subfield.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubfieldAlternantEvidence {
    /// The variables that have the same value at all four points, by symbol: x, all constants, and
    /// either monomials that generate a field closed under what the claim asks for and containing
    /// sigma, or none (then sigma itself has the same value at all points).
    pub fixed: Vec<String>,
    /// If sigma is held fixed instead of monomials: the monomial with respect to which the partial
    /// derivative of sigma is nonzero at every point.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub level_of_sigma: Option<String>,
    /// The determinant of 1, S, S1, S2 at the points.
    pub alternant: AlternantEvidence,
}

/// An end of the real line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndOfLine {
    /// Minus infinity.
    Left,
    /// Plus infinity.
    Right,
}

impl fmt::Display for EndOfLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            EndOfLine::Left => "minus infinity",
            EndOfLine::Right => "plus infinity",
        })
    }
}

/// What a verdict is re-derived from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Evidence {
    /// sigma is analytic on R: what has to hold, and why it does.
    Analytic {
        /// The facts that the obligations rest on, each after those that it follows from.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        facts: Vec<Fact>,
        /// The obligations, in the order of the expression.
        obligations: Vec<Obligation>,
        /// If sigma is defined by pieces that are one function after all: that function, which the
        /// obligations are about.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        single_piece: Option<String>,
        /// If sigma is a linear function that is not constant: the line.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        linear_pieces: Vec<LinearPiece>,
    },
    /// sigma is not analytic: the Taylor coefficients on the two sides of a point differ.
    NotAnalytic(NotAnalyticEvidence),
    /// The derivative of an analytic sigma is positive, so that sigma takes the values between its limits: the
    /// evidence that `log(sigma')` is analytic.
    Increasing {
        /// The limits at minus and plus infinity: exact constants.
        limits: [String; 2],
        /// As in `analytic`, for `log(sigma')`.
        facts: Vec<Fact>,
        /// As in `analytic`, for `log(sigma')`.
        obligations: Vec<Obligation>,
    },
    /// The derivative of sigma is 0 everywhere.
    Constant,
    /// The derivative of sigma is negative at a point.
    Descends {
        /// A rational number.
        at: String,
        /// The precision of its enclosure, in bits.
        bits: u32,
    },
    /// sigma has an infinite limit.
    Unbounded {
        /// Where.
        end: EndOfLine,
    },
    /// A rank. For `assumption-1` proved, `analytic` is a claim of the same certificate.
    Rank(RankEvidence),
    /// The functions are linearly independent over the reals: their alternant at real points is
    /// enclosed away from zero. For functions that are in no tower.
    RealAlternant {
        /// One rational number for each function.
        points: Vec<String>,
        /// The precision of the enclosures, in bits.
        bits: u32,
        /// Rational bounds of the determinant, of one sign.
        determinant: [String; 2],
    },
    /// S is transcendental over C(x, sigma).
    Transcendental(JacobianEvidence),
    /// S is algebraic over C(x, sigma): all minors of the Jacobian that would show the contrary
    /// vanish identically.
    Algebraic,
    /// 1, S, S1, S2 are independent over the subfield.
    IndependentOverSubfield(SubfieldAlternantEvidence),
    /// `sum c_i f_i = 0` for 1, S, S1, S2 with coefficients in the subfield, not all zero: expressions
    /// in x, `sigma` and, for the differential reading, `diff(sigma)`, `diff(diff(sigma))`, ...
    RelationOverSubfield {
        /// The four coefficients.
        relation: Vec<String>,
    },
}

/// What evidence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Elements of the tower of the certificate.
    Tower,
    /// The expressions alone.
    Expressions,
}

impl Evidence {
    /// What it is about.
    pub fn ground(&self) -> Ground {
        match self {
            Evidence::Analytic { .. }
            | Evidence::NotAnalytic(_)
            | Evidence::Increasing { .. }
            | Evidence::Constant
            | Evidence::Descends { .. }
            | Evidence::Unbounded { .. }
            | Evidence::RealAlternant { .. } => Ground::Expressions,
            Evidence::Rank(_)
            | Evidence::Transcendental(_)
            | Evidence::Algebraic
            | Evidence::IndependentOverSubfield(_)
            | Evidence::RelationOverSubfield { .. } => Ground::Tower,
        }
    }
}

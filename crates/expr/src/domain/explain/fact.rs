//! Facts about ranges, and how they follow.

use num_rational::BigRational;

use crate::Expr;
use crate::domain::Range;
use wronski_certificate::{Reason, Step};
use wronski_exact::univariate::End;

/// Where x runs, every value of the expression at which it is defined lies in the range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The expression, without names, compositions and derivatives.
    pub expr: Expr,
    /// The ends of the interval of x.
    pub on: [End; 2],
    /// The values.
    pub range: Range,
    /// How it follows.
    pub how: How,
}

/// How a range follows; numbers are positions of earlier facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// From the operator and facts about its operands; `None` where what an operand is written as is enough.
    Structure(Vec<Option<usize>>),
    /// A `where`: from the fact that decides its condition and the one about the branch.
    Branch {
        /// The fact about the difference of the two sides of the condition.
        condition: usize,
        /// The fact about the branch.
        branch: usize,
    },
    /// Several facts about the same expression.
    Meet(Vec<usize>),
    /// The expression is this quotient.
    Signs(Quotient),
    /// A linear combination with waves.
    Waves {
        /// What is added.
        constant: BigRational,
        /// Arguments with the factors of their sine and cosine.
        waves: Vec<(Expr, BigRational, BigRational)>,
        /// Factors and facts of the other terms.
        rest: Vec<(BigRational, usize)>,
    },
    /// A root outweighs the rest of the expression.
    Root {
        /// The root.
        root: Expr,
        /// Its factor.
        factor: BigRational,
        /// The square of the root with its factor less that of the rest.
        difference: Quotient,
    },
    /// The exponential of the expression less 1 is this quotient.
    Logarithms(Quotient),
    /// This multiple of an arctangent.
    Arctangent(BigRational),
    /// A constant, enclosed with so many bits.
    Enclosure(u32),
    /// Enclosed on boxes, and known beyond.
    Boxes {
        /// The ends of the boxes.
        cuts: Vec<BigRational>,
        /// The precision.
        bits: u32,
        /// What is known left and right of them.
        beyond: [Option<Beyond>; 2],
    },
}

/// Why a sign is known on a ray.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// By a fact about the same expression.
    Fact(usize),
    /// By its growth, and these facts.
    Growth(Vec<usize>),
}

/// A numerator and a denominator, 1 if it is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotient {
    /// The numerator.
    pub numerator: Form,
    /// The denominator.
    pub denominator: Option<Form>,
}

/// A sum whose signs are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// `exp(times) p(x)`, or `exp(times) p(exp(exponential))`.
    Polynomial {
        /// The coefficients of `p`, lowest degree first.
        coefficients: Vec<BigRational>,
        /// The exponent in place of x.
        exponential: Option<Expr>,
        /// The exponent of the factor.
        times: Option<Expr>,
    },
    /// `multiplier*(polynomial - constant) = squares`
    Squares {
        /// The polynomial.
        polynomial: Expr,
        /// A positive number.
        constant: BigRational,
        /// Weights and roots of the squares of a sum; empty for 1.
        multiplier: Vec<(BigRational, Expr)>,
        /// Weights and roots of the squares.
        squares: Vec<(BigRational, Expr)>,
    },
}

/// What a side condition on this expression rests on is not traced back.
pub(super) fn untraced(subject: &Expr) -> Reason {
    Reason::step(Step::Witness).about(subject.into())
}

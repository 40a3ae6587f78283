//! Why an expression is analytic, as data: facts about ranges, each with how it follows from the expression
//! and from earlier facts.
//!
//! The facts are traced back after the walk over the expression, from what an obligation rests on to what
//! that rests on, each once; what makes no difference to a range is left out.

mod quotient;
mod trace;

use num_rational::BigRational;

use super::definedness::{Ground, Question, Walk};
use super::facts::truth;
use super::{Range, Requirement, witness};
use crate::Expr;
use crate::dag::{Dag, Kind};
use wronski_certificate::{Reason, Step, TruthValue};
use wronski_diagnostic::Result;
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

/// What an analytic expression rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnesses {
    /// The facts, each after those that it follows from.
    pub facts: Vec<Fact>,
    /// What has to hold of which subexpression, and the facts that say so.
    pub obligations: Vec<Witnessed>,
}

/// A condition that is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// The subexpression.
    pub subject: Expr,
    /// What has to hold of it.
    pub requirement: Requirement,
    /// The position of the fact.
    pub fact: usize,
    /// What the condition of a `where` is for every x.
    pub always: Option<TruthValue>,
    /// In which branch of the tangent its argument lies.
    pub branch: Option<i64>,
}

/// What a side condition on this expression rests on is not traced back.
fn untraced(subject: &Expr) -> Reason {
    Reason::step(Step::Witness).about(subject.into())
}

/// The facts that an expression rests on which is analytic on the real line, for generic parameters. At most
/// so many facts, and symbols in them.
///
/// # Errors
/// What [`analyticity`](super::analyticity()) reports.
pub fn witnesses(
    expr: &Expr,
    most: usize,
    longest: u64,
) -> Result<std::result::Result<Witnesses, Reason>> {
    let dag = Dag::new(expr)?;
    let mut walk = Walk::new(&dag, Question::Analytic)?;
    walk.everything();
    if let Some(open) = walk.unknown.first() {
        return Ok(Err(open.clone()));
    }
    let mut trace = trace::Trace::new(&mut walk.facts, most, longest);
    let mut obligations = Vec::new();
    let always = |subject: usize, range: &Range| match dag.item(subject).kind {
        Kind::Where(relation, _) => truth(relation, range),
        _ => None,
    };
    for (o, (subject, ground)) in walk.obligations.iter().zip(&walk.grounds) {
        let fact = match ground {
            Ground::Range(about) => trace.range(*about),
            Ground::Enclosure => trace.enclosure(*subject, o.requirement),
            Ground::Boxes(shown) => trace.boxes(*subject, shown),
            Ground::Arctangent(q) => trace.arctangent(*subject, q),
            Ground::Zero => Err(untraced(&o.subject)),
        };
        let fact = match fact {
            Ok(fact) => fact,
            Err(why) => return Ok(Err(why)),
        };
        let range = &trace.facts[fact].range;
        let tangent =
            o.requirement == Requirement::CosineNonZero && !matches!(ground, Ground::Arctangent(_));
        let branch = match (range.low.value(), range.high.value()) {
            (Some(low), Some(high)) if tangent => witness::one_branch(low, high),
            _ => None,
        };
        if tangent && branch.is_none() {
            return Ok(Err(untraced(&o.subject)));
        }
        let decided = o.requirement == Requirement::Decided;
        obligations.push(Witnessed {
            subject: o.subject.clone(),
            requirement: o.requirement,
            fact,
            always: always(*subject, range).filter(|_| decided),
            branch: branch.filter(|n| *n != 0),
        });
    }
    Ok(Ok(Witnesses {
        facts: trace.facts,
        obligations,
    }))
}

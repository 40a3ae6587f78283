//! Why an expression is analytic, as data: facts about ranges, each with how it follows from the expression
//! and from earlier facts.
//!
//! The facts are traced back after the walk over the expression, from what an obligation rests on to what
//! that rests on, each once; what makes no difference to a range is left out.

mod fact;
mod quotient;
mod trace;

pub use fact::{Beyond, Fact, Form, How, Quotient};

use fact::untraced;

use super::definedness::{Ground, Question, Walk};
use super::facts::truth;
use super::{Range, Requirement, witness};
use crate::Expr;
use crate::dag::{Dag, Kind};
use wronski_certificate::{Reason, TruthValue};
use wronski_diagnostic::Result;

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

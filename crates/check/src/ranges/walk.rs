//! What has to hold of the parts of an expression for it to be analytic on the real line, and that the stated
//! facts say so.
//!
//! All functions of the grammar are analytic on an open set: `exp`, `erf`, `erfc`, `sin`, `cos`, `sinh`,
//! `cosh`, `tanh`, `atan`, `asinh` on R, `log`, `sqrt` and real powers on positive numbers, `cbrt` and the
//! quotient off 0, `tan` off its poles. `abs`, `max`, `min` and `where` are one of their pieces if it is the
//! same one for every x.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;

use super::comparison::{Truth, of_difference};
use super::images::branch_of_tangent;
use super::nodes::NodeKind;
use super::work::{BITS, Work};
use crate::elementary::of as function;
use crate::failure::{Checked, Failure, limit};
use crate::text::short;
use wronski_certificate::{Interval, Obligation, Requirement, TruthValue};
use wronski_diagnostic::interruption;
use wronski_expr::{Func, Relation};

/// Deepest nesting of `where`.
const MAX_NESTING: u32 = 60;

/// The precision with which branches of the tangent are told apart.
const TANGENT_BITS: u32 = 320;

/// What a fact has to be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Itself,
    /// The difference of two nodes.
    Difference(usize, usize),
}

struct Walk<'w, 'a> {
    work: &'w mut Work<'a>,
    stated: std::slice::Iter<'w, Obligation>,
    /// How many were met.
    count: usize,
    met: BTreeSet<(usize, Target, Requirement)>,
    /// The conditions that were decided.
    decisions: BTreeMap<usize, Truth>,
    seen: BTreeSet<usize>,
    conditions: Vec<usize>,
}

/// Walks over the expression; every requirement is met by the next obligation, or holds for generic
/// parameters. Returns what must not vanish.
pub(super) fn confirm(
    work: &mut Work<'_>,
    roots: &[usize],
    obligations: &[Obligation],
) -> Checked<Vec<usize>> {
    let mut walk = Walk {
        work,
        stated: obligations.iter(),
        count: 0,
        met: BTreeSet::new(),
        decisions: BTreeMap::new(),
        seen: BTreeSet::new(),
        conditions: Vec::new(),
    };
    for root in roots {
        walk.visit(*root, 0)?;
    }
    match walk.stated.next() {
        None => Ok(walk.conditions),
        Some(o) => Err(format!(
            "that `{}` is {} is not asked for where it stands (side condition {})",
            short(&o.expression),
            o.requirement,
            walk.count
        )
        .into()),
    }
}

impl<'w> Walk<'w, '_> {
    /// Everything that is evaluated wherever the node is; of a `where` the branch that is taken.
    fn visit(&mut self, root: usize, nesting: u32) -> Checked<()> {
        if nesting > MAX_NESTING {
            return Err(limit(
                "conditions inside conditions",
                u64::from(MAX_NESTING),
            ));
        }
        if !self.seen.insert(root) {
            return Ok(());
        }
        let mut evaluated = BTreeSet::new();
        let mut todo = vec![root];
        while let Some(i) = todo.pop() {
            if evaluated.insert(i) {
                match self.work.nodes.kind(i) {
                    NodeKind::Where(_, [a, b, _, _]) => todo.extend([*a, *b]),
                    kind => todo.extend(kind.operands()),
                }
            }
        }
        for i in evaluated {
            interruption::point();
            if let Some((subject, about, requirement)) = self.requirement(i) {
                self.settle(subject, about, requirement)?;
            }
            if let NodeKind::Where(relation, [a, b, then, otherwise]) = *self.work.nodes.kind(i) {
                let taken = self.decided(i, relation, a, b)?;
                let branch = match taken {
                    Truth::Always => then,
                    Truth::Never => otherwise,
                };
                self.visit(branch, nesting + 1)?;
            }
        }
        Ok(())
    }

    /// What the node asks for, of itself or of an operand.
    fn requirement(&self, i: usize) -> Option<(usize, Target, Requirement)> {
        let of = |i: usize, r: Requirement| Some((i, Target::Itself, r));
        let nodes = &self.work.nodes;
        match *nodes.kind(i) {
            NodeKind::Div(_, b) => of(b, Requirement::NonZero),
            NodeKind::Function(Func::Sqrt, a) if self.is_fourth_power(a) => None,
            NodeKind::Function(f, a) => function(f).requirement().and_then(|r| of(a, r)),
            NodeKind::Max(a, b) | NodeKind::Min(a, b) => {
                Some((i, Target::Difference(a, b), Requirement::OneSigned))
            }
            NodeKind::Pow(a, b) => match nodes.written(b) {
                Some(q) if q.is_integer() && !q.is_negative() => None,
                Some(q) if q.is_integer() => of(a, Requirement::NonZero),
                _ => of(a, Requirement::Positive),
            },
            _ => None,
        }
    }

    /// `u^(4k)` for `k > 0`, whose square root is `u^(2k)`.
    fn is_fourth_power(&self, i: usize) -> bool {
        let nodes = &self.work.nodes;
        let NodeKind::Pow(_, k) = *nodes.kind(i) else {
            return false;
        };
        let four = BigRational::from_integer(BigInt::from(4));
        nodes
            .written(k)
            .is_some_and(|q| q.is_positive() && (q / four).is_integer())
    }

    /// The next obligation, if it is this one.
    fn next(
        &mut self,
        subject: usize,
        requirement: Requirement,
    ) -> Checked<Option<&'w Obligation>> {
        let Some(o) = self.stated.as_slice().first() else {
            return Ok(None);
        };
        if o.requirement != requirement || self.work.read(&o.expression)? != subject {
            return Ok(None);
        }
        self.stated.next();
        self.count += 1;
        if o.always.is_some() != (requirement == Requirement::Decided) {
            return Err("a truth value belongs to a condition, and to nothing else".into());
        }
        Ok(Some(o))
    }

    fn missing(&self, subject: usize, requirement: Requirement) -> Failure {
        format!(
            "side condition {} has to be that `{}` is {}",
            self.count,
            short(&self.work.nodes.expr(subject).to_string()),
            requirement
        )
        .into()
    }

    fn settle(&mut self, subject: usize, about: Target, requirement: Requirement) -> Checked<()> {
        if self.met.contains(&(subject, about, requirement)) {
            return Ok(());
        }
        let Some(stated) = self.next(subject, requirement)? else {
            return self.generic(subject, requirement);
        };
        let fact = stated.fact;
        self.met.insert((subject, about, requirement));
        let node = match about {
            Target::Itself => subject,
            Target::Difference(a, b) => self.work.difference(a, b)?,
        };
        let range = self.work.range(fact, node, &Interval::line())?;
        let holds = match requirement {
            Requirement::NonZero => range.nonzero,
            Requirement::Positive => range.is_positive(),
            Requirement::OneSigned => range.is_nonnegative() || range.is_nonpositive(),
            Requirement::CosineNonZero => {
                let arctangent = self.work.known[fact].part_of_arctangent;
                let n = BigInt::from(stated.branch.unwrap_or(0));
                let found = || {
                    let tried = [BITS, TANGENT_BITS];
                    tried.iter().find_map(|b| branch_of_tangent(&range, *b))
                };
                if stated.branch == Some(0) {
                    return Err("branch 0 of the tangent is left out".into());
                }
                (arctangent && stated.branch.is_none()) || found() == Some(n)
            }
            // Nothing that is analytic asks for less than positive.
            Requirement::NonNegative | Requirement::Decided => false,
        };
        if stated.branch.is_some() && requirement != Requirement::CosineNonZero {
            return Err("a branch belongs to the argument of a tangent".into());
        }
        if holds {
            return Ok(());
        }
        Err(format!(
            "fact {fact} does not say that `{}` is {}",
            short(&self.work.nodes.expr(subject).to_string()),
            requirement
        )
        .into())
    }

    /// A denominator in the parameters alone that does not vanish for generic ones.
    fn generic(&mut self, subject: usize, requirement: Requirement) -> Checked<()> {
        let depends = self.work.nodes.depends(subject);
        if requirement != Requirement::NonZero || depends.x || !depends.parameter {
            return Err(self.missing(subject, requirement));
        }
        if !self.work.form(subject)?.up.is_generically_nonzero() {
            return Err(self.missing(subject, requirement));
        }
        if !self.conditions.contains(&subject) {
            self.conditions.push(subject);
        }
        Ok(())
    }

    /// Which branch is taken everywhere?
    fn decided(&mut self, i: usize, relation: Relation, a: usize, b: usize) -> Checked<Truth> {
        if let Some(known) = self.decisions.get(&i) {
            return Ok(*known);
        }
        let Some(stated) = self.next(i, Requirement::Decided)? else {
            return Err(self.missing(i, Requirement::Decided));
        };
        let fact = stated.fact;
        let difference = self.work.difference(a, b)?;
        let range = self.work.range(fact, difference, &Interval::line())?;
        let taken = of_difference(relation, &range)
            .ok_or_else(|| format!("fact {fact} does not decide the condition"))?;
        let always = TruthValue::from(taken == Truth::Always);
        if stated.always != Some(always) || stated.branch.is_some() {
            return Err(format!("the condition is always {always}").into());
        }
        self.decisions.insert(i, taken);
        Ok(taken)
    }
}

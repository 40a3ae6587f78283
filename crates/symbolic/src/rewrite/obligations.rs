//! Where a side of a rule is defined: a static comparison of two patterns.
//!
//! Each side is walked and every partial operation leaves an obligation on its operands (`nonzero(b)` for `a/b`, and
//! so on). The sides are defined alike when, under the rule's conditions, what is necessary for the one to be defined
//! suffices for the other, and the other way round.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::{Signed, Zero};

use super::condition::Condition;
use super::exact::exact_value;
use super::fact_base::positive_by_shape;
use super::facts::{Facts, Signs};
use super::function::{Domain, Zeros, elementary};
use super::language::operator_of;
use super::predicate::Predicate;
use wronski_expr::pattern::{Substitution, metavariable};
use wronski_expr::{Expr, Node, substitute_parameters};

/// What must hold for a term to be defined.
pub type Obligation = (Predicate, Expr);

/// Which obligations are meant. Where the exponent of a power is not known, or a sum is differentiated, the two
/// differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Those that together suffice for the term to be defined.
    Sufficient,
    /// Those that certainly hold where the term is defined.
    Necessary,
}

/// Known facts on patterns: conditions and the other side's obligations.
#[derive(Clone, Default)]
pub struct Known {
    facts: BTreeMap<Expr, Facts>,
    integers: BTreeSet<Expr>,
    constants: BTreeSet<Expr>,
}

const FULL: Facts = Facts {
    defined: true,
    smooth: false,
    signs: Signs::ANY,
};

impl Known {
    /// What the rule's conditions say.
    pub fn of_conditions(conditions: &[Condition]) -> Known {
        let mut known = Known::default();
        for c in conditions {
            match c {
                Condition::Has(p, e) => known.assume(*p, e),
                // Both sides are exact numbers.
                Condition::Equal(a, b) => {
                    known.assume(Predicate::Rational, a);
                    known.assume(Predicate::Rational, b);
                }
            }
        }
        for c in conditions {
            // What holds for one side of an equation holds for the other.
            if let Condition::Equal(a, b) = c {
                let both = known.facts(a).meet(known.facts(b));
                let integer = known.is_integer(a) || known.is_integer(b);
                for side in [a, b] {
                    known.facts.insert(side.clone(), both);
                    if integer {
                        known.integers.insert(side.clone());
                    }
                }
            }
        }
        known
    }

    /// Adds a fact and what follows from it for the operands.
    pub fn assume(&mut self, p: Predicate, e: &Expr) {
        let mut facts = match p {
            Predicate::Defined => FULL,
            Predicate::Smooth => Facts {
                smooth: true,
                ..FULL
            },
            Predicate::Nonzero => Facts {
                signs: Signs::NEGATIVE.or(Signs::POSITIVE),
                ..FULL
            },
            Predicate::Positive => Facts {
                signs: Signs::POSITIVE,
                ..FULL
            },
            Predicate::Nonnegative => Facts {
                signs: Signs::POSITIVE.or(Signs::ZERO),
                ..FULL
            },
            // A constant need not be defined: 1/0.
            Predicate::Constant => {
                self.constants.insert(e.clone());
                return;
            }
            Predicate::Rational | Predicate::Integer => {
                if p == Predicate::Integer {
                    self.integers.insert(e.clone());
                }
                self.constants.insert(e.clone());
                Facts {
                    smooth: true,
                    ..FULL
                }
            }
        };
        if let Some(old) = self.facts.get(e) {
            facts = facts.meet(*old);
        }
        self.facts.insert(e.clone(), facts);
        let nonzero = !facts.signs.may_be(Signs::ZERO);
        match e.node() {
            Node::Neg(a) if p == Predicate::Smooth => self.assume(p, a),
            Node::Pow(a, n) if p == Predicate::Smooth && n.is_one_literal() => self.assume(p, a),
            Node::Mul(a, b) if nonzero => {
                self.assume(Predicate::Nonzero, a);
                self.assume(Predicate::Nonzero, b);
            }
            // 0^0 = 1 is not 0, so the exponent has to be known.
            Node::Pow(a, n) if nonzero && self.is_integer(n) && self.facts(n).is_nonzero() => {
                self.assume(Predicate::Nonzero, a);
            }
            Node::Neg(a) | Node::Div(a, _) if nonzero => self.assume(Predicate::Nonzero, a),
            Node::Func(f, a) if nonzero && elementary(*f).zeros() == Zeros::OfArgument => {
                self.assume(Predicate::Nonzero, a);
            }
            _ => {}
        }
    }

    fn is_integer(&self, e: &Expr) -> bool {
        if exact_value(e).is_some_and(|q| q.is_integer()) || self.integers.contains(e) {
            return true;
        }
        match e.node() {
            Node::Add(a, b) | Node::Sub(a, b) | Node::Mul(a, b) => {
                self.is_integer(a) && self.is_integer(b)
            }
            Node::Neg(a) => self.is_integer(a),
            _ => false,
        }
    }

    /// The facts on a pattern that follow.
    pub fn facts(&self, e: &Expr) -> Facts {
        let mut known = self.facts.get(e).copied();
        if let Some(k) = &mut known {
            // A defined constant is analytic.
            k.smooth |= k.defined && self.constants.contains(e);
        }
        if metavariable(e).is_some() {
            return known.unwrap_or(Facts::UNKNOWN);
        }
        let children: Vec<Facts> = e
            .node()
            .children()
            .into_iter()
            .map(|c| self.facts(c))
            .collect();
        let exponent = match e.node() {
            Node::Pow(_, n) => exact_value(n),
            _ => None,
        };
        let mut facts = Facts::of_operator(&operator_of(e.node()), &children, exponent.as_ref());
        if let (Node::Pow(_, n), [a, _], None) = (e.node(), children.as_slice(), &exponent)
            && self.is_integer(n)
        {
            let fine = a.is_nonzero() || (a.defined && self.facts(n).is_positive());
            facts.defined |= fine;
            facts.smooth |= fine && a.smooth;
            if a.is_nonzero() {
                facts.signs = facts.signs.and(Signs::NEGATIVE.or(Signs::POSITIVE));
            }
        }
        if let (Node::Func(f, a), [inner]) = (e.node(), children.as_slice())
            && let Domain::WhereNonzero(g) = elementary(*f).domain()
            && self.facts(&Expr::apply(g, a.clone())).is_nonzero()
        {
            facts.defined |= inner.defined;
            facts.smooth |= inner.smooth;
        }
        if positive_by_shape(e, |part| self.facts(part)) {
            facts.signs = facts.signs.and(Signs::POSITIVE);
        }
        known.map_or(facts, |k| facts.meet(k))
    }

    /// Does the obligation follow?
    pub fn implies(&self, (p, e): &Obligation) -> bool {
        let facts = self.facts(e);
        match p {
            Predicate::Nonzero => facts.is_nonzero(),
            Predicate::Positive => facts.is_positive(),
            Predicate::Nonnegative => facts.is_nonnegative(),
            Predicate::Defined => facts.defined,
            Predicate::Smooth => facts.smooth,
            Predicate::Constant | Predicate::Rational | Predicate::Integer => false,
        }
    }

    /// The obligations of a term, innermost first.
    pub fn obligations(&self, e: &Expr, bound: Bound) -> Vec<Obligation> {
        let mut all = Vec::new();
        self.collect(e, bound, &mut all);
        all
    }

    fn collect(&self, e: &Expr, bound: Bound, all: &mut Vec<Obligation>) {
        if metavariable(e).is_some() {
            all.push((Predicate::Defined, e.clone()));
            return;
        }
        match e.node() {
            // The derivative needs a smooth function; what that needs is asked of its parts.
            Node::Diff(a) => {
                all.push((Predicate::Smooth, a.clone()));
                for (p, inner) in self.obligations(a, bound) {
                    // A sum can be smooth although its terms are not.
                    if p == Predicate::Defined && bound == Bound::Sufficient {
                        all.push((Predicate::Smooth, inner));
                    } else {
                        all.push((p, inner));
                    }
                }
                return;
            }
            // f(g(x)) is defined where g is, and f is at g(x).
            Node::Compose(f, g) => {
                self.collect(g, bound, all);
                for (p, inner) in self.obligations(f, bound) {
                    all.push((p, self.push_inward(&inner, g)));
                }
                return;
            }
            _ => {}
        }
        for child in e.node().children() {
            self.collect(child, bound, all);
        }
        match e.node() {
            Node::Div(_, b) => all.push((Predicate::Nonzero, b.clone())),
            Node::Func(f, a) => match elementary(*f).domain() {
                Domain::Line => {}
                Domain::Where(p) => all.push((p, a.clone())),
                Domain::WhereNonzero(g) => {
                    all.push((Predicate::Nonzero, Expr::apply(g, a.clone())))
                }
            },
            Node::Pow(a, n) => self.power(a, n, bound, all),
            _ => {}
        }
    }

    /// `compose(e, g)` with the composition carried out as far as the metavariables.
    fn push_inward(&self, e: &Expr, g: &Expr) -> Expr {
        if metavariable(e).is_some() {
            return if self.constants.contains(e) {
                e.clone()
            } else {
                e.compose(g)
            };
        }
        if matches!(e.node(), Node::Var) {
            return g.clone();
        }
        let children: Vec<Expr> = e
            .node()
            .children()
            .into_iter()
            .map(|c| self.push_inward(c, g))
            .collect();
        Expr::new(e.node().with_children(children))
    }

    fn power(&self, a: &Expr, n: &Expr, bound: Bound, all: &mut Vec<Obligation>) {
        let sufficient = bound == Bound::Sufficient;
        match exact_value(n) {
            Some(q) if q.is_integer() => {
                if q.is_negative() || (q.is_zero() && sufficient) {
                    all.push((Predicate::Nonzero, a.clone()));
                }
            }
            Some(q) if q.is_positive() => all.push((Predicate::Nonnegative, a.clone())),
            Some(_) => all.push((Predicate::Positive, a.clone())),
            // What an unknown exponent asks of the base depends on its value: the term itself is the obligation.
            None => {
                let f = self.facts(n);
                if self.is_integer(n) && f.defined && f.signs.within(Signs::NEGATIVE) {
                    all.push((Predicate::Nonzero, a.clone()));
                }
                if !(self.is_integer(n) && f.is_positive()) {
                    all.push((
                        Predicate::Defined,
                        Expr::new(Node::Pow(a.clone(), n.clone())),
                    ));
                }
            }
        }
    }
}

/// Where the two sides are not defined alike under the conditions; empty when they are.
pub fn differences(lhs: &Expr, rhs: &Expr, conditions: &[Condition]) -> Vec<String> {
    let base = Known::of_conditions(conditions);
    let mut found = Vec::new();
    // Metavariables with a given value, such as `?h = 1/2`.
    let mut values = Substitution::new();
    for c in conditions {
        values.extend(
            c.defines(&values)
                .map(|(name, value)| (name, Expr::num(value))),
        );
    }
    let (lhs, rhs) = (
        &substitute_parameters(lhs, &values),
        &substitute_parameters(rhs, &values),
    );
    for (name, one, other) in [("left", lhs, rhs), ("right", rhs, lhs)] {
        let mut known = base.clone();
        for (p, e) in known.obligations(other, Bound::Necessary) {
            known.assume(p, &e);
        }
        for (p, e) in base.obligations(one, Bound::Sufficient) {
            if !known.implies(&(p, e.clone())) {
                let text = format!("only the {name} side needs {}({e})", p.name());
                if !found.contains(&text) {
                    found.push(text);
                }
            }
        }
    }
    found
}

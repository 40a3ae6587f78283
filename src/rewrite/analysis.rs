//! What the e-graph knows of each class: its exact value, its facts on the real line, its fingerprint.

use egg::{Analysis, DidMerge, EGraph, Id, Language};
use num_rational::BigRational;

use super::exact::fold;
use super::facts::Facts;
use super::fingerprint::{Fingerprint, Places, Samples};
use super::language::{Operator, Term};
use super::library::ARITHMETIC;

/// The e-graph of this room.
pub type Graph = EGraph<Term, Meaning>;

/// The number of terms that a class remembers as witnesses for side conditions.
const WITNESSES: usize = 4;

/// The data of a class.
#[derive(Clone, Debug)]
pub struct ClassData {
    /// The exact rational value, if it is one.
    pub value: Option<BigRational>,
    /// How that value arises from literals.
    from: Option<(Operator, Vec<BigRational>)>,
    /// What holds on the real line for the function of this class.
    pub facts: Facts,
    /// Values at random points of the chain of finite fields.
    pub fingerprint: Fingerprint,
    /// Terms of the class, for conditions that need a particular one.
    pub witnesses: Vec<Id>,
}

/// A union that cannot be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsound {
    /// The rule that was being applied.
    pub rule: String,
    /// What differs.
    pub difference: String,
}

/// The analysis of the e-graph.
#[derive(Debug)]
pub struct Meaning {
    samples: Samples,
    /// Where the sample points respect the known signs.
    pub(super) places: Places,
    /// The rule that is being applied, for the message.
    pub(super) rule: String,
    /// The first union that merged classes with different values.
    pub(super) unsound: Option<Unsound>,
}

impl Meaning {
    /// An analysis with these sample points.
    pub fn new(samples: Samples) -> Self {
        Meaning {
            places: samples.places(),
            samples,
            rule: String::new(),
            unsound: None,
        }
    }

    /// The union that was caught, if any.
    pub fn unsound(&self) -> Option<&Unsound> {
        self.unsound.as_ref()
    }

    fn accuse(&mut self, difference: String) {
        if self.unsound.is_none() {
            self.unsound = Some(Unsound {
                rule: self.rule.clone(),
                difference,
            });
        }
    }
}

impl Analysis<Term> for Meaning {
    type Data = ClassData;

    fn make(graph: &mut Graph, term: &Term, id: Id) -> ClassData {
        let children = term.children();
        let exponent = match (&term.operator, children) {
            (Operator::Pow, [_, n]) => graph[*n].data.value.clone(),
            _ => None,
        };
        let operands: Option<Vec<BigRational>> = children
            .iter()
            .map(|&c| graph[c].data.value.clone())
            .collect();
        let (value, from) = match (&term.operator, operands) {
            (Operator::Num(q), _) => (Some(q.clone()), None),
            (_, Some(operands)) if !operands.is_empty() => match fold(&term.operator, &operands) {
                Some(v) => (Some(v), Some((term.operator.clone(), operands))),
                None => (None, None),
            },
            _ => (None, None),
        };
        let facts: Vec<Facts> = children.iter().map(|&c| graph[c].data.facts).collect();
        let fingerprints: Vec<&Fingerprint> = children
            .iter()
            .map(|&c| &graph[c].data.fingerprint)
            .collect();
        let samples = &graph.analysis.samples;
        let facts = Facts::of_operator(&term.operator, &facts, exponent.as_ref());
        let fingerprint = samples.evaluate(&term.operator, &fingerprints, exponent.as_ref());
        graph.analysis.places.respect(&fingerprint, facts.signs);
        ClassData {
            facts,
            fingerprint,
            value,
            from,
            witnesses: vec![id],
        }
    }

    fn remake(graph: &mut Graph, term: &Term, id: Id) -> ClassData {
        ClassData {
            witnesses: Vec::new(),
            ..Meaning::make(graph, term, id)
        }
    }

    fn merge(&mut self, a: &mut ClassData, b: ClassData) -> DidMerge {
        let mut merged = DidMerge(false, false);
        match (&a.value, &b.value) {
            (Some(u), Some(v)) if u != v => self.accuse(format!("the exact values {u} and {v}")),
            (None, Some(_)) => {
                a.value = b.value;
                a.from = b.from;
                merged.0 = true;
            }
            (Some(_), None) => merged.1 = true,
            _ => {}
        }
        let facts = a.facts.meet(b.facts);
        self.places.respect(&a.fingerprint, facts.signs);
        self.places.respect(&b.fingerprint, facts.signs);
        if let Some(place) = a.fingerprint.difference(&b.fingerprint, &self.places) {
            self.accuse(place);
        } else if a.fingerprint != b.fingerprint {
            merged.0 |= a.fingerprint.fill_from(&b.fingerprint);
            merged.1 = true;
        }
        merged.0 |= facts != a.facts;
        merged.1 |= facts != b.facts;
        a.facts = facts;
        for id in b.witnesses {
            if a.witnesses.len() < WITNESSES && !a.witnesses.contains(&id) {
                a.witnesses.push(id);
            }
        }
        merged
    }

    fn modify(graph: &mut Graph, id: Id) {
        let data = &graph[id].data;
        let (Some(value), Some((operator, operands))) = (data.value.clone(), data.from.clone())
        else {
            return;
        };
        graph[id].data.from = None;
        // The union is justified by a term of literals, so that its step can be replayed.
        let literals: Vec<Id> = operands
            .into_iter()
            .map(|q| graph.add_uncanonical(Term::num(q)))
            .collect();
        let term = graph.add_uncanonical(Term::new(operator, &literals));
        let number = graph.add_uncanonical(Term::num(value));
        graph.union_trusted(term, number, ARITHMETIC);
    }
}

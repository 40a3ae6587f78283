//! What the e-graph knows of each class: its exact value, its facts on the real line, its fingerprint.

use egg::{Analysis, DidMerge, EGraph, Id, Language};
use num_rational::BigRational;

use super::exact::fold;
use super::facts::{Facts, Signs};
use super::fingerprint::{Fingerprint, Places};
use super::function::{Domain, elementary};
use super::language::{Operator, Term};
use super::library::ARITHMETIC;
use super::samples::Samples;

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
    /// The signs that it may have at the places that count: those of `facts`, less what side conditions have shown
    /// and what being an argument of a logarithm or a root demands.
    pub signs: Signs,
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

    /// The function of this class has one of these signs wherever it is compared.
    pub(super) fn know(graph: &mut Graph, id: Id, signs: Signs) {
        let data = &mut graph[id].data;
        let known = data.signs.and(signs);
        data.signs = known;
        let fingerprint = data.fingerprint.clone();
        graph.analysis.places.respect(&fingerprint, known);
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
        // Where log(a) or sqrt(a) is real, a is not negative; elsewhere there is nothing to compare.
        let real = match &term.operator {
            Operator::Func(f) => matches!(elementary(*f).domain(), Domain::Where(_)),
            Operator::Pow => exponent.is_none_or(|q| !q.is_integer()),
            _ => false,
        };
        if real && let Some(&argument) = children.first() {
            Meaning::know(graph, argument, Signs::POSITIVE.or(Signs::ZERO));
        }
        ClassData {
            facts,
            signs: facts.signs,
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
        let signs = a.signs.and(b.signs).and(facts.signs);
        self.places.respect(&a.fingerprint, signs);
        self.places.respect(&b.fingerprint, signs);
        if let Some(place) = a.fingerprint.difference(&b.fingerprint, &self.places) {
            self.accuse(place);
        } else if a.fingerprint != b.fingerprint {
            merged.0 |= a.fingerprint.fill_from(&b.fingerprint, &self.places);
            merged.1 = true;
        }
        merged.0 |= facts != a.facts;
        merged.1 |= facts != b.facts;
        a.facts = facts;
        a.signs = signs;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rewrite::language::to_recexpr;
    use crate::rewrite::modular_series::ModularSeries;
    use wronski_expr::{Expr, Func};

    fn graph() -> Graph {
        Graph::new(Meaning::new(Samples::new(3, 1, 0)))
    }

    fn add(graph: &mut Graph, e: &Expr) -> Id {
        graph.add_expr(&to_recexpr(e))
    }

    fn nothing_known(graph: &Graph, id: Id) -> bool {
        let series = &graph[id].data.fingerprint.series;
        series.iter().all(ModularSeries::is_unknown)
    }

    fn places_left(graph: &Graph) -> usize {
        let left = graph.analysis.places.left.iter();
        left.map(|levels| levels.count()).sum()
    }

    fn exp(e: Expr) -> Expr {
        Expr::apply(Func::Exp, e)
    }

    #[test]
    fn constants_are_folded_and_unequal_ones_trip() {
        let mut g = graph();
        let sum = add(&mut g, &(Expr::ratio(1, 2) + Expr::ratio(1, 3)));
        let value = add(&mut g, &Expr::ratio(5, 6));
        g.rebuild();
        assert_eq!(g.find(sum), g.find(value));
        assert_eq!(g.analysis.unsound, None);
        let (one, two) = (add(&mut g, &Expr::int(1)), add(&mut g, &Expr::int(2)));
        g.analysis.rule = "one-is-two".to_owned();
        g.union(one, two);
        let caught = g.analysis.unsound.clone();
        assert!(
            caught.is_some_and(|u| u.rule == "one-is-two" && u.difference.contains("exact values"))
        );
    }

    #[test]
    fn unequal_fingerprints_trip_and_unknown_ones_are_filled_in() {
        let mut g = graph();
        let (a, b) = (
            add(&mut g, &exp(Expr::x())),
            add(&mut g, &(Expr::int(1) + Expr::x())),
        );
        g.analysis.rule = "first-order".to_owned();
        g.union(a, b);
        let caught = g.analysis.unsound.clone();
        assert!(
            caught
                .is_some_and(|u| u.rule == "first-order" && u.difference.contains("sample point"))
        );

        let mut g = graph();
        let unknown = add(&mut g, &Expr::apply(Func::Sin, Expr::x()));
        let known = add(&mut g, &exp(Expr::x()));
        assert!(nothing_known(&g, unknown));
        g.union(unknown, known);
        g.rebuild();
        assert_eq!(g.analysis.unsound, None);
        assert!(!nothing_known(&g, unknown));
        // Now that the class has a value, a wrong one trips.
        let wrong = add(&mut g, &Expr::x());
        g.union(unknown, wrong);
        assert!(g.analysis.unsound.is_some());
    }

    #[test]
    fn facts_of_a_class_are_those_of_all_its_terms() {
        let mut g = graph();
        let x = add(&mut g, &Expr::x());
        let positive = add(&mut g, &exp(Expr::x()));
        assert!(!g[x].data.facts.is_positive());
        assert!(g[positive].data.facts.is_positive());
        let unknown = add(&mut g, &Expr::apply(Func::Sin, Expr::x()));
        let root = add(
            &mut g,
            &Expr::apply(Func::Sqrt, Expr::apply(Func::Sin, Expr::x())),
        );
        assert!(!g[root].data.facts.defined);
        g.union(unknown, positive);
        g.rebuild();
        assert!(g[unknown].data.facts.is_positive());
        assert!(
            g[root].data.facts.is_positive(),
            "the news travels to the parents"
        );
    }

    #[test]
    fn what_rests_on_a_place_that_is_left_out_is_left_out() {
        // exp and log take their argument from another level: there |a| and a differ where a is no square.
        for k in 1..40 {
            let mut g = graph();
            let a = Expr::int(k) + exp(Expr::x());
            let absolute = Expr::apply(Func::Abs, a.clone());
            for (left, right) in [
                (exp(absolute.clone()), exp(a.clone())),
                (exp(exp(absolute.clone())), exp(exp(a.clone()))),
                (
                    Expr::apply(Func::Tanh, Expr::apply(Func::Sqrt, a.clone().pow(2))),
                    Expr::apply(Func::Tanh, a.clone()),
                ),
            ] {
                let (left, right) = (add(&mut g, &left), add(&mut g, &right));
                g.union(left, right);
                g.rebuild();
                assert_eq!(g.analysis.unsound, None, "{k}");
            }
        }
    }

    #[test]
    fn the_alarm_still_sounds_behind_exp_and_log() {
        // exp(|x|) is not exp(x), and log(1 + exp(x)) is not x, whatever is left out for the signs of 1 + exp(x).
        let x = Expr::x;
        let positive = Expr::int(1) + exp(x());
        for (left, right) in [
            (exp(Expr::apply(Func::Abs, x())), exp(x())),
            (Expr::apply(Func::Log, positive.clone()), x()),
            (
                exp(Expr::apply(Func::Sqrt, positive.clone())),
                exp(positive),
            ),
        ] {
            let caught = (0..10).any(|seed| {
                let mut g = Graph::new(Meaning::new(Samples::new(3, 1, seed)));
                let (l, r) = (add(&mut g, &left), add(&mut g, &right));
                g.union(l, r);
                g.analysis.unsound.is_some()
            });
            assert!(caught, "{left} = {right}");
        }
    }

    #[test]
    fn a_place_that_does_not_respect_a_sign_is_left_out() {
        let mut g = graph();
        let before = places_left(&g);
        for k in 1..8 {
            add(&mut g, &(Expr::int(k) + exp(Expr::x())));
        }
        let after = places_left(&g);
        assert!(
            after < before,
            "seven positive functions are not squares everywhere"
        );
        // At the places that are left sqrt(a^2) = a for them all.
        let a = Expr::int(1) + exp(Expr::x());
        let root = add(&mut g, &Expr::apply(Func::Sqrt, a.pow(2)));
        let a = add(&mut g, &a);
        g.union(a, root);
        assert_eq!(g.analysis.unsound, None);
    }
}

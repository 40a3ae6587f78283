//! What elements are made of.

use std::collections::BTreeSet;

use super::kind::{Generator, Group, Side};
use super::{Element, Tower};

/// Through what variables are followed to those below them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Through {
    /// Arguments and radicands.
    Arguments,
    /// Also derivatives.
    Derivatives,
}

impl Tower {
    /// The variables that elements are made of, with those below them.
    pub(super) fn variables_below(
        &self,
        elements: &[Element],
        through: Through,
    ) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut work: Vec<&Element> = elements.iter().collect();
        while let Some(e) = work.pop() {
            let mut inside = e.num.variables();
            for d in &e.den {
                inside.extend(self.denominators[d.0].variables());
            }
            for v in inside {
                if !found.insert(v) {
                    continue;
                }
                let w = &self.variables[v];
                if through == Through::Derivatives {
                    work.push(&w.derivative);
                }
                work.extend(w.kind.generator().map(|g| g.argument()));
            }
        }
        found
    }

    /// May the variable stand in a denominator without being registered there? True for
    /// exponentials, which have no zeros, and for the generators of the constants.
    pub fn is_unit(&self, v: usize) -> bool {
        let kind = &self.variables[v].kind;
        kind.as_constant().is_some() || kind.pair() == Some((Group::Exponents, Side::Exponential))
    }

    /// The generators of one kind, with their indices.
    pub(super) fn generators_of<T: Generator>(&self) -> impl Iterator<Item = (usize, &T)> {
        let all = self.variables.iter().enumerate();
        all.filter_map(|(v, w)| Some((v, w.kind.downcast()?)))
    }
}

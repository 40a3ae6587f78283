//! Finite families of functions in a tower, and their linear relations over the constants.

mod b2;
mod b3;
mod chain;
mod coefficient_matrix;
mod independence;
mod minors;
mod moments;
mod real_alternant;
mod self_composition;
mod wronskian;

pub use b2::b2;
pub use b3::{B3_SINGLED_OUT, b3, gradient3};
pub use chain::{Chain, ChainWeights, Constraint, derivative_expressions};
pub use independence::{Alternant, Bounds, Rank, Relation, decide};
pub use moments::{Definite, LISTED_LAYERS, MomentSpace, Signs, Triple};
pub use real_alternant::{RealAlternant, real_alternant};
pub use self_composition::SelfComposition;
pub use wronskian::{FactoredElement, series_wronskian, wronskian};

use crate::tower::{Element, Result, Tower};

/// A family whose members are products of powers of a few base functions.
///
/// B3 has 34 members but only 7 base functions; values at points are computed from the base.
#[derive(Clone, Debug)]
pub struct Family {
    /// The base functions.
    pub base: Vec<Element>,
    /// The members.
    pub members: Vec<Member>,
}

/// A member of a family: `prod base_i^{exponents_i}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// How the function is called in reports, such as `x^2*s2`.
    pub label: String,
    /// One exponent for each base function.
    pub exponents: Vec<u32>,
}

impl Family {
    /// The family of arbitrary elements, with their labels.
    pub fn of(elements: Vec<Element>, labels: Vec<String>) -> Self {
        let n = elements.len();
        let members = labels
            .into_iter()
            .enumerate()
            .map(|(i, label)| {
                let mut exponents = vec![0; n];
                exponents[i] = 1;
                Member { label, exponents }
            })
            .collect();
        Family {
            base: elements,
            members,
        }
    }

    /// Products of the named base functions, given by exponent lists in the order of the names.
    fn products(names: &[&str], base: Vec<Element>, exponents: Vec<Vec<u32>>) -> Self {
        let members = exponents
            .into_iter()
            .map(|exponents| {
                let factors: Vec<String> = names
                    .iter()
                    .zip(&exponents)
                    .filter(|(_, n)| **n > 0)
                    .map(|(name, n)| {
                        if *n == 1 {
                            (*name).to_string()
                        } else {
                            format!("{name}^{n}")
                        }
                    })
                    .collect();
                let label = if factors.is_empty() {
                    "1".to_string()
                } else {
                    factors.join("*")
                };
                Member { label, exponents }
            })
            .collect();
        Family { base, members }
    }

    /// The number of members.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Has it no members?
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The members with the given indices, in that order.
    #[must_use]
    pub fn select(&self, indices: &[usize]) -> Family {
        Family {
            base: self.base.clone(),
            members: indices.iter().map(|&i| self.members[i].clone()).collect(),
        }
    }

    /// All members, multiplied out.
    ///
    /// # Errors
    /// As [`Tower::mul`].
    pub fn expand(&self, tower: &Tower) -> Result<Vec<Element>> {
        let mut memo: std::collections::BTreeMap<Vec<u32>, Element> =
            std::collections::BTreeMap::new();
        self.members
            .iter()
            .map(|m| self.product(tower, &m.exponents, &mut memo))
            .collect()
    }

    fn product(
        &self,
        tower: &Tower,
        exponents: &[u32],
        memo: &mut std::collections::BTreeMap<Vec<u32>, Element>,
    ) -> Result<Element> {
        if let Some(e) = memo.get(exponents) {
            return Ok(e.clone());
        }
        let Some(i) = exponents.iter().position(|n| *n > 0) else {
            return Ok(Element::one());
        };
        let mut fewer = exponents.to_vec();
        fewer[i] -= 1;
        let rest = self.product(tower, &fewer, memo)?;
        let value = tower.mul(&rest, &self.base[i])?;
        memo.insert(exponents.to_vec(), value.clone());
        Ok(value)
    }
}

//! Nodes as linear combinations of nodes with rational factors.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::nodes::{NodeKind, Nodes};
use crate::failure::{Checked, limit};

/// Most steps on the way.
const MAX_STEPS: usize = 4_000;

/// `constant + sum factor*node`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Linear {
    pub constant: BigRational,
    pub terms: BTreeMap<usize, BigRational>,
}

impl Linear {
    pub fn add(&mut self, factor: &BigRational, node: usize) {
        let sum = match self.terms.remove(&node) {
            Some(old) => old + factor,
            None => factor.clone(),
        };
        if !sum.is_zero() {
            self.terms.insert(node, sum);
        }
    }
}

/// The node as a linear combination, taken apart as far as `+`, `-` and written numbers as factors go.
pub(super) fn linear(nodes: &Nodes, root: usize) -> Checked<Linear> {
    let mut result = Linear::default();
    let mut work = vec![(BigRational::one(), root)];
    let mut steps = 0;
    while let Some((c, i)) = work.pop() {
        steps += 1;
        if steps > MAX_STEPS {
            return Err(limit("the terms of a linear combination", MAX_STEPS as u64));
        }
        if let Some(q) = nodes.written(i) {
            result.constant += c * q;
            continue;
        }
        match *nodes.kind(i) {
            NodeKind::Neg(a) => work.push((-c, a)),
            NodeKind::Add(a, b) => work.extend([(c.clone(), a), (c, b)]),
            NodeKind::Sub(a, b) => work.extend([(c.clone(), a), (-c, b)]),
            NodeKind::Mul(a, b) => match (nodes.written(a), nodes.written(b)) {
                (Some(q), _) => work.push((c * q, b)),
                (_, Some(q)) => work.push((c * q, a)),
                _ => result.add(&c, i),
            },
            NodeKind::Div(a, b) => match nodes.written(b) {
                Some(q) if !q.is_zero() => work.push((c / q, a)),
                _ => result.add(&c, i),
            },
            _ => result.add(&c, i),
        }
    }
    Ok(result)
}

//! What is known of every node: as a fraction, as a number, and its range on regions. `ranges` finds the ranges.

use num_rational::BigRational;

use super::region::Region;
use super::signs::from_fraction;
use crate::Relation;
use crate::dag::{Dag, Kind};
use crate::fraction::Fraction;
use crate::range::Range;
use wronski_certificate::TruthValue;
use wronski_exact::univariate::End;

/// Facts about every node: at all points of the region, for all real parameters, where the node is
/// defined.
pub(crate) struct Facts<'a> {
    pub dag: &'a Dag,
    pub fractions: Vec<Option<Fraction>>,
    /// The number that a node is written as.
    pub literals: Vec<Option<BigRational>>,
    /// Regions with the ranges of all nodes there.
    pub(super) regions: Vec<(Region, Vec<Range>)>,
}

impl<'a> Facts<'a> {
    /// The region at a position.
    pub(super) fn region(&self, at: usize) -> Region {
        self.regions[at].0.clone()
    }

    /// The range of a node at a position where it has been computed.
    pub(crate) fn known(&self, i: usize, at: usize) -> Range {
        self.regions[at].1[i].clone()
    }

    pub(super) fn difference(&self, a: usize, b: usize, at: usize) -> Range {
        let (region, ranges) = &self.regions[at];
        let structural = ranges[a].plus(&ranges[b].neg());
        match self
            .fraction_of_difference(a, b)
            .and_then(|f| from_fraction(&f, region))
        {
            Some(exact) => structural.meet(&exact),
            None => structural,
        }
    }

    /// The difference of two nodes as a fraction, unless a budget was hit.
    pub(crate) fn fraction_of_difference(&self, a: usize, b: usize) -> Option<Fraction> {
        self.fractions[a]
            .as_ref()?
            .minus(self.fractions[b].as_ref()?)
    }

    pub(super) fn condition(&self, i: usize, at: usize) -> Option<TruthValue> {
        let Kind::Where(relation, [a, b, _, _]) = &self.dag.item(i).kind else {
            return None;
        };
        truth(*relation, &self.difference(*a, *b, at))
    }

    /// What is known of a node without looking at its operands.
    pub(super) fn alone(&self, i: usize, region: &Region) -> Range {
        if let Some(q) = &self.literals[i] {
            return Range::point(q);
        }
        match &self.dag.item(i).kind {
            Kind::Num(q) => Range::point(q),
            Kind::Pi => {
                let ends = wronski_exact::enclosure::Enclosure::pi(64);
                ends.map_or(Range::positive(), |e| {
                    Range::between(End::Open(e.lower_rational()), End::Open(e.upper_rational()))
                })
            }
            Kind::E => {
                let ends = wronski_exact::enclosure::Enclosure::e(64);
                ends.map_or(Range::positive(), |e| {
                    Range::between(
                        End::Closed(e.lower_rational()),
                        End::Closed(e.upper_rational()),
                    )
                })
            }
            Kind::Var => Range::between(region.low.clone(), region.high.clone()),
            _ => Range::everything(),
        }
    }

    /// The rational number that the exponent of a power is, if it is one.
    pub(super) fn constant_exponent(&self, i: usize) -> Option<BigRational> {
        match &self.dag.item(i).kind {
            Kind::Pow(_, b) => self.fractions[*b].as_ref().and_then(Fraction::as_constant),
            _ => None,
        }
    }
}

/// What a comparison certainly is, by the range of the difference of its sides.
pub(super) fn truth(relation: Relation, difference: &Range) -> Option<TruthValue> {
    match relation {
        Relation::Less if difference.is_negative() => Some(TruthValue::True),
        Relation::Less if difference.is_nonnegative() => Some(TruthValue::False),
        Relation::LessEqual if difference.is_nonpositive() => Some(TruthValue::True),
        Relation::LessEqual if difference.is_positive() => Some(TruthValue::False),
        Relation::Greater if difference.is_positive() => Some(TruthValue::True),
        Relation::Greater if difference.is_nonpositive() => Some(TruthValue::False),
        Relation::GreaterEqual if difference.is_nonnegative() => Some(TruthValue::True),
        Relation::GreaterEqual if difference.is_negative() => Some(TruthValue::False),
        _ => None,
    }
}

//! The ranges of all nodes on a region, by structure, by exact signs of polynomials and by what sums tell that their
//! summands do not.

use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

use super::facts::Facts;
use super::fractions::fractions;
use super::literals::literals;
use super::logarithms::sign_by_exponential;
use super::region::Region;
use super::signs::from_fraction;
use super::waves;
use crate::Func;
use crate::dag::{Dag, Kind};
use crate::fraction::Fraction;
use crate::range::Range;
use wronski_certificate::TruthValue;
use wronski_diagnostic::interruption;

/// Most intervals that conditions of `where` may give rise to; further ones share the outer facts.
const MAX_REGIONS: usize = 64;

impl<'a> Facts<'a> {
    pub(crate) fn new(dag: &'a Dag) -> Self {
        let mut facts = Facts {
            dag,
            fractions: fractions(dag),
            literals: literals(dag),
            regions: Vec::new(),
        };
        facts.on(&Region::line());
        facts
    }

    /// The position of the facts on a region, computed if need be.
    pub(super) fn on(&mut self, region: &Region) -> usize {
        let known = self
            .regions
            .iter()
            .position(|(r, _)| r.low == region.low && r.high == region.high);
        if let Some(known) = known {
            return known;
        }
        if self.regions.len() >= MAX_REGIONS {
            // The facts on the whole line hold on every part of it.
            return 0;
        }
        let at = self.regions.len();
        self.regions.push((
            region.clone(),
            vec![Range::everything(); self.dag.items.len()],
        ));
        for i in 0..self.dag.items.len() {
            interruption::point();
            let range = self.range_of(i, at, region);
            self.regions[at].1[i] = range;
        }
        at
    }

    /// The range of a node on a region.
    pub(crate) fn range(&mut self, i: usize, region: &Region) -> Range {
        let at = self.on(region);
        self.regions[at].1[i].clone()
    }

    /// What the condition of a `where` certainly is on the region, if known.
    pub(crate) fn decided(&mut self, i: usize, region: &Region) -> Option<TruthValue> {
        let at = self.on(region);
        self.condition(i, at)
    }

    /// The range of the difference of two nodes on a region.
    pub(crate) fn range_of_difference(&mut self, a: usize, b: usize, region: &Region) -> Range {
        let at = self.on(region);
        self.difference(a, b, at)
    }

    /// The regions of the two branches of a `where` node.
    pub(crate) fn branches(&mut self, i: usize, region: &Region) -> Option<(Region, Region)> {
        let dag = self.dag;
        let Kind::Where(relation, [a, b, _, _]) = &dag.item(i).kind else {
            return None;
        };
        let constant = |j: usize| self.fractions[j].as_ref().and_then(Fraction::as_constant);
        let is_x = |j: usize| matches!(dag.item(j).kind, Kind::Var);
        let simple = if is_x(*a) {
            constant(*b).map(|c| (*relation, c))
        } else if is_x(*b) {
            constant(*a).map(|c| (relation.mirrored(), c))
        } else {
            None
        };
        if let Some((relation, c)) = simple {
            return Some((
                region.restricted(relation, &c),
                region.restricted(relation.negated(), &c),
            ));
        }
        let part = Region {
            exact: false,
            ..region.clone()
        };
        Some((part.clone(), part))
    }

    fn range_of(&mut self, i: usize, at: usize, region: &Region) -> Range {
        let structural = self.structural(i, at, region);
        let kind = &self.dag.item(i).kind;
        let worthwhile = matches!(
            kind,
            Kind::Add(..) | Kind::Sub(..) | Kind::Mul(..) | Kind::Div(..) | Kind::Pow(..)
        );
        if !worthwhile || structural.is_positive() || structural.is_negative() {
            return structural;
        }
        let mut range = structural;
        if let Some(exact) = self.fractions[i]
            .as_ref()
            .and_then(|f| from_fraction(f, region))
        {
            range = range.meet(&exact);
        }
        if !range.is_nonzero() && matches!(kind, Kind::Add(..) | Kind::Sub(..)) {
            let more = [
                waves::range(self, i, at).map(|w| w.range),
                waves::root_dominates(self, i, region).map(|r| r.range),
                sign_by_exponential(self, i, region).map(|s| s.0),
            ];
            range = more.iter().flatten().fold(range, |r, m| r.meet(m));
        }
        range
    }

    pub(super) fn structural(&mut self, i: usize, at: usize, region: &Region) -> Range {
        let dag = self.dag;
        let kind = &dag.item(i).kind;
        let Kind::Where(_, [_, _, then, otherwise]) = kind else {
            let operands = kind.children();
            if operands.is_empty() {
                return self.alone(i, region);
            }
            let exponent = self.constant_exponent(i);
            let ranges = operands.iter().map(|j| self.regions[at].1[*j].clone());
            let ranges: Vec<Range> = ranges.collect();
            return combined(kind, &ranges, exponent.as_ref());
        };
        match self.condition(i, at) {
            Some(TruthValue::True) => return self.known(*then, at),
            Some(TruthValue::False) => return self.known(*otherwise, at),
            None => {}
        }
        let Some((yes, no)) = self.branches(i, region) else {
            return Range::everything();
        };
        let a = (!yes.is_empty()).then(|| self.branch_range(*then, &yes, region, at));
        let b = (!no.is_empty()).then(|| self.branch_range(*otherwise, &no, region, at));
        match (a, b) {
            (Some(a), Some(b)) => a.hull(&b),
            (Some(r), None) | (None, Some(r)) => r,
            (None, None) => Range::everything(),
        }
    }

    /// The range of a branch: on its own region, unless that is the one being computed.
    fn branch_range(&mut self, j: usize, part: &Region, whole: &Region, at: usize) -> Range {
        if part.low == whole.low && part.high == whole.high {
            return self.regions[at].1[j].clone();
        }
        self.range(j, part)
    }
}

/// The range of an operator, from those of its operands.
pub(super) fn combined(kind: &Kind, of: &[Range], exponent: Option<&BigRational>) -> Range {
    match (kind, of) {
        (Kind::Neg(_), [a]) => a.neg(),
        (Kind::Add(..), [a, b]) => a.plus(b),
        (Kind::Sub(..), [a, b]) => a.plus(&b.neg()),
        (Kind::Mul(i, j), [a, _]) if i == j => a.power(2),
        (Kind::Mul(..), [a, b]) => a.times(b),
        (Kind::Div(..), [a, b]) => a.times(&b.reciprocal()),
        (Kind::Pow(..), [a, b]) => power(a, b, exponent),
        (Kind::Func(f, _), [a]) => (f.properties().image)(a),
        (Kind::Max(..), [a, b]) => a.max(b),
        (Kind::Min(..), [a, b]) => a.min(b),
        _ => Range::everything(),
    }
}

fn power(base: &Range, exponent: &Range, q: Option<&BigRational>) -> Range {
    let image = |f: Func, r: &Range| (f.properties().image)(r);
    // exp(v log u), u > 0
    let real = |exponent: &Range| {
        let log = image(Func::Log, &Range::positive().meet(base));
        image(Func::Exp, &log.times(exponent))
    };
    match q {
        Some(q) if q.is_integer() => match q.to_integer().to_i64() {
            Some(n) => base.power(n),
            None => Range::everything(),
        },
        Some(q) if q.denom().to_u8() == Some(2) && q.numer().to_i64().is_some() => {
            let n = q.numer().to_i64().map_or(1, |n| n);
            image(Func::Sqrt, base).power(n)
        }
        // For q > 0 also 0^q = 0.
        Some(q) if *q > BigRational::zero() => {
            let power = real(&Range::point(q));
            if base.is_positive() {
                power
            } else {
                power.hull(&Range::point(&BigRational::zero()))
            }
        }
        _ => real(exponent),
    }
}

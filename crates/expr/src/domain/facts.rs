//! Ranges of all nodes on an interval of x, by structure and by exact signs of polynomials.

use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

use super::fraction::{Fraction, fractions};
use super::literals::literals;
use super::range::Range;
use super::unfold;
use super::waves;
use crate::dag::{Dag, Kind};
use crate::{Func, Relation};
use wronski_exact::univariate::{End, Signs};

/// Most intervals that conditions of `where` may give rise to; further ones share the outer facts.
const MAX_REGIONS: usize = 64;

/// An interval of x.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub low: End,
    pub high: End,
    /// Is the branch taken exactly on this interval? If not, it is taken on a part of it.
    pub exact: bool,
}

impl Region {
    pub(crate) fn line() -> Self {
        Region {
            low: End::Infinite,
            high: End::Infinite,
            exact: true,
        }
    }

    pub(crate) fn is_line(&self) -> bool {
        self.low == End::Infinite && self.high == End::Infinite
    }

    pub(crate) fn is_empty(&self) -> bool {
        match (&self.low, &self.high) {
            (End::Infinite, _) | (_, End::Infinite) => false,
            (End::Closed(a), End::Closed(b)) => a > b,
            (End::Closed(a) | End::Open(a), End::Closed(b) | End::Open(b)) => a >= b,
        }
    }

    pub(crate) fn contains(&self, x: &BigRational) -> bool {
        let above = match &self.low {
            End::Infinite => true,
            End::Closed(a) => a <= x,
            End::Open(a) => a < x,
        };
        let below = match &self.high {
            End::Infinite => true,
            End::Closed(b) => x <= b,
            End::Open(b) => x < b,
        };
        above && below
    }

    /// The part on which `x REL c`.
    fn restricted(&self, relation: Relation, c: &BigRational) -> Self {
        let mut result = self.clone();
        let (open, closed) = (End::Open(c.clone()), End::Closed(c.clone()));
        match relation {
            Relation::Less | Relation::LessEqual => {
                let end = if relation == Relation::Less {
                    open
                } else {
                    closed
                };
                let tighter = match (&self.high, &end) {
                    (End::Infinite, _) => true,
                    (End::Closed(b), End::Open(c)) => c <= b,
                    (End::Closed(b) | End::Open(b), End::Open(c) | End::Closed(c)) => c < b,
                    _ => false,
                };
                if tighter {
                    result.high = end;
                }
            }
            Relation::Greater | Relation::GreaterEqual => {
                let end = if relation == Relation::Greater {
                    open
                } else {
                    closed
                };
                let tighter = match (&self.low, &end) {
                    (End::Infinite, _) => true,
                    (End::Closed(a), End::Open(c)) => c >= a,
                    (End::Closed(a) | End::Open(a), End::Open(c) | End::Closed(c)) => c > a,
                    _ => false,
                };
                if tighter {
                    result.low = end;
                }
            }
        }
        result
    }
}

fn mirrored(relation: Relation) -> Relation {
    match relation {
        Relation::Less => Relation::Greater,
        Relation::LessEqual => Relation::GreaterEqual,
        Relation::Greater => Relation::Less,
        Relation::GreaterEqual => Relation::LessEqual,
    }
}

fn negated(relation: Relation) -> Relation {
    match relation {
        Relation::Less => Relation::GreaterEqual,
        Relation::LessEqual => Relation::Greater,
        Relation::Greater => Relation::LessEqual,
        Relation::GreaterEqual => Relation::Less,
    }
}

/// Facts about every node: at all points of the region, for all real parameters, where the node is
/// defined.
pub(crate) struct Facts<'a> {
    pub dag: &'a Dag,
    pub fractions: Vec<Option<Fraction>>,
    /// The number that a node is written as.
    pub literals: Vec<Option<BigRational>>,
    regions: Vec<(Region, Vec<Range>)>,
}

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

    /// The region at a position.
    pub(super) fn region(&self, at: usize) -> Region {
        self.regions[at].0.clone()
    }

    /// The range of a node at a position where it has been computed.
    pub(crate) fn known(&self, i: usize, at: usize) -> Range {
        self.regions[at].1[i].clone()
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
            constant(*a).map(|c| (mirrored(*relation), c))
        } else {
            None
        };
        if let Some((relation, c)) = simple {
            return Some((
                region.restricted(relation, &c),
                region.restricted(negated(relation), &c),
            ));
        }
        let part = Region {
            exact: false,
            ..region.clone()
        };
        Some((part.clone(), part))
    }

    /// What the condition of a `where` certainly is on the region, if known.
    pub(crate) fn decided(&mut self, i: usize, region: &Region) -> Option<bool> {
        let at = self.on(region);
        self.condition(i, at)
    }

    /// The range of the difference of two nodes on a region.
    pub(crate) fn range_of_difference(&mut self, a: usize, b: usize, region: &Region) -> Range {
        let at = self.on(region);
        self.difference(a, b, at)
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

    pub(super) fn condition(&self, i: usize, at: usize) -> Option<bool> {
        let Kind::Where(relation, [a, b, _, _]) = &self.dag.item(i).kind else {
            return None;
        };
        truth(*relation, &self.difference(*a, *b, at))
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
                unfold::sign_by_exponential(self, i, region).map(|s| s.0),
            ];
            range = more.iter().flatten().fold(range, |r, m| r.meet(m));
        }
        range
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
            Some(true) => return self.known(*then, at),
            Some(false) => return self.known(*otherwise, at),
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

/// What a comparison certainly is, by the range of the difference of its sides.
pub(super) fn truth(relation: Relation, difference: &Range) -> Option<bool> {
    match relation {
        Relation::Less if difference.is_negative() => Some(true),
        Relation::Less if difference.is_nonnegative() => Some(false),
        Relation::LessEqual if difference.is_nonpositive() => Some(true),
        Relation::LessEqual if difference.is_positive() => Some(false),
        Relation::Greater if difference.is_positive() => Some(true),
        Relation::Greater if difference.is_nonpositive() => Some(false),
        Relation::GreaterEqual if difference.is_nonnegative() => Some(true),
        Relation::GreaterEqual if difference.is_negative() => Some(false),
        _ => None,
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
        (Kind::Func(f, _), [a]) => a.image(*f),
        (Kind::Max(..), [a, b]) => a.max(b),
        (Kind::Min(..), [a, b]) => a.min(b),
        _ => Range::everything(),
    }
}

fn power(base: &Range, exponent: &Range, q: Option<&BigRational>) -> Range {
    match q {
        Some(q) if q.is_integer() => match q.to_integer().to_i64() {
            Some(n) => base.power(n),
            None => Range::everything(),
        },
        Some(q) if q.denom().to_u8() == Some(2) && q.numer().to_i64().is_some() => {
            let n = q.numer().to_i64().map_or(1, |n| n);
            base.image(Func::Sqrt).power(n)
        }
        // u^q = exp(q log u) for u > 0; for q > 0 also 0^q = 0.
        Some(q) if *q > BigRational::zero() => {
            let positive = base.is_positive();
            let inside = Range::positive().meet(base);
            let power = inside
                .image(Func::Log)
                .times(&Range::point(q))
                .image(Func::Exp);
            if positive {
                power
            } else {
                power.hull(&Range::point(&BigRational::zero()))
            }
        }
        _ => {
            let inside = Range::positive().meet(base);
            inside.image(Func::Log).times(exponent).image(Func::Exp)
        }
    }
}

/// What the exact signs of numerator and denominator say.
pub(super) fn from_fraction(f: &Fraction, region: &Region) -> Option<Range> {
    let up = f.numerator.signs(&region.low, &region.high)?;
    let down = f.denominator.signs(&region.low, &region.high)?;
    // Where the denominator is 0 the node is undefined or (x/x) known by other means: the node's value
    // is then not given by this fraction, unless the denominator has no zero.
    if down.zero {
        return None;
    }
    let down_signs = Signs {
        zero: false,
        ..down
    };
    let positive = (up.positive && down_signs.positive) || (up.negative && down_signs.negative);
    let negative = (up.positive && down_signs.negative) || (up.negative && down_signs.positive);
    let zero = BigRational::zero;
    let range = match (negative, up.zero, positive) {
        (false, false, true) => Range::positive(),
        (true, false, false) => Range::positive().neg(),
        (false, true, true) => Range::nonnegative(),
        (true, true, false) => Range::nonnegative().neg(),
        (false, true, false) => Range::point(&zero()),
        (true, false, true) => Range {
            nonzero: true,
            ..Range::everything()
        },
        _ => return None,
    };
    Some(range)
}

//! From a range back to what it follows from.

use std::collections::BTreeMap;
use wronski_certificate::{Limit, Reason, TruthValue};

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::Zero;

use super::fact::{Beyond, Fact, How, untraced};
use super::quotient::quotient;
use crate::dag::Kind;
use crate::domain::definedness::About;
use crate::domain::facts::Facts;
use crate::domain::logarithms::sign_by_exponential;
use crate::domain::ranges::combined;
use crate::domain::region::Region;
use crate::domain::search::{self, BITS, Shown};
use crate::domain::signs::from_fraction;
use crate::domain::{Range, Requirement, waves};
use crate::enclose;
use crate::fraction::Fraction;
use crate::{Expr, Func, Node, tree_size};
use wronski_exact::univariate::End;

/// Deepest chain of facts.
const MAX_DEPTH: u32 = 400;

type Traced<T> = std::result::Result<T, Reason>;

/// The facts so far.
pub(super) struct Trace<'t, 'a> {
    from: &'t mut Facts<'a>,
    pub facts: Vec<Fact>,
    /// Positions of facts about nodes and differences, on regions (by position).
    index: BTreeMap<(About, usize), usize>,
    most: usize,
    longest: u64,
    length: u64,
    depth: u32,
}

/// One reason for a range: the range that it gives, and how, in which facts are still missing.
struct Part {
    range: Range,
    why: Why,
}

enum Why {
    Structure,
    Signs(Fraction),
    Waves(waves::Waved),
    Root(waves::Dominated),
    Logarithms(Fraction),
}

impl<'t, 'a> Trace<'t, 'a> {
    pub(super) fn new(from: &'t mut Facts<'a>, most: usize, longest: u64) -> Self {
        Trace {
            from,
            facts: Vec::new(),
            index: BTreeMap::new(),
            most,
            longest,
            length: 0,
            depth: 0,
        }
    }

    /// The range of a node or difference on the real line.
    pub(super) fn range(&mut self, about: About) -> Traced<usize> {
        self.on(about, 0)
    }

    fn expr(&self, about: About) -> Expr {
        let of = |i: usize| self.from.dag.item(i).expr.clone();
        match about {
            About::Node(i) => of(i),
            About::Difference(a, b) => Expr::new(Node::Sub(of(a), of(b))),
        }
    }

    fn untraced(&self, about: About) -> Reason {
        untraced(&self.expr(about))
    }

    /// Enters a fact, unless it is there.
    fn push(&mut self, expr: Expr, region: &Region, range: Range, how: How) -> Traced<usize> {
        let fact = Fact {
            expr,
            on: [region.low.clone(), region.high.clone()],
            range,
            how,
        };
        if let Some(known) = self.facts.iter().position(|f| *f == fact) {
            return Ok(known);
        }
        if self.facts.len() >= self.most {
            return Err(Reason::limit(Limit::ConditionFacts, self.most));
        }
        self.facts.push(fact);
        Ok(self.facts.len() - 1)
    }

    fn charge(&mut self, expr: &Expr) -> Traced<()> {
        self.length = self.length.saturating_add(tree_size(expr));
        if self.length > self.longest {
            return Err(Reason::limit(Limit::ConditionSymbols, self.longest));
        }
        Ok(())
    }

    /// The range on the region at the position.
    fn on(&mut self, about: About, at: usize) -> Traced<usize> {
        if let Some(known) = self.index.get(&(about, at)) {
            return Ok(*known);
        }
        if self.depth >= MAX_DEPTH {
            return Err(Reason::limit(Limit::FactNesting, MAX_DEPTH));
        }
        let expr = self.expr(about);
        self.charge(&expr)?;
        self.depth += 1;
        let fact = self.traced(about, at, &expr);
        self.depth -= 1;
        let fact = fact?;
        self.index.insert((about, at), fact);
        Ok(fact)
    }

    fn traced(&mut self, about: About, at: usize, expr: &Expr) -> Traced<usize> {
        let region = self.from.region(at);
        if let About::Node(i) = about
            && let Kind::Where(_, [a, b, then, otherwise]) = self.from.dag.item(i).kind
        {
            let Some(truth) = self.from.condition(i, at) else {
                return Err(self.untraced(about));
            };
            let condition = self.on(About::Difference(a, b), at)?;
            let branch = self.on(
                About::Node(match truth {
                    TruthValue::True => then,
                    TruthValue::False => otherwise,
                }),
                at,
            )?;
            let range = self.facts[branch].range.clone();
            let how = How::Branch { condition, branch };
            return self.push(expr.clone(), &region, range, how);
        }
        let (whole, parts) = match about {
            About::Node(i) => (self.from.known(i, at), self.parts(i, at, &region)),
            About::Difference(a, b) => (
                self.from.difference(a, b, at),
                self.parts_of_difference(a, b, at, &region),
            ),
        };
        let parts = needed(parts, &whole);
        let mut of = Vec::new();
        for part in parts {
            of.push(self.part(about, at, &region, expr, part)?);
        }
        match of.as_slice() {
            [] => Err(self.untraced(about)),
            [one] => Ok(*one),
            _ => self.push(expr.clone(), &region, whole, How::Meet(of)),
        }
    }

    /// All reasons for the range of a node, in the order in which they are found.
    fn parts(&mut self, i: usize, at: usize, region: &Region) -> Vec<Part> {
        let mut parts = vec![Part {
            range: self.from.structural(i, at, region),
            why: Why::Structure,
        }];
        let kind = &self.from.dag.item(i).kind;
        let enough = parts[0].range == self.from.known(i, at);
        let worthwhile = matches!(
            kind,
            Kind::Add(..) | Kind::Sub(..) | Kind::Mul(..) | Kind::Div(..) | Kind::Pow(..)
        );
        if enough || !worthwhile {
            return parts;
        }
        if let Some(f) = self.from.fractions[i].clone()
            && let Some(range) = from_fraction(&f, region)
        {
            parts.push(Part {
                range,
                why: Why::Signs(f),
            });
        }
        if matches!(kind, Kind::Add(..) | Kind::Sub(..)) {
            if let Some(w) = waves::range(self.from, i, at) {
                parts.push(Part {
                    range: w.range.clone(),
                    why: Why::Waves(w),
                });
            }
            if let Some(r) = waves::root_dominates(self.from, i, region) {
                parts.push(Part {
                    range: r.range.clone(),
                    why: Why::Root(r),
                });
            }
            if let Some((range, f)) = sign_by_exponential(self.from, i, region) {
                parts.push(Part {
                    range,
                    why: Why::Logarithms(f),
                });
            }
        }
        parts
    }

    fn parts_of_difference(&mut self, a: usize, b: usize, at: usize, region: &Region) -> Vec<Part> {
        let structural = self.from.known(a, at).plus(&self.from.known(b, at).neg());
        let mut parts = vec![Part {
            range: structural,
            why: Why::Structure,
        }];
        if let Some(f) = self.from.fraction_of_difference(a, b)
            && let Some(range) = from_fraction(&f, region)
        {
            parts.push(Part {
                range,
                why: Why::Signs(f),
            });
        }
        parts
    }

    /// A fact with one reason.
    fn part(
        &mut self,
        about: About,
        at: usize,
        region: &Region,
        expr: &Expr,
        part: Part,
    ) -> Traced<usize> {
        let dag = self.from.dag;
        let how = match part.why {
            Why::Structure => How::Structure(self.operands(about, at, region, &part.range)?),
            Why::Signs(f) => How::Signs(quotient(&f, dag).ok_or_else(|| self.untraced(about))?),
            Why::Logarithms(f) => {
                How::Logarithms(quotient(&f, dag).ok_or_else(|| self.untraced(about))?)
            }
            Why::Root(r) => How::Root {
                root: dag.item(r.root).expr.clone(),
                factor: r.factor,
                difference: quotient(&r.difference, dag).ok_or_else(|| self.untraced(about))?,
            },
            Why::Waves(w) => {
                let mut rest = Vec::new();
                for (c, j) in w.rest {
                    rest.push((c, self.on(About::Node(j), at)?));
                }
                let wave = |(u, a, b): (usize, _, _)| (dag.item(u).expr.clone(), a, b);
                How::Waves {
                    constant: w.constant,
                    waves: w.waves.into_iter().map(wave).collect(),
                    rest,
                }
            }
        };
        self.push(expr.clone(), region, part.range, how)
    }

    /// Facts about the operands that make a difference.
    fn operands(
        &mut self,
        about: About,
        at: usize,
        region: &Region,
        range: &Range,
    ) -> Traced<Vec<Option<usize>>> {
        let (kind, exponent) = match about {
            About::Node(i) => (
                self.from.dag.item(i).kind.clone(),
                self.from.constant_exponent(i),
            ),
            About::Difference(a, b) => (Kind::Sub(a, b), None),
        };
        let operands = kind.children();
        let mut known: Vec<Range> = operands.iter().map(|j| self.from.known(*j, at)).collect();
        let mut of = vec![None; operands.len()];
        for (k, j) in operands.iter().enumerate() {
            let own = std::mem::replace(&mut known[k], self.from.alone(*j, region));
            if known[k] == own || combined(&kind, &known, exponent.as_ref()) == *range {
                continue;
            }
            known[k] = own;
            of[k] = Some(*j);
        }
        let mut facts = Vec::new();
        for j in of {
            facts.push(match j {
                Some(j) => Some(self.on(About::Node(j), at)?),
                None => None,
            });
        }
        while matches!(facts.last(), Some(None)) {
            facts.pop();
        }
        Ok(facts)
    }

    /// A constant by an enclosure.
    pub(super) fn enclosure(&mut self, i: usize, requirement: Requirement) -> Traced<usize> {
        let about = About::Node(i);
        let expr = self.expr(about);
        self.charge(&expr)?;
        for bits in [64, 256, 1024] {
            let values = enclose::values(self.from.dag, &BigRational::zero(), bits);
            let Some(Ok(value)) = values.into_iter().nth(i) else {
                continue;
            };
            let e = &value.enclosure;
            let between = Range::between(
                End::Closed(e.lower_rational()),
                End::Closed(e.upper_rational()),
            );
            let range = match requirement {
                Requirement::CosineNonZero if e.tan().is_ok() => between,
                _ if e.certainly_positive() => Range::positive(),
                _ if e.certainly_negative() => Range::positive().neg(),
                _ => continue,
            };
            return self.push(expr, &Region::line(), range, How::Enclosure(bits));
        }
        Err(self.untraced(about))
    }

    /// A multiple of an arctangent.
    pub(super) fn arctangent(&mut self, i: usize, factor: &BigRational) -> Traced<usize> {
        let expr = self.expr(About::Node(i));
        self.charge(&expr)?;
        let range = (Func::Atan.properties().image)(&Range::everything());
        let how = How::Arctangent(factor.clone());
        self.push(expr, &Region::line(), range, how)
    }

    /// A sign that was found on boxes.
    pub(super) fn boxes(&mut self, i: usize, shown: &Shown) -> Traced<usize> {
        let about = About::Node(i);
        let expr = self.expr(about);
        self.charge(&expr)?;
        let mut beyond = [None, None];
        let ends = [shown.cuts.first(), shown.cuts.last()];
        for (k, end) in ends.into_iter().enumerate() {
            let (Some(why), Some(end)) = (&shown.beyond[k], end) else {
                continue;
            };
            let (low, high) = if k == 0 {
                (End::Infinite, End::Closed(end.clone()))
            } else {
                (End::Closed(end.clone()), End::Infinite)
            };
            let ray = Region {
                low,
                high,
                exact: true,
            };
            let at = self.from.on(&ray);
            beyond[k] = Some(match why {
                search::Beyond::Range => Beyond::Fact(self.on(about, at)?),
                search::Beyond::Growth(used) => {
                    let mut of = Vec::new();
                    for j in used {
                        of.push(self.on(About::Node(*j), at)?);
                    }
                    of.sort_unstable();
                    of.dedup();
                    Beyond::Growth(of)
                }
            });
        }
        let range = if shown.sign == Sign::Plus {
            Range::positive()
        } else {
            Range::positive().neg()
        };
        let how = How::Boxes {
            cuts: shown.cuts.clone(),
            bits: BITS,
            beyond,
        };
        self.push(expr, &Region::line(), range, how)
    }
}

/// As few of the reasons as give the range.
fn needed(mut parts: Vec<Part>, whole: &Range) -> Vec<Part> {
    let meet = |parts: &[Part], without: Option<usize>| {
        let kept = parts
            .iter()
            .enumerate()
            .filter(|(k, _)| Some(*k) != without);
        kept.map(|(_, p)| p.range.clone()).reduce(|a, b| a.meet(&b))
    };
    if let Some(one) = parts.iter().position(|p| p.range == *whole) {
        return vec![parts.swap_remove(one)];
    }
    // What was found last is left out first.
    for k in (0..parts.len()).rev() {
        if parts.len() > 1 && meet(&parts, Some(k)).as_ref() == Some(whole) {
            parts.remove(k);
        }
    }
    if meet(&parts, None).as_ref() == Some(whole) {
        parts
    } else {
        Vec::new()
    }
}

//! What a sum tells that its summands do not: `a sin(u) + b cos(u)`, and `w + c sqrt(v)` with `w^2 < c^2 v`.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::facts::Facts;
use super::radicals::carried_out;
use super::region::Region;
use super::signs::from_fraction;
use crate::Func;
use crate::dag::Kind;
use crate::fraction::Fraction;
use crate::range::Range;
use wronski_exact::enclosure::Enclosure;
use wronski_exact::univariate::End;

/// Most summands.
const MAX_TERMS: usize = 24;

/// Summands with rational factors, and what is constant.
struct Flat {
    terms: Vec<(BigRational, usize)>,
    constant: BigRational,
}

/// A node as a sum of nodes with rational factors.
fn flatten(facts: &Facts<'_>, root: usize) -> Option<Flat> {
    let mut flat = Flat {
        terms: Vec::new(),
        constant: BigRational::zero(),
    };
    let mut work = vec![(BigRational::one(), root)];
    let mut steps = 0;
    while let Some((c, i)) = work.pop() {
        steps += 1;
        if steps > 8 * MAX_TERMS {
            return None;
        }
        if let Some(q) = &facts.literals[i] {
            flat.constant += c * q;
            continue;
        }
        match &facts.dag.item(i).kind {
            Kind::Neg(a) => work.push((-c, *a)),
            Kind::Add(a, b) => work.extend([(c.clone(), *b), (c, *a)]),
            Kind::Sub(a, b) => work.extend([(-c.clone(), *b), (c, *a)]),
            Kind::Mul(a, b) => match (&facts.literals[*a], &facts.literals[*b]) {
                (Some(q), _) => work.push((c * q, *b)),
                (_, Some(q)) => work.push((c * q, *a)),
                _ => flat.terms.push((c, i)),
            },
            Kind::Div(a, b) => match &facts.literals[*b] {
                Some(q) if !q.is_zero() => work.push((c / q, *a)),
                _ => flat.terms.push((c, i)),
            },
            _ => flat.terms.push((c, i)),
        }
    }
    let mut merged: Vec<(BigRational, usize)> = Vec::new();
    for (c, i) in flat.terms {
        match merged.iter_mut().find(|(_, j)| *j == i) {
            Some((d, _)) => *d += c,
            None => merged.push((c, i)),
        }
    }
    merged.retain(|(c, _)| !c.is_zero());
    flat.terms = merged;
    (flat.terms.len() <= MAX_TERMS).then_some(flat)
}

/// Coefficients of sine and cosine for each argument, and the other terms.
type Waves = (
    Vec<(usize, BigRational, BigRational)>,
    Vec<(BigRational, usize)>,
);

fn waves(facts: &Facts<'_>, flat: &Flat) -> Waves {
    let mut waves: Vec<(usize, BigRational, BigRational)> = Vec::new();
    let mut rest = Vec::new();
    for (c, i) in &flat.terms {
        let (sine, u) = match facts.dag.item(*i).kind {
            Kind::Func(Func::Sin, u) => (true, u),
            Kind::Func(Func::Cos, u) => (false, u),
            _ => {
                rest.push((c.clone(), *i));
                continue;
            }
        };
        let at = match waves.iter().position(|w| w.0 == u) {
            Some(at) => at,
            None => {
                waves.push((u, BigRational::zero(), BigRational::zero()));
                waves.len() - 1
            }
        };
        if sine {
            waves[at].1 += c;
        } else {
            waves[at].2 += c;
        }
    }
    (waves, rest)
}

/// A sum with waves, and its range.
pub(super) struct Waved {
    pub range: Range,
    pub constant: BigRational,
    /// Arguments with the factors of their sine and cosine.
    pub waves: Vec<(usize, BigRational, BigRational)>,
    pub rest: Vec<(BigRational, usize)>,
}

/// The range of a sum in which a sine and a cosine of one argument stand: `|a sin(u) + b cos(u)| <= sqrt(a^2 + b^2)`.
pub(super) fn range(facts: &Facts<'_>, i: usize, at: usize) -> Option<Waved> {
    let flat = flatten(facts, i)?;
    let (waves, rest) = waves(facts, &flat);
    if !waves.iter().any(|w| !w.1.is_zero() && !w.2.is_zero()) {
        return None;
    }
    let mut total = Range::point(&flat.constant);
    for (_, a, b) in &waves {
        let square = a * a + b * b;
        let radius = Enclosure::rational(&square, 64).ok()?.sqrt().ok()?;
        let radius = radius.upper_rational();
        total = total.plus(&Range::between(
            End::Closed(-radius.clone()),
            End::Closed(radius),
        ));
    }
    for (c, j) in &rest {
        total = total.plus(&facts.known(*j, at).times(&Range::point(c)));
    }
    Some(Waved {
        range: total,
        constant: flat.constant,
        waves,
        rest,
    })
}

/// A sum in which a root outweighs the rest, and its range.
pub(super) struct Dominated {
    pub range: Range,
    /// The root and its factor.
    pub root: usize,
    pub factor: BigRational,
    /// The square of the root with its factor less that of the rest.
    pub difference: Fraction,
}

/// `w + c sqrt(v)` has the sign of `c` where `c^2 v - w^2` is positive.
pub(super) fn root_dominates(facts: &Facts<'_>, i: usize, region: &Region) -> Option<Dominated> {
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    let flat = flatten(facts, i)?;
    let whole = facts.fractions[i].as_ref()?;
    flat.terms.iter().find_map(|(c, j)| {
        let v = match facts.dag.item(*j).kind {
            Kind::Func(Func::Sqrt, v) => v,
            Kind::Pow(v, q) if facts.literals[q].as_ref() == Some(&half) => v,
            _ => return None,
        };
        let root = facts.fractions[*j].as_ref()?;
        let reduced = |f| carried_out(f, facts.dag, &facts.fractions);
        let w = reduced(whole.minus(&root.times(&Fraction::number(c))?)?);
        let square = facts.fractions[v]
            .as_ref()?
            .times(&Fraction::number(&(c * c)))?;
        let difference = reduced(square.minus(&reduced(w.times(&w)?))?);
        let excess = from_fraction(&difference, region)?;
        let range = if excess.is_positive() {
            Range::positive()
        } else if excess.is_nonnegative() {
            Range::nonnegative()
        } else {
            return None;
        };
        Some(Dominated {
            range: if c.is_negative() { range.neg() } else { range },
            root: *j,
            factor: c.clone(),
            difference,
        })
    })
}

/// The factor `q` with `|q| <= 1` if the node is a multiple `q atan(w)` of an arctangent, so between `-pi/2` and
/// `pi/2`.
pub(super) fn part_of_arctangent(facts: &Facts<'_>, i: usize) -> Option<BigRational> {
    let flat = flatten(facts, i)?;
    match flat.terms.as_slice() {
        [(q, j)] => {
            let part = flat.constant.is_zero()
                && q.abs() <= BigRational::one()
                && matches!(facts.dag.item(*j).kind, Kind::Func(Func::Atan, _));
            part.then(|| q.clone())
        }
        _ => None,
    }
}

/// Does `c + a sin(u) + b cos(u)` take the value 0 because `u` takes every real value and `c^2 <= a^2 + b^2`?
pub(super) fn wave_meets_zero(facts: &Facts<'_>, i: usize) -> bool {
    let Some(flat) = flatten(facts, i) else {
        return false;
    };
    let (waves, rest) = waves(facts, &flat);
    let ([(u, a, b)], []) = (waves.as_slice(), rest.as_slice()) else {
        return false;
    };
    // A polynomial of odd degree takes every value.
    let onto = facts.fractions[*u]
        .as_ref()
        .and_then(Fraction::polynomial_in_x)
        .and_then(|p| p.degree())
        .is_some_and(|d| d % 2 == 1);
    onto && &flat.constant * &flat.constant <= a * a + b * b
}

//! The sign of a node on a whole region, by enclosures on boxes in the middle and by growth outside.
//!
//! Between two bounds the region is cut into boxes on which the node is enclosed away from zero (`boxes`);
//! beyond them the range or the growth of the node decides (`growth`). What is found is a fact, or a point,
//! or nothing: a zero without a change of sign is found only where it is a rational number of few digits,
//! which is tested exactly.

use std::collections::VecDeque;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::boxes::{cone, enclose_on};
use super::facts::Facts;
use super::growth::{self, Far, Ray};
use super::region::Region;
use wronski_diagnostic::interruption;
use wronski_exact::univariate::End;

/// Precision on boxes and at points.
pub(super) const BITS: u32 = 96;

/// Most evaluations of nodes.
const WORK: usize = 16_000;

/// Boxes narrower than 2 to the power of minus this are left.
const NARROWEST: u32 = 32;

/// Most boxes that are left when a zero is looked for in them.
const MAX_LEFT: usize = 64;

/// What was found.
pub(super) enum Found {
    /// The sign, not zero, on all of the region, and how it was shown.
    Sign(Sign, Shown),
    /// Two points with values of different signs, left and right, and the sign at the first.
    Change(BigRational, BigRational, Sign),
    /// A point at which the node is exactly zero.
    Zero(BigRational),
    /// Nothing.
    Nothing,
}

/// How the sign of a node was shown: on boxes, and beyond them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown {
    /// Not zero.
    pub sign: Sign,
    /// The ends of the boxes, ascending.
    pub cuts: Vec<BigRational>,
    /// What is known on the rays left and right of the boxes, where the region has no end.
    pub beyond: [Option<Beyond>; 2],
}

/// Why the sign of a node is known on a ray.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Beyond {
    /// By its range there.
    Range,
    /// By its growth, which rests on the ranges of these nodes.
    Growth(Vec<usize>),
}

impl Shown {
    /// In words.
    pub(super) fn words(&self) -> String {
        let word = if self.sign == Sign::Plus {
            "positive"
        } else {
            "negative"
        };
        let [low, high] = [self.cuts.first(), self.cuts.last()]
            .map(|q| q.map_or_else(String::new, ToString::to_string));
        let beyond = if self.beyond.iter().any(Option::is_some) {
            " and by growth beyond"
        } else {
            ""
        };
        format!("{word} by enclosures from {low} to {high}{beyond}")
    }
}

/// Looks for the sign of the node on the region.
pub(super) fn sign(facts: &mut Facts<'_>, i: usize, region: &Region) -> Found {
    let item = facts.dag.item(i);
    if item.depends_on_parameter || !item.depends_on_x {
        return Found::Nothing;
    }
    let (Some((low, left, below)), Some((high, right, above))) = (
        outside(facts, i, &region.low, Ray::Left),
        outside(facts, i, &region.high, Ray::Right),
    ) else {
        return Found::Nothing;
    };
    if low > high {
        return Found::Nothing;
    }
    let mut seen = Seen::default();
    for (x, s) in [(&low, left), (&high, right)] {
        if let Some(s) = s {
            seen.note(x, s);
        }
    }
    middle(facts, i, region, ((&low, &high), [below, above]), seen)
}

/// The bound beyond which the sign is known, that sign, and why; a finite end of the region is its own bound.
fn outside(
    facts: &mut Facts<'_>,
    i: usize,
    end: &End,
    ray: Ray,
) -> Option<(BigRational, Option<Sign>, Option<Beyond>)> {
    if let Some(q) = end.value() {
        return Some((q.clone(), None, None));
    }
    for bound in growth::bounds() {
        let mut far = Far {
            facts,
            ray,
            bound,
            used: std::collections::BTreeSet::new(),
        };
        let region = far.region();
        let range = far.facts.range(i, &region);
        let (sign, why) = if range.is_positive() {
            (Some(Sign::Plus), Beyond::Range)
        } else if range.is_negative() {
            (Some(Sign::Minus), Beyond::Range)
        } else {
            let fraction = far.facts.fractions[i].clone();
            let sign = fraction.and_then(|f| far.sign(&f));
            (sign, Beyond::Growth(far.used.iter().copied().collect()))
        };
        let bound = far.bound;
        if sign.is_some() {
            let at = if ray == Ray::Left { -bound } else { bound };
            return Some((at, sign, Some(why)));
        }
    }
    None
}

/// The points nearest to each other with certain signs.
#[derive(Default)]
struct Seen {
    positive: Option<BigRational>,
    negative: Option<BigRational>,
}

impl Seen {
    fn note(&mut self, x: &BigRational, sign: Sign) {
        let place = match sign {
            Sign::Plus => &mut self.positive,
            Sign::Minus => &mut self.negative,
            Sign::NoSign => return,
        };
        if place.as_ref().is_none_or(|old| x.abs() < old.abs()) {
            *place = Some(x.clone());
        }
    }

    fn change(&self) -> Option<Found> {
        let (p, n) = (self.positive.clone()?, self.negative.clone()?);
        Some(if p < n {
            Found::Change(p, n, Sign::Plus)
        } else {
            Found::Change(n, p, Sign::Minus)
        })
    }
}

fn middle(
    facts: &Facts<'_>,
    i: usize,
    region: &Region,
    ((low, high), beyond): ((&BigRational, &BigRational), [Option<Beyond>; 2]),
    mut seen: Seen,
) -> Found {
    let cone = cone(facts, i);
    let mut work = WORK / (3 * cone.len()).max(1);
    let mut queue = VecDeque::from([(low.clone(), high.clone())]);
    let mut left = Vec::new();
    let mut cuts = vec![low.clone()];
    let two = BigRational::from_integer(BigInt::from(2));
    let narrowest = BigRational::new(BigInt::one(), BigInt::one() << NARROWEST);
    // Widest first: what is left in the end has one width.
    while let Some((a, b)) = queue.pop_front() {
        interruption::point();
        if work == 0 {
            left.push((a, b));
            continue;
        }
        work -= 1;
        let on_box = enclose_on(facts, &cone, &a, &b, BITS).and_then(|e| e.sign());
        match on_box {
            Some(sign @ (Sign::Plus | Sign::Minus)) => {
                seen.note(&a, sign);
                cuts.push(b);
            }
            _ if &b - &a < narrowest => left.push((a, b)),
            _ => {
                let c = (&a + &b) / &two;
                let point = enclose_on(facts, &cone, &c, &c, BITS);
                let sign = point.and_then(|e| e.sign());
                if let Some(sign) = sign.filter(|_| region.contains(&c)) {
                    seen.note(&c, sign);
                }
                queue.push_back((a, c.clone()));
                queue.push_back((c, b));
            }
        }
        if let Some(found) = seen.change() {
            return found;
        }
    }
    if left.is_empty() {
        let sign = match seen.positive {
            Some(_) => Sign::Plus,
            None => Sign::Minus,
        };
        cuts.sort();
        cuts.dedup();
        let shown = Shown { sign, cuts, beyond };
        return Found::Sign(sign, shown);
    }
    if left.len() > MAX_LEFT {
        return Found::Nothing;
    }
    left.iter()
        .map(|(a, b)| simplest(a, b))
        .filter(|x| region.contains(x))
        .find(|x| exactly_zero(facts, i, x))
        .map_or(Found::Nothing, Found::Zero)
}

/// Is the numerator of the node zero at the point, and its denominator not?
fn exactly_zero(facts: &Facts<'_>, i: usize, x: &BigRational) -> bool {
    let Some(f) = &facts.fractions[i] else {
        return false;
    };
    let depends = |k: usize| facts.dag.item(k).depends_on_x;
    f.numerator.at(x, &depends).is_some_and(|s| s.is_zero())
        && f.denominator
            .at(x, &depends)
            .is_some_and(|s| s.is_certainly_nonzero())
}

/// The rational number of least denominator in the closed interval (by its continued fraction).
fn simplest(a: &BigRational, b: &BigRational) -> BigRational {
    if a.is_negative() && b.is_positive() || a.is_zero() || b.is_zero() {
        return BigRational::zero();
    }
    if b.is_negative() {
        return -simplest(&-b, &-a);
    }
    let (mut low, mut high) = (a.clone(), b.clone());
    let mut quotients = Vec::new();
    loop {
        let floor = low.numer().div_floor(low.denom());
        let whole = BigRational::from_integer(floor.clone());
        if low == whole {
            quotients.push(floor);
            break;
        }
        if whole < high.floor() {
            quotients.push(floor + 1);
            break;
        }
        quotients.push(floor);
        (low, high) = ((high - &whole).recip(), (low - &whole).recip());
    }
    let mut result: Option<BigRational> = None;
    for q in quotients.into_iter().rev() {
        let q = BigRational::from_integer(q);
        result = Some(match result {
            None => q,
            Some(r) => q + BigRational::one() / r,
        });
    }
    result.unwrap_or_else(BigRational::zero)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simplest_number_of_an_interval() {
        let q = |n: i64, d: i64| BigRational::new(n.into(), d.into());
        for (a, b, want) in [
            (q(333, 1000), q(334, 1000), q(1, 3)),
            (q(-334, 1000), q(-333, 1000), q(-1, 3)),
            (q(3, 10), q(4, 10), q(1, 3)),
            (q(-1, 2), q(1, 9), q(0, 1)),
            (q(5, 2), q(7, 2), q(3, 1)),
            (q(2, 1), q(2, 1), q(2, 1)),
            (q(314_159, 100_000), q(314_160, 100_000), q(355, 113)),
        ] {
            let found = simplest(&a, &b);
            // By search over denominators.
            let searched = (1..2000i64).find_map(|d| {
                let n = (&a * q(d, 1)).ceil().to_integer();
                let candidate = BigRational::new(n, d.into());
                (candidate <= b).then_some(candidate)
            });
            assert_eq!(found, want);
            if !want.is_zero() {
                assert_eq!(
                    searched.map(|s| s.denom().clone()),
                    Some(want.denom().clone())
                );
            }
        }
    }
}

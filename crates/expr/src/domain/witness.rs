//! Points that show that an expression is not defined somewhere.
//!
//! All partial functions of the grammar are continuous where they are defined. So if a denominator
//! without `where` has both signs, then between the two points it is 0 or something in it is undefined:
//! in both cases the expression is not defined there.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::facts::Facts;
use super::message;
use super::region::Region;
use crate::dag::{Dag, Kind};
use crate::enclose;
use crate::fraction::Fraction;
use crate::series::Side;
use crate::value::Value;
use wronski_exact::enclosure::Enclosure;
use wronski_exact::univariate::{RealRoot, UnivariatePolynomial};

/// Precision at sample points.
const BITS: u32 = 96;

/// The sample points, from left to right, as numerators over 16.
const SIXTEENTHS: [i64; 25] = [
    -16000, -1600, -480, -160, -80, -48, -32, -24, -16, -8, -4, -1, 0, 1, 4, 8, 16, 24, 32, 48, 80,
    160, 480, 1600, 16000,
];

/// Values of all nodes at the sample points, computed when first asked for.
#[derive(Default)]
pub(super) struct Samples(Option<Vec<(BigRational, Vec<Option<Value>>)>>);

fn points() -> impl Iterator<Item = BigRational> {
    SIXTEENTHS
        .iter()
        .map(|&n| BigRational::new(BigInt::from(n), BigInt::from(16)))
}

impl Samples {
    fn get(&mut self, dag: &Dag) -> &[(BigRational, Vec<Option<Value>>)] {
        self.0.get_or_insert_with(|| {
            let at = |x: BigRational| {
                let values = enclose::values(dag, &x, BITS)
                    .into_iter()
                    .map(Result::ok)
                    .collect();
                (x, values)
            };
            points().map(at).collect()
        })
    }

    /// The values of one node at the points of the region.
    fn of(&mut self, dag: &Dag, i: usize, region: &Region) -> Vec<(BigRational, Value)> {
        self.get(dag)
            .iter()
            .filter(|(x, _)| region.contains(x))
            .filter_map(|(x, values)| values[i].clone().map(|v| (x.clone(), v)))
            .collect()
    }
}

/// The roots of a polynomial in a region.
fn roots_in(p: &UnivariatePolynomial, region: &Region) -> Vec<RealRoot> {
    let Ok(roots) = p.real_roots() else {
        return Vec::new();
    };
    let inside = |r: &RealRoot| match r.exact() {
        Some(q) => region.contains(q),
        // An isolating interval that leaves the region proves nothing about it.
        None => region.contains(&r.lower) && region.contains(&r.upper),
    };
    roots.into_iter().filter(inside).collect()
}

/// Nodes one of whose zeros is a zero of the node.
fn factors(facts: &Facts<'_>, i: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut work = vec![i];
    while let Some(j) = work.pop() {
        if found.contains(&j) || found.len() > 100 {
            continue;
        }
        found.push(j);
        match &facts.dag.item(j).kind {
            Kind::Mul(a, b) => work.extend([*b, *a]),
            Kind::Neg(a) | Kind::Div(a, _) => work.push(*a),
            Kind::Pow(a, n) => {
                let q = facts.fractions[*n].as_ref().and_then(Fraction::as_constant);
                if q.is_some_and(|q| q.is_positive()) {
                    work.push(*a);
                }
            }
            _ => {}
        }
    }
    found
}

/// Where the node is 0 (or not defined), if that can be shown: a phrase such as `x = 0`.
pub(super) fn zero(
    facts: &mut Facts<'_>,
    samples: &mut Samples,
    i: usize,
    region: &Region,
) -> Option<String> {
    let dag = facts.dag;
    for j in factors(facts, i) {
        if let Some(p) = facts.fractions[j]
            .as_ref()
            .and_then(Fraction::polynomial_in_x)
        {
            let roots = roots_in(&p, region);
            if !roots.is_empty() {
                return Some(message::roots(&roots));
            }
            continue;
        }
        // Exactly, also with parameters.
        if let Some(f) = &facts.fractions[j] {
            let depends = |k: usize| dag.item(k).depends_on_x;
            for x in nearest_first(region) {
                let vanishes = f.numerator.at(&x, &depends).is_some_and(|s| s.is_zero())
                    && f.denominator.at(&x, &depends).is_some_and(|s| !s.is_zero());
                if vanishes {
                    return Some(format!("x = {x}"));
                }
            }
        }
        let values = samples.of(dag, j, region);
        if let Some((x, _)) = values.iter().find(|(_, v)| v.is_exactly_zero()) {
            return Some(format!("x = {x}"));
        }
        if dag.item(j).has_where {
            continue;
        }
        let known: Vec<(BigRational, Sign)> = values
            .iter()
            .filter_map(|(x, v)| Some((x.clone(), v.enclosure.sign()?)))
            .collect();
        let change = known.windows(2).find(|w| w[0].1 != w[1].1);
        if let Some([(a, s), (b, _)]) = change {
            return Some(narrowed_sign(dag, j, a, b, *s));
        }
    }
    None
}

/// Narrows a change of sign; `left` is the sign at `a`.
pub(super) fn narrowed_sign(
    dag: &Dag,
    i: usize,
    a: &BigRational,
    b: &BigRational,
    left: Sign,
) -> String {
    narrowed(dag, i, a, b, |v| {
        let sign = v.enclosure.sign()?;
        Some(if sign == left {
            Side::Left
        } else {
            Side::Right
        })
    })
}

/// Sample points of the region, those near 0 first.
fn nearest_first(region: &Region) -> Vec<BigRational> {
    let mut list: Vec<BigRational> = points().filter(|x| region.contains(x)).collect();
    list.sort_by_key(Signed::abs);
    list
}

/// Bisects a crossing; `side(v)` says to which side a value belongs, if that is certain.
fn narrowed(
    dag: &Dag,
    i: usize,
    a: &BigRational,
    b: &BigRational,
    side: impl Fn(&Value) -> Option<Side>,
) -> String {
    let two = BigRational::from_integer(BigInt::from(2));
    let (mut a, mut b) = (a.clone(), b.clone());
    for _ in 0..16 {
        let middle = (&a + &b) / &two;
        let mut values = enclose::values(dag, &middle, BITS);
        let Ok(value) = values.swap_remove(i) else {
            break;
        };
        if value.is_exactly_zero() {
            return format!("x = {middle}");
        }
        match side(&value) {
            Some(Side::Left) => a = middle,
            Some(Side::Right) => b = middle,
            None => break,
        }
    }
    format!(
        "x = {} (a point between {a} and {b})",
        message::decimal(&((&a + &b) / &two))
    )
}

/// A point at which the node is certainly less than 0 (or, with `or_zero`, at most 0).
pub(super) fn negative(
    facts: &mut Facts<'_>,
    samples: &mut Samples,
    i: usize,
    region: &Region,
    or_zero: bool,
) -> Option<String> {
    let dag = facts.dag;
    if let Some(p) = facts.fractions[i]
        .as_ref()
        .and_then(Fraction::polynomial_in_x)
    {
        let bad = |s: i32| s < 0 || (or_zero && s == 0);
        let mut candidates = nearest_first(region);
        let roots = roots_in(&p, region);
        let two = BigRational::from_integer(BigInt::from(2));
        for pair in roots.windows(2) {
            candidates.push((&pair[0].upper + &pair[1].lower) / &two);
        }
        if let Some(x) = candidates.iter().find(|x| bad(p.sign_at(x))) {
            return Some(format!("x = {x}"));
        }
        if or_zero && !roots.is_empty() {
            return Some(message::roots(&roots));
        }
        let beyond = roots.iter().flat_map(|r| {
            let one = BigRational::from_integer(BigInt::from(1));
            [
                &r.lower - &one,
                &r.upper + &one,
                r.lower.clone(),
                r.upper.clone(),
            ]
        });
        let found = beyond
            .filter(|x| region.contains(x))
            .find(|x| bad(p.sign_at(x)));
        return found.map(|x| format!("x = {x}"));
    }
    let mut values = samples.of(dag, i, region);
    values.sort_by_key(|(x, _)| x.abs());
    let outside = |v: &Value| {
        v.enclosure.certainly_negative()
            || (or_zero && (v.is_exactly_zero() || v.enclosure.certainly_nonpositive()))
    };
    values
        .iter()
        .find(|(_, v)| outside(v))
        .map(|(x, _)| format!("x = {x}"))
}

/// A linear polynomial's half-line of positivity, such as `x > 0`.
pub(super) fn half_line(facts: &Facts<'_>, i: usize, strict: bool) -> Option<String> {
    let p = facts.fractions[i]
        .as_ref()
        .and_then(Fraction::polynomial_in_x)?;
    let c = p.coefficients();
    let [a, b] = c.as_slice() else { return None };
    let relation = match (b.is_positive(), strict) {
        (true, true) => ">",
        (true, false) => ">=",
        (false, true) => "<",
        (false, false) => "<=",
    };
    Some(format!("x {relation} {}", -a / b))
}

/// A point where the cosine of the node is 0.
pub(super) fn tangent_pole(
    facts: &mut Facts<'_>,
    samples: &mut Samples,
    i: usize,
    region: &Region,
) -> Option<String> {
    let dag = facts.dag;
    if dag.item(i).has_where {
        return None;
    }
    let mut known: Vec<(BigRational, i64)> = samples
        .of(dag, i, region)
        .into_iter()
        .filter_map(|(x, v)| branch_of_tangent(&v.enclosure).map(|n| (x, n)))
        .collect();
    if known.windows(2).all(|w| w[0].1 == w[1].1) {
        known.extend(far_branches(facts, i, region));
        known.sort();
    }
    let mut changes: Vec<&[(BigRational, i64)]> =
        known.windows(2).filter(|w| w[0].1 != w[1].1).collect();
    changes.sort_by_key(|w| (w[0].0.abs() + w[1].0.abs(), w[0].0.is_negative()));
    let [(a, n), (b, m)] = changes.first()? else {
        return None;
    };
    let side = |v: &Value| {
        let k = branch_of_tangent(&v.enclosure)?;
        let left = if n < m { k <= *n } else { k >= *n };
        Some(if left { Side::Left } else { Side::Right })
    };
    Some(narrowed(dag, i, a, b, side))
}

/// Branches of the tangent of the node at points far out, until one differs from that at 0: a polynomial that is not
/// constant leaves every interval between two poles.
fn far_branches(facts: &Facts<'_>, i: usize, region: &Region) -> Vec<(BigRational, i64)> {
    let polynomial = facts.fractions[i]
        .as_ref()
        .and_then(Fraction::polynomial_in_x)
        .filter(|p| p.degree().is_some_and(|d| d > 0));
    // Far enough for every polynomial whose coefficients are literals of ordinary length.
    let doublings = if polynomial.is_some() { 2048 } else { 64 };
    let at = |x: &BigRational| {
        let value = match &polynomial {
            Some(p) => Enclosure::rational(&p.evaluate(x), BITS).ok(),
            None => enclose::values(facts.dag, x, BITS)
                .swap_remove(i)
                .ok()
                .map(|v| v.enclosure),
        };
        value.and_then(|v| branch_of_tangent(&v))
    };
    let mut found: Vec<(BigRational, i64)> = Vec::new();
    let mut x = BigRational::from_integer(BigInt::from(1));
    for _ in 0..doublings {
        for point in [x.clone(), -x.clone()] {
            if let Some(n) = at(&point).filter(|_| region.contains(&point)) {
                let new = found.last().is_some_and(|(_, m)| *m != n);
                found.push((point, n));
                if new {
                    return found;
                }
            }
        }
        x *= BigRational::from_integer(BigInt::from(2));
    }
    found
}

/// The `n` with `-pi/2 + n pi < u < pi/2 + n pi` for all `u` between two numbers, if certain.
pub(super) fn one_branch(low: &BigRational, high: &BigRational) -> Option<i64> {
    branch_of_tangent(&Enclosure::between(low, high, BITS).ok()?)
}

/// The `n` with `-pi/2 + n pi < u < pi/2 + n pi`, if certain.
fn branch_of_tangent(u: &Enclosure) -> Option<i64> {
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    let turns = u.div(&Enclosure::pi(BITS).ok()?).ok()?;
    let turns = turns.add(&Enclosure::rational(&half, BITS).ok()?).ok()?;
    let (low, high) = (turns.lower().floor(), turns.upper().floor());
    // At an integer end the side is not certain.
    let at_end = turns.lower_rational() == BigRational::from_integer(low.clone());
    if low == high && !at_end {
        low.to_i64()
    } else {
        None
    }
}

/// The sign of a node without x and parameters, from enclosures.
pub(super) fn sign_of_constant(dag: &Dag, i: usize) -> Option<Sign> {
    for bits in [64, 256, 1024] {
        let mut values = enclose::values(dag, &BigRational::zero(), bits);
        let value = values.swap_remove(i).ok()?;
        if value.is_exactly_zero() {
            return Some(Sign::NoSign);
        }
        if let Some(sign) = value.enclosure.sign() {
            return Some(sign);
        }
    }
    None
}

/// Rational points at which a node is certainly 0: candidates for breakpoints.
pub(super) fn candidates(
    facts: &mut Facts<'_>,
    samples: &mut Samples,
    i: usize,
) -> Vec<BigRational> {
    let dag = facts.dag;
    let mut found = Vec::new();
    if let Some(p) = facts.fractions[i]
        .as_ref()
        .and_then(Fraction::polynomial_in_x)
    {
        found.extend(
            roots_in(&p, &Region::line())
                .iter()
                .filter_map(|r| r.exact().cloned()),
        );
        return found;
    }
    for (x, v) in samples.of(dag, i, &Region::line()) {
        if v.is_exactly_zero() {
            found.push(x);
        }
    }
    found
}

/// Is the tangent of a node without x and parameters certainly defined?
pub(super) fn tangent_of_constant(dag: &Dag, i: usize) -> bool {
    let mut values = enclose::values(dag, &BigRational::zero(), 256);
    values
        .swap_remove(i)
        .is_ok_and(|v| v.enclosure.tan().is_ok())
}

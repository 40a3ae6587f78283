//! The sign of a node on a ray `|x| >= B`, by the term that grows fastest.
//!
//! Numerator and denominator are written as `sum c x^k exp(p(x))`, as functions of `|x|`, with numbers or
//! bounds `c` and polynomials `p` without constant term. With `v >= 0`: `erf(v) = 1 - r`, `erfc(v) = r` for
//! some `0 <= r <= exp(-v^2)`; `log(1 + exp(v)) = v + r` and `log(1 + exp(-v)) = r` for some `0 <= r <=
//! exp(-v)`. The square root of a polynomial of degree `2k` is `x^k` times a bounded factor. Every term is
//! divided by `x^k exp(p)` of a term that grows fastest; a quotient `x^m exp(d(x))` with `m + x d'(x) <= 0`
//! for `x >= B` does not increase there and is positive, so it lies between 0 and its value at B.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::boxes::raised;
use super::fraction::{Atom, Exponent, Fraction, Powers, Sum};
use super::nodes::NodeKind;
use super::set::Set;
use super::side::Side;
use super::signs::signs;
use super::work::Work;
use crate::failure::{Checked, unshown};
use crate::sign::sign as enclosed_sign;
use wronski_certificate::{Bound, Interval};
use wronski_diagnostic::interruption;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::Func;

/// Precision of constants and bounds.
const BITS: u32 = 96;

/// Greatest degree of an exponent.
const MAX_DEGREE: usize = 24;

/// Greatest power of an atom that is multiplied out, and most terms.
const MAX_EXPANDED: u32 = 6;
const MAX_TERMS: usize = 400;

/// `number*factor*|x|^power*exp(p(|x|))`, with the coefficients of `p` from degree 1 on, without zeros at the
/// end.
#[derive(Clone)]
struct Term {
    number: BigRational,
    /// Bounds of a further factor; 1 if there is none.
    factor: Option<Enclosure>,
    power: i64,
    exponent: Vec<BigRational>,
}

impl Term {
    fn number(number: BigRational) -> Self {
        Term {
            number,
            factor: None,
            power: 0,
            exponent: Vec::new(),
        }
    }

    fn bounded(e: Enclosure) -> Self {
        Term {
            factor: Some(e),
            ..Term::number(BigRational::one())
        }
    }

    fn scaled(&mut self, e: &Enclosure) -> Option<()> {
        self.factor = Some(match &self.factor {
            None => e.clone(),
            Some(f) => f.mul(e).ok()?,
        });
        Some(())
    }

    fn times(&self, other: &Self) -> Option<Self> {
        let mut result = self.clone();
        result.number *= &other.number;
        if let Some(f) = &other.factor {
            result.scaled(f)?;
        }
        result.power = result.power.checked_add(other.power)?;
        let longer = self.exponent.len().max(other.exponent.len());
        result.exponent.resize(longer, BigRational::zero());
        for (e, q) in result.exponent.iter_mut().zip(&other.exponent) {
            *e += q;
        }
        while result.exponent.last().is_some_and(Zero::is_zero) {
            result.exponent.pop();
        }
        Some(result)
    }

    fn coefficient(&self) -> Option<Enclosure> {
        let number = Enclosure::rational(&self.number, BITS).ok()?;
        match &self.factor {
            None => Some(number),
            Some(f) => number.mul(f).ok(),
        }
    }

    /// `share*r` with `0 <= r <= exp(p)`; the polynomial from degree 0 on.
    fn up_to_exponential(share: BigRational, p: &[BigRational]) -> Option<Self> {
        let mut term = Term::number(share);
        let (constant, exponent) = p.split_first()?;
        let most = Enclosure::rational(constant, BITS).ok()?.exp().ok()?;
        term.scaled(&Enclosure::integer(0, BITS).ok()?.hull(&most))?;
        if exponent.len() > MAX_DEGREE {
            return None;
        }
        term.exponent = exponent.to_vec();
        while term.exponent.last().is_some_and(Zero::is_zero) {
            term.exponent.pop();
        }
        Some(term)
    }
}

/// Which exponent is larger for all large arguments.
fn compared(a: &[BigRational], b: &[BigRational]) -> Ordering {
    let zero = BigRational::zero();
    for d in (0..a.len().max(b.len())).rev() {
        let (a, b) = (a.get(d).unwrap_or(&zero), b.get(d).unwrap_or(&zero));
        if a != b {
            return a.cmp(b);
        }
    }
    Ordering::Equal
}

struct Ray<'w, 'a> {
    work: &'w mut Work<'a>,
    side: Side,
    on: Interval,
    bound: BigRational,
    /// What the cited facts say.
    known: BTreeMap<usize, Set>,
}

/// The sign of the node on the ray from the cut on. `of` are facts about what stands in it.
pub(super) fn sign(
    work: &mut Work<'_>,
    node: usize,
    side: Side,
    cut: &BigRational,
    of: &[usize],
) -> Checked<Sign> {
    let bound = if side == Side::Left {
        -cut
    } else {
        cut.clone()
    };
    if bound < BigRational::one() {
        return Err("growth is compared from 1 on".into());
    }
    if !of.windows(2).all(|w| w[0] < w[1]) {
        return Err("the facts about what grows are not in order".into());
    }
    let on = side.ray(cut);
    let mut known: BTreeMap<usize, Set> = BTreeMap::new();
    for at in of {
        let i = work.fact(*at)?.node;
        let range = work.range(*at, i, &on)?;
        if known.insert(i, range).is_some() {
            return Err("two facts are about one expression".into());
        }
    }
    sign_by(work, node, side, cut, known)
}

/// The same by what is known of the nodes on the ray.
pub(super) fn sign_by(
    work: &mut Work<'_>,
    node: usize,
    side: Side,
    cut: &BigRational,
    known: BTreeMap<usize, Set>,
) -> Checked<Sign> {
    let bound = if side == Side::Left {
        -cut
    } else {
        cut.clone()
    };
    if bound < BigRational::one() {
        return Err("growth is compared from 1 on".into());
    }
    let on = side.ray(cut);
    let form = work.form(node)?;
    let mut ray = Ray {
        work,
        side,
        on,
        bound,
        known,
    };
    let up = ray.sum(&form.up);
    let down = ray.sum(&form.down);
    match (up, down) {
        (Some(up), Some(down)) => Ok(up * down),
        _ => Err(unshown(
            "which term grows fastest, and that it outweighs the others, does not follow",
        )),
    }
}

impl Ray<'_, '_> {
    fn sum(&mut self, sum: &Sum) -> Option<Sign> {
        let mut terms: Vec<Term> = Vec::new();
        for ((powers, exponent), c) in sum.terms() {
            for t in self.product(powers, exponent, c)? {
                // Exact terms are collected, so that nothing is left of x - x.
                let same = terms.iter_mut().find(|o| {
                    o.factor.is_none()
                        && t.factor.is_none()
                        && o.power == t.power
                        && o.exponent == t.exponent
                });
                match same {
                    Some(o) => o.number += t.number,
                    None => terms.push(t),
                }
                if terms.len() > MAX_TERMS {
                    return None;
                }
            }
        }
        terms.retain(|t| !t.number.is_zero());
        let rank =
            |a: &&Term, b: &&Term| compared(&a.exponent, &b.exponent).then(a.power.cmp(&b.power));
        let fastest = terms.iter().max_by(rank)?.clone();
        let mut total = Enclosure::integer(0, BITS).ok()?;
        for t in &terms {
            let share = self.at_most(t, &fastest)?;
            total = total.add(&t.coefficient()?.mul(&share).ok()?).ok()?;
        }
        enclosed_sign(&total)
    }

    /// Bounds of the growth of one term divided by that of the fastest.
    fn at_most(&self, t: &Term, fastest: &Term) -> Option<Enclosure> {
        let m = t.power.checked_sub(fastest.power)?;
        let zero = BigRational::zero();
        let mut difference = vec![BigRational::zero()];
        let mut slope = vec![BigRational::from_integer(BigInt::from(m))];
        for d in 0..t.exponent.len().max(fastest.exponent.len()) {
            let own = t.exponent.get(d).unwrap_or(&zero);
            let c = own - fastest.exponent.get(d).unwrap_or(&zero);
            slope.push(&c * BigRational::from_integer(BigInt::from(d + 1)));
            difference.push(c);
        }
        if m == 0 && difference.iter().all(Zero::is_zero) {
            return Enclosure::integer(1, BITS).ok();
        }
        let beyond = Interval {
            low: Bound::Closed(self.bound.clone()),
            high: Bound::Infinite,
        };
        if signs(&slope, &beyond).ok()?.positive {
            return None;
        }
        let mut value = BigRational::zero();
        for c in difference.iter().rev() {
            value = value * &self.bound + c;
        }
        let exponential = Enclosure::rational(&value, BITS).ok()?.exp().ok()?;
        let most = raised(&self.bound, m, BITS)?.mul(&exponential).ok()?;
        Some(Enclosure::integer(0, BITS).ok()?.hull(&most))
    }

    /// One product, multiplied out.
    fn product(
        &mut self,
        powers: &Powers,
        exponent: &Exponent,
        c: &BigRational,
    ) -> Option<Vec<Term>> {
        let mut term = Term::number(c.clone());
        for (p, q) in exponent {
            if let (Some((Atom::X, n)), 1) = (p.iter().next(), p.len()) {
                let d = *n as usize;
                if d > MAX_DEGREE {
                    return None;
                }
                if term.exponent.len() < d {
                    term.exponent.resize(d, BigRational::zero());
                }
                let mirrored = self.side == Side::Left && n % 2 == 1;
                term.exponent[d - 1] = if mirrored { -q } else { q.clone() };
                continue;
            }
            let mut inner = Enclosure::rational(q, BITS).ok()?;
            for (atom, n) in p {
                inner = inner
                    .mul(&self.bounds(atom)?.power(i64::from(*n)).ok()?)
                    .ok()?;
            }
            term.scaled(&inner.exp().ok()?)?;
        }
        let mut all = vec![term];
        for (atom, n) in powers {
            if *atom == Atom::X {
                for t in &mut all {
                    t.power = t.power.checked_add(i64::from(*n))?;
                    if self.side == Side::Left && n % 2 == 1 {
                        t.number = -t.number.clone();
                    }
                }
                continue;
            }
            let parts = match atom {
                Atom::Node(i) if *n <= MAX_EXPANDED => self.expansion(*i)?,
                _ => {
                    let power = self.bounds(atom)?.power(i64::from(*n)).ok()?;
                    for t in &mut all {
                        t.scaled(&power)?;
                    }
                    continue;
                }
            };
            for _ in 0..*n {
                let mut next = Vec::new();
                for s in &all {
                    interruption::point();
                    for t in &parts {
                        next.push(s.times(t)?);
                    }
                }
                if next.len() > MAX_TERMS {
                    return None;
                }
                all = next;
            }
        }
        Some(all)
    }

    /// What the facts say of an atom, if this has two ends.
    fn bounds(&self, atom: &Atom) -> Option<Enclosure> {
        match atom {
            Atom::X | Atom::Parameter(_) => None,
            Atom::Pi => Enclosure::pi(BITS).ok(),
            Atom::Node(i) => {
                let set = self.known.get(i)?;
                Enclosure::between(set.low.value()?, set.high.value()?, BITS).ok()
            }
        }
    }

    /// A node that is not looked into, as a sum of terms.
    fn expansion(&mut self, i: usize) -> Option<Vec<Term>> {
        let known = match *self.work.nodes.kind(i) {
            NodeKind::Function(f @ (Func::Erf | Func::Erfc), u) => self.error_function(f, u),
            NodeKind::Function(Func::Sqrt, u) => self.square_root(u),
            NodeKind::Function(Func::Log, u) => self.softplus(u),
            _ => None,
        };
        match known {
            Some(terms) => Some(terms),
            None => Some(vec![Term::bounded(self.bounds(&Atom::Node(i))?)]),
        }
    }

    /// The coefficients of a polynomial in x as one in `|x|`.
    fn mirrored(&self, p: Vec<BigRational>) -> Vec<BigRational> {
        let odd = |d: usize| self.side == Side::Left && d % 2 == 1;
        let turned = |(d, c): (usize, BigRational)| if odd(d) { -c } else { c };
        p.into_iter().enumerate().map(turned).collect()
    }

    /// The square of a fraction in which square roots of numbers stand, as a polynomial in x.
    fn square(&self, f: &Fraction) -> Option<Vec<BigRational>> {
        let square = f.times(f)?;
        let reduced = |sum: &Sum| -> Option<Vec<BigRational>> {
            let mut coefficients: Vec<BigRational> = Vec::new();
            for ((powers, exponent), c) in sum.terms() {
                if !exponent.is_empty() {
                    return None;
                }
                let (mut c, mut d) = (c.clone(), 0);
                for (atom, n) in powers {
                    match atom {
                        Atom::X => d = *n as usize,
                        Atom::Node(i) if n % 2 == 0 && *n <= MAX_EXPANDED => {
                            let NodeKind::Function(Func::Sqrt, v) = *self.work.nodes.kind(*i)
                            else {
                                return None;
                            };
                            let v = self.work.nodes.written(v).filter(|v| !v.is_negative())?;
                            c *= num_traits::pow(v.clone(), (*n / 2) as usize);
                        }
                        _ => return None,
                    }
                }
                if coefficients.len() <= d {
                    coefficients.resize(d + 1, BigRational::zero());
                }
                coefficients[d] += c;
            }
            Some(coefficients)
        };
        let (up, down) = (reduced(&square.up)?, reduced(&square.down)?);
        let [scale] = down.as_slice() else {
            return None;
        };
        if scale.is_zero() {
            return None;
        }
        Some(up.into_iter().map(|c| c / scale).collect())
    }

    fn error_function(&mut self, f: Func, u: usize) -> Option<Vec<Term>> {
        let form = self.work.forms.of(&self.work.nodes, u)?;
        let square = self.mirrored(self.square(&form)?);
        let range = self.known.get(&u)?;
        let one = BigRational::one;
        let sign = match (range.is_nonnegative(), range.is_nonpositive()) {
            (true, _) => one(),
            (_, true) => -one(),
            _ => return None,
        };
        let minus: Vec<BigRational> = square.into_iter().map(|c| -c).collect();
        // erf(u) = s - s r and erfc(u) = 1 - s + s r for the sign s of u.
        let (limit, share) = match f {
            Func::Erf => (sign.clone(), -sign),
            _ => (one() - &sign, sign),
        };
        Some(vec![
            Term::number(limit),
            Term::up_to_exponential(share, &minus)?,
        ])
    }

    fn square_root(&mut self, u: usize) -> Option<Vec<Term>> {
        let form = self.work.forms.of(&self.work.nodes, u)?;
        let all = self.mirrored(form.polynomial_in_x()?);
        let degree = all.len().checked_sub(1).filter(|d| *d > 0 && d % 2 == 0)?;
        let mut ratio = Enclosure::rational(&all[degree], BITS).ok()?;
        for (d, c) in all[..degree].iter().enumerate() {
            let m = i64::try_from(degree - d).ok()?;
            let most = raised(&self.bound, -m, BITS)?;
            let share = Enclosure::integer(0, BITS).ok()?.hull(&most);
            let part = Enclosure::rational(c, BITS).ok()?.mul(&share).ok()?;
            ratio = ratio.add(&part).ok()?;
        }
        let mut term = Term::bounded(ratio.sqrt().ok()?);
        term.power = i64::try_from(degree / 2).ok()?;
        Some(vec![term])
    }

    fn softplus(&mut self, u: usize) -> Option<Vec<Term>> {
        let form = self.work.forms.of(&self.work.nodes, u)?;
        let exponential = form.minus(&Fraction::number(&BigRational::one()))?;
        let p = exponential.logarithm()?.polynomial_in_x()?;
        let taken = signs(&p, &self.on).ok()?;
        let all = self.mirrored(p);
        let minus = |c: &BigRational| -c;
        if !taken.negative {
            let falling: Vec<BigRational> = all.iter().map(minus).collect();
            let mut terms = vec![Term::up_to_exponential(BigRational::one(), &falling)?];
            for (d, c) in all.into_iter().enumerate() {
                let mut term = Term::number(c);
                term.power = i64::try_from(d).ok()?;
                terms.push(term);
            }
            Some(terms)
        } else if !taken.positive {
            Some(vec![Term::up_to_exponential(BigRational::one(), &all)?])
        } else {
            None
        }
    }
}

//! The sign of a sum of powers of x, bounded atoms and exponentials for all large x, with an explicit bound.
//!
//! A sum is brought to the form `sum c_j x^k_j exp(p_j(x))` with numbers or intervals `c_j` (constants, and atoms
//! that are bounded on the ray) and polynomials `p_j` over Q without constant term; `erf(u)`, with `u^2` a
//! polynomial, is `1` or `-1` up to `[0, 1] exp(-u^2)`, and roots of polynomials and `log(1 + exp(p))` are treated
//! alike. Of the terms that grow fastest let `c x^k exp(p)` be the one of the highest power. Divided by `x^k exp(p)`,
//! every other term is `c_j x^m exp(d(x))` with `d = 0` and `m < 0`, or with a polynomial `d` that tends to minus
//! infinity; from `B >= 1` on such a function is positive and decreasing if `m + x d'(x) <= 0` there, which Sturm's
//! theorem decides, so it lies between 0 and its value at `B`.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, Zero};

use super::facts::Facts;
use super::region::Region;
use crate::Func;
use crate::dag::Kind;
use crate::fraction::{Atom, Fraction, Known, Sum};
use wronski_diagnostic::interruption;
use wronski_exact::enclosure::Enclosure;
use wronski_exact::univariate::{End, UnivariatePolynomial};

/// Precision of the constants.
const BITS: u32 = 64;

/// Greatest degree of an exponent.
const MAX_DEGREE: usize = 12;

/// Greatest power of an atom that is written out, and most terms of a product.
const MAX_EXPANDED: u32 = 4;
const MAX_PRODUCT: usize = 64;

/// Which end of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ray {
    /// `x <= -B`
    Left,
    /// `x >= B`
    Right,
}

/// A ray with its bound `B`, and what is known there.
pub(super) struct Far<'f, 'd> {
    pub facts: &'f mut Facts<'d>,
    pub ray: Ray,
    pub bound: BigRational,
    /// The nodes whose ranges on the ray were asked for.
    pub used: BTreeSet<usize>,
}

/// `number factor x^power exp(exponent(x))`, as a function of `|x|`; coefficients of the exponent from degree 1 on.
#[derive(Clone)]
struct Term {
    number: BigRational,
    /// 1 where it is absent.
    factor: Option<Enclosure>,
    power: i64,
    exponent: Vec<BigRational>,
}

impl Term {
    fn times(&mut self, e: &Enclosure) -> Option<()> {
        self.factor = Some(match &self.factor {
            None => e.clone(),
            Some(f) => f.mul(e).ok()?,
        });
        Some(())
    }

    fn coefficient(&self) -> Option<Enclosure> {
        let number = Enclosure::rational(&self.number, BITS).ok()?;
        match &self.factor {
            None => Some(number),
            Some(f) => number.mul(f).ok(),
        }
    }
}

impl Far<'_, '_> {
    pub(super) fn region(&self) -> Region {
        let (low, high) = match self.ray {
            Ray::Left => (End::Infinite, End::Closed(-self.bound.clone())),
            Ray::Right => (End::Closed(self.bound.clone()), End::Infinite),
        };
        Region {
            low,
            high,
            exact: true,
        }
    }

    /// The sign of the fraction on the ray, which is not zero.
    pub(super) fn sign(&mut self, f: &Fraction) -> Option<Sign> {
        Some(self.sign_of_sum(&f.numerator)? * self.sign_of_sum(&f.denominator)?)
    }

    fn sign_of_sum(&mut self, sum: &Sum) -> Option<Sign> {
        let mut terms: Vec<Term> = Vec::new();
        for ((powers, exponent), c) in sum.terms() {
            for t in self.terms(powers, exponent, c)? {
                // Numbers are added exactly, so that x - x leaves nothing.
                let same = terms.iter_mut().find(|o| {
                    o.factor.is_none()
                        && t.factor.is_none()
                        && o.power == t.power
                        && growth(&o.exponent, &t.exponent) == Ordering::Equal
                });
                match same {
                    Some(o) => o.number += t.number,
                    None => terms.push(t),
                }
            }
        }
        terms.retain(|t| !t.number.is_zero());
        let fastest = terms
            .iter()
            .map(|t| &t.exponent)
            .max_by(|a, b| growth(a, b))?
            .clone();
        let leads = |t: &Term| growth(&t.exponent, &fastest) == Ordering::Equal;
        let power = terms.iter().filter(|t| leads(t)).map(|t| t.power).max()?;
        let mut total = Enclosure::integer(0, BITS).ok()?;
        for t in &terms {
            let m = t.power - power;
            let part = if leads(t) && m == 0 {
                t.coefficient()?
            } else {
                t.coefficient()?
                    .mul(&decreasing(&t.exponent, &fastest, m, &self.bound)?)
                    .ok()?
            };
            total = total.add(&part).ok()?;
        }
        total.sign().filter(|s| *s != Sign::NoSign)
    }

    /// One term of a sum, with its atoms written out.
    fn terms(
        &mut self,
        powers: &[(Atom, u32)],
        exponent: &[(Vec<(Atom, u32)>, BigRational)],
        c: &BigRational,
    ) -> Option<Vec<Term>> {
        let ray = self.ray;
        let mirrored = |n: u32| ray == Ray::Left && n % 2 == 1;
        let mut term = Term {
            number: c.clone(),
            factor: None,
            power: 0,
            exponent: self.exponent(exponent)?,
        };
        for (p, q) in exponent {
            if let Some(constant) = self.bounded_power(p)? {
                let inner = constant.mul(&Enclosure::rational(q, BITS).ok()?);
                term.times(&inner.and_then(|e| e.exp()).ok()?)?;
            }
        }
        let mut product = vec![term];
        for (atom, n) in powers {
            match atom {
                Atom::Var => {
                    for t in &mut product {
                        t.power += i64::from(*n);
                        if mirrored(*n) {
                            t.number = -t.number.clone();
                        }
                    }
                }
                Atom::Node(i) if *n <= MAX_EXPANDED => {
                    let parts = self.expansion(*i)?;
                    for _ in 0..*n {
                        product = distributed(&product, &parts)?;
                    }
                }
                other => {
                    let factor = self.bounded_power(&[(other.clone(), *n)])??;
                    for t in &mut product {
                        t.times(&factor)?;
                    }
                }
            }
        }
        Some(product)
    }

    /// The part of an exponent that grows: a polynomial in `|x|`.
    fn exponent(&self, exponent: &[(Vec<(Atom, u32)>, BigRational)]) -> Option<Vec<BigRational>> {
        let mut degrees: Vec<BigRational> = Vec::new();
        for (p, q) in exponent {
            if let [(Atom::Var, n)] = p.as_slice() {
                let d = *n as usize;
                if d > MAX_DEGREE {
                    return None;
                }
                if degrees.len() < d {
                    degrees.resize(d, BigRational::zero());
                }
                let odd_left = self.ray == Ray::Left && n % 2 == 1;
                degrees[d - 1] = if odd_left { -q } else { q.clone() };
            }
        }
        Some(degrees)
    }

    /// A product of constants and bounded atoms; `Some(None)` for a power of x alone.
    #[allow(clippy::option_option)]
    fn bounded_power(&mut self, powers: &[(Atom, u32)]) -> Option<Option<Enclosure>> {
        if matches!(powers, [(Atom::Var, _)]) {
            return Some(None);
        }
        let mut product = Enclosure::integer(1, BITS).ok()?;
        for (atom, n) in powers {
            let factor = match atom {
                Atom::Var | Atom::Symbol(_) => return None,
                Atom::Pi => Enclosure::pi(BITS).ok()?,
                Atom::Node(i) => self.bounded(*i)?,
            };
            product = product.mul(&factor.power(i64::from(*n)).ok()?).ok()?;
        }
        Some(Some(product))
    }

    /// The range of a node, if it has two ends.
    fn bounded(&mut self, i: usize) -> Option<Enclosure> {
        self.used.insert(i);
        let range = self.facts.range(i, &self.region());
        Enclosure::between(range.low.value()?, range.high.value()?, BITS).ok()
    }

    /// A node as a sum of terms: its growth where that is known, else its bounds.
    fn expansion(&mut self, i: usize) -> Option<Vec<Term>> {
        let known = match self.facts.dag.item(i).kind {
            Kind::Func(f @ (Func::Erf | Func::Erfc), u) => self.error_function(f, u),
            Kind::Func(Func::Sqrt, u) => self.square_root(u),
            Kind::Func(Func::Log, u) => self.softplus(u),
            _ => None,
        };
        known.or_else(|| {
            let mut bounded = Term::number(BigRational::one());
            bounded.times(&self.bounded(i)?)?;
            Some(vec![bounded])
        })
    }

    /// Coefficients of a polynomial as a function of `|x|`.
    fn mirrored(&self, p: &UnivariatePolynomial) -> Vec<BigRational> {
        let odd_left = |d: usize| self.ray == Ray::Left && d % 2 == 1;
        let mut all = p.coefficients();
        for (d, c) in all.iter_mut().enumerate() {
            if odd_left(d) {
                *c = -c.clone();
            }
        }
        all
    }

    /// 1 or -1 where a polynomial keeps its sign on the ray.
    fn sign_of_polynomial(&self, p: &UnivariatePolynomial) -> Option<BigRational> {
        let Region { low, high, .. } = self.region();
        let signs = p.signs_between(&low, &high).ok()?;
        match (signs.negative, signs.positive) {
            (false, _) => Some(BigRational::one()),
            (_, false) => Some(-BigRational::one()),
            _ => None,
        }
    }

    /// `erf(u)` or `erfc(u)` where `u` keeps its sign `s` and `u^2` is a polynomial over Q: `erf(u) = s - s
    /// erfc(|u|)`, and `0 <= erfc(v) <= exp(-v^2)` for `v >= 0`.
    fn error_function(&mut self, f: Func, u: usize) -> Option<Vec<Term>> {
        let facts = &mut *self.facts;
        let fraction = facts.fractions[u].clone()?;
        let known = |k: usize| match facts.dag.item(k).kind {
            Kind::Func(Func::Sqrt, a) => facts.literals[a].clone().map(Known::SquareRoot),
            _ => None,
        };
        let square = fraction
            .times(&fraction)?
            .reduced(&known)?
            .polynomial_in_x()?;
        self.used.insert(u);
        let range = self.facts.range(u, &self.region());
        let one = BigRational::one;
        let sign = if range.is_nonnegative() {
            one()
        } else if range.is_nonpositive() {
            -one()
        } else {
            return None;
        };
        let minus: Vec<BigRational> = self.mirrored(&square).iter().map(|c| -c).collect();
        let (limit, share) = match f {
            Func::Erf => (sign.clone(), -sign),
            _ => (one() - &sign, sign),
        };
        Some(vec![Term::number(limit), Term::up_to_exp(share, &minus)?])
    }

    /// `sqrt(u) = |x|^m sqrt(u/x^(2m))` for a polynomial `u` over Q of degree `2m`.
    fn square_root(&mut self, u: usize) -> Option<Vec<Term>> {
        let p = self.facts.fractions[u].as_ref()?.polynomial_in_x()?;
        let all = self.mirrored(&p);
        let degree = all.len().checked_sub(1).filter(|d| d % 2 == 0 && *d > 0)?;
        let mut ratio = Enclosure::rational(&all[degree], BITS).ok()?;
        for (d, c) in all[..degree].iter().enumerate() {
            let m = i64::try_from(degree - d).ok()?;
            let most = Enclosure::rational(&self.bound, BITS).and_then(|b| b.power(-m));
            let share = Enclosure::integer(0, BITS).ok()?.hull(&most.ok()?);
            let part = Enclosure::rational(c, BITS).and_then(|c| c.mul(&share));
            ratio = ratio.add(&part.ok()?).ok()?;
        }
        let mut term = Term::number(BigRational::one());
        term.power = i64::try_from(degree / 2).ok()?;
        term.times(&ratio.sqrt().ok()?)?;
        Some(vec![term])
    }

    /// `log(1 + exp(p))` for a polynomial `p` over Q that keeps its sign: `max(p, 0)` up to `[0, 1] exp(-|p|)`.
    fn softplus(&mut self, u: usize) -> Option<Vec<Term>> {
        let fraction = self.facts.fractions[u].as_ref()?;
        let less = fraction.minus(&Fraction::number(&BigRational::one()))?;
        let p = less.logarithm()?.polynomial_in_x()?;
        let sign = self.sign_of_polynomial(&p)?;
        let all = self.mirrored(&p);
        let minus: Vec<BigRational> = all.iter().map(|c| -(c * &sign)).collect();
        let mut terms = vec![Term::up_to_exp(BigRational::one(), &minus)?];
        if sign == BigRational::one() {
            for (d, c) in all.into_iter().enumerate() {
                let mut term = Term::number(c);
                term.power = i64::try_from(d).ok()?;
                terms.push(term);
            }
        }
        Some(terms)
    }
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

    /// `share [0, 1] exp(p)`, the polynomial from degree 0 on.
    fn up_to_exp(share: BigRational, p: &[BigRational]) -> Option<Self> {
        let (constant, exponent) = p.split_first()?;
        if exponent.len() > MAX_DEGREE {
            return None;
        }
        let mut term = Term::number(share);
        let scale = Enclosure::rational(constant, BITS).and_then(|c| c.exp());
        let unit = Enclosure::between(&BigRational::zero(), &BigRational::one(), BITS);
        term.times(&scale.ok()?)?;
        term.times(&unit.ok()?)?;
        term.exponent = exponent.to_vec();
        Some(term)
    }
}

/// The product of two sums.
fn distributed(a: &[Term], b: &[Term]) -> Option<Vec<Term>> {
    if a.len() * b.len() > MAX_PRODUCT {
        return None;
    }
    let mut all = Vec::new();
    for s in a {
        interruption::point();
        for t in b {
            let mut product = s.clone();
            product.number *= &t.number;
            if let Some(f) = &t.factor {
                product.times(f)?;
            }
            product.power += t.power;
            for (d, q) in t.exponent.iter().enumerate() {
                if product.exponent.len() <= d {
                    product.exponent.resize(d + 1, BigRational::zero());
                }
                product.exponent[d] += q;
            }
            all.push(product);
        }
    }
    Some(all)
}

/// Which exponent is larger for large x.
fn growth(a: &[BigRational], b: &[BigRational]) -> Ordering {
    let zero = BigRational::zero();
    let at = |e: &[BigRational], d: usize| e.get(d).unwrap_or(&zero).clone();
    (0..a.len().max(b.len()))
        .rev()
        .map(|d| at(a, d).cmp(&at(b, d)))
        .find(|o| *o != Ordering::Equal)
        .unwrap_or(Ordering::Equal)
}

/// `[0, x^m exp(d(x)) at B]`, if the function decreases from `B` on; `d` is the difference of the exponents.
fn decreasing(
    exponent: &[BigRational],
    fastest: &[BigRational],
    m: i64,
    bound: &BigRational,
) -> Option<Enclosure> {
    let zero = BigRational::zero();
    let at = |e: &[BigRational], d: usize| e.get(d).unwrap_or(&zero).clone();
    // d(x) from degree 0 on, and m + x d'(x).
    let mut difference = vec![BigRational::zero()];
    let mut slope = vec![BigRational::from_integer(BigInt::from(m))];
    for d in 0..exponent.len().max(fastest.len()) {
        let c = at(exponent, d) - at(fastest, d);
        slope.push(&c * BigRational::from_integer(BigInt::from(d + 1)));
        difference.push(c);
    }
    let slope = UnivariatePolynomial::new(&slope);
    let signs = slope
        .signs_between(&End::Closed(bound.clone()), &End::Infinite)
        .ok()?;
    if signs.positive {
        return None;
    }
    let exponent = UnivariatePolynomial::new(&difference).evaluate(bound);
    let value = Enclosure::rational(bound, BITS)
        .and_then(|b| b.power(m))
        .and_then(|p| p.mul(&Enclosure::rational(&exponent, BITS)?.exp()?))
        .ok()?;
    Some(Enclosure::integer(0, BITS).ok()?.hull(&value))
}

/// A bound to try: 1, 4, 16, ...
pub(super) fn bounds() -> impl Iterator<Item = BigRational> {
    [1i64, 4, 16, 128, 4096]
        .into_iter()
        .map(|b| BigRational::from_integer(BigInt::from(b)))
}

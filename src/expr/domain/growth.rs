//! The sign of a sum of powers of x, bounded atoms and exponentials for all large x, with an explicit bound.
//!
//! A sum is brought to the form `sum c_j x^k_j exp(p_j(x))` with numbers or intervals `c_j` (constants, and atoms that
//! are bounded on the ray) and polynomials `p_j` over Q without constant term; `erf(u)`, with `u^2` a polynomial, is
//! `1` or `-1` up to `[0, 1] exp(-u^2)`. Of the terms that grow fastest let `c x^k exp(p)` be
//! the one of the highest power. Divided by `x^k exp(p)`, every other term is `c_j x^m exp(d(x))` with `d = 0` and
//! `m < 0`, or with a polynomial `d` that tends to minus infinity; from `B >= 1` on such a function is positive and
//! decreasing if `m + x d'(x) <= 0` there, which Sturm's theorem decides, so it lies between 0 and its value at `B`.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};

use super::dag::Kind;
use super::facts::{Facts, Region};
use super::fraction::{Atom, Fraction, Known, Sum};
use crate::exact::enclosure::Enclosure;
use crate::exact::univariate::{End, UnivariatePolynomial};
use crate::expr::Func;

/// Precision of the constants.
const BITS: u32 = 64;

/// Greatest degree of an exponent.
const MAX_DEGREE: usize = 12;

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

    /// The sign of the fraction on the ray: 1 or -1.
    pub(super) fn sign(&mut self, f: &Fraction) -> Option<i32> {
        Some(self.sign_of_sum(&f.numerator)? * self.sign_of_sum(&f.denominator)?)
    }

    fn sign_of_sum(&mut self, sum: &Sum) -> Option<i32> {
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
        if total.certainly_positive() {
            Some(1)
        } else if total.certainly_negative() {
            Some(-1)
        } else {
            None
        }
    }

    /// One term of a sum: one or, with a factor `erf(u)`, two.
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
        let mut tail = None;
        for (atom, n) in powers {
            match atom {
                Atom::Var => {
                    term.power = i64::from(*n);
                    if mirrored(*n) {
                        term.number = -term.number;
                    }
                }
                Atom::Node(i) if *n == 1 && tail.is_none() => match self.tail(*i) {
                    Some(found) => tail = Some(found),
                    None => term.times(&self.bounded(*i)?)?,
                },
                other => {
                    let factor = self.bounded_power(&[(other.clone(), *n)])??;
                    term.times(&factor)?;
                }
            }
        }
        let Some(tail) = tail else {
            return Some(vec![term]);
        };
        let mut small = term.clone();
        small.number = -(small.number * &tail.sign);
        let unit = Enclosure::between(&BigRational::zero(), &BigRational::one(), BITS);
        small.times(&unit.ok()?)?;
        for (d, q) in tail.exponent.iter().enumerate() {
            if small.exponent.len() <= d {
                small.exponent.resize(d + 1, BigRational::zero());
            }
            small.exponent[d] += q;
        }
        term.number *= tail.limit;
        Some(vec![term, small])
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
                Atom::Var | Atom::Param(_) => return None,
                Atom::Pi => Enclosure::pi(BITS).ok()?,
                Atom::Node(i) => self.bounded(*i)?,
            };
            product = product.mul(&factor.power(i64::from(*n)).ok()?).ok()?;
        }
        Some(Some(product))
    }

    /// The range of a node, if it has two ends.
    fn bounded(&mut self, i: usize) -> Option<Enclosure> {
        let range = self.facts.range(i, &self.region());
        Enclosure::between(range.low.value()?, range.high.value()?, BITS).ok()
    }

    /// `erf(u)` or `erfc(u)` where `u` keeps its sign and `u^2` is a polynomial over Q without constant term:
    /// `erfc(v) <= exp(-v^2)` for `v >= 0`.
    fn tail(&mut self, i: usize) -> Option<Tail> {
        let facts = &mut *self.facts;
        let (f, u) = match facts.dag.item(i).kind {
            Kind::Func(f @ (Func::Erf | Func::Erfc), u) => (f, u),
            _ => return None,
        };
        let fraction = facts.fractions[u].clone()?;
        let known = |k: usize| match facts.dag.item(k).kind {
            Kind::Func(Func::Sqrt, a) => facts.literals[a].clone().map(Known::SquareRoot),
            _ => None,
        };
        let square = fraction
            .times(&fraction)?
            .reduced(&known)?
            .polynomial_in_x()?;
        let coefficients = square.coefficients();
        if coefficients.len() > MAX_DEGREE || !coefficients.first()?.is_zero() {
            return None;
        }
        let exponent = coefficients.iter().skip(1).enumerate().map(|(d, c)| {
            // The coefficient of x^(d + 1); an even power stays, an odd one changes its sign on the left.
            let odd_left = self.ray == Ray::Left && d % 2 == 0;
            if odd_left { c.clone() } else { -c }
        });
        let exponent = exponent.collect();
        let range = self.facts.range(u, &self.region());
        let one = BigRational::one;
        let sign = if range.is_nonnegative() {
            one()
        } else if range.is_nonpositive() {
            -one()
        } else {
            return None;
        };
        Some(match f {
            // erf(u) = s - s erfc(|u|)
            Func::Erf => Tail {
                limit: sign.clone(),
                sign,
                exponent,
            },
            // erfc(u) = (1 - s) + s erfc(|u|)
            _ => Tail {
                limit: one() - &sign,
                sign: -sign,
                exponent,
            },
        })
    }
}

/// `limit - sign [0, 1] exp(exponent)`
struct Tail {
    limit: BigRational,
    sign: BigRational,
    exponent: Vec<BigRational>,
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

//! The sign of a sum of powers of x, bounded atoms and exponentials for all large x, with an explicit bound.
//!
//! A sum is brought to the form `sum c_j x^k_j exp(p_j(x))` with intervals `c_j` (constants, and atoms that are bounded
//! on the ray) and polynomials `p_j` over Q without constant term. Of the terms that grow fastest let `c x^k exp(p)` be
//! the one of the highest power. Divided by `x^k exp(p)`, every other term is `c_j x^m exp(d(x))` with `d = 0` and
//! `m < 0`, or with a polynomial `d` that tends to minus infinity; from `B >= 1` on such a function is positive and
//! decreasing if `m + x d'(x) <= 0` there, which Sturm's theorem decides, so it lies between 0 and its value at `B`.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::fraction::{Atom, Fraction, Sum};
use super::range::Range;
use crate::exact::enclosure::Enclosure;
use crate::exact::univariate::{End, UnivariatePolynomial};

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

/// `c x^power exp(exponent(x))`; coefficients of the exponent from degree 1 on.
struct Term {
    coefficient: Enclosure,
    power: i64,
    exponent: Vec<BigRational>,
}

/// The sign of the fraction on the ray, where `range` bounds its atoms there: 1 or -1.
pub(super) fn sign_on_ray(
    f: &Fraction,
    ray: Ray,
    bound: &BigRational,
    range: &mut dyn FnMut(usize) -> Range,
) -> Option<i32> {
    Some(
        sign_of_sum(&f.numerator, ray, bound, range)?
            * sign_of_sum(&f.denominator, ray, bound, range)?,
    )
}

fn sign_of_sum(
    sum: &Sum,
    ray: Ray,
    bound: &BigRational,
    range: &mut dyn FnMut(usize) -> Range,
) -> Option<i32> {
    let terms: Vec<Term> = sum
        .terms()
        .map(|((powers, exponent), c)| term(powers, exponent, c, ray, range))
        .collect::<Option<_>>()?;
    let fastest = terms
        .iter()
        .map(|t| &t.exponent)
        .max_by(|a, b| growth(a, b))?
        .clone();
    let power = terms
        .iter()
        .filter(|t| t.exponent == fastest)
        .map(|t| t.power)
        .max()?;
    let mut total = Enclosure::integer(0, BITS).ok()?;
    for t in &terms {
        let m = t.power - power;
        let part = if t.exponent == fastest && m == 0 {
            t.coefficient.clone()
        } else {
            t.coefficient
                .mul(&decreasing(&t.exponent, &fastest, m, bound)?)
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

/// One term of a sum, as a function of `|x|`.
fn term(
    powers: &[(Atom, u32)],
    exponent: &[(Vec<(Atom, u32)>, BigRational)],
    c: &BigRational,
    ray: Ray,
    range: &mut dyn FnMut(usize) -> Range,
) -> Option<Term> {
    let mirrored = |n: u32| ray == Ray::Left && n % 2 == 1;
    let mut coefficient = Enclosure::rational(c, BITS).ok()?;
    let mut power = 0;
    for (atom, n) in powers {
        let factor = match atom {
            Atom::Var => {
                power = i64::from(*n);
                if mirrored(*n) {
                    coefficient = coefficient.neg();
                }
                continue;
            }
            Atom::Param(_) => return None,
            Atom::Pi => Enclosure::pi(BITS).ok()?,
            Atom::Node(i) => bounded(&range(*i))?,
        };
        coefficient = coefficient.mul(&factor.power(i64::from(*n)).ok()?).ok()?;
    }
    let mut degrees: Vec<BigRational> = Vec::new();
    for (p, q) in exponent {
        match p.as_slice() {
            [] => {
                let constant = Enclosure::rational(q, BITS).and_then(|q| q.exp()).ok()?;
                coefficient = coefficient.mul(&constant).ok()?;
            }
            [(Atom::Var, n)] => {
                let d = *n as usize;
                if d > MAX_DEGREE {
                    return None;
                }
                if degrees.len() < d {
                    degrees.resize(d, BigRational::zero());
                }
                degrees[d - 1] = if mirrored(*n) { -q } else { q.clone() };
            }
            // A constant, or a bounded function, times nothing else.
            [(Atom::Node(i), 1)] => {
                let inner = bounded(&range(*i))?.mul(&Enclosure::rational(q, BITS).ok()?);
                let factor = inner.and_then(|e| e.exp()).ok()?;
                coefficient = coefficient.mul(&factor).ok()?;
            }
            [(Atom::Pi, n)] => {
                let inner = Enclosure::pi(BITS)
                    .and_then(|p| p.power(i64::from(*n)))
                    .and_then(|p| p.mul(&Enclosure::rational(q, BITS)?));
                let factor = inner.and_then(|e| e.exp()).ok()?;
                coefficient = coefficient.mul(&factor).ok()?;
            }
            _ => return None,
        }
    }
    Some(Term {
        coefficient,
        power,
        exponent: degrees,
    })
}

/// A range with two ends as an enclosure.
fn bounded(range: &Range) -> Option<Enclosure> {
    Enclosure::between(range.low.value()?, range.high.value()?, BITS).ok()
}

/// A bound to try: 1, 4, 16, ...
pub(super) fn bounds() -> impl Iterator<Item = BigRational> {
    [1i64, 4, 16, 128, 4096]
        .into_iter()
        .map(|b| BigRational::from_integer(BigInt::from(b)))
}

/// The region of a ray.
pub(super) fn ends(ray: Ray, bound: &BigRational) -> (End, End) {
    debug_assert!(bound.is_positive(), "a bound is positive");
    match ray {
        Ray::Left => (End::Infinite, End::Closed(-bound)),
        Ray::Right => (End::Closed(bound.clone()), End::Infinite),
    }
}

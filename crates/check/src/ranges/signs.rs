//! All signs that a polynomial with integer coefficients takes on an interval, by counting the real roots of
//! its squarefree parts.
//!
//! `p = c s_1 s_2^2 s_3^3 ...` with squarefree factors that have no common roots (Yun). `p` has a zero where
//! the product of all factors has one, and changes its sign exactly at the roots of the product of the odd
//! ones; roots are counted by the changes of sign in the remainder sequence of a squarefree polynomial and
//! its derivative (Sturm). Without changes of sign among the coefficients there is no positive root
//! (Descartes). Integers only.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::failure::{Checked, limit};
use wronski_certificate::{Bound, Interval};
use wronski_diagnostic::interruption;

/// Greatest degree of which roots are counted.
const MAX_DEGREE: usize = 80;

/// Greatest estimate of the bit operations of one count.
const MAX_WORK: u64 = 400_000_000;

/// The signs that are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs {
    pub negative: bool,
    pub zero: bool,
    pub positive: bool,
}

/// Coefficients, lowest degree first, the last one not zero; none for the zero polynomial.
type Integers = Vec<BigInt>;

fn trimmed(mut p: Integers) -> Integers {
    while p.last().is_some_and(Zero::is_zero) {
        p.pop();
    }
    p
}

/// Divided by the greatest common divisor of the coefficients, which is positive.
fn primitive(p: Integers) -> Integers {
    let p = trimmed(p);
    let content = p.iter().fold(BigInt::zero(), |g, c| g.gcd(c));
    if content.is_zero() || content.is_one() {
        return p;
    }
    p.into_iter().map(|c| c / &content).collect()
}

fn derivative(p: &[BigInt]) -> Integers {
    let slope = |(d, c): (usize, &BigInt)| c * BigInt::from(d);
    trimmed(p.iter().enumerate().skip(1).map(slope).collect())
}

/// A positive multiple of the remainder of `a` by `b`, which is not zero.
fn remainder(a: &[BigInt], b: &[BigInt]) -> Integers {
    let mut rest = a.to_vec();
    let Some(lead) = b.last() else {
        return rest;
    };
    while rest.len() >= b.len() {
        interruption::point();
        let top = rest.last().cloned().unwrap_or_default();
        let shift = rest.len() - b.len();
        // |lead| rest - sign(lead) top x^shift b
        let factor = if lead.is_negative() { -&top } else { top };
        let scale = lead.abs();
        for c in &mut rest {
            *c *= &scale;
        }
        for (d, c) in b.iter().enumerate() {
            rest[shift + d] -= &factor * c;
        }
        rest = trimmed(rest);
    }
    primitive(rest)
}

fn common_divisor(a: &[BigInt], b: &[BigInt]) -> Integers {
    let (mut a, mut b) = (primitive(a.to_vec()), primitive(b.to_vec()));
    while !b.is_empty() {
        let r = remainder(&a, &b);
        (a, b) = (b, r);
    }
    a
}

/// A multiple of `a/b`, where `b` divides `a` over the rational numbers.
fn quotient(a: &[BigInt], b: &[BigInt]) -> Integers {
    let Some(lead) = b.last() else {
        return vec![];
    };
    let mut rest = a.to_vec();
    let mut result = vec![BigInt::zero(); (a.len() + 1).saturating_sub(b.len())];
    while rest.len() >= b.len() {
        interruption::point();
        let top = rest.last().cloned().unwrap_or_default();
        let shift = rest.len() - b.len();
        let common = top.gcd(lead);
        let (up, down) = (&top / &common, lead / &common);
        for c in rest.iter_mut().chain(result.iter_mut()) {
            *c *= &down;
        }
        for (d, c) in b.iter().enumerate() {
            rest[shift + d] -= &up * c;
        }
        result[shift] = up;
        rest = trimmed(rest);
    }
    primitive(result)
}

fn product(a: &[BigInt], b: &[BigInt]) -> Integers {
    if a.is_empty() || b.is_empty() {
        return vec![];
    }
    let mut result = vec![BigInt::zero(); a.len() + b.len() - 1];
    for (i, c) in a.iter().enumerate() {
        interruption::point();
        for (j, d) in b.iter().enumerate() {
            result[i + j] += c * d;
        }
    }
    result
}

/// The products of all squarefree factors, and of those of odd multiplicity.
fn squarefree(p: &[BigInt]) -> (Integers, Integers) {
    // Divisions of p by common divisors of p and its derivative, factor by factor.
    let mut rest = common_divisor(p, &derivative(p));
    let mut current = quotient(p, &rest);
    let all = current.clone();
    let mut odd = vec![BigInt::one()];
    let mut multiplicity = 1;
    while current.len() > 1 {
        let next = common_divisor(&current, &rest);
        if multiplicity % 2 == 1 {
            odd = product(&odd, &quotient(&current, &next));
        }
        rest = quotient(&rest, &next);
        current = next;
        multiplicity += 1;
    }
    (all, primitive(odd))
}

fn sign_of(c: &BigInt) -> i32 {
    i32::from(c.is_positive()) - i32::from(c.is_negative())
}

/// The sign at a rational number.
fn sign_at(p: &[BigInt], x: &BigRational) -> i32 {
    let (a, b) = (x.numer(), x.denom());
    let mut value = BigInt::zero();
    let mut scale = BigInt::one();
    for c in p.iter().rev() {
        interruption::point();
        value = value * a + c * &scale;
        scale *= b;
    }
    sign_of(&value)
}

/// The sign for very large arguments of the given sign.
fn sign_beyond(p: &[BigInt], right: bool) -> i32 {
    let sign = p.last().map_or(0, sign_of);
    let odd = p.len().is_multiple_of(2);
    if odd && !right { -sign } else { sign }
}

fn changes(signs: impl Iterator<Item = i32>) -> usize {
    let signs: Vec<i32> = signs.filter(|s| *s != 0).collect();
    signs.windows(2).filter(|w| w[0] != w[1]).count()
}

/// The number of roots of a squarefree polynomial strictly between the ends.
fn roots_between(p: &[BigInt], low: &Bound, high: &Bound) -> usize {
    if p.len() < 2 {
        return 0;
    }
    let mut sequence = vec![p.to_vec(), primitive(derivative(p))];
    while let [.., a, b] = sequence.as_slice() {
        if b.len() < 2 {
            break;
        }
        let next: Integers = remainder(a, b).into_iter().map(|c| -c).collect();
        if next.is_empty() {
            break;
        }
        sequence.push(next);
    }
    let at = |b: &Bound, right: bool| match b.value() {
        Some(q) => changes(sequence.iter().map(|p| sign_at(p, q))),
        None => changes(sequence.iter().map(|p| sign_beyond(p, right))),
    };
    // The difference counts roots after `low` up to and including `high`.
    let up_to = at(low, false).saturating_sub(at(high, true));
    let at_end = high.value().is_some_and(|q| sign_at(p, q) == 0);
    up_to - usize::from(at_end).min(up_to)
}

/// A point strictly between the ends at which the polynomial is not zero.
fn sample(p: &[BigInt], low: &Bound, high: &Bound) -> Option<BigRational> {
    let whole = |n: usize| BigRational::from_integer(BigInt::from(n));
    // One more candidate than roots.
    let count = p.len() + 1;
    (1..=count).map(whole).find_map(|j| {
        let x = match (low.value(), high.value()) {
            (Some(a), Some(b)) => a + (b - a) * j / whole(count + 1),
            (Some(a), None) => a + j,
            (None, Some(b)) => b - j,
            (None, None) => j,
        };
        (sign_at(p, &x) != 0).then_some(x)
    })
}

/// The signs of the polynomial with the given coefficients on the interval, which is not empty.
pub(super) fn signs(coefficients: &[BigRational], on: &Interval) -> Checked<Signs> {
    let common = coefficients
        .iter()
        .fold(BigInt::one(), |d, c| d.lcm(c.denom()));
    let integers = coefficients
        .iter()
        .map(|c| c.numer() * (&common / c.denom()))
        .collect();
    let p = primitive(integers);
    let mut found = Signs::default();
    let mut note = |s: i32| match s {
        0 => found.zero = true,
        s if s > 0 => found.positive = true,
        _ => found.negative = true,
    };
    if p.len() < 2 {
        note(p.last().map_or(0, sign_of));
        return Ok(found);
    }
    // One sign among the coefficients: on x > 0, and everywhere if only even powers occur.
    let one_sign = changes(p.iter().map(sign_of)) == 0;
    let even = p.iter().skip(1).step_by(2).all(Zero::is_zero);
    let right = match &on.low {
        Bound::Infinite => false,
        Bound::Closed(a) => a.is_positive() || (a.is_zero() && !p[0].is_zero()),
        Bound::Open(a) => !a.is_negative(),
    };
    if one_sign && (right || (even && !p[0].is_zero())) {
        note(p.last().map_or(0, sign_of));
        return Ok(found);
    }
    for end in [&on.low, &on.high] {
        if let Bound::Closed(a) = end {
            note(sign_at(&p, a));
        }
    }
    if matches!((&on.low, &on.high), (Bound::Closed(a), Bound::Closed(b)) if a == b) {
        return Ok(found);
    }
    let degree = p.len() - 1;
    if degree > MAX_DEGREE {
        return Err(limit(
            "the degree of a polynomial whose roots are counted",
            MAX_DEGREE as u64,
        ));
    }
    let bits = p.iter().map(BigInt::bits).max().unwrap_or(0);
    let (d, words) = (degree as u64, (degree as u64) * bits / 64 + 1);
    if d.saturating_mul(d)
        .saturating_mul(words)
        .saturating_mul(words)
        > MAX_WORK
    {
        return Err(limit("the work of counting roots", MAX_WORK));
    }
    let (all, odd) = squarefree(&p);
    if roots_between(&all, &on.low, &on.high) > 0 {
        note(0);
    }
    if roots_between(&odd, &on.low, &on.high) > 0 {
        note(1);
        note(-1);
    } else if let Some(x) = sample(&p, &on.low, &on.high) {
        note(sign_at(&p, &x));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(coefficients: &[i64], on: &str) -> [bool; 3] {
        let coefficients: Vec<BigRational> = coefficients
            .iter()
            .map(|c| BigRational::from_integer(BigInt::from(*c)))
            .collect();
        let s = signs(&coefficients, &on.parse().expect("an interval")).expect("small");
        [s.negative, s.zero, s.positive]
    }

    #[test]
    fn signs_by_hand() {
        let (n, z, p) = (true, true, true);
        for (coefficients, on, want) in [
            // x^2 - 2x + 1 = (x-1)^2
            (vec![1, -2, 1], "(-inf, inf)", [false, z, p]),
            (vec![1, -2, 1], "(-inf, 1)", [false, false, p]),
            (vec![1, -2, 1], "[1, 1]", [false, z, false]),
            (vec![1, -2, 1], "(1, inf)", [false, false, p]),
            // -(x-1)^2
            (vec![-1, 2, -1], "(0, 2)", [n, z, false]),
            // x^2 + x + 1, x^2 + x + 1/4 times 4
            (vec![1, 1, 1], "(-inf, inf)", [false, false, p]),
            (vec![1, 4, 4], "(-inf, inf)", [false, z, p]),
            // x^2 - 2 and its irrational roots
            (vec![-2, 0, 1], "(-inf, inf)", [n, z, p]),
            (vec![-2, 0, 1], "[-1, 1]", [n, false, false]),
            (vec![-2, 0, 1], "[3/2, inf)", [false, false, p]),
            (vec![-2, 0, 1], "(-3/2, 0)", [n, z, p]),
            // x^3 (x-1)^2
            (vec![0, 0, 0, 1, -2, 1], "(-inf, inf)", [n, z, p]),
            (vec![0, 0, 0, 1, -2, 1], "[0, inf)", [false, z, p]),
            (vec![0, 0, 0, 1, -2, 1], "(0, 1)", [false, false, p]),
            (vec![0, 0, 0, 1, -2, 1], "(-inf, 0)", [n, false, false]),
            // x, x^4 + 1, 0, 7
            (vec![0, 1], "[0, inf)", [false, z, p]),
            (vec![0, 1], "(0, inf)", [false, false, p]),
            (vec![1, 0, 0, 0, 1], "(-inf, inf)", [false, false, p]),
            (vec![0, 0, 1], "(-inf, inf)", [false, z, p]),
            (vec![], "(-inf, inf)", [false, z, false]),
            (vec![-7], "(-inf, inf)", [n, false, false]),
            // (x^2 - 2)^2 (x - 3), expanded
            (vec![-12, 4, 12, -4, -3, 1], "(-inf, 3)", [n, z, false]),
            (vec![-12, 4, 12, -4, -3, 1], "[3, 3]", [false, z, false]),
            (vec![-12, 4, 12, -4, -3, 1], "(2, 4)", [n, z, p]),
        ] {
            assert_eq!(of(&coefficients, on), want, "{coefficients:?} on {on}");
        }
    }

    #[test]
    fn products_of_known_factors() {
        // (x - a)^i (x - b)^j (x^2 + 1)^k: the signs between and beyond the roots follow from the exponents.
        for (a, b) in [(-2i64, 1i64), (0, 3), (-5, -4)] {
            for i in 0..4u32 {
                for j in 0..4u32 {
                    for k in 0..3u32 {
                        let mut p = vec![BigInt::one()];
                        let factors = [(vec![-a, 1], i), (vec![-b, 1], j), (vec![1, 0, 1], k)];
                        for (f, n) in factors {
                            let f: Integers = f.into_iter().map(BigInt::from).collect();
                            for _ in 0..n {
                                p = product(&p, &f);
                            }
                        }
                        let p: Vec<i64> =
                            p.iter().map(|c| i64::try_from(c).expect("small")).collect();
                        let between = if j % 2 == 1 { -1 } else { 1 };
                        let left = if (i + j) % 2 == 1 { -1 } else { 1 };
                        let on = format!("({a}, {b})");
                        assert_eq!(of(&p, &on), [between < 0, false, between > 0], "{p:?} {on}");
                        let on = format!("(-inf, {a})");
                        assert_eq!(of(&p, &on), [left < 0, false, left > 0], "{p:?} {on}");
                        let on = format!("({b}, inf)");
                        assert_eq!(of(&p, &on), [false, false, true], "{p:?} {on}");
                        let negative = left < 0 || between < 0;
                        assert_eq!(of(&p, "(-inf, inf)"), [negative, i + j > 0, true], "{p:?}");
                    }
                }
            }
        }
    }
}

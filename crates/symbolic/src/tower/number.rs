//! Integers and rationals that constants and exponents are made of.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive};

use super::{Result, TowerError};
use wronski_certificate::{Limit, Reason as Open};
use wronski_expr::Expr;

/// The largest integer that is taken for an exponent or a multiple.
pub(super) const LARGEST_INTEGER: i32 = 1_000_000;

/// Factors of so many bits are found by division.
const DIVISOR_BITS: u64 = 16;

/// One prime of so many bits may be left.
const PRIME_BITS: u64 = 64;

/// Integers of more bits are not factored.
const FACTORED_BITS: u64 = 4096;

/// A constant that needs the factors of an integer which are not found.
pub(super) fn not_factored(constant: &Expr) -> TowerError {
    TowerError::Undecided(Open::Factoring {
        subject: constant.into(),
        divisor_bits: DIVISOR_BITS,
        prime_bits: PRIME_BITS,
        bits: FACTORED_BITS,
    })
}

/// The integer as a multiple of a constant; for a fraction, what `otherwise` says.
///
/// # Errors
/// [`TowerError::Undecided`] for large integers.
pub(super) fn small_multiple(
    q: &BigRational,
    otherwise: impl FnOnce() -> TowerError,
) -> Result<i32> {
    small_integer(q).ok_or_else(|| match q.is_integer() {
        true => TowerError::above(Limit::ConstantMultiple, LARGEST_INTEGER, q),
        false => otherwise(),
    })
}

/// The integer, if it is one that fits an exponent.
pub(super) fn small_integer(q: &BigRational) -> Option<i32> {
    if !q.is_integer() {
        return None;
    }
    q.to_integer()
        .to_i32()
        .filter(|n| n.abs() <= LARGEST_INTEGER)
}

/// The prime factorisation of a positive integer by trial division to 2^16, so complete for numbers
/// whose cofactor is below 2^32; `None` beyond.
pub(super) fn factor(n: &BigInt) -> Option<Vec<(BigInt, u32)>> {
    let mut rest = n.clone();
    let mut out = vec![];
    if rest.bits() > FACTORED_BITS {
        return None;
    }
    let mut p = 2u32;
    while p < 1 << DIVISOR_BITS && BigInt::from(p) * p <= rest {
        let mut e = 0;
        let d = BigInt::from(p);
        while rest.is_multiple_of(&d) {
            rest /= &d;
            e += 1;
        }
        if e > 0 {
            out.push((d, e));
        }
        p += if p == 2 { 1 } else { 2 };
    }
    if !rest.is_one() {
        // `PRIME_BITS`
        let known = rest.to_u64().is_some_and(wronski_exact::field::is_prime);
        if !known {
            return None;
        }
        out.push((rest, 1));
    }
    Some(out)
}

/// `n = outside^2 * product of distinct primes`.
pub(super) fn square_part(n: &BigInt) -> Option<(BigInt, Vec<BigInt>)> {
    let root = n.sqrt();
    if &(&root * &root) == n {
        return Some((root, vec![]));
    }
    let mut outside = BigInt::one();
    let mut primes = vec![];
    for (p, e) in factor(n)? {
        outside *= p.pow(e / 2);
        if e % 2 == 1 {
            primes.push(p);
        }
    }
    Some((outside, primes))
}

/// `p = a^2 + b^2` with `a > b > 0` for a prime `p` that is 1 modulo 4, by search below 2^32.
pub(super) fn two_squares(p: &BigInt) -> Option<(BigInt, BigInt)> {
    let p = p.to_u64().filter(|p| *p < 1 << 32)?;
    let mut b = 1u64;
    while 2 * b * b < p {
        let a = (p - b * b).isqrt();
        if a * a + b * b == p {
            return Some((a.into(), b.into()));
        }
        b += 1;
    }
    None
}

/// The least common denominator.
pub(super) fn common_denominator(q: &[BigRational]) -> BigInt {
    q.iter().fold(BigInt::from(1), |m, q| {
        num_integer::lcm(m, q.denom().clone())
    })
}

/// The prime factors of a degree, ascending.
pub(super) fn prime_factors(n: u32) -> Vec<u64> {
    let n = u64::from(n);
    (2..=n)
        .filter(|l| n % l == 0 && (2..*l).all(|d| l % d != 0))
        .collect()
}

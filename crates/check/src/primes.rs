//! Prime numbers: factors, and sums of two squares.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive};

use super::failure::{Checked, limit};
use wronski_exact::field::is_prime;

/// The most bits of a number that is factored.
const FACTOR_BITS: u64 = 4_096;

/// The prime factors of a positive integer, by trial division to 2^16.
pub(super) fn factor(n: &BigInt) -> Checked<Vec<(BigInt, i64)>> {
    let mut rest = n.clone();
    let mut out = vec![];
    if rest.bits() > FACTOR_BITS {
        return Err(limit("the bits of a number to be factored", FACTOR_BITS));
    }
    for p in 2u32..1 << 16 {
        if rest.is_one() {
            return Ok(out);
        }
        let p = BigInt::from(p);
        let mut e = 0;
        while rest.is_multiple_of(&p) {
            rest /= &p;
            e += 1;
        }
        if e > 0 {
            out.push((p, e));
        }
    }
    if !rest.is_one() {
        if !rest.to_u64().is_some_and(is_prime) {
            return Err(limit(
                "the prime factors of a number that are not the greatest",
                1 << 16,
            ));
        }
        out.push((rest, 1));
    }
    Ok(out)
}

/// The prime `a^2 + b^2` with `a > b > 0`, by search below 2^32.
pub(super) fn two_squares(p: &BigInt) -> Option<(u64, u64)> {
    let p = p.to_u64().filter(|p| *p < 1 << 32)?;
    (1..).take_while(|b| 2 * b * b < p).find_map(|b| {
        let a = (p - b * b).isqrt();
        (a * a + b * b == p).then_some((a, b))
    })
}

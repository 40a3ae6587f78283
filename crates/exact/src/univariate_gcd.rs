//! Greatest common divisors of integer polynomials in one variable, from their images modulo primes (Brown, J. ACM
//! 18, 1971).
//!
//! The degree of the gcd modulo a prime that does not divide both leading coefficients is at least that of the gcd.
//! So a polynomial of that degree that divides both is the gcd, however it was found; it is found by the Chinese
//! remainder theorem.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, Zero};
use wronski_diagnostic::interruption;

use super::field::{Field, PrimeField};
use super::modular::{Dense, factor_bits, gcd, image};

/// The greatest estimate of the word operations: degree times degree times words of a coefficient.
pub const MAX_GCD_WORK: u64 = 200_000_000;

/// The primitive gcd, with a positive leading coefficient, of two primitive polynomials of positive degree, lowest
/// degree first. `None` beyond [`MAX_GCD_WORK`].
pub fn univariate_gcd(a: &[BigInt], b: &[BigInt]) -> Option<Vec<BigInt>> {
    let (la, lb) = (a.last()?, b.last()?);
    let lead = la.gcd(lb);
    let bits = factor_bits(a).min(factor_bits(b)) + lead.bits() + 2;
    let size = (a.len() as u64).saturating_mul(b.len() as u64);
    if size.saturating_mul(bits / 64 + 1) > MAX_GCD_WORK {
        return None;
    }
    // Any multiple of the gcd by a divisor of `lead` has coefficients of at most so many bits; a few primes may be
    // bad.
    let most = usize::try_from(bits / 60).ok()? + 10;
    let mut known: Option<(BigInt, Vec<BigInt>)> = None;
    for field in PrimeField::descending().take(most) {
        interruption::point();
        let (x, y) = (image(&field, a), image(&field, b));
        if x.len() != a.len() && y.len() != b.len() {
            continue;
        }
        let common = gcd(&field, &x, &y);
        if common.len() <= 1 {
            return Some(vec![1.into()]);
        }
        let scale = field.int(&lead);
        let scaled: Dense = common.iter().map(|c| field.mul(c, &scale)).collect();
        let modulus = BigInt::from(field.modulus());
        let (next, found, settled) = match known.take() {
            // Too large a degree, of this prime or of those before it.
            Some((m, k)) if k.len() < scaled.len() => {
                known = Some((m, k));
                continue;
            }
            Some((m, k)) if k.len() == scaled.len() => {
                let (found, changed) = remainders(&field, &m, &k, &scaled)?;
                (m * modulus, found, !changed)
            }
            _ => {
                let new = scaled
                    .iter()
                    .map(|c| symmetric(&BigInt::from(*c), &modulus));
                (modulus.clone(), new.collect(), true)
            }
        };
        if settled {
            let candidate = primitive(&found);
            if divides(&candidate, a) && divides(&candidate, b) {
                return Some(candidate);
            }
        }
        known = Some((next, found));
    }
    None
}

/// The representative of least absolute value.
fn symmetric(c: &BigInt, modulus: &BigInt) -> BigInt {
    let c = c.mod_floor(modulus);
    if &c + &c > *modulus { c - modulus } else { c }
}

/// Symmetric remainders modulo the product of `modulus` and the order of the field that reduce to both; and whether
/// they differ from the symmetric remainders of the old ones.
fn remainders(
    field: &PrimeField,
    modulus: &BigInt,
    old: &[BigInt],
    new: &[u64],
) -> Option<(Vec<BigInt>, bool)> {
    let inverse = field.inv(&field.int(modulus))?;
    let mut changed = false;
    let both = modulus * field.modulus();
    let out = old
        .iter()
        .zip(new)
        .map(|(c, r)| {
            let c = symmetric(c, modulus);
            let digit = field.mul(&field.sub(r, &field.int(&c)), &inverse);
            changed |= digit != 0;
            symmetric(&(c + modulus * digit), &both)
        })
        .collect();
    Some((out, changed))
}

/// Coprime coefficients and a positive leading one.
fn primitive(f: &[BigInt]) -> Vec<BigInt> {
    let mut g = f
        .iter()
        .fold(BigInt::zero(), |g, c| super::integer::gcd(&g, c));
    if f.last().is_some_and(Signed::is_negative) {
        g = -g;
    }
    if g.is_zero() {
        return f.to_vec();
    }
    f.iter().map(|c| c / &g).collect()
}

/// Does a primitive polynomial divide another over the integers?
fn divides(divisor: &[BigInt], whole: &[BigInt]) -> bool {
    let Some(lead) = divisor.last().filter(|c| !c.is_zero()) else {
        return false;
    };
    let mut rest = whole.to_vec();
    while rest.len() >= divisor.len() {
        interruption::point();
        let offset = rest.len() - divisor.len();
        let Some(top) = rest.pop() else { break };
        if top.is_zero() {
            continue;
        }
        let (q, r) = top.div_rem(lead);
        if !r.is_zero() {
            return false;
        }
        for (a, b) in rest[offset..].iter_mut().zip(divisor) {
            *a -= &q * b;
        }
    }
    rest.iter().all(Zero::is_zero)
}

#[cfg(test)]
mod tests {
    use super::super::random::SplitMix;
    use super::*;

    fn big(a: &[i64]) -> Vec<BigInt> {
        a.iter().map(|&c| BigInt::from(c)).collect()
    }

    fn times(a: &[BigInt], b: &[BigInt]) -> Vec<BigInt> {
        let mut out = vec![BigInt::zero(); a.len() + b.len() - 1];
        for (i, x) in a.iter().enumerate() {
            for (j, y) in b.iter().enumerate() {
                out[i + j] += x * y;
            }
        }
        out
    }

    #[test]
    fn by_hand() {
        // (2x - 3)(x + 1) and (2x - 3)(x - 5); x^2 + 1 and x^3 - 2 are coprime.
        let a = big(&[-3, -1, 2]);
        let b = big(&[15, -13, 2]);
        assert_eq!(univariate_gcd(&a, &b), Some(big(&[-3, 2])));
        assert_eq!(
            univariate_gcd(&big(&[1, 0, 1]), &big(&[-2, 0, 0, 1])),
            Some(big(&[1]))
        );
        assert_eq!(univariate_gcd(&a, &a), Some(a.clone()));
    }

    #[test]
    fn powers_with_long_coefficients() {
        // (x - 1)^300 and its derivative, up to 300: the binomials have 300 bits.
        let mut power = big(&[1]);
        let mut powers = vec![power.clone()];
        for _ in 0..300 {
            power = times(&power, &big(&[-1, 1]));
            powers.push(power.clone());
        }
        let other = times(&powers[299], &big(&[7, 3]));
        assert_eq!(univariate_gcd(&power, &other).as_ref(), Some(&powers[299]));
    }

    #[test]
    fn planted_divisors_with_long_coefficients() {
        let mut random = SplitMix::new(77);
        for round in 0..40usize {
            let mut draw = |n: usize| -> Vec<BigInt> {
                let bits = 1 + 8 * (round as u32 % 20);
                let mut f: Vec<BigInt> = (0..=n)
                    .map(|_| (BigInt::from(random.draw()) << bits) - random.draw())
                    .collect();
                f[n] = BigInt::from(1 + random.range(0, 5));
                primitive(&f)
            };
            // Leading coefficients with primes in common; a random pair is coprime, as the prime images say.
            let (g, p, q) = (draw(1 + round % 6), draw(4), draw(3));
            let (a, b) = (primitive(&times(&g, &p)), primitive(&times(&g, &q)));
            let found = univariate_gcd(&a, &b).expect("small");
            assert_eq!(found, g, "round {round}");
            assert!(!divides(&times(&g, &big(&[1, 1])), &a));
        }
    }
}

//! Greatest common divisors of long integers, and rationals made of them.
//!
//! The ones of num-integer are binary: as many steps as the longer number has bits, which for a long and a short one
//! costs a thousand times a division. Here is Lehmer's algorithm (Knuth, TAOCP 4.5.2, algorithm L): the quotients of
//! Euclid's algorithm follow from the leading words.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use wronski_diagnostic::interruption;

/// The greatest common divisor, not negative.
pub fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    if a.is_one() || b.is_one() {
        return BigInt::one();
    }
    let (mut a, mut b) = (a.abs(), b.abs());
    if a < b {
        std::mem::swap(&mut a, &mut b);
    }
    loop {
        interruption::point();
        if b.is_zero() {
            return a;
        }
        if let (Some(x), Some(y)) = (a.to_u64(), b.to_u64()) {
            return BigInt::from(x.gcd(&y));
        }
        match leading_steps(&a, &b) {
            Some([p, q, r, s]) => (a, b) = (&a * p + &b * q, &a * r + &b * s),
            None => (a, b) = (b.clone(), &a % &b),
        }
    }
}

/// The matrix of those steps of Euclid's algorithm for `a >= b > 0` that the leading 62 bits determine; `None` if
/// they determine no step.
fn leading_steps(a: &BigInt, b: &BigInt) -> Option<[i64; 4]> {
    let bits = a.bits();
    let shift = bits.saturating_sub(62);
    if b.bits() + 30 < bits {
        return None;
    }
    let mut x = i128::from((a >> shift).to_u64()?);
    let mut y = i128::from((b >> shift).to_u64()?);
    let (mut p, mut q, mut r, mut s) = (1i128, 0i128, 0i128, 1i128);
    // Knuth's condition: both quotients that the cut digits allow are the same.
    while y + r != 0 && y + s != 0 {
        let k = (x + p).div_euclid(y + r);
        if k != (x + q).div_euclid(y + s) {
            break;
        }
        let (next_r, next_s) = (p - k * r, q - k * s);
        if next_r.abs() > 1 << 62 || next_s.abs() > 1 << 62 {
            break;
        }
        (p, q, r, s) = (r, s, next_r, next_s);
        (x, y) = (y, x - k * y);
    }
    if q == 0 {
        return None;
    }
    let narrow = |n: i128| i64::try_from(n).ok();
    Some([narrow(p)?, narrow(q)?, narrow(r)?, narrow(s)?])
}

/// `numerator/denominator` in lowest terms; the denominator is positive.
pub fn ratio(numerator: BigInt, denominator: &BigInt) -> BigRational {
    if denominator.is_one() {
        return BigRational::from_integer(numerator);
    }
    let g = gcd(&numerator, denominator);
    if g.is_one() {
        return BigRational::new_raw(numerator, denominator.clone());
    }
    BigRational::new_raw(numerator / &g, denominator / &g)
}

#[cfg(test)]
mod tests {
    use super::super::random::SplitMix;
    use super::*;

    fn long(random: &mut SplitMix, words: u64) -> BigInt {
        let n = (0..words).fold(BigInt::zero(), |n, _| (n << 64u32) + random.draw());
        let n = n >> random.range(0, 64);
        if random.draw() & 1 == 0 { n } else { -n }
    }

    #[test]
    fn agrees_with_the_binary_one() {
        let mut random = SplitMix::new(17);
        for round in 0..3000 {
            let (m, n, k) = (random.range(0, 9), random.range(0, 9), random.range(0, 5));
            let common = long(&mut random, k);
            let (a, b) = (
                long(&mut random, m) * &common,
                long(&mut random, n) * &common,
            );
            assert_eq!(gcd(&a, &b), Integer::gcd(&a, &b), "{round}: {a} {b}");
        }
        // Fibonacci numbers take the most steps; neighbours are coprime, and gcd(F_m, F_n) = F_gcd(m, n).
        let mut f = vec![BigInt::zero(), BigInt::one()];
        for i in 2..1200 {
            let next = &f[i - 1] + &f[i - 2];
            f.push(next);
        }
        assert!(gcd(&f[1199], &f[1198]).is_one());
        assert_eq!(gcd(&f[1155], &f[1050]), f[105]);
        // Neighbours of powers of two, where the leading words say least.
        for (i, j) in [
            (64u32, 63u32),
            (128, 127),
            (640, 640),
            (640, 1),
            (62, 61),
            (124, 62),
        ] {
            for (c, d) in [(1, 1), (-1, 1), (0, 1), (0, 0), (3, -1)] {
                let (a, b) = ((BigInt::one() << i) + c, (BigInt::one() << j) + d);
                assert_eq!(gcd(&a, &b), Integer::gcd(&a, &b), "{a} {b}");
            }
        }
        assert_eq!(gcd(&BigInt::zero(), &BigInt::from(-6)), BigInt::from(6));
        assert_eq!(gcd(&BigInt::zero(), &BigInt::zero()), BigInt::zero());
    }

    #[test]
    fn ratios_are_in_lowest_terms() {
        let mut random = SplitMix::new(4);
        for _ in 0..300 {
            let (n, d) = (long(&mut random, 3), long(&mut random, 2).abs() + 1);
            assert_eq!(ratio(n.clone(), &d), BigRational::new(n, d));
        }
        assert_eq!(ratio(BigInt::zero(), &BigInt::from(7)), BigRational::zero());
    }
}

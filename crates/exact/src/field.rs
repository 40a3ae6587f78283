//! The two fields that exact evaluation uses: the rationals and prime fields with 61-bit moduli.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use wronski_diagnostic::interruption;

/// A field given by a value that knows how to compute with its elements.
pub trait Field {
    /// The elements.
    type El: Clone + PartialEq + std::fmt::Debug;
    /// Zero.
    fn zero(&self) -> Self::El;
    /// One.
    fn one(&self) -> Self::El;
    /// Is it zero?
    fn is_zero(&self, a: &Self::El) -> bool;
    /// Sum.
    fn add(&self, a: &Self::El, b: &Self::El) -> Self::El;
    /// Difference.
    fn sub(&self, a: &Self::El, b: &Self::El) -> Self::El;
    /// Product.
    fn mul(&self, a: &Self::El, b: &Self::El) -> Self::El;
    /// Inverse; `None` for zero.
    fn inv(&self, a: &Self::El) -> Option<Self::El>;
    /// The image of an integer.
    fn int(&self, n: &BigInt) -> Self::El;

    /// The image of a rational; `None` if its denominator vanishes here.
    fn ratio(&self, q: &BigRational) -> Option<Self::El> {
        let d = self.inv(&self.int(q.denom()))?;
        Some(self.mul(&self.int(q.numer()), &d))
    }

    /// The image of a small integer.
    fn small(&self, n: i64) -> Self::El {
        self.int(&BigInt::from(n))
    }

    /// `a^n`; `None` if `n < 0` and `a` is zero.
    #[inline]
    fn pow(&self, a: &Self::El, n: i64) -> Option<Self::El> {
        let mut base = if n < 0 { self.inv(a)? } else { a.clone() };
        let mut k = n.unsigned_abs();
        let mut acc = self.one();
        while k > 0 {
            if k & 1 == 1 {
                acc = self.mul(&acc, &base);
            }
            k >>= 1;
            if k > 0 {
                base = self.mul(&base, &base);
            }
        }
        Some(acc)
    }
}

/// The field of rational numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rationals;

impl Field for Rationals {
    type El = BigRational;
    fn zero(&self) -> BigRational {
        BigRational::zero()
    }
    fn one(&self) -> BigRational {
        BigRational::one()
    }
    fn is_zero(&self, a: &BigRational) -> bool {
        a.is_zero()
    }
    fn add(&self, a: &BigRational, b: &BigRational) -> BigRational {
        interruption::point();
        a + b
    }
    fn sub(&self, a: &BigRational, b: &BigRational) -> BigRational {
        interruption::point();
        a - b
    }
    fn mul(&self, a: &BigRational, b: &BigRational) -> BigRational {
        interruption::point();
        a * b
    }
    fn inv(&self, a: &BigRational) -> Option<BigRational> {
        (!a.is_zero()).then(|| a.recip())
    }
    fn int(&self, n: &BigInt) -> BigRational {
        BigRational::from_integer(n.clone())
    }
}

/// The field with `p` elements, `p` a prime below 2^62.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrimeField {
    p: u64,
}

impl PrimeField {
    /// The field with 2^61 - 1 elements.
    pub const MERSENNE_61: PrimeField = PrimeField { p: (1 << 61) - 1 };

    /// The field with `p` elements; `None` unless `p` is a prime between 3 and 2^62.
    pub fn new(p: u64) -> Option<PrimeField> {
        (3..(1 << 62)).contains(&p).then_some(())?;
        is_prime(p).then_some(PrimeField { p })
    }

    /// The modulus.
    pub fn modulus(self) -> u64 {
        self.p
    }

    /// The primes from 2^61 - 1 downwards, as fields.
    pub fn descending() -> impl Iterator<Item = PrimeField> {
        let top = Self::MERSENNE_61.p;
        (0..).map(move |k| top - 2 * k).filter_map(PrimeField::new)
    }

    /// A square root of `a`, if `a` is a square (Tonelli and Shanks).
    pub fn sqrt(&self, a: u64) -> Option<u64> {
        let p = self.p;
        if a == 0 {
            return Some(0);
        }
        let power = |b: u64, k: u64| pow_mod(b, k, p);
        if power(a, (p - 1) / 2) != 1 {
            return None;
        }
        let s = (p - 1).trailing_zeros();
        let q = (p - 1) >> s;
        let z = (2..p).find(|&z| power(z, (p - 1) / 2) == p - 1)?;
        let (mut m, mut c, mut t, mut r) = (s, power(z, q), power(a, q), power(a, q.div_ceil(2)));
        while t != 1 {
            let mut i = 0;
            let mut u = t;
            while u != 1 {
                u = mul_mod(u, u, p);
                i += 1;
            }
            let b = power(c, 1 << (m - i - 1));
            m = i;
            c = mul_mod(b, b, p);
            t = mul_mod(t, c, p);
            r = mul_mod(r, b, p);
        }
        Some(r)
    }

    /// All `n`-th roots of `a`, ascending; `None` if they are not worked out: an odd prime factor of `n`
    /// whose square divides `p - 1`.
    pub fn roots(&self, a: u64, n: u32) -> Option<Vec<u64>> {
        let mut found = vec![a];
        let mut rest = u64::from(n);
        let mut l = 2;
        while rest > 1 {
            if rest % l != 0 {
                l += 1;
                continue;
            }
            rest /= l;
            let mut next = vec![];
            for b in found {
                next.extend(self.prime_roots(b, l)?);
            }
            next.sort_unstable();
            next.dedup();
            found = next;
        }
        Some(found)
    }

    fn prime_roots(&self, a: u64, l: u64) -> Option<Vec<u64>> {
        let p = self.p;
        if a == 0 {
            return Some(vec![0]);
        }
        if l == 2 {
            return Some(self.sqrt(a).map_or(vec![], |r| vec![r, p - r]));
        }
        let inverse = |modulus: u64| {
            let k = i128::from(l).extended_gcd(&i128::from(modulus)).x;
            k.rem_euclid(i128::from(modulus)) as u64
        };
        if !(p - 1).is_multiple_of(l) {
            return Some(vec![pow_mod(a, inverse(p - 1), p)]);
        }
        let m = (p - 1) / l;
        if m.is_multiple_of(l) {
            return None;
        }
        if pow_mod(a, m, p) != 1 {
            return Some(vec![]);
        }
        let unity = (2..p).map(|g| pow_mod(g, m, p)).find(|z| *z != 1)?;
        let mut root = pow_mod(a, inverse(m), p);
        let mut out = vec![];
        for _ in 0..l {
            out.push(root);
            root = mul_mod(root, unity, p);
        }
        Some(out)
    }

    /// The character `a^((p-1)/l)` of order `l`, a prime that divides `p - 1`: 1 exactly for the nonzero
    /// `l`-th powers.
    pub fn character(&self, a: u64, l: u64) -> u64 {
        pow_mod(a, (self.p - 1) / l, self.p)
    }

    /// The rational `n/d` with `|n|, d <= sqrt(p/2)` that reduces to `a`, if there is one
    /// (Wang's rational reconstruction).
    pub fn reconstruct(&self, a: u64) -> Option<BigRational> {
        let bound = ((self.p / 2) as u128).isqrt() as i128;
        let (mut r0, mut r1) = (self.p as i128, a as i128);
        let (mut t0, mut t1) = (0i128, 1i128);
        while r1 > bound {
            let q = r0 / r1;
            (r0, r1) = (r1, r0 - q * r1);
            (t0, t1) = (t1, t0 - q * t1);
        }
        if t1 == 0 || t1.abs() > bound || r1.gcd(&t1) != 1 {
            return None;
        }
        Some(BigRational::new(BigInt::from(r1), BigInt::from(t1)))
    }
}

fn mul_mod(a: u64, b: u64, p: u64) -> u64 {
    if p == PrimeField::MERSENNE_61.p {
        // 2^61 = 1 modulo p, so the high part of the product is added to the low part.
        let w = a as u128 * b as u128;
        let folded = (w as u64 & p) + (w >> 61) as u64;
        return if folded >= p { folded - p } else { folded };
    }
    let below = (1u64 << 61).wrapping_sub(p);
    if below < 1 << 20 {
        // 2^61 = below modulo p: two folds leave less than 2^61 + 2^41, less than twice p.
        let w = a as u128 * b as u128;
        let low = (1u128 << 61) - 1;
        let once = (w & low) + (w >> 61) * below as u128;
        let twice = ((once & low) + (once >> 61) * below as u128) as u64;
        return if twice >= p { twice - p } else { twice };
    }
    (a as u128 * b as u128 % p as u128) as u64
}

fn pow_mod(mut b: u64, mut k: u64, p: u64) -> u64 {
    let mut acc = 1;
    while k > 0 {
        if k & 1 == 1 {
            acc = mul_mod(acc, b, p);
        }
        b = mul_mod(b, b, p);
        k >>= 1;
    }
    acc
}

/// Deterministic Miller-Rabin for 64-bit numbers (the first twelve primes as bases suffice below
/// 3.3 * 10^24: Sorenson and Webster, Math. Comp. 86, 2017).
pub fn is_prime(n: u64) -> bool {
    const BASES: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
    if n < 2 {
        return false;
    }
    for b in BASES {
        if n.is_multiple_of(b) {
            return n == b;
        }
    }
    let s = (n - 1).trailing_zeros();
    let d = (n - 1) >> s;
    let mulm = |a: u64, b: u64| (a as u128 * b as u128 % n as u128) as u64;
    BASES.iter().all(|&b| {
        let (mut x, mut base, mut k) = (1u64, b, d);
        while k > 0 {
            if k & 1 == 1 {
                x = mulm(x, base);
            }
            base = mulm(base, base);
            k >>= 1;
        }
        if x == 1 || x == n - 1 {
            return true;
        }
        (1..s).any(|_| {
            x = mulm(x, x);
            x == n - 1
        })
    })
}

impl Field for PrimeField {
    type El = u64;
    fn zero(&self) -> u64 {
        0
    }
    fn one(&self) -> u64 {
        1
    }
    fn is_zero(&self, a: &u64) -> bool {
        *a == 0
    }
    fn add(&self, a: &u64, b: &u64) -> u64 {
        let s = a + b;
        if s >= self.p { s - self.p } else { s }
    }
    fn sub(&self, a: &u64, b: &u64) -> u64 {
        if a >= b { a - b } else { a + self.p - b }
    }
    fn mul(&self, a: &u64, b: &u64) -> u64 {
        mul_mod(*a, *b, self.p)
    }
    fn inv(&self, a: &u64) -> Option<u64> {
        if *a == 0 {
            return None;
        }
        let (mut r0, mut r1) = (self.p as i128, *a as i128);
        let (mut t0, mut t1) = (0i128, 1i128);
        while r1 != 0 {
            let q = r0 / r1;
            (r0, r1) = (r1, r0 - q * r1);
            (t0, t1) = (t1, t0 - q * t1);
        }
        Some(t0.rem_euclid(self.p as i128) as u64)
    }
    fn int(&self, n: &BigInt) -> u64 {
        if let Some(k) = n.to_i64() {
            return (k as i128).rem_euclid(self.p as i128) as u64;
        }
        let (sign, digits) = (n.sign(), n.abs());
        let mut r: u128 = 0;
        for d in digits.iter_u64_digits().rev() {
            r = ((r << 64) % self.p as u128 + d as u128) % self.p as u128;
        }
        let r = r as u64;
        if sign == Sign::Minus && r != 0 {
            self.p - r
        } else {
            r
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reduction_of_long_integers_agrees_with_bigint() {
        let p = PrimeField::MERSENNE_61;
        let n = BigInt::from(-7).pow(300) + BigInt::from(12345);
        let expected = n.mod_floor(&BigInt::from(p.modulus()));
        assert_eq!(BigInt::from(p.int(&n)), expected);
        let other = PrimeField::descending().nth(1).expect("there are primes");
        assert_eq!(
            BigInt::from(other.int(&n)),
            n.mod_floor(&BigInt::from(other.modulus()))
        );
    }

    #[test]
    fn inverse_and_square_root() {
        for f in PrimeField::descending().take(4) {
            for a in 1..60u64 {
                let i = f.inv(&a).expect("nonzero");
                assert_eq!(f.mul(&a, &i), 1);
                if let Some(r) = f.sqrt(a) {
                    assert_eq!(f.mul(&r, &r), a);
                } else {
                    assert_eq!(
                        pow_mod(a, (f.modulus() - 1) / 2, f.modulus()),
                        f.modulus() - 1
                    );
                }
            }
        }
    }

    #[test]
    fn roots_of_all_degrees() {
        // 103 = 1 + 2*3*17: cube roots of unity exist; 101 = 1 + 4*25: cubes are all residues.
        for p in [103u64, 101, 7, 13] {
            let f = PrimeField::new(p).expect("prime");
            for n in [2u32, 3, 4, 6] {
                for a in 0..p {
                    let expected: Vec<u64> = (0..p)
                        .filter(|&r| pow_mod(r, u64::from(n), p) == a)
                        .collect();
                    assert_eq!(
                        f.roots(a, n).expect("worked out"),
                        expected,
                        "{a} {n} mod {p}"
                    );
                }
            }
        }
        let f = PrimeField::new(19).expect("prime");
        assert_eq!(f.roots(8, 3), None, "9 divides 18");
    }

    #[test]
    fn reconstruction_is_inverse_to_reduction() {
        let f = PrimeField::MERSENNE_61;
        for (n, d) in [(0, 1), (-3, 4), (8943, 200_000), (1, 999_983), (-1, 1)] {
            let q = BigRational::new(BigInt::from(n), BigInt::from(d));
            assert_eq!(f.reconstruct(f.ratio(&q).expect("unit")), Some(q));
        }
    }

    #[test]
    fn primality() {
        let small: Vec<u64> = (0..60).filter(|&n| is_prime(n)).collect();
        assert_eq!(
            small,
            [
                2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59
            ]
        );
        assert!(is_prime((1 << 61) - 1));
        assert!(!is_prime(3_215_031_751)); // a strong pseudoprime to bases 2, 3, 5, 7
    }
}

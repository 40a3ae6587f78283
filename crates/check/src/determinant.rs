//! Determinants modulo a prime, apart from those of `exact::matrix`, by which the prover finds its witnesses.
//!
//! Elimination runs from the last column to the first, in arithmetic of its own without the operations of
//! `PrimeField`.

use wronski_diagnostic::interruption;
use wronski_exact::PrimeField;

/// The determinant of a square matrix of residues; 0 if the rows have not as many entries as there are rows.
pub(super) fn determinant(field: &PrimeField, rows: &[Vec<u64>]) -> u64 {
    let modulus = Modulus::new(field.modulus());
    let p = modulus.p;
    let n = rows.len();
    if rows.iter().any(|r| r.len() != n) {
        return 0;
    }
    let mut m: Vec<Vec<u64>> = rows
        .iter()
        .map(|r| r.iter().map(|&v| v % p).collect())
        .collect();
    let mut value = 1 % p;
    for c in (0..n).rev() {
        // Rows 0..=c are left, and columns 0..=c.
        let Some(r) = (0..=c).rev().find(|&r| m[r][c] != 0) else {
            return 0;
        };
        if r != c {
            m.swap(r, c);
            value = (p - value) % p;
        }
        let pivot = m[c].clone();
        value = modulus.times(value, pivot[c]);
        let inverse = modulus.power(pivot[c], p - 2);
        for row in &mut m[..c] {
            interruption::point();
            if row[c] == 0 {
                continue;
            }
            let factor = p - modulus.times(row[c], inverse);
            for (entry, above) in row[..=c].iter_mut().zip(&pivot[..=c]) {
                // Below 2^62 each.
                let sum = *entry + modulus.times(factor, *above);
                *entry = if sum >= p { sum - p } else { sum };
            }
        }
    }
    value
}

/// A prime below 2^62, and how far below 2^61 it is if that is little.
struct Modulus {
    p: u64,
    below: Option<u128>,
}

impl Modulus {
    fn new(p: u64) -> Self {
        let below = (1u64 << 61).checked_sub(p).filter(|c| *c < 1 << 20);
        Modulus {
            p,
            below: below.map(u128::from),
        }
    }

    /// The product, reduced: with `2^61 = c` modulo p by two folds at bit 61, otherwise by a division.
    fn times(&self, a: u64, b: u64) -> u64 {
        const LOW: u128 = (1 << 61) - 1;
        let product = u128::from(a) * u128::from(b);
        let p = u128::from(self.p);
        let rest = match self.below {
            Some(c) => {
                // Below 2^122, then below 2^82, then below 2^62.
                let once = (product & LOW) + (product >> 61) * c;
                let twice = (once & LOW) + (once >> 61) * c;
                if twice >= p { twice - p } else { twice }
            }
            None => product % p,
        };
        // Below 2^62, the mask changes nothing.
        (rest & u128::from(u64::MAX)) as u64
    }

    /// By Fermat's theorem `a^(p-2)` is the inverse of `a`.
    fn power(&self, mut base: u64, mut exponent: u64) -> u64 {
        let mut acc = 1 % self.p;
        while exponent > 0 {
            if exponent & 1 == 1 {
                acc = self.times(acc, base);
            }
            base = self.times(base, base);
            exponent >>= 1;
        }
        acc
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: Vandermonde, permutations, and rows that depend on each other.
    #[test]
    fn determinants_known_by_hand() {
        let f = PrimeField::MERSENNE_61;
        let p = f.modulus();
        let det =
            |rows: &[&[u64]]| determinant(&f, &rows.iter().map(|r| r.to_vec()).collect::<Vec<_>>());
        // (3-2)(5-2)(5-3) = 6
        assert_eq!(det(&[&[1, 2, 4], &[1, 3, 9], &[1, 5, 25]]), 6);
        // An odd permutation, an even one.
        assert_eq!(det(&[&[0, 1], &[1, 0]]), p - 1);
        assert_eq!(det(&[&[0, 1, 0], &[0, 0, 1], &[1, 0, 0]]), 1);
        assert_eq!(det(&[&[1, 2, 3], &[4, 5, 6], &[7, 8, 9]]), 0);
        assert_eq!(det(&[&[p - 1, 0], &[0, 7]]), p - 7);
        assert_eq!(det(&[]), 1);
        assert_eq!(det(&[&[1, 2]]), 0);
    }

    #[test]
    fn it_agrees_with_the_expansion_by_minors() {
        fn minors(m: &[Vec<u64>], p: u128) -> u128 {
            if m.is_empty() {
                return 1;
            }
            (0..m.len()).fold(0, |sum, j| {
                let rest: Vec<Vec<u64>> = m[1..]
                    .iter()
                    .map(|r| [&r[..j], &r[j + 1..]].concat())
                    .collect();
                let term = u128::from(m[0][j]) * minors(&rest, p) % p;
                (sum + if j % 2 == 0 { term } else { (p - term) % p }) % p
            })
        }
        let mut state = 7u64;
        for prime in [101, 1_000_003, (1 << 61) - 1] {
            let f = PrimeField::new(prime).expect("a prime");
            for n in 1..=5 {
                let rows: Vec<Vec<u64>> = (0..n)
                    .map(|_| {
                        (0..n)
                            .map(|_| {
                                state = state
                                    .wrapping_mul(6_364_136_223_846_793_005)
                                    .wrapping_add(1);
                                (state >> 3) % prime
                            })
                            .collect()
                    })
                    .collect();
                let expected = minors(&rows, u128::from(prime));
                assert_eq!(
                    u128::from(determinant(&f, &rows)),
                    expected,
                    "{prime} {rows:?}"
                );
            }
        }
    }
}

//! Determinants modulo a prime, apart from those of `exact::matrix`, by which the prover finds its witnesses.
//!
//! Elimination runs from the last column to the first, in arithmetic of 128 bits without the operations of `PrimeField`.

use crate::exact::PrimeField;

/// The determinant of a square matrix of residues; 0 if the rows have not as many entries as there are rows.
pub(super) fn determinant(field: &PrimeField, rows: &[Vec<u64>]) -> u64 {
    let p = u128::from(field.modulus());
    let n = rows.len();
    if rows.iter().any(|r| r.len() != n) {
        return 0;
    }
    let mut m: Vec<Vec<u128>> = rows
        .iter()
        .map(|r| r.iter().map(|&v| u128::from(v) % p).collect())
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
        value = value * pivot[c] % p;
        let inverse = power(pivot[c], p - 2, p);
        for row in &mut m[..c] {
            let factor = row[c] * inverse % p;
            if factor == 0 {
                continue;
            }
            for (entry, above) in row[..=c].iter_mut().zip(&pivot[..=c]) {
                *entry = (*entry + (p - factor * above % p)) % p;
            }
        }
    }
    // Below 2^62.
    u64::try_from(value).unwrap_or(0)
}

/// By Fermat's theorem `a^(p-2)` is the inverse of `a`.
fn power(mut base: u128, mut exponent: u128, p: u128) -> u128 {
    let mut acc = 1 % p;
    while exponent > 0 {
        if exponent & 1 == 1 {
            acc = acc * base % p;
        }
        base = base * base % p;
        exponent >>= 1;
    }
    acc
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

//! What several test programs need. Nothing here decides anything by the code under test.
#![allow(dead_code)]

pub mod exclusions;
pub mod minimum;

use num_rational::BigRational;
use num_traits::{One, Zero};
use wronski::internals::expr::{Expr, Parameters, parse};
use wronski::internals::tower::interpret::Interpreter;
use wronski::internals::tower::{Budget, Element, Stop, Tower};

/// SplitMix64 with a seed, for cases chosen at random once and for all.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// An integer from `low..=high`.
    pub fn int(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    pub fn nonzero(&mut self, bound: i64) -> i64 {
        let n = self.int(1, bound);
        if self.next() & 1 == 0 { n } else { -n }
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.int(0, from.len() as i64 - 1) as usize]
    }
}

pub fn expr(text: &str) -> Expr {
    parse(text, &Parameters::new())
        .unwrap_or_else(|d| panic!("{text}: {}", d.message))
        .expr
}

/// Reads functions into one tower, without rewriting them first.
pub fn tower(texts: &[&str]) -> Result<(Tower, Vec<Element>), Stop> {
    let expressions: Vec<Expr> = texts.iter().map(|t| expr(t)).collect();
    Tower::build(Budget::default(), |t| {
        let mut interpreter = Interpreter::new();
        expressions
            .iter()
            .map(|e| interpreter.read(t, e))
            .collect::<Result<Vec<_>, _>>()
    })
}

/// The rank of a rational matrix by plain elimination, apart from the one in `src/exact`.
pub fn rank(mut rows: Vec<Vec<BigRational>>) -> usize {
    let columns = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for c in 0..columns {
        let Some(r) = (rank..rows.len()).find(|&r| !rows[r][c].is_zero()) else {
            continue;
        };
        rows.swap(rank, r);
        let pivot = rows[rank].clone();
        for row in &mut rows[rank + 1..] {
            if row[c].is_zero() {
                continue;
            }
            let factor = &row[c] / &pivot[c];
            for j in c..columns {
                row[j] = &row[j] - &factor * &pivot[j];
            }
        }
        rank += 1;
    }
    rank
}

/// A determinant modulo a prime by plain elimination, apart from the one in `src/exact`.
pub fn determinant_modulo(prime: u64, mut m: Vec<Vec<u64>>) -> u64 {
    let p = u128::from(prime);
    let power = |mut b: u128, mut k: u128| {
        let mut acc = 1u128;
        while k > 0 {
            if k & 1 == 1 {
                acc = acc * b % p;
            }
            b = b * b % p;
            k >>= 1;
        }
        acc
    };
    let n = m.len();
    let mut det = 1u128;
    for c in 0..n {
        let Some(r) = (c..n).find(|&r| m[r][c] != 0) else {
            return 0;
        };
        if r != c {
            m.swap(r, c);
            det = p - det;
        }
        let pivot = m[c].clone();
        det = det * u128::from(pivot[c]) % p;
        let inverse = power(u128::from(pivot[c]), p - 2);
        for row in &mut m[c + 1..] {
            let factor = u128::from(row[c]) * inverse % p;
            for j in c..n {
                let t = factor * u128::from(pivot[j]) % p;
                row[j] = ((u128::from(row[j]) + p - t) % p) as u64;
            }
        }
    }
    (det % p) as u64
}

pub fn rational(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

/// The identity matrix scrambled by row operations with integer factors: invertible by construction.
pub fn invertible(random: &mut Random, n: usize) -> Vec<Vec<BigRational>> {
    let mut m: Vec<Vec<BigRational>> = (0..n)
        .map(|i| {
            (0..n)
                .map(|j| {
                    if i == j {
                        BigRational::one()
                    } else {
                        BigRational::zero()
                    }
                })
                .collect()
        })
        .collect();
    for _ in 0..2 * n {
        let (i, j) = (random.int(0, n as i64 - 1), random.int(0, n as i64 - 1));
        if i == j {
            continue;
        }
        let q = rational(random.nonzero(5), random.int(1, 4));
        let source = m[j as usize].clone();
        for (entry, add) in m[i as usize].iter_mut().zip(&source) {
            *entry += add * &q;
        }
    }
    m
}

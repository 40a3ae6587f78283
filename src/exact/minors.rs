//! Minors of matrices of polynomials in one variable over Q, by their values modulo primes.
//!
//! The determinant is interpolated from as many values as the degrees of the entries allow it to have coefficients. How a determinant of
//! numbers is computed is the caller's.
//!
//! *Common zeros.* The determinant of `R M`, with a matrix `R` of numbers, is a combination of the maximal minors of `M` (Cauchy and Binet). If
//! a polynomial `f` whose leading coefficient is a unit modulo a prime has no common factor with it modulo the prime, then no irreducible factor
//! of `f` over Q divides all minors: a quotient would have coefficients that are defined modulo the prime (lemma of Gauss). So the minors have no common
//! zero among those of `f`.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

use super::field::{Field, PrimeField};
use super::modular::{Dense, derivative, gcd, image};
use super::poly::{Poly, mono};
use super::random::SplitMix;

/// A determinant of a square matrix of residues.
pub type Determinant = fn(&PrimeField, &[Vec<u64>]) -> u64;

/// The largest estimate of the products of residues for one determinant.
pub const MAX_MINOR_WORK: u64 = 400_000_000;

/// How many combinations of minors are compared.
const COMBINATIONS: u64 = 2;

/// A matrix of polynomials in one variable with integer coefficients, lowest degree first. Each row is a given one times a number, and times a
/// power of the variable where that had negative exponents.
#[derive(Clone, Debug)]
pub struct UnivariateMatrix {
    rows: Vec<Vec<Vec<BigInt>>>,
}

impl UnivariateMatrix {
    /// The matrix, if no other variable than `v` occurs.
    pub fn new(rows: &[Vec<Poly>], v: usize) -> Option<Self> {
        let one = |row: &Vec<Poly>| -> Option<Vec<Vec<BigInt>>> {
            let entries = || row.iter().filter(|p| !p.is_zero());
            if entries().any(|p| p.variables().iter().any(|&u| u != v)) {
                return None;
            }
            let low = entries()
                .flat_map(|p| p.monomials().map(|m| m[v]).collect::<Vec<_>>())
                .min()
                .map_or(0, |low| low.min(0));
            let scale = entries().fold(BigInt::from(1), |d, p| {
                p.terms().fold(d, |d, (_, q)| num_integer::lcm(d, q.denom().clone()))
            });
            row.iter()
                .map(|p| {
                    let p = p.shift(&mono(v, -low));
                    let degree = usize::try_from(p.degree(v).max(0)).ok()?;
                    let mut out = vec![BigInt::zero(); degree + 1];
                    for (m, q) in p.terms() {
                        let at = usize::try_from(m[v]).ok()?;
                        *out.get_mut(at)? = q.numer() * (&scale / q.denom());
                    }
                    while out.last().is_some_and(Zero::is_zero) {
                        out.pop();
                    }
                    Some(out)
                })
                .collect()
        };
        let rows = rows.iter().map(one).collect::<Option<Vec<_>>>()?;
        Some(UnivariateMatrix { rows })
    }

    fn columns(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// A degree that no maximal minor exceeds.
    fn degree(&self) -> usize {
        let degree = |p: &Vec<BigInt>| p.len().saturating_sub(1);
        let mut by_rows: Vec<usize> = self
            .rows
            .iter()
            .map(|r| r.iter().map(degree).max().unwrap_or(0))
            .collect();
        by_rows.sort_unstable_by(|a, b| b.cmp(a));
        by_rows.truncate(self.columns());
        let column = |j: usize| self.rows.iter().map(|r| degree(&r[j])).max().unwrap_or(0);
        let by_columns: usize = (0..self.columns()).map(column).sum();
        by_columns.min(by_rows.iter().sum())
    }

    /// The values of all entries at a number.
    fn at(image: &[Vec<Dense>], field: &PrimeField, x: u64) -> Vec<Vec<u64>> {
        let value = |p: &Dense| {
            p.iter()
                .rev()
                .fold(field.zero(), |v, c| field.add(&field.mul(&v, &x), c))
        };
        image
            .iter()
            .map(|row| row.iter().map(value).collect())
            .collect()
    }

    fn image(&self, field: &PrimeField) -> Vec<Vec<Dense>> {
        self.rows
            .iter()
            .map(|r| r.iter().map(|p| image(field, p)).collect())
            .collect()
    }

    /// Products of residues that a determinant modulo one prime takes, with `rows` rows combined to a square matrix.
    fn work(&self, rows: usize) -> u64 {
        let n = self.columns() as u64;
        let entries: u64 = self.rows.iter().flatten().map(|p| p.len() as u64).sum();
        let points = self.degree() as u64 + 1;
        let combine = if rows > self.columns() {
            n.saturating_mul(n).saturating_mul(rows as u64)
        } else {
            0
        };
        let each = n.saturating_pow(3) / 3 + entries + combine;
        points.saturating_mul(each.saturating_add(points))
    }

    /// The determinant of a random combination of the rows modulo a prime; `None` beyond [`MAX_MINOR_WORK`].
    pub fn combination(
        &self,
        field: &PrimeField,
        seed: u64,
        determinant: Determinant,
    ) -> Option<Dense> {
        let n = self.columns();
        if self.work(self.rows.len()) > MAX_MINOR_WORK {
            return None;
        }
        let mut random = SplitMix::new(seed);
        let weights: Vec<Vec<u64>> = (0..n)
            .map(|_| {
                let draw = |_| random.range(1, field.modulus());
                (0..self.rows.len()).map(draw).collect()
            })
            .collect();
        let image = self.image(field);
        let values = (0..=self.degree() as u64).map(|x| {
            let rows = Self::at(&image, field, x);
            let combined: Vec<Vec<u64>> = weights
                .iter()
                .map(|w| {
                    let mut sum = vec![field.zero(); n];
                    for (c, row) in w.iter().zip(&rows) {
                        for (s, e) in sum.iter_mut().zip(row) {
                            if *e != 0 {
                                *s = field.add(s, &field.mul(c, e));
                            }
                        }
                    }
                    sum
                })
                .collect();
            determinant(field, &combined)
        });
        interpolate(field, &values.collect::<Vec<_>>())
    }

    /// The determinant of a square matrix over the integers, by the Chinese remainder theorem above a bound for its
    /// coefficients; `None` beyond [`MAX_MINOR_WORK`], or if it is not square.
    pub fn determinant(&self, determinant: Determinant) -> Option<Vec<BigInt>> {
        if self.rows.len() != self.columns() {
            return None;
        }
        // The sum of the absolute values of the coefficients is submultiplicative.
        let bits: u64 = self
            .rows
            .iter()
            .map(|row| {
                let sum = row.iter().flatten().fold(BigInt::zero(), |s, c| s + c.abs());
                sum.bits()
            })
            .sum();
        let primes = bits / 60 + 1;
        if self.work(self.rows.len()).saturating_mul(primes) > MAX_MINOR_WORK {
            return None;
        }
        let mut modulus = BigInt::from(1);
        let mut found = vec![BigInt::zero(); self.degree() + 1];
        for field in PrimeField::descending() {
            let image = self.image(&field);
            let values: Vec<u64> = (0..=self.degree() as u64)
                .map(|x| determinant(&field, &Self::at(&image, &field, x)))
                .collect();
            let mut residues = interpolate(&field, &values)?;
            residues.resize(found.len(), 0);
            let inverse = field.inv(&field.int(&modulus))?;
            for (c, r) in found.iter_mut().zip(&residues) {
                let digit = field.mul(&field.sub(r, &field.int(c)), &inverse);
                *c += &modulus * digit;
            }
            modulus *= field.modulus();
            if modulus.bits() > bits + 2 {
                break;
            }
        }
        for c in &mut found {
            if &*c + &*c > modulus {
                *c -= &modulus;
            }
        }
        while found.last().is_some_and(Zero::is_zero) {
            found.pop();
        }
        Some(found)
    }

    /// The rows, by index, of a minor that is not zero, found greedily: earlier rows are preferred. `None` if the rank is smaller than the number of
    /// columns at a random place modulo a prime.
    pub fn independent_rows(&self) -> Option<Vec<usize>> {
        let field = PrimeField::MERSENNE_61;
        let x = SplitMix::new(0x1D).range(1 << 32, field.modulus());
        let rows = Self::at(&self.image(&field), &field, x);
        let mut first = FirstRows::new(field);
        let mut chosen = vec![];
        for (i, row) in rows.into_iter().enumerate() {
            if first.add(row) {
                chosen.push(i);
            }
            if chosen.len() == self.columns() {
                return Some(chosen);
            }
        }
        None
    }

    /// The matrix of some of the rows.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        UnivariateMatrix {
            rows: rows.iter().map(|&i| self.rows[i].clone()).collect(),
        }
    }
}

/// Rows of residues, each independent of those before it.
#[derive(Clone, Debug)]
pub struct FirstRows {
    field: PrimeField,
    /// Reduced rows with their leading columns.
    basis: Vec<(usize, Vec<u64>)>,
}

impl FirstRows {
    /// No rows.
    pub fn new(field: PrimeField) -> Self {
        FirstRows {
            field,
            basis: vec![],
        }
    }

    /// Is the row independent of those that were added? Then it is added.
    pub fn add(&mut self, mut row: Vec<u64>) -> bool {
        let field = self.field;
        for (c, b) in &self.basis {
            let factor = row[*c];
            if factor != 0 {
                for (r, e) in row.iter_mut().zip(b) {
                    *r = field.sub(r, &field.mul(&factor, e));
                }
            }
        }
        let Some(c) = row.iter().position(|e| *e != 0) else {
            return false;
        };
        let Some(inverse) = field.inv(&row[c]) else {
            return false;
        };
        for r in &mut row {
            *r = field.mul(r, &inverse);
        }
        self.basis.push((c, row));
        true
    }
}

/// Combinations of the maximal minors modulo a prime.
#[derive(Clone, Debug)]
pub struct CommonZeros {
    field: PrimeField,
    combinations: Vec<Dense>,
}

impl CommonZeros {
    /// `None` beyond [`MAX_MINOR_WORK`], and if the combinations vanish.
    pub fn new(matrix: &UnivariateMatrix, determinant: Determinant) -> Option<Self> {
        let field = PrimeField::MERSENNE_61;
        let combinations = (0..COMBINATIONS)
            .map(|k| matrix.combination(&field, 0xCB + k, determinant))
            .collect::<Option<Vec<_>>>()?;
        if combinations.iter().any(Vec::is_empty) {
            return None;
        }
        Some(CommonZeros {
            field,
            combinations,
        })
    }

    /// Have the minors certainly no common zero among those of this polynomial with integer coefficients, lowest degree first?
    pub fn none_of(&self, f: &[BigInt]) -> bool {
        let reduced = image(&self.field, f);
        if reduced.len() != f.len() || f.is_empty() {
            return false;
        }
        let common = self
            .combinations
            .iter()
            .fold(reduced, |g, c| gcd(&self.field, &g, c));
        common.len() == 1
    }

    /// The degree of the squarefree part, modulo the prime, of what the combinations have in common.
    pub fn degree(&self) -> usize {
        let common = self
            .combinations
            .iter()
            .fold(vec![], |g, c| gcd(&self.field, &g, c));
        let repeated = gcd(&self.field, &common, &derivative(&self.field, &common));
        common.len().saturating_sub(repeated.len().max(1))
    }
}

/// The polynomial with these values at 0, 1, 2, ... (Newton).
pub fn interpolate(field: &PrimeField, values: &[u64]) -> Option<Dense> {
    let n = values.len();
    let mut differences = values.to_vec();
    for k in 1..n {
        let inverse = field.inv(&field.small(k.to_i64()?))?;
        for i in (k..n).rev() {
            let step = field.sub(&differences[i], &differences[i - 1]);
            differences[i] = field.mul(&step, &inverse);
        }
    }
    // Horner's scheme in x - k.
    let mut out: Dense = vec![];
    for k in (0..n).rev() {
        let at = field.small(k.to_i64()?);
        out.insert(0, field.zero());
        for i in 0..out.len() - 1 {
            let shift = field.mul(&out[i + 1], &at);
            out[i] = field.sub(&out[i], &shift);
        }
        out[0] = field.add(&out[0], &differences[k]);
    }
    while out.last().is_some_and(|c| *c == 0) {
        out.pop();
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::matrix::determinant;
    use super::*;

    fn b() -> Poly {
        Poly::var(0)
    }

    fn int(n: i64) -> Poly {
        Poly::int(n)
    }

    fn det(field: &PrimeField, rows: &[Vec<u64>]) -> u64 {
        determinant(field, rows)
    }

    #[test]
    fn interpolation() {
        let field = PrimeField::MERSENNE_61;
        // x^3 - 2x + 5 at 0, 1, 2, 3.
        let p = field.modulus();
        let found = interpolate(&field, &[5, 4, 9, 26]);
        assert_eq!(found, Some(vec![5, p - 2, 0, 1]));
        assert_eq!(interpolate(&field, &[0, 0]), Some(vec![]));
        assert_eq!(interpolate(&field, &[7]), Some(vec![7]));
    }

    /// | b 1 | and | b+1 3 | by hand: b (b - 2) - 3 and, of long numbers, the product of the diagonal.
    #[test]
    fn determinants_by_hand() {
        let none = crate::exact::poly::Roots::new();
        let rows = vec![vec![b(), int(3)], vec![int(1), b().sub(&int(2))]];
        let m = UnivariateMatrix::new(&rows, 0).expect("one variable");
        let integers = |a: &[i64]| a.iter().map(|&c| BigInt::from(c)).collect::<Vec<_>>();
        assert_eq!(m.determinant(det), Some(integers(&[-3, -2, 1])));
        let long = b().add(&int(1)).pow(40, &none).scale(&num_rational::BigRational::from_integer(
            num_bigint::BigInt::from(3).pow(90),
        ));
        let rows = vec![vec![long.clone(), Poly::zero()], vec![int(9), long.clone()]];
        let m = UnivariateMatrix::new(&rows, 0).expect("one variable");
        let product = long.mul(&long, &none);
        let expected: Vec<BigInt> = product
            .coefficients_in(0)
            .expect("no negative exponents")
            .iter()
            .map(|c| c.as_rational().expect("a number").to_integer())
            .collect();
        assert_eq!(m.determinant(det), Some(expected));
    }

    /// The rows (b, 0), (0, b), (b - 1, 1), (b^2, b^2 - 4): the minors have common zeros where the rank is below 2.
    #[test]
    fn common_zeros() {
        let integers = |a: &[i64]| a.iter().map(|&c| BigInt::from(c)).collect::<Vec<_>>();
        let zeros = |rows: &[Vec<Poly>]| {
            let m = UnivariateMatrix::new(rows, 0).expect("one variable");
            CommonZeros::new(&m, det)
        };
        let c = |n: i64| b().sub(&int(n));
        let none = crate::exact::poly::Roots::new();
        // At b = 2 both rows are multiples of (1, 1); at b = 5 the first vanishes, but not in all minors.
        let first = vec![
            vec![c(5), c(5)],
            vec![int(1), b().sub(&int(1))],
            vec![b().sub(&int(1)), int(1)],
        ];
        let z = zeros(&first).expect("small");
        assert!(z.none_of(&integers(&[-5, 1])));
        assert!(z.none_of(&integers(&[1, 0, 1])));
        assert!(!z.none_of(&integers(&[-2, 1])));
        assert!(!z.none_of(&integers(&[10, -7, 1])));
        assert!(!z.none_of(&[]));
        assert_eq!(z.degree(), 1);
        // (b^2 - 2) in all minors.
        let f = b().mul(&b(), &none).sub(&int(2));
        let second = vec![vec![f.clone(), int(0)], vec![int(0), int(1)], vec![f.mul(&c(1), &none), int(3)]];
        let z = zeros(&second).expect("small");
        assert!(!z.none_of(&integers(&[-2, 0, 1])));
        assert!(z.none_of(&integers(&[-3, 0, 1])));
        assert!(z.none_of(&integers(&[-1, 1])));
        assert_eq!(z.degree(), 2);
        // A row that vanishes at 0 is not divided by b.
        let third = vec![vec![b(), Poly::zero()], vec![Poly::zero(), int(1)]];
        let z = zeros(&third).expect("small");
        assert!(!z.none_of(&integers(&[0, 1])));
        // Nor is a division by b lost: (1/b, 1) times b.
        let inverse = Poly::term(mono(0, -1), &num_rational::BigRational::from_integer(1.into()));
        let m = UnivariateMatrix::new(&[vec![inverse, int(1)], vec![int(1), int(2)]], 0);
        assert_eq!(m.expect("one").determinant(det), Some(integers(&[2, -1])));
        // The rank is 1 everywhere.
        assert!(zeros(&[vec![b(), b()], vec![int(1), int(1)]]).is_none());
        let m = UnivariateMatrix::new(&[vec![b(), b()], vec![int(1), int(1)]], 0).expect("one");
        assert_eq!(m.independent_rows(), None);
        let m = UnivariateMatrix::new(&first, 0).expect("one");
        assert_eq!(m.independent_rows(), Some(vec![0, 1]));
        // Another variable.
        assert!(UnivariateMatrix::new(&[vec![Poly::var(1)]], 0).is_none());
    }
}

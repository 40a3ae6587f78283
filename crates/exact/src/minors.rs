//! Minors of matrices of polynomials in one variable, by their values modulo primes.
//!
//! The determinant is interpolated from as many values as the degrees of the entries allow it to have coefficients.
//! How a determinant of numbers is computed is the caller's.
//!
//! *Common zeros.* Let the entries be polynomials in `v` over a field `K` of constants: rational numbers, roots of
//! numbers, independent transcendental ones. A point modulo a prime, which satisfies the relations of the roots, is a
//! homomorphism of a local ring `O` with quotient field `K` (étale over a localised polynomial ring, so normal), and
//! all entries are polynomials over `O`. The determinant of `R M`, with a matrix `R` over `O`, is a combination of
//! the maximal minors of `M` (Cauchy and Binet). Let `f` over `O` have a unit as leading coefficient, and let its
//! image have no common factor with that of the determinant. An irreducible factor of `f` over `K`, monic, has
//! coefficients in `O` (Gauss); if it divided all minors, then, dividing by a monic polynomial, over `O`, and its
//! image, of the same degree, would be a common factor. So no factor of `f` divides all minors, and over the numbers,
//! where the independent constants have their values, minors have no common zero among those of `f`.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use wronski_diagnostic::interruption;

use super::field::{Field, PrimeField};
use super::modular::{Dense, gcd, image};
use super::poly::{Poly, mono};
use super::random::SplitMix;

/// A determinant of a square matrix of residues.
pub type Determinant = fn(&PrimeField, &[Vec<u64>]) -> u64;

/// The largest estimate of the products of residues for one determinant.
pub const MAX_MINOR_WORK: u64 = 400_000_000;

/// How many combinations of minors are compared.
const COMBINATIONS: u64 = 2;

/// A matrix of polynomials in one variable with integer coefficients, lowest degree first. Each row is a given one
/// times a number, and times a power of the variable where that had negative exponents.
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
            let low = lowest(row, v);
            let scale = entries().fold(BigInt::from(1), |d, p| {
                p.terms()
                    .fold(d, |d, (_, q)| num_integer::lcm(d, q.denom().clone()))
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

    /// The matrix modulo a prime.
    pub fn image(&self, field: &PrimeField) -> ResidueMatrix {
        let one = |r: &Vec<Vec<BigInt>>| r.iter().map(|p| image(field, p)).collect();
        ResidueMatrix {
            field: *field,
            rows: self.rows.iter().map(one).collect(),
        }
    }

    /// The determinant of a square matrix over the integers, by the Chinese remainder theorem above a bound for its
    /// coefficients; `None` beyond [`MAX_MINOR_WORK`], or if it is not square.
    pub fn determinant(&self, determinant: Determinant) -> Option<Vec<BigInt>> {
        // The sum of the absolute values of the coefficients is submultiplicative.
        let bits: u64 = self
            .rows
            .iter()
            .map(|row| {
                let sum = row
                    .iter()
                    .flatten()
                    .fold(BigInt::zero(), |s, c| s + c.abs());
                sum.bits()
            })
            .sum();
        let mut modulus = BigInt::from(1);
        let mut found: Vec<BigInt> = vec![];
        for field in PrimeField::descending() {
            let matrix = self.image(&field);
            if matrix.work(false).saturating_mul(bits / 60 + 1) > MAX_MINOR_WORK {
                return None;
            }
            let mut residues = matrix.determinant(determinant)?;
            let length = found.len().max(residues.len());
            residues.resize(length, 0);
            found.resize(length, BigInt::zero());
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

    /// The matrix of some of the rows.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        UnivariateMatrix {
            rows: rows.iter().map(|&i| self.rows[i].clone()).collect(),
        }
    }
}

/// The lowest exponent of `v` in a row, if it is negative, and 0 otherwise.
fn lowest(row: &[Poly], v: usize) -> i32 {
    let exponents = row.iter().filter_map(|p| p.monomials().map(|m| m[v]).min());
    exponents.min().map_or(0, |low| low.min(0))
}

/// The image of a polynomial in `v` modulo a prime, where `point` gives the values of all other variables.
fn residues(p: &Poly, v: usize, field: &PrimeField, point: &[u64]) -> Option<Dense> {
    if p.is_zero() {
        return Some(vec![]);
    }
    let mut out = p
        .coefficients_in(v)?
        .iter()
        .map(|c| c.eval(field, point))
        .collect::<Option<Dense>>()?;
    while out.last().is_some_and(|c| *c == 0) {
        out.pop();
    }
    Some(out)
}

/// A matrix of polynomials in one variable modulo a prime. Each row is the image of a given one, times a power of the
/// variable where that had negative exponents.
#[derive(Clone, Debug)]
pub struct ResidueMatrix {
    field: PrimeField,
    rows: Vec<Vec<Dense>>,
}

impl ResidueMatrix {
    /// The image of a matrix of polynomials: all variables but `v` get their values from a point, which has to
    /// satisfy the relations of the roots. `None` where a division by zero occurs.
    pub fn new(
        rows: &[Vec<Poly>],
        v: usize,
        field: &PrimeField,
        point: &[u64],
    ) -> Option<ResidueMatrix> {
        let one = |row: &Vec<Poly>| -> Option<Vec<Dense>> {
            let low = lowest(row, v);
            row.iter()
                .map(|p| residues(&p.shift(&mono(v, -low)), v, field, point))
                .collect()
        };
        Some(ResidueMatrix {
            field: *field,
            rows: rows.iter().map(one).collect::<Option<_>>()?,
        })
    }

    fn columns(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// A degree that no maximal minor exceeds.
    fn degree(&self) -> usize {
        let degree = |p: &Dense| p.len().saturating_sub(1);
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
    fn at(&self, x: u64) -> Vec<Vec<u64>> {
        interruption::point();
        let field = &self.field;
        let value = |p: &Dense| {
            p.iter()
                .rev()
                .fold(field.zero(), |v, c| field.add(&field.mul(&v, &x), c))
        };
        self.rows
            .iter()
            .map(|row| row.iter().map(value).collect())
            .collect()
    }

    /// Products of residues that a determinant takes, of all rows combined to a square matrix or of a square matrix.
    fn work(&self, combined: bool) -> u64 {
        let n = self.columns() as u64;
        let entries: u64 = self.rows.iter().flatten().map(|p| p.len() as u64).sum();
        let points = self.degree() as u64 + 1;
        let combine = if combined {
            n.saturating_mul(n).saturating_mul(self.rows.len() as u64)
        } else {
            0
        };
        let each = n.saturating_pow(3) / 3 + entries + combine;
        points.saturating_mul(each.saturating_add(points))
    }

    /// The determinant, if the matrix is square.
    fn determinant(&self, determinant: Determinant) -> Option<Dense> {
        if self.rows.len() != self.columns() {
            return None;
        }
        let values: Vec<u64> = (0..=self.degree() as u64)
            .map(|x| determinant(&self.field, &self.at(x)))
            .collect();
        interpolate(&self.field, &values)
    }

    /// The determinant of a random combination of the rows; `None` beyond [`MAX_MINOR_WORK`].
    fn combination(&self, seed: u64, determinant: Determinant) -> Option<Dense> {
        let (n, field) = (self.columns(), &self.field);
        let square = self.rows.len() == n;
        if self.work(!square) > MAX_MINOR_WORK {
            return None;
        }
        if square {
            return self.determinant(determinant);
        }
        let mut random = SplitMix::new(seed);
        let weights: Vec<Vec<u64>> = (0..n)
            .map(|_| {
                let draw = |_| random.range(1, field.modulus());
                (0..self.rows.len()).map(draw).collect()
            })
            .collect();
        let values = (0..=self.degree() as u64).map(|x| {
            let rows = self.at(x);
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

    /// The rows, by index, of a minor that is not zero, found greedily: earlier rows are preferred. `None` if the
    /// rank is smaller than the number of columns at a random place.
    pub fn independent_rows(&self) -> Option<Vec<usize>> {
        let x = SplitMix::new(0x1D).range(1 << 32, self.field.modulus());
        let mut first = FirstRows::new(self.field);
        let mut chosen = vec![];
        for (i, row) in self.at(x).into_iter().enumerate() {
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
        ResidueMatrix {
            field: self.field,
            rows: rows.iter().map(|&i| self.rows[i].clone()).collect(),
        }
    }
}

/// An order of the rows of a matrix, simple ones first: which of them make up a minor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOrder {
    /// By the most complicated entry, then by the number of entries.
    Entries,
    /// By the number of entries, then by the most complicated one.
    Sparse,
    /// By the number of terms of all entries.
    Terms,
}

impl RowOrder {
    /// The first order.
    pub const SIMPLE: RowOrder = RowOrder::Entries;
    /// All orders.
    pub const ALL: [RowOrder; 3] = [RowOrder::Entries, RowOrder::Sparse, RowOrder::Terms];

    /// What rows are sorted by, ascending.
    pub fn key(self, row: &[&Poly]) -> [u64; 4] {
        interruption::point();
        let used = || row.iter().filter(|p| !p.is_zero());
        let exponent = |p: &Poly| u64::try_from(p.max_exponent()).unwrap_or(0);
        let one = |p: &&&Poly| {
            (
                u64::from(p.as_rational().is_none()),
                p.len() as u64,
                exponent(p),
            )
        };
        let (kind, length, top) = used().map(|p| one(&p)).max().unwrap_or_default();
        let count = used().count() as u64;
        let terms: u64 = used().map(|p| p.len() as u64).sum();
        match self {
            RowOrder::Entries => [kind, length, top, count],
            RowOrder::Sparse => [count, kind, length, top],
            RowOrder::Terms => [terms, kind, length, top],
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
        interruption::point();
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
    pub fn new(matrix: &ResidueMatrix, determinant: Determinant) -> Option<Self> {
        let combinations = (0..COMBINATIONS)
            .map(|k| matrix.combination(0xCB + k, determinant))
            .collect::<Option<Vec<_>>>()?;
        if combinations.iter().any(Vec::is_empty) {
            return None;
        }
        Some(CommonZeros {
            field: matrix.field,
            combinations,
        })
    }

    /// Have the minors certainly no common zero among those of this polynomial in `v`? The point is the one at which
    /// the image of the matrix was taken.
    pub fn none_of(&self, f: &Poly, v: usize, point: &[u64]) -> bool {
        let f = f.content().1;
        let Some(reduced) = residues(&f, v, &self.field, point) else {
            return false;
        };
        // The leading coefficient has to be a unit.
        if f.is_zero() || i64::try_from(reduced.len()) != Ok(i64::from(f.degree(v)) + 1) {
            return false;
        }
        let common = self
            .combinations
            .iter()
            .fold(reduced, |g, c| gcd(&self.field, &g, c));
        common.len() == 1
    }
}

/// The polynomial with these values at 0, 1, 2, ... (Newton).
pub fn interpolate(field: &PrimeField, values: &[u64]) -> Option<Dense> {
    let n = values.len();
    let mut differences = values.to_vec();
    for k in 1..n {
        interruption::point();
        let inverse = field.inv(&field.small(k.to_i64()?))?;
        for i in (k..n).rev() {
            let step = field.sub(&differences[i], &differences[i - 1]);
            differences[i] = field.mul(&step, &inverse);
        }
    }
    // Horner's scheme in x - k.
    let mut out: Dense = vec![];
    for k in (0..n).rev() {
        interruption::point();
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
        let none = crate::poly::Roots::new();
        let rows = vec![vec![b(), int(3)], vec![int(1), b().sub(&int(2))]];
        let m = UnivariateMatrix::new(&rows, 0).expect("one variable");
        assert_eq!(m.determinant(det), Some(integers(&[-3, -2, 1])));
        let long = b()
            .add(&int(1))
            .pow(40, &none)
            .scale(&num_rational::BigRational::from_integer(
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

    fn integers(a: &[i64]) -> Vec<BigInt> {
        a.iter().map(|&c| BigInt::from(c)).collect()
    }

    /// A polynomial in b, lowest degree first.
    fn poly(a: &[i64]) -> Poly {
        let none = crate::poly::Roots::new();
        a.iter()
            .rev()
            .fold(Poly::zero(), |s, c| s.mul(&b(), &none).add(&int(*c)))
    }

    fn zeros(rows: &[Vec<Poly>]) -> Option<CommonZeros> {
        let field = PrimeField::MERSENNE_61;
        CommonZeros::new(&ResidueMatrix::new(rows, 0, &field, &[0, 0])?, det)
    }

    #[test]
    fn common_zeros() {
        let none_of = |z: &CommonZeros, f: &[i64]| z.none_of(&poly(f), 0, &[0, 0]);
        let c = |n: i64| b().sub(&int(n));
        let none = crate::poly::Roots::new();
        // At b = 2 both rows are multiples of (1, 1); at b = 5 the first vanishes, but not in all minors.
        let first = vec![vec![c(5), c(5)], vec![int(1), c(1)], vec![c(1), int(1)]];
        let z = zeros(&first).expect("small");
        assert!(none_of(&z, &[-5, 1]));
        assert!(none_of(&z, &[1, 0, 1]));
        assert!(!none_of(&z, &[-2, 1]));
        assert!(!none_of(&z, &[10, -7, 1]));
        assert!(!none_of(&z, &[]));
        // (b^2 - 2) in all minors.
        let f = poly(&[-2, 0, 1]);
        let second = vec![
            vec![f.clone(), int(0)],
            vec![int(0), int(1)],
            vec![f.mul(&c(1), &none), int(3)],
        ];
        let z = zeros(&second).expect("small");
        assert!(!none_of(&z, &[-2, 0, 1]));
        assert!(none_of(&z, &[-3, 0, 1]));
        assert!(none_of(&z, &[-1, 1]));
        // A row that vanishes at 0 is not divided by b.
        let third = vec![vec![b(), Poly::zero()], vec![Poly::zero(), int(1)]];
        assert!(!none_of(&zeros(&third).expect("small"), &[0, 1]));
        // The rank is 1 everywhere.
        let fourth = [vec![b(), b()], vec![int(1), int(1)]];
        assert!(zeros(&fourth).is_none());
        let field = PrimeField::MERSENNE_61;
        let rows = |m: &[Vec<Poly>]| {
            ResidueMatrix::new(m, 0, &field, &[0, 0]).and_then(|m| m.independent_rows())
        };
        assert_eq!(rows(&fourth), None);
        assert_eq!(rows(&first), Some(vec![0, 1]));
    }

    /// Over Q(sqrt(2)), s = sqrt(2) being variable 1: the rows (b - s), (b^2 - 2) have the common zero s, but not -s.
    #[test]
    fn common_zeros_over_a_root() {
        let s = Poly::var(1);
        let rows = vec![vec![b().sub(&s)], vec![poly(&[-2, 0, 1])]];
        for field in PrimeField::descending().take(12) {
            let Some(root) = field.sqrt(2) else { continue };
            for root in [root, field.modulus() - root] {
                let at = [0, root];
                let m = ResidueMatrix::new(&rows, 0, &field, &at).expect("no denominators");
                let z = CommonZeros::new(&m, det).expect("small");
                assert!(!z.none_of(&b().sub(&s), 0, &at));
                assert!(z.none_of(&b().add(&s), 0, &at));
                assert!(!z.none_of(&poly(&[-2, 0, 1]), 0, &at));
                // Both zeros of b^2 - s are others.
                assert!(z.none_of(&poly(&[0, 0, 1]).sub(&s), 0, &at));
            }
        }
    }

    #[test]
    fn exact_determinants() {
        // (1/b, 1) is multiplied by b.
        let inverse = Poly::term(
            mono(0, -1),
            &num_rational::BigRational::from_integer(1.into()),
        );
        let m = UnivariateMatrix::new(&[vec![inverse, int(1)], vec![int(1), int(2)]], 0);
        assert_eq!(m.expect("one").determinant(det), Some(integers(&[2, -1])));
        // Another variable; no square.
        assert!(UnivariateMatrix::new(&[vec![Poly::var(1)]], 0).is_none());
        let m = UnivariateMatrix::new(&[vec![b(), b()]], 0).expect("one variable");
        assert_eq!(m.determinant(det), None);
        let vanishing = [vec![b(), b()], vec![int(1), int(1)]];
        let m = UnivariateMatrix::new(&vanishing, 0).expect("one variable");
        assert_eq!(m.determinant(det), Some(vec![]));
    }
}

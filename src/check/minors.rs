//! Independence for all values of the parameters that are not excluded.
//!
//! With one parameter: one minor over the integers, and combinations of all minors modulo a prime.
//!
//! The functions stay independent where some maximal minor of their coefficients does not vanish. One minor is worked out exactly; of its
//! zeros those stay open at which combinations of all minors may vanish as well (`exact::minors` says why that is shown by
//! coprime images modulo a prime). The determinants are the checker's own.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::determinant::determinant;
use super::element::Outcome;
use super::exceptional::{Exceptional, common_factor, may_vanish};
use super::space::{Kind, Space};
use crate::exact::PrimeField;
use crate::exact::factor::factor;
use crate::exact::gcd::strip_monomial;
use crate::exact::minors::{CommonZeros, FirstRows, UnivariateMatrix};
use crate::exact::poly::{MAX_VARS, Poly, mono};
use crate::exact::random::SplitMix;

impl Exceptional {
    /// Does the matrix of polynomials in the parameter `v` alone keep its full rank outside the excluded values? `None` if that cannot be told
    /// in this way: another variable occurs, or the determinants are too large.
    pub(super) fn keeps_full_rank(
        &self,
        space: &Space,
        rows: &[Vec<Poly>],
        v: usize,
    ) -> Option<bool> {
        let mut sorted: Vec<&Vec<Poly>> = rows.iter().collect();
        sorted.sort_by_key(|row| simplicity(row));
        let sorted: Vec<Vec<Poly>> = sorted.into_iter().cloned().collect();
        let matrix = UnivariateMatrix::new(&sorted, v)?;
        let chosen = matrix.independent_rows()?;
        let minor = sparse(&matrix.select(&chosen).determinant(determinant)?, v)?;
        if minor.is_zero() {
            return None;
        }
        let rest = self.without_listed(space, &minor);
        let (m, other) = strip_monomial(&rest);
        if m[v] == 0 && other.as_rational().is_some() {
            return Some(true);
        }
        let zeros = CommonZeros::new(&matrix, determinant)?;
        if dense(&rest, v).is_some_and(|f| zeros.none_of(&f)) {
            return Some(true);
        }
        let open = self.open_factors(space, &rest)?;
        Some(
            open.iter()
                .all(|f| dense(f, v).is_some_and(|f| zeros.none_of(&f))),
        )
    }
}

/// How simple a row is: the more complicated of its entries, and how many there are.
fn simplicity(row: &[Poly]) -> (Option<(bool, usize, i64)>, usize) {
    let used = || row.iter().filter(|p| !p.is_zero());
    let one = |p: &Poly| (p.as_rational().is_none(), p.len(), p.max_exponent());
    (used().map(one).max(), used().count())
}

/// Polynomials with exponents that may be negative.
type Exponents = Vec<(Poly, i64)>;

fn count(into: &mut Exponents, what: &[(Poly, i64)], times: i64) {
    for (p, n) in what {
        match into.iter_mut().find(|(q, _)| q == p) {
            Some((_, m)) => *m += n * times,
            None => into.push((p.clone(), n * times)),
        }
    }
}

impl Exceptional {
    /// One minor, of the first rows that are independent of those before them, simple ones first: is it, but for what does not vanish outside
    /// the excluded values, a number? It is the product of the pivots of an elimination over what the rows were multiplied by,
    /// so that the factors of other minors, which pivots contain as well, cancel.
    pub(super) fn minor_stays(
        &self,
        space: &Space,
        rows: &[Vec<Poly>],
        columns: usize,
    ) -> Outcome<bool> {
        let mut sorted: Vec<&Vec<Poly>> = rows.iter().collect();
        sorted.sort_by_key(|row| simplicity(row));
        let field = PrimeField::MERSENNE_61;
        let mut random = SplitMix::new(0x1D);
        let at: Vec<u64> = (0..MAX_VARS)
            .map(|_| random.range(1, field.modulus()))
            .collect();
        let mut first = FirstRows::new(field);
        let mut rows: Vec<Vec<Poly>> = vec![];
        for row in sorted {
            let values: Option<Vec<u64>> = row.iter().map(|p| p.eval(&field, &at)).collect();
            if rows.len() < columns && values.is_some_and(|v| first.add(v)) {
                rows.push(row.clone());
            }
        }
        if rows.len() < columns {
            return Ok(false);
        }
        let mut columns: Vec<usize> = (0..columns).collect();
        let mut scales: Vec<Exponents> = vec![vec![]; rows.len()];
        let mut minor: Exponents = vec![];
        while !columns.is_empty() {
            let pivot = rows
                .iter()
                .enumerate()
                .flat_map(|(r, row)| {
                    let used = columns.iter().filter(|&&c| !row[c].is_zero()).count();
                    columns.iter().map(move |&c| (used, r, c, &row[c]))
                })
                .filter(|(.., p)| !p.is_zero())
                .min_by_key(|(used, r, c, p)| {
                    (p.len().min(3), *used, p.len(), p.max_exponent(), *r, *c)
                })
                .map(|(_, r, c, _)| (r, c));
            let Some((r, c)) = pivot else {
                return Ok(false);
            };
            let row = rows.swap_remove(r);
            let factors = self.open_exponents(space, &row[c]);
            count(&mut minor, &factors, 1);
            count(&mut minor, &scales.swap_remove(r), -1);
            columns.retain(|&d| d != c);
            for (other, scale) in rows.iter().zip(&mut scales) {
                if !other[c].is_zero() {
                    count(scale, &factors, 1);
                }
            }
            self.clear(space, &mut rows, &row, c, &columns)?;
            for (other, scale) in rows.iter_mut().zip(&mut scales) {
                if let Some(common) = common_factor(other)
                    && let Some(divided) = other
                        .iter()
                        .map(|p| p.divide_exact(&common))
                        .collect::<Option<Vec<Poly>>>()
                {
                    count(scale, &self.open_exponents(space, &common), -1);
                    *other = divided;
                }
            }
        }
        Ok(minor.iter().all(|(_, n)| *n == 0))
    }

    /// The factors of a polynomial that may vanish outside the excluded values, with their exponents.
    fn open_exponents(&self, space: &Space, p: &Poly) -> Exponents {
        let (m, rest) = strip_monomial(&p.content().1);
        let mut found: Exponents = space
            .variables
            .iter()
            .enumerate()
            .filter(|(v, w)| m[*v] != 0 && matches!(w.kind, Kind::Parameter))
            .map(|(v, _)| (Poly::var(v), i64::from(m[v])))
            .collect();
        let rest = self.without_listed(space, &rest);
        if rest.as_rational().is_none() {
            let factors = factor(&rest).unwrap_or_else(|| vec![(rest, 1)]);
            let open = factors.into_iter().filter(|(f, _)| may_vanish(space, f));
            found.extend(open.map(|(f, n)| (f, i64::from(n))));
        }
        found.retain(|(f, _)| !self.lists(f));
        found
    }
}

fn sparse(f: &[BigInt], v: usize) -> Option<Poly> {
    let terms: Option<Vec<_>> = f
        .iter()
        .enumerate()
        .map(|(k, c)| {
            let m = mono(v, i32::try_from(k).ok()?);
            Some((m, BigRational::from_integer(c.clone())))
        })
        .collect();
    Some(Poly::from_terms(terms?).content().1)
}

fn dense(p: &Poly, v: usize) -> Option<Vec<BigInt>> {
    let number = |c: &Poly| match c.as_rational() {
        _ if c.is_zero() => Some(BigInt::zero()),
        Some(q) => Some(q.to_integer()),
        None => None,
    };
    p.content().1.coefficients_in(v)?.iter().map(number).collect()
}

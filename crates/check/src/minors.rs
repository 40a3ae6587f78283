//! Independence for all values of the parameters that are not excluded.
//!
//! Functions stay independent where some maximal minor of the matrix of their coefficients does not vanish. One minor
//! is worked out: with nothing but one parameter from its values, otherwise by an elimination. Its factors that are
//! listed, or have no real zeros, do no harm. With one parameter those are harmless as well at whose zeros
//! combinations of all minors do not vanish; coprime images modulo a prime show that (`exact::minors` says why). The
//! determinants are the checker's own.

use std::collections::BTreeSet;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::determinant::determinant;
use super::exceptional::{Exceptional, common_factor, may_vanish};
use super::failure::Checked;
use super::space::{Kind, Space};
use wronski_diagnostic::interruption;
use wronski_exact::PrimeField;
use wronski_exact::factor::factor;
use wronski_exact::gcd::strip_monomial;
use wronski_exact::minors::{CommonZeros, FirstRows, ResidueMatrix, RowOrder, UnivariateMatrix};
use wronski_exact::poly::{MAX_VARS, Poly, mono};
use wronski_exact::random::SplitMix;

impl Exceptional {
    /// Does the matrix of polynomials in the constants keep its full rank outside the excluded values? False if that
    /// is not shown.
    pub(super) fn keeps_full_rank(
        &self,
        space: &Space,
        rows: &[Vec<Poly>],
        columns: usize,
    ) -> Checked<bool> {
        let one = one_parameter(space, rows.iter().flatten());
        let combinations = one.and_then(|v| Combinations::new(space, rows, v));
        let mut seen: Vec<Vec<Vec<Poly>>> = vec![];
        for order in RowOrder::ALL {
            let Some(minor) = first_rows(rows, columns, order) else {
                return Ok(false);
            };
            if seen.contains(&minor) {
                continue;
            }
            let open = match one.and_then(|v| self.of_one_variable(space, &minor, v, &combinations))
            {
                Some(open) => open,
                None => self.of_a_minor(space, minor.clone(), columns)?,
            };
            let stays = |f: &Poly| combinations.as_ref().is_some_and(|c| c.none_of(f));
            if open.iter().all(stays) {
                return Ok(true);
            }
            seen.push(minor);
        }
        Ok(false)
    }

    /// The open factors of a minor in which nothing but the parameter `v` occurs. `None` beyond the limits.
    fn of_one_variable(
        &self,
        space: &Space,
        rows: &[Vec<Poly>],
        v: usize,
        combinations: &Option<Combinations>,
    ) -> Option<Vec<Poly>> {
        let minor = UnivariateMatrix::new(rows, v)?.determinant(determinant)?;
        let minor = sparse(&minor, v)?;
        if minor.is_zero() {
            return None;
        }
        let rest = self.without_listed(space, &minor);
        // Often all of it at once.
        if combinations.as_ref().is_some_and(|c| c.none_of(&rest)) {
            return Some(vec![]);
        }
        self.open_factors(space, &rest)
    }
}

/// Combinations of all minors at a point modulo a prime.
struct Combinations {
    zeros: CommonZeros,
    v: usize,
    at: Vec<u64>,
}

impl Combinations {
    fn new(space: &Space, rows: &[Vec<Poly>], v: usize) -> Option<Self> {
        let (field, at) = constants(space)?;
        let zeros = CommonZeros::new(&ResidueMatrix::new(rows, v, &field, &at)?, determinant)?;
        Some(Combinations { zeros, v, at })
    }

    fn none_of(&self, f: &Poly) -> bool {
        self.zeros.none_of(f, self.v, &self.at)
    }
}

/// Values of all constants modulo a prime that satisfy the relations of their roots.
fn constants(space: &Space) -> Option<(PrimeField, Vec<u64>)> {
    const PRIMES: usize = 300;
    'primes: for field in PrimeField::descending().take(PRIMES) {
        let mut random = SplitMix::new(0xC0);
        let mut at: Vec<u64> = (0..MAX_VARS)
            .map(|_| random.range(1, field.modulus()))
            .collect();
        for (v, w) in space.variables.iter().enumerate() {
            let Some(root) = space.arithmetic.roots.get(&v).filter(|_| w.is_constant()) else {
                continue;
            };
            let values = root.radicand.eval(&field, &at).filter(|r| *r != 0);
            match values.and_then(|r| field.roots(r, root.degree)?.first().copied()) {
                Some(value) => at[v] = value,
                None => continue 'primes,
            }
        }
        return Some((field, at));
    }
    None
}

/// The parameter (or exponential of one), if exactly one occurs and nothing but constants beside it.
fn one_parameter<'a>(space: &Space, all: impl IntoIterator<Item = &'a Poly>) -> Option<usize> {
    let occurring: BTreeSet<usize> = all.into_iter().flat_map(Poly::variables).collect();
    if !occurring.iter().all(|&v| space.variables[v].is_constant()) {
        return None;
    }
    let mut parameters = occurring
        .into_iter()
        .filter(|&v| space.variables[v].is_parametric());
    match (parameters.next(), parameters.next()) {
        (Some(v), None) => Some(v),
        _ => None,
    }
}

/// The first rows in an order that are independent of those before them, by their values at a random point modulo a
/// prime.
fn first_rows(rows: &[Vec<Poly>], columns: usize, order: RowOrder) -> Option<Vec<Vec<Poly>>> {
    let mut sorted: Vec<&Vec<Poly>> = rows.iter().collect();
    sorted.sort_by_key(|row| order.key(&row.iter().collect::<Vec<_>>()));
    let field = PrimeField::MERSENNE_61;
    let mut random = SplitMix::new(0x1D);
    let at: Vec<u64> = (0..MAX_VARS)
        .map(|_| random.range(1, field.modulus()))
        .collect();
    let mut first = FirstRows::new(field);
    let mut chosen: Vec<Vec<Poly>> = vec![];
    for row in sorted {
        let values: Option<Vec<u64>> = row.iter().map(|p| p.eval(&field, &at)).collect();
        if chosen.len() < columns && values.is_some_and(|v| first.add(v)) {
            chosen.push(row.clone());
        }
    }
    (chosen.len() == columns).then_some(chosen)
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
    /// The open factors of a minor: the product of the pivots of an elimination over what the rows were multiplied
    /// by, so that the factors of other minors, which pivots contain as well, cancel.
    fn of_a_minor(
        &self,
        space: &Space,
        mut rows: Vec<Vec<Poly>>,
        columns: usize,
    ) -> Checked<Vec<Poly>> {
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
                // The rank is smaller: everything may vanish.
                return Ok(vec![Poly::zero()]);
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
                interruption::point();
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
        let open = minor.into_iter().filter(|(_, n)| *n != 0);
        Ok(open.map(|(f, _)| f).collect())
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

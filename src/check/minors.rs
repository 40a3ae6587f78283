//! Independence for all values of one parameter: one minor over the integers, and combinations of all minors modulo a prime.
//!
//! The functions stay independent where some maximal minor of their coefficients does not vanish. One minor is worked out exactly; of its
//! zeros those stay open at which combinations of all minors may vanish as well (`exact::minors` says why that is shown by
//! coprime images modulo a prime). The determinants are the checker's own.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::determinant::determinant;
use super::exceptional::Exceptional;
use super::space::Space;
use crate::exact::gcd::strip_monomial;
use crate::exact::minors::{CommonZeros, UnivariateMatrix};
use crate::exact::poly::{Poly, mono};

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
        sorted.sort_by_key(|row| {
            let used = row.iter().filter(|p| !p.is_zero());
            let degree: i64 = used.clone().map(Poly::max_exponent).max().unwrap_or(0);
            (degree, used.count())
        });
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

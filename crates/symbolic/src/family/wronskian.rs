//! Wronskians: as factored elements of the tower for small families, and as values by power series.

use num_rational::BigRational;
use num_traits::One;

use super::Family;
use crate::tower::point::Vary;
use crate::tower::series::Expansion;
use crate::tower::{Element, Result, Tower, TowerError};
use wronski_certificate::{Limit, Reason, Step};
use wronski_exact::gcd::{
    BIT_LIMIT, TERM_LIMIT, coprime_base, exponents, squarefree_factors, strip_monomial,
};
use wronski_exact::poly::{Mono, ONE, Poly};
use wronski_exact::{Field, PrimeField};

/// A product `constant * monomial * prod factor^exponent` in a tower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactoredElement {
    /// The rational factor; zero if the element is zero.
    pub constant: BigRational,
    /// Exponents of the variables of the tower.
    pub monomial: Mono,
    /// Pairwise coprime polynomials with nonzero exponents (negative for denominators).
    pub factors: Vec<(Poly, i64)>,
}

impl FactoredElement {
    /// Factors an element as far as gcds with its derivatives and denominators do: squarefree,
    /// pairwise coprime factors, not necessarily irreducible.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] beyond the limits of the gcd.
    pub fn new(tower: &Tower, a: &Element) -> Result<Self> {
        let beyond = || {
            TowerError::Undecided(Reason::Gcd {
                terms: TERM_LIMIT as u64,
                bits: BIT_LIMIT,
            })
        };
        if a.is_zero() {
            return Ok(FactoredElement {
                constant: BigRational::from_integer(0.into()),
                monomial: ONE,
                factors: vec![],
            });
        }
        let (mut constant, primitive) = a.num.content();
        let (mut monomial, rest) = strip_monomial(&primitive);
        let mut pieces: Vec<(Poly, i64)> = vec![];
        if rest.as_rational().is_none() {
            pieces.extend(
                squarefree_factors(&rest)
                    .ok_or_else(beyond)?
                    .into_iter()
                    .map(|(p, n)| (p, i64::from(n))),
            );
        }
        for &(id, n) in &a.den {
            pieces.push((tower.denominators()[id].clone(), -i64::from(n)));
        }
        let base = coprime_base(&pieces.iter().map(|p| p.0.clone()).collect::<Vec<_>>())
            .ok_or_else(beyond)?;
        let mut counts = vec![0i64; base.len()];
        for (p, n) in &pieces {
            let (e, left) = exponents(p, &base);
            for (c, k) in counts.iter_mut().zip(e) {
                *c += n * k;
            }
            if let Some(q) = left.as_rational() {
                constant *= num_traits::pow::Pow::pow(&q, *n as i32);
            }
        }
        let mut factors = vec![];
        for (p, n) in base.into_iter().zip(counts) {
            if n == 0 {
                continue;
            }
            let (m, rest) = strip_monomial(&p);
            for (total, e) in monomial.iter_mut().zip(m) {
                *total += e * n as i32;
            }
            if rest.as_rational().is_none() {
                factors.push((rest, n));
            }
        }
        factors.sort_by_key(|(p, n)| (p.len(), p.max_exponent(), *n));
        Ok(FactoredElement {
            constant,
            monomial,
            factors,
        })
    }

    /// Multiplies out.
    ///
    /// # Errors
    /// As [`Tower::mul`].
    pub fn expand(&self, tower: &mut Tower) -> Result<Element> {
        let mut product = Element::poly(Poly::term(self.monomial, &self.constant));
        for (p, n) in &self.factors {
            let power = tower.pow(&Element::poly(p.clone()), *n)?;
            product = tower.mul(&product, &power)?;
        }
        Ok(product)
    }

    /// As text in the symbols of the tower.
    pub fn print(&self, tower: &Tower) -> String {
        let mut parts = vec![];
        let lead = Poly::term(self.monomial, &self.constant);
        if !lead.is_one() || self.factors.is_empty() {
            parts.push(tower.print_poly(&lead));
        }
        for (p, n) in &self.factors {
            let p = tower.print_poly(p);
            parts.push(if n.is_one() {
                format!("({p})")
            } else {
                format!("({p})^{n}")
            });
        }
        parts.join("*")
    }
}

/// The Wronskian `det [f_j^{(i)}]` as an element of the tower.
///
/// Zero if and only if the family is linearly dependent over the constants of the tower (Kaplansky,
/// An Introduction to Differential Algebra, 1957, Theorem 3.7).
///
/// # Errors
/// [`TowerError::Undecided`] if an intermediate polynomial exceeds the budget.
pub fn wronskian(tower: &Tower, functions: &[Element]) -> Result<Element> {
    let n = functions.len();
    tower.renew_work();
    if n == 0 {
        return Ok(Element::one());
    }
    let mut columns: Vec<Vec<Poly>> = vec![];
    let mut total: Vec<(usize, u32)> = vec![];
    let mut shift = ONE;
    for f in functions {
        let derivatives = tower.derivatives(f, n)?;
        let (mut numerators, den) = tower.common_numerators(&derivatives)?;
        total = crate::tower::mul_den(&total, &den);
        // Take out the monomial and the rational content that the whole column shares.
        let mut common: Option<Mono> = None;
        for p in numerators.iter().filter(|p| !p.is_zero()) {
            let m = p.monomial_content();
            common = Some(common.map_or(m, |c| std::array::from_fn(|i| c[i].min(m[i]))));
        }
        let Some(common) = common else {
            return Ok(Element::zero());
        };
        for p in &mut numerators {
            *p = p.shift(&common.map(|e| -e));
        }
        for (s, e) in shift.iter_mut().zip(common) {
            *s += e;
        }
        columns.push(numerators);
    }
    let det = bareiss(tower, columns)?;
    tower.mul(
        &Element::poly(det.shift(&shift)),
        &Element {
            num: Poly::one(),
            den: total,
        },
    )
}

/// Fraction-free elimination (Bareiss, Math. Comp. 22, 1968). Square roots among the constants are
/// treated as independent variables until the end, so that every division is exact.
fn bareiss(tower: &Tower, mut m: Vec<Vec<Poly>>) -> Result<Poly> {
    let none = wronski_exact::poly::Roots::new();
    let n = m.len();
    let mut previous = Poly::one();
    let mut sign = false;
    let limit = tower.budget.products;
    let product = |a: &Poly, b: &Poly| {
        if a.len().saturating_mul(b.len()) > limit {
            return Err(TowerError::limit(Limit::WronskianProducts, limit));
        }
        Ok(a.mul(b, &none))
    };
    for k in 0..n - 1 {
        let Some(r) = (k..n)
            .filter(|&r| !m[r][k].is_zero())
            .min_by_key(|&r| m[r][k].len())
        else {
            return Ok(Poly::zero());
        };
        if r != k {
            m.swap(r, k);
            sign = !sign;
        }
        for i in k + 1..n {
            for j in k + 1..n {
                let value = product(&m[i][j], &m[k][k])?.sub(&product(&m[i][k], &m[k][j])?);
                m[i][j] = value
                    .divide_exact(&previous)
                    .ok_or_else(|| TowerError::step(Step::Elimination))?;
            }
        }
        previous = m[k][k].clone();
    }
    let det = m[n - 1][n - 1].clone().reduce_roots(tower.roots());
    Ok(if sign { det.neg() } else { det })
}

/// The Wronskian of a family at a point of the tower modulo a prime, by truncated power series: no
/// expansion, so that 34 functions take milliseconds. Returns the prime, the point and the value at
/// the first usable point; a nonzero value proves independence, zero proves nothing.
pub fn series_wronskian(
    tower: &Tower,
    family: &Family,
    seed: u64,
) -> Option<(PrimeField, Vec<u64>, u64)> {
    let n = family.len();
    let (field, points) = tower.random_points(seed, 6, Vary::Functions);
    for p in points {
        let Some(expansion) = Expansion::new(tower, &field, &p, n) else {
            continue;
        };
        let base: Option<Vec<Vec<u64>>> =
            family.base.iter().map(|f| expansion.element(f)).collect();
        let Some(base) = base else { continue };
        let rows: Vec<Vec<u64>> = family
            .members
            .iter()
            .map(|m| {
                let mut s = vec![field.zero(); n];
                s[0] = field.one();
                for (b, e) in base.iter().zip(&m.exponents) {
                    for _ in 0..*e {
                        s = expansion.product(&s, b);
                    }
                }
                s
            })
            .collect();
        let mut value = wronski_exact::matrix::determinant(&field, &rows);
        let mut factorial = field.one();
        for k in 1..n {
            factorial = field.mul(&factorial, &field.small(k as i64));
            value = field.mul(&value, &factorial);
        }
        return Some((field, p, value));
    }
    None
}

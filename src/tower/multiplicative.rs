//! Multiplicative relations between the arguments of logarithms.

use num_rational::BigRational;
use num_traits::Zero;

use super::{Element, Kind, Result, Stop, Tower};
use crate::exact::Rationals;
use crate::exact::gcd::{coprime_base, exponents, strip_monomial};
use crate::exact::matrix::{echelon, null_space};
use crate::exact::poly::{MAX_VARS, ONE, Poly};

/// A pairwise coprime base of polynomials and the exponent vectors of some elements over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoprimeWitness {
    /// Pairwise coprime nonconstant polynomials in which a function of x occurs.
    pub base: Vec<Poly>,
    /// One row for each earlier logarithm, in order, then one for the new argument: the exponents of
    /// the base. The last row is no rational combination of the others.
    pub exponents: Vec<Vec<i64>>,
}

/// The outcome of [`Tower::multiplicative_relation`].
#[derive(Clone, Debug, PartialEq)]
pub enum MultiplicativeRelation {
    /// `f = constant * prod f_j^{r_j} * (product of powers of exponentials)`, `r_j` rational.
    Dependent(Vec<BigRational>),
    /// No such relation.
    Independent(CoprimeWitness),
}

impl Tower {
    /// Decides whether a power of `f` is, up to a constant and powers of the exponentials of the
    /// tower, a product of powers of the arguments `others` (which must have no such relation
    /// themselves).
    ///
    /// Elements of a pairwise coprime set of nonunits in a unique factorisation domain are
    /// multiplicatively independent modulo units, so this is linear algebra on exponents.
    ///
    /// # Errors
    /// [`Stop::Undecided`] if square roots of constants occur in the polynomials (they could factor
    /// further) or a gcd is beyond the limit.
    pub fn multiplicative_relation(
        &self,
        f: &Element,
        others: &[Element],
    ) -> Result<MultiplicativeRelation> {
        let mut all: Vec<&Element> = others.iter().collect();
        all.push(f);
        let parts: Vec<Vec<(Poly, i64)>> = all.iter().map(|e| self.polynomial_parts(e)).collect();
        let polys: Vec<Poly> = parts.iter().flatten().map(|(p, _)| p.clone()).collect();
        if polys
            .iter()
            .any(|p| self.roots.keys().any(|&v| p.involves(v)))
        {
            return Err(Stop::undecided(
                "arguments of logarithms with square roots of constants in their coefficients",
            ));
        }
        let base = coprime_base(&polys).ok_or_else(|| {
            Stop::undecided(
                "a greatest common divisor beyond the limit of the polynomial arithmetic",
            )
        })?;
        // Factors in which only constants occur are constants.
        let base: Vec<Poly> = base
            .into_iter()
            .filter(|p| {
                p.variables()
                    .iter()
                    .any(|&v| !self.variables[v].is_constant())
            })
            .collect();
        let vectors: Vec<Vec<i64>> = parts
            .iter()
            .map(|factors| {
                let mut sum = vec![0; base.len()];
                for (p, sign) in factors {
                    for (s, n) in sum.iter_mut().zip(exponents(p, &base).0) {
                        *s += sign * n;
                    }
                }
                sum
            })
            .collect();
        let to_q = |n: i64| BigRational::from_integer(n.into());
        // Columns are the elements, rows the members of the base.
        let rows: Vec<Vec<BigRational>> = (0..base.len())
            .map(|b| vectors.iter().map(|v| to_q(v[b])).collect())
            .collect();
        let n = vectors.len();
        let e = echelon(&Rationals, &rows);
        if e.pivots.last() == Some(&(n - 1)) {
            return Ok(MultiplicativeRelation::Independent(CoprimeWitness {
                base,
                exponents: vectors,
            }));
        }
        let kernel = if base.is_empty() {
            let mut v = vec![BigRational::zero(); n];
            v[n - 1] = to_q(1);
            v
        } else {
            null_space(&Rationals, &e, n).pop().ok_or_else(|| {
                Stop::undecided("no multiplicative relation where one was expected")
            })?
        };
        Ok(MultiplicativeRelation::Dependent(
            kernel[..n - 1].iter().map(|q| -q).collect(),
        ))
    }

    /// The polynomial factors of an element with their exponents, without constants, exponentials
    /// and other units.
    fn polynomial_parts(&self, e: &Element) -> Vec<(Poly, i64)> {
        let mut out = vec![];
        let (m, stripped) = strip_monomial(&e.num.content().1);
        for (v, &n) in m.iter().enumerate() {
            if n != 0 && !self.is_unit(v) {
                out.push((Poly::var(v), i64::from(n)));
            }
        }
        if stripped.as_rational().is_none() {
            out.push((stripped, 1));
        }
        for &(id, n) in &e.den {
            out.push((self.denominators[id].poly.clone(), -i64::from(n)));
        }
        out
    }

    /// The exponents of the exponentials of the tower in the monomial factor of an element.
    pub(super) fn exponential_exponents(&self, e: &Element) -> Vec<(usize, i32)> {
        let m = if e.num.is_zero() {
            ONE
        } else {
            e.num.monomial_content()
        };
        (0..MAX_VARS)
            .filter(|&v| {
                m[v] != 0
                    && matches!(
                        self.variables.get(v).map(|w| &w.kind),
                        Some(Kind::Exp { .. })
                    )
            })
            .map(|v| (v, m[v]))
            .collect()
    }
}

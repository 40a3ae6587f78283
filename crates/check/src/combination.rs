//! Rational combinations of functions, found by linear algebra over Q on coefficients; they hold exactly.

use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

use super::element::Elem;
use super::failure::Checked;
use super::space::{Group, Space};
use wronski_exact::Rationals;
use wronski_exact::matrix::echelon;
use wronski_exact::poly::{Mono, Poly};

/// An integer that can be an exponent.
pub(super) fn small(q: &BigRational) -> Option<i64> {
    if q.is_integer() {
        q.to_integer().to_i64().filter(|n| n.abs() <= 4_000)
    } else {
        None
    }
}

/// Solves `sum q_i columns_i = target` over Q; free unknowns are 0.
fn solve(columns: &[Vec<BigRational>], target: &[BigRational]) -> Option<Vec<BigRational>> {
    let n = columns.len();
    let rows: Vec<Vec<BigRational>> = (0..target.len())
        .map(|i| {
            columns
                .iter()
                .map(|c| c[i].clone())
                .chain([target[i].clone()])
                .collect()
        })
        .collect();
    let e = echelon(&Rationals, &rows);
    if e.pivots.contains(&n) {
        return None;
    }
    let mut out = vec![BigRational::zero(); n];
    for (row, &p) in e.rows.iter().zip(&e.pivots) {
        out[p] = row[n].clone();
    }
    Some(out)
}

/// Coefficient vectors of polynomials over all monomials that occur.
fn coefficients(polys: &[Vec<Poly>]) -> Vec<Vec<BigRational>> {
    let width = polys.first().map_or(0, Vec::len);
    let mut out = vec![vec![]; polys.len()];
    for i in 0..width {
        let monomials: std::collections::BTreeSet<Mono> = polys
            .iter()
            .flat_map(|p| p[i].monomials().copied().collect::<Vec<_>>())
            .collect();
        for m in monomials {
            for (o, p) in out.iter_mut().zip(polys) {
                o.push(p[i].coefficient(&m));
            }
        }
    }
    out
}

impl Space {
    /// `target = sum q_i functions_i + constant`, or without a constant. Roots are reduced, so that their powers
    /// are as good as free variables.
    pub fn combination(
        &self,
        functions: &[Elem],
        target: &Elem,
        constant: bool,
    ) -> Checked<Option<Vec<BigRational>>> {
        let k = &self.arithmetic;
        let all: Vec<Elem> = functions.iter().chain([target]).cloned().collect();
        let (nums, den) = k.common(&all)?;
        let columns: Vec<Vec<Poly>> = if constant {
            // Eliminate the constant c: f d_0 - f_0 d = 0 for f = target - sum, where the index 0 is one
            // monomial in the functions.
            let mask = self.functions();
            let den = k.expand(&den)?;
            let Some((m, d0)) = den.group(&mask).into_iter().next() else {
                return Ok(None);
            };
            nums.iter()
                .map(|n| {
                    let n0 = n.group(&mask).remove(&m).unwrap_or_else(Poly::zero);
                    Ok(vec![k.product(n, &d0)?.sub(&k.product(&den, &n0)?)])
                })
                .collect::<Checked<_>>()?
        } else {
            nums.into_iter().map(|n| vec![n]).collect()
        };
        let mut vectors = coefficients(&columns);
        let Some(target) = vectors.pop() else {
            return Ok(None);
        };
        Ok(solve(&vectors, &target))
    }

    /// The exponents and logarithms among the first `upto` variables.
    pub fn exponents(&self, upto: usize) -> Vec<(usize, Elem)> {
        self.listed_in(upto, |group, v| match group {
            Group::Exponents(e) => Some(e.exponent(v)),
            _ => None,
        })
    }

    /// The angles among the first `upto` variables.
    pub fn angles(&self, upto: usize) -> Vec<(usize, Elem)> {
        self.listed_in(upto, |group, v| match group {
            Group::Angles(a) => Some(a.angle(v)),
            _ => None,
        })
    }

    fn listed_in(
        &self,
        upto: usize,
        of: impl Fn(Group<'_>, usize) -> Option<Elem>,
    ) -> Vec<(usize, Elem)> {
        let first = self.variables.iter().enumerate().take(upto);
        first
            .filter_map(|(v, w)| Some((v, of(w.generator()?.group(), v)?)))
            .collect()
    }

    /// An odd function of `a`, if it is there for `a` or `-a`: the known ones are variables with their arguments.
    pub fn odd_function<'a>(
        &self,
        a: &Elem,
        known: impl Iterator<Item = (usize, &'a Elem)>,
    ) -> Checked<Option<Elem>> {
        for (v, b) in known {
            if self.arithmetic.equal(a, b)? {
                return Ok(Some(Elem::var(v)));
            }
            if self.arithmetic.equal(a, &b.neg())? {
                return Ok(Some(Elem::var(v).neg()));
            }
        }
        Ok(None)
    }
}

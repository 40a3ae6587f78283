//! For which values of the parameters the variables of a tower stay new.
//!
//! An exponential or logarithm is *solid* if its derivative (of the exponent or the logarithm) is no combination
//! of those before it with constant coefficients; a minor that does not vanish says for which values this
//! remains. Otherwise it is *fragile*: a combination with coefficients that are no rational numbers in general.
//! Angles likewise. Error functions and roots are decided by polynomials that must not vanish.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;

use super::conditions::{Dependence, Relation, Requirements};
use super::linear::coefficient_matrix;
use super::{Element, Kind, Result, Tower};
use wronski_exact::poly::Poly;

/// What a fragile variable is over the solid ones before it: pairs of a variable and a constant.
pub(super) type Coordinates = Vec<(usize, Element)>;

/// How the variables of a conclusion stay new.
#[derive(Default)]
pub(super) struct Newness {
    pub requirements: Requirements,
    pub fragile: BTreeMap<usize, Coordinates>,
    pub relations: Vec<Relation>,
}

impl Tower {
    pub(super) fn newness(&self, support: &BTreeSet<usize>) -> Result<Newness> {
        let mut out = Newness::default();
        let mut exponents = vec![];
        let mut angles = vec![];
        for &v in support {
            let w = &self.variables[v];
            match &w.kind {
                Kind::Exp { argument } => exponents.push((v, self.derive(argument)?)),
                Kind::Log { .. } => exponents.push((v, w.derivative.clone())),
                Kind::Tan { argument } => angles.push((v, self.derive(argument)?)),
                Kind::Atan { .. } => angles.push((v, w.derivative.clone())),
                _ => {}
            }
        }
        for (group, factor) in [(exponents, 1), (angles, 2)] {
            self.solid_and_fragile(&group, factor, &mut out)?;
        }
        self.error_functions(support, &mut out)?;
        self.radicands(support, &mut out)?;
        Ok(out)
    }

    /// Splits exponents and logarithms, or angles, into solid and fragile ones.
    fn solid_and_fragile(
        &self,
        group: &[(usize, Element)],
        tangent_factor: i64,
        out: &mut Newness,
    ) -> Result<()> {
        let mask = self.function_mask();
        let mut basis: Vec<(usize, Element)> = vec![];
        for (v, derivative) in group {
            // The angle of a tangent is twice its argument.
            let scale = match self.variables[*v].kind {
                Kind::Tan { .. } => tangent_factor,
                _ => 1,
            };
            let derivative = self.scale(derivative, &BigRational::from_integer(scale.into()));
            let mut work = self.clone();
            work.divisions.clear();
            let columns: Vec<Element> = basis
                .iter()
                .map(|(_, d)| d.clone())
                .chain([derivative.clone()])
                .collect();
            let matrix = coefficient_matrix(&work, &columns, &mask)?;
            let monomials = matrix.monomials.clone();
            let elimination = matrix.eliminate(&mut work, columns.len())?;
            if elimination.pivots.len() == columns.len() {
                for p in &work.divisions {
                    out.requirements.not_zero(p);
                }
                out.requirements.minor(&monomials, &monomials, &elimination);
                basis.push((*v, derivative));
                continue;
            }
            let coordinates: Coordinates = basis
                .iter()
                .zip(&elimination.rows)
                .map(|((k, _), row)| (*k, row[columns.len() - 1].clone()))
                .filter(|(_, c)| !c.is_zero())
                .collect();
            let open = coordinates
                .iter()
                .any(|(_, c)| self.parametric_in(&work, c));
            let numerators: Vec<Element> = coordinates.iter().map(|(_, c)| c.clone()).collect();
            let (cleared, den) = work.common_numerators(&numerators)?;
            let mut below = Poly::one();
            for &(id, n) in &den {
                below = work.poly_mul(&below, &work.den_power(id, n)?)?;
            }
            // Kept as numerators over one constant, so that they mean the same in the tower itself; the
            // common denominator stands under the key of the variable.
            let mut cleared: Coordinates = coordinates
                .iter()
                .zip(cleared)
                .map(|((k, _), c)| (*k, Element::poly(c)))
                .collect();
            cleared.push((*v, Element::poly(below)));
            out.fragile.insert(*v, cleared);
            if open {
                let dependence = match self.variables[*v].kind {
                    Kind::Log { .. } => Dependence::Multiplicative,
                    _ => Dependence::Linear,
                };
                out.relations.push(Relation {
                    variable: *v,
                    among: coordinates.iter().map(|(k, _)| *k).collect(),
                    dependence,
                    narrowed: false,
                });
            }
        }
        Ok(())
    }

    fn parametric_in(&self, work: &Tower, c: &Element) -> bool {
        self.is_parametric(&c.num)
            || c.den
                .iter()
                .any(|d| self.is_parametric(&work.denominators[d.0].poly))
    }

    /// An error function is new if its argument is not constant and no argument before it up to sign.
    fn error_functions(&self, support: &BTreeSet<usize>, out: &mut Newness) -> Result<()> {
        let arguments: Vec<&Element> = support
            .iter()
            .filter_map(|&v| match &self.variables[v].kind {
                Kind::Erf { argument, .. } => Some(argument),
                _ => None,
            })
            .collect();
        for (i, a) in arguments.iter().enumerate() {
            out.requirements.not_zero(&self.derive(a)?.num);
            for b in &arguments[..i] {
                for other in [(*b).clone(), self.neg(b)] {
                    out.requirements.not_zero(&self.sub(a, &other)?.num);
                }
            }
        }
        Ok(())
    }

    /// A root keeps its degree if its radicand, as a polynomial in some variable, has a simple zero that is no zero
    /// of the radicands before it: a place that is not ramified below, at which the radicand has order one.
    fn radicands(&self, support: &BTreeSet<usize>, out: &mut Newness) -> Result<()> {
        let radicands: Vec<(usize, &Poly)> = support
            .iter()
            .filter_map(|&v| match &self.variables[v].kind {
                Kind::Root { radicand, .. } => Some((v, &radicand.num)),
                _ => None,
            })
            .collect();
        for (i, (v, f)) in radicands.iter().enumerate() {
            let before = &radicands[..i];
            let open = |p: &Poly| {
                self.variables_below(&[Element::poly(p.clone())])
                    .iter()
                    .any(|&u| self.is_parametric(&Poly::var(u)))
            };
            if !open(f) && !before.iter().any(|(_, g)| open(g)) {
                continue;
            }
            let found = support
                .iter()
                .filter(|&&w| self.variables[w].kind == Kind::X || self.variables[w].is_monomial())
                .find_map(|&w| self.simple_zero(f, w, before));
            match found {
                Some(nonzero) => nonzero.iter().for_each(|p| out.requirements.not_zero(p)),
                None => out.relations.push(Relation {
                    variable: *v,
                    among: before.iter().map(|(u, _)| *u).collect(),
                    dependence: Dependence::Power,
                    narrowed: false,
                }),
            }
        }
        Ok(())
    }

    /// What must not vanish for `f` to have only simple zeros in `w`, none of them a zero of the radicands before it.
    fn simple_zero(&self, f: &Poly, w: usize, before: &[(usize, &Poly)]) -> Option<Vec<Poly>> {
        let plain = |p: &Poly| {
            p.variables().iter().all(|&u| !self.variables[u].is_root())
                && p.monomials().all(|m| m[w] >= 0)
        };
        let degree = f.degree(w);
        if degree < 1 || !plain(f) {
            return None;
        }
        let mut nonzero = vec![if degree == 1 {
            f.coefficients_in(w)?.pop()?
        } else {
            self.resultant(f, &f.partial(w), w)?
        }];
        for (_, g) in before.iter().filter(|(_, g)| g.involves(w)) {
            if !plain(g) {
                return None;
            }
            nonzero.push(self.resultant(f, g, w)?);
        }
        (!nonzero.iter().any(Poly::is_zero)).then_some(nonzero)
    }

    /// The resultant of two polynomials in `w`, by Sylvester's determinant without fractions (Bareiss).
    fn resultant(&self, f: &Poly, g: &Poly, w: usize) -> Option<Poly> {
        const LARGEST: usize = 8;
        let (a, b) = (f.coefficients_in(w)?, g.coefficients_in(w)?);
        let (m, n) = (a.len() - 1, b.len() - 1);
        let size = m + n;
        if size > LARGEST {
            return None;
        }
        let mut rows = vec![vec![Poly::zero(); size]; size];
        for (shift, row) in rows.iter_mut().enumerate() {
            let (c, top, at) = if shift < n {
                (&a, m, shift)
            } else {
                (&b, n, shift - n)
            };
            for (k, q) in c.iter().enumerate() {
                row[at + top - k] = q.clone();
            }
        }
        let mut previous = Poly::one();
        for k in 0..size {
            let r = (k..size).find(|&r| !rows[r][k].is_zero());
            let Some(r) = r else {
                return Some(Poly::zero());
            };
            rows.swap(k, r);
            let pivot = rows[k].clone();
            for row in rows.iter_mut().skip(k + 1) {
                let head = row[k].clone();
                for j in k + 1..size {
                    let left = self.poly_mul(&pivot[k], &row[j]).ok()?;
                    let right = self.poly_mul(&head, &pivot[j]).ok()?;
                    row[j] = left.sub(&right).divide_exact(&previous)?;
                }
            }
            previous = pivot[k].clone();
        }
        Some(previous)
    }
}

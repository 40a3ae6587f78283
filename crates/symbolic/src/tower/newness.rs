//! For which values of the parameters the variables of a tower stay new.
//!
//! An exponential or logarithm is *solid* if its derivative (of the exponent or the logarithm) is no combination
//! of those before it with constant coefficients; a minor that does not vanish says for which values this
//! remains. Otherwise it is *fragile*: a combination with coefficients that are no rational numbers in general.
//! Angles likewise. Error functions and roots are decided by polynomials that must not vanish.

use std::collections::{BTreeMap, BTreeSet};

use super::conditions::{Relation, Requirements};
use super::kind::{Criterion, Group, StaysNew};
use super::linear::coefficient_matrix;
use super::{Element, Result, Tower};
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
    /// For which parameters these variables stay new.
    ///
    /// # Errors
    /// As [`Tower::derive`] and as eliminations.
    pub(super) fn newness(&self, support: &BTreeSet<usize>) -> Result<Newness> {
        let mut out = Newness::default();
        let mut compared = vec![];
        for &v in support {
            if let Some((group, v, f)) = self.compared_function(v) {
                compared.push((group, v, self.derive(&f)?));
            }
        }
        for group in [Group::Exponents, Group::Angles] {
            self.solid_and_fragile(compared.iter().filter(|c| c.0 == group), &mut out)?;
        }
        let (roots, monomials): (Vec<usize>, Vec<usize>) = support
            .iter()
            .copied()
            .partition(|&v| self.variables[v].is_root());
        for v in monomials.into_iter().chain(roots) {
            self.newness_of_its_own(v, support, &mut out)?;
        }
        Ok(out)
    }

    fn newness_of_its_own(
        &self,
        v: usize,
        support: &BTreeSet<usize>,
        out: &mut Newness,
    ) -> Result<()> {
        let generator = self.variables[v].kind.generator();
        let Some(Criterion::Own(own)) = generator.map(|g| g.criterion()) else {
            return Ok(());
        };
        match own.stays_new(self, v, support)? {
            StaysNew::NonZero(all) => all.iter().for_each(|p| out.requirements.not_zero(p)),
            StaysNew::Unless(among, dependence) => out.relations.push(Relation {
                variable: v,
                among,
                dependence,
                narrowed: false,
            }),
        }
        Ok(())
    }

    /// Splits exponents and logarithms, or angles, into solid and fragile ones.
    fn solid_and_fragile<'a>(
        &self,
        group: impl Iterator<Item = &'a (Group, usize, Element)>,
        out: &mut Newness,
    ) -> Result<()> {
        let mask = self.function_mask();
        let mut basis: Vec<(usize, Element)> = vec![];
        for (_, v, derivative) in group {
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
                basis.push((*v, derivative.clone()));
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
                out.relations.push(Relation {
                    variable: *v,
                    among: coordinates.iter().map(|(k, _)| *k).collect(),
                    dependence: self.variables[*v].kind.dependence(),
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
                .any(|d| self.is_parametric(&work.denominators[d.0]))
    }
}

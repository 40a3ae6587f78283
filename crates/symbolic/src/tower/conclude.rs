//! Conclusions for generic parameters, with the values of the parameters at which they hold.
//!
//! In a tower the parameters are independent constants, so what is derived there holds for generic values. It
//! holds at particular values b if everything that it was derived from does: no denominator vanishes, the
//! variables stay new, and the functions that were shown to be independent stay so. [`Tower::conclude`] works
//! all of this out from the tower itself, from the ledger of its divisions, and from the [`Requirements`] of
//! the conclusion; a [`Generic`] value cannot be made in another way.
//!
//! *Variables that stay new.* An exponential or logarithm is *solid* if its derivative (of the exponent or the
//! logarithm) is no combination of those before it with constant coefficients; a minor that does not vanish
//! says for which values this remains. Otherwise it is *fragile*: the derivative is a combination with
//! coefficients c_k(b) that are no rational numbers in general, but become so at some values (for exp(b*x)
//! beside exp(x): at all rational b). Angles likewise.
//!
//! *Exponents that stay distinct.* Where all solid variables are new, a fragile exponential is a constant times
//! prod exp(c_k(b) B_k) over the solid ones, and powers of exponentials with different vectors c are different
//! Laurent monomials in algebraically independent exponentials. So functions whose coefficient matrix has a
//! nonvanishing minor stay independent over the constants unless the exponents of one of the monomials of the
//! minor coincide with those of another monomial: finitely many polynomial equations, whatever b is
//! otherwise. If B_k is a logarithm of f, then exp(c B_k) = f^c, and terms can only coincide if c is an integer that
//! is not larger than the degree of the coefficients in a variable in which f is squarefree (the
//! valuation at an irreducible factor of f). `docs/theory.md`, "Excluded values", has the proofs.

use std::collections::{BTreeMap, BTreeSet};

use super::coincidence::MAX_COINCIDENCES;
use super::conditions::{Conditions, Dependence, Distinct, Relation, Requirements, Scope};
use super::kind::{Constant, Group, Side};
use super::newness::{Coordinates, Newness};
use super::support::Through;
use super::{Element, Result, Tower};
use wronski_exact::gcd::surely_coprime;
use wronski_exact::poly::{Mono, Poly};

/// A value that was derived for generic parameters, with the conditions of everything it was derived from.
#[derive(Clone, Debug)]
pub struct Generic<T> {
    value: T,
    conditions: Conditions,
}

impl<T> std::ops::Deref for Generic<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Generic<T> {
    /// The value and its conditions.
    pub fn into_parts(self) -> (T, Conditions) {
        (self.value, self.conditions)
    }

    /// The conditions.
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// The same conditions for what follows from the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Generic<U> {
        Generic {
            value: f(self.value),
            conditions: self.conditions,
        }
    }
}

impl Tower {
    /// Notes a division by a function that is not zero for generic parameters.
    pub(super) fn note_division(&mut self, p: &Poly) {
        let harmless = p.len() == 1 && !self.is_parametric(p);
        if !harmless && self.has_parameters() && !self.divisions.contains(p) {
            self.divisions.push(p.clone());
        }
    }

    /// What was divided by since this tower was a copy of the original.
    pub fn divisions_since(&self, original: &Tower) -> &[Poly] {
        &self.divisions[original.divisions.len()..]
    }

    /// The parameters, and their exponentials, among the constants.
    pub fn parameters(&self) -> Vec<usize> {
        (0..self.variables.len())
            .filter(|&v| self.is_parametric(&Poly::var(v)))
            .collect()
    }

    /// Forgets all divisions but those of the tower that this one is a copy of: for a result that is derived anew.
    pub fn restart_ledger(&mut self, original: &Tower) {
        self.divisions.clone_from(&original.divisions);
    }

    /// Does a parameter occur?
    pub(super) fn is_parametric(&self, p: &Poly) -> bool {
        p.variables()
            .iter()
            .filter_map(|&v| self.variables[v].kind.as_constant())
            .any(Constant::is_parameter)
    }

    /// A value derived in this tower from these elements, with its conditions on the parameters.
    ///
    /// # Errors
    /// [`TowerError::Undecided`](super::TowerError::Undecided) if a limit is hit while they are worked out.
    pub fn conclude<T>(
        &self,
        value: T,
        elements: &[Element],
        requirements: Requirements,
        scope: Scope,
    ) -> Result<Generic<T>> {
        let mut conditions = Conditions::default();
        if self.has_parameters() {
            self.renew_work();
            conditions = self.conditions(elements, requirements, scope)?;
        }
        Ok(Generic { value, conditions })
    }

    fn conditions(
        &self,
        elements: &[Element],
        requirements: Requirements,
        scope: Scope,
    ) -> Result<Conditions> {
        let support = self.variables_below(elements, Through::Derivatives);
        let known = |p: &Poly| {
            p.variables()
                .iter()
                .all(|v| self.variables[*v].is_constant() || support.contains(v))
        };
        let divisions: Vec<&Poly> = self.divisions.iter().filter(|p| known(p)).collect();
        // An identity holds at all values at which it is defined: only sums that are divided by could vanish where a
        // variable is not new.
        let fields = if scope == Scope::Identity {
            let sums: Vec<Element> = divisions
                .iter()
                .filter(|p| p.group(&self.function_mask()).len() > 1)
                .map(|p| Element::poly((*p).clone()))
                .collect();
            self.variables_below(&sums, Through::Derivatives)
        } else {
            support.clone()
        };
        let Newness {
            requirements: mut all,
            fragile,
            mut relations,
        } = self.newness(&fields)?;
        for p in divisions {
            all.not_zero(p);
        }
        all.extend(requirements);
        let mut out = Conditions::default();
        let mut coincidences = BTreeSet::new();
        let narrow = scope != Scope::Functions;
        for p in &all.nonzero {
            if let Some(d) = self.nonvanishing(p, &fragile, &mut out) {
                all.distinct.push(d);
            }
        }
        let mut narrowed = narrow
            && relations.iter().all(|r| self.can_narrow(r, &fragile))
            && fields.union(&support).all(|&v| self.root_of_x(v));
        if narrowed {
            for d in &all.distinct {
                narrowed &= self.coincidences(d, &fragile, &mut coincidences)?;
                if coincidences.len() > MAX_COINCIDENCES {
                    narrowed = false;
                }
                if !narrowed {
                    break;
                }
            }
        }
        if narrowed {
            for text in coincidences {
                for p in self.factors(&text.0) {
                    out.zero(p, true);
                }
            }
        }
        for r in &mut relations {
            r.narrowed = narrowed && r.dependence == Dependence::Linear;
        }
        out.relations = relations;
        Ok(out)
    }

    /// Is it no root, or the root of an algebraic function of x? Whether the degree of another root stays is decided
    /// only where all variables below it are new.
    fn root_of_x(&self, v: usize) -> bool {
        !self.variables[v].is_root()
            || self
                .variables_below(&[Element::var(v)], Through::Derivatives)
                .iter()
                .all(|&u| !self.variables[u].is_monomial())
    }

    /// Can monomials become constant multiples of each other where a variable is not new: do they differ in the
    /// exponent of a fragile variable below the elements?
    ///
    /// # Errors
    /// As [`Tower::conclude`].
    pub fn exponents_may_coincide(&self, elements: &[Element], monomials: &[Mono]) -> Result<bool> {
        let fragile = self
            .newness(&self.variables_below(elements, Through::Derivatives))?
            .fragile;
        Ok(fragile
            .keys()
            .any(|&v| monomials.windows(2).any(|w| w[0][v] != w[1][v])))
    }

    fn can_narrow(&self, r: &Relation, fragile: &BTreeMap<usize, Coordinates>) -> bool {
        let pair = |v: usize| self.variables[v].kind.pair();
        let tangent = |v: usize| pair(v) == Some((Group::Angles, Side::Exponential));
        r.dependence != Dependence::Linear
            || fragile.get(&r.variable).is_some_and(|c| {
                pair(r.variable) == Some((Group::Exponents, Side::Exponential))
                    || (tangent(r.variable) && c.iter().all(|(k, _)| tangent(*k)))
            })
    }

    /// A function that must not vanish identically: where its coefficients have a common zero, or (with
    /// fragile variables) where one coefficient vanishes or its exponents coincide with others.
    fn nonvanishing(
        &self,
        p: &Poly,
        fragile: &BTreeMap<usize, Coordinates>,
        out: &mut Conditions,
    ) -> Option<Distinct> {
        let groups = p.group(&self.function_mask());
        let simplest = |g: &BTreeMap<Mono, Poly>| {
            g.iter()
                .min_by_key(|(_, c)| (self.is_parametric(c), c.len(), c.max_exponent()))
                .map(|(m, c)| (*m, c.clone()))
        };
        let varies = fragile.keys().any(|&v| {
            let mut exponents = groups.keys().map(|m| m[v]);
            let first = exponents.next();
            exponents.any(|e| Some(e) != first)
        });
        let (chosen, coefficient) = simplest(&groups)?;
        if varies {
            for f in self.factors(&coefficient) {
                out.zero(f, false);
            }
            return Some(Distinct {
                chosen: vec![chosen],
                all: groups.into_keys().collect(),
            });
        }
        if !self.is_parametric(&coefficient) {
            return None;
        }
        for f in self.common_zeros(groups.into_values().collect(), coefficient) {
            out.zero(f, false);
        }
        None
    }

    /// Polynomials at whose zeros all coefficients may vanish: their common factors if there is one parameter,
    /// otherwise the simplest of them.
    fn common_zeros(&self, coefficients: Vec<Poly>, simplest: Poly) -> Vec<Poly> {
        let mut parameters: Vec<usize> = coefficients.iter().flat_map(Poly::variables).collect();
        parameters.retain(|&v| self.is_parametric(&Poly::var(v)));
        parameters.sort_unstable();
        parameters.dedup();
        let factors = self.factors(&simplest);
        if parameters.len() > 1 {
            return factors;
        }
        factors
            .into_iter()
            .filter(|f| coefficients.iter().all(|c| !self.coprime_at(f, c)))
            .collect()
    }

    /// Is there certainly no common zero, other than by a common factor? Over the field of the numbers among the
    /// constants, coprime polynomials in one parameter have none.
    pub fn coprime_at(&self, f: &Poly, c: &Poly) -> bool {
        let rooted = |p: &Poly| p.variables().iter().any(|v| self.roots.contains_key(v));
        if rooted(f) || rooted(c) {
            super::factor::coprime_over_constants(self, f, c)
        } else {
            surely_coprime(f, c)
        }
    }
}

//! For which values of the parameters a generic conclusion holds.
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

use super::linear::{Elimination, coefficient_matrix};
use super::{Constant, Element, Kind, Result, Stop, Tower};
use crate::exact::poly::{Mono, ONE, Poly, mono_div};

/// The largest number of coincidences that are listed; beyond it the relation is listed as such.
const MAX_COINCIDENCES: usize = 120;

/// Monomials of a coefficient matrix that a minor was chosen from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Distinct {
    /// Those of the minor.
    chosen: Vec<Mono>,
    /// All of the matrix.
    all: Vec<Mono>,
}

/// What a conclusion asks of the parameters besides what the tower asks.
#[derive(Clone, Debug, Default)]
pub struct Requirements {
    nonzero: Vec<Poly>,
    distinct: Vec<Distinct>,
}

impl Requirements {
    /// The function must not vanish identically.
    pub fn not_zero(&mut self, p: &Poly) {
        if !self.nonzero.contains(p) {
            self.nonzero.push(p.clone());
        }
    }

    /// The columns of an elimination that have pivots stay independent: the pivots are in the ledger of the
    /// tower in which it took place, the rows are these.
    pub fn minor(&mut self, monomials: &[Mono], elimination: &Elimination) {
        let chosen = elimination.chosen.iter().map(|&r| monomials[r]).collect();
        let all = monomials.to_vec();
        self.distinct.push(Distinct { chosen, all });
    }

    /// Everything that the other asks as well.
    pub fn extend(&mut self, other: Requirements) {
        for p in &other.nonzero {
            self.not_zero(p);
        }
        self.distinct.extend(other.distinct);
    }
}

/// What a conclusion speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Identities: what is divided by must not vanish, and nothing else matters.
    Identity,
    /// Linear relations over the constants: a variable may stop being new as long as the exponents that occur
    /// stay distinct.
    Constants,
    /// Relations over fields of functions: every variable has to stay new.
    Functions,
}

/// In which way a variable may stop being new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dependence {
    /// Exponents, or angles, become linearly dependent over the rationals modulo constants.
    Linear,
    /// Arguments of logarithms become multiplicatively dependent modulo constants and exponentials.
    Multiplicative,
    /// A radicand becomes a constant times a power in the field below.
    Power,
}

/// A variable that stops being new at values which are no zeros of one polynomial.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// The variable of the tower.
    pub variable: usize,
    /// The variables before it of which it may become a combination.
    pub among: Vec<usize>,
    /// In which way.
    pub dependence: Dependence,
    /// Are the coincidences that matter for the conclusion among the zeros?
    pub narrowed: bool,
}

/// A polynomial in the constants at whose zeros a conclusion is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zero {
    /// The polynomial, irreducible as far as it could be factored.
    pub polynomial: Poly,
    /// Does it only say that exponents coincide, where a variable is not new?
    pub coincidence: bool,
}

/// The values of the parameters at which a conclusion is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// The zeros of these.
    pub zeros: Vec<Zero>,
    /// Where these variables are not new.
    pub relations: Vec<Relation>,
}

impl Conditions {
    fn zero(&mut self, polynomial: Poly, coincidence: bool) {
        match self.zeros.iter_mut().find(|z| z.polynomial == polynomial) {
            Some(known) => known.coincidence &= coincidence,
            None => self.zeros.push(Zero {
                polynomial,
                coincidence,
            }),
        }
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.zeros.is_empty() && self.relations.is_empty()
    }
}

/// A value that was derived for generic parameters, with the conditions of everything it was derived from.
#[derive(Clone, Debug)]
pub struct Generic<T> {
    value: T,
    conditions: Conditions,
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

    /// The value, which holds outside the conditions.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The same conditions for what follows from the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Generic<U> {
        Generic {
            value: f(self.value),
            conditions: self.conditions,
        }
    }
}

/// What a fragile variable is over the solid ones before it: pairs of a variable and a constant.
type Coordinates = Vec<(usize, Element)>;

/// How the variables of a conclusion stay new.
#[derive(Default)]
struct Newness {
    requirements: Requirements,
    fragile: BTreeMap<usize, Coordinates>,
    relations: Vec<Relation>,
}

impl Tower {
    /// Notes a division by a function that is not zero for generic parameters.
    pub(super) fn note_division(&mut self, p: &Poly) {
        let harmless = p.len() == 1 && !self.is_parametric(p);
        if !harmless && self.has_parameters() && !self.divisions.contains(p) {
            self.divisions.push(p.clone());
        }
    }

    /// Forgets all divisions but those of the tower that this one is a copy of: for a result that is derived anew.
    pub fn restart_ledger(&mut self, original: &Tower) {
        self.divisions.clone_from(&original.divisions);
    }

    /// Does a parameter occur?
    fn is_parametric(&self, p: &Poly) -> bool {
        p.variables()
            .iter()
            .any(|&v| matches!(&self.variables[v].kind, Kind::Constant(c) if c.is_parameter()))
    }

    /// A value derived in this tower from these elements, with its conditions on the parameters.
    ///
    /// # Errors
    /// [`Stop::Undecided`] if a limit is hit while they are worked out.
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
        let support = self.variables_below(elements);
        let Newness {
            requirements: mut all,
            fragile,
            mut relations,
        } = self.newness(&support)?;
        if scope == Scope::Identity {
            all = Requirements::default();
            // Without fragile variables in what is divided by, they do not matter.
            let divided = |v: usize| self.divisions.iter().any(|p| p.involves(v));
            if !fragile.keys().any(|&v| divided(v)) {
                relations.clear();
            }
        }
        let known = |p: &Poly| {
            p.variables()
                .iter()
                .all(|v| self.variables[*v].is_constant() || support.contains(v))
        };
        for p in self.divisions.iter().filter(|p| known(p)) {
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
        let mut narrowed = narrow && relations.iter().all(|r| self.can_narrow(r, &fragile));
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

    fn can_narrow(&self, r: &Relation, fragile: &BTreeMap<usize, Coordinates>) -> bool {
        let exponential = |v: usize| matches!(self.variables[v].kind, Kind::Exp { .. });
        let tangent = |v: usize| matches!(self.variables[v].kind, Kind::Tan { .. });
        r.dependence != Dependence::Linear
            || fragile.get(&r.variable).is_some_and(|c| {
                exponential(r.variable)
                    || (tangent(r.variable) && c.iter().all(|(k, _)| tangent(*k)))
            })
    }

    /// The variables that elements are made of, with those of their arguments and derivatives.
    fn variables_below(&self, elements: &[Element]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut work: Vec<Element> = elements.to_vec();
        while let Some(e) = work.pop() {
            let mut inside = e.num.variables();
            for d in &e.den {
                inside.extend(self.denominators[d.0].poly.variables());
            }
            for v in inside {
                if !found.insert(v) {
                    continue;
                }
                work.push(self.variables[v].derivative.clone());
                match &self.variables[v].kind {
                    Kind::Exp { argument }
                    | Kind::Log { argument }
                    | Kind::Erf { argument, .. }
                    | Kind::Tan { argument }
                    | Kind::Atan { argument } => work.push(argument.clone()),
                    Kind::Root { radicand, .. } => work.push(radicand.clone()),
                    Kind::X | Kind::Constant(_) => {}
                }
            }
        }
        found
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
            .filter(|f| {
                coefficients
                    .iter()
                    .all(|c| self.factors(c).contains(f) || !self.coprime_at(f, c))
            })
            .collect()
    }

    /// Is there certainly no common zero, other than by a common factor?
    fn coprime_at(&self, f: &Poly, c: &Poly) -> bool {
        // Over the field of the numbers among the constants, coprime polynomials in one parameter have no
        // common zero; with roots of numbers a common factor can be hidden.
        let rooted = |p: &Poly| p.variables().iter().any(|v| self.roots.contains_key(v));
        !rooted(f) && !rooted(c)
    }

    fn newness(&self, support: &BTreeSet<usize>) -> Result<Newness> {
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
            let derivative = self.scale(
                derivative,
                &num_rational::BigRational::from_integer(scale.into()),
            );
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
                out.requirements.minor(&monomials, &elimination);
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

    /// Lists the polynomials at whose zeros the exponents of a chosen monomial coincide with those of another.
    /// False if that is not worked out for this kind of variable.
    fn coincidences(
        &self,
        d: &Distinct,
        fragile: &BTreeMap<usize, Coordinates>,
        out: &mut BTreeSet<Coincidence>,
    ) -> Result<bool> {
        let moving: Vec<usize> = fragile
            .keys()
            .copied()
            .filter(|&v| d.all.iter().any(|m| m[v] != d.all[0][v]))
            .collect();
        if moving.is_empty() {
            return Ok(true);
        }
        let of_kind = |v: usize, tangent: bool| match self.variables[v].kind {
            Kind::Exp { .. } => !tangent,
            Kind::Tan { .. } => tangent,
            _ => false,
        };
        for tangent in [false, true] {
            let group: Vec<usize> = (0..self.variables.len())
                .filter(|&v| of_kind(v, tangent))
                .collect();
            if !moving.iter().any(|&v| of_kind(v, tangent)) {
                continue;
            }
            let over_logarithms = moving.iter().any(|v| {
                fragile[v]
                    .iter()
                    .any(|(k, _)| matches!(self.variables[*k].kind, Kind::Log { .. }))
            });
            let differences = if tangent {
                self.box_of_differences(d, &group)
            } else {
                Some(exact_differences(d, &group, &moving))
            };
            let Some(differences) = differences else {
                return Ok(false);
            };
            for delta in differences {
                if moving.iter().all(|&v| delta[v] == 0) {
                    continue;
                }
                let found = if over_logarithms {
                    self.bounded_coincidence(d, &delta, fragile, &moving)?
                } else {
                    self.exact_coincidence(&delta, fragile, &group)?
                };
                let Some(found) = found else {
                    return Ok(false);
                };
                out.extend(found.into_iter().map(Coincidence));
                if out.len() > MAX_COINCIDENCES {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// All differences of exponents up to the largest ones of tangents, up to sign: multiplied by
    /// (exp(i a) + 1)^n, a polynomial of degree n in tan(a/2) is one in exp(i a).
    fn box_of_differences(&self, d: &Distinct, group: &[usize]) -> Option<BTreeSet<Mono>> {
        const LARGEST: usize = 20_000;
        let mut out = BTreeSet::from([ONE]);
        for &v in group {
            let top = d.all.iter().map(|m| m[v]).max().unwrap_or_default();
            let mut next = BTreeSet::new();
            for m in &out {
                for n in -top..=top {
                    let mut m = *m;
                    m[v] = n;
                    next.insert(m);
                }
            }
            if next.len() > LARGEST {
                return None;
            }
            out = next;
        }
        Some(out.into_iter().map(oriented).collect())
    }

    /// Where sum delta_i A_i is constant, the exponents A_i being combinations of solid ones: one polynomial of the
    /// coordinates that do not vanish identically.
    fn exact_coincidence(
        &self,
        delta: &Mono,
        fragile: &BTreeMap<usize, Coordinates>,
        group: &[usize],
    ) -> Result<Option<Vec<Poly>>> {
        let sums = self.coordinates_of(delta, fragile, group)?;
        Ok(self.simplest_condition(sums.into_values()))
    }

    /// The coordinates of sum delta_i A_i over the solid variables, up to a common nonzero factor.
    fn coordinates_of(
        &self,
        delta: &Mono,
        fragile: &BTreeMap<usize, Coordinates>,
        group: &[usize],
    ) -> Result<BTreeMap<usize, Poly>> {
        let mut common = Poly::one();
        for &v in group {
            if delta[v] != 0
                && let Some((_, below)) = fragile.get(&v).and_then(|c| c.last())
            {
                common = self.poly_mul(&common, &below.num)?;
            }
        }
        let mut sums: BTreeMap<usize, Poly> = BTreeMap::new();
        let mut add = |k: usize, p: Poly| {
            let sum = sums.entry(k).or_insert_with(Poly::zero);
            *sum = sum.add(&p);
        };
        for &v in group.iter().filter(|&&v| delta[v] != 0) {
            let n = num_rational::BigRational::from_integer(delta[v].into());
            let Some(coordinates) = fragile.get(&v) else {
                add(v, common.scale(&n));
                continue;
            };
            let (own, list) = coordinates.split_last().expect("the denominator is last");
            let rest = common
                .divide_exact(&own.1.num)
                .ok_or_else(|| Stop::undecided("coordinates of an exponent"))?;
            for (k, c) in list {
                add(*k, self.poly_mul(&rest, &c.num.scale(&n))?);
            }
        }
        Ok(sums)
    }

    /// Of polynomials that must not vanish together, the simplest; none if one of them is a number. `None` if all
    /// vanish identically.
    fn simplest_condition(&self, all: impl Iterator<Item = Poly>) -> Option<Vec<Poly>> {
        let simplest = all
            .filter(|p| !p.is_zero())
            .min_by_key(|p| (self.is_parametric(p), p.len(), p.max_exponent()))?;
        Some(if self.is_parametric(&simplest) {
            vec![simplest]
        } else {
            vec![]
        })
    }

    /// Where the powers delta of fragile exponentials are a product of integer powers, within the degrees that
    /// occur, of exponentials and of arguments of logarithms.
    fn bounded_coincidence(
        &self,
        d: &Distinct,
        delta: &Mono,
        fragile: &BTreeMap<usize, Coordinates>,
        moving: &[usize],
    ) -> Result<Option<Vec<Poly>>> {
        let mut common = Poly::one();
        for v in moving.iter().filter(|&&v| delta[v] != 0) {
            if let Some((_, below)) = fragile[v].last() {
                common = self.poly_mul(&common, &below.num)?;
            }
        }
        let sums = self.coordinates_of(delta, fragile, moving)?;
        let mut best: Option<(i32, Poly)> = None;
        for (k, sum) in sums {
            let range = match self.variables[k].kind.clone() {
                Kind::Exp { .. } => spread(&d.all, k),
                Kind::Log { argument } => match self.valuation_bound(&argument, &d.all) {
                    Some(bound) => bound,
                    None => return Ok(None),
                },
                _ => return Ok(None),
            };
            let better = best.as_ref().is_none_or(|(r, _)| range < *r);
            if self.is_parametric(&sum) && better {
                best = Some((range, sum));
            }
        }
        let Some((range, sum)) = best else {
            return Ok(None);
        };
        Ok(Some(
            (-range..=range)
                .map(|r| {
                    let r = num_rational::BigRational::from_integer(r.into());
                    sum.sub(&common.scale(&r))
                })
                .filter(|p| !p.is_zero())
                .collect(),
        ))
    }

    /// A bound for the order of polynomials with these monomials at an irreducible factor of `f`: their degree in a
    /// variable in which `f` has degree one with coefficients that are numbers.
    fn valuation_bound(&self, f: &Element, all: &[Mono]) -> Option<i32> {
        if !f.den.is_empty() {
            return None;
        }
        let fits = |w: usize| {
            let linear = f.num.degree(w) == 1 && f.num.monomials().all(|m| m[w] >= 0);
            let plain = !self.variables[w].is_root() && !self.variables[w].is_constant();
            let coefficients = f.num.coefficients_in(w).unwrap_or_default();
            linear && plain && coefficients.iter().all(|c| c.as_rational().is_some())
        };
        let w = (0..self.variables.len()).find(|&w| fits(w))?;
        Some(spread(all, w))
    }

    /// The irreducible factors with parameters that can vanish for real values, as far as they are found.
    pub fn factors(&self, p: &Poly) -> Vec<Poly> {
        if p.is_zero() {
            return vec![];
        }
        let (m, rest) = crate::exact::gcd::strip_monomial(&p.content().1);
        let parameter = |v: usize| {
            matches!(
                &self.variables[v].kind,
                Kind::Constant(Constant::Parameter(_))
            )
        };
        // exp(b), sqrt(pi) and the like have no zeros.
        let mut out: Vec<Poly> = (0..self.variables.len())
            .filter(|&v| m[v] != 0 && parameter(v))
            .map(Poly::var)
            .collect();
        if rest.as_rational().is_none() {
            let split = super::factor::irreducible_factors(self, &rest);
            out.extend(
                split
                    .into_iter()
                    .filter(|f| self.is_parametric(f) && super::factor::may_vanish(self, f)),
            );
        }
        out
    }
}

/// A polynomial, ordered by its text so that lists come out alike.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Coincidence(Poly);

impl Coincidence {
    fn key(&self) -> Vec<(Mono, num_rational::BigRational)> {
        self.0.content().1.terms().collect()
    }
}

impl PartialOrd for Coincidence {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Coincidence {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// The largest difference of the exponents of a variable.
fn spread(all: &[Mono], v: usize) -> i32 {
    let exponents = || all.iter().map(|m| m[v]);
    exponents().max().unwrap_or_default() - exponents().min().unwrap_or_default()
}

/// A difference or its negative: the one whose first entry is positive.
fn oriented(m: Mono) -> Mono {
    match m.iter().find(|e| **e != 0) {
        Some(e) if *e < 0 => mono_div(&ONE, &m),
        _ => m,
    }
}

/// The differences between chosen monomials and all others in the exponents of a group, up to sign.
fn exact_differences(d: &Distinct, group: &[usize], moving: &[usize]) -> BTreeSet<Mono> {
    let project = |m: &Mono| -> Mono {
        let mut out = ONE;
        for &v in group {
            out[v] = m[v];
        }
        out
    };
    let chosen: BTreeSet<Mono> = d.chosen.iter().map(project).collect();
    let all: BTreeSet<Mono> = d.all.iter().map(project).collect();
    let mut out = BTreeSet::new();
    for a in &chosen {
        for b in &all {
            let delta = mono_div(a, b);
            if moving.iter().any(|&v| delta[v] != 0) {
                out.insert(oriented(delta));
            }
        }
    }
    out
}

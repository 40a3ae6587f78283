//! For which values of the parameters different products of exponentials become one function.
//!
//! Where all solid variables are new, a fragile exponential is a constant times prod exp(c_k(b) B_k) over the solid
//! ones, and powers with different vectors c are different Laurent monomials in algebraically independent
//! exponentials. If B_k is a logarithm of f, then exp(c B_k) = f^c, and terms can only coincide if c is an integer
//! that is not larger than the degree of the coefficients in a variable in which f is squarefree (the valuation at a
//! linear factor of f). Tangents: multiplied by (exp(i a) + 1)^n, a polynomial of degree n in tan(a/2) is one in
//! exp(i a). `docs/theory.md`, "Excluded values", has the proofs.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;

use super::conditions::Distinct;
use super::kind::{Group, Side};
use super::newness::Coordinates;
use super::{Element, Result, Tower, TowerError};
use wronski_certificate::Step;
use wronski_diagnostic::interruption;
use wronski_exact::gcd::gcd;
use wronski_exact::poly::{Mono, ONE, Poly, mono_div};

/// The largest number of coincidences that are listed; beyond it the relation is listed as such.
pub(super) const MAX_COINCIDENCES: usize = 120;

/// The logarithm of a function.
const LOGARITHM: Option<(Group, Side)> = Some((Group::Exponents, Side::Logarithm));

impl Tower {
    /// Lists the polynomials at whose zeros the exponents of a chosen monomial coincide with those of another.
    /// False if that is not worked out for this kind of variable.
    ///
    /// # Errors
    /// As [`Tower::mul`].
    pub(super) fn coincidences(
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
        for compared in [Group::Exponents, Group::Angles] {
            let of_kind =
                |v: usize| self.variables[v].kind.pair() == Some((compared, Side::Exponential));
            let group: Vec<usize> = (0..self.variables.len()).filter(|&v| of_kind(v)).collect();
            if !moving.iter().any(|&v| of_kind(v)) {
                continue;
            }
            let over_logarithms = moving.iter().any(|v| {
                fragile[v]
                    .iter()
                    .any(|(k, _)| self.variables[*k].kind.pair() == LOGARITHM)
            });
            // Powers of one f are told apart by their orders at f. With other fragile exponentials beside them, sums
            // of those could have any order there.
            if over_logarithms && !self.over_one_logarithm(&moving, fragile) {
                return Ok(false);
            }
            // The order of a polynomial at a zero of f is an integer; with roots of functions among its variables it
            // may be a fraction (sqrt(f) has the order 1/2).
            if over_logarithms && self.roots_occur(&d.all) {
                return Ok(false);
            }
            let differences = match compared {
                Group::Exponents => Some(exact_differences(d, &group, &moving)),
                Group::Angles => self.box_of_differences(d, &group),
            };
            let Some(differences) = differences else {
                return Ok(false);
            };
            for delta in differences {
                interruption::point();
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
                interruption::point();
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
            let n = BigRational::from_integer(delta[v].into());
            let Some(coordinates) = fragile.get(&v) else {
                add(v, common.scale(&n));
                continue;
            };
            let (own, list) = coordinates.split_last().expect("the denominator is last");
            let rest = common
                .divide_exact(&own.1.num)
                .ok_or_else(|| TowerError::step(Step::ExponentCoordinates))?;
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

    /// Is a root of a function, and not of a number, among the variables of these monomials?
    fn roots_occur(&self, all: &[Mono]) -> bool {
        let root = |v: &usize| self.variables[*v].is_root() && !self.variables[*v].is_constant();
        let mut roots = (0..self.variables.len()).filter(root);
        roots.any(|v| all.iter().any(|m| m[v] != 0))
    }

    /// Are all these variables powers of the argument of one and the same logarithm?
    fn over_one_logarithm(&self, moving: &[usize], fragile: &BTreeMap<usize, Coordinates>) -> bool {
        let mut found = BTreeSet::new();
        for v in moving {
            let coordinates = fragile[v].split_last().map_or(&[][..], |(_, rest)| rest);
            found.extend(coordinates.iter().map(|(k, _)| *k));
        }
        let mut all = found.iter();
        matches!((all.next(), all.next()), (Some(k), None)
            if self.variables[*k].kind.pair() == LOGARITHM)
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
            let kind = &self.variables[k].kind;
            let range = match (kind.generator(), kind.pair()) {
                (_, Some((Group::Exponents, Side::Exponential))) => spread(&d.all, k),
                (Some(log), LOGARITHM) => {
                    match self.valuation_bound(log.argument(), &d.all, fragile) {
                        Some(bound) => bound,
                        None => return Ok(None),
                    }
                }
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
                    let r = BigRational::from_integer(r.into());
                    sum.sub(&common.scale(&r))
                })
                .filter(|p| !p.is_zero())
                .collect(),
        ))
    }

    /// A bound for the order of polynomials with these monomials at a linear factor of `f`: their degree in a
    /// variable in which `f` is a squarefree polynomial with coefficients that are numbers.
    fn valuation_bound(
        &self,
        f: &Element,
        all: &[Mono],
        fragile: &BTreeMap<usize, Coordinates>,
    ) -> Option<i32> {
        if !f.den.is_empty() {
            return None;
        }
        let fits = |w: usize| {
            let squarefree = f.num.degree(w) >= 1
                && gcd(&f.num, &f.num.partial(w)).is_some_and(|g| g.as_rational().is_some());
            let plain = !self.variables[w].is_root() && !self.variables[w].is_constant();
            let numbers = f
                .num
                .coefficients_in(w)
                .is_some_and(|c| c.iter().all(|c| c.is_zero() || c.as_rational().is_some()));
            // Powers of a fragile exponential can be hidden in those of a solid one.
            squarefree && plain && numbers && !fragile.contains_key(&w)
        };
        let w = (0..self.variables.len()).find(|&w| fits(w))?;
        Some(spread(all, w))
    }
}

/// A polynomial, ordered by its text so that lists come out alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Coincidence(pub Poly);

impl Coincidence {
    fn key(&self) -> Vec<(Mono, BigRational)> {
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

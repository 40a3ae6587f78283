//! Excluded values of symbolic parameters.
//!
//! With parameters every statement is one for generic values. The list of a claim promises that it holds for all
//! others: for all values at which none of the listed polynomials vanishes and each listed variable is new over
//! those before it. So the checker asks that what a claim rests on (denominators, exponents that are not constant,
//! minors) does not vanish there: what is left of it after division by the listed polynomials has no real zeros.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::Zero;

use super::element::Elem;
use super::failure::{Checked, limit, unshown};
use super::space::{Group, Space, Status};
use super::text::short;
use wronski_certificate::Exclusion;
use wronski_certificate::limits::EXCLUSIONS;
use wronski_diagnostic::interruption;
use wronski_exact::factor::factor;
use wronski_exact::gcd::{gcd, strip_monomial, surely_coprime};
use wronski_exact::poly::{MAX_VARS, Poly, mono};
use wronski_exact::random::SplitMix;
use wronski_exact::univariate::{End, UnivariatePolynomial};

/// The excluded values of a claim.
#[derive(Debug, Default)]
pub(super) struct Exceptional {
    /// The polynomials whose zeros are excluded.
    polynomials: Vec<Poly>,
    /// The variables whose being new is taken for granted: values at which they are not are excluded.
    granted: BTreeSet<usize>,
}

/// Are there parameters in the tower?
pub(super) fn parametric(space: &Space) -> bool {
    space.variables[..space.listed]
        .iter()
        .any(super::space::Variable::is_parametric)
}

impl Exceptional {
    /// Reads the entries, which are sorted: polynomials, and variables that are not new.
    pub fn read(space: &mut Space, entries: &[Exclusion]) -> Checked<Self> {
        if !parametric(space) {
            return if entries.is_empty() {
                Ok(Exceptional::default())
            } else {
                Err("values are excluded where there is no parameter".into())
            };
        }
        if entries.len() > EXCLUSIONS {
            return Err(limit("the excluded values of a claim", EXCLUSIONS as u64));
        }
        if !entries.windows(2).all(|w| w[0] < w[1]) {
            return Err("the excluded values are not sorted".into());
        }
        let mut out = Exceptional::default();
        for entry in entries {
            match entry {
                Exclusion::NotNew(symbol) => {
                    let found = space.variables[..space.listed]
                        .iter()
                        .position(|w| w.symbol == *symbol);
                    let variable = found.ok_or_else(|| {
                        format!("`{}` is no variable of the tower", short(symbol))
                    })?;
                    out.granted.insert(variable);
                }
                Exclusion::Zero(text) => {
                    let value = space.constant_text(text)?;
                    let open = value
                        .num
                        .variables()
                        .iter()
                        .any(|&v| space.variables[v].is_parametric());
                    if !open || !value.den.is_empty() {
                        return Err(format!(
                            "`{}` is no polynomial in the parameters",
                            short(text)
                        )
                        .into());
                    }
                    out.polynomials.push(value.num.content().1);
                }
            }
        }
        Ok(out)
    }

    /// The factors of a polynomial in the constants that may vanish at a value that is not excluded; `None` for zero.
    pub(super) fn open_factors(&self, space: &Space, p: &Poly) -> Option<Vec<Poly>> {
        if p.is_zero() {
            return None;
        }
        let (m, rest) = strip_monomial(&p.content().1);
        let mut open: Vec<Poly> = space
            .variables
            .iter()
            .enumerate()
            .filter(|(v, w)| m[*v] != 0 && w.is_parameter())
            .map(|(v, _)| Poly::var(v))
            .filter(|p| !self.polynomials.contains(p))
            .collect();
        let rest = self.without_listed(space, &rest);
        if rest.as_rational().is_none() {
            let factors = factor(&rest).unwrap_or_else(|| vec![(rest, 1)]);
            open.extend(
                factors
                    .into_iter()
                    .map(|(f, _)| f)
                    .filter(|f| may_vanish(space, f) && !self.polynomials.contains(f)),
            );
        }
        Some(open)
    }

    /// Is this polynomial listed?
    pub(super) fn lists(&self, p: &Poly) -> bool {
        self.polynomials.contains(p)
    }

    /// What is left after division by the listed polynomials.
    pub(super) fn without_listed(&self, space: &Space, p: &Poly) -> Poly {
        let mut rest = p.clone();
        for q in &self.polynomials {
            while rest.as_rational().is_none() {
                let quotient = rest
                    .divide_exact(q)
                    .or_else(|| divide_over_roots(space, &rest, q));
                let Some(quotient) = quotient else { break };
                rest = quotient;
            }
        }
        rest
    }

    /// Do the parameters that occur as negative powers or in denominators stay away from zeros?
    pub fn defined(&self, space: &Space, a: &Elem) -> Checked<()> {
        if let Some((d, _)) = a.den.iter().find(|(d, _)| !self.nonvanishing(space, d)) {
            let variables: Vec<&str> = d
                .variables()
                .iter()
                .filter_map(|&v| space.variables.get(v))
                .map(|w| w.symbol.as_str())
                .collect();
            return Err(unshown(format!(
                "a denominator in {} may vanish at a value that is not excluded",
                variables.join(", ")
            )));
        }
        for (v, w) in space.variables.iter().enumerate() {
            let negative = a.num.monomials().any(|m| m[v] < 0);
            if w.is_parameter() && negative && !self.polynomials.contains(&Poly::var(v)) {
                return Err(unshown(format!(
                    "{} = 0 is not excluded, but a division by it occurs",
                    w.symbol
                )));
            }
        }
        Ok(())
    }

    /// Is the function not identically zero outside the excluded values, as far as its variables stay new?
    pub fn nonvanishing(&self, space: &Space, p: &Poly) -> bool {
        let coefficients: Vec<Poly> = p.group(&space.functions()).into_values().collect();
        self.not_all_zero(space, &coefficients)
    }

    /// Is one of the polynomials nonzero at each value that is not excluded? With one parameter that is so if they
    /// have no common factor that may vanish.
    fn not_all_zero(&self, space: &Space, polynomials: &[Poly]) -> bool {
        let mut common: Option<Vec<Poly>> = None;
        for c in polynomials {
            let Some(open) = self.open_factors(space, c) else {
                continue;
            };
            if open.is_empty() {
                return true;
            }
            common = Some(match common {
                None => open,
                Some(before) if decided_by_factors(space, polynomials) => shared(before, &open),
                Some(before) => before,
            });
        }
        common.is_some_and(|c| c.is_empty())
    }

    /// Is a function not identically zero outside the excluded values: it is a single term, or its variables stay
    /// new?
    pub fn not_trivial(&self, space: &Space, p: &Poly) -> Checked<bool> {
        if !self.nonvanishing(space, p) {
            return Ok(false);
        }
        if p.group(&space.functions()).len() > 1 {
            self.tower(space, &[Elem::poly(p.clone())])?;
        }
        Ok(true)
    }

    /// Are the elements defined, for an identity between them: no sum that is divided by vanishes?
    pub fn defined_as_identity(&self, space: &Space, elements: &[Elem]) -> Checked<()> {
        if !parametric(space) {
            return Ok(());
        }
        let functions = space.functions();
        for a in elements {
            self.defined(space, a)?;
            let sums: Vec<Elem> = a
                .den
                .iter()
                .filter(|(d, _)| d.group(&functions).len() > 1)
                .map(|(d, _)| Elem::poly(d.clone()))
                .collect();
            self.tower(space, &sums)?;
        }
        Ok(())
    }

    /// Does the tower of these elements stay as it is: every argument defined, every monomial new, every root of full
    /// degree?
    pub fn tower(&self, space: &Space, elements: &[Elem]) -> Checked<()> {
        if !parametric(space) {
            return Ok(());
        }
        let used = below(space, elements);
        let open = |e: &Elem| {
            below(space, std::slice::from_ref(e))
                .iter()
                .any(|&v| space.variables[v].is_parametric())
        };
        let functions = space.functions();
        // Derivatives that are independent over the constants; those of granted variables depend on them.
        let (mut slopes, mut angles): (Vec<Elem>, Vec<Elem>) = (vec![], vec![]);
        let mut errors: Vec<&Elem> = vec![];
        let mut radicands: Vec<&Elem> = vec![];
        for &v in used.range(..space.listed) {
            let w = &space.variables[v];
            let fail = |what: &str| {
                Err(unshown(format!(
                    "{} may {what} at a value that is not excluded",
                    w.symbol
                )))
            };
            let Some(g) = w.generator() else { continue };
            let a = g.argument();
            self.defined(space, a)?;
            let (group, slope) = match g.group() {
                Group::Exponents(e) => (&mut slopes, space.derive(&e.exponent(v))?),
                Group::Angles(b) => (&mut angles, space.derive(&b.angle(v))?),
                Group::ErrorFunctions => {
                    if open(a) || errors.iter().any(|b| open(b)) {
                        if !self.nonvanishing(space, &space.derive(a)?.num) {
                            return fail("have a constant argument");
                        }
                        for b in &errors {
                            for other in [(*b).clone(), b.neg()] {
                                let difference = space.arithmetic.sub(a, &other)?;
                                if !self.nonvanishing(space, &difference.num) {
                                    return fail("be an error function before it");
                                }
                            }
                        }
                    }
                    errors.push(a);
                    continue;
                }
                Group::Roots(_) => {
                    let varies = open(a) || radicands.iter().any(|g| open(g));
                    if varies
                        && !self.granted.contains(&v)
                        && !self.unramified(space, a, &radicands)?
                    {
                        return fail("have a smaller degree");
                    }
                    radicands.push(a);
                    continue;
                }
                Group::AbsoluteValues => continue,
            };
            group.push(slope);
            if self.granted.contains(&v) && self.dependent(space, group)? {
                group.pop();
                continue;
            }
            if !group.iter().any(open) {
                // Without parameters the witness of the tower decides; what depends over the constants adds nothing.
                if self.dependent(space, group)? {
                    group.pop();
                }
                continue;
            }
            self.independent(space, group, &functions).map_err(|e| {
                e.within(format!(
                    "{} may depend on the variables before it",
                    w.symbol
                ))
            })?;
        }
        Ok(())
    }

    /// Has the radicand in some variable only simple zeros, none of them one of a radicand before it? Then a place
    /// above such a zero is not ramified in the field below, and the radicand, of order one there, is no constant
    /// times a power.
    fn unramified(&self, space: &Space, f: &Elem, before: &[&Elem]) -> Checked<bool> {
        let plain = |p: &Poly| {
            p.variables()
                .iter()
                .all(|&v| space.variables[v].root().is_none())
        };
        if !f.den.is_empty() || !plain(&f.num) {
            return Ok(false);
        }
        for v in 0..space.listed {
            let w = &space.variables[v];
            if w.is_constant() || w.root().is_some() || f.num.degree(v) < 1 {
                continue;
            }
            let others: Vec<&Poly> = before
                .iter()
                .map(|g| &g.num)
                .filter(|g| g.involves(v))
                .collect();
            if others.iter().any(|g| !plain(g)) {
                continue;
            }
            let simple = if f.num.degree(v) == 1 {
                let c = f.num.coefficients_in(v).unwrap_or_default();
                c.last().is_some_and(|c| self.nonvanishing(space, c))
            } else {
                self.coprime(space, &f.num, &f.num.partial(v), v)?
            };
            let mut apart = simple;
            for g in others {
                apart = apart && self.coprime(space, &f.num, g, v)?;
            }
            if apart {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Is the resultant in `v` nonzero: do the rows of Sylvester's matrix stay independent?
    fn coprime(&self, space: &Space, f: &Poly, g: &Poly, v: usize) -> Checked<bool> {
        const LARGEST: usize = 8;
        let (Some(a), Some(b)) = (f.coefficients_in(v), g.coefficients_in(v)) else {
            return Ok(false);
        };
        let (m, n) = (a.len() - 1, b.len() - 1);
        if m + n > LARGEST {
            return Ok(false);
        }
        let mut rows = vec![vec![Poly::zero(); m + n]; m + n];
        for (i, row) in rows.iter_mut().enumerate() {
            let (c, at) = if i < n { (&a, i) } else { (&b, i - n) };
            for (k, q) in c.iter().rev().enumerate() {
                row[at + k] = q.clone();
            }
        }
        self.covered_pivots(space, rows, m + n)
    }

    /// Is the last function a combination of the others over the constants, which are independent, for generic
    /// parameters?
    fn dependent(&self, space: &Space, functions: &[Elem]) -> Checked<bool> {
        let mut rows = coefficient_rows(space, functions, &space.functions())?;
        let mut columns: Vec<usize> = (0..functions.len()).collect();
        while !columns.is_empty() {
            let pivot = rows
                .iter()
                .enumerate()
                .flat_map(|(r, row)| columns.iter().map(move |&c| (r, c, &row[c])))
                .filter(|(.., p)| !p.is_zero())
                .min_by_key(|(r, c, p)| (p.len(), p.max_exponent(), *r, *c))
                .map(|(r, c, _)| (r, c));
            let Some((r, c)) = pivot else {
                return Ok(true);
            };
            let row = rows.swap_remove(r);
            columns.retain(|&d| d != c);
            self.clear(space, &mut rows, &row, c, &columns)?;
        }
        Ok(false)
    }

    /// Do functions stay independent over the field of the variables that are not `outer`: elimination of their
    /// coefficient matrix with pivots that do not vanish outside the excluded values, or, with one parameter, several
    /// eliminations whose pivots have no common zero there.
    pub fn independent(
        &self,
        space: &Space,
        functions: &[Elem],
        outer: &[bool; MAX_VARS],
    ) -> Checked<()> {
        let rows = coefficient_rows(space, functions, outer)?;
        if self.keeps_full_rank(space, &rows, functions.len())?
            || self.covered_pivots(space, rows.clone(), functions.len())?
        {
            return Ok(());
        }
        const ATTEMPTS: u64 = 10;
        let mut left: Option<Vec<Poly>> = None;
        if decided_by_factors(space, rows.iter().flatten()) && *outer == space.functions() {
            for attempt in 0..ATTEMPTS {
                let mut rng = SplitMix::new(0xEC + attempt);
                // Half of the rows that are not needed are left out, but no more than a third of all.
                let spare = rows.len().saturating_sub(functions.len());
                let chance = (spare as u64 * 500 / rows.len().max(1) as u64).min(333);
                let sample: Vec<Vec<Poly>> = rows
                    .iter()
                    .filter(|_| attempt == 0 || rng.range(0, 1000) >= chance)
                    .cloned()
                    .collect();
                let Some(open) = self.open_pivots(space, sample, functions.len())? else {
                    continue;
                };
                let common: Vec<Poly> = match left {
                    None => open,
                    Some(before) => shared(before, &open),
                };
                if common.is_empty() {
                    return Ok(());
                }
                left = Some(common);
            }
        }
        Err(unshown(
            "independence for all values that are not excluded could not be confirmed",
        ))
    }

    /// Elimination with pivots that do not vanish outside the excluded values: does it find one in each column?
    fn covered_pivots(
        &self,
        space: &Space,
        mut rows: Vec<Vec<Poly>>,
        columns: usize,
    ) -> Checked<bool> {
        let mut columns: Vec<usize> = (0..columns).collect();
        while !columns.is_empty() {
            // Sparse rows first, then simple pivots: both keep the elimination small.
            let mut candidates: Vec<_> = rows
                .iter()
                .enumerate()
                .flat_map(|(r, row)| {
                    let used = columns.iter().filter(|&&c| !row[c].is_zero()).count();
                    columns.iter().map(move |&c| (used, r, c, &row[c]))
                })
                .filter(|(.., p)| !p.is_zero())
                .collect();
            candidates.sort_by_key(|(used, r, c, p)| {
                (p.len().min(3), *used, p.len(), p.max_exponent(), *r, *c)
            });
            let pivot = candidates
                .iter()
                .find(|(.., p)| self.nonvanishing(space, p))
                .map(|(_, r, c, _)| (*r, *c));
            let Some((r, c)) = pivot else {
                return Ok(false);
            };
            let row = rows.swap_remove(r);
            columns.retain(|&d| d != c);
            self.clear(space, &mut rows, &row, c, &columns)?;
        }
        Ok(true)
    }

    /// Elimination with any pivots: the factors that may vanish of the pivots, and of what their rows were divided
    /// by; `None` if the rank is smaller.
    fn open_pivots(
        &self,
        space: &Space,
        rows: Vec<Vec<Poly>>,
        columns: usize,
    ) -> Checked<Option<Vec<Poly>>> {
        let mut open: Vec<Poly> = vec![];
        let mut columns: Vec<usize> = (0..columns).collect();
        let mut debts: Vec<Vec<Poly>> = vec![vec![]; rows.len()];
        let mut rows = rows;
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
                return Ok(None);
            };
            let row = rows.swap_remove(r);
            open.extend(debts.swap_remove(r));
            open.extend(self.open_factors(space, &row[c]).unwrap_or_default());
            columns.retain(|&d| d != c);
            self.clear(space, &mut rows, &row, c, &columns)?;
            for (other, debt) in rows.iter_mut().zip(&mut debts) {
                interruption::point();
                if let Some(common) = common_factor(other) {
                    let divided: Option<Vec<Poly>> =
                        other.iter().map(|p| p.divide_exact(&common)).collect();
                    if let Some(divided) = divided {
                        debt.extend(self.open_factors(space, &common).unwrap_or_default());
                        *other = divided;
                    }
                }
            }
        }
        open.sort_by_key(|p| p.terms().collect::<Vec<_>>());
        open.dedup();
        Ok(Some(open))
    }

    /// Clears the column of a pivot in the other rows, without fractions.
    pub(super) fn clear(
        &self,
        space: &Space,
        rows: &mut [Vec<Poly>],
        row: &[Poly],
        c: usize,
        columns: &[usize],
    ) -> Checked<()> {
        let k = &space.arithmetic;
        for other in rows {
            interruption::point();
            if other[c].is_zero() {
                continue;
            }
            let factor = std::mem::replace(&mut other[c], Poly::zero());
            for &d in columns {
                other[d] = k
                    .product(&other[d], &row[c])?
                    .sub(&k.product(&factor, &row[d])?);
            }
            self.simplify(space, other);
        }
        Ok(())
    }

    /// Divides a row by what is a nonzero factor of all entries outside the excluded values: a number, a
    /// monomial, the listed polynomials.
    fn simplify(&self, space: &Space, row: &mut [Poly]) {
        let Some(first) = row.iter().find(|p| !p.is_zero()) else {
            return;
        };
        let scale = first.content().0.recip();
        let mut low = first.monomial_content();
        for p in row.iter().filter(|p| !p.is_zero()) {
            let m = p.monomial_content();
            low = std::array::from_fn(|v| low[v].min(m[v]));
        }
        for (v, w) in space.variables.iter().enumerate() {
            if w.is_parameter() && !self.polynomials.contains(&Poly::var(v)) {
                low[v] = low[v].min(0);
            }
        }
        for p in row.iter_mut() {
            *p = p.scale(&scale).shift(&low.map(|e| -e));
        }
        for q in &self.polynomials {
            loop {
                let divided: Option<Vec<Poly>> = row.iter().map(|p| p.divide_exact(q)).collect();
                match divided {
                    Some(d) if row.iter().any(|p| !p.is_zero()) && q.as_rational().is_none() => {
                        row.clone_from_slice(&d)
                    }
                    _ => break,
                }
            }
        }
    }
}

/// The coefficients of functions, over a common denominator, as polynomials in the outer variables: one row for each
/// monomial.
fn coefficient_rows(
    space: &Space,
    functions: &[Elem],
    outer: &[bool; MAX_VARS],
) -> Checked<Vec<Vec<Poly>>> {
    let (numerators, _) = space.arithmetic.common(functions)?;
    let mut table = BTreeMap::new();
    for (j, n) in numerators.iter().enumerate() {
        for (m, c) in n.group(outer) {
            table
                .entry(m)
                .or_insert_with(|| vec![Poly::zero(); functions.len()])[j] = c;
        }
    }
    Ok(table.into_values().collect())
}

/// Those factors that are not certainly coprime to all others: they need not be irreducible.
fn shared(factors: Vec<Poly>, others: &[Poly]) -> Vec<Poly> {
    let meets = |f: &Poly| others.iter().any(|g| f == g || !surely_coprime(f, g));
    factors.into_iter().filter(meets).collect()
}

/// What all entries of a row have in common, if it is no number.
pub(super) fn common_factor(row: &[Poly]) -> Option<Poly> {
    let mut common = Poly::zero();
    for p in row.iter().filter(|p| !p.is_zero()) {
        common = if common.is_zero() {
            p.clone()
        } else {
            gcd(&common, p)?
        };
        if common.as_rational().is_some() {
            return None;
        }
    }
    (!common.is_zero()).then_some(common)
}

/// The variables that elements are made of, with those of their arguments and derivatives.
fn below(space: &Space, elements: &[Elem]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut work: Vec<Elem> = elements.to_vec();
    while let Some(e) = work.pop() {
        let mut inside = e.num.variables();
        inside.extend(e.den.iter().flat_map(|(d, _)| d.variables()));
        for v in inside {
            if found.insert(v) {
                work.push(space.variables[v].derivative.clone());
                work.extend(space.variables[v].argument().cloned());
            }
        }
    }
    found
}

/// Do coprime ones among these polynomials have no common zero: does one parameter occur (or one exponential of one),
/// and no root of a number that could hide a common factor?
fn decided_by_factors<'a>(space: &Space, all: impl IntoIterator<Item = &'a Poly>) -> bool {
    let occurring: BTreeSet<usize> = all.into_iter().flat_map(Poly::variables).collect();
    let kinds = || occurring.iter().map(|&v| &space.variables[v]);
    kinds().filter(|w| w.is_parametric()).count() == 1
        && kinds().all(|w| w.status() != Some(Status::Algebraic))
}

/// Can it vanish for real values of the parameters? Not without parameters, nor as a polynomial in one parameter
/// without real roots, or in an exponential of one without positive roots.
pub(super) fn may_vanish(space: &Space, p: &Poly) -> bool {
    let variables = p.variables();
    if !variables
        .iter()
        .any(|&v| space.variables[v].is_parametric())
    {
        return false;
    }
    let ([v], Some(coefficients)) = (variables.as_slice(), p.coefficients_in(variables[0])) else {
        return true;
    };
    let numbers: Option<Vec<BigRational>> = coefficients
        .iter()
        .map(|c| {
            if c.is_zero() {
                Some(BigRational::zero())
            } else {
                c.as_rational()
            }
        })
        .collect();
    let Some(numbers) = numbers else { return true };
    let low = if space.variables[*v].is_parameter() {
        End::Infinite
    } else {
        End::Open(BigRational::zero())
    };
    let polynomial = UnivariatePolynomial::new(&numbers);
    !matches!(polynomial.count_roots(&low, &End::Infinite), Ok(Some(0)))
}

/// The quotient by a polynomial in a parameter with a number in front of its highest power, where roots of numbers
/// are reduced; `None` if there is a remainder.
fn divide_over_roots(space: &Space, p: &Poly, q: &Poly) -> Option<Poly> {
    let v = q
        .variables()
        .into_iter()
        .find(|&v| space.variables[v].is_parameter())?;
    let divisor = q.coefficients_in(v)?;
    let (lead, below) = divisor.split_last()?;
    let lead = lead.as_rational()?.recip();
    let mut rest = p.coefficients_in(v)?;
    let mut quotient = Poly::zero();
    while rest.len() >= divisor.len() {
        let at = rest.len() - divisor.len();
        let head = rest.pop()?.scale(&lead);
        for (r, c) in rest[at..].iter_mut().zip(below) {
            *r = r.sub(&space.arithmetic.product(&head, c).ok()?);
        }
        quotient = quotient.add(&head.shift(&mono(v, i32::try_from(at).ok()?)));
    }
    rest.iter().all(Poly::is_zero).then_some(quotient)
}

//! Excluded values of symbolic parameters.
//!
//! With parameters every statement is one for generic values. Entries `EXPR = EXPR` promise that the
//! statement holds for all others, as far as the entries in words do not say otherwise; so the checker
//! asks that what it rests on (denominators, exponents that are not constant, minors) is, up to a
//! nonzero number, a product of the listed polynomials.

use super::failure::unshown;
use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;

use super::element::{Elem, Outcome};
use super::read::short;
use super::space::{Kind, Space};
use crate::exact::gcd::strip_monomial;
use crate::exact::poly::{MAX_VARS, Poly};

/// The excluded values of a claim.
#[derive(Debug, Default)]
pub(super) struct Exceptional {
    /// The polynomials whose zeros are excluded.
    polynomials: Vec<Poly>,
    /// The variables of entries in words.
    words: BTreeSet<usize>,
}

/// Are there parameters in the tower?
pub(super) fn parametric(space: &Space) -> bool {
    space.variables[..space.listed]
        .iter()
        .any(super::space::Variable::is_parametric)
}

/// An entry in words that the tower may call for.
struct Words {
    /// The variable whose being new depends on it.
    variable: usize,
    before: &'static str,
    /// The functions named, the new one last.
    functions: Vec<Elem>,
    after: &'static str,
}

/// The entries in words that are possible: what the independence of the monomials asks of the
/// parameters where it is no polynomial inequation.
fn possible(space: &Space) -> Vec<Words> {
    let mut out = vec![];
    let (mut exponents, mut logarithms, mut angles): (Vec<Elem>, Vec<Elem>, Vec<Elem>) =
        (vec![], vec![], vec![]);
    let two = BigRational::from_integer(2.into());
    for (variable, w) in space.variables[..space.listed].iter().enumerate() {
        let mut entry = |known: &[Elem], new: &Elem, after| {
            out.push(Words {
                variable,
                before: "values for which ",
                functions: known.iter().chain([new]).cloned().collect(),
                after,
            });
        };
        const OVER_Q: &str = " become linearly dependent over the rationals modulo constants";
        match &w.kind {
            Kind::Exp(a) => {
                entry(&exponents, a, OVER_Q);
                exponents.push(a.clone());
            }
            Kind::Log(f) => {
                entry(
                    &logarithms,
                    f,
                    " become multiplicatively dependent modulo constants and exponentials",
                );
                logarithms.push(f.clone());
                exponents.push(Elem::var(variable));
            }
            Kind::Tan(a) => {
                entry(&angles, a, OVER_Q);
                angles.push(a.scale(&two));
            }
            Kind::Atan(f) => {
                entry(&angles, f, OVER_Q);
                angles.push(Elem::var(variable));
            }
            Kind::Root(_, f) => entry(&[], f, " becomes a constant times a power"),
            Kind::Erf(_) => out.push(Words {
                variable,
                before: "values for which two arguments of error functions agree up to sign",
                functions: vec![],
                after: "",
            }),
            _ => {}
        }
    }
    out
}

impl Words {
    fn matches(&self, space: &mut Space, entry: &str) -> bool {
        let Some(middle) = entry
            .strip_prefix(self.before)
            .and_then(|r| r.strip_suffix(self.after))
        else {
            return false;
        };
        if self.functions.is_empty() {
            return middle.is_empty();
        }
        let parts: Vec<&str> = middle.split(", ").collect();
        let last = parts.len() - 1;
        parts.len() == self.functions.len()
            && parts
                .iter()
                .zip(&self.functions)
                .enumerate()
                .all(|(i, (text, f))| {
                    // The new exponent or angle may be stored divided by an integer.
                    let top = if i == last { 24 } else { 1 };
                    space.element(text, space.listed).is_ok_and(|e| {
                        (1..=top).any(|n: i64| {
                            let scaled = f.scale(&BigRational::from_integer(n.into()));
                            space.arithmetic.equal(&scaled, &e).unwrap_or(false)
                        })
                    })
                })
    }
}

impl Exceptional {
    /// Reads the entries, which are sorted: equations, and words that the tower may call for.
    pub fn read(space: &mut Space, entries: &[String]) -> Outcome<Self> {
        if !parametric(space) {
            return if entries.is_empty() {
                Ok(Exceptional::default())
            } else {
                Err("values are excluded where there is no parameter".into())
            };
        }
        if entries.len() > 200 || !entries.windows(2).all(|w| w[0] < w[1]) {
            return Err("the excluded values are not sorted".into());
        }
        let words = possible(space);
        let mut out = Exceptional::default();
        for entry in entries {
            let matching: Vec<usize> = words
                .iter()
                .filter(|w| w.matches(space, entry))
                .map(|w| w.variable)
                .collect();
            if !matching.is_empty() {
                out.words.extend(matching);
                continue;
            }
            let what = short(entry);
            let (left, right) = entry
                .split_once(" = ")
                .ok_or_else(|| format!("`{what}` is no excluded value that was expected"))?;
            let (left, right) = (space.constant_text(left)?, space.constant_text(right)?);
            let difference = space.arithmetic.sub(&left, &right)?;
            let open = difference
                .num
                .variables()
                .iter()
                .any(|&v| space.variables[v].is_parametric());
            if !open || !difference.den.is_empty() {
                return Err(format!("`{what}` is no polynomial equation in the parameters").into());
            }
            out.polynomials.push(difference.num.content().1);
        }
        Ok(out)
    }

    /// Is there an entry in words, so that the statement is only one for generic values?
    pub fn generic(&self) -> bool {
        !self.words.is_empty()
    }

    /// Is the constant nonzero outside the excluded values?
    fn nonzero(&self, space: &Space, p: &Poly) -> bool {
        if p.is_zero() {
            return false;
        }
        let (m, mut rest) = strip_monomial(&p.content().1);
        for (v, w) in space.variables.iter().enumerate() {
            if m[v] != 0
                && matches!(w.kind, Kind::Parameter)
                && !self.polynomials.contains(&Poly::var(v))
            {
                return false;
            }
        }
        for q in &self.polynomials {
            while rest.as_rational().is_none() {
                let Some(quotient) = rest.divide_exact(q) else {
                    break;
                };
                rest = quotient;
            }
        }
        rest.variables()
            .iter()
            .all(|&v| !space.variables[v].is_parametric())
    }

    /// Do the parameters that occur as negative powers or in denominators stay away from zeros?
    pub fn defined(&self, space: &Space, a: &Elem) -> Outcome<()> {
        let functions = space.functions();
        let fine = |p: &Poly| p.group(&functions).values().any(|c| self.nonzero(space, c));
        if let Some((d, _)) = a.den.iter().find(|(d, _)| !fine(d)) {
            let variables: Vec<&str> = d
                .variables()
                .iter()
                .filter_map(|&v| space.variables.get(v))
                .map(|w| w.symbol.as_str())
                .collect();
            return Err(format!(
                "a denominator in {} may vanish at a value that is not excluded",
                variables.join(", ")
            )
            .into());
        }
        for (v, w) in space.variables.iter().enumerate() {
            let negative = a.num.monomials().any(|m| m[v] < 0);
            if matches!(w.kind, Kind::Parameter)
                && negative
                && !self.polynomials.contains(&Poly::var(v))
            {
                return Err(format!(
                    "{} = 0 is not excluded, but a division by it occurs",
                    w.symbol
                )
                .into());
            }
        }
        Ok(())
    }

    /// Is the function not identically zero outside the excluded values?
    pub fn nonvanishing(&self, space: &Space, p: &Poly) -> bool {
        p.group(&space.functions())
            .values()
            .any(|c| self.nonzero(space, c))
    }

    /// Does the tower stay as it is: every argument defined, every monomial new, and, if `degrees` matter, every
    /// root of full degree?
    pub fn tower(&self, space: &Space, degrees: bool) -> Outcome<()> {
        let k = &space.arithmetic;
        let open = |e: &Elem| {
            (0..space.listed).any(|v| space.variables[v].is_parametric() && e.involves(v))
        };
        let (mut slopes, mut angles): (Vec<Elem>, Vec<Elem>) = (vec![], vec![]);
        let mut arguments: Vec<&Elem> = vec![];
        let mut errors: Vec<&Elem> = vec![];
        for (v, w) in space.variables[..space.listed].iter().enumerate() {
            let excused = self.words.contains(&v);
            let fail = |what: &str| {
                Err(unshown(format!(
                    "{} may {what} at a value that is not excluded",
                    w.symbol
                )))
            };
            match &w.kind {
                Kind::Exp(a) => {
                    self.defined(space, a)?;
                    let slope = space.derive(a)?;
                    let constant = !self.nonvanishing(space, &slope.num);
                    slopes.push(slope);
                    if excused && constant {
                        return fail("have a constant exponent");
                    }
                    // Independent functions are not zero, so this includes the exponent itself.
                    if !excused && slopes.iter().any(open) {
                        self.independent(space, &slopes, &space.functions())
                            .map_err(|why| why.within(format!("{} may depend on the exponentials before it at a value that is not excluded", w.symbol)))?;
                    }
                }
                Kind::Log(f) => {
                    self.defined(space, f)?;
                    slopes.push(w.derivative.clone());
                    arguments.push(f);
                    if !excused && arguments.iter().any(|f| open(f)) {
                        return fail("depend on the logarithms before it");
                    }
                }
                Kind::Erf(a) => {
                    self.defined(space, a)?;
                    if !excused && (open(a) || errors.iter().any(|b| open(b))) {
                        for b in &errors {
                            let difference = k.sub(&k.mul(a, a)?, &k.mul(b, b)?)?;
                            if !self.nonvanishing(space, &difference.num) {
                                return fail("be an error function before it");
                            }
                        }
                        if !self.nonvanishing(space, &space.derive(a)?.num) {
                            return fail("have a constant argument");
                        }
                    }
                    errors.push(a);
                }
                Kind::Tan(a) | Kind::Atan(a) => {
                    self.defined(space, a)?;
                    let slope = match w.kind {
                        Kind::Atan(_) => w.derivative.clone(),
                        _ => space.derive(a)?,
                    };
                    angles.push(slope);
                    // The entry in words covers constant angles.
                    if !excused && angles.iter().any(open) {
                        self.independent(space, &angles, &space.functions())
                            .map_err(|why| why.within(format!("{} may depend on the angles before it at a value that is not excluded", w.symbol)))?;
                    }
                }
                Kind::Root(_, f) => {
                    self.defined(space, f)?;
                    if degrees && open(f) && !excused && !self.squarefree(space, f)? {
                        return fail("have a smaller degree");
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Does a radicand stay free of multiple zeros in some function, of which it has degree 1 or 2? Then it is no
    /// constant times a power.
    fn squarefree(&self, space: &Space, f: &Elem) -> Outcome<bool> {
        let k = &space.arithmetic;
        for v in 0..space.listed {
            let used = !space.variables[v].is_constant()
                && !matches!(space.variables[v].kind, Kind::Root(..))
                && matches!(f.num.degree(v), 1 | 2);
            if !used || !f.den.is_empty() || f.num.monomials().any(|m| m[v] < 0) {
                continue;
            }
            let mut c = f.num.coefficients_in(v);
            c.resize(3, Poly::zero());
            let four = BigRational::from_integer(4.into());
            let discriminant = k
                .product(&c[1], &c[1])?
                .sub(&k.product(&c[0], &c[2])?.scale(&four));
            if self.nonvanishing(space, &discriminant) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Do functions stay independent over the field of the variables that are not `outer`: elimination
    /// of their coefficient matrix with pivots that do not vanish outside the excluded values.
    pub fn independent(
        &self,
        space: &Space,
        functions: &[Elem],
        outer: &[bool; MAX_VARS],
    ) -> Outcome<()> {
        let k = &space.arithmetic;
        let (numerators, _) = k.common(functions)?;
        let mut table = BTreeMap::new();
        for (j, n) in numerators.iter().enumerate() {
            for (m, c) in n.group(outer) {
                table
                    .entry(m)
                    .or_insert_with(|| vec![Poly::zero(); functions.len()])[j] = c;
            }
        }
        let mut rows: Vec<Vec<Poly>> = table.into_values().collect();
        let mut columns: Vec<usize> = (0..functions.len()).collect();
        while !columns.is_empty() {
            // Sparse rows first, then simple pivots: both keep the elimination small.
            let pivot = rows
                .iter()
                .enumerate()
                .flat_map(|(r, row)| {
                    let used = columns.iter().filter(|&&c| !row[c].is_zero()).count();
                    columns.iter().map(move |&c| (used, r, c, &row[c]))
                })
                .filter(|(.., p)| !p.is_zero())
                .filter(|(.., p)| self.nonvanishing(space, p))
                .min_by_key(|(used, r, c, p)| {
                    (p.len().min(3), *used, p.len(), p.max_exponent(), *r, *c)
                })
                .map(|(_, r, c, _)| (r, c));
            let Some((r, c)) = pivot else {
                return Err(unshown(
                    "independence for all values that are not excluded could not be confirmed",
                ));
            };
            let row = rows.swap_remove(r);
            columns.retain(|&d| d != c);
            for other in &mut rows {
                if other[c].is_zero() {
                    continue;
                }
                let factor = std::mem::replace(&mut other[c], Poly::zero());
                for &d in &columns {
                    other[d] = k
                        .product(&other[d], &row[c])?
                        .sub(&k.product(&factor, &row[d])?);
                }
                self.simplify(space, other);
            }
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
            if matches!(w.kind, Kind::Parameter) && !self.polynomials.contains(&Poly::var(v)) {
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

//! Excluded values of symbolic parameters.
//!
//! With parameters every statement is one for generic values. Entries `EXPR = EXPR` promise that the
//! statement holds for all others, as far as the entries in words do not say otherwise; so the checker
//! asks that what it rests on (denominators, exponents that are not constant, minors) is, up to a
//! nonzero number, a product of the listed polynomials.

use super::element::{Elem, Outcome};
use super::families::Family;
use super::read::short;
use super::space::{Kind, Space};
use crate::certificate::{TowerRecord, VariableKind};
use crate::exact::gcd::strip_monomial;
use crate::exact::poly::Poly;

/// The excluded values of a claim.
#[derive(Debug, Default)]
pub(super) struct Exceptional {
    /// The polynomials whose zeros are excluded.
    polynomials: Vec<Poly>,
    /// Is there an entry in words, so that the statement is only one for generic values?
    pub generic: bool,
}

/// An entry in words that the tower calls for.
struct Words {
    before: String,
    argument: Option<Elem>,
    after: &'static str,
}

/// What the independence of the monomials asks of the parameters beyond polynomials.
fn expected(space: &Space, record: &TowerRecord) -> Vec<Words> {
    let mut out = vec![];
    let mut parametric = false;
    let (mut functions, mut logarithms, mut errors): (Vec<String>, Vec<String>, bool) = (vec![], vec![], false);
    let mut involved = false;
    let open = |e: &Elem| e.num.variables().iter().any(|&v| space.variables[v].is_parametric());
    let prefix = |list: &[String]| format!("values for which {}", list.iter().map(|s| format!("{s}, ")).collect::<String>());
    for (w, text) in space.variables.iter().zip(&record.variables) {
        match (&w.kind, &text.kind) {
            (Kind::Exp(a), VariableKind::Exp { argument, .. }) => {
                if parametric && !functions.is_empty() && (involved || open(a)) {
                    out.push(Words {
                        before: prefix(&functions),
                        argument: Some(a.clone()),
                        after: " become linearly dependent over the rationals modulo constants",
                    });
                }
                involved |= open(a);
                functions.push(argument.clone());
            }
            (Kind::Log(f), VariableKind::Log { argument, .. }) => {
                if parametric {
                    out.push(Words {
                        before: prefix(&logarithms),
                        argument: Some(f.clone()),
                        after: " become multiplicatively dependent modulo constants and exponentials",
                    });
                }
                logarithms.push(argument.clone());
                functions.push(w.symbol.clone());
            }
            (Kind::Erf(_), _) => {
                if parametric && errors {
                    out.push(Words {
                        before: "values for which two arguments of error functions agree up to sign".into(),
                        argument: None,
                        after: "",
                    });
                }
                errors = true;
            }
            _ => parametric |= w.is_parametric(),
        }
    }
    out
}

impl Words {
    fn matches(&self, space: &mut Space, entry: &str) -> bool {
        let Some(middle) = entry.strip_prefix(self.before.as_str()).and_then(|r| r.strip_suffix(self.after)) else {
            return false;
        };
        match &self.argument {
            None => middle.is_empty(),
            Some(a) => space.element(middle, space.listed).is_ok_and(|e| {
                // An exponent may be stored divided by an integer.
                (1..=12).any(|n: i64| {
                    let scaled = a.scale(&num_rational::BigRational::from_integer(n.into()));
                    space.arithmetic.equal(&scaled, &e).unwrap_or(false)
                })
            }),
        }
    }
}

impl Exceptional {
    /// Reads the entries, which are sorted, and compares those in words with what the tower calls for.
    pub fn read(space: &mut Space, record: &TowerRecord, entries: &[String]) -> Outcome<Self> {
        if !space.variables[..space.listed].iter().any(super::space::Variable::is_parametric) {
            return if entries.is_empty() {
                Ok(Exceptional::default())
            } else {
                Err("values are excluded where there is no parameter".into())
            };
        }
        if entries.len() > 200 || !entries.windows(2).all(|w| w[0] < w[1]) {
            return Err("the excluded values are not sorted".into());
        }
        let mut words = expected(space, record);
        let mut out = Exceptional { polynomials: vec![], generic: !words.is_empty() };
        for entry in entries {
            let found = words.iter().position(|w| w.matches(space, entry));
            if let Some(i) = found {
                words.remove(i);
                words.retain(|w| w.argument.is_some() || !w.matches(space, entry));
                continue;
            }
            let what = short(entry);
            let (left, right) =
                entry.split_once(" = ").ok_or_else(|| format!("`{what}` is no excluded value that was expected"))?;
            let (left, right) = (space.constant_text(left)?, space.constant_text(right)?);
            let difference = space.arithmetic.sub(&left, &right)?;
            let open = difference.num.variables().iter().any(|&v| space.variables[v].is_parametric());
            if !open || !difference.den.is_empty() {
                return Err(format!("`{what}` is no polynomial equation in the parameters"));
            }
            out.polynomials.push(difference.num.content().1);
        }
        match words.first() {
            Some(w) => Err(format!("an excluded value is missing: {}...", short(&w.before))),
            None => Ok(out),
        }
    }

    /// Is the constant nonzero outside the excluded values?
    fn nonzero(&self, space: &Space, p: &Poly) -> bool {
        if p.is_zero() {
            return false;
        }
        let (m, mut rest) = strip_monomial(&p.content().1);
        for (v, w) in space.variables.iter().enumerate() {
            if m[v] != 0 && matches!(w.kind, Kind::Parameter) && !self.polynomials.contains(&Poly::var(v)) {
                return false;
            }
        }
        for q in &self.polynomials {
            while rest.as_rational().is_none() {
                let Some(quotient) = rest.divide_exact(q) else { break };
                rest = quotient;
            }
        }
        rest.variables().iter().all(|&v| !space.variables[v].is_parametric())
    }

    /// Do the parameters that occur as negative powers or in denominators stay away from zeros?
    pub fn defined(&self, space: &Space, a: &Elem) -> Outcome<()> {
        let functions = space.functions();
        let fine = |p: &Poly| p.group(&functions).values().any(|c| self.nonzero(space, c));
        if let Some((d, _)) = a.den.iter().find(|(d, _)| !fine(d)) {
            let variables: Vec<&str> =
                d.variables().iter().filter_map(|&v| space.variables.get(v)).map(|w| w.symbol.as_str()).collect();
            return Err(format!("a denominator in {} may vanish at a value that is not excluded", variables.join(", ")));
        }
        for (v, w) in space.variables.iter().enumerate() {
            let negative = a.num.monomials().any(|m| m[v] < 0);
            if matches!(w.kind, Kind::Parameter) && negative && !self.polynomials.contains(&Poly::var(v)) {
                return Err(format!("{} = 0 is not excluded, but a division by it occurs", w.symbol));
            }
        }
        Ok(())
    }

    /// Does the tower stay as it is: every argument defined, and no exponent constant?
    pub fn tower(&self, space: &Space) -> Outcome<()> {
        for w in &space.variables[..space.listed] {
            match &w.kind {
                Kind::Exp(a) => {
                    self.defined(space, a)?;
                    let slope = space.derive(a)?;
                    let functions = space.functions();
                    if !slope.num.group(&functions).values().any(|c| self.nonzero(space, c)) {
                        return Err(format!(
                            "the exponent of {} may become constant at a value that is not excluded",
                            w.symbol
                        ));
                    }
                }
                Kind::Log(a) | Kind::Erf(a) => self.defined(space, a)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Do the members of the basis stay independent: elimination of their coefficient matrix with
    /// pivots that do not vanish outside the excluded values.
    pub fn independent(&self, space: &Space, family: &Family, basis: &[usize]) -> Outcome<()> {
        let k = &space.arithmetic;
        let mut memo = std::collections::BTreeMap::new();
        let members = basis.iter().map(|&i| family.member(k, i, &mut memo)).collect::<Outcome<Vec<_>>>()?;
        let (numerators, _) = k.common(&members)?;
        let functions = space.functions();
        let mut table = std::collections::BTreeMap::new();
        for (j, n) in numerators.iter().enumerate() {
            for (m, c) in n.group(&functions) {
                table.entry(m).or_insert_with(|| vec![Poly::zero(); basis.len()])[j] = c;
            }
        }
        let mut rows: Vec<Vec<Poly>> = table.into_values().collect();
        let mut columns: Vec<usize> = (0..basis.len()).collect();
        while !columns.is_empty() {
            let pivot = rows
                .iter()
                .enumerate()
                .flat_map(|(r, row)| columns.iter().map(move |&c| (r, c, &row[c])))
                .filter(|(_, _, p)| self.nonzero(space, p))
                .min_by_key(|(r, c, p)| (p.len(), p.max_exponent(), *r, *c))
                .map(|(r, c, _)| (r, c));
            let Some((r, c)) = pivot else {
                return Err("independence for all values that are not excluded could not be confirmed".into());
            };
            let row = rows.swap_remove(r);
            columns.retain(|&d| d != c);
            for other in &mut rows {
                if other[c].is_zero() {
                    continue;
                }
                let factor = other[c].clone();
                for &d in &columns {
                    other[d] = k.product(&other[d], &row[c])?.sub(&k.product(&factor, &row[d])?);
                }
                other[c] = Poly::zero();
            }
        }
        Ok(())
    }
}

//! The differential field of a certificate: variables, derivation, substitution.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::element::{Arithmetic, Elem, Outcome};
use crate::exact::poly::{MAX_VARS, Mono, ONE, Poly};

/// What a variable stands for.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    X,
    Parameter,
    SqrtPi,
    Sqrt(BigInt),
    ExpConstant(BigRational),
    /// A rational factor and the variable of the parameter.
    ExpParameter(BigRational, usize),
    LogConstant(BigInt),
    ErfConstant(BigRational),
    Exp(Elem),
    Log(Elem),
    Erf(Elem),
}

/// A variable with its derivative.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub symbol: String,
    pub kind: Kind,
    pub derivative: Elem,
}

impl Variable {
    pub fn is_monomial(&self) -> bool {
        matches!(self.kind, Kind::Exp(_) | Kind::Log(_) | Kind::Erf(_))
    }

    pub fn is_constant(&self) -> bool {
        !self.is_monomial() && !matches!(self.kind, Kind::X)
    }

    /// Does its value depend on a parameter that is left open?
    pub fn is_parametric(&self) -> bool {
        matches!(self.kind, Kind::Parameter | Kind::ExpParameter(..))
    }

    /// Is it one particular transcendental number?
    pub fn is_transcendental_number(&self) -> bool {
        matches!(
            self.kind,
            Kind::SqrtPi | Kind::ExpConstant(_) | Kind::LogConstant(_) | Kind::ErfConstant(_)
        )
    }
}

/// The field with the variables that the certificate lists, and after them auxiliary ones that an
/// expression needed on the way. Nothing is claimed of the auxiliary ones: an identity that holds
/// with them as free variables holds for the functions that they stand for.
#[derive(Debug, Default)]
pub(super) struct Space {
    pub arithmetic: Arithmetic,
    pub variables: Vec<Variable>,
    /// How many of the variables the certificate lists.
    pub listed: usize,
}

impl Space {
    /// Adds a variable; square roots get their relation.
    pub fn push(&mut self, symbol: String, kind: Kind, derivative: Elem) -> Outcome<usize> {
        let v = self.variables.len();
        if v >= MAX_VARS {
            return Err(format!("more than {MAX_VARS} variables are needed"));
        }
        if let Kind::Sqrt(n) = &kind {
            self.arithmetic.roots.insert(v, n.clone());
        }
        self.variables.push(Variable {
            symbol,
            kind,
            derivative,
        });
        Ok(v)
    }

    /// The variable with that symbol.
    pub fn find(&self, symbol: &str) -> Option<usize> {
        self.variables.iter().position(|w| w.symbol == symbol)
    }

    /// The monomials among the listed variables.
    pub fn monomials(&self) -> Vec<usize> {
        (0..self.listed)
            .filter(|&v| self.variables[v].is_monomial())
            .collect()
    }

    /// The exponentials, logarithms and x: all that is no constant.
    pub fn functions(&self) -> [bool; MAX_VARS] {
        std::array::from_fn(|v| self.variables.get(v).is_some_and(|w| !w.is_constant()))
    }

    /// Forgets the auxiliary variables.
    pub fn reset(&mut self) {
        self.variables.truncate(self.listed);
        let listed = self.listed;
        self.arithmetic.roots.retain(|v, _| *v < listed);
    }

    /// Refuses elements with auxiliary variables.
    pub fn only_listed(&self, a: &Elem) -> Outcome<()> {
        match (self.listed..self.variables.len()).find(|&v| a.involves(v)) {
            Some(v) => Err(format!(
                "{} is not among the variables of the tower",
                self.variables[v].symbol
            )),
            None => Ok(()),
        }
    }

    /// The derivative with respect to x.
    pub fn derive(&self, a: &Elem) -> Outcome<Elem> {
        let k = &self.arithmetic;
        let mut sum = Elem::zero();
        for (v, w) in self.variables.iter().enumerate() {
            if w.is_constant() || !a.involves(v) {
                continue;
            }
            let slope = k.partial(a, v)?;
            sum = k.add(&sum, &k.mul(&slope, &w.derivative)?)?;
        }
        Ok(sum)
    }

    /// `a = constant`? Then the constant, freed from the functions of x.
    pub fn as_constant(&self, a: &Elem) -> Outcome<Option<Elem>> {
        let k = &self.arithmetic;
        if (0..self.variables.len()).all(|v| self.variables[v].is_constant() || !a.involves(v)) {
            return Ok(Some(a.clone()));
        }
        // n/d is constant if and only if n d_0 = n_0 d for the coefficients n_0, d_0 of one monomial.
        let den = k.expand(&a.den)?;
        let functions = self.functions();
        let (n, d) = (a.num.group(&functions), den.group(&functions));
        let Some((m, d0)) = d.iter().next() else {
            return Ok(None);
        };
        let Some(n0) = n.get(m) else { return Ok(None) };
        if k.product(&a.num, d0)?.sub(&k.product(&den, n0)?).is_zero() {
            return Ok(Some(
                k.div(&Elem::poly(n0.clone()), &Elem::poly(d0.clone()))?,
            ));
        }
        Ok(None)
    }

    /// Puts elements for variables (those without an entry stay as they are), all over one denominator.
    pub fn substitute(&self, a: &Elem, images: &BTreeMap<usize, Elem>) -> Outcome<Elem> {
        let k = &self.arithmetic;
        let mut value = self.substitute_poly(&a.num, images)?;
        for (d, n) in &a.den {
            let below = self.substitute_poly(d, images)?;
            if below.is_zero() {
                return Err("a denominator vanishes identically after a substitution".into());
            }
            value = k.mul(&value, &k.pow(&below, -i64::from(*n))?)?;
        }
        Ok(value)
    }

    fn substitute_poly(&self, p: &Poly, images: &BTreeMap<usize, Elem>) -> Outcome<Elem> {
        let k = &self.arithmetic;
        let replaced: Vec<usize> = p
            .variables()
            .into_iter()
            .filter(|v| images.contains_key(v))
            .collect();
        // With n/d for v and exponents from `low` to `high`, the sum of c v^e is
        // n^low d^-high times the sum of c n^(e - low) d^(high - e).
        let mut factor = Elem::one();
        let mut tables: BTreeMap<usize, (i32, i32, Vec<Poly>, Vec<Poly>)> = BTreeMap::new();
        for &v in &replaced {
            let image = &images[&v];
            let low = p.monomials().map(|m| m[v]).min().unwrap_or_default().min(0);
            let high = p.monomials().map(|m| m[v]).max().unwrap_or_default().max(0);
            if low < 0 {
                factor = k.mul(
                    &factor,
                    &k.pow(&Elem::poly(image.num.clone()), i64::from(low))?,
                )?;
                // The numerator to the power low; the denominator enters below with high.
            }
            let den = image
                .den
                .iter()
                .map(|(d, n)| (d.clone(), n.saturating_mul(high.unsigned_abs())))
                .collect();
            factor = k.mul(
                &factor,
                &Elem {
                    num: Poly::one(),
                    den,
                },
            )?;
            let span = high.abs_diff(low);
            let below = k.expand(&image.den)?;
            let powers = |b: &Poly| -> Outcome<Vec<Poly>> {
                let mut out = vec![Poly::one()];
                for i in 0..span as usize {
                    out.push(k.product(&out[i], b)?);
                }
                Ok(out)
            };
            tables.insert(v, (low, high, powers(&image.num)?, powers(&below)?));
        }
        let mut sum = Poly::zero();
        for (m, c) in p.terms() {
            let mut kept: Mono = m;
            for v in &replaced {
                kept[*v] = 0;
            }
            let mut t = Poly::term(kept, &c);
            for (v, (low, high, above, below)) in &tables {
                let (i, j) = (m[*v].abs_diff(*low) as usize, high.abs_diff(m[*v]) as usize);
                t = k.product(&t, &k.product(&above[i], &below[j])?)?;
            }
            sum = sum.add(&t);
        }
        let whole = k.cancel(sum, factor.den.clone())?;
        let mut value = Elem {
            num: k.product(&whole.num, &factor.num)?,
            den: whole.den,
        };
        if value.num.is_zero() {
            value = Elem::zero();
        }
        Ok(value)
    }

    /// The exponents of the exponentials in a single-term quotient `p/q` of leading monomials; used to
    /// guess the exponential factor of a product.
    pub fn exponential_part(&self, a: &Elem) -> Outcome<Mono> {
        let den = self.arithmetic.expand(&a.den)?;
        let (above, below) = (a.num.monomial_content(), den.monomial_content());
        Ok(std::array::from_fn(|v| {
            match self.variables.get(v).map(|w| &w.kind) {
                Some(Kind::Exp(_)) => above[v] - below[v],
                _ => ONE[v],
            }
        }))
    }
}

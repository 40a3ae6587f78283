//! The differential field of a certificate: variables, derivation, substitution.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::element::{Arithmetic, Elem};
use super::failure::{Checked, limit, unshown};
use wronski_exact::poly::{MAX_VARS, Mono, Poly, Root};
use wronski_exact::{Field, PrimeField};
use wronski_expr::Func;

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
    /// The root of that degree, at least 3, of a prime.
    RootConstant(u32, BigInt),
    TanConstant(BigRational),
    /// atan(b/a) for the prime a^2 + b^2.
    AtanConstant(BigInt),
    /// A function of a constant of which nothing is claimed; never listed.
    Value(Func, Elem),
    /// The root of that degree of a positive constant that is no number; never listed.
    ConstantRoot(u32, Elem),
    Exp(Elem),
    Log(Elem),
    Erf(Elem),
    Tan(Elem),
    Atan(Elem),
    /// The root of that degree, positive if the degree is even, of a polynomial in the variables before.
    Root(u32, Elem),
    /// The square root, not negative, of a polynomial that is a square; never listed.
    Absolute(Elem),
}

impl Kind {
    /// The argument of a function.
    pub fn argument(&self) -> Option<&Elem> {
        match self {
            Kind::Exp(a)
            | Kind::Log(a)
            | Kind::Erf(a)
            | Kind::Tan(a)
            | Kind::Atan(a)
            | Kind::Root(_, a)
            | Kind::Absolute(a) => Some(a),
            _ => None,
        }
    }
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
        self.is_generator() && !matches!(self.kind, Kind::Root(..) | Kind::Absolute(_))
    }

    /// Is it a function other than x: a monomial or a root?
    pub fn is_generator(&self) -> bool {
        self.kind.argument().is_some()
    }

    pub fn is_constant(&self) -> bool {
        !self.is_generator() && !matches!(self.kind, Kind::X)
    }

    /// Does its value depend on a parameter that is left open?
    pub fn is_parametric(&self) -> bool {
        matches!(self.kind, Kind::Parameter | Kind::ExpParameter(..))
    }

    /// Is it a number of which no theorem says that it is transcendental, although it is treated so?
    pub fn is_open_number(&self) -> bool {
        matches!(self.kind, Kind::ErfConstant(_))
    }

    /// Is it one particular number that is treated as transcendental?
    pub fn is_transcendental_number(&self) -> bool {
        matches!(
            self.kind,
            Kind::SqrtPi
                | Kind::ExpConstant(_)
                | Kind::LogConstant(_)
                | Kind::ErfConstant(_)
                | Kind::TanConstant(_)
                | Kind::AtanConstant(_)
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
    /// Adds a variable; roots get their relation.
    pub fn push(&mut self, symbol: String, kind: Kind, derivative: Elem) -> Checked<usize> {
        let v = self.variables.len();
        if v >= MAX_VARS {
            return Err(limit("the number of variables", MAX_VARS as u64));
        }
        let relation = match &kind {
            Kind::Sqrt(n) => Some(Root::square(n)),
            Kind::RootConstant(degree, n) => Some(Root {
                degree: *degree,
                radicand: Poly::constant(&BigRational::from_integer(n.clone())),
            }),
            Kind::Root(degree, f) | Kind::ConstantRoot(degree, f) if f.den.is_empty() => {
                Some(Root {
                    degree: *degree,
                    radicand: f.num.clone(),
                })
            }
            Kind::Absolute(f) if f.den.is_empty() => Some(Root {
                degree: 2,
                radicand: f.num.clone(),
            }),
            Kind::Root(..) | Kind::ConstantRoot(..) | Kind::Absolute(_) => {
                return Err("a radicand is no polynomial".into());
            }
            _ => None,
        };
        if let Some(relation) = relation {
            self.arithmetic.roots.insert(v, relation);
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

    /// The roots of functions among the listed variables.
    pub fn radicals(&self) -> Vec<usize> {
        (0..self.listed)
            .filter(|&v| matches!(self.variables[v].kind, Kind::Root(..)))
            .collect()
    }

    /// The monomials, roots and x: all that is no constant.
    pub fn functions(&self) -> [bool; MAX_VARS] {
        std::array::from_fn(|v| self.variables.get(v).is_some_and(|w| !w.is_constant()))
    }

    /// Forgets the auxiliary variables.
    pub fn reset(&mut self) {
        // Indices of auxiliary variables are used again for others.
        self.variables.truncate(self.listed);
        let listed = self.listed;
        self.arithmetic.roots.retain(|v, _| *v < listed);
    }

    /// Refuses elements with auxiliary variables.
    pub fn only_listed(&self, a: &Elem) -> Checked<()> {
        match (self.listed..self.variables.len()).find(|&v| a.involves(v)) {
            // With the variables that are there, another way may lead to the same function.
            Some(v) => Err(unshown(format!(
                "{} is not among the variables of the tower",
                self.variables[v].symbol
            ))),
            None => Ok(()),
        }
    }

    /// Is an element that is not 0 certainly not the function 0? No auxiliary variable stands in it, of which more
    /// may hold than is known here, and no numbers that may be algebraically dependent.
    pub fn told_apart(&self, a: &Elem) -> bool {
        let inside = || (0..self.listed).filter(|v| a.involves(*v));
        let numbers = inside().filter(|v| self.variables[*v].is_transcendental_number());
        self.only_listed(a).is_ok()
            && numbers.count() < 2
            && !inside().any(|v| self.variables[v].is_open_number())
    }

    /// The derivative with respect to x.
    pub fn derive(&self, a: &Elem) -> Checked<Elem> {
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
    pub fn as_constant(&self, a: &Elem) -> Checked<Option<Elem>> {
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
    pub fn substitute(&self, a: &Elem, images: &BTreeMap<usize, Elem>) -> Checked<Elem> {
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

    fn substitute_poly(&self, p: &Poly, images: &BTreeMap<usize, Elem>) -> Checked<Elem> {
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
            let powers = |b: &Poly| -> Checked<Vec<Poly>> {
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

    /// The partial derivative with respect to a monomial; roots are functions of the monomials.
    pub fn slope(&self, a: &Elem, v: usize) -> Checked<Elem> {
        let k = &self.arithmetic;
        let mut sum = k.partial(a, v)?;
        for (u, w) in self.variables.iter().enumerate() {
            let Kind::Root(degree, f) = &w.kind else {
                continue;
            };
            if !a.involves(u) {
                continue;
            }
            // u/(n f) times the slope of f.
            let inner = self.slope(f, v)?;
            if inner.is_zero() {
                continue;
            }
            let share = k.div(
                &Elem::var(u),
                &f.scale(&BigRational::from_integer((*degree).into())),
            )?;
            let term = k.mul(&k.partial(a, u)?, &k.mul(&share, &inner)?)?;
            sum = k.add(&sum, &term)?;
        }
        Ok(sum)
    }

    /// The value of [`Space::slope`] at a point; `None` where a denominator, or a radicand that matters, vanishes.
    pub fn slope_value(
        &self,
        a: &Elem,
        v: usize,
        field: &PrimeField,
        point: &[u64],
    ) -> Option<u64> {
        let k = &self.arithmetic;
        let mut sum = k.partial_value(a, v, field, point)?;
        for (u, w) in self.variables.iter().enumerate() {
            let Kind::Root(degree, f) = &w.kind else {
                continue;
            };
            if !a.involves(u) {
                continue;
            }
            let below = field.mul(&field.small(i64::from(*degree)), &k.value(f, field, point)?);
            let share = field.mul(point.get(u)?, &field.inv(&below)?);
            let inner = field.mul(&share, &self.slope_value(f, v, field, point)?);
            sum = field.add(
                &sum,
                &field.mul(&k.partial_value(a, u, field, point)?, &inner),
            );
        }
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// x, t1 = exp(-x), t2 = log(1 + t1).
    fn space() -> Space {
        let mut s = Space::default();
        s.push("x".into(), Kind::X, Elem::one()).expect("room");
        let a = Elem::var(0).neg();
        s.push("t1".into(), Kind::Exp(a), Elem::var(1).neg())
            .expect("room");
        let f = s
            .arithmetic
            .add(&Elem::one(), &Elem::var(1))
            .expect("small");
        let slope = s.arithmetic.div(&Elem::var(1).neg(), &f).expect("nonzero");
        s.push("t2".into(), Kind::Log(f), slope).expect("room");
        s.listed = 3;
        s
    }

    #[test]
    fn values_are_those_of_the_operations() {
        let s = space();
        let (k, field) = (&s.arithmetic, PrimeField::MERSENNE_61);
        let p = [12, 345, 6789];
        let a = k
            .div(
                &Elem::var(0),
                &k.add(&Elem::one(), &Elem::var(1)).expect("small"),
            )
            .expect("nonzero");
        let b = k
            .pow(&k.sub(&Elem::var(2), &Elem::var(0)).expect("small"), -3)
            .expect("nonzero");
        let at = |e: &Elem| k.value(e, &field, &p).expect("defined");
        // By hand: 12/346 and (6789 - 12)^-3.
        assert_eq!(field.mul(&at(&a), &346), 12);
        assert_eq!(
            field.mul(&at(&b), &field.pow(&6777, 3).expect("defined")),
            1
        );
        assert_eq!(
            at(&k.add(&a, &b).expect("small")),
            field.add(&at(&a), &at(&b))
        );
        assert_eq!(
            at(&k.mul(&a, &b).expect("small")),
            field.mul(&at(&a), &at(&b))
        );
        for v in 0..3 {
            let slope = k.partial(&a, v).expect("small");
            assert_eq!(
                k.partial_value(&a, v, &field, &p),
                k.value(&slope, &field, &p)
            );
        }
    }

    #[test]
    fn the_sigmoid_satisfies_its_equation() {
        let s = space();
        let k = &s.arithmetic;
        let sigma = k
            .inverse(&k.add(&Elem::one(), &Elem::var(1)).expect("small"))
            .expect("nonzero");
        let square = k.mul(&sigma, &sigma).expect("small");
        // sigma' = sigma - sigma^2, and not sigma' = sigma.
        let slope = s.derive(&sigma).expect("small");
        assert!(
            k.equal(&slope, &k.sub(&sigma, &square).expect("small"))
                .expect("small")
        );
        assert!(!k.equal(&slope, &sigma).expect("small"));
    }

    #[test]
    fn the_chain_rule_holds_for_compositions() {
        let mut s = space();
        let softplus = Elem::var(2);
        let inner = s
            .arithmetic
            .mul(&Elem::var(0), &Elem::var(0))
            .expect("small");
        let outer = s.compose(&softplus, &inner).expect("auxiliary variables");
        let slope = s.derive(&softplus).expect("small");
        let composed = s.compose(&slope, &inner).expect("auxiliary variables");
        let by_chain = s
            .arithmetic
            .mul(&composed, &s.derive(&inner).expect("small"))
            .expect("small");
        assert!(
            s.arithmetic
                .equal(&s.derive(&outer).expect("small"), &by_chain)
                .expect("small")
        );
        assert!(s.only_listed(&outer).is_err());
    }

    #[test]
    fn products_of_what_is_there_are_recognised() {
        let mut s = space();
        let k = &s.arithmetic;
        // exp(2 t2 - 3 x) = (1 + t1)^2 t1^3
        let two = BigRational::from_integer(2.into());
        let three = BigRational::from_integer(3.into());
        let a = k
            .sub(&Elem::var(2).scale(&two), &Elem::var(0).scale(&three))
            .expect("small");
        let one = k.add(&Elem::one(), &Elem::var(1)).expect("small");
        let expected = k
            .mul(
                &k.pow(&one, 2).expect("small"),
                &k.pow(&Elem::var(1), 3).expect("small"),
            )
            .expect("small");
        let value = s.exp(&a).expect("there");
        assert!(s.arithmetic.equal(&value, &expected).expect("small"));
        assert_eq!(s.variables.len(), 3);
        // log of it is the exponent again; log(1 + exp(x)) = t2 + x.
        let back = s.log(&value).expect("there");
        assert!(s.arithmetic.equal(&back, &a).expect("small"));
        let other = s
            .arithmetic
            .add(
                &Elem::one(),
                &s.arithmetic.inverse(&Elem::var(1)).expect("nonzero"),
            )
            .expect("small");
        let log = s.log(&other).expect("there");
        assert!(
            s.arithmetic
                .equal(
                    &log,
                    &s.arithmetic
                        .add(&Elem::var(2), &Elem::var(0))
                        .expect("small")
                )
                .expect("small")
        );
        assert_eq!(s.variables.len(), 3);
        // log(2 + exp(x)) is new.
        let new = s.arithmetic.add(&other, &Elem::one()).expect("small");
        s.log(&new).expect("room");
        assert_eq!(s.variables.len(), 4);
    }

    #[test]
    fn constants_are_seen_behind_fractions() {
        let s = space();
        let k = &s.arithmetic;
        let one = k.add(&Elem::one(), &Elem::var(1)).expect("small");
        let seven = BigRational::from_integer(7.into());
        // 7 (1 + t1)^2 / (1 + 2 t1 + t1^2), built so that no trial division sees it.
        let num = k.product(&one.num, &one.num).expect("small");
        let hidden = Elem {
            num: num.scale(&seven),
            den: vec![(one.num.clone(), 2)],
        };
        let c = s.as_constant(&hidden).expect("small").expect("constant");
        assert_eq!(c.as_rational(), Some(seven));
        assert!(s.as_constant(&one).expect("small").is_none());
    }
}

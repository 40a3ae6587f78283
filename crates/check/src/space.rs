//! The differential field of a certificate: variables, what they stand for, derivation.

use std::any::Any;
use std::fmt::Debug;
use std::rc::Rc;

use num_rational::BigRational;

use super::element::{Arithmetic, Elem};
use super::failure::{Checked, limit, unshown};
use wronski_exact::poly::{MAX_VARS, Root};
use wronski_exact::{Field, PrimeField};
use wronski_expr::Expr;

/// Cosine and sine of one angle.
pub(crate) type Circle = (Elem, Elem);

/// What a variable stands for.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    X,
    Parameter,
    Constant(Rc<dyn Constant>),
    Function(Rc<dyn Generator>),
}

impl Kind {
    pub fn constant(c: impl Constant) -> Kind {
        Kind::Constant(Rc::new(c))
    }

    pub fn function(g: impl Generator) -> Kind {
        Kind::Function(Rc::new(g))
    }
}

/// What is known of a constant that is no parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// A root of a number, with its equation.
    Algebraic,
    /// A number that is treated as transcendental.
    Transcendental,
    /// The same, although no theorem says that it is.
    Open,
    /// It depends on a parameter that is left open.
    Parametric,
    /// Nothing is claimed of it; never listed.
    Unclaimed,
}

/// Where a variable may be 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zeros {
    Nowhere,
    /// Somewhere, but it is not the function 0.
    Somewhere,
    /// It may be 0 altogether.
    Unknown,
}

/// Where on the real line a function is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Domain {
    Line,
    /// But for poles.
    OffPoles,
}

/// A constant that is no parameter.
pub(crate) trait Constant: Any + Debug {
    /// What it is called where it is not listed.
    fn name(&self) -> String;

    /// What is known of it.
    fn status(&self) -> Status;

    /// The constant that it is a function of.
    fn argument(&self) -> Option<&Elem> {
        None
    }

    /// Degree and radicand of its equation.
    fn relation(&self) -> Option<(u32, Elem)> {
        None
    }

    /// Where nothing is claimed of it it may be 0.
    fn zeros(&self) -> Zeros {
        Zeros::Nowhere
    }

    /// It as an expression; the argument is written by `of`.
    fn written(&self, of: &dyn Fn(&Elem) -> Expr) -> Expr;

    /// The logarithm of its absolute value; it is the variable `v`.
    ///
    /// # Errors
    /// A sign is not shown, or a limit is reached.
    fn logarithm(&self, space: &mut Space, v: usize) -> Checked<Elem> {
        space.log_value(Elem::var(v))
    }

    /// Is it positive, with roots through its logarithm?
    fn has_roots(&self) -> bool {
        false
    }

    /// The exponential of `n/degree` times it, if that is known.
    ///
    /// # Errors
    /// A sign is not shown, or a limit is reached.
    fn exponential(&self, _: &mut Space, _: [i64; 2]) -> Checked<Option<Elem>> {
        Ok(None)
    }

    /// Cosine and sine of `q` times a power of it, if they are known.
    ///
    /// # Errors
    /// The angle is not worked out, or a limit is reached.
    fn circle(&self, _: &mut Space, _: &BigRational, _: i32) -> Checked<Option<Circle>> {
        Ok(None)
    }
}

/// A function other than x: a monomial, a root, or an absolute value.
pub(crate) trait Generator: Any + Debug {
    /// What it is a function of.
    fn argument(&self) -> &Elem;

    /// What decides whether it is new.
    fn group(&self) -> Group<'_>;

    /// Where it may be 0.
    fn zeros(&self) -> Zeros;

    /// Where it is defined, if its argument is.
    fn domain(&self) -> Domain {
        Domain::Line
    }

    /// It as an expression, by that of its argument.
    fn written(&self, argument: Expr) -> Expr;

    /// The same function of another argument.
    ///
    /// # Errors
    /// It is not shown to be defined, or a limit is reached.
    fn of(&self, space: &mut Space, argument: &Elem) -> Checked<Elem>;
}

/// What decides whether a function is new, with what this is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Group<'a> {
    /// Exponentials and logarithms: derivatives of exponents and logarithms that are independent over Q.
    Exponents(&'a dyn Exponent),
    /// Tangents and arctangents: derivatives of angles that are independent over Q.
    Angles(&'a dyn Angle),
    /// Error functions: arguments that differ, up to sign.
    ErrorFunctions,
    /// Roots of that degree, positive if it is even: power residues of the radicands.
    Roots(u32),
    /// The square root, not negative, of a square: it is not new, and never listed.
    AbsoluteValues,
}

/// An exponential or logarithm.
pub(crate) trait Exponent: Debug {
    /// The exponent or logarithm; the function is the variable `v`.
    fn exponent(&self, v: usize) -> Elem;

    /// The exponential of that.
    fn exponential(&self, v: usize) -> Elem;

    /// The exponential of `q` times the exponent, for a `q` that is no integer.
    ///
    /// # Errors
    /// A root is not shown to be defined, or a limit is reached.
    fn root(&self, space: &mut Space, v: usize, q: &BigRational) -> Checked<Elem>;
}

/// A tangent or arctangent.
pub(crate) trait Angle: Debug {
    /// The angle; the function is the variable `v`.
    fn angle(&self, v: usize) -> Elem;

    /// Can cosine and sine of `q` times the angle be written by the function?
    fn divides(&self, q: &BigRational) -> bool;

    /// Cosine and sine of `q` times the angle.
    ///
    /// # Errors
    /// They cannot be written by the function, or a limit is reached.
    fn circle(&self, space: &mut Space, v: usize, q: &BigRational) -> Checked<Circle>;
}

/// A variable with its derivative.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub symbol: String,
    pub kind: Kind,
    pub derivative: Elem,
}

impl Variable {
    /// A monomial or root: a function other than x.
    pub fn generator(&self) -> Option<&dyn Generator> {
        match &self.kind {
            Kind::Function(g) => Some(g.as_ref()),
            _ => None,
        }
    }

    /// The function of that kind.
    pub fn function<G: Generator>(&self) -> Option<&G> {
        (self.generator()? as &dyn Any).downcast_ref()
    }

    /// The constant of that kind.
    pub fn constant<C: Constant>(&self) -> Option<&C> {
        match &self.kind {
            Kind::Constant(c) => (c.as_ref() as &dyn Any).downcast_ref(),
            _ => None,
        }
    }

    /// The argument of a function.
    pub fn argument(&self) -> Option<&Elem> {
        self.generator().map(|g| g.argument())
    }

    /// Degree and radicand of a root of a function.
    pub fn root(&self) -> Option<(u32, &Elem)> {
        match self.generator()?.group() {
            Group::Roots(degree) => Some((degree, self.argument()?)),
            _ => None,
        }
    }

    /// Is it a function other than x and the roots?
    pub fn is_monomial(&self) -> bool {
        self.generator().is_some_and(|g| match g.group() {
            Group::Exponents(_) | Group::Angles(_) | Group::ErrorFunctions => true,
            Group::Roots(_) | Group::AbsoluteValues => false,
        })
    }

    /// Is it a function other than x: a monomial or a root?
    pub fn is_generator(&self) -> bool {
        matches!(self.kind, Kind::Function(_))
    }

    pub fn is_constant(&self) -> bool {
        matches!(self.kind, Kind::Parameter | Kind::Constant(_))
    }

    pub fn is_parameter(&self) -> bool {
        matches!(self.kind, Kind::Parameter)
    }

    /// What is known of a constant that is no parameter.
    pub fn status(&self) -> Option<Status> {
        match &self.kind {
            Kind::Constant(c) => Some(c.status()),
            _ => None,
        }
    }

    /// Does its value depend on a parameter that is left open?
    pub fn is_parametric(&self) -> bool {
        self.is_parameter() || self.status() == Some(Status::Parametric)
    }

    /// Is it a number of which no theorem says that it is transcendental, although it is treated so?
    pub fn is_open_number(&self) -> bool {
        self.status() == Some(Status::Open)
    }

    /// Is it one particular number that is treated as transcendental?
    pub fn is_transcendental_number(&self) -> bool {
        matches!(self.status(), Some(Status::Transcendental | Status::Open))
    }

    /// Where it may be 0.
    pub fn zeros(&self) -> Zeros {
        match &self.kind {
            Kind::X => Zeros::Somewhere,
            Kind::Parameter => Zeros::Nowhere,
            Kind::Constant(c) => c.zeros(),
            Kind::Function(g) => g.zeros(),
        }
    }
}

/// The field with the variables that the certificate lists, and after them auxiliary ones that an
/// expression needed on the way. Nothing is claimed of the auxiliary ones: an identity that holds
/// with them as free variables holds for the functions that they stand for.
#[derive(Debug, Default)]
pub(crate) struct Space {
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
            Kind::X | Kind::Parameter => None,
            Kind::Constant(c) => c.relation(),
            Kind::Function(g) => match g.group() {
                Group::Roots(degree) => Some((degree, g.argument().clone())),
                Group::AbsoluteValues => Some((2, g.argument().clone())),
                Group::Exponents(_) | Group::Angles(_) | Group::ErrorFunctions => None,
            },
        };
        if let Some((degree, f)) = relation {
            if !f.den.is_empty() {
                return Err("a radicand is no polynomial".into());
            }
            let radicand = f.num;
            self.arithmetic.roots.insert(v, Root { degree, radicand });
        }
        self.variables.push(Variable {
            symbol,
            kind,
            derivative,
        });
        Ok(v)
    }

    /// The variable of that constant, auxiliary if it is not listed.
    pub fn constant<C: Constant + PartialEq>(&mut self, c: C) -> Checked<usize> {
        let same = |w: &Variable| w.constant() == Some(&c);
        match self.variables.iter().position(same) {
            Some(v) => Ok(v),
            None => self.push(c.name(), Kind::constant(c), Elem::zero()),
        }
    }

    /// The variables of that kind of constant.
    pub fn constants<C: Constant>(&self) -> impl Iterator<Item = (usize, &C)> {
        let all = self.variables.iter().enumerate();
        all.filter_map(|(v, w)| Some((v, w.constant()?)))
    }

    /// The functions of that kind.
    pub fn of_kind<G: Generator>(&self) -> impl Iterator<Item = (usize, &G)> {
        let all = self.variables.iter().enumerate();
        all.filter_map(|(v, w)| Some((v, w.function()?)))
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
            .filter(|&v| self.variables[v].root().is_some())
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

    /// Division that does not rest on auxiliary variables: what is zero for the functions that they
    /// stand for could look nonzero. (The factors below `b` have been divided by before.)
    pub fn divide(&self, a: &Elem, b: &Elem) -> Checked<Elem> {
        let harmless = b.num.len() == 1
            && (self.listed..self.variables.len())
                .all(|v| !b.num.involves(v) || self.variables[v].zeros() != Zeros::Unknown);
        if !harmless {
            self.only_listed(&Elem::poly(b.num.clone()))?;
        }
        self.arithmetic.div(a, b)
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

    /// The partial derivative with respect to a monomial; roots are functions of the monomials.
    pub fn slope(&self, a: &Elem, v: usize) -> Checked<Elem> {
        let k = &self.arithmetic;
        let mut sum = k.partial(a, v)?;
        for (u, w) in self.variables.iter().enumerate() {
            let Some((degree, f)) = w.root() else {
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
                &f.scale(&BigRational::from_integer(degree.into())),
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
            let Some((degree, f)) = w.root() else {
                continue;
            };
            if !a.involves(u) {
                continue;
            }
            let below = field.mul(&field.small(i64::from(degree)), &k.value(f, field, point)?);
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
    use crate::kind::exp::Exp;
    use crate::kind::log::Log;

    /// x, t1 = exp(-x), t2 = log(1 + t1).
    fn space() -> Space {
        let mut s = Space::default();
        s.push("x".into(), Kind::X, Elem::one()).expect("room");
        let a = Elem::var(0).neg();
        s.push("t1".into(), Kind::function(Exp(a)), Elem::var(1).neg())
            .expect("room");
        let f = s
            .arithmetic
            .add(&Elem::one(), &Elem::var(1))
            .expect("small");
        let slope = s.arithmetic.div(&Elem::var(1).neg(), &f).expect("nonzero");
        s.push("t2".into(), Kind::function(Log(f)), slope)
            .expect("room");
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

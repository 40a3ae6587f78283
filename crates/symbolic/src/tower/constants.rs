//! The field of constants: rationals, roots of rationals, pi, and declared parameters, with e, logarithms
//! of integers, values of erf and of circular functions where an expression brings them in.
//!
//! Generators are treated as algebraically independent (roots modulo `s^n = p`). For roots of distinct
//! primes and one transcendental number this is a theorem (Besicovitch 1940; Hermite for e, Lindemann
//! for pi, logarithms, tangents and arctangents of rationals); for two or more transcendental
//! numbers it is open (Schanuel's conjecture), and nothing at all is known about `erf(q)`, not even
//! that it is irrational: [`Tower::unproved_constants`] says so.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use wronski_diagnostic::ErrorCode;

use super::radical::MAX_DEGREE;
use super::{Element, Kind, Result, Stop, Tower, Variable};
use wronski_certificate::reason::ConstantFunction;
use wronski_certificate::{Limit, Reason as Open};
use wronski_diagnostic::Diagnostic;
use wronski_exact::poly::{Poly, Root, mono};
use wronski_expr::{Expr, Func, Node};

/// A generator of the field of constants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A declared parameter, generic.
    Parameter(String),
    /// A symbol that stands for a function, such as sigma in a relation over the field that it generates.
    Symbol(String),
    /// The square root of pi (so that pi is its square).
    SqrtPi,
    /// The positive square root of an integer that is not a square.
    Sqrt(BigInt),
    /// The positive root of degree at least 3 of a prime.
    Root(u32, BigInt),
    /// `exp(q)` for a rational `q`.
    Exp(BigRational),
    /// `exp(q * parameter)`.
    ExpParameter(BigRational, String),
    /// The logarithm of a prime.
    LogPrime(BigInt),
    /// `erf(q)` for a rational `q > 0`.
    Erf(BigRational),
    /// `tan(q)` for a rational `q > 0`.
    Tan(BigRational),
    /// `atan(b/a)` for the prime `a^2 + b^2`, `a > b > 0`: the angle of a Gaussian prime.
    Atan(BigInt),
}

impl Constant {
    /// Is it a parameter (or a function of one), so that statements hold for generic values?
    pub fn is_parameter(&self) -> bool {
        matches!(self, Constant::Parameter(_) | Constant::ExpParameter(..))
    }

    /// Is it a particular number that is treated as transcendental? (For [`Constant::Erf`] no theorem says
    /// that it is.)
    pub fn is_transcendental_number(&self) -> bool {
        matches!(
            self,
            Constant::SqrtPi
                | Constant::Exp(_)
                | Constant::LogPrime(_)
                | Constant::Erf(_)
                | Constant::Tan(_)
                | Constant::Atan(_)
        )
    }

    /// How it is written.
    pub fn text(&self) -> String {
        match self {
            Constant::Parameter(p) | Constant::Symbol(p) => p.clone(),
            Constant::SqrtPi => "sqrt(pi)".into(),
            Constant::Sqrt(n) => format!("sqrt({n})"),
            Constant::Exp(q) => format!("exp({q})"),
            Constant::ExpParameter(q, p) if q.is_one() => format!("exp({p})"),
            Constant::ExpParameter(q, p) => format!("exp({q}*{p})"),
            Constant::LogPrime(p) => format!("log({p})"),
            Constant::Erf(q) => format!("erf({q})"),
            Constant::Root(n, p) => format!("{p}^(1/{n})"),
            Constant::Tan(q) => format!("tan({q})"),
            Constant::Atan(p) => match super::angles::two_squares(p) {
                Some((a, b)) => format!("atan({b}/{a})"),
                None => format!("arg({p})"),
            },
        }
    }
}

impl Tower {
    /// The generator, adjoined if it is not there yet.
    ///
    /// # Errors
    /// [`Stop::Undecided`] if the tower has no room, or if the generator could be algebraically
    /// dependent on the ones before it.
    pub fn constant(&mut self, c: Constant) -> Result<usize> {
        if let Some(v) = self
            .variables
            .iter()
            .position(|w| w.kind == Kind::Constant(c.clone()))
        {
            return Ok(v);
        }
        for w in &self.variables {
            let clash = match (&w.kind, &c) {
                (Kind::Constant(Constant::Exp(_)), Constant::Exp(_)) => true,
                (Kind::Constant(Constant::ExpParameter(_, p)), Constant::ExpParameter(_, q)) => {
                    p == q
                }
                (Kind::Constant(Constant::Sqrt(m)), Constant::Sqrt(n)) => !m.gcd(n).is_one(),
                (Kind::Constant(Constant::Tan(_)), Constant::Tan(_)) => true,
                (
                    Kind::Constant(Constant::Root(_, m) | Constant::Sqrt(m)),
                    Constant::Root(_, n),
                )
                | (Kind::Constant(Constant::Root(_, m)), Constant::Sqrt(n)) => m == n,
                _ => false,
            };
            if clash {
                return Err(Stop::Undecided(Open::RelatedConstants {
                    constants: [w.symbol.clone(), c.text()],
                }));
            }
        }
        let symbol = c.text();
        let root = match &c {
            Constant::Sqrt(n) => Some(Root::square(n)),
            Constant::Root(degree, p) => Some(Root {
                degree: *degree,
                radicand: Poly::constant(&BigRational::from_integer(p.clone())),
            }),
            _ => None,
        };
        let v = self.push(Variable {
            symbol,
            kind: Kind::Constant(c),
            derivative: Element::zero(),
            reason: None,
        })?;
        if let Some(root) = root {
            self.roots.insert(v, root);
        }
        Ok(v)
    }

    /// Are there symbolic parameters, so that verdicts are generic?
    pub fn has_parameters(&self) -> bool {
        self.variables
            .iter()
            .any(|w| matches!(&w.kind, Kind::Constant(c) if c.is_parameter()))
    }

    /// The names of the transcendental numbers among the constants, if there are two or more, or if one is a
    /// value of erf: then their algebraic independence (for one number: its transcendence), which every
    /// proof of independence here uses, is not known.
    pub fn unproved_constants(&self) -> Option<Vec<&str>> {
        let numbers = || {
            self.variables
                .iter()
                .filter(|w| matches!(&w.kind, Kind::Constant(c) if c.is_transcendental_number()))
        };
        let erf = numbers().any(|w| matches!(&w.kind, Kind::Constant(Constant::Erf(_))));
        let names: Vec<&str> = numbers().map(|w| w.symbol.as_str()).collect();
        (names.len() > 1 || erf).then_some(names)
    }

    /// What is not known about the constants and every proof of independence would use.
    pub fn open_question(&self) -> Option<Open> {
        let names = self.unproved_constants()?;
        Some(Open::UnprovedConstants {
            constants: names.into_iter().map(str::to_owned).collect(),
        })
    }

    /// The number pi.
    ///
    /// # Errors
    /// If the tower has no room.
    pub fn pi(&mut self) -> Result<Element> {
        let v = self.constant(Constant::SqrtPi)?;
        Ok(self.unit_power(v, 2))
    }

    /// The positive square root of a nonnegative rational.
    ///
    /// # Errors
    /// [`Stop::Undefined`] for negative numbers; [`Stop::Undecided`] if the radicand is too large to
    /// be split into its square and squarefree parts.
    pub fn sqrt_rational(&mut self, q: &BigRational) -> Result<Element> {
        if q.is_negative() {
            return Err(Stop::Undefined(Diagnostic::input(
                ErrorCode::W0211,
                format!("the square root of the negative number {q} is not real"),
            )));
        }
        if q.is_zero() {
            return Ok(Element::zero());
        }
        // sqrt(a/b) = sqrt(a b)/b; one generator for each prime.
        let n = q.numer() * q.denom();
        let (outside, primes) = square_part(&n)
            .ok_or_else(|| not_factored(&Expr::apply(Func::Sqrt, Expr::num(q.clone()))))?;
        let mut num = Poly::constant(&BigRational::new(outside, q.denom().clone()));
        for p in primes {
            let v = self.constant(Constant::Sqrt(p))?;
            num = num.shift(&mono(v, 1));
        }
        Ok(Element::poly(num))
    }

    /// The positive root of degree at least 3 of a positive rational, prime by prime.
    pub(super) fn root_of_factored(&mut self, q: &BigRational, degree: u32) -> Result<Element> {
        let refuse = || {
            let exponent = BigRational::new(BigInt::one(), degree.into());
            not_factored(&Expr::new(Node::Pow(
                Expr::num(q.clone()),
                Expr::num(exponent),
            )))
        };
        let mut root = Element::one();
        for (n, sign) in [(q.numer(), 1), (q.denom(), -1)] {
            if n.is_one() {
                continue;
            }
            let exact = n.nth_root(degree);
            if &exact.pow(degree) == n {
                let exact = BigRational::from_integer(exact).pow(sign);
                root = self.scale(&root, &exact);
                continue;
            }
            for (p, e) in factor(n).ok_or_else(refuse)? {
                // p^(e/degree) in lowest terms.
                let share = BigRational::new(e.into(), degree.into());
                let whole = share.floor().to_integer();
                let part = share - BigRational::from_integer(whole.clone());
                let mut value = Element::rational(
                    &BigRational::from_integer(p.clone()).pow(whole.to_i32().ok_or_else(refuse)?),
                );
                if !part.is_zero() {
                    let d = part.denom().to_u32().ok_or_else(refuse)?;
                    let k = part.numer().to_i64().ok_or_else(refuse)?;
                    let v = if d == 2 {
                        self.constant(Constant::Sqrt(p))?
                    } else {
                        self.constant(Constant::Root(d, p))?
                    };
                    let power = self.pow(&Element::var(v), k)?;
                    value = self.mul(&value, &power)?;
                }
                let value = self.pow(&value, i64::from(sign))?;
                root = self.mul(&root, &value)?;
            }
        }
        Ok(root)
    }

    /// The positive square root of a constant, if it is a rational times a square of positive
    /// generators; `None` otherwise (a parameter could be negative).
    ///
    /// # Errors
    /// As [`Tower::sqrt_rational`].
    pub fn sqrt_constant(&mut self, c: &Element) -> Result<Option<Element>> {
        if c.is_zero() {
            return Ok(Some(Element::zero()));
        }
        if !c.den.is_empty() || c.num.len() > 1 {
            return Ok(None);
        }
        let Some((m, q)) = c.num.leading() else {
            return Ok(None);
        };
        let mut root = wronski_exact::poly::ONE;
        for v in 0..m.len() {
            if m[v] == 0 {
                continue;
            }
            let square = m[v] % 2 == 0
                && matches!(&self.variables[v].kind, Kind::Constant(k) if !matches!(k, Constant::Parameter(_) | Constant::Symbol(_)));
            if !square {
                return Ok(None);
            }
            root[v] = m[v] / 2;
        }
        let rational = self.sqrt_rational(&q)?;
        Ok(Some(Element::poly(rational.num.shift(&root))))
    }

    /// `exp(c)` of a constant.
    ///
    /// # Errors
    /// [`Stop::Undecided`] if the constant is neither rational, nor a rational multiple of a
    /// parameter, nor a logarithm with integer coefficients, nor a sum of such.
    pub fn exp_constant(&mut self, c: &Element) -> Result<Element> {
        let refuse = |t: &Tower| t.no_constant(ConstantFunction::Exp, c);
        if !c.den.is_empty() {
            return Err(refuse(self));
        }
        let mut product = Element::one();
        for (m, q) in c.num.terms().collect::<Vec<_>>() {
            let support: Vec<usize> = (0..m.len()).filter(|&v| m[v] != 0).collect();
            let factor = match support.as_slice() {
                [] => {
                    let existing =
                        self.variables
                            .iter()
                            .enumerate()
                            .find_map(|(v, w)| match &w.kind {
                                Kind::Constant(Constant::Exp(base)) => Some((v, base.clone())),
                                _ => None,
                            });
                    match existing {
                        Some((v, base)) => {
                            let n = small_multiple(&(&q / base), || refuse(self))?;
                            self.unit_power(v, n)
                        }
                        None => {
                            // Integers share the generator e; other numbers start one of their own.
                            let base = BigRational::new(BigInt::one(), q.denom().clone());
                            let n = small_multiple(&(&q / &base), || refuse(self))?;
                            let v = self.constant(Constant::Exp(base))?;
                            self.unit_power(v, n)
                        }
                    }
                }
                [v] if m[*v] == 1 => match self.variables[*v].kind.clone() {
                    Kind::Constant(Constant::LogPrime(p)) => {
                        let degree = q.denom().to_u32().filter(|n| *n <= MAX_DEGREE);
                        let degree = degree
                            .ok_or_else(|| Stop::above(Limit::RootDegree, MAX_DEGREE, q.denom()))?;
                        let n = q.numer().to_i64().filter(|n| n.abs() <= LARGEST_POWER);
                        let n = n.ok_or_else(|| {
                            Stop::above(Limit::NumberPower, LARGEST_POWER, q.numer())
                        })?;
                        let root = self.root_rational(&BigRational::from_integer(p), degree)?;
                        self.pow(&root, n)?
                    }
                    Kind::Constant(Constant::Parameter(name)) => {
                        let base = BigRational::new(BigInt::one(), q.denom().clone());
                        let n = small_multiple(&(&q / &base), || refuse(self))?;
                        let e = self.constant(Constant::ExpParameter(base, name))?;
                        self.unit_power(e, n)
                    }
                    _ => return Err(refuse(self)),
                },
                _ => return Err(refuse(self)),
            };
            product = self.mul(&product, &factor)?;
        }
        Ok(product)
    }

    /// `log(c)` of a constant.
    ///
    /// # Errors
    /// [`Stop::Undefined`] for numbers that are not positive; [`Stop::Undecided`] if the constant is
    /// neither a rational that can be factored nor a power of e.
    pub fn log_constant(&mut self, c: &Element) -> Result<Element> {
        let refuse = |t: &Tower| t.no_constant(ConstantFunction::Log, c);
        if !c.den.is_empty() || c.num.len() > 1 {
            return Err(refuse(self));
        }
        let Some((m, q)) = c.num.leading() else {
            return Err(Stop::Undefined(Diagnostic::input(
                ErrorCode::W0212,
                "log(0) is not defined",
            )));
        };
        if q.is_negative() && m.iter().all(|e| *e == 0) {
            return Err(Stop::Undefined(Diagnostic::input(
                ErrorCode::W0212,
                format!("log({q}) is not defined on the reals"),
            )));
        }
        if q.is_negative() {
            return Err(refuse(self));
        }
        let mut sum = Element::zero();
        for (v, &power) in m.iter().enumerate() {
            if power == 0 {
                continue;
            }
            let exponent = BigRational::from_integer(power.into());
            let part = match self.variables[v].kind.clone() {
                Kind::Constant(Constant::Exp(base)) => Element::rational(&(base * exponent)),
                Kind::Constant(Constant::ExpParameter(base, name)) => {
                    let p = self.constant(Constant::Parameter(name))?;
                    self.scale(&Element::var(p), &(base * exponent))
                }
                Kind::Constant(k @ (Constant::Sqrt(_) | Constant::Root(..))) => {
                    let (degree, n) = match k {
                        Constant::Root(degree, p) => (degree, p),
                        Constant::Sqrt(n) => (2, n),
                        _ => return Err(refuse(self)),
                    };
                    let inner =
                        self.log_constant(&Element::rational(&BigRational::from_integer(n)))?;
                    self.scale(
                        &inner,
                        &(exponent / BigRational::from_integer(degree.into())),
                    )
                }
                _ => return Err(refuse(self)),
            };
            sum = self.add(&sum, &part)?;
        }
        for (n, sign) in [(q.numer(), 1), (q.denom(), -1)] {
            let factors =
                factor(n).ok_or_else(|| not_factored(&Expr::apply(Func::Log, self.to_expr(c))))?;
            for (p, e) in factors {
                let v = self.constant(Constant::LogPrime(p))?;
                let e = BigRational::from_integer((i64::from(e) * sign).into());
                sum = self.add(&sum, &self.scale(&Element::var(v), &e))?;
            }
        }
        Ok(sum)
    }

    /// `erf(c)` of a constant.
    ///
    /// # Errors
    /// [`Stop::Undecided`] unless the constant is rational.
    pub fn erf_constant(&mut self, c: &Element) -> Result<Element> {
        let q = c
            .as_rational()
            .ok_or_else(|| self.no_constant(ConstantFunction::Erf, c))?;
        if q.is_zero() {
            return Ok(Element::zero());
        }
        let v = self.constant(Constant::Erf(q.abs()))?;
        let value = Element::var(v);
        Ok(if q.is_negative() {
            self.neg(&value)
        } else {
            value
        })
    }
}

/// The largest integer that is taken for an exponent or a multiple.
pub(super) const LARGEST_INTEGER: i32 = 1_000_000;

/// The largest power of a number that is written out.
const LARGEST_POWER: i64 = 10_000;

/// Factors of so many bits are found by division.
const DIVISOR_BITS: u64 = 16;

/// One prime of so many bits may be left.
const PRIME_BITS: u64 = 64;

/// Integers of more bits are not factored.
const FACTORED_BITS: u64 = 4096;

/// A constant that needs the factors of an integer which are not found.
pub(super) fn not_factored(constant: &Expr) -> Stop {
    Stop::Undecided(Open::Factoring {
        subject: constant.into(),
        divisor_bits: DIVISOR_BITS,
        prime_bits: PRIME_BITS,
        bits: FACTORED_BITS,
    })
}

/// The integer as a multiple of a constant; for a fraction, what `otherwise` says.
pub(super) fn small_multiple(q: &BigRational, otherwise: impl FnOnce() -> Stop) -> Result<i32> {
    small_integer(q).ok_or_else(|| match q.is_integer() {
        true => Stop::above(Limit::ConstantMultiple, LARGEST_INTEGER, q),
        false => otherwise(),
    })
}

impl Tower {
    /// A constant of a kind that is not worked out.
    pub(super) fn no_constant(&self, function: ConstantFunction, argument: &Element) -> Stop {
        Stop::Undecided(Open::ConstantKind {
            function,
            argument: (&self.to_expr(argument)).into(),
        })
    }
}

/// The integer, if it is one that fits an exponent.
pub(super) fn small_integer(q: &BigRational) -> Option<i32> {
    if !q.is_integer() {
        return None;
    }
    q.to_integer()
        .to_i32()
        .filter(|n| n.abs() <= LARGEST_INTEGER)
}

/// The prime factorisation of a positive integer by trial division to 2^16, so complete for numbers
/// whose cofactor is below 2^32; `None` beyond.
pub(super) fn factor(n: &BigInt) -> Option<Vec<(BigInt, u32)>> {
    let mut rest = n.clone();
    let mut out = vec![];
    if rest.bits() > FACTORED_BITS {
        return None;
    }
    let mut p = 2u32;
    while p < 1 << DIVISOR_BITS && BigInt::from(p) * p <= rest {
        let mut e = 0;
        let d = BigInt::from(p);
        while rest.is_multiple_of(&d) {
            rest /= &d;
            e += 1;
        }
        if e > 0 {
            out.push((d, e));
        }
        p += if p == 2 { 1 } else { 2 };
    }
    if !rest.is_one() {
        // `PRIME_BITS`
        let known = rest.to_u64().is_some_and(wronski_exact::field::is_prime);
        if !known {
            return None;
        }
        out.push((rest, 1));
    }
    Some(out)
}

/// `n = outside^2 * product of distinct primes`.
fn square_part(n: &BigInt) -> Option<(BigInt, Vec<BigInt>)> {
    let root = n.sqrt();
    if &(&root * &root) == n {
        return Some((root, vec![]));
    }
    let mut outside = BigInt::one();
    let mut primes = vec![];
    for (p, e) in factor(n)? {
        outside *= p.pow(e / 2);
        if e % 2 == 1 {
            primes.push(p);
        }
    }
    Some((outside, primes))
}

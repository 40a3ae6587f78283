//! The generators of the field of constants: roots of rationals, pi, and declared parameters, with e, logarithms of
//! integers, values of erf and of circular functions where an expression brings them in.
//!
//! Generators are treated as algebraically independent (roots modulo `s^n = p`). For roots of distinct
//! primes and one transcendental number this is a theorem (Besicovitch 1940; Hermite for e, Lindemann
//! for pi, logarithms, tangents and arctangents of rationals); for two or more transcendental
//! numbers it is open (Schanuel's conjecture), and nothing at all is known about `erf(q)`, not even
//! that it is irrational: [`Tower::unproved_constants`] says so.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::One;

use super::Kind;
use super::root::root_expression;
use crate::tower::number::two_squares;
use crate::tower::{Element, Result, Tower, TowerError, Variable};
use wronski_certificate::reason::ConstantFunction;
use wronski_certificate::{Reason as Open, VariableKind};
use wronski_exact::poly::{Poly, Root};
use wronski_expr::{Expr, Func, Node};

/// A generator of the field of constants.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
            Constant::Atan(p) => match two_squares(p) {
                Some((a, b)) => format!("atan({b}/{a})"),
                None => format!("arg({p})"),
            },
        }
    }
    /// The expression that it stands for.
    pub(in crate::tower) fn expression(&self) -> Expr {
        let integer = |n: &BigInt| Expr::num(BigRational::from_integer(n.clone()));
        match self {
            Constant::Parameter(p) => Expr::param(p),
            Constant::Symbol(p) => Expr::generator(p),
            Constant::SqrtPi => Expr::apply(Func::Sqrt, Expr::new(Node::Pi)),
            Constant::Sqrt(n) => root_expression(integer(n), 2),
            Constant::Root(n, p) => root_expression(integer(p), *n),
            Constant::Exp(q) => Expr::apply(Func::Exp, Expr::num(q.clone())),
            Constant::ExpParameter(q, p) if q.is_one() => Expr::apply(Func::Exp, Expr::param(p)),
            Constant::ExpParameter(q, p) => {
                Expr::apply(Func::Exp, Expr::num(q.clone()) * Expr::param(p))
            }
            Constant::LogPrime(p) => Expr::apply(Func::Log, integer(p)),
            Constant::Erf(q) => Expr::apply(Func::Erf, Expr::num(q.clone())),
            Constant::Tan(q) => Expr::apply(Func::Tan, Expr::num(q.clone())),
            Constant::Atan(p) => {
                let (a, b) = two_squares(p).unwrap_or_default();
                Expr::apply(Func::Atan, integer(&b) / integer(&a))
            }
        }
    }

    /// What the certificate says of it.
    pub(in crate::tower) fn record(&self) -> VariableKind {
        match self {
            Constant::Parameter(_) | Constant::Symbol(_) => VariableKind::Parameter,
            Constant::SqrtPi => VariableKind::SqrtPi,
            Constant::Sqrt(n) => VariableKind::Sqrt {
                radicand: n.to_string(),
            },
            Constant::Root(degree, p) => VariableKind::RootConstant {
                degree: *degree,
                radicand: p.to_string(),
            },
            Constant::Exp(q) => VariableKind::ExpConstant {
                exponent: q.to_string(),
            },
            Constant::ExpParameter(q, p) => VariableKind::ExpParameter {
                factor: q.to_string(),
                parameter: p.clone(),
            },
            Constant::LogPrime(p) => VariableKind::LogConstant {
                prime: p.to_string(),
            },
            Constant::Erf(q) => VariableKind::ErfConstant {
                argument: q.to_string(),
            },
            Constant::Tan(q) => VariableKind::TanConstant {
                argument: q.to_string(),
            },
            Constant::Atan(p) => VariableKind::AtanConstant {
                prime: p.to_string(),
            },
        }
    }

    /// The relation that it satisfies, if it is algebraic.
    fn relation(&self) -> Option<Root> {
        match self {
            Constant::Sqrt(n) => Some(Root::square(n)),
            Constant::Root(degree, p) => Some(Root {
                degree: *degree,
                radicand: Poly::constant(&BigRational::from_integer(p.clone())),
            }),
            _ => None,
        }
    }

    /// Could the two be algebraically dependent, beyond what is open for all transcendental numbers?
    fn may_depend_on(&self, other: &Constant) -> bool {
        match (self, other) {
            (Constant::Exp(_), Constant::Exp(_)) | (Constant::Tan(_), Constant::Tan(_)) => true,
            (Constant::ExpParameter(_, p), Constant::ExpParameter(_, q)) => p == q,
            (Constant::Sqrt(m), Constant::Sqrt(n)) => !m.gcd(n).is_one(),
            (Constant::Root(_, m) | Constant::Sqrt(m), Constant::Root(_, n))
            | (Constant::Root(_, m), Constant::Sqrt(n)) => m == n,
            _ => false,
        }
    }
}

impl Tower {
    /// The generator, adjoined if it is not there yet.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] if the tower has no room, or if the generator could be algebraically
    /// dependent on the ones before it.
    pub fn constant(&mut self, c: Constant) -> Result<usize> {
        if let Some((v, _)) = self.constants().find(|(_, known)| **known == c) {
            return Ok(v);
        }
        if let Some((v, _)) = self.constants().find(|(_, known)| known.may_depend_on(&c)) {
            return Err(TowerError::Undecided(Open::RelatedConstants {
                constants: [self.variables[v].symbol.clone(), c.text()],
            }));
        }
        let root = c.relation();
        let v = self.push(Variable {
            symbol: c.text(),
            kind: Kind::Constant(c),
            derivative: Element::zero(),
            reason: None,
        })?;
        if let Some(root) = root {
            self.roots.insert(v, root);
        }
        Ok(v)
    }

    /// The generators of the constants, with their indices.
    pub(in crate::tower) fn constants(&self) -> impl Iterator<Item = (usize, &Constant)> {
        let all = self.variables.iter().enumerate();
        all.filter_map(|(v, w)| Some((v, w.kind.as_constant()?)))
    }

    /// Are there symbolic parameters, so that verdicts are generic?
    pub fn has_parameters(&self) -> bool {
        self.constants().any(|(_, c)| c.is_parameter())
    }

    /// The names of the transcendental numbers among the constants, if there are two or more, or if one is a
    /// value of erf: then their algebraic independence (for one number: its transcendence), which every
    /// proof of independence here uses, is not known.
    pub fn unproved_constants(&self) -> Option<Vec<&str>> {
        let numbers = || {
            self.constants()
                .filter(|(_, c)| c.is_transcendental_number())
        };
        let erf = numbers().any(|(_, c)| matches!(c, Constant::Erf(_)));
        let names: Vec<&str> = numbers()
            .map(|(v, _)| self.variables[v].symbol.as_str())
            .collect();
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
    /// A function of a constant that is not worked out.
    pub(in crate::tower) fn no_constant(
        &self,
        function: ConstantFunction,
        argument: &Element,
    ) -> TowerError {
        TowerError::Undecided(Open::ConstantKind {
            function,
            argument: (&self.to_expr(argument)).into(),
        })
    }
}

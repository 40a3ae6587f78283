//! Differential towers C(x, t1, ..., tn) of exponentials, logarithms, tangents, arctangents and error
//! functions, with roots u1, ..., um of their elements.
//!
//! A [`Tower`] is a table of variables: `x`, generators of the constant field, and *monomials*
//! (Bronstein's word for the generators t_i). Its elements live in a localisation
//! `Q[constants][x, t_i, 1/t_i for exponentials][1/d_1, ..., 1/d_r]`, where the denominators d_i are
//! those that the functions themselves bring along; the derivation maps this ring into itself, and no
//! gcd is needed to compute in it.
//!
//! The invariant that everything rests on: *the monomials are algebraically independent over C(x)*, and
//! each root has over the field of the variables before it the degree that its relation says.
//! [`adjoin`], [`circular`] and [`radical`] decide for each candidate whether it is new, and keep the reason.

pub mod adjoin;
pub mod angles;
pub mod circular;
mod coincidence;
pub mod compose;
mod conclude;
pub mod conditions;
pub mod constants;
pub mod derivation;
pub mod element;
mod factor;
pub mod interpret;
pub mod laws;
pub mod linear;
mod newness;
pub mod point;
pub mod print;
pub mod radical;
pub mod relation;
pub mod series;

use wronski_certificate::{Limit, Reason as Open, Step};
use wronski_diagnostic::Diagnostic;
use wronski_exact::poly::{MAX_VARS, Poly, Roots};

pub use adjoin::Reason;
pub use conclude::Generic;
pub use conditions::{Conditions, Dependence, Relation, Requirements, Scope, Zero};
pub use constants::Constant;
pub use element::Element;
pub use point::Point;

/// Why a computation in a tower ended without a result.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// A limit was hit, or a theorem or a method is missing.
    Undecided(Open),
    /// The input has no meaning (division by zero and the like).
    Undefined(Diagnostic),
    /// The exponential or tangent with this ordinal is needed with a finer argument: build the tower
    /// again with its argument divided by `divisor`.
    Refine {
        /// Which one, counted from 0 in the order of adjunction of exponentials and tangents.
        ordinal: usize,
        /// By what its argument has to be divided.
        divisor: u32,
    },
}

/// The greatest common divisor of the exponents of one exponential, or of the multiples of one angle.
pub(super) const COMMON_DIVISOR: u32 = 5040;

/// How often a tower is built again with finer exponentials and angles.
const REFINEMENTS: u32 = 12;

/// The most bits of an enclosure that shows a sign or a branch.
pub(super) const MOST_BITS: u32 = 1024;

impl Stop {
    /// A limit that was hit, with its value.
    pub fn limit(limit: Limit, value: impl TryInto<u64>) -> Self {
        Stop::Undecided(Open::limit(limit, value))
    }

    /// A limit that was hit, with its value and what is beyond it.
    pub fn above(limit: Limit, value: impl TryInto<u64>, found: impl std::fmt::Display) -> Self {
        Stop::Undecided(Open::limit(limit, value).found(found))
    }

    /// A step for which there is no method, or whose result did not pass its test.
    pub fn step(step: Step) -> Self {
        Stop::Undecided(Open::step(step))
    }

    /// Why a question is undecided that is put to a finished tower: there, nothing is missing but what the
    /// computation says.
    pub fn into_reason(self) -> Open {
        match self {
            Stop::Undecided(why) => why,
            Stop::Undefined(d) => wronski_expr::domain::stopped(&d),
            Stop::Refine { .. } => Open::step(Step::FinerExponent),
        }
    }
}

/// The result of a computation in a tower.
pub type Result<T> = std::result::Result<T, Stop>;

/// Limits that keep every computation finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The largest number of terms of a polynomial.
    pub terms: usize,
    /// The largest absolute exponent.
    pub exponent: i64,
    /// The largest number of products of terms in one multiplication.
    pub products: usize,
    /// The largest number of products of machine words in all multiplications together. It is counted
    /// and not timed, so that the same input always ends in the same way.
    pub work: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Budget {
            terms: 50_000,
            exponent: 10_000,
            products: 4_000_000,
            work: 8_000_000,
        }
    }
}

/// What a variable of the tower stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// The variable `x`, with derivative 1.
    X,
    /// A generator of the field of constants.
    Constant(Constant),
    /// `exp(argument)`.
    Exp {
        /// The exponent.
        argument: Element,
    },
    /// `log(argument)`.
    Log {
        /// The argument, positive on the real line.
        argument: Element,
    },
    /// `erf(argument)`, whose derivative is `2/sqrt(pi) * exp(-argument^2) * argument'`.
    Erf {
        /// The argument.
        argument: Element,
        /// `exp(-argument^2)` as an element of the tower below.
        gaussian: Element,
    },
    /// `tan(argument)`, whose derivative is `argument' * (1 + tan(argument)^2)`: sine and cosine of
    /// twice the argument are rational functions of it.
    Tan {
        /// The argument: half the angle.
        argument: Element,
    },
    /// `atan(argument)`.
    Atan {
        /// The argument.
        argument: Element,
    },
    /// The positive root `radicand^(1/degree)`: algebraic, no monomial.
    Root {
        /// The degree, at least 2.
        degree: u32,
        /// The radicand, a polynomial that is positive on the real line.
        radicand: Element,
        /// `root/(degree * radicand)`, so that the derivative is `radicand'` times this.
        slope: Element,
    },
}

/// A variable of the tower.
#[derive(Clone, Debug)]
pub struct Variable {
    /// How it is printed: `x`, `t1`, `beta`, `sqrt(2)`.
    pub symbol: String,
    /// What it stands for.
    pub kind: Kind,
    /// Its derivative.
    pub derivative: Element,
    /// For monomials: why it is algebraically independent of the variables before it.
    pub reason: Option<Reason>,
}

impl Variable {
    /// Is it one of the t_i?
    pub fn is_monomial(&self) -> bool {
        matches!(
            self.kind,
            Kind::Exp { .. }
                | Kind::Log { .. }
                | Kind::Erf { .. }
                | Kind::Tan { .. }
                | Kind::Atan { .. }
        )
    }

    /// Is it the root of a function of x?
    pub fn is_root(&self) -> bool {
        matches!(self.kind, Kind::Root { .. })
    }

    /// Is it a monomial or the root of a function?
    pub fn is_generator(&self) -> bool {
        self.is_monomial() || self.is_root()
    }

    /// Is it a generator of the constants?
    pub fn is_constant(&self) -> bool {
        matches!(self.kind, Kind::Constant(_))
    }
}

/// A differential tower with the denominators that its elements may have.
#[derive(Clone, Debug)]
pub struct Tower {
    variables: Vec<Variable>,
    denominators: Vec<Denominator>,
    roots: Roots,
    refinements: Vec<u32>,
    /// What was divided by: conclusions hold where none of these functions vanishes.
    divisions: Vec<Poly>,
    work_done: std::cell::Cell<u64>,
    /// The limits of this tower.
    pub budget: Budget,
}

#[derive(Clone, Debug)]
struct Denominator {
    poly: Poly,
}

impl Default for Tower {
    fn default() -> Self {
        Tower::new(Budget::default())
    }
}

impl Tower {
    /// The tower C(x) with nothing adjoined; `x` is variable 0.
    pub fn new(budget: Budget) -> Self {
        Tower {
            variables: vec![Variable {
                symbol: "x".into(),
                kind: Kind::X,
                derivative: Element::one(),
                reason: None,
            }],
            denominators: vec![],
            roots: Roots::new(),
            refinements: vec![],
            divisions: vec![],
            work_done: std::cell::Cell::new(0),
            budget,
        }
    }

    /// Runs a construction in a fresh tower, again with finer exponentials whenever one is needed as
    /// a fractional power.
    ///
    /// # Errors
    /// As the construction; never [`Stop::Refine`].
    pub fn build<T>(
        budget: Budget,
        construction: impl Fn(&mut Tower) -> Result<T>,
    ) -> Result<(Tower, T)> {
        let mut refinements: Vec<u32> = vec![];
        for _ in 0..REFINEMENTS {
            let mut tower = Tower::new(budget);
            tower.refinements.clone_from(&refinements);
            match construction(&mut tower) {
                Ok(value) => return Ok((tower, value)),
                Err(Stop::Refine { ordinal, divisor }) => {
                    if refinements.len() <= ordinal {
                        refinements.resize(ordinal + 1, 1);
                    }
                    refinements[ordinal] = match refinements[ordinal].checked_mul(divisor) {
                        Some(d) if d <= COMMON_DIVISOR => d,
                        _ => {
                            return Err(Stop::above(
                                Limit::CommonDivisor,
                                COMMON_DIVISOR,
                                u64::from(refinements[ordinal]) * u64::from(divisor),
                            ));
                        }
                    };
                }
                Err(other) => return Err(other),
            }
        }
        Err(Stop::limit(Limit::Refinements, REFINEMENTS))
    }

    /// All variables, by index.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The indices of the monomials t_1, ..., t_n in the order of adjunction.
    pub fn monomials(&self) -> Vec<usize> {
        (0..self.variables.len())
            .filter(|&v| self.variables[v].is_monomial())
            .collect()
    }

    /// The indices of the roots of functions u_1, ..., u_m in the order of adjunction.
    pub fn radicals(&self) -> Vec<usize> {
        (0..self.variables.len())
            .filter(|&v| self.variables[v].is_root())
            .collect()
    }

    /// The denominators d_1, ..., d_r.
    pub fn denominators(&self) -> Vec<&Poly> {
        self.denominators.iter().map(|d| &d.poly).collect()
    }

    /// The relations of all roots, of constants and of functions.
    pub fn roots(&self) -> &Roots {
        &self.roots
    }

    /// May the variable stand in a denominator without being registered there? True for
    /// exponentials, which have no zeros, and for the generators of the constants.
    pub fn is_unit(&self, v: usize) -> bool {
        matches!(self.variables[v].kind, Kind::Exp { .. } | Kind::Constant(_))
    }

    fn push(&mut self, variable: Variable) -> Result<usize> {
        if self.variables.len() >= MAX_VARS {
            return Err(Stop::limit(Limit::Variables, MAX_VARS));
        }
        self.variables.push(variable);
        // A parameter may have the name that a function of the tower was given, before or after it.
        for v in 0..self.variables.len() {
            if self.variables[v].is_generator() {
                self.variables[v].symbol = self.free_name(&self.variables[v].symbol);
            }
        }
        Ok(self.variables.len() - 1)
    }

    /// The name, with as many underscores as it takes to be that of no parameter: `t1`, `t1_`, ...
    pub fn free_name(&self, name: &str) -> String {
        let taken = |name: &str| {
            self.variables
                .iter()
                .any(|w| matches!(&w.kind, Kind::Constant(Constant::Parameter(p)) if p == name))
        };
        let mut name = name.to_owned();
        while taken(&name) {
            name.push('_');
        }
        name
    }
}

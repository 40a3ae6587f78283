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
//! For each candidate it is decided whether it is new, and the reason is kept: `adjoin` says how, and [`kind`] has one
//! file a kind of function.

mod adjoin;
mod angles;
mod circle;
mod coincidence;
pub mod compose;
mod conclude;
mod conditions;
mod derivation;
mod element;
mod error;
mod factor;
pub mod interpret;
pub mod kind;
pub mod linear;
mod newness;
mod number;
pub mod point;
mod power_series;
mod print;
mod radical;
mod relation;
pub mod series;
mod support;
mod surd;
mod witness;

use wronski_certificate::{Limit, VariableKind, Witness};
use wronski_exact::poly::{MAX_VARS, Poly, Roots};

pub use conclude::Generic;
pub use conditions::{Conditions, Dependence, Relation, Requirements, Scope, Zero};
pub use element::Element;
pub(crate) use element::mul_den;
pub use error::{Result, TowerError};
pub use kind::{Constant, Kind};
pub use point::Point;
pub use witness::{Reason, Residues};

/// The greatest common divisor of the exponents of one exponential, or of the multiples of one angle.
pub(super) const COMMON_DIVISOR: u32 = 5040;

/// How often a tower is built again with finer exponentials and angles.
const REFINEMENTS: u32 = 12;

/// The most bits of an enclosure that shows a sign or a branch.
pub(super) const MOST_BITS: u32 = 1024;

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
    /// What the certificate says of its kind.
    pub fn record(&self, t: &Tower) -> VariableKind {
        match (self.kind.generator(), self.kind.as_constant()) {
            (Some(generator), _) => {
                let witness = self.reason.as_ref();
                let witness = witness.map_or(Witness::ErrorFunctions, Reason::record);
                generator.record(t, witness)
            }
            (None, Some(constant)) => constant.record(),
            (None, None) => VariableKind::X,
        }
    }

    /// Is it one of the t_i?
    pub fn is_monomial(&self) -> bool {
        self.is_generator() && !self.is_root()
    }

    /// Is it the root of a function of x?
    pub fn is_root(&self) -> bool {
        self.kind.as_root().is_some()
    }

    /// Is it a monomial or the root of a function?
    pub fn is_generator(&self) -> bool {
        self.kind.generator().is_some()
    }

    /// Is it a generator of the constants?
    pub fn is_constant(&self) -> bool {
        self.kind.as_constant().is_some()
    }

    /// Is it x?
    pub fn is_x(&self) -> bool {
        matches!(self.kind, Kind::X)
    }
}

/// A differential tower with the denominators that its elements may have.
#[derive(Clone, Debug)]
pub struct Tower {
    variables: Vec<Variable>,
    denominators: Vec<Poly>,
    roots: Roots,
    refinements: Vec<u32>,
    /// What was divided by: conclusions hold where none of these functions vanishes.
    divisions: Vec<Poly>,
    work_done: std::cell::Cell<u64>,
    /// The limits of this tower.
    pub budget: Budget,
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
    /// As the construction; never [`TowerError::Refine`].
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
                Err(TowerError::Refine { ordinal, divisor }) => {
                    if refinements.len() <= ordinal {
                        refinements.resize(ordinal + 1, 1);
                    }
                    refinements[ordinal] = match refinements[ordinal].checked_mul(divisor) {
                        Some(d) if d <= COMMON_DIVISOR => d,
                        _ => {
                            return Err(TowerError::above(
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
        Err(TowerError::limit(Limit::Refinements, REFINEMENTS))
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
    pub fn denominators(&self) -> &[Poly] {
        &self.denominators
    }

    /// The relations of all roots, of constants and of functions.
    pub fn roots(&self) -> &Roots {
        &self.roots
    }

    fn push(&mut self, variable: Variable) -> Result<usize> {
        if self.variables.len() >= MAX_VARS {
            return Err(TowerError::limit(Limit::Variables, MAX_VARS));
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
            self.constants()
                .any(|(_, c)| matches!(c, Constant::Parameter(p) if p == name))
        };
        let mut name = name.to_owned();
        while taken(&name) {
            name.push('_');
        }
        name
    }
}

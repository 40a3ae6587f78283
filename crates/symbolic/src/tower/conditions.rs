//! What a conclusion for generic parameters asks of them, and the values that it does not speak of.
//!
//! Plain data; [`Tower::conclude`](super::Tower::conclude) makes the second from the first.

use super::linear::Elimination;
use wronski_exact::poly::{Mono, Poly};

/// Monomials of a coefficient matrix that a minor was chosen from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Distinct {
    /// Those of the minor.
    pub chosen: Vec<Mono>,
    /// All of the matrix.
    pub all: Vec<Mono>,
}

/// What a conclusion asks of the parameters besides what the tower asks.
#[derive(Clone, Debug, Default)]
pub struct Requirements {
    pub(super) nonzero: Vec<Poly>,
    pub(super) distinct: Vec<Distinct>,
}

impl Requirements {
    /// The function must not vanish identically.
    pub fn not_zero(&mut self, p: &Poly) {
        if !self.nonzero.contains(p) {
            self.nonzero.push(p.clone());
        }
    }

    /// The columns of an elimination that have pivots stay independent: the pivots are in the ledger of the
    /// tower in which it took place, the rows are those of `monomials`, among `all` of the matrix.
    pub fn minor(&mut self, monomials: &[Mono], all: &[Mono], elimination: &Elimination) {
        let chosen: Vec<Mono> = elimination.chosen.iter().map(|&r| monomials[r]).collect();
        self.rows(&chosen, all);
    }

    /// The rows of these monomials stay apart from each other and from all others.
    pub fn rows(&mut self, chosen: &[Mono], all: &[Mono]) {
        self.distinct.push(Distinct {
            chosen: chosen.to_vec(),
            all: all.to_vec(),
        });
    }

    /// Everything that the other asks as well.
    pub fn extend(&mut self, other: Requirements) {
        for p in &other.nonzero {
            self.not_zero(p);
        }
        self.distinct.extend(other.distinct);
    }
}

/// What a conclusion speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Identities: what is divided by must not vanish, and nothing else matters.
    Identity,
    /// Linear relations over the constants: a variable may stop being new as long as the exponents that occur
    /// stay distinct.
    Constants,
    /// Relations over fields of functions: every variable has to stay new.
    Functions,
}

/// In which way a variable may stop being new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dependence {
    /// Exponents, or angles, become linearly dependent over the rationals modulo constants.
    Linear,
    /// Arguments of logarithms become multiplicatively dependent modulo constants and exponentials.
    Multiplicative,
    /// A radicand becomes a constant times a power in the field below.
    Power,
}

/// A variable that stops being new at values which are no zeros of one polynomial.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// The variable of the tower.
    pub variable: usize,
    /// The variables before it of which it may become a combination.
    pub among: Vec<usize>,
    /// In which way.
    pub dependence: Dependence,
    /// Are the coincidences that matter for the conclusion among the zeros?
    pub narrowed: bool,
}

/// A polynomial in the constants at whose zeros a conclusion is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zero {
    /// The polynomial, irreducible as far as it could be factored.
    pub polynomial: Poly,
    /// Does it only say that exponents coincide, where a variable is not new?
    pub coincidence: bool,
}

/// The values of the parameters at which a conclusion is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// The zeros of these.
    pub zeros: Vec<Zero>,
    /// Where these variables are not new.
    pub relations: Vec<Relation>,
}

impl Conditions {
    pub(super) fn zero(&mut self, polynomial: Poly, coincidence: bool) {
        match self.zeros.iter_mut().find(|z| z.polynomial == polynomial) {
            Some(known) => known.coincidence &= coincidence,
            None => self.zeros.push(Zero {
                polynomial,
                coincidence,
            }),
        }
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.zeros.is_empty() && self.relations.is_empty()
    }
}

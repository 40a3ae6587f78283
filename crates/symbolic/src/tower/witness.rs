//! Why a variable is new: values modulo a prime that anybody can compute again.

use super::relation::Alternant;
use wronski_certificate::{ResidueRecord, Witness};

/// Why a variable is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// For exponentials and logarithms: the derivatives of all exponents and logarithms, the new one
    /// last, are linearly independent over Q. For tangents and arctangents: the same of all angles.
    Derivatives(Alternant),
    /// For error functions: the squares of the arguments of all error functions differ from that of the
    /// new one.
    ErrorFunctions,
    /// For roots: the radicand has different power residue characters at two points.
    Residues(Vec<Residues>),
}

/// Two points that agree in the constants at which the radicand has different characters of order
/// `order`, modulo the prime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residues {
    /// The order of the character, a prime factor of the degree.
    pub order: u64,
    /// The prime modulus; the order divides it minus one.
    pub prime: u64,
    /// Values of all variables before the root.
    pub points: [Vec<u64>; 2],
}

impl Reason {
    /// What the certificate says of it.
    pub(super) fn record(&self) -> Witness {
        let texts = |point: &Vec<u64>| point.iter().map(ToString::to_string).collect();
        match self {
            Reason::Derivatives(a) => Witness::Derivatives {
                prime: a.prime.to_string(),
                points: a.points.iter().map(texts).collect(),
                determinant: a.determinant.to_string(),
            },
            Reason::Residues(all) => Witness::Residues {
                characters: all
                    .iter()
                    .map(|r| ResidueRecord {
                        order: r.order,
                        prime: r.prime.to_string(),
                        points: r.points.iter().map(texts).collect(),
                    })
                    .collect(),
            },
            Reason::ErrorFunctions => Witness::ErrorFunctions,
        }
    }
}

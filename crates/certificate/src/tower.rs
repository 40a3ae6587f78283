//! The differential field of a certificate.

use serde::{Deserialize, Serialize};

/// What a variable stands for. Arguments are text in the symbols of the variables before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum VariableKind {
    /// The variable x; always the first, and only there.
    X,
    /// A symbolic parameter: a generic constant.
    Parameter,
    /// The square root of pi.
    SqrtPi,
    /// The positive square root of a prime.
    Sqrt {
        /// The prime.
        radicand: String,
    },
    /// The positive root of degree at least 3 of a prime, written `radicand^(1/degree)`.
    RootConstant {
        /// The degree.
        degree: u32,
        /// The prime.
        radicand: String,
    },
    /// `tan(argument)` for a positive rational number.
    TanConstant {
        /// The rational argument.
        argument: String,
    },
    /// `atan(b/a)` where `a^2 + b^2` is the prime and `a > b > 0`, written so.
    AtanConstant {
        /// The prime.
        prime: String,
    },
    /// `exp(exponent)` for a rational number.
    ExpConstant {
        /// The rational exponent.
        exponent: String,
    },
    /// `exp(factor*parameter)`.
    ExpParameter {
        /// The rational factor.
        factor: String,
        /// The parameter.
        parameter: String,
    },
    /// The logarithm of a prime.
    LogConstant {
        /// The prime.
        prime: String,
    },
    /// `erf(argument)` for a positive rational number.
    ErfConstant {
        /// The rational argument.
        argument: String,
    },
    /// `exp(argument)`, transcendental over the variables before it.
    Exp {
        /// The exponent.
        argument: String,
        /// Why it is new.
        witness: Witness,
    },
    /// `log(argument)`, transcendental over the variables before it.
    Log {
        /// The argument.
        argument: String,
        /// Why it is new.
        witness: Witness,
    },
    /// `erf(argument)`, transcendental over the variables before it.
    Erf {
        /// The argument.
        argument: String,
        /// `exp(-argument^2)` in the symbols of the variables before it.
        gaussian: String,
        /// Why it is new.
        witness: Witness,
    },
    /// `tan(argument)`, transcendental over the variables before it.
    Tan {
        /// The argument.
        argument: String,
        /// Why it is new.
        witness: Witness,
    },
    /// `atan(argument)`, transcendental over the variables before it.
    Atan {
        /// The argument.
        argument: String,
        /// Why it is new.
        witness: Witness,
    },
    /// The positive root `argument^(1/degree)`, of that degree over the variables before it.
    Root {
        /// The degree, at least 2.
        degree: u32,
        /// The radicand, a polynomial in the variables before it that is positive on the real line.
        argument: String,
        /// Why it is new.
        witness: Witness,
    },
}

impl VariableKind {
    /// For functions other than x: the name of the function, its argument, and why it is new.
    pub fn generator(&self) -> Option<(&'static str, &str, &Witness)> {
        match self {
            VariableKind::Exp { argument, witness } => Some(("exp", argument, witness)),
            VariableKind::Log { argument, witness } => Some(("log", argument, witness)),
            VariableKind::Erf {
                argument, witness, ..
            } => Some(("erf", argument, witness)),
            VariableKind::Tan { argument, witness } => Some(("tan", argument, witness)),
            VariableKind::Atan { argument, witness } => Some(("atan", argument, witness)),
            VariableKind::Root {
                degree: 2,
                argument,
                witness,
            } => Some(("sqrt", argument, witness)),
            VariableKind::Root {
                argument, witness, ..
            } => Some(("root", argument, witness)),
            _ => None,
        }
    }
}

/// A variable of the tower.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariableRecord {
    /// Its symbol in all texts of the certificate: `x`, a parameter name, `sqrt(pi)`, `sqrt(2)`,
    /// `exp(1)`, `exp(beta)`, `log(2)`, `erf(1/2)`, `2^(1/3)`, `tan(1/2)`, `atan(1/2)`, or `t1`, `t2`, ... for
    /// the monomials and `u1`, `u2`, ... for the roots of functions.
    pub symbol: String,
    /// What it stands for.
    #[serde(flatten)]
    pub kind: VariableKind,
}

/// Two points at which a radicand has different power residue characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResidueRecord {
    /// The order of the character: a prime factor of the degree.
    pub order: u64,
    /// The prime modulus, 1 modulo the order.
    pub prime: String,
    /// Two lists of values of all variables before the new one, in order, that agree in the constants.
    pub points: Vec<Vec<String>>,
}

/// Why a variable is new over the variables before it (`docs/theory.md`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Witness {
    /// The derivatives of all earlier exponents and logarithms (for an exponential or a logarithm), or of
    /// all earlier angles, twice the arguments of tangents and the arctangents (for a tangent or an
    /// arctangent), in the order of the tower, and of the new one are linearly independent over Q: the determinant
    /// of their values modulo the prime, one row for each point, columns in the order just named, is the one given.
    Derivatives {
        /// The prime.
        prime: String,
        /// Values of all variables before the new one, in order.
        points: Vec<Vec<String>>,
        /// The determinant, from 1 to prime - 1.
        determinant: String,
    },
    /// For each prime factor of the degree, ascending: the radicand is no constant times a power.
    Residues {
        /// One entry for each prime factor.
        characters: Vec<ResidueRecord>,
    },
    /// The square of the argument differs from the squares of the arguments of all earlier error
    /// functions.
    ErrorFunctions,
}

/// The whole tower.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TowerRecord {
    /// The variables; x first.
    pub variables: Vec<VariableRecord>,
}

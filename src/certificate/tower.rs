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
}

/// A variable of the tower.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariableRecord {
    /// Its symbol in all texts of the certificate: `x`, a parameter name, `sqrt(pi)`, `sqrt(2)`,
    /// `exp(1)`, `exp(beta)`, `log(2)`, `erf(1/2)`, or `t1`, `t2`, ... for the monomials.
    pub symbol: String,
    /// What it stands for.
    #[serde(flatten)]
    pub kind: VariableKind,
}

/// Why a monomial is algebraically independent of the variables before it (`docs/theory.md`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Witness {
    /// The derivatives of all earlier exponents and logarithms, in the order of the tower, and of the
    /// new exponent are linearly independent over Q: the determinant of their values modulo the
    /// prime, one row for each point, columns in the order just named, is the one given.
    Exponents {
        /// The prime.
        prime: String,
        /// Values of all variables before the new one, in order.
        points: Vec<Vec<String>>,
        /// The determinant, from 1 to prime - 1.
        determinant: String,
    },
    /// The arguments of all logarithms, the new one last, have linearly independent exponent vectors
    /// over pairwise coprime polynomials.
    Arguments {
        /// The polynomials in the symbols before the new one; each involves x or a monomial.
        base: Vec<String>,
        /// One row for each logarithm.
        exponents: Vec<Vec<i64>>,
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

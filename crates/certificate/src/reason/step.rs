//! The steps of a decision that may have no answer.

use serde::{Deserialize, Serialize};

/// A step for which there is no method in some case, or whose result is tested and may fail the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Step {
    /// The constant in an exponent that is a sum of known ones.
    ExponentConstant,
    /// The constant factor in an argument that is a product of known ones.
    LogarithmFactor,
    /// The constant in an angle that is a sum of known ones.
    AngleConstant,
    /// The constant in a relation of arctangents.
    AngleRelationConstant,
    /// An angle is new, and a part of it is not.
    AnglePart,
    /// A fraction of an arctangent as an angle; the fraction is the subject.
    ArctangentPart,
    /// Which branch of an angle is meant.
    AngleBranch,
    /// Circular functions of rational numbers with different denominators.
    AngleDenominators,
    /// The norm of a sum with roots.
    Norm,
    /// A sum of roots whose norm is zero.
    ZeroNorm,
    /// The test of a root that was found.
    RootTest,
    /// A constant that is written with functions.
    DisguisedConstant,
    /// The coordinates of an exponent.
    ExponentCoordinates,
    /// Exponents or arguments with an irrational constant ratio.
    IrrationalRatio,
    /// The relations between exponents or arguments.
    ArgumentRelations,
    /// An exponential of a finer exponent after a tower was built.
    FinerExponent,
    /// The test of a relation as an identity.
    RelationIdentity,
    /// A relation modulo a prime, over the constants.
    RelationLift,
    /// The rank of a matrix over the constants, against that modulo a prime.
    RankLift,
    /// A division in fraction-free elimination.
    Elimination,
    /// The test of the factors of a Wronskian.
    WronskianFactors,
    /// The values at which an independence over C(x, sigma) need not hold.
    SubfieldExceptions,
    /// A relation over C(x, sigma), where there is one over a larger field.
    SubfieldRelation,
    /// Moments under relations with irrational coefficients.
    IrrationalMoments,
    /// A definite choice of moments or an obstruction, of which there is always one.
    MomentAlternative,
    /// The sign of a constant or next to a point; it is the subject.
    Sign,
    /// What a side condition of analyticity rests on; the expression is the subject.
    Witness,
    /// The limit at an end of the line.
    LimitAtEnd,
    /// The sign of the derivative on the whole line.
    Monotonicity,
    /// A tower.
    Tower,
}

impl Step {
    /// The step in a clause; `subject` is the expression that it was about, quoted.
    pub(super) fn clause(self, subject: Option<&str>) -> String {
        let it = subject.map_or("an expression", |s| s);
        match self {
            Step::ExponentConstant => "the constant of integration of an exponent",
            Step::LogarithmFactor => "the constant factor of the argument of a logarithm",
            Step::AngleConstant => "the constant of integration of an angle",
            Step::AngleRelationConstant => "the constant in a relation of angles",
            Step::AnglePart => "an angle that is new and its part is not",
            Step::ArctangentPart => return format!("the part {it} of an arctangent as an angle"),
            Step::AngleBranch => "the branch of an angle",
            Step::AngleDenominators => {
                "circular functions of rational numbers with different denominators"
            }
            Step::Norm => "the norm of a sum with roots",
            Step::ZeroNorm => "a sum of roots whose norm vanishes",
            Step::RootTest => "a root that did not pass its test",
            Step::DisguisedConstant => "a constant in disguise could not be isolated",
            Step::ExponentCoordinates => "the coordinates of an exponent",
            Step::IrrationalRatio => {
                "exponents or arguments that are dependent over the constants but not over the rationals \
                 (an irrational \
                 constant ratio)"
            }
            Step::ArgumentRelations => {
                "exponents or arguments whose relations could not be worked out"
            }
            Step::FinerExponent => "an exponential of a finer exponent is needed",
            Step::RelationIdentity => "a linear relation could not be verified as an identity",
            Step::RelationLift => "a relation that holds modulo a prime but not over the constants",
            Step::RankLift => {
                "independent modulo a prime, but the coefficient matrix has a smaller rank"
            }
            Step::Elimination => "an inexact division in fraction-free elimination",
            Step::WronskianFactors => "the factors of the Wronskian do not multiply back to it",
            Step::SubfieldExceptions => {
                "1, S, S1, S2 are independent over C(x, sigma) for generic parameters, but the excluded \
                 values are not \
                 worked out for this kind of evidence"
            }
            Step::SubfieldRelation => {
                "1, S, S1, S2 are dependent over a field that contains the one asked for, and the two \
                 could not be shown \
                 to agree"
            }
            Step::IrrationalMoments => {
                "a relation with irrational coefficients binds the moments; this case is not decided"
            }
            Step::MomentAlternative => {
                "no definite choice and no semidefinite obstruction: please report this"
            }
            Step::Sign => return format!("the sign of {it} is not decided"),
            Step::Witness => {
                return format!("what the side condition on {it} rests on is not traced back");
            }
            Step::LimitAtEnd => "the limit at an end of the line is not found",
            Step::Monotonicity => "whether the derivative is positive everywhere is not decided",
            Step::Tower => "no tower was tried",
        }
        .to_owned()
    }
}

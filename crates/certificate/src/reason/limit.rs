//! The limits that a decision may hit, by name.

use serde::{Deserialize, Serialize};
use wronski_diagnostic::ErrorCode;

/// A limit. Its value stands beside it, since most can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Limit {
    /// The degree of a root.
    RootDegree,
    /// An integer as an exponent of a function.
    Power,
    /// The common divisor of the exponents of one exponential, or of the multiples of one angle.
    CommonDivisor,
    /// How often a tower is built again with finer exponentials.
    Refinements,
    /// The common denominator of a multiplicative relation.
    RelationDenominator,
    /// An exponent of a multiplicative relation.
    RelationExponent,
    /// An exponent or multiple of a generator of the constants.
    ConstantMultiple,
    /// A power of a rational number.
    NumberPower,
    /// The multiple of an angle.
    AngleMultiple,
    /// The common denominator of a relation of angles.
    AngleDenominator,
    /// A coefficient of a relation of angles.
    AngleCoefficient,
    /// The products of terms in the norm of a sum with roots.
    NormProducts,
    /// The denominators of a tower.
    Denominators,
    /// The exponent of a variable in an element.
    Exponent,
    /// The bits of a number.
    NumberBits,
    /// The products of terms in one multiplication.
    TermProducts,
    /// The terms of a polynomial.
    Terms,
    /// The products of machine words in all multiplications.
    Work,
    /// The variables of a tower.
    Variables,
    /// The bits of an enclosure that shows a sign.
    SignBits,
    /// The bits of an enclosure that shows which branch of an angle is meant.
    BranchBits,
    /// The points that are tried for residues of a radicand.
    RootPoints,
    /// The products of roots that are tried for a root in the field.
    RootProducts,
    /// The sets of points that are tried for a rank.
    RankAttempts,
    /// The points that are tried for a minor of a Jacobian.
    JacobianPoints,
    /// The products of terms in the expansion of a Wronskian.
    WronskianProducts,
    /// The symbols of all side conditions of analyticity, and of the facts that they rest on.
    ConditionSymbols,
    /// The facts that the side conditions of analyticity rest on.
    ConditionFacts,
    /// How deep these facts are nested.
    FactNesting,
    /// How deep conditions are nested.
    ConditionNesting,
    /// The places with conditions.
    ConditionPlaces,
    /// A literal exponent in the analysis of a domain.
    LiteralExponent,
    /// The layers for which all signs are listed.
    ListedLayers,
    /// The combinations of moments that are tried.
    MomentTrials,
    /// The pieces of a function.
    Pieces,
    /// The cuts that a definition by pieces needs.
    Cuts,
    /// The nodes that are looked through for cuts.
    CutNodes,
    /// The choices among pieces at one point.
    Choices,
    /// How many functions are undone to find where an expression has a value.
    Inversions,
    /// The points at which one expression changes its sign.
    SignChanges,
    /// The nodes of a derivative.
    DerivativeNodes,
    /// The order of the derivatives that are compared.
    DerivativeOrder,
    /// The symbols of a constant.
    ConstantSymbols,
}

impl Limit {
    /// The diagnostic code of the same limit, where an input can be refused for it.
    pub fn code(self) -> Option<ErrorCode> {
        match self {
            Limit::LiteralExponent => Some(ErrorCode::W0208),
            _ => None,
        }
    }

    /// The limit in a clause. `found` is what was beyond it, `subject` the expression that it was about,
    /// quoted.
    pub(super) fn clause(self, value: u64, found: Option<&str>, subject: Option<&str>) -> String {
        use Limit as L;
        let it = subject.map_or("an expression", |s| s);
        let above = |what: &str| match found {
            Some(n) => format!("{}, above the limit of {value}", what.replace("{}", n)),
            None => {
                let what = what.replace(" {}", "");
                format!("{what} above the limit of {value}")
            }
        };
        match self {
            L::RootDegree => above("a root of degree {}"),
            L::Power if value == i64::MAX as u64 => {
                above("the exponent {}").replace(&value.to_string(), "2^63 - 1")
            }
            L::Power => above("the exponent {}"),
            L::CommonDivisor => above("exponents or angles with the common divisor {}"),
            L::Refinements => format!(
                "the exponentials and angles could not be brought to a common divisor in {value} rounds"
            ),
            L::RelationDenominator => {
                above("a multiplicative relation with the common denominator {}")
            }
            L::RelationExponent => above("the exponent {} of a multiplicative relation"),
            L::ConstantMultiple => above("the multiple {} of a constant"),
            L::NumberPower => above("the power {} of a number"),
            L::AngleMultiple => above("the multiple {} of an angle"),
            L::AngleDenominator => above("a relation of angles with the common denominator {}"),
            L::AngleCoefficient => above("the coefficient {} of a relation of angles"),
            L::NormProducts => {
                above("the norm of a sum with roots that needs {} products of terms")
            }
            L::Denominators => format!("more than {value} denominators in the tower"),
            L::Exponent => format!("an exponent beyond the limit of {value}"),
            L::NumberBits => format!("a number with more than {value} bits"),
            L::TermProducts => above("a product of polynomials with {} products of terms"),
            L::Terms => format!("a polynomial with more than {value} terms"),
            L::Work => format!("the arithmetic exceeds the limit of {value} word products"),
            L::Variables => {
                format!("more than {value} variables in the tower (x, constants and monomials)")
            }
            L::SignBits => {
                format!("the sign of {it} could not be enclosed with up to {value} bits")
            }
            L::BranchBits => {
                format!("the branch of an angle could not be enclosed with up to {value} bits")
            }
            L::RootPoints => format!(
                "too few of the {value} points that are tried are points at which all roots of the tower \
                 exist"
            ),
            L::RootProducts => format!(
                "whether {it} is a power of degree {} of an element: no root was found, and at most \
                 {value} products of \
                 roots are tried",
                found.map_or("2 or more", |n| n)
            ),
            L::RankAttempts => format!(
                "no point at which all denominators are nonzero was found in {value} attempts"
            ),
            L::JacobianPoints => format!(
                "a minor of the Jacobian is not zero, but none of {value} points was one at which it is \
                 defined and nonzero"
            ),
            L::WronskianProducts => {
                format!("the expansion of the Wronskian exceeds the limit of {value} term products")
            }
            L::ConditionSymbols => {
                format!(
                    "the side conditions and the facts that they rest on, written out, exceed the limit of {value} \
                     symbols"
                )
            }
            L::ConditionFacts => format!("the side conditions rest on more than {value} facts"),
            L::FactNesting => {
                format!("the facts that the side conditions rest on are nested deeper than {value}")
            }
            L::ConditionNesting => format!("conditions that are nested more than {value} deep"),
            L::ConditionPlaces => format!("conditions at more than {value} places"),
            L::LiteralExponent => above("the exponent {} in the analysis of the domain"),
            L::ListedLayers => match found {
                Some(n) => {
                    format!("{n} hidden layers, above the limit of {value} for a list of all signs")
                }
                None => {
                    format!("more than {value} hidden layers, the limit for a list of all signs")
                }
            },
            L::MomentTrials => format!(
                "the constraints couple the layers, and among {value} small combinations there is neither \
                 a definite \
                 choice nor an obstruction"
            ),
            L::Pieces => format!("more than {value} pieces"),
            L::Cuts => format!("definitions by pieces that need more than {value} cuts"),
            L::CutNodes => {
                format!("definitions by pieces with more than {value} nodes to look through")
            }
            L::Choices => format!("more than {value} pieces at one point"),
            L::Inversions => {
                format!("the points where {it} has a value are behind more than {value} functions")
            }
            L::SignChanges => format!("more than {value} points of change"),
            L::DerivativeNodes => format!(
                "derivative {} has more than {value} nodes",
                found.map_or("of some order", |n| n)
            ),
            L::DerivativeOrder => format!(
                "the derivatives up to order {value} agree at x = {it}, and whether the pieces are one \
                 function is not decided"
            ),
            L::ConstantSymbols => format!("a constant exceeds the limit of {value} symbols"),
        }
    }
}

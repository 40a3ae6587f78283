//! Sign, definedness and analyticity of an expression on the whole real line, decided by structure.
//!
//! Everything stated here is a fact or is said to be unknown:
//!
//! * [`range`] and [`sign`]: an interval that contains every value;
//! * [`definedness`]: is the expression defined at every real x?
//! * [`analyticity`]: is it analytic at every real x? [`witnesses`]: the facts that this rests on;
//! * [`piecewise()`]: its analytic pieces, the points where they meet, and how smoothly;
//!   [`linear_pieces`]: those on which it is linear and not constant.
//!
//! A fact about a subexpression holds at every real x and for all real values of the parameters at
//! which the subexpression is defined. Facts come from the ranges of its parts, from exact signs of
//! polynomials in x, or in one exponential, by Sturm's theorem, and from enclosures of constants. No
//! sampling ever proves that something holds everywhere; sample points only disprove it.
//!
//! Conventions: an exponent is a rational number where it is *written* as one, by literals, `+`, `-`, `*`, `/` and
//! integer powers of literals (`2`, `-1/3`, `(1 + 2)/6`). `u^n` with an integer `n` is repeated multiplication (`u^0
//! = 1`); `u^q` with another rational number is the real power, defined for `u > 0`, and at `u = 0` if `q > 0`. Every
//! other power is `exp(v log(u))` and needs `u > 0`, whatever its exponent simplifies to: `x^(x - x)`, `x^sqrt(4)`
//! and `x^(sin(x)^2 + cos(x)^2)` are defined for `x > 0` only, as `0*log(x)` is. Both arguments of `compose`, every
//! argument of a catalogue function and the function under `diff` must be defined even when the value does not depend
//! on them. A branch of `where` only has to be defined where its condition holds; conditions `x < c` with rational
//! `c` are used exactly.
//!
//! | code | meaning |
//! |---|---|
//! | `W0201` | a denominator is zero somewhere |
//! | `W0202` | a denominator is zero everywhere |
//! | `W0203` | a logarithm or a real power of a number that is not positive |
//! | `W0204` | an argument lies outside the domain for every x |
//! | `W0205` | a root of a negative number |
//! | `W0206` | a pole of the tangent |
//! | `W0207` | budget: the expression is too large for this analysis |
//! | `W0208` | budget: a literal exponent above [`MAX_EXPONENT`] |

mod analyticity;
mod boxes;
mod definedness;
mod explain;
mod facts;
mod fractions;
mod growth;
mod literals;
mod logarithms;
mod message;
mod open;
mod pieces;
mod piecewise;
mod radicals;
mod ranges;
mod region;
mod search;
mod signs;
mod squares;
mod taylor;
mod unfold;
mod waves;
mod witness;

use std::fmt;

use super::Expr;
use wronski_certificate::Reason;
use wronski_certificate::reason::Role;
use wronski_diagnostic::{Diagnostic, Result, Span};

pub use crate::range::{Range, Sign};
pub use crate::series::LENGTH as TAYLOR_LENGTH;
pub use analyticity::analyticity;
pub use definedness::definedness;
pub use explain::{Beyond, Fact, Form, How, Quotient, Witnessed, Witnesses, witnesses};
pub use open::stopped;
pub use pieces::single_piece;
pub use piecewise::{Breakpoint, Linear, Piece, Pieces, Piecewise, linear_pieces, piecewise};
pub use taylor::taylor;
pub use wronski_certificate::Requirement;

/// Greatest absolute value of an integer exponent.
pub const MAX_EXPONENT: i64 = 1_000_000;

/// A condition on a subexpression, and why it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// The subexpression.
    pub subject: Expr,
    /// Where it stands in the user's text.
    pub span: Option<Span>,
    /// What it has to satisfy.
    pub requirement: Requirement,
    /// What is known of it, such as `range (1, inf)`.
    pub fact: String,
    /// Why it is required.
    pub role: Role,
}

impl fmt::Display for Obligation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is {}: {} ({})",
            message::text(&self.subject),
            self.requirement,
            self.fact,
            self.role
        )
    }
}

/// Is an expression defined at every real x?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Definedness {
    /// Yes, for all parameters that satisfy the conditions.
    DefinedEverywhere {
        /// What was shown.
        obligations: Vec<Obligation>,
        /// Expressions in the parameters alone that must not be 0; none is identically 0, so they
        /// hold for generic parameters.
        parameter_conditions: Vec<Expr>,
    },
    /// No; the input error says where.
    NotDefined(Diagnostic),
    /// Not decided.
    Unknown {
        /// The first condition that could be neither shown nor refuted, or a limit.
        reason: Reason,
    },
}

/// Is an expression analytic at every real x?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Analyticity {
    /// Yes: it is built from analytic functions, each on the open set where it is analytic.
    Analytic {
        /// What was shown.
        obligations: Vec<Obligation>,
        /// As in [`Definedness::DefinedEverywhere`].
        parameter_conditions: Vec<Expr>,
        /// If the pieces of a definition by pieces are one function after all: that function, which the
        /// obligations are about.
        single_piece: Option<Expr>,
    },
    /// No: the Taylor coefficients on the two sides of a point differ.
    NotAnalytic {
        /// The point and the derivative that jumps.
        jump: Jump,
        /// Expressions in the parameters that must not be 0 for this; none is identically 0.
        parameter_conditions: Vec<Expr>,
    },
    /// Not decided.
    Unknown {
        /// Which condition could not be shown.
        reason: Reason,
    },
}

/// Why a function is not analytic at a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The point: an exact constant.
    pub at: Expr,
    /// Which derivative jumps first (0 is the function itself).
    pub order: Order,
    /// That derivative on the left and on the right, where both are exact.
    pub sides: Option<[Expr; 2]>,
    /// The value of the function at the point, if the function itself jumps and the value is exact.
    pub value: Option<Expr>,
}

/// The order of the first derivative that jumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// All lower derivatives are continuous there.
    Exactly(u32),
    /// Whether a lower one jumps already is not decided.
    AtMost(u32),
}

/// A set that contains every value of the expression at points where it is defined, for all real
/// parameters.
///
/// # Errors
/// A budget (`W0207`), or what expanding the expression reports.
pub fn range(expr: &Expr) -> Result<Range> {
    let dag = crate::dag::Dag::new(expr)?;
    let mut facts = facts::Facts::new(&dag);
    Ok(facts.range(dag.root, &region::Region::line()))
}

/// What is known of the sign of the expression, at all points where it is defined, for all real
/// parameters.
///
/// # Errors
/// As [`range`].
pub fn sign(expr: &Expr) -> Result<Sign> {
    let dag = crate::dag::Dag::new(expr)?;
    let mut facts = facts::Facts::new(&dag);
    let line = region::Region::line();
    let sign = facts.range(dag.root, &line).sign();
    if matches!(sign, Sign::Positive | Sign::Negative | Sign::Zero) {
        return Ok(sign);
    }
    Ok(match search::sign(&mut facts, dag.root, &line) {
        search::Found::Sign(num_bigint::Sign::Plus, _) => Sign::Positive,
        search::Found::Sign(..) => Sign::Negative,
        _ => sign,
    })
}

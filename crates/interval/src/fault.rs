//! Why an enclosure could not be given.

use std::fmt;
use wronski_diagnostic::ErrorCode;

use wronski_diagnostic::Diagnostic;

/// Why an operation has no enclosure.
///
/// A fault is not a statement about the function: a denominator whose enclosure contains zero may well
/// be nonzero, which a higher precision would show.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The enclosure of a denominator (or of a base with a negative exponent) contains zero.
    Division,
    /// The enclosure of the argument of a logarithm is not positive throughout.
    Logarithm,
    /// The enclosure of the argument of a root leaves the domain on which the root is smooth.
    Root,
    /// The enclosure of the argument of a tangent may contain a pole.
    Pole,
    /// The enclosure reaches a breakpoint of a piecewise definition.
    Breakpoint,
    /// Endpoints that do not bound an interval (not a number, or the wrong way round).
    Endpoints,
    /// A value beyond the range of the arithmetic: an endpoint that would have to be finite is infinite or
    /// undetermined.
    Overflow,
    /// A parameter without a value.
    Parameter(String),
    /// A name that the catalogue does not know, or cannot expand; with the reason.
    Name(String),
    /// A named limit was reached.
    Budget(String),
    /// Shapes that do not fit, such as rows of different lengths.
    Shape(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Division => write!(f, "the enclosure of a denominator contains zero"),
            Fault::Logarithm => {
                write!(
                    f,
                    "the enclosure of the argument of a logarithm is not positive"
                )
            }
            Fault::Root => {
                write!(
                    f,
                    "the enclosure of the argument of a root leaves the root's domain"
                )
            }
            Fault::Pole => write!(f, "the enclosure of the argument of tan may contain a pole"),
            Fault::Breakpoint => {
                write!(
                    f,
                    "the enclosure reaches a breakpoint of a piecewise definition"
                )
            }
            Fault::Endpoints => write!(f, "the endpoints do not bound an interval"),
            Fault::Overflow => write!(
                f,
                "a value exceeds the range of the arithmetic, about 2^(2^30)"
            ),
            Fault::Parameter(name) => write!(f, "the parameter `{name}` has no value"),
            Fault::Name(why) => write!(f, "{why}"),
            Fault::Budget(what) => write!(f, "limit reached: {what}"),
            Fault::Shape(what) => write!(f, "shapes do not fit: {what}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<Fault> for Diagnostic {
    fn from(fault: Fault) -> Diagnostic {
        let text = fault.to_string();
        match fault {
            Fault::Parameter(_) => Diagnostic::input(ErrorCode::W0802, text)
                .help("give the parameter an exact value, as in `--param beta=3/2`"),
            Fault::Name(_) => Diagnostic::input(ErrorCode::W0803, text),
            Fault::Shape(_) | Fault::Endpoints => Diagnostic::internal(text),
            Fault::Division
            | Fault::Logarithm
            | Fault::Root
            | Fault::Pole
            | Fault::Breakpoint
            | Fault::Overflow
            | Fault::Budget(_) => Diagnostic::budget(ErrorCode::W0801, text)
                .help("choose another point, or a higher precision"),
        }
    }
}

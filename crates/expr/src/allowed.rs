//! Which values the catalogue allows for a parameter.

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::Zero;

use super::catalogue::{Condition, Parameter};
use super::enclose::{EncloseError, enclose};
use super::{Expr, domain, parameters};
use wronski_diagnostic::{Diagnostic, ErrorCode, Result};

impl Parameter {
    /// Refuses a number that violates the condition: a literal by its sign, another constant by an enclosure.
    /// A value that depends on a symbolic parameter is not judged here.
    ///
    /// # Errors
    /// `W0121`; `W0129` if the sign of a constant cannot be told.
    pub fn check(&self, function: &str, value: &Expr) -> Result<()> {
        let need = match self.condition {
            Condition::Any => return Ok(()),
            Condition::Nonzero => "nonzero",
            Condition::Positive => "positive",
        };
        if !parameters(value).is_empty() {
            return Ok(());
        }
        let sign = match value.as_num() {
            Some(q) => Told::Sign(q.numer().sign()),
            None => sign_of_constant(value)?,
        };
        let told = |code: ErrorCode, kind: fn(ErrorCode, String) -> Diagnostic, what: String| {
            kind(code, what)
                .label(format!("must be {need}"))
                .help(format!("the default is {}", self.default))
        };
        match (sign, self.condition) {
            (Told::Sign(Sign::Plus), _)
            | (Told::Sign(Sign::Minus), Condition::Nonzero)
            // Where definedness is asked, this is refused.
            | (Told::Undefined, _) => Ok(()),
            (Told::Sign(_), _) => Err(told(
                ErrorCode::W0121,
                Diagnostic::input,
                format!(
                    "the parameter {} of `{function}` must be {need}, not {value}",
                    self.name
                ),
            )),
            (Told::Nothing, _) => Err(told(
                ErrorCode::W0129,
                Diagnostic::budget,
                format!(
                    "the parameter {} of `{function}` must be {need}, and the sign of {value} cannot be told by enclosures of {} bits",
                    self.name, SIGN_BITS[SIGN_BITS.len() - 1]
                ),
            )),
        }
    }
}

/// The precisions at which the sign of a constant is looked for.
const SIGN_BITS: [u32; 3] = [64, 256, 1024];

/// What enclosures say of a constant.
enum Told {
    /// Its sign.
    Sign(Sign),
    /// Not even an enclosure: it may be undefined.
    Undefined,
    /// Nothing.
    Nothing,
}

/// The sign of a constant without parameters.
///
/// # Errors
/// What expanding the constant reports.
fn sign_of_constant(value: &Expr) -> Result<Told> {
    let mut told = Told::Undefined;
    for bits in SIGN_BITS {
        match enclose(value, &BigRational::zero(), bits) {
            Ok(e) => match e.sign() {
                Some(sign) => return Ok(Told::Sign(sign)),
                None => told = Told::Nothing,
            },
            Err(EncloseError::Expansion(d)) => return Err(*d),
            Err(_) => {}
        }
    }
    // Exactly zero, in disguise: `sqrt(2) - sqrt(2)`.
    if matches!(told, Told::Nothing) && domain::sign(value)? == domain::Sign::Zero {
        return Ok(Told::Sign(Sign::NoSign));
    }
    Ok(told)
}

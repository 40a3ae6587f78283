//! Does a reason make sense? Names that do not exist are refused on reading; here stand the values.

use num_rational::BigRational;

use super::{Quoted, Reason};
use crate::{ACTIVATION_CLAIMS, limits};

/// The longest name of a constant.
const LONGEST_NAME: usize = 400;

/// How deep reasons give reasons: a claim, a composition, a function, its pieces, a piece, a condition.
const NESTING: usize = 6;

type Outcome = Result<(), String>;

impl Reason {
    /// What is wrong with it as a reason, if something is.
    pub fn flaw(&self) -> Option<String> {
        self.sound(0).err()
    }

    fn sound(&self, depth: usize) -> Outcome {
        if depth > NESTING {
            return Err(format!("reasons are nested more than {NESTING} deep"));
        }
        for subject in self.subjects() {
            sound_subject(subject)?;
        }
        match self {
            Reason::Limit { value, found, .. } => {
                if *value == 0 {
                    return Err("a limit of 0 is none".into());
                }
                if let Some(found) = found {
                    if found.len() > limits::REASON_NUMBER {
                        return Err("a number in it is too long".into());
                    }
                    number(found)?;
                }
            }
            Reason::Size { nodes, levels, .. } => {
                if *nodes == 0 || *levels == 0 {
                    return Err("a limit of 0 is none".into());
                }
            }
            Reason::Gcd { terms, bits } => {
                if *terms == 0 || *bits == 0 {
                    return Err("a limit of 0 is none".into());
                }
            }
            Reason::Factoring {
                divisor_bits,
                prime_bits,
                bits,
                ..
            } => {
                if !(0 < *divisor_bits && divisor_bits < prime_bits && prime_bits < bits) {
                    return Err("the limits of a factorisation do not fit together".into());
                }
            }
            Reason::UnprovedConstants { constants } => {
                let repeated = (1..constants.len()).any(|i| constants[..i].contains(&constants[i]));
                if constants.is_empty() || repeated {
                    return Err("it names no constants, or one twice".into());
                }
                constants.iter().try_for_each(|c| name(c))?;
            }
            Reason::RelatedConstants { constants: [a, b] } => {
                name(a)?;
                name(b)?;
            }
            Reason::Condition(c) => {
                if c.region.as_ref().is_some_and(|region| region.is_line()) {
                    return Err("the whole line is no part of it".into());
                }
            }
            Reason::Depends { on, .. } => {
                if !ACTIVATION_CLAIMS.contains(on) {
                    return Err("it depends on a claim that does not exist".into());
                }
            }
            Reason::ConstantKind { .. }
            | Reason::NoValue { .. }
            | Reason::Outside { .. }
            | Reason::Step { .. }
            | Reason::Definedness { .. }
            | Reason::Analyticity { .. }
            | Reason::Pieces { .. }
            | Reason::Piece { .. }
            | Reason::Comparison { .. }
            | Reason::Solutions { .. }
            | Reason::Jump { .. }
            | Reason::Composition { .. }
            | Reason::Relations { .. }
            | Reason::NoWitness { .. } => {}
        }
        match self.because() {
            Some(inner) if std::mem::discriminant(inner) == std::mem::discriminant(self) => {
                Err("a reason is given by one of the same kind".into())
            }
            Some(inner) => inner.sound(depth + 1),
            None => Ok(()),
        }
    }
}

fn sound_subject(subject: &Quoted) -> Outcome {
    match subject {
        Quoted::Text(text) if text.is_empty() || text.len() > limits::SUBJECT => Err(format!(
            "an expression in it is empty, or longer than {} bytes",
            limits::SUBJECT
        )),
        Quoted::Large(size) if size.nodes == 0 => Err("an expression in it has no nodes".into()),
        Quoted::Text(_) | Quoted::Large(_) => Ok(()),
    }
}

fn name(text: &str) -> Outcome {
    if text.is_empty() || text.len() > LONGEST_NAME || text.chars().any(char::is_control) {
        return Err("a constant in it has no name".into());
    }
    Ok(())
}

fn number(text: &str) -> Result<BigRational, String> {
    text.parse::<BigRational>()
        .ok()
        .filter(|q| q.to_string() == text)
        .ok_or_else(|| "a number in it is not in lowest terms".into())
}

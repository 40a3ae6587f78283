//! The Wronskian of functions as a factored element of their tower.

use crate::expr::Parameters;
use crate::family::{FactoredElement, Jet, b2, wronskian};
use crate::rewrite::RuleLibrary;
use crate::theorem::{AtValue, Exceptional};
use crate::tower::{Element, Generic, Requirements, Scope, Stop, Tower};

use super::Limits;
use super::independent::{Failure, common_tower, read_functions};
use super::isolated::{self, Answer};

/// A Wronskian.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactoredWronskian {
    /// The factored Wronskian in the symbols of the tower, if it was computed.
    pub factored: Option<String>,
    /// Is it identically zero?
    pub zero: bool,
    /// The symbols of monomials and roots with what they stand for, in order.
    pub definitions: Vec<(String, String)>,
    /// With symbolic parameters: what the verdict excludes.
    pub exceptional: Exceptional,
    /// Why it was not computed.
    pub undecided: Option<String>,
    /// What the user should know about how the text was read.
    pub notes: Vec<String>,
}

impl FactoredWronskian {
    /// `nonzero`, `zero` or `undecided`.
    pub fn word(&self) -> &'static str {
        match (&self.factored, self.zero) {
            (None, _) => "undecided",
            (_, true) => "zero",
            (_, false) => "nonzero",
        }
    }

    fn answer(&self) -> AtValue {
        AtValue::Decided {
            verdict: self.word().to_string(),
            rank: None,
        }
    }

    /// 0 if the functions are independent, 1 if they are dependent, 3 if it was not computed.
    pub fn exit_code(&self) -> u8 {
        match self.word() {
            "nonzero" => 0,
            "zero" => 1,
            _ => 3,
        }
    }
}

/// The activation in `B2(activation)`, the only family that has a name of its own here.
fn named_family(text: &str) -> Option<&str> {
    text.trim().strip_prefix("B2(")?.strip_suffix(')')
}

/// Computes the Wronskian of functions, or of B2 for the single text `B2(activation)`.
///
/// # Errors
/// Input errors with the function that they concern.
pub fn factored_wronskian(
    texts: &[&str],
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
) -> Result<FactoredWronskian, Failure> {
    let mut out = generic(texts, parameters, library, limits)?;
    let answer = Answer {
        generic: out.answer(),
        exceptional: &mut out.exceptional,
    };
    isolated::decide(parameters, vec![answer], |bound| {
        let there = generic(texts, bound, library, limits).map_err(|f| f.diagnostic)?;
        Ok(vec![there.answer()])
    });
    Ok(out)
}

/// The Wronskian for generic parameters.
fn generic(
    texts: &[&str],
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
) -> Result<FactoredWronskian, Failure> {
    let family = match texts {
        [one] => named_family(one),
        _ => None,
    };
    let single = family.map(|f| [f]);
    let texts: &[&str] = single.as_ref().map_or(texts, |s| s.as_slice());
    let mut functions = read_functions(texts, parameters, library, limits)?;
    let notes = functions.iter().flat_map(|f| f.notes.clone()).collect();
    let computed = common_tower(&mut functions, limits).and_then(|(mut tower, mut elements)| {
        if family.is_some() {
            let inner = Jet::inner(&tower, &elements[0])?;
            elements = b2(&inner).expand(&tower)?;
        }
        let generic = factor(&mut tower, &elements)?;
        let ((text, zero), conditions) = generic.into_parts();
        let exceptional = Exceptional::new(&tower, &conditions);
        Ok((text, zero, exceptional, definitions(&tower)))
    });
    match computed {
        Ok((text, zero, exceptional, definitions)) => Ok(FactoredWronskian {
            exceptional,
            factored: Some(text),
            zero,
            definitions,
            undecided: None,
            notes,
        }),
        Err(Stop::Undefined(diagnostic)) => Err(Failure {
            diagnostic,
            function: 0,
        }),
        Err(stop) => {
            let reason = match stop {
                Stop::Undecided(why) => why,
                _ => "an exponential of a finer exponent is needed".into(),
            };
            Ok(FactoredWronskian {
                factored: None,
                zero: false,
                definitions: vec![],
                exceptional: Exceptional::none(),
                undecided: Some(reason),
                notes,
            })
        }
    }
}

fn factor(
    tower: &mut Tower,
    elements: &[Element],
) -> crate::tower::Result<Generic<(String, bool)>> {
    let w = wronskian(tower, elements)?;
    let factored = FactoredElement::new(tower, &w)?;
    let again = factored.expand(tower)?;
    if !tower.equal(&again, &w)? {
        return Err(Stop::undecided(
            "the factors of the Wronskian do not multiply back to it",
        ));
    }
    let mut requirements = Requirements::default();
    let scope = if w.is_zero() {
        Scope::Identity
    } else {
        requirements.not_zero(&w.num);
        Scope::Constants
    };
    let text = factored.print(tower);
    tower.conclude((text, w.is_zero()), elements, requirements, scope)
}

fn definitions(tower: &Tower) -> Vec<(String, String)> {
    (0..tower.variables().len())
        .filter(|&v| tower.variables()[v].is_generator())
        .map(|v| {
            (
                tower.variables()[v].symbol.clone(),
                tower.definition(v).to_string(),
            )
        })
        .collect()
}

//! The Wronskian of functions as a factored element of their tower.

use num_rational::BigRational;

use wronski_certificate::{Reason, Step};
use wronski_exact::enclosure::{Enclosure, determinant};
use wronski_expr::domain::{TAYLOR_LENGTH, taylor};
use wronski_expr::{Expr, Parameters};
use wronski_symbolic::family::{FactoredElement, SelfComposition, b2, wronskian};
use wronski_symbolic::rewrite::RuleLibrary;
use wronski_symbolic::theorem::{AtValue, Exceptional};
use wronski_symbolic::tower::{Element, Generic, Requirements, Scope, Tower, TowerError};

use super::independent::{Failure, common_tower, read_functions};
use super::isolated::{self, Answer};
use super::{Ground, Limits};

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
    pub undecided: Option<Reason>,
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
            order: None,
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
    let undecided = |why: Reason, notes| FactoredWronskian {
        exceptional: Exceptional::none(),
        factored: None,
        zero: false,
        definitions: vec![],
        undecided: Some(why),
        notes,
    };
    let ground = match Ground::of(&functions) {
        Ok(ground) => ground,
        Err(why) => return Ok(undecided(why, notes)),
    };
    let computed = common_tower(&mut functions, limits).and_then(|(mut tower, mut elements)| {
        if family.is_some() {
            let inner = SelfComposition::inner(&tower, &elements[0])?;
            elements = b2(&inner).expand(&tower)?;
        }
        let generic = factor(&mut tower, &elements)?;
        let ((text, zero), conditions) = generic.into_parts();
        // That it is zero is an identity. That it is not rests on the independence of the constants: where that is
        // not known, a value has to show it.
        if let (false, Some(open)) = (zero, tower.open_question()) {
            let typed: Vec<Expr> = match (family, functions.as_slice()) {
                (Some(_), [sigma]) => b2_expressions(&sigma.expr),
                (_, functions) => functions.iter().map(|f| f.expr.clone()).collect(),
            };
            if !nonzero_somewhere(&ground, &typed) {
                return Err(TowerError::Undecided(Reason::NoWitness {
                    because: Box::new(open),
                }));
            }
        }
        let exceptional = Exceptional::new(&tower, &conditions).and(&ground.exceptional());
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
        Err(TowerError::Undefined(diagnostic)) => Err(Failure {
            diagnostic,
            function: 0,
        }),
        Err(stop) => Ok(undecided(stop.into_reason(), notes)),
    }
}

/// The functions of B2 in the order of [`b2`].
fn b2_expressions(sigma: &Expr) -> Vec<Expr> {
    let x = Expr::x;
    let (s1, s2) = (sigma.diff(), sigma.diff().diff());
    vec![
        Expr::int(1),
        sigma.clone(),
        s1.clone(),
        x() * s1,
        s2.clone(),
        x() * s2.clone(),
        x().pow(2) * s2,
    ]
}

/// Is the Wronskian of the functions enclosed away from zero at one of a few rational points? It is, up to a positive
/// factor, the determinant of their Taylor coefficients there.
fn nonzero_somewhere(_: &Ground, functions: &[Expr]) -> bool {
    const POINTS: [(i64, i64); 5] = [(0, 1), (1, 1), (-2, 3), (7, 5), (-3, 1)];
    let n = functions.len();
    if n > TAYLOR_LENGTH {
        return false;
    }
    POINTS.iter().any(|&(p, q)| {
        let x = BigRational::new(p.into(), q.into());
        let rows: Option<Vec<Vec<Enclosure>>> = functions
            .iter()
            .map(|f| Some(taylor(f, &x).ok()?.into_iter().take(n).collect()))
            .collect();
        rows.and_then(|rows| determinant(&rows, 128).ok().flatten())
            .is_some_and(|d| d.certainly_nonzero())
    })
}

fn factor(
    tower: &mut Tower,
    elements: &[Element],
) -> wronski_symbolic::tower::Result<Generic<(String, bool)>> {
    let w = wronskian(tower, elements)?;
    let factored = FactoredElement::new(tower, &w)?;
    let again = factored.expand(tower)?;
    if !tower.equal(&again, &w)? {
        return Err(TowerError::step(Step::WronskianFactors));
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

//! The claims of Assumptions 1 and 2 for one activation.

use wronski_certificate::claim::ANALYTIC;
use wronski_certificate::{Certificate, Decision, Reason, Subject};
use wronski_diagnostic::{Diagnostic, Result};
use wronski_expr::{Expr, Parameters};
use wronski_symbolic::family::SelfComposition;
use wronski_symbolic::rewrite::RuleLibrary;
use wronski_symbolic::theorem::{self, Claim, Decide, Question};
use wronski_symbolic::tower::{Element, Tower, TowerError};

use super::certificate::{certificate, claim_record, function_record};
use super::isolated::{self, Answer, answer_of};
use super::{Function, Ground, Limits, Selection};

/// The verdicts for one activation.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The activation.
    pub function: Function,
    /// The parameters as declared.
    pub parameters: Parameters,
    /// The tower with sigma in it; absent if sigma is no element of one.
    pub tower: Option<(Tower, Element)>,
    /// The claims that were asked for, in the order of the contract.
    pub claims: Vec<Claim>,
}

impl Verification {
    /// The exit code of the contract: 0 all proved, 1 something refuted, 3 something undecided.
    pub fn exit_code(&self) -> u8 {
        exit_code(&self.claims)
    }

    /// Everything that a checker needs.
    pub fn certificate(&self) -> Certificate {
        let read = self.tower.as_ref().map(|(tower, sigma)| (tower, sigma));
        certificate(
            Subject::Verify,
            &self.parameters,
            vec![function_record(&self.function, read)],
            read.map(|(tower, _)| tower),
            self.claims.iter().map(claim_record).collect(),
        )
    }
}

pub(super) fn exit_code(claims: &[Claim]) -> u8 {
    let any = |d: Decision| claims.iter().any(|c| c.verdict.decision() == d);
    if any(Decision::Refuted) {
        1
    } else if any(Decision::Undecided) {
        3
    } else {
        0
    }
}

/// Decides claims about an activation: those of `--assumption 1`, `2` or `all`, or any [`Selection`].
///
/// # Errors
/// Input errors with their place in `text`; budgets of the input; internal errors.
pub fn verify(
    text: &str,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
    selection: impl Into<Selection>,
) -> Result<Verification> {
    let function = Function::new(text, parameters, library, limits)?;
    verify_function(function, parameters, library, limits, selection)
}

/// As [`verify`], for a function that was read before.
///
/// # Errors
/// As [`verify`].
pub fn verify_function(
    function: Function,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
    selection: impl Into<Selection>,
) -> Result<Verification> {
    let selection = selection.into();
    let text = function.input.clone();
    let mut out = generic(function, parameters, limits, &selection)?;
    let answers = out
        .claims
        .iter_mut()
        .map(|c| Answer {
            generic: answer_of(c),
            exceptional: &mut c.exceptional,
        })
        .collect();
    isolated::decide(parameters, answers, |bound| {
        let function = Function::new(&text, bound, library, limits)?;
        let there = generic(function, bound, limits, &selection)?;
        Ok(there.claims.iter().map(answer_of).collect())
    });
    Ok(out)
}

/// The verdicts for generic parameters.
fn generic(
    mut function: Function,
    parameters: &Parameters,
    limits: &Limits,
    selection: &Selection,
) -> Result<Verification> {
    let ground = match Ground::of([&function]) {
        Ok(ground) => ground,
        Err(why) => {
            let claims = decide(selection, &function.expr, Known::Nothing(&why))?;
            return Ok(Verification {
                function,
                parameters: parameters.clone(),
                tower: None,
                claims,
            });
        }
    };
    let mut built = build(&function, limits, selection);
    if !reaches_all(&built) && !function.normal.steps.is_empty() {
        let typed = function.as_typed();
        let again = build(&typed, limits, selection);
        if again.is_ok() && (built.is_err() || reaches_all(&again)) {
            (function, built) = (typed, again);
        }
    }
    let (tower, claims) = match built {
        Ok((mut tower, (sigma, inner, composed))) => {
            let composed = match composed {
                Some(Err(stop)) => Some(Err(Reason::Composition {
                    because: Box::new(undecided_reason(stop)?),
                })),
                Some(Ok(composition)) => Some(Ok(composition)),
                None => None,
            };
            let known = Known::Tower {
                ground: &ground,
                tower: &mut tower,
                inner: &inner,
                composed: composed.as_ref(),
            };
            let claims = decide(selection, &function.expr, known)?;
            (Some((tower, sigma)), claims)
        }
        Err(stop) => {
            let why = undecided_reason(stop)?;
            let claims = decide(selection, &function.expr, Known::Nothing(&why))?;
            (None, claims)
        }
    };
    Ok(Verification {
        function,
        parameters: parameters.clone(),
        tower,
        claims,
    })
}

type Built = wronski_symbolic::tower::Result<(
    Tower,
    (
        Element,
        [Element; 3],
        Option<wronski_symbolic::tower::Result<SelfComposition>>,
    ),
)>;

fn reaches_all(built: &Built) -> bool {
    matches!(built, Ok((_, (_, _, None | Some(Ok(_))))))
}

/// sigma, its derivatives, and, where it is asked for, its composition with itself.
fn build(function: &Function, limits: &Limits, selection: &Selection) -> Built {
    Tower::build(limits.tower, |t| {
        let sigma = function.element(t)?;
        if !selection.composes() {
            let inner = SelfComposition::inner(t, &sigma)?;
            return Ok((sigma, inner, None));
        }
        // The composition may be out of reach where sigma itself is not; only a finer exponential is
        // worth starting again for.
        let before = t.clone();
        match SelfComposition::new(t, &sigma) {
            Ok(jet) => Ok((sigma, jet.inner.clone(), Some(Ok(jet)))),
            Err(stop @ TowerError::Refine { .. }) => Err(stop),
            Err(stop) => {
                *t = before;
                let inner = SelfComposition::inner(t, &sigma)?;
                Ok((sigma, inner, Some(Err(stop))))
            }
        }
    })
}

fn undecided_reason(stop: TowerError) -> Result<Reason> {
    match stop {
        TowerError::Undecided(why) => Ok(why),
        TowerError::Undefined(d) => Err(d),
        TowerError::Refine { .. } => Err(Diagnostic::internal(
            "a refinement escaped from the construction of a tower",
        )),
    }
}

/// What the claims are decided from.
enum Known<'a> {
    /// Only the expression, for this reason.
    Nothing(&'a Reason),
    /// sigma in a tower, on the ground that it is defined on R.
    Tower {
        ground: &'a Ground,
        tower: &'a mut Tower,
        inner: &'a [Element; 3],
        /// sigma with its composition with itself, or why it is out of reach; if a claim asks for it.
        composed: Option<&'a std::result::Result<SelfComposition, Reason>>,
    },
}

/// The claims of a selection, in order.
fn decide(selection: &Selection, expr: &Expr, mut known: Known) -> Result<Vec<Claim>> {
    let mut out: Vec<Claim> = vec![];
    for &id in selection.claims() {
        let how = theorem::decision(id)
            .ok_or_else(|| Diagnostic::internal(format!("the claim {id} has no decision")))?;
        // What a claim needs is selected with it and stands before it.
        let analytic = || {
            out.iter()
                .find(|c| c.id == ANALYTIC)
                .ok_or_else(|| Diagnostic::internal(format!("{id} stands before {ANALYTIC}")))
        };
        let claim = match (how, &mut known) {
            (Decide::Expression(decide), _) => decide(expr)?,
            (Decide::Analytic(decide), _) => decide(expr, analytic()?)?,
            (Decide::Sigma(_, without), Known::Nothing(why)) => without(analytic()?, why),
            (Decide::Sigma(decide, _), Known::Tower { tower, inner, .. }) => {
                decide(&mut Question {
                    tower,
                    inner,
                    analytic: analytic()?,
                })
            }
            (Decide::Composition(_), Known::Nothing(why)) => Claim::open(id, None, why),
            (
                Decide::Composition(decide),
                Known::Tower {
                    tower, composed, ..
                },
            ) => match composed {
                Some(Ok(composition)) => decide(tower, composition),
                Some(Err(why)) => Claim::open(id, None, why),
                None => return Err(Diagnostic::internal("the composition was not asked for")),
            },
        };
        out.push(claim);
    }
    if let Known::Tower { ground, .. } = known {
        let excluded = ground.exceptional();
        for c in &mut out {
            c.exceptional = std::mem::take(&mut c.exceptional).and(&excluded);
        }
    }
    Ok(out)
}

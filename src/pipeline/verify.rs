//! The claims of Assumptions 1 and 2 for one activation.

use wronski_certificate::{Certificate, Reason, Verdict};
use wronski_diagnostic::{Diagnostic, Result};
use wronski_expr::Parameters;
use wronski_symbolic::family::Jet;
use wronski_symbolic::rewrite::RuleLibrary;
use wronski_symbolic::theorem::{self, Claim, Detail, Exceptional, Reading};
use wronski_symbolic::tower::{Element, Stop, Tower};

use super::isolated::{self, Answer, answer_of};
use super::{Function, Ground, Limits};

/// Which claims are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assumptions {
    /// `analytic` and `assumption-1`.
    One,
    /// Those, and the claims of Assumption 2.
    Two,
    /// Every claim.
    #[default]
    All,
}

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
        super::certificate::of_verification(self)
    }
}

pub(super) fn exit_code(claims: &[Claim]) -> u8 {
    let any = |word: &str| claims.iter().any(|c| c.verdict.word() == word);
    if any("refuted") {
        1
    } else if any("undecided") {
        3
    } else {
        0
    }
}

/// Decides the claims of Assumptions 1 and 2 for an activation.
///
/// # Errors
/// Input errors with their place in `text`; budgets of the input; internal errors.
pub fn verify(
    text: &str,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
    assumptions: Assumptions,
) -> Result<Verification> {
    let mut out = generic(text, parameters, library, limits, assumptions)?;
    let answers = out
        .claims
        .iter_mut()
        .map(|c| Answer {
            generic: answer_of(c),
            exceptional: &mut c.exceptional,
        })
        .collect();
    isolated::decide(parameters, answers, |bound| {
        let there = generic(text, bound, library, limits, assumptions)?;
        Ok(there.claims.iter().map(answer_of).collect())
    });
    Ok(out)
}

/// The verdicts for generic parameters.
fn generic(
    text: &str,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
    assumptions: Assumptions,
) -> Result<Verification> {
    let mut function = Function::new(text, parameters, library, limits)?;
    let analytic = theorem::analytic(&function.expr)?;
    let ground = match Ground::of([&function]) {
        Ok(ground) => ground,
        Err(why) => {
            return Ok(Verification {
                function,
                parameters: parameters.clone(),
                tower: None,
                claims: all_undecided(analytic, assumptions, &why),
            });
        }
    };
    let mut built = build(&function, limits, assumptions);
    if !reaches_all(&built) && !function.normal.steps.is_empty() {
        let typed = function.as_typed();
        let again = build(&typed, limits, assumptions);
        if again.is_ok() && (built.is_err() || reaches_all(&again)) {
            (function, built) = (typed, again);
        }
    }
    let (tower, claims) = match built {
        Ok((mut tower, (sigma, inner, jet))) => {
            let mut claims = claims(&ground, &mut tower, &inner, jet, analytic, assumptions)?;
            for c in &mut claims {
                c.exceptional = std::mem::take(&mut c.exceptional).and(&ground.exceptional());
            }
            (Some((tower, sigma)), claims)
        }
        Err(stop) => {
            let why = undecided_reason(stop)?;
            (None, all_undecided(analytic, assumptions, &why))
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
        Option<wronski_symbolic::tower::Result<Jet>>,
    ),
)>;

fn reaches_all(built: &Built) -> bool {
    matches!(built, Ok((_, (_, _, None | Some(Ok(_))))))
}

/// sigma, its derivatives, and, unless only Assumption 1 is asked for, its composition with itself.
fn build(function: &Function, limits: &Limits, assumptions: Assumptions) -> Built {
    Tower::build(limits.tower, |t| {
        let sigma = function.element(t)?;
        if assumptions == Assumptions::One {
            let inner = Jet::inner(t, &sigma)?;
            return Ok((sigma, inner, None));
        }
        // The composition may be out of reach where sigma itself is not; only a finer exponential is
        // worth starting again for.
        let before = t.clone();
        match Jet::new(t, &sigma) {
            Ok(jet) => Ok((sigma, jet.inner.clone(), Some(Ok(jet)))),
            Err(stop @ Stop::Refine { .. }) => Err(stop),
            Err(stop) => {
                *t = before;
                let inner = Jet::inner(t, &sigma)?;
                Ok((sigma, inner, Some(Err(stop))))
            }
        }
    })
}

fn undecided_reason(stop: Stop) -> Result<Reason> {
    match stop {
        Stop::Undecided(why) => Ok(why),
        Stop::Undefined(d) => Err(d),
        Stop::Refine { .. } => Err(Diagnostic::internal(
            "a refinement escaped from the construction of a tower",
        )),
    }
}

/// The claims about a function that is defined on R.
fn claims(
    _: &Ground,
    tower: &mut Tower,
    inner: &[Element; 3],
    jet: Option<wronski_symbolic::tower::Result<Jet>>,
    analytic: Claim,
    assumptions: Assumptions,
) -> Result<Vec<Claim>> {
    let first = theorem::assumption1(tower, inner, &analytic);
    let mut out = vec![analytic, first];
    match jet {
        None => {}
        Some(Ok(jet)) => {
            out.push(theorem::claim1(tower, &jet));
            out.push(theorem::claim2(tower, &jet, Reading::Field));
            out.push(theorem::claim2(tower, &jet, Reading::Differential));
            if assumptions == Assumptions::All {
                out.push(theorem::lemma3(tower, &jet));
                out.push(theorem::gradient3(tower, &jet));
            }
        }
        Some(Err(stop)) => {
            let why = Reason::Composition {
                because: Box::new(undecided_reason(stop)?),
            };
            out.extend(composition_claims(assumptions, &why));
        }
    }
    Ok(out)
}

fn composition_claims(assumptions: Assumptions, why: &Reason) -> Vec<Claim> {
    let plain = [
        "assumption-2/claim-1",
        "assumption-2/claim-2/field",
        "assumption-2/claim-2/differential",
    ];
    let deep: &[(&'static str, usize)] = &[("lemma-3", 34), ("gradient-3", 6)];
    let undecided = |id, detail| Claim {
        id,
        verdict: Verdict::Undecided(why.clone()),
        detail,
        exceptional: Exceptional::none(),
    };
    let unknown = |size| {
        Some(Err(wronski_symbolic::family::Bounds {
            at_least: 0,
            at_most: size,
            reason: why.clone(),
        }))
    };
    let mut out: Vec<Claim> = match assumptions {
        Assumptions::One => vec![],
        _ => plain
            .into_iter()
            .map(|id| undecided(id, Detail::Plain))
            .collect(),
    };
    if assumptions == Assumptions::All {
        for (id, size) in deep {
            let detail = if *id == "lemma-3" {
                Detail::Lemma3 {
                    size: *size,
                    rank: unknown(*size),
                    conclusion: None,
                }
            } else {
                Detail::Rank {
                    size: *size,
                    rank: unknown(*size),
                }
            };
            out.push(undecided(id, detail));
        }
    }
    out
}

fn all_undecided(analytic: Claim, assumptions: Assumptions, why: &Reason) -> Vec<Claim> {
    let bounds = wronski_symbolic::family::Bounds {
        at_least: 0,
        at_most: 7,
        reason: why.clone(),
    };
    // Without analyticity the assumption fails, whatever the family does.
    let first = match &analytic.verdict {
        Verdict::Refuted(e) => Claim {
            id: "assumption-1",
            verdict: Verdict::Refuted(e.clone()),
            detail: Detail::Rank {
                size: 7,
                rank: None,
            },
            exceptional: analytic.exceptional.clone(),
        },
        _ => Claim {
            id: "assumption-1",
            verdict: Verdict::Undecided(why.clone()),
            detail: Detail::Rank {
                size: 7,
                rank: Some(Err(bounds)),
            },
            exceptional: Exceptional::none(),
        },
    };
    let mut out = vec![analytic, first];
    out.extend(composition_claims(assumptions, why));
    out
}

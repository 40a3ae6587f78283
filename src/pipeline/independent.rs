//! The linear independence of a family that the user types.

use wronski_certificate::claim::INDEPENDENT;
use wronski_certificate::{Certificate, Evidence, Reason, Subject, Verdict};
use wronski_diagnostic::Diagnostic;
use wronski_expr::{Expr, Parameters};
use wronski_symbolic::family::{Family, real_alternant, series_wronskian};
use wronski_symbolic::rewrite::RuleLibrary;
use wronski_symbolic::theorem::{Claim, Detail, Exceptional, independence};
use wronski_symbolic::tower::{Element, Tower, TowerError};

use super::certificate::{certificate, claim_record, function_record};
use super::isolated::{self, Answer, answer_of};
use super::{Function, Ground, Limits};

/// The verdict for a family.
#[derive(Clone, Debug)]
pub struct Independence {
    /// The functions.
    pub functions: Vec<Function>,
    /// The parameters as declared.
    pub parameters: Parameters,
    /// The tower with the functions in it; absent if they are no elements of one.
    pub tower: Option<(Tower, Vec<Element>)>,
    /// The claim `independent`.
    pub claim: Claim,
    /// A nonzero Wronskian modulo a prime at a point, by power series, where one was found.
    pub wronskian: Option<WronskianValue>,
}

/// The value of a Wronskian at a point of the tower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WronskianValue {
    /// The prime modulo which it was computed.
    pub prime: u64,
    /// The values of all variables of the tower.
    pub point: Vec<u64>,
    /// The value, nonzero.
    pub value: u64,
}

impl Independence {
    /// 0 independent, 1 dependent, 3 undecided.
    pub fn exit_code(&self) -> u8 {
        super::verify::exit_code(std::slice::from_ref(&self.claim))
    }

    /// Everything that a checker needs.
    pub fn certificate(&self) -> Certificate {
        let mut claim = claim_record(&self.claim);
        if let Some(Evidence::Rank(rank)) = &mut claim.evidence {
            // The members are the functions as they were read, not as they were typed.
            rank.functions = self.functions.iter().map(|f| f.expr.to_string()).collect();
        }
        let element = |i: usize| {
            let (tower, elements) = self.tower.as_ref()?;
            Some((tower, elements.get(i)?))
        };
        let functions = self.functions.iter().enumerate();
        certificate(
            Subject::Independent,
            &self.parameters,
            functions
                .map(|(i, f)| function_record(f, element(i)))
                .collect(),
            self.tower.as_ref().map(|(tower, _)| tower),
            vec![claim],
        )
    }
}

/// A failure that concerns one of several functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong.
    pub diagnostic: Diagnostic,
    /// Which function it concerns, counted from 0; its spans are in that text.
    pub function: usize,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "function {}: {}", self.function + 1, self.diagnostic)
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.diagnostic)
    }
}

impl From<Failure> for Diagnostic {
    fn from(f: Failure) -> Diagnostic {
        f.diagnostic
    }
}

/// Parses several functions.
pub(super) fn read_functions(
    texts: &[&str],
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
) -> Result<Vec<Function>, Failure> {
    texts
        .iter()
        .enumerate()
        .map(|(function, t)| {
            Function::new(t, parameters, library, limits).map_err(|diagnostic| Failure {
                diagnostic,
                function,
            })
        })
        .collect()
}

/// Reads functions into one tower: their normal forms, or, if the tower gets no further with those, the
/// functions as typed, which then take the place of the given ones.
///
/// # Errors
/// As [`Tower::build`].
pub(super) fn common_tower(
    functions: &mut [Function],
    limits: &Limits,
) -> wronski_symbolic::tower::Result<(Tower, Vec<Element>)> {
    let read = |functions: &[Function]| {
        Tower::build(limits.tower, |t| {
            functions.iter().map(|f| f.element(t)).collect()
        })
    };
    let built = read(functions);
    if matches!(built, Err(TowerError::Undecided(_))) {
        let typed: Vec<Function> = functions.iter().map(Function::as_typed).collect();
        let again = read(&typed);
        if again.is_ok() {
            functions.clone_from_slice(&typed);
            return again;
        }
    }
    built
}

/// Decides whether the functions are linearly independent over the constants.
///
/// # Errors
/// Input errors with their place; the message says which function it concerns.
pub fn independent(
    texts: &[&str],
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
) -> Result<Independence, Failure> {
    let functions = read_functions(texts, parameters, library, limits)?;
    let mut out = generic(functions, parameters, limits)?;
    let answer = Answer {
        generic: answer_of(&out.claim),
        exceptional: &mut out.claim.exceptional,
    };
    isolated::decide(parameters, vec![answer], |bound| {
        let there = read_functions(texts, bound, library, limits)
            .and_then(|functions| generic(functions, bound, limits))
            .map_err(|f| f.diagnostic)?;
        Ok(vec![answer_of(&there.claim)])
    });
    Ok(out)
}

/// As [`independent`], for expressions without parameters that were built before.
#[cfg(feature = "numeric")]
pub(super) fn independent_expressions(
    expressions: Vec<Expr>,
    library: &RuleLibrary,
    limits: &Limits,
) -> Result<Independence, Failure> {
    let function = |(function, e): (usize, Expr)| {
        let input = e.to_string();
        Function::of(e, input, vec![], library, limits).map_err(|diagnostic| Failure {
            diagnostic,
            function,
        })
    };
    let functions = expressions.into_iter().enumerate().map(function);
    generic(
        functions.collect::<Result<_, _>>()?,
        &Parameters::new(),
        limits,
    )
}

/// The verdict for generic parameters.
fn generic(
    mut functions: Vec<Function>,
    parameters: &Parameters,
    limits: &Limits,
) -> Result<Independence, Failure> {
    let size = functions.len();
    let undecided = |why: Reason| Claim::open(INDEPENDENT, Some(size), &why);
    let ground = match Ground::of(&functions) {
        Ok(ground) => ground,
        Err(why) => {
            return Ok(Independence {
                functions,
                parameters: parameters.clone(),
                tower: None,
                claim: undecided(why),
                wronskian: None,
            });
        }
    };
    let (tower, claim, wronskian) = match common_tower(&mut functions, limits) {
        Ok((mut tower, elements)) => {
            let family = Family::of(
                elements.clone(),
                functions.iter().map(|f| f.input.clone()).collect(),
            );
            let claim = independence(&mut tower, INDEPENDENT, "given", &family);
            // Numbers such as log(2) and log(3), whose algebraic independence is an open question, leave the
            // tower without an answer; determinants at real points do not mind.
            let by_values = matches!(claim.verdict, Verdict::Undecided(_))
                .then(|| real_claim(&ground, &functions))
                .flatten();
            let value = matches!(claim.verdict, Verdict::Proved(_))
                .then(|| series_wronskian(&tower, &family, 0))
                .flatten()
                .filter(|(_, _, value)| *value != 0)
                .map(|(field, point, value)| WronskianValue {
                    prime: field.modulus(),
                    point,
                    value,
                });
            match by_values {
                Some(found) => (None, found, None),
                None => (Some((tower, elements)), claim, value),
            }
        }
        Err(TowerError::Undefined(diagnostic)) => {
            return Err(Failure {
                diagnostic: Diagnostic {
                    span: None,
                    ..diagnostic
                },
                function: 0,
            });
        }
        Err(TowerError::Undecided(why)) => {
            let claim = real_claim(&ground, &functions).unwrap_or_else(|| undecided(why));
            (None, claim, None)
        }
        Err(TowerError::Refine { .. }) => {
            let diagnostic =
                Diagnostic::internal("a refinement escaped from the construction of a tower");
            return Err(Failure {
                diagnostic,
                function: 0,
            });
        }
    };
    let exceptional = claim.exceptional.clone().and(&ground.exceptional());
    Ok(Independence {
        functions,
        parameters: parameters.clone(),
        tower,
        claim: Claim {
            exceptional,
            ..claim
        },
        wronskian,
    })
}

/// Functions outside every tower may still be independent by their values at real points.
fn real_claim(_: &Ground, functions: &[Function]) -> Option<Claim> {
    let expressions: Vec<Expr> = functions.iter().map(|f| f.expr.clone()).collect();
    let found = real_alternant(&expressions)?;
    let size = functions.len();
    Some(Claim {
        id: INDEPENDENT,
        verdict: Verdict::Proved(Evidence::RealAlternant {
            points: found.points.iter().map(ToString::to_string).collect(),
            bits: found.bits,
            determinant: [
                found.determinant.lower_rational().to_string(),
                found.determinant.upper_rational().to_string(),
            ],
        }),
        detail: Detail::FullRank { size },
        exceptional: Exceptional::none(),
    })
}

//! Results as certificates.

use std::collections::BTreeMap;

use crate::certificate::{
    Certificate, ClaimRecord, Evidence, FunctionRecord, SCHEMA, StepRecord, Subject, TowerRecord,
    VERSION, Verdict,
};
use crate::check::Rejection;
use crate::expr::pattern::{replace, subterm};
use crate::expr::rules::{ARITHMETIC, stated_rule};
use crate::expr::{Binding, Expr, Node, Parameters, fold_literals, parameters, parse};
use crate::rewrite::{Direction, Step};
use crate::theorem::{Claim, tower_record};
use crate::tower::{Element, Tower};

use super::{Function, Independence, Verification};

/// The parameters as text: `symbolic` or the value.
pub(super) fn parameter_record(parameters: &Parameters) -> BTreeMap<String, String> {
    parameters
        .iter()
        .map(|(name, binding)| {
            let text = match binding {
                Binding::Symbolic => "symbolic".to_string(),
                Binding::Value(v) => v.to_string(),
            };
            (name.to_string(), text)
        })
        .collect()
}

/// The text that is read back as the same tree.
fn text(e: &Expr) -> Option<String> {
    let text = e.to_string();
    let mut names = Parameters::new();
    for name in parameters(e) {
        names.declare(&name).ok()?;
    }
    let read = parse(&text, &names).ok()?.expr;
    (fold_literals(&read) == *e).then_some(text)
}

/// The steps as data. A checker computes with trees in which `1/2` and `-3` are numbers, so each step is carried over to these; what
/// happens inside a number is arithmetic or nothing. Steps of rules that are not shipped cannot be cited: the list ends before the first, and
/// so it does where a text would not be read back as it is meant, or a number becomes a function inside another number. Nothing rests on the steps but their own display.
fn step_records(function: &Function) -> Vec<StepRecord> {
    let mut current = function.expr.clone();
    let mut out = vec![];
    for s in &function.normal.steps {
        let Some((record, next)) = step_record(&current, s) else {
            break;
        };
        out.extend(record);
        current = next;
    }
    out
}

/// Is this a term of numbers alone?
fn of_numbers(e: &Expr) -> bool {
    let mut open = vec![e];
    while let Some(e) = open.pop() {
        let arithmetic = matches!(
            e.node(),
            Node::Num(_)
                | Node::Neg(_)
                | Node::Add(..)
                | Node::Sub(..)
                | Node::Mul(..)
                | Node::Div(..)
                | Node::Pow(..)
        );
        if !arithmetic {
            return false;
        }
        open.extend(e.node().children());
    }
    true
}

/// One step from this expression, and the expression after it; no record where only the spelling of a number changes.
fn step_record(current: &Expr, s: &Step) -> Option<(Option<StepRecord>, Expr)> {
    let next = replace(current, &s.position, s.after.clone())?;
    let (old, new) = (fold_literals(current), fold_literals(&next));
    if old == new {
        return Some((None, next));
    }
    // Down to the place, or to the number that it is in.
    let mut depth = 0;
    let mut here = current;
    while depth < s.position.len() && fold_literals(here).as_num().is_none() {
        here = here.node().children().get(s.position[depth]).copied()?;
        depth += 1;
    }
    let position = s.position[..depth].to_vec();
    let inside = depth < s.position.len();
    let record = |rule: &str, forward: bool, substitution: BTreeMap<String, String>| StepRecord {
        rule: rule.to_string(),
        forward,
        position: position.clone(),
        substitution,
        after: new.to_string(),
    };
    let known = stated_rule(&s.rule).filter(|_| !inside);
    let record = match known {
        Some(rule) => {
            let wanted = rule.metavariables();
            let substitution = s
                .substitution
                .iter()
                .filter(|(name, _)| wanted.contains(*name))
                .map(|(name, e)| Some((name.clone(), text(&fold_literals(e))?)))
                .collect::<Option<_>>()?;
            record(&s.rule, s.direction == Direction::Forward, substitution)
        }
        None if inside || s.rule == ARITHMETIC => {
            let (a, b) = (subterm(&old, &position)?, subterm(&next, &position)?);
            let sides = [("?a", a.clone()), ("?b", fold_literals(b))];
            if !sides.iter().all(|(_, e)| of_numbers(e)) {
                return None;
            }
            let substitution = sides
                .iter()
                .map(|(name, e)| Some((name.to_string(), text(e)?)))
                .collect::<Option<_>>()?;
            record(ARITHMETIC, true, substitution)
        }
        None => return None,
    };
    Some((Some(record), next))
}

fn function_record(function: &Function, tower: &Tower, element: &Element) -> FunctionRecord {
    FunctionRecord {
        expression: function.expr.to_string(),
        steps: step_records(function),
        element: tower.print(element),
    }
}

fn claim_record(claim: &Claim) -> ClaimRecord {
    ClaimRecord {
        id: claim.id.to_string(),
        verdict: claim.verdict.word().to_string(),
        evidence: match &claim.verdict {
            Verdict::Proved(e) | Verdict::Refuted(e) => Some(e.clone()),
            Verdict::Undecided(_) => None,
        },
        exceptional: claim.exceptional.clone(),
    }
}

/// The names of the symbolic parameters, sorted.
fn symbolic(parameters: &Parameters) -> Vec<String> {
    let mut names: Vec<String> = parameters
        .iter()
        .filter(|(_, binding)| matches!(binding, Binding::Symbolic))
        .map(|(name, _)| name.to_string())
        .collect();
    names.sort();
    names
}

fn certificate(
    subject: Subject,
    declared: &Parameters,
    functions: Vec<FunctionRecord>,
    tower: Option<&Tower>,
    claims: Vec<ClaimRecord>,
) -> Certificate {
    Certificate {
        schema: SCHEMA.to_string(),
        version: VERSION,
        subject,
        parameters: symbolic(declared),
        functions,
        tower: tower.map_or(TowerRecord { variables: vec![] }, tower_record),
        claims,
    }
}

pub(super) fn of_verification(v: &Verification) -> Certificate {
    let functions = match &v.tower {
        Some((tower, sigma)) => vec![function_record(&v.function, tower, sigma)],
        None => vec![bare_record(&v.function)],
    };
    let claims = v.claims.iter().map(claim_record).collect();
    certificate(
        Subject::Verify,
        &v.parameters,
        functions,
        v.tower.as_ref().map(|t| &t.0),
        claims,
    )
}

pub(super) fn of_independence(v: &Independence) -> Certificate {
    let mut claim = claim_record(&v.claim);
    if let Some(Evidence::Rank(rank)) = &mut claim.evidence {
        // The members are the functions as they were read, not as they were typed.
        rank.functions = v.functions.iter().map(|f| f.expr.to_string()).collect();
    }
    let functions = match &v.tower {
        Some((tower, elements)) => v
            .functions
            .iter()
            .zip(elements)
            .map(|(f, e)| function_record(f, tower, e))
            .collect(),
        None => v.functions.iter().map(bare_record).collect(),
    };
    certificate(
        Subject::Independent,
        &v.parameters,
        functions,
        v.tower.as_ref().map(|t| &t.0),
        vec![claim],
    )
}

/// A function that is no element of a tower: there is nothing to check but its text.
fn bare_record(function: &Function) -> FunctionRecord {
    FunctionRecord {
        expression: function.expr.to_string(),
        steps: vec![],
        element: String::new(),
    }
}

/// The text of a certificate, after the checker has read it: what it does not confirm is not handed out.
///
/// # Errors
/// An internal one if the certificate cannot be written as text.
pub fn confirmed_text(
    certificate: &Certificate,
) -> crate::error::Result<std::result::Result<String, Rejection>> {
    let text = certificate.to_json()?;
    Ok(crate::check::check_text(&text).map(|_| text))
}

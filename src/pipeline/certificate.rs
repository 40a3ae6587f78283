//! Results as certificates.

use wronski_certificate::{
    Certificate, ClaimRecord, FunctionRecord, SCHEMA, StepRecord, Subject, TowerRecord, VERSION,
    Verdict,
};
use wronski_check::Rejection;
use wronski_diagnostic::{Diagnostic, ErrorCode};
use wronski_expr::pattern::replace;
use wronski_expr::rules::{ARITHMETIC, stated_rule};
use wronski_expr::{Binding, Exact, Expr, Parameters, parameters, parse_exact};
use wronski_symbolic::rewrite::{Direction, Step};
use wronski_symbolic::theorem::{Claim, tower_record};
use wronski_symbolic::tower::{Element, Tower};

use super::Function;

/// The text that is read back as the same tree.
fn text(e: &Expr) -> Option<String> {
    let text = Exact(e).to_string();
    let mut names = Parameters::new();
    for name in parameters(e) {
        names.declare(&name).ok()?;
    }
    (parse_exact(&text, &names).ok()? == *e).then_some(text)
}

/// The steps as data. Steps of rules that are not shipped cannot be cited: the list ends before the first, and so it
/// does where a text would be longer or deeper than what is read. Nothing rests on the steps but their own display.
fn step_records(function: &Function) -> Vec<StepRecord> {
    let mut current = function.expr.clone();
    let mut out = vec![];
    for s in &function.normal.steps {
        let Some((record, next)) = step_record(&current, s) else {
            break;
        };
        out.push(record);
        current = next;
    }
    out
}

/// One step from this expression, and the expression after it.
fn step_record(current: &Expr, s: &Step) -> Option<(StepRecord, Expr)> {
    let next = replace(current, &s.position, s.after.clone())?;
    let (forward, substitution) = if s.rule == ARITHMETIC {
        let sides = [("?a", text(&s.before)?), ("?b", text(&s.after)?)];
        (true, sides.map(|(n, t)| (n.to_string(), t)).into())
    } else {
        // What a condition defines (`?m = ?n - 1`) follows from the others.
        let wanted = stated_rule(&s.rule)?.metavariables();
        let substitution = s
            .substitution
            .iter()
            .filter(|(name, _)| wanted.contains(*name))
            .map(|(name, e)| Some((name.clone(), text(e)?)))
            .collect::<Option<_>>()?;
        (s.direction == Direction::Forward, substitution)
    };
    let record = StepRecord {
        rule: s.rule.clone(),
        forward,
        position: s.position.clone(),
        substitution,
        after: text(&next)?,
    };
    Some((record, next))
}

/// A claim as it stands in a file.
pub(super) fn claim_record(claim: &Claim) -> ClaimRecord {
    ClaimRecord {
        id: claim.id,
        verdict: claim.verdict.decision(),
        evidence: match &claim.verdict {
            Verdict::Proved(e) | Verdict::Refuted(e) => Some(e.clone()),
            Verdict::Undecided(_) => None,
        },
        reason: match &claim.verdict {
            Verdict::Proved(_) | Verdict::Refuted(_) => None,
            Verdict::Undecided(why) => Some(why.clone()),
        },
        exceptional: claim.exceptional.certified.clone(),
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

/// The certificate of these functions and claims.
pub(super) fn certificate(
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

/// A function as it stands in a file: with its element, or alone if it is no element of a tower.
pub(super) fn function_record(
    function: &Function,
    read: Option<(&Tower, &Element)>,
) -> FunctionRecord {
    match read {
        Some((tower, element)) => FunctionRecord {
            expression: function.expr.to_string(),
            steps: step_records(function),
            element: tower.print(element),
        },
        // There is nothing to check but its text.
        None => FunctionRecord {
            expression: function.expr.to_string(),
            steps: vec![],
            element: String::new(),
        },
    }
}

/// What the caller is told of a certificate that the checker does not confirm: a limit of the checker, or a
/// contradiction between the prover and the checker.
pub fn not_confirmed(r: &Rejection) -> Diagnostic {
    if r.failure.is_invalid() {
        return Diagnostic::internal(format!(
            "the checker contradicts the prover: {}: {}; no certificate was written",
            r.item, r.failure
        ));
    }
    Diagnostic::budget(
        ErrorCode::W0606,
        format!(
            "no certificate was written: the checker could not confirm {}: {}",
            r.item, r.failure
        ),
    )
    .help("the verdict is the prover's alone; `--assumption 1` asks for fewer claims")
}

/// The text of a certificate, after the checker has read it: what it does not confirm is not handed out.
///
/// # Errors
/// An internal one if the certificate cannot be written as text.
pub fn confirmed_text(
    certificate: &Certificate,
) -> wronski_diagnostic::Result<std::result::Result<String, Rejection>> {
    let text = certificate.to_json()?;
    Ok(wronski_check::check_text(&text).map(|_| text))
}

//! The activation with the certificate of its hypotheses, and the relation that forbids what was asked for.

use num_rational::BigRational;
use num_traits::Zero;

use super::number::{bounded, rational};
use crate::failure::Checked;
use crate::text::short;
use wronski_certificate::claim::{ANALYTIC, ASSUMPTION_1};
use wronski_certificate::minimum::{ActivationRecord, Kind, ObstructionRecord};
use wronski_certificate::{Certificate, Evidence, RankEvidence, Subject};
use wronski_certificate::{ClaimId, Decision};
use wronski_expr::{Expr, Parameters, parameters, parse};

/// The expression without parameters that a text stands for.
fn expression(text: &str) -> Checked<Expr> {
    let expr = parse(text, &Parameters::new()).map_err(|e| e.message)?.expr;
    if !parameters(&expr).is_empty() {
        return Err("it has parameters".into());
    }
    Ok(expr)
}

/// The verdict of a claim.
fn verdict(claims: &Certificate, id: ClaimId) -> Option<Decision> {
    claims.claims.iter().find(|c| c.id == id).map(|c| c.verdict)
}

/// Confirms the activation: its expression, and that the hypotheses which `kind` rests on are proved if it says so.
pub(super) fn activation(
    record: &ActivationRecord,
    kind: Kind,
    biases: bool,
    linear: bool,
) -> Checked<Expr> {
    let sigma = expression(&record.expression)
        .map_err(|why| why.within(format!("`{}`", short(&record.expression))))?;
    if linear && record.verified {
        return Err(
            "a minimum in a linear piece rests on no hypothesis about the activation".into(),
        );
    }
    let Some(claims) = &record.claims else {
        return if record.verified {
            Err("the certificate of its hypotheses is missing".into())
        } else {
            Ok(sigma)
        };
    };
    // What forbids a construction are claims that are refuted; and nothing is claimed where nothing is decided.
    let forbidden = matches!(kind, Kind::NoWidening | Kind::Impossible);
    if !record.verified && !linear && kind != Kind::Undecided && !forbidden {
        return Err("an activation that is not verified has no claims".into());
    }
    let about = claims.subject == Subject::Verify
        && claims
            .functions
            .first()
            .is_some_and(|f| expression(&f.expression).as_ref() == Ok(&sigma));
    if !about {
        return Err("the claims are about another function".into());
    }
    crate::verdicts::check(claims).map_err(|r| {
        r.failure
            .within(format!("its certificate: {} is not confirmed", r.item))
    })?;
    if forbidden {
        // The relation is one between analytic functions.
        if verdict(claims, ANALYTIC) != Some(Decision::Proved) {
            return Err("it is not proved to be analytic".into());
        }
        if verdict(claims, ASSUMPTION_1) != Some(Decision::Refuted) {
            return Err("Assumption 1 is not refuted".into());
        }
        if record.verified && biases {
            return Err("the hypothesis that is refuted is not proved".into());
        }
        return Ok(sigma);
    }
    if !record.verified {
        return Ok(sigma);
    }
    if verdict(claims, ANALYTIC) != Some(Decision::Proved) {
        return Err("it is not proved to be analytic".into());
    }
    Ok(sigma)
}

/// The evidence for the rank of B2.
fn rank(claims: &Certificate) -> Option<&RankEvidence> {
    let claim = claims.claims.iter().find(|c| c.id == ASSUMPTION_1)?;
    match &claim.evidence {
        Some(Evidence::Rank(e)) if e.family == "B2" => Some(e),
        _ => None,
    }
}

/// The coefficients of the relation, which is confirmed to hold: a combination of those of the claims, which are
/// confirmed.
pub(super) fn holds(
    record: &ObstructionRecord,
    claims: Option<&Certificate>,
) -> Checked<[BigRational; 7]> {
    let relation = record
        .relation
        .iter()
        .map(|t| rational(t))
        .collect::<Checked<Vec<_>>>()?;
    let relation: [BigRational; 7] = relation
        .try_into()
        .map_err(|_| "a relation of B2 has 7 coefficients")?;
    let evidence = claims
        .and_then(rank)
        .ok_or("the claims do not hold the relations of B2")?;
    let outside: Vec<usize> = (0..relation.len())
        .filter(|i| !evidence.basis.contains(i))
        .collect();
    // Each relation of the evidence has 1 at its own member outside the basis, and 0 at the others.
    let mut rest = relation.clone();
    for (&j, known) in outside.iter().zip(&evidence.relations) {
        let factor = relation[j].clone();
        if factor.is_zero() {
            continue;
        }
        for (r, text) in rest.iter_mut().zip(known) {
            let k = rational(text)
                .map_err(|_| format!("the coefficient `{}` is not rational", short(text)))?;
            *r = bounded(&*r - &factor * k)?;
        }
    }
    if rest.iter().any(|r| !r.is_zero()) {
        return Err("the relation does not follow from those of the claims".into());
    }
    Ok(relation)
}

/// Confirms that the relation makes a semidefinite form of second derivatives vanish in the mean at every critical
/// point.
///
/// Multiplied by dLoss/da of a unit and summed over the samples, the members 1, s, s1, x s1 give derivatives of the
/// loss by the bias of the next layer, the outgoing weights, the bias and the incoming weights: zero at a critical
/// point. Without biases only s and x s1 may occur.
pub(super) fn semidefinite(relation: &[BigRational; 7], biases: bool) -> Checked<()> {
    let [one, _, slope, _, a, b, c] = relation;
    if !biases && [one, slope, a, b].iter().any(|q| !q.is_zero()) {
        return Err("without biases it may involve s, x s1 and x^2 s2 only".into());
    }
    if [a, b, c].iter().all(|q| q.is_zero()) {
        return Err("the form is 0".into());
    }
    let four = BigRational::from_integer(4.into());
    if b * b > four * a * c {
        return Err("the form is not semidefinite".into());
    }
    Ok(())
}

/// Confirms that the relation makes every network of these layers a product of matrices, or a constant: `s1 = 0`, `s2
/// = 0` if there are biases, `s = x s1` if there are none.
pub(super) fn linear(relation: &[BigRational; 7], biases: bool) -> Checked<()> {
    let [one, s, s1, x_s1, s2, x_s2, xx_s2] = relation;
    let zero = |all: &[&BigRational]| all.iter().all(|q| q.is_zero());
    let constant = !s1.is_zero() && zero(&[one, s, x_s1, s2, x_s2, xx_s2]);
    let affine = biases && !s2.is_zero() && zero(&[one, s, s1, x_s1, x_s2, xx_s2]);
    let proportional =
        !biases && !s.is_zero() && zero(&[one, s1, s2, x_s2, xx_s2]) && (s + x_s1).is_zero();
    if constant || affine || proportional {
        return Ok(());
    }
    Err("it does not make the activation linear".into())
}

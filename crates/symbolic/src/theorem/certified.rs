//! Activations whose hypotheses are decided: what the numeric construction accepts.

use super::Claim;
use wronski_certificate::claim::{ANALYTIC, ASSUMPTION_1};
use wronski_certificate::{ClaimId, Verdict};
use wronski_expr::Expr;

/// What a construction needs to know about the activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// sigma is analytic on R: for networks that are given.
    Analytic,
    /// Assumption 1, which includes that: for the construction of data sets for networks with biases.
    Assumption1,
}

impl Needs {
    fn claims(self) -> &'static [ClaimId] {
        match self {
            Needs::Analytic => &[ANALYTIC],
            Needs::Assumption1 => &[ANALYTIC, ASSUMPTION_1],
        }
    }
}

/// An activation together with the fact that what a construction needs was proved, or the user's word that it may be
/// left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertifiedActivation {
    expression: Expr,
    verified: bool,
}

impl CertifiedActivation {
    /// Certifies an activation by claims about it.
    ///
    /// # Errors
    /// The claim that is not proved, or `None` if it is not among those given.
    pub fn new<'a>(
        expression: &Expr,
        claims: &'a [Claim],
        needs: Needs,
    ) -> Result<CertifiedActivation, Option<&'a Claim>> {
        for id in needs.claims() {
            let claim = claims.iter().find(|c| c.id == *id).ok_or(None)?;
            if !matches!(claim.verdict, Verdict::Proved(_)) {
                return Err(Some(claim));
            }
        }
        Ok(CertifiedActivation {
            expression: expression.clone(),
            verified: true,
        })
    }

    /// An activation that the user wants to use although its hypotheses are open or refuted; it stays marked.
    pub fn unverified(expression: &Expr) -> CertifiedActivation {
        CertifiedActivation {
            expression: expression.clone(),
            verified: false,
        }
    }

    /// The expression in x.
    pub fn expression(&self) -> &Expr {
        &self.expression
    }

    /// Were the hypotheses proved?
    pub fn is_verified(&self) -> bool {
        self.verified
    }
}

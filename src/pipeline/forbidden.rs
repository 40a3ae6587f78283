//! What an activation forbids for all data: definite moment matrices, or, if it is linear, local minima that are not
//! global.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use wronski_certificate::Verdict;
use wronski_certificate::claim::ASSUMPTION_1;
use wronski_certificate::minimum::{MinimumCertificate, ObstructionRecord, Shown};
use wronski_certificate::reason::numeric::Hypothesis;
use wronski_diagnostic::{Diagnostic, Result};
use wronski_expr::Expr;
use wronski_minima::network::{Shape, SumOfSquares};
use wronski_symbolic::family::{ChainWeights, Definite};
use wronski_symbolic::rewrite::RuleLibrary;
use wronski_symbolic::theorem::{Claim, Detail};
use wronski_symbolic::tower::Element;

use super::Limits;
use super::chain::{ChainReport, chain_of};
use super::independent::independent_expressions;
use super::verify::Verification;

/// What is forbidden for all data.
pub(super) struct Obstruction {
    /// The relation that forbids it.
    record: ObstructionRecord,
    /// The relation and its consequence in words.
    sentence: String,
}

fn record(b2: &[BigRational]) -> ObstructionRecord {
    ObstructionRecord {
        relation: b2.iter().map(ToString::to_string).collect(),
    }
}

/// The relation that makes every network with this activation a product of matrices, if there is one: sigma is
/// constant; or affine, and biases take up its constant; or a multiple of x. Then every local minimum is global
/// (docs/minima.md, section 3).
pub(super) fn every_minimum_is_global(
    v: &Verification,
    shape: &Shape,
    library: &RuleLibrary,
    limits: &Limits,
    _: SumOfSquares,
) -> Option<Obstruction> {
    // Refuted by relations, so between analytic functions, and not by a point where sigma is not analytic.
    let refuted = |c: &&Claim| {
        c.id == ASSUMPTION_1
            && matches!(c.verdict, Verdict::Refuted(_))
            && matches!(
                c.detail,
                Detail::Rank {
                    rank: Some(Ok(_)),
                    ..
                }
            )
    };
    v.claims.iter().find(refuted)?;
    let sigma = &v.function.expr;
    let first = sigma.diff();
    let zero = |function: Expr| is_zero(function, library, limits).then_some(());
    let relation = |at: &[(usize, i64)], sentence: &str| {
        let mut b2 = vec![BigRational::zero(); 7];
        for (i, c) in at {
            b2[*i] = BigRational::from_integer(BigInt::from(*c));
        }
        Obstruction {
            record: record(&b2),
            sentence: format!(
                "{} = 0 for all x: {sentence}; by the theorem on linear networks every local minimum of the sum of \
                 squares is global, for all data and all widths",
                relation_text(&b2)
            ),
        }
    };
    if zero(first.clone()).is_some() {
        return Some(relation(
            &[(2, 1)],
            "the activation is constant, and the outputs depend on the weights of the output layer alone",
        ));
    }
    if shape.biases() {
        zero(first.diff())?;
        return Some(relation(
            &[(4, 1)],
            "the activation is linear up to a constant, which the biases take up",
        ));
    }
    zero(sigma.clone() - Expr::x() * first)?;
    Some(relation(
        &[(1, 1), (3, -1)],
        "the activation is a multiple of x",
    ))
}

/// Is the function shown to be zero for every x?
fn is_zero(function: Expr, library: &RuleLibrary, limits: &Limits) -> bool {
    let found = independent_expressions(vec![function], library, limits).ok();
    let relations = found.and_then(|f| rational_relations(&f.claim));
    relations.is_some_and(|all| all.iter().any(|r| !r[0].is_zero()))
}

/// Is a definite moment matrix possible without biases?
pub(super) enum Possible {
    Yes,
    No(Obstruction),
    Open,
}

/// Without biases the only moment of the first layer is that of `x^2 sigma''`, and a relation between it and `sigma,
/// x sigma'` makes it vanish.
pub(super) fn without_biases(
    v: &Verification,
    library: &RuleLibrary,
    limits: &Limits,
) -> Result<Possible> {
    let sigma = &v.function.expr;
    let first = sigma.diff();
    let functions = vec![
        sigma.clone(),
        Expr::x() * first.clone(),
        Expr::x().pow(2) * first.diff(),
    ];
    let Ok(found) = independent_expressions(functions, library, limits) else {
        return Ok(Possible::Open);
    };
    match rational_relations(&found.claim) {
        None => Ok(Possible::Open),
        Some(relations) => {
            let Some(r) = relations.iter().find(|r| !r[2].is_zero()) else {
                return Ok(Possible::Yes);
            };
            let zero = BigRational::zero;
            let b2 = [
                zero(),
                r[0].clone(),
                zero(),
                r[1].clone(),
                zero(),
                zero(),
                r[2].clone(),
            ];
            Ok(Possible::No(Obstruction {
                record: record(&b2),
                sentence: format!(
                    "{} = 0: so the moment of x^2 sigma'' vanishes at every critical point, and no moment matrix is definite, without biases either",
                    relation_text(&b2)
                ),
            }))
        }
    }
}

/// The relations of a family whose rank is decided, if they are rational.
fn rational_relations(claim: &wronski_symbolic::theorem::Claim) -> Option<Vec<Vec<BigRational>>> {
    match &claim.detail {
        Detail::FullRank { .. } => Some(vec![]),
        Detail::Rank {
            rank: Some(Ok(rank)),
            ..
        } => rank
            .relations
            .iter()
            .map(|r| rational(&r.coefficients))
            .collect(),
        _ => None,
    }
}

/// Constants as rational numbers, if all are.
fn rational(constants: &[Element]) -> Option<Vec<BigRational>> {
    constants
        .iter()
        .map(|c| {
            if c.is_zero() {
                Some(BigRational::zero())
            } else {
                c.as_rational()
            }
        })
        .collect()
}

/// `2*x*s1 + s2` from coefficients in the order of B2.
fn relation_text(b2: &[BigRational]) -> String {
    let names = [
        "1",
        "sigma",
        "sigma'",
        "x*sigma'",
        "sigma''",
        "x*sigma''",
        "x^2*sigma''",
    ];
    let one = BigRational::from_integer(BigInt::from(1));
    let terms: Vec<String> = b2
        .iter()
        .zip(names)
        .filter(|(c, _)| !c.is_zero())
        .map(|(c, n)| {
            if *c == one {
                n.to_string()
            } else {
                format!("({c})*{n}")
            }
        })
        .collect();
    terms.join(" + ")
}

/// Why an activation is not accepted.
pub(super) enum Refusal {
    /// A relation forbids definite moment matrices.
    Forbidden(Obstruction),
    /// A hypothesis is not proved.
    Open(Hypothesis),
}

/// Something is shown for all data by a relation of the activation, which its claims prove.
pub(super) fn forbid(
    frame: &mut MinimumCertificate,
    shown: fn(ObstructionRecord) -> Shown,
    obstruction: Obstruction,
    verification: &Verification,
) {
    frame.show(shown(obstruction.record), obstruction.sentence);
    frame.activation.claims = Some(Box::new(verification.certificate()));
}

/// Why an activation is not accepted: with the relation that forbids definite moment matrices, or open.
pub(super) fn refusal(
    v: &Verification,
    claim: Option<&wronski_symbolic::theorem::Claim>,
    library: &RuleLibrary,
    limits: &Limits,
) -> Result<Refusal> {
    let Some(claim) = claim else {
        return Err(Diagnostic::internal("a claim was not decided"));
    };
    if !matches!(claim.verdict, Verdict::Refuted(_)) {
        return Ok(Refusal::Open(Hypothesis::Undecided {
            claim: claim.id,
            because: claim.because(),
        }));
    }
    let report = chain_of(
        v.function.clone(),
        &v.parameters,
        library,
        limits,
        &ChainWeights::unit(2),
    )?;
    let Some(b2) = obstruction(&report) else {
        return Ok(Refusal::Open(Hypothesis::NoObstruction(claim.because())));
    };
    let rest = match without_biases(v, library, limits)? {
        Possible::Yes => {
            "Without biases nothing of this kind stands in the way: x^2*sigma'' is independent of sigma and x*sigma' \
             (try --no-biases)."
        }
        Possible::No(_) => {
            "Without biases none is definite either: x^2*sigma'' is a combination of sigma and x*sigma'."
        }
        Possible::Open => "Whether one can be definite without biases is undecided.",
    };
    let sentence = format!(
        "{} = 0 for all x: at a critical point of a network with biases this is a relation between the entries of \
         every moment matrix (its trace with a semidefinite matrix that is not 0 vanishes), so none is definite, for \
         any data, in any layer. {rest}",
        relation_text(&b2)
    );
    Ok(Refusal::Forbidden(Obstruction {
        record: record(&b2),
        sentence,
    }))
}

/// The relation that rules out definite moment matrices at L = 2, in the order of B2 (which is the order of the
/// gradient and moment functions of that chain), if there is a rational one whose last three coefficients are
/// semidefinite.
fn obstruction(report: &ChainReport) -> Option<Vec<BigRational>> {
    let answer = report.layers.first()?;
    if !matches!(answer.definite, Definite::Impossible(_)) {
        return None;
    }
    let relation = answer.relation.as_ref()?;
    let r = rational(relation)?;
    // Gradient first: dF/db2 = 1, dF/dw2 = sigma, dF/db1 = sigma', dF/dw1 = x sigma'.
    let [a, b, c] = [r.get(4)?, r.get(5)?, r.get(6)?];
    let four = BigRational::from_integer(4.into());
    let semidefinite = b * b <= four * a * c && (!a.is_zero() || !c.is_zero());
    (semidefinite && !(a * c).is_negative()).then_some(r)
}

//! The claims, one after the other.

use super::failure::unshown;
use std::collections::BTreeMap;

use super::element::{Elem, Outcome};
use super::exceptional::{Exceptional, parametric};
use super::families::{Family, Functions, SINGLED_OUT};
use super::rank::{Confirmed, confirm};
use super::space::Space;
use super::subfield::{Reading, algebraic, dependent, independent, transcendental};
use wronski_certificate::{
    ACTIVATION_CLAIMS, Certificate, ClaimRecord, Evidence, Exclusion, RankEvidence, Subject,
};
use wronski_expr::Expr;

/// Are these the claims of `--assumption 1`, `2` or `all`, in order?
pub(super) fn selection(certificate: &Certificate) -> Outcome<()> {
    let ids: Vec<&str> = certificate.claims.iter().map(|c| c.id.as_str()).collect();
    let fits = match certificate.subject {
        Subject::Verify => [2, 5, 7].iter().any(|&n| ids == ACTIVATION_CLAIMS[..n]),
        Subject::Independent => ids == ["independent"],
    };
    if fits {
        Ok(())
    } else {
        Err("the claims are not those of the subject, each once and in order".into())
    }
}

/// What the claims are about.
pub(super) struct About<'a> {
    pub certificate: &'a Certificate,
    pub space: Space,
    pub expressions: Vec<Expr>,
    pub elements: Vec<Elem>,
    /// sigma with its derivatives and compositions, worked out when a claim asks.
    pub functions: Option<Functions>,
    /// If the claim `analytic` is confirmed as proved: what in the parameters must not vanish for it.
    pub conditions: Option<Vec<Expr>>,
}

fn zeros_of(conditions: &[Expr]) -> Vec<Exclusion> {
    let zero = |e: &Expr| Exclusion::Zero(e.to_string());
    conditions.iter().map(zero).collect()
}

/// Confirms one claim.
pub(super) fn claim(about: &mut About, c: &ClaimRecord) -> Outcome<()> {
    let proved = match c.verdict.as_str() {
        "undecided" => {
            if c.evidence.is_some() || !c.exceptional.is_empty() {
                return Err("an undecided claim has no evidence, and excludes nothing".into());
            }
            return match &c.reason {
                Some(reason) => super::reasons::sensible(about, c, reason),
                None => Err("an undecided claim says why it is undecided".into()),
            };
        }
        "proved" => true,
        "refuted" => false,
        other => return Err(format!("`{}` is no verdict", super::read::short(other)).into()),
    };
    if c.reason.is_some() {
        return Err("a decided claim has evidence, and no reason of its own".into());
    }
    let evidence = c.evidence.as_ref().ok_or("a decided claim has evidence")?;
    if !matches!(
        evidence,
        Evidence::Analytic { .. } | Evidence::NotAnalytic(_) | Evidence::RealAlternant { .. }
    ) {
        if about.space.listed == 0 {
            return Err("there is no tower that this could be derived in".into());
        }
        let listed = &about.space.variables[..about.space.listed];
        let numbers: Vec<&str> = listed
            .iter()
            .filter(|w| w.is_transcendental_number())
            .map(|w| w.symbol.as_str())
            .collect();
        if let ([one], true) = (
            numbers.as_slice(),
            listed.iter().any(|w| w.is_open_number()),
        ) {
            return Err(format!("that {one} is transcendental is not proved").into());
        }
        if numbers.len() > 1 {
            return Err(unshown(format!(
                "the algebraic independence of {} is no known theorem",
                numbers.join(", ")
            )));
        }
    }
    decide(about, c, proved, evidence)
}

/// The functions around sigma; `outer` if compositions are needed.
fn functions(about: &mut About, outer: bool) -> Outcome<Functions> {
    let sigma = about
        .elements
        .first()
        .ok_or("there is no function")?
        .clone();
    if !outer {
        return Functions::inner(&about.space, &sigma);
    }
    if about.functions.is_none() {
        let f = Functions::new(&mut about.space, &sigma);
        about.space.reset();
        about.functions = Some(f?);
    }
    about
        .functions
        .clone()
        .ok_or_else(|| "sigma could not be composed".into())
}

fn decide(about: &mut About, c: &ClaimRecord, proved: bool, evidence: &Evidence) -> Outcome<()> {
    let wrong = || {
        Err(format!(
            "this evidence does not show that `{}` is {}",
            super::read::short(&c.id),
            c.verdict
        )
        .into())
    };
    match (c.id.as_str(), proved, evidence) {
        ("analytic", _, Evidence::Analytic { .. } | Evidence::NotAnalytic(_)) => {
            let expr = about.expressions.first().ok_or("there is no function")?;
            let names = &about.certificate.parameters;
            let conditions = super::analytic::confirm(expr, names, proved, evidence)?;
            let excluded = zeros_of(&conditions);
            about.conditions = proved.then_some(conditions);
            if excluded == c.exceptional {
                Ok(())
            } else {
                Err("the excluded values are not those of the expression".into())
            }
        }
        ("assumption-1", true, Evidence::Rank(e)) => {
            // It is analytic only outside the values that this costs.
            let Some(conditions) = about.conditions.clone() else {
                return Err("it is proved only together with the claim `analytic`".into());
            };
            full(about, c, "B2", e, true)?;
            let excluded = Exceptional::read(&mut about.space, &c.exceptional)?;
            for condition in conditions {
                let value = about.space.interpret(&condition);
                about.space.reset();
                if !excluded.nonvanishing(&about.space, &value?.num) {
                    return Err(format!("{condition} = 0 is not excluded").into());
                }
            }
            Ok(())
        }
        ("assumption-1", false, Evidence::Rank(e)) => full(about, c, "B2", e, false),
        ("assumption-1", false, Evidence::NotAnalytic(_)) => {
            let expr = about.expressions.first().ok_or("there is no function")?;
            let names = &about.certificate.parameters;
            let conditions = super::analytic::confirm(expr, names, false, evidence)?;
            if zeros_of(&conditions) == c.exceptional {
                Ok(())
            } else {
                Err("the excluded values are not those of the expression".into())
            }
        }
        ("gradient-3", _, Evidence::Rank(e)) => full(about, c, "gradient-3", e, proved),
        (
            "independent",
            true,
            Evidence::RealAlternant {
                points,
                bits,
                determinant,
            },
        ) => {
            if c.exceptional.is_empty() {
                super::real::confirm(&about.expressions, points, *bits, determinant)
            } else {
                Err("values at real points exclude no parameters".into())
            }
        }
        ("independent", _, Evidence::Rank(e)) => full(about, c, "given", e, proved),
        ("lemma-3", _, Evidence::Rank(e)) => {
            let confirmed = ranked(about, c, "B3", e)?;
            // rank(B3) - rank(rest) is 3 minus the rank of these three columns of the relations.
            let free = confirmed
                .relations
                .iter()
                .all(|r| SINGLED_OUT.iter().all(|&j| r[j].is_zero()));
            if free == proved { Ok(()) } else { wrong() }
        }
        ("assumption-2/claim-1", true, Evidence::Transcendental(e)) => {
            let f = functions(about, true)?;
            transcendental(&about.space, &f, e)?;
            generic(about, c, &f)
        }
        ("assumption-2/claim-1", false, Evidence::Algebraic) => {
            let f = functions(about, true)?;
            algebraic(&about.space, &f)?;
            // Where sigma is transcendental at all it has to stay so.
            let slopes: Vec<Elem> = about
                .space
                .monomials()
                .into_iter()
                .map(|v| about.space.slope(&f.base[1], v))
                .collect::<Outcome<_>>()?;
            if slopes.iter().all(Elem::is_zero) {
                generic(about, c, &f)
            } else {
                identity(about, c, &f, &slopes)
            }
        }
        ("assumption-2/claim-2/field" | "assumption-2/claim-2/differential", _, e) => {
            let reading = if c.id == "assumption-2/claim-2/field" {
                Reading::Field
            } else {
                Reading::Differential
            };
            let f = functions(about, true)?;
            match (proved, e) {
                (true, Evidence::IndependentOverSubfield(e)) => {
                    independent(&about.space, &f, reading, e)?
                }
                (false, Evidence::RelationOverSubfield { relation }) => {
                    let coefficients = dependent(&mut about.space, &f, reading, relation)?;
                    return identity(about, c, &f, &coefficients);
                }
                _ => return wrong(),
            }
            generic(about, c, &f)
        }
        _ => wrong(),
    }
}

/// The family by its name.
fn family(about: &mut About, name: &str) -> Outcome<Family> {
    Ok(match name {
        "B2" => Family::b2(&functions(about, false)?),
        "B3" => Family::b3(&functions(about, true)?),
        "gradient-3" => Family::gradient3(&functions(about, true)?),
        _ => {
            let labels = about
                .certificate
                .functions
                .iter()
                .map(|f| f.expression.clone())
                .collect();
            Family::given(about.elements.clone(), labels)
        }
    })
}

/// A rank with the excluded values.
fn ranked(about: &mut About, c: &ClaimRecord, name: &str, e: &RankEvidence) -> Outcome<Confirmed> {
    let family = family(about, name)?;
    let confirmed = confirm(&mut about.space, name, &family, e)?;
    let excluded = Exceptional::read(&mut about.space, &c.exceptional)?;
    excluded.tower(&about.space, &family.base)?;
    for f in &family.base {
        excluded.defined(&about.space, f)?;
    }
    // The relations are identities for generic parameters: larger minors vanish identically, and at no value is the rank larger.
    if parametric(&about.space) {
        let k = &about.space.arithmetic;
        let mut memo = BTreeMap::new();
        let basis = e
            .basis
            .iter()
            .map(|&i| family.member(k, i, &mut memo))
            .collect::<Outcome<Vec<_>>>()?;
        excluded.independent(&about.space, &basis, &about.space.functions())?;
    }
    Ok(confirmed)
}

/// A rank that must be full, or must not be.
fn full(
    about: &mut About,
    c: &ClaimRecord,
    name: &str,
    e: &RankEvidence,
    wanted: bool,
) -> Outcome<()> {
    let confirmed = ranked(about, c, name, e)?;
    if (confirmed.rank == e.size) == wanted {
        Ok(())
    } else {
        Err(format!(
            "a rank of {} of {} does not show this verdict",
            confirmed.rank, e.size
        )
        .into())
    }
}

/// What rests on functions of which one has to be nonzero.
fn identity(about: &mut About, c: &ClaimRecord, f: &Functions, nonzero: &[Elem]) -> Outcome<()> {
    let excluded = Exceptional::read(&mut about.space, &c.exceptional)?;
    let space = &about.space;
    excluded.defined_as_identity(space, &f.base)?;
    excluded.defined_as_identity(space, nonzero)?;
    if !parametric(space) && !nonzero.is_empty() {
        return Ok(());
    }
    // One of them is enough; if none is shown, a limit that stopped one of them is named.
    let mut stopped = None;
    for a in nonzero {
        match excluded.not_trivial(space, &a.num) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(why) => stopped = Some(why),
        }
    }
    Err(stopped.unwrap_or_else(|| {
        unshown("what holds identically may be trivial at a value that is not excluded")
    }))
}

/// The excluded values of a claim about transcendence or a subfield.
fn generic(about: &mut About, c: &ClaimRecord, f: &Functions) -> Outcome<()> {
    let excluded = Exceptional::read(&mut about.space, &c.exceptional)?;
    if !parametric(&about.space) {
        return Ok(());
    }
    if matches!(c.evidence, Some(Evidence::Algebraic)) {
        // What holds identically holds for all values for which it is defined.
        return excluded.defined_as_identity(&about.space, &f.base);
    }
    excluded.tower(&about.space, &f.base)?;
    for g in &f.base {
        excluded.defined(&about.space, g)?;
    }
    let (space, k) = (&about.space, &about.space.arithmetic);
    match &c.evidence {
        Some(Evidence::Transcendental(e)) => {
            let columns: Vec<usize> = e
                .with_respect_to
                .iter()
                .filter_map(|s| space.find(s))
                .collect();
            let slope = |a: &Elem, v: usize| space.slope(a, v);
            let minor = match *columns.as_slice() {
                [a, b] => k.sub(
                    &k.mul(&slope(&f.base[1], a)?, &slope(&f.base[4], b)?)?,
                    &k.mul(&slope(&f.base[1], b)?, &slope(&f.base[4], a)?)?,
                )?,
                [a] => slope(&f.base[4], a)?,
                _ => return Err("the minor has one monomial for each row".into()),
            };
            if excluded.nonvanishing(space, &minor.num) {
                Ok(())
            } else {
                Err(unshown(
                    "the minor may vanish at a value that is not excluded",
                ))
            }
        }
        Some(Evidence::IndependentOverSubfield(e)) => {
            if e.level_of_sigma.is_some() {
                return Err(unshown(
                    "the claim for all values that are not excluded could not be confirmed",
                ));
            }
            let fixed: Vec<usize> = e.fixed.iter().filter_map(|s| space.find(s)).collect();
            let outer = std::array::from_fn(|v| v < space.listed && !fixed.contains(&v));
            excluded.independent(
                space,
                &[vec![Elem::one()], f.base[4..].to_vec()].concat(),
                &outer,
            )
        }
        _ => Err("this evidence is not one about transcendence or a subfield".into()),
    }
}

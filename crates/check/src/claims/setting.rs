//! What claims are about: the functions of the certificate with their families, and what the kinds of evidence have in
//! common.

use std::collections::BTreeMap;

use crate::element::Elem;
use crate::exceptional::{Exceptional, parametric};
use crate::failure::{Checked, unshown};
use crate::families::{Family, Functions};
use crate::rank::{Confirmed, confirm};
use crate::space::Space;
use wronski_certificate::{Certificate, ClaimRecord, Evidence, Exclusion, RankEvidence};
use wronski_expr::Expr;

/// What the claims are about.
pub(crate) struct Setting<'a> {
    pub certificate: &'a Certificate,
    pub space: Space,
    pub expressions: Vec<Expr>,
    pub elements: Vec<Elem>,
    /// sigma with its derivatives and compositions, worked out when a claim asks.
    pub functions: Option<Functions>,
    /// If the claim `analytic` is confirmed as proved: what in the parameters must not vanish for it.
    pub conditions: Option<Vec<Expr>>,
}

pub(super) fn zeros_of(conditions: &[Expr]) -> Vec<Exclusion> {
    let zero = |e: &Expr| Exclusion::Zero(e.to_string());
    conditions.iter().map(zero).collect()
}

/// The evidence is of another kind than the claim.
pub(super) fn foreign(c: &ClaimRecord) -> Checked<()> {
    Err(format!(
        "this evidence does not show that `{}` is {}",
        c.id, c.verdict
    )
    .into())
}

/// The functions around sigma; `outer` if compositions are needed.
pub(super) fn functions(setting: &mut Setting, outer: bool) -> Checked<Functions> {
    let sigma = setting
        .elements
        .first()
        .ok_or("there is no function")?
        .clone();
    if !outer {
        return Functions::inner(&setting.space, &sigma);
    }
    if setting.functions.is_none() {
        let f = Functions::new(&mut setting.space, &sigma);
        setting.space.reset();
        setting.functions = Some(f?);
    }
    setting
        .functions
        .clone()
        .ok_or_else(|| "sigma could not be composed".into())
}

/// The family by its name.
pub(super) fn family(setting: &mut Setting, name: &str) -> Checked<Family> {
    Ok(match name {
        "B2" => Family::b2(&functions(setting, false)?),
        "B3" => Family::b3(&functions(setting, true)?),
        "gradient-3" => Family::gradient3(&functions(setting, true)?),
        _ => {
            let labels = setting
                .certificate
                .functions
                .iter()
                .map(|f| f.expression.clone())
                .collect();
            Family::given(setting.elements.clone(), labels)
        }
    })
}

/// A rank with the excluded values.
pub(super) fn ranked(
    setting: &mut Setting,
    c: &ClaimRecord,
    name: &str,
    e: &RankEvidence,
) -> Checked<Confirmed> {
    let family = family(setting, name)?;
    let confirmed = confirm(&mut setting.space, name, &family, e)?;
    let excluded = Exceptional::read(&mut setting.space, &c.exceptional)?;
    excluded.tower(&setting.space, &family.base)?;
    for f in &family.base {
        excluded.defined(&setting.space, f)?;
    }
    // The relations are identities for generic parameters: larger minors vanish identically, and at no value is the
    // rank larger.
    if parametric(&setting.space) {
        let k = &setting.space.arithmetic;
        let mut memo = BTreeMap::new();
        let basis = e
            .basis
            .iter()
            .map(|&i| family.member(k, i, &mut memo))
            .collect::<Checked<Vec<_>>>()?;
        excluded.independent(&setting.space, &basis, &setting.space.functions())?;
    }
    Ok(confirmed)
}

/// A rank that must be full, or must not be.
pub(super) fn full(
    setting: &mut Setting,
    c: &ClaimRecord,
    name: &str,
    e: &RankEvidence,
    wanted: bool,
) -> Checked<()> {
    let confirmed = ranked(setting, c, name, e)?;
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
pub(super) fn identity(
    setting: &mut Setting,
    c: &ClaimRecord,
    f: &Functions,
    nonzero: &[Elem],
) -> Checked<()> {
    let excluded = Exceptional::read(&mut setting.space, &c.exceptional)?;
    let space = &setting.space;
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
pub(super) fn generic(setting: &mut Setting, c: &ClaimRecord, f: &Functions) -> Checked<()> {
    let excluded = Exceptional::read(&mut setting.space, &c.exceptional)?;
    if !parametric(&setting.space) {
        return Ok(());
    }
    if matches!(c.evidence, Some(Evidence::Algebraic)) {
        // What holds identically holds for all values for which it is defined.
        return excluded.defined_as_identity(&setting.space, &f.base);
    }
    excluded.tower(&setting.space, &f.base)?;
    for g in &f.base {
        excluded.defined(&setting.space, g)?;
    }
    let (space, k) = (&setting.space, &setting.space.arithmetic);
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

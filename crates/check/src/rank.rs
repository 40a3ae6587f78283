//! Ranks: a nonzero alternant from below, relations from above.

use std::collections::BTreeMap;

use super::determinant::determinant;
use super::element::Elem;
use super::failure::Checked;
use super::families::Family;
use super::space::Space;
use super::text::prime_field;
use super::witness::{point, stated};
use wronski_certificate::{AlternantEvidence, RankEvidence};
use wronski_exact::PrimeField;

pub(super) use wronski_certificate::limits::MEMBERS;

/// What a rank evidence shows, once confirmed.
#[derive(Debug)]
pub(super) struct Confirmed {
    pub rank: usize,
    /// The relations: one coefficient for each member.
    pub relations: Vec<Vec<Elem>>,
}

/// Points of the whole tower that agree in the given variables.
pub(super) fn points(
    space: &Space,
    a: &AlternantEvidence,
    count: usize,
    shared: impl Fn(usize) -> bool,
) -> Checked<(PrimeField, Vec<Vec<u64>>)> {
    let field = prime_field(&a.prime)?;
    if a.points.len() != count {
        return Err(format!("{count} points are needed, not {}", a.points.len()).into());
    }
    let points = a
        .points
        .iter()
        .map(|p| point(space, &field, p, space.listed))
        .collect::<Checked<Vec<_>>>()?;
    for v in (0..space.listed).filter(|&v| shared(v)) {
        if points.iter().any(|p| p[v] != points[0][v]) {
            return Err(format!("the points do not agree in {}", space.variables[v].symbol).into());
        }
    }
    Ok((field, points))
}

/// Confirms the rank of a family.
pub(super) fn confirm(
    space: &mut Space,
    name: &str,
    family: &Family,
    e: &RankEvidence,
) -> Checked<Confirmed> {
    let n = family.members.len();
    if e.family != name {
        return Err(format!(
            "the family is {name}, not {}",
            super::text::short(&e.family)
        )
        .into());
    }
    if n > MEMBERS || e.size != n || e.functions.len() != n {
        return Err(format!("the family has {n} members").into());
    }
    if let Some(i) = (0..n).find(|&i| e.functions[i] != family.members[i].0) {
        return Err(format!("member {i} of the family is {}", family.members[i].0).into());
    }
    let ascending = e.basis.windows(2).all(|w| w[0] < w[1]) && e.basis.iter().all(|&i| i < n);
    if !ascending || e.basis.len() != e.rank {
        return Err("the basis is no ascending list of as many members as the rank says".into());
    }
    match (&e.alternant, e.rank) {
        (None, 0) => {}
        (Some(a), 1..) => {
            let (field, points) = points(space, a, e.rank, |v| space.variables[v].is_constant())?;
            let mut rows = vec![];
            for p in &points {
                let values = family
                    .values(&space.arithmetic, &field, p)
                    .ok_or("a denominator vanishes at a point of the alternant")?;
                rows.push(e.basis.iter().map(|&i| values[i]).collect::<Vec<u64>>());
            }
            stated(&field, determinant(&field, &rows), &a.determinant)
                .map_err(|why| why.within("alternant"))?;
        }
        _ => return Err("a rank above 0 has an alternant, and rank 0 has none".into()),
    }
    let outside: Vec<usize> = (0..n)
        .filter(|i| e.basis.binary_search(i).is_err())
        .collect();
    if e.relations.len() != outside.len() {
        return Err(format!(
            "{} relations are needed, not {}",
            outside.len(),
            e.relations.len()
        )
        .into());
    }
    let mut memo = BTreeMap::new();
    let mut relations = vec![];
    for (j, texts) in outside.iter().zip(&e.relations) {
        if texts.len() != n {
            return Err(format!("a relation has {n} coefficients").into());
        }
        let mut coefficients = vec![];
        for (i, text) in texts.iter().enumerate() {
            let c = space.constant_text(text)?;
            if c.is_zero() && text != "0" {
                return Err("a coefficient that is zero is written 0".into());
            }
            let expected = if i == *j {
                Some("1")
            } else if outside.contains(&i) {
                Some("0")
            } else {
                None
            };
            if expected.is_some_and(|e| e != text) {
                return Err(format!(
                    "relation for member {j}: the coefficient of member {i} must be {}",
                    expected.unwrap_or("")
                )
                .into());
            }
            coefficients.push(c);
        }
        let mut sum = Elem::zero();
        for (i, c) in coefficients
            .iter()
            .enumerate()
            .filter(|(_, c)| !c.is_zero())
        {
            let f = family.member(&space.arithmetic, i, &mut memo)?;
            sum = space.arithmetic.add(&sum, &space.arithmetic.mul(c, &f)?)?;
        }
        if !sum.is_zero() {
            return Err(format!("the relation for member {j} does not hold").into());
        }
        relations.push(coefficients);
    }
    Ok(Confirmed {
        rank: e.rank,
        relations,
    })
}

//! The coefficient matrix of a family, for coefficients that are not rational numbers.
//!
//! Over a common denominator the members are polynomials in x and the monomials with coefficients in
//! the constants. Linear relations over the constants are relations between the columns of the matrix
//! of these coefficients; elimination over the field of constants also tells for which parameters the
//! rank can drop: where a pivot vanishes.

use std::collections::BTreeMap;

use super::Family;
use crate::exact::poly::{Mono, Poly};
use crate::tower::{Condition, Element, Result, Stop, Tower};

/// One row for each monomial, one column for each given element; entries are constants.
fn rows(tower: &Tower, elements: &[Element]) -> Result<Vec<Vec<Element>>> {
    let (numerators, _) = tower.common_numerators(elements)?;
    let mask = tower.function_mask();
    let mut table: BTreeMap<Mono, Vec<Poly>> = BTreeMap::new();
    for (j, n) in numerators.iter().enumerate() {
        for (m, c) in n.group(&mask) {
            table
                .entry(m)
                .or_insert_with(|| vec![Poly::zero(); elements.len()])[j] = c;
        }
    }
    Ok(table
        .into_values()
        .map(|r| r.into_iter().map(Element::poly).collect())
        .collect())
}

/// How unpleasant a pivot is: numbers first, then single terms, then sums.
fn complexity(e: &Element) -> (usize, usize, i64) {
    let plain = e.as_rational().is_some();
    (
        usize::from(!plain),
        e.num.len() + e.den.len(),
        e.num.max_exponent(),
    )
}

/// Gauss-Jordan over the constants, choosing the simplest pivot in each column from left to right.
/// Returns the pivot columns and the reduced rows.
fn eliminate(
    t: &mut Tower,
    mut rows: Vec<Vec<Element>>,
    columns: usize,
) -> Result<(Vec<usize>, Vec<Vec<Element>>)> {
    let mut pivots = vec![];
    let mut rank = 0;
    for c in 0..columns {
        let Some(r) = (rank..rows.len())
            .filter(|&r| !rows[r][c].is_zero())
            .min_by_key(|&r| complexity(&rows[r][c]))
        else {
            continue;
        };
        rows.swap(rank, r);
        let inverse = t.inverse(&rows[rank][c])?;
        for j in c..columns {
            rows[rank][j] = t.mul(&rows[rank][j], &inverse)?;
        }
        let pivot = rows[rank].clone();
        for (r, row) in rows.iter_mut().enumerate() {
            if r == rank || row[c].is_zero() {
                continue;
            }
            let factor = row[c].clone();
            for j in c..columns {
                if !pivot[j].is_zero() {
                    let product = t.mul(&factor, &pivot[j])?;
                    row[j] = t.sub(&row[j], &product)?;
                }
            }
        }
        pivots.push(c);
        rank += 1;
    }
    rows.truncate(rank);
    Ok((pivots, rows))
}

/// The coefficients `c` with `f_j + sum c_i f_{members_i} = 0`.
pub(super) fn express(
    tower: &Tower,
    functions: &[Element],
    j: usize,
    members: &[usize],
) -> Result<Vec<Element>> {
    let mut t = tower.clone();
    let chosen: Vec<Element> = members
        .iter()
        .chain([&j])
        .map(|&i| functions[i].clone())
        .collect();
    let matrix = rows(&t, &chosen)?;
    let (pivots, reduced) = eliminate(&mut t, matrix, chosen.len())?;
    if pivots.len() != members.len() || pivots.contains(&members.len()) {
        return Err(Stop::undecided(
            "a relation that holds modulo a prime but not over the constants",
        ));
    }
    // Denominators that are new in the working copy would be unknown to the caller's tower.
    if t.denominators().len() != tower.denominators().len() {
        return Err(Stop::undecided(
            "a relation with denominators in the constants",
        ));
    }
    Ok(reduced.iter().map(|r| t.neg(&r[members.len()])).collect())
}

/// For which parameters the members of `basis` stay independent: the conditions that the pivots of
/// an elimination over the constants do not vanish.
pub(super) fn generic_conditions(
    tower: &Tower,
    family: &Family,
    basis: &[usize],
) -> Result<Vec<Condition>> {
    let mut t = tower.clone();
    let before = t.conditions().len();
    let elements = family.select(basis).expand(&t)?;
    let mut matrix = rows(&t, &elements)?;
    // Simple rows first, so that pivots are numbers or single terms where possible.
    matrix.sort_by_key(|r| {
        let used: Vec<_> = r.iter().filter(|e| !e.is_zero()).collect();
        (used.iter().map(|e| complexity(e)).max(), used.len())
    });
    let (pivots, _) = eliminate(&mut t, matrix, basis.len())?;
    if pivots.len() != basis.len() {
        return Err(Stop::undecided(
            "independent modulo a prime, but the coefficient matrix has a smaller rank",
        ));
    }
    Ok(t.conditions()[before..].to_vec())
}

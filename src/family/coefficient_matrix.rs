//! The coefficient matrix of a family over the field of constants, for coefficients that are not
//! rational numbers, and for the parameters at which a rank can drop: where a pivot vanishes.

use super::Family;
use crate::tower::linear::{coefficient_rows, complexity, eliminate};
use crate::tower::{Condition, Element, Result, Stop, Tower};

/// The coefficients `c` with `f_j + sum c_i f_{members_i} = 0`.
pub(super) fn express(
    tower: &mut Tower,
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
    let mask = t.function_mask();
    let matrix = coefficient_rows(&t, &chosen, &mask)?;
    let (pivots, reduced) = eliminate(&mut t, matrix, chosen.len())?;
    if pivots.len() != members.len() || pivots.contains(&members.len()) {
        return Err(Stop::undecided(
            "a relation that holds modulo a prime but not over the constants",
        ));
    }
    // The coefficients may have denominators in the constants that are new.
    tower.adopt_denominators(&t);
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
    let mask = t.function_mask();
    let mut matrix = coefficient_rows(&t, &elements, &mask)?;
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

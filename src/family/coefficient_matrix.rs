//! The coefficient matrix of a family over the field of constants, for coefficients that are not
//! rational numbers, and for the parameters at which a rank can drop: where a pivot vanishes.

use super::Family;
use crate::tower::linear::coefficient_matrix;
use crate::tower::{Element, Requirements, Result, Stop, Tower};

/// The coefficients `c` with `f_j + sum c_i f_{members_i} = 0`. The coefficients may have denominators in the
/// constants that are new in the tower.
pub(super) fn express(
    tower: &mut Tower,
    functions: &[Element],
    j: usize,
    members: &[usize],
) -> Result<Vec<Element>> {
    tower.renew_work();
    let chosen: Vec<Element> = members
        .iter()
        .chain([&j])
        .map(|&i| functions[i].clone())
        .collect();
    let mask = tower.function_mask();
    let matrix = coefficient_matrix(tower, &chosen, &mask)?;
    let elimination = matrix.eliminate(tower, chosen.len())?;
    let pivots = &elimination.pivots;
    if pivots.len() != members.len() || pivots.contains(&members.len()) {
        return Err(Stop::undecided(
            "a relation that holds modulo a prime but not over the constants",
        ));
    }
    Ok(elimination
        .rows
        .iter()
        .map(|r| tower.neg(&r[members.len()]))
        .collect())
}

/// What the members of `basis` ask of the parameters to stay independent: a minor that does not vanish. Its pivots
/// go into the ledger of the tower.
pub(super) fn minor(
    tower: &mut Tower,
    family: &Family,
    basis: &[usize],
    requirements: &mut Requirements,
) -> Result<()> {
    tower.renew_work();
    let elements = family.select(basis).expand(tower)?;
    let mask = tower.function_mask();
    let mut matrix = coefficient_matrix(tower, &elements, &mask)?;
    matrix.simple_rows_first();
    let monomials = matrix.monomials.clone();
    let elimination = matrix.eliminate(tower, basis.len())?;
    if elimination.pivots.len() != basis.len() {
        return Err(Stop::undecided(
            "independent modulo a prime, but the coefficient matrix has a smaller rank",
        ));
    }
    requirements.minor(&monomials, &elimination);
    Ok(())
}

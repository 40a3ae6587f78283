//! The coefficient matrix of a family over the field of constants, for relations whose coefficients are no
//! rational numbers.

use crate::tower::linear::coefficient_matrix;
use crate::tower::{Element, Result, Tower, TowerError};
use wronski_certificate::Step;
use wronski_exact::minors::RowOrder;

/// For each of the functions `dependent` the coefficients `c` with `f_j + sum c_i f_{basis_i} = 0`, where only
/// functions before `f_j` are used: one elimination for all of them. The coefficients may have denominators in the
/// constants that are new in the tower.
///
/// # Errors
/// As [`Tower::div`].
pub(super) fn express(
    tower: &mut Tower,
    functions: &[Element],
    basis: &[usize],
    dependent: &[usize],
) -> Result<Vec<Vec<Element>>> {
    tower.renew_work();
    // The work of one elimination for each column, in one.
    let usual = tower.budget.work;
    tower.budget.work = usual.saturating_mul(dependent.len().max(1) as u64);
    let found = in_one_elimination(tower, functions, basis, dependent);
    tower.budget.work = usual;
    tower.renew_work();
    found
}

fn in_one_elimination(
    tower: &mut Tower,
    functions: &[Element],
    basis: &[usize],
    dependent: &[usize],
) -> Result<Vec<Vec<Element>>> {
    let mut columns: Vec<usize> = basis.iter().chain(dependent).copied().collect();
    columns.sort_unstable();
    let chosen: Vec<Element> = columns.iter().map(|&i| functions[i].clone()).collect();
    let mask = tower.function_mask();
    let mut matrix = coefficient_matrix(tower, &chosen, &mask)?;
    matrix.sort_rows(RowOrder::SIMPLE);
    let elimination = matrix.eliminate(tower, chosen.len())?;
    let pivots: Vec<usize> = elimination.pivots.iter().map(|&c| columns[c]).collect();
    if pivots != basis {
        return Err(TowerError::step(Step::RelationLift));
    }
    // The reduced echelon form: a column without pivot is the combination of those before it that its entries say.
    Ok(dependent
        .iter()
        .map(|j| {
            let c = columns.partition_point(|k| k < j);
            elimination.rows.iter().map(|r| tower.neg(&r[c])).collect()
        })
        .collect())
}

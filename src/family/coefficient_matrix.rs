//! The coefficient matrix of a family over the field of constants, for coefficients that are not
//! rational numbers, and for the parameters at which a rank can drop: where a pivot vanishes.

use super::Family;
use crate::certificate::Step;
use crate::exact::gcd::surely_coprime;
use crate::exact::poly::Poly;
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
        return Err(Stop::step(Step::RelationLift));
    }
    Ok(elimination
        .rows
        .iter()
        .map(|r| tower.neg(&r[members.len()]))
        .collect())
}

/// How many minors are looked at.
const MINORS: u64 = 6;

/// The work that is spent on each minor after the first.
const WORK: u64 = 2_000_000;

/// What the members of `basis` ask of the parameters to stay independent: that not all of a few minors vanish. With one
/// parameter these are the zeros of their common factors.
pub(super) fn minors(
    tower: &Tower,
    family: &Family,
    basis: &[usize],
    requirements: &mut Requirements,
) -> Result<()> {
    tower.renew_work();
    let elements = family.select(basis).expand(tower)?;
    let mask = tower.function_mask();
    let mut matrix = coefficient_matrix(tower, &elements, &mask)?;
    matrix.simple_rows_first();
    let mut occurring = tower.parameters();
    occurring.retain(|&v| {
        let entries = matrix.rows.iter().flatten();
        entries.into_iter().any(|e| e.num.involves(v))
    });
    let rooted = matrix.rows.iter().flatten().any(|e| {
        let roots = tower.roots();
        e.num.variables().iter().any(|v| roots.contains_key(v))
    });
    let mut common: Option<Vec<Poly>> = None;
    for attempt in 0..MINORS {
        let sample = matrix.sample(attempt, basis.len());
        let monomials = sample.monomials.clone();
        let mut work = tower.clone();
        work.renew_work();
        if attempt > 0 {
            work.budget.work = work.budget.work.min(WORK);
        }
        let elimination = match sample.eliminate(&mut work, basis.len()) {
            Ok(e) if e.pivots.len() == basis.len() => e,
            Ok(_) if attempt == 0 => {
                return Err(Stop::step(Step::RankLift));
            }
            Err(stop) if attempt == 0 => return Err(stop),
            _ => continue,
        };
        requirements.minor(&monomials, &matrix.monomials, &elimination);
        let mut factors: Vec<Poly> = work
            .divisions_since(tower)
            .iter()
            .flat_map(|p| tower.factors(p))
            .collect();
        if let Some(before) = common {
            // Factors need not be irreducible: those that share nothing with the others go.
            factors.retain(|f| before.iter().any(|g| f == g || !surely_coprime(f, g)));
        }
        let small = factors.len() <= 2 && factors.iter().all(|f| f.max_exponent() <= 2);
        common = Some(factors);
        // Common factors decide only where one parameter (or one exponential of it) occurs: several polynomials in
        // more have common zeros without them; and with roots of numbers factors are not irreducible, so that a
        // common one can be hidden.
        if small || occurring.len() != 1 || rooted {
            break;
        }
    }
    for p in common.iter().flatten() {
        requirements.not_zero(p);
    }
    Ok(())
}

//! Parameters at which a rank can drop: where all maximal minors of the coefficient matrix of a basis vanish.

use super::Family;
use crate::tower::linear::{CoefficientMatrix, Elimination, coefficient_matrix};
use crate::tower::point::Vary;
use crate::tower::{Element, Requirements, Result, Tower, TowerError};
use wronski_certificate::Step;
use wronski_exact::field::PrimeField;
use wronski_exact::matrix::determinant;
use wronski_exact::minors::{CommonZeros, ResidueMatrix, RowOrder};
use wronski_exact::poly::{Mono, Poly};
use wronski_exact::random::SplitMix;

/// How many minors are looked at.
const MINORS: u64 = 6;

fn residues(field: &PrimeField, rows: &[Vec<u64>]) -> u64 {
    determinant(field, rows)
}

/// What the members of `basis` ask of the parameters to stay independent: that not all maximal minors vanish. The
/// factors of one minor are worked out; with one parameter those at whose zeros another minor does not vanish are
/// left out.
///
/// # Errors
/// As [`Tower::mul`].
pub(super) fn minors(
    tower: &Tower,
    family: &Family,
    basis: &[usize],
    requirements: &mut Requirements,
) -> Result<()> {
    tower.renew_work();
    let elements = family.select(basis).expand(tower)?;
    let mask = tower.function_mask();
    let matrix = coefficient_matrix(tower, &elements, &mask)?;
    let mut occurring = tower.parameters();
    occurring.retain(|&v| {
        let entries = matrix.rows.iter().flatten();
        entries.into_iter().any(|e| e.num.involves(v))
    });
    let (factors, chosen) = of_a_minor(tower, &matrix, basis.len())?;
    requirements.rows(&chosen, &matrix.monomials);
    // Several minors decide only where one parameter (or one exponential of it) occurs: several polynomials in more
    // have common zeros without a common factor.
    let left = match occurring.as_slice() {
        [v] if !factors.is_empty() => {
            let rows: Vec<Vec<Poly>> = matrix
                .rows
                .iter()
                .map(|r| r.iter().map(|e| e.num.clone()).collect())
                .collect();
            let (field, points) = tower.random_points(0x5A3F, 1, Vary::Functions);
            let at = points.first().cloned().unwrap_or_default();
            match ResidueMatrix::new(&rows, *v, &field, &at) {
                Some(m) if tower.exponents_may_coincide(&elements, &matrix.monomials)? => {
                    without_coincidences(&matrix, &m, (*v, &at), factors, requirements)
                }
                Some(m) => match CommonZeros::new(&m, residues) {
                    Some(zeros) => factors
                        .into_iter()
                        .filter(|f| !zeros.none_of(f, *v, &at))
                        .collect(),
                    None => factors,
                },
                None => factors,
            }
        }
        _ => factors,
    };
    for p in &left {
        requirements.not_zero(p);
    }
    Ok(())
}

/// The factors that may vanish of a minor, and its rows: of several minors, those of the first independent rows in a
/// few orders, that with the fewest factors. The checker tries the same.
fn of_a_minor(
    tower: &Tower,
    matrix: &CoefficientMatrix,
    columns: usize,
) -> Result<(Vec<Poly>, Vec<Mono>)> {
    let mut best: Option<(usize, Vec<Poly>, Vec<Mono>)> = None;
    let mut tried: Vec<Vec<Mono>> = vec![];
    for order in RowOrder::ALL {
        let mut sorted = matrix.clone();
        sorted.sort_rows(order);
        let sample = sorted.first_independent_rows(tower, columns);
        if tried.contains(&sample.monomials) {
            continue;
        }
        tried.push(sample.monomials.clone());
        let monomials = sample.monomials.clone();
        let mut work = tower.clone();
        work.renew_work();
        let elimination = match sample.eliminate(&mut work, columns) {
            Ok(e) => e,
            Err(_) if best.is_some() => continue,
            Err(stop) => return Err(stop),
        };
        if elimination.pivots.len() != columns {
            continue;
        }
        let factors = of_pivots(tower, &work, &elimination);
        let size: usize = factors
            .iter()
            .map(|f| 1 + usize::try_from(f.max_exponent()).unwrap_or(0))
            .sum();
        if best.as_ref().is_none_or(|b| size < b.0) {
            let chosen = elimination.chosen.iter().map(|&r| monomials[r]).collect();
            best = Some((size, factors, chosen));
        }
        if size == 0 {
            break;
        }
    }
    best.map(|(_, factors, chosen)| (factors, chosen))
        .ok_or_else(|| TowerError::step(Step::RankLift))
}

/// The factors of a minor, the product of the pivots. These are quotients of minors of fewer rows: what only those
/// contain cancels.
fn of_pivots(tower: &Tower, work: &Tower, elimination: &Elimination) -> Vec<Poly> {
    let mut factors: Vec<Poly> = vec![];
    for p in work.divisions_since(tower) {
        for f in tower.factors(p) {
            if !factors.contains(&f) {
                factors.push(f);
            }
        }
    }
    // With roots of numbers a quotient need not be one of polynomials in the roots: nothing cancels then.
    let rooted = |p: &Poly| p.variables().iter().any(|v| tower.roots().contains_key(v));
    let values = || elimination.values.iter();
    if factors.iter().any(rooted)
        || values()
            .any(|e| rooted(&e.num) || e.den.iter().any(|d| rooted(&work.denominators()[d.0])))
    {
        return factors;
    }
    factors.retain(|f| {
        let times = |p: &Element| work.multiplicity(p, f);
        elimination.values.iter().map(times).sum::<i64>() != 0
    });
    factors
}

/// Where the rows may become multiples of each other, each minor that is used asks that its own rows do not: square
/// minors of rows in random orders, as long as they leave factors out.
fn without_coincidences(
    matrix: &CoefficientMatrix,
    residue: &ResidueMatrix,
    (v, at): (usize, &[u64]),
    mut factors: Vec<Poly>,
    requirements: &mut Requirements,
) -> Vec<Poly> {
    let mut random = SplitMix::new(0x5A3F);
    for _ in 1..MINORS {
        let small = factors.len() <= 2 && factors.iter().all(|f| f.max_exponent() <= 2);
        if small {
            break;
        }
        let mut order: Vec<usize> = (0..matrix.rows.len()).collect();
        for i in (1..order.len()).rev() {
            let j = random.range(0, i as u64 + 1) as usize;
            order.swap(i, j);
        }
        let Some(found) = residue.select(&order).independent_rows() else {
            continue;
        };
        let rows: Vec<usize> = found.into_iter().map(|i| order[i]).collect();
        let Some(zeros) = CommonZeros::new(&residue.select(&rows), residues) else {
            continue;
        };
        let before = factors.len();
        factors.retain(|f| !zeros.none_of(f, v, at));
        if factors.len() < before {
            let chosen: Vec<_> = rows.iter().map(|&i| matrix.monomials[i]).collect();
            requirements.rows(&chosen, &matrix.monomials);
        }
    }
    factors
}

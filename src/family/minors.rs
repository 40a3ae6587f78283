//! Parameters at which a rank can drop: where all maximal minors of the coefficient matrix of a basis vanish.

use num_bigint::BigInt;
use num_traits::Zero;

use super::Family;
use crate::exact::field::PrimeField;
use crate::exact::matrix::determinant;
use crate::exact::minors::{CommonZeros, UnivariateMatrix};
use crate::exact::poly::Poly;
use crate::exact::random::SplitMix;
use crate::tower::linear::{CoefficientMatrix, coefficient_matrix};
use crate::tower::{Requirements, Result, Stop, Tower};

/// How many minors are looked at.
const MINORS: u64 = 6;

/// The work that is spent on each minor after the first.
const WORK: u64 = 2_000_000;

fn residues(field: &PrimeField, rows: &[Vec<u64>]) -> u64 {
    determinant(field, rows)
}

/// What the members of `basis` ask of the parameters to stay independent: that not all maximal minors vanish. The factors of one minor are
/// worked out; with one parameter those at whose zeros another minor does not vanish are left out.
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
    // The checker takes the minor of the same rows: simple ones first.
    let first = matrix.first_independent_rows(tower, basis.len());
    let Some(factors) = of_a_minor(tower, &matrix, &first, None, basis.len(), requirements)? else {
        return Err(Stop::undecided(
            "independent modulo a prime, but the coefficient matrix has a smaller rank",
        ));
    };
    // Several minors decide only where one parameter (or one exponential of it) occurs: several polynomials in more have common zeros without a
    // common factor.
    let left = match occurring.as_slice() {
        [v] if !factors.is_empty() => {
            let rows: Vec<Vec<Poly>> = matrix
                .rows
                .iter()
                .map(|r| r.iter().map(|e| e.num.clone()).collect())
                .collect();
            match UnivariateMatrix::new(&rows, *v) {
                Some(m) if tower.exponents_may_coincide(&elements, &matrix.monomials)? => {
                    without_coincidences(&matrix, &m, *v, factors, requirements)
                }
                Some(m) => match CommonZeros::new(&m, residues) {
                    Some(zeros) => factors
                        .into_iter()
                        .filter(|f| !dense(f, *v).is_some_and(|f| zeros.none_of(&f)))
                        .collect(),
                    None => of_several(tower, &matrix, factors, basis.len(), requirements)?,
                },
                None => of_several(tower, &matrix, factors, basis.len(), requirements)?,
            }
        }
        _ => factors,
    };
    for p in &left {
        requirements.not_zero(p);
    }
    Ok(())
}

/// The factors that may vanish of the pivots of an elimination, a minor of which is asked for; `None` if the rank is smaller.
fn of_a_minor(
    tower: &Tower,
    whole: &CoefficientMatrix,
    sample: &CoefficientMatrix,
    work_limit: Option<u64>,
    columns: usize,
    requirements: &mut Requirements,
) -> Result<Option<Vec<Poly>>> {
    let monomials = sample.monomials.clone();
    let mut work = tower.clone();
    work.renew_work();
    if let Some(limit) = work_limit {
        work.budget.work = work.budget.work.min(limit);
    }
    let elimination = sample.clone().eliminate(&mut work, columns)?;
    if elimination.pivots.len() != columns {
        return Ok(None);
    }
    requirements.minor(&monomials, &whole.monomials, &elimination);
    let mut factors: Vec<Poly> = vec![];
    for p in work.divisions_since(tower) {
        for f in tower.factors(p) {
            if !factors.contains(&f) {
                factors.push(f);
            }
        }
    }
    // The minor is the product of the pivots, quotients of minors of fewer rows: what only those contain cancels.
    factors.retain(|f| {
        let times: i64 = elimination
            .values
            .iter()
            .map(|p| work.multiplicity(p, f))
            .sum();
        times != 0
    });
    Ok(Some(factors))
}

/// Where the rows may become multiples of each other, each minor that is used asks that its own rows do not: square minors of rows in
/// random orders, as long as they leave factors out.
fn without_coincidences(
    matrix: &CoefficientMatrix,
    univariate: &UnivariateMatrix,
    v: usize,
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
        let Some(found) = univariate.select(&order).independent_rows() else {
            continue;
        };
        let rows: Vec<usize> = found.into_iter().map(|i| order[i]).collect();
        let Some(zeros) = CommonZeros::new(&univariate.select(&rows), residues) else {
            continue;
        };
        let before = factors.len();
        factors.retain(|f| !dense(f, v).is_some_and(|f| zeros.none_of(&f)));
        if factors.len() < before {
            let chosen: Vec<_> = rows.iter().map(|&i| matrix.monomials[i]).collect();
            requirements.rows(&chosen, &matrix.monomials);
        }
    }
    factors
}

/// The same by eliminations, for matrices with other constants: the factors of all of them.
fn of_several(
    tower: &Tower,
    matrix: &CoefficientMatrix,
    mut factors: Vec<Poly>,
    columns: usize,
    requirements: &mut Requirements,
) -> Result<Vec<Poly>> {
    for attempt in 1..MINORS {
        if factors.len() <= 2 && factors.iter().all(|f| f.max_exponent() <= 2) {
            break;
        }
        let sample = matrix.sample(attempt, columns);
        let found = of_a_minor(tower, matrix, &sample, Some(WORK), columns, requirements);
        let Ok(Some(others)) = found else { continue };
        // Factors need not be irreducible: those that share nothing with the others go.
        factors.retain(|f| others.iter().any(|g| f == g || !tower.coprime_at(f, g)));
    }
    Ok(factors)
}

/// The integer coefficients of a primitive polynomial in one variable, lowest degree first.
fn dense(p: &Poly, v: usize) -> Option<Vec<BigInt>> {
    p.content()
        .1
        .coefficients_in(v)?
        .iter()
        .map(|c| match c.as_rational() {
            _ if c.is_zero() => Some(BigInt::zero()),
            Some(q) => Some(q.to_integer()),
            None => None,
        })
        .collect()
}

//! Linear relations with rational coefficients between elements of a tower.

use num_rational::BigRational;
use num_traits::Zero;

use super::linear::coefficient_matrix;
use super::point::Vary;
use super::{Element, Result, Tower, TowerError};
use wronski_certificate::Step;
use wronski_exact::Rationals;
use wronski_exact::matrix::{determinant, echelon, lift, null_space};
use wronski_exact::poly::MAX_VARS;

/// A nonzero determinant of values modulo a prime: proves that the functions are linearly
/// independent (over the rationals when the constants vary from point to point, over the constants
/// when they do not).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternant {
    /// The prime.
    pub prime: u64,
    /// One point for each function: values of all variables of the tower by index.
    pub points: Vec<Vec<u64>>,
    /// `det [f_j(P_i)]` modulo the prime, nonzero.
    pub determinant: u64,
}

/// The outcome of [`Tower::rational_relation`].
#[derive(Clone, Debug, PartialEq)]
pub enum RationalRelation {
    /// `target = sum q_i basis_i`, verified as an identity.
    Dependent(Vec<BigRational>),
    /// `basis, target` are linearly independent over Q.
    Independent(Alternant),
}

const SEED: u64 = 0x51A3;

impl Tower {
    /// Decides whether `target` is a rational linear combination of `basis`, which must itself be
    /// linearly independent over Q.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] if the values modulo a prime are dependent but no rational relation could
    /// be verified (for instance when a ratio is an irrational constant).
    pub fn rational_relation(
        &self,
        target: &Element,
        basis: &[Element],
    ) -> Result<RationalRelation> {
        let n = basis.len() + 1;
        let mut columns = basis.to_vec();
        columns.push(target.clone());
        for attempt in 0..3 {
            let (field, points) = self.random_points(SEED + attempt, 2 * n + 6, Vary::Everything);
            let mut used = vec![];
            let mut rows = vec![];
            for p in &points {
                let row: Option<Vec<u64>> =
                    columns.iter().map(|f| self.eval(f, &field, p)).collect();
                if let Some(row) = row {
                    used.push(p.clone());
                    rows.push(row);
                }
            }
            let e = echelon(&field, &rows);
            if e.rank() == n {
                let minor: Vec<Vec<u64>> = e.chosen.iter().map(|&i| rows[i].clone()).collect();
                return Ok(RationalRelation::Independent(Alternant {
                    prime: field.modulus(),
                    points: e.chosen.iter().map(|&i| used[i].clone()).collect(),
                    determinant: determinant(&field, &minor),
                }));
            }
            if e.pivots.len() != n - 1 || e.pivots.contains(&(n - 1)) {
                continue;
            }
            let kernel = null_space(&field, &e, n);
            let Some(vector) = kernel.first().and_then(|v| lift(&field, v)) else {
                continue;
            };
            if let Some(relation) = self.verified(target, basis, &vector)? {
                return Ok(relation);
            }
        }
        self.exact_relation(target, basis)
    }

    /// The same by exact elimination over Q, for coefficients with many digits: over a common
    /// denominator, all variables (square roots reduced) being independent over Q.
    fn exact_relation(&self, target: &Element, basis: &[Element]) -> Result<RationalRelation> {
        let mut columns = basis.to_vec();
        columns.push(target.clone());
        let n = columns.len();
        let rows: Vec<Vec<BigRational>> = coefficient_matrix(self, &columns, &[true; MAX_VARS])?
            .rows
            .iter()
            .map(|r| {
                r.iter()
                    .map(|e| e.as_rational().unwrap_or_else(BigRational::zero))
                    .collect()
            })
            .collect();
        let e = echelon(&Rationals, &rows);
        if e.rank() == n {
            return Err(TowerError::step(Step::IrrationalRatio));
        }
        let kernel = null_space(&Rationals, &e, n);
        let Some(vector) = kernel
            .first()
            .filter(|_| e.rank() == n - 1 && !e.pivots.contains(&(n - 1)))
        else {
            return Err(TowerError::step(Step::ArgumentRelations));
        };
        self.verified(target, basis, vector)?
            .ok_or_else(|| TowerError::step(Step::ArgumentRelations))
    }

    /// The relation with the coefficients of a vector of the kernel, if it is an identity.
    fn verified(
        &self,
        target: &Element,
        basis: &[Element],
        kernel: &[BigRational],
    ) -> Result<Option<RationalRelation>> {
        let coefficients: Vec<BigRational> = kernel[..basis.len()].iter().map(|q| -q).collect();
        let mut rest = target.clone();
        for (q, b) in coefficients.iter().zip(basis) {
            rest = self.sub(&rest, &self.scale(b, q))?;
        }
        let holds = rest.is_zero();
        Ok(holds.then_some(RationalRelation::Dependent(coefficients)))
    }
}

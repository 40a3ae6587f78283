//! The rank of a family over the constants, certified from both sides.
//!
//! *Lower bound*: a nonzero alternant det [f_j(P_i)] at points of the tower (integer coordinates,
//! evaluated modulo a prime). The monomials being algebraically independent, such points are ring
//! homomorphisms, so the determinant vanishes for dependent functions. *Upper bound*: as many linear
//! relations as are missing, each verified as an identity between elements.

use num_traits::Zero;

use super::{Family, coefficient_matrix, minors};
use crate::tower::point::Vary;
use crate::tower::{Element, Generic, Requirements, Result, Scope, Tower, TowerError};
use wronski_certificate::{Limit, Reason, Step};
use wronski_exact::matrix::{determinant, echelon, lift, null_space};
use wronski_exact::{Field, PrimeField};

/// A nonzero alternant of some members of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternant {
    /// The prime modulo which it was computed.
    pub prime: u64,
    /// The members, by index.
    pub members: Vec<usize>,
    /// As many points: values of all variables of the tower by index.
    pub points: Vec<Vec<u64>>,
    /// `det [f_j(P_i)]` modulo the prime: nonzero.
    pub determinant: u64,
}

/// A linear relation `sum c_j f_j = 0`, verified as an identity.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// One constant for each member; in reduced echelon form: 1 at the dependent member, and zero at
    /// all other members outside the basis.
    pub coefficients: Vec<Element>,
    /// The member that is expressed by the basis.
    pub dependent: usize,
}

/// A certified rank.
#[derive(Clone, Debug)]
pub struct Rank {
    /// The rank.
    pub rank: usize,
    /// The independent members that span, by index, ascending.
    pub basis: Vec<usize>,
    /// Why they are independent (`None` for rank 0).
    pub alternant: Option<Alternant>,
    /// One relation for each member outside the basis.
    pub relations: Vec<Relation>,
}

/// What is known when the rank could not be certified from both sides.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// The rank is at least this.
    pub at_least: usize,
    /// The rank is at most this.
    pub at_most: usize,
    /// What is missing.
    pub reason: Reason,
}

const SEED: u64 = 0xB2B3;

/// How many sets of points are tried.
const ATTEMPTS: u64 = 3;

/// The values of all members at those of the points at which they are defined.
fn values(
    tower: &Tower,
    family: &Family,
    field: &PrimeField,
    points: Vec<Vec<u64>>,
) -> (Vec<Vec<u64>>, Vec<Vec<u64>>) {
    points
        .into_iter()
        .filter_map(|p| {
            let base: Option<Vec<u64>> = family
                .base
                .iter()
                .map(|f| tower.eval(f, field, &p))
                .collect();
            let base = base?;
            let row = family
                .members
                .iter()
                .map(|m| {
                    let mut v = field.one();
                    for (b, n) in base.iter().zip(&m.exponents) {
                        for _ in 0..*n {
                            v = field.mul(&v, b);
                        }
                    }
                    v
                })
                .collect();
            Some((p, row))
        })
        .unzip()
}

/// Decides the rank of a family over the constants and all linear relations.
///
/// With symbolic parameters the rank is the generic one, and the conditions say for which values of
/// the parameters it holds.
///
/// # Errors
/// Never an error of the caller's: `Err` carries the certified bounds and what is missing.
pub fn decide(tower: &mut Tower, family: &Family) -> std::result::Result<Generic<Rank>, Bounds> {
    let m = family.len();
    tower.renew_work();
    if let Some(reason) = tower.open_question() {
        return Err(Bounds {
            at_least: 0,
            at_most: m,
            reason,
        });
    }
    let mut at_least = 0;
    let mut reason = Reason::limit(Limit::RankAttempts, ATTEMPTS);
    for attempt in 0..ATTEMPTS {
        let (field, points) = tower.random_points(SEED + attempt, m + 6, Vary::Functions);
        let (points, rows) = values(tower, family, &field, points);
        if rows.len() < m {
            continue;
        }
        let e = echelon(&field, &rows);
        let alternant = (e.rank() > 0).then(|| {
            let minor: Vec<Vec<u64>> = e
                .chosen
                .iter()
                .map(|&i| e.pivots.iter().map(|&j| rows[i][j]).collect())
                .collect();
            Alternant {
                prime: field.modulus(),
                members: e.pivots.clone(),
                points: e.chosen.iter().map(|&i| points[i].clone()).collect(),
                determinant: determinant(&field, &minor),
            }
        });
        at_least = at_least.max(e.rank());
        match conclude(tower, family, &field, &e, alternant) {
            Ok(rank) => return Ok(rank),
            Err(stop) => reason = stop.into_reason(),
        }
    }
    Err(Bounds {
        at_least,
        at_most: m,
        reason,
    })
}

/// The rank with its relations, and what it asks of the parameters: that the members of the basis stay independent.
/// The relations ask for nothing. They hold for generic parameters, so all larger minors vanish identically, and at
/// no value is the rank of any members larger than in general.
fn conclude(
    tower: &mut Tower,
    family: &Family,
    field: &PrimeField,
    e: &wronski_exact::matrix::Echelon<u64>,
    alternant: Option<Alternant>,
) -> Result<Generic<Rank>> {
    let mut scratch = tower.clone();
    let relations = relations(&mut scratch, family, field, e, family.len())?;
    let mut requirements = Requirements::default();
    if tower.has_parameters() {
        minors::minors(tower, family, &e.pivots, &mut requirements)?;
    }
    let rank = Rank {
        rank: e.rank(),
        basis: e.pivots.clone(),
        alternant,
        relations,
    };
    let rank = tower.conclude(rank, &family.base, requirements, Scope::Constants)?;
    tower.adopt_denominators(&scratch);
    Ok(rank)
}

fn relations(
    tower: &mut Tower,
    family: &Family,
    field: &PrimeField,
    e: &wronski_exact::matrix::Echelon<u64>,
    columns: usize,
) -> Result<Vec<Relation>> {
    if e.rank() == columns {
        return Ok(vec![]);
    }
    let dependent: Vec<usize> = (0..columns)
        .filter(|c| e.pivots.binary_search(c).is_err())
        .collect();
    let expanded = family.expand(tower)?;
    let kernel = null_space(field, e, columns);
    let mut found: Vec<Option<Vec<Element>>> = vec![];
    for v in &kernel {
        let rational = lift(field, v).map(|c| c.iter().map(Element::rational).collect::<Vec<_>>());
        found.push(match rational {
            Some(c) if vanishes(tower, &expanded, &c)? => Some(c),
            _ => None,
        });
    }
    // Those that are not rational: elimination over the field of constants.
    let open: Vec<usize> = dependent
        .iter()
        .zip(&found)
        .filter(|(_, c)| c.is_none())
        .map(|(j, _)| *j)
        .collect();
    let mut worked_out = if open.is_empty() {
        vec![]
    } else {
        coefficient_matrix::express(tower, &expanded, &e.pivots, &open)?
    }
    .into_iter();
    let mut out = vec![];
    for (&j, known) in dependent.iter().zip(found) {
        let coefficients = match known {
            Some(c) => c,
            None => {
                let mut all = vec![Element::zero(); columns];
                all[j] = Element::one();
                for (p, c) in e.pivots.iter().zip(worked_out.next().unwrap_or_default()) {
                    all[*p] = c;
                }
                if !vanishes(tower, &expanded, &all)? {
                    return Err(TowerError::step(Step::RelationIdentity));
                }
                all
            }
        };
        out.push(Relation {
            coefficients,
            dependent: j,
        });
    }
    Ok(out)
}

/// Is `sum c_j f_j` identically zero?
fn vanishes(tower: &Tower, functions: &[Element], coefficients: &[Element]) -> Result<bool> {
    let mut sum = Element::zero();
    for (f, c) in functions.iter().zip(coefficients) {
        if !c.num.is_zero() {
            sum = tower.add(&sum, &tower.mul(f, c)?)?;
        }
    }
    Ok(sum.num.is_zero() || sum.num.terms().all(|(_, q)| q.is_zero()))
}

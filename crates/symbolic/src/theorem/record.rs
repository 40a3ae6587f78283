//! Towers and ranks as the plain data of certificates.

use crate::family::{Family, Rank};
use crate::tower::{Element, Tower};
use wronski_certificate::{AlternantEvidence, RankEvidence, TowerRecord, VariableRecord};

fn strings<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

/// Rows of residues as text.
pub(super) fn point_strings(points: &[Vec<u64>], variables: usize) -> Vec<Vec<String>> {
    points
        .iter()
        .map(|p| strings(&p[..variables.min(p.len())]))
        .collect()
}

/// The tower as data.
pub fn tower_record(tower: &Tower) -> TowerRecord {
    let variables = tower
        .variables()
        .iter()
        .map(|w| VariableRecord {
            symbol: w.symbol.clone(),
            kind: w.record(tower),
        })
        .collect();
    TowerRecord { variables }
}

/// The coefficients of a relation as text.
pub fn relation_strings(tower: &Tower, coefficients: &[Element]) -> Vec<String> {
    coefficients
        .iter()
        .map(|c| {
            if c.is_zero() {
                "0".to_string()
            } else {
                tower.print(c)
            }
        })
        .collect()
}

/// A certified rank as data.
pub fn rank_evidence(tower: &Tower, name: &str, family: &Family, rank: &Rank) -> RankEvidence {
    RankEvidence {
        family: name.to_string(),
        functions: family.members.iter().map(|m| m.label.clone()).collect(),
        size: family.len(),
        rank: rank.rank,
        basis: rank.basis.clone(),
        alternant: rank.alternant.as_ref().map(|a| AlternantEvidence {
            prime: a.prime.to_string(),
            points: point_strings(&a.points, tower.variables().len()),
            determinant: a.determinant.to_string(),
        }),
        relations: rank
            .relations
            .iter()
            .map(|r| relation_strings(tower, &r.coefficients))
            .collect(),
    }
}

//! Towers and ranks as the plain data of certificates.

use crate::family::{Family, Rank};
use crate::tower::{Constant, Element, Kind, Reason, Tower};
use wronski_certificate::{
    AlternantEvidence, RankEvidence, ResidueRecord, TowerRecord, VariableKind, VariableRecord,
    Witness,
};

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
        .map(|w| {
            let witness = || match &w.reason {
                Some(Reason::Derivatives(a)) => Witness::Derivatives {
                    prime: a.prime.to_string(),
                    points: a.points.iter().map(|p| strings(p)).collect(),
                    determinant: a.determinant.to_string(),
                },
                Some(Reason::Residues(all)) => Witness::Residues {
                    characters: all
                        .iter()
                        .map(|r| ResidueRecord {
                            order: r.order,
                            prime: r.prime.to_string(),
                            points: r.points.iter().map(|p| strings(p)).collect(),
                        })
                        .collect(),
                },
                Some(Reason::ErrorFunctions) | None => Witness::ErrorFunctions,
            };
            let kind = match &w.kind {
                Kind::X => VariableKind::X,
                Kind::Constant(c) => constant_kind(c),
                Kind::Exp { argument } => VariableKind::Exp {
                    argument: tower.print(argument),
                    witness: witness(),
                },
                Kind::Log { argument } => VariableKind::Log {
                    argument: tower.print(argument),
                    witness: witness(),
                },
                Kind::Erf { argument, gaussian } => VariableKind::Erf {
                    argument: tower.print(argument),
                    gaussian: tower.print(gaussian),
                    witness: witness(),
                },
                Kind::Tan { argument } => VariableKind::Tan {
                    argument: tower.print(argument),
                    witness: witness(),
                },
                Kind::Atan { argument } => VariableKind::Atan {
                    argument: tower.print(argument),
                    witness: witness(),
                },
                Kind::Root {
                    degree, radicand, ..
                } => VariableKind::Root {
                    degree: *degree,
                    argument: tower.print(radicand),
                    witness: witness(),
                },
            };
            VariableRecord {
                symbol: w.symbol.clone(),
                kind,
            }
        })
        .collect();
    TowerRecord { variables }
}

fn constant_kind(c: &Constant) -> VariableKind {
    match c {
        Constant::Parameter(_) | Constant::Symbol(_) => VariableKind::Parameter,
        Constant::SqrtPi => VariableKind::SqrtPi,
        Constant::Sqrt(n) => VariableKind::Sqrt {
            radicand: n.to_string(),
        },
        Constant::Exp(q) => VariableKind::ExpConstant {
            exponent: q.to_string(),
        },
        Constant::ExpParameter(q, p) => VariableKind::ExpParameter {
            factor: q.to_string(),
            parameter: p.clone(),
        },
        Constant::LogPrime(p) => VariableKind::LogConstant {
            prime: p.to_string(),
        },
        Constant::Erf(q) => VariableKind::ErfConstant {
            argument: q.to_string(),
        },
        Constant::Root(degree, p) => VariableKind::RootConstant {
            degree: *degree,
            radicand: p.to_string(),
        },
        Constant::Tan(q) => VariableKind::TanConstant {
            argument: q.to_string(),
        },
        Constant::Atan(p) => VariableKind::AtanConstant {
            prime: p.to_string(),
        },
    }
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

//! The conclusion of Lemma 3: b31 = x^2 s2 S1, b32 = s2 S1 and b33 = S2 lie outside the span of the
//! other 31 functions of B3 and are independent of each other modulo it.
//!
//! Decided for the given sigma, whatever Assumption 2 says. B3 itself may be dependent: the argument
//! of the paper passes to a maximal independent subset.

use crate::family::{B3_SINGLED_OUT, Rank, SelfComposition, b3, decide};
use crate::tower::{Element, Tower};
use wronski_certificate::claim::LEMMA_3;
use wronski_certificate::{Evidence, Verdict};

use super::record::rank_evidence;
use super::{Claim, Detail, Exceptional};

/// Where one of the three functions lies.
#[derive(Clone, Debug, PartialEq)]
pub enum Membership {
    /// Not in span(rest).
    Outside,
    /// In span(rest): coefficients of all 34 members, 1 at the function itself.
    Inside(Vec<Element>),
}

/// What the relations of B3 say about the three functions singled out.
#[derive(Clone, Debug, PartialEq)]
pub struct Lemma3 {
    /// The rank of the 31 others.
    pub rank_rest: usize,
    /// b31, b32, b33.
    pub members: [Membership; 3],
}

/// Decides the conclusion of Lemma 3.
pub fn lemma3(tower: &mut Tower, composition: &SelfComposition) -> Claim {
    let family = b3(composition);
    let size = family.len();
    // With the rest first, a member outside the basis is expressed by members of the rest before it.
    let order: Vec<usize> = (0..size)
        .filter(|i| !B3_SINGLED_OUT.contains(i))
        .chain(B3_SINGLED_OUT)
        .collect();
    match decide(tower, &family.select(&order)) {
        Ok(generic) => {
            let (permuted, conditions) = generic.into_parts();
            let rank = restore(permuted, &order);
            let conclusion = conclusion(&rank);
            let holds = rank.rank == conclusion.rank_rest + 3
                && conclusion.members.iter().all(|m| *m == Membership::Outside);
            let evidence = Evidence::Rank(rank_evidence(tower, "B3", &family, &rank));
            let exceptional = Exceptional::new(tower, &conditions);
            Claim {
                id: LEMMA_3,
                verdict: if holds {
                    Verdict::Proved(evidence)
                } else {
                    Verdict::Refuted(evidence)
                },
                detail: Detail::Lemma3 {
                    size,
                    rank: Some(Ok(rank)),
                    conclusion: Some(conclusion),
                },
                exceptional,
            }
        }
        Err(bounds) => Claim {
            id: LEMMA_3,
            verdict: Verdict::Undecided(bounds.reason.clone()),
            detail: Detail::Lemma3 {
                size,
                rank: Some(Err(bounds)),
                conclusion: None,
            },
            exceptional: Exceptional::none(),
        },
    }
}

/// Brings a rank of the permuted family back to the order of B3.
fn restore(mut rank: Rank, order: &[usize]) -> Rank {
    let sort = |members: &mut Vec<usize>| members.iter_mut().for_each(|i| *i = order[*i]);
    sort(&mut rank.basis);
    // The alternant lists its columns; sorting them only changes its sign by that of a permutation.
    if let Some(a) = &mut rank.alternant {
        sort(&mut a.members);
        let mut odd = false;
        for i in 0..a.members.len() {
            for j in i + 1..a.members.len() {
                odd ^= a.members[i] > a.members[j];
            }
        }
        if odd {
            a.determinant = a.prime - a.determinant;
        }
        a.members.sort_unstable();
    }
    rank.basis.sort_unstable();
    for r in &mut rank.relations {
        let mut c = vec![Element::zero(); order.len()];
        for (i, e) in r.coefficients.drain(..).enumerate() {
            c[order[i]] = e;
        }
        r.coefficients = c;
        r.dependent = order[r.dependent];
    }
    rank.relations.sort_by_key(|r| r.dependent);
    rank
}

/// A member singled out that is in the basis is outside span(rest) unless a relation with members of
/// the rest only is a combination of relations; the basis starting with the rest, each relation
/// expresses one member, and involves a singled-out member of the basis only if it cannot do without.
fn conclusion(rank: &Rank) -> Lemma3 {
    let in_basis = |j: usize| rank.basis.binary_search(&j).is_ok();
    let mut involved = 0;
    let members = B3_SINGLED_OUT.map(|j| {
        if in_basis(j) {
            involved += 1;
            return Membership::Outside;
        }
        let relation = rank.relations.iter().find(|r| r.dependent == j);
        let relation = relation.expect("every member outside the basis has its relation");
        let others = B3_SINGLED_OUT
            .iter()
            .any(|&k| k != j && !relation.coefficients[k].is_zero());
        if others {
            Membership::Outside
        } else {
            Membership::Inside(relation.coefficients.clone())
        }
    });
    Lemma3 {
        rank_rest: rank.rank - involved,
        members,
    }
}

//! Isolated excluded values are decided: the question is asked again at each of them.

use std::collections::BTreeMap;

use wronski_certificate::{Evidence, Verdict};
use wronski_diagnostic::{Diagnostic, Kind};
use wronski_expr::{Binding, Parameters};
use wronski_symbolic::theorem::{AtValue, Claim, Detail, Exceptional, Listed};

/// The largest number of values at which one question is asked again.
const MAX_VALUES: usize = 64;

/// A generic answer with its exclusions.
pub(super) struct Answer<'a> {
    /// What the generic answer excludes; it is shortened and completed.
    pub exceptional: &'a mut Exceptional,
    /// The generic answer.
    pub generic: AtValue,
}

/// Asks again at every listed value, if there is one symbolic parameter: values at which the answer is the same
/// are dropped, at the others it is written down. `ask` gives the answers, in order, for bound parameters.
pub(super) fn decide(
    parameters: &Parameters,
    mut answers: Vec<Answer>,
    ask: impl Fn(&Parameters) -> Result<Vec<AtValue>, Diagnostic>,
) {
    let mut symbolic = parameters
        .iter()
        .filter(|(_, b)| matches!(b, Binding::Symbolic));
    let (Some((name, _)), None) = (symbolic.next(), symbolic.next()) else {
        return;
    };
    let mut known: BTreeMap<String, Vec<AtValue>> = BTreeMap::new();
    for (i, answer) in answers.iter_mut().enumerate() {
        let mut kept = vec![];
        for mut listed in std::mem::take(&mut answer.exceptional.listed) {
            if let Listed::Value { value, at, .. } = &mut listed {
                let key = value.to_string();
                if !known.contains_key(&key) && known.len() < MAX_VALUES {
                    let bound = parameters.with_value(name, value);
                    let found = match ask(&bound) {
                        Ok(found) => found,
                        Err(d) if d.kind == Kind::Input => vec![],
                        Err(_) => vec![AtValue::Open; i + 1],
                    };
                    known.insert(key.clone(), found);
                }
                if let Some(found) = known.get(&key) {
                    *at = found.get(i).cloned().unwrap_or(AtValue::NotDefined);
                }
                if *at == answer.generic {
                    continue;
                }
            }
            kept.push(listed);
        }
        answer.exceptional.listed = kept;
    }
}

/// What a claim says, as an answer.
pub(super) fn answer_of(claim: &Claim) -> AtValue {
    let rank = match &claim.detail {
        Detail::Rank {
            rank: Some(Ok(r)), ..
        }
        | Detail::Lemma3 {
            rank: Some(Ok(r)), ..
        } => Some(r.rank),
        Detail::FullRank { size } => Some(*size),
        _ => None,
    };
    let order = match &claim.verdict {
        Verdict::Refuted(Evidence::NotAnalytic(e)) => e.order.map(|n| n as usize),
        _ => None,
    };
    AtValue::Decided {
        verdict: claim.verdict.word().to_string(),
        rank,
        order,
    }
}

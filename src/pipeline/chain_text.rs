//! Relations of `chain` as text.

use wronski_certificate::letters::apart;
#[cfg(feature = "numeric")]
use wronski_symbolic::family::Definite;
use wronski_symbolic::family::Triple;
#[cfg(feature = "numeric")]
use wronski_symbolic::theorem::Detail;
use wronski_symbolic::tower::Tower;

#[cfg(feature = "numeric")]
use super::ChainReport;

/// `sum c_j f_j = 0`, zero terms left out.
pub fn relation_text(
    tower: &Tower,
    coefficients: &[wronski_symbolic::tower::Element],
    labels: &[String],
) -> String {
    let coefficients: Vec<String> = coefficients.iter().map(|c| tower.print(c)).collect();
    let labels = apart(labels, &coefficients);
    let terms: Vec<String> = coefficients
        .iter()
        .zip(labels)
        .filter_map(|(c, l)| match c.as_str() {
            "0" => None,
            "1" => Some(l),
            c => Some(format!("({c})*{l}")),
        })
        .collect();
    format!("{} = 0", terms.join(" + "))
}

/// The equation between moments that rules definite matrices out.
pub fn equation_text(equation: &[Triple]) -> String {
    let mut terms = vec![];
    for (l, triple) in equation.iter().enumerate() {
        for (c, entry) in triple.iter().zip(["00", "01", "11"]) {
            let name = format!("B({})_{entry}", l + 1);
            match c.to_string().as_str() {
                "0" => {}
                "1" => terms.push(name),
                c => terms.push(format!("({c})*{name}")),
            }
        }
    }
    format!("{} = 0", terms.join(" + "))
}

/// What the relations of the chain forbid, a sentence each: relations of the gradient family, and equations between
/// moments that keep a moment matrix from being definite.
#[cfg(feature = "numeric")]
pub(super) fn relation_sentences(r: &ChainReport) -> Vec<String> {
    let mut out = vec![];
    let Some(tower) = &r.tower else {
        return out;
    };
    if let Detail::Rank {
        rank: Some(Ok(rank)),
        ..
    } = &r.gradient.detail
    {
        for relation in &rank.relations {
            out.push(format!(
                "the gradient family is dependent at the base weights, {}",
                relation_text(tower, &relation.coefficients, &r.labels)
            ));
        }
    }
    for (l, a) in r.layers.iter().enumerate() {
        if let (Definite::Impossible(equation), Some(relation)) = (&a.definite, &a.relation) {
            out.push(format!(
                "the moment matrix of layer {} is not definite at the base weights, {} because {}",
                l + 1,
                equation_text(equation),
                relation_text(tower, relation, &r.labels)
            ));
        }
    }
    out
}

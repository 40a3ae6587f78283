//! Several certificates in one table.

use super::any_certificate::AnyCertificate;
use super::document::{Block, Inline, Section, Table, code, t};
use super::evidence::rank_text;
use super::minimum::{kind_text, loss_there};
use super::numbers::{enclosure, widths};
use super::text::clipped;
use wronski_certificate::claim::INDEPENDENT;
use wronski_certificate::minimum::{MinimumCertificate, Shown};
use wronski_certificate::{ACTIVATION_CLAIMS, Certificate, ClaimId, ClaimRecord, Subject};

/// The comparison, if there is something to compare.
pub(super) fn section(all: &[&AnyCertificate]) -> Option<Section> {
    if all.len() < 2 {
        return None;
    }
    let (mut verified, mut families, mut minima) = (vec![], vec![], vec![]);
    for c in all {
        match c {
            AnyCertificate::Claims(c) if c.subject == Subject::Verify => verified.push(c),
            AnyCertificate::Claims(c) => families.push(c),
            AnyCertificate::Minimum(c) => minima.push(&**c),
        }
    }
    let mut blocks = vec![];
    if !verified.is_empty() {
        blocks.push(Block::Table(activations(&verified)));
    }
    if !families.is_empty() {
        blocks.push(Block::Table(independence(&families)));
    }
    if !minima.is_empty() {
        blocks.push(Block::Table(networks(&minima)));
    }
    Some(Section {
        id: "comparison".into(),
        level: 2,
        title: vec![t("Comparison")],
        blocks,
    })
}

fn cell(claim: Option<&ClaimRecord>) -> Vec<Inline> {
    let Some(claim) = claim else {
        return vec![t("not asked")];
    };
    let mut out = vec![Inline::Verdict(claim.verdict)];
    let rank = rank_text(claim);
    if !rank.is_empty() {
        // In one line of the cell.
        out.push(t(format!(" ({})", rank.replace(' ', "\u{a0}"))));
    }
    out
}

fn activations(all: &[&Certificate]) -> Table {
    let asked: Vec<ClaimId> = ACTIVATION_CLAIMS
        .into_iter()
        .filter(|id| all.iter().any(|c| c.claims.iter().any(|k| k.id == *id)))
        .collect();
    let mut head = vec![vec![t("activation")]];
    head.extend(asked.iter().map(|id| vec![t(id.statement().title)]));
    Table {
        caption: vec![t(
            "Activations and claims; ranks of the families in parentheses",
        )],
        head,
        rows: all
            .iter()
            .map(|c| {
                let input = c.functions.first().map_or("", |f| f.expression.as_str());
                let mut row = vec![vec![code(clipped(input))]];
                row.extend(
                    asked
                        .iter()
                        .map(|id| cell(c.claims.iter().find(|k| k.id == *id))),
                );
                row
            })
            .collect(),
    }
}

fn independence(all: &[&Certificate]) -> Table {
    Table {
        caption: vec![t("Families of functions")],
        head: vec![vec![t("functions")], vec![t("independent")]],
        rows: all
            .iter()
            .map(|c| {
                let names: Vec<&str> = c.functions.iter().map(|f| f.expression.as_str()).collect();
                vec![
                    vec![code(clipped(&names.join(", ")))],
                    cell(c.claims.iter().find(|k| k.id == INDEPENDENT)),
                ]
            })
            .collect(),
    }
}

fn networks(all: &[&MinimumCertificate]) -> Table {
    Table {
        caption: vec![t("Networks and what was shown of them")],
        head: [
            "activation",
            "widths",
            "biases",
            "shown",
            "loss there",
            "smaller loss",
        ]
        .into_iter()
        .map(|h| vec![t(h)])
        .collect(),
        rows: all
            .iter()
            .map(|c| {
                let better = match &c.shown {
                    Shown::BadLocalMinimum { better, .. } => Some(enclosure(&better.loss)),
                    _ => None,
                };
                let number = |n: Option<String>| n.map_or(vec![t("-")], |n| vec![code(n)]);
                vec![
                    vec![code(clipped(&c.activation.expression))],
                    vec![t(widths(&c.network.widths))],
                    vec![t(if c.network.biases { "yes" } else { "no" })],
                    vec![t(kind_text(c))],
                    number(loss_there(&c.shown).map(|(_, loss)| loss)),
                    number(better),
                ]
            })
            .collect(),
    }
}

//! Weights in short form.

use super::document::{Block, Table, code, t};
use super::numbers::{list, vector};
use wronski_certificate::minimum::{LayerWeights, Weights};

/// Weights in short form, a layer a row.
fn weights_table(caption: &str, w: &Weights) -> Table {
    let biases = w.iter().any(|l| l.b.is_some());
    let mut head = vec![vec![t("layer")], vec![t("W (a row for each unit)")]];
    if biases {
        head.push(vec![t("b")]);
    }
    Table {
        caption: vec![t(caption)],
        head,
        rows: w
            .iter()
            .enumerate()
            .map(|(l, layer)| {
                let mut row = vec![vec![t((l + 1).to_string())], vec![code(matrix(layer))]];
                if biases {
                    row.push(
                        layer
                            .b
                            .as_ref()
                            .map_or(vec![t("none")], |b| vec![code(vector(b, 4))]),
                    );
                }
                row
            })
            .collect(),
    }
}

fn matrix(l: &LayerWeights) -> String {
    const MOST: usize = 4;
    let rows: Vec<String> = l.w.iter().take(MOST).map(|r| vector(r, MOST)).collect();
    if l.w.len() <= MOST {
        format!("[{}]", rows.join(", "))
    } else {
        format!("[{}, ...] ({} rows)", rows.join(", "), l.w.len())
    }
}

/// Short weights at once; many numbers folded.
pub(super) fn weights_details(caption: &str, w: &Weights) -> Block {
    let all: Vec<String> = w
        .iter()
        .flat_map(|l| l.w.iter().flatten().chain(l.b.iter().flatten()))
        .take(13)
        .cloned()
        .collect();
    let table = Block::Table(weights_table(caption, w));
    if all.len() <= 12 && list(&all, 12).len() < 200 {
        return table;
    }
    Block::Details {
        summary: format!("{caption} (short form)"),
        blocks: vec![table],
    }
}

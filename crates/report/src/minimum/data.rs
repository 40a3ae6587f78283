//! The data set.

use crate::attachments;
use crate::document::{Block, Table, code, t, words};
use crate::numbers::list;
use wronski_certificate::minimum::{DataRecord, Path, Shown};

/// Longer tables are cut; the attached file and the certificate have everything.
const MOST_ROWS: usize = 200;

/// The data set, for all near which the statement holds too, or not.
pub(super) fn data(d: &DataRecord, shown: &Shown) -> Vec<Block> {
    let for_all_near = matches!(
        shown,
        Shown::BadLocalMinimum {
            path: Path::ForAllDataNear(..),
            ..
        }
    );
    const SHOWN: usize = 8;
    let table = |from: usize, to: usize, caption: &str| {
        Block::Table(Table {
            caption: vec![t(caption)],
            head: vec![vec![t("sample")], vec![t("input")], vec![t("target")]],
            rows: d
                .inputs
                .iter()
                .zip(&d.targets)
                .enumerate()
                .skip(from)
                .take(to - from)
                .map(|(i, (x, y))| {
                    let cell = |v: &[String]| vec![code(list(v, 12))];
                    vec![vec![t((i + 1).to_string())], cell(x), cell(y)]
                })
                .collect(),
        })
    };
    let n = d.inputs.len();
    let mut out = vec![words(format!(
        "The data set has {n} samples. All numbers are exact: the statements are about this data set{}.",
        if for_all_near {
            "; those near it have a section below"
        } else {
            ", not about one near it"
        }
    ))];
    if n <= SHOWN {
        out.push(table(0, n, "Samples"));
    } else {
        out.push(Block::Details {
            summary: if n <= MOST_ROWS {
                format!("All {n} samples")
            } else {
                format!("The first {MOST_ROWS} of {n} samples")
            },
            blocks: vec![table(0, n.min(MOST_ROWS), "Samples")],
        });
    }
    out.push(attachments::data(d));
    out
}

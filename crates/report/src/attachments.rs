//! Files that come with a report: every number of the data, the weights and the enclosures, in formats that other
//! programs read.
//!
//! Names are made here and never from text of a certificate. What does not fit is named in the report, not dropped in
//! silence.

use serde::Serialize;
use serde_json::json;

use super::document::{Attachment, Block, Section, words};
use super::problem::Problem;
use wronski_certificate::minimum::{
    DataRecord, Enclosure, ExclusionRecord, LayerWeights, LinearRecord, MomentRecord, PointRecord,
    SegmentRecord, SmallRecord, Weights, WideRecord,
};

/// Bytes of all attachments of a report together.
pub(super) const MOST_BYTES: usize = 4_000_000;

/// One line of compact JSON. Strings, numbers and records of them always have one.
fn compact(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}

/// A JSON list with a line for each entry.
fn lines<T: Serialize>(all: &[T], indent: &str) -> String {
    let rows: Vec<String> = all
        .iter()
        .map(|v| format!("{indent}  {}", compact(v)))
        .collect();
    format!("[\n{}\n{indent}]", rows.join(",\n"))
}

/// A cell of a CSV table (RFC 4180).
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.into()
    }
}

fn csv(head: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut out = format!("{}\n", head.join(","));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|c| cell(c)).collect();
        out.push_str(&format!("{}\n", cells.join(",")));
    }
    out
}

fn attachment(name: &str, media_type: &'static str, about: &str, content: String) -> Block {
    Block::Attachment(Attachment {
        name: name.into(),
        media_type,
        description: about.into(),
        content,
    })
}

const JSON: &str = "application/json";
const CSV: &str = "text/csv";

/// The certificate itself, which `wronski check` reads; `text` is its JSON.
pub(super) fn certificate(text: String) -> Block {
    attachment(
        "certificate.json",
        JSON,
        "the certificate, for wronski check",
        text,
    )
}

/// The data set as a table: a row a sample, columns `x1, ..., y1, ...`.
pub(super) fn data(d: &DataRecord) -> Block {
    let width = |rows: &[Vec<String>]| rows.iter().map(Vec::len).max().map_or(0, |n| n);
    let head: Vec<String> = [("x", width(&d.inputs)), ("y", width(&d.targets))]
        .into_iter()
        .flat_map(|(letter, n)| (1..=n).map(move |i| format!("{letter}{i}")))
        .collect();
    let rows = d
        .inputs
        .iter()
        .zip(&d.targets)
        .map(|(x, y)| x.iter().chain(y).cloned().collect());
    attachment(
        "data.csv",
        CSV,
        "the data set, exact: inputs x, targets y, a row for each sample",
        csv(&head, rows),
    )
}

/// A network file for certify: these weights with the data set.
fn network_file(
    problem: Problem<'_>,
    name: &str,
    widths: &[usize],
    weights: &Weights,
    about: &str,
) -> Block {
    let content = format!(
        "{{\n  \"activation\": {},\n  \"widths\": {},\n  \"biases\": {},\n  \"loss\": {},\n  \"inputs\": {},\n  \
         \"targets\": {},\n  \"weights\": {},\n  \"about\": {}\n}}\n",
        // Values stand for the parameters in the expression already.
        compact(&problem.activation),
        compact(&widths),
        compact(&problem.network.biases),
        compact(&problem.network.loss),
        lines(&problem.data.inputs, "  "),
        lines(&problem.data.targets, "  "),
        lines(weights, "  "),
        compact(&json!({ "what": about }))
    );
    attachment(
        name,
        JSON,
        &format!("{about}: exact weights with the data set, a network file for wronski certify"),
        content,
    )
}

/// The centre of the box around the critical point of the small network.
pub(super) fn small(problem: Problem<'_>, s: &SmallRecord) -> Block {
    let about = "centre of the box that holds the critical point";
    network_file(problem, "small.json", &s.widths, &s.weights, about)
}

/// The widened centre.
pub(super) fn wide(problem: Problem<'_>, w: &WideRecord) -> Block {
    let about = "the wide network, widened from the centre of the box";
    network_file(
        problem,
        "wide.json",
        &problem.network.widths,
        &w.weights,
        about,
    )
}

/// The weights of the minimum inside a linear piece.
pub(super) fn linear(problem: Problem<'_>, l: &LinearRecord) -> Block {
    let about = "the minimum inside a linear piece";
    network_file(
        problem,
        "minimum.json",
        &problem.network.widths,
        &l.weights,
        about,
    )
}

/// The weights with a smaller loss.
pub(super) fn better(problem: Problem<'_>, b: &PointRecord) -> Block {
    let about = "the better weights";
    network_file(
        problem,
        "better.json",
        &problem.network.widths,
        &b.weights,
        about,
    )
}

/// The weights around which there is no critical point.
pub(super) fn given(problem: Problem<'_>, e: &ExclusionRecord) -> Block {
    let about = "the given weights";
    network_file(
        problem,
        "given.json",
        &problem.network.widths,
        &e.weights,
        about,
    )
}

/// A direction in the space of the weights, in the shape of the weights of a network file.
pub(super) fn direction(name: &str, direction: &Weights) -> Block {
    attachment(
        name,
        JSON,
        "the direction, exact, in the shape of the weights of a network file",
        format!("{}\n", lines::<LayerWeights>(direction, "")),
    )
}

/// The radii of the box that serves all data sets of a neighbourhood.
pub(super) fn radii(radii: &Weights) -> Block {
    attachment(
        "radii.json",
        JSON,
        "the radii of that box, a number for each weight, in the shape of the weights of a network file",
        format!("{}\n", lines::<LayerWeights>(radii, "")),
    )
}

/// The segments of the path with both ends.
pub(super) fn path(segments: &[SegmentRecord]) -> Block {
    attachment(
        "path.json",
        JSON,
        "the segments of the path with the weights at both ends and the enclosures of the loss",
        format!("{}\n", lines(segments, "")),
    )
}

/// Every entry of the moment matrices with both ends of its enclosure.
pub(super) fn moments(all: &[MomentRecord]) -> Block {
    let head = ["layer", "unit", "what", "row", "column", "lower", "upper"].map(String::from);
    let rows = all.iter().flat_map(|m| {
        let own = [m.layer.to_string(), (m.unit + 1).to_string()];
        let line = move |what: &str, i: String, j: String, e: &Enclosure| -> Vec<String> {
            let [lower, upper] = e.clone();
            let [layer, unit] = own.clone();
            vec![layer, unit, what.into(), i, j, lower, upper]
        };
        let entry = line.clone();
        let entries = m.matrix.iter().enumerate().flat_map(move |(i, row)| {
            let entry = entry.clone();
            row.iter()
                .enumerate()
                .map(move |(j, e)| entry("entry", (i + 1).to_string(), (j + 1).to_string(), e))
        });
        let values = m
            .eigenvalues
            .iter()
            .enumerate()
            .map(move |(i, e)| line("eigenvalue", (i + 1).to_string(), String::new(), e));
        entries.chain(values)
    });
    attachment(
        "moments.csv",
        CSV,
        "the enclosures of all entries and eigenvalues of the moment matrices",
        csv(&head, rows),
    )
}

/// Gives the names a prefix (for several certificates in a report; empty for one), and replaces by a sentence what
/// goes beyond the limit for the whole report, of which `left` bytes are left.
pub(super) fn settle(sections: &mut [Section], prefix: &str, left: &mut usize) {
    for s in sections {
        in_blocks(&mut s.blocks, prefix, left);
    }
}

fn in_blocks(blocks: &mut [Block], prefix: &str, left: &mut usize) {
    for b in blocks {
        match b {
            Block::Attachment(a) => {
                a.name = format!("{prefix}{}", a.name);
                match left.checked_sub(a.content.len()) {
                    Some(rest) => *left = rest,
                    None => {
                        *b = words(format!(
                            "Not attached, because the attachments of a report have at most {}: {} ({}). These \
                             values are in the certificate.",
                            size(MOST_BYTES),
                            a.description,
                            size(a.content.len())
                        ));
                    }
                }
            }
            Block::Details { blocks, .. } => in_blocks(blocks, prefix, left),
            _ => {}
        }
    }
}

/// A number of bytes for readers.
pub(super) fn size(bytes: usize) -> String {
    match bytes {
        0..=999 => format!("{bytes} bytes"),
        1000..=999_949 => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_anything() {
        assert_eq!(cell("-3/4"), "-3/4");
        assert_eq!(cell("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
    }

    #[test]
    fn sizes_are_cut_not_rounded() {
        for (n, text) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1999, "1.9 kB"),
            (123_456, "123.4 kB"),
            (4_000_000, "4.0 MB"),
        ] {
            assert_eq!(size(n), text);
        }
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let file = |n: usize| attachment("data.csv", CSV, "the data", "x".repeat(n));
        let mut sections = vec![Section {
            id: "c1".into(),
            level: 2,
            title: vec![],
            blocks: vec![
                file(60),
                Block::Details {
                    summary: String::new(),
                    blocks: vec![file(50)],
                },
                file(40),
            ],
        }];
        let mut left = 100;
        settle(&mut sections, "c7-", &mut left);
        let blocks = &sections[0].blocks;
        assert!(matches!(&blocks[0], Block::Attachment(a) if a.name == "c7-data.csv"));
        let Block::Details { blocks: inner, .. } = &blocks[1] else {
            panic!("{blocks:?}")
        };
        assert!(format!("{inner:?}").contains("Not attached"), "{inner:?}");
        assert!(matches!(&blocks[2], Block::Attachment(_)));
        assert_eq!(left, 0);
    }
}

//! How the columns of a table share the width of a printed page.

use super::document::{Inline, Table};

/// About how many characters a piece of text needs in a line.
fn size(parts: &[Inline]) -> usize {
    parts
        .iter()
        .map(|p| match p {
            Inline::Text(s) | Inline::Strong(s) | Inline::Code(s) => s.chars().count(),
            Inline::Math(f) => f.text.chars().count(),
            Inline::Verdict(v) => v.word().len(),
            Inline::Cite(key) => key.len(),
        })
        .sum()
}

/// What each column needs, in characters, between 6 and 60: the longest of its cells, the head included.
pub(super) fn needs(t: &Table) -> Vec<usize> {
    (0..t.head.len())
        .map(|j| {
            t.rows
                .iter()
                .chain([&t.head])
                .map(|r| r.get(j).map_or(0, |c| size(c)))
                .max()
                .map_or(6, |n| n.clamp(6, 60))
        })
        .collect()
}

/// Shares of the line, in thousandths, by what the columns hold.
pub(super) fn shares(t: &Table) -> Vec<usize> {
    let need = needs(t);
    let sum: usize = need.iter().sum();
    need.iter().map(|n| n * 1000 / sum.max(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fill_the_line_and_no_more() {
        let t = |n: usize| Table {
            caption: vec![],
            head: vec![vec![Inline::Text("h".into())]; n],
            rows: vec![vec![vec![Inline::Code("1".repeat(100))]; n]],
        };
        for n in 1..20 {
            let sum: usize = shares(&t(n)).iter().sum();
            assert!(sum <= 1000 && sum > 950, "{n}: {sum}");
        }
    }
}

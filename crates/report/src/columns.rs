//! How the columns of a table share the width of a printed page.

use super::document::{Inline, Table};
use super::math::tall;

/// What each column needs, in characters: the longest of its cells, the head included, between 1 and 60.
pub(super) fn needs(t: &Table) -> Vec<usize> {
    (0..t.head.len())
        .map(|j| {
            let cells = t.rows.iter().chain([&t.head]).filter_map(|r| r.get(j));
            cells.map(|c| size(c).0).max().map_or(1, |n| n.clamp(1, 60))
        })
        .collect()
}

/// About how many characters a cell holds, and how many of them cannot be broken.
fn size(parts: &[Inline]) -> (usize, usize) {
    const CODE: usize = 5;
    let word = |s: &str| {
        s.split(' ')
            .map(|w| w.chars().count())
            .max()
            .map_or(0, |n| n)
    };
    let one = |p: &Inline| match p {
        Inline::Text(s) | Inline::Strong(s) => (s.chars().count(), word(s)),
        Inline::Code(s) => (s.chars().count(), word(s).min(CODE)),
        Inline::Math(f) => {
            let all = f.text.chars().count();
            // No line ends in a fraction.
            (all, if tall(&f.tree) { all } else { 0 })
        }
        Inline::Verdict(v) => (v.as_str().len(), v.as_str().len()),
        Inline::Cite(key) => (key.len(), key.len()),
    };
    parts
        .iter()
        .map(one)
        .fold((0, 0), |(a, b), (c, d)| (a + c, b.max(d)))
}

/// Shares of the line, in thousandths, by what the columns hold: columns that need less than an equal share get what
/// they need, the others share what is left.
pub(super) fn shares(t: &Table) -> Vec<usize> {
    /// The space between columns, in characters.
    const SPACE: usize = 3;
    let columns = t.head.len().max(1);
    // Characters of a line; `table` chooses the font.
    let line: usize = match columns {
        0..=4 => 84,
        5..=6 => 95,
        _ => 112,
    };
    let cells = |j: usize| t.rows.iter().chain([&t.head]).filter_map(move |r| r.get(j));
    let need: Vec<usize> = needs(t).iter().map(|n| n + SPACE).collect();
    let least: Vec<usize> = (0..columns)
        .map(|j| {
            cells(j)
                .map(|c| size(c).1)
                .max()
                .map_or(1, |n| n.clamp(1, 22))
                + SPACE
        })
        .collect();
    let mut given: Vec<Option<usize>> = vec![None; columns];
    // Each round settles at least one column, or all that are left.
    for _ in 0..columns {
        let used: usize = given.iter().flatten().sum();
        let open = given.iter().filter(|g| g.is_none()).count();
        let equal = line.saturating_sub(used) / open.max(1);
        let settled: Vec<(usize, usize)> = (0..columns)
            .filter(|j| given[*j].is_none())
            .filter_map(|j| {
                if need[j] <= equal {
                    Some((j, need[j]))
                } else {
                    (least[j] > equal).then_some((j, least[j]))
                }
            })
            .collect();
        if settled.is_empty() {
            (0..columns)
                .filter(|j| given[*j].is_none())
                .collect::<Vec<_>>()
                .into_iter()
                .for_each(|j| given[j] = Some(equal.max(1)));
            break;
        }
        settled.into_iter().for_each(|(j, n)| given[j] = Some(n));
    }
    let given: Vec<usize> = given.into_iter().map(|g| g.map_or(1, |n| n)).collect();
    let sum: usize = given.iter().sum();
    // At most three digits.
    given.iter().map(|n| n * 999 / sum.max(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_columns_get_what_they_need() {
        let cell = |s: &str| vec![Inline::Text(s.into())];
        let t = Table {
            caption: vec![],
            head: vec![cell("layer"), cell("W"), cell("b")],
            rows: vec![vec![
                cell("1"),
                cell(&"1 ".repeat(80)),
                cell(&"2 ".repeat(80)),
            ]],
        };
        // 8, 38 and 38 of 84 characters.
        assert_eq!(shares(&t), [95, 451, 451]);
    }

    #[test]
    fn shares_fill_the_line_and_no_more() {
        let t = |n: usize| Table {
            caption: vec![],
            head: vec![vec![Inline::Text("h".into())]; n],
            rows: vec![vec![vec![Inline::Code("1".repeat(100))]; n]],
        };
        for n in 1..20 {
            let sum: usize = shares(&t(n)).iter().sum();
            assert!(sum < 1000 && sum > 950, "{n}: {sum}");
        }
    }
}

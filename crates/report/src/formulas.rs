//! Formulas in pages.

use super::document::{Formula, Inline, code, m};
use super::math::{Math, Names, name, op, read, row, sub, typeset};
use super::text::clipped;

/// The formula that a text of a certificate is; `None` as `read`.
pub(super) fn formula(text: &str, names: Names) -> Option<Formula> {
    let tree = typeset(&read(text, names)?, names);
    Some(Formula {
        tree,
        text: text.into(),
    })
}

/// `left = right`.
pub(super) fn equation(left: Math, left_text: &str, right: Formula) -> Formula {
    Formula {
        text: format!("{left_text} = {}", right.text),
        tree: row([left, op('='), right.tree]),
    }
}

/// A formula if the text is one, and the text as it stands otherwise.
pub(super) fn shown(text: &str, names: Names) -> Inline {
    match formula(text, names) {
        Some(f) => m(f),
        None => code(clipped(text)),
    }
}

/// A name of one letter in running text.
pub(super) fn letter(v: &str) -> Inline {
    inline(name(v), v)
}

/// A formula made of a tree and its text, in running text.
pub(super) fn inline(tree: Math, text: &str) -> Inline {
    m(Formula {
        tree,
        text: text.into(),
    })
}

/// `base_index` of plain names.
pub(super) fn indexed(base: &str, index: &str) -> Math {
    sub(name(base), name(index))
}

//! Text that means itself in a format.

use super::text::visible;

/// Text that means itself in HTML and XML.
pub(super) fn html(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Text that means itself in LaTeX.
pub(super) fn tex(text: &str) -> String {
    let text = visible(text);
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        tex_character(c, rest.peek().copied(), &mut out);
    }
    out
}

/// One character before another, so that it means itself in LaTeX.
pub(super) fn tex_character(c: char, next: Option<char>, out: &mut String) {
    match c {
        '\\' => out.push_str("\\textbackslash{}"),
        '{' | '}' | '_' | '%' | '#' | '&' | '$' => {
            out.push('\\');
            out.push(c);
        }
        '^' => out.push_str("\\textasciicircum{}"),
        '~' => out.push_str("\\textasciitilde{}"),
        '\u{a0}' => out.push('~'),
        '<' => out.push_str("\\textless{}"),
        '>' => out.push_str("\\textgreater{}"),
        '|' => out.push_str("\\textbar{}"),
        '`' => out.push_str("\\textasciigrave{}"),
        '"' => out.push_str("\\textquotedbl{}"),
        '−' => out.push_str("\\ensuremath{-}"),
        '×' => out.push_str("\\ensuremath{\\times}"),
        'σ' => out.push_str("\\ensuremath{\\sigma}"),
        '′' => out.push_str("\\ensuremath{'}"),
        '″' => out.push_str("\\ensuremath{''}"),
        // No ligatures.
        '-' | ',' | '\'' if next == Some(c) => {
            out.push(c);
            out.push_str("{}");
        }
        ' '..='~' => out.push(c),
        'À'..='ÿ' if c != '×' && c != '÷' => out.push(c),
        _ => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
    }
}

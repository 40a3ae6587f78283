//! Formulas as LaTeX. Uses only what both LaTeX with `amsmath` and the mathematics of GitHub know, and no vertical
//! bar, which would end a cell of a Markdown table.

use super::document::Formula;
use super::math::{GREEK, Math, tall};

impl Formula {
    /// The LaTeX source, without delimiters.
    pub fn latex(&self) -> String {
        latex(&self.tree)
    }
}

/// The formula in LaTeX, without delimiters.
fn latex(tree: &Math) -> String {
    let mut out = String::new();
    write(tree, &mut out);
    out
}

fn group(tree: &Math, out: &mut String) {
    out.push('{');
    write(tree, out);
    out.push('}');
}

/// Words and names from outside: everything but letters and digits is written so that it means itself.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            'a'..='z'
            | 'A'..='Z'
            | '0'..='9'
            | ' '
            | '.'
            | ','
            | ':'
            | '('
            | ')'
            | '='
            | '+'
            | '-'
            | '/' => out.push(c),
            '_' => out.push_str("\\_"),
            _ => out.push('?'),
        }
    }
    out
}

/// Words cannot be broken in a formula.
fn clipped(words: &str) -> String {
    const LONGEST: usize = 48;
    match words.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}...", &words[..at]),
        None => words.into(),
    }
}

/// A number; a long one may be broken.
fn number(digits: &str, out: &mut String) {
    const LONG: usize = 24;
    const APART: usize = 12;
    if digits.chars().count() <= LONG {
        return out.push_str(&plain(digits));
    }
    let all: Vec<char> = digits.chars().collect();
    for (i, some) in all.chunks(APART).enumerate() {
        if i > 0 {
            out.push_str("\\allowbreak ");
        }
        out.push_str(&plain(&some.iter().collect::<String>()));
    }
}

fn fence(c: char, left: bool) -> &'static str {
    match (c, left) {
        ('|', true) => "\\lvert ",
        ('|', false) => " \\rvert",
        ('{', _) => "\\{",
        ('}', _) => "\\}",
        ('[', _) => "[",
        (']', _) => "]",
        (_, true) => "(",
        (_, false) => ")",
    }
}

fn operator(c: char) -> &'static str {
    match c {
        '−' | '-' => " - ",
        '+' => " + ",
        '=' => " = ",
        '\u{2062}' => "\\,",
        '\u{2061}' => "",
        '\u{2003}' => "\\quad ",
        '\u{2009}' => "\\;",
        '·' => " \\cdot ",
        '≤' => " \\le ",
        '≥' => " \\ge ",
        '<' => " \\lt ",
        '>' => " \\gt ",
        '∘' => " \\circ ",
        '≡' => " \\equiv ",
        '≠' => " \\ne ",
        '∈' => " \\in ",
        '→' => " \\to ",
        '…' => " \\dots ",
        '∞' => "\\infty ",
        '∂' => "\\partial ",
        ',' => ",\\ ",
        ':' => " \\colon ",
        _ => " ",
    }
}

fn write(tree: &Math, out: &mut String) {
    match tree {
        Math::Number(n) => number(n, out),
        Math::Name(n) => match GREEK.iter().find(|(g, _)| g == n) {
            Some((g, _)) => {
                out.push('{');
                out.push('\\');
                out.push_str(g);
                out.push('}');
            }
            None if n.chars().count() == 1 => out.push_str(&plain(n)),
            None => out.push_str(&format!("\\mathit{{{}}}", plain(n))),
        },
        Math::Upright(n) => out.push_str(&format!("\\mathrm{{{}}}", plain(n))),
        Math::Operator(c) => out.push_str(operator(*c)),
        Math::Words(w) => out.push_str(&format!("\\text{{{}}}", plain(&clipped(w)))),
        Math::Row(parts) => parts.iter().for_each(|p| write(p, out)),
        Math::Fraction(a, b) => {
            out.push_str("\\frac");
            group(a, out);
            group(b, out);
        }
        Math::Power(a, b) => {
            group(a, out);
            out.push('^');
            group(b, out);
        }
        Math::Index(a, b) => {
            group(a, out);
            out.push('_');
            group(b, out);
        }
        Math::Primes(a, n) => {
            group(a, out);
            if *n <= 3 {
                (0..*n).for_each(|_| out.push('\''));
            } else {
                out.push_str(&format!("^{{({n})}}"));
            }
        }
        Math::Root(a, 2) => {
            out.push_str("\\sqrt");
            group(a, out);
        }
        Math::Root(a, n) => {
            out.push_str(&format!("\\sqrt[{n}]"));
            group(a, out);
        }
        Math::Fenced(l, a, r) => {
            let tall = tall(a);
            if tall {
                out.push_str("\\left");
            }
            out.push_str(fence(*l, true));
            write(a, out);
            if tall {
                out.push_str("\\right");
            }
            out.push_str(fence(*r, false).trim_start());
        }
        Math::Sum(under) => {
            out.push_str("\\sum_");
            group(under, out);
            out.push(' ');
        }
        Math::Cases(lines) => {
            out.push_str("\\begin{cases} ");
            for (i, (value, condition)) in lines.iter().enumerate() {
                if i > 0 {
                    out.push_str(" \\\\ ");
                }
                write(value, out);
                out.push_str(" & ");
                write(condition, out);
            }
            out.push_str(" \\end{cases}");
        }
    }
}
